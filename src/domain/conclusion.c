/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* conclusion.c - 6.4.9: what the audit comes to, and before it does. */
#include "finding_rules.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/working_paper.h"

enum { TREND_MOST = 400 };

static bool
concluded(const struct list *l, int64_t objective)
{
	for (size_t i = 0; i < l->n; i++)
		if (((struct conclusion *)l->rec[i])->objective == objective)
			return true;
	return false;
}

/* A conclusion for each objective of the baseline in force. */
static enum rc
r_6_4_9_01(struct ctx *cx, struct change *ch)
{
	int64_t audit = ((const struct record *)ch->after)->at;
	struct list objectives, l;
	enum rc rc = store_of(cx, &audit_objective_entity, "at", audit,
	    &objectives);

	if (!rc)
		rc = store_of(cx, &conclusion_entity, "audit", audit, &l);
	for (size_t i = 0; !rc && i < objectives.n; i++) {
		const struct audit_objective *o = objectives.rec[i];
		struct baseline *b;

		rc = of_ref(cx, &baseline_entity, o->baseline, &b);
		if (rc || b->state != BASELINE_STATE_APPROVED ||
		    concluded(&l, o->rec.id))
			continue;
		err_rule(&cx->err, "R-6.4.9-01", NULL, "objective %s has no "
		    "conclusion", o->rec.code);
		err_hint(&cx->err, "Write how far it was reached "
		    "(conclusion).");
		return RC_RULE;
	}
	return rc;
}

static enum rc
r_6_4_9_03(struct ctx *cx, struct change *ch)
{
	const struct conclusion *c = ch->after;

	if (ch->entity != &conclusion_entity || !text_blank(c->uncertainty))
		return RC_OK;
	err_rule(&cx->err, "R-6.4.9-03", "uncertainty", "the conclusion does "
	    "not say how sure it is");
	err_hint(&cx->err, "Name the samples and what could not be seen.");
	return RC_RULE;
}

static enum rc
r_6_4_9_04(struct ctx *cx, struct change *ch)
{
	const struct conclusion *c = ch->after;

	if (c->result != CONCLUSION_RESULT_MET)
		return RC_OK;
	for (size_t i = 0; i < c->basis.n; i++) {
		struct finding *f;
		enum rc rc = of_ref(cx, &finding_entity, c->basis.id[i], &f);

		if (rc)
			return rc;
		if (f->type != FINDING_TYPE_MAJOR_NONCONFORMITY)
			continue;
		err_rule(&cx->err, "R-6.4.9-04", "result", "the objective is "
		    "called met though %s is a major nonconformity",
		    f->rec.code);
		return RC_RULE;
	}
	return RC_OK;
}

static enum rc
r_6_4_9_05(struct ctx *cx, struct change *ch)
{
	const struct overall_conclusion *o = ch->after;

	if (!text_blank(o->risk_handling) && !text_blank(o->effectiveness))
		return RC_OK;
	err_rule(&cx->err, "R-6.4.9-05", text_blank(o->risk_handling)
	    ? "risk_handling" : "effectiveness", "the overall conclusion does "
	    "not judge how risks are found and how well actions work");
	err_hint(&cx->err, "Fill in both.");
	return RC_RULE;
}

/* --- nothing is left open --------------------------------------------------------- */

static bool
is_settled(const struct checklist_item *i)
{
	switch (i->state) {
	case CHECKLIST_STATE_NOT_COVERED:
		return !text_blank(i->reason) || !text_blank(i->state_reason);
	case CHECKLIST_STATE_REVIEWED:
	case CHECKLIST_STATE_NOT_APPLICABLE:
	case CHECKLIST_STATE_LOCKED:
		return true;
	default:
		return false;
	}
}

static enum rc
r_6_4_9_02(struct ctx *cx, struct change *ch)
{
	const struct checklist_item *first = NULL;
	struct list l;
	size_t n = 0;
	enum rc rc = store_of(cx, &checklist_item_entity, "at",
	    ((const struct record *)ch->after)->id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		if (is_settled(l.rec[i]))
			continue;
		first = first ? first : l.rec[i];
		n++;
	}
	if (rc || !n)
		return rc;
	return refuse(cx, "R-6.4.9-02", NULL, arena_fmt(cx->arena,
	    "%zu checklist items are open, first %s", n, first->rec.code),
	    "Have each reviewed, or leave it out with a reason.");
}

/* --- trends -------------------------------------------------------------------------- */

static void
add_trend(struct buf *b, const struct finding *f, const struct list *like)
{
	if (!like->n && f->sites.n < 2)
		return;
	buf_fmt(b, "%s%s", b->len ? "; " : "", f->rec.code);
	if (f->sites.n > 1)
		buf_fmt(b, " at %zu sites", f->sites.n);
	for (size_t i = 0; i < like->n; i++)
		buf_fmt(b, "%s %s", i ? "," : " like",
		    ((struct record *)like->rec[i])->code);
}

static enum rc
r_6_4_9_06(struct ctx *cx, struct change *ch)
{
	const struct overall_conclusion *o = ch->after;
	struct buf b = { .arena = cx->arena };
	struct list l, like;
	enum rc rc;

	if (ch->entity != &overall_conclusion_entity)
		return RC_OK;
	rc = store_of(cx, &finding_entity, "audit", o->audit, &l);
	for (size_t i = 0; !rc && i < l.n && b.len < TREND_MOST; i++) {
		const struct finding *f = l.rec[i];

		if (f->state == FINDING_STATE_WITHDRAWN ||
		    !is_nonconformity(f))
			continue;
		rc = findings_like(cx, f, &like);
		if (!rc)
			add_trend(&b, f, &like);
	}
	return rc || !b.len ? rc : refuse(cx, "R-6.4.9-06", "trends",
	    buf_text(&b), "Say in the trends what they have in common.");
}

/* --- heard by the team ------------------------------------------------------------------ */

/* The members but for this one, who comes last where he is to be among them. */
static struct refs
members(struct ctx *cx, struct refs r, int64_t id, bool among)
{
	int64_t *out = arena_alloc(cx->arena, (r.n + 1) * sizeof(*out));
	size_t n = 0;

	for (size_t i = 0; i < r.n; i++)
		if (r.id[i] != id)
			out[n++] = r.id[i];
	if (among)
		out[n++] = id;
	return (struct refs){ n, out };
}

static enum rc
member_heard(struct ctx *cx, struct change *ch, bool agrees)
{
	struct overall_conclusion *o = ch->after;

	o->agreed_members = members(cx, o->agreed_members, cx->person,
	    agrees);
	o->dissenting_members = members(cx, o->dissenting_members,
	    cx->person, !agrees);
	return RC_OK;
}

static enum rc
member_agrees(struct ctx *cx, struct change *ch)
{
	return member_heard(cx, ch, true);
}

static enum rc
member_dissents(struct ctx *cx, struct change *ch)
{
	return member_heard(cx, ch, false);
}

static const struct judge judges[] = {
	{ "R-6.4.9-01", r_6_4_9_01 },
	{ "R-6.4.9-02", r_6_4_9_02 },
	{ "R-6.4.9-03", r_6_4_9_03 },
	{ "R-6.4.9-04", r_6_4_9_04 },
	{ "R-6.4.9-05", r_6_4_9_05 },
	{ "R-6.4.9-06", r_6_4_9_06 },
	{ NULL, NULL }
};

static const struct judge prepares[] = {
	{ "overall_conclusion.consent", member_agrees },
	{ "overall_conclusion.dissent", member_dissents },
	{ NULL, NULL }
};

const struct domain_part conclusion_part = { "conclusion", judges, prepares,
	NULL };
