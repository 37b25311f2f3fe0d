/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_extent.c - 5.4.3 and 5.4.4: how much is audited, with what. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &extent_part,
	&resources_part, NULL };

/* A programme against ISO/IEC 27001, whose items stand on the stage. */
struct isms { int64_t edition, revision, clause[11], group, control, site; };

static struct isms
an_isms(struct stage *s)
{
	struct isms i = { .revision = stage_number(s,
	    "SELECT id FROM programme_revision WHERE programme = %d",
	    s->programme) };

	i.edition = stage_set(s, "criteria_edition.create", "source=%d|"
	    "label=2022|status=current", stage_set(s,
	    "criteria_source.create", "short_name=ISO/IEC 27001|title=ISMS|"
	    "kind=standard"));
	for (int k = 4; k <= 10; k++)
		i.clause[k] = stage_set(s, "criterion_item.create", arena_fmt(
		    s->arena, "edition=%%d|number=%d|title=Clause|"
		    "kind=clause", k), i.edition);
	i.group = stage_set(s, "criterion_item.create", "edition=%d|"
	    "number=A.5|title=Controls|kind=theme", i.edition);
	i.control = stage_set(s, "criterion_item.create", "edition=%d|"
	    "number=A.5.1|title=Policy|kind=control|parent=%d", i.edition,
	    i.group);
	i.site = stage_set(s, "site.create", "organization=%d|name=Hall|"
	    "kind=plant|time_zone=UTC", s->org);
	stage_set_on(s, "programme.update", s->programme, "schemes=%d",
	    i.edition);
	if (!i.revision)
		i.revision = stage_set(s, "programme_revision.create",
		    "programme=%d|number=1|reason=First", s->programme);
	return i;
}

static int64_t
cell(struct stage *s, const char *of, int64_t id, const char *more)
{
	return stage_set(s, "coverage_cell.create", arena_fmt(s->arena,
	    "programme=%%d|%s=%%d|%s", of, more), s->programme, id);
}

static enum rc
submit(struct stage *s, const struct isms *i)
{
	return stage_do(s, MANAGER, "programme_revision.submit", i->revision,
	    "");
}

static void
submitted(struct stage *s, const struct isms *i)
{
	stage_must(s, submit(s, i));
	stage_move(s, "programme_revision", i->revision,
	    REVISION_STATE_DRAFT);
}

static void
every_isms_factor_is_rated(struct stage *s)
{
	struct isms i = an_isms(s);

	stage_only(s, "R-5.4.3-01");
	for (const struct choice *c = extent_factor_choices; c->name; c++) {
		if (c->value < EXTENT_FACTOR_PERSONS_AND_THIRD_PARTIES)
			continue;
		stage_refused(s, submit(s, &i), "R-5.4.3-01", arena_fmt(
		    s->arena, "the factor \"%s\" is not rated", c->label));
		stage_set(s, "extent_factor.create", arena_fmt(s->arena,
		    "revision=%%d|organization=%%d|factor=%s|rating=3|"
		    "effect=neutral|reason=As before", c->name), i.revision,
		    s->org);
	}
	submitted(s, &i);
}

static void
clauses_and_sites_are_covered(struct stage *s)
{
	struct isms i = an_isms(s);
	int64_t last = 0;

	stage_only(s, "R-5.4.3-02");
	for (int k = 4; k <= 10; k++) {
		stage_refused(s, submit(s, &i), "R-5.4.3-02", arena_fmt(
		    s->arena, "clause %d is covered by no audit of the cycle",
		    k));
		last = cell(s, "criterion", i.clause[k], "depth=sample");
	}
	stage_set_on(s, "coverage_cell.update", last, "depth=desk");
	stage_refused(s, submit(s, &i), "R-5.4.3-02",
	    "clause 10 is covered by no audit of the cycle");
	stage_set_on(s, "coverage_cell.update", last, "reason=Last year");
	stage_refused(s, submit(s, &i), "R-5.4.3-02",
	    "Hall is covered by no audit of the cycle");
	stage_only(s, "R-5.4.3-07");
	stage_informed(s, submit(s, &i), "R-5.4.3-07",
	    "not visited in this cycle: Hall");
	stage_noted(s, "programme_revision", i.revision, "R-5.4.3-07",
	    "not visited in this cycle: Hall");
	cell(s, "site", i.site, "depth=sample");
	stage_noted(s, "programme_revision", i.revision, "R-5.4.3-07", NULL);
	stage_move(s, "programme_revision", i.revision,
	    REVISION_STATE_DRAFT);
	stage_only(s, "R-5.4.3-02");
	submitted(s, &i);
}

