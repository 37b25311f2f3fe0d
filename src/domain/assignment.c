/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * assignment.c - 5.5.5: the pack with which an audit is given to its leader,
 * and how one leader hands over to the next.
 */
#include "demand.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/team.h"

/* --- the pack ------------------------------------------------------------------ */

/* Each part is a field of the same name, filled in or not applicable. */
static enum rc
r_5_5_5_01(struct ctx *cx, struct change *ch)
{
	const struct assignment_pack *p = ch->after;

	for (const struct choice *c = pack_element_choices; c->name; c++) {
		const struct field *f = field_find(ch->entity, c->name);
		bool left_out = p->not_applicable >> (c->value - 1) & 1;

		if (!left_out && field_empty(f, p))
			return refuse(cx, "R-5.5.5-01", f->name, arena_fmt(
			    cx->arena, "%s says nothing on \"%s\"",
			    p->rec.code, f->label), "Fill it in, or tick it "
			    "as not applicable with a reason.");
	}
	if (p->not_applicable && blank(p->not_applicable_reason))
		return refuse(cx, "R-5.5.5-01", "not_applicable_reason",
		    arena_fmt(cx->arena, "%s does not say why parts do not "
		    "apply", p->rec.code), "One sentence for all is enough.");
	return RC_OK;
}

static enum rc
r_5_5_5_02(struct ctx *cx, struct change *ch)
{
	const struct assignment_pack *p = ch->after;
	struct audit *a;
	int64_t days;
	enum rc rc = of_ref(cx, &audit_entity, p->audit, &a);

	if (!rc)
		rc = setting_get(cx, "pack_lead_days", p->audit, a->programme,
		    &days);
	if (rc || (a->kind == AUDIT_KIND_SPECIAL && !blank(a->origin_text)) ||
	    working_days_after(cx->today, days) <= a->planned_from)
		return rc;
	return refuse(cx, "R-5.5.5-02", NULL, arena_fmt(cx->arena, "%s is sent "
	    "less than %lld working days before the start", p->rec.code,
	    (long long)days), "Move the start, or say why the leader can do "
	    "with less.");
}

static enum rc
r_5_5_5_03(struct ctx *cx, struct change *ch)
{
	const struct assignment_pack *p = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, p->audit, &a);

	if (rc || !a->joint || !blank(p->joint_authority))
		return rc;
	return refuse(cx, "R-5.5.5-03", "joint_authority", arena_fmt(cx->arena,
	    "%s does not say what the leader of the joint audit decides",
	    p->rec.code), "State it as the joint agreement does.");
}

/* Who answers is the leader that the audit names. */
static enum rc
guard_answer(struct ctx *cx, struct change *ch)
{
	const struct assignment_pack *p = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, p->audit, &a);

	if (rc || !cx->account || !a->leader || a->leader == cx->person)
		return rc;
	return refuse(cx, ch->command, NULL, arena_fmt(cx->arena, "only %s, "
	    "who is to lead %s, answers %s", name_of(cx, a->leader),
	    a->rec.code, p->rec.code), "Ask the leader to sign in and "
	    "answer.");
}

/* --- the hand-over ---------------------------------------------------------------- */

static enum rc
guard_incoming(struct ctx *cx, struct change *ch)
{
	const struct leader_handover *h = ch->after;

	if (!cx->account || cx->person == h->incoming)
		return RC_OK;
	return refuse(cx, ch->command, NULL, arena_fmt(cx->arena, "only %s "
	    "answers %s", name_of(cx, h->incoming), h->rec.code),
	    "Ask the person named to sign in and answer.");
}

/* The assignment of a person in the audit that counts; or NULL. */
static enum rc
member_of(struct ctx *cx, int64_t audit, int64_t person,
    const struct team_assignment **out)
{
	struct list l;
	enum rc rc = store_of(cx, &team_assignment_entity, "audit", audit, &l);

	*out = NULL;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct team_assignment *t = l.rec[i];

		if (t->person == person &&
		    t->state == ASSIGNMENT_STATE_CONFIRMED)
			*out = t;
	}
	return rc;
}

/* Whoever takes over was judged independent and able when confirmed. */
static enum rc
guard_accept(struct ctx *cx, struct change *ch)
{
	const struct leader_handover *h = ch->after;
	const struct team_assignment *t;
	struct audit *a;
	enum rc rc = guard_incoming(cx, ch);

	if (!rc)
		rc = of_ref(cx, &audit_entity, h->audit, &a);
	if (!rc)
		rc = member_of(cx, h->audit, h->incoming, &t);
	if (rc)
		return rc;
	if (a->leader && a->leader != h->outgoing)
		return refuse(cx, ch->command, "outgoing", arena_fmt(cx->arena,
		    "%s does not lead %s", name_of(cx, h->outgoing),
		    a->rec.code), "Make a new hand-over with the leader of "
		    "today.");
	if (!t)
		return refuse(cx, ch->command, "incoming", arena_fmt(cx->arena,
		    "%s is no confirmed member of the team of %s",
		    name_of(cx, h->incoming), a->rec.code), "Propose and "
		    "confirm the person as a member first.");
	return RC_OK;
}

static const struct judge judges[] = {
	{ "R-5.5.5-01", r_5_5_5_01 },
	{ "R-5.5.5-02", r_5_5_5_02 },
	{ "R-5.5.5-03", r_5_5_5_03 },
	{ "assignment_pack.accept", guard_answer },
	{ "assignment_pack.return", guard_answer },
	{ "leader_handover.accept", guard_accept },
	{ "leader_handover.decline", guard_incoming },
	{ NULL, NULL }
};

const struct domain_part assignment_part = { "audit", judges, NULL, NULL };
