/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* restore.c - a backup into a new folder: read twice, to check and to do. */
/* size: checking and doing read the same stream by the same steps. */
#include "backup.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "command.h"
#include "place.h"
#include "schema.h"
#include "search.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 65536, HEAD_MOST = 1 << 20, LINE_MOST = 32 << 20,
	END = 1024, TAR = 512 };

struct in {
	struct err *err;
	struct arena *a, *row;
	int fd;
	struct archive *ar;
	const char *name;       /* of the entry that is read */
	struct ctx *cx;
	const char *blobs;
	struct backup_table *table;
	size_t ntables;
	const struct json *head, *rows;
	struct backup_told told;
};

static enum rc
broken(struct in *in, const char *what)
{
	err_set(in->err, RC_INVALID, "the backup cannot be used: %s", what);
	err_hint(in->err, "Nothing was restored.  Take another copy of it.");
	return RC_INVALID;
}

static enum rc
failed(struct in *in, const char *what)
{
	return err_set(in->err, file_rc(errno) == RC_FULL ? RC_FULL : RC_DB,
	    "the store could not be %s: %s", what, strerror(errno));
}

/* --- the archive --------------------------------------------------------------- */

static enum rc
rewind_archive(struct in *in)
{
	if (in->ar)
		archive_read_free(in->ar);
	in->ar = archive_read_new();
	archive_read_support_format_tar(in->ar);
	if (lseek(in->fd, 0, SEEK_SET) < 0)
		return failed(in, "read");
	return archive_read_open_fd(in->ar, in->fd, CHUNK) == ARCHIVE_OK
	    ? RC_OK : broken(in, "it is not a tar file");
}

/* in->name is NULL behind the last. */
static enum rc
next(struct in *in)
{
	struct archive_entry *e;
	int status = archive_read_next_header(in->ar, &e);

	in->name = NULL;
	if (status == ARCHIVE_EOF)
		return RC_OK;
	if (status != ARCHIVE_OK)
		return broken(in, "it is damaged or cut off");
	if (archive_entry_filetype(e) != AE_IFREG || !archive_entry_pathname(e))
		return broken(in, "it holds something that is not a file");
	in->name = arena_str(in->a, archive_entry_pathname(e));
	return RC_OK;
}

/* n is 0 at the end of the entry. */
static enum rc
take(struct in *in, char *chunk, size_t *n)
{
	la_ssize_t got = archive_read_data(in->ar, chunk, CHUNK);

	if (got < 0)
		return broken(in, "it is damaged or cut off");
	*n = (size_t)got;
	return RC_OK;
}

