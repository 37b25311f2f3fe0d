/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * conduct.c - 6.4.1, 6.4.4 to 6.4.6: what must have happened while the audit
 * ran, before it goes on.
 */
#include "domain.h"

#include "model/audit.h"
#include "model/isms.h"
#include "model/meeting.h"
#include "model/plan.h"
#include "model/working_paper.h"

enum { TRACES_LEAST = 5 };

/* Was a message of that kind (0: any but progress) sent in the audit? */
static enum rc
was_told(struct ctx *cx, int64_t audit, int64_t kind, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &communication_entity, "audit", audit, &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct communication *c = l.rec[i];

		*yes |= c->sent_at && (kind ? c->kind == kind
		    : c->kind != COMMUNICATION_KIND_PROGRESS);
	}
	return rc;
}

static enum rc
opening_closed(struct ctx *cx, int64_t audit, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &meeting_entity, "audit", audit, &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct meeting *m = l.rec[i];

		*yes |= m->kind == MEETING_KIND_OPENING &&
		    m->state == MEETING_STATE_CLOSED;
	}
	return rc;
}

static enum rc
r_6_4_1_01(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	bool closed, agreed = false;
	struct list l;
	enum rc rc = opening_closed(cx, a->rec.id, &closed);

	if (!rc)
		rc = store_of(cx, &plan_entity, "audit", a->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		int64_t s = ((struct plan *)l.rec[i])->state;

		agreed |= s == PLAN_STATE_AGREED || s == PLAN_STATE_IN_FORCE;
	}
	if (rc || (closed && agreed))
		return rc;
	return refuse(cx, "R-6.4.1-01", NULL, arena_fmt(cx->arena,
	    "%s of %s is not %s", closed ? "the plan"
	    : "the opening meeting", a->rec.code, closed ? "agreed"
	    : "closed"), closed ? "Let the auditee agree to it."
	    : "Hold it and close it.");
}

/* --- told in time ------------------------------------------------------------------- */

static enum rc
r_6_4_4_03(struct ctx *cx, struct change *ch)
{
	const struct scope_change *s = ch->after;
	const struct audit *a = ch->after;
	bool told;
	enum rc rc;

	if (ch->entity == &scope_change_entity)
		return s->client_agreed_at ? RC_OK : refuse(cx,
		    "R-6.4.4-03", NULL, arena_fmt(cx->arena,
		    "the client has not agreed to %s", s->rec.code),
		    "Let the client give the step \"consent\".");
	rc = was_told(cx, a->rec.id, COMMUNICATION_KIND_TERMINATION, &told);
	if (rc || told)
		return rc;
	return refuse(cx, "R-6.4.4-03", NULL, arena_fmt(cx->arena,
	    "client and auditee were not told that %s ends", a->rec.code),
	    "Send a message of the kind termination with the reasons.");
}

static enum rc
r_6_4_4_04(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	bool told;
	enum rc rc;

	if (!a->planned_to || a->planned_to <= a->planned_from)
		return RC_OK;
	rc = was_told(cx, a->rec.id, COMMUNICATION_KIND_PROGRESS, &told);
	if (rc || told)
		return rc;
	return refuse(cx, "R-6.4.4-04", NULL, arena_fmt(cx->arena,
	    "%s took more than a day and has no daily note", a->rec.code),
	    "Send one, or give a reason for going on.");
}

static enum rc
r_6_4_5_01(struct ctx *cx, struct change *ch)
{
	if (!cx->account || ch->who & (APM | ACL))
		return RC_OK;
	return refuse(cx, "R-6.4.5-01", NULL,
	    "a constraint is decided by the programme manager",
	    "Ask the programme manager to decide.");
}

static enum rc
r_6_4_6_01(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	bool told;
	enum rc rc;

	/* The message itself is what is asked for. */
	if (ch->entity != &audit_entity)
		return RC_OK;
	rc = was_told(cx, a->rec.id, 0, &told);
	if (rc || told)
		return rc;
	return refuse(cx, "R-6.4.6-01", NULL, arena_fmt(cx->arena,
	    "nobody was told why %s stops", a->rec.code),
	    "Send a message to the manager and the auditee first.");
}

/* --- traces of controls ---------------------------------------------------------------- */

struct traces { struct list entries, traces; };

