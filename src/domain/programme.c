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

/* --- appointments ------------------------------------------------------------------ */

static enum rc
appointment_offered(struct ctx *cx, struct change *ch)
{
	const struct appointment *a = ch->after;

	return follow_task(cx, ch, a->person, "Answer the appointment", 0);
}

static const struct judge effects[] = {
	{ "appointment.create", appointment_offered },
	{ "programme.create", programme_begins },
	{ "programme_revision.approve", revision_approved },
	{ "programme_revision.create", revision_begins },
	{ "programme_revision.submit", revision_submitted },
	{ NULL, NULL }
};

const struct domain_part programme_part = { "programme", NULL, NULL, effects };
