/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ship.h"

#include "base/text.h"
#include "core/place.h"
#include "core/query.h"
#include "model/criteria.h"
#include "shipped.h"

#include <stdlib.h>
#include <string.h>

/*
 * The criteria refer to one another and are one unit of work.  Hints are
 * done in pieces, each with an arena of its own, so that some thousand need
 * no more memory than a hundred; on SQLite all pieces are one transaction.
 */
enum { PIECE = 100, CRITERIA_MEMORY = 128 * 1024 * 1024 };

struct shipment {
	struct ctx *cx;                 /* of the system */
	const struct shipped *what;
	struct order *orders;
	size_t n, room, piece;
	enum rc rc;
};

/* --- orders ------------------------------------------------------------------ */

static struct order *
add_order(struct shipment *s, const char *command, const struct pair *in,
    size_t n)
{
	struct pair *copy = arena_alloc(s->cx->arena, n * sizeof(*copy) + 1);
	struct order *o = &s->orders[s->n++];

	assert(s->n <= s->room);
	*o = (struct order){ .command = command, .in = copy };
	for (size_t i = 0; i < n; i++) {
		if (in[i].value && *in[i].value)
			copy[o->n++] = in[i];
	}
	return o;
}
#define ADD(s, command, ...) add_order(s, command, \
	(const struct pair[]){ __VA_ARGS__ }, \
	NELEMS(((const struct pair[]){ __VA_ARGS__ })))

static const char *
number(struct shipment *s, size_t n)
{
	return arena_fmt(s->cx->arena, "%zu", n);
}

static const char *
at_item(struct shipment *s, const char *edition, const char *item)
{
	return *item ? arena_fmt(s->cx->arena, "@%s:%s", edition, item) : "";
}

static void
name_order(struct order *o, const char *name)
{
	o->name = name;
	o->lasting = true;
}

static void
add_edition(struct shipment *s, const struct shipped_edition *e)
{
	bool old = strcmp(e->label, "2013") == 0;
	const char *at = arena_fmt(s->cx->arena, "@%s", e->name);

	name_order(ADD(s, "criteria_edition.create",
	    { "source", "@iso27001" },
	    { "label", e->label },
	    { "published", old ? "2013-10-01" : "2022-10-25" },
	    { "with_amendment", old ? "" : "Amd 1:2024" },
	    { "status", old ? "superseded" : "current" },
	    { "licence_note", "Identifiers and short titles; the text belongs "
	        "to ISO and IEC." },
	    { "external_id", e->name }), e->name);
	for (size_t i = 0; i < e->n; i++) {
		const struct shipped_item *item = &e->items[i];

		name_order(ADD(s, "criterion_item.create",
		    { "edition", at },
		    { "number", item->number },
		    { "parent", at_item(s, e->name, item->parent) },
		    { "title", item->title },
		    { "kind", item->kind },
		    { "position", number(s, i + 1) }),
		    at_item(s, e->name, item->number) + 1);
	}
}

static void
add_criteria(struct shipment *s)
{
	const struct shipped *w = s->what;

	name_order(ADD(s, "criteria_source.create",
	    { "short_name", "ISO/IEC 27001" },
	    { "title", "Information security management systems, "
	        "requirements" },
	    { "kind", "standard" },
	    { "issuer", "ISO and IEC" }), "iso27001");
	for (size_t i = 0; i < SHIPPED_EDITIONS; i++)
		add_edition(s, &w->edition[i]);
	for (size_t i = 0; i < w->nmaps; i++)
		ADD(s, "criterion_map.create",
		    { "from_item", at_item(s, w->edition[0].name,
		        w->maps[i].from) },
		    { "to_item", at_item(s, w->edition[1].name,
		        w->maps[i].to) },
		    { "relation", w->maps[i].relation });
}

static void
add_hint(struct shipment *s, const struct shipped_hint *h)
{
	struct order *o;

	ADD(s, "guidance_item.create",
	    { "clause_2022", h->clause },
	    { "clause_2013", h->clause_2013 },
	    { "list", h->list },
	    { "position", number(s, (size_t)h->seq) },
	    { "method", h->method },
	    { "text", h->text },
	    { "origin", "product" });
	o = ADD(s, "guidance_item.activate", { "text", "" });
	/* A piece holds whole pairs, so the create is the order before. */
	o->on = arena_fmt(s->cx->arena, "@%zu", (s->n - 1) % PIECE);
}

/* --- what is there already ---------------------------------------------------- */

static enum rc
criteria_there(struct ctx *cx, const struct shipped *w, bool *there)
{
	int64_t id;
	enum rc rc = store_id(cx, &criteria_edition_entity, arena_fmt(
	    cx->arena, "@%s", w->edition[1].name), &id);

	if (rc && rc != RC_MISSING)
		return rc;
	*there = rc == RC_OK;
	return RC_OK;
}

