/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * OpenSSL 3 calls SHA256_Init and its like deprecated: there an algorithm
 * is to be looked up by name.  The look-up takes four times as long as the
 * hash of a tree's node, and the verifier hashes a million of them.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "hash.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct hash { EVP_MD_CTX *md; };

void
hash_bytes(const void *p, size_t n, unsigned char out[HASH])
{
	SHA256_CTX sum;
	int done = SHA256_Init(&sum) && SHA256_Update(&sum, p, n) &&
	    SHA256_Final(out, &sum);

	assert(done);
	(void)done;
}

void
hash_hex(const unsigned char h[HASH], char out[HEX])
{
	sodium_bin2hex(out, HEX, h, HASH);
}

void
hash_hex_of(const void *p, size_t n, char out[HEX])
{
	unsigned char h[HASH];

	hash_bytes(p, n, h);
	hash_hex(h, out);
}

bool
hash_parse(const char *hex, unsigned char out[HASH])
{
	size_t n = strlen(hex), k;

	return n == HEX - 1 && strspn(hex, "0123456789abcdef") == n &&
	    sodium_hex2bin(out, HASH, hex, n, NULL, &k, NULL) == 0 && k == HASH;
}

struct hash *
hash_new(void)
{
	struct hash *h = must_alloc(sizeof(*h));
	int done;

	h->md = EVP_MD_CTX_new();
	assert(h->md);
	done = EVP_DigestInit_ex(h->md, EVP_sha256(), NULL);
	assert(done == 1);
	(void)done;
	return h;
}

void
hash_add(struct hash *h, const void *p, size_t n)
{
	int done = EVP_DigestUpdate(h->md, p, n);

	assert(done == 1);
	(void)done;
}

void
hash_end(struct hash *h, unsigned char out[HASH])
{
	int done = EVP_DigestFinal_ex(h->md, out, NULL);

	assert(done == 1);
	(void)done;
	hash_free(h);
}

void
hash_free(struct hash *h)
{
	if (!h)
		return;
	EVP_MD_CTX_free(h->md);
	free(h);
}

void
random_bytes(void *p, size_t n)
{
	randombytes_buf(p, n);
}

char *
random_hex(struct arena *a, size_t n)
{
	unsigned char raw[64];
	char *hex = arena_alloc(a, 2 * n + 1);

	assert(n <= sizeof(raw));
	randombytes_buf(raw, n);
	return sodium_bin2hex(hex, 2 * n + 1, raw, n);
}

char *
random_token(struct arena *a, size_t n)
{
	enum { URL = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
	unsigned char raw[64];
	size_t len = sodium_base64_ENCODED_LEN(n, URL);
	char *out = arena_alloc(a, len);

	assert(n <= sizeof(raw));
	randombytes_buf(raw, n);
	return sodium_bin2base64(out, len, raw, n, URL);
}
