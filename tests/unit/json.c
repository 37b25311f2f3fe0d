/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* json.c - reading JSON from outside: values, places, bounds, refusals. */
#include "unit.h"

#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct json *
parse(struct arena *a, const char *s)
{
	const struct json *out = NULL;
	struct err err;

	assert_int_equal(json_parse(&err, a, s, strlen(s), NULL, &out), RC_OK);
	return out;
}

static void
values_keep_kind_order_and_place(void **state)
{
	struct arena *a = arena_new();
	const struct json *j = parse(a, "\xef\xbb\xbf{\"b\": [1, -2,\n"
	    "  \"x\\\"]{\\n\", {\"deep\":\t null}],\n\"a\" :true, \"r\": 1.5}");
	const struct json *b = json_get(j, "b"), *deep;
	char path[60];

	(void)state;
	assert_int_equal(j->kind, J_OBJECT);
	assert_int_equal(j->count, 3);
	assert_ptr_equal(j->first, b);
	assert_int_equal(b->count, 4);
	assert_int_equal(b->first->number, 1);
	assert_int_equal(b->first->next->number, -2);
	assert_string_equal(b->first->next->next->text, "x\"]{\n");
	assert_int_equal(b->first->next->next->line, 2);
	assert_int_equal(b->first->next->next->column, 3);
	deep = json_get(b->first->next->next->next, "deep");
	assert_int_equal(deep->kind, J_NULL);
	assert_int_equal(deep->line, 2);
	assert_int_equal(deep->column, 24);
	json_path(path, sizeof(path), deep);
	assert_string_equal(path, "b[3].deep");
	json_path(path, 4, deep);
	assert_string_equal(path, "b[3");
	json_path(path, sizeof(path), j);
	assert_string_equal(path, "the document");
	assert_true(json_get(j, "a")->truth);
	assert_int_equal(json_get(j, "a")->line, 3);
	assert_true(json_get(j, "r")->real > 1.4);
	assert_null(json_get(j, "c"));
	assert_null(json_get(b, "c"));
	assert_null(json_get(NULL, "c"));
	arena_free(a);
}

static void
what_is_wrong_is_said_with_its_place(void **state)
{
	static const struct { const char *s, *said; } bad[] = {
		{ "{\"a\": [1, {\"b\": tru}]}",
		    "line 1, column 19, a[1].b: invalid token" },
		{ "{\"a\": 1,\n \"a\": 2}",
		    "line 2, column 4, a: duplicate object key" },
		{ "{\"a\": \"\xc3(\"}",
		    "line 1, column 7, a: this is not UTF-8" },
		{ "{\"a\": \"\\u0000\"}",
		    "line 1, column 14, a: NUL is not taken in a text" },
		{ "{\"a\": 1} x", "line 1, column 10: end of file expected" },
		{ "{\"a\": [1, 2", "line 1, column 11, a[1]: ']' expected" },
		{ "", "line 1, column 0: '[' or '{' expected" },
		{ "5", "line 1, column 1: '[' or '{' expected" },
		{ "[99999999999999999999]",
		    "line 1, column 21, [0]: too big integer" },
		{ "[1, NaN]", "line 1, column 7, [1]: invalid token" },
		{ "{\"k\xc3\xa4s\": !}",
		    "line 1, column 9, k??s: invalid token" },
	};
	struct arena *a = arena_new();
	const struct json *out = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(bad); i++) {
		assert_int_equal(json_parse(&err, a, bad[i].s,
		    strlen(bad[i].s), NULL, &out), RC_INVALID);
		assert_string_equal(err.text, bad[i].said);
		assert_null(out);
	}
	assert_int_equal(json_parse(&err, a, "[\"a\0b\"]", 7, NULL, &out),
	    RC_INVALID);
	arena_free(a);
}

static enum rc
within(struct arena *a, const char *s, size_t bytes, size_t depth,
    size_t nodes, struct err *err)
{
	const struct json_limits limits = { bytes, depth, nodes };
	const struct json *out;

	return json_parse(err, a, s, strlen(s), &limits, &out);
}

static void
bounds_hold_on_both_sides(void **state)
{
	struct arena *a = arena_new(), *small = arena_new_capped(4000);
	const char *s = "{\"a\": [[1, 2, \"[[[,,,\\\"{\"]]}";
	const struct json *out;
	struct err err;
	char deep[2000];

	(void)state;
	assert_int_equal(within(a, s, strlen(s), 3, 6, &err), RC_OK);
	assert_int_equal(within(a, s, strlen(s) - 1, 3, 6, &err), RC_LIMIT);
	assert_int_equal(within(a, s, strlen(s), 2, 6, &err), RC_LIMIT);
	assert_string_equal(err.text,
	    "the JSON is nested 3 deep, at most 2 are read");
	assert_int_equal(within(a, s, strlen(s), 3, 5, &err), RC_LIMIT);
	memset(deep, '[', sizeof(deep));
	assert_int_equal(json_parse(&err, a, deep, sizeof(deep), NULL, &out),
	    RC_LIMIT);
	for (size_t i = 0; i + 1 < sizeof(deep); i += 2)
		memcpy(deep + i, i ? ",0" : "[0", 2);
	deep[sizeof(deep) - 1] = ']';
	deep[sizeof(deep) - 2] = ' ';
	assert_int_equal(json_parse(&err, a, deep, sizeof(deep), NULL, &out),
	    RC_OK);
	assert_int_equal(json_parse(&err, small, deep, sizeof(deep), NULL,
	    &out), RC_LIMIT);
	arena_free(small);
	arena_free(a);
}

static void
members_are_asked_for_by_kind(void **state)
{
	struct arena *a = arena_new();
	const struct json *j = parse(a,
	    "{\"name\": \"x\", \"n\": 5, \"no\": null, \"in\": [{\"b\": 1.0}]}");
	const struct json *m = j;
	const char *text = NULL;
	struct err err;

	(void)state;
	assert_int_equal(json_want_text(&err, j, "name", &text), RC_OK);
	assert_string_equal(text, "x");
	assert_int_equal(json_want(&err, j, "n", J_INT, &m), RC_OK);
	assert_int_equal(m->number, 5);
	assert_int_equal(json_want_text(&err, j, "n", &text), RC_INVALID);
	assert_string_equal(err.text, "line 1, column 20, n: "
	    "a text is wanted here, not a whole number");
	assert_string_equal(err.field, "n");
	assert_int_equal(json_want_text(&err, j, "no", &text), RC_INVALID);
	assert_string_equal(err.text,
	    "line 1, column 1, the document: \"no\" is missing");
	assert_int_equal(json_may_text(&err, j, "no", &text), RC_OK);
	assert_null(text);
	assert_int_equal(json_may_text(&err, j, "n", &text), RC_INVALID);
	m = json_get(j, "in");
	assert_int_equal(json_want(&err, m, "b", J_INT, &m), RC_INVALID);
	assert_int_equal(json_want(&err, m->first, "b", J_INT, &m),
	    RC_INVALID);
	assert_string_equal(err.text, "line 1, column 48, in[0].b: "
	    "a whole number is wanted here, not a number");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_keep_kind_order_and_place),
		cmocka_unit_test(what_is_wrong_is_said_with_its_place),
		cmocka_unit_test(bounds_hold_on_both_sides),
		cmocka_unit_test(members_are_asked_for_by_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
