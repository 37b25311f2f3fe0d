/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* file.c - small files: whole or not at all. */
#include "unit.h"

#include "base/file.h"
#include "tool.h"

static void
a_file_is_written_and_replaced(void **state)
{
	struct arena *a = arena_new();
	struct tool_folder f;
	const char *path;
	struct stat st;
	struct err err;
	char *s = NULL;
	size_t n = 0;

	(void)state;
	tool_folder_make(&f);
	path = tool_path(&f, "x");
	assert_int_equal(file_read(&err, a, path, 10, &s, &n), RC_MISSING);
	assert_int_equal(file_write(&err, path, "one", 3, 0400, FILE_NEW),
	    RC_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0400);
	assert_int_equal(st.st_nlink, 1);
	assert_int_equal(file_write(&err, path, "two", 3, 0600, FILE_NEW),
	    RC_CONFLICT);
	assert_int_equal(file_read(&err, a, path, 3, &s, &n), RC_OK);
	assert_int_equal(n, 3);
	assert_string_equal(s, "one");
	assert_int_equal(file_write(&err, path, "four", 4, 0600, FILE_REPLACE),
	    RC_OK);
	assert_int_equal(file_read(&err, a, path, 3, &s, &n), RC_LIMIT);
	assert_string_equal(s, "one");
	assert_int_equal(file_read(&err, a, f.path, 3, &s, &n), RC_INVALID);
	assert_int_equal(file_read(&err, a, path, 4, &s, &n), RC_OK);
	assert_string_equal(s, "four");
	/* Nothing else is left in the folder. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(f.path), 0);
	arena_free(a);
}

static void
a_folder_that_is_not_there_is_missing(void **state)
{
	struct tool_folder f;
	struct err err;

	(void)state;
	tool_folder_make(&f);
	assert_int_equal(file_write(&err, tool_path(&f, "no/x"), "", 0, 0600,
	    FILE_REPLACE), RC_MISSING);
	assert_int_equal(file_sync_folder(&err, tool_path(&f, "x")), RC_OK);
	tool_folder_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_written_and_replaced),
		cmocka_unit_test(a_folder_that_is_not_there_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
