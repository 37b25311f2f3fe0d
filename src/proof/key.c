/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "key.h"

#include "base/hash.h"
#include "base/text.h"
#include "proof/base64.h"

#include <sodium.h>
#include <string.h>

/* --- names and ids -------------------------------------------------------- */

/* The blanks of Unicode beyond ASCII, in UTF-8. */
static const char *const blanks[] = {
	"\xc2\x85", "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
	"\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85",
	"\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89",
	"\xe2\x80\x8a", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf",
	"\xe2\x81\x9f", "\xe3\x80\x80",
};

static bool
starts_with_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < NELEMS(blanks); i++)
		if (n >= strlen(blanks[i]) &&
		    memcmp(s, blanks[i], strlen(blanks[i])) == 0)
			return true;
	return false;
}

bool
key_name_valid(const char *s, size_t n)
{
	if (n == 0 || n > KEY_NAME_MAX || !utf8_valid(s, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c <= ' ' || c == 0x7f || c == '+' ||
		    starts_with_blank(s + i, n - i))
			return false;
	}
	return true;
}

/* SHA-256(name || LF || type || public), first four bytes, big-endian. */
uint32_t
key_id(const struct key *key)
{
	unsigned char m[KEY_NAME_MAX + 2 + KEY_PUBLIC], h[HASH];
	size_t n = strlen(key->name);

	memcpy(m, key->name, n);
	m[n] = '\n';
	m[n + 1] = (unsigned char)key->type;
	memcpy(m + n + 2, key->public, KEY_PUBLIC);
	hash_bytes(m, n + 2 + KEY_PUBLIC, h);
	return (uint32_t)h[0] << 24 | (uint32_t)h[1] << 16 |
	    (uint32_t)h[2] << 8 | h[3];
}

static bool
type_known(unsigned char type)
{
	return type == KEY_NOTE || type == KEY_COSIGNER;
}

bool
key_split(const char *text, struct key *key, unsigned char bytes[KEY_PUBLIC])
{
	const char *id = strchr(text, '+');
	const char *data = id ? strchr(id + 1, '+') : NULL;
	unsigned char raw[1 + KEY_PUBLIC], hash[4];
	size_t n;

	if (!data || data - id != 9 ||
	    !key_name_valid(text, (size_t)(id - text)) ||
	    strspn(id + 1, "0123456789abcdef") != 8 ||
	    sodium_hex2bin(hash, sizeof(hash), id + 1, 8, NULL, &n, NULL) ||
	    !base64_read(data + 1, strlen(data + 1), raw, sizeof(raw), &n) ||
	    n != sizeof(raw) || !type_known(raw[0]))
		return false;
	memcpy(key->name, text, (size_t)(id - text));
	key->type = (enum key_type)raw[0];
	key->id = (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 |
	    (uint32_t)hash[2] << 8 | hash[3];
	memcpy(bytes, raw + 1, KEY_PUBLIC);
	sodium_memzero(raw, sizeof(raw));
	return true;
}

enum rc
key_parse(struct err *err, const char *text, struct key *out)
{
	struct key key = { .name = "" };

	if (!key_split(text, &key, key.public) || key.id != key_id(&key)) {
		err_set(err, RC_INVALID, "this is no verifier key");
		err_hint(err, "A verifier key is one line: "
		    "NAME+8 digits+BASE64.");
		return RC_INVALID;
	}
	*out = key;
	return RC_OK;
}

char *
key_text(struct arena *a, const struct key *key)
{
	unsigned char raw[1 + KEY_PUBLIC];

	raw[0] = (unsigned char)key->type;
	memcpy(raw + 1, key->public, KEY_PUBLIC);
	return arena_fmt(a, "%s+%08x+%s", key->name, (unsigned)key->id,
	    base64_text(a, raw, sizeof(raw)));
}

bool
key_equal(const struct key *a, const struct key *b)
{
	return a->type == b->type && a->id == b->id &&
	    strcmp(a->name, b->name) == 0 &&
	    memcmp(a->public, b->public, KEY_PUBLIC) == 0;
}

bool
key_verify(const struct key *key, const void *p, size_t n,
    const unsigned char sig[KEY_SIGNATURE])
{
	return crypto_sign_verify_detached(sig, p, n, key->public) == 0;
}

/* --- other programs ------------------------------------------------------- */

enum { NUMBER = 8 };            /* both programs tell keys apart by it */

/* "Ed", the number, and 32 or 64 bytes: the form of both programs. */
static char *
tagged(struct arena *a, const struct key *key, const unsigned char *p, size_t n)
{
	unsigned char raw[2 + NUMBER + KEY_SIGNATURE] = { 'E', 'd' }, h[HASH];

	hash_bytes(key->public, KEY_PUBLIC, h);
	memcpy(raw + 2, h, NUMBER);
	memcpy(raw + 2 + NUMBER, p, n);
	return base64_text(a, raw, 2 + NUMBER + n);
}

char *
key_pem(struct arena *a, const struct key *key)
{
	/* SubjectPublicKeyInfo of RFC 8410 up to the key's 32 bytes. */
	unsigned char der[12 + KEY_PUBLIC] = { 0x30, 0x2a, 0x30, 0x05, 0x06,
		0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };

	memcpy(der + 12, key->public, KEY_PUBLIC);
	return arena_fmt(a, "-----BEGIN PUBLIC KEY-----\n%s\n"
	    "-----END PUBLIC KEY-----\n", base64_text(a, der, sizeof(der)));
}

char *
key_signify(struct arena *a, const struct key *key)
{
	return arena_fmt(a, "untrusted comment: %s public key\n%s\n",
	    key->name, tagged(a, key, key->public, KEY_PUBLIC));
}

char *
key_signify_sig(struct arena *a, const struct key *key,
    const unsigned char sig[KEY_SIGNATURE])
{
	return arena_fmt(a, "untrusted comment: signature of %s\n%s\n",
	    key->name, tagged(a, key, sig, KEY_SIGNATURE));
}
