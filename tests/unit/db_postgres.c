/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* db_postgres.c - pipeline, lost connections and doubts on PostgreSQL. */
#include "unit.h"

#include "db/db.h"
#include "pg/pg.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct test {
	const char *where;
	struct db *db;
	struct arena *arena;
	struct err err;
};

static void
good(struct test *t, enum rc rc)
{
	if (rc)
		fail_msg("%s: %s", err_table[rc].name, t->err.text);
}

static struct rows
ask(struct test *t, const char *sql, const struct value *arg, size_t n)
{
	struct rows rows = { 0 };

	good(t, db_query(t->db, &t->err, t->arena, &rows, sql, arg, n));
	return rows;
}

static int64_t
number(struct test *t, const char *sql)
{
	struct rows rows = ask(t, sql, NO_ARGS);

	assert_int_equal(rows.nrows, 1);
	return rows_at(&rows, 0, 0)->i;
}

static const char *
text(struct test *t, const char *sql)
{
	struct rows rows = ask(t, sql, NO_ARGS);

	assert_int_equal(rows_at(&rows, 0, 0)->type, V_TEXT);
	return rows_at(&rows, 0, 0)->s;
}

static void
run(struct test *t, const char *sql, const struct value *arg, size_t n)
{
	good(t, db_run(t->db, &t->err, sql, arg, n));
}

static enum rc
settle_after(struct test *t, const char *sql)
{
	enum rc rc = db_run(t->db, &t->err, sql, NO_ARGS);

	return rc ? rc : db_settle(t->db, &t->err);
}

static void
script(struct test *t, const char *sql)
{
	good(t, db_script(t->db, &t->err, sql));
}

static void
nap(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

static struct db *
must_open(struct test *t, const char *where, enum db_mode mode)
{
	struct db *db = db_open(where, mode, &t->err);

	if (!db)
		fail_msg("%s", t->err.text);
	return db;
}

static int
set_up(void **state)
{
	struct test *t = must_alloc(sizeof(*t));

	*state = t;
	t->arena = arena_new();
	t->where = pg_fresh("pg");
	t->db = must_open(t, t->where, DB_WRITE);
	script(t, "CREATE TABLE audit (id BIGINT PRIMARY KEY, title TEXT)");
	return 0;
}

static int
tear_down(void **state)
{
	struct test *t = *state;

	db_close(t->db);
	arena_free(t->arena);
	free(t);
	return 0;
}

/* --- the session --------------------------------------------------------------- */

static void
a_session_is_set_up(void **state)
{
	struct test *t = *state;
	struct test reader = *t;

	assert_string_equal(text(t, "SHOW application_name"), "muster");
	assert_string_equal(text(t, "SHOW client_min_messages"), "warning");
	assert_string_equal(text(t, "SHOW client_encoding"), "UTF8");
	assert_string_equal(text(t, "SHOW statement_timeout"), "30s");
	assert_string_equal(text(t,
	    "SHOW idle_in_transaction_session_timeout"), "5s");
	script(t, "CREATE TABLE later (id BIGINT)");
	assert_string_equal(text(t, "SHOW statement_timeout"), "30s");
	reader.db = must_open(t, t->where, DB_READ);
	assert_string_equal(text(&reader, "SHOW transaction_read_only"), "on");
	db_close(reader.db);
}

static void
a_server_that_is_not_there_is_told(void **state)
{
	struct test *t = *state;

	assert_null(db_open("host=/nowhere user=me password=secret "
	    "dbname=none", DB_WRITE, &t->err));
	assert_int_equal(t->err.code, RC_BUSY);
	assert_null(strstr(t->err.text, "secret"));
	assert_null(db_open("postgresql://%zz", DB_WRITE, &t->err));
}

/* A weaker setting of the role or the database would lose what was told. */
static void
commits_wait_for_the_disk_whatever_the_role_says(void **state)
{
	struct test *t = *state;
	char sql[200];

	snprintf(sql, sizeof(sql), "ALTER DATABASE %s SET synchronous_commit "
	    "= off", text(t, "SELECT current_database()::text"));
	assert_true(pg_do(t->where, sql));
	db_close(t->db);
	t->db = must_open(t, t->where, DB_WRITE);
	assert_string_equal(text(t, "SHOW synchronous_commit"), "on");
}

/* --- the pipeline ---------------------------------------------------------------- */

static void
the_first_failure_of_a_pipeline_is_told(void **state)
{
	struct test *t = *state;

	run(t, "BEGIN", NO_ARGS);
	run(t, "INSERT INTO audit (id) VALUES (1)", NO_ARGS);
	run(t, "INSERT INTO audit (id) VALUES (1)", NO_ARGS);
	run(t, "INSERT INTO nowhere VALUES (1)", NO_ARGS);
	run(t, "COMMIT", NO_ARGS);
	assert_int_equal(db_settle(t->db, &t->err), RC_CONFLICT);
	good(t, settle_after(t, "ROLLBACK"));
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 0);

	/* A COMMIT after a failure that was told before is not a success. */
	run(t, "BEGIN", NO_ARGS);
	assert_int_equal(settle_after(t, "INSERT INTO nowhere VALUES (1)"),
	    RC_DB);
	assert_int_equal(settle_after(t, "COMMIT"), RC_DB);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 0);

	/* What failed to be prepared is prepared the next time. */
	run(t, "INSERT INTO nowhere VALUES (1)", NO_ARGS);
	run(t, "INSERT INTO audit (id) VALUES (77)", NO_ARGS);
	assert_int_equal(db_settle(t->db, &t->err), RC_DB);
	run(t, "INSERT INTO audit (id) VALUES (77)", NO_ARGS);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 1);
}

