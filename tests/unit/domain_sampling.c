/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * domain_sampling.c - the protocol of a draw, from the frozen list to the
 * statement, and what is refused on the way.
 */
#include "unit.h"
#include "stage.h"

#include "base/text.h"
#include "decide/draw.h"
#include "domain/domain.h"
#include "model/entities.h"
#include "model/audit_time.h"
#include "model/sampling.h"
#include "report/reports.h"

#include <string.h>

static const struct domain_part *const parts[] = { &audit_time_part,
	&report_part, &sampling_part, &site_sample_part, NULL };

static const char one[] = "dice of the auditor: 3 5 1 6",
	two[] = "a line of the auditee's own";

static struct sampling_plan *
plan_at(struct stage *s, int64_t id)
{
	return stage_peek(s, &sampling_plan_entity, id);
}

/* A table of n leavers, backwards, each in hall 1 or 2. */
static int64_t
leavers(struct stage *s, int n)
{
	struct buf b = { .arena = s->arena };

	buf_str(&b, "area,staff no,day\n");
	for (int i = n; i > 0; i--)
		buf_fmt(&b, "hall %d,\"1%03d\",2026-01-02\n", i % 3 ? 1 : 2, i);
	return stage_file(s, "leavers.csv", buf_text(&b));
}

static int64_t
new_plan(struct stage *s, int64_t file, const char *more)
{
	return stage_must(s, stage_do(s, AUDITOR, "sampling_plan.create", 0,
	    arena_fmt(s->arena, "audit=%%d|objective=Leavers|population=All|"
	    "source=Staff system|rationale=Usual|population_file=%%d|"
	    "id_column=staff no|selector=%%d|%s", more), s->audit, file,
	    s->person[AUDITOR]));
}

static const char *
seal(struct stage *s, int64_t id, const char *part)
{
	struct err err;
	char hex[HEX];

	assert_int_equal(draw_seal(&err, plan_at(s, id)->population_hash, part,
	    hex), RC_OK);
	return arena_str(s->arena, hex);
}

static void
seal_both(struct stage *s, int64_t id, const char *a, const char *b)
{
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", id,
	    arena_fmt(s->arena, "seal_one=%s|seal_two=%s", seal(s, id, a),
	    seal(s, id, b))));
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", id,
	    arena_fmt(s->arena, "part_one=%s|part_two=%s", a, b)));
}

static int64_t
drawn_plan(struct stage *s, int64_t file, const char *more)
{
	int64_t p = new_plan(s, file, more);

	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""));
	seal_both(s, p, one, two);
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""));
	return p;
}

static struct list
items_of(struct stage *s, int64_t plan)
{
	return stage_of(s, &sample_item_entity, "plan", plan);
}

static const struct sample_item *
item_at(struct stage *s, int64_t plan, size_t i)
{
	struct list l = items_of(s, plan);

	assert_true(i < l.n);
	return l.rec[i];
}

static void
judge_items(struct stage *s, int64_t plan, const char *first)
{
	struct list l = items_of(s, plan);

	for (size_t i = 0; i < l.n; i++)
		stage_must(s, stage_do(s, AUDITOR, "sample_item.update",
		    ((const struct record *)l.rec[i])->id, arena_fmt(s->arena,
		    "result=%s", i ? "ok" : first)));
}

#define PLAN "method=random|size=5|confidence=9500|tolerable_rate=5000"

