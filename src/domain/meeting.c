/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* size: what people say to one another in an audit, in one place. */
/*
 * meeting.c - 6.4.2 to 6.4.6 and 6.4.10: meetings, messages, observers,
 * guides, and waiting for access.
 */
#include "domain.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/finding.h"
#include "model/initiation.h"
#include "model/meeting.h"
#include "model/plan.h"
#include "model/team.h"

#define BIT(choice) ((int64_t)1 << ((choice) - 1))

/* --- opening meeting --------------------------------------------------------------- */

static const struct { int64_t topic; const char *title; } must[] = {
	{ OPENING_TOPIC_CONFIDENTIALITY, "confidentiality" },
	{ OPENING_TOPIC_GRADING, "grading" },
	{ OPENING_TOPIC_TERMINATION, "termination conditions" },
};

static enum rc
r_6_4_3_01(struct ctx *cx, struct change *ch)
{
	const struct meeting *m = ch->after;

	if (m->kind != MEETING_KIND_OPENING)
		return RC_OK;
	for (size_t i = 0; i < NELEMS(must); i++)
		if (!(m->opening_topics & BIT(must[i].topic)))
			return refuse(cx, "R-6.4.3-01", "opening_topics",
			    arena_fmt(cx->arena, "%s did not speak of %s",
			    m->rec.code, must[i].title),
			    "Speak of it, then tick it.");
	return RC_OK;
}

struct present { size_t all, management; };

static enum rc
who_came(struct ctx *cx, const struct meeting *m, struct present *out)
{
	struct list l;
	enum rc rc = store_of(cx, &attendance_entity, "meeting", m->rec.id,
	    &l);

	*out = (struct present){ 0 };
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct attendance *a = l.rec[i];

		out->all += a->present != 0;
		out->management += a->present && a->management &&
		    a->side == ATTENDANCE_SIDE_AUDITEE;
	}
	return rc;
}

static enum rc
r_6_4_3_02(struct ctx *cx, struct change *ch)
{
	const struct meeting *m = ch->after;
	struct present p;
	enum rc rc;

	if (m->kind != MEETING_KIND_OPENING && m->kind !=
	    MEETING_KIND_CLOSING)
		return RC_OK;
	rc = who_came(cx, m, &p);
	if (rc || p.management)
		return rc;
	return refuse(cx, "R-6.4.3-02", NULL, arena_fmt(cx->arena,
	    "nobody of the auditee's management was in %s", m->rec.code),
	    "Enter who was there, or give a reason for going on.");
}

/* --- closing meeting -------------------------------------------------------------------- */

static bool
is_nonconformity(const struct finding *f)
{
	return f->type == FINDING_TYPE_MAJOR_NONCONFORMITY ||
	    f->type == FINDING_TYPE_MINOR_NONCONFORMITY;
}

static bool
is_closing(const struct change *ch)
{
	const struct meeting *m = ch->after;

	return ch->entity == &meeting_entity &&
	    m->kind == MEETING_KIND_CLOSING;
}

static enum rc
r_6_4_10_01(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity == &meeting_entity && !is_closing(ch))
		return RC_OK;
	rc = store_of(cx, &finding_entity, "at", r->at, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding *f = l.rec[i];

		if (!is_nonconformity(f) || f->presented_at ||
		    f->state == FINDING_STATE_WITHDRAWN)
			continue;
		return refuse(cx, "R-6.4.10-01", NULL, arena_fmt(cx->arena,
		    "%s was not presented", f->rec.code),
		    "Present each nonconformity, or withdraw it.");
	}
	return rc;
}

static enum rc
r_6_4_10_02(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct list l, d;
	enum rc rc;

	if (!is_closing(ch))
		return RC_OK;
	rc = store_of(cx, &finding_entity, "at", r->at, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding *f = l.rec[i];

		if (f->state != FINDING_STATE_DISPUTED)
			continue;
		rc = store_of(cx, &disagreement_entity, "finding", f->rec.id,
		    &d);
		if (rc || d.n)
			continue;
		return refuse(cx, "R-6.4.10-02", NULL, arena_fmt(cx->arena,
		    "%s is disputed and no disagreement is recorded",
		    f->rec.code), "Record both views (disagreement).");
	}
	return rc;
}

static enum rc
r_6_4_10_03(struct ctx *cx, struct change *ch)
{
	const struct meeting *m = ch->after;

	if (!is_closing(ch) || m->action_plan_due ||
	    !text_blank(m->deadline_basis))
		return RC_OK;
	return refuse(cx, "R-6.4.10-03", "action_plan_due",
	    arena_fmt(cx->arena, "%s sets no day for the action plan",
	    m->rec.code), "Set the day, or note \"by agreement\".");
}

static enum rc
r_6_4_10_04(struct ctx *cx, struct change *ch)
{
	const struct meeting *m = ch->after;

	if (!is_closing(ch) || m->closing_topics &
	    BIT(CLOSING_TOPIC_RECOMMENDATIONS))
		return RC_OK;
	return refuse(cx, "R-6.4.10-04", "closing_topics",
	    arena_fmt(cx->arena, "%s did not say that recommendations are "
	    "not binding", m->rec.code),
	    "Say and tick it, or give a reason for going on.");
}

