/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* plan.c - plans, sessions, risks of the audit: guards and what follows. */
#include "domain.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/initiation.h"
#include "model/organization.h"
#include "model/plan.h"
#include "model/programme.h"
#include "model/team.h"

/* --- versions of a plan ---------------------------------------------------------- */

/* The latest version in that state; NULL when there is none. */
static enum rc
plan_in(struct ctx *cx, int64_t audit, int64_t state, struct plan **out)
{
	struct list l;
	enum rc rc = store_of(cx, &plan_entity, "audit", audit, &l);

	*out = NULL;
	for (size_t i = 0; !rc && i < l.n; i++) {
		struct plan *p = l.rec[i];

		if (p->state == state &&
		    (!*out || p->version > (*out)->version))
			*out = p;
	}
	return rc;
}

static enum rc
plan_before(struct ctx *cx, int64_t audit, struct plan **out)
{
	enum rc rc = plan_in(cx, audit, PLAN_STATE_IN_FORCE, out);

	return rc || *out ? rc : plan_in(cx, audit, PLAN_STATE_AGREED, out);
}

static enum rc
guard_create(struct ctx *cx, struct change *ch)
{
	const struct plan *p = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &plan_entity, "audit", p->audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct plan *o = l.rec[i];

		if (o->version == p->version && o->rec.id != p->rec.id)
			return refuse(cx, "plan.create", "version",
			    arena_fmt(cx->arena, "%s has version %lld already",
			    o->rec.code, (long long)o->version),
			    "Take the next number.");
	}
	return rc;
}

static bool
carried_over(const struct field *f)
{
	return !(f->flags & (DERIVED | FIXED)) &&
	    !str_eq(f->name, "state_reason");
}

/* What the new version leaves open is as it was in the version that holds. */
static enum rc
plan_begins(struct ctx *cx, struct change *ch)
{
	struct plan *p = ch->after, *from;
	struct audit *a;
	enum rc rc = plan_before(cx, p->audit, &from);

	for (size_t i = 0; !rc && from && i < plan_entity.nfields; i++) {
		const struct field *f = &plan_entity.fields[i];

		if (!carried_over(f) || !field_empty(f, p))
			continue;
		if (field_is_text(f))
			field_set_text(f, p, field_text(f, from));
		else if (f->kind == KIND_refs)
			field_set_refs(f, p, field_refs(f, from));
		else
			field_set_int(f, p, field_int(f, from));
	}
	if (!rc)
		rc = of_ref(cx, &audit_entity, p->audit, &a);
	if (!rc && a && !p->language)
		p->language = a->language;
	if (!rc && a && !p->report_language)
		p->report_language = p->language;
	return rc;
}

/* A version that revises one in force takes over what is still to come. */
static enum rc
plan_copies(struct ctx *cx, struct change *ch)
{
	const struct plan *p = ch->after;
	struct plan *from;
	struct list l;
	enum rc rc = plan_in(cx, p->audit, PLAN_STATE_IN_FORCE, &from);

	if (rc || !from)
		return rc;
	rc = store_of(cx, &plan_session_entity, "plan", from->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct plan_session *s = l.rec[i];

		if (s->state == SESSION_STATE_PLANNED)
			rc = follow_copy(cx, &plan_session_entity, s, "plan",
			    p->rec.id, NULL);
	}
	return rc;
}

/* --- to the auditee and back ------------------------------------------------------ */

static enum rc
guard_send(struct ctx *cx, struct change *ch)
{
	const struct plan *p = ch->after;
	struct programme *g;
	struct audit *a;
	struct list l;
	enum rc rc = of_ref(cx, &audit_entity, p->audit, &a);

	if (!rc)
		rc = of_ref(cx, &programme_entity, a->programme, &g);
	if (!rc && g && cx->account && !g->leader_sends_plan &&
	    !(ch->who & APM) && p->state == PLAN_STATE_SENT && ch->before &&
	    ((const struct plan *)ch->before)->state ==
	    PLAN_STATE_INTERNAL_REVIEW)
		return refuse(cx, "plan.send", NULL, "the programme lets the "
		    "manager alone send a plan", "Ask the programme manager "
		    "to send it.");
	if (!rc)
		rc = store_of(cx, &objection_entity, "plan", p->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct objection *o = l.rec[i];

		if (o->state == OBJECTION_STATE_OPEN)
			return refuse(cx, "plan.send", NULL,
			    arena_fmt(cx->arena, "%s is not answered",
			    o->rec.code), "Answer each objection first.");
	}
	return rc;
}

