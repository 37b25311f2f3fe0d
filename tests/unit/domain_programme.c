/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* domain_programme.c - what 5.1 to 5.4.2 ask of a programme. */
#include "unit.h"

#include "base/text.h"
#include "domain/domain.h"
#include "model/choices.h"
#include "store_stand.h"

#include <string.h>

enum { MANAGER, CLIENT };

struct scene { struct stand *st; int64_t org, edition, programme, revision; };

#define text(sc, fmt, ...) arena_fmt((sc)->st->arena, fmt, __VA_ARGS__)

static struct ctx
judged(struct scene *sc, int who)
{
	struct ctx cx = stand_as(sc->st, who);

	cx.domain = &muster_domain;
	return cx;
}

static enum rc
order(struct ctx *cx, const char *command, int64_t on, const char *set,
    int64_t *id)
{
	struct pair in[32];
	struct order o = { .command = command, .in = in };
	struct done d = { 0 };
	enum rc rc;

	if (on)
		o.on = arena_fmt(cx->arena, "%lld", (long long)on);
	o.n = stand_pairs(cx->arena, set, in);
	rc = command_alone(cx, &o, 1, &d, NULL);
	if (id)
		*id = d.id;
	return rc;
}

static int64_t
must(struct scene *sc, int who, const char *command, int64_t on,
    const char *set)
{
	struct ctx cx = judged(sc, who);
	int64_t id;

	cx.reason = "a test";
	if (order(&cx, command, on, set, &id))
		fail_msg("%s: %s (%s, %s)", command, cx.err.text, cx.err.field
		    ? cx.err.field : "-", cx.err.rule ? cx.err.rule : "-");
	return id;
}

/* The order is refused by this rule, whose message has these words. */
static void
refused(struct scene *sc, int who, const char *command, int64_t on,
    const char *set, const char *rule, const char *words)
{
	struct ctx cx = judged(sc, who);

	assert_int_equal(order(&cx, command, on, set, NULL), RC_RULE);
	assert_string_equal(cx.err.rule, rule);
	if (!strstr(cx.err.text, words))
		fail_msg("%s: %s", rule, cx.err.text);
}

static int64_t
of_programme(struct scene *sc, int who, const char *command, const char *set)
{
	return must(sc, who, command, 0, text(sc, "programme=%lld|%s",
	    (long long)sc->programme, set));
}

static void
open_scene(struct scene *sc, struct stand *st)
{
	*sc = (struct scene){ .st = st };
	sc->org = stand_must(st, -1, "organization.create", NULL,
	    "name=House|duties=client|duties=auditee");
	stand_person(st, MANAGER, "mary", "programme_manager", sc->org);
	stand_person(st, CLIENT, "carl", "client", sc->org);
	sc->edition = must(sc, -1, "criteria_edition.create", 0, text(sc,
	    "source=%lld|label=2022|status=current", (long long)must(sc, -1,
	    "criteria_source.create", 0,
	    "short_name=ISO/IEC 27001|title=ISMS|kind=standard")));
	sc->programme = must(sc, MANAGER, "programme.create", 0, text(sc,
	    "title=Audits|client=%lld|client_person=%lld|manager=%lld|"
	    "party=first|period_from=2026-01-01|period_to=2028-12-31|"
	    "cycle_years=3|auditees=%lld|schemes=%lld|report_approver=manager",
	    (long long)sc->org, (long long)st->person[CLIENT],
	    (long long)st->person[MANAGER], (long long)sc->org,
	    (long long)sc->edition));
	sc->revision = stand_number(st, "SELECT id FROM programme_revision");
}

static void
fill_elements(struct scene *sc)
{
	for (int k = 1; k <= 8; k++)
		must(sc, MANAGER, "revision_element.update", stand_number(
		    sc->st, text(sc, "SELECT id FROM revision_element WHERE "
		    "element = %d", k)), "status=complete|text=There it is.");
}

static void
missing(struct scene *sc, const char *rule, const char *words)
{
	refused(sc, MANAGER, "programme_revision.submit", sc->revision, "",
	    rule, words);
}

