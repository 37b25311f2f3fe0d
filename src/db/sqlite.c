/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/sqlite.h"

#include <errno.h>
#include <stdio.h>

enum { QUERY_S = 30 };                  /* a statement may take */

static enum rc
misfit(struct err *err)
{
	return err_set(err, RC_DB, "a statement and its arguments do not fit");
}

/*
 * After a failed sync the kernel may have dropped the pages and call the next
 * sync a success, so nothing more is written until a restart and a check.
 */
static enum rc
distrusted(struct conn *c, struct err *err, sqlite3_stmt *st)
{
	const char *sql = sqlite3_sql(st);

	if (!c->distrust || (sqlite3_stmt_readonly(st) &&
	    sqlite3_strnicmp(sql, "COMMIT", 6) != 0 &&
	    sqlite3_strnicmp(sql, "END", 3) != 0 &&
	    sqlite3_strnicmp(sql, "RELEASE", 7) != 0))
		return RC_OK;
	err_set(err, RC_DB, "the disk failed to keep what was written");
	err_hint(err, "Restart the server and run muster verify.");
	return RC_DB;
}

/* --- statements --------------------------------------------------------------- */

static int
param_index(sqlite3_stmt *st, size_t i)
{
	char name[24];

	snprintf(name, sizeof(name), "$%zu", i + 1);
	return sqlite3_bind_parameter_index(st, name);
}

static bool
is_in_order(sqlite3_stmt *st)
{
	size_t n = (size_t)sqlite3_bind_parameter_count(st);

	for (size_t i = 0; i < n; i++)
		if (param_index(st, i) != (int)i + 1)
			return false;
	return true;
}

static enum rc
prepare(struct conn *c, struct err *err, const char *sql, unsigned flags,
    sqlite3_stmt **out)
{
	sqlite3_stmt *st;
	const char *tail;

	if (sqlite3_prepare_v3(c->sq, sql, -1, flags, &st, &tail) != SQLITE_OK)
		return sq_told(c, err);
	if (!st || *tail) {
		sqlite3_finalize(st);
		return err_set(err, RC_DB, "not one statement");
	}
	*out = st;
	return RC_OK;
}

static enum rc
bind_args(struct conn *c, struct err *err, sqlite3_stmt *st, bool in_order,
    const struct value *arg, size_t n)
{
	if (sqlite3_bind_parameter_count(st) > (int)n)
		return misfit(err);
	for (size_t i = 0; i < n; i++) {
		int x = SQLITE_OK;
		int k = in_order ? (int)i + 1 : param_index(st, i);

		switch (arg[i].type) {
		case V_NULL:
			x = sqlite3_bind_null(st, k);
			break;
		case V_INT:
			x = sqlite3_bind_int64(st, k, arg[i].i);
			break;
		case V_TEXT:
			x = sqlite3_bind_text(st, k, arg[i].s, -1,
			    SQLITE_STATIC);
			break;
		}
		if (x == SQLITE_RANGE)
			return misfit(err);
		if (x != SQLITE_OK)
			return sq_told(c, err);
	}
	return RC_OK;
}

/* A prepared and bound statement from the cache. */
static enum rc
start(struct conn *c, struct err *err, const char *sql,
    const struct value *arg, size_t n, sqlite3_stmt **out)
{
	struct slot *s = cache_find(&c->cache, sql);
	sqlite3_stmt *st = s->stmt;
	enum rc rc;

	if (!st) {
		rc = prepare(c, err, sql, SQLITE_PREPARE_PERSISTENT, &st);
		if (rc)
			return rc;
		s->stmt = st;
		s->in_order = is_in_order(st);
	}
	rc = bind_args(c, err, st, s->in_order, arg, n);
	if (!rc)
		rc = distrusted(c, err, st);
	if (rc)
		return rc;
	c->deadline = sq_clock() + QUERY_S;
	errno = 0;
	*out = st;
	return RC_OK;
}

/* The text stays SQLite's. */
static struct value
read_cell(sqlite3_stmt *st, int i)
{
	const unsigned char *s;

	switch (sqlite3_column_type(st, i)) {
	case SQLITE_INTEGER:
		return INT(sqlite3_column_int64(st, i));
	case SQLITE_NULL:
		return NONE;
	default:
		s = sqlite3_column_text(st, i);
		return TEXT(s ? (const char *)s : "");
	}
}

