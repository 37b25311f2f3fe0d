/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_job.c - what the program does on its clock, with the clock moved. */
#include "unit.h"
#include "stage.h"

#include "base/date.h"
#include "domain/domain.h"
#include "domain/job.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { NULL };

/* Orders with an effect when the job runs days after today. */
static int64_t
run(struct stage *s, const char *name, int64_t days)
{
	const struct job *j = job_find(&muster_domain, name);
	int64_t done;
	struct ctx cx;

	assert_non_null(j);
	ctx_begin(&cx, s->arena, s->db);
	cx.numbers = s->numbers;
	cx.domain = &muster_domain;
	cx.now += days * DAY_SECONDS;
	cx.today += days;
	if (job_alone(&cx, j, &done))
		fail_msg("%s: %s", name, cx.err.text);
	return done;
}

/* The last record of a type that names the person in this field. */
static const struct record *
last_of(struct stage *s, const char *record, const char *field, int64_t id)
{
	struct list l;
	struct ctx cx;

	ctx_begin(&cx, s->arena, s->db);
	assert_int_equal(store_of(&cx, entity_find(record), field, id, &l),
	    RC_OK);
	return l.n ? l.rec[l.n - 1] : NULL;
}

static const char *
shown(struct stage *s, const struct record *r, const char *record,
    const char *field)
{
	assert_non_null(r);
	return field_show(s->arena, field_find(entity_find(record), field), r);
}

static int64_t
late_action(struct stage *s, int64_t due_in)
{
	int64_t f = stage_set(s, "finding.create", "audit=%d|title=Doors|"
	    "type=minor_nonconformity|statement=Open|class=internal|"
	    "drafted_by=%d", s->audit, s->person[AUDITOR]);
	int64_t a = stage_set(s, "action.create", "finding=%d|"
	    "kind=correction|title=Shut|description=Now|owner=%d|"
	    "due=2026-01-01", f, s->person[AUDITEE]);

	stage_put(s, "action", a, "due", day_of_time(clock_now()) + due_in);
	stage_put(s, "action", a, "state", ACTION_STATE_IN_PROGRESS);
	return a;
}

static void
an_owner_is_reminded_once_and_told_when_late(struct stage *s)
{
	late_action(s, 10);
	assert_int_equal(run(s, "reminders", 0), 0);
	assert_int_equal(run(s, "reminders", 3), 1);
	assert_string_equal(shown(s, last_of(s, "notification", "recipient",
	    s->person[AUDITEE]), "notification", "kind"), "reminder");
	assert_int_equal(run(s, "reminders", 3), 0);
	assert_int_equal(run(s, "reminders", 4), 0);
	assert_int_equal(run(s, "reminders", 11), 1);
	assert_string_equal(shown(s, last_of(s, "notification", "recipient",
	    s->person[AUDITEE]), "notification", "kind"), "overdue");
	assert_int_equal(run(s, "reminders", 12), 0);
}

/* "R-6.7-06" */
static void
a_late_action_goes_to_the_client(struct stage *s)
{
	const struct record *task;

	late_action(s, 0);
	assert_int_equal(run(s, "watches", 30), 0);
	/* A task of the client, and a notice. */
	assert_int_equal(run(s, "watches", 31), 2);
	task = last_of(s, "task", "owner", s->person[CLIENT]);
	assert_string_equal(shown(s, task, "task", "title"),
	    "ACT-26-001 is 31 days late");
	assert_string_equal(shown(s, task, "task", "note"), "R-6.7-06");
	assert_int_equal(run(s, "watches", 32), 0);
}

static void
a_task_is_called_to_mind(struct stage *s)
{
	int64_t t = stage_set(s, "task.create", "title=Look|owner=%d",
	    s->person[AUDITOR]);

	assert_int_equal(run(s, "reminders", 0), 0);
	stage_put(s, "task", t, "due", day_of_time(clock_now()) + 2);
	assert_int_equal(run(s, "reminders", 0), 1);
	assert_int_equal(run(s, "reminders", 0), 0);
	stage_put(s, "task", t, "state", TASK_STATE_DONE);
	assert_int_equal(run(s, "reminders", 9), 0);
}

/* "N-12": what was granted until a day ends with it. */
static void
a_grant_ends_with_its_last_day(struct stage *s)
{
	int64_t today = day_of_time(clock_now());
	int64_t g = stage_set(s, "role_grant.create", "person=%d|"
	    "duty=top_management|scope=organization|organization=%d|"
	    "valid_from=2020-01-01|reason=test|granted_by=%d",
	    s->person[AUDITOR], s->org, s->person[MANAGER]);

	stage_put(s, "role_grant", g, "valid_until", today);
	assert_int_equal(run(s, "endings", 0), 0);
	assert_int_equal(run(s, "endings", 1), 1);
	assert_string_equal(shown(s, last_of(s, "role_grant", "person",
	    s->person[AUDITOR]), "role_grant", "state"), "ended");
	assert_int_equal(run(s, "endings", 2), 0);
}

ON_STAGE(an_owner_is_reminded_once_and_told_when_late)
ON_STAGE(a_late_action_goes_to_the_client)
ON_STAGE(a_task_is_called_to_mind)
ON_STAGE(a_grant_ends_with_its_last_day)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(an_owner_is_reminded_once_and_told_when_late),
		STAGED(a_late_action_goes_to_the_client),
		STAGED(a_task_is_called_to_mind),
		STAGED(a_grant_ends_with_its_last_day),
	};

	return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
