/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "arf_reader.h"

#include "base/date.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct { const char *word; enum scan_result result; } results[] = {
	{ "pass", SCAN_PASS }, { "fixed", SCAN_FIXED }, { "fail", SCAN_FAIL },
	{ "error", SCAN_ERROR }, { "unknown", SCAN_UNKNOWN },
	{ "notchecked", SCAN_NOT_CHECKED },
	{ "notapplicable", SCAN_NOT_APPLICABLE },
	{ "notselected", SCAN_NOT_SELECTED },
	{ "informational", SCAN_INFORMATIONAL },
};

/* The arena must not be left through expat's frames: NULL when it is full. */
static void *
get(struct arf *r, size_t n)
{
	void *p = arena_try(r->arena, n);

	if (!p)
		arf_fail(r, RC_LIMIT, "the file needs more memory than one piece "
		    "of work may have", "");
	return p;
}

static const char *
keep(struct arf *r, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	char *p;

	if (n > r->limits->text)
		n = r->limits->text;
	while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	p = s ? get(r, n + 1) : NULL;
	if (p)
		memcpy(p, s, n);
	return p;
}

/* list and word with a blank between; list may be NULL. */
static const char *
join(struct arf *r, const char *list, const char *word)
{
	size_t n = list ? strlen(list) : 0, k = strlen(word);
	char *p;

	if (!n)
		return keep(r, word);
	if (n + k + 1 > r->limits->text)
		return list;
	p = get(r, n + k + 2);
	if (!p)
		return list;
	memcpy(p, list, n);
	p[n] = ' ';
	memcpy(p + n + 1, word, k);
	return p;
}

static const char *
attribute(const char **attrs, const char *name)
{
	for (; *attrs; attrs += 2) {
		if (strcmp(attrs[0], name) == 0)
			return attrs[1];
	}
	return NULL;
}

/* Without a zone, as XCCDF 1.1 has it, the time counts as UTC and local. */
static int64_t
time_of(struct arf *r, const char *s)
{
	char with_zone[40];
	int64_t t = 0;

	if (!s || time_parse(s, &t))
		return t;
	snprintf(with_zone, sizeof(with_zone), "%.30sZ", s);
	if (!time_parse(with_zone, &t))
		return 0;
	if (r->scan)
		r->scan->local = true;
	return t;
}

/* --- elements that open ---------------------------------------------------- */

static void
open_result(struct arf *r, const char **attrs)
{
	struct scan *s = get(r, sizeof(*s));

	if (!s)
		return;
	r->scan = s;
	r->last = NULL;
	r->host_fact = r->scanner = r->scanner_version = NULL;
	*r->tail = s;
	s->index = s->tests = UNSET;
	s->tool = keep(r, attribute(attrs, "test-system"));
	s->benchmark_version = keep(r, attribute(attrs, "version"));
	s->start = time_of(r, attribute(attrs, "start-time"));
	s->end = time_of(r, attribute(attrs, "end-time"));
	s->whole = true;
}

static void
open_check(struct arf *r, const char **attrs)
{
	struct scan_check *c;

	if (++r->nchecks > r->limits->checks) {
		arf_fail(r, RC_LIMIT, "the file has more results than are read",
		    "");
		return;
	}
	if (!attribute(attrs, "idref")) {
		arf_fail(r, RC_INVALID, "a rule-result names no rule", "");
		return;
	}
	c = get(r, sizeof(*c));
	if (!c)
		return;
	c->id = keep(r, attribute(attrs, "idref"));
	c->severity = keep(r, attribute(attrs, "severity"));
	c->time = time_of(r, attribute(attrs, "time"));
	c->result = SCAN_RESULTS;
	r->check = c;
}

static void
open_named(struct arf *r, struct named **list, const char **attrs)
{
	struct named *n;

	if (++r->nrules > r->limits->checks) {
		arf_fail(r, RC_LIMIT, "the benchmark has more rules than are read",
		    "");
		return;
	}
	n = get(r, sizeof(*n));
	if (!n)
		return;
	n->id = keep(r, attribute(attrs, "id"));
	n->severity = keep(r, attribute(attrs, "severity"));
	n->next = *list;
	*list = n;
}

static void
open_in_result(struct arf *r, enum place place, const char **attrs)
{
	const char *id = attribute(attrs, "idref");

	if (place == RESULT_BENCHMARK)
		r->scan->benchmark = keep(r, attribute(attrs, "id"));
	else if (place == RESULT_PROFILE)
		r->scan->profile = keep(r, id);
	else if (place == RESULT_FACT)
		r->fact = keep(r, attribute(attrs, "name"));
	else if (place == RESULT_IDENTITY)
		r->scan->privileged = str_eq(attribute(attrs, "privileged"),
		    "true") || str_eq(attribute(attrs, "privileged"), "1");
	else if (place == RESULT_PLATFORM && id && str_starts(id, "cpe:"))
		r->scan->system = keep(r, id);
	else if (place == CHECK_SYSTEM && !r->check->system)
		r->check->system = keep(r, attribute(attrs, "system"));
}

