/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * finding_rules.c - 6.4.8: what a finding must be before it goes on.
 */
#include "finding_rules.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/evidence.h"
#include "model/team.h"
#include "model/working_paper.h"

bool
is_nonconformity(const struct finding *f)
{
	return f->type == FINDING_TYPE_MAJOR_NONCONFORMITY ||
	    f->type == FINDING_TYPE_MINOR_NONCONFORMITY;
}

static bool
blank(const char *s)
{
	return !s || !*s;
}

/* --- before the team agrees ------------------------------------------------------ */

static enum rc
r_6_4_8_01(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &finding_criterion_entity, "finding",
	    f->rec.id, &l);

	if (rc)
		return rc;
	if (!l.n) {
		err_rule(&cx->err, "R-6.4.8-01", NULL, "%s names no criterion",
		    f->rec.code);
		err_hint(&cx->err, "Add the requirement that it is measured "
		    "against (finding_criterion).");
		return RC_RULE;
	}
	if (!f->evidence.n) {
		err_rule(&cx->err, "R-6.4.8-01", "evidence",
		    "%s has no evidence", f->rec.code);
		err_hint(&cx->err, "Link at least one piece of evidence.");
		return RC_RULE;
	}
	return RC_OK;
}

static enum rc
r_6_4_8_02(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;

	/* A draft may be half written, unless it was agreed before. */
	if (f->state == FINDING_STATE_DRAFT || !is_nonconformity(f) ||
	    (!blank(f->expected) && !blank(f->observed)))
		return RC_OK;
	err_rule(&cx->err, "R-6.4.8-02", blank(f->expected) ? "expected"
	    : "observed", "a nonconformity says apart what is required and "
	    "what was found");
	err_hint(&cx->err, "Fill in \"%s\".", blank(f->expected)
	    ? "Requirement" : "What was found");
	return RC_RULE;
}

/* Does a nonconformity of the audit name the criterion? */
static enum rc
named_elsewhere(struct ctx *cx, int64_t criterion, bool *named)
{
	struct list l;
	enum rc rc = store_of(cx, &finding_criterion_entity, "criterion",
	    criterion, &l);

	*named = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding_criterion *c = l.rec[i];
		struct finding *f;

		rc = of_ref(cx, &finding_entity, c->finding, &f);
		*named |= !rc && f && is_nonconformity(f) &&
		    f->state != FINDING_STATE_WITHDRAWN;
	}
	return rc;
}

static bool
same_criterion(const struct checklist_item *i, const struct list *criteria)
{
	for (size_t k = 0; k < criteria->n; k++)
		if (((struct finding_criterion *)criteria->rec[k])->criterion
		    == i->criterion)
			return true;
	return false;
}

/* An improvement may not hide a nonconformity. */
static enum rc
r_6_4_8_03(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct list criteria, items;
	enum rc rc;

	if (f->type != FINDING_TYPE_OPPORTUNITY_FOR_IMPROVEMENT ||
	    !blank(f->override_reason))
		return RC_OK;
	rc = store_of(cx, &finding_criterion_entity, "finding", f->rec.id,
	    &criteria);
	if (!rc)
		rc = store_of(cx, &checklist_item_entity, "at", f->audit,
		    &items);
	for (size_t i = 0; !rc && i < items.n; i++) {
		const struct checklist_item *c = items.rec[i];
		bool named;

		if (c->verdict != VERDICT_NONCONFORM ||
		    !same_criterion(c, &criteria))
			continue;
		rc = named_elsewhere(cx, c->criterion, &named);
		if (rc || named)
			continue;
		err_rule(&cx->err, "R-6.4.8-03", "type", "%s was judged "
		    "nonconforming, so %s is more than an improvement",
		    c->rec.code, f->rec.code);
		err_hint(&cx->err, "Grade it as a nonconformity, or let the "
		    "leader give the reason (override_reason).");
		return RC_RULE;
	}
	return rc;
}