static enum rc
load_traces(struct ctx *cx, int64_t audit, struct traces *out)
{
	struct list l;
	const struct baseline *b = NULL;
	enum rc rc = store_of(cx, &control_trace_entity, "audit", audit,
	    &out->traces);

	out->entries = (struct list){ 0 };
	if (!rc)
		rc = store_of(cx, &baseline_entity, "audit", audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct baseline *o = l.rec[i];

		if (o->statement && o->state != BASELINE_STATE_SUPERSEDED)
			b = o;
	}
	return rc || !b ? rc : store_of(cx, &applicability_entry_entity,
	    "statement", b->statement, &out->entries);
}

static bool
traced(const struct traces *t, int64_t entry, int64_t direction)
{
	for (size_t i = 0; i < t->traces.n; i++) {
		const struct control_trace *c = t->traces.rec[i];

		if (c->entry == entry && c->direction == direction)
			return true;
	}
	return false;
}

static enum rc
r_6_4_6_02(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	size_t necessary = 0, both = 0;
	struct traces t;
	enum rc rc = load_traces(cx, a->rec.id, &t);

	for (size_t i = 0; !rc && i < t.entries.n; i++) {
		const struct applicability_entry *e = t.entries.rec[i];

		if (e->necessary != ANSWER_YES)
			continue;
		necessary++;
		both += traced(&t, e->rec.id, TRACE_DIRECTION_BACK_TO_RISK) &&
		    traced(&t, e->rec.id,
		    TRACE_DIRECTION_FORWARD_TO_IMPLEMENTATION);
	}
	if (necessary > TRACES_LEAST)
		necessary = TRACES_LEAST;
	if (rc || both >= necessary)
		return rc;
	return refuse(cx, "R-6.4.6-02", NULL, arena_fmt(cx->arena,
	    "%zu of %zu necessary controls were traced both ways", both,
	    necessary), "Trace more, or give a reason for going on.");
}

static enum rc
r_6_4_6_03(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	bool excluded = false;
	struct traces t;
	enum rc rc = load_traces(cx, a->rec.id, &t);

	for (size_t i = 0; !rc && i < t.entries.n; i++) {
		const struct applicability_entry *e = t.entries.rec[i];

		excluded |= e->necessary == ANSWER_NO;
		if (traced(&t, e->rec.id,
		    TRACE_DIRECTION_EXCLUSION_CHALLENGED))
			return RC_OK;
	}
	if (rc || !excluded)
		return rc;
	return refuse(cx, "R-6.4.6-03", NULL, arena_fmt(cx->arena,
	    "no excluded control was challenged in %s", a->rec.code),
	    "Choose one and enter a trace (exclusion challenged).");
}

/* --- access ---------------------------------------------------------------------------------------- */

static enum rc
r_6_4_5_03(struct ctx *cx, struct change *ch)
{
	const struct access_entry *e = ch->after;
	const struct plan_session *s = ch->after;
	struct plan_session *of = NULL;
	int64_t delay = s->access_delay;
	enum rc rc = RC_OK;

	if (ch->entity == &access_entry_entity) {
		delay = e->delay;
		rc = of_ref(cx, &plan_session_entity, e->session, &of);
		s = of;
	}
	if (rc || !s || delay == UNSET || delay * 4 <= s->duration)
		return rc;
	return refuse(cx, "R-6.4.5-03", ch->entity == &access_entry_entity
	    ? "delay" : "access_delay", arena_fmt(cx->arena,
	    "access to %s was late by %lld of %lld minutes",
	    s->rec.code, (long long)delay, (long long)s->duration),
	    "Give a reason for going on; the lost time is reported.");
}

static enum rc
r_6_4_5_04(struct ctx *cx, struct change *ch)
{
	const struct method_choice *m = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, m->audit, &a);

	if (rc || !a->started_at || (!changed(ch, "mode") &&
	    !changed(ch, "methods")) || changed(ch, "agreed_at"))
		return rc;
	return refuse(cx, "R-6.4.5-04", "agreed_at",
	    "the change of method was not agreed with the auditee",
	    "Agree on it first and enter when (agreed_at).");
}

static const struct judge judges[] = {
	{ "R-6.4.1-01", r_6_4_1_01 },
	{ "R-6.4.4-03", r_6_4_4_03 },
	{ "R-6.4.4-04", r_6_4_4_04 },
	{ "R-6.4.5-01", r_6_4_5_01 },
	{ "R-6.4.5-03", r_6_4_5_03 },
	{ "R-6.4.5-04", r_6_4_5_04 },
	{ "R-6.4.6-01", r_6_4_6_01 },
	{ "R-6.4.6-02", r_6_4_6_02 },
	{ "R-6.4.6-03", r_6_4_6_03 },
	{ NULL, NULL }
};

const struct domain_part conduct_part = { "conduct", judges, NULL, NULL };
