/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * db.c - what the door to the databases costs against bare calls of the
 * libraries, which prepare their statements once and keep them by hand.
 */
#include "bench.h"

#include "db/db.h"
#include "pg/pg.h"

#include <assert.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 20000, READS = 10000, PAGES = 1000, COMMITS = 100,
	PG_READS = 2000, PG_CHANGES = 100, PAGE = 50 };

#define COMPUTES CLOCK_THREAD_CPUTIME_ID
#define WAITS    CLOCK_MONOTONIC

static const char one[] = "SELECT id, title, hours FROM audit WHERE id = $1";
static const char page[] = "SELECT id, title, hours FROM audit WHERE id > $1 "
    "ORDER BY id LIMIT 50";
static const char all[] = "SELECT id, title, hours FROM audit ORDER BY id";
static const char add[] = "INSERT INTO audit (title, hours) VALUES ($1, $2)";

struct bench {
	struct db *db;
	struct arena *arena;
	sqlite3 *sq;
	sqlite3_stmt *one, *page, *all, *add, *begin, *commit;
	PGconn *pg;
	int64_t sum;            /* of what was read, so that it is read */
};

static void
must(enum rc rc)
{
	if (rc) {
		fprintf(stderr, "bench: %s\n", err_table[rc].name);
		exit(1);
	}
}

/* --- ours ------------------------------------------------------------------- */

static void
ask(struct bench *b, const char *sql, int64_t id)
{
	struct err err;
	struct rows r;

	must(db_query(b->db, &err, b->arena, &r, sql, ARGS(INT(id))));
	for (size_t i = 0; i < r.nrows; i++)
		b->sum += rows_at(&r, i, 0)->i + *rows_at(&r, i, 1)->s;
	arena_reset(b->arena);
}

static void
our_reads(void *arg)
{
	for (int i = 0; i < READS; i++)
		ask(arg, one, i % ROWS + 1);
}

static void
our_pages(void *arg)
{
	for (int i = 0; i < PAGES; i++)
		ask(arg, page, i * 7 % ROWS);
}

static enum rc
add_up(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct bench *b = arg;

	(void)err;
	(void)n;
	b->sum += row[0].i + *row[1].s;
	return RC_OK;
}

static void
our_walk(void *arg)
{
	struct bench *b = arg;
	struct err err;

	must(db_each(b->db, &err, b->arena, all, NO_ARGS, add_up, b));
}

static void
our_commits(void *arg)
{
	struct bench *b = arg;
	struct err err;

	for (int i = 0; i < COMMITS; i++) {
		must(db_run(b->db, &err, "BEGIN IMMEDIATE", NO_ARGS));
		must(db_run(b->db, &err, add,
		    ARGS(TEXT("a title of an audit"), INT(i))));
		must(db_run(b->db, &err, "COMMIT", NO_ARGS));
		must(db_settle(b->db, &err));
	}
}

/* --- bare SQLite ------------------------------------------------------------- */

static void
step_all(struct bench *b, sqlite3_stmt *st)
{
	while (sqlite3_step(st) == SQLITE_ROW) {
		b->sum += sqlite3_column_int64(st, 0);
		b->sum += *sqlite3_column_text(st, 1);
		b->sum += sqlite3_column_int64(st, 2) > 0;
	}
	sqlite3_reset(st);
}

static void
sq_reads(void *arg)
{
	struct bench *b = arg;

	for (int i = 0; i < READS; i++) {
		sqlite3_bind_int64(b->one, 1, i % ROWS + 1);
		step_all(b, b->one);
	}
}

static void
sq_pages(void *arg)
{
	struct bench *b = arg;

	for (int i = 0; i < PAGES; i++) {
		sqlite3_bind_int64(b->page, 1, i * 7 % ROWS);
		step_all(b, b->page);
	}
}

static void
sq_walk(void *arg)
{
	struct bench *b = arg;

	step_all(b, b->all);
}

