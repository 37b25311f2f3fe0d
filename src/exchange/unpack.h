/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * unpack.h - bytes of a foreign file as they come, unpacked where it is packed.
 *
 * The readers of this folder take a source: a function that gives the next
 * bytes.  unpack_read stands between them: it knows gzip and xz by their
 * first bytes, hands everything else through, and stops when a file becomes
 * larger than it may, or so much larger than its packed form that it can only
 * have been made to fill a disk.
 */
#ifndef UNPACK_H
#define UNPACK_H

#include "base/base.h"

struct source {
	/* Bytes read, 0 at the end, -1 when the file cannot be read. */
	ptrdiff_t (*read)(void *from, void *to, size_t n);
	void *from;
};

struct memory { const char *s; size_t n; };     /* what is left */
ptrdiff_t memory_read(void *from, void *to, size_t n);
ptrdiff_t stdio_read(void *from, void *to, size_t n);    /* from: a FILE */

struct unpack_limits { size_t bytes, ratio; };
extern const struct unpack_limits unpack_limits;        /* the usual ones */

struct unpack;

/* NULL for the limits means unpack_limits.  End with unpack_free. */
struct unpack *unpack_new(struct source from, const struct unpack_limits *);
void unpack_free(struct unpack *u);

/* *got is 0 at the end; fewer than n bytes are no sign of it. */
enum rc unpack_read(struct unpack *u, struct err *err, void *to, size_t n,
	size_t *got) MUST_USE;

/* All of it, with a NUL behind. */
enum rc unpack_whole(struct source from, const struct unpack_limits *limits,
	struct err *err, struct arena *a, const char **out, size_t *n) MUST_USE;

#endif