static void
necessary_controls_are_covered(struct stage *s)
{
	struct isms i = an_isms(s);
	int64_t soa = stage_set(s, "statement_of_applicability.create",
	    "organization=%d|version=1|dated=2026-01-01|edition=%d|"
	    "class=internal", s->org, i.edition);

	stage_set(s, "applicability_entry.create", "statement=%d|control=%d|"
	    "necessary=yes", soa, i.control);
	stage_only(s, "R-5.4.3-03");
	stage_refused(s, submit(s, &i), "R-5.4.3-03", "necessary controls "
	    "that no audit of the cycle covers: 1, first A.5.1");
	cell(s, "criterion", i.group, "depth=sample");
	submitted(s, &i);
}

static int64_t
high_risk(struct stage *s, int64_t site)
{
	return stage_set(s, "isms_risk.create", "organization=%d|"
	    "summary=Thieves|level=high|sites=%d|class=internal", s->org,
	    site);
}

static void
high_risks_are_looked_at_each_year(struct stage *s)
{
	struct isms i = an_isms(s);
	int64_t risk = high_risk(s, i.site), c;

	stage_only(s, "R-5.4.3-04");
	stage_refused(s, submit(s, &i), "R-5.4.3-04",
	    "RSK-26-001 is a high risk that no audit of a year looks at");
	c = stage_set(s, "coverage_cell.create", "programme=%d|audit=%d|"
	    "risk=%d|site=%d|depth=sample", s->programme, s->audit, risk,
	    i.site);
	submitted(s, &i);
	stage_set_on(s, "audit.update", s->audit, "planned_from=2027-03-03");
	stage_refused(s, submit(s, &i), "R-5.4.3-04",
	    "RSK-26-001 is a high risk that no audit of a year looks at");
	stage_set_on(s, "audit.update", s->audit, "planned_from=2027-03-02");
	submitted(s, &i);

	stage_only(s, "R-5.4.4-02");
	stage_set_on(s, "coverage_cell.update", c, "depth=none");
	stage_refused(s, submit(s, &i), "R-5.4.4-02",
	    "no time is given to the high risk RSK-26-001 (COV-26-001)");
	stage_set_on(s, "coverage_cell.update", c, "depth=desk");
	submitted(s, &i);
}

static void
a_plan_gives_time_to_high_risks(struct stage *s)
{
	struct isms i = an_isms(s);
	int64_t risk = high_risk(s, i.site), plan = stage_plan(s), one;

	stage_set(s, "audit_scope_item.create", "baseline=%d|kind=site|"
	    "site=%d|included=yes", s->baseline, i.site);
	one = stage_session(s, plan, "");
	stage_only(s, "R-5.4.4-02");
	stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
	    "R-5.4.4-02", "no minute is planned for the high risk "
	    "RSK-26-001");
	stage_set_on(s, "plan_session.update", one, "isms_risks=%d", risk);
	stage_done(s, LEADER, "plan.submit", plan, "");
}

