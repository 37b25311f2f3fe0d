/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/db.h"

#include "db/driver.h"

#include <stdlib.h>
#include <string.h>

struct db {
	const struct driver *driver;
	void *conn;
	uint64_t statements;
	uint64_t fail_left;     /* 0: no failure is asked for */
	bool in_doubt;          /* its call is done, and told as failed */
};

/* A conninfo begins with a word and "="; such a path is written ./word=. */
static bool
is_postgres(const char *where)
{
	size_t word = strspn(where, "abcdefghijklmnopqrstuvwxyz_");

	if (strncmp(where, "postgres://", 11) == 0 ||
	    strncmp(where, "postgresql://", 13) == 0)
		return true;
	return word && where[word + strspn(where + word, " ")] == '=';
}

struct db *
db_open(const char *where, enum db_mode mode, struct err *err)
{
	const struct driver *d =
	    is_postgres(where) ? &postgres_driver : &sqlite_driver;
	void *conn = d->open(where, mode, err);
	struct db *db;

	if (!conn)
		return NULL;
	db = must_alloc(sizeof(*db));
	*db = (struct db){ .driver = d, .conn = conn };
	return db;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	db->driver->close(db->conn);
	free(db);
}

enum dialect
db_dialect(const struct db *db)
{
	return db_shared(db) ? POSTGRES : SQLITE;
}

bool
db_shared(const struct db *db)
{
	return db->driver == &postgres_driver;
}

bool
db_lost(const struct db *db)
{
	return db->driver->lost(db->conn);
}

uint64_t
db_statements(const struct db *db)
{
	return db->statements;
}

void
db_fail_at(struct db *db, uint64_t n)
{
	db->fail_left = n;
	db->in_doubt = false;
}

void
db_doubt_at(struct db *db, uint64_t n)
{
	db->fail_left = n;
	db->in_doubt = true;
}

uint64_t
db_fail_left(const struct db *db)
{
	return db->fail_left;
}

/* Each call passes here and below, so that tests can make any of them fail. */
static enum rc
enter(struct db *db, struct err *err)
{
	if (db->fail_left != 1 || db->in_doubt)
		return RC_OK;
	db->fail_left = 0;
	return err_set(err, RC_DB, "a test made this call fail");
}

static enum rc
leave(struct db *db, struct err *err, enum rc rc)
{
	if (!db->fail_left || --db->fail_left)
		return rc;
	return err_set(err, RC_BUSY, "a test lost the answer to this call");
}

enum rc
db_query(struct db *db, struct err *err, struct arena *a, struct rows *out,
    const char *sql, const struct value *arg, size_t n)
{
	struct rows rows = { 0 };
	enum rc rc = enter(db, err);

	assert(n <= DB_ARGS);
	if (rc)
		return rc;
	db->statements++;
	rc = leave(db, err,
	    db->driver->query(db->conn, err, a, &rows, sql, arg, n));
	if (!rc)
		*out = rows;
	return rc;
}

enum rc
db_run(struct db *db, struct err *err, const char *sql, const struct value *arg,
    size_t n)
{
	enum rc rc = enter(db, err);

	assert(n <= DB_ARGS);
	if (rc)
		return rc;
	db->statements++;
	return leave(db, err, db->driver->run(db->conn, err, sql, arg, n));
}

enum rc
db_settle(struct db *db, struct err *err)
{
	enum rc rc = enter(db, err);

	return rc ? rc : leave(db, err, db->driver->settle(db->conn, err));
}

enum rc
db_script(struct db *db, struct err *err, const char *sql)
{
	enum rc rc = enter(db, err);

	if (rc)
		return rc;
	db->statements++;
	return leave(db, err, db->driver->script(db->conn, err, sql));
}

enum rc
db_snapshot(struct db *db, struct err *err, const char *file)
{
	enum rc rc = enter(db, err);

	return rc ? rc
	    : leave(db, err, db->driver->snapshot(db->conn, err, file));
}

/* --- row by row --------------------------------------------------------- */

struct each {
	struct err *err;
	struct arena *arena;
	db_row_fn *fn;
	void *fn_arg;
};

struct one_row {
	const struct each *each;
	const struct value *row;
	size_t ncols;
};

static enum rc
call_fn(void *arg)
{
	const struct one_row *o = arg;

	return o->each->fn(o->each->fn_arg, o->each->err, o->row, o->ncols);
}

/* The jump of a full arena lands here, below the open statement. */
static enum rc
guard_row(void *arg, struct err *err, const struct value *row, size_t ncols)
{
	struct one_row o = { arg, row, ncols };

	return arena_run(o.each->arena, err, call_fn, &o);
}

enum rc
db_each(struct db *db, struct err *err, struct arena *a, const char *sql,
    const struct value *arg, size_t n, db_row_fn *fn, void *fn_arg)
{
	struct each each = { err, a, fn, fn_arg };
	enum rc rc = enter(db, err);

	assert(n <= DB_ARGS);
	if (rc)
		return rc;
	db->statements++;
	return leave(db, err, db->driver->each(db->conn, err, sql, arg, n,
	    guard_row, &each));
}

/* --- an answer that grows ------------------------------------------------- */

static enum rc
too_much(struct err *err)
{
	err_set(err, RC_LIMIT, "the answer is larger than one may be");
	err_hint(err, "Narrow the question, or ask for it page by page.");
	return RC_LIMIT;
}

struct value *
take_row(struct take *t, struct err *err)
{
	size_t nc = t->rows.ncols, more = t->cap ? t->cap * 2 : 8;
	struct value *cell;

	if (t->rows.nrows == DB_ROWS) {
		too_much(err);
		return NULL;
	}
	if (t->rows.nrows == t->cap) {
		cell = arena_try(t->arena, more * nc * sizeof(*cell));
		if (!cell) {
			too_much(err);
			return NULL;
		}
		if (t->rows.nrows)
			memcpy(cell, t->rows.cell,
			    t->rows.nrows * nc * sizeof(*cell));
		t->rows.cell = cell;
		t->cap = more;
	}
	return t->rows.cell + t->rows.nrows++ * nc;
}

bool
take_text(struct take *t, struct err *err, struct value *text, size_t n)
{
	char *copy = arena_try(t->arena, n + 1);

	if (!copy) {
		too_much(err);
		return false;
	}
	text->s = memcpy(copy, text->s, n);
	return true;
}
