/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * base64.h - standard base64 with padding (RFC 4648, section 4), in its one
 * canonical form: notes and proofs are compared as bytes, so two spellings
 * of one value must not exist.
 */
#ifndef BASE64_H
#define BASE64_H

#include "base/base.h"
#include "base/hash.h"

/* Characters of n bytes, without a NUL. */
#define BASE64_LEN(n) (((n) + 2) / 3 * 4)

void base64_add(struct buf *out, const void *p, size_t n);
char *base64_text(struct arena *a, const void *p, size_t n);

/* The whole of s[0..n) decoded into at most cap bytes. */
bool base64_read(const char *s, size_t n, void *out, size_t cap, size_t *len)
	MUST_USE;
bool base64_hash(const char *s, size_t n, unsigned char out[HASH]) MUST_USE;

#endif
