/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_follow_up.c - 6.7: actions that fail, are late or need more time. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &finding_part,
	&follow_up_part, &follow_up_rules_part, NULL };

/* A finding as issued, and its corrective action as accepted. */
static int64_t
issued_finding(struct stage *s, const char *type)
{
	int64_t id = stage_set(s, "finding.create", arena_fmt(s->arena,
	    "audit=%%d|title=Open doors|type=%s|statement=Three stood open.|"
	    "expected=Shut|observed=Open|evidence=%%d|class=internal|"
	    "no_correction_reason=Nothing to put right|"
	    "drafted_by=%%d", type), s->audit, s->evidence,
	    s->person[AUDITOR]);

	stage_put(s, "finding", id, "state", FINDING_STATE_ISSUED);
	stage_put(s, "finding", id, "presented_at", 1);
	return id;
}

static int64_t
action_in(struct stage *s, int64_t finding, int64_t state)
{
	int64_t id = stage_set(s, "action.create", "finding=%d|"
	    "kind=corrective_action|title=Shut them|description=Closers|"
	    "owner=%d|due=2099-05-01|cause=No closers|similar_checked=yes|"
	    "effectiveness_criterion=No door open|verifier=%d", finding,
	    s->person[AUDITEE], s->person[LEADER]);

	stage_put(s, "action", id, "state", state);
	return id;
}

static int64_t
verified(struct stage *s, int64_t action, const char *result)
{
	return stage_must(s, stage_do(s, LEADER, "verification.create", 0,
	    arena_fmt(s->arena, "action=%%d|kind=effectiveness|"
	    "method=observation|evidence=%%d|result=%s|verified_by=%%d|"
	    "verified_at=2026-06-01T09:00:00Z", result), action, s->evidence,
	    s->person[LEADER]));
}

static int64_t
number_of(struct stage *s, const char *record, const char *field, int64_t id)
{
	const struct entity *e = entity_find(record);
	struct list l;
	struct ctx cx;

	ctx_begin(&cx, s->arena, s->db);
	assert_int_equal(store_of(&cx, e, field, id, &l), RC_OK);
	return (int64_t)l.n;
}

static int64_t
state_of(struct stage *s, const char *record, int64_t id)
{
	const struct entity *e = entity_find(record);
	struct ctx cx;
	void *rec;

	ctx_begin(&cx, s->arena, s->db);
	assert_int_equal(store_peek(&cx, e, id, &rec), RC_OK);
	return record_state(e, rec);
}

/* "R-6.7-04" */
static void
what_fails_is_reopened_and_analysed_anew(struct stage *s)
{
	int64_t f = issued_finding(s, "minor_nonconformity");
	int64_t a = action_in(s, f, ACTION_STATE_VERIFYING), b;

	stage_put(s, "finding", f, "state",
	    FINDING_STATE_AWAITING_VERIFICATION);
	stage_refused(s, stage_do(s, LEADER, "finding.reopen", f,
	    "state_reason=Open again"), "R-6.7-04",
	    "no action on FND-26-001 was found without effect");
	stage_refused(s, stage_do(s, LEADER, "action.fail", a,
	    "state_reason=Open again"), "R-6.7-04",
	    "no verification says that ACT-26-001 did not work");
	verified(s, a, "not_ok");
	stage_must(s, stage_do(s, LEADER, "action.fail", a,
	    "state_reason=Open again"));
	assert_int_equal(state_of(s, "finding", f), FINDING_STATE_REOPENED);

	b = action_in(s, f, ACTION_STATE_ACCEPTED);
	stage_refused(s, stage_do(s, AUDITEE, "finding.act", f, ""),
	    "R-6.7-04", "FND-26-001 was reopened and no accepted action names "
	    "a new cause");
	stage_must(s, stage_do(s, AUDITEE, "action.update", b,
	    "cause=Nobody looks after the doors"));
	stage_must(s, stage_do(s, AUDITEE, "finding.act", f, ""));
}

/* The second failure goes to the client, and the grade is in question. */
static void
a_second_failure_is_escalated(struct stage *s)
{
	int64_t f = issued_finding(s, "minor_nonconformity");
	int64_t a = action_in(s, f, ACTION_STATE_VERIFYING);
	int64_t asked;

	stage_put(s, "audit", s->audit, "leader", s->person[LEADER]);
	action_in(s, f, ACTION_STATE_NOT_EFFECTIVE);
	asked = number_of(s, "task", "owner", s->person[LEADER]);
	verified(s, a, "not_ok");
	stage_must(s, stage_do(s, LEADER, "action.fail", a,
	    "state_reason=Open again"));
	assert_int_equal(number_of(s, "task", "owner", s->person[LEADER]),
	    asked + 1);
	assert_true(number_of(s, "notification", "recipient",
	    s->person[CLIENT]) >= 1);
}

