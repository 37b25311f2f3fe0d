/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_task.c - what follows when somebody answers, and when he does not. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/entities.h"
#include "model/initiation.h"
#include "model/system.h"

static const struct domain_part *const parts[] = { &initiation_part,
	&information_request_part, &task_part, &finding_part, NULL };

static int64_t
request(struct stage *s)
{
	return stage_done(s, LEADER, "information_request.create", 0,
	    "audit=%d|addressee=%d|item=Log of the doors|purpose=Sampling|"
	    "criterion=%d|class_expected=internal|due=2026-03-04", s->audit,
	    s->person[AUDITEE], s->criterion);
}

static const struct access_constraint *
constraint_of(struct stage *s, int64_t request)
{
	struct list l = stage_of(s, &access_constraint_entity, "request",
	    request);

	assert_int_equal(l.n, 1);
	return l.rec[0];
}

static void
what_is_declined_becomes_a_constraint(struct stage *s)
{
	int64_t id = request(s);
	const struct access_constraint *c;

	stage_done(s, AUDITEE, "information_request.decline", id,
	    "state_reason=It names guests.");
	c = constraint_of(s, id);
	assert_string_equal(c->subject, "Log of the doors");
	assert_string_equal(c->conditions, "It names guests.");
	assert_int_equal(c->form, ACCESS_FORM_NONE);
	assert_int_equal(c->class, CLASS_INTERNAL);
	assert_int_equal(c->owner, s->person[AUDITEE]);
	assert_int_equal(c->criteria.n, 1);
	stage_refused(s, stage_do(s, LEADER, "information_request.close", id,
	    "state_reason=Enough"), "information_request.close",
	    "nobody has decided on ACC-26-001 yet");
	stage_move(s, "access_constraint", c->rec.id,
	    CONSTRAINT_STATE_DECIDED);
	stage_done(s, LEADER, "information_request.close", id,
	    "state_reason=Enough");
}

static void
an_alternative_is_a_constraint_too(struct stage *s)
{
	int64_t id = request(s);

	stage_done(s, AUDITEE, "information_request.offer_alternative", id,
	    "answer=Without names.|state_reason=It names guests.");
	assert_int_equal(constraint_of(s, id)->form, ACCESS_FORM_REDACTED);
	assert_string_equal(constraint_of(s, id)->conditions, "Without names.");
	/* Asked again and declined: it is still the same constraint. */
	stage_done(s, LEADER, "information_request.ask_again", id,
	    "state_reason=Names are needed.");
	stage_done(s, AUDITEE, "information_request.decline", id,
	    "state_reason=No.");
	assert_int_equal(constraint_of(s, id)->form, ACCESS_FORM_REDACTED);
	stage_refused(s, stage_do(s, AUDITEE, "information_request.answer",
	    request(s), ""), "information_request.answer",
	    "there is neither an answer nor a document");
}

static int64_t
open_tasks(struct stage *s)
{
	return stage_number(s, "SELECT count(*) FROM task WHERE state = 1 "
	    "AND at = %d", s->audit);
}

static void
a_task_of_the_program_is_done_by_answering(struct stage *s)
{
	int64_t id;

	stage_done(s, LEADER, "task.create", 0,
	    "title=Ask for a key|owner=%d|audit=%d", s->person[LEADER],
	    s->audit);
	stage_put(s, "audit", s->audit, "representative", s->person[AUDITEE]);
	id = stage_done(s, LEADER, "availability_declaration.create", 0,
	    "audit=%d", s->audit);
	assert_int_equal(open_tasks(s), 2);
	stage_done(s, AUDITEE, "availability_declaration.declare", id,
	    "any_unavailable=no");
	/* What people remind each other of is theirs to finish. */
	assert_int_equal(open_tasks(s), 1);
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_task_of_the_program_is_done_by_answering),
		SCENE(an_alternative_is_a_constraint_too),
		SCENE(what_is_declined_becomes_a_constraint),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
