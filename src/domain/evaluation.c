/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* evaluation.c - 7: who judges auditors, by what, and what comes of it. */
#include "demand.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/competence.h"
#include "model/entities.h"
#include "model/evaluation.h"
#include "model/people.h"
#include "model/team.h"

enum { ETHICAL_LEAST = 3, METHODS_LEAST = 2, YEAR = 12 };

#define METHOD(m) (1 << ((m) - 1))

static enum rc
parts_of(struct ctx *cx, const struct entity *e, const struct evaluation *v,
    struct list *l)
{
	return store_of(cx, e, "evaluation", v->rec.id, l);
}

/* --- by whom -------------------------------------------------------------------- */

static enum rc
r_7_1_01(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;

	return v->evaluator != v->person ? RC_OK : refuse(cx, "R-7.1-01",
	    "evaluator", arena_fmt(cx->arena, "the evaluator of %s is the "
	    "person evaluated", v->rec.code), "Name somebody else.");
}

static enum rc
i_08(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;

	return !cx->account || cx->person != v->person ? RC_OK : refuse(cx,
	    "I-08", NULL, arena_fmt(cx->arena, "%s is an evaluation of "
	    "yourself", v->rec.code), "Leave it to somebody else; this cannot "
	    "be waived.");
}

static enum rc
is_mentor(struct ctx *cx, const struct evaluation *v, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &audit_experience_entity, "person",
	    v->person, &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++)
		*yes |= ((struct audit_experience *)l.rec[i])->mentor ==
		    v->evaluator;
	return rc;
}

/* Does somebody besides the evaluator apply one of the methods? */
static enum rc
has_second(struct ctx *cx, const struct evaluation *v, bool *yes)
{
	struct list l;
	enum rc rc = parts_of(cx, &evaluation_method_use_entity, v, &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++)
		*yes |= ((struct evaluation_method_use *)l.rec[i])->applied_by
		    != v->evaluator;
	return rc;
}

/* A subordinate does not evaluate, and a mentor not alone. */
static enum rc
r_7_5_04(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;
	struct person *p;
	bool mentor, second;
	enum rc rc = of_ref(cx, &person_entity, v->evaluator, &p);

	if (rc || !p)
		return rc;
	if (p->line_manager && p->line_manager == v->person)
		return refuse(cx, "R-7.5-04", "evaluator", arena_fmt(cx->arena,
		    "the evaluator of %s reports to the person evaluated",
		    v->rec.code), "Name somebody who does not depend on the "
		    "person.");
	if (!ch->before)
		return RC_OK;
	rc = is_mentor(cx, v, &mentor);
	if (!rc)
		rc = has_second(cx, v, &second);
	return rc || !mentor || second ? rc : refuse(cx, "R-7.5-04",
	    "evaluator", arena_fmt(cx->arena, "%s is left to the mentor alone",
	    v->rec.code), "Let somebody else apply one of the methods.");
}

static enum rc
guard_decide(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;

	if (!v->decision)
		return refuse(cx, ch->command, "decision", arena_fmt(cx->arena,
		    "%s has no decision", v->rec.code), "Say whether the "
		    "criteria are met.");
	return !cx->account || cx->person != v->evaluator ? RC_OK : refuse(cx,
	    ch->command, NULL, arena_fmt(cx->arena, "%s is not decided by its "
	    "evaluator", v->rec.code), "Leave it to the client or to another "
	    "manager.");
}

/* --- by what ---------------------------------------------------------------------- */

static enum rc
r_7_3_01(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;
	struct evaluation_criteria *c;
	enum rc rc = of_ref(cx, &evaluation_criteria_entity, v->criteria, &c);

	return rc || c->state != RULE_STATE_DRAFT ? rc : refuse(cx, "R-7.3-01",
	    "criteria", arena_fmt(cx->arena, "the criteria %s are not "
	    "approved", c->rec.code), "Have them approved before anybody is "
	    "evaluated by them.");
}

static enum rc
r_7_3_02(struct ctx *cx, struct change *ch)
{
	const struct evaluation_criteria *c = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &evaluation_criteria_entity, "duty", c->duty,
	    &l);

	if (c->transition_until >= cx->today)
		return rc;
	for (size_t i = 0; !rc && i < l.n; i++)
		if (((struct evaluation_criteria *)l.rec[i])->state ==
		    RULE_STATE_APPROVED)
			return refuse(cx, "R-7.3-02", "transition_until",
			    arena_fmt(cx->arena, "%s does not say until when "
			    "the old criteria hold", c->rec.code),
			    "Give a day in the future.");
	return rc;
}

static int
methods_in(int64_t set)
{
	int n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

static enum rc
methods_done(struct ctx *cx, const struct evaluation *v, int64_t *set)
{
	struct list l;
	enum rc rc = parts_of(cx, &evaluation_method_use_entity, v, &l);

	*set = 0;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct evaluation_method_use *u = l.rec[i];

		if (u->state == METHOD_USE_STATE_DONE)
			*set |= METHOD(u->method);
	}
	return rc;
}

