/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	BUSY_MS = 5000,         /* waited for a lock */
	CHECKPOINT_PAGES = 1000,
	WAL_BYTES = 64 << 20    /* kept of a journal that has grown */
};

/* --- errors --------------------------------------------------------------- */

static bool
is_no_room(int e)
{
	return e == ENOSPC || e == EDQUOT || e == EFBIG;
}

/*
 * SQLite keeps the system's error of a write, but not that of a COMMIT: there
 * it is still in errno, which is cleared before each step.
 */
static bool
no_room(struct conn *c, int x, int system)
{
	if ((x & 0xff) == SQLITE_FULL)
		return true;
	return (x & 0xff) == SQLITE_IOERR && (is_no_room(system) ||
	    is_no_room(sqlite3_system_errno(c->sq)));
}

static void
note_sync(struct conn *c, int x)
{
	if (x == SQLITE_IOERR_FSYNC || x == SQLITE_IOERR_DIR_FSYNC)
		c->distrust = true;
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

enum rc
sq_told(struct conn *c, struct err *err)
{
	int system = errno, x = sqlite3_extended_errcode(c->sq);

	note_sync(c, x);
	if (no_room(c, x, system))
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

/* --- open and close --------------------------------------------------------- */

time_t
sq_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static int
is_late(void *conn)
{
	const struct conn *c = conn;

	return c->deadline && sq_clock() > c->deadline;
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
	if (x != SQLITE_OK)
		note_sync(c, sqlite3_extended_errcode(sq));
	return SQLITE_OK;
}

static void
give_up_stmt(void *conn, struct slot *s)
{
	(void)conn;
	sqlite3_finalize(s->stmt);
}

void
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
		return sq_told(c, err);
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
		[DB_READ] = "PRAGMA query_only = ON; PRAGMA schema_version;",
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
		return sq_told(c, err);
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

void *
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
		rc = sq_told(c, err);
	if (!rc)
		rc = set_up(c, mode, err);
	if (!rc)
		return c;
	sq_close(c);
	return NULL;
}

bool
sq_lost(void *conn)
{
	return sqlite3_get_autocommit(((struct conn *)conn)->sq) != 0;
}
