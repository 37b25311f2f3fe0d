/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lynis.h"

#include "base/date.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

const struct lynis_limits lynis_limits = {
	.bytes = 16 * 1024 * 1024,
	.line = 1024 * 1024,
	.checks = 10000,
};

struct reader {
	struct arena *arena;
	const struct lynis_limits *limits;
	struct scan *scan;
	struct scan_check *last;
	size_t lines;
	const char *os, *os_version;
};

/* The n-th column of a|b|c|; NULL where it is empty or "-". */
static const char *
column(struct arena *a, const char *s, size_t n)
{
	size_t k;

	while (n--) {
		s += strcspn(s, "|");
		s += *s == '|';
	}
	k = strcspn(s, "|");
	if (k == 0 || (k == 1 && *s == '-'))
		return NULL;
	return arena_dup(a, s, k);
}

static void
add_check(struct reader *r, enum scan_result result, const char *value)
{
	struct scan_check *c = arena_alloc(r->arena, sizeof(*c));
	const char *detail = column(r->arena, value, 2);
	const char *advice = column(r->arena, value, 3);

	c->id = column(r->arena, value, 0);
	c->title = column(r->arena, value, 1);
	c->detail = detail && advice ? arena_fmt(r->arena, "%s; %s", detail,
	    advice) : detail ? detail : advice;
	c->result = result;
	if (!c->id)
		c->id = "LYNIS";
	if (r->last)
		r->last->next = c;
	else
		r->scan->checks = c;
	r->last = c;
	r->scan->counts[result]++;
	r->scan->n++;
}

/* "2026-11-23 16:27:44", local time. */
static int64_t
time_of(const char *value)
{
	char text[TIME_LEN + 1];
	int64_t t = 0;

	if (strlen(value) != TIME_LEN - 1)
		return 0;
	snprintf(text, sizeof(text), "%sZ", value);
	text[10] = 'T';
	return time_parse(text, &t) ? t : 0;
}

static void
take_text(struct reader *r, const char *key, const char *value)
{
	struct scan *s = r->scan;

	if (str_eq(key, "hostname"))
		s->host = value;
	else if (str_eq(key, "lynis_version"))
		s->tool = arena_fmt(r->arena, "Lynis %s", value);
	else if (str_eq(key, "auditor"))
		s->operator = value;
	else if (str_eq(key, "os_fullname"))
		s->system = value;
	else if (str_eq(key, "os_name"))
		r->os = value;
	else if (str_eq(key, "os_version"))
		r->os_version = value;
	else if (str_eq(key, "report_datetime_start"))
		s->start = time_of(value);
	else if (str_eq(key, "report_datetime_end"))
		s->end = time_of(value);
	else if (str_eq(key, "finish"))
		s->whole = str_eq(value, "true");
}

static bool
take_number(struct reader *r, const char *key, const char *value)
{
	struct scan *s = r->scan;

	if (str_eq(key, "hardening_index"))
		return int_parse(value, 0, 100, &s->index);
	if (str_eq(key, "lynis_tests_done"))
		return int_parse(value, 0, 1000000, &s->tests);
	return true;
}

static enum rc
take(struct reader *r, struct err *err, const char *key, const char *value)
{
	bool warning = str_eq(key, "warning[]");

	if (warning || str_eq(key, "suggestion[]")) {
		if (r->scan->n >= r->limits->checks)
			return err_set(err, RC_LIMIT, "line %zu: the report "
			    "has more than %zu results", r->lines,
			    r->limits->checks);
		add_check(r, warning ? SCAN_WARNING : SCAN_SUGGESTION, value);
		return RC_OK;
	}
	if (str_starts(key, "network_ipv") && str_ends(key, "_address[]") &&
	    strlen(value) < 60 && (!r->scan->addresses ||
	    strlen(r->scan->addresses) < 1000))
		r->scan->addresses = r->scan->addresses ?
		    arena_fmt(r->arena, "%s %s", r->scan->addresses, value) :
		    value;
	if (!take_number(r, key, value))
		return err_set(err, RC_INVALID, "line %zu: %s is no number in "
		    "its range", r->lines, key);
	take_text(r, key, value);
	return RC_OK;
}

static enum rc
take_line(struct reader *r, struct err *err, const char *s, size_t n)
{
	const char *equals;

	r->lines++;
	if (n && s[n - 1] == '\r')
		n--;
	if (n == 0 || *s == '#')
		return RC_OK;
	if (n > r->limits->line)
		return err_set(err, RC_LIMIT, "line %zu has %zu bytes, at most "
		    "%zu are read", r->lines, n, r->limits->line);
	if (!utf8_valid(s, n))
		return err_set(err, RC_INVALID, "line %zu is not UTF-8 text",
		    r->lines);
	equals = memchr(s, '=', n);
	if (!equals || equals == s)
		return err_set(err, RC_INVALID, "line %zu is not of the form "
		    "name=value", r->lines);
	return take(r, err, arena_dup(r->arena, s, (size_t)(equals - s)),
	    arena_dup(r->arena, equals + 1, n - (size_t)(equals - s) - 1));
}

static enum rc
take_lines(struct reader *r, struct err *err, const char *s, size_t n)
{
	enum rc rc = RC_OK;

	while (!rc && n) {
		const char *end = memchr(s, '\n', n);
		size_t k = end ? (size_t)(end - s) : n;

		rc = take_line(r, err, s, k);
		k += end != NULL;
		s += k;
		n -= k;
	}
	return rc;
}

enum rc
lynis_read(struct err *err, struct arena *a, const char *s, size_t n,
    const struct lynis_limits *limits, const struct scan **out)
{
	struct reader r = { .arena = a };
	enum rc rc;

	r.limits = limits ? limits : &lynis_limits;
	if (n > r.limits->bytes)
		return err_set(err, RC_LIMIT, "the report has %zu bytes, at "
		    "most %zu are read", n, r.limits->bytes);
	r.scan = arena_alloc(a, sizeof(*r.scan));
	r.scan->index = r.scan->tests = UNSET;
	r.scan->local = true;
	rc = take_lines(&r, err, s, n);
	if (rc)
		return rc;
	if (!r.scan->tool || !r.scan->host) {
		err_set(err, RC_INVALID, "the report does not say which "
		    "%s", r.scan->tool ? "host it is about" :
		    "version of Lynis wrote it");
		err_hint(err, "Give the file that lynis audit system wrote, "
		    "usually /var/log/lynis-report.dat.");
		return RC_INVALID;
	}
	if (!r.scan->system && r.os)
		r.scan->system = arena_fmt(a, "%s %s", r.os,
		    r.os_version ? r.os_version : "");
	*out = r.scan;
	return RC_OK;
}
