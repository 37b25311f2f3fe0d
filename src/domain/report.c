/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* report.c - 6.5: the report of an audit and its copies. */
#include "domain.h"

#include "core/blob.h"
#include "core/seal.h"
#include "model/audit.h"
#include "model/entities.h"
#include "model/finding.h"
#include "model/meeting.h"
#include "model/report.h"
#include "model/sampling.h"

#include <string.h>

enum { CHECKPOINT_MOST = 500 }; /* of the field */

static bool
blank(const char *s)
{
	return !s || !*s;
}

/* --- rules ------------------------------------------------------------------------ */

static enum rc
r_6_5_1_01(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;
	struct list l;
	enum rc rc;

	if (blank(r->summary)) {
		err_rule(&cx->err, "R-6.5.1-01", "summary",
		    "the report has no summary");
		err_hint(&cx->err, "Say in a few sentences what the audit "
		    "means for the client.");
		return RC_RULE;
	}
	rc = store_of(cx, &overall_conclusion_entity, "audit", r->audit, &l);
	if (rc || l.n)
		return rc;
	err_rule(&cx->err, "R-6.5.1-01", NULL, "the audit has no overall "
	    "conclusion");
	err_hint(&cx->err, "Write it and agree it in the team.");
	return RC_RULE;
}

/* After the closing meeting, or a recorded termination. */
static enum rc
r_6_5_1_02(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;
	struct audit *a;
	struct list l;
	enum rc rc = of_ref(cx, &audit_entity, r->audit, &a);

	if (rc || a->state == AUDIT_STATE_TERMINATED)
		return rc;
	rc = store_of(cx, &meeting_entity, "audit", r->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct meeting *m = l.rec[i];

		if (m->kind == MEETING_KIND_CLOSING &&
		    m->state == MEETING_STATE_CLOSED)
			return RC_OK;
	}
	if (rc)
		return rc;
	err_rule(&cx->err, "R-6.5.1-02", NULL, "the closing meeting of %s was "
	    "not held", a->rec.code);
	err_hint(&cx->err, "Hold it and close its minutes first.");
	return RC_RULE;
}

static enum rc
not_the_author(struct ctx *cx, struct change *ch, const char *rule)
{
	const struct report *r = ch->after;

	if (!cx->person || r->author != cx->person)
		return RC_OK;
	err_rule(&cx->err, rule, "author", "the author of a report does not "
	    "approve it");
	err_hint(&cx->err, "Ask whom the programme names as approver; this "
	    "cannot be waived.");
	return RC_RULE;
}

static enum rc
r_6_5_1_03(struct ctx *cx, struct change *ch)
{
	return not_the_author(cx, ch, "R-6.5.1-03");
}

static enum rc
i_07(struct ctx *cx, struct change *ch)
{
	return not_the_author(cx, ch, "I-07");
}

/* What was issued stays; a correction is a version that names the change. */
static enum rc
r_6_5_1_08(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;

	if (!ch->before) {
		if (r->version <= 1 || !blank(r->changes))
			return RC_OK;
		err_rule(&cx->err, "R-6.5.1-08", "changes", "a later version "
		    "says what changed");
		err_hint(&cx->err, "Fill in the list of changes.");
		return RC_RULE;
	}
	if (!cx->account || ch->step || r->state < REPORT_STATE_ISSUED)
		return RC_OK;
	err_rule(&cx->err, "R-6.5.1-08", NULL, "%s is issued and frozen",
	    r->rec.code);
	err_hint(&cx->err, "Make a new version that names the change.");
	return RC_RULE;
}

/* Beyond what plan, programme or law say only with the client's consent. */
static enum rc
r_6_5_2_01(struct ctx *cx, struct change *ch)
{
	const struct report_delivery *d = ch->after;

	if (ch->entity != &report_delivery_entity || !ch->before ||
	    d->basis != DELIVERY_BASIS_AGREEMENT || d->client_consent_by)
		return RC_OK;
	err_rule(&cx->err, "R-6.5.2-01", "client_consent_by", "copy %s is for "
	    "somebody beyond the plan and the programme", d->rec.code);
	err_hint(&cx->err, "Ask the client for consent first.");
	return RC_RULE;
}

/* --- what follows from the issue ---------------------------------------------------- */

