/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* catalog.c - catalogues become criteria, once, all or nothing. */
#include "unit.h"

#include "base/text.h"
#include "exchange/catalog.h"
#include "exchange/unpack.h"
#include "model/criteria.h"
#include "store_stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NIST TEST_REFERENCE "/data/interop/oscal/nist-catalogs/"

enum { MANAGER, AUDITOR };

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

static void
people(struct stand *st)
{
	int64_t org = stand_must(st, -1, "organization.create", NULL,
	    "name=House|duties=client");

	stand_person(st, MANAGER, "mary", "programme_manager", org);
	stand_person(st, AUDITOR, "adam", "administrator", org);
}

static enum rc
import(struct stand *st, int who, const char *json, run_fn *run,
    struct catalog_result *out, struct err *err)
{
	struct ctx cx = stand_as(st, who);
	struct catalog_options opt = { .origin = "file.json", .run = run };
	struct oscal_catalog c;
	enum rc rc;

	opt.hash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	cx.arena = arena_new_capped(512 * 1024 * 1024);
	*out = (struct catalog_result){ 0 };
	rc = oscal_catalog_read(&cx.err, cx.arena, json, strlen(json), &c);
	if (!rc)
		rc = catalog_import(&cx, &c, &opt, out);
	if (rc)
		*err = cx.err;
	/* The largest known catalogue fits into the arena of a request. */
	assert_true(arena_used(cx.arena) < ARENA_CAP);
	out->short_name = arena_str(st->arena, out->short_name);
	arena_free(cx.arena);
	return rc;
}

static const char *
with(struct arena *a, const char *s, const char *old, const char *new)
{
	const char *at = strstr(s, old);

	assert_non_null(at);
	return arena_fmt(a, "%.*s%s%s", (int)(at - s), s, new,
	    at + strlen(old));
}

static void
mended_files(struct stand *st)
{
	size_t n = 0;
	const char *s = load(st->arena, TEST_SOURCE "/tests/data/catalog.json",
	    &n), *other;
	struct catalog_result r;
	struct err err = { .code = RC_OK };

	people(st);
	/* Looked at, tried: nothing is there after it. */
	assert_int_equal(import(st, MANAGER, s, NULL, &r, &err), RC_OK);
	assert_int_equal(r.added, 13);
	assert_int_equal(r.orders, 15);
	assert_int_equal(import(st, MANAGER, s, command_try, &r, &err), RC_OK);
	assert_int_equal(r.added, 13);
	assert_int_equal(stand_number(st,
	    "SELECT count(*) FROM criterion_item"), 0);
	/* Done, and done again. */
	assert_int_equal(import(st, MANAGER, s, command_alone, &r, &err),
	    RC_OK);
	assert_true(r.new_source && r.new_edition && r.edition);
	assert_string_equal(r.short_name, "House rules of a small observatory");
	assert_int_equal(stand_number(st, "SELECT count(*) FROM criterion_item "
	    "WHERE statement <> '' AND withdrawn = 1"), 1);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM criterion_item "
	    "i JOIN criterion_item p ON p.id = i.parent WHERE i.number = "
	    "'HR-2 a.1' AND p.number = 'HR-2 a'"), 1);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM "
	    "criteria_edition WHERE origin = 'file.json' AND hash <> '' AND "
	    "published = 20486"), 1);
	assert_int_equal(import(st, MANAGER, s, command_alone, &r, &err),
	    RC_OK);
	assert_int_equal(r.orders, 0);
	assert_int_equal(r.same, 13);
	/* One text mended, one item gone, one moved under a new parent. */
	other = with(st->arena, s, "when it rains", "when it pours");
	other = with(st->arena, other, "\"id\": \"hr-2_smt.b\"",
	    "\"id\": \"hr-2_smt.c\"");
	assert_int_equal(import(st, MANAGER, other, command_alone, &r, &err),
	    RC_OK);
	assert_int_equal(r.added, 1);
	assert_int_equal(r.gone, 1);
	assert_true(r.changed >= 1 && r.changed + r.same == 12);
	assert_false(r.new_source || r.new_edition);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM criterion_item "
	    "WHERE statement LIKE '%pours%'"), 1);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM criterion_item "
	    "WHERE external_id = 'hr-2_smt.b' AND withdrawn = 1"), 1);
	/* Another document of the same source is another edition. */
	other = with(st->arena, s, "5b1e9c1a", "6b1e9c1a");
	assert_int_equal(import(st, MANAGER, other, command_alone, &r, &err),
	    RC_OK);
	assert_true(r.new_edition && !r.new_source);
	assert_int_equal(stand_number(st,
	    "SELECT count(*) FROM criteria_edition"), 2);
}

static void
refusals(struct stand *st)
{
	size_t n = 0;
	const char *s = load(st->arena, TEST_SOURCE "/tests/data/catalog.json",
	    &n), *bad;
	struct catalog_result r;
	struct err err = { .code = RC_OK };

	people(st);
	assert_int_equal(import(st, AUDITOR, s, command_alone, &r, &err),
	    RC_DENIED);
	bad = with(st->arena, s, "\"value\": \"HR-2(1)\"",
	    "\"value\": \"  \"");
	assert_int_equal(import(st, MANAGER, bad, command_alone, &r, &err),
	    RC_INVALID);
	assert_non_null(strstr(err.text, "Number is missing"));
	assert_int_equal(stand_number(st, "SELECT count(*) FROM criterion_item"
	    ), 0);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM "
	    "criteria_source"), 0);
}

static void
nist(struct stand *st)
{
	static const struct { const char *file; int64_t controls, items; }
	files[] = {
		{ NIST "NIST_CSF_v2.0_catalog.converted.json", 219, 225 },
		{ NIST "NIST_SP-800-53_rev5_catalog.oscal-1.0.0.json.xz", 1189,
		    1189 + 20 + 1106 },
	};
	struct catalog_result r;
	struct err err = { .code = RC_OK };

	people(st);
	for (size_t i = 0; i < NELEMS(files); i++) {
		size_t n = 0;
		const char *s = load(st->arena, files[i].file, &n);

		if (!s) {
			print_message("there is no %s\n", files[i].file);
			continue;
		}
		if (import(st, MANAGER, s, command_alone, &r, &err))
			fail_msg("%s", err.text);
		assert_int_equal(r.added, files[i].items);
		assert_int_equal(r.cut, 0);
		assert_int_equal(stand_number(st, arena_fmt(st->arena,
		    "SELECT count(*) FROM criterion_item WHERE edition = %lld "
		    "AND kind IN (7, 8)", (long long)r.edition)),
		    files[i].controls);
		assert_int_equal(import(st, MANAGER, s, command_alone, &r,
		    &err), RC_OK);
		assert_int_equal(r.orders, 0);
	}
}

static void
a_mended_file_changes_what_was_mended(void **state)
{
	(void)state;
	stand_on_both(mended_files, "mended");
}

static void
without_right_or_with_a_fault_nothing_is_stored(void **state)
{
	(void)state;
	stand_on_both(refusals, "refused");
}

static void
the_catalogues_of_nist_come_whole_and_once(void **state)
{
	(void)state;
	stand_on_both(nist, "nist");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mended_file_changes_what_was_mended),
		cmocka_unit_test(
		    without_right_or_with_a_fault_nothing_is_stored),
		cmocka_unit_test(the_catalogues_of_nist_come_whole_and_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
