/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* lynis.c - reports of Lynis. */
#include "unit.h"

#include "exchange/lynis.h"
#include "exchange/unpack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
load(struct arena *a, const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	const char *s = NULL;
	struct err err;

	if (!f) {
		print_message("skipped: there is no %s\n", path);
		arena_free(a);
		skip();
	}
	assert_int_equal(unpack_whole((struct source){ stdio_read, f }, NULL,
	    &err, a, &s, n), RC_OK);
	fclose(f);
	return s;
}

static const struct scan *
read_path(struct arena *a, const char *path)
{
	const struct scan *out = NULL;
	struct err err = { .code = RC_OK };
	size_t n = 0;
	const char *s = load(a, path, &n);

	if (lynis_read(&err, a, s, n, NULL, &out))
		fail_msg("%s", err.text);
	return out;
}

static void
a_report_is_read(void **state)
{
	struct arena *a = arena_new();
	const struct scan *s = read_path(a, TEST_SOURCE
	    "/tests/data/lynis-report.dat");

	(void)state;
	assert_string_equal(scan_summary(a, s, 8000),
	    "- Host: dome01\n"
	    "- Addresses: 192.0.2.7 2001:db8::7\n"
	    "- System: Debian 12.5\n"
	    "- Tool: Lynis 3.0.8\n"
	    "- Run by: Keeper of the dome\n"
	    "- Begun: 2026-03-01T19:15:00 (local time)\n"
	    "- Ended: 2026-03-01T19:15:41 (local time)\n"
	    "- Hardening index: 53\n"
	    "- Tests run: 226\n"
	    "- Results: 1 warning, 2 suggestions\n\n"
	    "- suggestion: BOOT-5122, Set a password on the boot loader\n"
	    "- warning: PKGS-7388, No repository for security updates: apt; "
	    "text:Add one\n"
	    "- suggestion: KRNL-6000, Kernel values differ: Change them\n");
	assert_int_equal(s->index, 53);
	assert_true(s->whole);
	arena_free(a);
}

static void
a_run_that_was_broken_off_says_so(void **state)
{
	struct arena *a = arena_new();
	size_t n = 0;
	const char *s = load(a, TEST_SOURCE "/tests/data/lynis-report.dat", &n);
	const struct scan *out = NULL;
	struct err err;

	(void)state;
	n = (size_t)(strstr(s, "hardening_index") - s);
	assert_int_equal(lynis_read(&err, a, s, n, NULL, &out), RC_OK);
	assert_false(out->whole);
	assert_int_equal(out->index, UNSET);
	assert_non_null(strstr(scan_summary(a, out, 8000), "broken off"));
	arena_free(a);
}

static void
what_is_no_report_is_refused(void **state)
{
	static const struct { const char *s, *said; } cases[] = {
		{ "", "the report does not say which version of Lynis wrote "
		    "it" },
		{ "lynis_version=3\n",
		    "the report does not say which host it is about" },
		{ "a=b\nno equals\n", "line 2 is not of the form name=value" },
		{ "# x\n=5\n", "line 2 is not of the form name=value" },
		{ "a=\xff\n", "line 1 is not UTF-8 text" },
		{ "a=\x1b[2J\n", "line 1 is not UTF-8 text" },
		{ "hardening_index=101\n",
		    "line 1: hardening_index is no number in its range" },
		{ "lynis_tests_done=some\n",
		    "line 1: lynis_tests_done is no number in its range" },
	};
	struct arena *a = arena_new();
	const struct scan *out = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++) {
		assert_int_equal(lynis_read(&err, a, cases[i].s,
		    strlen(cases[i].s), NULL, &out), RC_INVALID);
		assert_string_equal(err.text, cases[i].said);
	}
	assert_null(out);
	assert_int_equal(lynis_read(&err, a, "a=\0b", 4, NULL, &out),
	    RC_INVALID);
	arena_free(a);
}

static void
bounds_hold(void **state)
{
	const struct lynis_limits limits = { 60, 20, 1 };
	static const struct { const char *s; enum rc rc; } cases[] = {
		{ "lynis_version=3\nhostname=h\nwarning[]=A|b|\n", RC_OK },
		{ "lynis_version=3\nhostname=h\nwarning[]=A|\nwarning[]=B|\n",
		    RC_LIMIT },
		{ "lynis_version=3.0000\nhostname=h\n", RC_OK },
		{ "lynis_version=3.00000\nhostname=h\n", RC_LIMIT },
		{ "lynis_version=3\nhostname=h\na=1\na=2\na=3\na=4\na=5\na=6\n"
		    "a=7\na=8\n\n", RC_OK },
		{ "lynis_version=3\nhostname=h\na=1\na=2\na=3\na=4\na=5\na=6\n"
		    "a=7\na=8\n\n\n", RC_LIMIT },
	};
	struct arena *a = arena_new();
	const struct scan *out;
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++)
		assert_int_equal(lynis_read(&err, a, cases[i].s,
		    strlen(cases[i].s), &limits, &out), cases[i].rc);
	arena_free(a);
}

/* A text format: a cut report can be whole lines; never a crash. */
static void
a_file_cut_anywhere_is_refused_or_broken_off(void **state)
{
	struct arena *a = arena_new();
	size_t n = 0, cuts = 200;
	const char *s = load(a, TEST_SOURCE "/tests/data/lynis-report.dat", &n);
	struct err err;

	(void)state;
	for (size_t i = 0; i < cuts; i++) {
		const struct scan *out = NULL;
		enum rc rc = lynis_read(&err, a, s, (n - 2) * i / cuts, NULL,
		    &out);

		assert_true(rc == RC_OK ? !out->whole : *err.text != '\0');
	}
	arena_free(a);
}

static void
debian_11_has_the_hardening_index_53(void **state)
{
	struct arena *a = arena_new();
	const struct scan *s = read_path(a, TEST_REFERENCE
	    "/data/interop/lynis/debian11_lynis-3.0.2-report.dat");

	(void)state;
	assert_int_equal(s->index, 53);
	assert_int_equal(s->tests, 226);
	assert_int_equal(s->counts[SCAN_WARNING], 2);
	assert_int_equal(s->counts[SCAN_SUGGESTION], 38);
	assert_string_equal(s->host, "auditee01");
	assert_string_equal(s->tool, "Lynis 3.0.2");
	assert_string_equal(s->system, "Debian 11.11");
	assert_true(s->whole);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_is_read),
		cmocka_unit_test(a_run_that_was_broken_off_says_so),
		cmocka_unit_test(what_is_no_report_is_refused),
		cmocka_unit_test(bounds_hold),
		cmocka_unit_test(a_file_cut_anywhere_is_refused_or_broken_off),
		cmocka_unit_test(debian_11_has_the_hardening_index_53),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
