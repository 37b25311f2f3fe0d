/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* db.c - the door to the databases. */
#include "unit.h"

#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct arena *arena;
static struct err err;

static void
ok(enum rc rc)
{
	if (rc)
		fail_msg("%s: %s", err_table[rc].name, err.text);
}

static int64_t
number(struct db *db, const char *sql)
{
	struct rows rows;

	ok(db_query(db, &err, arena, &rows, sql, NO_ARGS));
	assert_int_equal(rows.nrows, 1);
	return rows_at(&rows, 0, 0)->i;
}

static void
values_come_back_as_they_went(void **state)
{
	struct db *db = db_open("/tmp/unit-db", DB_WRITE, &err);
	struct rows r;

	(void)state;
	assert_non_null(db);
	ok(db_script(db, &err, "DROP TABLE IF EXISTS word;"
	    "CREATE TABLE word (id BIGINT PRIMARY KEY, said TEXT)"));
	ok(db_run(db, &err, "INSERT INTO word (id, said) VALUES ($1, $2)",
	    ARGS(INT(INT64_MAX), TEXT("Grüße"))));
	ok(db_query(db, &err, arena, &r, "SELECT id, said FROM word "
	    "WHERE said = $1", ARGS(TEXT("Grüße"))));
	assert_int_equal(rows_at(&r, 0, 0)->i, INT64_MAX);
	assert_string_equal(rows_at(&r, 0, 1)->s, "Grüße");
	assert_int_equal(db_run(db, &err, "INSERT INTO word (id, said) "
	    "VALUES ($1, $2)", ARGS(INT(INT64_MAX), NONE)), RC_CONFLICT);
	assert_int_equal(number(db, "SELECT count(*) FROM word"), 1);
	db_close(db);
	unlink("/tmp/unit-db");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back_as_they_went),
	};
	int failed;

	arena = arena_new();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
