/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_criteria.c - 5.5.2: what a baseline measures against fits together. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &baseline_rules_part,
	NULL };

/* Two editions of ISO/IEC 27001, each with a control. */
struct isms { int64_t source, edition[2], control[2], statement; };

static struct isms
an_isms(struct stage *s)
{
	static const char *const label[] = { "2022", "2013" };
	struct isms i;

	i.source = stage_set(s, "criteria_source.create",
	    "short_name=ISO/IEC 27001|title=ISMS|kind=standard");
	for (int k = 0; k < 2; k++) {
		i.edition[k] = stage_set(s, "criteria_edition.create",
		    arena_fmt(s->arena, "source=%%d|label=%s|status=current",
		    label[k]), i.source);
		i.control[k] = stage_set(s, "criterion_item.create",
		    arena_fmt(s->arena, "edition=%%d|number=A.%d.1|"
		    "title=Policy|kind=control", 5 + k), i.edition[k]);
	}
	i.statement = stage_set(s, "statement_of_applicability.create",
	    "organization=%d|version=1|dated=2026-01-01|edition=%d|"
	    "class=internal", s->org, i.edition[0]);
	return i;
}

static int64_t
scheme(struct stage *s, int64_t edition, int64_t item)
{
	int64_t id = stage_set(s, "audit_scheme.create",
	    "baseline=%d|edition=%d", s->baseline, edition);

	stage_set(s, "audit_criterion.create", "scheme=%d|item=%d|"
	    "number=A|title=Policy|applicability=applicable", id, item);
	return id;
}

static enum rc
approve(struct stage *s)
{
	return stage_do(s, MANAGER, "baseline.approve", s->baseline, "");
}

static void
approved(struct stage *s)
{
	stage_must(s, approve(s));
	stage_move(s, "baseline", s->baseline, BASELINE_STATE_DRAFT);
}

static void
an_edition_is_named(struct stage *s)
{
	struct isms i = an_isms(s);
	int64_t first = scheme(s, i.edition[0], i.control[0]);

	stage_only(s, "R-5.5.2-02");
	approved(s);
	stage_refused_at(s, stage_do(s, MANAGER, "audit_scheme.create", 0,
	    "baseline=%d|edition=%d", s->baseline, i.edition[1]),
	    "R-5.5.2-02", "edition", "two editions of the same criteria are "
	    "named, 2022 and 2013");
	stage_set_on(s, "criteria_edition.update", i.edition[1], "amends=%d",
	    i.edition[0]);
	stage_done(s, MANAGER, "audit_scheme.create", 0,
	    "baseline=%d|edition=%d", s->baseline, i.edition[1]);
	stage_set(s, "audit_criterion.create", "scheme=%d|item=%d|number=A|"
	    "title=Policy|applicability=applicable", first, i.control[1]);
	stage_refused(s, approve(s), "R-5.5.2-02",
	    "A Policy is of another edition than SCH-26-002 names");
}

static void
the_statement_is_named(struct stage *s)
{
	struct isms i = an_isms(s);

	stage_only(s, "R-5.5.2-03");
	approved(s);
	scheme(s, i.edition[0], i.control[0]);
	stage_refused_at(s, approve(s), "R-5.5.2-03", "statement",
	    "BAS-26-001 names no statement of applicability");
	stage_set_on(s, "baseline.update", s->baseline,
	    "no_statement_reason=Being written");
	approved(s);
	stage_set_on(s, "baseline.update", s->baseline,
	    "no_statement_reason=|statement=%d", i.statement);
	approved(s);
}

static void
the_statement_is_of_that_edition(struct stage *s)
{
	struct isms i = an_isms(s);

	stage_set(s, "applicability_entry.create", "statement=%d|control=%d|"
	    "necessary=yes", i.statement, i.control[0]);
	stage_set_on(s, "baseline.update", s->baseline, "statement=%d",
	    i.statement);
	scheme(s, i.edition[1], i.control[1]);
	stage_only(s, "R-5.5.2-04");
	stage_refused_at(s, approve(s), "R-5.5.2-04", "statement", "the "
	    "statement is of another edition than 2013, and the map leaves "
	    "out: A.5.1");
	s->reason = "The rest is mapped by hand";
	approved(s);
	stage_set(s, "criterion_map.create", "from_item=%d|to_item=%d|"
	    "relation=same", i.control[1], i.control[0]);
	approved(s);
}

