/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_context.c - findings beside others, and what the audit comes to. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &conclusion_part,
	&finding_context_part, &finding_part, &follow_up_part, NULL };

/* --- findings -------------------------------------------------------------------- */

static void
an_improvement_hides_no_nonconformity(struct stage *s)
{
	int64_t item = stage_item(s, stage_paper(s));
	int64_t f = stage_finding(s, "opportunity_for_improvement");

	stage_put(s, "checklist_item", item, "verdict", VERDICT_NONCONFORM);
	stage_only(s, "R-6.4.8-03");
	stage_refused_at(s, stage_do(s, LEADER, "finding.agree", f, ""),
	    "R-6.4.8-03", "type", "CLI-26-001 was judged nonconforming, so "
	    "FND-26-001 is more than an improvement");
	stage_done(s, LEADER, "finding.update", f,
	    "override_reason=One door of many.");
	stage_done(s, LEADER, "finding.agree", f, "");
}

static void
the_auditee_answers_first(struct stage *s)
{
	int64_t f = stage_finding(s, "minor_nonconformity");

	stage_only(s, "R-6.4.8-05");
	stage_move(s, "finding", f, FINDING_STATE_ACKNOWLEDGED);
	stage_refused_at(s, stage_do(s, LEADER, "finding.confirm", f, ""),
	    "R-6.4.8-05", "reply", "the auditee has not answered FND-26-001");
	stage_put(s, "finding", f, "presented_at", s->now);
	stage_put(s, "finding", f, "reply", FINDING_REPLY_ACKNOWLEDGED);
	stage_done(s, LEADER, "finding.confirm", f, "");
}

/* The same requirement in an audit of last year. */
static int64_t
earlier_finding(struct stage *s)
{
	int64_t f = stage_finding(s, "minor_nonconformity");
	int64_t audit = stage_set(s, "audit.create", "programme=%d|"
	    "title=Doors before|kind=internal|party=first|mode=onsite|"
	    "announcement=announced|auditee=%d|client=%d|"
	    "planned_from=2025-03-02|origin=schedule|class=internal",
	    s->programme, s->org, s->org);

	stage_put(s, "finding", f, "audit", audit);
	stage_put(s, "finding", f, "issued_at", s->now - 1000);
	stage_move(s, "finding", f, FINDING_STATE_ISSUED);
	return f;
}

static void
what_is_still_open_is_repeated(struct stage *s)
{
	int64_t old = earlier_finding(s);
	int64_t f = stage_finding(s, "minor_nonconformity");
	int64_t o = stage_set(s, "overall_conclusion.create",
	    "audit=%d|summary=Good", s->audit);

	stage_noted(s, "overall_conclusion", o, "R-6.4.9-06",
	    "FND-26-002 like FND-26-001");
	stage_only(s, "R-6.4.8-07");
	stage_refused_at(s, stage_do(s, LEADER, "finding.agree", f, ""),
	    "R-6.4.8-07", "repeat_of",
	    "FND-26-001 is open on the same requirement");
	stage_set_on(s, "finding.update", f, "repeat_of=%d", old);
	stage_done(s, LEADER, "finding.agree", f, "");
}

static void
what_was_closed_is_not_repeated(struct stage *s)
{
	int64_t old = earlier_finding(s);
	int64_t f = stage_finding(s, "minor_nonconformity");

	stage_move(s, "finding", old, FINDING_STATE_CLOSED);
	stage_only(s, "R-6.4.8-07");
	stage_done(s, LEADER, "finding.agree", f, "");
	stage_only(s, "R-6.4.9-06");
	stage_move(s, "finding", old, FINDING_STATE_WITHDRAWN);
	stage_noted(s, "overall_conclusion", stage_set(s,
	    "overall_conclusion.create", "audit=%d|summary=Good", s->audit),
	    "R-6.4.9-06", NULL);
}

