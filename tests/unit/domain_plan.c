/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_plan.c - the rules of plans, papers, meetings, evidence. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"

static const struct domain_part *const parts[] = { &checklist_part,
	&communication_part, &evidence_part, &evidence_rules_part,
	&meeting_part, &plan_part, &plan_rules_part,
	&session_rules_part, &working_paper_part, NULL };

static int64_t
member(struct stage *s, const char *duty)
{
	return stage_set(s, "team_assignment.create", arena_fmt(s->arena,
	    "audit=%%d|person=%%d|duty=%s", duty), s->audit,
	    s->person[AUDITOR]);
}

static int64_t
new_plan(struct stage *s)
{
	return stage_must(s, stage_do(s, LEADER, "plan.create", 0, "audit=%d|"
	    "version=1|language=english|logistics=Room 1|"
	    "not_applicable=familiarization|not_applicable=earlier_findings|"
	    "not_applicable=follow_up|not_applicable=coordination",
	    s->audit));
}

static int64_t
session(struct stage *s, int64_t plan, int64_t who, const char *more)
{
	return stage_must(s, stage_do(s, LEADER, "plan_session.create", 0,
	    arena_fmt(s->arena, "plan=%%d|auditors=%%d|duration=60|"
	    "mode=onsite|class=internal|%s", more), plan, who));
}

/* R-6.3.2-01, R-6.3.2-02, R-6.3.2-08 */
static void
a_plan_is_whole_before_it_goes_on(struct stage *s)
{
	int64_t lead = member(s, "leader"), plan = new_plan(s), one;

	stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
	    "R-6.3.2-01", "PLN-26-001 says nothing on \"Confidentiality and "
	    "security\"");
	stage_must(s, stage_do(s, LEADER, "plan.update", plan,
	    "confidentiality_text=Positions, not people."));
	stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
	    "R-6.3.2-02", "1 Doors is in no session");
	one = session(s, plan, lead, "kind=opening|"
	    "starts_at=2026-03-02T08:00:00Z");
	stage_must(s, stage_do(s, LEADER, "plan_session.update", one,
	    "criteria=%d", s->criterion));
	stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
	    "R-6.3.2-08", "PLN-26-001 has no closing meeting");
	session(s, plan, lead, "kind=closing|"
	    "starts_at=2026-03-03T08:00:00Z");
	stage_must(s, stage_do(s, LEADER, "plan.submit", plan, ""));
	/* R-6.3.2-03, R-6.3.2-07 */
	stage_refused(s, stage_do(s, MANAGER, "plan.send", plan, ""),
	    "R-6.3.2-03", "PLN-26-001 neither lists a risk of the audit nor "
	    "says that there is none");
	stage_must(s, stage_do(s, LEADER, "audit_risk.create", 0, "audit=%d|"
	    "source=health_safety|description=Crane|areas=safety|"
	    "likelihood=2|consequence=3|precautions=escort|class=internal",
	    s->audit));
	stage_refused(s, stage_do(s, MANAGER, "plan.send", plan, ""),
	    "R-6.3.2-07", "the plan goes out less than 5 working days before "
	    "the start");
}

/* R-6.3.2-10, R-6.3.3-01 */
static void
a_session_has_who_may_judge(struct stage *s)
{
	int64_t lead = member(s, "leader"), expert = member(s, "expert");
	int64_t plan = new_plan(s);

	int64_t one = session(s, plan, lead, "kind=interview|"
	    "starts_at=2026-03-02T08:00:00Z");

	stage_refused(s, stage_do(s, LEADER, "plan_session.update", one,
	    "auditors=%d", expert), "R-6.3.3-01",
	    "SES-26-001 has no auditor who may judge");
	session(s, plan, lead, "kind=interview|"
	    "starts_at=2026-03-02T09:00:00Z");
	stage_refused(s, stage_do(s, LEADER, "plan_session.update", one,
	    "duration=61"), "R-6.3.2-10", "SES-26-001 and SES-26-002 are "
	    "parallel with the same auditor");
}