static enum rc
audit_of(struct ctx *cx, int64_t id, struct audit **a)
{
	return of_ref(cx, &audit_entity, id, a);
}

static enum rc
r_6_4_8_04(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct audit *a;
	enum rc rc = audit_of(cx, f->audit, &a);

	if (rc)
		return rc;
	if (f->reviewed_by &&
	    (a->single_auditor || f->reviewed_by != f->drafted_by))
		return RC_OK;
	err_rule(&cx->err, "R-6.4.8-04", "reviewed_by", "%s was not read by %s",
	    f->rec.code, a->single_auditor ? "its writer once more"
	    : "another member of the team");
	err_hint(&cx->err, "Let %s give the step \"review\".",
	    a->single_auditor ? "her" : "a colleague");
	return RC_RULE;
}

/* Who gives the second reading: not the writer, but for a single auditor. */
static enum rc
guard_review(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct audit *a;
	enum rc rc = audit_of(cx, f->audit, &a);

	if (rc || a->single_auditor || f->drafted_by != cx->person)
		return rc;
	err_rule(&cx->err, "finding.review", NULL, "whoever wrote %s cannot be "
	    "its second reader", f->rec.code);
	err_hint(&cx->err, "Ask another member of the team.");
	return RC_RULE;
}

/* The duty of a person in an audit's team; 0: none. */
static enum rc
duty_of(struct ctx *cx, int64_t audit, int64_t person,
    const struct team_assignment **out)
{
	struct list l;
	enum rc rc = store_of(cx, &team_assignment_entity, "audit", audit, &l);

	*out = NULL;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct team_assignment *t = l.rec[i];

		if (t->person == person &&
		    t->state != ASSIGNMENT_STATE_REPLACED)
			*out = t;
	}
	return rc;
}

static enum rc
trainee_unsigned(struct ctx *cx, const struct finding *f, const char *rule)
{
	const struct team_assignment *t;
	enum rc rc = duty_of(cx, f->audit, f->drafted_by, &t);

	if (rc || !t || t->duty != TEAM_DUTY_TRAINEE || f->mentor_signed_by)
		return rc;
	err_rule(&cx->err, rule, "mentor_signed_by", "%s was written by an "
	    "auditor in training and has no signature of the mentor",
	    f->rec.code);
	err_hint(&cx->err, "Let the mentor give the step \"sign_off\".");
	return RC_RULE;
}

static enum rc
r_6_4_8_10(struct ctx *cx, struct change *ch)
{
	return trainee_unsigned(cx, ch->after, "R-6.4.8-10");
}

static enum rc
r_5_5_4_04(struct ctx *cx, struct change *ch)
{
	if (!cx->account || ch->who & (ATL | AUD | AIT) || !(ch->who & TEX))
		return RC_OK;
	/* Notes are what he is asked for; the verdict is not his. */
	if (ch->entity == &checklist_item_entity && !ch->step &&
	    !changed(ch, "verdict"))
		return RC_OK;
	err_rule(&cx->err, "R-5.5.4-04", NULL, "a technical expert does not "
	    "act as auditor");
	err_hint(&cx->err, "Give the note to an auditor, who judges it.");
	return RC_RULE;
}

/* A nonconformity stands on evidence that somebody verified. */
static enum rc
r_6_4_7_01(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;

	if (!is_nonconformity(f))
		return RC_OK;
	for (size_t i = 0; i < f->evidence.n; i++) {
		struct evidence *e;
		enum rc rc = of_ref(cx, &evidence_entity, f->evidence.id[i],
		    &e);

		if (rc)
			return rc;
		if (e->verification != EVIDENCE_VERIFICATION_NONE)
			return RC_OK;
	}
	if (!f->evidence.n)
		return RC_OK;           /* R-6.4.8-01 says so */
	err_rule(&cx->err, "R-6.4.7-01", "evidence", "%s rests on evidence "
	    "that nobody verified", f->rec.code);
	err_hint(&cx->err, "Verify a piece of evidence, or link one that is.");
	return RC_RULE;
}

