/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* competence.c - 7.2, 7.6: claims, audit experience and what they allow. */
#include "competence.h"

#include "demand.h"

#include "base/text.h"
#include "model/competence.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/evaluation.h"

enum { LEADING_LEAST = 2, YEAR = 12, PEOPLE_MOST = 100 };

/* --- levels -------------------------------------------------------------------- */

/* Keeps R-7.2.3-02 wherever a level is asked for. */
static int64_t
claim_level(const struct ctx *cx, const struct competence_claim *c,
    int64_t months)
{
	if (c->state != CLAIM_STATE_VERIFIED && c->state != CLAIM_STATE_EXPIRED)
		return 0;
	if (c->state == CLAIM_STATE_VERIFIED && (!c->valid_until ||
	    c->valid_until >= cx->today))
		return c->level;
	return c->valid_until && months_after(c->valid_until, months) >=
	    cx->today ? c->level - 1 : 0;
}

enum rc
competence_level(struct ctx *cx, int64_t person, int64_t criterion,
    int64_t *level)
{
	int64_t months;
	struct list l;
	enum rc rc = setting_get(cx, "expired_claim_months", 0, 0, &months);

	if (!rc)
		rc = store_of(cx, &competence_claim_entity, "person", person,
		    &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct competence_claim *c = l.rec[i];
		int64_t one = claim_level(cx, c, months);

		if (c->criterion == criterion && one > *level)
			*level = one;
	}
	return rc;
}

/* --- what an auditor must have done ------------------------------------------------ */

/* The approved criteria for a duty, the newest; NULL where there are none. */
static enum rc
criteria_of(struct ctx *cx, int64_t duty, const struct evaluation_criteria **c)
{
	return last_in(cx, &evaluation_criteria_entity, "duty", duty,
	    IN(RULE_STATE_APPROVED), c);
}

struct served { int64_t audits, days, leading; };

/* Confirmed experience, of the last years where the criteria say so. */
static enum rc
experience(struct ctx *cx, const struct auditor_status *s,
    const struct evaluation_criteria *c, bool directed, struct served *d)
{
	int64_t years = c && c->within_years != UNSET ? c->within_years : 0;
	struct list l;
	enum rc rc = store_of(cx, &audit_experience_entity, "person",
	    s->person, &l);

	*d = (struct served){ 0 };
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_experience *x = l.rec[i];

		if (x->state != EXPERIENCE_STATE_CONFIRMED || (years &&
		    months_after(x->ended_on, YEAR * years) < cx->today))
			continue;
		d->audits += x->complete;
		d->days += x->days != UNSET ? x->days : 0;
		d->leading += x->duty == AUDITOR_DUTY_ACTING_LEADER ?
		    !directed || x->mentor : x->duty == AUDITOR_DUTY_LEADER &&
		    !directed;
	}
	return rc;
}

/* Has somebody else found that the criteria are met?  duty 0: any. */
static enum rc
positive(struct ctx *cx, int64_t person, int64_t duty, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &evaluation_entity, "person", person, &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct evaluation *v = l.rec[i];

		*yes |= v->decision == EVALUATION_DECISION_MEETS &&
		    (!duty || v->duty == duty);
	}
	return rc;
}

/* Whoever comes from elsewhere is judged by what is told of it. */
static bool
recognized(const struct change *ch)
{
	return str_starts(ch->verb, "recognize");
}

static enum rc
too_little(struct ctx *cx, const char *rule, const char *what)
{
	return refuse(cx, rule, NULL, what, "Enter the experience and let "
	    "it be confirmed, or wait.");
}

static enum rc
r_7_2_4_01(struct ctx *cx, struct change *ch)
{
	const struct auditor_status *s = ch->after;
	const struct evaluation_criteria *c;
	struct served d;
	bool yes = recognized(ch);
	enum rc rc = criteria_of(cx, s->duty, &c);

	if (!rc)
		rc = experience(cx, s, c, false, &d);
	if (!rc && !yes)
		rc = positive(cx, s->person, 0, &yes);
	if (rc)
		return rc;
	if (c && c->complete_audits != UNSET && d.audits < c->complete_audits)
		return too_little(cx, "R-7.2.4-01", arena_fmt(cx->arena,
		    "%lld of %lld complete audits are confirmed for %s",
		    (long long)d.audits, (long long)c->complete_audits,
		    s->rec.code));
	if (c && c->audit_days != UNSET && d.days < c->audit_days)
		return too_little(cx, "R-7.2.4-01", arena_fmt(cx->arena,
		    "%lld of %lld audit days are confirmed for %s",
		    (long long)d.days / 100, (long long)c->audit_days / 100,
		    s->rec.code));
	return yes ? RC_OK : refuse(cx, "R-7.2.4-01", NULL, arena_fmt(
	    cx->arena, "no evaluation says that the criteria are met for %s",
	    s->rec.code), "Evaluate the person first.");
}

