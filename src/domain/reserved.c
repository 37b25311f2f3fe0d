/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * reserved.c - decisions reserved to the programme manager: who takes them
 * when the manager audits or has an interest, and what they ask for.
 */
#include "demand.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/finding.h"
#include "model/initiation.h"
#include "model/people.h"
#include "model/programme.h"
#include "model/team.h"

/*
 * Whoever decides as manager: the actor, or of a finding the one who has read
 * it.  0: somebody else than manager or deputy, who is not judged here.
 */
static enum rc
decider(struct ctx *cx, const struct change *ch, const struct audit *a,
    int64_t *person)
{
	struct programme *p;
	enum rc rc = of_ref(cx, &programme_entity, a->programme, &p);

	*person = ch->entity == &finding_entity
	    ? ((const struct finding *)ch->after)->reviewed_by : cx->person;
	if (!rc && (!cx->account || (*person != p->manager &&
	    *person != p->deputy) || *person == p->client_person))
		*person = 0;
	return rc;
}

static enum rc
is_member(struct ctx *cx, int64_t audit, int64_t person, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &team_assignment_entity, "audit", audit, &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct team_assignment *t = l.rec[i];

		*yes |= t->person == person &&
		    t->state != ASSIGNMENT_STATE_REPLACED;
	}
	return rc;
}

/* Only the reading of a major nonconformity is reserved. */
static bool
is_reserved(const struct change *ch)
{
	return ch->entity != &finding_entity ||
	    ((const struct finding *)ch->after)->type ==
	    FINDING_TYPE_MAJOR_NONCONFORMITY;
}

static enum rc
r_5_4_1_05(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct audit *a;
	int64_t person;
	bool member;
	enum rc rc;

	if (r->at_kind != ANCHOR_AUDIT || !is_reserved(ch))
		return RC_OK;
	rc = of_ref(cx, &audit_entity, r->at, &a);
	if (!rc)
		rc = decider(cx, ch, a, &person);
	if (rc || !person)
		return rc;
	rc = is_member(cx, r->at, person, &member);
	if (rc || !member)
		return rc;
	return refuse(cx, "R-5.4.1-05", NULL, arena_fmt(cx->arena, "%s is in "
	    "the team of %s and does not decide on %s", name_of(cx, person),
	    a->rec.code, r->code), "Leave it to the client, or to a deputy "
	    "outside the team.");
}

/* A signed interest in the auditee, or in this audit, that has not ended. */
static enum rc
interested(struct ctx *cx, const struct audit *a, int64_t person,
    const struct interest_declaration **out)
{
	struct list l;
	enum rc rc = store_of(cx, &interest_declaration_entity, "person",
	    person, &l);

	*out = NULL;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct interest_declaration *d = l.rec[i];

		if (d->state == DECLARATION_STATE_SIGNED &&
		    d->any_interest == ANSWER_YES &&
		    (d->organization == a->auditee || d->audit == a->rec.id) &&
		    (!d->ends_on || d->ends_on >= cx->today))
			*out = d;
	}
	return rc;
}

static enum rc
i_12(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	const struct interest_declaration *d;
	struct audit *a;
	int64_t person;
	enum rc rc;

	if (r->at_kind != ANCHOR_AUDIT)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, r->at, &a);
	if (!rc)
		rc = decider(cx, ch, a, &person);
	if (rc || !person)
		return rc;
	rc = interested(cx, a, person, &d);
	if (rc || !d)
		return rc;
	return refuse(cx, "I-12", NULL, arena_fmt(cx->arena, "%s has declared "
	    "an interest (%s) and does not decide on %s", name_of(cx, person),
	    d->rec.code, r->code), "Leave it to the client, or to a "
	    "substitute whom the client names.");
}

/* --- changes of the scope ----------------------------------------------------------- */