static void
a_long_pipeline_flows(void **state)
{
	struct test *t = *state;
	char title[1001];

	memset(title, 'x', sizeof(title) - 1);
	title[1000] = '\0';
	run(t, "BEGIN", NO_ARGS);
	for (int i = 0; i < 5000; i++)
		run(t, "INSERT INTO audit (id, title) VALUES ($1, $2)",
		    ARGS(INT(i), TEXT(title)));
	run(t, "COMMIT", NO_ARGS);
	good(t, db_settle(t->db, &t->err));
	assert_int_equal(number(t, "SELECT sum(length(title)) FROM audit"),
	    5000000);
}

/* The failure comes to light in the middle, and ends it there. */
static void
a_long_pipeline_that_fails_leaves_nothing(void **state)
{
	struct test *t = *state;
	enum rc rc = RC_OK;
	int i;

	for (int tx = 0; tx < 2; tx++) {
		if (tx)
			run(t, "BEGIN", NO_ARGS);
		for (i = 0; i < 5000 && !rc; i++)
			rc = db_run(t->db, &t->err, "INSERT INTO audit (id) "
			    "VALUES ($1)", ARGS(INT(i == 700 ? 3 : i)));
		assert_int_equal(rc, RC_CONFLICT);
		assert_true(i > 700 && i < 1500);
		rc = RC_OK;
		if (tx)
			good(t, settle_after(t, "ROLLBACK"));
		assert_int_equal(number(t, "SELECT count(*) FROM audit"), 0);
	}
}

/* Both sides have more to say than the sockets between them hold. */
static void
large_questions_and_answers_do_not_block_each_other(void **state)
{
	enum { BIG = 1 << 20 };
	struct test *t = *state;
	char *big = must_alloc(BIG + 1);

	memset(big, 'y', BIG);
	for (int i = 0; i < 40; i++) {
		run(t, "SELECT $1::text || $1::text", ARGS(TEXT(big)));
		for (int k = 0; k < 20; k++)
			run(t, "SELECT repeat('z', 1000000)", NO_ARGS);
	}
	good(t, db_settle(t->db, &t->err));
	assert_int_equal(number(t, "SELECT 5"), 5);
	free(big);
}

static void
what_fails_only_at_the_end_is_told(void **state)
{
	struct test *t = *state;

	script(t, "CREATE TABLE part (id BIGINT, audit BIGINT REFERENCES "
	    "audit (id) DEFERRABLE INITIALLY DEFERRED)");
	run(t, "BEGIN", NO_ARGS);
	run(t, "INSERT INTO part VALUES (1, 99)", NO_ARGS);
	assert_int_equal(settle_after(t, "COMMIT"), RC_CONFLICT);
	assert_int_equal(number(t, "SELECT count(*) FROM part"), 0);
	assert_int_equal(settle_after(t, "INSERT INTO part VALUES (1, 99)"),
	    RC_CONFLICT);
	assert_int_equal(number(t, "SELECT count(*) FROM part"), 0);
	run(t, "INSERT INTO audit (id) VALUES (99)", NO_ARGS);
	good(t, settle_after(t, "INSERT INTO part VALUES (1, 99)"));
	assert_int_equal(number(t, "SELECT count(*) FROM part"), 1);
}

