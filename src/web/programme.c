/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* programme.c - an audit programme: audits over time, coverage, figures. */
#include "web/screen.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/criteria.h"
#include "model/extent.h"
#include "model/programme.h"
#include "web/picture.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CLAUSE_ROWS = 60 };

static bool
ended(const struct audit *a)
{
	return a->state >= AUDIT_STATE_COMPLETED &&
	    a->state <= AUDIT_STATE_CLOSED;
}

static void
add_timeline(struct record_page *p, const struct page *audits)
{
	struct arena *a = p->ask->cx->arena;
	struct span_of *s = arena_alloc(a, (audits->n + 1) * sizeof(*s));
	size_t n = 0;

	view_list(p->view, "timeline");
	for (size_t i = 0; i < audits->n; i++) {
		const struct audit *t = audits->rec[i];

		if (!t->planned_from || t->state == AUDIT_STATE_CANCELLED)
			continue;
		s[n++] = (struct span_of){ arena_fmt(a, "%s %s", t->rec.code,
		    utf8_cut(a, t->title, 28)), t->planned_from,
			t->planned_to, t->started_at ? day_of_time(
			t->started_at) : 0, t->completed_at ? day_of_time(
			t->completed_at) : 0, t->planned_to &&
			t->planned_to < p->ask->cx->today };
	}
	if (n)
		picture_timeline(view_item(p->view, "timeline"), s, n,
		    p->ask->cx->today);
}

static void
add_figures(struct record_page *p, const struct page *audits)
{
	struct arena *a = p->ask->cx->arena;
	size_t done = 0, running = 0, late = 0;

	for (size_t i = 0; i < audits->n; i++) {
		const struct audit *t = audits->rec[i];

		done += ended(t);
		running += t->state >= AUDIT_STATE_INITIATING &&
		    t->state <= AUDIT_STATE_REPORTING;
		late += !ended(t) && t->state < AUDIT_STATE_POSTPONED &&
		    t->planned_to && t->planned_to < p->ask->cx->today;
	}
	page_kpi(p->view, "Audits", arena_fmt(a, "%zu", audits->n), "", "");
	page_kpi(p->view, "Completed", arena_fmt(a, "%zu", done), "", "");
	page_kpi(p->view, "Under way", arena_fmt(a, "%zu", running), "", "");
	page_kpi(p->view, "Late", arena_fmt(a, "%zu", late), late
	    ? "not completed in time" : "", late ? "late" : "");
}

/* --- coverage ------------------------------------------------------------------------------ */

struct coverage {
	const struct audit *audit[12];
	size_t naudits;
	const struct criterion_item *item[CLAUSE_ROWS];
	size_t nitems;
	const struct coverage_cell **cell;
	size_t ncells;
};

static bool
has_cells(const struct coverage *c, int64_t audit)
{
	for (size_t i = 0; i < c->ncells; i++)
		if (c->cell[i]->audit == audit)
			return true;
	return false;
}

static void
add_item(struct record_page *p, struct coverage *c, int64_t id)
{
	struct criterion_item *item;

	for (size_t i = 0; i < c->nitems; i++)
		if (c->item[i]->rec.id == id)
			return;
	if (c->nitems < CLAUSE_ROWS && !store_peek(p->ask->cx,
	    &criterion_item_entity, id, &item))
		c->item[c->nitems++] = item;
}

static enum rc
load_coverage(struct record_page *p, const struct page *audits,
    struct coverage *c)
{
	struct page rows;
	enum rc rc = screen_rows(p->ask, &coverage_cell_entity, "programme",
	    p->r->id, NULL, QUERY_MOST, &rows);

	if (rc)
		return rc;
	c->cell = arena_alloc(p->ask->cx->arena, (rows.n + 1) *
	    sizeof(*c->cell));
	for (size_t i = 0; i < rows.n; i++) {
		const struct coverage_cell *cell = rows.rec[i];

		if (!cell->criterion || !cell->audit)
			continue;
		c->cell[c->ncells++] = cell;
		add_item(p, c, cell->criterion);
	}
	for (size_t i = 0; i < audits->n && c->naudits < NELEMS(c->audit);
	    i++) {
		const struct audit *t = audits->rec[i];

		if (has_cells(c, t->rec.id))
			c->audit[c->naudits++] = t;
	}
	return RC_OK;
}

