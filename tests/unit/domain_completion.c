/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_completion.c - 6.6: the end of an audit, and who learns what of it. */
#include "unit.h"
#include "stage.h"

#include "base/date.h"
#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &audit_part,
	&completion_part, NULL };

#define ALL_TOPICS "topics_done=activities|topics_done=records_filed|" \
	"topics_done=copies_returned|topics_done=packages_wiped|" \
	"topics_done=access_closed|topics_done=lessons_written|" \
	"topics_done=feedback_asked"

static int64_t
issued_report(struct stage *s)
{
	int64_t id = stage_set(s, "report.create", "audit=%d|version=1|"
	    "variant=full|language=english|title=Doors|class=internal|"
	    "sampling_statement=None|author=%d", s->audit,
	    s->person[LEADER]);

	stage_put(s, "report", id, "state", REPORT_STATE_ISSUED);
	return id;
}

static int64_t
feedbacks(struct stage *s)
{
	struct list l;
	struct ctx cx;

	ctx_begin(&cx, s->arena, s->db);
	assert_int_equal(store_of(&cx, entity_find("feedback"), "audit",
	    s->audit, &l), RC_OK);
	return (int64_t)l.n;
}

/* "R-6.6-01", "R-6.6-02" */
static void
an_audit_ends_reported_and_settled(struct stage *s)
{
	int64_t c = stage_set(s, "completion.create", "audit=%d", s->audit);
	int64_t paper, out;

	stage_put(s, "completion", c, "state", COMPLETION_STATE_DONE);
	stage_put(s, "audit", s->audit, "state", AUDIT_STATE_REPORTING);
	stage_put(s, "audit", s->audit, "leader", s->person[LEADER]);
	stage_refused(s, stage_do(s, LEADER, "audit.complete", s->audit, ""),
	    "R-6.6-01", "no report of the audit is issued");
	issued_report(s);
	paper = stage_set(s, "working_paper.create", "audit=%d|title=Doors|"
	    "owner=%d|class=internal", s->audit, s->person[AUDITOR]);
	out = stage_set(s, "offline_package.create", "audit=%d|person=%d|"
	    "papers=%d|device=Laptop 2|expires_on=2099-01-01", s->audit,
	    s->person[AUDITOR], paper);
	stage_refused(s, stage_do(s, LEADER, "audit.complete", s->audit, ""),
	    "R-6.6-02", "OFF-26-001 is neither returned nor wiped");
	stage_put(s, "offline_package", out, "state", OFFLINE_STATE_WIPED);
	assert_int_equal(feedbacks(s), 0);
	stage_must(s, stage_do(s, LEADER, "audit.complete", s->audit, ""));
	/* Client, leader and auditor; nobody speaks for this auditee. */
	assert_int_equal(feedbacks(s), 3);
	stage_refused(s, stage_do(s, LEADER, "completion.reopen", c,
	    "state_reason=A copy turned up"), "completion.reopen",
	    "AUD-26-001 is completed already");
}

/* "R-6.6-02": what was only looked at, and when. */
static void
a_session_with_a_view_is_over(struct stage *s)
{
	int64_t plan = stage_set(s, "plan.create", "audit=%d|version=1",
	    s->audit);
	int64_t session = stage_set(s, "plan_session.create", "plan=%d|"
	    "kind=interview|title=Doors|starts_at=2026-03-02T09:00:00Z|"
	    "duration=60|mode=onsite|class=internal", plan);
	int64_t c = stage_set(s, "completion.create", "audit=%d|"
	    "no_lessons_reason=Nothing new|" ALL_TOPICS, s->audit);

	stage_set(s, "access_entry.create", "audit=%d|session=%d|seen=Log|"
	    "seen_by=%d|seen_at=2026-03-02T09:10:00Z", s->audit, session,
	    s->person[AUDITOR]);
	stage_refused(s, stage_do(s, LEADER, "completion.finish", c, ""),
	    "R-6.6-02", "SES-26-001, in which ACE-26-001 was seen, is not "
	    "over");
	stage_put(s, "plan_session", session, "state", SESSION_STATE_HELD);
	stage_must(s, stage_do(s, LEADER, "completion.finish", c, ""));
}

/* "R-6.6-05" */
static void
a_completion_leaves_nothing_open(struct stage *s)
{
	int64_t c = stage_must(s, stage_do(s, LEADER, "completion.create", 0,
	    "audit=%d|topics_done=activities", s->audit));

	stage_refused_at(s, stage_do(s, LEADER, "completion.finish", c, ""),
	    "completion.finish", "topics_done",
	    "CPL-26-001 leaves \"Records filed\" open");
	stage_must(s, stage_do(s, LEADER, "completion.update", c,
	    ALL_TOPICS));
	stage_refused_at(s, stage_do(s, LEADER, "completion.finish", c, ""),
	    "R-6.6-05", "no_lessons_reason",
	    "no lesson of the audit is recorded");
	stage_must(s, stage_do(s, LEADER, "lesson_learned.create", 0,
	    "programme=%d|audit=%d|about=method|lesson=Look early|"
	    "effect=opportunity|class=internal", s->programme, s->audit));
	stage_must(s, stage_do(s, LEADER, "completion.finish", c, ""));
	stage_must(s, stage_do(s, LEADER, "completion.reopen", c,
	    "state_reason=A copy turned up"));
}