static enum rc
guard_approve(struct ctx *cx, struct change *ch)
{
	const struct scope_change *c = ch->after;

	if (c->subject == SCOPE_CHANGE_SUBJECT_CRITERIA || c->client_agreed_by)
		return RC_OK;
	return refuse(cx, ch->command, "client_agreed_by", arena_fmt(cx->arena,
	    "the client has not agreed to %s", c->rec.code), "Ask the client "
	    "to give the step \"consent\" first.");
}

/* What a constraint takes out of the scope is a change of it. */
static enum rc
constraint_change(struct ctx *cx, const struct access_constraint *c,
    const struct scope_change **out)
{
	struct list l;
	enum rc rc = store_of(cx, &scope_change_entity, "audit", c->audit, &l);

	*out = NULL;
	for (size_t i = 0; !rc && i < l.n; i++)
		if (((struct scope_change *)l.rec[i])->constraint_cause ==
		    c->rec.id)
			*out = l.rec[i];
	return rc;
}

static enum rc
r_6_2_3_04(struct ctx *cx, struct change *ch)
{
	const struct access_constraint *c = ch->after;
	const struct scope_change *s;
	enum rc rc;

	if (c->state != CONSTRAINT_STATE_APPLIED ||
	    c->decision != CONSTRAINT_DECISION_REDUCE_SCOPE)
		return RC_OK;
	rc = constraint_change(cx, c, &s);
	if (rc || (s && s->state != SCOPE_CHANGE_STATE_REFUSED))
		return rc;
	return refuse(cx, "R-6.2.3-04", NULL, arena_fmt(cx->arena, "no change "
	    "of the scope carries out %s", c->rec.code), "Ask for a scope "
	    "change with this constraint as its cause.");
}

static enum rc
scope_reduced(struct ctx *cx, struct change *ch)
{
	const struct access_constraint *c = ch->after;

	if (c->decision != CONSTRAINT_DECISION_REDUCE_SCOPE)
		return RC_OK;
	return follow(cx, "scope_change.create", 0, PAIRS(
	    { "audit", number_text(cx, c->audit) }, { "subject", "scope" },
	    { "before", c->subject },
	    { "after", arena_fmt(cx->arena, "Left out, as %s was decided",
	        c->rec.code) },
	    { "reason", blank(c->state_reason) ? "The decision on access"
	        : c->state_reason },
	    { "constraint_cause", number_text(cx, c->rec.id) }), NULL);
}

/* --- the end of a programme ------------------------------------------------------------ */

enum {
	ENDED = IN(AUDIT_STATE_CLOSED) | IN(AUDIT_STATE_CANCELLED) |
	    IN(AUDIT_STATE_NOT_FEASIBLE) | IN(AUDIT_STATE_TERMINATED)
};

static enum rc
guard_close(struct ctx *cx, struct change *ch)
{
	const struct programme *p = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &audit_entity, "programme", p->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit *a = l.rec[i];

		if (!(ENDED & IN(a->state)))
			return refuse(cx, ch->command, NULL, arena_fmt(
			    cx->arena, "%s of %s has not ended", a->rec.code,
			    p->rec.code), "Close or cancel it first; a "
			    "successor may plan it anew.");
	}
	return rc;
}

static enum rc
guard_archive(struct ctx *cx, struct change *ch)
{
	const struct programme *p = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &audit_entity, "programme", p->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit *a = l.rec[i];

		if (!a->retention_until)
			return refuse(cx, ch->command, NULL, arena_fmt(
			    cx->arena, "no day says how long the records of "
			    "%s are kept", a->rec.code), "Give it planned "
			    "days; the retention is counted from them.");
	}
	return rc;
}

static const struct judge judges[] = {
	{ "I-12", i_12 },
	{ "R-5.4.1-05", r_5_4_1_05 },
	{ "R-6.2.3-04", r_6_2_3_04 },
	{ "programme.archive", guard_archive },
	{ "programme.close", guard_close },
	{ "scope_change.approve", guard_approve },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "access_constraint.decide", scope_reduced },
	{ NULL, NULL }
};

const struct domain_part reserved_part = { "audit", judges, NULL, effects };