static void
sq_commits(void *arg)
{
	struct bench *b = arg;

	for (int i = 0; i < COMMITS; i++) {
		step_all(b, b->begin);
		sqlite3_bind_text(b->add, 1, "a title of an audit", -1,
		    SQLITE_STATIC);
		sqlite3_bind_int64(b->add, 2, i);
		step_all(b, b->add);
		step_all(b, b->commit);
	}
}

static sqlite3_stmt *
prepared(struct bench *b, const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v3(b->sq, sql, -1, SQLITE_PREPARE_PERSISTENT, &st,
	    NULL) != SQLITE_OK)
		exit(1);
	return st;
}

static void
open_sqlite(struct bench *b, const char *file)
{
	if (sqlite3_open_v2(file, &b->sq, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
	    sqlite3_exec(b->sq, "PRAGMA journal_mode = WAL;"
	    "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000", NULL,
	    NULL, NULL) != SQLITE_OK)
		exit(1);
	b->one = prepared(b, one);
	b->page = prepared(b, page);
	b->all = prepared(b, all);
	b->add = prepared(b, add);
	b->begin = prepared(b, "BEGIN IMMEDIATE");
	b->commit = prepared(b, "COMMIT");
}

static void
close_sqlite(struct bench *b)
{
	sqlite3_stmt *st;

	while ((st = sqlite3_next_stmt(b->sq, NULL)))
		sqlite3_finalize(st);
	sqlite3_close(b->sq);
}

static const char fill[] = "INSERT INTO audit (title, hours) "
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
    "WHERE i < 20000) SELECT 'the title of an audit', i FROM n";

static void
bench_sqlite(struct bench *b)
{
	char file[] = "bench-db.XXXXXX", rest[32];
	int fd = mkstemp(file);
	struct err err;

	close(fd);
	b->db = db_open(file, DB_WRITE, &err);
	if (!b->db)
		must(err.code);
	must(db_script(b->db, &err, "CREATE TABLE audit (id INTEGER PRIMARY "
	    "KEY, title TEXT, hours BIGINT)"));
	must(db_run(b->db, &err, fill, NO_ARGS));
	open_sqlite(b, file);
	bench_ratio("SQLite, one row by its key", COMPUTES, our_reads,
	    sq_reads, b);
	bench_ratio("SQLite, a page of 50 rows", COMPUTES, our_pages,
	    sq_pages, b);
	bench_ratio("SQLite, a table row by row", COMPUTES, our_walk,
	    sq_walk, b);
	bench_ratio("SQLite, durable commits", WAITS, our_commits,
	    sq_commits, b);
	close_sqlite(b);
	db_close(b->db);
	unlink(file);
	snprintf(rest, sizeof(rest), "%s-wal", file);
	unlink(rest);
	snprintf(rest, sizeof(rest), "%s-shm", file);
	unlink(rest);
}

/* --- bare PostgreSQL: one round trip for each statement ----------------------- */

static void
check(PGresult *r)
{
	ExecStatusType st = PQresultStatus(r);

	if (st != PGRES_COMMAND_OK && st != PGRES_TUPLES_OK) {
		fprintf(stderr, "bench: %s", PQresultErrorMessage(r));
		exit(1);
	}
}

static void
pg_ask(struct bench *b, const char *name, const char *const *arg, int n)
{
	PGresult *r = PQexecPrepared(b->pg, name, n, arg, NULL, NULL, 0);

	check(r);
	for (int i = 0; i < PQntuples(r); i++)
		b->sum += strtoll(PQgetvalue(r, i, 0), NULL, 10) +
		    *PQgetvalue(r, i, 1);
	PQclear(r);
}

static void
pg_some(struct bench *b, const char *name, int n)
{
	char id[24];

	for (int i = 0; i < n; i++) {
		const char *arg[] = { id };

		snprintf(id, sizeof(id), "%d", i * 7 % ROWS + 1);
		pg_ask(b, name, arg, 1);
	}
}

static void
pg_reads(void *arg)
{
	pg_some(arg, "one", PG_READS);
}

static void
pg_pages(void *arg)
{
	pg_some(arg, "page", PAGES);
}

static void
our_pg_reads(void *arg)
{
	for (int i = 0; i < PG_READS; i++)
		ask(arg, one, i * 7 % ROWS + 1);
}

static void
our_pg_pages(void *arg)
{
	for (int i = 0; i < PAGES; i++)
		ask(arg, page, i * 7 % ROWS + 1);
}

/* As much as one change writes: row, values, entry, key, number. */
static void
pg_changes(void *arg)
{
	static const char *const value[] = { "a title of an audit", "7" };

	for (int i = 0; i < PG_CHANGES; i++) {
		pg_ask(arg, "begin", NULL, 0);
		for (int k = 0; k < 5; k++)
			pg_ask(arg, "add", value, 2);
		pg_ask(arg, "commit", NULL, 0);
	}
}

static void
our_pg_changes(void *arg)
{
	struct bench *b = arg;
	struct err err;

	for (int i = 0; i < PG_CHANGES; i++) {
		must(db_run(b->db, &err, "BEGIN", NO_ARGS));
		for (int k = 0; k < 5; k++)
			must(db_run(b->db, &err, add,
			    ARGS(TEXT("a title of an audit"), INT(7))));
		must(db_run(b->db, &err, "COMMIT", NO_ARGS));
		must(db_settle(b->db, &err));
	}
}

/* Whole, in the client's memory, which our walk does not need. */
static void
pg_walk(void *arg)
{
	pg_ask(arg, "all", NULL, 0);
}

static void
open_postgres(struct bench *b, const char *where)
{
	static const char *const sql[][2] = { { "one", one }, { "page", page },
		{ "all", all }, { "add", add }, { "begin", "BEGIN" },
		{ "commit", "COMMIT" } };

	b->pg = PQconnectdb(where);
	for (size_t i = 0; i < NELEMS(sql); i++) {
		PGresult *r = PQprepare(b->pg, sql[i][0], sql[i][1], 0, NULL);

		check(r);
		PQclear(r);
	}
}

static void
bench_postgres(struct bench *b)
{
	const char *where = pg_own("fsync=on");
	struct err err;

	if (!where) {
		puts("PostgreSQL is not installed");
		return;
	}
	b->db = db_open(where, DB_WRITE, &err);
	if (!b->db)
		must(err.code);
	must(db_script(b->db, &err, "CREATE TABLE audit (id BIGINT GENERATED "
	    "ALWAYS AS IDENTITY PRIMARY KEY, title TEXT, hours BIGINT)"));
	must(db_run(b->db, &err, fill, NO_ARGS));
	must(db_settle(b->db, &err));
	must(db_script(b->db, &err, "ANALYZE audit"));
	open_postgres(b, where);
	bench_ratio("PostgreSQL, one row by its key", WAITS, our_pg_reads,
	    pg_reads, b);
	bench_ratio("PostgreSQL, a page of 50 rows", WAITS, our_pg_pages,
	    pg_pages, b);
	bench_ratio("PostgreSQL, a table row by row", WAITS, our_walk,
	    pg_walk, b);
	bench_ratio("PostgreSQL, durable changes of 5 statements", WAITS,
	    our_pg_changes, pg_changes, b);
	PQclear(PQexec(b->pg, "SET synchronous_commit = off"));
	must(db_run(b->db, &err, "SET synchronous_commit = off", NO_ARGS));
	must(db_settle(b->db, &err));
	bench_ratio("PostgreSQL, the same without the disk", WAITS,
	    our_pg_changes, pg_changes, b);
	PQfinish(b->pg);
	db_close(b->db);
}

int
main(void)
{
	struct bench b = { .arena = arena_new() };

	puts("time of src/db over time of bare calls: median of 15 turns "
	    "(least to most)");
	bench_sqlite(&b);
	bench_postgres(&b);
	arena_free(b.arena);
	return b.sum == 0;
}