static enum rc
auditee_told(struct ctx *cx, struct change *ch)
{
	const struct plan *p = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, p->audit, &a);

	return rc ? rc : follow_task(cx, ch, a->representative,
	    "Agree to the audit plan", 0);
}

static enum rc
plan_objected(struct ctx *cx, struct change *ch)
{
	const struct plan *p = ch->after;

	if (!cx->person)
		return RC_OK;
	return follow(cx, "objection.create", 0, PAIRS(
	    { "audit", number_text(cx, p->audit) },
	    { "raised_by", number_text(cx, cx->person) },
	    { "plan", number_text(cx, p->rec.id) },
	    { "reason", p->state_reason }), NULL);
}

static enum rc
supersede_others(struct ctx *cx, const struct plan *p, int64_t state)
{
	struct list l;
	enum rc rc = store_of(cx, &plan_entity, "audit", p->audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct plan *o = l.rec[i];

		if (o->rec.id != p->rec.id && o->state == state)
			rc = follow(cx, "plan.supersede", o->rec.id, NO_PAIRS,
			    NULL);
	}
	return rc;
}

static enum rc
plan_silent(struct ctx *cx, struct change *ch)
{
	struct plan *p = ch->after;

	p->agreed_by_silence = !cx->account;
	return RC_OK;
}

static enum rc
plan_agreed(struct ctx *cx, struct change *ch)
{
	const struct plan *p = ch->after;
	struct audit *a;
	enum rc rc = supersede_others(cx, p, PLAN_STATE_AGREED);

	if (!rc)
		rc = of_ref(cx, &audit_entity, p->audit, &a);
	if (rc || a->state != AUDIT_STATE_IN_PROGRESS)
		return rc;
	return follow(cx, "plan.put_in_force", p->rec.id, NO_PAIRS, NULL);
}

static enum rc
plan_holds(struct ctx *cx, struct change *ch)
{
	return supersede_others(cx, ch->after, PLAN_STATE_IN_FORCE);
}

enum rc
plan_start(struct ctx *cx, int64_t audit)
{
	struct plan *p;
	enum rc rc = plan_in(cx, audit, PLAN_STATE_AGREED, &p);

	return rc || !p ? rc : follow(cx, "plan.put_in_force", p->rec.id,
	    NO_PAIRS, NULL);
}

/* --- sessions --------------------------------------------------------------------- */

static enum rc
session_begins(struct ctx *cx, struct change *ch)
{
	struct plan_session *s = ch->after;
	struct site *at;
	enum rc rc = of_ref(cx, &site_entity, s->site, &at);

	if (rc)
		return rc;
	if (at && text_blank(s->access_conditions) &&
	    !text_blank(at->access_conditions))
		s->access_conditions = utf8_cut(cx->arena,
		    at->access_conditions, 1000);
	if (text_blank(s->title) && s->kind)
		s->title = choice_find(session_kind_choices, s->kind)->label;
	return RC_OK;
}

static enum rc
guard_hold(struct ctx *cx, struct change *ch)
{
	const struct plan_session *s = ch->after;

	if (s->started_at && s->ended_at && s->ended_at >= s->started_at)
		return RC_OK;
	return refuse(cx, "plan_session.hold", s->started_at ? "ended_at"
	    : "started_at", arena_fmt(cx->arena, "%s has no real times",
	    s->rec.code), "Enter when it really began and ended.");
}

/* --- risks of the audit ------------------------------------------------------------ */

/* Likelihood times consequence, on the scale of five by five. */
static enum rc
risk_level(struct ctx *cx, struct change *ch)
{
	struct audit_risk *r = ch->after;
	int64_t v = r->likelihood * r->consequence;

	(void)cx;
	if (r->likelihood == UNSET || r->consequence == UNSET)
		return RC_OK;
	r->level = v >= 15 ? RISK_LEVEL_VERY_HIGH : v >= 10 ? RISK_LEVEL_HIGH
	    : v >= 5 ? RISK_LEVEL_MEDIUM : RISK_LEVEL_LOW;
	return RC_OK;
}

static enum rc
risk_consent(struct ctx *cx, struct change *ch)
{
	struct audit_risk *r = ch->after;

	r->auditee_accepted_by = cx->person;
	r->auditee_accepted_at = cx->now;
	return RC_OK;
}

static enum rc
risk_accept(struct ctx *cx, struct change *ch)
{
	struct audit_risk *r = ch->after;

	r->leader_accepted_by = cx->person;
	r->leader_accepted_at = cx->now;
	return RC_OK;
}