/* R-6.4.7-06, R-6.4.7-02, R-6.4.5-02, R-6.4.7-08 */
static void
evidence_is_taken_as_agreed(struct stage *s)
{
	static const char base[] = "audit=%%d|collected_by=%%d|title=Scan|"
	    "source_kind=system|source=Host|"
	    "collected_at=2026-03-02T09:00:00Z|%s";
	static const struct { const char *more, *rule, *text; } bad[] = {
		{ "method=technical_verification|verification=direct|"
		  "degree=high|class=internal|held=reference", "R-6.4.7-06",
		  "technical evidence names no accepted risk" },
		{ "method=observation|verification=direct|degree=low|"
		  "class=internal|held=reference", "R-6.4.7-02",
		  "evidence of a low degree of certainty has no note of "
		  "judgement" },
		{ "method=observation|verification=direct|degree=high|"
		  "class=internal|held=copy|handling=view_only",
		  "R-6.4.5-02", "what may only be viewed, or only on site, "
		  "leaves no copy" },
		{ "method=observation|verification=direct|degree=high|"
		  "class=confidential|held=copy", "R-6.4.7-08",
		  "no signed agreement covers confidential information of "
		  "AUD-26-001" },
	};

	stage_must(s, stage_do(s, AUDITOR, "evidence.create", 0,
	    arena_fmt(s->arena, base, "method=observation|"
	    "verification=none|degree=high|class=internal|held=copy"),
	    s->audit, s->person[AUDITOR]));
	stage_refused(s, stage_do(s, LEADER, "evidence.verify",
	    stage_last(s), ""), "evidence.verify",
	    "EVD-26-002 was verified in no way");
	for (size_t i = 0; i < NELEMS(bad); i++)
		stage_refused(s, stage_do(s, AUDITOR, "evidence.create", 0,
		    arena_fmt(s->arena, base, bad[i].more), s->audit,
		    s->person[AUDITOR]), bad[i].rule, bad[i].text);
}

/* R-6.4.3-01, R-6.4.3-02, R-6.4.10-03, R-6.4.10-04, R-6.4.10-05 */
static void
a_meeting_is_closed_when_all_was_said(struct stage *s)
{
	int64_t m = stage_must(s, stage_do(s, LEADER, "meeting.create", 0,
	    "audit=%d|kind=opening|starts_at=2026-03-02T08:00:00Z|"
	    "mode=onsite|chair=%d|class=internal", s->audit,
	    s->person[LEADER]));

	stage_must(s, stage_do(s, LEADER, "meeting.open", m, ""));
	stage_refused(s, stage_do(s, LEADER, "meeting.close", m, ""),
	    "R-6.4.3-01", "MTG-26-001 did not speak of confidentiality");
	stage_must(s, stage_do(s, LEADER, "meeting.update", m, "minutes=Short.|"
	    "opening_topics=confidentiality|opening_topics=grading|"
	    "opening_topics=termination"));
	stage_refused(s, stage_do(s, LEADER, "meeting.close", m, ""),
	    "R-6.4.3-02", "nobody of the auditee's management was in "
	    "MTG-26-001");
	stage_must(s, stage_do(s, LEADER, "attendance.create", 0, "meeting=%d|"
	    "person=%d|side=auditee|management=true|present=true", m,
	    s->person[AUDITEE]));
	stage_must(s, stage_do(s, LEADER, "meeting.close", m, ""));
	m = stage_must(s, stage_do(s, LEADER, "meeting.create", 0, "audit=%d|"
	    "kind=closing|starts_at=2026-03-03T08:00:00Z|mode=onsite|"
	    "chair=%d|class=internal|closing_topics=recommendations",
	    s->audit, s->person[LEADER]));
	stage_must(s, stage_do(s, LEADER, "meeting.open", m, ""));
	stage_must(s, stage_do(s, LEADER, "attendance.create", 0, "meeting=%d|"
	    "person=%d|side=auditee|management=true|present=true", m,
	    s->person[AUDITEE]));
	stage_refused(s, stage_do(s, LEADER, "meeting.close", m, ""),
	    "R-6.4.10-03", "MTG-26-002 sets no day for the action plan");
	stage_must(s, stage_do(s, LEADER, "meeting.update", m,
	    "deadline_basis=by agreement"));
	stage_refused(s, stage_do(s, LEADER, "meeting.close", m, ""),
	    "R-6.4.10-05", "MTG-26-002 has no minutes");
}

