/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* csv.c - tables in and out, and cells that want to be formulas. */
#include "unit.h"

#include "exchange/csv.h"

#include <stdlib.h>
#include <string.h>

static enum rc
parse(struct arena *a, struct err *err, const char *s, struct csv_table *out)
{
	return csv_table_read(err, a, s, strlen(s), NULL, out);
}

static void
a_table_is_read(void **state)
{
	struct arena *a = arena_new();
	struct csv_table t = { 0 };
	struct err err;

	(void)state;
	assert_int_equal(parse(a, &err, "\xef\xbb\xbfname,note\r\n"
	    "one,\"a \"\"b\"\",\nc\"\r\n\r\n two ,", &t), RC_OK);
	assert_int_equal(t.columns, 2);
	assert_int_equal(t.n, 2);
	assert_string_equal(t.header[0], "name");
	assert_string_equal(t.rows->cells[1], "a \"b\",\nc");
	assert_int_equal(t.rows->line, 2);
	assert_string_equal(t.rows->next->cells[0], " two ");
	assert_string_equal(t.rows->next->cells[1], "");
	assert_int_equal(csv_column(&t, "note"), 1);
	assert_int_equal(csv_column(&t, "not"), -1);
	assert_int_equal(csv_expect(&err, &t, "name note"), RC_OK);
	assert_int_equal(csv_expect(&err, &t, "name"), RC_INVALID);
	assert_int_equal(csv_expect(&err, &t, "name note x"), RC_INVALID);
	assert_int_equal(csv_expect(&err, &t, "name notes"), RC_INVALID);
	assert_string_equal(err.text, "the columns are to be name notes; "
	    "column 2 is note");
	arena_free(a);
}

static void
the_separator_is_found(void **state)
{
	static const char *const same[] = { "a,b;x\n1,2\n", "a;b\n1;2\n",
		"a\tb\n1\t2\n", "sep=;\na;b\n1;2\n", "\"a;;;\",b\n1,2\n",
		"sep=,\r\na,b;;\n1,2\n" };
	struct arena *a = arena_new();
	struct csv_table t;
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(same); i++) {
		assert_int_equal(parse(a, &err, same[i], &t), RC_OK);
		assert_int_equal(t.columns, 2);
		assert_string_equal(t.rows->cells[0], "1");
		assert_string_equal(t.rows->cells[1], "2");
	}
	arena_free(a);
}

static void
a_broken_table_is_refused_with_its_line(void **state)
{
	static const struct { const char *s, *said; } cases[] = {
		{ "", "the table is empty" },
		{ "\n\n", "the table is empty" },
		{ "a,\n", "line 1: column 2 has no name" },
		{ "a,b,a\n",
		    "line 1: columns 1 and 3 have the same name" },
		{ "a,b\n1,2\n\"x\ny\",2\n3\n",
		    "line 5 has 1 cells, the header has 2" },
		{ "a,b\n1,2,3\n", "line 2 has more than 2 cells" },
		{ "a,b\n1,2\n3,\"4\n", "line 3: the cell that begins in this "
		    "row has no closing quotation mark" },
		{ "a,b\n1,\"2\"x\n", "line 2: a quotation mark stands where "
		    "none may" },
		{ "a,b\n1,x\"2\n", "line 2: a quotation mark stands where "
		    "none may" },
		{ "a\n\xe4\n", "line 2 is not UTF-8 text" },
		{ "a\n\x01\n", "line 2 is not UTF-8 text" },
	};
	struct arena *a = arena_new();
	struct csv_table t = { 0 };
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++) {
		assert_int_equal(parse(a, &err, cases[i].s, &t), RC_INVALID);
		assert_string_equal(err.text, cases[i].said);
		assert_int_equal(t.columns, 0);
	}
	arena_free(a);
}

static void
bounds_hold_on_both_sides(void **state)
{
	const struct csv_limits limits = { 20, 2, 3, 4 };
	static const struct { const char *s; enum rc rc; } cases[] = {
		{ "a,b,c\n1,2,3\n1,2,3\n", RC_OK },
		{ "a,b,c\n1,2,3\n1,2,345\n", RC_OK },
		{ "a,b,c\n1,2,3\n1,2,3456\n", RC_LIMIT },
		{ "a\n1\n2\n", RC_OK },
		{ "a\n1\n2\n3\n", RC_LIMIT },
		{ "a,b,c,d\n", RC_INVALID },
		{ "a\n1234\n", RC_OK },
		{ "a\n12345\n", RC_LIMIT },
	};
	struct arena *a = arena_new(), *small = arena_new_capped(5000);
	struct csv_table t;
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++)
		assert_int_equal(csv_table_read(&err, a, cases[i].s,
		    strlen(cases[i].s), &limits, &t), cases[i].rc);
	assert_int_equal(parse(small, &err, "a\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n"
	    "1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n"
	    "1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n"
	    "1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n"
	    "1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n",
	    &t), RC_LIMIT);
	arena_free(small);
	arena_free(a);
}

static void
no_cell_becomes_a_formula_and_all_come_back(void **state)
{
	static const struct { const char *value, *written; } cases[] = {
		{ "plain", "plain" },
		{ "=1+1", "'=1+1" },
		{ "+1", "'+1" },
		{ "-1", "'-1" },
		{ "@x", "'@x" },
		{ "\tx", "\"'\tx\"" },
		{ "\nx", "\"'\nx\"" },
		{ "\xef\xbc\x9dx", "'\xef\xbc\x9dx" },
		{ "'=1", "''=1" },
		{ "''@", "'''@" },
		{ "'quoted'", "'quoted'" },
		{ "=\"a\",b", "\"'=\"\"a\"\",b\"" },
		{ "", "\"\"" },
		{ "1;2", "\"1;2\"" },
		{ "it's", "it's" },
		{ " =1", " =1" },
		{ "\xef\xbb\xbfx", "\"\xef\xbb\xbfx\"" },
		{ "sep=", "\"sep=\"" },
	};
	struct arena *a = arena_new();
	struct buf b = { .arena = a };
	struct csv_table t;
	struct err err;
	const struct csv_row *row;

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++) {
		b = (struct buf){ .arena = a };
		csv_text(&b, cases[i].value);
		assert_string_equal(buf_text(&b), cases[i].written);
	}
	b.len = 0;
	csv_text(&b, "n");
	csv_next(&b);
	csv_text(&b, "value");
	csv_line(&b);
	for (size_t i = 0; i < NELEMS(cases); i++) {
		csv_int(&b, (int64_t)i - 5);
		csv_next(&b);
		csv_text(&b, cases[i].value);
		csv_line(&b);
	}
	assert_int_equal(parse(a, &err, b.s, &t), RC_OK);
	row = t.rows;
	for (size_t i = 0; i < NELEMS(cases); i++, row = row->next)
		assert_string_equal(row->cells[1], cases[i].value);
	assert_string_equal(t.rows->cells[0], "-5");
	b.len = 0;
	csv_int(&b, UNSET);
	csv_text(&b, NULL);
	assert_int_equal(b.len, 0);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_is_read),
		cmocka_unit_test(the_separator_is_found),
		cmocka_unit_test(a_broken_table_is_refused_with_its_line),
		cmocka_unit_test(bounds_hold_on_both_sides),
		cmocka_unit_test(no_cell_becomes_a_formula_and_all_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
