/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* meeting.c - 6.4.3 and 6.4.10: meetings, from opening to closing. */
#include "finding_rules.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/meeting.h"
#include "model/plan.h"

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

/* A small house needs the same said, not the same length. */
static enum rc
r_6_4_3_03(struct ctx *cx, struct change *ch)
{
	const struct meeting *m = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, m->audit, &a);

	if (rc || !a->small_organization ||
	    m->kind != MEETING_KIND_OPENING ||
	    m->state == MEETING_STATE_CLOSED)
		return rc;
	return refuse(cx, "R-6.4.3-03", "opening_topics",
	    arena_fmt(cx->arena, "%s may be short, as the organization is "
	    "small", m->rec.code),
	    "Speak of the same items, each in a sentence.");
}

/* --- closing meeting -------------------------------------------------------------------- */

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
	const struct overall_conclusion *o = ch->after;
	const struct meeting *m = ch->after;

	if (ch->entity == &overall_conclusion_entity)
		return text_blank(o->improvement) ? RC_OK : refuse(cx,
		    "R-6.4.10-04", "improvement", arena_fmt(cx->arena,
		    "%s recommends; a recommendation binds nobody",
		    o->rec.code), "Say so when you present it.");
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

/* What only few may hear is told to few. */
static enum rc
r_6_4_10_06(struct ctx *cx, struct change *ch)
{
	const struct meeting *m = ch->after;
	struct list l;
	enum rc rc;

	if (!is_closing(ch) || m->state == MEETING_STATE_CLOSED)
		return RC_OK;
	rc = store_of(cx, &finding_entity, "audit", m->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding *f = l.rec[i];

		if (f->class < CLASS_STRICTLY_CONFIDENTIAL ||
		    f->state == FINDING_STATE_WITHDRAWN)
			continue;
		return refuse(cx, "R-6.4.10-06", NULL, arena_fmt(cx->arena,
		    "%s may be split, as %s is strictly confidential",
		    m->rec.code, f->rec.code), "Give the management a "
		    "summary, and the details to those who need them in a "
		    "meeting of the kind \"other\".");
	}
	return rc;
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

/* --- the lists --------------------------------------------------------------------------------------- */

static const struct judge prepares[] = {
	{ "meeting.create", meeting_begins },
	{ NULL, NULL }
};

static const struct judge judges[] = {
	{ "R-6.4.10-01", r_6_4_10_01 },
	{ "R-6.4.10-02", r_6_4_10_02 },
	{ "R-6.4.10-03", r_6_4_10_03 },
	{ "R-6.4.10-04", r_6_4_10_04 },
	{ "R-6.4.10-05", r_6_4_10_05 },
	{ "R-6.4.10-06", r_6_4_10_06 },
	{ "R-6.4.3-01", r_6_4_3_01 },
	{ "R-6.4.3-02", r_6_4_3_02 },
	{ "R-6.4.3-03", r_6_4_3_03 },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "meeting.close", observers_leave },
	{ NULL, NULL }
};

const struct domain_part meeting_part = { "meeting", judges, prepares,
	effects };
