/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_conduct.c - the rules of an audit while it runs, of its messages. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &conduct_part,
	&communication_part, &observer_part, NULL };

/* What stands in the way of a step of the audit. */
static void
missing(struct stage *s, const char *step, const char *rule, const char *text)
{
	stage_gate(s, LEADER, step, s->audit, rule, text);
}

static void
in_order(struct stage *s, const char *step, const char *rule)
{
	stage_open(s, LEADER, step, s->audit, rule);
}

static void
in_state(struct stage *s, int64_t state)
{
	stage_put(s, "audit", s->audit, "state", state);
}

/* A message of the leader, as it was sent. */
static void
was_sent(struct stage *s, const char *kind)
{
	int64_t id = stage_set(s, "communication.create", arena_fmt(s->arena,
	    "audit=%%d|kind=%s|sender=%%d|recipients=%%d|channel=system|"
	    "subject=Today|text=Hall done.|class=internal", kind), s->audit,
	    s->person[LEADER], s->person[AUDITEE]);

	stage_put(s, "communication", id, "sent_at", 1772460000);
}

/* --- from start to end ------------------------------------------------------------ */

static void
an_audit_starts_with_meeting_and_plan(struct stage *s)
{
	int64_t plan = stage_plan(s), opening = stage_set(s, "meeting.create",
	    "audit=%d|kind=opening|starts_at=2026-03-02T08:00:00Z|"
	    "mode=onsite|chair=%d|class=internal", s->audit,
	    s->person[LEADER]);

	in_state(s, AUDIT_STATE_READY);
	missing(s, "audit.start", "R-6.4.1-01",
	    "the opening meeting of AUD-26-001 is not closed");
	stage_put(s, "meeting", opening, "state", MEETING_STATE_CLOSED);
	missing(s, "audit.start", "R-6.4.1-01",
	    "the plan of AUD-26-001 is not agreed");
	stage_put(s, "plan", plan, "state", PLAN_STATE_AGREED);
	in_order(s, "audit.start", "R-6.4.1-01");
}

/* Whoever is concerned has been told before it goes on. */
static void
messages_come_before_the_step(struct stage *s)
{
	stage_put(s, "audit", s->audit, "planned_to", 20550);
	in_state(s, AUDIT_STATE_IN_PROGRESS);
	missing(s, "audit.conclude", "R-6.4.4-04",
	    "AUD-26-001 took more than a day and has no daily note");
	was_sent(s, "progress");
	in_order(s, "audit.conclude", "R-6.4.4-04");
	missing(s, "audit.suspend", "R-6.4.6-01",
	    "nobody was told why AUD-26-001 stops");
	missing(s, "audit.terminate", "R-6.4.4-03",
	    "client and auditee were not told that AUD-26-001 ends");
	was_sent(s, "termination");
	in_order(s, "audit.suspend", "R-6.4.6-01");
	in_order(s, "audit.terminate", "R-6.4.4-03");
}

static void
the_client_agrees_to_another_scope(struct stage *s)
{
	int64_t c = stage_set(s, "scope_change.create", "audit=%d|"
	    "subject=scope|before=Hall|after=Hall and yard|reason=Theft",
	    s->audit);

	stage_refused(s, stage_do(s, MANAGER, "scope_change.approve", c, ""),
	    "R-6.4.4-03", "the client has not agreed to CHG-26-001");
	stage_put(s, "scope_change", c, "client_agreed_at", 1772460000);
	stage_must(s, stage_do(s, MANAGER, "scope_change.approve", c, ""));
}

/* --- traces of controls -------------------------------------------------------------- */

static int64_t
entry(struct stage *s, int64_t statement, const char *necessary)
{
	return stage_set(s, "applicability_entry.create",
	    arena_fmt(s->arena, "statement=%%d|own_control=Locks|"
	    "necessary=%s", necessary), statement);
}

static void
trace(struct stage *s, int64_t of, const char *direction)
{
	stage_set(s, "control_trace.create", arena_fmt(s->arena,
	    "audit=%%d|entry=%%d|direction=%s|result=found", direction),
	    s->audit, of);
}

