/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* db.c - what holds on both databases alike. */
#include "unit.h"

#include "db/db.h"
#include "pg/pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct test {
	enum dialect dialect;
	const char *where;
	char path[64];
	struct db *db;
	struct arena *arena;
	struct err err;
};

static char folder[40];

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
	assert_int_equal(rows_at(&rows, 0, 0)->type, V_INT);
	return rows_at(&rows, 0, 0)->i;
}

static void
run(struct test *t, const char *sql, const struct value *arg, size_t n)
{
	good(t, db_run(t->db, &t->err, sql, arg, n));
}

static void
settle(struct test *t)
{
	good(t, db_settle(t->db, &t->err));
}

static enum rc
run_and_settle(struct test *t, const char *sql, const struct value *arg,
    size_t n)
{
	enum rc rc = db_run(t->db, &t->err, sql, arg, n);

	return rc ? rc : db_settle(t->db, &t->err);
}

static void
begin(struct test *t)
{
	run(t, "BEGIN", NO_ARGS);
}

static void
rollback(struct test *t)
{
	good(t, run_and_settle(t, "ROLLBACK", NO_ARGS));
}

static void
commit(struct test *t)
{
	good(t, run_and_settle(t, "COMMIT", NO_ARGS));
}

static int
set_up(void **state)
{
	static int count;
	struct test *t = must_alloc(sizeof(*t));

	t->dialect = *(const enum dialect *)*state;
	t->arena = arena_new();
	snprintf(t->path, sizeof(t->path), "%s/%d", folder, count++);
	t->where = t->dialect == SQLITE ? t->path : pg_fresh("db");
	*state = t;
	t->db = db_open(t->where, DB_WRITE, &t->err);
	if (!t->db)
		fail_msg("%s", t->err.text);
	good(t, db_script(t->db, &t->err,
	    "CREATE TABLE audit (id BIGINT PRIMARY KEY, title TEXT,"
	    " hours BIGINT);"
	    "CREATE TABLE finding (id BIGINT PRIMARY KEY, audit BIGINT"
	    " NOT NULL REFERENCES audit (id), code TEXT UNIQUE)"));
	return 0;
}

static int
tear_down(void **state)
{
	struct test *t = *state;

	db_close(t->db);
	arena_free(t->arena);
	if (t->dialect == SQLITE)
		unlink(t->where);
	free(t);
	return 0;
}

/* --- values ---------------------------------------------------------------- */

static void
values_come_back_as_they_went(void **state)
{
	struct test *t = *state;
	struct rows r;

	assert_int_equal(db_dialect(t->db), t->dialect);
	assert_int_equal(db_shared(t->db), t->dialect == POSTGRES);
	run(t, "INSERT INTO audit (id, title, hours) VALUES ($3, $1, $2)",
	    ARGS(TEXT("Gr\xc3\xbc\xc3\x9f" "e 'x' \n\t\\"), NONE,
	    INT(INT64_MAX)));
	run(t, "INSERT INTO audit (id, title, hours) VALUES ($1, $2, $3)",
	    ARGS(INT(INT64_MIN), db_text(NULL), INT(-1)));
	r = ask(t, "SELECT id, title, hours FROM audit ORDER BY id DESC",
	    NO_ARGS);
	assert_int_equal(r.nrows, 2);
	assert_int_equal(r.ncols, 3);
	assert_int_equal(rows_at(&r, 0, 0)->i, INT64_MAX);
	assert_string_equal(rows_at(&r, 0, 1)->s,
	    "Gr\xc3\xbc\xc3\x9f" "e 'x' \n\t\\");
	assert_int_equal(rows_at(&r, 0, 2)->type, V_NULL);
	assert_int_equal(rows_at(&r, 1, 0)->i, INT64_MIN);
	assert_int_equal(rows_at(&r, 1, 1)->type, V_NULL);
	assert_null(rows_at(&r, 1, 1)->s);
	assert_int_equal(rows_at(&r, 1, 2)->i, -1);
}

