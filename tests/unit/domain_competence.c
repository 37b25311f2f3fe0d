/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_competence.c - 7.2, 7.6: what somebody must have done, and can. */
#include "unit.h"
#include "stage.h"

#include "domain/competence.h"
#include "domain/domain.h"
#include "domain/job.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &competence_part, NULL };

static int64_t
criteria(struct stage *s, const char *duty, const char *numbers)
{
	int64_t id = stage_set(s, "evaluation_criteria.create",
	    arena_fmt(s->arena, "duty=%s|version=1|%s", duty, numbers));

	stage_put(s, "evaluation_criteria", id, "state", RULE_STATE_APPROVED);
	return id;
}

static void
served(struct stage *s, const char *what)
{
	int64_t x = stage_set(s, "audit_experience.create", arena_fmt(
	    s->arena, "person=%%d|audit=%%d|complete=yes|"
	    "ended_on=2025-12-01|%s", what), s->person[OTHER], s->audit);

	stage_put(s, "audit_experience", x, "state",
	    EXPERIENCE_STATE_CONFIRMED);
}

static int64_t
status(struct stage *s, const char *duty, int64_t state)
{
	int64_t id = stage_set(s, "auditor_status.create", arena_fmt(s->arena,
	    "person=%%d|duty=%s|since=2026-01-01", duty), s->person[OTHER]);

	stage_put(s, "auditor_status", id, "state", state);
	return id;
}

static void
evaluated(struct stage *s, int64_t by, const char *duty)
{
	int64_t process = stage_set(s, "evaluation_process.create",
	    "version=1|text=Yearly|period_months=12|least_methods=2");
	int64_t v = stage_set(s, "evaluation.create", arena_fmt(s->arena,
	    "person=%%d|duty=%s|criteria=%%d|process=%%d|"
	    "planned_on=2026-01-01|evaluator=%%d|methods=observation", duty),
	    s->person[OTHER], by, process, s->person[LEADER]);

	stage_put(s, "evaluation", v, "decision", EVALUATION_DECISION_MEETS);
}

/* "R-7.2.4-01" */
static void
an_auditor_has_audited(struct stage *s)
{
	int64_t c = criteria(s, "auditor", "complete_audits=2|"
	    "audit_days=600|within_years=3");
	int64_t t = status(s, "auditor", AUDITOR_STATE_IN_TRAINING);

	served(s, "duty=trainee|days=300");
	stage_refused(s, stage_do(s, MANAGER, "auditor_status.qualify", t,
	    ""), "R-7.2.4-01",
	    "1 of 2 complete audits are confirmed for STA-26-001");
	served(s, "duty=trainee|days=200");
	stage_refused(s, stage_do(s, MANAGER, "auditor_status.qualify", t,
	    ""), "R-7.2.4-01",
	    "5 of 6 audit days are confirmed for STA-26-001");
	served(s, "duty=trainee|days=100");
	stage_refused(s, stage_do(s, MANAGER, "auditor_status.qualify", t,
	    ""), "R-7.2.4-01", "no evaluation says that the criteria are met "
	    "for STA-26-001");
	evaluated(s, c, "trainee");
	stage_done(s, MANAGER, "auditor_status.qualify", t, "");
}

/* "R-7.6-01": asked of whoever decided on the status. */
static void
a_status_lasts_by_practice(struct stage *s)
{
	const struct job *j = job_find(&muster_domain, "watches");
	int64_t t = status(s, "auditor", AUDITOR_STATE_QUALIFIED_AUDITOR);
	const char *asked = "SELECT COUNT(*) FROM task WHERE owner = %d AND "
	    "title = 'STA-26-001 has 0 of 1 audits of the last year: "
	    "restrict it?'";
	int64_t done;
	struct ctx cx;

	criteria(s, "auditor", "yearly_audits=1");
	stage_put(s, "auditor_status", t, "decided_by", s->person[MANAGER]);
	ctx_begin(&cx, s->arena, s->db);
	cx.numbers = s->numbers;
	cx.domain = &muster_domain;
	cx.today = day_of(2026, 12, 31);
	assert_int_equal(job_alone(&cx, j, &done), RC_OK);
	assert_int_equal(stage_number(s, asked, s->person[MANAGER]), 0);
	cx.today = day_of(2027, 1, 1);
	assert_int_equal(job_alone(&cx, j, &done), RC_OK);
	assert_int_equal(stage_number(s, asked, s->person[MANAGER]), 1);
}

