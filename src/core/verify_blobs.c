/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* verify_blobs.c - the bytes of files, held against their rows. */
#include "verify_own.h"

#include "base/text.h"
#include "blob.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct files { struct verifier *v; int64_t all; };

static void
wrong(struct verifier *v, const struct value *row, const char *text)
{
	verify_fault(v, "stored_file", verify_int(&row[0]), row[4].type == V_INT
	    ? row[4].i : 0, "%s", text);
}

static bool
hash_file(struct files *f, int fd, char out[HEX])
{
	struct verifier *v = f->v;
	struct hash *h = hash_new();
	unsigned char sum[HASH];
	char chunk[65536];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			hash_free(h);
			return false;
		}
		hash_add(h, chunk, (size_t)n);
		v->n.bytes += n;
		verify_progress(v, "files", v->n.bytes, f->all);
	}
	hash_end(h, sum);
	hash_hex(sum, out);
	return true;
}

static void
check_bytes(struct files *f, int fd, const struct value *row)
{
	char sum[HEX];
	struct stat st;

	if (fstat(fd, &st) < 0 || st.st_size != verify_int(&row[3]))
		wrong(f->v, row, "the file is of another size");
	else if (!hash_file(f, fd, sum))
		wrong(f->v, row, "the file cannot be read");
	else if (!str_eq(sum, verify_word(&row[2])))
		wrong(f->v, row, "the file was changed");
}

static enum rc
take_file(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct files *f = arg;
	struct err lost;
	int fd;

	(void)err;
	(void)n;
	f->v->n.files++;
	if (blob_open(f->v->cf->blobs, verify_word(&row[1]), &lost, &fd)) {
		wrong(f->v, row, "the file is missing");
		return RC_OK;
	}
	check_bytes(f, fd, row);
	close(fd);
	return RC_OK;
}

enum rc
verify_blobs(struct verifier *v)
{
	struct files f = { .v = v };
	enum rc rc;

	if (!v->cf->blobs)
		return RC_OK;
	rc = verify_number(v, "SELECT CAST(coalesce(sum(size), 0) AS BIGINT) "
	    "FROM stored_file", &f.all);
	return rc ? rc : db_each(v->cx.db, &v->cx.err, v->cx.arena,
	    "SELECT id, key_number, sha256, size, audit FROM stored_file "
	    "ORDER BY id", NO_ARGS, take_file, &f);
}
