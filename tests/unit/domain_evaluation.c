/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_evaluation.c - 7: how auditors are evaluated. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &evaluation_part, NULL };

static int64_t
criteria_for(struct stage *s, const char *duty, int64_t state)
{
	int64_t id = stage_set(s, "evaluation_criteria.create",
	    arena_fmt(s->arena, "duty=%s|version=1", duty));

	stage_put(s, "evaluation_criteria", id, "state", state);
	return id;
}

/* Of the auditor, by the leader; methods as given. */
static int64_t
evaluation_of(struct stage *s, int64_t criteria, const char *methods)
{
	int64_t process = stage_set(s, "evaluation_process.create",
	    "version=1|text=Once a year|period_months=12|"
	    "least_methods=2");

	return stage_set(s, "evaluation.create", arena_fmt(s->arena,
	    "person=%%d|duty=auditor|criteria=%%d|process=%%d|"
	    "planned_on=2026-05-01|evaluator=%%d|%s", methods),
	    s->person[AUDITOR], criteria, process, s->person[LEADER]);
}

static const char two[] = "methods=observation|methods=interview";

/* "R-7.1-01", "I-08", "R-7.5-04" */
static void
nobody_evaluates_close_ones(struct stage *s)
{
	int64_t v = evaluation_of(s, criteria_for(s, "auditor",
	    RULE_STATE_APPROVED), two);

	stage_put(s, "evaluation", v, "evaluator", s->person[AUDITOR]);
	stage_refused_at(s, stage_do(s, -1, "evaluation.collect", v, ""),
	    "R-7.1-01", "evaluator", "the evaluator of EVA-26-001 is the "
	    "person evaluated");
	stage_put(s, "evaluation", v, "evaluator", s->person[LEADER]);
	stage_put(s, "person", s->person[LEADER], "line_manager",
	    s->person[AUDITOR]);
	stage_refused_at(s, stage_do(s, -1, "evaluation.collect", v, ""),
	    "R-7.5-04", "evaluator", "the evaluator of EVA-26-001 reports to "
	    "the person evaluated");
	stage_put(s, "person", s->person[LEADER], "line_manager",
	    s->person[CLIENT]);
	stage_set(s, "audit_experience.create", "person=%d|audit=%d|"
	    "duty=auditor|days=100|ended_on=2026-04-01|mentor=%d",
	    s->person[AUDITOR], s->audit, s->person[LEADER]);
	stage_refused_at(s, stage_do(s, -1, "evaluation.collect", v, ""),
	    "R-7.5-04", "evaluator",
	    "EVA-26-001 is left to the mentor alone");
	stage_set(s, "evaluation_method_use.create", "evaluation=%d|"
	    "method=interview|applied_by=%d", v, s->person[CLIENT]);
	stage_must(s, stage_do(s, -1, "evaluation.collect", v, ""));

	stage_put(s, "evaluation", v, "state", EVALUATION_STATE_DISCUSSED);
	stage_put(s, "evaluation", v, "no_comment", 1);
	stage_put(s, "evaluation", v, "person", s->person[MANAGER]);
	stage_refused(s, stage_do(s, MANAGER, "evaluation.decide", v,
	    "decision=meets"), "I-08",
	    "EVA-26-001 is an evaluation of yourself");
}

/* "R-7.3-01", "R-7.4-01", "R-7.4-02" */
static void
an_evaluation_begins_with_criteria_and_methods(struct stage *s)
{
	int64_t draft = criteria_for(s, "auditor", RULE_STATE_DRAFT);
	int64_t v = evaluation_of(s, draft, "methods=records_review"), use;

	stage_refused_at(s, stage_do(s, -1, "evaluation.collect", v, ""),
	    "R-7.3-01", "criteria", "the criteria EVC-26-001 are not "
	    "approved");
	stage_put(s, "evaluation_criteria", draft, "state",
	    RULE_STATE_APPROVED);
	stage_refused_at(s, stage_do(s, -1, "evaluation.collect", v, ""),
	    "R-7.4-01", "methods", "EVA-26-001 has fewer than two methods");
	stage_put(s, "evaluation", v, "methods", 3);
	stage_gate(s, -1, "evaluation.collect", v, "R-7.4-02",
	    "nobody has observed the person of EVA-26-001 at work for years");
	stage_put(s, "evaluation", v, "methods", 8 | 1);
	stage_open(s, -1, "evaluation.collect", v, "R-7.4-02");
	stage_must(s, stage_do(s, -1, "evaluation.collect", v, ""));

	stage_refused_at(s, stage_do(s, -1, "evaluation.assess", v, ""),
	    "R-7.4-01", "methods",
	    "EVA-26-001 has fewer than two methods applied");
	for (int i = 0; i < 2; i++) {
		use = stage_set(s, "evaluation_method_use.create",
		    i ? "evaluation=%d|method=interview|applied_by=%d"
		    : "evaluation=%d|method=observation|applied_by=%d", v,
		    s->person[LEADER]);
		stage_put(s, "evaluation_method_use", use, "state",
		    METHOD_USE_STATE_DONE);
	}
	stage_must(s, stage_do(s, -1, "evaluation.assess", v, ""));
}

