/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * session_rules.c - 6.3.2, 6.3.3 and 5.5.3: who may be in a session, and how
 * it may be held.
 */
#include "competence.h"
#include "plan_rules.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/competence.h"
#include "model/entities.h"
#include "model/meeting.h"
#include "model/people.h"
#include "model/plan.h"
#include "model/team.h"

/* --- people ------------------------------------------------------------------------------------------ */

static bool
overlap(const struct plan_session *a, const struct plan_session *b)
{
	return a->rec.id != b->rec.id &&
	    b->state != SESSION_STATE_NOT_HELD &&
	    a->starts_at < b->starts_at + b->duration * 60 &&
	    b->starts_at < a->starts_at + a->duration * 60;
}

static bool
share(struct refs a, struct refs b)
{
	for (size_t i = 0; i < a.n; i++)
		if (refs_have(b, a.id[i]))
			return true;
	return false;
}

static enum rc
no_parallel(struct ctx *cx, const struct plan_session *s,
    const struct list *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct plan_session *o = all->rec[i];
		bool same = share(s->auditors, o->auditors);

		if (!overlap(s, o) || (!same && !share(s->guides, o->guides)))
			continue;
		return refuse(cx, "R-6.3.2-10", "starts_at",
		    arena_fmt(cx->arena, "%s and %s are parallel with the "
		    "same %s", session_name(s), o->rec.code,
		    same ? "auditor" : "guide"),
		    "Move one, or give a reason for going on.");
	}
	return RC_OK;
}

static enum rc
r_6_3_2_10(struct ctx *cx, struct change *ch)
{
	const struct plan_session *s = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity == &plan_session_entity) {
		rc = store_of(cx, &plan_session_entity, "plan", s->plan, &l);
		return rc ? rc : no_parallel(cx, s, &l);
	}
	rc = plan_sessions(cx, ch, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = no_parallel(cx, l.rec[i], &l);
	return rc;
}

/* Has a check of the person in this audit ended in "blocked"? */
static enum rc
independent(struct ctx *cx, const struct team_assignment *t, const char *rule,
    const char *where)
{
	struct list l;
	enum rc rc = store_of(cx, &independence_check_entity, "audit",
	    t->audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct independence_check *c = l.rec[i];

		if (c->person != t->person || c->waiver || t->waiver ||
		    c->result != INDEPENDENCE_RESULT_BLOCKED)
			continue;
		return refuse(cx, rule, "auditors", arena_fmt(cx->arena,
		    "%s: %s is not independent (%s)", where, t->rec.code,
		    c->rule), "Give the work to somebody without a tie to "
		    "the area.");
	}
	return rc;
}

static enum rc
team_independent(struct ctx *cx, const struct plan_session *s)
{
	for (size_t i = 0; i < s->auditors.n; i++) {
		struct team_assignment *t;
		enum rc rc = of_ref(cx, &team_assignment_entity,
		    s->auditors.id[i], &t);

		if (!rc && t)
			rc = independent(cx, t, "R-6.3.2-11", session_name(s));
		if (rc)
			return rc;
	}
	return RC_OK;
}

static enum rc
r_6_3_2_11(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = plan_sessions(cx, ch, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		rc = team_independent(cx, l.rec[i]);
	return rc;
}

static bool
judges_alone(const struct team_assignment *t)
{
	return t->duty == TEAM_DUTY_LEADER || t->duty == TEAM_DUTY_AUDITOR ||
	    t->duty == TEAM_DUTY_ACTING_LEADER;
}

static enum rc
staffed(struct ctx *cx, const struct plan_session *s)
{
	for (size_t i = 0; i < s->auditors.n; i++) {
		struct team_assignment *t;
		enum rc rc = of_ref(cx, &team_assignment_entity,
		    s->auditors.id[i], &t);

		if (rc)
			return rc;
		if (t && judges_alone(t) &&
		    t->state != ASSIGNMENT_STATE_REPLACED)
			return RC_OK;
	}
	return refuse(cx, "R-6.3.3-01", "auditors", arena_fmt(cx->arena,
	    "%s has no auditor who may judge", session_name(s)),
	    "Add the leader or an auditor; trainees, experts and observers "
	    "do not count.");
}

static enum rc
r_6_3_3_01(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = plan_sessions(cx, ch, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct plan_session *s = l.rec[i];

		if (s->kind != SESSION_KIND_TRAVEL &&
		    s->kind != SESSION_KIND_RESERVE)
			rc = staffed(cx, s);
	}
	return rc;
}

/* --- competence ------------------------------------------------------------------------------------------ */

/* The best of it that an expert brings into the session. */
static enum rc
expert_level(struct ctx *cx, struct refs members, int64_t criterion,
    int64_t *level)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && i < members.n; i++) {
		struct team_assignment *t;

		rc = of_ref(cx, &team_assignment_entity, members.id[i], &t);
		if (!rc && t && t->duty == TEAM_DUTY_EXPERT)
			rc = competence_level(cx, t->person, criterion, level);
	}
	return rc;
}

