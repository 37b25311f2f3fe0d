/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The decisions by name: every question of a list with its whole answer, and
 * what must hold of every field.  With MUSTER_GOLDEN set in the environment
 * the golden files are written anew.
 */
#include "table.h"

#include <unistd.h>

#include "base/text.h"
#include "decide/ask.h"

static FILE *
open_file(const char *name, const char *mode)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", TEST_SOURCE, name);
	FILE *f = fopen(path, mode);

	if (!f)
		fail_msg("cannot open %s", path);
	return f;
}

static bool
wants_golden(void)
{
	return getenv("MUSTER_GOLDEN") != NULL;
}

/* The next line without its end, NULL after the last. */
static char *
next_line(FILE *f, char *line, size_t size)
{
	if (!fgets(line, (int)size, f))
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	return line;
}

enum { LINE = 1 << 17 };

static void
answers_as_before(void **state)
{
	FILE *in = open_file("tests/data/decide-questions.txt", "r");
	FILE *out = open_file("tests/golden/decide.jsonl",
	    wants_golden() ? "w" : "r");
	char *line = must_alloc(LINE), *want = must_alloc(LINE);
	size_t row = 0;

	(void)state;
	while (next_line(in, line, LINE)) {
		struct arena *a = arena_new();
		struct buf b = { .arena = a };
		struct err err = { .code = RC_OK };
		char *json = strchr(line, '\t');

		assert_non_null(json);
		*json++ = '\0';
		row++;
		decide_line(&err, a, line, json, strlen(json), &b);
		b.s[b.len - 1] = '\0';
		if (wants_golden())
			fprintf(out, "%s\n", b.s);
		else if (!next_line(out, want, LINE) || !str_eq(want, b.s))
			fail_msg("question %zu: %s\n%s %s", row, b.s, line,
			    json);
		arena_free(a);
	}
	assert_true(row > 60);
	if (!wants_golden())
		assert_null(next_line(out, want, LINE));
	fclose(in);
	fclose(out);
	free(line);
	free(want);
}

/* The text form holds what JSON holds; a look at its shape is enough. */
static void
answers_as_text(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a };
	struct err err;
	const char *json = "{\"sites\":26,\"kind\":\"initial\"}";

	(void)state;
	assert_int_equal(decide_text(&err, a, "sites", json, strlen(json), &b),
	    RC_OK);
	assert_non_null(strstr(b.s, "How many sites to visit\n\n"
	    "Sites to audit                  6\n"));
	assert_non_null(strstr(b.s,
	    "\nWhat as many sites at random would miss\n"
	    "  Sites with fault  Chance to miss them all\n"
	    "                 1          0.7692307692308\n"));
	assert_non_null(strstr(b.s, "\nAssumptions\n  - "));
	assert_non_null(strstr(b.s, "\nSoftware  "));
	assert_non_null(strstr(b.s, "\nInputs\n  sites 26\n"));
	arena_free(a);
}

static void
manual_is_in_docs(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a };
	FILE *f = open_file("docs/decide-fields.md",
	    wants_golden() ? "w" : "r");
	char *have = must_alloc(LINE);

	(void)state;
	ask_manual_all(&b);
	assert_true(b.len < LINE);
	if (wants_golden()) {
		fputs(b.s, f);
	} else {
		have[fread(have, 1, LINE - 1, f)] = '\0';
		if (!str_eq(have, b.s))
			fail_msg("docs/decide-fields.md is not what the table "
			    "says");
	}
	fclose(f);
	free(have);
	arena_free(a);
}