/* What was outsourced, and where decisions are taken, is marked. */
static void
what_needs_attention_is_marked(struct stage *s)
{
	int64_t p = stage_set(s, "isms_process.create", "organization=%d|"
	    "name=Hosting|outsourced=true", s->org), c;

	stage_only(s, "R-5.1-05");
	stage_informed(s, stage_do(s, MANAGER, "coverage_cell.create", 0,
	    "programme=%d|process=%d|depth=sample", s->programme, p),
	    "R-5.1-05", "Hosting is outsourced and not marked");
	c = stage_last(s);
	stage_noted(s, "coverage_cell", c, "R-5.1-05",
	    "Hosting is outsourced and not marked");
	stage_set_on(s, "isms_process.update", p,
	    "outsourced=false|main_decisions=true");
	stage_noted(s, "coverage_cell", c, "R-5.1-05",
	    "Hosting is where main decisions are taken and not marked");
	stage_set_on(s, "coverage_cell.update", c, "needs_attention=true");
	stage_noted(s, "coverage_cell", c, "R-5.1-05", NULL);
}

static int64_t
profile(struct stage *s, const char *as_of)
{
	int64_t p = stage_set(s, "isms_profile.create", arena_fmt(s->arena,
	    "organization=%%d|as_of=%s|class=internal", as_of), s->org);

	stage_move(s, "isms_profile", p, PROFILE_STATE_DELIVERED);
	return p;
}

/* 10 days are calculated: 7 may be planned, 7 must be granted. */
static void
days_are_enough(struct stage *s)
{
	int64_t days = stage_set(s, "resource_item.create", "programme=%d|"
	    "audit=%d|kind=auditor_days|days=699", s->programme, s->audit);

	stage_set(s, "audit_time_calculation.create", "programme=%d|audit=%d|"
	    "profile=%d|method=own|persons=50|business_type=1|"
	    "process_complexity=1|system_maturity=1|infrastructure=1|"
	    "supplier_dependency=1|development=1|own_time=1000|"
	    "own_reason=Known", s->programme, s->audit,
	    profile(s, "2026-01-01"));
	stage_only(s, "R-5.4.3-05");
	stage_refused(s, stage_do(s, MANAGER, "audit.schedule", s->audit, ""),
	    "R-5.4.3-05", "6.99 days are planned, of 10.00 calculated");
	stage_set_on(s, "resource_item.update", days, "days=700");
	stage_done(s, MANAGER, "audit.schedule", s->audit, "");

	stage_only(s, "R-5.4.4-01");
	stage_refused(s, stage_do(s, MANAGER, "audit.assign", s->audit, ""),
	    "R-5.4.4-01", "0.00 days are granted to AUD-26-001, of 10.00 "
	    "needed");
	stage_put(s, "resource_item", days, "granted_days", 699);
	stage_move(s, "resource_item", days, RESOURCE_STATE_GRANTED);
	stage_refused(s, stage_do(s, MANAGER, "audit.assign", s->audit, ""),
	    "R-5.4.4-01", "6.99 days are granted to AUD-26-001, of 10.00 "
	    "needed");
	stage_move(s, "resource_item", days, RESOURCE_STATE_REDUCED);
	stage_done(s, MANAGER, "audit.assign", s->audit, "");
	stage_move(s, "audit", s->audit, AUDIT_STATE_SCHEDULED);
	stage_put(s, "resource_item", days, "granted_days", 700);
	stage_move(s, "resource_item", days, RESOURCE_STATE_GRANTED);
	stage_done(s, MANAGER, "audit.assign", s->audit, "");
}

static void
a_profile_is_fresh(struct stage *s)
{
	profile(s, "2025-03-01");
	stage_only(s, "R-5.4.3-06");
	stage_refused(s, stage_do(s, MANAGER, "audit.schedule", s->audit, ""),
	    "R-5.4.3-06", "the ISMS profile ISP-26-001 is older than 12 "
	    "months");
	profile(s, "2025-03-02");
	stage_done(s, MANAGER, "audit.schedule", s->audit, "");
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_plan_gives_time_to_high_risks),
		SCENE(a_profile_is_fresh),
		SCENE(clauses_and_sites_are_covered),
		SCENE(days_are_enough),
		SCENE(every_isms_factor_is_rated),
		SCENE(high_risks_are_looked_at_each_year),
		SCENE(necessary_controls_are_covered),
		SCENE(what_needs_attention_is_marked),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