/* R-6.3.2-09, R-6.4.7-04 */
static void
nothing_is_drawn_from_an_open_list(struct stage *s)
{
	int64_t p = stage_must(s, stage_do(s, AUDITOR, "sampling_plan.create", 0,
	    "audit=%d|objective=Leavers|population=All|source=Staff system|"
	    "method=random|size=5|rationale=Usual", s->audit));

	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""),
	    "R-6.3.2-09", "the list of SAM-26-001 is not frozen");
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""),
	    "R-6.3.2-09", "SAM-26-001 has neither a list nor a size");
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "part_one=11111111111111111111"), "R-6.3.2-09",
	    "the list of SAM-26-001 is not frozen");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "population_size=90|seed_way=dice"));
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""),
	    "R-6.3.2-09", "SAM-26-001 has no seed");
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "seed=4711"), "R-6.3.2-09",
	    "the seed of SAM-26-001 is made of the parts of both sides");
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "part_one=12345612345612345678"), "R-6.3.2-09",
	    "a part by dice has at least 20 digits 1 to 6");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "part_one=12345612345612345612|part_two=65432165432165432165"));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "part_two=11111111111111111111"), "R-6.3.2-09",
	    "this part is on record and stays");
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""),
	    "R-6.4.7-04", "nobody is named who selects for SAM-26-001");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "selector=%d", s->person[AUDITOR]));
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""));
	assert_int_equal(items_of(s, p).n, 5);
}

static void
a_list_is_a_list(struct stage *s)
{
	int64_t p = new_plan(s, stage_file(s, "l.csv", "no\n1\n2\n1\n"),
	    "method=random|size=2");

	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""),
	    "R-6.3.2-09", "row 1 of the list has no such column as the plan "
	    "names");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p, "id_column="));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""),
	    "R-6.3.2-09", "1 is there twice");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "population_file=%d|population_size=7", stage_file(s, "l.csv",
	    "no;x\n\n 3 ;a\n\"1\n")));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""),
	    "R-6.3.2-09", "row 4 of the list is too long, or no text");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "population_file=%d", stage_file(s, "l.csv", "no;x\n 3 ;a\n1\n")));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""),
	    "R-6.3.2-09", "the list has 2 rows and SAM-26-001 says 7");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "population_size="));
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""));
	/* printf '1\n3\n' | sha256sum */
	assert_string_equal(plan_at(s, p)->population_hash, "8391e9ff91c3c640"
	    "2f9596a8c9e82d4ceaa7815687f5854f7e1a23b194be4968");
	assert_int_equal(plan_at(s, p)->population_size, 2);
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "id_column=x"), "sampling_plan.update",
	    "the list of SAM-26-001 is frozen");
}

/* A list in order is streamed, so it may be longer than memory sorts. */
static void
a_long_list_in_order_is_streamed(struct stage *s)
{
	struct buf up = { .arena = s->arena }, down = { .arena = s->arena };
	int64_t p;

	for (int i = 0; i <= 200000; i++) {
		buf_fmt(&up, "%06d\n", i);
		buf_fmt(&down, "%06d\n", 200000 - i);
	}
	p = new_plan(s, stage_file(s, "down", buf_text(&down)), PLAN);
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "id_column="));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""),
	    "R-6.3.2-09", "a list of 200001 rows is too long for this");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "population_file=%d", stage_file(s, "up", buf_text(&up))));
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""));
	seal_both(s, p, one, two);
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""));
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(item_at(s, p, i)->identifier,
		    arena_fmt(s->arena, "%06d", (int)item_at(s, p,
		    i)->list_row - 1));
}

/* R-6.3.2-09 */
static void
both_sides_seal_before_either_shows(struct stage *s)
{
	int64_t p = new_plan(s, leavers(s, 40), PLAN);

	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.freeze", p, ""));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    "seal_one=abc"), "R-6.3.2-09",
	    "a seal is 64 hexadecimal digits");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p, arena_fmt(
	    s->arena, "seal_one=%s", seal(s, p, one))));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    arena_fmt(s->arena, "part_one=%s", one)), "R-6.3.2-09",
	    "SAM-26-001 does not have both seals yet");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p, arena_fmt(
	    s->arena, "seal_two=%s", seal(s, p, two))));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    arena_fmt(s->arena, "part_one=%s", two)), "R-6.3.2-09",
	    "the part does not fit its seal");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p, arena_fmt(
	    s->arena, "part_one=%s", one)));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.update", p,
	    arena_fmt(s->arena, "seal_two=%s", seal(s, p, one))),
	    "R-6.3.2-09", "a part of the seed of SAM-26-001 is known already");
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""),
	    "R-6.3.2-09", "SAM-26-001 has no seed");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.update", p, arena_fmt(
	    s->arena, "part_two=%s", two)));
	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.draw", p,
	    "seed=4711"), "R-6.3.2-09", "the seed of SAM-26-001 is made of the "
	    "parts of both sides");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""));
}