static void
the_statement_is_whole(struct stage *s)
{
	struct isms i = an_isms(s);
	int64_t e = stage_set(s, "applicability_entry.create", "statement=%d|"
	    "control=%d|necessary=yes", i.statement, i.control[0]);
	static const struct { const char *set, *lacks; } steps[] = {
		{ "own_control=x", "A.5.1 has no justification" },
		{ "justification=Needed",
		    "A.5.1 has no state of implementation" },
		{ "necessary=no", "A.5.1 has no reason for its exclusion" },
	};

	stage_only(s, "R-5.5.2-05");
	for (size_t k = 0; k < NELEMS(steps); k++)
		stage_informed(s, stage_do(s, AUDITEE,
		    "applicability_entry.update", e, steps[k].set),
		    "R-5.5.2-05", steps[k].lacks);
	stage_set_on(s, "baseline.update", s->baseline, "statement=%d",
	    i.statement);
	stage_set_on(s, "applicability_entry.update", e,
	    "necessary=yes|implemented=yes");
	approved(s);
	assert_null(s->remarks);
	stage_set(s, "applicability_entry.create", "statement=%d|control=%d|"
	    "necessary=no|exclusion_reason=None", i.statement, i.control[0]);
	stage_informed(s, approve(s), "R-5.5.2-05", "A.5.1 is listed twice");
	stage_move(s, "baseline", s->baseline, BASELINE_STATE_DRAFT);
	stage_set_on(s, "applicability_entry.update", e, "control=");
	stage_set(s, "criterion_item.create", "edition=%d|number=A.5.2|"
	    "title=Roles|kind=control", i.edition[0]);
	stage_informed(s, approve(s), "R-5.5.2-05",
	    "controls that SOA-26-001 does not list: 1, first A.5.2");
}

static void
high_risks_are_linked(struct stage *s)
{
	int64_t site = stage_set(s, "site.create", "organization=%d|name=Hall|"
	    "kind=plant|time_zone=UTC", s->org), risk, item;

	risk = stage_set(s, "isms_risk.create", "organization=%d|"
	    "summary=Thieves|level=high|sites=%d|class=internal", s->org,
	    site);
	stage_only(s, "R-5.5.2-06");
	approved(s);
	item = stage_set(s, "audit_scope_item.create", "baseline=%d|"
	    "kind=site|site=%d|included=yes", s->baseline, site);
	stage_refused(s, approve(s), "R-5.5.2-06", "the high risk RSK-26-001 "
	    "lies in the scope of BAS-26-001 and no item of it names it");
	stage_set_on(s, "audit_scope_item.update", item, "risks=%d", risk);
	approved(s);
}

static void
schemes_of_a_combined_audit_are_apart(struct stage *s)
{
	struct isms i = an_isms(s);
	int64_t other = scheme(s, i.edition[0], i.control[0]);

	stage_only(s, "R-5.5.2-08");
	approved(s);
	stage_set_on(s, "audit.update", s->audit, "combined=true");
	stage_set_on(s, "audit_scheme.update", s->scheme, "lead=%d",
	    s->person[LEADER]);
	stage_refused_at(s, approve(s), "R-5.5.2-08", "lead", "nobody leads "
	    "the scheme SCH-26-002 of the combined audit");
	stage_set_on(s, "audit_scheme.update", other, "lead=%d",
	    s->person[LEADER]);
	approved(s);
	stage_set(s, "audit_criterion.create", "scheme=%d|item=%d|number=A|"
	    "title=Policy|applicability=applicable", s->scheme,
	    i.control[0]);
	stage_refused(s, approve(s), "R-5.5.2-08", "A Policy is in two "
	    "schemes, SCH-26-001 and SCH-26-002");
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(an_edition_is_named),
		SCENE(high_risks_are_linked),
		SCENE(schemes_of_a_combined_audit_are_apart),
		SCENE(the_statement_is_named),
		SCENE(the_statement_is_of_that_edition),
		SCENE(the_statement_is_whole),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