/* "I-06": whoever answers for an action does not judge it. */
static void
nobody_judges_the_own_action(struct stage *s)
{
	int64_t f = issued_finding(s, "minor_nonconformity");
	int64_t a = action_in(s, f, ACTION_STATE_NOT_EFFECTIVE);

	stage_put(s, "finding", f, "state",
	    FINDING_STATE_AWAITING_VERIFICATION);
	stage_put(s, "action", a, "owner", s->person[LEADER]);
	stage_refused(s, stage_do(s, LEADER, "finding.reopen", f,
	    "state_reason=Open again"), "I-06", "whoever answers for "
	    "ACT-26-001, or reports to him, cannot verify it");
	stage_must(s, stage_do(s, AUDITOR, "finding.reopen", f,
	    "state_reason=Open again"));
}

/* "R-6.7-05" */
static void
a_major_is_given_more_time_once(struct stage *s)
{
	int64_t f = issued_finding(s, "major_nonconformity");
	int64_t a = action_in(s, f, ACTION_STATE_IN_PROGRESS), x;
	const char *ask = "action=%d|new_due=2099-06-01|reason=Late parts|"
	    "risk_note=Guards walk round";

	stage_refused_at(s, stage_do(s, AUDITEE, "extension_request.create", 0,
	    "action=%d|new_due=2098-06-01|reason=Late|risk_note=Low", a),
	    "extension_request.create", "new_due",
	    "the new day is not after the due day of ACT-26-001");
	x = stage_must(s, stage_do(s, AUDITEE, "extension_request.create", 0,
	    ask, a));
	stage_must(s, stage_do(s, MANAGER, "extension_request.grant", x,
	    "state_reason=Once"));
	x = stage_must(s, stage_do(s, AUDITEE, "extension_request.create", 0,
	    "action=%d|new_due=2099-07-01|reason=Late again|risk_note=Low",
	    a));
	stage_refused(s, stage_do(s, MANAGER, "extension_request.grant", x,
	    "state_reason=Twice"), "R-6.7-05", "ACT-26-001 answers a major "
	    "nonconformity and was given more time before");
	s->reason = "Guards stand at the doors until then.";
	stage_must(s, stage_do(s, MANAGER, "extension_request.grant", x,
	    "state_reason=Twice"));
	stage_put(s, "action", a, "state", ACTION_STATE_IMPLEMENTED);
	stage_refused(s, stage_do(s, AUDITEE, "extension_request.create", 0,
	    ask, a), "extension_request.create", "ACT-26-001 is implemented "
	    "and needs no more time");
}

/* "R-6.7-09": an opportunity needs no action, but an answer. */
static void
an_opportunity_is_answered(struct stage *s)
{
	int64_t f = issued_finding(s, "opportunity_for_improvement");
	int64_t nc = issued_finding(s, "minor_nonconformity");

	stage_refused(s, stage_do(s, AUDITEE, "finding.act", f, ""),
	    "finding.act", "FND-26-001 is no nonconformity and needs no "
	    "action");
	stage_refused(s, stage_do(s, AUDITEE, "finding.answer", nc,
	    "taken_up=taken_up"), "finding.answer", "FND-26-002 is a "
	    "nonconformity and asks for actions");
	stage_refused_at(s, stage_do(s, AUDITEE, "finding.answer", f, ""),
	    "finding.answer", "taken_up",
	    "FND-26-001 has no answer whether it is taken up");
	stage_refused_at(s, stage_do(s, AUDITEE, "finding.answer", f,
	    "taken_up=declined"), "finding.answer", "reply_text",
	    "FND-26-001 is declined without a reason");
	stage_refused(s, stage_do(s, LEADER, "finding.close", f, ""),
	    "finding.close", "FND-26-001 waits for the answer of the auditee");
	stage_must(s, stage_do(s, AUDITEE, "finding.answer", f,
	    "taken_up=declined|reply_text=Not worth it"));
	stage_put(s, "finding", f, "taken_up", 0);
	stage_informed(s, stage_do(s, LEADER, "finding.close", f, ""),
	    "R-6.7-09", "FND-26-001 has no answer whether it is taken up");
}

