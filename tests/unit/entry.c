/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* entry.c - the one text form of a journal entry, and its commitments. */
#include "unit.h"

#include "base/text.h"
#include "proof/entry.h"

#include <stdlib.h>
#include <string.h>

/* The hashes in this file were made with printf and sha256sum. */
static const char text[] =
    "muster-entry/1\narrived 48213\ntime 2026-09-16T10:31:07Z\nactor 17\n"
    "command finding.agree\nrecord finding 4711 6\naudit 31\noutcome done\n"
    "rule -\nblob -\nvalues "
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
    "index 48101\nprevious "
    "0000000000000000000000000000000000000000000000000000000000000000\n";
static const char leaf[] =
    "aca3c197b36061cc82eba6a2f941f073776a5e8921f0c9568b9ee34ef582fb28";

static struct entry
sample(void)
{
	return (struct entry){
		.arrived = 48213, .time = 1789554667, .actor = 17,
		.command = "finding.agree", .type = "finding", .record = 4711,
		.rev = 6, .audit = 31, .outcome = OUTCOME_DONE,
		.values = entry_no_values, .index = 48101,
		.previous = entry_first,
	};
}

static void
the_form_is_the_settled_one(void **state)
{
	struct arena *a = arena_new();
	struct entry e = sample();
	unsigned char h[HASH];
	char hex[HEX];

	(void)state;
	assert_string_equal(entry_text(a, &e), text);
	entry_leaf(&e, h);
	hash_hex(h, hex);
	assert_string_equal(hex, leaf);
	e.type = NULL;
	e.record = e.rev = 0;
	e.rule = "R-6.4.8-01";
	e.blob = entry_no_values;
	e.outcome = OUTCOME_REFUSED;
	assert_non_null(strstr(entry_text(a, &e), "\nrecord - 0 0\n"));
	assert_non_null(strstr(entry_text(a, &e),
	    "\noutcome refused\nrule R-6.4.8-01\nblob e3b0"));
	arena_free(a);
}

static void
the_longest_entry_has_room(void **state)
{
	char word[ENTRY_WORD + 1] = "", out[ENTRY_MAX];
	struct entry e = {
		.arrived = INT64_MAX, .time = 253402300799, .actor = INT64_MAX,
		.command = word, .type = word, .record = INT64_MAX,
		.rev = INT64_MAX, .audit = INT64_MAX,
		.outcome = OUTCOME_EXPORTED, .rule = word,
		.blob = entry_first, .values = entry_first,
		.index = INT64_MAX, .previous = entry_first,
	};
	struct arena *a = arena_new();
	struct entry back;
	struct err err;
	size_t n;

	(void)state;
	memset(word, 'w', ENTRY_WORD);
	n = entry_write(out, &e);
	assert_int_equal(entry_parse(&err, a, out, n, &back), RC_OK);
	assert_int_equal(back.index, INT64_MAX);
	assert_string_equal(back.rule, word);
	arena_free(a);
}

static void
what_is_read_is_what_was_written(void **state)
{
	struct arena *a = arena_new();
	struct entry e;
	struct err err;

	(void)state;
	assert_int_equal(entry_parse(&err, a, text, sizeof(text) - 1, &e),
	    RC_OK);
	assert_int_equal(e.arrived, 48213);
	assert_int_equal(e.time, 1789554667);
	assert_string_equal(e.command, "finding.agree");
	assert_string_equal(e.type, "finding");
	assert_int_equal(e.rev, 6);
	assert_null(e.rule);
	assert_null(e.blob);
	assert_string_equal(e.previous, entry_first);
	assert_string_equal(entry_text(a, &e), text);
	arena_free(a);
}

struct wrong { const char *from, *to, *line; };

