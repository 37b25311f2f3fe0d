/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_advice.c - what is said about records as they lie. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &advice_part,
	&reserved_part, NULL };

static int64_t
isms_edition(struct stage *s)
{
	return stage_set(s, "criteria_edition.create", "source=%d|label=2022|"
	    "status=current", stage_set(s, "criteria_source.create",
	    "short_name=ISO/IEC 27001|title=ISMS|kind=standard"));
}

static void
typical_objectives_are_offered(struct stage *s)
{
	static const struct { const char *kind, *about; } typical[] = {
		{ "legal_contractual", "conformity with law and contracts" },
		{ "risk_management_confidence",
		    "confidence in how the auditee manages risks" },
		{ "effectiveness", "how well actions on risks and "
		    "opportunities work" },
	};
	int64_t o = stage_set(s, "programme_objective.create",
	    "programme=%d|statement=Good|kind=conformity", s->programme);

	stage_noted(s, "programme_objective", o, "R-5.2-06", NULL);
	stage_set_on(s, "programme.update", s->programme, "schemes=%d",
	    isms_edition(s));
	for (size_t i = 0; i < NELEMS(typical); i++) {
		stage_noted(s, "programme_objective", o, "R-5.2-06",
		    arena_fmt(s->arena, "no objective of PRG-26-001 is about "
		    "%s", typical[i].about));
		stage_set(s, "programme_objective.create", arena_fmt(
		    s->arena, "programme=%%d|statement=Good|kind=%s",
		    typical[i].kind), s->programme);
	}
	stage_noted(s, "programme_objective", o, "R-5.2-06", NULL);
}

static void
a_small_house_takes_the_short_form(struct stage *s)
{
	stage_noted(s, "audit", s->audit, "R-6.1-01", NULL);
	stage_set_on(s, "audit.update", s->audit, "single_auditor=true");
	stage_noted(s, "audit", s->audit, "R-6.1-01",
	    "AUD-26-001 may take the short form");
}

static void
remote_work_has_a_good_side(struct stage *s)
{
	int64_t m = stage_set(s, "method_choice.create", "audit=%d|"
	    "mode=remote|interaction=with_people|methods=interview",
	    s->audit);

	stage_noted(s, "method_choice", m, "R-5.5.3-06",
	    "MET-26-001 works remotely and names no opportunity of it");
	stage_set_on(s, "method_choice.update", m,
	    "opportunities=Less travel");
	stage_noted(s, "method_choice", m, "R-5.5.3-06", NULL);
}

static void
requests_fall_due(struct stage *s)
{
	int64_t r = stage_set(s, "information_request.create", "audit=%d|"
	    "addressee=%d|item=List of keys|purpose=Sample|due=2026-03-02",
	    s->audit, s->person[AUDITEE]);

	stage_noted(s, "information_request", r, "R-6.2.2-04", NULL);
	s->now += DAY_SECONDS;
	stage_noted(s, "information_request", r, "R-6.2.2-04",
	    "REQ-26-001 was due on 2026-03-02 and is not answered");
	stage_move(s, "information_request", r, REQUEST_STATE_ANSWERED);
	stage_noted(s, "information_request", r, "R-6.2.2-04", NULL);
}

static void
depth_follows_size(struct stage *s)
{
	int64_t p = stage_set(s, "isms_profile.create", "organization=%d|"
	    "as_of=2026-01-01|persons_total=49|class=internal", s->org);
	int64_t d = stage_set(s, "document.create", "audit=%d|"
	    "organization=%d|title=Plan|kind=diagram|held=reference|"
	    "class=internal", s->audit, s->org);
	int64_t n = stage_set(s, "document_review_note.create", "audit=%d|"
	    "document=%d|result=adequate|note=Fine", s->audit, d);

	stage_noted(s, "document_review_note", n, "R-6.3.1-05",
	    "with 49 persons an overview is enough");
	stage_set_on(s, "isms_profile.update", p, "persons_total=50");
	stage_noted(s, "document_review_note", n, "R-6.3.1-05",
	    "with 50 persons the main documents are read");
	stage_set_on(s, "isms_profile.update", p, "persons_total=250");
	stage_noted(s, "document_review_note", n, "R-6.3.1-05",
	    "with 250 persons documents of each area are read");
}

static void
risks_and_controls_answer_to_each_other(struct stage *s)
{
	int64_t edition = isms_edition(s), risk, e, plan = stage_plan(s);
	int64_t soa = stage_set(s, "statement_of_applicability.create",
	    "organization=%d|version=1|dated=2026-01-01|edition=%d|"
	    "class=internal", s->org, edition);

	e = stage_set(s, "applicability_entry.create", "statement=%d|"
	    "control=%d|necessary=yes", soa, stage_set(s,
	    "criterion_item.create", "edition=%d|number=A.5.1|title=Policy|"
	    "kind=control", edition));
	risk = stage_set(s, "isms_risk.create", "organization=%d|"
	    "summary=Thieves|level=low|class=internal", s->org);
	stage_noted(s, "statement_of_applicability", soa, "R-6.3.1-03",
	    "no control of SOA-26-001 answers to the risk RSK-26-001");
	stage_set_on(s, "isms_risk.update", risk, "ended_on=2026-01-01");
	stage_noted(s, "statement_of_applicability", soa, "R-6.3.1-03",
	    "necessary controls of SOA-26-001 that answer to no risk: 1");
	stage_set_on(s, "baseline.update", s->baseline, "statement=%d", soa);
	stage_refused(s, stage_do(s, LEADER, "plan.submit", plan, ""),
	    "R-6.3.1-03", "necessary controls of SOA-26-001 that answer to "
	    "no risk: 1");
	stage_set_on(s, "applicability_entry.update", e, "risks=%d", risk);
	stage_done(s, LEADER, "plan.submit", plan, "");
}

static void
what_is_left_out_changes_the_scope(struct stage *s)
{
	int64_t c = stage_set(s, "access_constraint.create", "audit=%d|"
	    "subject=Rack 4|reason=safety|form=none|class=internal",
	    s->audit), change;

	stage_move(s, "access_constraint", c, CONSTRAINT_STATE_ASSESSED);
	stage_done(s, MANAGER, "access_constraint.decide", c,
	    "decision=reduce_scope|state_reason=No way in");
	change = stage_number(s, "SELECT id FROM scope_change WHERE "
	    "constraint_cause = %d", c);
	assert_true(change > 0);
	stage_move(s, "scope_change", change, SCOPE_CHANGE_STATE_REFUSED);
	stage_refused(s, stage_do(s, LEADER, "access_constraint.apply", c,
	    ""), "R-6.2.3-04",
	    "no change of the scope carries out ACC-26-001");
	stage_move(s, "scope_change", change, SCOPE_CHANGE_STATE_APPROVED);
	stage_done(s, LEADER, "access_constraint.apply", c, "");
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(a_small_house_takes_the_short_form),
		SCENE(depth_follows_size),
		SCENE(remote_work_has_a_good_side),
		SCENE(requests_fall_due),
		SCENE(risks_and_controls_answer_to_each_other),
		SCENE(typical_objectives_are_offered),
		SCENE(what_is_left_out_changes_the_scope),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
