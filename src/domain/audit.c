/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * audit.c - an audit, its baseline and what it is measured against: what is
 * filled in and what follows.
 */
#include "demand.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/programme.h"

/* --- what is filled in -------------------------------------------------------- */

/* What the programme says holds for its audits unless they say otherwise. */
static enum rc
audit_begins(struct ctx *cx, struct change *ch)
{
	struct audit *a = ch->after;
	struct programme *p;
	int64_t months;
	enum rc rc = of_ref(cx, &programme_entity, a->programme, &p);

	if (rc || !p)
		return rc;
	if (!a->party)
		a->party = p->party;
	if (!a->client)
		a->client = p->client;
	if (!a->auditee && p->auditees.n == 1)
		a->auditee = p->auditees.id[0];
	if (!a->announcement)
		a->announcement = ANNOUNCEMENT_ANNOUNCED;
	if (!a->origin)
		a->origin = AUDIT_ORIGIN_SCHEDULE;
	if (!a->class)
		a->class = CLASS_CONFIDENTIAL;
	a->certification_like |= p->certification_like;
	a->single_auditor |= p->single_auditor;
	a->small_organization |= p->small_organization;
	rc = setting_get(cx, "retention_audit_months", 0, a->programme,
	    &months);
	if (!rc && a->planned_from)
		a->retention_until = months_after(a->planned_to
		    ? a->planned_to : a->planned_from, months);
	return rc;
}

/* The months are counted from the end of the audit, once that is known. */
static enum rc
audit_completes(struct ctx *cx, struct change *ch)
{
	struct audit *a = ch->after;
	int64_t months;
	enum rc rc = setting_get(cx, "retention_audit_months", a->rec.id,
	    a->programme, &months);

	if (!rc)
		a->retention_until = months_after(cx->today, months);
	return rc;
}

/* Copied, so that the baseline is frozen by value (R-5.5.2-08). */
static enum rc
criterion_copied(struct ctx *cx, struct change *ch)
{
	struct audit_criterion *c = ch->after;
	struct criterion_item *item;
	enum rc rc = of_ref(cx, &criterion_item_entity, c->item, &item);

	if (rc || !item)
		return rc;
	c->number = item->number;
	c->title = item->title;
	c->statement = item->statement;
	return RC_OK;
}

static enum rc
remote_asked_again(struct ctx *cx, struct change *ch)
{
	struct remote_assessment *r = ch->after;

	(void)cx;
	r->auditee_agreed_by = 0;
	r->auditee_agreed_at = 0;
	return RC_OK;
}

/* --- what follows: the audit ---------------------------------------------------- */

static enum rc
audit_begun(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	const char *id = number_text(cx, a->rec.id);
	enum rc rc = follow(cx, "baseline.create", 0, PAIRS(
	    { "audit", id }, { "version", "1" }), NULL);

	return rc ? rc : follow(cx, "assignment_pack.create", 0, PAIRS(
	    { "audit", id }), NULL);
}

static enum rc
audit_assigned(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;

	return follow_notice(cx, ch, a->leader, "step");
}

/* What initiation consists of, as tasks of the leader. */
static enum rc
audit_accepted(struct ctx *cx, struct change *ch)
{
	static const char *const todo[] = {
		"Talk to the auditee and complete the contact record",
		"Settle the disclosure agreement",
		"Ask the auditee what cannot be shown",
		"Say whether the audit is feasible",
	};
	const struct audit *a = ch->after;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < NELEMS(todo) && !rc; i++)
		rc = follow_task(cx, ch, a->leader, todo[i], a->planned_from);
	return rc;
}

static enum rc
all_told(struct ctx *cx, struct change *ch)
{
	return tell_audit(cx, ch, ((const struct record *)ch->after)->at);
}

/* The agreed plan is the one that counts from now on. */
static enum rc
audit_started(struct ctx *cx, struct change *ch)
{
	return plan_start(cx, ((const struct audit *)ch->after)->rec.id);
}

static enum rc
audit_concluded(struct ctx *cx, struct change *ch)
{
	return evidence_seal_all(cx, ((const struct audit *)ch->after)->rec.id);
}

static enum rc
audit_reported(struct ctx *cx, struct change *ch)
{
	return papers_lock(cx, ((const struct audit *)ch->after)->rec.id);
}

/* --- what follows: assignment, hand-over ------------------------------------------ */

static enum rc
pack_sent(struct ctx *cx, struct change *ch)
{
	const struct assignment_pack *p = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, p->audit, &a);

	return rc ? rc : follow_task(cx, ch, a->leader,
	    "Accept or return the assignment", a->planned_from);
}

static enum rc
handover_offered(struct ctx *cx, struct change *ch)
{
	const struct leader_handover *h = ch->after;

	return follow_task(cx, ch, h->incoming,
	    "Answer the offer to lead the audit", 0);
}

static enum rc
handover_accepted(struct ctx *cx, struct change *ch)
{
	const struct leader_handover *h = ch->after;
	enum rc rc = follow(cx, "audit.update", h->audit, PAIRS(
	    { "leader", number_text(cx, h->incoming) }), NULL);

	return rc ? rc : tell_audit(cx, ch, h->audit);
}

/* --- what follows: scope ---------------------------------------------------------- */

static enum rc
baseline_approved(struct ctx *cx, struct change *ch)
{
	const struct baseline *b = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &baseline_entity, "audit", b->audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct baseline *o = l.rec[i];

		if (o->rec.id != b->rec.id &&
		    o->state == BASELINE_STATE_APPROVED)
			rc = follow(cx, "baseline.supersede", o->rec.id,
			    NO_PAIRS, NULL);
	}
	return rc;
}

static const struct judge prepares[] = {
	{ "audit.complete", audit_completes },
	{ "audit.create", audit_begins },
	{ "audit_criterion.create", criterion_copied },
	{ "remote_assessment.revise", remote_asked_again },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "assignment_pack.send", pack_sent },
	{ "audit.accept", audit_accepted },
	{ "audit.assign", audit_assigned },
	{ "audit.cancel", all_told },
	{ "audit.conclude", audit_concluded },
	{ "audit.create", audit_begun },
	{ "audit.postpone", all_told },
	{ "audit.report", audit_reported },
	{ "audit.rule_out", all_told },
	{ "audit.start", audit_started },
	{ "audit.suspend", all_told },
	{ "audit.terminate", all_told },
	{ "baseline.approve", baseline_approved },
	{ "leader_handover.accept", handover_accepted },
	{ "leader_handover.create", handover_offered },
	{ "scope_change.present", all_told },
	{ NULL, NULL }
};

const struct domain_part audit_part = { "audit", audit_judges, prepares,
	effects };
