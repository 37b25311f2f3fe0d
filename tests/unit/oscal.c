/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* oscal.c - catalogues: what comes out of one, and what is refused where. */
#include "unit.h"

#include "base/date.h"
#include "exchange/oscal.h"
#include "exchange/unpack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INTEROP TEST_REFERENCE "/data/interop/oscal/"

/* NULL when there is no such file. */
static const char *
load(struct arena *a, const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	const char *s = NULL;
	struct err err;

	if (!f)
		return NULL;
	assert_int_equal(unpack_whole((struct source){ stdio_read, f }, NULL,
	    &err, a, &s, n), RC_OK);
	fclose(f);
	return s;
}

static struct oscal_catalog
read_file(struct arena *a, const char *path)
{
	struct oscal_catalog c = { 0 };
	size_t n = 0;
	const char *s = load(a, path, &n);
	struct err err = { .code = RC_OK };

	if (!s) {
		print_message("skipped: there is no %s\n", path);
		arena_free(a);
		skip();
	}
	if (oscal_catalog_read(&err, a, s, n, &c))
		fail_msg("%s", err.text);
	return c;
}

static const struct oscal_item *
find(const struct oscal_catalog *c, const char *id)
{
	for (const struct oscal_item *i = c->items; i; i = i->next) {
		if (strcmp(i->id, id) == 0)
			return i;
	}
	fail_msg("no item %s", id);
	return NULL;
}

static void
a_catalogue_becomes_a_tree(void **state)
{
	static const struct { const char *number, *parent; } tree[] = {
		{ "HR", NULL }, { "HR-1", "HR" }, { "HR-2", "HR" },
		{ "HR-2 a", "HR-2" }, { "HR-2 a.1", "HR-2 a" },
		{ "HR-2 a.(b)", "HR-2 a" }, { "HR-2 b", "HR-2" },
		{ "HR-2(1)", "HR-2" }, { "HR-2(2)", "HR-2" },
		{ "GROUP-10", NULL }, { "GV.X", "GROUP-10" },
		{ "GV.X-01", "GV.X" }, { "GV.X-01.1", "GV.X-01" },
	};
	struct arena *a = arena_new();
	struct oscal_catalog c = read_file(a, TEST_SOURCE
	    "/tests/data/catalog.json");
	const struct oscal_item *item = c.items;
	int64_t day = 0;

	(void)state;
	for (size_t i = 0; i < NELEMS(tree); i++, item = item->next) {
		assert_string_equal(item->number, tree[i].number);
		assert_int_equal(item->position, i + 1);
		if (tree[i].parent)
			assert_string_equal(item->parent->number,
			    tree[i].parent);
		else
			assert_null(item->parent);
	}
	assert_null(item);
	assert_int_equal(c.n, NELEMS(tree));
	assert_int_equal(c.counts[OSCAL_GROUP], 3);
	assert_int_equal(c.counts[OSCAL_CONTROL], 4);
	assert_int_equal(c.counts[OSCAL_ENHANCEMENT], 2);
	assert_int_equal(c.counts[OSCAL_STATEMENT], 4);
	assert_int_equal(c.withdrawn, 1);
	assert_string_equal(c.publisher, "The observatory");
	assert_string_equal(c.version, "1.2");
	assert_true(day_parse("2026-02-02", &day));
	assert_int_equal(c.published, day);
	arena_free(a);
}

static void
texts_are_made_for_readers(void **state)
{
	struct arena *a = arena_new();
	struct oscal_catalog c = read_file(a, TEST_SOURCE
	    "/tests/data/catalog.json");
	const struct oscal_item *keys = find(&c, "hr-2");

	(void)state;
	assert_string_equal(keys->statement,
	    "Whoever takes a key [Selection (one or more): asks [Assignment: "
	    "the keeper]; signs the book]:\n\n"
	    "- a. within five days, by [Selection: day; night]; and\n"
	    "  - 1. by [Assignment: everybody on the payroll];\n"
	    "  - (b) by [nobody] {{ or not }}.\n"
	    "- b. before dusk.");
	assert_string_equal(keys->guidance, "A book by the door serves.\n\n"
	    "- A book with a pen on a string");
	assert_string_equal(find(&c, "hr")->statement,
	    "What keeps the house shut.");
	assert_string_equal(find(&c, "hr-1")->title,
	    "The dome is shut when it rains.");
	assert_string_equal(find(&c, "hr-2_smt.b")->title, "before dusk.");
	assert_true(find(&c, "hr-2.2")->withdrawn);
	assert_string_equal(find(&c, "hr-2.2")->statement,
	    "Withdrawn: incorporated into HR-2 b, elsewhere.");
	assert_null(find(&c, "GV.X-01")->statement);
	arena_free(a);
}

