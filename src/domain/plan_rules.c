/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * plan_rules.c - 6.3.2: what a plan must say before it goes on.
 */
#include "plan_rules.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/audit_time.h"
#include "model/entities.h"
#include "model/isms.h"
#include "model/evidence.h"
#include "model/plan.h"
#include "model/organization.h"

enum { DAY_MINUTES = 480 };

/* The plan that a rule looks at: itself, or the latest of an audit. */
static enum rc
plan_of(struct ctx *cx, const struct change *ch, const struct plan **out)
{
	const struct record *r = ch->after;
	struct list l;
	enum rc rc;

	*out = NULL;
	if (ch->entity == &plan_entity) {
		*out = ch->after;
		return RC_OK;
	}
	rc = store_of(cx, &plan_entity, "audit", r->at, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		if (((struct plan *)l.rec[i])->state != PLAN_STATE_SUPERSEDED)
			*out = l.rec[i];
	return rc;
}

/* The sessions of the plan, or the one session that changes. */
enum rc
plan_sessions(struct ctx *cx, const struct change *ch, struct list *out)
{
	const struct plan *p;
	size_t n = 0;
	enum rc rc;

	*out = (struct list){ 0 };
	if (ch->entity == &plan_session_entity) {
		out->rec = arena_alloc(cx->arena, sizeof(*out->rec));
		out->rec[0] = ch->after;
		out->n = 1;
		return RC_OK;
	}
	rc = plan_of(cx, ch, &p);
	if (!rc && p)
		rc = store_of(cx, &plan_session_entity, "at", p->audit, out);
	if (rc || !p)
		return rc;
	/* What was held under an earlier version counts for a later one. */
	for (size_t i = 0; i < out->n; i++) {
		const struct plan_session *s = out->rec[i];

		if (s->plan == p->rec.id || s->state == SESSION_STATE_HELD)
			out->rec[n++] = out->rec[i];
	}
	out->n = n;
	return RC_OK;
}

/* A session that is being made has no code yet. */
const char *
session_name(const struct plan_session *s)
{
	return text_blank(s->rec.code) ? "the session" : s->rec.code;
}

enum rc
plan_audit(struct ctx *cx, const struct change *ch, struct audit **out)
{
	const struct record *r = ch->after;

	return of_ref(cx, &audit_entity, r->at, out);
}

/* --- content ------------------------------------------------------------------------ */

static const struct { int64_t topic; const char *field; } contents[] = {
	{ 0, "confidentiality_text" },
	{ PLAN_TOPIC_FAMILIARIZATION, "familiarization" },
	{ PLAN_TOPIC_LANGUAGES, "language" },
	{ PLAN_TOPIC_LOGISTICS, "logistics" },
	{ PLAN_TOPIC_EARLIER_FINDINGS, "earlier_findings" },
	{ PLAN_TOPIC_FOLLOW_UP, "follow_up_text" },
	{ PLAN_TOPIC_COORDINATION, "coordination_text" },
};

static bool
set_has(int64_t set, int64_t choice)
{
	return choice > 0 && set >> (choice - 1) & 1;
}

static enum rc
r_6_3_2_01(struct ctx *cx, struct change *ch)
{
	const struct plan *p = ch->after;

	for (size_t i = 0; i < NELEMS(contents); i++) {
		const struct field *f = field_find(&plan_entity,
		    contents[i].field);

		if (!field_empty(f, p) ||
		    set_has(p->not_applicable, contents[i].topic))
			continue;
		return refuse(cx, "R-6.3.2-01", f->name, arena_fmt(cx->arena,
		    "%s says nothing on \"%s\"", p->rec.code, f->label),
		    contents[i].topic ? "Fill it in, or tick it as not "
		    "applicable." : "Fill it in.");
	}
	return RC_OK;
}

static bool
in_session(const struct list *sessions, int64_t criterion)
{
	for (size_t i = 0; i < sessions->n; i++) {
		const struct plan_session *s = sessions->rec[i];

		if (s->state != SESSION_STATE_NOT_HELD &&
		    refs_have(s->criteria, criterion))
			return true;
	}
	return false;
}

enum rc
criterion_counts(struct ctx *cx, const struct audit_criterion *c,
    int64_t *scheme, bool *counts)
{
	struct audit_scheme *s;
	struct baseline *b;
	enum rc rc;

	if (*scheme == c->scheme)
		return RC_OK;
	rc = of_ref(cx, &audit_scheme_entity, c->scheme, &s);
	if (!rc)
		rc = of_ref(cx, &baseline_entity, s->baseline, &b);
	if (rc)
		return rc;
	*scheme = c->scheme;
	*counts = b->state != BASELINE_STATE_SUPERSEDED;
	return RC_OK;
}

static enum rc
r_6_3_2_02(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct list l, sessions;
	int64_t scheme = 0;
	bool counts = false;
	enum rc rc = plan_sessions(cx, ch, &sessions);

	if (!rc)
		rc = store_of(cx, &audit_criterion_entity, "at", r->at, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_criterion *c = l.rec[i];

		rc = criterion_counts(cx, c, &scheme, &counts);
		if (rc || !counts || in_session(&sessions, c->rec.id) ||
		    c->applicability != APPLICABILITY_APPLICABLE ||
		    (c->covered == ANSWER_NO &&
		    !text_blank(c->not_covered_reason)))
			continue;
		return refuse(cx, "R-6.3.2-02", NULL, arena_fmt(cx->arena,
		    "%s %s is in no session", c->number, c->title),
		    "Put it in a session, or say why it is not covered.");
	}
	return rc;
}

/* --- risks of the audit ---------------------------------------------------------------- */

static bool
technical(const struct plan_session *s)
{
	return s->kind == SESSION_KIND_TECHNICAL_VERIFICATION ||
	    set_has(s->methods, COLLECT_METHOD_AUTOMATED_TOOL);
}

static enum rc
risk_accepted(struct ctx *cx, const struct plan_session *s, const char *rule)
{
	for (size_t i = 0; i < s->audit_risks.n; i++) {
		struct audit_risk *k;
		enum rc rc = of_ref(cx, &audit_risk_entity,
		    s->audit_risks.id[i], &k);

		if (rc)
			return rc;
		if (k && k->auditee_accepted_at && k->leader_accepted_at &&
		    k->state != AUDIT_RISK_STATE_REJECTED)
			return RC_OK;
	}
	return refuse(cx, rule, "audit_risks", arena_fmt(cx->arena,
	    "%s is a technical test without an accepted risk", session_name(s)),
	    "Link a risk of the audit that leader and auditee accepted.");
}

static enum rc
r_6_3_2_03(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	const struct plan *p;
	struct list l, risks;
	enum rc rc = plan_sessions(cx, ch, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		if (technical(l.rec[i]))
			rc = risk_accepted(cx, l.rec[i], "R-6.3.2-03");
	if (rc || ch->entity == &plan_session_entity)
		return rc;
	rc = plan_of(cx, ch, &p);
	if (rc || !p || !text_blank(p->audit_risk_statement))
		return rc;
	rc = store_of(cx, &audit_risk_entity, "audit", r->at, &risks);
	if (rc || risks.n)
		return rc;
	return refuse(cx, "R-6.3.2-03", "audit_risk_statement",
	    arena_fmt(cx->arena, "%s neither lists a risk of the audit nor "
	    "says that there is none", p->rec.code),
	    "Enter a risk of the audit, or say that none is foreseen.");
}

static enum rc
r_6_4_7_06(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;

	if (ch->entity == &plan_session_entity)
		return technical(ch->after) ? risk_accepted(cx, ch->after,
		    "R-6.4.7-06") : RC_OK;
	return evidence_under_risk(cx, e);
}

/* --- places ----------------------------------------------------------------------------- */

static enum rc
r_6_3_2_04(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = plan_sessions(cx, ch, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct plan_session *s = l.rec[i];
		struct site *at;

		if (!text_blank(s->access_conditions))
			continue;
		rc = of_ref(cx, &site_entity, s->site, &at);
		if (rc || !at || text_blank(at->access_conditions))
			continue;
		return refuse(cx, "R-6.3.2-04", "access_conditions",
		    arena_fmt(cx->arena, "%s is at %s, which has conditions "
		    "of access, and does not name them", session_name(s),
		    at->name), "Take them over from the site.");
	}
	return rc;
}

/* --- time ----------------------------------------------------------------------------------- */

static int64_t
calculated(const struct list *l)
{
	int64_t days = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct audit_time_calculation *c = l->rec[i];

		if (c->own_time != UNSET)
			days = c->own_time;
		else if (c->adjusted_time != UNSET)
			days = c->adjusted_time;
	}
	return days * DAY_MINUTES / 100;
}

/* Person time: each auditor in a session counts. */
static int64_t
planned(const struct list *l)
{
	int64_t sum = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct plan_session *s = l->rec[i];
		int64_t n = s->auditors.n ? (int64_t)s->auditors.n : 1;

		if (s->duration != UNSET && s->kind != SESSION_KIND_TRAVEL)
			sum += s->duration * n;
	}
	return sum;
}

