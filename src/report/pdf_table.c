/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_table.c - tables over as many pages as they take. */
#include "report/pdf_own.h"

#include <limits.h>
#include <string.h>

enum { GUTTER = 12 };
static const double PAD = 4.2;          /* above and below a row's text */

struct cell { struct text *text; int from; };

struct table {
	const struct doc_part *part;
	struct frame frame;
	double *x, *w;                  /* of each column */
	struct cell *head, *cells;
	double head_height;
};

static bool
is_narrow(enum doc_col_kind k)
{
	return k != COL_TEXT && k != COL_NAME;
}

static size_t
length(const struct doc_part *cell)
{
	size_t n = 0;

	for (const struct doc_run *r = cell->runs; r; r = r->next)
		n += strlen(r->text);
	return n;
}

/* The widest of a column, as far as counting bytes tells. */
static const struct doc_part *
longest(const struct doc_part *table, size_t col)
{
	const struct doc_part *best = NULL;
	size_t most = 0;

	for (const struct doc_part *r = table->first; r; r = r->next) {
		const struct doc_part *c = r->first;

		if (r->flags & DOC_GROUP)
			continue;
		for (size_t i = 0; c && i < col; i++)
			c = c->next;
		if (c && length(c) > most) {
			most = length(c);
			best = c;
		}
	}
	return best;
}

static double
narrow_width(struct pdf *p, const struct doc_part *table, size_t col)
{
	double w = type_width(type_of(p, table->cols[col].head,
	    FACE_HEAD, 0)), n;
	const struct doc_part *c = longest(table, col);

	if (c) {
		n = type_width(type_of_part(p, c, FACE_CELL, 0)) * 1.03;
		w = n > w ? n : w;
	}
	return w + 1;
}

static int
share(const struct doc_col *c)
{
	return c->width > 0 ? c->width : 100;
}

/*
 * Narrow columns get what they need, at most what leaves the text columns 45
 * points each; those share the rest.  Too many columns: all the same.
 */
static void
set_widths(struct pdf *p, struct table *t)
{
	const struct doc_part *part = t->part;
	size_t n = part->ncols, texts = 0;
	double room = t->frame.w - GUTTER * (double)(n - 1), narrow = 0, most;
	int shares = 0;

	for (size_t i = 0; i < n; i++) {
		if (is_narrow(part->cols[i].kind)) {
			narrow += t->w[i] = narrow_width(p, part, i);
		} else {
			shares += share(&part->cols[i]);
			texts++;
		}
	}
	most = room - 45.0 * (double)texts;
	if (most < 12.0 * (double)n) {
		for (size_t i = 0; i < n; i++)
			t->w[i] = room > 0 ? room / (double)n : 1;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (!is_narrow(part->cols[i].kind))
			t->w[i] = (room - (narrow < most ? narrow : most)) *
			    share(&part->cols[i]) / shares;
		else if (narrow > most || texts == 0)
			t->w[i] *= (texts == 0 ? room : most) / narrow;
	}
}

static void
set_columns(struct pdf *p, struct table *t)
{
	size_t n = t->part->ncols;
	double x = t->frame.x;

	t->x = arena_alloc(p->arena, n * sizeof(*t->x));
	t->w = arena_alloc(p->arena, n * sizeof(*t->w));
	t->head = arena_alloc(p->arena, n * sizeof(*t->head));
	t->cells = arena_alloc(p->arena, n * sizeof(*t->cells));
	set_widths(p, t);
	for (size_t i = 0; i < n; i++) {
		t->x[i] = x;
		x += t->w[i] + GUTTER;
	}
}

static enum side
side_of(enum doc_col_kind k)
{
	return k == COL_NUMBER ? AT_END : AT_START;
}

static void
set_head(struct pdf *p, struct table *t)
{
	const struct doc_col *cols = t->part->cols;

	t->head_height = 0;
	for (size_t i = 0; i < t->part->ncols; i++) {
		struct text *x = type_of(p, cols[i].head, FACE_HEAD, t->w[i]);

		x->ink = INK_MUTED;
		x->side = side_of(cols[i].kind);
		t->head[i].text = x;
		if (x->height > t->head_height)
			t->head_height = x->height;
	}
	t->head_height += 2 * PAD;
}

/* The first is the table's; those of the next pages are for the eye. */
static void
place_head(struct pdf *p, struct table *t, bool first)
{
	struct item *item;

	if (first) {
		paper_open(p, "THead");
		paper_open(p, "TR");
	}
	for (size_t i = 0; i < t->part->ncols; i++) {
		struct text *x = t->head[i].text;
		double y = p->y + t->head_height - PAD - x->height;

		if (first) {
			paper_text(p, x, 0, x->nlines, t->x[i], y, "TH");
			continue;
		}
		item = paper_back(p, p->page, ITEM_TEXT, t->x[i], y, x->width,
		    0);
		item->text = x;
		item->to = x->nlines;
	}
	if (first) {
		paper_close(p, "TR");
		paper_close(p, "THead");
	}
	p->y += t->head_height;
	paper_back(p, p->page, ITEM_RULE, t->frame.x, p->y - 0.4, t->frame.w,
	    0.8)->ink = INK_EDGE;
	p->mute_page = p->page;
	p->mute_y = p->y;
}

static bool
turn(struct pdf *p, struct table *t)
{
	if (!paper_turn(p))
		return false;
	place_head(p, t, false);
	return true;
}

/* --- rows ----------------------------------------------------------------- */

