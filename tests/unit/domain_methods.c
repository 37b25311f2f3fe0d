/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_methods.c - 5.5.3, 5.5.4: how one looks, where, and who judges. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &session_rules_part,
	NULL };

static void
fences_are_looked_at_on_site(struct stage *s)
{
	int64_t item = stage_set(s, "criterion_item.create", "edition=%d|"
	    "number=A.7.1|title=Fences|kind=control", stage_number(s,
	    "SELECT edition FROM audit_scheme WHERE id = %d", s->scheme));
	int64_t c = stage_set(s, "audit_criterion.create", "scheme=%d|"
	    "item=%d|number=A.7.1|title=Fences|applicability=applicable",
	    s->scheme, item), plan = stage_plan(s), one;

	one = stage_session(s, plan, arena_fmt(s->arena, "criteria=%lld",
	    (long long)c));
	stage_set_on(s, "plan_session.update", one, "mode=remote");
	stage_only(s, "R-5.5.3-04");
	stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
	    "R-5.5.3-04", "A.7.1 Fences is a physical control and is looked "
	    "at only remotely");
	stage_set_on(s, "plan_session.update", one, "mode=onsite");
	stage_done(s, LEADER, "plan.submit", plan, "");
}

/* 30 of 100 minutes may be remote, where it works like certification. */
static void
most_is_done_on_site(struct stage *s)
{
	int64_t plan = stage_plan(s), far;

	stage_set_on(s, "plan_session.update", stage_session(s, plan, ""),
	    "duration=70");
	far = stage_session(s, plan, "");
	stage_set_on(s, "plan_session.update", far,
	    "mode=remote|duration=31");
	stage_set_on(s, "audit.update", s->audit, "certification_like=true");
	stage_only(s, "R-5.5.3-05");
	stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
	    "R-5.5.3-05", "31 of 101 minutes are planned remotely");
	stage_set_on(s, "plan_session.update", far, "duration=30");
	stage_done(s, LEADER, "plan.submit", plan, "");
}

static void
everybody_recorded_consents(struct stage *s)
{
	int64_t plan = stage_plan(s), one = stage_session(s, plan, ""), c;
	int64_t risk = stage_set(s, "audit_risk.create", "audit=%d|"
	    "source=recording|description=Voices|areas=privacy|likelihood=2|"
	    "consequence=3|precautions=escort|class=internal", s->audit);

	stage_set_on(s, "plan_session.update", one, "audit_risks=%d", risk);
	stage_only(s, "R-5.5.3-02");
	stage_refused(s, stage_do(s, LEADER, "plan_session.hold", one, ""),
	    "R-5.5.3-02", "0 of 0 persons consented to the recording of "
	    "SES-26-001");
	c = stage_set(s, "recording_consent.create", "session=%d|person=%d|"
	    "answer=no|answered_at=2026-03-02T08:00:00Z", one,
	    s->person[AUDITEE]);
	stage_refused(s, stage_do(s, LEADER, "plan_session.hold", one, ""),
	    "R-5.5.3-02", "0 of 1 persons consented to the recording of "
	    "SES-26-001");
	stage_put(s, "recording_consent", c, "answer", 1);
	stage_done(s, LEADER, "plan_session.hold", one, "");
}

/* A technical expert notes what he sees; the verdict is an auditor's. */
static void
an_expert_gives_no_verdict(struct stage *s)
{
	int64_t t = stage_set(s, "team_assignment.create", "audit=%d|"
	    "person=%d|duty=expert", s->audit, s->person[OTHER]), item;

	stage_move(s, "team_assignment", t, ASSIGNMENT_STATE_CONFIRMED);
	stage_set_on(s, "team_assignment.update", t, "days=100");
	item = stage_item(s, stage_set(s, "working_paper.create", "audit=%d|"
	    "title=Locks|owner=%d|class=internal", s->audit,
	    s->person[OTHER]));
	stage_only(s, "R-5.5.4-04");    /* his rights stop him before it */
	stage_done(s, OTHER, "checklist_item.update", item,
	    "notes=The locks hold");
	stage_move(s, "checklist_item", item, CHECKLIST_STATE_IN_PROGRESS);
	assert_int_equal(stage_do(s, OTHER, "checklist_item.update", item,
	    "verdict=conform"), RC_DENIED);
	assert_int_equal(stage_do(s, OTHER, "checklist_item.finish", item,
	    ""), RC_DENIED);
	assert_int_equal(stage_do(s, OTHER, "finding.create", 0, "audit=%d|"
	    "title=Locks|type=conformity|statement=Hold|class=internal",
	    s->audit), RC_DENIED);
	stage_done(s, AUDITOR, "checklist_item.finish", item, "");
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(an_expert_gives_no_verdict),
		SCENE(everybody_recorded_consents),
		SCENE(fences_are_looked_at_on_site),
		SCENE(most_is_done_on_site),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