/* "R-6.6-03" */
static void
nothing_is_disclosed_against_their_will(struct stage *s)
{
	const char *request = "programme=%d|audit=%d|requester=A customer|"
	    "subject=The report";
	const char *yes = "decision=approve|state_reason=They asked well";
	int64_t d = stage_must(s, stage_do(s, MANAGER,
	    "disclosure_request.create", 0, request, s->programme, s->audit));

	stage_refused_at(s, stage_do(s, MANAGER, "disclosure_request.decide",
	    d, yes), "disclosure_request.decide", "legal_basis", "client and "
	    "auditee were not asked about DCL-26-001");
	stage_must(s, stage_do(s, MANAGER, "disclosure_request.ask", d, ""));
	stage_refused_at(s, stage_do(s, MANAGER, "disclosure_request.decide",
	    d, "state_reason=So"), "disclosure_request.decide", "decision",
	    "DCL-26-001 has no decision");
	stage_refused_at(s, stage_do(s, MANAGER, "disclosure_request.decide",
	    d, yes), "R-6.6-03", "client_answer",
	    "the client has not agreed to DCL-26-001");
	stage_put(s, "disclosure_request", d, "client_answer", ANSWER_YES);
	stage_put(s, "disclosure_request", d, "auditee_answer", ANSWER_NO);
	stage_refused_at(s, stage_do(s, MANAGER, "disclosure_request.decide",
	    d, yes), "R-6.6-03", "auditee_answer",
	    "the auditee has not agreed to DCL-26-001");
	stage_put(s, "disclosure_request", d, "auditee_answer", ANSWER_YES);
	stage_must(s, stage_do(s, MANAGER, "disclosure_request.decide", d,
	    yes));
	stage_must(s, stage_do(s, MANAGER, "disclosure_request.carry_out", d,
	    ""));
	d = stage_must(s, stage_do(s, MANAGER, "disclosure_request.create", 0,
	    "programme=%d|audit=%d|requester=A court|subject=The report|"
	    "legal_basis=Order 7 of the court", s->programme, s->audit));
	stage_must(s, stage_do(s, MANAGER, "disclosure_request.decide", d,
	    yes));
}

/* Feedback is asked for once the audit is over. */
static void
feedback_waits_for_the_end(struct stage *s)
{
	const char *ask = "audit=%d|asked=%d|side=auditor|about=process";

	stage_refused_at(s, stage_do(s, MANAGER, "feedback.create", 0, ask,
	    s->audit, s->person[AUDITOR]), "feedback.create", "audit",
	    "AUD-26-001 is not completed");
	stage_put(s, "audit", s->audit, "state", AUDIT_STATE_COMPLETED);
	stage_must(s, stage_do(s, MANAGER, "feedback.create", 0, ask,
	    s->audit, s->person[AUDITOR]));
}

static void
end_audit(struct stage *s, int64_t days_ago)
{
	struct ctx cx;
	struct list l;

	ctx_begin(&cx, s->arena, s->db);
	assert_int_equal(store_of(&cx, entity_find("team_assignment"),
	    "audit", s->audit, &l), RC_OK);
	for (size_t i = 0; i < l.n; i++)
		stage_put(s, "team_assignment",
		    ((struct record *)l.rec[i])->id, "changed_at", 1);
	stage_put(s, "audit", s->audit, "state", AUDIT_STATE_CLOSED);
	stage_put(s, "audit", s->audit, "completed_at", s->now -
	    days_ago * DAY_SECONDS);
	stage_must(s, stage_do(s, -1, "audit.update", s->audit, ""));
}

/* "R-6.6-04" */
static void
the_team_reads_evidence_for_a_month(struct stage *s)
{
	end_audit(s, 29);
	assert_true(stage_sees(s, AUDITOR, "evidence", s->evidence));
	end_audit(s, 31);
	assert_false(stage_sees(s, AUDITOR, "evidence", s->evidence));
	stage_set(s, "setting.create",
	    "name=team_access_days|value=40|note=A court case");
	end_audit(s, 31);
	assert_true(stage_sees(s, AUDITOR, "evidence", s->evidence));
}

ON_STAGE(an_audit_ends_reported_and_settled)
ON_STAGE(a_session_with_a_view_is_over)
ON_STAGE(a_completion_leaves_nothing_open)
ON_STAGE(nothing_is_disclosed_against_their_will)
ON_STAGE(feedback_waits_for_the_end)
ON_STAGE(the_team_reads_evidence_for_a_month)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(an_audit_ends_reported_and_settled),
		STAGED(a_session_with_a_view_is_over),
		STAGED(a_completion_leaves_nothing_open),
		STAGED(nothing_is_disclosed_against_their_will),
		STAGED(feedback_waits_for_the_end),
		STAGED(the_team_reads_evidence_for_a_month),
	};

	return cmocka_run_group_tests_name("completion", tests, NULL, NULL);
}
