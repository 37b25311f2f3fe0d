/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * audit_steps.c - what must be there before an audit goes on: mostly rows
 * that ask for records in certain states.
 */
#include "demand.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/completion.h"
#include "model/entities.h"
#include "model/finding.h"
#include "model/initiation.h"
#include "model/programme.h"
#include "model/record_keeping.h"

enum {
	PLANS_AGREED = IN(PLAN_STATE_AGREED) | IN(PLAN_STATE_IN_FORCE),
	PACKS_OUT = IN(PACK_STATE_SENT) | IN(PACK_STATE_ACCEPTED)
};

static const struct demand rows[] = {
	{ "audit.schedule", &baseline_entity, "audit", WANT_SOME,
	  IN(BASELINE_STATE_DRAFT) | IN(BASELINE_STATE_APPROVED),
	  "the audit has no baseline", "Draft objectives, scope and criteria.",
	  NULL, 0 },
	{ "audit.assign", &baseline_entity, "audit", WANT_SOME,
	  IN(BASELINE_STATE_APPROVED), "no baseline of the audit is approved",
	  "Complete objectives, scope and criteria and let the client approve "
	  "the baseline.", NULL, 0 },
	{ "audit.assign", &assignment_pack_entity, "audit", WANT_SOME,
	  PACKS_OUT, "the assignment was not sent to the leader",
	  "Fill in the assignment pack and send it.", NULL, 0 },
	{ "audit.accept", &assignment_pack_entity, "audit", WANT_SOME,
	  IN(PACK_STATE_ACCEPTED), "the leader has not accepted the assignment",
	  "Accept the assignment pack first.", NULL, 0 },
	{ "audit.return", &assignment_pack_entity, "audit", WANT_SOME,
	  IN(PACK_STATE_RETURNED), "the assignment pack was not returned",
	  "Return the assignment pack with a reason first.", NULL, 0 },
	{ "R-6.2.2-01", &contact_record_entity, "audit", WANT_SOME,
	  IN(CONTACT_STATE_COMPLETE), "no contact record is complete",
	  "Settle the eleven points with the auditee and complete the contact "
	  "record.", NULL, 0 },
	{ "R-6.2.3-01", &availability_declaration_entity, "audit", WANT_SOME,
	  IN(AVAILABILITY_STATE_DECLARED),
	  "the auditee has not said whether anything cannot be shown",
	  "Ask for the availability declaration; \"no\" is a complete answer.",
	  NULL, 0 },
	{ "R-6.2.3-02", &access_constraint_entity, "audit", WANT_NONE,
	  IN(CONSTRAINT_STATE_DECLARED) | IN(CONSTRAINT_STATE_ASSESSED),
	  "is a constraint without a decision",
	  "Assess it, and let the programme manager decide.", NULL, 0 },
	{ "audit.make_ready", &plan_entity, "audit", WANT_SOME, PLANS_AGREED,
	  "no plan of the audit is agreed",
	  "Send the plan to the auditee and agree it.", NULL, 0 },
	{ "audit.make_ready", &audit_risk_entity, "audit", WANT_NONE,
	  IN(AUDIT_RISK_STATE_OPEN), "is an audit risk that was not accepted",
	  "Let leader and auditee accept it, or change the precautions.",
	  NULL, 0 },
	{ "audit.start", &plan_entity, "audit", WANT_SOME, PLANS_AGREED,
	  "no plan of the audit is agreed",
	  "Send the plan to the auditee and agree it.", NULL, 0 },
	{ "audit.conclude", &finding_entity, "audit", WANT_NONE,
	  IN(FINDING_STATE_DRAFT), "is a finding that is still a draft",
	  "Agree it in the team, or withdraw it.", NULL, 0 },
	{ "audit.report", &meeting_entity, "audit", WANT_SOME,
	  IN(MEETING_STATE_CLOSED), "the closing meeting is not closed",
	  "Hold the closing meeting and close its minutes.", "kind",
	  MEETING_KIND_CLOSING },
	{ "audit.complete", &completion_entity, "audit", WANT_SOME,
	  IN(COMPLETION_STATE_DONE), "the completion is not done",
	  "Go through the list of completion and finish it.", NULL, 0 },
	{ "R-5.5.6-01", &result_review_entity, "audit", WANT_SOME,
	  IN(RESULT_REVIEW_STATE_CONCLUDED), "the results were not reviewed",
	  "Review the results of the audit and conclude the review.",
	  NULL, 0 },
};

