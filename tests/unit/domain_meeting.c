/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_meeting.c - the rules of opening and closing meetings. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &meeting_part, NULL };

static int64_t
meeting(struct stage *s, const char *kind)
{
	int64_t id = stage_set(s, "meeting.create", arena_fmt(s->arena,
	    "audit=%%d|kind=%s|starts_at=2026-03-02T08:00:00Z|mode=onsite|"
	    "chair=%%d|class=internal|minutes=Short.|"
	    "deadline_basis=by agreement|closing_topics=recommendations", kind),
	    s->audit, s->person[LEADER]);

	stage_set(s, "attendance.create", "meeting=%d|person=%d|"
	    "side=auditee|management=true|present=true", id,
	    s->person[AUDITEE]);
	stage_put(s, "meeting", id, "state", MEETING_STATE_OPEN);
	return id;
}

static void
each_nonconformity_was_presented(struct stage *s)
{
	int64_t m = meeting(s, "closing");
	int64_t f = stage_finding(s, "minor_nonconformity");

	stage_put(s, "audit", s->audit, "state", AUDIT_STATE_CONCLUDING);
	stage_refused(s, stage_do(s, LEADER, "meeting.close", m, ""),
	    "R-6.4.10-01", "FND-26-001 was not presented");
	stage_gate(s, LEADER, "audit.report", s->audit, "R-6.4.10-01",
	    "FND-26-001 was not presented");
	stage_put(s, "finding", f, "presented_at", 1772460000);
	stage_open(s, LEADER, "audit.report", s->audit, "R-6.4.10-01");
	stage_must(s, stage_do(s, LEADER, "meeting.close", m, ""));
}

static void
both_views_of_a_dispute_are_recorded(struct stage *s)
{
	int64_t m = meeting(s, "closing");
	int64_t f = stage_finding(s, "minor_nonconformity");

	stage_put(s, "finding", f, "presented_at", 1772460000);
	stage_put(s, "finding", f, "state", FINDING_STATE_DISPUTED);
	stage_refused(s, stage_do(s, LEADER, "meeting.close", m, ""),
	    "R-6.4.10-02", "FND-26-001 is disputed and no disagreement is "
	    "recorded");
	stage_set(s, "disagreement.create", "finding=%d|auditee_view=No", f);
	stage_must(s, stage_do(s, LEADER, "meeting.close", m, ""));
}

static void
recommendations_are_said_not_to_bind(struct stage *s)
{
	int64_t m = meeting(s, "closing"), o;

	stage_put(s, "meeting", m, "closing_topics", 0);
	stage_refused_at(s, stage_do(s, LEADER, "meeting.close", m, ""),
	    "R-6.4.10-04", "closing_topics",
	    "MTG-26-001 did not say that recommendations are not binding");
	o = stage_set(s, "overall_conclusion.create", "audit=%d|summary=Good",
	    s->audit);
	stage_noted(s, "overall_conclusion", o, "R-6.4.10-04",
	    NULL);
	stage_set_on(s, "overall_conclusion.update", o, "improvement=Locks");
	stage_noted(s, "overall_conclusion", o, "R-6.4.10-04",
	    "OVC-26-001 recommends; a recommendation binds nobody");
	s->reason = "All knew.";
	stage_must(s, stage_do(s, LEADER, "meeting.close", m, ""));
}

static void
meetings_may_be_short_or_split(struct stage *s)
{
	int64_t opening = meeting(s, "opening"), closing = meeting(s,
	    "closing");
	int64_t f = stage_finding(s, "minor_nonconformity");

	stage_noted(s, "meeting", opening, "R-6.4.3-03", NULL);
	stage_put(s, "audit", s->audit, "small_organization", 1);
	stage_noted(s, "meeting", opening, "R-6.4.3-03",
	    "MTG-26-001 may be short, as the organization is small");
	stage_noted(s, "meeting", closing, "R-6.4.10-06", NULL);
	stage_put(s, "finding", f, "class", CLASS_STRICTLY_CONFIDENTIAL);
	stage_noted(s, "meeting", closing, "R-6.4.10-06",
	    "MTG-26-002 may be split, as FND-26-001 is strictly "
	    "confidential");
}

ON_STAGE(each_nonconformity_was_presented)
ON_STAGE(both_views_of_a_dispute_are_recorded)
ON_STAGE(recommendations_are_said_not_to_bind)
ON_STAGE(meetings_may_be_short_or_split)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(each_nonconformity_was_presented),
		STAGED(both_views_of_a_dispute_are_recorded),
		STAGED(recommendations_are_said_not_to_bind),
		STAGED(meetings_may_be_short_or_split),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
