/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * programme_manager.c - 5.4.1 and 5.4.2: who runs a programme, what the
 * person must know, and which step is whose.
 */
#include "programme.h"

#include "core/query.h"
#include "model/competence.h"
#include "model/entities.h"
#include "model/evaluation.h"
#include "model/programme.h"

static bool
blank(const char *s)
{
	return !s || !*s;
}

/* --- 5.4.1 and 5.4.2 the manager ----------------------------------------------------- */

static enum rc
r_5_4_1_01(struct ctx *cx, struct change *ch)
{
	struct programme *p;
	struct list l;
	enum rc rc = programme_of(cx, ch, &p);

	if (!rc)
		rc = programme_parts(cx, ch, &appointment_entity, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct appointment *a = l.rec[i];

		if (a->duty == APPOINTMENT_DUTY_PROGRAMME_MANAGER &&
		    a->person == p->manager &&
		    a->state == APPOINTMENT_STATE_ACCEPTED)
			return RC_OK;
	}
	if (rc)
		return rc;
	err_rule(&cx->err, "R-5.4.1-01", NULL, "the manager of %s has not "
	    "accepted an appointment", p->rec.code);
	return advise(cx, "The client appoints, the manager accepts.");
}

static enum rc
r_5_4_1_02(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = programme_parts(cx, ch, &process_rule_entity, &l);

	for (const struct choice *c = process_topic_choices; c->name && !rc;
	    c++) {
		bool found = false;

		for (size_t i = 0; i < l.n; i++) {
			const struct process_rule *r = l.rec[i];

			found |= r->topic == c->value &&
			    r->state != RULE_STATE_SUPERSEDED;
		}
		if (found)
			continue;
		err_rule(&cx->err, "R-5.4.1-02", NULL, "there is no process "
		    "rule on \"%s\"", c->label);
		return advise(cx, "Write one (process_rule).");
	}
	return rc;
}

static enum rc
r_5_4_1_03(struct ctx *cx, struct change *ch)
{
	struct programme *p;
	enum rc rc = programme_of(cx, ch, &p);

	if (rc || !cx->account || p->manager != cx->person ||
	    p->client_person == p->manager)
		return rc;
	err_rule(&cx->err, "R-5.4.1-03", NULL, "the manager does not approve "
	    "%s", p->rec.code);
	return advise(cx, "Ask the person acting for the client.");
}

static bool
plan_for(const struct list *plans, int64_t criterion)
{
	for (size_t i = 0; i < plans->n; i++) {
		const struct development_plan *d = plans->rec[i];

		if (d->state == DEVELOPMENT_PLAN_STATE_CANCELLED)
			continue;
		for (size_t k = 0; k < d->competences.n; k++)
			if (d->competences.id[k] == criterion)
				return true;
	}
	return false;
}

static bool
claimed(const struct list *claims, int64_t criterion)
{
	for (size_t i = 0; i < claims->n; i++) {
		const struct competence_claim *c = claims->rec[i];

		if (c->criterion == criterion &&
		    c->state == CLAIM_STATE_VERIFIED)
			return true;
	}
	return false;
}

static enum rc
manager_of(struct ctx *cx, const struct change *ch, int64_t *person)
{
	struct programme *p;
	enum rc rc;

	if (ch->entity == &appointment_entity) {
		const struct appointment *a = ch->after;

		*person = a->duty == APPOINTMENT_DUTY_PROGRAMME_MANAGER
		    ? a->person : 0;
		return RC_OK;
	}
	rc = programme_of(cx, ch, &p);
	*person = !rc && p ? p->manager : 0;
	return rc;
}

static enum rc
criteria_of_managers(struct ctx *cx, struct page *out)
{
	struct ctx sys = ctx_system(cx);
	struct query q = { .entity = &competence_criterion_entity,
		.limit = QUERY_MOST };
	enum rc rc = query_run(&sys, &q, out);

	if (rc)
		cx->err = sys.err;
	return rc;
}

static enum rc
r_5_4_2_01(struct ctx *cx, struct change *ch)
{
	struct list claims, plans;
	struct page all;
	int64_t person;
	enum rc rc = manager_of(cx, ch, &person);

	if (rc || !person)
		return rc;
	rc = store_of(cx, &competence_claim_entity, "person", person, &claims);
	if (!rc)
		rc = store_of(cx, &development_plan_entity, "person", person,
		    &plans);
	if (!rc)
		rc = criteria_of_managers(cx, &all);
	for (size_t i = 0; !rc && i < all.n; i++) {
		const struct competence_criterion *c = all.rec[i];

		if (c->retired || !(c->duties & 1 <<
		    (AUDITOR_DUTY_PROGRAMME_MANAGER - 1)) ||
		    claimed(&claims, c->rec.id) || plan_for(&plans, c->rec.id))
			continue;
		err_rule(&cx->err, "R-5.4.2-01", NULL, "the manager has "
		    "neither \"%s\" nor a plan to learn it", c->short_name);
		return advise(cx, "Verify a claim, or make a development "
		    "plan.");
	}
	return rc;
}

