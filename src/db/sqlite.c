/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlite.c - the only file that names SQLite.
 *
 * One connection writes and it alone checkpoints; every other one is opened
 * read-only.
 *
 * size: one library is named in one file.
 */
#include "db/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	BUSY_MS = 5000,         /* waited for a lock */
	QUERY_S = 30,           /* a statement may take */
	CHECKPOINT_PAGES = 1000,
	WAL_BYTES = 64 << 20,   /* kept of a journal that has grown */
	MAX_COLUMNS = 500
};

struct conn {
	sqlite3 *sq;
	struct cache cache;
	time_t deadline;        /* of the running statement; 0: none */
	bool distrust;          /* a sync failed: nothing counts as durable */
};

/* --- errors --------------------------------------------------------------- */

static bool
no_room(struct conn *c, int x)
{
	int e = sqlite3_system_errno(c->sq);

	if ((x & 0xff) == SQLITE_FULL)
		return true;
	return (x & 0xff) == SQLITE_IOERR &&
	    (e == ENOSPC || e == EDQUOT || e == EFBIG);
}

static enum rc
told_constraint(struct conn *c, struct err *err, int x)
{
	if (x == SQLITE_CONSTRAINT_FOREIGNKEY)
		return err_set(err, RC_CONFLICT, "another record refers to "
		    "this one, or one that it refers to is not there");
	if (x == SQLITE_CONSTRAINT_PRIMARYKEY ||
	    x == SQLITE_CONSTRAINT_UNIQUE || x == SQLITE_CONSTRAINT_ROWID)
		return err_set(err, RC_CONFLICT, "%s", sqlite3_errmsg(c->sq));
	return err_set(err, RC_DB, "%s", sqlite3_errmsg(c->sq));
}

static enum rc
told(struct conn *c, struct err *err)
{
	int x = sqlite3_extended_errcode(c->sq);

	if (x == SQLITE_IOERR_FSYNC || x == SQLITE_IOERR_DIR_FSYNC)
		c->distrust = true;
	if (no_room(c, x))
		return err_set(err, RC_FULL, "there is no room on the disk");
	switch (x & 0xff) {
	case SQLITE_CONSTRAINT:
		return told_constraint(c, err, x);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, RC_BUSY, "%s", sqlite3_errmsg(c->sq));
	case SQLITE_INTERRUPT:
		return err_set(err, RC_BUSY, "the database took too long");
	case SQLITE_TOOBIG:
		return err_set(err, RC_LIMIT, "%s", sqlite3_errmsg(c->sq));
	default:
		return err_set(err, RC_DB, "%s", sqlite3_errmsg(c->sq));
	}
}

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

/* --- open and close --------------------------------------------------------- */

static time_t
clock_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static int
is_late(void *conn)
{
	const struct conn *c = conn;

	return c->deadline && clock_s() > c->deadline;
}

/*
 * In place of SQLite's own hook, which does not tell when the sync of a
 * checkpoint fails.
 */
static int
checkpoint(void *conn, sqlite3 *sq, const char *name, int pages)
{
	struct conn *c = conn;
	int x;

	if (pages < CHECKPOINT_PAGES || c->distrust)
		return SQLITE_OK;
	x = sqlite3_wal_checkpoint_v2(sq, name, SQLITE_CHECKPOINT_PASSIVE,
	    NULL, NULL);
	if (x == SQLITE_IOERR_FSYNC || x == SQLITE_IOERR_DIR_FSYNC)
		c->distrust = true;
	return SQLITE_OK;
}

static void
give_up_stmt(void *conn, struct slot *s)
{
	(void)conn;
	sqlite3_finalize(s->stmt);
}

static void
sq_close(void *conn)
{
	struct conn *c = conn;

	cache_clear(&c->cache);
	sqlite3_close(c->sq);
	free(c);
}

