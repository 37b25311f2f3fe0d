/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "backup.h"

#include "base/file.h"
#include "base/hash.h"
#include "blob.h"
#include "command.h"
#include "schema.h"
#include "seal.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TAR_BLOCK = 10240, CHUNK = 65536 };

struct out {
	struct ctx *cx;
	struct arena *row;      /* for one row at a time */
	const char *blobs;
	struct backup_out *bytes;
	struct archive *ar;
	enum rc broken;         /* why the bytes could not be written */
	FILE *spool;            /* a tar wants to know sizes beforehand */
	struct buf sums;
	struct backup_table *table;
	size_t ntables;
	struct backup_told told;
};

static enum rc
failed(struct err *err, const char *what)
{
	return err_set(err, file_rc(errno) == RC_FULL ? RC_FULL : RC_DB,
	    "the backup could not be %s: %s", what, strerror(errno));
}

/* What the bytes met on their way to the file is told already. */
static enum rc
archive_failed(struct out *o)
{
	return o->broken ? o->broken : err_set(&o->cx->err, RC_DB,
	    "the backup could not be written: %s",
	    archive_error_string(o->ar));
}

/* --- entries of the archive ---------------------------------------------------- */

static enum rc
put_header(struct out *o, const char *name, int64_t size)
{
	struct archive_entry *e = archive_entry_new();
	int status;

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0600);
	archive_entry_set_size(e, size);
	archive_entry_set_mtime(e, (time_t)o->told.time, 0);
	status = archive_write_header(o->ar, e);
	archive_entry_free(e);
	return status == ARCHIVE_OK ? RC_OK : archive_failed(o);
}

static enum rc
put_bytes(struct out *o, const void *p, size_t n)
{
	if (archive_write_data(o->ar, p, n) == (la_ssize_t)n && !o->broken)
		return RC_OK;
	return archive_failed(o);
}

static enum rc
put_text(struct out *o, const char *name, const struct buf *b)
{
	unsigned char hash[HASH];
	enum rc rc = put_header(o, name, (int64_t)b->len);

	if (!rc)
		rc = put_bytes(o, buf_text(b), b->len);
	hash_bytes(buf_text(b), b->len, hash);
	if (!rc)
		backup_sum(&o->sums, hash, name);
	return rc;
}

static enum rc
copy(struct out *o, int fd, int64_t left, struct hash *h)
{
	char chunk[CHUNK];

	while (left > 0) {
		ssize_t n = read(fd, chunk, left < CHUNK ? (size_t)left
		    : CHUNK);

		if (n < 0)
			return failed(&o->cx->err, "read");
		if (n == 0)
			return err_set(&o->cx->err, RC_DB,
			    "a file became shorter while it was copied");
		hash_add(h, chunk, (size_t)n);
		if (put_bytes(o, chunk, (size_t)n))
			return o->cx->err.code;
		left -= n;
	}
	return RC_OK;
}

/* From where fd stands, size bytes. */
static enum rc
put_file(struct out *o, const char *name, int fd, int64_t size)
{
	unsigned char hash[HASH];
	struct hash *h = hash_new();
	enum rc rc = put_header(o, name, size);

	if (!rc)
		rc = copy(o, fd, size, h);
	hash_end(h, hash);
	if (!rc)
		backup_sum(&o->sums, hash, name);
	return rc;
}

/* --- rows --------------------------------------------------------------------------- */

static enum rc
spool_row(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct out *o = arg;
	struct buf b;

	arena_reset(o->row);
	b = (struct buf){ .arena = o->row };
	for (size_t i = 0; i < n; i++) {
		buf_char(&b, i ? ',' : '[');
		if (row[i].type == V_INT)
			buf_int(&b, row[i].i);
		else
			buf_json(&b, row[i].type == V_TEXT ? row[i].s : NULL);
	}
	buf_str(&b, "]\n");
	if (fwrite(b.s, 1, b.len, o->spool) != b.len)
		return failed(err, "written");
	return RC_OK;
}

