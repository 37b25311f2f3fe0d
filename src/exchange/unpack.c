/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unpack.h"

#define ZLIB_CONST                      /* its input stays as it is */
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

const struct unpack_limits unpack_limits = {
	.bytes = 256 * 1024 * 1024,
	.ratio = 200,
};

enum {
	CHUNK = 64 * 1024,
	MAGIC = 6,
	/* What small files may become whatever their ratio. */
	FREE_BYTES = 1024 * 1024,
	/* xz -9 needs 65 MiB to unpack. */
	XZ_MEMORY = 96 * 1024 * 1024,
};

enum packing { PLAIN, GZIP, XZ, FOREIGN };

struct unpack {
	struct source from;
	struct unpack_limits limits;
	enum packing packing;
	const char *foreign;            /* what it is, when we do not read it */
	bool started, ended;            /* ended: the packed data is whole */
	bool dry;                       /* the source has no more */
	size_t in, out;                 /* bytes so far, packed and plain */
	const unsigned char *next;      /* in chunk */
	size_t left;
	z_stream gz;
	lzma_stream xz;
	unsigned char chunk[CHUNK];
};

static const struct magic {
	const char *bytes;
	size_t n;
	enum packing packing;
	const char *name;
} magics[] = {
	{ "\x1f\x8b", 2, GZIP, "gzip" },
	{ "\xfd" "7zXZ\0", 6, XZ, "xz" },
	{ "PK\x03\x04", 4, FOREIGN, "ZIP" },
	{ "BZh", 3, FOREIGN, "bzip2" },
	{ "\x28\xb5\x2f\xfd", 4, FOREIGN, "zstd" },
	{ "7z\xbc\xaf\x27\x1c", 6, FOREIGN, "7z" },
};

ptrdiff_t
memory_read(void *from, void *to, size_t n)
{
	struct memory *m = from;

	if (n > m->n)
		n = m->n;
	if (n)
		memcpy(to, m->s, n);
	m->s += n;
	m->n -= n;
	return (ptrdiff_t)n;
}

ptrdiff_t
stdio_read(void *from, void *to, size_t n)
{
	size_t got = fread(to, 1, n, from);

	return got || !ferror(from) ? (ptrdiff_t)got : -1;
}

struct unpack *
unpack_new(struct source from, const struct unpack_limits *limits)
{
	struct unpack *u = must_alloc(sizeof(*u));

	u->from = from;
	u->limits = limits ? *limits : unpack_limits;
	u->xz = (lzma_stream)LZMA_STREAM_INIT;
	return u;
}

void
unpack_free(struct unpack *u)
{
	if (!u)
		return;
	if (u->packing == GZIP)
		inflateEnd(&u->gz);
	lzma_end(&u->xz);
	free(u);
}

/* Adds to the chunk behind what is left of it. */
static enum rc
fill(struct unpack *u, struct err *err)
{
	ptrdiff_t k;

	if (u->left)
		memmove(u->chunk, u->next, u->left);
	u->next = u->chunk;
	k = u->from.read(u->from.from, u->chunk + u->left, CHUNK - u->left);
	if (k < 0)
		return err_set(err, RC_INVALID, "the file cannot be read");
	u->dry = k == 0;
	u->left += (size_t)k;
	u->in += (size_t)k;
	return RC_OK;
}

static enum rc
start(struct unpack *u, struct err *err)
{
	enum rc rc = RC_OK;

	u->started = true;
	while (!rc && u->left < MAGIC && !u->dry)
		rc = fill(u, err);
	if (rc)
		return rc;
	for (const struct magic *m = magics; m < magics + NELEMS(magics); m++) {
		if (u->left >= m->n && memcmp(u->next, m->bytes, m->n) == 0) {
			u->packing = m->packing;
			u->foreign = m->packing == FOREIGN ? m->name : NULL;
		}
	}
	/* 16: a gzip header, nothing else; zlib keeps what it allocates. */
	if (u->packing == GZIP && inflateInit2(&u->gz, 16 + MAX_WBITS) != Z_OK)
		return err_set(err, RC_LIMIT, "no memory to unpack the file");
	if (u->packing == XZ && lzma_stream_decoder(&u->xz, XZ_MEMORY,
	    LZMA_CONCATENATED) != LZMA_OK)
		return err_set(err, RC_LIMIT, "no memory to unpack the file");
	return RC_OK;
}

static enum rc
broken(struct err *err, const char *what)
{
	err_set(err, RC_INVALID, "the packed data is %s", what);
	err_hint(err, "Fetch the file anew, or unpack it yourself and give "
	    "what is inside.");
	return RC_INVALID;
}

static enum rc
step_gzip(struct unpack *u, struct err *err, void *to, size_t n, size_t *got)
{
	int z;

	u->gz.next_in = u->next;
	u->gz.avail_in = (unsigned)u->left;
	u->gz.next_out = to;
	u->gz.avail_out = (unsigned)n;
	z = inflate(&u->gz, Z_NO_FLUSH);
	u->next = u->gz.next_in;
	u->left = u->gz.avail_in;
	*got = n - u->gz.avail_out;
	if (z == Z_STREAM_END)
		u->ended = true;
	else if (z != Z_OK && z != Z_BUF_ERROR)
		return broken(err, "broken");
	return RC_OK;
}

