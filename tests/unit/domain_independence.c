/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_independence.c - B.3: which ties keep whom from which area. */
#include "unit.h"
#include "stage.h"

#include "domain/domain.h"
#include "model/choices.h"

static const struct domain_part *const parts[] = { &independence_part,
	&people_part, NULL };

/* What is audited: a unit, whose head is the auditee, and its process. */
struct area { int64_t unit, process, item; };

static struct area
an_area(struct stage *s)
{
	struct area a;

	a.unit = stage_set(s, "org_unit.create", "organization=%d|name=Keys|"
	    "head=%d", s->org, s->person[AUDITEE]);
	a.process = stage_set(s, "isms_process.create", "organization=%d|"
	    "name=Key issue", s->org);
	a.item = stage_set(s, "audit_scope_item.create", "baseline=%d|"
	    "kind=unit|org_unit=%d|included=yes", s->baseline, a.unit);
	stage_set(s, "audit_scope_item.create", "baseline=%d|kind=process|"
	    "process=%d|included=yes", s->baseline, a.process);
	return a;
}

static int64_t
declared(struct stage *s, int who, const char *duty)
{
	int64_t t = stage_set(s, "team_assignment.create", arena_fmt(s->arena,
	    "audit=%%d|person=%%d|duty=%s", duty), s->audit, s->person[who]);

	stage_move(s, "team_assignment", t, ASSIGNMENT_STATE_DECLARED);
	return t;
}

/* A signed declaration of a tie to the unit of the area. */
static int64_t
tie(struct stage *s, const struct area *a, const char *more)
{
	int64_t d = stage_set(s, "interest_declaration.create",
	    arena_fmt(s->arena, "person=%%d|any_interest=yes|org_units=%%d|"
	    "class=internal|%s", more), s->person[OTHER], a->unit);

	stage_move(s, "interest_declaration", d, DECLARATION_STATE_SIGNED);
	return d;
}

static void
confirm_refused(struct stage *s, int64_t member, const char *rule,
    const char *facts)
{
	stage_only(s, rule);
	stage_refused(s, stage_do(s, MANAGER, "team_assignment.confirm",
	    member, ""), rule, arena_fmt(s->arena, "olaf has a tie to the "
	    "area: %s", facts));
}

static void
confirmed(struct stage *s, int64_t member, const char *rule)
{
	stage_only(s, rule);
	stage_done(s, MANAGER, "team_assignment.confirm", member, "");
	stage_move(s, "team_assignment", member, ASSIGNMENT_STATE_DECLARED);
}

/* A tie that has ended counts for the cooling-off time, 24 months, or not. */
static const struct { const char *rule, *kind, *last, *facts, *over; } kinds[] =
{
	{ "I-01", "responsibility", "2024-03-03", "Line responsibility until "
	  "2024-03-03; counts for 24 months", "2024-03-02" },
	{ "I-02", "operation", "2024-03-03", "Operated until 2024-03-03; "
	  "counts for 24 months", "2024-03-02" },
	{ "I-03", "ownership_of_control", "2026-03-02", "Owns a control or "
	  "asset until 2026-03-02", "2026-03-01" },
	{ "I-04", "reporting_line", "2026-03-02", "Reporting line until "
	  "2026-03-02", "2026-03-01" },
	{ "I-05", "financial", "2026-03-02", "Financial interest until "
	  "2026-03-02", "2026-03-01" },
};

static void
declared_ties_keep_out(struct stage *s)
{
	struct area a = an_area(s);
	int64_t t = declared(s, OTHER, "auditor");

	for (size_t i = 0; i < NELEMS(kinds); i++) {
		int64_t d = tie(s, &a, arena_fmt(s->arena,
		    "kind=%s|ends_on=%s", kinds[i].kind, kinds[i].last));

		confirm_refused(s, t, kinds[i].rule, arena_fmt(s->arena,
		    "INT-26-%03zu: %s", i + 1, kinds[i].facts));
		stage_set_on(s, "interest_declaration.update", d,
		    arena_fmt(s->arena, "ends_on=%s", kinds[i].over));
		confirmed(s, t, kinds[i].rule);
	}
}

static void
records_tell_of_ties(struct stage *s)
{
	struct area a = an_area(s);
	int64_t t = declared(s, OTHER, "auditor"), risk;

	stage_set_on(s, "org_unit.update", a.unit, "head=%d",
	    s->person[OTHER]);
	confirm_refused(s, t, "I-01", "heads Keys");
	stage_set_on(s, "org_unit.update", a.unit, "head=%d",
	    s->person[AUDITEE]);
	confirmed(s, t, "I-01");

	stage_set_on(s, "isms_process.update", a.process, "owner=%d",
	    s->person[OTHER]);
	confirm_refused(s, t, "I-03", "owns the process Key issue");
	stage_set_on(s, "isms_process.update", a.process, "owner=%d",
	    s->person[AUDITEE]);
	confirmed(s, t, "I-03");
	risk = stage_set(s, "isms_risk.create", "organization=%d|"
	    "summary=Keys lost|level=high|owner=%d|processes=%d|"
	    "class=internal", s->org, s->person[OTHER], a.process);
	confirm_refused(s, t, "I-03", "owns the risk RSK-26-001");
	stage_set_on(s, "isms_risk.update", risk, "owner=%d",
	    s->person[AUDITEE]);
	confirmed(s, t, "I-03");

	/* At the second level still, at the third no more. */
	stage_set_on(s, "person.update", s->person[OTHER], "line_manager=%d",
	    s->person[CLIENT]);
	stage_set_on(s, "person.update", s->person[CLIENT], "line_manager=%d",
	    s->person[AUDITEE]);
	confirm_refused(s, t, "I-04", "reporting line with the head of Keys");
	stage_set_on(s, "person.update", s->person[CLIENT], "line_manager=%d",
	    s->person[MANAGER]);
	stage_set_on(s, "person.update", s->person[MANAGER],
	    "line_manager=%d", s->person[AUDITEE]);
	confirmed(s, t, "I-04");
}