static void
add_cell(struct coverage *c, struct view *row, int64_t item, int64_t audit)
{
	static const char *const kinds[] = { "", "h1", "h2", "h3" };
	struct view *v = view_item(row, "cells");
	int64_t depth = 0, done = 0;
	bool attention = false;

	for (size_t i = 0; i < c->ncells; i++) {
		if (c->cell[i]->criterion != item || c->cell[i]->audit !=
		    audit)
			continue;
		/* The first choice is "none". */
		depth = c->cell[i]->depth ? c->cell[i]->depth - 1 : 0;
		done = c->cell[i]->done_depth ? c->cell[i]->done_depth - 1
		    : 0;
		attention = c->cell[i]->needs_attention;
	}
	view_text(v, "kind", attention ? "gap" : !depth ? "" : !done ? "plan"
	    : kinds[done > 3 ? 3 : done]);
	view_text(v, "text", "");
	if (depth)
		view_fmt(v, "text", "%" PRId64 "/%" PRId64 "%s", done, depth,
		    attention ? " gap" : "");
	view_text(v, "said", depth ? "" : "not planned");
}

static int
by_number(const void *a, const void *b)
{
	const struct criterion_item *const *x = a, *const *y = b;

	return (*x)->position != (*y)->position
	    ? ((*x)->position < (*y)->position ? -1 : 1)
	    : strcmp((*x)->number, (*y)->number);
}

static enum rc
add_coverage(struct record_page *p, const struct page *audits)
{
	struct coverage c = { 0 };
	enum rc rc = load_coverage(p, audits, &c);

	if (rc || !c.nitems || !c.naudits)
		return rc;
	qsort(c.item, c.nitems, sizeof(c.item[0]), by_number);
	view_text(p->view, "heat_title", "Coverage of criteria by audit");
	view_text(p->view, "heat_note", "Each cell says depth done / depth "
	    "planned. 1 is the desk, 2 a sample, 3 goes deep.");
	view_text(p->view, "heat_first", "Criterion");
	for (size_t k = 0; k < c.naudits; k++) {
		struct view *h = view_item(p->view, "heat_heads");

		view_text(h, "code", c.audit[k]->rec.code);
		view_link(h, "href", record_url(p->ask, &audit_entity,
		    &c.audit[k]->rec));
	}
	for (size_t i = 0; i < c.nitems; i++) {
		struct view *row = view_item(p->view, "heat");

		view_fmt(row, "label", "%s %s", c.item[i]->number,
		    utf8_cut(p->ask->cx->arena, c.item[i]->title, 40));
		for (size_t k = 0; k < c.naudits; k++)
			add_cell(&c, row, c.item[i]->rec.id,
			    c.audit[k]->rec.id);
	}
	return RC_OK;
}

enum rc
page_programme(struct ask *ask)
{
	struct record_page p;
	struct page audits;
	struct url *make = url_new(ask->cx->arena, "/audit/new");
	struct view *card;
	enum rc rc = record_open(ask, &programme_entity, &p);

	if (!rc)
		rc = record_begin(&p);
	if (!rc)
		rc = record_steps(&p);
	if (!rc)
		rc = screen_rows(ask, &audit_entity, "programme", p.r->id,
		    "planned_from", 200, &audits);
	if (rc)
		return rc;
	url_pair(make, "programme", p.r->code);
	if (may_add(ask, &audit_entity))
		page_do(p.view, "plus", "Propose an audit", make, false);
	add_figures(&p, &audits);
	add_timeline(&p, &audits);
	card = card_new(p.view, "cards", "h-audits", "Audits");
	if (audits.n)
		list_table(ask, card, &audit_entity, "kind planned_from "
		    "planned_to", "programme", &audits);
	ask->seen = p.seen.view;
	rc = add_coverage(&p, &audits);
	p.compact = true;
	if (!rc)
		rc = record_children(&p, "audit");
	if (!rc)
		rc = record_fields(&p, "");
	if (!rc)
		rc = record_history(&p);
	frame_show(ask, p.view, "programme");
	return rc;
}