/*
 * What each member must have, himself or with the expert beside him; the
 * team's needs are judged before.
 */
static enum rc
member_competent(struct ctx *cx, const struct team_assignment *t,
    struct refs beside)
{
	struct list l;
	enum rc rc = store_of(cx, &competence_need_entity, "audit", t->audit,
	    &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct competence_need *n = l.rec[i];
		int64_t level = 0;

		if (n->coverage != NEED_COVERAGE_EACH_MEMBER)
			continue;
		rc = competence_level(cx, t->person, n->criterion, &level);
		if (!rc)
			rc = expert_level(cx, beside, n->criterion, &level);
		if (rc || level >= n->least_level)
			continue;
		return refuse(cx, "R-6.3.3-02", NULL, arena_fmt(cx->arena,
		    "%s does not meet %s (level %lld of %lld)", t->rec.code,
		    n->rec.code, (long long)level,
		    (long long)n->least_level), "Give the work to somebody "
		    "competent, add an expert to the session, or verify a "
		    "claim that shows it.");
	}
	return rc;
}

static enum rc
r_6_3_3_02(struct ctx *cx, struct change *ch)
{
	const struct plan_session *s = ch->after;
	const struct work_assignment *w = ch->after;
	struct plan_session *of;
	struct team_assignment *t;
	enum rc rc = RC_OK;

	if (ch->entity == &work_assignment_entity) {
		rc = of_ref(cx, &team_assignment_entity, w->member, &t);
		if (!rc)
			rc = of_ref(cx, &plan_session_entity, w->session, &of);
		return rc || !judges_alone(t) ? rc : member_competent(cx, t,
		    of ? of->auditors : (struct refs){ 0 });
	}
	for (size_t i = 0; !rc && i < s->auditors.n; i++) {
		rc = of_ref(cx, &team_assignment_entity, s->auditors.id[i],
		    &t);
		if (!rc && t && judges_alone(t))
			rc = member_competent(cx, t, s->auditors);
	}
	return rc;
}

static enum rc
r_6_3_3_03(struct ctx *cx, struct change *ch)
{
	const struct work_assignment *w = ch->after;
	struct team_assignment *t;
	enum rc rc = of_ref(cx, &team_assignment_entity, w->member, &t);

	return rc || !t ? rc : independent(cx, t, "R-6.3.3-03",
	    text_blank(w->rec.code) ? "the work" : w->rec.code);
}

static enum rc
r_6_3_3_04(struct ctx *cx, struct change *ch)
{
	const struct work_assignment *w = ch->after;

	if (!text_blank(w->reason) || !text_blank(w->state_reason))
		return RC_OK;
	return refuse(cx, "R-6.3.3-04", "reason", arena_fmt(cx->arena,
	    "%s is taken from a person without a reason", w->rec.code),
	    "Say why; both persons are told.");
}

/* --- working remotely --------------------------------------------------------------------------------------- */

/* Recording is off unless the plan says so, by its risk. */
static enum rc
recorded(struct ctx *cx, const struct plan_session *s, bool *yes)
{
	enum rc rc = RC_OK;

	*yes = false;
	for (size_t i = 0; !rc && i < s->audit_risks.n; i++) {
		struct audit_risk *k;

		rc = of_ref(cx, &audit_risk_entity, s->audit_risks.id[i], &k);
		*yes |= !rc && k && k->source == AUDIT_RISK_SOURCE_RECORDING;
	}
	return rc;
}