static void
controls_are_traced_both_ways(struct stage *s)
{
	int64_t source = stage_set(s, "criteria_source.create",
	    "short_name=X|title=X|kind=internal");
	int64_t edition = stage_set(s, "criteria_edition.create",
	    "source=%d|label=1|status=current", source);
	int64_t soa = stage_set(s, "statement_of_applicability.create",
	    "organization=%d|version=1|dated=2026-01-01|edition=%d|"
	    "class=internal", s->org, edition);
	int64_t used = entry(s, soa, "yes"), out = entry(s, soa, "no");

	stage_put(s, "baseline", s->baseline, "statement", soa);
	in_state(s, AUDIT_STATE_IN_PROGRESS);
	trace(s, used, "back_to_risk");
	missing(s, "audit.conclude", "R-6.4.6-02",
	    "0 of 1 necessary controls were traced both ways");
	trace(s, used, "forward_to_implementation");
	in_order(s, "audit.conclude", "R-6.4.6-02");
	missing(s, "audit.conclude", "R-6.4.6-03",
	    "no excluded control was challenged in AUD-26-001");
	trace(s, out, "exclusion_challenged");
	in_order(s, "audit.conclude", "R-6.4.6-03");
}

/* --- access ---------------------------------------------------------------------------- */

static void
the_manager_decides_on_constraints(struct stage *s)
{
	int64_t c = stage_set(s, "access_constraint.create", "audit=%d|"
	    "subject=Safe|reason=safety|form=none|class=internal", s->audit);

	stage_put(s, "access_constraint", c, "state",
	    CONSTRAINT_STATE_ASSESSED);
	stage_gate(s, LEADER, "access_constraint.decide", c, "R-6.4.5-01",
	    "a constraint is decided by the programme manager");
	stage_open(s, MANAGER, "access_constraint.decide", c,
	    "R-6.4.5-01");
}

static void
late_access_is_answered_for(struct stage *s)
{
	static const char late[] = "audit=%d|session=%d|seen=Safe|seen_by=%d|"
	    "seen_at=2026-03-02T08:16:00Z|delay=16";
	int64_t one = stage_session(s, stage_plan(s), "");

	stage_refused_at(s, stage_do(s, LEADER, "plan_session.hold", one,
	    "started_at=2026-03-02T08:16:00Z|access_delay=16"), "R-6.4.5-03",
	    "access_delay", "access to SES-26-001 was late by 16 of 60 "
	    "minutes");
	stage_refused_at(s, stage_do(s, AUDITOR, "access_entry.create", 0,
	    late, s->audit, one, s->person[AUDITOR]), "R-6.4.5-03", "delay",
	    "access to SES-26-001 was late by 16 of 60 minutes");
	s->reason = "The key was away.";
	stage_must(s, stage_do(s, AUDITOR, "access_entry.create", 0, late,
	    s->audit, one, s->person[AUDITOR]));
	stage_must(s, stage_do(s, LEADER, "plan_session.hold", one,
	    "started_at=2026-03-02T08:15:00Z|access_delay=15"));
}

static void
another_method_is_agreed_on(struct stage *s)
{
	int64_t m = stage_set(s, "method_choice.create", "audit=%d|"
	    "mode=onsite|methods=interview|interaction=with_people",
	    s->audit);

	stage_must(s, stage_do(s, LEADER, "method_choice.update", m,
	    "mode=hybrid"));
	stage_put(s, "audit", s->audit, "started_at", 1772460000);
	stage_refused_at(s, stage_do(s, LEADER, "method_choice.update", m,
	    "mode=remote"), "R-6.4.5-04", "agreed_at",
	    "the change of method was not agreed with the auditee");
	stage_must(s, stage_do(s, LEADER, "method_choice.update", m,
	    "mode=remote|agreed_at=2026-03-02T09:00:00Z"));
}

/* --- messages ---------------------------------------------------------------------------- */

static enum rc
urgent(struct stage *s, int who, int to)
{
	return stage_do(s, who, "communication.create", 0, "audit=%d|"
	    "kind=urgent_risk|sender=%d|recipients=%d|channel=system|"
	    "subject=Gap|text=Open.|class=confidential", s->audit,
	    s->person[who], s->person[to]);
}

