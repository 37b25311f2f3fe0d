/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_paper.c - pages, and placing things on them one below the other. */
#include "report/pdf_own.h"

enum { MAX_PAGES = 5000 };

void
paper_new(struct pdf *p)
{
	struct page *page = arena_alloc(p->arena, sizeof(*page));

	if (p->page)
		p->page->next = page;
	else
		p->first = page;
	p->page = page;
	p->npages++;
	p->y = p->top;
	p->gap = 0;
}

/* Past the limit everything lands on the last page, and is thrown away. */
bool
paper_turn(struct pdf *p)
{
	if (p->npages >= MAX_PAGES) {
		p->full = true;
		return false;
	}
	paper_new(p);
	return true;
}

double
paper_room(const struct pdf *p)
{
	return p->h - p->bottom - p->y;
}

bool
paper_at_top(const struct pdf *p)
{
	return p->y <= p->top;
}

void
paper_gap(struct pdf *p, double gap)
{
	if (p->page == p->mute_page && p->y <= p->mute_y)
		return;
	if (gap > p->gap)
		p->gap = gap;
}

/* What is higher than a page begins at the top of one. */
void
paper_settle(struct pdf *p, double h)
{
	double gap = paper_at_top(p) ? 0 : p->gap;

	if (paper_room(p) < gap + h && !paper_at_top(p) && paper_turn(p))
		return;
	p->y += gap;
	p->gap = 0;
}

void
paper_begin(struct pdf *p, double h)
{
	paper_settle(p, h);
	p->mute_page = p->page;
	p->mute_y = p->y;
}

static struct item *
new_item(struct pdf *p, enum item_kind kind, double x, double y, double w,
    double h)
{
	struct item *i = arena_alloc(p->arena, sizeof(*i));

	*i = (struct item){ .kind = kind, .y = y, .w = w, .h = h,
		.x = p->rtl ? p->w - x - w : x };
	return i;
}

struct item *
paper_add(struct pdf *p, enum item_kind kind, double x, double y, double w,
    double h)
{
	struct item *i = new_item(p, kind, x, y, w, h);

	if (p->page->last)
		p->page->last->next = i;
	else
		p->page->first = i;
	p->page->last = i;
	return i;
}

struct item *
paper_back(struct pdf *p, struct page *page, enum item_kind kind, double x,
    double y, double w, double h)
{
	struct item *i = new_item(p, kind, x, y, w, h);

	if (page->last_back)
		page->last_back->next = i;
	else
		page->back = i;
	page->last_back = i;
	return i;
}

void
paper_open(struct pdf *p, const char *tag)
{
	paper_add(p, ITEM_OPEN, 0, 0, 0, 0)->tag = tag;
}

void
paper_close(struct pdf *p, const char *tag)
{
	paper_add(p, ITEM_CLOSE, 0, 0, 0, 0)->tag = tag;
}

/* Where a part is, for links to it. */
void
paper_mark(struct pdf *p, const struct doc_part *part)
{
	struct spot here = { p->npages, p->y };
	size_t slot;

	if (part->kind == DOC_SECTION)
		p->sections[part->seq] = here;
	if (!part->anchor)
		return;
	slot = doc_slot(p->doc, part->anchor);
	if (p->doc->anchors[slot] == part)
		p->anchors[slot] = here;
}

void
paper_text(struct pdf *p, struct text *t, int from, int to, double x, double y,
    const char *tag)
{
	struct item *i = paper_add(p, ITEM_TEXT, x, y, t->width, 0);

	i->text = t;
	i->from = from;
	i->to = to;
	i->tag = tag;
}

/* Neither one line alone at the foot nor one alone on the next page. */
static int
fit_well(const struct text *t, int from, double room, double *height)
{
	int left = t->nlines - from, n;

	n = type_fit(t, from, left, room, height);
	if (n == left || n == 0)
		return n;
	if (left - n == 1)
		n--;
	if (n < 2 && from == 0)
		n = 0;
	return type_fit(t, from, n, room, height);
}

/* The pieces of a text on its pages. */
static void
flow_pieces(struct pdf *p, struct text *t, double x, int n, double height)
{
	for (int from = 0;;) {
		if (n == 0 && paper_at_top(p))
			n = type_fit(t, from, 1, 1e9, &height);
		if (n > 0)
			paper_text(p, t, from, from + n, x, p->y, "Span");
		p->y += height;
		from += n;
		if (from >= t->nlines || !paper_turn(p))
			return;
		n = fit_well(t, from, paper_room(p), &height);
	}
}

/*
 * Marked content is written for the leaves of the structure alone, and only
 * within a page: text that breaks, or has links in it, needs a tag around
 * its pieces.
 */
void
paper_flow(struct pdf *p, struct text *t, double x, const char *tag)
{
	double height;
	int n;

	paper_settle(p, type_need(t));
	n = fit_well(t, 0, paper_room(p), &height);
	if (n == t->nlines && !t->links) {
		paper_text(p, t, 0, n, x, p->y, tag);
		p->y += height;
		return;
	}
	paper_open(p, tag);
	flow_pieces(p, t, x, n, height);
	paper_close(p, tag);
}

/* Below all that was placed before: what is around is drawn first. */
static void
lay_under(struct page *page, struct item *i, enum ink ink)
{
	i->ink = ink;
	i->next = page->back;
	page->back = i;
	if (!page->last_back)
		page->last_back = i;
}

void
paper_ground(struct pdf *p, struct page *from, double y, double x, double w,
    enum ink ink)
{
	for (struct page *page = from; page; page = page->next) {
		double end = page == p->page ? p->y : p->h - p->bottom;

		if (end > y)
			lay_under(page, new_item(p, ITEM_BOX, x, y, w,
			    end - y), ink);
		y = p->top;
	}
}