/* --- with the auditee ------------------------------------------------------------ */

static enum rc
r_6_4_8_05(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;

	if (f->presented_at && f->reply && f->reply != FINDING_REPLY_PENDING)
		return RC_OK;
	err_rule(&cx->err, "R-6.4.8-05", "reply", "the auditee has not "
	    "answered %s", f->rec.code);
	err_hint(&cx->err, "Present it, and wait for the answer.");
	return RC_RULE;
}

static enum rc
disagreement_of(struct ctx *cx, int64_t finding, const struct disagreement **d)
{
	struct list l;
	enum rc rc = store_of(cx, &disagreement_entity, "finding", finding, &l);

	*d = !rc && l.n ? l.rec[l.n - 1] : NULL;
	return rc;
}

static enum rc
no_attempt(struct ctx *cx, const char *code)
{
	err_rule(&cx->err, "R-6.4.8-06", "attempts", "no attempt to settle "
	    "the dispute about %s is recorded", code);
	err_hint(&cx->err, "Talk once more and note when and with what result "
	    "(attempts, attempted_at).");
	return RC_RULE;
}

static enum rc
r_6_4_8_06(struct ctx *cx, struct change *ch)
{
	const struct disagreement *d;
	const struct finding *f = ch->after;
	enum rc rc;

	if (ch->entity == &disagreement_entity) {
		d = ch->after;
		return blank(d->attempts) ? no_attempt(cx, d->rec.code) : RC_OK;
	}
	rc = disagreement_of(cx, f->rec.id, &d);
	if (rc || !d || f->reply != FINDING_REPLY_DISPUTED)
		return rc;
	if (blank(d->attempts))
		return no_attempt(cx, f->rec.code);
	if (d->state == DISAGREEMENT_STATE_OPEN) {
		err_rule(&cx->err, "R-6.4.8-06", NULL, "the dispute about %s "
		    "is still open", f->rec.code);
		err_hint(&cx->err, "Settle it, or leave it with both views "
		    "for the report.");
		return RC_RULE;
	}
	return RC_OK;
}

static enum rc
last_change(struct ctx *cx, int64_t finding, const struct finding_change **c)
{
	struct list l;
	enum rc rc = store_of(cx, &finding_change_entity, "finding", finding,
	    &l);

	*c = !rc && l.n ? l.rec[l.n - 1] : NULL;
	return rc;
}

/* After it was shown, grade and statement change by a recorded change. */
static enum rc
r_6_4_8_08(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	const struct finding_change *c;
	enum rc rc;

	if (ch->entity != &finding_entity || !f->presented_at)
		return RC_OK;
	if (!ch->step && !changed(ch, "type") && !changed(ch, "statement"))
		return RC_OK;
	rc = last_change(cx, f->rec.id, &c);
	if (rc || (c && c->after_type == f->type))
		return rc;
	err_rule(&cx->err, "R-6.4.8-08", "type", "%s was shown to the auditee; "
	    "a change of its grade or wording is not recorded", f->rec.code);
	err_hint(&cx->err, "Record it with its reason (finding_change), then "
	    "present the finding again.");
	return RC_RULE;
}

const struct judge finding_judges[] = {
	{ "R-5.5.4-04", r_5_5_4_04 },
	{ "R-6.4.7-01", r_6_4_7_01 },
	{ "R-6.4.8-01", r_6_4_8_01 },
	{ "R-6.4.8-02", r_6_4_8_02 },
	{ "R-6.4.8-03", r_6_4_8_03 },
	{ "R-6.4.8-04", r_6_4_8_04 },
	{ "R-6.4.8-05", r_6_4_8_05 },
	{ "R-6.4.8-06", r_6_4_8_06 },
	{ "R-6.4.8-08", r_6_4_8_08 },
	{ "R-6.4.8-10", r_6_4_8_10 },
	{ "finding.review", guard_review },
	{ NULL, NULL }
};
