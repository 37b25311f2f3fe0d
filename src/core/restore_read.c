/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* restore_read.c - the parts of a backup, and whether they are whole. */
#include "restore_own.h"

#include "backup_stream.h"
#include "base/text.h"
#include "schema.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

enum { HEAD_MOST = 1 << 20 };

enum rc
restore_broken(struct restore *in, const char *what)
{
	err_set(in->err, RC_INVALID, "the backup cannot be used: %s", what);
	err_hint(in->err, "Nothing was restored.  Take another copy of it.");
	return RC_INVALID;
}

/* --- the archive --------------------------------------------------------------- */

static la_ssize_t
give_bytes(struct archive *ar, void *arg, const void **p)
{
	struct restore *in = arg;
	const char *bytes = NULL;
	size_t n;

	if (backup_in_more(in->bytes, in->err, &bytes, &n)) {
		in->told_why = true;
		archive_set_error(ar, EIO, "cannot be read");
		return -1;
	}
	*p = bytes;
	return (la_ssize_t)n;
}

void
restore_end(struct restore *in)
{
	if (in->ar)
		archive_read_free(in->ar);
	backup_in_free(in->bytes);
	in->ar = NULL;
	in->bytes = NULL;
}

enum rc
restore_rewind(struct restore *in)
{
	enum rc rc;

	restore_end(in);
	rc = backup_in_new(in->err, in->fd, in->key, &in->bytes);
	if (rc)
		return rc;
	in->ar = archive_read_new();
	archive_read_support_format_tar(in->ar);
	if (archive_read_open(in->ar, in, NULL, give_bytes, NULL) ==
	    ARCHIVE_OK)
		return RC_OK;
	return in->told_why ? in->err->code
	    : restore_broken(in, "it is not a backup of muster");
}

static enum rc
damaged(struct restore *in)
{
	return in->told_why ? in->err->code
	    : restore_broken(in, "it is damaged or cut off");
}

enum rc
restore_next(struct restore *in)
{
	struct archive_entry *e;
	int status = archive_read_next_header(in->ar, &e);

	in->name = NULL;
	if (status == ARCHIVE_EOF)
		return RC_OK;
	if (status != ARCHIVE_OK)
		return damaged(in);
	if (archive_entry_filetype(e) != AE_IFREG || !archive_entry_pathname(e))
		return restore_broken(in, "it holds something that is not a "
		    "file");
	in->name = arena_str(in->a, archive_entry_pathname(e));
	return RC_OK;
}

enum rc
restore_take(struct restore *in, char chunk[RESTORE_CHUNK], size_t *n)
{
	la_ssize_t got = archive_read_data(in->ar, chunk, RESTORE_CHUNK);

	if (got < 0)
		return damaged(in);
	*n = (size_t)got;
	return RC_OK;
}

/* The bytes into keep too, at most limit. */
static enum rc
take_whole(struct restore *in, struct buf *keep, size_t limit,
    unsigned char out[HASH])
{
	struct hash *h = hash_new();
	char chunk[RESTORE_CHUNK];
	size_t n;
	enum rc rc;

	while (!(rc = restore_take(in, chunk, &n)) && n) {
		hash_add(h, chunk, n);
		if (keep && keep->len + n > limit) {
			rc = restore_broken(in, "a part of it is too long");
			break;
		}
		if (keep)
			buf_add(keep, chunk, n);
	}
	hash_end(h, out);
	return rc;
}

/* --- checking --------------------------------------------------------------------- */

static bool
is_blob(const char *name)
{
	return str_starts(name, "blobs/") && strlen(name) == 6 + 32 &&
	    strspn(name + 6, "0123456789abcdef") == 32;
}

bool
restore_in_place(struct restore *in, size_t i)
{
	const struct backup_table *t = restore_table(in, i);

	if (i == BACKUP_HEAD)
		return str_eq(in->name, "muster-backup");
	if (i == BACKUP_CHECKPOINT)
		return str_eq(in->name, "checkpoint");
	if (t)
		return str_eq(in->name, arena_fmt(in->a, "rows/%s.ndjson",
		    t->name));
	return is_blob(in->name);
}

const struct backup_table *
restore_table(const struct restore *in, size_t i)
{
	return i >= BACKUP_ROWS && i - BACKUP_ROWS < in->ntables
	    ? &in->table[i - BACKUP_ROWS] : NULL;
}

bool
restore_is_last(const struct restore *in, size_t i)
{
	return i >= BACKUP_ROWS + in->ntables &&
	    str_eq(in->name, "SHA256SUMS");
}

static enum rc
check_head(struct restore *in, const struct buf *text)
{
	const struct json *v;
	enum rc rc = json_parse(in->err, in->a, buf_text(text), text->len, NULL,
	    &in->head);

	if (!rc)
		rc = json_want(in->err, in->head, "format", J_INT, &v);
	if (!rc && v->number != BACKUP_FORMAT)
		return restore_broken(in, "it is of a format that this "
		    "program does not know");
	if (!rc)
		rc = json_want(in->err, in->head, "version", J_INT, &v);
	if (!rc && v->number != SCHEMA_VERSION) {
		err_set(in->err, RC_CONFLICT, "the backup is of version %lld, "
		    "this program knows %d", (long long)v->number,
		    SCHEMA_VERSION);
		err_hint(in->err, "Restore it with the program that made it, "
		    "then migrate the store.");
		return RC_CONFLICT;
	}
	if (!rc)
		rc = json_want(in->err, in->head, "rows", J_OBJECT, &in->rows);
	if (!rc)
		rc = json_want(in->err, in->head, "time", J_INT, &v);
	if (!rc)
		in->told.time = v->number;
	return rc;
}

static enum rc
check_sums(struct restore *in, const struct buf *sums)
{
	struct buf b = { .arena = in->a };
	unsigned char hash[HASH];
	enum rc rc = take_whole(in, &b, sums->len, hash);

	if (!rc && !str_eq(buf_text(&b), buf_text(sums)))
		rc = restore_broken(in, "a SHA-256 sum is not that of its "
		    "part");
	if (!rc)
		rc = restore_next(in);
	if (!rc && in->name)
		rc = restore_broken(in, "there is something behind its end");
	return rc ? rc : backup_in_end(in->bytes, in->err);
}

static enum rc
check_part(struct restore *in, size_t i, struct buf *sums)
{
	struct buf text = { .arena = in->a };
	unsigned char hash[HASH];
	enum rc rc;

	if (i == BACKUP_HEAD && !restore_in_place(in, i))
		return restore_broken(in, "it is not a backup of muster");
	rc = take_whole(in, i < BACKUP_ROWS ? &text : NULL, HEAD_MOST, hash);
	if (!rc && i == BACKUP_HEAD)
		rc = check_head(in, &text);
	else if (!rc && i == BACKUP_CHECKPOINT)
		in->checkpoint = buf_text(&text);
	if (!rc && !restore_in_place(in, i))
		rc = restore_broken(in, "its parts are not those of a backup");
	backup_sum(sums, hash, in->name);
	return rc;
}

enum rc
restore_check(struct restore *in)
{
	struct buf sums = { .arena = in->a };
	enum rc rc = restore_rewind(in);

	for (size_t i = 0; !rc; i++) {
		rc = restore_next(in);
		if (rc)
			return rc;
		if (!in->name)
			return restore_broken(in, "its end is missing");
		if (restore_is_last(in, i))
			break;
		rc = check_part(in, i, &sums);
	}
	return rc ? rc : check_sums(in, &sums);
}
