/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task.c - what the program asked somebody to do is done when the record that
 * it is about was moved on, by whomever.
 */
#include "domain.h"

#include "base/text.h"
#include "model/entities.h"
#include "model/system.h"

static bool
asked_for(const struct task *t, const struct change *ch)
{
	return t->state == TASK_STATE_OPEN && !t->rec.created_by &&
	    t->subject_id == ((const struct record *)ch->after)->id &&
	    str_eq(t->subject, ch->entity->name);
}

/* Tasks lie where the record does, see follow_task. */
static enum rc
task_done(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = store_of(cx, &task_entity, "at",
	    ((const struct record *)ch->after)->at, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		if (asked_for(l.rec[i], ch))
			rc = follow(cx, "task.finish",
			    ((struct record *)l.rec[i])->id, NO_PAIRS, NULL);
	return rc;
}

/* Answers alone: a record can move on while somebody still has to answer. */
static const struct judge effects[] = {
	{ "action.confirm", task_done },
	{ "action.fail", task_done },
	{ "action.return", task_done },
	{ "appointment.accept", task_done },
	{ "appointment.decline", task_done },
	{ "appointment.withdraw", task_done },
	{ "assignment_pack.accept", task_done },
	{ "assignment_pack.return", task_done },
	{ "audit.cancel", task_done },
	{ "audit.prepare", task_done },
	{ "audit.rule_out", task_done },
	{ "audit.terminate", task_done },
	{ "availability_declaration.declare", task_done },
	{ "conduct_declaration.sign", task_done },
	{ "conduct_declaration.withdraw", task_done },
	{ "disclosure_request.decide", task_done },
	{ "extension_request.grant", task_done },
	{ "extension_request.refuse", task_done },
	{ "feasibility.decide", task_done },
	{ "feasibility.return", task_done },
	{ "independence_waiver.approve", task_done },
	{ "independence_waiver.refuse", task_done },
	{ "interest_declaration.sign", task_done },
	{ "interest_declaration.withdraw", task_done },
	{ "leader_handover.accept", task_done },
	{ "leader_handover.decline", task_done },
	{ "objection.dismiss", task_done },
	{ "objection.uphold", task_done },
	{ "objection.withdraw", task_done },
	{ "plan.agree", task_done },
	{ "plan.object", task_done },
	{ "programme_revision.approve", task_done },
	{ "programme_revision.return", task_done },
	{ "programme_revision.withdraw", task_done },
	{ "report.approve", task_done },
	{ "report.return", task_done },
	{ NULL, NULL }
};

const struct domain_part task_part = { "task", NULL, NULL, effects };