void
arf_open(struct arf *r, enum place place, const char **attrs)
{
	if (place == RESULT)
		open_result(r, attrs);
	else if (place == CHECK)
		open_check(r, attrs);
	else if (place == RULE)
		open_named(r, &r->rules, attrs);
	else if (place == PROFILE)
		open_named(r, &r->profiles, attrs);
	else if (place == BENCHMARK)
		r->benchmark = (struct named){
		    .id = keep(r, attribute(attrs, "id")) };
	else if (place != OTHER && r->scan)
		open_in_result(r, place, attrs);
}

/* --- elements that close --------------------------------------------------- */

static void
close_fact(struct arf *r, const char *text)
{
	const char *name = r->fact ? r->fact : "";

	if (str_ends(name, ":host_name"))
		r->host_fact = keep(r, text);
	else if (str_ends(name, ":scanner:name"))
		r->scanner = keep(r, text);
	else if (str_ends(name, ":scanner:version"))
		r->scanner_version = keep(r, text);
}

static void
close_check_result(struct arf *r, const char *text)
{
	for (size_t i = 0; i < NELEMS(results); i++) {
		if (strcmp(results[i].word, text) == 0) {
			r->check->result = results[i].result;
			return;
		}
	}
	arf_fail(r, RC_INVALID, "this result is not known: ", text);
}

void
arf_text(struct arf *r, enum place place, const char *text)
{
	if (place == RULE_TITLE && !r->rules->title)
		r->rules->title = keep(r, text);
	else if (place == PROFILE_TITLE && !r->profiles->title)
		r->profiles->title = keep(r, text);
	else if (place == BENCHMARK_TITLE && !r->benchmark.title)
		r->benchmark.title = keep(r, text);
	else if (place == BENCHMARK_VERSION)
		r->benchmark.severity = keep(r, text);
	else if (place == CHECK_RESULT)
		close_check_result(r, text);
	else if (place == CHECK_IDENT)
		r->check->identifiers = join(r, r->check->identifiers, text);
	else if (place == CHECK_MESSAGE && !r->check->detail)
		r->check->detail = keep(r, text);
	else if (place == RESULT_FACT)
		close_fact(r, text);
	else if (place == RESULT_TARGET && !r->scan->host)
		r->scan->host = keep(r, text);
	else if (place == RESULT_ADDRESS)
		r->scan->addresses = join(r, r->scan->addresses, text);
	else if (place == RESULT_IDENTITY)
		r->scan->operator = keep(r, text);
	else if (place == RESULT_SCORE && !r->scan->score)
		r->scan->score = keep(r, text);
}

static void
close_check(struct arf *r)
{
	struct scan_check *c = r->check;

	if (c->result == SCAN_RESULTS) {
		arf_fail(r, RC_INVALID, "there is no result for the rule ", c->id);
		return;
	}
	r->scan->counts[c->result]++;
	r->scan->n++;
	if (r->last)
		r->last->next = c;
	else
		r->scan->checks = c;
	r->last = c;
	r->check = NULL;
}

static const char *
spaced(struct arf *r, const char *a, const char *b)
{
	return b ? join(r, a, b) : a;
}

static void
close_result(struct arf *r)
{
	struct scan *s = r->scan;

	if (r->host_fact && (!s->host || str_eq(s->host, "localhost")))
		s->host = r->host_fact;
	if (!s->host) {
		arf_fail(r, RC_INVALID, "the TestResult names no target", "");
		return;
	}
	if (r->scanner)
		s->tool = spaced(r, r->scanner, r->scanner_version);
	r->scan = NULL;
	r->tail = &s->next;
}

void
arf_close(struct arf *r, enum place place)
{
	if (place == CHECK)
		close_check(r);
	else if (place == RESULT)
		close_result(r);
}

/* --- afterwards ------------------------------------------------------------ */

static int
by_id(const void *a, const void *b)
{
	const struct named *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static const struct named *
find_named(struct named *const *table, size_t n, const char *id)
{
	const struct named key = { .id = id }, *p = &key;
	struct named *const *hit = id && n ?
	    bsearch(&p, table, n, sizeof(*table), by_id) : NULL;

	return hit ? *hit : NULL;
}

static void
name_result(struct arf *r, struct scan *s)
{
	if (!s->benchmark)
		s->benchmark = r->benchmark.id;
	s->benchmark_title = r->benchmark.title;
	if (!s->benchmark_version)
		s->benchmark_version = r->benchmark.severity;
	for (const struct named *p = r->profiles; p; p = p->next) {
		if (p->id && str_eq(p->id, s->profile))
			s->profile_title = p->title;
	}
}

static void
name_check(struct scan_check *c, const struct named *rule)
{
	if (!rule)
		return;
	c->title = rule->title;
	if (!c->severity)
		c->severity = rule->severity;
}

enum rc
arf_titles(struct arf *r, struct err *err)
{
	struct named **table = arena_try(r->arena,
	    (r->nrules + 1) * sizeof(*table));
	size_t n = 0;

	if (!table)
		return err_set(err, RC_LIMIT, "the file needs more memory "
		    "than one piece of work may have");
	for (struct named *m = r->rules; m; m = m->next) {
		if (m->id)
			table[n++] = m;
	}
	qsort(table, n, sizeof(*table), by_id);
	for (struct scan *s = r->first; s; s = s->next) {
		name_result(r, s);
		for (struct scan_check *c = s->checks; c; c = c->next)
			name_check(c, find_named(table, n, c->id));
	}
	return RC_OK;
}