/* R-6.4.4-02, R-6.4.4-05 */
static void
messages_reach_whom_they_must(struct stage *s)
{
	stage_refused(s, stage_do(s, AUDITOR, "communication.create", 0,
	    "audit=%d|kind=out_of_scope|sender=%d|recipients=%d|"
	    "channel=system|subject=Socket|text=Open.|class=confidential",
	    s->audit, s->person[AUDITOR], s->person[AUDITEE]), "R-6.4.4-02",
	    "a concern outside the scope goes to the team leader alone");
	stage_refused(s, stage_do(s, LEADER, "communication.create", 0,
	    "audit=%d|kind=urgent_risk|sender=%d|recipients=%d|"
	    "channel=system|subject=Gap|text=Open.|class=internal",
	    s->audit, s->person[LEADER], s->person[AUDITEE]), "R-6.4.4-05",
	    "an urgent notice about an open weakness is at least "
	    "confidential");
	stage_must(s, stage_do(s, AUDITOR, "communication.create", 0,
	    "audit=%d|kind=out_of_scope|sender=%d|recipients=%d|"
	    "channel=system|subject=Socket|text=Open.|class=confidential",
	    s->audit, s->person[AUDITOR], s->person[LEADER]));
}

/* R-6.3.4-02, and the state of a paper follows its items. */
static void
papers_follow_their_items(struct stage *s)
{
	int64_t w = stage_must(s, stage_do(s, AUDITOR,
	    "working_paper.create", 0, "audit=%d|title=Doors|owner=%d|"
	    "class=internal", s->audit,
	    s->person[AUDITOR]));
	int64_t i = stage_must(s, stage_do(s, AUDITOR,
	    "checklist_item.create", 0, "paper=%d|criterion=%d|"
	    "question=Are doors shut?", w,
	    s->criterion));

	stage_must(s, stage_do(s, AUDITOR, "checklist_item.start", i, ""));
	stage_refused(s, stage_do(s, AUDITOR, "checklist_item.finish", i,
	    "verdict=conform"), "checklist_item.finish",
	    "CLI-26-001 has a verdict and no evidence");
	stage_must(s, stage_do(s, AUDITOR, "checklist_item.finish", i,
	    "verdict=conform|evidence=%d", s->evidence));
	stage_refused(s, stage_do(s, AUDITOR, "checklist_item.review", i,
	    ""), "checklist_item.review",
	    "whoever owns WP-26-001 cannot review it");
	stage_must(s, stage_do(s, LEADER, "checklist_item.review", i, ""));
	/* The paper is reviewed, so it can only be extended. */
	assert_int_equal(stage_do(s, LEADER, "checklist_item.reopen", i,
	    "state_reason=Look again."), RC_OK);
	stage_refused(s, stage_do(s, AUDITOR, "offline_package.create", 0,
	    "audit=%d|person=%d|papers=%d|device=L1|expires_on=2099-01-01",
	    s->audit, s->person[AUDITOR], w), "R-6.3.4-02",
	    "an offline package lives for at most 14 days");
	stage_must(s, stage_do(s, AUDITOR, "offline_package.create", 0,
	    "audit=%d|person=%d|papers=%d|device=L1", s->audit,
	    s->person[AUDITOR], w));
}

ON_STAGE(a_plan_is_whole_before_it_goes_on)
ON_STAGE(a_session_has_who_may_judge)
ON_STAGE(evidence_is_taken_as_agreed)
ON_STAGE(a_meeting_is_closed_when_all_was_said)
ON_STAGE(messages_reach_whom_they_must)
ON_STAGE(papers_follow_their_items)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(a_plan_is_whole_before_it_goes_on),
		STAGED(a_session_has_who_may_judge),
		STAGED(evidence_is_taken_as_agreed),
		STAGED(a_meeting_is_closed_when_all_was_said),
		STAGED(messages_reach_whom_they_must),
		STAGED(papers_follow_their_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
