/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* team_rules.c - 4, 5.4.4, 5.5.4 and B.3: who may be in a team. */
#include "competence.h"
#include "independence.h"
#include "demand.h"

#include "base/text.h"
#include "model/competence.h"
#include "model/entities.h"
#include "model/organization.h"
#include "model/people.h"
#include "model/plan.h"
#include "model/programme.h"

/* --- declarations ----------------------------------------------------------------- */

static enum rc
conduct_covers(struct ctx *cx, int64_t person, int64_t *covers)
{
	struct list l;
	enum rc rc = store_of(cx, &conduct_declaration_entity, "person",
	    person, &l);

	*covers = 0;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct conduct_declaration *d = l.rec[i];

		if (d->state == DECLARATION_STATE_SIGNED &&
		    d->valid_until >= cx->today)
			*covers |= d->covers;
	}
	return rc;
}

const char *
name_of(struct ctx *cx, int64_t person)
{
	struct person *p;

	return of_ref(cx, &person_entity, person, &p) || !p ? "the person"
	    : p->name;
}

/* Of the member, or of the leader that the audit is assigned to. */
static enum rc
r_4_01(struct ctx *cx, struct change *ch)
{
	int64_t person = ch->entity == &audit_entity
	    ? ((const struct audit *)ch->after)->leader
	    : ((const struct team_assignment *)ch->after)->person, covers;
	enum rc rc;

	if (!person)
		return RC_OK;
	rc = conduct_covers(cx, person, &covers);
	if (rc || covers == 3)
		return rc;
	err_rule(&cx->err, "R-4-01", NULL, "%s has no valid signature under "
	    "%s", name_of(cx, person), covers & 1 ? "confidentiality"
	    : covers ? "the code of conduct"
	    : "the code of conduct and confidentiality");
	err_hint(&cx->err, "Ask for the declaration of conduct and let it be "
	    "signed.");
	return RC_RULE;
}

static enum rc
r_4_02(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &interest_declaration_entity, "person",
	    t->person, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct interest_declaration *d = l.rec[i];

		if (d->audit == t->audit && d->any_interest &&
		    d->state == DECLARATION_STATE_SIGNED &&
		    (!d->valid_until || d->valid_until >= cx->today))
			return RC_OK;
	}
	if (rc)
		return rc;
	err_rule(&cx->err, "R-4-02", "declaration", "%s has not answered the "
	    "declaration of interests for this audit",
	    name_of(cx, t->person));
	err_hint(&cx->err, "Sign the declaration of interests that was asked "
	    "for; \"no\" is a complete answer.");
	return RC_RULE;
}

static enum rc
guard_declare(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;

	if (!cx->account || cx->person == t->person)
		return RC_OK;
	err_rule(&cx->err, ch->command, NULL, "only %s can declare",
	    name_of(cx, t->person));
	err_hint(&cx->err, "Ask the person to sign in and declare.");
	return RC_RULE;
}

/* --- clearance -------------------------------------------------------------------- */

static enum rc
is_cleared(struct ctx *cx, int64_t person, const struct site *s, int64_t day,
    bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &clearance_entity, "person", person, &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct clearance *c = l.rec[i];
		bool fits = str_eq(c->kind, s->clearance_needed);

		for (size_t k = 0; k < c->sites.n; k++)
			fits |= c->sites.id[k] == s->rec.id;
		*yes |= fits && c->valid_until >= day;
	}
	return rc;
}

static enum rc
cleared_for(struct ctx *cx, int64_t person, int64_t site, int64_t day)
{
	struct site *s;
	bool yes;
	enum rc rc = of_ref(cx, &site_entity, site, &s);

	if (rc || !s || blank(s->clearance_needed))
		return rc;
	rc = is_cleared(cx, person, s, day, &yes);
	if (rc || yes)
		return rc;
	err_rule(&cx->err, "R-5.4.4-03", NULL, "%s lacks the clearance \"%s\" "
	    "for %s", name_of(cx, person), s->clearance_needed, s->name);
	err_hint(&cx->err, "Enter the clearance, or limit the areas of the "
	    "member.");
	return RC_RULE;
}

static enum rc
session_cleared(struct ctx *cx, const struct plan_session *p)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < p->auditors.n && p->site && !rc; i++) {
		struct team_assignment *t;

		if (p->mode == MODE_REMOTE)
			break;
		rc = of_ref(cx, &team_assignment_entity, p->auditors.id[i],
		    &t);
		if (!rc && t)
			rc = cleared_for(cx, t->person, p->site,
			    day_of_time(p->starts_at));
	}
	return rc;
}

static enum rc
r_5_4_4_03(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct audit *a;
	struct list l;
	enum rc rc;

	if (ch->entity == &plan_session_entity)
		return session_cleared(cx, ch->after);
	rc = of_ref(cx, &audit_entity, t->audit, &a);
	if (!rc)
		rc = scope_of(cx, t->audit, t->areas, &l);
	for (size_t i = 0; !rc && i < l.n && a->mode != MODE_REMOTE; i++)
		rc = cleared_for(cx, t->person,
		    ((struct audit_scope_item *)l.rec[i])->site,
		    a->planned_from);
	return rc;
}