static void
statements_given_up_are_forgotten_by_the_server(void **state)
{
	struct test *t = *state;
	char sql[64];

	for (int i = 0; i < 2000; i++) {
		snprintf(sql, sizeof(sql), "SELECT %d", i);
		assert_int_equal(number(t, sql), i);
	}
	assert_in_range(number(t,
	    "SELECT count(*) FROM pg_prepared_statements"), 500, 513);
}

/* --- doubt ---------------------------------------------------------------------------- */

/* As the server warns when a standby has not confirmed a commit. */
static void
a_warning_at_the_commit_is_no_success(void **state)
{
	struct test *t = *state;

	script(t, "CREATE FUNCTION doubt() RETURNS trigger LANGUAGE plpgsql AS "
	    "$$ BEGIN RAISE WARNING 'not confirmed'; RETURN NULL; END $$;"
	    "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON audit DEFERRABLE "
	    "INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id < 10) "
	    "EXECUTE FUNCTION doubt();"
	    "CREATE TRIGGER soon AFTER INSERT ON audit FOR EACH ROW "
	    "WHEN (NEW.id > 20) EXECUTE FUNCTION doubt()");
	run(t, "BEGIN", NO_ARGS);
	run(t, "INSERT INTO audit (id) VALUES (1)", NO_ARGS);
	run(t, "COMMIT", NO_ARGS);
	assert_int_equal(db_settle(t->db, &t->err), RC_BUSY);
	assert_int_equal(settle_after(t, "INSERT INTO audit (id) VALUES (2)"),
	    RC_BUSY);
	run(t, "BEGIN", NO_ARGS);       /* and something behind it */
	run(t, "INSERT INTO audit (id) VALUES (3)", NO_ARGS);
	run(t, "COMMIT", NO_ARGS);
	assert_int_equal(settle_after(t, "SELECT 5"), RC_BUSY);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 3);

	run(t, "BEGIN", NO_ARGS);       /* warnings before it mean nothing */
	run(t, "INSERT INTO audit (id) VALUES (21)", NO_ARGS);
	good(t, settle_after(t, "COMMIT"));
	run(t, "BEGIN", NO_ARGS);
	run(t, "INSERT INTO audit (id) VALUES (11)", NO_ARGS);
	good(t, settle_after(t, "COMMIT"));
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 5);
}

static void *
give_up_waiting(void *where)
{
	for (int i = 0; i < 200; i++) {
		nap(20);
		if (pg_number(where, "SELECT count(pg_cancel_backend(pid)) "
		    "FROM pg_stat_activity WHERE wait_event = 'SyncRep'") > 0)
			break;
	}
	return NULL;
}

/* The real case: the one standby that must confirm does not exist. */
static void
a_commit_that_no_standby_confirms_is_unknown(void **state)
{
	struct test *t = *state;
	struct test own = *t;
	const char *where = pg_own("synchronous_standby_names=nobody");
	pthread_t thread;

	assert_non_null(where);
	own.db = must_open(t, where, DB_WRITE);
	good(&own, settle_after(&own, "SET synchronous_commit = local"));
	good(&own, settle_after(&own, "CREATE TABLE audit (id BIGINT)"));
	good(&own, settle_after(&own, "SET synchronous_commit = on"));
	run(&own, "BEGIN", NO_ARGS);
	run(&own, "INSERT INTO audit VALUES (1)", NO_ARGS);
	run(&own, "COMMIT", NO_ARGS);
	assert_int_equal(pthread_create(&thread, NULL, give_up_waiting,
	    (void *)(uintptr_t)where), 0);
	assert_int_equal(db_settle(own.db, &own.err), RC_BUSY);
	pthread_join(thread, NULL);
	assert_int_equal(number(&own, "SELECT count(*) FROM audit"), 1);
	db_close(own.db);
}

/* --- lost connections -------------------------------------------------------------------- */

static void
kill_backend(struct test *t, int64_t pid)
{
	char sql[100];

	snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%lld)::int",
	    (long long)pid);
	assert_int_equal(pg_number(t->where, sql), 1);
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM pg_stat_activity "
	    "WHERE pid = %lld", (long long)pid);
	while (pg_number(t->where, sql) > 0)
		nap(5);
}