static enum rc
r_5_4_2_02(struct ctx *cx, struct change *ch)
{
	struct list l;
	int64_t person, months;
	enum rc rc = manager_of(cx, ch, &person);

	if (rc || !person)
		return rc;
	rc = setting_get(cx, "development_gap_months", 0, 0, &months);
	if (!rc)
		rc = store_of(cx, &development_record_entity, "person", person,
		    &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		if (months_after(((struct development_record *)l.rec[i])
		    ->done_on, months) >= cx->today)
			return RC_OK;
	if (rc)
		return rc;
	err_rule(&cx->err, "R-5.4.2-02", NULL, "the manager has no development "
	    "entry of the last %lld months", (long long)months);
	return advise(cx, "Enter what was learned (development_record).");
}

/* --- what the steps ask beyond the rules ------------------------------------------------ */

static enum rc
guard_revision_create(struct ctx *cx, struct change *ch)
{
	const struct programme_revision *r = ch->after, *open;
	enum rc rc = revision_open(cx, r->programme, r->rec.id, &open);

	if (rc || !open)
		return rc;
	err_rule(&cx->err, "programme_revision.create", NULL, "%s is still "
	    "open", open->rec.code);
	return advise(cx, "Finish it first.");
}

static enum rc
guard_revision_approve(struct ctx *cx, struct change *ch)
{
	const struct programme_revision *r = ch->after;

	if (!cx->account || r->submitted_by != cx->person)
		return RC_OK;
	err_rule(&cx->err, "programme_revision.approve", NULL, "whoever "
	    "submitted %s does not approve it", r->rec.code);
	return advise(cx, "Ask the person acting for the client.");
}

static enum rc
guard_activate(struct ctx *cx, struct change *ch)
{
	const struct programme *p = ch->after;

	if (p->period_from <= cx->today + 60)
		return RC_OK;
	err_rule(&cx->err, "programme.activate", "period_from", "the period of "
	    "%s begins in more than 60 days", p->rec.code);
	return advise(cx, "Wait, or correct the period.");
}

static enum rc
guard_judged(struct ctx *cx, struct change *ch)
{
	const struct programme_objective *o = ch->after;

	if (o->reviewed_in)
		return RC_OK;
	err_rule(&cx->err, ch->command, "reviewed_in", "%s was not judged in a "
	    "programme review", o->rec.code);
	return advise(cx, "Name the review.");
}

static enum rc
guard_drop(struct ctx *cx, struct change *ch)
{
	const struct programme_objective *o = ch->before ? ch->before
	    : ch->after;
	const struct programme_revision *r;
	enum rc rc = RC_OK;

	if (o->state != PROGRAMME_OBJECTIVE_STATE_AGREED)
		return RC_OK;
	rc = revision_open(cx, o->programme, 0, &r);
	if (rc || r)
		return rc;
	err_rule(&cx->err, "programme_objective.drop", NULL, "%s was agreed "
	    "and is dropped by a later revision only", o->rec.code);
	return advise(cx, "Open a new revision first.");
}

static enum rc
guard_appoint(struct ctx *cx, struct change *ch)
{
	const struct appointment *a = ch->after;
	struct programme *p;
	enum rc rc = programme_of(cx, ch, &p);
	bool manager = a->duty == APPOINTMENT_DUTY_PROGRAMME_MANAGER;

	if (rc || !cx->account || a->appointed_by == (manager
	    ? p->client_person : p->manager))
		return rc;
	err_rule(&cx->err, "appointment.create", "appointed_by", "%s",
	    manager ? "the client appoints the manager"
	    : "the manager appoints everybody but himself");
	return advise(cx, "Name the one who appoints.");
}

static enum rc
guard_answer(struct ctx *cx, struct change *ch)
{
	const struct appointment *a = ch->after;

	if (!cx->account || a->person == cx->person)
		return RC_OK;
	err_rule(&cx->err, ch->command, NULL, "only the person appointed "
	    "answers %s", a->rec.code);
	return advise(cx, "Let the person sign in and answer.");
}

static enum rc
guard_end(struct ctx *cx, struct change *ch)
{
	const struct appointment *a = ch->after;

	if (!cx->account || !blank(a->state_reason) ||
	    (a->valid_until && a->valid_until < cx->today))
		return RC_OK;
	err_rule(&cx->err, "appointment.end", "state_reason", "%s has not run "
	    "out", a->rec.code);
	return advise(cx, "Give the reason for its end.");
}

static enum rc
guard_rule_approve(struct ctx *cx, struct change *ch)
{
	const struct process_rule *r = ch->after;
	struct programme *p;
	enum rc rc = programme_of(cx, ch, &p);

	if (rc || !cx->account || r->rec.created_by != cx->account ||
	    p->small_organization)
		return rc;
	err_rule(&cx->err, "process_rule.approve", NULL, "whoever wrote %s "
	    "alone does not approve it", r->rec.code);
	return advise(cx, "Ask the client, or another manager.");
}

static const struct judge judges[] = {
	{ "R-5.4.1-01", r_5_4_1_01 },
	{ "R-5.4.1-02", r_5_4_1_02 },
	{ "R-5.4.1-03", r_5_4_1_03 },
	{ "R-5.4.2-01", r_5_4_2_01 },
	{ "R-5.4.2-02", r_5_4_2_02 },
	{ "appointment.accept", guard_answer },
	{ "appointment.create", guard_appoint },
	{ "appointment.decline", guard_answer },
	{ "appointment.end", guard_end },
	{ "process_rule.approve", guard_rule_approve },
	{ "programme.activate", guard_activate },
	{ "programme_objective.achieve", guard_judged },
	{ "programme_objective.achieve_partly", guard_judged },
	{ "programme_objective.drop", guard_drop },
	{ "programme_objective.miss", guard_judged },
	{ "programme_revision.approve", guard_revision_approve },
	{ "programme_revision.create", guard_revision_create },
	{ NULL, NULL }
};

const struct domain_part programme_manager_part = { "programme", judges, NULL,
	NULL };