/* The items are those of the library, for the list in order. */
static void
the_draw_is_that_of_list_and_seed(struct stage *s)
{
	int64_t p = drawn_plan(s, leavers(s, 40), PLAN), row[5], tried;
	struct list l = items_of(s, p);
	struct sampling_plan *plan = plan_at(s, p);
	struct err err;
	char hex[HEX];

	assert_int_equal(draw_seed(&err, plan->population_hash, one, two, hex),
	    RC_OK);
	assert_string_equal(plan->seed, hex);
	assert_int_equal(draw_rivest(&err, s->arena, hex, 40, 0, 5, false, row,
	    &tried), RC_OK);
	assert_int_equal(l.n, 5);
	for (size_t i = 0; i < l.n; i++) {
		const struct sample_item *m = l.rec[i];

		assert_int_equal(m->list_row, row[i]);
		assert_int_equal(m->position, i + 1);
		assert_string_equal(m->identifier, arena_fmt(s->arena,
		    "1%03d", (int)row[i]));
		assert_int_equal(m->selected_by, SELECTED_BY_SEED);
	}
	assert_int_equal(plan->draws, 1);
	assert_non_null(strstr(plan->draw_log, hex));
	stage_refused(s, stage_do(s, AUDITOR, "sample_item.create", 0,
	    "plan=%d|identifier=1001|selected_by=auditor", p), "R-6.4.7-04",
	    "the items of SAM-26-001 are drawn by its seed");
}

/* Extensions go on, new seeds begin anew, both are counted. */
static void
every_draw_is_counted(struct stage *s)
{
	int64_t p = drawn_plan(s, leavers(s, 40), PLAN);

	stage_refused(s, stage_do(s, LEADER, "sampling_plan.draw", p,
	    "state_reason=Again"), "sampling_plan.draw",
	    "SAM-26-001 has neither a new seed nor a larger size");
	stage_must(s, stage_do(s, LEADER, "sampling_plan.draw", p,
	    "size=8|state_reason=Two more halls"));
	assert_int_equal(items_of(s, p).n, 8);
	assert_int_equal(plan_at(s, p)->draws, 2);
	seal_both(s, p, two, one);
	stage_must(s, stage_do(s, LEADER, "sampling_plan.draw", p,
	    "size=5|state_reason=The first list lacked a hall"));
	assert_int_equal(items_of(s, p).n, 13);
	assert_int_equal(item_at(s, p, 12)->seed_round, 2);
	assert_int_equal(plan_at(s, p)->draws, 3);
	assert_non_null(strstr(plan_at(s, p)->draw_log, "2. "));
	assert_non_null(strstr(plan_at(s, p)->draw_log,
	    "Reason: The first list lacked a hall"));
	stage_must(s, stage_do(s, AUDITOR, "sample_item.update",
	    item_at(s, p, 8)->rec.id, "result=deviation"));
	stage_refused(s, stage_do(s, LEADER, "sampling_plan.draw", p,
	    "size=9|state_reason=More"), "sampling_plan.draw",
	    "SMI-26-009 has a deviation, and SAM-26-001 was planned as one "
	    "stage");
}