/* "R-6.7-07": the outcome goes to manager and client, who are one here. */
static void
a_finding_ends_when_all_its_actions_work(struct stage *s)
{
	int64_t f = issued_finding(s, "minor_nonconformity"), told;
	int64_t a = action_in(s, f, ACTION_STATE_IN_PROGRESS);

	stage_put(s, "finding", f, "state", FINDING_STATE_IN_ACTION);
	stage_refused(s, stage_do(s, AUDITEE, "finding.submit", f, ""),
	    "finding.submit", "ACT-26-001 of FND-26-001 is not implemented");
	stage_put(s, "action", a, "state", ACTION_STATE_IMPLEMENTED);
	stage_must(s, stage_do(s, AUDITEE, "finding.submit", f, ""));
	stage_refused(s, stage_do(s, LEADER, "finding.close", f, ""),
	    "finding.close", "ACT-26-001 of FND-26-001 is not confirmed");
	stage_put(s, "action", a, "state", ACTION_STATE_EFFECTIVE);
	told = number_of(s, "notification", "recipient", s->person[MANAGER]);
	stage_must(s, stage_do(s, LEADER, "finding.close", f, ""));
	assert_int_equal(number_of(s, "notification", "recipient",
	    s->person[MANAGER]), told + 1);
}

/* "R-6.7-08": a verification can be part of a later audit. */
static void
the_verifier_judges_on_the_agreed_day(struct stage *s)
{
	int64_t f = issued_finding(s, "minor_nonconformity");
	int64_t a = action_in(s, f, ACTION_STATE_VERIFYING), later;

	later = stage_set(s, "audit.create", "programme=%d|title=Again|"
	    "kind=internal|party=first|mode=onsite|announcement=announced|"
	    "auditee=%d|client=%d|planned_from=2027-03-02|origin=schedule|"
	    "class=internal", s->programme, s->org, s->org);
	stage_must(s, stage_do(s, -1, "verification.create", 0,
	    "action=%d|kind=effectiveness|method=observation|evidence=%d|"
	    "result=ok|verified_by=%d|verified_at=2026-06-01T09:00:00Z|"
	    "in_audit=%d", a, s->evidence, s->person[LEADER], later));
	assert_true(stage_sees(s, LEADER, "verification", stage_last(s)));
	stage_refused(s, stage_do(s, AUDITOR, "action.confirm", a, ""),
	    "action.confirm", "ACT-26-001 is judged by its verifier");
	stage_put(s, "action", a, "check_not_before", 47000);
	stage_refused_at(s, stage_do(s, LEADER, "action.confirm", a, ""),
	    "action.confirm", "check_not_before",
	    "the effect of ACT-26-001 is not judged before 2098-09-06");
	stage_put(s, "action", a, "check_not_before", 20000);
	stage_must(s, stage_do(s, LEADER, "action.confirm", a, ""));
}

static void
what_was_agreed_about_an_action_stays(struct stage *s)
{
	int64_t f = issued_finding(s, "minor_nonconformity");
	int64_t a = stage_must(s, stage_do(s, AUDITEE, "action.create", 0,
	    "finding=%d|kind=corrective_action|title=Shut|description=Closers|"
	    "owner=%d|due=2099-05-01|cause=No closers|similar_checked=yes", f,
	    s->person[AUDITEE]));

	stage_refused_at(s, stage_do(s, LEADER, "action.accept", a, ""),
	    "action.accept", "effectiveness_criterion",
	    "ACT-26-001 does not say how its effect is seen");
	stage_must(s, stage_do(s, AUDITEE, "action.update", a,
	    "effectiveness_criterion=No door open|due=2099-05-02"));
	stage_must(s, stage_do(s, LEADER, "action.accept", a, ""));
	stage_refused_at(s, stage_do(s, AUDITEE, "action.update", a,
	    "due=2099-06-01"), "action.update", "due",
	    "ACT-26-001 is accepted: \"Due\" is agreed");
	stage_must(s, stage_do(s, AUDITEE, "action.update", a,
	    "progress=Ordered"));
}

ON_STAGE(what_fails_is_reopened_and_analysed_anew)
ON_STAGE(a_second_failure_is_escalated)
ON_STAGE(nobody_judges_the_own_action)
ON_STAGE(a_major_is_given_more_time_once)
ON_STAGE(an_opportunity_is_answered)
ON_STAGE(a_finding_ends_when_all_its_actions_work)
ON_STAGE(the_verifier_judges_on_the_agreed_day)
ON_STAGE(what_was_agreed_about_an_action_stays)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(what_fails_is_reopened_and_analysed_anew),
		STAGED(a_second_failure_is_escalated),
		STAGED(nobody_judges_the_own_action),
		STAGED(a_major_is_given_more_time_once),
		STAGED(an_opportunity_is_answered),
		STAGED(a_finding_ends_when_all_its_actions_work),
		STAGED(the_verifier_judges_on_the_agreed_day),
		STAGED(what_was_agreed_about_an_action_stays),
	};

	return cmocka_run_group_tests_name("follow_up", tests, NULL, NULL);
}
