/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * model_tables.c - the lists of the model against the tables that they were
 * made from, where those are at hand; and what must hold by itself.
 */
#include "unit.h"

#include "base/file.h"
#include "base/text.h"
#include "exchange/csv.h"
#include "model/choices.h"
#include "model/derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TABLES TEST_REFERENCE "/domain/model/"

/* False when the reference material is not there. */
static bool
read_table(struct arena *a, const char *name, struct csv_table *t)
{
	struct err err;
	char *text;
	size_t n;

	if (file_read(&err, a, arena_fmt(a, TABLES "%s.csv", name), 16 << 20,
	    &text, &n))
		return false;
	if (csv_table_read(&err, a, text, n, NULL, t))
		fail_msg("%s: %s", name, err.text);
	return true;
}

static const char *
cell(const struct csv_table *t, const struct csv_row *r, const char *name)
{
	ptrdiff_t i = csv_column(t, name);

	assert_true(i >= 0);
	return r->cells[i];
}

/*
 * Fields that the tables do not have: the reason of each factor of audit
 * time; what the protocol of a draw, its log and its statement need besides.
 */
static const char *const added[] = {
	"audit_time_calculation.business_type_reason",
	"audit_time_calculation.development_reason",
	"audit_time_calculation.infrastructure_reason",
	"audit_time_calculation.process_complexity_reason",
	"audit_time_calculation.remote_share",
	"audit_time_calculation.supplier_dependency_reason",
	"audit_time_calculation.system_maturity_reason",
	"sample_item.list_row",
	"sample_item.replace_reason", "sample_item.replaces",
	"sample_item.seed_round", "sampling_plan.achieved",
	"sampling_plan.draw_log", "sampling_plan.id_column",
	"sampling_plan.part_one", "sampling_plan.part_two",
	"sampling_plan.sampler", "sampling_plan.seal_one",
	"sampling_plan.seal_two", "sampling_plan.seed_way",
	"sampling_plan.proves", "sampling_plan.stratum_column" };

static bool
is_added(struct arena *a, const struct entity *e, const struct field *f)
{
	const char *name = arena_fmt(a, "%s.%s", e->name, f->name);

	for (size_t i = 0; i < NELEMS(added); i++)
		if (str_eq(added[i], name))
			return true;
	return false;
}

static void
every_field_is_listed_as_it_was(void **state)
{
	static const char *const flags[] = { "required", "fixed", "search",
		"sort", "unique", "derived", "personal", "classified" };
	struct arena *a = arena_new();
	struct csv_table t;
	size_t n = 0;

	(void)state;
	if (!read_table(a, "fields", &t)) {
		arena_free(a);
		LEAVE_OUT("no reference material");
	}
	for (const struct csv_row *r = t.rows; r; r = r->next, n++) {
		const struct entity *e = entity_find(cell(&t, r, "record"));
		const struct field *f = e ? field_find(e, cell(&t, r,
		    "field")) : NULL;
		const char *target = cell(&t, r, "target");

		if (!f)
			fail_msg("%s.%s is not in the model",
			    cell(&t, r, "record"), cell(&t, r, "field"));
		assert_string_equal(f->label, cell(&t, r, "label"));
		assert_string_equal(f->help ? f->help : "",
		    cell(&t, r, "help"));
		for (size_t i = 0; i < NELEMS(flags); i++)
			assert_int_equal(f->flags >> i & 1, word_in(cell(&t, r,
			    "flags"), flags[i]));
		if (f->ref)
			assert_string_equal(f->ref->name, target);
	}
	for (size_t i = 0; model[i]; i++)
		for (size_t k = 0; k < model[i]->nfields; k++)
			n -= !is_added(a, model[i], &model[i]->fields[k]);
	assert_int_equal(n, 0);
	arena_free(a);
}

