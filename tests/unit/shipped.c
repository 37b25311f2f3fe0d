/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * shipped.c - the criteria and guidance built into the program: that the
 * tables keep their own rules, and that a store gets them once.
 */
#include "unit.h"

#include "base/text.h"
#include "core/place.h"
#include "exchange/ship.h"
#include "exchange/shipped.h"
#include "model/criteria.h"
#include "store_stand.h"

#include <stdlib.h>
#include <string.h>

static struct shipped
load(struct arena *a)
{
	struct shipped s = { 0 };
	struct err err = { .code = RC_OK };

	if (shipped_read(&err, a, &s))
		fail_msg("%s", err.text);
	return s;
}

static size_t
of_kind(const struct shipped_edition *e, const char *kind)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += str_eq(e->items[i].kind, kind);
	return n;
}

static const struct shipped_item *
find(const struct shipped_edition *e, const char *number)
{
	for (size_t i = 0; i < e->n; i++) {
		if (str_eq(e->items[i].number, number))
			return &e->items[i];
	}
	return NULL;
}

static void
both_editions_are_whole(void **state)
{
	struct arena *a = arena_new();
	struct shipped s = load(a);
	const struct shipped_edition *old = &s.edition[0],
	    *new = &s.edition[1];

	(void)state;
	assert_int_equal(of_kind(old, "clause"), 7);
	assert_int_equal(of_kind(old, "subclause"), 28);
	assert_int_equal(of_kind(old, "domain"), 14);
	assert_int_equal(of_kind(old, "objective"), 35);
	assert_int_equal(of_kind(old, "control"), 114);
	assert_int_equal(old->n, 199);
	assert_int_equal(of_kind(new, "clause"), 7);
	assert_int_equal(of_kind(new, "subclause"), 34);
	assert_int_equal(of_kind(new, "theme"), 4);
	assert_int_equal(of_kind(new, "control"), 93);
	assert_int_equal(new->n, 139);
	for (size_t k = 0; k < SHIPPED_EDITIONS; k++) {
		const struct shipped_edition *e = &s.edition[k];

		for (size_t i = 0; i < e->n; i++) {
			const struct shipped_item *item = &e->items[i];
			const struct shipped_item *up = find(e, item->parent);

			assert_ptr_equal(find(e, item->number), item);
			assert_true(up ? up < item : !*item->parent);
			assert_true(*item->title);
		}
	}
	arena_free(a);
}

static void
the_map_reaches_every_item(void **state)
{
	struct arena *a = arena_new();
	struct shipped s = load(a);
	size_t new = 0;

	(void)state;
	assert_int_equal(s.nmaps, 167);
	for (size_t i = 0; i < s.nmaps; i++) {
		const struct shipped_map *m = &s.maps[i];

		assert_non_null(find(&s.edition[1], m->to));
		assert_true(*m->from ? find(&s.edition[0], m->from) != NULL :
		    str_eq(m->relation, "new"));
		new += str_eq(m->relation, "new") &&
		    str_starts(m->to, "A.");
	}
	assert_int_equal(new, 11);
	for (size_t k = 0; k < SHIPPED_EDITIONS; k++) {
		const struct shipped_edition *e = &s.edition[k];

		for (size_t i = 0; i < e->n; i++) {
			bool mapped = false;

			for (size_t m = 0; m < s.nmaps; m++)
				mapped |= str_eq(e->items[i].number, k ?
				    s.maps[m].to : s.maps[m].from);
			assert_true(mapped ||
			    !str_eq(e->items[i].kind, "control"));
		}
	}
	arena_free(a);
}

/* --- guidance ----------------------------------------------------------------- */

/* Fewest and most rows of each list: of a clause, of a control. */
static const struct { const char *list; size_t clause[2], control[2]; }
lists[] = {
	{ "title", { 1, 1 }, { 1, 1 } },
	{ "intent", { 1, 1 }, { 1, 1 } },
	{ "population", { 0, 0 }, { 1, 1 } },
	{ "evidence", { 5, 7 }, { 4, 6 } },
	{ "methods", { 5, 7 }, { 4, 6 } },
	{ "questions", { 5, 7 }, { 4, 6 } },
	{ "pitfalls", { 5, 7 }, { 3, 4 } },
	{ "related", { 6, 9 }, { 2, 4 } },
	{ "documents", { 5, 6 }, { 0, 0 } },
	{ "effect", { 0, 0 }, { 1, 2 } },
};

static void
lists_have_no_gaps(const struct shipped *s, const char *clause)
{
	bool control = str_starts(clause, "A.");

	for (size_t k = 0; k < NELEMS(lists); k++) {
		const size_t *most = control ? lists[k].control :
		    lists[k].clause;
		size_t n = 0;

		for (size_t i = 0; i < s->nhints; i++) {
			const struct shipped_hint *h = &s->hints[i];

			if (str_eq(h->clause, clause) &&
			    str_eq(h->list, lists[k].list))
				assert_int_equal(h->seq, ++n);
		}
		if (n < most[0] || n > most[1])
			fail_msg("%s has %zu %s", clause, n, lists[k].list);
	}
}