static void
one_text_of_sql_means_the_same_on_both(void **state)
{
	struct test *t = *state;
	struct rows r;

	run(t, "INSERT INTO audit (id, hours) VALUES (1, $1), (2, $1)",
	    ARGS(INT(3000000000)));
	r = ask(t, "SELECT sum(hours), count(*), 1 = 1, $1 + 1, "
	    "CASE WHEN $1 = 0 THEN 'none' ELSE 'some' END, "
	    "coalesce($2, $1), $1 < $3 FROM audit WHERE id <= $3 "
	    "GROUP BY 1 = 1",
	    ARGS(INT(9), INT(5000000000), INT(10)));
	assert_int_equal(rows_at(&r, 0, 0)->i, 6000000000);
	assert_int_equal(rows_at(&r, 0, 1)->i, 2);
	assert_int_equal(rows_at(&r, 0, 2)->type, V_INT);
	assert_int_equal(rows_at(&r, 0, 2)->i, 1);
	assert_int_equal(rows_at(&r, 0, 3)->i, 10);
	assert_string_equal(rows_at(&r, 0, 4)->s, "some");
	assert_int_equal(rows_at(&r, 0, 5)->i, 5000000000);
	assert_int_equal(rows_at(&r, 0, 6)->i, 1);
}

/* Byte order, so that lists and cursors agree. */
static void
text_sorts_by_its_bytes(void **state)
{
	static const char *const sorted[] = { "B", "a", "\xc3\xa4", "\xe2\x82\xac" };
	struct test *t = *state;
	struct rows r;

	for (int i = 3; i >= 0; i--)
		run(t, "INSERT INTO audit (id, title) VALUES ($1, $2)",
		    ARGS(INT(i), TEXT(sorted[i])));
	r = ask(t, "SELECT title FROM audit ORDER BY title", NO_ARGS);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(rows_at(&r, i, 0)->s, sorted[i]);
}

static void
many_arguments_are_bound_by_name(void **state)
{
	struct test *t = *state;
	struct value arg[DB_ARGS];
	struct buf b = { .arena = t->arena };
	struct rows r;

	buf_str(&b, "SELECT 0");
	for (int i = DB_ARGS; i-- > 0;) {
		arg[i] = INT(i);
		buf_fmt(&b, " + $%d * %d", i + 1, i == 100 ? 7 : 0);
	}
	r = ask(t, buf_text(&b), arg, DB_ARGS);
	assert_int_equal(rows_at(&r, 0, 0)->i, 700);
}

/* --- failures ------------------------------------------------------------------ */

static void
a_taken_key_and_a_bad_reference_are_conflicts(void **state)
{
	static const char add[] = "INSERT INTO finding (id, audit, code) "
	    "VALUES ($1, $2, $3)";
	struct test *t = *state;

	run(t, "INSERT INTO audit (id) VALUES (1)", NO_ARGS);
	run(t, add, ARGS(INT(1), INT(1), TEXT("Smith's secret")));
	settle(t);
	assert_int_equal(run_and_settle(t, add,
	    ARGS(INT(1), INT(1), TEXT("F-2"))), RC_CONFLICT);
	assert_int_equal(run_and_settle(t, add,
	    ARGS(INT(2), INT(1), TEXT("Smith's secret"))), RC_CONFLICT);
	assert_null(strstr(t->err.text, "Smith"));
	assert_int_equal(run_and_settle(t, add,
	    ARGS(INT(2), INT(99), TEXT("F-2"))), RC_CONFLICT);
	assert_non_null(strstr(t->err.text, "refer"));
	assert_int_equal(run_and_settle(t, "DELETE FROM audit", NO_ARGS),
	    RC_CONFLICT);
	assert_non_null(strstr(t->err.text, "refer"));
	assert_int_equal(number(t, "SELECT count(*) FROM finding"), 1);
}

