/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_reading.c - what is read, found, counted, told and offered. */
#include "unit.h"
#include "stage.h"

#include "core/query.h"
#include "core/search.h"
#include "domain/domain.h"
#include "model/choices.h"

#include <string.h>

static const struct domain_part *const parts[] = { &access_grant_part,
	&checklist_part, &system_part, &working_paper_part, NULL };

static struct ctx
reader(struct stage *s, int who)
{
	struct ctx cx;

	ctx_begin(&cx, s->arena, s->db);
	cx.account = s->account[who];
	cx.person = s->person[who];
	cx.now = s->now;
	cx.today = day_of_time(s->now);
	assert_int_equal(access_load(&cx), RC_OK);
	return cx;
}

/* How many records of a type that person counts, lists and finds. */
static void
counts(struct stage *s, int who, const char *record, const char *words,
    int64_t n)
{
	struct ctx cx = reader(s, who);
	struct query q = { .entity = entity_find(record) };
	struct hit *hits;
	struct page p;
	size_t found;
	int64_t counted;

	assert_int_equal(query_run(&cx, &q, &p), RC_OK);
	assert_int_equal(p.n, n);
	assert_int_equal(query_count(&cx, &q, &counted), RC_OK);
	assert_int_equal(counted, n);
	assert_int_equal(search_find(&cx, words, q.entity, 50, &hits, &found),
	    RC_OK);
	assert_int_equal(found, n);
}

/* "N-14": what is hidden is like what is not there. */
static void
hidden_is_like_missing(struct stage *s)
{
	int64_t f = stage_finding(s, "minor_nonconformity");
	struct ctx cx = reader(s, AUDITEE);
	struct caption c;
	char text[sizeof(cx.err.text)];
	void *rec;

	stage_set_on(s, "finding.update", f, "title=Turnstile");
	counts(s, AUDITOR, "finding", "turnstile", 1);
	counts(s, AUDITEE, "finding", "turnstile", 0);
	assert_int_equal(query_captions(&cx, entity_find("finding"), &f, 1,
	    &c), RC_OK);
	assert_null(c.code);
	assert_int_equal(store_load(&cx, entity_find("finding"), f, &rec),
	    RC_MISSING);
	memcpy(text, cx.err.text, sizeof(text));
	assert_int_equal(store_load(&cx, entity_find("finding"), 999999999,
	    &rec), RC_MISSING);
	assert_string_equal(cx.err.text, text);
	stage_put(s, "finding", f, "presented_at", s->now);
	counts(s, AUDITEE, "finding", "turnstile", 1);
}

/* "N-05": of another auditee nothing is seen, and nothing counted. */
static void
one_auditee_sees_nothing_of_another(struct stage *s)
{
	int64_t org = stage_set(s, "organization.create",
	    "name=Other|duties=auditee");
	int64_t audit = stage_set(s, "audit.create", "programme=%d|"
	    "title=Turnstile|kind=internal|party=first|mode=onsite|"
	    "announcement=announced|auditee=%d|client=%d|"
	    "planned_from=2026-03-02|origin=schedule|class=internal",
	    s->programme, org, s->org);
	int64_t f = stage_set(s, "finding.create", "audit=%d|title=Turnstile|"
	    "type=minor_nonconformity|statement=Open|class=internal|"
	    "drafted_by=%d", audit, s->person[AUDITOR]);
	struct query q = { .entity = entity_find("finding") };
	struct ctx cx = reader(s, AUDITEE);
	struct group *groups;
	size_t n;

	stage_put(s, "finding", f, "presented_at", s->now);
	assert_false(stage_sees(s, AUDITEE, "audit", audit));
	counts(s, AUDITEE, "finding", "turnstile", 0);
	assert_int_equal(query_group(&cx, &q, "type", &groups, &n), RC_OK);
	assert_int_equal(n, 0);
	counts(s, MANAGER, "finding", "turnstile", 1);
}