static void
every_step_is_listed_as_it_was(void **state)
{
	struct arena *a = arena_new();
	struct csv_table t;
	size_t n = 0;

	(void)state;
	if (!read_table(a, "machines", &t)) {
		arena_free(a);
		LEAVE_OUT("no reference material");
	}
	for (const struct csv_row *r = t.rows; r; r = r->next, n++) {
		const struct entity *e = entity_find(cell(&t, r, "record"));
		const char *from = cell(&t, r, "from");
		const struct choice *c;
		const struct step *s;

		assert_non_null(e);
		assert_non_null(e->machine);
		c = choice_named(e->machine->states, from);
		s = machine_step(e->machine, c ? c->value : 0,
		    cell(&t, r, "verb"));
		if (!s)
			fail_msg("%s.%s from %s is not in the model", e->name,
			    cell(&t, r, "verb"), from);
		assert_string_equal(choice_find(e->machine->states,
		    s->to)->name, cell(&t, r, "to"));
		assert_string_equal(s->rules ? s->rules : "",
		    cell(&t, r, "guard_rules"));
	}
	for (size_t i = 0; model[i]; i++)
		n -= model[i]->machine ? model[i]->machine->nsteps : 0;
	assert_int_equal(n, 0);
	arena_free(a);
}

static void
every_rule_and_setting_is_listed(void **state)
{
	struct arena *a = arena_new();
	struct csv_table rules, settings;
	size_t n = 0;

	(void)state;
	if (!read_table(a, "rules", &rules) ||
	    !read_table(a, "settings", &settings)) {
		arena_free(a);
		LEAVE_OUT("no reference material");
	}
	for (const struct csv_row *r = rules.rows; r; r = r->next) {
		const struct rule_row *row = rule_find(cell(&rules, r, "id"));

		assert_non_null(row);
		assert_string_equal(row->text, cell(&rules, r, "text"));
	}
	for (const struct rule_row *r = rule_rows; r->id; r++)
		n++;
	assert_int_equal(n, rules.n);
	for (const struct csv_row *r = settings.rows; r; r = r->next)
		assert_non_null(setting_find(cell(&settings, r, "name")));
	arena_free(a);
}

/* --- what must hold by itself -------------------------------------------------- */

static bool
leads_somewhere(const struct machine *m, int64_t state)
{
	for (size_t i = 0; i < m->nsteps; i++)
		if (m->steps[i].to == state)
			return true;
	return false;
}

/* Every state can be reached; each verb leads from a state to one place. */
static void
machines_are_sound(void **state)
{
	(void)state;
	for (size_t k = 0; model[k]; k++) {
		const struct machine *m = model[k]->machine;

		for (const struct choice *c = m ? m->states : NULL; c && c->name;
		    c++)
			if (!leads_somewhere(m, c->value))
				fail_msg("%s: nothing leads to %s",
				    model[k]->name, c->name);
		for (size_t i = 0; m && i < m->nsteps; i++) {
			const struct step *s = &m->steps[i];

			assert_true(s->who);
			assert_ptr_equal(machine_step(m, s->from, s->verb), s);
		}
	}
}

/* The ways to the anchor are made of references that exist. */
static void
anchors_are_reachable(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t k = 0; model[k]; k++) {
		char *s = arena_str(a, model[k]->belongs);

		for (char *way = s; way; way = strstr(way, "; ")
		    ? strstr(way, "; ") + 2 : NULL) {
			const struct entity *e = model[k];
			char *path = strchr(way, ' ') + 1;

			while (*path != '-' && strncmp(path, "id", 2) != 0) {
				size_t n = strcspn(path, ".;");
				const struct field *f = field_find(e,
				    arena_dup(a, path, n));

				if (!f || f->kind != KIND_ref)
					fail_msg("%s: %s", model[k]->name,
					    way);
				e = f->ref;
				if (path[n] != '.')
					break;
				path += n + 1;
			}
		}
	}
	arena_free(a);
}

/* Each record type prints, reads and is described without a gap. */
static void
what_is_derived_holds_together(void **state)
{
	struct arena *a = arena_new();
	struct view_of all = { 0 };

	(void)state;
	for (size_t k = 0; model[k]; k++) {
		void *rec = record_new(a, model[k]);
		struct buf b = { .arena = a };
		struct err err;

		model_json(&b, model[k], rec, &all);
		model_schema(&b, model[k], SCHEMA_OUT);
		assert_non_null(b.s);
		assert_int_equal(model_check(&err, model[k], rec), RC_INVALID);
		assert_non_null(field_find(model[k], err.field));
		assert_ptr_equal(entity_find(model[k]->name), model[k]);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_is_listed_as_it_was),
		cmocka_unit_test(every_step_is_listed_as_it_was),
		cmocka_unit_test(every_rule_and_setting_is_listed),
		cmocka_unit_test(machines_are_sound),
		cmocka_unit_test(anchors_are_reachable),
		cmocka_unit_test(what_is_derived_holds_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