/* The file with one text exchanged for another. */
static const char *
with(struct arena *a, const char *s, const char *old, const char *new)
{
	const char *at = strstr(s, old);

	assert_non_null(at);
	return arena_fmt(a, "%.*s%s%s", (int)(at - s), s, new,
	    at + strlen(old));
}

static void
a_broken_catalogue_is_refused_with_its_place(void **state)
{
	static const struct { const char *old, *new, *said; } cases[] = {
		{ "\"uuid\": \"5b1e", "\"uuid\": \"xb1e", "line 3, column 13, "
		    "catalog.uuid: this is no UUID" },
		{ "\"title\": \"Keys\",", "", "line 24, column 11, "
		    "catalog.groups[0].controls[0]: \"title\" is missing" },
		{ "\"hr-2.1\"", "\"hr-1\"", "line 59, column 15, "
		    "catalog.groups[0].controls[0].controls[0]: two items have the id "
		    "hr-1" },
		{ "\"hr-2_p2\"", "\"hr-2_p1\"", "line 28, column 15, "
		    "catalog.groups[0].controls[0].params[1]: two parameters "
		    "have the id hr-2_p1" },
		{ "\"1.1.3\"", "\"2.0.0\"", "line 9, column 24, "
		    "catalog.metadata.oscal-version: only OSCAL 1.x is read" },
		{ "T10:00:00Z", "", "line 7, column 24, "
		    "catalog.metadata.last-modified: this is no time with a "
		    "zone" },
		{ "\"catalog\"", "\"profile\"", "line 1, column 1, the "
		    "document: this is no OSCAL catalogue, but of the kind "
		    "profile" },
		{ "\"controls\": [", "\"controls\": 5, \"x\": [", "line 23, "
		    "column 21, catalog.groups[0].controls: a list is wanted "
		    "here, not a whole number" },
		{ "\"id\": \"hr-2\", ", "", "line 24, column 11, "
		    "catalog.groups[0].controls[0]: \"id\" is missing" },
		{ "before dusk", "before\\u001bdusk", "line 24, column 11, "
		    "catalog.groups[0].controls[0]: its "
		    "text holds control characters" },
	};
	struct arena *a = arena_new();
	size_t n = 0;
	const char *s = load(a, TEST_SOURCE "/tests/data/catalog.json", &n);
	struct oscal_catalog c = { 0 };
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++) {
		const char *bad = with(a, s, cases[i].old, cases[i].new);

		assert_int_equal(oscal_catalog_read(&err, a, bad, strlen(bad),
		    &c), RC_INVALID);
		assert_string_equal(err.text, cases[i].said);
		assert_null(c.items);
	}
	assert_int_equal(oscal_catalog_read(&err, a, "<catalog/>", 10, &c),
	    RC_INVALID);
	assert_non_null(strstr(err.hint, "XML"));
	arena_free(a);
}

static void
parameters_that_name_one_another_end(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a };
	struct oscal_catalog c = { 0 };
	struct err err;

	(void)state;
	buf_str(&b, "{\"catalog\":{\"uuid\":\"5b1e9c1a-58a7-4f0c-9d6c-"
	    "0f6d0f7f7a01\",\"metadata\":{\"title\":\"t\",\"version\":\"1\","
	    "\"oscal-version\":\"1.0.0\",\"last-modified\":"
	    "\"2026-01-01T00:00:00Z\"},\"params\":[{\"id\":\"p\",\"select\":"
	    "{\"choice\":[\"x\"");
	for (size_t i = 0; i < 2000; i++)
		buf_str(&b, ",\"{{ insert: param, p }}\"");
	buf_str(&b, "]}}],\"controls\":[{\"id\":\"c\",\"title\":\"c\","
	    "\"parts\":[{\"name\":\"statement\",\"prose\":"
	    "\"{{ insert: param, p }}\"}]}]}}");
	assert_int_equal(oscal_catalog_read(&err, a, b.s, b.len, &c),
	    RC_INVALID);
	assert_non_null(strstr(err.text, "its text is longer than"));
	arena_free(a);
}

