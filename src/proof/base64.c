/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base64.h"

#include <sodium.h>
#include <string.h>

enum { FORM = sodium_base64_VARIANT_ORIGINAL };

char *
base64_text(struct arena *a, const void *p, size_t n)
{
	size_t len = BASE64_LEN(n) + 1;
	char *s = arena_alloc(a, len);

	return sodium_bin2base64(s, len, p, n, FORM);
}

void
base64_add(struct buf *out, const void *p, size_t n)
{
	buf_str(out, base64_text(out->arena, p, n));
}

/*
 * libsodium refuses wrong padding and bits that are not zero at the end, but
 * reads some bytes above 0x7f as if they were letters.
 */
static bool
is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] > 0x7f)
			return false;
	return true;
}

bool
base64_read(const char *s, size_t n, void *out, size_t cap, size_t *len)
{
	const char *end;

	return n % 4 == 0 && is_ascii(s, n) &&
	    sodium_base642bin(out, cap, s, n, NULL, len, &end, FORM) == 0 &&
	    end == s + n;
}

bool
base64_hash(const char *s, size_t n, unsigned char out[HASH])
{
	unsigned char h[HASH];
	size_t len;

	if (n != BASE64_LEN(HASH) || !base64_read(s, n, h, HASH, &len) ||
	    len != HASH)
		return false;
	memcpy(out, h, HASH);
	return true;
}
