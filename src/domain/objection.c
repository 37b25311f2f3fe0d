/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* objection.c - 5.5.4: objections to members of the team, and who waits. */
#include "domain.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/programme.h"
#include "model/team.h"

/* Whoever was objected to comes back once that is dismissed or withdrawn. */
static enum rc
guard_confirm(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->before;
	struct list l;
	enum rc rc;

	if (!t || t->state != ASSIGNMENT_STATE_OBJECTED || !cx->account)
		return RC_OK;
	rc = store_of(cx, &objection_entity, "audit", t->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct objection *o = l.rec[i];

		if (!refs_have(o->members, t->rec.id) ||
		    o->state == OBJECTION_STATE_DISMISSED ||
		    o->state == OBJECTION_STATE_WITHDRAWN)
			continue;
		err_rule(&cx->err, ch->command, NULL, "%s stands against %s",
		    o->rec.code, t->rec.code);
		return advise(cx, "Decide on the objection, or replace the "
		    "member.");
	}
	return rc;
}

static enum rc
member_objected(struct ctx *cx, struct change *ch)
{
	const struct team_assignment *t = ch->after;

	return follow(cx, "objection.create", 0, PAIRS(
	    { "audit", number_text(cx, t->audit) },
	    { "raised_by", number_text(cx, cx->person) },
	    { "members", number_text(cx, t->rec.id) },
	    { "reason", t->state_reason }), NULL);
}

static enum rc
objection_raised(struct ctx *cx, struct change *ch)
{
	const struct objection *o = ch->after;
	struct audit *a;
	struct programme *p;
	int64_t days;
	enum rc rc = of_ref(cx, &audit_entity, o->audit, &a);

	if (!rc)
		rc = of_ref(cx, &programme_entity, a->programme, &p);
	if (!rc)
		rc = setting_get(cx, "objection_days", o->audit, a->programme,
		    &days);
	return rc ? rc : follow_task(cx, ch, p->manager,
	    "Decide on the objection", working_days_after(cx->today, days));
}

static const struct judge judges[] = {
	{ "team_assignment.confirm", guard_confirm },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "objection.create", objection_raised },
	{ "team_assignment.object", member_objected },
	{ NULL, NULL }
};

const struct domain_part objection_part = { "team", judges, NULL, effects };