/* I-01 to I-05 can be waived; a waiver that is not approved is none. */
static void
the_client_may_waive(struct stage *s)
{
	struct area a = an_area(s);
	int64_t t = declared(s, OTHER, "auditor"), w;

	stage_set_on(s, "org_unit.update", a.unit, "head=%d",
	    s->person[OTHER]);
	w = stage_set(s, "independence_waiver.create", "audit=%d|person=%d|"
	    "rules=i_01|area=Keys|reason=Two people|"
	    "no_alternative=Nobody else|safeguards=evidence_rechecked",
	    s->audit, s->person[OTHER]);
	stage_set_on(s, "team_assignment.update", t, "waiver=%d", w);
	stage_only(s, "R-5.5.4-03");
	stage_refused(s, stage_do(s, MANAGER, "team_assignment.confirm", t,
	    ""), "R-5.5.4-03", "WAI-26-001 is no approved waiver for olaf in "
	    "this audit");
	stage_only(s, "independence_waiver.approve");
	stage_refused(s, stage_do(s, CLIENT, "independence_waiver.approve", w,
	    ""), "independence_waiver.approve", "WAI-26-001: a waiver is for "
	    "small organizations and first party audits");
	stage_set_on(s, "audit.update", s->audit, "small_organization=true");
	stage_done(s, CLIENT, "independence_waiver.approve", w, "");
	confirmed(s, t, "R-5.5.4-03");
	confirmed(s, t, "I-01");
}

/* Whoever sold advice to the auditee does not audit for its customer. */
static void
consultants_stay_out(struct stage *s)
{
	struct area a = an_area(s);
	int64_t t = declared(s, OTHER, "auditor"), d;

	d = tie(s, &a, arena_fmt(s->arena, "kind=consultancy|"
	    "ends_on=2024-03-03|organization=%lld", (long long)s->org));
	confirmed(s, t, "I-11");
	stage_set_on(s, "audit.update", s->audit, "certification_like=true");
	confirm_refused(s, t, "I-11", "INT-26-001: Advised until "
	    "2024-03-03; counts for 24 months");
	stage_set_on(s, "interest_declaration.update", d,
	    "ends_on=2024-03-02");
	confirmed(s, t, "I-11");
}

/* I-10: a gift is told, and going on with it has a reason. */
static void
gifts_are_warned_of(struct stage *s)
{
	int64_t d = stage_set(s, "interest_declaration.create", "person=%d|"
	    "audit=%d|any_interest=yes|kind=gift_or_bonus|class=internal",
	    s->person[AUDITOR], s->audit);

	stage_only(s, "I-10");
	stage_refused(s, stage_do(s, AUDITOR, "interest_declaration.sign", d,
	    ""), "I-10", "INT-26-001 declares a gift, travel or bonus linked "
	    "to the result");
	s->reason = "A calendar";
	stage_done(s, AUDITOR, "interest_declaration.sign", d, "");
	s->reason = NULL;
}

/* The fourth audit of the same unit under the same leader. */
static void
leaders_change(struct stage *s)
{
	struct area a = an_area(s);
	int64_t t = declared(s, OTHER, "leader"), last = 0;

	for (int i = 0; i < 3; i++) {
		int64_t b;

		last = stage_set(s, "audit.create", "programme=%d|title=Past|"
		    "kind=internal|party=first|mode=onsite|"
		    "announcement=announced|auditee=%d|client=%d|"
		    "planned_from=2025-03-01|origin=schedule|class=internal|"
		    "leader=%d", s->programme, s->org, s->org,
		    s->person[OTHER]);
		b = stage_set(s, "baseline.create", "audit=%d|version=1",
		    last);
		stage_set(s, "audit_scope_item.create", "baseline=%d|"
		    "kind=unit|org_unit=%d|included=yes", b, a.unit);
	}
	stage_only(s, "I-09");
	stage_refused(s, stage_do(s, MANAGER, "team_assignment.confirm", t,
	    ""), "I-09", "olaf would lead an audit of this area for the 4th "
	    "time");
	stage_set_on(s, "audit.update", last, "leader=%d", s->person[AUDITOR]);
	confirmed(s, t, "I-09");
}

int
main(void)
{
	const struct scene scenes[] = {
		SCENE(consultants_stay_out),
		SCENE(declared_ties_keep_out),
		SCENE(gifts_are_warned_of),
		SCENE(leaders_change),
		SCENE(records_tell_of_ties),
		SCENE(the_client_may_waive),
	};

	return stage_scenes(parts, scenes, NELEMS(scenes));
}
