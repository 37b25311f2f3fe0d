/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* independence_rules.c - B.3: whose tie keeps whom from which area. */
#include "independence.h"
#include "demand.h"

#include "base/text.h"
#include "model/entities.h"
#include "model/people.h"
#include "model/plan.h"

static enum rc
refuse_tie(struct ctx *cx, int64_t person, const struct tie *t)
{
	err_rule(&cx->err, t->rule, NULL, "%s has a tie to the area: %s",
	    name_of(cx, person), t->facts);
	err_hint(&cx->err, "Give the area to somebody else, or, in a small "
	    "organization, ask the client for a waiver of I-01 to I-05.");
	return RC_RULE;
}

static enum rc
member_tied(struct ctx *cx, const struct team_assignment *t,
    struct refs items, const char *rule)
{
	struct ties ties;
	struct audit *a;
	bool waived;
	enum rc rc = of_ref(cx, &audit_entity, t->audit, &a);

	if (!rc)
		rc = ties_find(cx, t->person, a, items, &ties);
	for (size_t i = 0; !rc && i < ties.n; i++) {
		if (!ties.tie[i].direct || !str_eq(ties.tie[i].rule, rule))
			continue;
		rc = tie_waived(cx, t, rule, &waived);
		if (!rc && !waived)
			return refuse_tie(cx, t->person, &ties.tie[i]);
	}
	return rc;
}

static enum rc
session_tied(struct ctx *cx, const struct plan_session *p, const char *rule)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < p->auditors.n && p->scope_items.n && !rc; i++) {
		struct team_assignment *t;

		rc = of_ref(cx, &team_assignment_entity, p->auditors.id[i],
		    &t);
		if (!rc && t)
			rc = member_tied(cx, t, p->scope_items, rule);
	}
	return rc;
}

static enum rc
judge_tie(struct ctx *cx, struct change *ch, const char *rule)
{
	const struct team_assignment *t = ch->after;

	if (ch->entity == &plan_session_entity)
		return session_tied(cx, ch->after, rule);
	if (ch->entity != &team_assignment_entity ||
	    (!ch->step && !changed(ch, "areas")))
		return RC_OK;
	return member_tied(cx, t, t->areas, rule);
}

#define TIE(name, id) \
	static enum rc name(struct ctx *cx, struct change *ch) \
	{ return judge_tie(cx, ch, id); }
TIE(i_01, "I-01")
TIE(i_02, "I-02")
TIE(i_03, "I-03")
TIE(i_04, "I-04")
TIE(i_05, "I-05")
TIE(i_11, "I-11")
#undef TIE

static bool
same_item(const struct audit_scope_item *a, const struct audit_scope_item *b)
{
	return (a->org_unit && a->org_unit == b->org_unit) ||
	    (a->site && a->site == b->site) ||
	    (a->process && a->process == b->process) ||
	    (a->system && a->system == b->system) ||
	    (a->supplier && a->supplier == b->supplier);
}

/* Familiarity: how often did the person lead an audit of the same area? */
static enum rc
i_09(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct list led, mine, theirs;
	int64_t rounds, n = 1;
	enum rc rc = setting_get(cx, "familiarity_rounds", t->audit, 0,
	    &rounds);

	if (rc || t->duty != TEAM_DUTY_LEADER)
		return rc;
	rc = store_of(cx, &audit_entity, "leader", t->person, &led);
	if (!rc)
		rc = scope_of(cx, t->audit, t->areas, &mine);
	for (size_t i = 0; !rc && i < led.n; i++) {
		const struct audit *a = led.rec[i];
		bool same = false;

		if (a->rec.id == t->audit)
			continue;
		rc = scope_of(cx, a->rec.id, (struct refs){ 0 }, &theirs);
		for (size_t k = 0; !rc && k < mine.n * theirs.n; k++)
			same |= same_item(mine.rec[k / theirs.n],
			    theirs.rec[k % theirs.n]);
		n += same;
	}
	if (rc || n < rounds)
		return rc;
	err_rule(&cx->err, "I-09", NULL, "%s would lead an audit of this area "
	    "for the %lldth time", name_of(cx, t->person), (long long)n);
	err_hint(&cx->err, "Change the leader, or say why not.");
	return RC_RULE;
}

/* A waiver must be for this person and audit, and approved. */
static enum rc
r_5_5_4_03(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;
	struct independence_waiver *w;
	enum rc rc = of_ref(cx, &independence_waiver_entity, t->waiver, &w);

	if (rc || !w || (w->person == t->person && w->audit == t->audit &&
	    w->state == WAIVER_STATE_APPROVED))
		return rc;
	err_rule(&cx->err, "R-5.5.4-03", "waiver", "%s is no approved waiver "
	    "for %s in this audit", w->rec.code, name_of(cx, t->person));
	err_hint(&cx->err, "Let the client approve it, or take it out.");
	return RC_RULE;
}

static const struct judge judges[] = {
	{ "I-01", i_01 },
	{ "I-02", i_02 },
	{ "I-03", i_03 },
	{ "I-04", i_04 },
	{ "I-05", i_05 },
	{ "I-09", i_09 },
	{ "I-11", i_11 },
	{ "R-5.5.4-03", r_5_5_4_03 },
	{ NULL, NULL }
};

const struct domain_part independence_part = { "independence", judges, NULL,
	NULL };