static void
other_forms_are_refused(void **state)
{
	static const struct wrong wrong[] = {
		{ "muster-entry/1", "muster-entry/2", NULL },
		{ "arrived 48213", "arrived 048213", NULL },
		{ "arrived 48213", "arrived -1", "arrived" },
		{ "arrived 48213", "arrived  48213", "arrived" },
		{ "arrived 48213\n", "", "arrived" },
		{ "arrived 48213", "arrived 9223372036854775808", "arrived" },
		{ "10:31:07Z", "12:31:07+02:00", NULL },
		{ "T10:31", " 10:31", NULL },
		{ "10:31:07Z", "10:61:07Z", "time" },
		{ "actor 17", "actor seventeen", "actor" },
		{ "finding.agree", "-", "command" },
		{ "finding.agree", "finding agree", "command" },
		{ "finding.agree", "finding\tagree", "command" },
		{ "record finding 4711 6", "record finding 4711", "record" },
		{ "record finding 4711 6", "record finding 4711 6 ",
		    "record" },
		{ "record finding 4711 6", "record - 4711 6", "record" },
		{ "outcome done", "outcome Done", "outcome" },
		{ "rule -", "rule ", "rule" },
		{ "blob -", "blob 12", "blob" },
		{ "values e3b0", "values E3B0", "values" },
		{ "index 48101", "index +48101", "index" },
		{ "previous 0", "previous ", "previous" },
		{ "0\n", "0\nmore", NULL },
		{ "\naudit 31", "\r\naudit 31", "record" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < NELEMS(wrong); i++) {
		const char *at = strstr(text, wrong[i].from);
		struct err err = { 0 };
		struct entry e;
		char *s;

		assert_non_null(at);
		if (str_eq(wrong[i].from, "0\n"))
			at = text + sizeof(text) - 3;
		s = arena_fmt(a, "%.*s%s%s", (int)(at - text), text,
		    wrong[i].to, at + strlen(wrong[i].from));
		assert_int_equal(entry_parse(&err, a, s, strlen(s), &e),
		    RC_INVALID);
		if (wrong[i].line || err.field)
			assert_string_equal(err.field, wrong[i].line);
	}
	arena_free(a);
}

/* Each bit of each byte: either refused, or other words and so another leaf. */
static void
no_flip_goes_unseen(void **state)
{
	struct arena *a = arena_new();
	char s[sizeof(text)];
	struct entry e;
	struct err err;

	(void)state;
	for (size_t bit = 0; bit < 8 * (sizeof(text) - 1); bit++) {
		memcpy(s, text, sizeof(s));
		s[bit / 8] = (char)(s[bit / 8] ^ 1 << bit % 8);
		if (!entry_parse(&err, a, s, sizeof(s) - 1, &e)) {
			assert_string_equal(entry_text(a, &e), s);
			assert_string_not_equal(s, text);
		}
		arena_reset(a);
	}
	for (size_t n = 0; n < sizeof(text) - 1; n++)
		assert_int_not_equal(entry_parse(&err, a, text, n, &e), RC_OK);
	assert_int_equal(entry_parse(&err, a, text, sizeof(text), &e),
	    RC_INVALID);
	arena_free(a);
}

static void
values_are_bound_and_hidden(void **state)
{
	struct arena *a = arena_new();
	unsigned char salt[SALT];
	struct commitment c[2] = { { .name = "title" }, { .name = "due" } };
	char hex[HEX];

	(void)state;
	memset(salt, 7, SALT);
	entry_commit(salt, "title", "Größe", strlen("Größe"), c[0].c);
	hash_hex(c[0].c, hex);
	assert_string_equal(hex, "7c1e1af09e009afb256dd531dec2dfab"
	    "1797827fc26a09f3d840cc47a51b1241");
	memset(salt, 8, SALT);
	entry_commit(salt, "due", "", 0, c[1].c);
	entry_values(a, c, 2, hex);
	assert_string_equal(hex, "94d415bb1f49c9ac36793025ee296878"
	    "b60fa2bed6ecede36fc9431450c13d27");
	assert_string_equal(c[0].name, "due");
	entry_values(a, NULL, 0, hex);
	assert_string_equal(hex, entry_no_values);
	arena_free(a);
}

static void
outcomes_have_names(void **state)
{
	enum outcome o;

	(void)state;
	assert_true(outcome_parse("exported", &o));
	assert_string_equal(outcome_name(o), "exported");
	assert_false(outcome_parse("", &o));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form_is_the_settled_one),
		cmocka_unit_test(the_longest_entry_has_room),
		cmocka_unit_test(what_is_read_is_what_was_written),
		cmocka_unit_test(other_forms_are_refused),
		cmocka_unit_test(no_flip_goes_unseen),
		cmocka_unit_test(values_are_bound_and_hidden),
		cmocka_unit_test(outcomes_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