static void
an_idle_connection_that_was_cut_is_made_again(void **state)
{
	struct test *t = *state;

	for (int i = 0; i < 3; i++) {
		kill_backend(t, number(t, "SELECT pg_backend_pid()"));
		run(t, "BEGIN", NO_ARGS);
		run(t, "INSERT INTO audit (id) VALUES ($1)", ARGS(INT(i)));
		good(t, settle_after(t, "COMMIT"));
	}
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 3);
	assert_string_equal(text(t, "SHOW statement_timeout"), "30s");
}

/* step: what is next when the connection goes. */
static enum rc
cut_in_transaction(struct test *t, int step)
{
	int64_t pid = number(t, "SELECT pg_backend_pid()");

	run(t, "BEGIN", NO_ARGS);
	run(t, "INSERT INTO audit (id) VALUES (1)", NO_ARGS);
	if (step != 3)
		good(t, db_settle(t->db, &t->err));
	kill_backend(t, pid);
	switch (step) {
	case 0:
		return settle_after(t, "INSERT INTO audit (id) VALUES (2)");
	case 1:
		return settle_after(t, "COMMIT");
	case 2:
		return db_script(t->db, &t->err,
		    "INSERT INTO audit (id) VALUES (3)");
	default:
		return settle_after(t, "COMMIT");
	}
}

static void
a_transaction_that_was_cut_is_not_gone_on_with(void **state)
{
	struct test *t = *state;

	for (int step = 0; step < 4; step++) {
		assert_false(db_lost(t->db));
		assert_int_equal(cut_in_transaction(t, step), RC_BUSY);
		assert_true(db_lost(t->db));
		if (step % 2)           /* as the core does, or not at all */
			good(t, settle_after(t, "ROLLBACK"));
		assert_int_equal(number(t, "SELECT count(*) FROM audit"), 0);
	}
}

static void *
cut_the_sleeper(void *where)
{
	for (int i = 0; i < 200; i++) {
		nap(20);
		if (pg_number(where, "SELECT count(pg_terminate_backend(pid)) "
		    "FROM pg_stat_activity WHERE query LIKE '%pg_sleep(9)%' "
		    "AND pid <> pg_backend_pid()") > 0)
			break;
	}
	return NULL;
}

static void
a_question_that_was_cut_can_be_asked_again(void **state)
{
	struct test *t = *state;
	struct rows r = { .nrows = 77 };
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, cut_the_sleeper,
	    (void *)(uintptr_t)t->where), 0);
	assert_int_equal(db_query(t->db, &t->err, t->arena, &r,
	    "SELECT id FROM audit, pg_sleep(9) UNION ALL SELECT 1 FROM "
	    "pg_sleep(9)", NO_ARGS), RC_BUSY);
	assert_int_equal(r.nrows, 77);
	pthread_join(thread, NULL);
	assert_int_equal(number(t, "SELECT 5"), 5);
}

static enum rc
cut_at_300(void *arg, struct err *err, const struct value *row, size_t ncols)
{
	struct test *t = arg;

	(void)err;
	(void)ncols;
	if (row[0].i == 300)
		kill_backend(t, row[1].i);
	return RC_OK;
}

static void
a_walk_that_was_cut_is_told(void **state)
{
	struct test *t = *state;

	assert_int_equal(db_each(t->db, &t->err, t->arena,
	    "SELECT i, pg_backend_pid() FROM generate_series(1, 1000) AS i",
	    NO_ARGS, cut_at_300, t), RC_BUSY);
	assert_int_equal(number(t, "SELECT 5"), 5);
}

/* One backend that dies by SIGKILL makes the server start anew. */
static void
a_server_that_crashed_is_found_again(void **state)
{
	struct test *t = *state;
	struct test own = *t;
	struct rows r;
	enum rc rc = RC_BUSY;
	int64_t pid;

	own.where = pg_own("max_connections=20");
	assert_non_null(own.where);
	own.db = must_open(t, own.where, DB_WRITE);
	run(&own, "CREATE TABLE audit (id BIGINT)", NO_ARGS);
	run(&own, "INSERT INTO audit VALUES (1)", NO_ARGS);
	run(&own, "BEGIN", NO_ARGS);
	run(&own, "INSERT INTO audit VALUES (2)", NO_ARGS);
	pid = number(&own, "SELECT pg_backend_pid()");
	assert_int_equal(kill((pid_t)pid, SIGKILL), 0);
	assert_int_equal(settle_after(&own, "COMMIT"), RC_BUSY);
	for (int i = 0; i < 500 && rc; i++) {
		nap(20);
		rc = db_query(own.db, &own.err, t->arena, &r,
		    "SELECT count(*) FROM audit", NO_ARGS);
		assert_true(!rc || rc == RC_BUSY);
	}
	good(&own, rc);
	assert_int_equal(rows_at(&r, 0, 0)->i, 1);
	db_close(own.db);
}

