/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_documents.c - 4, 5.5.4, 6.2.3, 6.3.1: what is on file, for whom. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &people_part, &team_part,
	NULL };

static int64_t
document(struct stage *s, const char *kind, const char *more)
{
	return stage_set(s, "document.create", arena_fmt(s->arena,
	    "organization=%%d|title=Paper|kind=%s|held=reference|"
	    "class=internal|%s", kind, more), s->org);
}

/* Against ISO/IEC 27001 each of the least set is there, or said to be not. */
static void
an_isms_has_its_papers(struct stage *s)
{
	static const char *const kinds[] = { "scope_statement", "policy",
		"risk_method", "treatment_plan", "statement_of_applicability",
		"objectives", "internal_audit_result",
		"management_review_result" };
	int64_t plan = stage_plan(s), source = stage_set(s,
	    "criteria_source.create", "short_name=ISO/IEC 27001|title=ISMS|"
	    "kind=standard");

	stage_only(s, "R-6.3.1-01");
	stage_set(s, "audit_scheme.create", "baseline=%d|edition=%d",
	    s->baseline, stage_set(s, "criteria_edition.create",
	    "source=%d|label=2022|status=current", source));
	for (size_t i = 0; i < NELEMS(kinds); i++) {
		int64_t d = document(s, kinds[i], "version=1");
		const char *missing = arena_fmt(s->arena, "\"%s\" of the "
		    "auditee is neither registered nor noted as missing",
		    choice_named(document_kind_choices, kinds[i])->label);

		stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
		    "R-6.3.1-01", missing);
		if (i % 2)
			stage_set_on(s, "document.update", d,
			    "location=Folder");
		else
			stage_move(s, "document", d, DOCUMENT_STATE_MISSING);
	}
	stage_done(s, LEADER, "plan.submit", plan, "");
}

static void
papers_are_read_before_the_plan_is_agreed(struct stage *s)
{
	int64_t d = stage_set(s, "document.create", "audit=%d|"
	    "organization=%d|title=Plan|kind=diagram|held=reference|"
	    "class=internal", s->audit, s->org), n, plan = stage_plan(s);

	stage_move(s, "document", d, DOCUMENT_STATE_RECEIVED);
	stage_move(s, "plan", plan, PLAN_STATE_SENT);
	stage_only(s, "R-6.3.1-04");
	stage_refused(s, stage_do(s, AUDITEE, "plan.agree", plan, ""),
	    "R-6.3.1-04", "DOC-26-001 was received and not reviewed");
	stage_move(s, "document", d, DOCUMENT_STATE_REVIEWED);
	n = stage_set(s, "document_review_note.create", "audit=%d|"
	    "document=%d|result=gap|note=No door 4", s->audit, d);
	stage_refused(s, stage_do(s, AUDITEE, "plan.agree", plan, ""),
	    "R-6.3.1-04", "DRN-26-001 is a note of the document review that "
	    "leads nowhere");
	stage_set_on(s, "document_review_note.update", n,
	    "carry_to=working_paper");
	stage_done(s, AUDITEE, "plan.agree", plan, "");
}

static void
what_cannot_be_seen_is_carried_on(struct stage *s)
{
	int64_t plan = stage_plan(s), c = stage_set(s,
	    "access_constraint.create", "audit=%d|subject=Rack 4|"
	    "reason=safety|form=redacted|class=internal", s->audit);
	int64_t report = stage_set(s, "report.create", "audit=%d|version=1|"
	    "variant=full|language=english|title=Doors|class=internal|"
	    "sampling_statement=Three doors|author=%d", s->audit, s->person[LEADER]);

	stage_only(s, "R-6.2.3-05");
	stage_refused(s, stage_do(s, LEADER, "report.submit", report, ""),
	    "R-6.2.3-05", "ACC-26-001 is not carried to the report");
	stage_move(s, "access_constraint", c, CONSTRAINT_STATE_DECIDED);
	stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
	    "R-6.2.3-05", "ACC-26-001 is not carried to the plan");
	stage_done(s, LEADER, "access_constraint.apply", c, "");
	stage_done(s, LEADER, "plan.submit", plan, "");
	stage_done(s, LEADER, "report.submit", report, "");
}

/* R-4-03: who signed an older text is asked again, and keeps the old one. */
static void
a_new_text_is_signed_by_all(struct stage *s)
{
	int64_t old = stage_set(s, "conduct_declaration.create", "person=%d|"
	    "text_version=1|covers=code_of_conduct|covers=confidentiality|"
	    "valid_until=2026-12-31|text_hash="
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    s->person[AUDITOR]);

	stage_move(s, "conduct_declaration", old, DECLARATION_STATE_SIGNED);
	stage_noted(s, "conduct_declaration", old, "R-4-03", NULL);
	stage_done(s, MANAGER, "conduct_declaration.create", 0, "person=%d|"
	    "text_version=2|covers=code_of_conduct", s->person[LEADER]);
	assert_int_equal(stage_number(s, "SELECT count(*) FROM "
	    "conduct_declaration WHERE person = %d AND text_version = '2' AND "
	    "state = 1", s->person[AUDITOR]), 1);
	stage_noted(s, "conduct_declaration", old, "R-4-03",
	    "CON-26-001 is signed under text 1; text 2 holds now");
}

/* R-5.5.4-07: whoever comes later declares again, and all are told. */
static void
a_changed_team_declares_and_is_told(struct stage *s)
{
	static const char rule[] = "R-5.5.4-07";
	int64_t t, before = stage_number(s, "SELECT count(*) FROM "
	    "notification WHERE recipient = %d", s->person[CLIENT]);

	stage_move(s, "audit", s->audit, AUDIT_STATE_IN_PROGRESS);
	t = stage_done(s, MANAGER, "team_assignment.create", 0, "audit=%d|"
	    "person=%d|duty=auditor", s->audit, s->person[OTHER]);
	if (stage_number(s, "SELECT count(*) FROM interest_declaration WHERE "
	    "person = %d AND state = 1", s->person[OTHER]) != 1)
		fail_msg("%s: nobody asked for the interests", rule);
	stage_move(s, "team_assignment", t, ASSIGNMENT_STATE_DECLARED);
	stage_done(s, MANAGER, "team_assignment.replace", t,
	    "state_reason=Ill");
	if (stage_number(s, "SELECT count(*) FROM notification WHERE "
	    "recipient = %d", s->person[CLIENT]) != before + 1)
		fail_msg("%s: the client was not told", rule);
}

/* R-5.5.1-02: a programme and its parts, for those who need them. */
static void
parts_are_for_those_who_need_them(struct stage *s)
{
	static const char rule[] = "R-5.5.1-02";
	int64_t risk = stage_set(s, "programme_risk.create", "programme=%d|"
	    "kind=risk|area=planning|description=Ill|likelihood=1|"
	    "consequence=1", s->programme);

	if (!stage_sees(s, MANAGER, "programme_risk", risk) ||
	    !stage_sees(s, LEADER, "programme", s->programme))
		fail_msg("%s: who needs it does not see it", rule);
	if (stage_sees(s, AUDITEE, "programme_risk", risk) ||
	    stage_sees(s, OTHER, "programme", s->programme))
		fail_msg("%s: somebody sees too much", rule);
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_changed_team_declares_and_is_told),
		SCENE(a_new_text_is_signed_by_all),
		SCENE(an_isms_has_its_papers),
		SCENE(papers_are_read_before_the_plan_is_agreed),
		SCENE(parts_are_for_those_who_need_them),
		SCENE(what_cannot_be_seen_is_carried_on),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