static void
wrong_sql_fails_without_quoting_it(void **state)
{
	static const char *const wrong[] = {
		"SELECT nothing FROM audit WHERE title = 'secret'",
		"SELECT 'secret' FROM nowhere",
		"SELECT 'secret', ) FROM audit",
		"SELECT 1; SELECT 'secret'",
	};
	struct test *t = *state;
	struct rows r = { .nrows = 77 };

	for (size_t i = 0; i < NELEMS(wrong); i++) {
		assert_int_equal(db_query(t->db, &t->err, t->arena, &r,
		    wrong[i], NO_ARGS), RC_DB);
		assert_null(strstr(t->err.text, "secret"));
		assert_int_equal(r.nrows, 77);
	}
	assert_int_equal(db_query(t->db, &t->err, t->arena, &r,
	    "SELECT $1", NO_ARGS), RC_DB);
	assert_int_equal(db_query(t->db, &t->err, t->arena, &r,
	    "SELECT id FROM audit WHERE id = $1", ARGS(INT(1), INT(2))),
	    t->dialect == SQLITE ? RC_DB : RC_OK);
	assert_int_equal(number(t, "SELECT 5"), 5);
}

static void
what_failed_leaves_no_trace(void **state)
{
	struct test *t = *state;
	enum rc rc = RC_OK;

	begin(t);
	for (int i = 0; i < 5 && !rc; i++)
		rc = db_run(t->db, &t->err, "INSERT INTO audit (id) "
		    "VALUES ($1)", ARGS(INT(i % 4)));
	if (!rc)
		rc = db_run(t->db, &t->err, "COMMIT", NO_ARGS);
	if (!rc)
		rc = db_settle(t->db, &t->err);
	assert_int_equal(rc, RC_CONFLICT);
	rollback(t);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 0);
	begin(t);
	run(t, "INSERT INTO audit (id) VALUES ($1)", ARGS(INT(8)));
	commit(t);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 1);
}

static void
the_answer_has_a_limit(void **state)
{
	struct test *t = *state;
	struct arena *small = arena_new_capped(1 << 20);
	struct rows r = { .nrows = 77 };

	run(t, "INSERT INTO audit (id, title) WITH RECURSIVE n (i) AS "
	    "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
	    "SELECT i, 'an audit' FROM n", ARGS(INT(DB_ROWS + 1)));
	settle(t);
	assert_int_equal(db_query(t->db, &t->err, small, &r,
	    "SELECT id, title FROM audit", NO_ARGS), RC_LIMIT);
	assert_int_equal(r.nrows, 77);
	assert_int_equal(db_query(t->db, &t->err, t->arena, &r,
	    "SELECT id FROM audit", NO_ARGS), RC_LIMIT);
	assert_int_equal(r.nrows, 77);
	arena_free(small);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), DB_ROWS + 1);
}

/* Every call in turn, as the tests of the core do with every command. */
static void
any_call_can_be_made_to_fail(void **state)
{
	struct test *t = *state;
	uint64_t n = 0, done;
	enum rc rc;

	do {
		db_fail_at(t->db, ++n);
		rc = db_run(t->db, &t->err, "BEGIN", NO_ARGS);
		if (!rc)
			rc = db_run(t->db, &t->err,
			    "INSERT INTO audit (id) VALUES (1)", NO_ARGS);
		if (!rc)
			rc = db_run(t->db, &t->err, "COMMIT", NO_ARGS);
		if (!rc)
			rc = db_settle(t->db, &t->err);
		assert_int_equal(rc, n < 5 ? RC_DB : RC_OK);
		assert_int_equal(db_fail_left(t->db), n < 5 ? 0 : 1);
		db_fail_at(t->db, 0);
		if (n == 2 || n == 3)
			rollback(t);
		if (n == 4)
			run(t, "DELETE FROM audit", NO_ARGS);
	} while (rc);
	done = db_statements(t->db);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 1);
	assert_int_equal(db_statements(t->db), done + 1);
}

static void
an_answer_can_be_lost(void **state)
{
	struct test *t = *state;

	begin(t);
	run(t, "INSERT INTO audit (id) VALUES (1)", NO_ARGS);
	run(t, "COMMIT", NO_ARGS);
	db_doubt_at(t->db, 1);
	assert_int_equal(db_settle(t->db, &t->err), RC_BUSY);
	assert_int_equal(db_fail_left(t->db), 0);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 1);
	db_doubt_at(t->db, 2);
	assert_int_equal(number(t, "SELECT 5"), 5);
	assert_int_equal(run_and_settle(t,
	    "INSERT INTO audit (id) VALUES (2)", NO_ARGS), RC_BUSY);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 2);
}

