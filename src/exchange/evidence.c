/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence.h"

#include "base/text.h"
#include "core/query.h"
#include "model/audit.h"
#include "model/evidence.h"
#include "model/plan.h"

#include <string.h>

enum { SUMMARY = 8000, TITLE = 200, SOURCE = 300, MOST = 40 };

struct fields {
	const struct evidence_options *opt;
	struct pair pair[MOST];
	size_t n;
};

static bool
given(const struct fields *f, const char *name)
{
	for (size_t i = 0; i < f->opt->nmore; i++) {
		if (str_eq(f->opt->more[i].name, name))
			return true;
	}
	return false;
}

/* What the caller gives stands in place of what is made. */
static void
set(struct fields *f, const char *name, const char *value)
{
	if (given(f, name))
		return;
	f->pair[f->n++] = (struct pair){ name, value };
}

static const char *
cut_to(struct arena *a, const char *s, size_t most)
{
	return utf8_count(s) <= most ? s : arena_fmt(a, "%s\xe2\x80\xa6",
	    utf8_cut(a, s, most - 1));
}

static const char *
title_of(struct ctx *cx, const struct scan *s,
    const struct evidence_options *opt)
{
	const char *more = s->next ? " and others" : "";

	return cut_to(cx->arena, arena_fmt(cx->arena, "%s of %s%s", opt->what,
	    s->host, more), TITLE);
}

/* Where several hosts are in one file each gets its share of the room. */
static const char *
summary_of(struct ctx *cx, const struct scan *s)
{
	struct buf b = { .arena = cx->arena };
	size_t n = 0;

	for (const struct scan *k = s; k; k = k->next)
		n++;
	for (; s && b.len < SUMMARY - 200; s = s->next) {
		size_t left = SUMMARY - 100 - b.len;

		buf_str(&b, scan_summary(cx->arena, s,
		    n > 1 ? left / n-- : left));
		if (s->next)
			buf_char(&b, '\n');
	}
	if (s)
		buf_str(&b, "\nFurther hosts are in the file.\n");
	return buf_text(&b);
}

static const char *
source_of(struct ctx *cx, const struct scan *s)
{
	const char *profile = s->profile_title ? s->profile_title : s->profile;

	return cut_to(cx->arena, arena_fmt(cx->arena, "%s, %s%s%s", s->host,
	    s->tool ? s->tool : "tool not told", profile ? ", " : "",
	    profile ? profile : ""), SOURCE);
}

static const char *
collected_at(struct ctx *cx, const struct scan *s)
{
	char text[TIME_LEN + 1];
	int64_t t = s->end ? s->end : s->start;

	time_write(text, s->local || !t || t > cx->now ? cx->now : t);
	return arena_str(cx->arena, text);
}

static bool
sound(const struct scan *s)
{
	for (; s; s = s->next) {
		if (!s->whole || !scan_judged(s))
			return false;
	}
	return true;
}

/* The risk under which both sides let a tool be run, or NULL. */
static enum rc
find_risk(struct ctx *cx, int64_t audit, const char **code)
{
	struct list l;
	enum rc rc = store_of(cx, &audit_risk_entity, "audit", audit, &l);

	*code = NULL;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_risk *k = l.rec[i];

		if (k->source == AUDIT_RISK_SOURCE_AUTOMATED_TOOL &&
		    k->state == AUDIT_RISK_STATE_ACCEPTED)
			*code = k->rec.code;
	}
	return rc;
}

/*
 * Without an accepted risk the team ran no tool: then the file is a record of
 * the auditee that was read.
 */
static const char *
set_method(struct ctx *cx, struct fields *f, const char *risk)
{
	bool ran = risk || given(f, "audit_risk");

	set(f, "method", ran ? "automated_tool" : "document_review");
	if (risk)
		set(f, "audit_risk", risk);
	if (given(f, "method"))
		return "as given";
	return !ran ? "a record that was read" : !risk ? "a tool that was run"
	    : arena_fmt(cx->arena, "a tool that was run under the risk %s",
	        risk);
}