static enum rc
r_6_4_10_05(struct ctx *cx, struct change *ch)
{
	const struct meeting *m = ch->after;
	struct present p;
	enum rc rc = who_came(cx, m, &p);

	if (rc || (m->kind != MEETING_KIND_OPENING && !is_closing(ch)))
		return rc;
	if (p.all && !text_blank(m->minutes))
		return RC_OK;
	return refuse(cx, "R-6.4.10-05", p.all ? "minutes" : NULL,
	    arena_fmt(cx->arena, "%s has no %s", m->rec.code,
	    p.all ? "minutes" : "attendance"),
	    p.all ? "Write them; short is fine." : "Enter who was there.");
}

/* Agenda, chair and place of what was planned. */
static enum rc
meeting_begins(struct ctx *cx, struct change *ch)
{
	struct meeting *m = ch->after;
	struct plan_session *s;
	struct audit *a;
	enum rc rc = of_ref(cx, &plan_session_entity, m->session, &s);

	if (!rc)
		rc = of_ref(cx, &audit_entity, m->audit, &a);
	if (rc)
		return rc;
	if (s && !m->mode)
		m->mode = s->mode;
	if (s && !m->starts_at)
		m->starts_at = s->starts_at;
	if (a && !m->chair)
		m->chair = a->leader;
	return RC_OK;
}

static enum rc
observers_leave(struct ctx *cx, struct change *ch)
{
	const struct meeting *m = ch->after;
	struct list l;
	enum rc rc;

	if (!is_closing(ch))
		return RC_OK;
	rc = store_of(cx, &observer_approval_entity, "audit", m->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct observer_approval *o = l.rec[i];

		if (o->state == OBSERVER_STATE_APPROVED)
			rc = follow(cx, "observer_approval.end", o->rec.id,
			    NO_PAIRS, NULL);
	}
	return rc;
}

/* --- messages ---------------------------------------------------------------------------- */

/* The leader by his confirmed assignment, or by his duty in the team. */
static enum rc
leader_of(struct ctx *cx, const struct audit *a, int64_t *out)
{
	struct list l;
	enum rc rc = store_of(cx, &team_assignment_entity, "audit",
	    a->rec.id, &l);

	*out = a->leader;
	for (size_t i = 0; !rc && i < l.n && !*out; i++) {
		const struct team_assignment *t = l.rec[i];

		if (t->duty == TEAM_DUTY_LEADER &&
		    t->state != ASSIGNMENT_STATE_REPLACED)
			*out = t->person;
	}
	return rc;
}

static enum rc
r_6_4_4_02(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;
	struct audit *a;
	int64_t leader;
	enum rc rc;

	if (c->kind != COMMUNICATION_KIND_OUT_OF_SCOPE || !c->audit)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, c->audit, &a);
	if (!rc)
		rc = leader_of(cx, a, &leader);
	if (rc || c->sender == leader ||
	    (c->recipients.n == 1 && c->recipients.id[0] == leader))
		return rc;
	return refuse(cx, "R-6.4.4-02", "recipients",
	    "a concern outside the scope goes to the team leader alone",
	    "Send it to the leader, who decides whom to tell.");
}

static enum rc
r_6_4_4_01(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;
	struct audit *a;
	int64_t leader;
	enum rc rc;

	if (c->kind != COMMUNICATION_KIND_URGENT_RISK || !c->audit)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, c->audit, &a);
	if (!rc)
		rc = leader_of(cx, a, &leader);
	if (rc || c->sender != leader || !a->representative ||
	    refs_have(c->recipients, a->representative))
		return rc;
	return refuse(cx, "R-6.4.4-01", "recipients",
	    "the auditee's representative is not told of the urgent risk",
	    "Add the representative to the recipients.");
}

static enum rc
r_6_4_4_05(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;

	if (c->kind != COMMUNICATION_KIND_URGENT_RISK ||
	    c->class >= CLASS_CONFIDENTIAL)
		return RC_OK;
	return refuse(cx, "R-6.4.4-05", "class",
	    "an urgent notice about an open weakness is at least "
	    "confidential", "Raise the class.");
}

/* What somebody of the team noticed goes by the leader. */
static enum rc
r_6_4_7_07(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;
	struct audit *a;
	int64_t leader;
	enum rc rc;

	if (ch->entity != &communication_entity || !c->audit ||
	    c->kind != COMMUNICATION_KIND_URGENT_RISK ||
	    !(ch->who & (AUD | AIT | TEX)) || ch->who & ATL)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, c->audit, &a);
	if (!rc)
		rc = leader_of(cx, a, &leader);
	if (rc || !leader || refs_have(c->recipients, leader))
		return rc;
	return refuse(cx, "R-6.4.7-07", "recipients",
	    "the team leader is not told of the risk that was noticed",
	    "Add the leader to the recipients.");
}

