/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* team.c - who audits: what follows from proposing and confirming people. */
#include "independence.h"
#include "demand.h"

#include "base/text.h"
#include "model/entities.h"
#include "model/people.h"
#include "model/programme.h"

/* --- independence ------------------------------------------------------------------ */

static enum rc
record_check(struct ctx *cx, const struct change *ch, const char *rule,
    const char *result, const char *facts)
{
	const struct team_assignment *t = ch->after;

	return follow(cx, "independence_check.create", 0, PAIRS(
	    { "audit", number_text(cx, t->audit) },
	    { "person", number_text(cx, t->person) }, { "rule", rule },
	    { "moment", ch->command }, { "subject", ch->entity->name },
	    { "subject_id", number_text(cx, t->rec.id) },
	    { "facts", facts }, { "result", result }), NULL);
}

/* One record for each tie; when there is none, that is one, too. */
static enum rc
member_checked(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct ties ties;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, t->audit, &a);

	if (!rc)
		rc = ties_find(cx, t->person, a, t->areas, &ties);
	if (rc)
		return rc;
	if (!ties.n)
		return record_check(cx, ch, "I-01", "clear",
		    "No tie by I-01 to I-05 and I-11 in declarations, posts, "
		    "ownership and reporting lines.");
	for (size_t i = 0; i < ties.n && !rc; i++)
		rc = record_check(cx, ch, ties.tie[i].rule, ties.tie[i].direct
		    ? "blocked" : "warned", ties.tie[i].facts);
	return rc;
}

/* --- what follows ------------------------------------------------------------------ */

/* Is the declaration of conduct signed or at least asked for? */
static enum rc
ask_conduct(struct ctx *cx, int64_t person)
{
	const struct conduct_declaration *d;
	enum rc rc = last_in(cx, &conduct_declaration_entity, "person", person,
	    IN(DECLARATION_STATE_REQUESTED) | IN(DECLARATION_STATE_SIGNED), &d);

	if (rc || d)
		return rc;
	return follow(cx, "conduct_declaration.create", 0, PAIRS(
	    { "person", number_text(cx, person) }, { "text_version", "1" },
	    { "covers", "code_of_conduct" },
	    { "covers", "confidentiality" }), NULL);
}

/*
 * Keeps R-5.5.4-07: each assignment asks anew about interests, for this audit,
 * and each declaration is checked.
 */
static enum rc
member_begins(struct ctx *cx, struct change *ch)
{
	struct team_assignment *t = ch->after;
	int64_t made = 0;
	enum rc rc = RC_OK;

	if (!t->person || !t->audit)
		return RC_OK;
	rc = ask_conduct(cx, t->person);
	if (!rc)
		rc = follow(cx, "interest_declaration.create", 0, PAIRS(
		    { "person", number_text(cx, t->person) },
		    { "audit", number_text(cx, t->audit) },
		    { "class", "confidential" }), &made);
	if (!rc)
		t->declaration = made;
	return rc;
}

static enum rc
member_confirmed(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	enum rc rc = RC_OK;

	if (t->duty == TEAM_DUTY_LEADER)
		rc = follow(cx, "audit.update", t->audit, PAIRS(
		    { "leader", number_text(cx, t->person) }), NULL);
	return rc ? rc : follow_notice(cx, ch, t->person, "step");
}

/* Client and auditee are told of a change of the team, as R-5.5.4-07 asks. */
static enum rc
member_replaced(struct ctx *cx, struct change *ch)
{
	return tell_audit(cx, ch,
	    ((const struct team_assignment *)ch->after)->audit);
}

static const struct judge prepares[] = {
	{ "team_assignment.create", member_begins },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "team_assignment.confirm", member_confirmed },
	{ "team_assignment.declare", member_checked },
	{ "team_assignment.replace", member_replaced },
	{ NULL, NULL }
};

const struct domain_part team_part = { "team", team_judges,
	prepares, effects };
