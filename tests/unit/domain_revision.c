/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_revision.c - 5.1 to 5.7: a programme, its revisions and its audits. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &programme_part, NULL };

static int64_t
a_revision(struct stage *s)
{
	return stage_set(s, "programme_revision.create",
	    "programme=%d|number=1|reason=First", s->programme);
}

static enum rc
submit(struct stage *s, int64_t revision)
{
	return stage_do(s, MANAGER, "programme_revision.submit", revision,
	    "");
}

/* Noon of a day of 2026 or later. */
static void
go_to(struct stage *s, int year, int month, int day)
{
	s->now = day_of(year, month, day) * DAY_SECONDS + DAY_SECONDS / 2;
}

static void
what_is_approved_stays(struct stage *s)
{
	int64_t r = a_revision(s), o, e = stage_set(s,
	    "revision_element.create", "revision=%d|element=objectives|"
	    "status=complete|text=One", r);

	o = stage_set(s, "programme_objective.create", "programme=%d|"
	    "statement=Good|kind=conformity", s->programme);
	stage_move(s, "programme_objective", o,
	    PROGRAMME_OBJECTIVE_STATE_AGREED);
	stage_only(s, "R-5.1-04");
	stage_done(s, MANAGER, "revision_element.update", e, "text=Two");
	stage_done(s, MANAGER, "programme_objective.update", o,
	    "statement=Better");
	stage_move(s, "programme_revision", r, REVISION_STATE_APPROVED);
	stage_refused(s, stage_do(s, MANAGER, "revision_element.update", e,
	    "text=Three"), "R-5.1-04",
	    "ELE-26-001 is part of an approved revision");
	stage_refused(s, stage_do(s, MANAGER, "programme_objective.update",
	    o, "statement=Best"), "R-5.1-04",
	    "POB-26-001 is part of an approved revision");
}

static void
nine_rules_are_written(struct stage *s)
{
	int64_t r = a_revision(s);

	stage_only(s, "R-5.4.1-02");
	for (const struct choice *c = process_topic_choices; c->name; c++) {
		stage_refused(s, submit(s, r), "R-5.4.1-02", arena_fmt(
		    s->arena, "there is no process rule on \"%s\"",
		    c->label));
		stage_set(s, "process_rule.create", arena_fmt(s->arena,
		    "programme=%%d|topic=%s|text=So|version=1", c->name),
		    s->programme);
	}
	stage_must(s, submit(s, r));
}

static void
the_manager_knows_or_learns(struct stage *s)
{
	int64_t r = a_revision(s), claim, c = stage_set(s,
	    "competence_criterion.create", "short_name=Planning|"
	    "subject_group=technology|statement=Plans|"
	    "duties=programme_manager");

	stage_only(s, "R-5.4.2-01");
	stage_refused(s, submit(s, r), "R-5.4.2-01", "the manager has neither "
	    "\"Planning\" nor a plan to learn it");
	claim = stage_set(s, "competence_claim.create", "person=%d|"
	    "criterion=%d|level=3|proof=certificate", s->person[MANAGER], c);
	stage_refused(s, submit(s, r), "R-5.4.2-01", "the manager has neither "
	    "\"Planning\" nor a plan to learn it");
	stage_move(s, "competence_claim", claim, CLAIM_STATE_VERIFIED);
	stage_must(s, submit(s, r));
}

/* What grows old is told on the record: risks, changes, the review. */
static void
what_is_left_alone_is_told(struct stage *s)
{
	int64_t risk = stage_set(s, "programme_risk.create", "programme=%d|"
	    "kind=risk|area=planning|description=Ill|likelihood=1|"
	    "consequence=1", s->programme);
	int64_t change = stage_set(s, "programme_change.create",
	    "programme=%d|cause=incident|proposal=One more", s->programme);

	stage_move(s, "programme", s->programme, PROGRAMME_STATE_ACTIVE);
	stage_only(s, "R-5.6-02");
	go_to(s, 2026, 3, 16);
	stage_noted(s, "programme_change", change, "R-5.6-02", NULL);
	go_to(s, 2026, 3, 17);
	stage_noted(s, "programme_change", change, "R-5.6-02",
	    "PCH-26-001 was not answered for 10 working days");

	stage_only(s, "R-5.3-03");
	go_to(s, 2026, 9, 2);
	stage_noted(s, "programme_risk", risk, "R-5.3-03", NULL);
	go_to(s, 2026, 9, 3);
	stage_noted(s, "programme_risk", risk, "R-5.3-03",
	    "PRI-26-001 was not looked at for more than 6 months");

	stage_only(s, "R-5.7-01");
	go_to(s, 2027, 1, 1);
	stage_noted(s, "programme", s->programme, "R-5.7-01", NULL);
	go_to(s, 2027, 1, 2);
	stage_noted(s, "programme", s->programme, "R-5.7-01",
	    "PRG-26-001 was not reviewed for more than 12 months");
}