/* --- many at once ---------------------------------------------------------------------------- */

struct mover {
	const char *where;
	pthread_t thread;
	unsigned seed;
	int done, busy, failed;
};

static unsigned
draw(struct mover *m)
{
	m->seed = m->seed * 1103515245 + 12345;
	return m->seed >> 16;
}

/* Locks in any order, so that some transactions block each other. */
static enum rc
move_one(struct db *db, struct err *err, struct arena *a, int64_t from,
    int64_t to)
{
	static const char lock[] =
	    "SELECT hours FROM pot WHERE id = $1 FOR UPDATE";
	struct rows x, y;
	enum rc rc = db_run(db, err, "BEGIN", NO_ARGS);

	if (!rc)
		rc = db_query(db, err, a, &x, lock, ARGS(INT(from)));
	if (!rc)
		rc = db_query(db, err, a, &y, lock, ARGS(INT(to)));
	if (!rc)
		rc = db_run(db, err, "UPDATE pot SET hours = $2 WHERE id = $1",
		    ARGS(INT(from), INT(rows_at(&x, 0, 0)->i - 1)));
	if (!rc)
		rc = db_run(db, err, "UPDATE pot SET hours = $2 WHERE id = $1",
		    ARGS(INT(to), INT(rows_at(&y, 0, 0)->i + 1)));
	if (!rc)
		rc = db_run(db, err, "COMMIT", NO_ARGS);
	return rc ? rc : db_settle(db, err);
}

static void *
move_many(void *arg)
{
	struct mover *m = arg;
	struct arena *a = arena_new();
	struct err err, lost;
	struct db *db = db_open(m->where, DB_WRITE, &err);

	if (db && db_run(db, &err, "SET deadlock_timeout = '5ms'", NO_ARGS))
		m->failed++;
	for (int i = 0; db && i < 150; i++) {
		int64_t from = draw(m) % 4, to = (from + 1 + draw(m) % 3) % 4;
		enum rc rc = move_one(db, &err, a, from, to);

		m->done += rc == RC_OK;
		m->busy += rc == RC_BUSY;
		m->failed += rc != RC_OK && rc != RC_BUSY;
		if (rc && (db_run(db, &lost, "ROLLBACK", NO_ARGS) ||
		    db_settle(db, &lost)))
			m->failed++;
		arena_reset(a);
	}
	db_close(db);
	arena_free(a);
	return NULL;
}

static void
changes_side_by_side_add_up(void **state)
{
	struct test *t = *state;
	struct mover m[4] = { { 0 } };
	int done = 0;

	script(t, "CREATE TABLE pot (id BIGINT PRIMARY KEY, hours BIGINT); "
	    "INSERT INTO pot VALUES (0, 100), (1, 100), (2, 100), (3, 100)");
	for (unsigned i = 0; i < NELEMS(m); i++) {
		m[i].where = t->where;
		m[i].seed = i + 1;
		assert_int_equal(pthread_create(&m[i].thread, NULL, move_many,
		    &m[i]), 0);
	}
	for (size_t i = 0; i < NELEMS(m); i++) {
		pthread_join(m[i].thread, NULL);
		assert_int_equal(m[i].failed, 0);
		assert_int_equal(m[i].done + m[i].busy, 150);
		done += m[i].done;
	}
	assert_true(done > 100);
	assert_int_equal(number(t, "SELECT sum(hours) FROM pot"), 400);
}

/* --- other failures ------------------------------------------------------------------------ */

