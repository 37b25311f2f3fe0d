/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_finding.c - the rules of findings, conclusions, reports, actions. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"

static const struct domain_part *const parts[] = { &conclusion_part, &finding_part,
	&follow_up_part, &report_part, NULL };

/* A nonconformity as it must be, by the auditor. */
static int64_t
whole_finding(struct stage *s)
{
	int64_t id;

	assert_int_equal(stage_do(s, AUDITOR, "finding.create", 0,
	    "audit=%d|title=Open doors|type=minor_nonconformity|"
	    "statement=Three doors stood open.|expected=Doors are shut.|"
	    "observed=3 of 3 open|evidence=%d|class=internal", s->audit,
	    s->evidence), RC_OK);
	id = stage_last(s);
	assert_int_equal(stage_do(s, AUDITOR, "finding_criterion.create", 0,
	    "finding=%d|criterion=%d|verdict=nonconform", id, s->criterion),
	    RC_OK);
	return id;
}

static int64_t
agreed_finding(struct stage *s)
{
	int64_t id = whole_finding(s);

	assert_int_equal(stage_do(s, LEADER, "finding.review", id, ""), RC_OK);
	assert_int_equal(stage_do(s, LEADER, "finding.agree", id, ""), RC_OK);
	return id;
}

static int64_t
presented_finding(struct stage *s)
{
	int64_t id = agreed_finding(s);

	assert_int_equal(stage_do(s, LEADER, "finding.present", id, ""),
	    RC_OK);
	return id;
}

/* R-6.4.8-01, R-6.4.8-02, R-6.4.8-04, R-6.4.7-01 */
static void
a_finding_is_whole_before_it_is_agreed(struct stage *s)
{
	int64_t id;

	assert_int_equal(stage_do(s, AUDITOR, "finding.create", 0,
	    "audit=%d|title=Doors|type=minor_nonconformity|statement=Open.|"
	    "class=internal", s->audit), RC_OK);
	id = stage_last(s);
	stage_refused(s, stage_do(s, LEADER, "finding.agree", id, ""),
	    "R-6.4.8-01", "FND-26-001 names no criterion");
	assert_int_equal(stage_do(s, AUDITOR, "finding_criterion.create", 0,
	    "finding=%d|criterion=%d|verdict=nonconform", id, s->criterion),
	    RC_OK);
	stage_refused(s, stage_do(s, LEADER, "finding.agree", id, ""),
	    "R-6.4.8-01", "FND-26-001 has no evidence");
	assert_int_equal(stage_do(s, AUDITOR, "finding.update", id,
	    "evidence=%d", s->evidence), RC_OK);
	stage_refused(s, stage_do(s, LEADER, "finding.agree", id, ""),
	    "R-6.4.8-02", "a nonconformity says apart what is required and "
	    "what was found");
	assert_int_equal(stage_do(s, AUDITOR, "finding.update", id,
	    "expected=Shut|observed=Open"), RC_OK);
	stage_refused(s, stage_do(s, LEADER, "finding.agree", id, ""),
	    "R-6.4.8-04", "FND-26-001 was not read by another member of the "
	    "team");
	stage_refused(s, stage_do(s, AUDITOR, "finding.review", id, ""),
	    "finding.review", "whoever wrote FND-26-001 cannot be its second "
	    "reader");
	assert_int_equal(stage_do(s, LEADER, "finding.review", id, ""), RC_OK);
	assert_int_equal(stage_do(s, LEADER, "finding.agree", id, ""), RC_OK);
}

static void
a_nonconformity_rests_on_verified_evidence(struct stage *s)
{
	int64_t id = whole_finding(s);
	int64_t weak = stage_set(s, "evidence.create", "audit=%d|"
	    "title=Heard say|method=interview|source_kind=person|source=Guard|"
	    "collected_at=2026-03-02T09:00:00Z|collected_by=%d|"
	    "verification=none|degree=low|class=internal|held=reference|"
	    "description=He said so", s->audit, s->person[AUDITOR]);

	assert_int_equal(stage_do(s, AUDITOR, "finding.update", id,
	    "evidence=%d", weak), RC_OK);
	assert_int_equal(stage_do(s, LEADER, "finding.review", id, ""), RC_OK);
	stage_refused(s, stage_do(s, LEADER, "finding.agree", id, ""),
	    "R-6.4.7-01", "FND-26-001 rests on evidence that nobody verified");
}