static void
a_statement_is_asked_again_with_other_arguments(void **state)
{
	static const char sql[] = "SELECT $1 + id FROM audit WHERE id >= $2";
	struct test *t = *state;
	struct arena *none = arena_new_capped(0);
	struct rows r;

	run(t, "INSERT INTO audit (id) VALUES (1), (2), (3)", NO_ARGS);
	for (int i = 1; i <= 4; i++) {
		r = ask(t, sql, ARGS(INT(10 * i), INT(i)));
		assert_int_equal(r.nrows, 4 - i);
		if (r.nrows)
			assert_int_equal(rows_at(&r, 0, 0)->i, 11 * i);
		assert_int_equal(db_query(t->db, &t->err, none, &r, sql,
		    ARGS(INT(0), INT(0))), RC_LIMIT);
	}
	arena_free(none);
}

/* --- many statements --------------------------------------------------------------- */

static void
more_statements_than_are_kept(void **state)
{
	struct test *t = *state;
	char sql[64];

	for (int turn = 0; turn < 2; turn++)
		for (int i = 0; i < 1300; i++) {
			snprintf(sql, sizeof(sql), "SELECT %d", i);
			assert_int_equal(number(t, sql), i);
			assert_int_equal(number(t, "SELECT 4711"), 4711);
		}
	begin(t);
	for (int i = 0; i < 1300; i++) {
		snprintf(sql, sizeof(sql),
		    "INSERT INTO audit (id, hours) VALUES ($1, %d)", i);
		run(t, sql, ARGS(INT(i)));
	}
	commit(t);
	assert_int_equal(number(t, "SELECT sum(id - hours) + count(*) "
	    "FROM audit"), 1300);
}

/*
 * In a transaction that has failed nothing but its end is accepted; the end
 * must come through although a statement has to go to make room for it.
 */
static void
a_failed_transaction_ends_though_the_cache_is_full(void **state)
{
	struct test *t = *state;
	char sql[64];

	for (int i = 0; i < 520; i++) {
		snprintf(sql, sizeof(sql), "SELECT %d", i);
		assert_int_equal(number(t, sql), i);
	}
	for (int i = 0; i < 600; i++) {
		begin(t);
		assert_int_equal(run_and_settle(t, "INSERT INTO audit (id) "
		    "VALUES (1), (1)", NO_ARGS), RC_CONFLICT);
		snprintf(sql, sizeof(sql), "ROLLBACK /* %d */", i);
		good(t, run_and_settle(t, sql, NO_ARGS));
	}
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 0);
}

static void
a_changed_table_is_seen_by_kept_statements(void **state)
{
	struct test *t = *state;
	struct rows r = ask(t, "SELECT * FROM audit", NO_ARGS);
	struct db *other = db_open(t->where, DB_WRITE, &t->err);
	enum rc rc;

	assert_non_null(other);
	assert_int_equal(r.nrows, 0);
	good(t, db_script(other, &t->err,
	    "ALTER TABLE audit ADD COLUMN lead BIGINT; "
	    "INSERT INTO audit (id, lead) VALUES (1, 7)"));
	db_close(other);
	rc = db_query(t->db, &t->err, t->arena, &r, "SELECT * FROM audit",
	    NO_ARGS);
	if (t->dialect == POSTGRES) {
		assert_int_equal(rc, RC_BUSY);
		r = ask(t, "SELECT * FROM audit", NO_ARGS);
	}
	assert_int_equal(r.ncols, 4);
	assert_int_equal(rows_at(&r, 0, 3)->i, 7);
}