/* "R-7.4-03": each method says what it shows. */
static void
methods_say_what_they_show(struct stage *s)
{
	(void)s;
	for (const struct choice *c = evaluation_method_choices; c->name; c++)
		assert_true(*c->meaning);
}

/* "R-7.2.5-01", "R-7.2.5-02" */
static void
a_leader_has_led_under_direction(struct stage *s)
{
	int64_t c = criteria(s, "leader", "leading_audits=1");
	int64_t t = status(s, "leader", AUDITOR_STATE_QUALIFIED_AUDITOR);

	served(s, "duty=acting_leader|days=300");
	stage_refused(s, stage_do(s, MANAGER, "auditor_status.qualify_leader",
	    t, ""), "R-7.2.5-01", "0 of 1 audits as acting leader are "
	    "confirmed for STA-26-001");
	served(s, arena_fmt(s->arena, "duty=acting_leader|days=300|"
	    "mentor=%lld", (long long)s->person[LEADER]));
	stage_refused(s, stage_do(s, MANAGER, "auditor_status.qualify_leader",
	    t, ""), "R-7.2.5-02", "no evaluation as a leader says that the "
	    "criteria are met for STA-26-001");
	evaluated(s, c, "leader");
	stage_done(s, MANAGER, "auditor_status.qualify_leader", t, "");
}

/* "R-7.2.3-02", "R-7.6-02" */
static void
claims_fade_and_editions_follow(struct stage *s)
{
	int64_t edition = stage_number(s, "SELECT edition FROM audit_scheme "
	    "WHERE id = %d", s->scheme), level = 0;
	int64_t source = stage_number(s, "SELECT source FROM criteria_edition "
	    "WHERE id = %d", edition);
	int64_t k = stage_set(s, "competence_criterion.create", "short_name=HR|"
	    "subject_group=discipline_isms|statement=House rules|level_1=a|"
	    "level_2=b|level_3=c|level_4=d|edition=%d", edition);
	int64_t c = stage_set(s, "competence_claim.create", "person=%d|"
	    "criterion=%d|level=3|proof=work|proof_text=Ten years|"
	    "valid_until=2026-03-02", s->person[OTHER], k);
	struct ctx cx;

	ctx_begin(&cx, s->arena, s->db);
	cx.today = day_of_time(s->now);
	assert_int_equal(competence_level(&cx, s->person[OTHER], k, &level),
	    RC_OK);
	assert_int_equal(level, 0);
	stage_put(s, "competence_claim", c, "state", CLAIM_STATE_VERIFIED);
	assert_int_equal(competence_level(&cx, s->person[OTHER], k, &level),
	    RC_OK);
	assert_int_equal(level, 3);
	level = 0;
	cx.today = day_of(2026, 9, 2);
	assert_int_equal(competence_level(&cx, s->person[OTHER], k, &level),
	    RC_OK);
	assert_int_equal(level, 2);
	level = 0;
	cx.today++;
	assert_int_equal(competence_level(&cx, s->person[OTHER], k, &level),
	    RC_OK);
	assert_int_equal(level, 0);

	stage_done(s, -1, "criteria_edition.create", 0,
	    "source=%d|label=2030|status=current", source);
	assert_int_equal(stage_number(s, "SELECT COUNT(*) FROM task "
	    "WHERE owner = %d AND title = 'Learn the edition 2030'",
	    s->person[OTHER]), 1);
}

ON_STAGE(an_auditor_has_audited)
ON_STAGE(a_status_lasts_by_practice)
ON_STAGE(methods_say_what_they_show)
ON_STAGE(a_leader_has_led_under_direction)
ON_STAGE(claims_fade_and_editions_follow)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(an_auditor_has_audited),
		STAGED(a_status_lasts_by_practice),
		STAGED(methods_say_what_they_show),
		STAGED(a_leader_has_led_under_direction),
		STAGED(claims_fade_and_editions_follow),
	};

	return cmocka_run_group_tests_name("competence", tests, NULL, NULL);
}