static void
each_scheme_has_its_verdict(struct stage *s)
{
	int64_t item = stage_item(s, stage_paper(s));
	int64_t f = stage_finding(s, "minor_nonconformity");
	int64_t edition = stage_number(s, "SELECT edition FROM audit_scheme "
	    "WHERE id = %d", s->scheme);
	int64_t also = stage_set(s, "audit_criterion.create", "scheme=%d|"
	    "item=%d|number=7|title=Gates|applicability=applicable",
	    s->scheme, stage_set(s, "criterion_item.create",
	    "edition=%d|number=7|title=Gates|kind=own_rule", edition));

	stage_set_on(s, "checklist_item.update", item, "also_answers=%d",
	    also);
	stage_put(s, "audit", s->audit, "combined", 1);
	stage_only(s, "R-6.4.8-09");
	stage_refused(s, stage_do(s, LEADER, "finding.agree", f, ""),
	    "R-6.4.8-09", "FND-26-001 gives no verdict on 7 Gates");
	stage_set(s, "finding_criterion.create",
	    "finding=%d|criterion=%d|verdict=partly", f, also);
	stage_done(s, LEADER, "finding.agree", f, "");
}

static void
a_trainee_has_the_mentor_sign(struct stage *s)
{
	int64_t f = stage_finding(s, "minor_nonconformity");

	stage_put(s, "team_assignment", s->member[AUDITOR], "duty",
	    TEAM_DUTY_TRAINEE);
	stage_only(s, "R-6.4.8-10");
	stage_refused_at(s, stage_do(s, LEADER, "finding.agree", f, ""),
	    "R-6.4.8-10", "mentor_signed_by", "FND-26-001 was written by an "
	    "auditor in training and has no signature of the mentor");
	stage_put(s, "finding", f, "mentor_signed_by", s->person[LEADER]);
	stage_done(s, LEADER, "finding.agree", f, "");
}

static void
a_finding_shows_no_more_than_its_readers_may_see(struct stage *s)
{
	int64_t f = stage_finding(s, "minor_nonconformity");
	int64_t r = stage_set(s, "report.create", "audit=%d|version=1|"
	    "variant=full|language=english|title=Doors|class=internal|"
	    "sampling_statement=None|author=%d", s->audit,
	    s->person[LEADER]);

	stage_only(s, "R-6.4.8-11");
	stage_put(s, "evidence", s->evidence, "class",
	    CLASS_STRICTLY_CONFIDENTIAL);
	stage_refused_at(s, stage_do(s, LEADER, "finding.agree", f, ""),
	    "R-6.4.8-11", "class", "FND-26-001 (Internal) rests on EVD-26-001 "
	    "(Strictly confidential)");
	stage_set_on(s, "finding.update", f, "class=confidential");
	stage_done(s, LEADER, "finding.agree", f, "");
	stage_put(s, "finding", f, "presented_at", s->now);
	stage_refused_at(s, stage_do(s, LEADER, "report.submit", r, ""),
	    "R-6.4.8-11", "class", "FND-26-001 (Confidential) would stand in "
	    "a report that is Internal");
	stage_done(s, LEADER, "report.submit", r, "class=confidential");
}

/* --- conclusions ------------------------------------------------------------------- */

static int64_t
objective(struct stage *s)
{
	stage_move(s, "baseline", s->baseline, BASELINE_STATE_APPROVED);
	return stage_set(s, "audit_objective.create", "baseline=%d|"
	    "statement=Are doors shut?|kind=conformity_extent", s->baseline);
}

static void
each_objective_has_a_conclusion(struct stage *s)
{
	int64_t one = objective(s), f = stage_finding(s,
	    "major_nonconformity");
	static const char met[] = "audit=%d|objective=%d|result=met|"
	    "reasoning=All shut|basis=%d|uncertainty=%d doors seen";

	stage_move(s, "audit", s->audit, AUDIT_STATE_CONCLUDING);
	stage_gate(s, LEADER, "audit.report", s->audit, "R-6.4.9-01",
	    "objective OBJ-26-001 has no conclusion");
	stage_refused_at(s, stage_do(s, LEADER, "conclusion.create", 0, met,
	    s->audit, one, f, (int64_t)3), "R-6.4.9-04", "result",
	    "the objective is called met though FND-26-001 is a major "
	    "nonconformity");
	s->reason = "It was put right at once.";
	stage_done(s, LEADER, "conclusion.create", 0, met, s->audit, one, f,
	    (int64_t)3);
	stage_open(s, LEADER, "audit.report", s->audit, "R-6.4.9-01");
}

