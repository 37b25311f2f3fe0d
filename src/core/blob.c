/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "blob.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 1024, FIRST = 512 };

struct blob_in {
	int dir, fd;
	int64_t size, limit;
	struct hash *hash;
	char name[33], part[40];
	char first[FIRST];
	size_t nfirst;
};

static enum rc
failed(struct err *err, const char *what)
{
	enum rc rc = errno == ENOSPC || errno == EDQUOT ? RC_FULL : RC_DB;

	err_set(err, rc, "the file could not be %s: %s", what,
	    strerror(errno));
	if (rc == RC_FULL)
		err_hint(err, "Make room on the disk of the store.");
	return rc;
}

void
blob_give_up(struct blob_in *b)
{
	if (!b)
		return;
	if (b->fd >= 0)
		close(b->fd);
	if (b->dir >= 0) {
		unlinkat(b->dir, b->part, 0);
		close(b->dir);
	}
	hash_free(b->hash);
	free(b);
}

static void
name_it(struct blob_in *b)
{
	unsigned char raw[16];

	random_bytes(raw, sizeof(raw));
	for (size_t i = 0; i < sizeof(raw); i++)
		snprintf(b->name + 2 * i, 3, "%02x", raw[i]);
	snprintf(b->part, sizeof(b->part), "%s.part", b->name);
}

enum rc
blob_begin(const char *dir, int64_t limit, struct err *err,
    struct blob_in **out)
{
	struct blob_in *b = must_alloc(sizeof(*b));
	enum rc rc;

	b->fd = -1;
	b->limit = limit;
	name_it(b);
	b->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (b->dir >= 0)
		b->fd = openat(b->dir, b->part,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (b->fd >= 0) {
		b->hash = hash_new();
		*out = b;
		return RC_OK;
	}
	rc = failed(err, "begun");
	blob_give_up(b);
	return rc;
}

static bool
write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

enum rc
blob_take(struct blob_in *b, struct err *err, const char *p, size_t n)
{
	size_t k = FIRST - b->nfirst < n ? FIRST - b->nfirst : n;

	if ((int64_t)n > b->limit - b->size) {
		err_set(err, RC_LIMIT, "the file is larger than %lld bytes",
		    (long long)b->limit);
		err_hint(err, "Split it, or let the administrator raise the "
		    "limit.");
		return RC_LIMIT;
	}
	if (!write_all(b->fd, p, n))
		return failed(err, "written");
	memcpy(b->first + b->nfirst, p, k);
	b->nfirst += k;
	b->size += (int64_t)n;
	hash_add(b->hash, p, n);
	return RC_OK;
}

enum rc
blob_end(struct blob_in *b, struct err *err, struct upload *out)
{
	unsigned char h[HASH];
	enum rc rc = RC_OK;

	if (fsync(b->fd) < 0 ||
	    renameat(b->dir, b->part, b->dir, b->name) < 0 ||
	    fsync(b->dir) < 0)
		rc = failed(err, "made durable");
	if (!rc) {
		hash_end(b->hash, h);
		b->hash = NULL;
		*out = (struct upload){ .size = b->size,
			.type = blob_type(b->first, b->nfirst) };
		memcpy(out->name, b->name, sizeof(out->name));
		hash_hex(h, out->sha256);
	}
	blob_give_up(b);
	return rc;
}

/* The name comes from a row, but a path must never come from it. */
static bool
plain_name(const char *name)
{
	return strlen(name) == 32 && strspn(name, "0123456789abcdef") == 32;
}

enum rc
blob_open(const char *dir, const char *name, struct err *err, int *fd)
{
	char path[PATH];
	int got;

	if (!plain_name(name) ||
	    snprintf(path, sizeof(path), "%s/%s", dir, name) >= PATH)
		return err_set(err, RC_DB, "a stored file has no valid name");
	got = open(path, O_RDONLY | O_CLOEXEC);
	if (got < 0)
		return failed(err, "opened");
	*fd = got;
	return RC_OK;
}

void
blob_remove(const char *dir, const char *name)
{
	char path[PATH];

	if (plain_name(name) &&
	    snprintf(path, sizeof(path), "%s/%s", dir, name) < PATH)
		unlink(path);
}

const char *
blob_type(const char *p, size_t n)
{
	static const struct { const char *magic; size_t n; const char *type; }
	kinds[] = {
		{ "%PDF-", 5, "application/pdf" },
		{ "\x89PNG\r\n\x1a\n", 8, "image/png" },
		{ "\xff\xd8\xff", 3, "image/jpeg" },
		{ "GIF8", 4, "image/gif" },
		{ "PK\x03\x04", 4, "application/zip" },
		{ "\xfd" "7zXZ", 5, "application/x-xz" },
		{ "\x1f\x8b", 2, "application/gzip" },
		{ "<?xml", 5, "application/xml" },
		{ "{", 1, "application/json" },
	};

	for (size_t i = 0; i < NELEMS(kinds); i++)
		if (n >= kinds[i].n && !memcmp(p, kinds[i].magic, kinds[i].n))
			return kinds[i].type;
	while (n && ((unsigned char)p[n - 1] & 0x80))
		n--;    /* a character may be cut off */
	return utf8_valid(p, n) ? "text/plain" : "application/octet-stream";
}