/* "N-11": guides and observers read until the audit closes. */
static void
guides_read_until_the_closing(struct stage *s)
{
	int64_t plan = stage_plan(s);

	stage_set(s, "role_grant.create", "person=%d|duty=guide|scope=audit|"
	    "audit=%d|valid_from=2020-01-01|reason=test|granted_by=%d",
	    s->person[OTHER], s->audit, s->person[MANAGER]);
	assert_true(stage_sees(s, OTHER, "plan", plan));
	stage_put(s, "audit", s->audit, "state", AUDIT_STATE_REPORTING);
	stage_set_on(s, "audit.update", s->audit, "title=Doors again");
	assert_false(stage_sees(s, OTHER, "plan", plan));
}

/* "R-7.1-02": the person, the evaluator and the manager read it. */
static void
few_read_an_evaluation(struct stage *s)
{
	int64_t criteria = stage_set(s, "evaluation_criteria.create",
	    "duty=auditor|version=1");
	int64_t process = stage_set(s, "evaluation_process.create",
	    "version=1|text=Yearly|period_months=12|least_methods=2");
	int64_t v = stage_set(s, "evaluation.create", "person=%d|duty=auditor|"
	    "criteria=%d|process=%d|planned_on=2026-05-01|evaluator=%d|"
	    "methods=observation", s->person[AUDITOR], criteria, process,
	    s->person[MANAGER]);

	assert_true(stage_sees(s, AUDITOR, "evaluation", v));
	assert_true(stage_sees(s, MANAGER, "evaluation", v));
	assert_false(stage_sees(s, LEADER, "evaluation", v));
	assert_false(stage_sees(s, AUDITEE, "evaluation", v));
	assert_false(stage_sees(s, OTHER, "evaluation", v));
}

/* "N-09", "N-12" */
static void
reading_from_outside_is_short_and_listed(struct stage *s)
{
	const char *third = "audit=%d|person=%d|kind=third_party_reading|"
	    "evidence=%d|reason=Visit|valid_from=2026-03-01T00:00:00Z|"
	    "valid_until=2026-03-15T00:00:00Z";

	stage_refused_at(s, stage_do(s, MANAGER, "access_grant.create", 0,
	    "audit=%d|person=%d|kind=third_party_reading|reason=Visit|"
	    "areas=report|valid_from=2026-03-01T00:00:00Z|"
	    "valid_until=2026-03-02T00:00:00Z", s->audit, s->person[OTHER]),
	    "N-09", "reports",
	    "AGT-26-001 names no record that may be read");
	stage_refused_at(s, stage_do(s, -1, "access_grant.create", 0,
	    "audit=%d|person=%d|kind=third_party_reading|evidence=%d|"
	    "reason=Visit|valid_from=2026-03-01T00:00:00Z|"
	    "valid_until=2026-03-15T00:00:01Z", s->audit, s->person[OTHER],
	    s->evidence), "N-09", "valid_until",
	    "AGT-26-001 lasts longer than 14 days");
	stage_done(s, -1, "access_grant.create", 0, third, s->audit,
	    s->person[OTHER], s->evidence);
	stage_refused_at(s, stage_do(s, MANAGER, "access_grant.create", 0,
	    "audit=%d|person=%d|kind=emergency|areas=evidence|reason=Fire|"
	    "valid_from=2026-03-01T00:00:00Z|"
	    "valid_until=2026-03-02T00:00:01Z", s->audit, s->person[MANAGER]),
	    "N-12", "valid_until", "AGT-26-002 lasts longer than 24 hours");
	stage_done(s, MANAGER, "access_grant.create", 0,
	    "audit=%d|person=%d|kind=emergency|areas=evidence|reason=Fire|"
	    "valid_from=2026-03-01T00:00:00Z|"
	    "valid_until=2026-03-02T00:00:00Z", s->audit, s->person[MANAGER]);
}