/* R-6.4.8-05, R-6.4.8-06, R-6.4.8-08 */
static void
the_auditee_answers_before_it_is_confirmed(struct stage *s)
{
	int64_t id = presented_finding(s), dispute;
	struct ctx cx;
	struct list l;

	assert_int_equal(stage_do(s, LEADER, "finding.confirm", id, ""),
	    RC_CONFLICT);
	stage_refused(s, stage_do(s, LEADER, "finding.present_again", id,
	    "type=major_nonconformity|state_reason=Worse than it looked"),
	    "R-6.4.8-08", "FND-26-001 was shown to the auditee; a change of "
	    "its grade or wording is not recorded");
	stage_refused(s, stage_do(s, AUDITEE, "finding.dispute", id, ""),
	    "finding.dispute", "finding.dispute needs a reason");
	assert_int_equal(stage_do(s, AUDITEE, "finding.dispute", id,
	    "state_reason=The doors were being painted."), RC_OK);
	ctx_begin(&cx, s->arena, s->db);
	assert_int_equal(store_of(&cx, entity_find("disagreement"), "finding",
	    id, &l), RC_OK);
	assert_int_equal(l.n, 1);
	dispute = ((struct record *)l.rec[0])->id;
	stage_refused(s, stage_do(s, LEADER, "finding.confirm", id, ""),
	    "R-6.4.8-06", "no attempt to settle the dispute about FND-26-001 "
	    "is recorded");
	stage_refused(s, stage_do(s, LEADER, "disagreement.leave", dispute,
	    "outcome=unresolved"), "R-6.4.8-06", "no attempt to settle the "
	    "dispute about DIS-26-001 is recorded");
	assert_int_equal(stage_do(s, LEADER, "disagreement.leave", dispute,
	    "outcome=unresolved|attempts=Talked on the spot, both stay."),
	    RC_OK);
	assert_int_equal(stage_do(s, LEADER, "finding.confirm", id, ""),
	    RC_OK);
}

/* R-6.7-01, R-6.7-02, I-06, R-6.7-03 */
static void
actions_are_whole_and_verified_by_others(struct stage *s)
{
	int64_t id = presented_finding(s), act, proof;

	stage_refused(s, stage_do(s, AUDITEE, "action.create", 0,
	    "finding=%d|kind=corrective_action|title=Shut|description=Closers|"
	    "owner=%d|due=2026-05-01", id, s->person[AUDITEE]),
	    "action.create", "FND-26-001 is not issued yet");
	assert_int_equal(stage_do(s, AUDITEE, "finding.acknowledge", id, ""),
	    RC_OK);
	assert_int_equal(stage_do(s, LEADER, "finding.confirm", id, ""),
	    RC_OK);
	assert_int_equal(stage_do(s, -1, "finding.issue", id, ""), RC_OK);
	stage_refused(s, stage_do(s, AUDITEE, "finding.act", id, ""),
	    "R-6.7-01", "FND-26-001 has no accepted corrective action");
	assert_int_equal(stage_do(s, AUDITEE, "action.create", 0,
	    "finding=%d|kind=corrective_action|title=Shut|description=Closers|"
	    "owner=%d|due=2026-05-01|effectiveness_criterion=No door open", id,
	    s->person[AUDITEE]), RC_OK);
	act = stage_last(s);
	stage_refused(s, stage_do(s, LEADER, "action.accept", act, ""),
	    "R-6.7-01", "ACT-26-001 does not say why it happened");
	assert_int_equal(stage_do(s, AUDITEE, "action.update", act,
	    "cause=No closers|similar_checked=yes"), RC_OK);
	assert_int_equal(stage_do(s, LEADER, "action.accept", act, ""), RC_OK);
	assert_int_equal(stage_do(s, AUDITEE, "action.start", act, ""), RC_OK);
	stage_refused(s, stage_do(s, AUDITEE, "action.implement", act, ""),
	    "action.implement", "ACT-26-001 has no proof");
	proof = stage_set(s, "document.create", "audit=%d|organization=%d|"
	    "title=Invoice|kind=proof|held=reference|location=File 7|"
	    "class=internal", s->audit, s->org);
	assert_int_equal(stage_do(s, AUDITEE, "action.implement", act,
	    "proof=%d", proof), RC_OK);
	stage_refused(s, stage_do(s, LEADER, "action.check", act, ""),
	    "action.check", "nobody is named to verify ACT-26-001");
	stage_refused(s, stage_do(s, LEADER, "action.check", act,
	    "verifier=%d", s->person[AUDITEE]), "R-6.7-02", "whoever answers "
	    "for ACT-26-001, or reports to him, cannot verify it");
	assert_int_equal(stage_do(s, LEADER, "action.check", act,
	    "verifier=%d", s->person[LEADER]), RC_OK);
	stage_refused(s, stage_do(s, LEADER, "action.confirm", act, ""),
	    "R-6.7-03", "the effect of ACT-26-001 was not verified");
}

