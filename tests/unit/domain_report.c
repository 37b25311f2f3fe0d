/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_report.c - the rules of reports and of their copies. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"
#include "report/reports.h"

#include <string.h>

static const struct domain_part *const parts[] = { &report_part,
	&report_rules_part, NULL };

/* The report of the manager himself, in one state or another. */
static int64_t
report(struct stage *s, int64_t state)
{
	int64_t id = stage_set(s, "report.create", "audit=%d|version=1|"
	    "variant=full|language=english|title=Doors|class=internal|"
	    "sampling_statement=None|author=%d", s->audit,
	    s->person[MANAGER]);

	stage_move(s, "report", id, state);
	return id;
}

static int64_t
copy(struct stage *s, int64_t of, const char *more)
{
	return stage_set(s, "report_delivery.create", arena_fmt(s->arena,
	    "report=%%d|recipient=%%d|%s", more), of, s->person[OTHER]);
}

static void
the_author_does_not_approve(struct stage *s)
{
	static const char *const rules[] = { "R-6.5.1-03", "I-07" };
	int64_t id = report(s, REPORT_STATE_IN_REVIEW);

	for (size_t i = 0; i < NELEMS(rules); i++) {
		stage_only(s, rules[i]);
		stage_refused_at(s, stage_do(s, MANAGER, "report.approve", id,
		    ""), rules[i], "author", "the author of a report does not "
		    "approve it");
	}
	stage_done(s, CLIENT, "report.approve", id, "");
}

static void
what_was_issued_stays(struct stage *s)
{
	int64_t id = report(s, REPORT_STATE_ISSUED);
	static const char second[] = "audit=%d|version=2|variant=full|"
	    "language=english|title=Doors|class=internal|"
	    "sampling_statement=None|author=%d|replaces=%d|changes=%d";

	stage_only(s, "R-6.5.1-08");
	stage_refused(s, stage_do(s, LEADER, "report.update", id,
	    "title=Gates"), "R-6.5.1-08", "RPT-26-001 is issued and frozen");
	stage_refused_at(s, stage_do(s, LEADER, "report.create", 0,
	    "audit=%d|version=2|variant=full|language=english|title=Doors|"
	    "class=internal|sampling_statement=None|author=%d", s->audit,
	    s->person[LEADER]), "R-6.5.1-08", "changes",
	    "a later version says what changed");
	stage_done(s, LEADER, "report.create", 0, second, s->audit,
	    s->person[LEADER], id, (int64_t)1);
}

static void
people_are_named_by_position(struct stage *s)
{
	int64_t id = report(s, REPORT_STATE_DRAFT);
	int64_t talk = stage_set(s, "interview.create", "session=%d|"
	    "held_at=2026-03-02T09:00:00Z|position=Guard|consent_notes=yes|"
	    "class=internal", stage_session(s, stage_plan(s), ""));

	stage_set(s, "interviewee.create", "interview=%d|name=Bo Berg", talk);
	stage_only(s, "R-6.5.1-06");
	stage_refused_at(s, stage_do(s, LEADER, "report.submit", id,
	    "summary=Bo Berg knows."), "R-6.5.1-06", "summary",
	    "RPT-26-001 holds the name of the person");
	stage_done(s, LEADER, "report.submit", id, "summary=The guard knows.");
}

static void
strictly_confidential_is_not_quoted(struct stage *s)
{
	int64_t id = report(s, REPORT_STATE_DRAFT);
	int64_t f = stage_finding(s, "minor_nonconformity");

	stage_put(s, "finding", f, "presented_at", s->now);
	stage_put(s, "evidence", s->evidence, "class",
	    CLASS_STRICTLY_CONFIDENTIAL);
	stage_only(s, "R-6.5.1-07");
	stage_refused_at(s, stage_do(s, LEADER, "report.submit", id, ""),
	    "R-6.5.1-07", "class", "RPT-26-001 quotes EVD-26-001, which is "
	    "strictly confidential");
	s->reason = "The detail was left out.";
	stage_done(s, LEADER, "report.submit", id, "");
}

static void
copies_go_to_those_agreed_on(struct stage *s)
{
	int64_t d = copy(s, report(s, REPORT_STATE_ISSUED),
	    "basis=agreement|channel=system|encryption=system");

	stage_only(s, "R-6.5.2-01");
	stage_refused_at(s, stage_do(s, MANAGER, "report_delivery.send", d,
	    ""), "R-6.5.2-01", "client_consent_by", "copy RDL-26-001 is for "
	    "somebody beyond the plan and the programme");
	stage_put(s, "report_delivery", d, "client_consent_by",
	    s->person[CLIENT]);
	stage_done(s, MANAGER, "report_delivery.send", d, "");
}