/* A risk revised after a rejection is accepted anew by both sides. */
static enum rc
risk_revised(struct ctx *cx, struct change *ch)
{
	struct audit_risk *r = ch->after;

	(void)cx;
	r->auditee_accepted_by = r->leader_accepted_by = 0;
	r->auditee_accepted_at = r->leader_accepted_at = 0;
	return RC_OK;
}

static enum rc
guard_consent(struct ctx *cx, struct change *ch)
{
	const struct audit_risk *r = ch->after;

	if (r->precautions || !text_blank(r->precaution_text))
		return RC_OK;
	return refuse(cx, "audit_risk.consent", "precautions",
	    arena_fmt(cx->arena, "%s has no precautions", r->rec.code),
	    "Agree on at least one precaution.");
}

static enum rc
guard_accept(struct ctx *cx, struct change *ch)
{
	const struct audit_risk *r = ch->after;

	if (r->auditee_accepted_at)
		return RC_OK;
	return refuse(cx, "audit_risk.accept", NULL, arena_fmt(cx->arena,
	    "the auditee has not accepted %s", r->rec.code),
	    "Let the auditee's representative give the step \"consent\".");
}

static enum rc
guard_report(struct ctx *cx, struct change *ch)
{
	const struct audit_risk *r = ch->after;

	if (!text_blank(r->what_happened))
		return RC_OK;
	return refuse(cx, "audit_risk.report", "what_happened",
	    arena_fmt(cx->arena, "%s does not say what happened",
	    r->rec.code), "Say what happened; the auditee is told at once.");
}

static enum rc
risk_occurred(struct ctx *cx, struct change *ch)
{
	const struct audit_risk *r = ch->after;
	struct programme *g;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, r->audit, &a);

	if (!rc)
		rc = of_ref(cx, &programme_entity, a->programme, &g);
	if (!rc)
		rc = follow_notice(cx, ch, a->representative, "escalation");
	if (!rc && g)
		rc = follow_notice(cx, ch, g->manager, "escalation");
	return rc;
}

/* --- work ---------------------------------------------------------------------------- */

static enum rc
guard_work(struct ctx *cx, struct change *ch)
{
	const struct work_assignment *w = ch->after;

	if (!w->session != !w->working_paper)
		return RC_OK;
	return refuse(cx, "work_assignment.create", "session",
	    "work is either a session or a working paper",
	    "Fill in one of the two.");
}

/* Both: the one it is taken from, and whoever holds the same work. */
static enum rc
work_moved(struct ctx *cx, struct change *ch)
{
	const struct work_assignment *w = ch->after;
	struct list l;
	enum rc rc = w->session ? store_of(cx, &work_assignment_entity,
	    "session", w->session, &l) : store_of(cx,
	    &work_assignment_entity, "working_paper", w->working_paper, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct work_assignment *o = l.rec[i];
		struct team_assignment *t;

		if (o->rec.id != w->rec.id &&
		    o->state == WORK_STATE_REASSIGNED)
			continue;
		rc = of_ref(cx, &team_assignment_entity, o->member, &t);
		if (!rc && t)
			rc = follow_notice(cx, ch, t->person, "step");
	}
	return rc;
}

/* --- the lists ------------------------------------------------------------------------ */

static const struct judge prepares[] = {
	{ "audit_risk.accept", risk_accept },
	{ "audit_risk.consent", risk_consent },
	{ "audit_risk.create", risk_level },
	{ "audit_risk.revise", risk_revised },
	{ "audit_risk.update", risk_level },
	{ "plan.agree", plan_silent },
	{ "plan.create", plan_begins },
	{ "plan_session.create", session_begins },
	{ NULL, NULL }
};

static const struct judge judges[] = {
	{ "audit_risk.accept", guard_accept },
	{ "audit_risk.consent", guard_consent },
	{ "audit_risk.report", guard_report },
	{ "plan.create", guard_create },
	{ "plan.send", guard_send },
	{ "plan_session.hold", guard_hold },
	{ "work_assignment.create", guard_work },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "audit_risk.report", risk_occurred },
	{ "plan.agree", plan_agreed },
	{ "plan.create", plan_copies },
	{ "plan.object", plan_objected },
	{ "plan.put_in_force", plan_holds },
	{ "plan.send", auditee_told },
	{ "work_assignment.reassign", work_moved },
	{ NULL, NULL }
};

const struct domain_part plan_part = { "plan", judges, prepares, effects };