static enum rc
take_cells(sqlite3_stmt *st, struct take *t, struct err *err)
{
	int nc = sqlite3_column_count(st);
	struct value *row;

	t->rows.ncols = (size_t)nc;
	row = take_row(t, err);
	if (!row)
		return RC_LIMIT;
	for (int i = 0; i < nc; i++) {
		row[i] = read_cell(st, i);
		if (row[i].type == V_TEXT && !take_text(t, err, &row[i],
		    (size_t)sqlite3_column_bytes(st, i)))
			return RC_LIMIT;
	}
	return RC_OK;
}

static enum rc
sq_query(void *conn, struct err *err, struct arena *a, struct rows *out,
    const char *sql, const struct value *arg, size_t n)
{
	struct conn *c = conn;
	struct take t = { .arena = a };
	sqlite3_stmt *st;
	enum rc rc = start(c, err, sql, arg, n, &st);
	int x = SQLITE_DONE;

	if (rc)
		return rc;
	/* The first step prepares anew when the schema has changed. */
	while (!rc && (x = sqlite3_step(st)) == SQLITE_ROW)
		rc = take_cells(st, &t, err);
	t.rows.ncols = (size_t)sqlite3_column_count(st);
	if (!rc && x != SQLITE_DONE)
		rc = sq_told(c, err);
	sqlite3_reset(st);
	if (!rc)
		*out = t.rows;
	return rc;
}

static enum rc
sq_run(void *conn, struct err *err, const char *sql, const struct value *arg,
    size_t n)
{
	struct conn *c = conn;
	sqlite3_stmt *st;
	enum rc rc = start(c, err, sql, arg, n, &st);
	int x;

	if (rc)
		return rc;
	do
		x = sqlite3_step(st);
	while (x == SQLITE_ROW);
	if (x != SQLITE_DONE)
		rc = sq_told(c, err);
	sqlite3_reset(st);
	return rc;
}

static enum rc
sq_settle(void *conn, struct err *err)
{
	(void)conn;
	(void)err;
	return RC_OK;
}

/* Not from the cache: fn may run the same text. */
static enum rc
sq_each(void *conn, struct err *err, const char *sql, const struct value *arg,
    size_t n, db_row_fn *fn, void *fn_arg)
{
	struct conn *c = conn;
	struct value row[MAX_COLUMNS] = { NONE };
	sqlite3_stmt *st;
	enum rc rc = prepare(c, err, sql, 0, &st);
	int x = SQLITE_DONE, nc;

	if (rc)
		return rc;
	rc = bind_args(c, err, st, is_in_order(st), arg, n);
	while (!rc) {
		c->deadline = 0;
		x = sqlite3_step(st);
		if (x != SQLITE_ROW)
			break;
		nc = sqlite3_column_count(st);
		for (int i = 0; i < nc; i++)
			row[i] = read_cell(st, i);
		rc = fn(fn_arg, err, row, (size_t)nc);
	}
	if (!rc && x != SQLITE_DONE)
		rc = sq_told(c, err);
	sqlite3_finalize(st);
	return rc;
}

static enum rc
sq_script(void *conn, struct err *err, const char *sql)
{
	struct conn *c = conn;
	bool own = sqlite3_get_autocommit(c->sq) != 0;
	enum rc rc = RC_OK;

	c->deadline = 0;
	errno = 0;
	if (c->distrust)
		return err_set(err, RC_DB, "the disk failed to keep what was "
		    "written");
	if ((own && sqlite3_exec(c->sq, "BEGIN IMMEDIATE", NULL, NULL, NULL)) ||
	    sqlite3_exec(c->sq, sql, NULL, NULL, NULL) ||
	    (own && sqlite3_exec(c->sq, "COMMIT", NULL, NULL, NULL)))
		rc = sq_told(c, err);
	if (rc && own && !sqlite3_get_autocommit(c->sq))
		sqlite3_exec(c->sq, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

const struct driver sqlite_driver = {
	.open = sq_open,
	.close = sq_close,
	.lost = sq_lost,
	.query = sq_query,
	.run = sq_run,
	.settle = sq_settle,
	.each = sq_each,
	.script = sq_script,
	.snapshot = sq_snapshot,
};