static enum rc
guard_send(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;

	if (c->channel != CONTACT_CHANNEL_MAIL ||
	    c->class < CLASS_CONFIDENTIAL)
		return RC_OK;
	return refuse(cx, "communication.send", "channel",
	    arena_fmt(cx->arena, "%s is too confidential for open mail",
	    c->rec.code), "Send it by the system or encrypted.");
}

static enum rc
recipients_told(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && i < c->recipients.n; i++)
		rc = follow_notice(cx, ch, c->recipients.id[i], "message");
	return rc;
}

static enum rc
guard_acknowledge(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;

	if (!cx->account || refs_have(c->recipients, cx->person))
		return RC_OK;
	return refuse(cx, "communication.acknowledge", NULL,
	    arena_fmt(cx->arena, "%s was sent to somebody else",
	    c->rec.code), "Only a recipient acknowledges it.");
}

/* --- observers and guides -------------------------------------------------------------------- */

static enum rc
observer_consent(struct ctx *cx, struct change *ch)
{
	struct observer_approval *o = ch->after;

	if (ch->who & ATL) {
		o->leader_approved_by = cx->person;
		o->leader_approved_at = cx->now;
	}
	if (ch->who & ACL) {
		o->client_approved_by = cx->person;
		o->client_approved_at = cx->now;
	}
	if (ch->who & AUR) {
		o->auditee_approved_by = cx->person;
		o->auditee_approved_at = cx->now;
	}
	return RC_OK;
}

static enum rc
r_6_4_2_01(struct ctx *cx, struct change *ch)
{
	const struct observer_approval *o = ch->after;
	const char *who = !o->leader_approved_at ? "leader"
	    : !o->client_approved_at ? "client"
	    : !o->auditee_approved_at ? "auditee" : NULL;
	struct agreement *g;
	enum rc rc;

	if (who)
		return refuse(cx, "R-6.4.2-01", NULL, arena_fmt(cx->arena,
		    "the %s did not consent to %s", who, o->rec.code),
		    "Three consents are needed.");
	rc = of_ref(cx, &agreement_entity, o->undertaking, &g);
	if (rc || (g && g->state == AGREEMENT_STATE_SIGNED))
		return rc;
	return refuse(cx, "R-6.4.2-01", "undertaking", arena_fmt(cx->arena,
	    "%s has no signed undertaking of confidentiality", o->rec.code),
	    "Let the observer sign it, and link it.");
}

static enum rc
r_6_4_2_03(struct ctx *cx, struct change *ch)
{
	const struct observer_approval *o = ch->after;

	if (!text_blank(o->state_reason))
		return RC_OK;
	return refuse(cx, "R-6.4.2-03", "state_reason", arena_fmt(cx->arena,
	    "%s is removed without a reason", o->rec.code), "Say why.");
}

static enum rc
r_6_4_2_04(struct ctx *cx, struct change *ch)
{
	const struct guide_task *g = ch->after;
	struct plan_session *s;
	enum rc rc = of_ref(cx, &plan_session_entity, g->session, &s);

	if (rc || !g->owns_area || (s->kind != SESSION_KIND_INTERVIEW &&
	    !(s->methods & BIT(COLLECT_METHOD_INTERVIEW))))
		return rc;
	return refuse(cx, "R-6.4.2-04", "owns_area", arena_fmt(cx->arena,
	    "the guide of %s owns the area whose people are interviewed",
	    s->rec.code), "Ask for another guide, or give a reason for "
	    "going on.");
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

/* --- the lists --------------------------------------------------------------------------------------- */

static const struct judge prepares[] = {
	{ "meeting.create", meeting_begins },
	{ "observer_approval.consent", observer_consent },
	{ NULL, NULL }
};

static const struct judge judges[] = {
	{ "R-6.4.10-01", r_6_4_10_01 },
	{ "R-6.4.10-02", r_6_4_10_02 },
	{ "R-6.4.10-03", r_6_4_10_03 },
	{ "R-6.4.10-04", r_6_4_10_04 },
	{ "R-6.4.10-05", r_6_4_10_05 },
	{ "R-6.4.2-01", r_6_4_2_01 },
	{ "R-6.4.2-03", r_6_4_2_03 },
	{ "R-6.4.2-04", r_6_4_2_04 },
	{ "R-6.4.3-01", r_6_4_3_01 },
	{ "R-6.4.3-02", r_6_4_3_02 },
	{ "R-6.4.4-01", r_6_4_4_01 },
	{ "R-6.4.4-02", r_6_4_4_02 },
	{ "R-6.4.4-05", r_6_4_4_05 },
	{ "R-6.4.5-03", r_6_4_5_03 },
	{ "R-6.4.5-04", r_6_4_5_04 },
	{ "R-6.4.7-07", r_6_4_7_07 },
	{ "communication.acknowledge", guard_acknowledge },
	{ "communication.send", guard_send },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "communication.send", recipients_told },
	{ "meeting.close", observers_leave },
	{ NULL, NULL }
};

const struct domain_part meeting_part = { "meeting", judges, prepares,
	effects };