static void
who_waits_too_long_or_crosses_another_asks_again(void **state)
{
	struct test *t = *state;
	struct test other = *t;

	other.db = must_open(t, t->where, DB_WRITE);
	run(t, "INSERT INTO audit (id) VALUES (1)", NO_ARGS);
	run(t, "BEGIN", NO_ARGS);
	run(t, "UPDATE audit SET title = 'a'", NO_ARGS);
	good(t, db_settle(t->db, &t->err));
	assert_int_equal(settle_after(&other,
	    "SELECT id FROM audit FOR UPDATE NOWAIT"), RC_BUSY);
	good(&other, settle_after(&other, "SET lock_timeout = '20ms'"));
	assert_int_equal(settle_after(&other, "DELETE FROM audit"), RC_BUSY);
	good(t, settle_after(t, "COMMIT"));

	run(&other, "BEGIN ISOLATION LEVEL REPEATABLE READ", NO_ARGS);
	assert_int_equal(number(&other, "SELECT count(*) FROM audit"), 1);
	good(t, settle_after(t, "UPDATE audit SET title = 'b'"));
	assert_int_equal(settle_after(&other, "UPDATE audit SET title = 'c'"),
	    RC_BUSY);
	good(&other, settle_after(&other, "ROLLBACK"));

	good(t, settle_after(t, "SET statement_timeout = '20ms'"));
	assert_int_equal(settle_after(t, "SELECT pg_sleep(9)"), RC_BUSY);
	good(t, settle_after(t,
	    "SET idle_in_transaction_session_timeout = '20ms'"));
	run(t, "BEGIN", NO_ARGS);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 1);
	nap(200);
	assert_int_equal(settle_after(t, "DELETE FROM audit"), RC_BUSY);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 1);
	db_close(other.db);
}

static int
shell(const char *command)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, &status, 0);
	return status;
}

static void
a_full_disk_is_told_and_heals(void **state)
{
	struct test *t = *state;
	char dir[] = "/tmp/muster-full.XXXXXX", sql[200], command[200];
	char create[200];
	enum rc rc = RC_OK;

	if (getuid() != 0 || !mkdtemp(dir))
		LEAVE_OUT("only root can mount a small disk");
	snprintf(command, sizeof(command), "mount -t tmpfs -o size=2m,uid="
	    "$(id -u postgres),mode=700 none %s 2>/dev/null", dir);
	if (shell(command) != 0) {
		rmdir(dir);
		LEAVE_OUT("nothing can be mounted here");
	}
	snprintf(sql, sizeof(sql), "CREATE TABLESPACE t%ld LOCATION '%s'",
	    (long)getpid(), dir);
	assert_true(pg_do(t->where, sql));
	snprintf(create, sizeof(create), "CREATE TABLE full_up (id BIGINT, "
	    "title TEXT) TABLESPACE t%ld", (long)getpid());
	script(t, create);
	for (int i = 0; i < 100 && !rc; i++) {
		rc = db_run(t->db, &t->err, "BEGIN", NO_ARGS);
		if (!rc)
			rc = db_run(t->db, &t->err, "INSERT INTO full_up SELECT "
			    "i, repeat('x', 1000) FROM generate_series(1, 100) "
			    "AS i", NO_ARGS);
		if (!rc)
			rc = settle_after(t, "COMMIT");
	}
	assert_int_equal(rc, RC_FULL);
	good(t, settle_after(t, "ROLLBACK"));
	assert_int_equal(number(t, "SELECT count(*) % 100 FROM full_up"), 0);
	script(t, "DROP TABLE full_up");
	script(t, create);
	good(t, settle_after(t, "INSERT INTO full_up VALUES (1, 'x')"));
	script(t, "DROP TABLE full_up");
	snprintf(sql, sizeof(sql), "DROP TABLESPACE t%ld", (long)getpid());
	assert_true(pg_do(t->where, sql));
	snprintf(command, sizeof(command), "umount %s", dir);
	assert_int_equal(shell(command), 0);
	rmdir(dir);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_session_is_set_up),
		TEST(a_server_that_is_not_there_is_told),
		TEST(commits_wait_for_the_disk_whatever_the_role_says),
		TEST(the_first_failure_of_a_pipeline_is_told),
		TEST(a_long_pipeline_flows),
		TEST(a_long_pipeline_that_fails_leaves_nothing),
		TEST(large_questions_and_answers_do_not_block_each_other),
		TEST(what_fails_only_at_the_end_is_told),
		TEST(statements_given_up_are_forgotten_by_the_server),
		TEST(a_warning_at_the_commit_is_no_success),
		TEST(a_commit_that_no_standby_confirms_is_unknown),
		TEST(an_idle_connection_that_was_cut_is_made_again),
		TEST(a_transaction_that_was_cut_is_not_gone_on_with),
		TEST(a_question_that_was_cut_can_be_asked_again),
		TEST(a_walk_that_was_cut_is_told),
		TEST(a_server_that_crashed_is_found_again),
		TEST(changes_side_by_side_add_up),
		TEST(who_waits_too_long_or_crosses_another_asks_again),
		TEST(a_full_disk_is_told_and_heals),
	};

	if (!pg_start()) {
		puts("1..0 # SKIP no PostgreSQL is installed");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