/* "R-7.3-02" */
static void
new_criteria_do_not_act_backwards(struct stage *s)
{
	int64_t c;

	criteria_for(s, "auditor", RULE_STATE_APPROVED);
	c = stage_set(s, "evaluation_criteria.create",
	    "duty=auditor|version=2");
	stage_refused_at(s, stage_do(s, -1, "evaluation_criteria.approve", c,
	    ""), "R-7.3-02", "transition_until", "EVC-26-002 does not say "
	    "until when the old criteria hold");
	stage_put(s, "evaluation_criteria", c, "transition_until", 47000);
	stage_must(s, stage_do(s, -1, "evaluation_criteria.approve", c, ""));
}

/* "R-7.2.2-01", "R-7.2.2-02" */
static void
behaviour_is_rated_by_what_was_seen(struct stage *s)
{
	int64_t v = evaluation_of(s, criteria_for(s, "auditor",
	    RULE_STATE_APPROVED), two), b;

	b = stage_set(s, "behaviour_rating.create", "evaluation=%d|"
	    "trait=ethical|level=2|source=observation", v);
	stage_put(s, "evaluation", v, "state", EVALUATION_STATE_DISCUSSED);
	stage_put(s, "evaluation", v, "no_comment", 1);
	stage_gate(s, MANAGER, "evaluation.decide", v, "evaluation.decide",
	    "EVA-26-001 has no decision");
	stage_refused(s, stage_do(s, MANAGER, "evaluation.decide", v,
	    "decision=meets"), "R-7.2.2-01",
	    "EVA-26-001: ethical behaviour is rated below 3");
	stage_put(s, "behaviour_rating", b, "level", 3);
	stage_must(s, stage_do(s, MANAGER, "evaluation.decide", v,
	    "decision=meets"));
	stage_put(s, "evaluation", v, "state", EVALUATION_STATE_COLLECTING);
	stage_gate(s, -1, "evaluation.assess", v, "R-7.2.2-02",
	    "BHV-26-001 gives no example");
	stage_must(s, stage_do(s, -1, "behaviour_rating.update", b,
	    "example=Named an old tie"));
	stage_open(s, -1, "evaluation.assess", v, "R-7.2.2-02");
}

/* "R-7.5-01", "R-7.5-02" */
static void
the_person_is_heard_and_may_be_suspended(struct stage *s)
{
	int64_t v = evaluation_of(s, criteria_for(s, "auditor",
	    RULE_STATE_APPROVED), two);
	int64_t status = stage_set(s, "auditor_status.create", "person=%d|"
	    "duty=auditor|since=2026-01-01", s->person[AUDITOR]);

	stage_put(s, "auditor_status", status, "state",
	    AUDITOR_STATE_QUALIFIED_AUDITOR);
	stage_put(s, "evaluation", v, "state", EVALUATION_STATE_DISCUSSED);
	stage_refused_at(s, stage_do(s, MANAGER, "evaluation.decide", v,
	    "decision=does_not_meet"), "R-7.5-01", "person_comment",
	    "the person has not commented on EVA-26-001");
	stage_put(s, "evaluation", v, "no_comment", 1);
	stage_must(s, stage_do(s, MANAGER, "evaluation.decide", v,
	    "decision=does_not_meet"));
	stage_refused_at(s, stage_do(s, MANAGER, "team_assignment.create", 0,
	    "audit=%d|person=%d|duty=auditor", s->audit, s->person[AUDITOR]),
	    "R-7.5-02", "person", "adam is suspended from this duty");
	stage_must(s, stage_do(s, MANAGER, "team_assignment.create", 0,
	    "audit=%d|person=%d|duty=expert", s->audit, s->person[AUDITOR]));
}

