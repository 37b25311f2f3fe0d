/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* monitoring.c - 5.6 and 5.7: feedback, complaints, changes and reviews. */
#include "programme.h"

#include "model/audit.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/monitoring.h"
#include "model/programme.h"

/* --- changes of a programme ----------------------------------------------------- */

enum {
	MOVES = 1 << (CHANGE_IMPACT_COVERAGE - 1) |
	    1 << (CHANGE_IMPACT_AUDITS_ADDED - 1) |
	    1 << (CHANGE_IMPACT_AUDITS_MOVED - 1) |
	    1 << (CHANGE_IMPACT_AUDITS_CANCELLED - 1)
};

static enum rc
change_unanswered(struct ctx *cx, struct change *ch)
{
	const struct programme_change *c = ch->after;
	int64_t days;
	enum rc rc = setting_get(cx, "change_answer_days", 0, c->programme,
	    &days);

	if (rc || c->state != PROGRAMME_CHANGE_STATE_RAISED ||
	    working_days_after(day_of_time(c->rec.created_at), days) >=
	    cx->today)
		return rc;
	return refuse(cx, "R-5.6-02", NULL, arena_fmt(cx->arena, "%s was not "
	    "answered for %lld working days", c->rec.code, (long long)days),
	    "Say what it would change.");
}

static enum rc
change_applied(struct ctx *cx, const struct programme_change *c)
{
	struct programme_revision *r;
	enum rc rc;

	if (!(c->impact & MOVES))
		return RC_OK;
	rc = of_ref(cx, &programme_revision_entity, c->revision, &r);
	if (rc || (r && (r->state == REVISION_STATE_APPROVED ||
	    r->state == REVISION_STATE_SUPERSEDED)))
		return rc;
	return refuse(cx, "R-5.6-03", "revision", arena_fmt(cx->arena,
	    "%s changes audits or coverage and no approved revision holds it",
	    c->rec.code), "Open a revision, have it approved and name it.");
}

static int64_t
quarter(int64_t day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return y * 4 + (m - 1) / 3;
}

/* A date may move within its quarter; further only by a revision. */
static enum rc
audit_moved(struct ctx *cx, const struct change *ch)
{
	const struct audit *a = ch->after, *b = ch->before;
	const struct programme_revision *open;
	enum rc rc;

	if (!b || a->state == AUDIT_STATE_PROPOSED || !a->planned_from ||
	    !b->planned_from ||
	    quarter(a->planned_from) == quarter(b->planned_from))
		return RC_OK;
	rc = revision_open(cx, a->programme, 0, &open);
	if (rc || open)
		return rc;
	return refuse(cx, "R-5.6-03", "planned_from", arena_fmt(cx->arena,
	    "%s moves to another quarter, which a revision must say",
	    a->rec.code), "Open a revision of the programme first.");
}

static enum rc
r_5_6_03(struct ctx *cx, struct change *ch)
{
	return ch->entity == &audit_entity ? audit_moved(cx, ch)
	    : change_applied(cx, ch->after);
}

static enum rc
guard_assess(struct ctx *cx, struct change *ch)
{
	const struct programme_change *c = ch->after;

	return c->impact ? RC_OK : refuse(cx, "programme_change.assess",
	    "impact", arena_fmt(cx->arena, "%s does not say what it affects",
	    c->rec.code), "Fill in what it affects.");
}

static enum rc
guard_change_decide(struct ctx *cx, struct change *ch)
{
	const struct programme_change *c = ch->after;

	if (!cx->account || !(c->impact & MOVES) || ch->who & ACL)
		return RC_OK;
	return refuse(cx, "programme_change.decide", NULL, arena_fmt(cx->arena,
	    "%s changes audits or coverage, which the client decides",
	    c->rec.code), "Ask the person acting for the client.");
}

static enum rc
guard_change_apply(struct ctx *cx, struct change *ch)
{
	const struct programme_change *c = ch->after;

	return c->decision == DECISION_APPROVE ? RC_OK : refuse(cx,
	    "programme_change.apply", NULL, arena_fmt(cx->arena, "%s was not "
	    "approved", c->rec.code), "Close it instead.");
}

/* --- reviews ------------------------------------------------------------------------ */

