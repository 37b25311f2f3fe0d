/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* arf.c - SCAP results, and the hostile files that look like them. */
#include "unit.h"

#include "base/date.h"
#include "exchange/arf.h"

#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static enum rc
read_bytes(struct arena *a, struct err *err, const char *s, size_t n,
    const struct scan **out)
{
	struct memory m = { s, n };

	return arf_read(err, a, (struct source){ memory_read, &m }, NULL, out);
}

static enum rc
read_text(struct arena *a, struct err *err, const char *s)
{
	const struct scan *out = NULL;
	enum rc rc = read_bytes(a, err, s, strlen(s), &out);

	assert_true((rc == RC_OK) == (out != NULL));
	return rc;
}

static const struct scan *
read_path(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	const struct scan *out = NULL;
	struct err err = { .code = RC_OK };

	if (!f) {
		print_message("skipped: there is no %s\n", path);
		arena_free(a);
		skip();
	}
	if (arf_read(&err, a, (struct source){ stdio_read, f }, NULL, &out))
		fail_msg("%s", err.text);
	fclose(f);
	return out;
}

static const char *
load(struct arena *a, const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	const char *s = NULL;
	struct err err;

	assert_non_null(f);
	assert_int_equal(unpack_whole((struct source){ stdio_read, f }, NULL,
	    &err, a, &s, n), RC_OK);
	fclose(f);
	return s;
}

static void
results_are_read_with_their_titles(void **state)
{
	struct arena *a = arena_new();
	const struct scan *s = read_path(a, TEST_SOURCE
	    "/tests/data/xccdf-results.xml");
	const struct scan_check *c = s->checks;
	int64_t t = 0;

	(void)state;
	assert_string_equal(s->host, "dome01");
	assert_string_equal(s->addresses, "192.0.2.7 2001:db8::7");
	assert_string_equal(s->tool, "Looker 2.1");
	assert_string_equal(s->system, "cpe:/o:debian:debian_linux:12");
	assert_string_equal(s->benchmark, "xccdf_org.example_benchmark_DOME");
	assert_string_equal(s->benchmark_title,
	    "Rules of the dome & its computer");
	assert_string_equal(s->benchmark_version, "0.4");
	assert_string_equal(s->profile_title, "Night");
	assert_string_equal(s->operator, "root");
	assert_true(s->privileged);
	assert_true(time_parse("2026-03-01T19:15:00Z", &t));
	assert_int_equal(s->start, t);
	assert_false(s->local);
	assert_string_equal(s->score, "50.0");
	assert_int_equal(s->n, 3);
	assert_string_equal(scan_counts(a, s), "1 pass, 1 fail, 1 not selected");
	assert_int_equal(scan_judged(s), 2);
	assert_string_equal(c->id, "xccdf_org.example_rule_door_locked");
	assert_string_equal(c->title, "The door is locked");
	assert_string_equal(c->severity, "high");
	assert_string_equal(c->identifiers, "CCE-1 CVE-2026-0001");
	assert_string_equal(c->detail, "The bolt stands open");
	assert_string_equal(c->system,
	    "http://oval.mitre.org/XMLSchema/oval-definitions-5");
	assert_int_equal(c->time, t + 10);
	assert_string_equal(c->next->severity, "medium");
	assert_null(c->next->next->title);
	s = s->next;
	assert_string_equal(s->host, "dome02");
	assert_true(s->local);
	assert_int_equal(scan_judged(s), 0);
	assert_string_equal(s->checks->severity, "low");
	assert_null(s->next);
	arena_free(a);
}

static void
the_summary_tells_what_did_not_pass(void **state)
{
	struct arena *a = arena_new();
	const struct scan *s = read_path(a, TEST_SOURCE
	    "/tests/data/xccdf-results.xml");

	(void)state;
	assert_string_equal(scan_summary(a, s, 8000),
	    "- Host: dome01\n"
	    "- Addresses: 192.0.2.7 2001:db8::7\n"
	    "- System: cpe:/o:debian:debian\\_linux:12\n"
	    "- Tool: Looker 2.1\n"
	    "- Benchmark: Rules of the dome & its computer 0.4, "
	    "xccdf\\_org.example\\_benchmark\\_DOME\n"
	    "- Profile: Night, xccdf\\_org.example\\_profile\\_night\n"
	    "- Run by: root\n"
	    "- Begun: 2026-03-01T19:15:00Z\n"
	    "- Ended: 2026-03-01T19:15:30Z\n"
	    "- Score: 50.0\n"
	    "- Results: 1 pass, 1 fail, 1 not selected\n\n"
	    "- fail: door\\_locked (high), The door is locked: The bolt "
	    "stands open\n");
	assert_non_null(strstr(scan_summary(a, s->next, 8000),
	    "Nothing came to a verdict"));
	assert_non_null(strstr(scan_summary(a, s->next, 8000),
	    "2026-03-02T20:15:00 (local time)"));
	assert_true(strlen(scan_summary(a, s, 100)) <= 100);
	arena_free(a);
}