/* Chosen when it begins, applied when it is assessed. */
static enum rc
r_7_4_01(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;
	bool done = str_eq(ch->verb, "assess");
	int64_t set = v->methods;
	enum rc rc = done ? methods_done(cx, v, &set) : RC_OK;

	return rc || methods_in(set) >= METHODS_LEAST ? rc : refuse(cx,
	    "R-7.4-01", "methods", arena_fmt(cx->arena, "%s has fewer than "
	    "two methods%s", v->rec.code, done ? " applied" : ""),
	    "One method alone shows too little.");
}

static enum rc
was_observed(struct ctx *cx, const struct evaluation *v, bool *yes)
{
	int64_t years;
	struct list all;
	enum rc rc = setting_get(cx, "observation_years", 0, 0, &years);

	if (!rc)
		rc = store_of(cx, &evaluation_entity, "person", v->person,
		    &all);
	for (size_t i = 0; !rc && !*yes && i < all.n; i++) {
		const struct evaluation *o = all.rec[i];
		int64_t set;

		rc = methods_done(cx, o, &set);
		*yes = set & METHOD(EVALUATION_METHOD_OBSERVATION) &&
		    months_after(day_of_time(o->rec.changed_at), YEAR * years)
		    >= cx->today;
	}
	return rc;
}

static enum rc
r_7_4_02(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;
	bool yes = v->methods & METHOD(EVALUATION_METHOD_OBSERVATION);
	enum rc rc = was_observed(cx, v, &yes);

	return rc || yes ? rc : refuse(cx, "R-7.4-02", "methods", arena_fmt(
	    cx->arena, "nobody has observed the person of %s at work for "
	    "years", v->rec.code), "Add an observation, or say when it "
	    "follows.");
}

/* --- behaviour ------------------------------------------------------------------------ */

static enum rc
ethical_level(struct ctx *cx, const struct evaluation *v, bool *low)
{
	struct list l;
	enum rc rc = parts_of(cx, &behaviour_rating_entity, v, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct behaviour_rating *b = l.rec[i];

		if (b->trait == BEHAVIOUR_TRAIT_ETHICAL && b->level != UNSET)
			*low = b->level < ETHICAL_LEAST;
	}
	return rc;
}

/* Of an evaluation itself, or of the last one of whom a status is about. */
static enum rc
r_7_2_2_01(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	bool low = false;
	struct list l;
	enum rc rc = RC_OK;

	if (ch->entity == &evaluation_entity) {
		const struct evaluation *v = ch->after;

		if (v->decision == EVALUATION_DECISION_MEETS)
			rc = ethical_level(cx, v, &low);
	} else {
		rc = store_of(cx, &evaluation_entity, "person",
		    ((const struct auditor_status *)ch->after)->person, &l);
		for (size_t i = 0; !rc && i < l.n; i++)
			rc = ethical_level(cx, l.rec[i], &low);
	}
	return rc || !low ? rc : refuse(cx, "R-7.2.2-01", NULL, arena_fmt(
	    cx->arena, "%s: ethical behaviour is rated below 3", r->code),
	    "Nobody is qualified with it; it must be mended first.");
}

static enum rc
without_example(struct ctx *cx, const struct behaviour_rating *b)
{
	return !blank(b->example) ? RC_OK : refuse(cx, "R-7.2.2-02",
	    "example", arena_fmt(cx->arena, "%s gives no example",
	    b->rec.code), "Say what was seen.");
}

static enum rc
r_7_2_2_02(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc;

	if (ch->entity == &behaviour_rating_entity)
		return without_example(cx, ch->after);
	rc = parts_of(cx, &behaviour_rating_entity, ch->after, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = without_example(cx, l.rec[i]);
	return rc;
}

/* --- the person, and what comes of it --------------------------------------------------- */

static enum rc
r_7_5_01(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;

	return !blank(v->person_comment) || v->no_comment ? RC_OK : refuse(cx,
	    "R-7.5-01", "person_comment", arena_fmt(cx->arena, "the person "
	    "has not commented on %s", v->rec.code), "Show the summary; \"no "
	    "comment\" is an answer.");
}

/* A plan with its dates, and the day on which one looks again. */
static enum rc
r_7_5_03(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;
	struct list l;
	enum rc rc = parts_of(cx, &development_plan_entity, v, &l);

	if (!rc && !l.n)
		return refuse(cx, "R-7.5-03", NULL, arena_fmt(cx->arena,
		    "%s has no development plan", v->rec.code), "Write down "
		    "what is to be learned, and until when.");
	return rc || v->next_on > cx->today ? rc : refuse(cx, "R-7.5-03",
	    "next_on", arena_fmt(cx->arena, "%s has no day of the next "
	    "evaluation", v->rec.code), "Give a day in the future.");
}

/* Names of the two lists of duties agree where there is a status. */
static bool
same_duty(int64_t team, int64_t auditor)
{
	return str_eq(choice_find(team_duty_choices, team)->name,
	    choice_find(auditor_duty_choices, auditor)->name);
}

static enum rc
r_7_5_02(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity != &team_assignment_entity)
		return RC_OK;
	rc = store_of(cx, &auditor_status_entity, "person", t->person, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct auditor_status *s = l.rec[i];

		if (s->state == AUDITOR_STATE_SUSPENDED &&
		    same_duty(t->duty, s->duty))
			return refuse(cx, "R-7.5-02", "person", arena_fmt(
			    cx->arena, "%s is suspended from this duty",
			    name_of(cx, t->person)), "Choose somebody else.");
	}
	return rc;
}