static void
copies_leave_encrypted_and_are_confirmed(struct stage *s)
{
	int64_t id = report(s, REPORT_STATE_ISSUED);
	int64_t d = copy(s, id, "basis=plan|channel=mail|encryption=none");

	stage_put(s, "report", id, "class", CLASS_CONFIDENTIAL);
	stage_noted(s, "report_delivery", d, "R-6.5.2-05", NULL);
	stage_refused_at(s, stage_do(s, MANAGER, "report_delivery.send", d,
	    ""), "R-6.5.2-02", "encryption", "copy RDL-26-001 of a "
	    "confidential report would leave unencrypted");
	stage_done(s, MANAGER, "report_delivery.send", d, "encryption=pgp");
	stage_put(s, "report_delivery", d, "sent_at", s->now);
	stage_noted(s, "report_delivery", d, "R-6.5.2-05",
	    "copy 1 was sent on 2026-03-02 and is not confirmed");
	stage_done(s, MANAGER, "report_delivery.acknowledge", d, "");
	stage_noted(s, "report_delivery", d, "R-6.5.2-05",
	    "copy 1 was read on 2026-03-02");
}

static void
a_late_report_says_why(struct stage *s)
{
	int64_t id = report(s, REPORT_STATE_APPROVED);
	int64_t m = stage_set(s, "meeting.create", "audit=%d|kind=closing|"
	    "starts_at=2026-02-13T08:00:00Z|mode=onsite|chair=%d|"
	    "class=internal", s->audit, s->person[LEADER]);

	stage_move(s, "meeting", m, MEETING_STATE_CLOSED);
	stage_refused_at(s, stage_do(s, MANAGER, "report.issue", id, ""),
	    "R-6.5.2-03", "delay_reason",
	    "RPT-26-001 was to be issued by 2026-02-27");
	stage_set_on(s, "report.update", id, "delay_reason=Ill");
	stage_done(s, MANAGER, "report.issue", id, "");
	assert_int_equal(stage_number(s, "SELECT COUNT(*) FROM notification "
	    "WHERE recipient = %d AND subject_id = %d", s->person[CLIENT],
	    id), 1);
}

/* rule: which asks that the report says so, whoever wrote it */
static void
tells(struct stage *s, int64_t id, const char *rule, const char *text)
{
	struct buf b = { .arena = s->arena };
	struct doc *d;
	struct ctx cx;

	ctx_begin(&cx, s->arena, s->db);
	if (access_load(&cx) || report_audit(&cx, id, &d) ||
	    doc_html(&cx.err, &b, d))
		fail_msg("%s", cx.err.text);
	if (!strstr(buf_text(&b), text))
		fail_msg("%s: the report does not say \"%s\"", rule, text);
}

static void
a_report_tells_its_limits(struct stage *s)
{
	int64_t id = report(s, REPORT_STATE_DRAFT);
	int64_t item = stage_item(s, stage_paper(s));
	int64_t plan = stage_plan(s);
	int64_t w = stage_set(s, "independence_waiver.create", "audit=%d|"
	    "person=%d|rules=i_01|area=Gates|reason=Nobody else|"
	    "no_alternative=None|safeguards=swapped_areas", s->audit,
	    s->person[AUDITOR]);

	tells(s, id, "R-6.5.1-04", "Everything in the scope was covered.");
	tells(s, id, "R-6.5.1-05", "No rule of independence was waived.");
	stage_set(s, "access_constraint.create", "audit=%d|subject=Safe|"
	    "reason=safety|form=none|class=internal", s->audit);
	stage_set_on(s, "checklist_item.update", item, "state_reason=Locked");
	stage_move(s, "checklist_item", item, CHECKLIST_STATE_NOT_COVERED);
	stage_move(s, "disagreement", stage_set(s, "disagreement.create",
	    "finding=%d|auditee_view=Never", stage_finding(s,
	    "minor_nonconformity")), DISAGREEMENT_STATE_UNRESOLVED);
	stage_move(s, "independence_waiver", w, WAIVER_STATE_APPROVED);
	stage_move(s, "plan_session", stage_session(s, plan, ""),
	    SESSION_STATE_HELD);
	tells(s, id, "R-6.5.1-04", "Safe: ");
	tells(s, id, "R-6.5.1-04", "Are doors shut? Locked");
	tells(s, id, "R-6.5.1-04", "Never");
	tells(s, id, "R-6.5.1-05",
	    "adam worked on Gates under a waiver: Nobody else");
	tells(s, id, "R-6.5.1-05",
	    "0 of 60 minutes of the sessions were held remotely.");
}

ON_STAGE(the_author_does_not_approve)
ON_STAGE(a_report_tells_its_limits)
ON_STAGE(what_was_issued_stays)
ON_STAGE(people_are_named_by_position)
ON_STAGE(strictly_confidential_is_not_quoted)
ON_STAGE(copies_go_to_those_agreed_on)
ON_STAGE(copies_leave_encrypted_and_are_confirmed)
ON_STAGE(a_late_report_says_why)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(the_author_does_not_approve),
		STAGED(what_was_issued_stays),
		STAGED(a_report_tells_its_limits),
		STAGED(people_are_named_by_position),
		STAGED(strictly_confidential_is_not_quoted),
		STAGED(copies_go_to_those_agreed_on),
		STAGED(copies_leave_encrypted_and_are_confirmed),
		STAGED(a_late_report_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
