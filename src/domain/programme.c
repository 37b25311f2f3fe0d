/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* programme.c - a programme and its revisions: what comes with them. */
#include "domain.h"

#include "model/account.h"
#include "model/entities.h"
#include "model/programme.h"

/* --- what a new programme begins with ------------------------------------------ */

/* The product's process rules, in our own words; the house changes them. */
static const struct { const char *topic, *text; } house_rules[] = {
	{ "coordination", "One calendar holds all audits. Before dates are "
	    "fixed the sites are asked when they are closed." },
	{ "scope_criteria", "Objectives, scope and criteria are drafted with "
	    "the leader, shown to the client and frozen before the leader is "
	    "assigned." },
	{ "methods_team", "On site where people or rooms matter, remote where "
	    "screens do. An expert joins where the team lacks a field." },
	{ "evaluation", "Each auditor is evaluated by two methods, and is "
	    "watched at work at least every third year." },
	{ "communication", "Confidential matter goes through the system, "
	    "encrypted mail or a meeting; mail holds a code and a link." },
	{ "disputes_complaints", "The leader tries once to settle a dispute. "
	    "A complaint goes to the manager, one about the manager to the "
	    "client." },
	{ "follow_up", "Action plans within ten working days; the effect is "
	    "looked at 30 days after the work at the earliest." },
	{ "reporting", "The report comes within ten working days and names "
	    "positions, not people interviewed." },
	{ "records", "Records stay in this system, sealed when the audit "
	    "concludes, as long as the retention rules say." },
};

static enum rc
make_elements(struct ctx *cx, int64_t revision)
{
	enum rc rc = RC_OK;

	for (const struct choice *c = programme_element_choices; c->name && !rc;
	    c++)
		rc = follow(cx, "revision_element.create", 0, PAIRS(
		    { "revision", number_text(cx, revision) },
		    { "element", c->name }, { "status", "open" }), NULL);
	return rc;
}

static enum rc
programme_begins(struct ctx *cx, struct change *ch)
{
	const struct programme *p = ch->after;
	const char *id = number_text(cx, p->rec.id);
	enum rc rc = follow(cx, "programme_revision.create", 0, PAIRS(
	    { "programme", id }, { "number", "1" },
	    { "reason", "First version" }), NULL);

	for (size_t i = 0; i < NELEMS(house_rules) && !rc; i++)
		rc = follow(cx, "process_rule.create", 0, PAIRS(
		    { "programme", id }, { "topic", house_rules[i].topic },
		    { "text", house_rules[i].text }, { "version", "1" }), NULL);
	return rc;
}

/* --- revisions ------------------------------------------------------------------- */

/* The revision of this programme in that state, or 0. */
static enum rc
revision_in(struct ctx *cx, int64_t programme, int64_t state, int64_t *id)
{
	struct list l;
	enum rc rc = store_of(cx, &programme_revision_entity, "programme",
	    programme, &l);

	*id = 0;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct programme_revision *r = l.rec[i];

		if (r->state == state)
			*id = r->rec.id;
	}
	return rc;
}

static enum rc
copy_element(struct ctx *cx, const struct revision_element *e, int64_t to)
{
	char due[DATE_LEN + 1] = "";

	if (e->due)
		day_write(due, e->due);
	return follow(cx, "revision_element.create", 0, PAIRS(
	    { "revision", number_text(cx, to) },
	    { "element", choice_find(programme_element_choices,
	        e->element)->name },
	    { "status", choice_find(element_status_choices, e->status)->name },
	    { "text", e->text ? e->text : "" },
	    { "reason", e->reason ? e->reason : "" },
	    { "due", due }), NULL);
}

/* A new revision starts from the approved one, the first one from nothing. */
static enum rc
revision_begins(struct ctx *cx, struct change *ch)
{
	const struct programme_revision *r = ch->after;
	struct list l;
	int64_t from;
	enum rc rc = revision_in(cx, r->programme,
	    REVISION_STATE_APPROVED, &from);

	if (rc || !from)
		return rc ? rc : make_elements(cx, r->rec.id);
	rc = store_of(cx, &revision_element_entity, "revision", from, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = copy_element(cx, l.rec[i], r->rec.id);
	return rc;
}

static enum rc
revision_submitted(struct ctx *cx, struct change *ch)
{
	const struct programme_revision *r = ch->after;
	struct programme *p;
	enum rc rc = of_ref(cx, &programme_entity, r->programme, &p);

	return rc ? rc : follow_task(cx, ch, p->client_person,
	    "Decide on the audit programme", 0);
}

static enum rc
revision_approved(struct ctx *cx, struct change *ch)
{
	const struct programme_revision *r = ch->after;
	struct programme *p;
	struct list l;
	enum rc rc = of_ref(cx, &programme_entity, r->programme, &p);

	if (!rc)
		rc = store_of(cx, &programme_revision_entity, "programme",
		    r->programme, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct programme_revision *o = l.rec[i];

		if (o->rec.id != r->rec.id &&
		    o->state == REVISION_STATE_APPROVED)
			rc = follow(cx, "programme_revision.supersede",
			    o->rec.id, NO_PAIRS, NULL);
	}
	if (!rc && p->state == PROGRAMME_STATE_DRAFT)
		rc = follow(cx, "programme.approve", p->rec.id, NO_PAIRS, NULL);
	return rc;
}

static enum rc
objectives_agreed(struct ctx *cx, struct change *ch)
{
	const struct programme_revision *r = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &programme_objective_entity, "programme",
	    r->programme, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct programme_objective *o = l.rec[i];

		if (o->state == PROGRAMME_OBJECTIVE_STATE_PROPOSED)
			rc = follow(cx, "programme_objective.agree", o->rec.id,
			    NO_PAIRS, NULL);
	}
	return rc;
}