static enum rc
step_xz(struct unpack *u, struct err *err, void *to, size_t n, size_t *got)
{
	lzma_ret z;

	u->xz.next_in = u->next;
	u->xz.avail_in = u->left;
	u->xz.next_out = to;
	u->xz.avail_out = n;
	z = lzma_code(&u->xz, u->dry ? LZMA_FINISH : LZMA_RUN);
	u->next = u->xz.next_in;
	u->left = u->xz.avail_in;
	*got = n - u->xz.avail_out;
	if (z == LZMA_STREAM_END)
		u->ended = true;
	else if (z == LZMA_MEMLIMIT_ERROR)
		return err_set(err, RC_LIMIT, "the file needs more than %d MB "
		    "of memory to be unpacked", XZ_MEMORY >> 20);
	else if (z == LZMA_BUF_ERROR)
		return broken(err, "cut off");
	else if (z != LZMA_OK)
		return broken(err, "broken");
	return RC_OK;
}

static void
step_plain(struct unpack *u, void *to, size_t n, size_t *got)
{
	*got = n < u->left ? n : u->left;
	if (*got)
		memcpy(to, u->next, *got);
	u->next += *got;
	u->left -= *got;
	u->ended = u->dry && !u->left;
}

static enum rc
step(struct unpack *u, struct err *err, void *to, size_t n, size_t *got)
{
	switch (u->packing) {
	case GZIP:
		return step_gzip(u, err, to, n, got);
	case XZ:
		return step_xz(u, err, to, n, got);
	case FOREIGN:
		err_set(err, RC_INVALID, "this is a %s file", u->foreign);
		err_hint(err, "Unpack it and give the file inside; gzip and xz "
		    "are unpacked here.");
		return RC_INVALID;
	case PLAIN:
		break;
	}
	step_plain(u, to, n, got);
	return RC_OK;
}

static enum rc
check_limits(struct unpack *u, struct err *err)
{
	if (u->out > u->limits.bytes)
		return err_set(err, RC_LIMIT, "the file is larger than the "
		    "%zu MB that are read", u->limits.bytes >> 20);
	if (u->out > FREE_BYTES && u->packing != PLAIN &&
	    u->out / u->limits.ratio > u->in)
		return err_set(err, RC_LIMIT, "the file unpacks to more than "
		    "%zu times its size", u->limits.ratio);
	return RC_OK;
}

/* A second gzip member, as "cat a.gz b.gz" makes; else the end. */
static enum rc
next_member(struct unpack *u, struct err *err)
{
	enum rc rc = RC_OK;

	while (!rc && u->left < 2 && !u->dry)
		rc = fill(u, err);
	if (!rc && u->left >= 2 && u->next[0] == 0x1f && u->next[1] == 0x8b &&
	    inflateReset(&u->gz) == Z_OK)
		u->ended = false;
	return rc;
}

enum rc
unpack_read(struct unpack *u, struct err *err, void *to, size_t n, size_t *got)
{
	size_t k = 0;
	enum rc rc = u->started ? RC_OK : start(u, err);

	if (n > CHUNK)
		n = CHUNK;
	while (!rc && !k) {
		if (u->ended && u->packing == GZIP)
			rc = next_member(u, err);
		if (u->ended || rc)
			break;
		if (!u->left && !u->dry)
			rc = fill(u, err);
		if (!rc && !u->left && u->dry && u->packing == GZIP)
			rc = broken(err, "cut off");
		if (!rc)
			rc = step(u, err, to, n, &k);
		u->out += k;
		if (!rc)
			rc = check_limits(u, err);
	}
	if (rc)
		return rc;
	*got = k;
	return RC_OK;
}

enum rc
unpack_whole(struct source from, const struct unpack_limits *limits,
    struct err *err, struct arena *a, const char **out, size_t *n)
{
	struct unpack *u = unpack_new(from, limits);
	size_t len = 0, cap = CHUNK, k = 1;
	char *s = must_alloc(cap), *copy = NULL;
	enum rc rc = RC_OK;

	while (!rc && k) {
		if (cap - len < CHUNK) {
			char *larger = must_alloc(cap * 2);

			memcpy(larger, s, len);
			free(s);
			s = larger;
			cap *= 2;
		}
		rc = unpack_read(u, err, s + len, CHUNK, &k);
		len += rc ? 0 : k;
	}
	unpack_free(u);
	if (!rc)
		copy = arena_try(a, len + 1);
	if (copy)
		memcpy(copy, s, len);
	free(s);
	if (!rc && !copy)
		rc = err_set(err, RC_LIMIT, "the file needs more memory than "
		    "one piece of work may have");
	if (rc)
		return rc;
	*out = copy;
	*n = len;
	return RC_OK;
}