/* "R-7.5-03" */
static void
a_gap_leads_to_a_plan(struct stage *s)
{
	int64_t v = evaluation_of(s, criteria_for(s, "auditor",
	    RULE_STATE_APPROVED), two);

	stage_put(s, "evaluation", v, "state", EVALUATION_STATE_DECIDED);
	stage_refused(s, stage_do(s, MANAGER, "evaluation.open_gap", v, ""),
	    "R-7.5-03", "EVA-26-001 has no development plan");
	stage_set(s, "development_plan.create", "person=%d|evaluation=%d|"
	    "gaps=Sampling|due=2026-12-01", s->person[AUDITOR], v);
	stage_refused_at(s, stage_do(s, MANAGER, "evaluation.open_gap", v,
	    ""), "R-7.5-03", "next_on",
	    "EVA-26-001 has no day of the next evaluation");
	stage_put(s, "evaluation", v, "next_on", 47000);
	stage_must(s, stage_do(s, MANAGER, "evaluation.open_gap", v, ""));
}

/* "R-7.2.3-01", "R-7.2.3-03", "R-7.2.4-02" */
static void
others_vouch_for_what_one_can(struct stage *s)
{
	int64_t k = stage_set(s, "competence_criterion.create", "short_name=k8s|"
	    "subject_group=discipline_isms|statement=Clusters|level_1=a|level_2=b|"
	    "level_3=c|level_4=d|technology=networks");
	int64_t c = stage_set(s, "competence_claim.create", "person=%d|"
	    "criterion=%d|level=2|proof=work|proof_text=Two audits|"
	    "last_used=2020-01-01", s->person[MANAGER], k);
	int64_t x = stage_set(s, "audit_experience.create", "person=%d|"
	    "audit=%d|duty=auditor|days=100|ended_on=2026-04-01",
	    s->person[MANAGER], s->audit);

	stage_refused(s, stage_do(s, MANAGER, "competence_claim.verify", c,
	    ""), "R-7.2.3-01", "nobody verifies the own claim CLM-26-001");
	stage_put(s, "competence_claim", c, "person", s->person[AUDITOR]);
	stage_refused_at(s, stage_do(s, MANAGER, "competence_claim.verify", c,
	    ""), "R-7.2.3-03", "last_used", "CLM-26-001 is about a technology "
	    "not used for 3 years");
	stage_put(s, "competence_claim", c, "last_used", 47000);
	stage_must(s, stage_do(s, MANAGER, "competence_claim.verify", c, ""));

	stage_put(s, "audit", s->audit, "leader", s->person[LEADER]);
	stage_refused(s, stage_do(s, MANAGER, "audit_experience.confirm", x,
	    ""), "R-7.2.4-02", "nobody confirms the own audit days of "
	    "AEX-26-001");
	stage_put(s, "audit_experience", x, "person", s->person[AUDITOR]);
	stage_refused(s, stage_do(s, MANAGER, "audit_experience.confirm", x,
	    ""), "R-7.2.4-02", "AEX-26-001 is confirmed by the leader of "
	    "AUD-26-001");
	stage_must(s, stage_do(s, LEADER, "audit_experience.confirm", x, ""));
}

ON_STAGE(nobody_evaluates_close_ones)
ON_STAGE(an_evaluation_begins_with_criteria_and_methods)
ON_STAGE(new_criteria_do_not_act_backwards)
ON_STAGE(behaviour_is_rated_by_what_was_seen)
ON_STAGE(the_person_is_heard_and_may_be_suspended)
ON_STAGE(a_gap_leads_to_a_plan)
ON_STAGE(others_vouch_for_what_one_can)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(nobody_evaluates_close_ones),
		STAGED(an_evaluation_begins_with_criteria_and_methods),
		STAGED(new_criteria_do_not_act_backwards),
		STAGED(behaviour_is_rated_by_what_was_seen),
		STAGED(the_person_is_heard_and_may_be_suspended),
		STAGED(a_gap_leads_to_a_plan),
		STAGED(others_vouch_for_what_one_can),
	};

	return cmocka_run_group_tests_name("evaluation", tests, NULL, NULL);
}
