/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_access.c - who needs to know what of an audit. */
#include "unit.h"
#include "stage.h"

#include "core/access.h"
#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &access_grant_part, NULL };

/* One of each that the team makes for itself. */
struct papers { int64_t paper, item, evidence, finding, interview, person; };

static struct papers
team_papers(struct stage *s)
{
	struct papers p = { .paper = stage_paper(s),
		.finding = stage_finding(s, "minor_nonconformity"),
		.evidence = s->evidence };
	int64_t one = stage_session(s, stage_plan(s), "");

	p.item = stage_item(s, p.paper);
	p.interview = stage_set(s, "interview.create", "session=%d|"
	    "held_at=2026-03-02T09:00:00Z|position=Guard|consent_notes=yes|"
	    "class=internal", one);
	p.person = stage_set(s, "interviewee.create", "interview=%d|name=Bo",
	    p.interview);
	return p;
}

/* rule: which forbids that this person sees the record */
static void
hidden(struct stage *s, int who, const char *rule, const char *record,
    int64_t id)
{
	if (stage_sees(s, who, record, id))
		fail_msg("%s: %s is seen", rule, record);
}

static void
all_hidden(struct stage *s, int who, const char *rule, const struct papers *p)
{
	hidden(s, who, rule, "working_paper", p->paper);
	hidden(s, who, rule, "checklist_item", p->item);
	hidden(s, who, rule, "evidence", p->evidence);
	hidden(s, who, rule, "finding", p->finding);
	hidden(s, who, rule, "interview", p->interview);
	hidden(s, who, rule, "interviewee", p->person);
}

static void
duty(struct stage *s, const char *name)
{
	stage_set(s, "role_grant.create", arena_fmt(s->arena, "person=%%d|"
	    "duty=%s|scope=audit|audit=%%d|valid_from=2020-01-01|"
	    "reason=test|granted_by=%%d", name), s->person[OTHER], s->audit,
	    s->person[MANAGER]);
}

static void
observers_and_guides_see_no_papers(struct stage *s)
{
	struct papers p = team_papers(s);
	int64_t plan = stage_plan(s);

	hidden(s, OTHER, "N-01", "plan", plan);
	duty(s, "observer");
	all_hidden(s, OTHER, "R-6.4.2-02", &p);
	duty(s, "guide");
	all_hidden(s, OTHER, "R-6.4.2-02", &p);
	assert_true(stage_sees(s, OTHER, "plan", plan));
	assert_true(stage_sees(s, AUDITOR, "evidence", p.evidence));
}

static void
the_auditee_sees_what_was_presented(struct stage *s)
{
	struct papers p = team_papers(s);

	all_hidden(s, AUDITEE, "N-04", &p);
	stage_put(s, "finding", p.finding, "presented_at", s->now);
	assert_true(stage_sees(s, AUDITEE, "finding", p.finding));
	hidden(s, AUDITEE, "N-04", "working_paper", p.paper);
	/* What it gave itself it may see. */
	stage_put(s, "evidence", p.evidence, "created_by",
	    s->account[AUDITEE]);
	assert_true(stage_sees(s, AUDITEE, "evidence", p.evidence));
}

static void
the_manager_reads_papers_by_a_grant(struct stage *s)
{
	struct papers p = team_papers(s);
	int64_t g;

	stage_put(s, "audit", s->audit, "leader", s->person[LEADER]);
	all_hidden(s, MANAGER, "N-03", &p);
	g = stage_done(s, MANAGER, "access_grant.create", 0, "audit=%d|"
	    "person=%d|kind=reasoned_reading|areas=evidence|reason=Complaint|"
	    "valid_from=2026-03-01T00:00:00Z|"
	    "valid_until=2026-03-09T00:00:00Z", s->audit, s->person[MANAGER]);
	hidden(s, MANAGER, "N-03", "evidence", p.evidence);
	stage_done(s, LEADER, "access_grant.grant", g, "");
	assert_true(stage_sees(s, MANAGER, "evidence", p.evidence));
	hidden(s, MANAGER, "N-03", "working_paper", p.paper);
	assert_int_equal(stage_number(s, "SELECT COUNT(*) FROM notification "
	    "WHERE recipient = %d AND subject_id = %d", s->person[LEADER],
	    g), 1);
	stage_put(s, "access_grant", g, "kind", ACCESS_GRANT_KIND_EMERGENCY);
	stage_put(s, "access_grant", g, "valid_until",
	    s->now - 35 * 3600);
	stage_put(s, "access_grant", g, "state", 1);
	stage_refused(s, stage_do(s, LEADER, "access_grant.grant", g, ""),
	    "access_grant.grant", "AGT-26-001 is for the client to grant");
	stage_done(s, CLIENT, "access_grant.grant", g, "");
}

/* A supplier is audited for a customer. */
static void
supplier_and_customer_see_the_agreed_parts(struct stage *s)
{
	struct papers p = team_papers(s);

	stage_put(s, "audit", s->audit, "party", PARTY_SECOND);
	all_hidden(s, CLIENT, "N-06", &p);
	all_hidden(s, AUDITEE, "N-06", &p);
	duty(s, "top_management");
	hidden(s, OTHER, "N-06", "finding", p.finding);
	stage_put(s, "finding", p.finding, "presented_at", s->now);
	assert_true(stage_sees(s, CLIENT, "finding", p.finding));
	assert_true(stage_sees(s, OTHER, "finding", p.finding));
	hidden(s, OTHER, "N-06", "evidence", p.evidence);
	hidden(s, CLIENT, "N-06", "evidence", p.evidence);
	/* Without the client's duty it is the open fields alone. */
	assert_true(access_extract(entity_find("finding"), TOP));
	assert_false(access_extract(entity_find("finding"), ACL));
}

ON_STAGE(observers_and_guides_see_no_papers)
ON_STAGE(the_auditee_sees_what_was_presented)
ON_STAGE(the_manager_reads_papers_by_a_grant)
ON_STAGE(supplier_and_customer_see_the_agreed_parts)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(observers_and_guides_see_no_papers),
		STAGED(the_auditee_sees_what_was_presented),
		STAGED(the_manager_reads_papers_by_a_grant),
		STAGED(supplier_and_customer_see_the_agreed_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
