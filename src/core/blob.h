/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * blob.h - files: bytes under blobs/, never in the database.
 *
 * A file is streamed: hashed while it arrives, written under a temporary
 * name, synced, renamed, the folder synced; only then its row is written
 * (stored_file.create with cx->upload).  Its name is random and tells
 * nothing of the content.  What arrived and has no row is an orphan.
 */
#ifndef BLOB_H
#define BLOB_H

#include "base/hash.h"
#include "ctx.h"

struct upload {
	char name[33];          /* under blobs/, 32 hexadecimal digits */
	char sha256[HEX];       /* of the plain bytes */
	int64_t size;
	const char *type;       /* found by looking at the content */
};

struct blob_in;                 /* one that arrives */

/* dir: the store's folder of blobs, which exists.  limit: bytes at most. */
enum rc blob_begin(const char *dir, int64_t limit, struct err *err,
	struct blob_in **out) MUST_USE;
enum rc blob_take(struct blob_in *b, struct err *err, const char *p, size_t n)
	MUST_USE;
/* Durable after this.  b is gone either way. */
enum rc blob_end(struct blob_in *b, struct err *err, struct upload *out)
	MUST_USE;
void blob_give_up(struct blob_in *b);

/* For reading; the caller closes it. */
enum rc blob_open(const char *dir, const char *name, struct err *err, int *fd)
	MUST_USE;
void blob_remove(const char *dir, const char *name);

/* Evidence of what the first bytes are: a type from a short list. */
const char *blob_type(const char *p, size_t n);

#endif
