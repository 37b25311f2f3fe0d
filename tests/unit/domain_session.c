/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_session.c - the rules of sessions, of work and of working papers. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &plan_part,
	&plan_rules_part, &session_rules_part, &working_paper_part, NULL };

/* What must be added to a session that was refused. */
static void
a_session_names_the_conditions_of_its_place(struct stage *s)
{
	int64_t plan = stage_plan(s);
	int64_t site = stage_set(s, "site.create", "organization=%d|name=Hall|"
	    "kind=plant|time_zone=UTC|access_conditions=Helmet", s->org);
	int64_t one = stage_session(s, plan, "");

	stage_refused_at(s, stage_do(s, LEADER, "plan_session.update", one,
	    "site=%d", site), "R-6.3.2-04", "access_conditions",
	    "SES-26-001 is at Hall, which has conditions of access, and does "
	    "not name them");
	stage_must(s, stage_do(s, LEADER, "plan_session.update", one,
	    "site=%d|access_conditions=Helmet", site));
}

/* A warning must be answered with a reason. */
static void
warned(struct stage *s, int64_t plan, const char *rule, const char *text)
{
	stage_gate(s, LEADER, "plan.submit", plan, rule, text);
}

static void
the_sessions_take_the_time_that_was_calculated(struct stage *s)
{
	int64_t plan = stage_plan(s), one = stage_session(s, plan, "");
	int64_t profile = stage_set(s, "isms_profile.create",
	    "organization=%d|as_of=2026-01-01|class=internal", s->org);

	/* Two days of 480 minutes; 70 % of them are 672. */
	stage_set(s, "audit_time_calculation.create", "programme=%d|audit=%d|"
	    "profile=%d|method=own|persons=10|business_type=1|"
	    "process_complexity=1|system_maturity=1|infrastructure=1|"
	    "supplier_dependency=1|development=1|own_time=200|"
	    "own_reason=Small", s->programme, s->audit, profile);
	stage_must(s, stage_do(s, LEADER, "plan_session.update", one,
	    "duration=671"));
	warned(s, plan, "R-6.3.2-05",
	    "the sessions take 671 minutes, of 960 calculated");
	stage_must(s, stage_do(s, LEADER, "plan_session.update", one,
	    "duration=672"));
	stage_open(s, LEADER, "plan.submit", plan, "R-6.3.2-05");
}

static void
a_high_risk_in_scope_has_a_session(struct stage *s)
{
	int64_t plan = stage_plan(s), one = stage_session(s, plan, "");
	int64_t risk = stage_set(s, "isms_risk.create", "organization=%d|"
	    "summary=Theft|level=high|class=internal", s->org);
	int64_t site = stage_set(s, "site.create", "organization=%d|name=Hall|"
	    "kind=plant|time_zone=UTC", s->org);

	stage_set(s, "audit_scope_item.create", "baseline=%d|kind=site|"
	    "site=%d|included=yes|risks=%d", s->baseline, site, risk);
	warned(s, plan, "R-6.3.2-06", "RSK-26-001 is a high risk in scope and "
	    "no session answers to it");
	stage_must(s, stage_do(s, LEADER, "plan_session.update", one,
	    "isms_risks=%d", risk));
	stage_open(s, LEADER, "plan.submit", plan, "R-6.3.2-06");
}

static int64_t
tied(struct stage *s)
{
	return stage_set(s, "independence_check.create", "audit=%d|person=%d|"
	    "rule=I-01|moment=plan_session.create|subject=plan_session|"
	    "subject_id=1|facts=Owns the area|result=blocked", s->audit,
	    s->person[AUDITOR]);
}

static void
nobody_works_where_he_is_not_independent(struct stage *s)
{
	int64_t one = stage_session(s, stage_plan(s), "");

	stage_must(s, stage_do(s, LEADER, "work_assignment.create", 0,
	    "member=%d|session=%d", s->member[AUDITOR], one));
	tied(s);
	stage_refused_at(s, stage_do(s, LEADER, "plan_session.update", one,
	    "title=Gate"), "R-6.3.2-11", "auditors",
	    "SES-26-001: TEA-26-002 is not independent (I-01)");
	stage_refused(s, stage_do(s, LEADER, "work_assignment.create", 0,
	    "member=%d|session=%d", s->member[AUDITOR], one), "R-6.3.3-03",
	    "WRK-26-002: TEA-26-002 is not independent (I-01)");
	stage_must(s, stage_do(s, LEADER, "plan_session.update", one,
	    "auditors=%d", s->member[LEADER]));
}

static int64_t
need(struct stage *s, const char *who)
{
	int64_t criterion = stage_set(s, "competence_criterion.create",
	    "short_name=Locks|subject_group=technology|statement=Knows locks");

	stage_set(s, "competence_need.create", arena_fmt(s->arena,
	    "audit=%%d|criterion=%%d|least_level=3|coverage=%s", who),
	    s->audit, criterion);
	return criterion;
}