static enum rc
rows_met(struct ctx *cx, const struct change *ch, const char *name)
{
	return demand_met(cx, rows, NELEMS(rows), name,
	    ((const struct record *)ch->after)->at);
}

/* Rows that stand under the name of the command. */
static enum rc
guard_rows(struct ctx *cx, struct change *ch)
{
	return rows_met(cx, ch, ch->command);
}

/* --- planning it ----------------------------------------------------------------------- */

static enum rc
is_special(struct ctx *cx, const struct audit *a)
{
	bool caused = a->origin_signal || a->origin_complaint ||
	    a->origin_finding || !blank(a->origin_text);

	if ((a->kind != AUDIT_KIND_SPECIAL &&
	    a->origin == AUDIT_ORIGIN_SCHEDULE) || caused)
		return RC_OK;
	err_rule(&cx->err, "R-5.5.1-01", "origin_text",
	    "a special audit says what caused it");
	err_hint(&cx->err, "Name the event, complaint or finding, or who "
	    "asked and why.");
	return RC_RULE;
}

static enum rc
r_5_5_1_01(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	struct programme *p;
	enum rc rc = of_ref(cx, &programme_entity, a->programme, &p);

	if (rc || !p)
		return rc;
	/* An import brings audits of programmes that have ended. */
	if (p->state == PROGRAMME_STATE_ACTIVE || !cx->account)
		return is_special(cx, a);
	err_rule(&cx->err, "R-5.5.1-01", "programme", "the programme %s is "
	    "not active", p->rec.code);
	err_hint(&cx->err, "Approve its revision and activate the programme "
	    "first.");
	return RC_RULE;
}

static int64_t
last_day(const struct audit *a)
{
	return a->planned_to ? a->planned_to : a->planned_from;
}

static enum rc
r_5_5_1_04(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	int64_t days;
	enum rc rc = setting_get(cx, "start_lead_days", a->rec.id,
	    a->programme, &days);

	if (rc || a->announcement == ANNOUNCEMENT_SHORT_NOTICE ||
	    working_days_after(cx->today, days) <= a->planned_from)
		return rc;
	err_rule(&cx->err, "R-5.5.1-04", "planned_from", "%s starts in less "
	    "than %lld working days", a->rec.code, (long long)days);
	err_hint(&cx->err, "Move the start, or mark it as short notice.");
	return RC_RULE;
}

static enum rc
guard_schedule(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	struct programme_revision *r;
	enum rc rc = of_ref(cx, &programme_revision_entity, a->revision, &r);
	bool special = a->kind == AUDIT_KIND_SPECIAL ||
	    a->origin != AUDIT_ORIGIN_SCHEDULE;

	if (rc)
		return rc;
	if (!special && (!r || (r->state != REVISION_STATE_APPROVED &&
	    r->state != REVISION_STATE_SUPERSEDED))) {
		err_rule(&cx->err, ch->command, "revision", "%s is in no "
		    "approved revision of the programme", a->rec.code);
		err_hint(&cx->err, "Plan it in a revision and have that "
		    "approved, or give the origin of a special audit.");
		return RC_RULE;
	}
	if (last_day(a) < a->planned_from) {
		err_rule(&cx->err, ch->command, "planned_to", "%s ends before "
		    "it starts", a->rec.code);
		err_hint(&cx->err, "Mend the planned days.");
		return RC_RULE;
	}
	return guard_rows(cx, ch);
}

static enum rc
guard_reschedule(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;

	if (a->planned_from >= cx->today)
		return RC_OK;
	err_rule(&cx->err, ch->command, "planned_from", "%s has no new date",
	    a->rec.code);
	err_hint(&cx->err, "Enter the new planned days.");
	return RC_RULE;
}

/* --- initiation ------------------------------------------------------------------------- */

static enum rc
refuse_step(struct ctx *cx, const struct change *ch, const char *text,
    const char *hint)
{
	err_rule(&cx->err, ch->command, NULL, "%s", text);
	err_hint(&cx->err, "%s", hint);
	return RC_RULE;
}

static enum rc
decided(struct ctx *cx, int64_t audit, const struct feasibility **f)
{
	return last_in(cx, &feasibility_entity, "audit", audit,
	    IN(FEASIBILITY_STATE_DECIDED), f);
}