static void
a_programme_is_reviewed_before_it_ends(struct stage *s)
{
	int64_t r = stage_set(s, "programme_review.create", "programme=%d|"
	    "period_from=2026-01-01|period_to=2026-12-31", s->programme);

	stage_move(s, "programme", s->programme, PROGRAMME_STATE_ACTIVE);
	stage_move(s, "programme_review", r, REVIEW_STATE_CONCLUDED);
	stage_only(s, "R-5.7-04");
	stage_refused(s, stage_do(s, MANAGER, "programme.close", s->programme,
	    ""), "R-5.7-04", "no review of PRG-26-001 was reported");
	stage_move(s, "programme_review", r, REVIEW_STATE_REPORTED);
	stage_done(s, MANAGER, "programme.close", s->programme, "");
}

static enum rc
new_audit(struct stage *s, const char *more)
{
	return stage_do(s, MANAGER, "audit.create", 0, arena_fmt(s->arena,
	    "programme=%%d|title=Gates|party=first|mode=onsite|"
	    "announcement=announced|auditee=%%d|client=%%d|"
	    "planned_from=2026-05-04|class=internal|%s", more), s->programme,
	    s->org, s->org);
}

static void
an_audit_has_a_programme_and_a_cause(struct stage *s)
{
	stage_only(s, "R-5.5.1-01");
	stage_refused_at(s, new_audit(s, "kind=internal|origin=schedule"),
	    "R-5.5.1-01", "programme", "the programme PRG-26-001 is not "
	    "active");
	stage_move(s, "programme", s->programme, PROGRAMME_STATE_ACTIVE);
	stage_must(s, new_audit(s, "kind=internal|origin=schedule"));
	stage_refused_at(s, new_audit(s, "kind=special|origin=request"),
	    "R-5.5.1-01", "origin_text", "a special audit says what caused "
	    "it");
	stage_must(s, new_audit(s, "kind=special|origin=request|"
	    "origin_text=The client asks"));
}

/* 15 working days after 2 March is the 23rd. */
static void
an_audit_has_time_to_begin(struct stage *s)
{
	stage_only(s, "R-5.5.1-04");
	stage_set_on(s, "audit.update", s->audit, "planned_from=2026-03-20");
	stage_informed(s, stage_do(s, MANAGER, "audit.schedule", s->audit,
	    ""), "R-5.5.1-04", "AUD-26-001 starts in less than 15 working "
	    "days");
	stage_move(s, "audit", s->audit, AUDIT_STATE_PROPOSED);
	stage_set_on(s, "audit.update", s->audit, "planned_from=2026-03-23");
	stage_done(s, MANAGER, "audit.schedule", s->audit, "");
	assert_null(s->remarks);
}

static void
tools_suit_the_class(struct stage *s)
{
	int64_t t = stage_set(s, "tool.create", "name=Scanner|purpose=Scans|"
	    "approved_for=internal"), m = stage_set(s,
	    "method_choice.create", "audit=%d|mode=onsite|"
	    "interaction=with_people|methods=interview", s->audit);

	stage_set_on(s, "audit.update", s->audit, "class=confidential");
	stage_only(s, "R-5.4.4-04");
	stage_refused_at(s, stage_do(s, LEADER, "method_choice.update", m,
	    "tools=%d", t), "R-5.4.4-04", "tool", "Scanner is not approved "
	    "for confidential information");
	stage_set_on(s, "tool.update", t, "approved_for=confidential");
	stage_done(s, LEADER, "method_choice.update", m, "tools=%d", t);
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_programme_is_reviewed_before_it_ends),
		SCENE(an_audit_has_a_programme_and_a_cause),
		SCENE(an_audit_has_time_to_begin),
		SCENE(nine_rules_are_written),
		SCENE(the_manager_knows_or_learns),
		SCENE(tools_suit_the_class),
		SCENE(what_is_approved_stays),
		SCENE(what_is_left_alone_is_told),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