static void
a_script_is_all_or_nothing(void **state)
{
	struct test *t = *state;

	assert_int_equal(db_script(t->db, &t->err,
	    "CREATE TABLE a (id BIGINT); INSERT INTO a VALUES (1);"
	    "INSERT INTO nowhere VALUES (1)"), RC_DB);
	good(t, db_script(t->db, &t->err,
	    "CREATE TABLE a (id BIGINT); INSERT INTO a VALUES (2);"));
	begin(t);
	run(t, "INSERT INTO a VALUES (3)", NO_ARGS);
	good(t, db_script(t->db, &t->err, "ALTER TABLE a ADD COLUMN b TEXT;"
	    "CREATE INDEX a_b ON a (b);"));
	run(t, "UPDATE a SET b = $1", ARGS(TEXT("x")));
	assert_int_equal(number(t, "SELECT count(b) FROM a"), 2);
	rollback(t);
	assert_int_equal(number(t, "SELECT sum(id) FROM a"), 2);
	begin(t);
	good(t, db_script(t->db, &t->err, "CREATE TABLE b (id BIGINT)"));
	run(t, "INSERT INTO b VALUES ($1)", ARGS(INT(1)));
	commit(t);
	assert_int_equal(number(t, "SELECT count(*) FROM b"), 1);
	begin(t);
	assert_int_equal(db_script(t->db, &t->err, "SELECT wrong"), RC_DB);
	rollback(t);
	assert_int_equal(number(t, "SELECT count(*) FROM b"), 1);
}

/* --- row by row ------------------------------------------------------------------------ */

struct walk {
	struct test *test;
	int64_t sum, stop;
	size_t rows, greedy;
};

static enum rc
step(void *arg, struct err *err, const struct value *row, size_t ncols)
{
	struct walk *w = arg;

	assert_int_equal(ncols, 2);
	assert_string_equal(row[1].s, "an audit");
	w->sum += row[0].i;
	w->rows++;
	if (w->greedy)
		arena_alloc(w->test->arena, w->greedy);
	if (w->rows % 500 == 1)         /* the connection is free for others */
		assert_int_equal(number(w->test, "SELECT 5"), 5);
	return row[0].i == w->stop
	    ? err_set(err, RC_RULE, "enough") : RC_OK;
}

static enum rc
walk(struct test *t, struct walk *w)
{
	return db_each(t->db, &t->err, t->arena,
	    "SELECT id, title FROM audit WHERE id > $1 ORDER BY id",
	    ARGS(INT(0)), step, w);
}

static void
large_tables_are_read_row_by_row(void **state)
{
	struct test *t = *state;
	struct walk w = { .test = t };

	run(t, "INSERT INTO audit (id, title) WITH RECURSIVE n (i) AS "
	    "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
	    "SELECT i, 'an audit' FROM n", ARGS(INT(2560)));
	good(t, walk(t, &w));
	assert_int_equal(w.rows, 2560);
	assert_int_equal(w.sum, 2560 * 2561 / 2);

	w = (struct walk){ .test = t, .stop = 1000 };
	assert_int_equal(walk(t, &w), RC_RULE);
	assert_int_equal(w.rows, 1000);
	assert_string_equal(t->err.text, "enough");

	w = (struct walk){ .test = t, .greedy = 1 << 20 };
	assert_int_equal(walk(t, &w), RC_LIMIT);
	arena_reset(t->arena);
	assert_int_equal(db_each(t->db, &t->err, t->arena, "SELECT nothing",
	    NO_ARGS, step, &w), RC_DB);
	run(t, "DELETE FROM audit WHERE id > 2000", NO_ARGS);

	begin(t);                       /* what is queued is seen */
	run(t, "DELETE FROM audit WHERE id > 1000", NO_ARGS);
	w = (struct walk){ .test = t };
	good(t, walk(t, &w));
	assert_int_equal(w.rows, 1000);
	w = (struct walk){ .test = t, .stop = 7 };
	assert_int_equal(walk(t, &w), RC_RULE);
	run(t, "DELETE FROM audit WHERE id = 9", NO_ARGS);
	commit(t);
	assert_int_equal(number(t, "SELECT count(*) FROM audit"), 999);
}