static void
a_conclusion_says_how_sure_it_is(struct stage *s)
{
	int64_t c = stage_set(s, "conclusion.create", "audit=%d|"
	    "objective=%d|result=met|reasoning=All shut|uncertainty=Sample",
	    s->audit, objective(s));

	stage_only(s, "R-6.4.9-03");
	stage_done(s, LEADER, "conclusion.update", c, "uncertainty=3 doors");
	assert_int_equal(stage_do(s, LEADER, "conclusion.update", c,
	    "uncertainty="), RC_INVALID);
	assert_string_equal(s->err.field, "uncertainty");
}

static void
no_question_is_left_open(struct stage *s)
{
	int64_t item = stage_item(s, stage_paper(s));

	stage_move(s, "audit", s->audit, AUDIT_STATE_IN_PROGRESS);
	stage_gate(s, LEADER, "audit.conclude", s->audit, "R-6.4.9-02",
	    "1 checklist items are open, first CLI-26-001");
	stage_move(s, "checklist_item", item, CHECKLIST_STATE_NOT_COVERED);
	stage_gate(s, LEADER, "audit.conclude", s->audit, "R-6.4.9-02",
	    "1 checklist items are open, first CLI-26-001");
	stage_set_on(s, "checklist_item.update", item, "state_reason=Locked");
	stage_open(s, LEADER, "audit.conclude", s->audit, "R-6.4.9-02");
	stage_move(s, "checklist_item", item, CHECKLIST_STATE_REVIEWED);
	stage_open(s, LEADER, "audit.conclude", s->audit, "R-6.4.9-02");
}

/* --- verification -------------------------------------------------------------------- */

static void
nobody_verifies_his_own_action(struct stage *s)
{
	int64_t f = stage_finding(s, "minor_nonconformity");
	int64_t a = stage_set(s, "action.create", "finding=%d|"
	    "kind=corrective_action|title=Shut|description=Closers|owner=%d|"
	    "due=2026-05-01", f, s->person[MANAGER]);

	stage_move(s, "finding", f, FINDING_STATE_AWAITING_VERIFICATION);
	stage_put(s, "finding", f, "presented_at", s->now);
	stage_only(s, "I-06");
	stage_refused_at(s, stage_do(s, MANAGER, "finding.close", f, ""),
	    "I-06", "verifier", "whoever answers for ACT-26-001, or reports "
	    "to him, cannot verify it");
	stage_put(s, "action", a, "owner", s->person[AUDITEE]);
	stage_done(s, MANAGER, "finding.close", f, "");
}

ON_STAGE(an_improvement_hides_no_nonconformity)
ON_STAGE(the_auditee_answers_first)
ON_STAGE(what_is_still_open_is_repeated)
ON_STAGE(what_was_closed_is_not_repeated)
ON_STAGE(each_scheme_has_its_verdict)
ON_STAGE(a_trainee_has_the_mentor_sign)
ON_STAGE(a_finding_shows_no_more_than_its_readers_may_see)
ON_STAGE(each_objective_has_a_conclusion)
ON_STAGE(a_conclusion_says_how_sure_it_is)
ON_STAGE(no_question_is_left_open)
ON_STAGE(nobody_verifies_his_own_action)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(an_improvement_hides_no_nonconformity),
		STAGED(the_auditee_answers_first),
		STAGED(what_is_still_open_is_repeated),
		STAGED(what_was_closed_is_not_repeated),
		STAGED(each_scheme_has_its_verdict),
		STAGED(a_trainee_has_the_mentor_sign),
		STAGED(a_finding_shows_no_more_than_its_readers_may_see),
		STAGED(each_objective_has_a_conclusion),
		STAGED(a_conclusion_says_how_sure_it_is),
		STAGED(no_question_is_left_open),
		STAGED(nobody_verifies_his_own_action),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