static enum rc
r_5_5_3_02(struct ctx *cx, struct change *ch)
{
	const struct plan_session *s = ch->after;
	struct list l;
	size_t yes = 0;
	bool will;
	enum rc rc;

	/* An answer is always taken down; it is the session that needs all. */
	if (ch->entity != &plan_session_entity)
		return RC_OK;
	rc = recorded(cx, s, &will);
	if (rc || !will)
		return rc;
	rc = store_of(cx, &recording_consent_entity, "session", s->rec.id,
	    &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		yes += ((struct recording_consent *)l.rec[i])->answer ==
		    ANSWER_YES;
	if (rc || (yes && yes == l.n))
		return rc;
	return refuse(cx, "R-5.5.3-02", NULL, arena_fmt(cx->arena,
	    "%zu of %zu persons consented to the recording of %s",
	    yes, l.n, session_name(s)), "Ask everybody who is recorded, or "
	    "hold it without recording and take that risk off.");
}

/* Physical controls: theme 7 of the 2022 edition, A.11 of the older one. */
static bool
physical(const char *number)
{
	return str_starts(number, "A.7.") || str_starts(number, "A.11.");
}

static enum rc
remote_only(struct ctx *cx, const struct list *sessions,
    const struct audit_criterion *c)
{
	size_t here = 0, away = 0;

	for (size_t i = 0; i < sessions->n; i++) {
		const struct plan_session *s = sessions->rec[i];

		if (!refs_have(s->criteria, c->rec.id))
			continue;
		here += s->mode != MODE_REMOTE;
		away += s->mode == MODE_REMOTE;
	}
	if (here || !away)
		return RC_OK;
	return refuse(cx, "R-5.5.3-04", NULL, arena_fmt(cx->arena,
	    "%s %s is a physical control and is looked at only remotely",
	    c->number, c->title),
	    "Plan a visit, or give a reason for going on.");
}

static enum rc
r_5_5_3_04(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct list l, criteria;
	enum rc rc = plan_sessions(cx, ch, &l);

	if (!rc)
		rc = store_of(cx, &audit_criterion_entity, "at", r->at,
		    &criteria);
	for (size_t i = 0; !rc && i < criteria.n; i++) {
		const struct audit_criterion *c = criteria.rec[i];

		if (physical(c->number))
			rc = remote_only(cx, &l, c);
	}
	return rc;
}

static enum rc
r_5_5_3_05(struct ctx *cx, struct change *ch)
{
	int64_t all = 0, away = 0, most;
	struct audit *a;
	struct list l;
	enum rc rc = plan_audit(cx, ch, &a);

	if (rc || !a->certification_like)
		return rc;
	rc = setting_get(cx, "remote_warn", a->rec.id, a->programme, &most);
	if (!rc)
		rc = plan_sessions(cx, ch, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct plan_session *s = l.rec[i];

		all += s->duration;
		away += s->mode == MODE_REMOTE ? s->duration : 0;
	}
	if (rc || away * 10000 <= all * most)
		return rc;
	return refuse(cx, "R-5.5.3-05", NULL, arena_fmt(cx->arena,
	    "%lld of %lld minutes are planned remotely", (long long)away,
	    (long long)all), "Plan more on site, or give a reason for going "
	    "on.");
}

static const struct judge judges[] = {
	{ "R-5.5.3-02", r_5_5_3_02 },
	{ "R-5.5.3-04", r_5_5_3_04 },
	{ "R-5.5.3-05", r_5_5_3_05 },
	{ "R-6.3.2-10", r_6_3_2_10 },
	{ "R-6.3.2-11", r_6_3_2_11 },
	{ "R-6.3.3-01", r_6_3_3_01 },
	{ "R-6.3.3-02", r_6_3_3_02 },
	{ "R-6.3.3-03", r_6_3_3_03 },
	{ "R-6.3.3-04", r_6_3_3_04 },
	{ NULL, NULL }
};

const struct domain_part session_rules_part = { "session_rules", judges,
	NULL, NULL };