static double
set_cells(struct pdf *p, struct table *t, const struct doc_part *row)
{
	const struct doc_part *c = row->first;
	enum face face = row->flags & DOC_TOTAL ? FACE_CELL_STRONG : FACE_CELL;
	double height = face_specs[face].leading;

	for (size_t i = 0; i < t->part->ncols; i++) {
		struct text *x = NULL;

		if (c)
			x = type_of_part(p, c, face, t->w[i]);
		t->cells[i] = (struct cell){ .text = x };
		if (x) {
			x->side = side_of(t->part->cols[i].kind);
			height = x->height > height ? x->height : height;
		}
		c = c ? c->next : NULL;
	}
	return height;
}

/* Lines of one cell in a piece of its row. */
static void
place_cell(struct pdf *p, struct table *t, size_t i, int lines)
{
	const char *tag = t->part->cols[i].kind == COL_NAME ? "TH" : "TD";
	struct cell *c = &t->cells[i];
	bool group = !c->text || lines == 0 || c->text->links;

	if (group)
		paper_open(p, tag);
	if (c->text && lines > 0)
		paper_text(p, c->text, c->from, c->from + lines, t->x[i],
		    p->y + PAD, group ? "Span" : tag);
	if (group)
		paper_close(p, tag);
	c->from += lines;
}

static void
end_piece(struct pdf *p, struct table *t, double height)
{
	p->y += height + 2 * PAD;
	paper_back(p, p->page, ITEM_RULE, t->frame.x, p->y - 0.25, t->frame.w,
	    0.5)->ink = INK_LINE;
}

/* As many lines of each cell as the page takes; true when all are placed. */
static bool
place_piece(struct pdf *p, struct table *t, double room)
{
	double tallest = 0, h;
	bool all = true;

	paper_open(p, "TR");
	for (size_t i = 0; i < t->part->ncols; i++) {
		struct cell *c = &t->cells[i];
		int left = c->text ? c->text->nlines - c->from : 0, n = 0;

		h = 0;
		if (left > 0)
			n = type_fit(c->text, c->from, left, room, &h);
		if (left > 0 && n == 0 && room > p->h / 2)
			n = type_fit(c->text, c->from, 1, 1e9, &h);
		place_cell(p, t, i, n);
		all = all && n == left;
		tallest = h > tallest ? h : tallest;
	}
	paper_close(p, "TR");
	end_piece(p, t, tallest);
	return all;
}

static void
place_row(struct pdf *p, struct table *t, const struct doc_part *row)
{
	double height = set_cells(p, t, row), page = p->h - p->top - p->bottom -
	    t->head_height;
	double room = paper_room(p) - 2 * PAD;

	if (height > room && (height < page * 0.6 || room < page * 0.25)) {
		if (!turn(p, t))
			return;
	}
	paper_mark(p, row);
	for (const struct doc_part *c = row->first; c; c = c->next)
		if (c->anchor)
			paper_mark(p, c);
	if (row->flags & DOC_TOTAL)
		paper_back(p, p->page, ITEM_RULE, t->frame.x, p->y - 0.4,
		    t->frame.w, 0.8)->ink = INK_EDGE;
	while (!place_piece(p, t, paper_room(p) - 2 * PAD))
		if (!turn(p, t))
			return;
	for (size_t i = 0; i < t->part->ncols; i++)
		type_lay_off(p, t->cells[i].text);
}

static void
place_group(struct pdf *p, struct table *t, const struct doc_part *row)
{
	struct text *x = type_of_part(p, row->first, FACE_CELL,
	    t->frame.w - 12);
	double height = x->height + 2 * PAD;

	if (paper_room(p) < height + 34 && !turn(p, t))
		return;
	paper_back(p, p->page, ITEM_BOX, t->frame.x, p->y, t->frame.w,
	    height)->ink = INK_SUNKEN;
	paper_open(p, "TR");
	paper_text(p, x, 0, x->nlines, t->frame.x + 6, p->y + PAD, "TH");
	paper_close(p, "TR");
	p->y += height;
}

/* What has to stay with the head. */
static double
first_height(struct pdf *p, struct table *t)
{
	const struct doc_part *row = t->part->first;
	double h, most = (p->h - p->top - p->bottom) / 3;

	if (row && row->flags & DOC_GROUP)
		return 50;
	h = row ? set_cells(p, t, row) + 2 * PAD : 0;
	return h < most ? h : most;
}

void
flow_table(struct pdf *p, const struct doc_part *part, struct frame f)
{
	struct table t = { .part = part, .frame = f };
	struct text *caption = NULL;

	set_columns(p, &t);
	set_head(p, &t);
	paper_gap(p, 8);
	if (part->title) {
		caption = type_of(p, part->title, FACE_CELL, f.w);
		caption->ink = INK_MUTED;
	}
	paper_settle(p, (caption ? caption->height + 3 : 0) + t.head_height +
	    first_height(p, &t));
	paper_mark(p, part);
	paper_open(p, "Table");
	if (caption) {
		paper_text(p, caption, 0, caption->nlines, f.x, p->y,
		    "Caption");
		p->y += caption->height + 3;
	}
	place_head(p, &t, true);
	paper_open(p, "TBody");
	for (const struct doc_part *r = part->first; r && !p->full; r = r->next)
		if (r->flags & DOC_GROUP)
			place_group(p, &t, r);
		else
			place_row(p, &t, r);
	paper_close(p, "TBody");
	paper_close(p, "Table");
	paper_gap(p, 12);
}