static enum rc
r_6_3_2_05(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct list l, sums;
	struct audit *a;
	int64_t need, have, least;
	enum rc rc = plan_sessions(cx, ch, &l);

	if (!rc)
		rc = store_of(cx, &audit_time_calculation_entity, "audit",
		    r->at, &sums);
	if (!rc)
		rc = plan_audit(cx, ch, &a);
	if (!rc)
		rc = setting_get(cx, "session_least", r->at, a->programme,
		    &least);
	if (rc)
		return rc;
	need = calculated(&sums);
	have = planned(&l);
	if (have * 10000 >= need * least)
		return RC_OK;
	return refuse(cx, "R-6.3.2-05", NULL, arena_fmt(cx->arena,
	    "the sessions take %lld minutes, of %lld calculated",
	    (long long)have, (long long)need),
	    "Plan more time, or give a reason for going on.");
}

/* --- high risks of the auditee ------------------------------------------------------------------ */

static bool
item_meets(const struct audit_scope_item *i, const struct isms_risk *k)
{
	return refs_have(i->risks, k->rec.id) ||
	    (i->site && refs_have(k->sites, i->site)) ||
	    (i->process && refs_have(k->processes, i->process)) ||
	    (i->system && refs_have(k->systems, i->system));
}

bool
risk_in_scope(const struct list *scope, const struct isms_risk *k)
{
	for (size_t i = 0; i < scope->n; i++) {
		const struct audit_scope_item *s = scope->rec[i];

		if (s->included != ANSWER_NO && item_meets(s, k))
			return true;
	}
	return false;
}