static enum rc
guard_prepare(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	const struct feasibility *f;
	enum rc rc = decided(cx, a->rec.id, &f);

	if (rc)
		return rc;
	if (!f)
		return refuse_step(cx, ch, "nobody has decided whether the "
		    "audit is feasible", "Submit the feasibility and let the "
		    "programme manager decide.");
	if (f->conclusion == FEASIBILITY_CONCLUSION_NOT_FEASIBLE)
		return refuse_step(cx, ch, "the audit was found not feasible",
		    "Rule it out, or reopen the feasibility with new facts.");
	return RC_OK;
}

static enum rc
guard_rule_out(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	const struct feasibility *f;
	enum rc rc = decided(cx, a->rec.id, &f);

	if (rc || (f && f->conclusion == FEASIBILITY_CONCLUSION_NOT_FEASIBLE))
		return rc;
	return refuse_step(cx, ch, "no decision says that the audit is not "
	    "feasible", "Let the feasibility be decided first.");
}

static enum rc
r_6_2_2_01(struct ctx *cx, struct change *ch)
{
	return ch->entity == &audit_entity ? rows_met(cx, ch, "R-6.2.2-01")
	    : RC_OK;
}

static enum rc
r_6_2_3_01(struct ctx *cx, struct change *ch)
{
	return ch->entity == &audit_entity ? rows_met(cx, ch, "R-6.2.3-01")
	    : RC_OK;
}

static enum rc
r_6_2_3_02(struct ctx *cx, struct change *ch)
{
	return ch->entity == &audit_entity ? rows_met(cx, ch, "R-6.2.3-02")
	    : RC_OK;
}

static enum rc
r_5_5_6_01(struct ctx *cx, struct change *ch)
{
	return rows_met(cx, ch, "R-5.5.6-01");
}

/* --- the end ----------------------------------------------------------------------------- */

static enum rc
guard_close(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &finding_entity, "audit", a->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding *f = l.rec[i];

		if ((f->type != FINDING_TYPE_MAJOR_NONCONFORMITY &&
		    f->type != FINDING_TYPE_MINOR_NONCONFORMITY) ||
		    f->continued_in || f->state == FINDING_STATE_CLOSED ||
		    f->state == FINDING_STATE_WITHDRAWN)
			continue;
		err_rule(&cx->err, ch->command, NULL, "%s is neither closed "
		    "nor continued in another audit", f->rec.code);
		err_hint(&cx->err, "Verify its actions and close it, or name "
		    "the audit that continues it.");
		return RC_RULE;
	}
	if (!rc && !a->retention_until)
		return refuse_step(cx, ch, "no day says how long the records "
		    "are kept", "Complete the audit with a retention rule.");
	return rc;
}

/* Every group of records has a rule for how long it is kept. */
static enum rc
r_5_5_7_01(struct ctx *cx, struct change *ch)
{
	for (const struct choice *c = record_group_choices; c->name; c++) {
		struct list l;
		enum rc rc;

		(void)ch;
		rc = store_of(cx, &retention_rule_entity, "subject_group",
		    c->value, &l);
		if (rc || l.n)
			continue;
		err_rule(&cx->err, "R-5.5.7-01", NULL, "\"%s\" has no "
		    "retention rule", c->label);
		err_hint(&cx->err, "Add the rule: how long, from when, and "
		    "how it is disposed of.");
		return RC_RULE;
	}
	return RC_OK;
}

const struct judge audit_judges[] = {
	{ "R-5.5.1-01", r_5_5_1_01 },
	{ "R-5.5.1-04", r_5_5_1_04 },
	{ "R-5.5.6-01", r_5_5_6_01 },
	{ "R-5.5.7-01", r_5_5_7_01 },
	{ "R-6.2.2-01", r_6_2_2_01 },
	{ "R-6.2.3-01", r_6_2_3_01 },
	{ "R-6.2.3-02", r_6_2_3_02 },
	{ "audit.accept", guard_rows },
	{ "audit.assign", guard_rows },
	{ "audit.close", guard_close },
	{ "audit.complete", guard_rows },
	{ "audit.conclude", guard_rows },
	{ "audit.make_ready", guard_rows },
	{ "audit.prepare", guard_prepare },
	{ "audit.report", guard_rows },
	{ "audit.reschedule", guard_reschedule },
	{ "audit.return", guard_rows },
	{ "audit.rule_out", guard_rule_out },
	{ "audit.schedule", guard_schedule },
	{ "audit.start", guard_rows },
	{ NULL, NULL }
};