static void
make_fields(struct ctx *cx, const struct scan *s, const char *title,
    struct fields *f)
{
	set(f, "audit", f->opt->audit);
	set(f, "title", title);
	set(f, "description", arena_fmt(cx->arena, "Results: %s.",
	    scan_counts(cx->arena, s)));
	set(f, "source_kind", "system");
	set(f, "source", source_of(cx, s));
	set(f, "collected_at", collected_at(cx, s));
	set(f, "collected_by", arena_fmt(cx->arena, "%lld",
	    (long long)cx->person));
	set(f, "verification", "tool");
	set(f, "degree", sound(s) ? "high" : "low");
	if (!sound(s))
		set(f, "judgement_note", "The run was not whole, or nothing "
		    "came to a verdict: see the summary.");
	set(f, "class", "confidential");
	set(f, "held", "copy");
	set(f, "file", "@1");
	for (size_t i = 0; i < f->opt->nmore; i++)
		f->pair[f->n++] = f->opt->more[i];
}

/* The same bytes in the same audit are the same evidence. */
static enum rc
find_same(struct ctx *cx, int64_t audit, struct evidence **out)
{
	const struct pair filter[] = {
		{ "audit", arena_fmt(cx->arena, "%lld", (long long)audit) },
		{ "hash", cx->upload->sha256 },
	};
	struct query q = { .entity = &evidence_entity, .filter = filter,
		.nfilters = NELEMS(filter), .limit = 1 };
	struct page p;
	enum rc rc = query_run(cx, &q, &p);

	if (!rc)
		*out = p.n ? p.rec[0] : NULL;
	return rc;
}

static enum rc
run(struct ctx *cx, const struct fields *f, struct evidence_result *out)
{
	const struct pair file[] = { { "name", f->opt->name },
		{ "audit", f->opt->audit } };
	const struct pair found[] = { { "summary", out->summary },
		{ "hash", cx->upload->sha256 } };
	const struct order orders[] = {
		{ .command = "stored_file.create", .in = file, .n = 2 },
		{ .command = "evidence.create", .in = f->pair, .n = f->n,
		    .found = found, .nfound = 2 },
	};
	struct done done[2];
	enum rc rc = f->opt->run(cx, orders, 2, done, NULL);

	if (rc)
		return rc;
	out->id = done[1].id;
	out->code = done[1].code;
	return RC_OK;
}

enum rc
evidence_import(struct ctx *cx, const struct scan *scan,
    const struct evidence_options *opt, struct evidence_result *out)
{
	struct evidence_result made = { .title = title_of(cx, scan, opt) };
	struct fields f = { .opt = opt };
	struct evidence *there = NULL;
	const char *risk;
	int64_t audit;
	enum rc rc;

	assert(cx->upload);
	if (!opt->audit || !*opt->audit)
		return err_field(&cx->err, "audit",
		    "evidence belongs to an audit: say which");
	if (!cx->person) {
		err_field(&cx->err, "collected_by", "somebody must have "
		    "collected it");
		err_hint(&cx->err, "Import it in the name of a person (--as "
		    "LOGIN).");
		return RC_INVALID;
	}
	if (opt->nmore > MOST / 2)
		return err_set(&cx->err, RC_LIMIT, "too many fields");
	rc = store_id(cx, &audit_entity, opt->audit, &audit);
	if (!rc)
		rc = find_same(cx, audit, &there);
	if (rc)
		return rc;
	made.summary = summary_of(cx, scan);
	if (there) {
		made.same = true;
		made.id = there->rec.id;
		made.code = there->rec.code;
		made.title = there->title;
	} else {
		rc = find_risk(cx, audit, &risk);
		made.method = set_method(cx, &f, rc ? NULL : risk);
		make_fields(cx, scan, made.title, &f);
		if (!rc && opt->run)
			rc = run(cx, &f, &made);
	}
	if (rc)
		return rc;
	*out = made;
	return RC_OK;
}
