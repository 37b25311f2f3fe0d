/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * migrate.c - a store goes from one version to the next whole or not at all,
 * and a copy of what it was is left.
 */
#include "unit.h"

#include "core/schema.h"
#include "store_stand.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The second step fails where it fails last: behind what it has made. */
static const char *const good[] = {
	"CREATE TABLE extra (id BIGINT);\nINSERT INTO extra (id) VALUES (7);\n",
	"INSERT INTO extra (id) VALUES (8);\n",
};
static const char *const bad[] = {
	"CREATE TABLE spare (id BIGINT);\n",
	"INSERT INTO nowhere (id) VALUES (8);\n",
};

/* How many copies lie there; they are gone then. */
static int64_t
copies(const char *dir)
{
	char path[300], file[600];
	struct dirent *e;
	int64_t n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/backup", dir);
	d = opendir(path);
	while (d && (e = readdir(d)))
		if (strncmp(e->d_name, "before-", 7) == 0) {
			snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
			n += unlink(file) == 0;
		}
	if (d)
		closedir(d);
	rmdir(path);
	return n;
}

static int64_t
version(struct stand *st)
{
	return stand_number(st, "SELECT CAST(value AS INTEGER) FROM meta "
	    "WHERE name = 'version'");
}

static void
goes_whole_or_not(struct stand *st)
{
	char dir[128];
	struct ctx cx = stand_as(st, -1);
	int64_t kept = db_shared(st->db) ? 0 : 1;

	snprintf(dir, sizeof(dir), "%s/migrate-XXXXXX", unit_folder());
	assert_non_null(mkdtemp(dir));
	assert_int_equal(schema_walk(&cx, good, 1, 1, dir), RC_OK);
	assert_int_equal(copies(dir), 0);
	assert_int_equal(schema_walk(&cx, good, 1, 3, dir), RC_OK);
	assert_int_equal(version(st), 3);
	assert_int_equal(stand_number(st, "SELECT sum(id) FROM extra"), 15);
	assert_int_equal(copies(dir), kept);

	cx = stand_as(st, -1);
	cx.now++;
	assert_int_not_equal(schema_walk(&cx, bad, 1, 3, dir), RC_OK);
	assert_non_null(strstr(cx.err.text, "nowhere"));
	assert_int_equal(copies(dir), kept);
	rmdir(dir);
	assert_int_equal(version(st), 3);
	cx = stand_as(st, -1);
	/* What the first step made is gone with the second. */
	assert_int_equal(db_script(st->db, &cx.err,
	    "CREATE TABLE spare (id BIGINT);\n"), RC_OK);
}

static void
on_goes_whole_or_not(void **state)
{
	(void)state;
	stand_on_both(goes_whole_or_not, "migrate");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_goes_whole_or_not),
	};

	return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
