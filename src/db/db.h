/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * db.h - one small door to SQLite and PostgreSQL.
 *
 * SQL is written once, with parameters $1, $2, ..., and kept prepared by its
 * text.  Values are 64-bit integers and text; on both databases yes and no
 * read as 1 and 0, and sums of integers as integers.  A parameter that is an
 * integer at a statement's first use stays one.
 *
 * db_run answers nothing, so on PostgreSQL it only queues: queued statements
 * travel with the next db_query, db_each, db_script or db_settle as one
 * pipeline.  A failure is told there, or by a later db_run.  Nothing is known
 * to be done before one of them has said so: end a transaction with
 * db_run("COMMIT") and db_settle.  Two or more db_run that belong together
 * stand between BEGIN and COMMIT on both databases.
 *
 * A connection belongs to one thread at a time.  After a failure inside a
 * transaction the caller rolls back; a connection that was lost is made again
 * by the first call after the failure has been told.
 *
 * Errors: RC_CONFLICT  a key is taken, or a reference does not hold
 *         RC_BUSY      locked, cut off, or the outcome is unknown: ask again;
 *                      after COMMIT only an idempotency key tells what happened
 *         RC_FULL      no room on the disk; reads still work
 *         RC_LIMIT     the answer has more rows or bytes than one may have
 *         RC_DB        everything else
 */
#ifndef DB_H
#define DB_H

#include "base/base.h"
#include "base/dialect.h"

enum {
	DB_ARGS = 128,          /* the most arguments of a statement */
	DB_ROWS = 100000        /* the most rows of a db_query */
};

struct value {
	enum { V_NULL, V_INT, V_TEXT } type;
	int64_t i;
	const char *s;
};

#define INT(v)  ((struct value){ .type = V_INT, .i = (v) })
#define TEXT(v) ((struct value){ .type = V_TEXT, .s = (v) })
#define NONE    ((struct value){ .type = V_NULL })
#define ARGS(...) (const struct value[]){ __VA_ARGS__ }, \
	sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value)
#define NO_ARGS NULL, 0

/* NULL becomes V_NULL. */
static inline struct value
db_text(const char *s)
{
	return s ? TEXT(s) : NONE;
}

struct rows {
	size_t nrows, ncols;
	struct value *cell;     /* row by row */
};

static inline const struct value *
rows_at(const struct rows *rows, size_t row, size_t col)
{
	assert(row < rows->nrows && col < rows->ncols);
	return &rows->cell[row * rows->ncols + col];
}

struct db;
enum db_mode { DB_READ, DB_WRITE };

/*
 * where: the path of a file, or a PostgreSQL URL ("postgres://...",
 * "postgresql://...") or conninfo ("host=... dbname=...").  With SQLite one
 * connection writes; any number read, in their own threads.
 */
struct db *db_open(const char *where, enum db_mode mode, struct err *err);
void db_close(struct db *db);

enum dialect db_dialect(const struct db *db);

/* Do others write to this database beside us?  Then we own no batch. */
bool db_shared(const struct db *db);

/*
 * Asked inside a transaction: has SQLite dropped it, or the server the
 * connection?  What was done in it is then undone.
 */
bool db_lost(const struct db *db);

/* The whole answer, in the arena. */
enum rc db_query(struct db *db, struct err *err, struct arena *a,
	struct rows *out, const char *sql, const struct value *arg, size_t n)
	MUST_USE;

/* sql ends with its call; the arguments too. */
enum rc db_run(struct db *db, struct err *err, const char *sql,
	const struct value *arg, size_t n) MUST_USE;
enum rc db_settle(struct db *db, struct err *err) MUST_USE;

/*
 * One SELECT row by row, for exports and checks of large tables: no limit of
 * rows or time.  The texts of a row are good until fn returns.  What fn
 * returns other than RC_OK ends it and is returned.  a is the arena that fn
 * allocates from: over its cap the answer is RC_LIMIT, without a jump through
 * the open statement.  fn may use the connection for other statements, but
 * not end its transaction.
 */
typedef enum rc db_row_fn(void *arg, struct err *err, const struct value *row,
	size_t ncols);
enum rc db_each(struct db *db, struct err *err, struct arena *a,
	const char *sql, const struct value *arg, size_t n, db_row_fn *fn,
	void *fn_arg) MUST_USE;

/*
 * Statements without parameters, separated by ";", for schemas.  Part of the
 * open transaction, or one by itself: all or nothing.
 */
enum rc db_script(struct db *db, struct err *err, const char *sql) MUST_USE;

/*
 * SQLite: a consistent, durable copy into a new file, while others write;
 * outside a transaction.  RC_CONFLICT when the file exists.  PostgreSQL:
 * RC_INVALID.
 */
enum rc db_snapshot(struct db *db, struct err *err, const char *file)
	MUST_USE;

/* --- for tests --------------------------------------------------------- */

/* Statements begun so far; the same work must show the same number. */
uint64_t db_statements(const struct db *db);

/*
 * The n-th call from now on (1 is the next) fails; 0: none.  With RC_DB it was
 * not begun; with RC_BUSY it was done, and only its answer is lost, as when a
 * connection breaks at the COMMIT.
 */
void db_fail_at(struct db *db, uint64_t n);
void db_doubt_at(struct db *db, uint64_t n);
/* How many calls until then; 0 when it has failed, or never will. */
uint64_t db_fail_left(const struct db *db);

#endif