static enum rc
issue_findings(struct ctx *cx, int64_t audit)
{
	struct list l;
	enum rc rc = store_of(cx, &finding_entity, "audit", audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding *f = l.rec[i];

		if (f->state == FINDING_STATE_CONFIRMED)
			rc = follow(cx, "finding.issue", f->rec.id, NO_PAIRS,
			    NULL);
	}
	return rc;
}

/* The document that was made for it becomes its file, for good. */
static enum rc
freeze(struct ctx *cx, const struct report *r)
{
	int64_t file;
	enum rc rc;

	if (!cx->upload)
		return RC_OK;
	rc = follow(cx, "stored_file.create", 0, PAIRS(
	    { "audit", number_text(cx, r->audit) },
	    { "name", arena_fmt(cx->arena, "%s.pdf", r->rec.code) }), &file);
	return rc ? rc : follow(cx, "report.update", r->rec.id, PAIRS(
	    { "file", number_text(cx, file) },
	    { "hash", cx->upload->sha256 }), NULL);
}

static enum rc
report_issued(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;
	enum rc rc = issue_findings(cx, r->audit);

	if (!rc)
		rc = freeze(cx, r);
	if (!rc && r->replaces)
		rc = follow(cx, "report.supersede", r->replaces, NO_PAIRS,
		    NULL);
	return rc;
}

static enum rc
report_submitted(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;

	return follow_task(cx, ch, r->reviewer, "Review the report", 0);
}

/* --- what is filled in ------------------------------------------------------------------ */

static enum rc
report_begins(struct ctx *cx, struct change *ch)
{
	struct report *r = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, r->audit, &a);

	if (rc || !a)
		return rc;
	if (!r->author)
		r->author = cx->person;
	if (blank(r->title))
		r->title = a->title;
	if (!r->class)
		r->class = a->class;
	if (!r->language)
		r->language = a->language ? a->language : LANGUAGE_ENGLISH;
	return RC_OK;
}

/*
 * What was signed last is printed on it, so that each copy holds the journal
 * to what it was on that day.  Lines of witnesses stay away.
 */
static enum rc
report_sealed(struct ctx *cx, struct change *ch)
{
	struct report *r = ch->after;
	struct sealed last;
	const char *end;
	enum rc rc = seal_latest(cx, &last);

	if (rc)
		return rc == RC_MISSING ? RC_OK : rc;
	end = strstr(last.note, "\n\n");
	end = end ? strchr(end + 2, '\n') : NULL;
	if (end && end - last.note < CHECKPOINT_MOST)
		r->checkpoint = arena_dup(cx->arena, last.note,
		    (size_t)(end - last.note) + 1);
	return RC_OK;
}

/* Copies are numbered in the order in which they leave (R-6.5.2-04). */
static enum rc
copy_numbered(struct ctx *cx, struct change *ch)
{
	struct report_delivery *d = ch->after;
	struct list l;
	int64_t last = 0;
	enum rc rc;

	if (d->copy_number != UNSET)
		return RC_OK;
	rc = store_of(cx, &report_delivery_entity, "report", d->report, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct report_delivery *o = l.rec[i];

		if (o->copy_number != UNSET && o->copy_number > last)
			last = o->copy_number;
	}
	if (!rc)
		d->copy_number = last + 1;
	return rc;
}

/* What samples prove stands in the report, so it must be known by then. */
static enum rc
samples_evaluated(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &sampling_plan_entity, "audit", r->audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct sampling_plan *p = l.rec[i];

		if (p->state == SAMPLING_STATE_DRAWN)
			return refuse(cx, "report.submit", NULL, arena_fmt(
			    cx->arena, "%s is drawn and not evaluated",
			    p->rec.code), "Evaluate it, so that the report "
			    "can say what it proves, or abandon it.");
	}
	return rc;
}

static const struct judge judges[] = {
	{ "I-07", i_07 },
	{ "R-6.5.1-01", r_6_5_1_01 },
	{ "R-6.5.1-02", r_6_5_1_02 },
	{ "R-6.5.1-03", r_6_5_1_03 },
	{ "R-6.5.1-08", r_6_5_1_08 },
	{ "R-6.5.2-01", r_6_5_2_01 },
	{ "report.submit", samples_evaluated },
	{ NULL, NULL }
};

static const struct judge prepares[] = {
	{ "report.create", report_begins },
	{ "report.issue", report_sealed },
	{ "report_delivery.send", copy_numbered },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "report.issue", report_issued },
	{ "report.submit", report_submitted },
	{ NULL, NULL }
};

const struct domain_part report_part = { "report", judges, prepares, effects };
