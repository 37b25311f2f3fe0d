/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* restore_load.c - rows and files of a backup into an empty store. */
#include "restore_own.h"

#include "backup_stream.h"
#include "base/file.h"
#include "base/text.h"
#include "command.h"
#include "schema.h"
#include "seal.h"
#include "search.h"
#include "verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MOST = 32 << 20 };

static enum rc
failed(struct restore *in)
{
	return err_set(in->err, file_rc(errno) == RC_FULL ? RC_FULL : RC_DB,
	    "a file could not be written: %s", strerror(errno));
}

/* --- rows ------------------------------------------------------------------------------ */

static const char *
insert_of(struct restore *in, const struct backup_table *t)
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
	struct restore *in;
	const struct backup_table *table;
	const char *sql, *heading;
	struct buf line;
	int64_t lines;
};

static enum rc
load_row(struct load *l, const char *s, size_t n)
{
	struct value v[DB_ARGS];
	struct restore *in = l->in;
	const struct json *row;
	size_t k = 0;
	enum rc rc;

	if (l->lines++ == 0)
		return strlen(l->heading) == n && !memcmp(l->heading, s, n)
		    ? RC_OK : restore_broken(in, "a table has other columns");
	arena_reset(in->row);
	rc = json_parse(in->err, in->row, s, n, NULL, &row);
	if (rc)
		return rc;
	if (row->kind != J_LIST || row->count != l->table->ncolumns)
		return restore_broken(in, "a row has other columns");
	for (const struct json *j = row->first; j; j = j->next) {
		if (j->kind != J_NULL && j->kind != J_INT && j->kind != J_TEXT)
			return restore_broken(in, "a row has a value of no kind");
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
			return restore_broken(l->in, "a row is too long");
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
load_table(struct restore *in, const struct backup_table *t)
{
	struct load l = { in, t, insert_of(in, t), backup_heading(in->a, t),
		{ .arena = in->a }, 0 };
	const struct json *want;
	char chunk[RESTORE_CHUNK];
	size_t n;
	enum rc rc = json_want(in->err, in->rows, t->name, J_INT, &want);

	assert(t->ncolumns <= DB_ARGS);
	/* What the schema comes with; nobody may delete from the journal. */
	if (!rc && word_in("meta counter tree", t->name))
		rc = db_run(in->cx->db, in->err, arena_fmt(in->a,
		    "DELETE FROM %s", t->name), NO_ARGS);
	while (!rc && !(rc = restore_take(in, chunk, &n)) && n)
		rc = load_chunk(&l, chunk, n);
	if (!rc && (l.line.len || l.lines != want->number + 1))
		rc = restore_broken(in, "a table has another number of rows");
	if (!rc)
		in->told.rows += l.lines - 1;
	return rc;
}

/* --- files ----------------------------------------------------------------------------- */

/* The one row that names it says what it must be. */
static enum rc
check_blob(struct restore *in, const char *name, struct hash *h)
{
	unsigned char sum[HASH];
	char hex[HEX];
	struct rows r;
	enum rc rc;

	hash_end(h, sum);
	hash_hex(sum, hex);
	rc = db_query(in->cx->db, in->err, in->a, &r, "SELECT sha256 FROM "
	    "stored_file WHERE key_number = $1", ARGS(TEXT(name)));
	if (!rc && (!r.nrows || !str_eq(rows_at(&r, 0, 0)->s, hex)))
		rc = restore_broken(in, "a file is not what its record says");
	in->told.files += !rc;
	return rc;
}

static enum rc
copy_blob(struct restore *in, int fd, struct hash *h)
{
	char chunk[RESTORE_CHUNK];
	size_t n;
	enum rc rc = RC_OK;

	while (!rc && !(rc = restore_take(in, chunk, &n)) && n) {
		hash_add(h, chunk, n);
		if (fd >= 0 && !file_write_all(fd, chunk, n))
			rc = failed(in);
	}
	if (!rc && fd >= 0 && fsync(fd))
		rc = failed(in);
	return rc;
}

static enum rc
load_blob(struct restore *in)
{
	const char *name = in->name + strlen("blobs/");
	struct hash *h;
	int fd = -1;
	enum rc rc;

	if (in->blobs) {
		fd = open(arena_fmt(in->a, "%s/%s", in->blobs, name),
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return failed(in);
	}
	h = hash_new();
	rc = copy_blob(in, fd, h);
	if (fd >= 0 && close(fd) && !rc)
		rc = failed(in);
	if (!rc)
		return check_blob(in, name, h);
	hash_free(h);
	return rc;
}

/* None that a record names is missing. */
static enum rc
check_files(struct restore *in)
{
	struct rows r;
	enum rc rc = db_query(in->cx->db, in->err, in->a, &r,
	    "SELECT COUNT(DISTINCT key_number) FROM stored_file "
	    "WHERE key_number <> ''", NO_ARGS);

	if (!rc && rows_at(&r, 0, 0)->i != in->told.files)
		rc = restore_broken(in, "a file that a record names is "
		    "missing");
	return rc;
}

static enum rc
load_parts(struct restore *in)
{
	enum rc rc = restore_rewind(in);

	for (size_t i = 0; !rc; i++) {
		const struct backup_table *t;

		rc = restore_next(in);
		if (rc)
			return rc;
		if (in->name && restore_is_last(in, i))
			break;
		if (!in->name || !restore_in_place(in, i))
			return restore_broken(in, "it changed while it was "
			    "read");
		t = restore_table(in, i);
		if (t)
			rc = load_table(in, t);
		else if (i >= BACKUP_ROWS)
			rc = load_blob(in);
	}
	if (!rc)
		rc = backup_in_end(in->bytes, in->err);
	return rc ? rc : check_files(in);
}

/* The journal that was loaded is the one that the checkpoint was signed of. */
static enum rc
check_checkpoint(struct ctx *cx, struct restore *in)
{
	struct nodes nodes = seal_nodes(cx);
	unsigned char root[HASH];
	struct checkpoint cp;
	struct sealed last;
	struct note note;
	enum rc rc = seal_latest(cx, &last);

	if (rc == RC_MISSING && !*in->checkpoint)
		return RC_OK;
	if (rc)
		return rc;
	if (!str_eq(last.note, in->checkpoint))
		return restore_broken(in, "its checkpoint is not that of its "
		    "journal");
	rc = note_parse(in->err, in->a, last.note, strlen(last.note), &note);
	if (!rc)
		rc = checkpoint_parse(in->err, in->a, note.text, note.len,
		    &cp);
	if (!rc)
		rc = path_root(in->err, &nodes, cp.size, root);
	if (!rc && memcmp(root, cp.root, HASH) != 0)
		rc = restore_broken(in, "its journal is not the one that was "
		    "signed");
	return rc;
}

static void
take_fault(void *arg, const struct verify_fault *f)
{
	struct restore *in = arg;

	if (!*in->fault)
		snprintf(in->fault, sizeof(in->fault), "%s %lld: %.150s",
		    f->table, (long long)f->id, f->text);
}

/* What "muster verify" would say of the store, before it is one. */
static enum rc
check_store(struct ctx *cx, struct restore *in)
{
	const struct verify_config cf = { .inside = true, .fault = take_fault,
		.arg = in };
	struct verify_counts counts;
	enum rc rc = verify_run(cx, &cf, &counts);

	if (!rc && counts.faults)
		rc = restore_broken(in, in->fault);
	if (!rc)
		in->told.entries = counts.entries;
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

enum rc
restore_load(struct ctx *cx, void *arg)
{
	bool pg = db_dialect(cx->db) == POSTGRES;
	struct restore *in = arg;
	enum rc rc = schema_create(cx);

	if (!rc)
		rc = db_script(cx->db, &cx->err, pg
		    ? "SET CONSTRAINTS ALL DEFERRED"
		    : "PRAGMA defer_foreign_keys = ON");
	if (!rc)
		rc = load_parts(in);
	if (!rc)
		rc = check_checkpoint(cx, in);
	if (!rc)
		rc = db_settle(cx->db, &cx->err);
	if (!rc && pg)
		rc = set_sequence(cx);
	for (size_t i = 0; !rc && model[i]; i++)
		rc = search_fill(cx, model[i]);
	if (!rc)
		rc = check_store(cx, in);
	return rc || !in->blobs ? rc : file_sync_folder(&cx->err,
	    arena_fmt(cx->arena, "%s/x", in->blobs));
}