static void
urgent_risks_reach_leader_and_auditee(struct stage *s)
{
	int64_t id;

	stage_put(s, "audit", s->audit, "representative",
	    s->person[AUDITEE]);
	stage_refused_at(s, urgent(s, AUDITOR, AUDITEE), "R-6.4.7-07",
	    "recipients", "the team leader is not told of the risk that was "
	    "noticed");
	stage_must(s, urgent(s, AUDITOR, LEADER));
	id = stage_must(s, urgent(s, LEADER, MANAGER));
	stage_refused_at(s, stage_do(s, LEADER, "communication.send", id, ""),
	    "R-6.4.4-01", "recipients", "the auditee's representative is not "
	    "told of the urgent risk");
	stage_must(s, stage_do(s, LEADER, "communication.send", id,
	    "recipients=%d", s->person[AUDITEE]));
}

/* --- observers and guides ---------------------------------------------------------------------- */

static void
an_observer_has_three_consents_and_a_promise(struct stage *s)
{
	int64_t promise = stage_set(s, "agreement.create", "kind=observer|"
	    "audit=%d|organization=%d|class_max=internal|"
	    "onward_disclosure=none|class=internal", s->audit, s->org);
	int64_t o = stage_set(s, "observer_approval.create", "audit=%d|"
	    "person=%d|purpose=Learn|class_max=internal|undertaking=%d",
	    s->audit, s->person[MANAGER], promise);
	static const char *const said[] = { "leader", "client", "auditee" };

	for (size_t i = 0; i < NELEMS(said); i++) {
		stage_refused(s, stage_do(s, LEADER,
		    "observer_approval.approve", o, ""), "R-6.4.2-01",
		    arena_fmt(s->arena, "the %s did not consent to "
		    "OBS-26-001", said[i]));
		stage_put(s, "observer_approval", o, arena_fmt(s->arena,
		    "%s_approved_at", said[i]), 1772460000);
	}
	stage_refused_at(s, stage_do(s, LEADER, "observer_approval.approve",
	    o, ""), "R-6.4.2-01", "undertaking",
	    "OBS-26-001 has no signed undertaking of confidentiality");
	stage_put(s, "agreement", promise, "state", AGREEMENT_STATE_SIGNED);
	stage_must(s, stage_do(s, LEADER, "observer_approval.approve", o,
	    ""));
	stage_gate(s, LEADER, "observer_approval.remove", o, "R-6.4.2-03",
	    "OBS-26-001 is removed without a reason");
	stage_must(s, stage_do(s, LEADER, "observer_approval.remove", o,
	    "state_reason=Talked about it."));
}

static void
a_guide_does_not_own_what_is_asked_about(struct stage *s)
{
	static const char guide[] = "session=%d|guide=%d|tasks=witness|"
	    "owns_area=true";
	int64_t one = stage_session(s, stage_plan(s), "methods=interview");

	stage_refused_at(s, stage_do(s, LEADER, "guide_task.create", 0, guide,
	    one, s->person[AUDITEE]), "R-6.4.2-04", "owns_area",
	    "the guide of SES-26-001 owns the area whose people are "
	    "interviewed");
	s->reason = "There is nobody else.";
	stage_must(s, stage_do(s, LEADER, "guide_task.create", 0, guide, one,
	    s->person[AUDITEE]));
	assert_true(s->remarks->warned);
}

ON_STAGE(an_audit_starts_with_meeting_and_plan)
ON_STAGE(messages_come_before_the_step)
ON_STAGE(the_client_agrees_to_another_scope)
ON_STAGE(controls_are_traced_both_ways)
ON_STAGE(the_manager_decides_on_constraints)
ON_STAGE(late_access_is_answered_for)
ON_STAGE(another_method_is_agreed_on)
ON_STAGE(urgent_risks_reach_leader_and_auditee)
ON_STAGE(an_observer_has_three_consents_and_a_promise)
ON_STAGE(a_guide_does_not_own_what_is_asked_about)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(an_audit_starts_with_meeting_and_plan),
		STAGED(messages_come_before_the_step),
		STAGED(the_client_agrees_to_another_scope),
		STAGED(controls_are_traced_both_ways),
		STAGED(the_manager_decides_on_constraints),
		STAGED(late_access_is_answered_for),
		STAGED(another_method_is_agreed_on),
		STAGED(urgent_risks_reach_leader_and_auditee),
		STAGED(an_observer_has_three_consents_and_a_promise),
		STAGED(a_guide_does_not_own_what_is_asked_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