static bool
risk_planned(const struct list *sessions, int64_t risk)
{
	for (size_t i = 0; i < sessions->n; i++) {
		const struct plan_session *s = sessions->rec[i];

		if (refs_have(s->isms_risks, risk))
			return true;
	}
	return false;
}

static enum rc
r_6_3_2_06(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct list l, scope, risks;
	struct audit *a;
	enum rc rc = plan_sessions(cx, ch, &l);

	if (!rc)
		rc = plan_audit(cx, ch, &a);
	if (!rc)
		rc = store_of(cx, &audit_scope_item_entity, "at", r->at,
		    &scope);
	if (!rc)
		rc = store_of(cx, &isms_risk_entity, "organization",
		    a->auditee, &risks);
	for (size_t i = 0; !rc && i < risks.n; i++) {
		const struct isms_risk *k = risks.rec[i];

		if (k->level < RISK_LEVEL_HIGH || k->ended_on ||
		    !risk_in_scope(&scope, k) || risk_planned(&l, k->rec.id))
			continue;
		return refuse(cx, "R-6.3.2-06", NULL, arena_fmt(cx->arena,
		    "%s is a high risk in scope and no session answers to "
		    "it", k->rec.code), "Link it to a session, or give a "
		    "reason for going on.");
	}
	return rc;
}

/* --- in time -------------------------------------------------------------------------------------- */

static enum rc
r_6_3_2_07(struct ctx *cx, struct change *ch)
{
	struct audit *a;
	int64_t lead;
	enum rc rc = plan_audit(cx, ch, &a);

	if (!rc)
		rc = setting_get(cx, "plan_lead_days", a->rec.id,
		    a->programme, &lead);
	if (rc || ch->entity == &audit_entity || a->started_at ||
	    a->announcement == ANNOUNCEMENT_SHORT_NOTICE ||
	    working_days_after(cx->today, lead) <= a->planned_from)
		return rc;
	return refuse(cx, "R-6.3.2-07", NULL, arena_fmt(cx->arena,
	    "the plan goes out less than %lld working days before the start",
	    (long long)lead), "Move the audit, or agree on short notice.");
}

static bool
has_kind(const struct list *l, int64_t kind)
{
	for (size_t i = 0; i < l->n; i++)
		if (((struct plan_session *)l->rec[i])->kind == kind)
			return true;
	return false;
}

static enum rc
r_6_3_2_08(struct ctx *cx, struct change *ch)
{
	const struct plan *p = ch->after;
	struct list l;
	bool opening;
	enum rc rc = plan_sessions(cx, ch, &l);

	if (rc)
		return rc;
	opening = has_kind(&l, SESSION_KIND_OPENING);
	if (opening && has_kind(&l, SESSION_KIND_CLOSING))
		return RC_OK;
	return refuse(cx, "R-6.3.2-08", NULL, arena_fmt(cx->arena,
	    "%s has no %s meeting", p->rec.code, opening ? "closing"
	    : "opening"), "Add it as a session; it may be short or remote.");
}

static const struct judge judges[] = {
	{ "R-6.3.2-01", r_6_3_2_01 },
	{ "R-6.3.2-02", r_6_3_2_02 },
	{ "R-6.3.2-03", r_6_3_2_03 },
	{ "R-6.3.2-04", r_6_3_2_04 },
	{ "R-6.3.2-05", r_6_3_2_05 },
	{ "R-6.3.2-06", r_6_3_2_06 },
	{ "R-6.3.2-07", r_6_3_2_07 },
	{ "R-6.3.2-08", r_6_3_2_08 },
	{ "R-6.4.7-06", r_6_4_7_06 },
	{ NULL, NULL }
};

const struct domain_part plan_rules_part = { "plan_rules", judges,
	NULL, NULL };