/* Each thing that is missing is asked for, one after the other. */
static void
submission(struct stand *st)
{
	struct scene scene, *sc = &scene;
	int64_t in, ob, ap, risk;

	open_scene(sc, st);
	missing(sc, "R-5.1-02", "the element \"Objectives\" of");
	fill_elements(sc);
	refused(sc, MANAGER, "revision_element.update", stand_number(st,
	    "SELECT min(id) FROM revision_element"), "text=", "R-5.1-03",
	    "the element \"Objectives\" is empty");
	missing(sc, "R-5.2-01", "the programme has no objective");
	refused(sc, MANAGER, "programme_objective.create", 0, text(sc,
	    "programme=%lld|statement=Good|kind=conformity",
	    (long long)sc->programme), "R-5.2-04", "has no indicator");
	ob = of_programme(sc, MANAGER, "programme_objective.create",
	    "statement=Good|kind=conformity");
	missing(sc, "R-5.2-02", "rests on no input");
	in = of_programme(sc, MANAGER, "programme_input.create",
	    "kind=contract|source=One|as_of=2026-01-01|class=internal");
	must(sc, MANAGER, "programme_objective.update", ob, text(sc,
	    "inputs=%lld", (long long)in));
	missing(sc, "R-5.2-03", "no input on security requirements was");
	for (size_t i = 0; i < 4; i++)
		of_programme(sc, MANAGER, "programme_input.create", text(sc,
		    "kind=%s|source=One|as_of=2026-01-01|class=internal",
		    ((const char *const[]){ "security_requirement",
		    "requirement", "incident", "risk" })[i]));
	missing(sc, "R-5.2-04", "has no indicator");
	must(sc, MANAGER, "programme_objective.update", ob, text(sc,
	    "target=all|indicator=%lld", (long long)must(sc, -1,
	    "indicator.create", 0, "short_name=K-90|label=Share|question=How much|"
	    "unit=per_cent|direction=up|period=month")));
	missing(sc, "R-5.2-05", "top management has not said");
	must(sc, MANAGER, "programme_revision.update", sc->revision, text(sc,
	    "strategy_comment=Fits.|strategy_comment_by=%lld",
	    (long long)st->person[CLIENT]));
	missing(sc, "R-5.3-01", "\"Information security of audit\"");
	risk = of_programme(sc, MANAGER, "programme_risk.create",
	    "kind=risk|area=information_security_of_audit|"
	    "description=Notes lost|likelihood=4|consequence=4");
	assert_int_equal(stand_number(st, text(sc, "SELECT level FROM "
	    "programme_risk WHERE id = %lld", (long long)risk)),
	    RISK_LEVEL_VERY_HIGH);
	of_programme(sc, MANAGER, "programme_risk.create",
	    "kind=risk|area=evidence_availability|"
	    "description=Logs gone|likelihood=2|consequence=2");
	missing(sc, "R-5.3-02", "is very_high and still open");
	refused(sc, MANAGER, "programme_risk.treat", risk, "",
	    "programme_risk.treat", "has no Treatment");
	must(sc, MANAGER, "programme_risk.treat", risk, text(sc,
	    "treatment=reduce|owner=%lld|review_on=2027-01-01",
	    (long long)st->person[MANAGER]));
	missing(sc, "R-5.4.1-01", "has not accepted an appointment");
	ap = of_programme(sc, CLIENT, "appointment.create", text(sc,
	    "duty=programme_manager|person=%lld|appointed_by=%lld|"
	    "valid_from=2026-01-01|authority=All", (long long)
	    st->person[MANAGER], (long long)st->person[CLIENT]));
	must(sc, MANAGER, "appointment.accept", ap, "");
	assert_int_equal(stand_number(st, "SELECT count(*) FROM role_grant "
	    "WHERE scope = 2"), 1);
	missing(sc, "R-5.4.2-02", "no development entry");
	must(sc, CLIENT, "appointment.end", ap, "state_reason=Over");
	assert_int_equal(stand_number(st, "SELECT count(*) FROM role_grant "
	    "WHERE scope = 2 AND state = 1"), 0);
}

/* A review answers every input before it is concluded. */
static void
reviews_and_changes(struct stand *st)
{
	struct scene scene, *sc = &scene;
	int64_t rv, pc, cp, g;

	open_scene(sc, st);
	refused(sc, MANAGER, "programme.update", sc->programme, text(sc,
	    "client_person=%lld", (long long)st->person[MANAGER]), "R-5.1-01",
	    "are the same person");
	refused(sc, MANAGER, "programme.update", sc->programme, text(sc,
	    "client_person=%lld|small_organization=true", (long long)
	    st->person[MANAGER]), "R-5.1-01", "are the same person");
	rv = of_programme(sc, MANAGER, "programme_review.create",
	    "period_from=2026-01-01|period_to=2026-12-31");
	refused(sc, MANAGER, "programme_review.conclude", rv, "conclusions=x",
	    "R-5.7-02", "says nothing on \"Results and trends");
	refused(sc, MANAGER, "programme_review.conclude", rv, "conclusions=x|"
	    "monitoring_results=x|process_conformity=x|interested_parties=x|"
	    "records=x|new_methods=x|risk_actions=x|security_matters=x",
	    "R-5.7-03", "says nothing on \"Security events");
	must(sc, MANAGER, "programme_review.conclude", rv, "conclusions=x|"
	    "monitoring_results=x|process_conformity=x|interested_parties=x|"
	    "records=x|new_methods=x|risk_actions=x|security_matters=x|"
	    "security_events=none");
	refused(sc, MANAGER, "programme_review.report", rv, "",
	    "programme_review.report", "says nothing on \"Reported to");

	pc = of_programme(sc, MANAGER, "programme_change.create",
	    "cause=incident|proposal=One audit more");
	refused(sc, MANAGER, "programme_change.assess", pc, "",
	    "programme_change.assess", "does not say what it affects");
	must(sc, MANAGER, "programme_change.assess", pc, "impact=audits_added");
	refused(sc, MANAGER, "programme_change.decide", pc,
	    "decision=approve|state_reason=x", "programme_change.decide",
	    "which the client decides");
	must(sc, CLIENT, "programme_change.decide", pc,
	    "decision=approve|state_reason=x");
	refused(sc, MANAGER, "programme_change.apply", pc, "", "R-5.6-03",
	    "no approved revision holds it");

	cp = of_programme(sc, CLIENT, "complaint.create", text(sc,
	    "raised_by=%lld|about=programme_manager|text=Late|class=internal",
	    (long long)st->person[CLIENT]));
	refused(sc, MANAGER, "complaint.acknowledge", cp, "", "R-5.4.1-04",
	    "goes to the client");
	g = must(sc, -1, "guidance_item.create", 0, "clause_2022=4.1|"
	    "list=intent|position=1|text=Look|origin=product");
	refused(sc, MANAGER, "guidance_item.update", g, "text=Other",
	    "R-A-01", "came with the product");
}

static void
tests_reviews_and_changes(void **state)
{
	(void)state;
	stand_on_both(reviews_and_changes, "domain_programme");
}

static void
tests_submission(void **state)
{
	(void)state;
	stand_on_both(submission, "domain_programme");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tests_reviews_and_changes),
		cmocka_unit_test(tests_submission),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