/* The next of the seed takes its place, with a reason, and is counted. */
static void
an_item_is_replaced_by_the_next(struct stage *s)
{
	int64_t p = drawn_plan(s, leavers(s, 40), PLAN), row[6], tried, old;
	struct err err;

	old = item_at(s, p, 1)->rec.id;
	stage_refused(s, stage_do(s, AUDITOR, "sample_item.create", 0,
	    "plan=%d|replaces=%d", p, old), "sample_item.create",
	    "why SMI-26-002 is replaced is not said");
	stage_must(s, stage_do(s, AUDITOR, "sample_item.create", 0,
	    "plan=%d|replaces=%d|replace_reason=Never worked here", p, old));
	assert_int_equal(draw_rivest(&err, s->arena, plan_at(s, p)->seed, 40,
	    0, 6, false, row, &tried), RC_OK);
	assert_int_equal(item_at(s, p, 5)->list_row, row[5]);
	assert_int_equal(plan_at(s, p)->draws, 2);
	assert_non_null(strstr(plan_at(s, p)->draw_log,
	    "Reason: Never worked here"));
	stage_refused(s, stage_do(s, AUDITOR, "sample_item.create", 0,
	    "plan=%d|replaces=%d|replace_reason=Again", p, old),
	    "sample_item.create", "SMI-26-002 cannot be replaced here");
	stage_must(s, stage_do(s, AUDITOR, "sample_item.update",
	    item_at(s, p, 0)->rec.id, "result=deviation"));
	stage_refused(s, stage_do(s, AUDITOR, "sample_item.create", 0,
	    "plan=%d|replaces=%d|replace_reason=Bad", p,
	    item_at(s, p, 0)->rec.id), "sample_item.create",
	    "SMI-26-001 is a deviation and stays in the sample");
}

static void
a_statement_says_what_is_proven(struct stage *s)
{
	int64_t p = drawn_plan(s, leavers(s, 40), PLAN);
	struct sampling_plan *plan;

	stage_refused(s, stage_do(s, AUDITOR, "sampling_plan.evaluate", p, ""),
	    "sampling_plan.evaluate", "SMI-26-001 has no result");
	judge_items(s, p, "deviation");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.evaluate", p, ""));
	plan = plan_at(s, p);
	assert_int_equal(plan->deviations, 1);
	/* muster sample evaluate: 25 of 40 is the exact limit */
	assert_int_equal(plan->upper_rate, 6250);
	assert_int_equal(plan->achieved, 8586);
	assert_non_null(strstr(plan->proves, "1 of 5 items looked at "
	    "deviate. With 95 % confidence at most 25 of the 40 items"));
	assert_non_null(strstr(plan->proves, "Method: one-sided exact "
	    "hypergeometric limit, Talens (2005)."));
	assert_non_null(strstr(plan->proves, "Taken for granted: each"));
	assert_non_null(strstr(plan->proves, "Reckoned by muster"));
	stage_refused(s, stage_do(s, AUDITOR, "sample_item.update",
	    item_at(s, p, 0)->rec.id, "result=ok"), "sample_item.update",
	    "SAM-26-001 is evaluated");
}

/* What could not be looked at was not shown to be in order. */
static void
a_missing_item_is_a_deviation(struct stage *s)
{
	int64_t p = drawn_plan(s, leavers(s, 40), PLAN);

	judge_items(s, p, "not_available");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.evaluate", p, ""));
	assert_int_equal(plan_at(s, p)->deviations, 1);
	assert_non_null(strstr(plan_at(s, p)->proves,
	    "1 of the deviations could not be looked at"));
}

static void
a_judgement_proves_nothing_more(struct stage *s)
{
	int64_t p = new_plan(s, leavers(s, 40), "method=judgement|size=3");

	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.draw", p, ""));
	stage_must(s, stage_do(s, AUDITOR, "sample_item.create", 0,
	    "plan=%d|identifier=1007|selected_by=auditor|result=ok", p));
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.evaluate", p, ""));
	assert_non_null(strstr(plan_at(s, p)->proves, "the sample supports "
	    "no statistical inference"));
	assert_int_equal(plan_at(s, p)->upper_rate, UNSET);
}