/* The bytes into keep too, at most limit. */
static enum rc
take_whole(struct in *in, struct buf *keep, size_t limit,
    unsigned char out[HASH])
{
	struct hash *h = hash_new();
	char chunk[CHUNK];
	size_t n;
	enum rc rc;

	while (!(rc = take(in, chunk, &n)) && n) {
		hash_add(h, chunk, n);
		if (keep && keep->len + n > limit) {
			rc = broken(in, "a part of it is too long");
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

/* Is this the i-th name of a backup? */
static bool
in_place(struct in *in, size_t i)
{
	if (i == 0)
		return str_eq(in->name, "muster-backup");
	if (i <= in->ntables)
		return str_eq(in->name, arena_fmt(in->a, "rows/%s.ndjson",
		    in->table[i - 1].name));
	return is_blob(in->name);
}

static enum rc
check_head(struct in *in, const struct buf *text)
{
	const struct json *v;
	enum rc rc = json_parse(in->err, in->a, buf_text(text), text->len, NULL,
	    &in->head);

	if (!rc)
		rc = json_want(in->err, in->head, "format", J_INT, &v);
	if (!rc && v->number != BACKUP_FORMAT)
		return broken(in, "it is of a format that this program does "
		    "not know");
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

/* A tar ends with two empty blocks: without them something was cut off. */
static enum rc
check_end(struct in *in)
{
	static const char none[END];
	char end[END];
	struct stat st;

	if (fstat(in->fd, &st))
		return failed(in, "read");
	if (st.st_size < END || st.st_size % TAR ||
	    pread(in->fd, end, END, st.st_size - END) != END ||
	    memcmp(end, none, END) != 0)
		return broken(in, "its end is missing");
	return RC_OK;
}

static enum rc
check_sums(struct in *in, const struct buf *sums)
{
	struct buf b = { .arena = in->a };
	unsigned char hash[HASH];
	enum rc rc = take_whole(in, &b, sums->len, hash);

	if (!rc && !str_eq(buf_text(&b), buf_text(sums)))
		rc = broken(in, "a SHA-256 sum is not that of its part");
	if (!rc)
		rc = next(in);
	if (!rc && in->name)
		rc = broken(in, "there is something behind its end");
	return rc;
}

static enum rc
check(struct in *in)
{
	struct buf sums = { .arena = in->a }, head = { .arena = in->a };
	unsigned char hash[HASH];
	enum rc rc = check_end(in);

	if (!rc)
		rc = rewind_archive(in);
	for (size_t i = 0; !rc; i++) {
		rc = next(in);
		if (rc)
			return rc;
		if (!in->name)
			return broken(in, "its end is missing");
		if (i > in->ntables && str_eq(in->name, "SHA256SUMS"))
			break;
		if (i == 0 && !in_place(in, 0))
			return broken(in, "it is not a backup of muster");
		rc = take_whole(in, i ? NULL : &head, HEAD_MOST, hash);
		if (!rc && i == 0)
			rc = check_head(in, &head);
		if (!rc && !in_place(in, i))
			rc = broken(in, "its parts are not those of a backup");
		backup_sum(&sums, hash, in->name);
	}
	return rc ? rc : check_sums(in, &sums);
}

/* --- rows ------------------------------------------------------------------------------ */

static const char *
insert_of(struct in *in, const struct backup_table *t)
{
	bool own = db_dialect(in->cx->db) == POSTGRES &&
	    str_eq(t->name, "journal");
	struct buf b = { .arena = in->a };

	buf_fmt(&b, "INSERT INTO %s (%s) %sVALUES (", t->name, t->columns,
	    own ? "OVERRIDING SYSTEM VALUE " : "");
	for (size_t i = 0; i < t->ncolumns; i++)
		buf_fmt(&b, "%s$%zu", i ? ", " : "", i + 1);
	buf_str(&b, ")");
	return b.s;
}

struct load {
	struct in *in;
	const struct backup_table *table;
	const char *sql, *heading;
	struct buf line;
	int64_t lines;
};

static enum rc
load_row(struct load *l, const char *s, size_t n)
{
	struct value v[DB_ARGS];
	struct in *in = l->in;
	const struct json *row;
	size_t k = 0;
	enum rc rc;

	if (l->lines++ == 0)
		return strlen(l->heading) == n && !memcmp(l->heading, s, n)
		    ? RC_OK : broken(in, "a table has other columns");
	arena_reset(in->row);
	rc = json_parse(in->err, in->row, s, n, NULL, &row);
	if (rc)
		return rc;
	if (row->kind != J_LIST || row->count != l->table->ncolumns)
		return broken(in, "a row has other columns");
	for (const struct json *j = row->first; j; j = j->next) {
		if (j->kind != J_NULL && j->kind != J_INT && j->kind != J_TEXT)
			return broken(in, "a row has a value of no kind");
		v[k++] = j->kind == J_INT ? INT(j->number)
		    : j->kind == J_TEXT ? TEXT(j->text) : NONE;
	}
	return db_run(in->cx->db, in->err, l->sql, v, k);
}

/* What a chunk has of lines; the rest waits in l->line. */
static enum rc
load_chunk(struct load *l, const char *s, size_t n)
{
	enum rc rc = RC_OK;

	while (!rc && n) {
		const char *end = memchr(s, '\n', n);
		size_t k = end ? (size_t)(end - s) : n;

		if (l->line.len + k > LINE_MOST)
			return broken(l->in, "a row is too long");
		buf_add(&l->line, s, k);
		if (!end)
			break;
		rc = load_row(l, l->line.s, l->line.len);
		l->line.len = 0;
		s += k + 1;
		n -= k + 1;
	}
	return rc;
}

static enum rc
load_table(struct in *in, const struct backup_table *t)
{
	struct load l = { in, t, insert_of(in, t), backup_heading(in->a, t),
		{ .arena = in->a }, 0 };
	const struct json *want;
	char chunk[CHUNK];
	size_t n;
	enum rc rc = json_want(in->err, in->rows, t->name, J_INT, &want);

	assert(t->ncolumns <= DB_ARGS);
	if (!rc)
		rc = db_run(in->cx->db, in->err, arena_fmt(in->a,
		    "DELETE FROM %s", t->name), NO_ARGS);
	while (!rc && !(rc = take(in, chunk, &n)) && n)
		rc = load_chunk(&l, chunk, n);
	if (!rc && (l.line.len || l.lines != want->number + 1))
		rc = broken(in, "a table has another number of rows");
	if (!rc)
		in->told.rows += l.lines - 1;
	return rc;
}

/* --- files ----------------------------------------------------------------------------- */

static enum rc
load_blob(struct in *in)
{
	const char *path = arena_fmt(in->a, "%s/%s", in->blobs, in->name + 6);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	char chunk[CHUNK];
	size_t n;
	enum rc rc = RC_OK;

	if (fd < 0)
		return failed(in, "written");
	while (!rc && !(rc = take(in, chunk, &n)) && n)
		if (!file_write_all(fd, chunk, n))
			rc = failed(in, "written");
	if (!rc && fsync(fd))
		rc = failed(in, "written");
	if (close(fd) && !rc)
		rc = failed(in, "written");
	in->told.files += !rc;
	return rc;
}

static enum rc
load_parts(struct in *in)
{
	enum rc rc = rewind_archive(in);

	for (size_t i = 0; !rc; i++) {
		rc = next(in);
		if (rc)
			return rc;
		if (!in->name)
			return broken(in, "it changed while it was read");
		if (i > in->ntables && str_eq(in->name, "SHA256SUMS"))
			break;
		if (!in_place(in, i))
			return broken(in, "it changed while it was read");
		if (i > in->ntables)
			rc = load_blob(in);
		else if (i)
			rc = load_table(in, &in->table[i - 1]);
	}
	return rc;
}

/* The next entry of the journal must not meet the number of an old one. */
static enum rc
set_sequence(struct ctx *cx)
{
	struct rows r;

	return db_query(cx->db, &cx->err, cx->arena, &r, "SELECT setval("
	    "pg_get_serial_sequence('journal', 'arrived'), "
	    "COALESCE(MAX(arrived), 0) + 1, false) FROM journal", NO_ARGS);
}

static enum rc
load(struct ctx *cx, void *arg)
{
	bool pg = db_dialect(cx->db) == POSTGRES;
	struct in *in = arg;
	enum rc rc = schema_create(cx);

	if (!rc)
		rc = db_script(cx->db, &cx->err, pg
		    ? "SET CONSTRAINTS ALL DEFERRED"
		    : "PRAGMA defer_foreign_keys = ON");
	if (!rc)
		rc = load_parts(in);
	if (!rc)
		rc = db_settle(cx->db, &cx->err);
	if (!rc && pg)
		rc = set_sequence(cx);
	for (size_t i = 0; !rc && model[i]; i++)
		rc = search_fill(cx, model[i]);
	return rc ? rc : file_sync_folder(&cx->err,
	    arena_fmt(cx->arena, "%s/x", in->blobs));
}

/* --- the folder ------------------------------------------------------------------------- */

static void
empty(struct arena *a, const char *dir, int deep)
{
	DIR *d = opendir(dir);

	for (struct dirent *e; d && (e = readdir(d));) {
		const char *path = arena_fmt(a, "%s/%s", dir, e->d_name);

		if (str_eq(e->d_name, ".") || str_eq(e->d_name, ".."))
			continue;
		if (unlink(path) && deep)
			empty(a, path, deep - 1);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

static enum rc
is_empty(struct ctx *cx)
{
	struct rows r;
	enum rc rc;

	if (db_dialect(cx->db) != POSTGRES)
		return RC_OK;
	rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT 1 FROM pg_tables "
	    "WHERE schemaname = current_schema() LIMIT 1", NO_ARGS);
	if (!rc && r.nrows) {
		rc = err_set(&cx->err, RC_CONFLICT,
		    "the database is not empty");
		err_hint(&cx->err, "Make a new one for the store.");
	}
	return rc;
}

static enum rc
fill(struct in *in, const char *part, const char *url)
{
	struct err *err = in->err;
	struct place p;
	struct ctx cx;
	enum rc rc = place_init(in->err, in->a, part, url);

	if (!rc)
		rc = place_open(in->err, in->a, part, &p);
	if (rc)
		return rc;
	ctx_begin(&cx, in->a, db_open(p.where, DB_WRITE, in->err));
	if (!cx.db) {
		place_close(&p);
		return in->err->code;
	}
	in->cx = &cx;
	in->err = &cx.err;
	in->blobs = p.blobs;
	rc = is_empty(&cx);
	if (!rc)
		rc = command_whole(&cx, load, in);
	db_close(cx.db);
	place_close(&p);
	in->err = err;
	if (rc)
		*err = cx.err;
	return rc;
}

static enum rc
into_folder(struct in *in, const char *dir, const char *url)
{
	const char *part = arena_fmt(in->a, "%s.part", dir);
	struct err *err = in->err;
	enum rc rc;

	if (mkdir(part, 0700)) {
		rc = failed(in, "begun");
		err_hint(err, "%.200s is in the way or cannot be made.", part);
		return rc;
	}
	rc = fill(in, part, url);
	if (!rc && rename(part, dir))
		rc = failed(in, "put in its place");
	if (rc)
		empty(in->a, part, 1);
	return rc ? rc : file_sync_folder(err, dir);
}

enum rc
backup_restore(struct err *err, struct arena *a, const char *file,
    const char *dir, const char *url, struct backup_told *out)
{
	struct in in = { .err = err, .a = a };
	struct stat st;
	enum rc rc;

	if (lstat(dir, &st) == 0) {
		err_set(err, RC_CONFLICT, "there is a folder %.200s already",
		    dir);
		err_hint(err, "A backup is restored into a new folder.");
		return RC_CONFLICT;
	}
	in.fd = open(file, O_RDONLY | O_CLOEXEC);
	if (in.fd < 0)
		return err_set(err, file_rc(errno), "%.200s: %s", file,
		    strerror(errno));
	in.row = arena_new();
	in.ntables = backup_tables(a, &in.table);
	rc = check(&in);
	if (!rc)
		rc = into_folder(&in, dir, url);
	if (in.ar)
		archive_read_free(in.ar);
	arena_free(in.row);
	close(in.fd);
	if (!rc)
		*out = in.told;
	return rc;
}