#define XCCDF "http://checklists.nist.gov/xccdf/1.2"
#define RESULTS(inside) "<TestResult xmlns='" XCCDF "'><target>h</target>" \
	inside "</TestResult>"

static void
hostile_and_broken_files_are_refused(void **state)
{
	static const struct { const char *s, *said; } cases[] = {
		{ "", "line 1, column 1: the XML ends early" },
		{ "{\"a\": 1}",
		    "line 1, column 1: not well-formed (invalid token)" },
		{ "<a/>", "there is no TestResult of XCCDF 1.1 or 1.2 in this "
		    "file" },
		{ "<TestResult xmlns='urn:other'/>", "there is no TestResult "
		    "of XCCDF 1.1 or 1.2 in this file" },
		{ "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;'>]>"
		    "<a>&m;</a>", "line 1, column 13: the file declares a "
		    "document type; such files are not read" },
		{ "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
		    "line 1, column 40: the file declares a document type; "
		    "such files are not read" },
		{ "<a>&x;</a>", "line 1, column 4: undefined entity" },
		{ RESULTS("<rule-result><result>pass</result></rule-result>"),
		    "line 1, column 76: a rule-result names no rule" },
		{ RESULTS("<rule-result idref='r'><result>perhaps</result>"
		    "</rule-result>"), "line 1, column 114: this result is "
		    "not known: perhaps" },
		{ RESULTS("<rule-result idref='r'/>"), "line 1, column 100: "
		    "there is no result for the rule r" },
		{ "<TestResult xmlns='" XCCDF "'/>",
		    "line 1, column 59: the TestResult names no target" },
		{ "<TestResult xmlns='" XCCDF "'><TestResult/></TestResult>",
		    "line 1, column 58: a TestResult stands in a TestResult" },
		{ "<?xml version='1.0' encoding='klingon'?><a/>",
		    "line 1, column 31: unknown encoding" },
		{ "<a>\xc3(</a>",
		    "line 1, column 4: not well-formed (invalid token)" },
		{ "PK\x03\x04", "this is a ZIP file" },
	};
	struct arena *a = arena_new();
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++) {
		assert_int_equal(read_text(a, &err, cases[i].s), RC_INVALID);
		assert_string_equal(err.text, cases[i].said);
	}
	assert_int_equal(read_text(a, &err, RESULTS("")), RC_OK);
	arena_free(a);
}

static void
a_deep_file_is_refused(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a };
	struct err err;

	(void)state;
	for (size_t i = 0; i < 100; i++)
		buf_str(&b, "<a>");
	assert_int_equal(read_text(a, &err, b.s), RC_INVALID);
	buf_str(&b, "<a>");
	assert_int_equal(read_text(a, &err, b.s), RC_LIMIT);
	assert_string_equal(err.text, "line 1, column 301: elements are "
	    "nested deeper than is read");
	arena_free(a);
}

static void
more_results_than_may_be_are_refused(void **state)
{
	struct arf_limits limits = arf_limits;
	struct arena *a = arena_new();
	const char *s = RESULTS("<rule-result idref='a'><result>pass</result>"
	    "</rule-result><rule-result idref='b'><result>pass</result>"
	    "</rule-result>");
	struct memory m = { s, strlen(s) };
	const struct scan *out = NULL;
	struct err err;

	(void)state;
	limits.checks = 2;
	assert_int_equal(arf_read(&err, a, (struct source){ memory_read, &m },
	    &limits, &out), RC_OK);
	m = (struct memory){ s, strlen(s) };
	limits.checks = 1;
	assert_int_equal(arf_read(&err, a, (struct source){ memory_read, &m },
	    &limits, &out), RC_LIMIT);
	m = (struct memory){ s, strlen(s) };
	limits = arf_limits;
	limits.file.bytes = strlen(s) - 1;
	assert_int_equal(arf_read(&err, a, (struct source){ memory_read, &m },
	    &limits, &out), RC_LIMIT);
	arena_free(a);
}

static void
a_full_arena_is_a_limit(void **state)
{
	struct arena *a = arena_new(), *small = arena_new_capped(2000);
	size_t n = 0;
	const char *s = load(a, TEST_SOURCE "/tests/data/xccdf-results.xml",
	    &n);
	const struct scan *out = NULL;
	struct err err;

	(void)state;
	assert_int_equal(read_bytes(small, &err, s, n, &out), RC_LIMIT);
	assert_null(out);
	arena_free(small);
	arena_free(a);
}

static void
a_file_cut_anywhere_is_refused(void **state)
{
	struct arena *a = arena_new();
	size_t n = 0, cuts = 200;
	const char *s = load(a, TEST_SOURCE "/tests/data/xccdf-results.xml",
	    &n);
	const struct scan *out = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i < cuts; i++) {
		assert_int_equal(read_bytes(a, &err, s, (n - 1) * i / cuts,
		    &out), RC_INVALID);
		assert_memory_equal(err.text, "line ", 5);
		assert_null(out);
	}
	arena_free(a);
}