static void
set_limits(sqlite3 *sq)
{
	static const struct { int what, most; } limit[] = {
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_COLUMN, MAX_COLUMNS },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 50 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 200 },
		{ SQLITE_LIMIT_LENGTH, 16 << 20 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
		{ SQLITE_LIMIT_SQL_LENGTH, 256 << 10 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 20 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, DB_ARGS },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < NELEMS(limit); i++)
		sqlite3_limit(sq, limit[i].what, limit[i].most);
}

static void
set_guards(sqlite3 *sq, enum db_mode mode)
{
	static const struct { int what, on; } guard[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};

	for (size_t i = 0; i < NELEMS(guard); i++)
		sqlite3_db_config(sq, guard[i].what, guard[i].on, NULL);
	sqlite3_db_config(sq, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
	    mode == DB_READ, NULL);
}

static int
is_wal(void *found, int n, char **value, char **name)
{
	(void)name;
	*(bool *)found = n == 1 && value[0] && strcmp(value[0], "wal") == 0;
	return 0;
}

static enum rc
set_wal(struct conn *c, struct err *err)
{
	bool found = false;

	if (sqlite3_exec(c->sq, "PRAGMA journal_mode = WAL", is_wal, &found,
	    NULL) != SQLITE_OK)
		return told(c, err);
	return found ? RC_OK : err_set(err, RC_DB,
	    "this file system cannot keep a write-ahead log");
}