/* --- the team as a whole ------------------------------------------------------------ */

static enum rc
team_of(struct ctx *cx, int64_t audit, struct list *out)
{
	struct list l;
	enum rc rc = store_of(cx, &team_assignment_entity, "audit", audit, &l);

	if (rc)
		return rc;
	out->n = 0;
	out->rec = arena_alloc(cx->arena, (l.n + 1) * sizeof(*out->rec));
	for (size_t i = 0; i < l.n; i++)
		if (((struct team_assignment *)l.rec[i])->state ==
		    ASSIGNMENT_STATE_CONFIRMED)
			out->rec[out->n++] = l.rec[i];
	return RC_OK;
}

static enum rc
no_leader(struct ctx *cx, const struct audit *a)
{
	if (a->leader)
		return RC_OK;
	err_rule(&cx->err, "R-5.5.4-02", "leader", "%s has no leader",
	    a->rec.code);
	err_hint(&cx->err, "Propose the leader as a team member, and confirm "
	    "when the declarations are in.");
	return RC_RULE;
}

static enum rc
r_5_5_4_02(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct audit *a;
	struct list l;
	enum rc rc;

	if (ch->entity == &audit_entity)
		return no_leader(cx, ch->after);
	rc = of_ref(cx, &audit_entity, t->audit, &a);
	if (!rc && a->single_auditor && t->duty == TEAM_DUTY_AUDITOR) {
		err_rule(&cx->err, "R-5.5.4-02", "duty",
		    "a single auditor is the leader");
		err_hint(&cx->err, "Choose the role of the leader.");
		return RC_RULE;
	}
	if (!rc)
		rc = team_of(cx, t->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct team_assignment *o = l.rec[i];

		if (t->duty != TEAM_DUTY_LEADER || o->rec.id == t->rec.id ||
		    o->duty != TEAM_DUTY_LEADER)
			continue;
		err_rule(&cx->err, "R-5.5.4-02", "duty", "%s has a leader, %s",
		    a->rec.code, name_of(cx, o->person));
		err_hint(&cx->err, "Replace that leader first, with a "
		    "hand-over.");
		return RC_RULE;
	}
	return rc;
}

static enum rc
r_5_5_4_05(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity != &team_assignment_entity ||
	    t->duty != TEAM_DUTY_TRAINEE)
		return RC_OK;
	rc = team_of(cx, t->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		if (t->mentor && t->mentor != t->person &&
		    ((struct team_assignment *)l.rec[i])->person == t->mentor)
			return RC_OK;
	if (rc)
		return rc;
	err_rule(&cx->err, "R-5.5.4-05", "mentor", "%s, in training, has no "
	    "confirmed mentor in this team", name_of(cx, t->person));
	err_hint(&cx->err, "Name a mentor and confirm the mentor first.");
	return RC_RULE;
}

static enum rc
r_5_5_4_08(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	int64_t most, n = 1;
	struct list l;
	enum rc rc;

	if (!t->mentor)
		return RC_OK;
	rc = setting_get(cx, "trainees_per_mentor", t->audit, 0, &most);
	if (!rc)
		rc = store_of(cx, &team_assignment_entity, "audit", t->audit,
		    &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct team_assignment *o = l.rec[i];

		n += o->mentor == t->mentor && o->rec.id != t->rec.id &&
		    o->state != ASSIGNMENT_STATE_REPLACED;
	}
	if (rc || n <= most)
		return rc;
	err_rule(&cx->err, "R-5.5.4-08", "mentor", "%s would guide %lld "
	    "trainees, more than %lld", name_of(cx, t->mentor), (long long)n,
	    (long long)most);
	err_hint(&cx->err, "Share the trainees among mentors, or say why.");
	return RC_RULE;
}

/* Another audit of the person at the same time. */
static enum rc
r_5_5_1_03(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct audit *a, *b;
	struct list l;
	enum rc rc;

	if (ch->entity != &team_assignment_entity)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, t->audit, &a);
	if (!rc)
		rc = store_of(cx, &team_assignment_entity, "person", t->person,
		    &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct team_assignment *o = l.rec[i];

		if (o->state != ASSIGNMENT_STATE_CONFIRMED ||
		    o->audit == t->audit)
			continue;
		rc = of_ref(cx, &audit_entity, o->audit, &b);
		if (rc || b->state >= AUDIT_STATE_COMPLETED ||
		    b->planned_from > (a->planned_to ? a->planned_to
		    : a->planned_from) || (b->planned_to ? b->planned_to
		    : b->planned_from) < a->planned_from)
			continue;
		err_rule(&cx->err, "R-5.5.1-03", NULL, "%s is in %s at the "
		    "same time", name_of(cx, t->person), b->rec.code);
		err_hint(&cx->err, "Move one of the audits, or say how both "
		    "fit.");
		return RC_RULE;
	}
	return rc;
}

/* --- competence --------------------------------------------------------------------- */