static enum rc
r_5_7_01(struct ctx *cx, struct change *ch)
{
	const struct programme *p = ch->after;
	int64_t months, last = p->period_from;
	struct list l;
	enum rc rc = setting_get(cx, "review_months", 0, p->rec.id, &months);

	if (!rc)
		rc = store_of(cx, &programme_review_entity, "programme",
		    p->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct programme_review *r = l.rec[i];

		if (r->state != REVIEW_STATE_OPEN && r->period_to > last)
			last = r->period_to;
	}
	if (rc || p->state != PROGRAMME_STATE_ACTIVE ||
	    months_after(last, months) >= cx->today)
		return rc;
	return refuse(cx, "R-5.7-01", NULL, arena_fmt(cx->arena, "%s was not "
	    "reviewed for more than %lld months", p->rec.code,
	    (long long)months), "Open a review of the programme.");
}

static enum rc
review_asks(struct ctx *cx, const struct change *ch, const char *rule,
    const char *field)
{
	const struct programme_review *r = ch->after;
	const struct field *f = field_find(ch->entity, field);

	if (!field_empty(f, ch->after))
		return RC_OK;
	return refuse(cx, rule, field, arena_fmt(cx->arena, "%s says nothing "
	    "on \"%s\"", r->rec.code, f->label), "Answer it, be it with "
	    "\"none\".");
}

static enum rc
r_5_7_02(struct ctx *cx, struct change *ch)
{
	static const char *const inputs[] = { "monitoring_results",
		"process_conformity", "interested_parties", "records",
		"new_methods", "risk_actions", "security_matters" };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < NELEMS(inputs) && !rc; i++)
		rc = review_asks(cx, ch, "R-5.7-02", inputs[i]);
	return rc;
}

static enum rc
r_5_7_03(struct ctx *cx, struct change *ch)
{
	return review_asks(cx, ch, "R-5.7-03", "security_events");
}

static enum rc
guard_conclude(struct ctx *cx, struct change *ch)
{
	return review_asks(cx, ch, "programme_review.conclude", "conclusions");
}

static enum rc
guard_report(struct ctx *cx, struct change *ch)
{
	return review_asks(cx, ch, "programme_review.report", "reported_to");
}

static enum rc
r_5_7_04(struct ctx *cx, struct change *ch)
{
	const struct programme *p = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &programme_review_entity, "programme",
	    p->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		if (((struct programme_review *)l.rec[i])->state ==
		    REVIEW_STATE_REPORTED)
			return RC_OK;
	return rc ? rc : refuse(cx, "R-5.7-04", NULL, arena_fmt(cx->arena,
	    "no review of %s was reported", p->rec.code),
	    "Conclude a review and report it to the client.");
}

/* --- feedback ------------------------------------------------------------------------ */

static enum rc
guard_asked(struct ctx *cx, struct change *ch)
{
	const struct feedback *f = ch->after;

	return !cx->account || f->asked == cx->person ? RC_OK : refuse(cx,
	    ch->command, NULL, arena_fmt(cx->arena, "only the person asked "
	    "answers %s", f->rec.code), "Let the person sign in.");
}

static enum rc
guard_feedback_answer(struct ctx *cx, struct change *ch)
{
	const struct feedback *f = ch->after;
	enum rc rc = guard_asked(cx, ch);

	if (rc || !text_blank(f->comment) || f->score_preparation != UNSET ||
	    f->score_conduct != UNSET || f->score_communication != UNSET ||
	    f->score_findings != UNSET || f->score_report != UNSET)
		return rc;
	return refuse(cx, "feedback.answer", "comment", "the answer is empty",
	    "Give a score or write a comment.");
}