static enum rc
nest(void *arg, struct err *err, const struct value *row, size_t ncols)
{
	struct walk *w = arg;
	struct walk inner = { .test = w->test };

	(void)err;
	(void)row;
	(void)ncols;
	good(w->test, walk(w->test, &inner));
	w->rows += inner.rows;
	return RC_OK;
}

static void
a_walk_can_stand_in_a_walk(void **state)
{
	struct test *t = *state;
	struct walk w = { .test = t };

	run(t, "INSERT INTO audit (id, title) VALUES (1, 'an audit'), "
	    "(2, 'an audit'), (3, 'an audit')", NO_ARGS);
	good(t, db_each(t->db, &t->err, t->arena,
	    "SELECT id, title FROM audit WHERE id > $1 ORDER BY id",
	    ARGS(INT(0)), nest, &w));
	assert_int_equal(w.rows, 9);
}

/* --- reading connections ------------------------------------------------------------------ */

static void
readers_see_what_was_committed_and_cannot_write(void **state)
{
	struct test *t = *state;
	struct test reader = *t;

	reader.db = db_open(t->where, DB_READ, &t->err);
	assert_non_null(reader.db);
	for (int i = 1; i <= 50; i++) {
		begin(t);
		run(t, "INSERT INTO audit (id) VALUES ($1)", ARGS(INT(i)));
		settle(t);
		assert_int_equal(
		    number(&reader, "SELECT count(*) FROM audit"), i - 1);
		commit(t);
		assert_int_equal(
		    number(&reader, "SELECT count(*) FROM audit"), i);
	}
	assert_int_equal(run_and_settle(&reader, "DELETE FROM audit",
	    NO_ARGS), RC_DB);
	assert_int_equal(db_script(reader.db, &t->err,
	    "CREATE TABLE mine (id BIGINT)"), RC_DB);
	begin(&reader);                 /* one view of the data */
	assert_int_equal(number(&reader, "SELECT count(*) FROM audit"), 50);
	assert_int_equal(run_and_settle(&reader, "UPDATE audit SET id = 0",
	    NO_ARGS), RC_DB);
	rollback(&reader);
	db_close(reader.db);
}

#define ON_SQLITE(f)   { #f " (SQLite)", f, set_up, tear_down, &sqlite },
#define ON_POSTGRES(f) { #f " (PostgreSQL)", f, set_up, tear_down, &postgres },

#define TESTS(ON) \
	ON(values_come_back_as_they_went) \
	ON(one_text_of_sql_means_the_same_on_both) \
	ON(text_sorts_by_its_bytes) \
	ON(many_arguments_are_bound_by_name) \
	ON(a_taken_key_and_a_bad_reference_are_conflicts) \
	ON(wrong_sql_fails_without_quoting_it) \
	ON(what_failed_leaves_no_trace) \
	ON(the_answer_has_a_limit) \
	ON(any_call_can_be_made_to_fail) \
	ON(an_answer_can_be_lost) \
	ON(a_statement_is_asked_again_with_other_arguments) \
	ON(more_statements_than_are_kept) \
	ON(a_failed_transaction_ends_though_the_cache_is_full) \
	ON(a_changed_table_is_seen_by_kept_statements) \
	ON(a_script_is_all_or_nothing) \
	ON(large_tables_are_read_row_by_row) \
	ON(a_walk_can_stand_in_a_walk) \
	ON(readers_see_what_was_committed_and_cannot_write)

int
main(void)
{
	static enum dialect sqlite = SQLITE, postgres = POSTGRES;
	static const struct CMUnitTest tests[] = {
		TESTS(ON_SQLITE)
		TESTS(ON_POSTGRES)
	};
	size_t n = NELEMS(tests);
	int failed;

	snprintf(folder, sizeof(folder), "%s/muster-db.XXXXXX",
	    unit_folder());
	if (!mkdtemp(folder))
		return 99;
	if (!pg_start()) {
		print_message("# left out: no PostgreSQL is installed\n");
		n /= 2;
	}
	failed = _cmocka_run_group_tests("tests", tests, n, NULL, NULL);
	rmdir(folder);
	return failed;
}