static size_t
make_xz(struct arena *a, const void *s, size_t n, char **out)
{
	size_t room = lzma_stream_buffer_bound(n), at = 0;
	char *p = arena_alloc(a, room);

	assert_int_equal(lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, NULL, s,
	    n, (uint8_t *)p, &at, room), LZMA_OK);
	*out = p;
	return at;
}

static size_t
make_gzip(struct arena *a, const void *s, size_t n, char **out)
{
	z_stream z = { .avail_in = (unsigned)n, .avail_out = (unsigned)n +
	    1000 };

	z.next_in = (unsigned char *)arena_dup(a, s, n);
	z.next_out = arena_alloc(a, z.avail_out);
	*out = (char *)z.next_out;
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return z.total_out;
}

static void
packed_files_are_unpacked_or_said_to_be_broken(void **state)
{
	struct arena *a = arena_new();
	size_t n = 0;
	const char *s = load(a, TEST_SOURCE "/tests/data/xccdf-results.xml",
	    &n);
	char *packed[2];
	size_t len[2] = { make_xz(a, s, n, &packed[0]),
	    make_gzip(a, s, n, &packed[1]) };
	const struct scan *out = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(read_bytes(a, &err, packed[i], len[i], &out),
		    RC_OK);
		assert_int_equal(out->n, 3);
		for (size_t k = 8; k < len[i]; k += 7) {
			out = NULL;
			assert_int_equal(read_bytes(a, &err, packed[i], k,
			    &out), RC_INVALID);
			assert_string_equal(err.text,
			    "the packed data is cut off");
		}
		packed[i][len[i] / 2] ^= 0x55;
		assert_int_equal(read_bytes(a, &err, packed[i], len[i], &out),
		    RC_INVALID);
	}
	arena_free(a);
}

static void
a_file_that_unpacks_without_end_is_stopped(void **state)
{
	struct arena *a = arena_new();
	size_t n = 30 * 1024 * 1024;
	char *zeros = must_alloc(n), *packed;
	const struct scan *out = NULL;
	struct err err;
	size_t len;

	(void)state;
	memset(zeros, ' ', n);
	memcpy(zeros, "<a>", 3);
	len = make_xz(a, zeros, n, &packed);
	assert_true(len < n / 1000);
	assert_int_equal(read_bytes(a, &err, packed, len, &out), RC_LIMIT);
	assert_string_equal(err.text,
	    "the file unpacks to more than 200 times its size");
	free(zeros);
	arena_free(a);
}

static void
the_scan_of_debian_11_has_23_17_4_311(void **state)
{
	struct arena *a = arena_new();
	const struct scan *s = read_path(a, TEST_REFERENCE
	    "/data/interop/scap/debian11_arf-standard.xml.xz");
	const char *summary = scan_summary(a, s, 8000);
	size_t titles = 0;

	(void)state;
	assert_string_equal(scan_counts(a, s),
	    "23 pass, 17 fail, 4 error, 311 not selected");
	assert_string_equal(s->host, "auditee01");
	assert_string_equal(s->tool, "OpenSCAP 1.3.7");
	assert_non_null(strstr(s->benchmark_title, "Debian 11"));
	assert_non_null(s->profile_title);
	assert_null(s->next);
	for (const struct scan_check *c = s->checks; c; c = c->next)
		titles += c->title != NULL;
	assert_int_equal(titles, s->n);
	assert_non_null(strstr(summary, "partition\\_for\\_home (low), "));
	assert_null(strstr(summary, "more in the file"));
	arena_free(a);
}

static void
results_of_xccdf_1_1_are_read(void **state)
{
	struct arena *a = arena_new();
	const struct scan *s = read_path(a, TEST_REFERENCE
	    "/data/interop/scap/dojo_one_vuln_rhsa.xml");

	(void)state;
	assert_int_equal(s->counts[SCAN_FAIL], 1);
	assert_true(s->local);
	assert_non_null(s->checks->title);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(results_are_read_with_their_titles),
		cmocka_unit_test(the_summary_tells_what_did_not_pass),
		cmocka_unit_test(hostile_and_broken_files_are_refused),
		cmocka_unit_test(a_deep_file_is_refused),
		cmocka_unit_test(more_results_than_may_be_are_refused),
		cmocka_unit_test(a_full_arena_is_a_limit),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(
		    packed_files_are_unpacked_or_said_to_be_broken),
		cmocka_unit_test(a_file_that_unpacks_without_end_is_stopped),
		cmocka_unit_test(the_scan_of_debian_11_has_23_17_4_311),
		cmocka_unit_test(results_of_xccdf_1_1_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