/* What the team must have, it may have together.  Keeps R-7.1-03 by that. */
static enum rc
need_met(struct ctx *cx, const struct competence_need *n,
    const struct list *team, const struct team_assignment **lacking)
{
	bool any = false;
	enum rc rc = RC_OK;

	*lacking = NULL;
	for (size_t i = 0; i < team->n && !rc; i++) {
		const struct team_assignment *t = team->rec[i];
		int64_t level = 0;

		if (n->coverage == NEED_COVERAGE_LEADER &&
		    t->duty != TEAM_DUTY_LEADER)
			continue;
		rc = competence_level(cx, t->person, n->criterion, &level);
		any |= level >= n->least_level;
		if (level < n->least_level && !*lacking)
			*lacking = t;
	}
	if (any && n->coverage != NEED_COVERAGE_EACH_MEMBER)
		*lacking = NULL;
	return rc;
}

static enum rc
r_5_5_4_01(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct list needs, team;
	enum rc rc = store_of(cx, &competence_need_entity, "audit", r->at,
	    &needs);

	if (!rc)
		rc = team_of(cx, r->at, &team);
	for (size_t i = 0; !rc && i < needs.n; i++) {
		const struct competence_need *n = needs.rec[i];
		const struct team_assignment *lacking;
		struct competence_criterion *c;

		rc = need_met(cx, n, &team, &lacking);
		if (rc || !lacking)
			continue;
		rc = of_ref(cx, &competence_criterion_entity, n->criterion,
		    &c);
		if (rc)
			return rc;
		err_rule(&cx->err, "R-5.5.4-01", NULL, "the team lacks \"%s\" "
		    "at level %lld (%s)", c ? c->short_name : "a competence",
		    (long long)n->least_level, n->rec.code);
		err_hint(&cx->err, "Add an auditor or an expert who has it, "
		    "or verify the claim.");
		return RC_RULE;
	}
	return rc;
}

/* --- hand-over ------------------------------------------------------------------------ */

static enum rc
r_5_5_5_04(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	const struct leader_handover *h;
	struct audit *a;
	enum rc rc;

	if (ch->entity != &team_assignment_entity ||
	    t->duty != TEAM_DUTY_LEADER)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, t->audit, &a);
	if (rc || a->leader != t->person ||
	    a->state < AUDIT_STATE_INITIATING)
		return rc;
	rc = last_in(cx, &leader_handover_entity, "audit", t->audit,
	    IN(HANDOVER_STATE_ACCEPTED), &h);
	if (rc || (h && h->outgoing == t->person))
		return rc;
	err_rule(&cx->err, "R-5.5.5-04", NULL, "%s leads %s and nobody has "
	    "taken over", name_of(cx, t->person), a->rec.code);
	err_hint(&cx->err, "Make a hand-over and let the incoming leader "
	    "accept it.");
	return RC_RULE;
}

/* --- objections ------------------------------------------------------------------------ */

static const struct demand rows[] = {
	{ "R-5.5.4-06", &objection_entity, "audit", WANT_NONE,
	  IN(OBJECTION_STATE_OPEN) | IN(OBJECTION_STATE_ANSWERED),
	  "is an objection that is not decided",
	  "Uphold or dismiss it with a reason.", NULL, 0 },
};

static enum rc
r_5_5_4_06(struct ctx *cx, struct change *ch)
{
	return demand_met(cx, rows, NELEMS(rows), "R-5.5.4-06",
	    ((const struct record *)ch->after)->at);
}

static enum rc
guard_answer(struct ctx *cx, struct change *ch)
{
	const struct objection *o = ch->after;

	if (!blank(o->answer))
		return RC_OK;
	err_rule(&cx->err, ch->command, "answer", "%s has no answer yet",
	    o->rec.code);
	err_hint(&cx->err, "Write the answer; it goes to who raised it.");
	return RC_RULE;
}

static enum rc
guard_withdraw(struct ctx *cx, struct change *ch)
{
	const struct objection *o = ch->after;

	if (!cx->account || o->raised_by == cx->person)
		return RC_OK;
	err_rule(&cx->err, ch->command, NULL, "only %s, who raised %s, can "
	    "withdraw it", name_of(cx, o->raised_by), o->rec.code);
	err_hint(&cx->err, "Uphold or dismiss it instead.");
	return RC_RULE;
}

const struct judge team_judges[] = {
	{ "R-4-01", r_4_01 },
	{ "R-4-02", r_4_02 },
	{ "R-5.4.4-03", r_5_4_4_03 },
	{ "R-5.5.1-03", r_5_5_1_03 },
	{ "R-5.5.4-01", r_5_5_4_01 },
	{ "R-5.5.4-02", r_5_5_4_02 },
	{ "R-5.5.4-05", r_5_5_4_05 },
	{ "R-5.5.4-06", r_5_5_4_06 },
	{ "R-5.5.4-08", r_5_5_4_08 },
	{ "R-5.5.5-04", r_5_5_5_04 },
	{ "objection.answer", guard_answer },
	{ "objection.withdraw", guard_withdraw },
	{ "team_assignment.declare", guard_declare },
	{ NULL, NULL }
};