/* A field's own example, with those of the needed ones, is never refused. */
static void
check_example(const struct ask_name *n, const struct ask_field *f)
{
	struct arena *a = arena_new();
	struct buf q = { .arena = a }, b = { .arena = a };
	struct err err = { .code = RC_OK };

	assert_true(f->label && *f->label && f->help && *f->help);
	buf_fmt(&q, "{\"%s\":%s", f->name, f->example);
	for (size_t i = 0; i < n->fields; i++)
		if ((n->field[i].flags & ASK_NEEDED) && &n->field[i] != f)
			buf_fmt(&q, ",\"%s\":%s", n->field[i].name,
			    n->field[i].example);
	buf_char(&q, '}');
	decide_line(&err, a, n->name, q.s, q.len, &b);
	/* Of the wrong kind: other refusals hang on fields not given here. */
	const char *kind = arena_fmt(a, "%s is ", f->name);

	if (err.code == RC_INVALID && str_starts(err.text, kind))
		fail_msg("%s: %s: %s", n->name, f->name, err.text);
	arena_free(a);
}

static void
examples_are_good(void **state)
{
	(void)state;
	for (size_t i = 0; ask_names[i]; i++) {
		const struct ask_name *n = ask_names[i];

		assert_ptr_equal(ask_find(n->name), n);
		assert_true(*n->title && *n->help);
		for (size_t j = 0; j < n->fields; j++)
			check_example(n, &n->field[j]);
	}
}

static void
schemas_are_json(void **state)
{
	struct arena *a = arena_new();
	const struct json *j;
	struct err err;

	(void)state;
	for (size_t i = 0; ask_names[i]; i++) {
		struct buf b = { .arena = a };

		ask_schema(ask_names[i], &b);
		if (json_parse(&err, a, b.s, b.len, NULL, &j))
			fail_msg("%s: %s", ask_names[i]->name, err.text);
		assert_int_equal(json_get(j, "properties")->count,
		    ask_names[i]->fields);
	}
	arena_free(a);
}

static void
flags_become_a_question(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a }, out = { .arena = a };
	const struct ask_name *plan = ask_find("sample plan");
	const struct pair good[] = { { "kind", "staged" },
		{ "confidence", "0.9" }, { "tolerable", "5 %" },
		{ "continue_at", "1, 0" }, { "population", "" },
		{ "rates", "0.05,0.1" } };
	const struct pair bad[] = { { "colour", "red" } };
	struct err err;

	(void)state;
	assert_int_equal(ask_from_pairs(&err, plan, good, NELEMS(good), &b),
	    RC_OK);
	assert_string_equal(b.s, "{\"kind\":\"staged\",\"confidence\":\"0.9\","
	    "\"tolerable\":\"5 %\",\"continue_at\":[1,0],"
	    "\"rates\":[\"0.05\",\"0.1\"]}");
	assert_int_equal(decide_ask(&err, a, "sample plan", b.s, b.len, &out),
	    RC_OK);
	assert_non_null(strstr(out.s, "\"n\":49,"));
	assert_int_equal(ask_from_pairs(&err, plan, bad, 1, &b), RC_INVALID);
	assert_string_equal(err.field, "colour");
	arena_free(a);
}

static void
numbers_are_written_plainly(void **state)
{
	static const struct { double v; const char *want; } row[] = {
		{ 0, "0" }, { 1, "1" }, { 0.05, "0.05" }, { -2.5, "-2.5" },
		{ 1e-6, "0.000001" }, { 0.0499757952426165,
		"0.04997579524262" }, { 1234567.25, "1234567.25" },
		{ 1e-12, "1e-12" }, { 1. / 3, "0.3333333333333" },
		{ 1e20, "1e+20" }, { 299, "299" } };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < NELEMS(row); i++) {
		struct buf b = { .arena = a };

		real_write(row[i].v, &b);
		assert_string_equal(b.s, row[i].want);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_as_before),
		cmocka_unit_test(answers_as_text),
		cmocka_unit_test(manual_is_in_docs),
		cmocka_unit_test(examples_are_good),
		cmocka_unit_test(schemas_are_json),
		cmocka_unit_test(flags_become_a_question),
		cmocka_unit_test(numbers_are_written_plainly),
	};

	return cmocka_run_group_tests_name("decide_ask", tests, NULL, NULL);
}