/* R-6.4.9-03, R-6.4.9-05 */
static void
conclusions_say_how_sure_they_are(struct stage *s)
{
	assert_int_equal(stage_do(s, LEADER, "overall_conclusion.create", 0,
	    "audit=%d|summary=Good|conformity=Yes", s->audit), RC_OK);
	stage_refused(s, stage_do(s, LEADER, "overall_conclusion.agree",
	    stage_last(s), ""), "R-6.4.9-05", "the overall conclusion does not "
	    "judge how risks are found and how well actions work");
	assert_int_equal(stage_do(s, LEADER, "overall_conclusion.create", 0,
	    "audit=%d|summary=Good|conformity=Yes|risk_handling=Well|"
	    "effectiveness=Well", s->audit), RC_OK);
	assert_int_equal(stage_do(s, LEADER, "overall_conclusion.agree",
	    stage_last(s), ""), RC_OK);
}

/* R-6.5.1-01, R-6.5.1-02, R-6.5.1-03, I-07 */
static void
a_report_is_whole_and_approved_by_another(struct stage *s)
{
	int64_t id;

	assert_int_equal(stage_do(s, LEADER, "report.create", 0,
	    "audit=%d|version=1|variant=full|sampling_statement=None|"
	    "author=%d", s->audit, s->person[LEADER]), RC_OK);
	id = stage_last(s);
	stage_refused(s, stage_do(s, LEADER, "report.submit", id, ""),
	    "R-6.5.1-01", "the report has no summary");
	stage_refused(s, stage_do(s, LEADER, "report.submit", id,
	    "summary=Doors stand open."), "R-6.5.1-01",
	    "the audit has no overall conclusion");
	stage_set(s, "overall_conclusion.create", "audit=%d|summary=Good",
	    s->audit);
	assert_int_equal(stage_do(s, LEADER, "report.submit", id,
	    "summary=Doors stand open."), RC_OK);
	stage_refused(s, stage_do(s, MANAGER, "report.approve", id, ""),
	    "R-6.5.1-02", "the closing meeting of AUD-26-001 was not held");
}

ON_STAGE(a_finding_is_whole_before_it_is_agreed)
ON_STAGE(a_nonconformity_rests_on_verified_evidence)
ON_STAGE(the_auditee_answers_before_it_is_confirmed)
ON_STAGE(actions_are_whole_and_verified_by_others)
ON_STAGE(conclusions_say_how_sure_they_are)
ON_STAGE(a_report_is_whole_and_approved_by_another)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(a_finding_is_whole_before_it_is_agreed),
		STAGED(a_nonconformity_rests_on_verified_evidence),
		STAGED(the_auditee_answers_before_it_is_confirmed),
		STAGED(actions_are_whole_and_verified_by_others),
		STAGED(conclusions_say_how_sure_they_are),
		STAGED(a_report_is_whole_and_approved_by_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