/* By the bytes of the key, whatever order a database likes for words. */
static const char *
select_of(struct out *o, const struct backup_table *t)
{
	bool pg = db_dialect(o->cx->db) == POSTGRES;
	struct buf b = { .arena = o->cx->arena };

	buf_fmt(&b, "SELECT %s FROM %s ORDER BY ", t->columns, t->name);
	for (size_t i = 0; i < t->nkey; i++)
		buf_fmt(&b, "%s%zu", i ? ", " : "", i + 1);
	if (!pg || !t->text)
		return b.s;
	b = (struct buf){ .arena = o->cx->arena };
	buf_fmt(&b, "SELECT %s FROM %s ORDER BY ", t->columns, t->name);
	for (size_t i = 0, at = 0; i < t->nkey; i++) {
		size_t n = strcspn(t->columns + at, ",");

		buf_str(&b, i ? ", " : "");
		buf_add(&b, t->columns + at, n);
		if (t->text & 1u << i)
			buf_str(&b, " COLLATE \"C\"");
		at += n + 2;
	}
	return b.s;
}

static enum rc
put_table(struct out *o, const struct backup_table *t)
{
	struct ctx *cx = o->cx;
	int fd = fileno(o->spool);
	off_t size;
	enum rc rc;

	rewind(o->spool);
	if (ftruncate(fd, 0))
		return failed(&cx->err, "written");
	fprintf(o->spool, "%s\n", backup_heading(cx->arena, t));
	rc = db_each(cx->db, &cx->err, o->row, select_of(o, t), NO_ARGS,
	    spool_row, o);
	if (rc)
		return rc;
	if (fflush(o->spool) || (size = lseek(fd, 0, SEEK_END)) < 0 ||
	    lseek(fd, 0, SEEK_SET) < 0)
		return failed(&cx->err, "written");
	return put_file(o, arena_fmt(cx->arena, "rows/%s.ndjson", t->name), fd,
	    size);
}

/* --- the head, and files ---------------------------------------------------------- */

static enum rc
count(struct out *o, const struct backup_table *t, int64_t *n)
{
	struct ctx *cx = o->cx;
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    arena_fmt(cx->arena, "SELECT COUNT(*) FROM %s", t->name), NO_ARGS);

	if (!rc)
		*n = rows_at(&r, 0, 0)->i;
	return rc;
}

static enum rc
note(struct ctx *cx, const char *name, const char **out)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT value FROM meta WHERE name = $1", ARGS(TEXT(name)));

	if (!rc && !r.nrows)
		rc = err_set(&cx->err, RC_DB, "the store does not say its %s",
		    name);
	if (!rc)
		*out = rows_at(&r, 0, 0)->s;
	return rc;
}

static enum rc
put_head(struct out *o)
{
	struct buf b = { .arena = o->cx->arena };
	const char *version, *store;
	enum rc rc = note(o->cx, "version", &version);

	if (!rc)
		rc = note(o->cx, "store", &store);
	if (rc)
		return rc;
	if (strtol(version, NULL, 10) != SCHEMA_VERSION) {
		err_set(&o->cx->err, RC_CONFLICT, "the store is of version "
		    "%.20s, this program knows %d", version, SCHEMA_VERSION);
		err_hint(&o->cx->err, "Bring it up to date with \"muster "
		    "migrate\", or use the program it belongs to.");
		return RC_CONFLICT;
	}
	buf_fmt(&b, "{\"format\":%d,\"version\":%s,\"store\":", BACKUP_FORMAT,
	    version);
	buf_json(&b, store);
	buf_fmt(&b, ",\"time\":%lld,\"rows\":{", (long long)o->told.time);
	for (size_t i = 0; i < o->ntables; i++) {
		int64_t n;

		rc = count(o, &o->table[i], &n);
		if (rc)
			return rc;
		o->told.rows += n;
		if (strcmp(o->table[i].name, "journal") == 0)
			o->told.entries = n;
		buf_fmt(&b, "%s\n\"%s\":%lld", i ? "," : "",
		    o->table[i].name, (long long)n);
	}
	buf_str(&b, "}}\n");
	return put_text(o, "muster-backup", &b);
}

static enum rc
put_checkpoint(struct out *o)
{
	struct buf b = { .arena = o->cx->arena };
	struct sealed last;
	enum rc rc = seal_latest(o->cx, &last);

	if (rc && rc != RC_MISSING)
		return rc;
	if (!rc)
		buf_str(&b, last.note);
	return put_text(o, "checkpoint", &b);
}

