/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scan.h"

#include "base/date.h"

#include <string.h>

const char *const scan_result_words[SCAN_RESULTS] = {
	[SCAN_PASS] = "pass", [SCAN_FIXED] = "fixed", [SCAN_FAIL] = "fail",
	[SCAN_ERROR] = "error", [SCAN_UNKNOWN] = "unknown",
	[SCAN_NOT_CHECKED] = "not checked",
	[SCAN_NOT_APPLICABLE] = "not applicable",
	[SCAN_NOT_SELECTED] = "not selected",
	[SCAN_INFORMATIONAL] = "informational",
	[SCAN_WARNING] = "warning", [SCAN_SUGGESTION] = "suggestion",
};

size_t
scan_judged(const struct scan *s)
{
	return s->counts[SCAN_PASS] + s->counts[SCAN_FIXED] +
	    s->counts[SCAN_FAIL] + (s->tests > 0 ? (size_t)s->tests : 0);
}

const char *
scan_counts(struct arena *a, const struct scan *s)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < SCAN_RESULTS; i++) {
		bool many = s->counts[i] != 1 && (i == SCAN_WARNING ||
		    i == SCAN_SUGGESTION);

		if (s->counts[i])
			buf_fmt(&b, "%s%zu %s%s", b.len ? ", " : "",
			    s->counts[i], scan_result_words[i],
			    many ? "s" : "");
	}
	return b.len ? buf_text(&b) : "nothing was checked";
}

/* What an auditor wants to read about; the rest is in the file. */
static bool
tells(enum scan_result r)
{
	return r == SCAN_FAIL || r == SCAN_ERROR || r == SCAN_UNKNOWN ||
	    r == SCAN_FIXED || r == SCAN_WARNING || r == SCAN_SUGGESTION;
}

enum { LONGEST = 300 };                 /* bytes of one foreign value */

/* Markup of Markdown in foreign text is text. */
static void
add_plain(struct buf *b, const char *s)
{
	const char *from = s;

	for (; *s; s++) {
		if (s - from >= LONGEST && ((unsigned char)*s & 0xc0) != 0x80)
			return;
		if (strchr("\\`*_[]<>#|", *s))
			buf_char(b, '\\');
		buf_char(b, *s == '\n' ? ' ' : *s);
	}
}

static void
add_line(struct buf *b, const char *label, const char *value)
{
	if (!value || !*value)
		return;
	buf_fmt(b, "- %s: ", label);
	add_plain(b, value);
	buf_char(b, '\n');
}

static void
add_time(struct buf *b, const char *label, int64_t t, bool local)
{
	char text[TIME_LEN + 1];

	if (!t)
		return;
	time_write(text, t);
	if (local)
		text[TIME_LEN - 1] = '\0';
	buf_fmt(b, "- %s: %s%s\n", label, text, local ? " (local time)" : "");
}

static void
add_named(struct arena *a, struct buf *b, const char *label, const char *id,
    const char *title, const char *version)
{
	if (!id)
		return;
	add_line(b, label, arena_fmt(a, "%s%s%s%s%s", title ? title : id,
	    version ? " " : "", version ? version : "", title ? ", " : "",
	    title ? id : ""));
}

static void
add_head(struct arena *a, struct buf *b, const struct scan *s)
{
	add_line(b, "Host", s->host);
	add_line(b, "Addresses", s->addresses);
	add_line(b, "System", s->system);
	add_line(b, "Tool", s->tool);
	add_named(a, b, "Benchmark", s->benchmark, s->benchmark_title,
	    s->benchmark_version);
	add_named(a, b, "Profile", s->profile, s->profile_title, NULL);
	add_line(b, "Run by", s->operator);
	add_time(b, "Begun", s->start, s->local);
	add_time(b, "Ended", s->end, s->local);
	if (s->index != UNSET)
		buf_fmt(b, "- Hardening index: %lld\n", (long long)s->index);
	if (s->tests != UNSET)
		buf_fmt(b, "- Tests run: %lld\n", (long long)s->tests);
	add_line(b, "Score", s->score);
	add_line(b, "Results", scan_counts(a, s));
	if (!s->whole)
		buf_str(b, "- The run was broken off: what is missing was not "
		    "checked.\n");
	if (!scan_judged(s))
		buf_str(b, "- Nothing came to a verdict: this proves nothing "
		    "about the host.\n");
}

/* "..._rule_partition_for_home" says it better than the whole id. */
static const char *
short_id(const char *id)
{
	const char *rule = strstr(id, "_rule_");

	return rule && rule[6] ? rule + 6 : id;
}

static void
add_check(struct buf *b, const struct scan_check *c)
{
	buf_fmt(b, "- %s: ", scan_result_words[c->result]);
	add_plain(b, short_id(c->id));
	if (c->severity) {
		buf_str(b, " (");
		add_plain(b, c->severity);
		buf_char(b, ')');
	}
	if (c->title) {
		buf_str(b, ", ");
		add_plain(b, c->title);
	}
	if (c->detail) {
		buf_str(b, ": ");
		add_plain(b, c->detail);
	}
	buf_char(b, '\n');
}

const char *
scan_summary(struct arena *a, const struct scan *s, size_t max)
{
	struct buf b = { .arena = a };
	size_t left = 0;
	enum { TAIL = 60 };             /* room for the last line */

	add_head(a, &b, s);
	buf_char(&b, '\n');
	for (const struct scan_check *c = s->checks; c; c = c->next) {
		size_t before = b.len;

		if (!tells(c->result))
			continue;
		if (!left)
			add_check(&b, c);
		if (left || b.len + TAIL > max) {
			b.len = before;
			left++;
		}
	}
	if (left)
		buf_fmt(&b, "- and %zu more in the file\n", left);
	while (b.len > max || (b.s[b.len] & 0xc0) == 0x80)
		b.len--;
	b.s[b.len] = '\0';
	return b.s;
}