static enum rc
r_7_2_5_01(struct ctx *cx, struct change *ch)
{
	const struct auditor_status *s = ch->after;
	const struct evaluation_criteria *c;
	int64_t least = LEADING_LEAST;
	struct served d;
	enum rc rc;

	if (ch->entity != &auditor_status_entity)
		return RC_OK;
	rc = criteria_of(cx, AUDITOR_DUTY_LEADER, &c);
	if (!rc)
		rc = experience(cx, s, c, !recognized(ch), &d);
	if (!rc && c && c->leading_audits != UNSET)
		least = c->leading_audits;
	if (rc || d.leading >= least)
		return rc;
	return too_little(cx, "R-7.2.5-01", arena_fmt(cx->arena, "%lld of "
	    "%lld audits as acting leader are confirmed for %s",
	    (long long)d.leading, (long long)least, s->rec.code));
}

static enum rc
r_7_2_5_02(struct ctx *cx, struct change *ch)
{
	const struct auditor_status *s = ch->after;
	bool yes = recognized(ch);
	enum rc rc = yes ? RC_OK : positive(cx, s->person,
	    AUDITOR_DUTY_LEADER, &yes);

	return rc || yes ? rc : refuse(cx, "R-7.2.5-02", NULL, arena_fmt(
	    cx->arena, "no evaluation as a leader says that the criteria are "
	    "met for %s", s->rec.code), "Evaluate the person as a leader.");
}

/* What must be done each year so that a status lasts. */
static enum rc
r_7_6_01(struct ctx *cx, struct change *ch)
{
	const struct auditor_status *s = ch->after;
	const struct evaluation_criteria *c;
	struct evaluation_criteria year;
	struct served d;
	enum rc rc = criteria_of(cx, s->duty, &c);

	if (rc || !c || c->yearly_audits == UNSET || !s->since ||
	    s->state < AUDITOR_STATE_QUALIFIED_AUDITOR ||
	    s->state > AUDITOR_STATE_EXPERT ||
	    months_after(s->since, YEAR) > cx->today)
		return rc;
	year = *c;
	year.within_years = 1;
	rc = experience(cx, s, &year, false, &d);
	return rc || d.audits >= c->yearly_audits ? rc : refuse(cx,
	    "R-7.6-01", NULL, arena_fmt(cx->arena, "%s has %lld of %lld audits "
	    "of the last year: restrict it?", s->rec.code,
	    (long long)d.audits, (long long)c->yearly_audits),
	    "Restrict the status, or say why it lasts.");
}

/* --- a new edition ----------------------------------------------------------------------- */

struct learners { int64_t person[PEOPLE_MOST]; size_t n; };

static enum rc
add_holders(struct ctx *cx, int64_t criterion, struct learners *w)
{
	struct list l;
	enum rc rc = store_of(cx, &competence_claim_entity, "criterion",
	    criterion, &l);

	for (size_t i = 0; !rc && i < l.n && w->n < PEOPLE_MOST; i++) {
		const struct competence_claim *c = l.rec[i];
		bool known = c->state != CLAIM_STATE_VERIFIED;

		for (size_t k = 0; k < w->n; k++)
			known |= w->person[k] == c->person;
		if (!known)
			w->person[w->n++] = c->person;
	}
	return rc;
}

/* Keeps R-7.6-02: whoever holds an older edition learns the new one. */
static enum rc
edition_comes(struct ctx *cx, struct change *ch)
{
	const struct criteria_edition *e = ch->after;
	struct learners w = { .n = 0 };
	struct list old, of;
	enum rc rc = store_of(cx, &criteria_edition_entity, "source",
	    e->source, &old);

	for (size_t i = 0; !rc && i < old.n; i++) {
		rc = store_of(cx, &competence_criterion_entity, "edition",
		    ((struct record *)old.rec[i])->id, &of);
		for (size_t k = 0; !rc && k < of.n; k++)
			rc = add_holders(cx,
			    ((struct record *)of.rec[k])->id, &w);
	}
	for (size_t i = 0; !rc && i < w.n; i++)
		rc = follow_task(cx, ch, w.person[i], arena_fmt(cx->arena,
		    "Learn the edition %.40s", e->label), 0);
	return rc;
}

static const struct judge judges[] = {
	{ "R-7.2.4-01", r_7_2_4_01 },
	{ "R-7.2.5-01", r_7_2_5_01 },
	{ "R-7.2.5-02", r_7_2_5_02 },
	{ "R-7.6-01", r_7_6_01 },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "criteria_edition.create", edition_comes },
	{ NULL, NULL }
};

const struct domain_part competence_part = { "competence", judges, NULL,
	effects };