static enum rc
revision_in_force(struct ctx *cx, struct change *ch)
{
	enum rc rc = revision_approved(cx, ch);

	return rc ? rc : objectives_agreed(cx, ch);
}

/* --- risks ------------------------------------------------------------------------- */

/* Likelihood times consequence, against the three settings. */
static enum rc
risk_rated(struct ctx *cx, struct change *ch)
{
	static const char *const from[] = { "risk_medium_from",
		"risk_high_from", "risk_very_high_from" };
	struct programme_risk *r = ch->after;

	r->level = RISK_LEVEL_LOW;
	for (size_t i = 0; i < NELEMS(from); i++) {
		int64_t least;
		enum rc rc = setting_get(cx, from[i], 0, r->programme, &least);

		if (rc)
			return rc;
		if (r->likelihood * r->consequence >= least)
			r->level = RISK_LEVEL_MEDIUM + (int64_t)i;
	}
	return RC_OK;
}

/* A newer rule takes the place of the older one on its topic. */
static enum rc
rule_in_force(struct ctx *cx, struct change *ch)
{
	const struct process_rule *r = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &process_rule_entity, "programme",
	    r->programme, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct process_rule *o = l.rec[i];

		if (o->rec.id != r->rec.id && o->topic == r->topic &&
		    o->state == RULE_STATE_APPROVED)
			rc = follow(cx, "process_rule.supersede", o->rec.id,
			    NO_PAIRS, NULL);
	}
	return rc;
}

/* --- appointments ------------------------------------------------------------------ */

static enum rc
appointment_offered(struct ctx *cx, struct change *ch)
{
	const struct appointment *a = ch->after;

	return follow_task(cx, ch, a->person, "Answer the appointment", 0);
}

/* The role that goes with a duty. */
static int64_t
role_of(int64_t duty)
{
	switch (duty) {
	case APPOINTMENT_DUTY_TEAM_LEADER:
		return ROLE_LEADER;
	case APPOINTMENT_DUTY_EVALUATOR:
		return ROLE_EVALUATOR;
	default:
		return ROLE_PROGRAMME_MANAGER;
	}
}

/* The grant in force that an appointment stands for, or 0. */
static enum rc
grant_of(struct ctx *cx, const struct appointment *a, int64_t *id)
{
	struct list l;
	enum rc rc = store_of(cx, &role_grant_entity, "person", a->person, &l);

	*id = 0;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct role_grant *g = l.rec[i];

		if (g->state == GRANT_STATE_ACTIVE &&
		    g->programme == a->programme && g->duty == role_of(a->duty))
			*id = g->rec.id;
	}
	return rc;
}

static enum rc
appointment_accepted(struct ctx *cx, struct change *ch)
{
	const struct appointment *a = ch->after;
	char from[DATE_LEN + 1], until[DATE_LEN + 1] = "";
	int64_t id;
	enum rc rc = grant_of(cx, a, &id);

	if (rc || id)
		return rc;
	day_write(from, a->valid_from);
	if (a->valid_until)
		day_write(until, a->valid_until);
	return follow(cx, "role_grant.create", 0, PAIRS(
	    { "person", number_text(cx, a->person) },
	    { "duty", choice_find(role_choices, role_of(a->duty))->name },
	    { "scope", "programme" },
	    { "programme", number_text(cx, a->programme) },
	    { "valid_from", from }, { "valid_until", until },
	    { "granted_by", number_text(cx, a->appointed_by) },
	    { "reason", arena_fmt(cx->arena, "Appointment %s", a->rec.code) }),
	    NULL);
}

static enum rc
appointment_ended(struct ctx *cx, struct change *ch)
{
	int64_t id;
	enum rc rc;

	if (((const struct appointment *)ch->before)->state !=
	    APPOINTMENT_STATE_ACCEPTED)
		return RC_OK;
	rc = grant_of(cx, ch->after, &id);
	return rc || !id ? rc : follow(cx, "role_grant.revoke", id, PAIRS(
	    { "state_reason", "The appointment ended" }), NULL);
}

static const struct judge prepares[] = {
	{ "programme_risk.create", risk_rated },
	{ "programme_risk.update", risk_rated },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "appointment.accept", appointment_accepted },
	{ "appointment.create", appointment_offered },
	{ "appointment.end", appointment_ended },
	{ "process_rule.approve", rule_in_force },
	{ "programme.create", programme_begins },
	{ "programme_revision.approve", revision_in_force },
	{ "programme_revision.create", revision_begins },
	{ "programme_revision.submit", revision_submitted },
	{ NULL, NULL }
};

const struct domain_part programme_part = { "programme",
	programme_judges, prepares, effects };