static enum rc
put_blob(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct out *o = arg;
	char name[64];
	struct stat st;
	int fd;
	enum rc rc;

	assert(n == 1);
	rc = blob_open(o->blobs, row[0].s, err, &fd);
	if (rc) {
		err_set(err, rc, "the file %.40s cannot be read", row[0].s);
		err_hint(err, "A backup without it would not be whole.");
		return rc;
	}
	snprintf(name, sizeof(name), "blobs/%.40s", row[0].s);
	rc = fstat(fd, &st) ? failed(err, "read")
	    : put_file(o, name, fd, st.st_size);
	if (rc)
		*err = o->cx->err;
	o->told.files++;
	close(fd);
	return rc;
}

static enum rc
put_all(struct ctx *cx, void *arg)
{
	struct out *o = arg;
	struct buf sums;
	enum rc rc = put_head(o);

	if (!rc)
		rc = put_checkpoint(o);
	for (size_t i = 0; !rc && i < o->ntables; i++)
		rc = put_table(o, &o->table[i]);
	if (!rc)
		rc = db_each(cx->db, &cx->err, cx->arena, "SELECT DISTINCT "
		    "key_number FROM stored_file WHERE key_number <> '' "
		    "ORDER BY 1", NO_ARGS, put_blob, o);
	sums = o->sums;
	if (!rc)
		rc = put_text(o, "SHA256SUMS", &sums);
	if (!rc && archive_write_close(o->ar) != ARCHIVE_OK)
		rc = archive_failed(o);
	return rc;
}

/* --- the file ------------------------------------------------------------------------- */

static FILE *
spool_open(struct arena *a, const char *file)
{
	char *path = arena_fmt(a, "%s.rows-XXXXXX", file);
	int fd = mkstemp(path);

	if (fd < 0)
		return NULL;
	unlink(path);
	return fdopen(fd, "w+");
}

/*
 * libarchive is never told that a write failed: it would try again while it
 * closes.  What follows goes nowhere.
 */
static la_ssize_t
take_bytes(struct archive *ar, void *arg, const void *p, size_t n)
{
	struct out *o = arg;

	(void)ar;
	if (!o->broken)
		o->broken = backup_out_put(o->bytes, &o->cx->err, p, n);
	return (la_ssize_t)n;
}

static enum rc
write_archive(struct out *o)
{
	enum rc rc;

	o->ar = archive_write_new();
	archive_write_set_format_pax_restricted(o->ar);
	archive_write_set_bytes_per_block(o->ar, TAR_BLOCK);
	archive_write_set_bytes_in_last_block(o->ar, TAR_BLOCK);
	rc = archive_write_open(o->ar, o, NULL, take_bytes, NULL) == ARCHIVE_OK
	    ? command_snapshot(o->cx, put_all, o) : archive_failed(o);
	archive_write_free(o->ar);
	return rc ? rc : o->broken;
}

static enum rc
write_to(struct out *o, int fd, const char *file,
    const struct backup_recipient *recipient)
{
	struct ctx *cx = o->cx;
	enum rc rc;

	o->spool = spool_open(cx->arena, file);
	if (!o->spool)
		return failed(&cx->err, "begun");
	o->row = arena_new();
	rc = backup_out_new(&cx->err, fd, recipient, &o->bytes);
	if (!rc) {
		rc = write_archive(o);
		if (!rc)
			rc = backup_out_end(o->bytes, &cx->err);
		backup_out_free(o->bytes);
	}
	arena_free(o->row);
	fclose(o->spool);
	return rc;
}

enum rc
backup_take(struct ctx *cx, const char *blobs, const char *file,
    const struct backup_recipient *recipient, struct backup_told *out)
{
	const char *part = arena_fmt(cx->arena, "%s.part", file);
	struct out o = { .cx = cx, .blobs = blobs,
		.sums = { .arena = cx->arena }, .told = { .time = cx->now } };
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum rc rc;

	if (fd < 0)
		return failed(&cx->err, "begun");
	o.ntables = backup_tables(cx->arena, &o.table);
	rc = write_to(&o, fd, file, recipient);
	if (close(fd) && !rc)
		rc = failed(&cx->err, "written");
	/* A link, not a new name: that would replace an older backup. */
	if (!rc && link(part, file))
		rc = errno == EEXIST ? err_set(&cx->err, RC_CONFLICT,
		    "there is a file %.200s already", file)
		    : failed(&cx->err, "written");
	unlink(part);
	if (!rc)
		rc = file_sync_folder(&cx->err, file);
	if (!rc)
		*out = o.told;
	return rc;
}