static enum rc
set_up(struct conn *c, enum db_mode mode, struct err *err)
{
	static const char both[] = "PRAGMA temp_store = MEMORY;"
	    "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;";
	/* secure_delete, because what is erased must not stay in the file. */
	static const char *const one[] = {
		[DB_READ] = "PRAGMA query_only = ON;",
		[DB_WRITE] = "PRAGMA synchronous = FULL;"
		    "PRAGMA secure_delete = ON;",
	};
	char size[64];

	sqlite3_extended_result_codes(c->sq, 1);
	sqlite3_busy_timeout(c->sq, BUSY_MS);
	set_guards(c->sq, mode);
	snprintf(size, sizeof(size), "PRAGMA journal_size_limit = %d",
	    WAL_BYTES);
	if (sqlite3_exec(c->sq, both, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(c->sq, one[mode], NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(c->sq, size, NULL, NULL, NULL) != SQLITE_OK)
		return told(c, err);
	if (mode == DB_WRITE && set_wal(c, err))
		return err->code;
	set_limits(c->sq);
	sqlite3_wal_hook(c->sq, mode == DB_WRITE ? checkpoint : NULL, c);
	sqlite3_progress_handler(c->sq, 20000, is_late, c);
	return RC_OK;
}

/*
 * SQLite would make it readable for all.  A file that exists is not opened:
 * closing it would drop the locks that other connections of ours hold.
 */
static void
make_private(const char *where)
{
	int fd = open(where, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

static void *
sq_open(const char *where, enum db_mode mode, struct err *err)
{
	int flags = SQLITE_OPEN_NOMUTEX |
	    (mode == DB_READ ? SQLITE_OPEN_READONLY
	    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	struct conn *c = must_alloc(sizeof(*c));
	enum rc rc = RC_OK;

	c->cache.evict = give_up_stmt;
	c->cache.conn = c;
	if (mode == DB_WRITE)
		make_private(where);
	if (sqlite3_open_v2(where, &c->sq, flags, NULL) != SQLITE_OK)
		rc = told(c, err);
	if (!rc)
		rc = set_up(c, mode, err);
	if (!rc)
		return c;
	sq_close(c);
	return NULL;
}

static bool
sq_lost(void *conn)
{
	return sqlite3_get_autocommit(((struct conn *)conn)->sq) != 0;
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
		return told(c, err);
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
			return told(c, err);
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
	c->deadline = clock_s() + QUERY_S;
	*out = st;
	return RC_OK;
}

/* One cell; the text stays SQLite's. */
static struct value
read_cell(sqlite3_stmt *st, int i, size_t *len)
{
	const unsigned char *s;

	switch (sqlite3_column_type(st, i)) {
	case SQLITE_INTEGER:
		return INT(sqlite3_column_int64(st, i));
	case SQLITE_NULL:
		return NONE;
	default:
		s = sqlite3_column_text(st, i);
		*len = (size_t)sqlite3_column_bytes(st, i);
		return TEXT(s ? (const char *)s : "");
	}
}

static enum rc
take_cells(sqlite3_stmt *st, struct take *t, struct err *err)
{
	struct value *row;
	size_t len = 0;

	t->rows.ncols = (size_t)sqlite3_column_count(st);
	row = take_row(t, err);
	if (!row)
		return RC_LIMIT;
	for (size_t i = 0; i < t->rows.ncols; i++) {
		row[i] = read_cell(st, (int)i, &len);
		if (row[i].type == V_TEXT &&
		    !take_text(t, err, row[i].s, len, &row[i]))
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
		rc = told(c, err);
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
		rc = told(c, err);
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
	int x = SQLITE_DONE;
	size_t len;

	if (rc)
		return rc;
	rc = bind_args(c, err, st, is_in_order(st), arg, n);
	while (!rc) {
		c->deadline = 0;
		x = sqlite3_step(st);
		if (x != SQLITE_ROW)
			break;
		for (int i = 0; i < sqlite3_column_count(st); i++)
			row[i] = read_cell(st, i, &len);
		rc = fn(fn_arg, err, row, (size_t)sqlite3_column_count(st));
	}
	if (!rc && x != SQLITE_DONE)
		rc = told(c, err);
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
	if (c->distrust)
		return err_set(err, RC_DB, "the disk failed to keep what was "
		    "written");
	if ((own && sqlite3_exec(c->sq, "BEGIN IMMEDIATE", NULL, NULL, NULL)) ||
	    sqlite3_exec(c->sq, sql, NULL, NULL, NULL) ||
	    (own && sqlite3_exec(c->sq, "COMMIT", NULL, NULL, NULL)))
		rc = told(c, err);
	if (rc && own && !sqlite3_get_autocommit(c->sq))
		sqlite3_exec(c->sq, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

/* --- a copy --------------------------------------------------------------------- */

static enum rc
copy_pages(struct conn *c, struct err *err, const char *file)
{
	struct conn to = { 0 };
	sqlite3_backup *b = NULL;
	enum rc rc = RC_OK;
	int x = sqlite3_open_v2(file, &to.sq,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (x == SQLITE_OK)
		b = sqlite3_backup_init(to.sq, "main", c->sq, "main");
	if (b) {
		x = sqlite3_backup_step(b, -1);
		sqlite3_backup_finish(b);
	}
	/* One file, readable where nothing can be written beside it. */
	if (!b || x != SQLITE_DONE ||
	    sqlite3_exec(to.sq, "PRAGMA journal_mode = DELETE", NULL, NULL,
	    NULL) != SQLITE_OK)
		rc = told(&to, err);
	sqlite3_close(to.sq);
	return rc;
}

static enum rc
sync_file(struct err *err, const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	int e = errno;

	if (fd >= 0)
		close(fd);
	return good ? RC_OK
	    : err_set(err, RC_DB, "the copy was not kept: %s", strerror(e));
}

static enum rc
sync_copy(struct err *err, const char *file)
{
	size_t n = strlen(file) + 1;
	char *path = memcpy(must_alloc(n), file, n);
	enum rc rc = sync_file(err, file, O_RDONLY);

	if (!rc)
		rc = sync_file(err, dirname(path), O_RDONLY | O_DIRECTORY);
	free(path);
	return rc;
}

static enum rc
sq_snapshot(void *conn, struct err *err, const char *file)
{
	struct conn *c = conn;
	int fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum rc rc;

	assert(sqlite3_get_autocommit(c->sq));
	if (fd < 0)
		return err_set(err, errno == EEXIST ? RC_CONFLICT : RC_DB,
		    "the copy cannot be made: %s", strerror(errno));
	close(fd);
	rc = copy_pages(c, err, file);
	if (!rc)
		rc = sync_copy(err, file);
	if (rc)
		unlink(file);
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