/* Somebody besides the team who knows enough. */
static int64_t
expert(struct stage *s, int64_t criterion)
{
	int64_t person = stage_set(s, "person.create",
	    "name=Eve|employer=%d", s->org);
	int64_t claim = stage_set(s, "competence_claim.create", "person=%d|"
	    "criterion=%d|level=3|proof=work", person, criterion);

	stage_put(s, "competence_claim", claim, "state",
	    CLAIM_STATE_VERIFIED);
	return stage_set(s, "team_assignment.create",
	    "audit=%d|person=%d|duty=expert", s->audit, person);
}

static void
whoever_works_knows_enough_or_has_an_expert(struct stage *s)
{
	static const char text[] = "TEA-26-002 does not meet NED-26-001 (level 0 "
	    "of 3)";
	int64_t one = stage_session(s, stage_plan(s), "");
	int64_t criterion = need(s, "each_member"), work;

	stage_refused(s, stage_do(s, LEADER, "plan_session.update", one,
	    "title=Gate"), "R-6.3.3-02", text);
	work = stage_must(s, stage_do(s, LEADER, "work_assignment.create", 0,
	    "member=%d|session=%d", s->member[AUDITOR], one));
	stage_refused(s, stage_do(s, AUDITOR, "work_assignment.start", work,
	    ""), "R-6.3.3-02", text);
	stage_must(s, stage_do(s, LEADER, "plan_session.update", one,
	    "auditors=%d|auditors=%d", s->member[AUDITOR],
	    expert(s, criterion)));
	stage_must(s, stage_do(s, AUDITOR, "work_assignment.start", work,
	    ""));
}

static void
work_is_taken_away_with_a_reason(struct stage *s)
{
	int64_t w = stage_must(s, stage_do(s, LEADER,
	    "work_assignment.create", 0, "member=%d|session=%d",
	    s->member[AUDITOR], stage_session(s, stage_plan(s), "")));

	stage_gate(s, LEADER, "work_assignment.reassign", w, "R-6.3.3-04",
	    "WRK-26-001 is taken from a person without a reason");
	stage_must(s, stage_do(s, LEADER, "work_assignment.reassign", w,
	    "state_reason=Ill"));
}

static void
papers_take_items_until_they_are_locked(struct stage *s)
{
	int64_t paper = stage_paper(s);
	int64_t guide = stage_set(s, "guidance_item.create",
	    "clause_2022=A.7.2|list=questions|position=1|text=Ask the guard|"
	    "origin=organization");

	stage_informed(s, stage_do(s, AUDITOR, "checklist_item.create", 0,
	    "paper=%d|criterion=%d|question=Shut?|guidance=%d", paper,
	    s->criterion, guide), "R-6.3.4-04",
	    "the item keeps its link to the guidance on clause A.7.2");
	stage_must(s, stage_do(s, AUDITOR, "checklist_item.create", 0,
	    "paper=%d|criterion=%d|question=Locked?", paper, s->criterion));
	assert_null(s->remarks);
	stage_put(s, "working_paper", paper, "state", PAPER_STATE_LOCKED);
	stage_refused_at(s, stage_do(s, AUDITOR, "checklist_item.create", 0,
	    "paper=%d|criterion=%d|question=Late?", paper, s->criterion),
	    "R-6.3.4-01", "paper", "WP-26-001 is locked");
}

static void
papers_are_kept_until_the_audit_is_over(struct stage *s)
{
	int64_t d = stage_set(s, "disposal_record.create", "audit=%d|"
	    "subject_group=audit|items=Checklists|count=1|method=delete",
	    s->audit);

	stage_put(s, "audit", s->audit, "state", AUDIT_STATE_REPORTING);
	stage_refused_at(s, stage_do(s, MANAGER, "disposal_record.approve", d,
	    ""), "R-6.3.4-03", "audit", "AUD-26-001 is not completed, and its "
	    "records are kept until then");
	stage_put(s, "audit", s->audit, "state", AUDIT_STATE_COMPLETED);
	stage_must(s, stage_do(s, MANAGER, "disposal_record.approve", d, ""));
}

ON_STAGE(a_session_names_the_conditions_of_its_place)
ON_STAGE(the_sessions_take_the_time_that_was_calculated)
ON_STAGE(a_high_risk_in_scope_has_a_session)
ON_STAGE(nobody_works_where_he_is_not_independent)
ON_STAGE(whoever_works_knows_enough_or_has_an_expert)
ON_STAGE(work_is_taken_away_with_a_reason)
ON_STAGE(papers_take_items_until_they_are_locked)
ON_STAGE(papers_are_kept_until_the_audit_is_over)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(a_session_names_the_conditions_of_its_place),
		STAGED(the_sessions_take_the_time_that_was_calculated),
		STAGED(a_high_risk_in_scope_has_a_session),
		STAGED(nobody_works_where_he_is_not_independent),
		STAGED(whoever_works_knows_enough_or_has_an_expert),
		STAGED(work_is_taken_away_with_a_reason),
		STAGED(papers_take_items_until_they_are_locked),
		STAGED(papers_are_kept_until_the_audit_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