static void
strata_have_their_share_and_their_limits(struct stage *s)
{
	int64_t p = drawn_plan(s, leavers(s, 40), "method=stratified|size=9|"
	    "stratum_column=area|confidence=9000");
	struct list l = items_of(s, p);
	size_t small = 0;

	for (size_t i = 0; i < l.n; i++)
		small += str_eq(((const struct sample_item *)l.rec[i])->stratum,
		    "hall 2");
	assert_int_equal(l.n, 9);
	assert_int_equal(small, 3);
	stage_must(s, stage_do(s, LEADER, "sampling_plan.draw", p,
	    "size=12|state_reason=More"));
	assert_int_equal(items_of(s, p).n, 12);
	stage_must(s, stage_do(s, AUDITOR, "sample_item.create", 0,
	    "plan=%d|replaces=%d|replace_reason=Never here", p,
	    item_at(s, p, 0)->rec.id));
	assert_string_equal(item_at(s, p, 12)->stratum,
	    item_at(s, p, 0)->stratum);
	judge_items(s, p, "ok");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.evaluate", p, ""));
	assert_non_null(strstr(plan_at(s, p)->proves, "(Bonferroni)"));
	assert_true(plan_at(s, p)->upper_rate > 0);
}

/* --- the report ------------------------------------------------------------ */

static int64_t
new_report(struct stage *s)
{
	return stage_must(s, stage_do(s, LEADER, "report.create", 0,
	    "audit=%d|title=Doors|version=1|variant=full|language=english|"
	    "summary=Good|sampling_statement=See there|author=%d", s->audit,
	    s->person[LEADER]));
}

static enum rc
print_report(struct stage *s, int64_t id, const char **text)
{
	struct buf b = { .arena = s->arena };
	struct ctx cx;
	struct doc *d;
	enum rc rc;

	ctx_begin(&cx, s->arena, s->db);
	cx.account = s->account[LEADER];
	cx.person = s->person[LEADER];
	assert_int_equal(access_load(&cx), RC_OK);
	rc = report_audit(&cx, id, &d);
	if (!rc)
		rc = doc_plain(&cx.err, &b, d);
	s->err = cx.err;
	*text = buf_text(&b);
	return rc;
}

/* Lines break where the page ends, so they are joined for the search. */
static bool
says(struct stage *s, const char *text, const char *words)
{
	char *t = arena_str(s->arena, text);

	for (char *c = t; *c; c++)
		if (*c == '\n')
			*c = ' ';
	return strstr(t, words) != NULL;
}

static void
no_report_without_the_statement(struct stage *s)
{
	int64_t p = drawn_plan(s, leavers(s, 40), PLAN), r, j;
	const char *text;

	r = new_report(s);
	stage_set(s, "overall_conclusion.create", "audit=%d|summary=Good",
	    s->audit);
	stage_refused(s, stage_do(s, LEADER, "report.submit", r, ""),
	    "report.submit", "SAM-26-001 is drawn and not evaluated");
	judge_items(s, p, "ok");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.evaluate", p, ""));
	j = new_plan(s, leavers(s, 40), "method=judgement|size=3");
	stage_must(s, stage_do(s, AUDITOR, "sampling_plan.draw", j, ""));
	assert_int_equal(print_report(s, r, &text), RC_OK);
	assert_true(says(s, text, "0 of 5 items looked at deviate. With 95 % "
	    "confidence at most"));
	assert_true(says(s, text, "Confidence achieved that fewer than the "
	    "tolerable share deviate"));
	assert_true(says(s, text, "Taken for granted: each item of the "
	    "population"));
	assert_true(says(s, text, "Method: one-sided exact"));
	assert_true(says(s, text, "supports no statistical inference"));
	stage_put(s, "sampling_plan", j, "state", SAMPLING_STATE_EVALUATED);
	stage_refused(s, print_report(s, r, &text), "report.issue",
	    "SAM-26-002 is evaluated and says nothing on what it proves");
}