static enum rc
decided(struct ctx *cx, struct change *ch)
{
	const struct evaluation *v = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &auditor_status_entity, "person", v->person,
	    &l);

	if (v->decision != EVALUATION_DECISION_DOES_NOT_MEET)
		return rc;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct auditor_status *s = l.rec[i];

		if (s->duty == v->duty && machine_step(
		    auditor_status_entity.machine, s->state, "suspend"))
			rc = follow(cx, "auditor_status.suspend", s->rec.id,
			    PAIRS({ "state_reason", arena_fmt(cx->arena,
			    "%s: criteria not met", v->rec.code) }), NULL);
	}
	return rc;
}

static enum rc
planned(struct ctx *cx, struct change *ch)
{
	return follow_notice(cx, ch, ((struct evaluation *)ch->after)->person,
	    "step");
}

/* --- claims and experience ---------------------------------------------------------------- */

static enum rc
r_7_2_3_01(struct ctx *cx, struct change *ch)
{
	const struct competence_claim *c = ch->after;

	return !cx->account || cx->person != c->person ? RC_OK : refuse(cx,
	    "R-7.2.3-01", NULL, arena_fmt(cx->arena, "nobody verifies the own "
	    "claim %s", c->rec.code), "Ask an evaluator or the manager.");
}

static enum rc
r_7_2_3_03(struct ctx *cx, struct change *ch)
{
	const struct competence_claim *c = ch->after;
	struct competence_criterion *k;
	int64_t years;
	enum rc rc = of_ref(cx, &competence_criterion_entity, c->criterion,
	    &k);

	if (rc || !k->technology || !c->last_used)
		return rc;
	rc = setting_get(cx, "technology_claim_years", 0, 0, &years);
	if (rc || months_after(c->last_used, YEAR * years) >= cx->today)
		return rc;
	return refuse(cx, "R-7.2.3-03", "last_used", arena_fmt(cx->arena,
	    "%s is about a technology not used for %lld years", c->rec.code,
	    (long long)years), "Ask for newer practice.");
}

static enum rc
r_7_2_4_02(struct ctx *cx, struct change *ch)
{
	const struct audit_experience *x = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, x->audit, &a);

	if (rc || !cx->account)
		return rc;
	if (cx->person == x->person)
		return refuse(cx, "R-7.2.4-02", NULL, arena_fmt(cx->arena,
		    "nobody confirms the own audit days of %s", x->rec.code),
		    "Ask the leader of that audit.");
	if (!a || a->leader == cx->person || a->leader == x->person)
		return RC_OK;
	return refuse(cx, "R-7.2.4-02", NULL, arena_fmt(cx->arena, "%s is "
	    "confirmed by the leader of %s", x->rec.code, a->rec.code),
	    "Ask the leader of that audit.");
}

static const struct judge judges[] = {
	{ "I-08", i_08 },
	{ "R-7.1-01", r_7_1_01 },
	{ "R-7.2.2-01", r_7_2_2_01 },
	{ "R-7.2.2-02", r_7_2_2_02 },
	{ "R-7.2.3-01", r_7_2_3_01 },
	{ "R-7.2.3-03", r_7_2_3_03 },
	{ "R-7.2.4-02", r_7_2_4_02 },
	{ "R-7.3-01", r_7_3_01 },
	{ "R-7.3-02", r_7_3_02 },
	{ "R-7.4-01", r_7_4_01 },
	{ "R-7.4-02", r_7_4_02 },
	{ "R-7.5-01", r_7_5_01 },
	{ "R-7.5-02", r_7_5_02 },
	{ "R-7.5-03", r_7_5_03 },
	{ "R-7.5-04", r_7_5_04 },
	{ "evaluation.decide", guard_decide },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "evaluation.create", planned },
	{ "evaluation.decide", decided },
	{ NULL, NULL }
};

const struct domain_part evaluation_part = { "evaluation", judges, NULL,
	effects };