static void
a_file_cut_anywhere_is_refused(void **state)
{
	struct arena *a = arena_new();
	size_t n = 0, cuts = 200;
	const char *s = load(a, TEST_SOURCE "/tests/data/catalog.json", &n);
	struct oscal_catalog c = { 0 };
	struct err err;

	(void)state;
	while (s[n - 1] == '\n')
		n--;
	for (size_t i = 0; i < cuts; i++) {
		assert_int_equal(oscal_catalog_read(&err, a, s, n * i / cuts,
		    &c), RC_INVALID);
		assert_memory_equal(err.text, "line ", 5);
		assert_non_null(strstr(err.hint, "cut"));
		assert_null(c.items);
	}
	arena_free(a);
}

static void
csf_2_0_has_219_controls(void **state)
{
	struct arena *a = arena_new();
	struct oscal_catalog c = read_file(a, INTEROP "nist-catalogs/"
	    "NIST_CSF_v2.0_catalog.converted.json");

	(void)state;
	assert_int_equal(c.counts[OSCAL_CONTROL] +
	    c.counts[OSCAL_ENHANCEMENT], 219);
	assert_int_equal(c.counts[OSCAL_GROUP], 6);
	assert_int_equal(c.counts[OSCAL_STATEMENT], 0);
	assert_string_equal(c.title, "NIST Cybersecurity Framework 2.0");
	assert_string_equal(find(&c, "GV.OC-01")->title, "The organizational "
	    "mission is understood and informs cybersecurity risk management");
	assert_string_equal(find(&c, "GV.OC-01")->parent->number, "GV.OC");
	assert_string_equal(find(&c, "GV")->number, "GV");
	assert_string_equal(c.publisher,
	    "National Institute of Standards and Technology");
	arena_free(a);
}

static void
sp_800_53_has_1189_controls(void **state)
{
	struct arena *a = arena_new();
	struct oscal_catalog c = read_file(a, INTEROP "nist-catalogs/"
	    "NIST_SP-800-53_rev5_catalog.oscal-1.0.0.json.xz");
	const struct oscal_item *ac = find(&c, "ac-2.3");

	(void)state;
	assert_int_equal(c.counts[OSCAL_CONTROL], 322);
	assert_int_equal(c.counts[OSCAL_ENHANCEMENT], 867);
	assert_int_equal(c.counts[OSCAL_CONTROL] +
	    c.counts[OSCAL_ENHANCEMENT], 1189);
	assert_int_equal(c.counts[OSCAL_GROUP], 20);
	assert_int_equal(c.counts[OSCAL_STATEMENT], 1106);
	assert_int_equal(c.withdrawn, 182);
	assert_string_equal(ac->number, "AC-2(3)");
	assert_string_equal(ac->parent->number, "AC-2");
	assert_string_equal(ac->statement, "Disable accounts within "
	    "[Assignment: organization-defined time period] when the "
	    "accounts:\n\n- (a) Have expired;\n- (b) Are no longer associated "
	    "with a user or individual;\n- (c) Are in violation of "
	    "organizational policy; or\n- (d) Have been inactive for "
	    "[Assignment: organization-defined time period].");
	assert_non_null(ac->guidance);
	assert_string_equal(find(&c, "ac-2.10")->statement,
	    "Withdrawn: incorporated into AC-2 k.");
	for (const struct oscal_item *i = c.items; i; i = i->next) {
		assert_null(i->statement ? strstr(i->statement, "{{") : NULL);
		assert_true(strlen(i->number) <= OSCAL_NUMBER);
		assert_true(!i->parent || i->parent->position < i->position);
	}
	arena_free(a);
}

static void
the_example_of_nist_is_read(void **state)
{
	struct arena *a = arena_new();
	struct oscal_catalog c = read_file(a, INTEROP
	    "examples/basic-catalog.json");

	(void)state;
	assert_int_equal(c.counts[OSCAL_CONTROL], 4);
	assert_int_equal(c.counts[OSCAL_GROUP], 4);
	assert_non_null(strstr(find(&c, "s1.1.1")->statement, "[Selection "
	    "(one or more): initiating a device lock after [Assignment: a "
	    "duration] of inactivity; "));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_catalogue_becomes_a_tree),
		cmocka_unit_test(texts_are_made_for_readers),
		cmocka_unit_test(a_broken_catalogue_is_refused_with_its_place),
		cmocka_unit_test(parameters_that_name_one_another_end),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(csf_2_0_has_219_controls),
		cmocka_unit_test(sp_800_53_has_1189_controls),
		cmocka_unit_test(the_example_of_nist_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