/* --- audit time and sites ------------------------------------------------------ */

static int64_t
profile(struct stage *s, const char *more)
{
	return stage_set(s, "isms_profile.create", arena_fmt(s->arena,
	    "organization=%%d|as_of=2026-01-01|class=internal|"
	    "persons_total=300|business_type=2|process_complexity=2|"
	    "system_maturity=2|infrastructure=3|supplier_dependency=3|"
	    "development=2%s", more), s->org);
}

#define TIME "programme=%d|profile=%d|method=iso_27006_1_2024"

static void
audit_time_is_reckoned_by_the_library(struct stage *s)
{
	int64_t p = profile(s, ""), id;
	struct audit_time_calculation *t;

	id = stage_must(s, stage_do(s, MANAGER,
	    "audit_time_calculation.create", 0, TIME "|adjustment=2500",
	    s->programme, p));
	t = stage_peek(s, &audit_time_calculation_entity, id);
	/* The row of 300 persons and +25 % of the test vectors. */
	assert_int_equal(t->persons, 300);
	assert_int_equal(t->table_time, 1500);
	assert_int_equal(t->adjusted_time, 1875);
	assert_int_equal(t->initial_time, 1900);
	assert_int_equal(t->least_audit_time, 1330);
	assert_int_equal(t->surveillance_time, 650);
	assert_int_equal(t->recertification_time, 1250);
	assert_string_equal(t->edition, "ISO/IEC 27006-1:2024, annex C; a "
	    "benchmark only");
	assert_string_equal(t->software, "muster " MUSTER_VERSION);
	stage_refused(s, stage_do(s, MANAGER, "audit_time_calculation.update",
	    id, "development=1"), "audit_time_calculation.create",
	    "\"Development of systems\" is not rated as in the profile and "
	    "has no reason");
	stage_must(s, stage_do(s, MANAGER, "audit_time_calculation.update", id,
	    "development=1|development_reason=Nothing of its own"));
	stage_refused(s, stage_do(s, MANAGER, "audit_time_calculation.update",
	    id, "adjustment=-4000|reasons=Small"),
	    "audit_time_calculation.create", "a reduction of more than 30 % "
	    "is not allowed (ISO/IEC 27006-1:2024 annex C)");
}

static void
an_own_figure_has_its_reason(struct stage *s)
{
	int64_t p = profile(s, ""), id;
	struct audit_time_calculation *t;

	stage_refused(s, stage_do(s, MANAGER, "audit_time_calculation.create",
	    0, "programme=%d|profile=%d|method=own", s->programme, p),
	    "audit_time_calculation.create", "an own estimate has its figure");
	stage_refused(s, stage_do(s, MANAGER, "audit_time_calculation.create",
	    0, "programme=%d|profile=%d|method=own|own_time=800",
	    s->programme, p), "audit_time_calculation.create",
	    "the own figure has no reason");
	stage_set(s, "person_group.create",
	    "profile=%d|name=Calls|persons=49|identical_work=yes", p);
	stage_refused(s, stage_do(s, MANAGER, "audit_time_calculation.create",
	    0, TIME, s->programme, p), "audit_time_calculation.create",
	    "PGR-26-001 counts as identical work without a reason");
	p = profile(s, "");
	stage_set(s, "person_group.create", "profile=%d|name=Calls|"
	    "persons=49|identical_work=yes|reason=One script", p);
	id = stage_must(s, stage_do(s, MANAGER,
	    "audit_time_calculation.create", 0, TIME, s->programme, p));
	t = stage_peek(s, &audit_time_calculation_entity, id);
	assert_int_equal(t->effective_persons, 258);
}

