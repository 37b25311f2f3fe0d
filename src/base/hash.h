/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * hash.h - SHA-256 (OpenSSL), hexadecimal, and random bytes (libsodium).
 */
#ifndef HASH_H
#define HASH_H

#include "base.h"

enum { HASH = 32, HEX = 65 };                   /* HEX: with its NUL */

struct hash;                                    /* one being computed */

void hash_bytes(const void *p, size_t n, unsigned char out[HASH]);
void hash_hex(const unsigned char h[HASH], char out[HEX]);
void hash_hex_of(const void *p, size_t n, char out[HEX]);
bool hash_parse(const char *hex, unsigned char out[HASH]) MUST_USE;

struct hash *hash_new(void);
void hash_add(struct hash *h, const void *p, size_t n);
void hash_end(struct hash *h, unsigned char out[HASH]); /* and frees it */
void hash_free(struct hash *h);                 /* when given up */

void random_bytes(void *p, size_t n);
/* n random bytes, as hexadecimal digits or base64url without padding. */
char *random_hex(struct arena *a, size_t n);
char *random_token(struct arena *a, size_t n);

#endif