static void
every_clause_and_control_has_its_lists(void **state)
{
	struct arena *a = arena_new();
	struct shipped s = load(a);
	size_t clauses = 0, controls = 0;

	(void)state;
	for (size_t i = 0; i < s.nhints; i++) {
		const struct shipped_hint *h = &s.hints[i];
		const struct shipped_item *item = find(&s.edition[1],
		    h->clause);

		assert_non_null(item);
		if (!str_eq(h->list, "title"))
			continue;
		if (str_starts(h->clause, "A."))
			assert_string_equal(h->text, item->title);
		lists_have_no_gaps(&s, h->clause);
		*(str_starts(h->clause, "A.") ? &controls : &clauses) += 1;
	}
	assert_int_equal(clauses, 30);
	assert_int_equal(controls, 93);
	arena_free(a);
}

static void
check_text(const struct shipped_hint *h)
{
	size_t n = utf8_count(h->text);
	const char *last = h->text + strlen(h->text) - 1;

	if (n < 12 || n > 240)
		fail_msg("%s %s %d: %zu characters", h->clause, h->list,
		    (int)h->seq, n);
	assert_true((*h->text >= 'A' && *h->text <= 'Z') ||
	    (*h->text >= '0' && *h->text <= '9'));
	assert_null(strstr(h->text, "  "));
	assert_null(strstr(h->text, "shall "));
	if (str_eq(h->list, "questions"))
		assert_true(*last == '?' || *last == '.');
	else if (str_eq(h->list, "intent"))
		assert_true(str_starts(h->text, "Check that ") &&
		    *last == '.');
	else
		assert_null(strchr(".?!;:,", *last));
}

static int
by_text(const void *a, const void *b)
{
	const struct shipped_hint *const *x = a, *const *y = b;

	return strcmp((*x)->text, (*y)->text);
}

static void
texts_are_our_own_and_said_once(void **state)
{
	struct arena *a = arena_new();
	struct shipped s = load(a);
	const struct shipped_hint **own = arena_alloc(a, s.nhints *
	    sizeof(*own));
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < s.nhints; i++) {
		const struct shipped_hint *h = &s.hints[i];

		assert_true(str_eq(h->list, "methods") == (*h->method != 0));
		if (str_eq(h->list, "title") || str_eq(h->list, "related") ||
		    str_eq(h->list, "documents"))
			continue;
		check_text(h);
		own[n++] = h;
	}
	qsort(own, n, sizeof(*own), by_text);
	for (size_t i = 1; i < n; i++)
		assert_string_not_equal(own[i - 1]->text, own[i]->text);
	arena_free(a);
}

/* --- in a store ---------------------------------------------------------------- */

static void
once(struct stand *st)
{
	struct ctx cx = stand_as(st, -1);
	struct ship_result r = { 0 };
	struct criterion_item *item;
	int64_t id = 0;

	if (ship_all(&cx, &r))
		fail_msg("%s (%s)", cx.err.text, cx.err.field ? cx.err.field :
		    "-");
	assert_int_equal(r.criteria, 199 + 139);
	assert_int_equal(r.maps, 167);
	assert_int_equal(stand_number(st,
	    "SELECT count(*) FROM criterion_item"), 199 + 139);
	assert_int_equal(stand_number(st, "SELECT count(*) FROM guidance_item "
	    "WHERE state = 2 AND origin = 1"), r.guidance);
	assert_int_equal(r.guidance, 3722);
	assert_int_equal(store_id(&cx, &criterion_item_entity,
	    "@iso27001-2022:A.5.18", &id), RC_OK);
	assert_int_equal(store_peek(&cx, &criterion_item_entity, id, &item),
	    RC_OK);
	assert_string_equal(item->title, "Access rights");
	/* A second time, and after one was lost. */
	assert_int_equal(ship_all(&cx, &r), RC_OK);
	assert_int_equal(r.criteria + r.maps + r.guidance, 0);
	assert_int_equal(place_take_note(&cx, "guidance", "older"), RC_OK);
	assert_int_equal(ship_all(&cx, &r), RC_OK);
	assert_int_equal(r.criteria + r.maps + r.guidance, 0);
	assert_int_equal(place_take_note(&cx, "guidance", "older"), RC_OK);
	stand_number(st, "DELETE FROM guidance_item WHERE list = 5 AND "
	    "position = 2 AND clause_2022 = '4.1' RETURNING 1");
	assert_int_equal(ship_all(&cx, &r), RC_OK);
	assert_int_equal(r.guidance, 1);
}

static void
a_store_gets_them_once(void **state)
{
	(void)state;
	stand_on_both(once, "shipped");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_editions_are_whole),
		cmocka_unit_test(the_map_reaches_every_item),
		cmocka_unit_test(every_clause_and_control_has_its_lists),
		cmocka_unit_test(texts_are_our_own_and_said_once),
		cmocka_unit_test(a_store_gets_them_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