/* Before its name could be guessed, nameless feedback is not shown. */
static enum rc
r_5_6_04(struct ctx *cx, struct change *ch)
{
	const struct feedback *f = ch->after;
	int64_t least, n = 0;
	struct list l;
	enum rc rc = setting_get(cx, "feedback_least_answers", f->audit, 0,
	    &least);

	if (!rc)
		rc = store_of(cx, &feedback_entity, "audit", f->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		n += ((struct feedback *)l.rec[i])->state ==
		    FEEDBACK_STATE_ANSWERED;
	if (rc || !f->anonymous || n >= least)
		return rc;
	return refuse(cx, "R-5.6-04", "comment", arena_fmt(cx->arena,
	    "nameless feedback is shown from %lld answers on",
	    (long long)least), "Wait for further answers.");
}

/* --- complaints ------------------------------------------------------------------------- */

static enum rc
r_5_4_1_04(struct ctx *cx, struct change *ch)
{
	const struct complaint *c = ch->after;
	struct programme *p;
	enum rc rc = programme_of(cx, ch, &p);

	if (rc || !cx->account || !ch->before || cx->person != p->manager ||
	    (c->about != COMPLAINT_ABOUT_PROGRAMME_MANAGER &&
	    c->about_person != p->manager))
		return rc;
	return refuse(cx, "R-5.4.1-04", NULL, arena_fmt(cx->arena, "%s is "
	    "about the programme manager and goes to the client",
	    c->rec.code), "Leave it to the person acting for the client.");
}

static enum rc
guard_uninvolved(struct ctx *cx, struct change *ch)
{
	const struct complaint *c = ch->after;

	if (!cx->account || (cx->person != c->about_person &&
	    cx->person != c->raised_by))
		return RC_OK;
	return refuse(cx, ch->command, NULL, arena_fmt(cx->arena, "whoever is "
	    "involved in %s does not handle it", c->rec.code),
	    "Leave it to the client or the manager.");
}

static enum rc
guard_decider(struct ctx *cx, struct change *ch)
{
	const struct complaint *c = ch->after;

	return !cx->account || c->decider == cx->person ? RC_OK : refuse(cx,
	    "complaint.decide", NULL, arena_fmt(cx->arena, "%s is decided by "
	    "whoever examined it", c->rec.code), "Ask that person.");
}

static enum rc
guard_second(struct ctx *cx, struct change *ch)
{
	const struct complaint *c = ch->after;

	return !cx->account || c->decider != cx->person ? RC_OK : refuse(cx,
	    "complaint.decide_appeal", NULL, arena_fmt(cx->arena, "whoever "
	    "decided %s does not decide the appeal", c->rec.code),
	    "Leave it to somebody who has not decided yet.");
}

static enum rc
guard_appeal(struct ctx *cx, struct change *ch)
{
	const struct complaint *c = ch->after;

	return !cx->account || c->raised_by == cx->person ? RC_OK : refuse(cx,
	    "complaint.appeal", NULL, arena_fmt(cx->arena, "only the "
	    "complainant appeals against %s", c->rec.code),
	    "Let the complainant sign in.");
}

static enum rc
complaint_examined(struct ctx *cx, struct change *ch)
{
	struct complaint *c = ch->after;

	if (!c->decider)
		c->decider = cx->person;
	return RC_OK;
}

/* --- guidance ------------------------------------------------------------------------------ */

static enum rc
r_a_01(struct ctx *cx, struct change *ch)
{
	const struct guidance_item *g = ch->after;

	if (!cx->account || g->origin != GUIDANCE_ORIGIN_PRODUCT)
		return RC_OK;
	return refuse(cx, "R-A-01", NULL, arena_fmt(cx->arena, "%s came with "
	    "the product and stays as it is", g->rec.code),
	    "Hide it, or add your own that replaces it.");
}

static const struct judge judges[] = {
	{ "R-5.4.1-04", r_5_4_1_04 },
	{ "R-5.6-02", change_unanswered },
	{ "R-5.6-03", r_5_6_03 },
	{ "R-5.6-04", r_5_6_04 },
	{ "R-5.7-01", r_5_7_01 },
	{ "R-5.7-02", r_5_7_02 },
	{ "R-5.7-03", r_5_7_03 },
	{ "R-5.7-04", r_5_7_04 },
	{ "R-A-01", r_a_01 },
	{ "complaint.acknowledge", guard_uninvolved },
	{ "complaint.appeal", guard_appeal },
	{ "complaint.decide", guard_decider },
	{ "complaint.decide_appeal", guard_second },
	{ "complaint.examine", guard_uninvolved },
	{ "feedback.answer", guard_feedback_answer },
	{ "feedback.decline", guard_asked },
	{ "programme_change.apply", guard_change_apply },
	{ "programme_change.assess", guard_assess },
	{ "programme_change.decide", guard_change_decide },
	{ "programme_review.conclude", guard_conclude },
	{ "programme_review.report", guard_report },
	{ NULL, NULL }
};

static const struct judge prepares[] = {
	{ "complaint.examine", complaint_examined },
	{ NULL, NULL }
};

const struct domain_part monitoring_part = { "monitoring", judges, prepares,
	NULL };