/* R-6.3.2-09 */
static void
sites_are_chosen_by_rule_and_seed(struct stage *s)
{
	int64_t p = profile(s, ""), site[5], id;
	struct site_sample *m;

	for (int i = 0; i < 5; i++)
		site[i] = stage_set(s, "site.create", arena_fmt(s->arena,
		    "organization=%%d|name=Shop %d|kind=plant|time_zone=UTC|"
		    "similar_group=shop%s", i, i == 4
		    ? "|central_function=yes" : ""), s->org);
#define SITES "audit=%d|profile=%d|similar_group=shop|kind=initial"
	stage_refused(s, stage_do(s, AUDITOR, "site_sample.create", 0,
	    SITES "|chosen=%d|seed=4711", s->audit, p, site[0]),
	    "site_sample.create",
	    "1 sites are chosen and IAF MD 1, 6.1.3 asks for 2");
	stage_refused(s, stage_do(s, AUDITOR, "site_sample.create", 0,
	    SITES "|chosen=%d|chosen=%d", s->audit, p, site[0], site[1]),
	    "R-6.3.2-09", "the sample of sites has no seed");
	stage_refused(s, stage_do(s, AUDITOR, "site_sample.create", 0,
	    SITES "|chosen=%d|chosen=%d|chosen=%d|seed=4711", s->audit, p,
	    site[0], site[1], site[2]), "site_sample.create",
	    "more sites than the rule asks for need a reason");
	stage_refused(s, stage_do(s, AUDITOR, "site_sample.create", 0,
	    SITES "|chosen=%d|chosen=%d|seed=4711", s->audit, p, site[2],
	    site[3]), "site_sample.create", "the seed draws SIT-26-001, "
	    "which is not among the sites chosen");
	id = stage_must(s, stage_do(s, AUDITOR, "site_sample.create", 0,
	    SITES "|chosen=%d|chosen=%d|seed=4711", s->audit, p, site[0],
	    site[3]));
	m = stage_peek(s, &site_sample_entity, id);
	assert_int_equal(m->population, 4);
	assert_int_equal(m->computed, 2);
	assert_int_equal(m->random_part, 1);
	assert_int_equal(m->chosen.n, 3);       /* the central function too */
	assert_int_equal(m->draws, 1);
}

ON_STAGE(nothing_is_drawn_from_an_open_list)
ON_STAGE(a_list_is_a_list)
ON_STAGE(a_long_list_in_order_is_streamed)
ON_STAGE(both_sides_seal_before_either_shows)
ON_STAGE(the_draw_is_that_of_list_and_seed)
ON_STAGE(every_draw_is_counted)
ON_STAGE(an_item_is_replaced_by_the_next)
ON_STAGE(a_statement_says_what_is_proven)
ON_STAGE(a_missing_item_is_a_deviation)
ON_STAGE(a_judgement_proves_nothing_more)
ON_STAGE(strata_have_their_share_and_their_limits)
ON_STAGE(no_report_without_the_statement)
ON_STAGE(audit_time_is_reckoned_by_the_library)
ON_STAGE(an_own_figure_has_its_reason)
ON_STAGE(sites_are_chosen_by_rule_and_seed)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(nothing_is_drawn_from_an_open_list),
		STAGED(a_list_is_a_list),
		STAGED(a_long_list_in_order_is_streamed),
		STAGED(both_sides_seal_before_either_shows),
		STAGED(the_draw_is_that_of_list_and_seed),
		STAGED(every_draw_is_counted),
		STAGED(an_item_is_replaced_by_the_next),
		STAGED(a_statement_says_what_is_proven),
		STAGED(a_missing_item_is_a_deviation),
		STAGED(a_judgement_proves_nothing_more),
		STAGED(strata_have_their_share_and_their_limits),
		STAGED(no_report_without_the_statement),
		STAGED(audit_time_is_reckoned_by_the_library),
		STAGED(an_own_figure_has_its_reason),
		STAGED(sites_are_chosen_by_rule_and_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