/* "N-15", "N-16" */
static void
no_content_goes_out(struct stage *s)
{
	const char *notice = "recipient=%d|kind=step|subject=finding|"
	    "subject_id=%d|subject_code=";
	int64_t f = stage_finding(s, "minor_nonconformity"), tool, risk;
	const char *used;

	stage_refused_at(s, stage_do(s, -1, "notification.create", 0,
	    arena_fmt(s->arena, "%sDoors stand open", notice),
	    s->person[AUDITEE], f), "N-15", "subject_code",
	    "NTF-26-001 carries more than the code of a record");
	stage_done(s, -1, "notification.create", 0, arena_fmt(s->arena,
	    "%sFND-26-001", notice), s->person[AUDITEE], f);

	stage_refused_at(s, stage_do(s, MANAGER, "tool.create", 0,
	    "name=Translator|purpose=Words|outside_service=yes|"
	    "approved_for=internal"), "N-16", "approved_for",
	    "TOL-26-001 is an outside service and gets no audit content");
	tool = stage_done(s, MANAGER, "tool.create", 0, "name=Translator|"
	    "purpose=Words|outside_service=yes|approved_for=public");
	used = "audit=%d|mode=remote|methods=interview|"
	    "interaction=with_people|tools=%d";
	stage_refused_at(s, stage_do(s, LEADER, "method_choice.create", 0,
	    used, s->audit, tool), "N-16", "tools", "MET-26-001 uses an "
	    "outside service and nobody has accepted that risk");
	risk = stage_set(s, "audit_risk.create", "audit=%d|"
	    "source=cloud_or_ai_service|description=Words leave the house|"
	    "areas=confidentiality|likelihood=1|consequence=2|"
	    "precautions=read_only_account|class=internal", s->audit);
	stage_put(s, "audit_risk", risk, "state", AUDIT_RISK_STATE_ACCEPTED);
	stage_done(s, LEADER, "method_choice.create", 0, used, s->audit,
	    tool);
	stage_refused_at(s, stage_do(s, MANAGER, "tool.update", tool,
	    "approved_for=confidential"), "N-16", "approved_for",
	    "TOL-26-001 is an outside service and gets no audit content");
}

static int64_t
guidance(struct stage *s, const char *numbers)
{
	int64_t g = stage_set(s, "guidance_item.create", arena_fmt(s->arena,
	    "list=questions|position=1|text=Ask|origin=product|%s", numbers));

	stage_put(s, "guidance_item", g, "state", GUIDANCE_STATE_ACTIVE);
	return g;
}

/* "R-A-02": numbers of the own edition; "R-A-03": an offer, no more. */
static void
guidance_is_offered_by_edition(struct stage *s)
{
	int64_t edition = stage_number(s, "SELECT edition FROM audit_scheme "
	    "WHERE id = %d", s->scheme), item, paper;
	const char *count = "SELECT COUNT(*) FROM checklist_item "
	    "WHERE guidance = %d";
	int64_t old, both, now, template;

	stage_set_on(s, "criteria_edition.update", edition, "label=2013");
	old = guidance(s, "clause_2022=7|clause_2013=1");
	both = guidance(s, "clause_2022=1|clause_2013=1");
	now = guidance(s, "clause_2022=1");
	template = stage_set(s, "checklist_template.create",
	    "name=Empty|edition=%d", edition);
	paper = stage_done(s, AUDITOR, "working_paper.create", 0, "audit=%d|"
	    "title=Doors|owner=%d|class=internal|template=%d", s->audit,
	    s->person[AUDITOR], template);
	assert_int_equal(stage_number(s, count, old), 1);
	assert_int_equal(stage_number(s, count, both), 1);
	assert_int_equal(stage_number(s, count, now), 0);

	item = stage_number(s, "SELECT id FROM checklist_item "
	    "WHERE guidance = %d AND paper = %d", both, paper);
	stage_done(s, AUDITOR, "checklist_item.discard", item, "");
	assert_int_equal(stage_number(s, count, both), 0);
}

ON_STAGE(hidden_is_like_missing)
ON_STAGE(one_auditee_sees_nothing_of_another)
ON_STAGE(guides_read_until_the_closing)
ON_STAGE(few_read_an_evaluation)
ON_STAGE(reading_from_outside_is_short_and_listed)
ON_STAGE(no_content_goes_out)
ON_STAGE(guidance_is_offered_by_edition)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(hidden_is_like_missing),
		STAGED(one_auditee_sees_nothing_of_another),
		STAGED(guides_read_until_the_closing),
		STAGED(few_read_an_evaluation),
		STAGED(reading_from_outside_is_short_and_listed),
		STAGED(no_content_goes_out),
		STAGED(guidance_is_offered_by_edition),
	};

	return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