static const char *
key_of(struct arena *a, const char *clause, const char *list, int64_t position)
{
	return arena_fmt(a, "%s %s %lld", clause, list, (long long)position);
}

static int
by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* The keys of the product's hints in the store, sorted. */
static enum rc
hints_there(struct ctx *cx, size_t most, const char ***out, size_t *n)
{
	const struct pair filter = { "origin", "product" };
	struct query q = { .entity = &guidance_item_entity, .filter = &filter,
		.nfilters = 1, .limit = QUERY_MOST };
	const char **keys = arena_alloc(cx->arena, (most + QUERY_MOST) *
	    sizeof(*keys));
	struct page p = { 0 };
	enum rc rc;

	*n = 0;
	do {
		q.cursor = p.next;
		rc = query_run(cx, &q, &p);
		for (size_t i = 0; !rc && i < p.n; i++) {
			const struct guidance_item *g = p.rec[i];

			keys[(*n)++] = key_of(cx->arena, g->clause_2022,
			    choice_find(guidance_list_choices, g->list)->name,
			    g->position);
		}
	} while (!rc && p.next && *n <= most);
	qsort(keys, *n, sizeof(*keys), by_text);
	*out = keys;
	return rc;
}

static enum rc
add_hints(struct shipment *s, size_t *made)
{
	const char **there;
	size_t n;
	enum rc rc = hints_there(s->cx, s->what->nhints, &there, &n);

	for (size_t i = 0; i < s->what->nhints && !rc; i++) {
		const struct shipped_hint *h = &s->what->hints[i];
		const char *key = key_of(s->cx->arena, h->clause, h->list,
		    h->seq);

		if (bsearch(&key, there, n, sizeof(*there), by_text))
			continue;
		add_hint(s, h);
		*made += 1;
	}
	return rc;
}

/* --- running them ------------------------------------------------------------ */

static void
run_piece(void *arg, size_t i)
{
	struct shipment *s = arg;
	size_t from = i * s->piece, left = s->n - from;
	size_t n = left < s->piece ? left : s->piece;
	struct ctx cx = *s->cx;

	if (s->rc)
		return;
	cx.arena = arena_new_capped(CRITERIA_MEMORY);
	s->rc = command_run(&cx, s->orders + from, n,
	    arena_alloc(cx.arena, n * sizeof(struct done)), NULL);
	if (s->rc) {
		/* The field may lie in the arena that ends here. */
		cx.err.field = NULL;
		s->cx->err = cx.err;
	}
	arena_free(cx.arena);
}

static enum rc
run_all(struct shipment *s, size_t piece)
{
	size_t pieces = (s->n + piece - 1) / piece;
	enum rc rc = RC_OK;

	if (!pieces)
		return RC_OK;
	s->piece = piece;
	if (db_shared(s->cx->db)) {
		for (size_t i = 0; i < pieces; i++)
			run_piece(s, i);
	} else {
		struct ctx batch = *s->cx;

		rc = command_batch(&batch, pieces, run_piece, s);
		if (rc)
			s->cx->err = batch.err;
	}
	return rc ? rc : s->rc;
}

static size_t
room_for(const struct shipped *w)
{
	return 1 + SHIPPED_EDITIONS + w->edition[0].n + w->edition[1].n +
	    w->nmaps + 2 * w->nhints;
}

static enum rc
ship_criteria(struct shipment *s, struct ship_result *made)
{
	const struct shipped *w = s->what;
	bool there = false;
	enum rc rc = criteria_there(s->cx, w, &there);

	if (rc || there)
		return rc;
	add_criteria(s);
	made->criteria = w->edition[0].n + w->edition[1].n;
	made->maps = w->nmaps;
	rc = run_all(s, s->n);
	s->n = 0;
	return rc;
}

static enum rc
ship(struct ctx *sys, struct ship_result *made)
{
	struct shipment s = { .cx = sys };
	struct shipped w;
	enum rc rc = shipped_read(&sys->err, sys->arena, &w);

	if (!rc)
		rc = access_load(sys);
	if (rc)
		return rc;
	s.what = &w;
	s.room = room_for(&w);
	s.orders = arena_alloc(sys->arena, s.room * sizeof(*s.orders));
	rc = ship_criteria(&s, made);
	if (!rc)
		rc = add_hints(&s, &made->guidance);
	return rc ? rc : run_all(&s, PIECE);
}

enum rc
ship_all(struct ctx *cx, struct ship_result *out)
{
	struct ctx sys = ctx_system(cx);
	struct ship_result made = { 0 };
	const char *mark = shipped_mark(cx->arena), *note = NULL;
	enum rc rc = place_note(&sys, "guidance", &note);

	if (!rc && !str_eq(mark, note)) {
		rc = ship(&sys, &made);
		if (!rc)
			rc = place_take_note(&sys, "guidance", mark);
	}
	if (rc)
		cx->err = sys.err;
	else
		*out = made;
	return rc;
}
