/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_flow.c - blocks one below the other. */
#include "report/pdf_own.h"

enum { BETWEEN = 6, QR_SIZE = 86, SIGN_HEIGHT = 70 };

static const enum face heads[] = { FACE_HEAD1, FACE_HEAD2, FACE_HEAD3 };

static enum face
strong(enum face face)
{
	return face == FACE_CELL ? FACE_CELL_STRONG : FACE_STRONG;
}

/* Its text no larger than that around it, and all of it on a page. */
static double
figure_scale(struct pdf *p, const struct chart *c, double w)
{
	double scale = w / chart_width(c), h = chart_height(p->arena, c);
	double most = (p->h - p->top - p->bottom - 40) / h;

	scale = scale < 0.75 ? scale : 0.75;
	return scale < most ? scale : most;
}

/* What must come with a heading that stands right before a part. */
double
flow_lead(struct pdf *p, const struct doc_part *part)
{
	if (!part)
		return 0;
	switch (part->kind) {
	case DOC_SECTION:
		return 30 + flow_lead(p, part->first);
	case DOC_TABLE:
		return 80;
	case DOC_CALLOUT:
		return 60;
	case DOC_FIGURE:
		return 24 + figure_scale(p, part->chart, p->w - p->left -
		    p->right) * chart_height(p->arena, part->chart);
	case DOC_SIGNS:
		return SIGN_HEIGHT;
	case DOC_QR:
		return QR_SIZE;
	case DOC_PARA:
	case DOC_QUOTE:
	case DOC_CODE:
	case DOC_LIST:
	case DOC_KEYS:
	case DOC_CONTENTS:
		return 34;
	case DOC_ROOT:
	case DOC_ITEM:
	case DOC_KEY:
	case DOC_ROW:
	case DOC_CELL:
	case DOC_SIGN:
	case DOC_BREAK:
		return 0;
	}
	return 0;
}

static void
heading(struct pdf *p, const struct doc_part *s, struct frame f)
{
	static const double above[] = { 24, 16, 12 };
	static const char *const tags[] = { "H1", "H2", "H3", "H4", "H5",
		"H6" };
	int rank = s->level < 4 ? s->level - 1 : 2;
	const char *tag = tags[s->level < 7 ? s->level - 1 : 5];
	enum face face = heads[rank];
	struct text *number = NULL, *title;
	double indent = 0;

	if (s->number) {
		number = type_of(p, s->number, face, 0);
		number->ink = INK_MUTED;
		number->width = type_width(number);
		indent = number->width + face_specs[face].size * 0.6;
	}
	title = type_of(p, s->title, face, f.w - indent);
	paper_gap(p, above[rank]);
	paper_settle(p, title->height + flow_lead(p, s->first));
	paper_mark(p, s);
	paper_open(p, tag);
	if (number)
		paper_text(p, number, 0, 1, f.x, p->y, "Span");
	paper_text(p, title, 0, title->nlines, f.x + indent, p->y, "Span");
	paper_close(p, tag);
	p->y += title->height;
	paper_gap(p, rank == 0 ? 8 : 5);
}

static void
flow_section(struct pdf *p, const struct doc_part *s, struct frame f)
{
	if (s->flags & DOC_NEW_PAGE && !paper_at_top(p))
		paper_turn(p);
	paper_open(p, "Sect");
	heading(p, s, f);
	flow_blocks(p, s->first, f, FACE_BODY);
	paper_close(p, "Sect");
}

static void
flow_para(struct pdf *p, const struct doc_part *part, struct frame f,
    enum face face)
{
	struct text *t = type_of_part(p, part, face, f.w);

	t->side = AT_OWN_START;
	paper_gap(p, BETWEEN);
	paper_settle(p, type_need(t));
	paper_mark(p, part);
	paper_flow(p, t, f.x, "P");
	paper_gap(p, BETWEEN);
}

static void
flow_quote(struct pdf *p, const struct doc_part *part, struct frame f,
    enum face face)
{
	struct page *from;
	double y;

	paper_gap(p, BETWEEN);
	paper_begin(p, 2 * face_specs[face].leading);
	from = p->page;
	y = p->y;
	paper_open(p, "BlockQuote");
	flow_blocks(p, part->first, (struct frame){ f.x + 14, f.w - 14 }, face);
	paper_close(p, "BlockQuote");
	paper_ground(p, from, y, f.x, 2, INK_EDGE);
	paper_gap(p, BETWEEN);
}

static void
flow_code(struct pdf *p, const struct doc_part *part, struct frame f)
{
	struct text *t = type_of_part(p, part, FACE_CODE, f.w - 16);
	struct page *from;
	double y;

	t->side = AT_OWN_START;
	paper_gap(p, BETWEEN);
	paper_begin(p, type_need(t) + 12);
	from = p->page;
	y = p->y;
	p->y += 6;
	paper_flow(p, t, f.x + 8, "P");
	p->y += 6;
	paper_ground(p, from, y, f.x, f.w, INK_SUNKEN);
	paper_gap(p, BETWEEN);
}

/* --- lists ---------------------------------------------------------------- */

static void
flow_item(struct pdf *p, const struct doc_part *item, const char *sign,
    struct frame f, enum face face)
{
	struct frame in = { f.x + 15, f.w - 15 };
	struct text *t = item->runs ? type_of_part(p, item, face, in.w) : NULL;
	struct text *mark = type_of(p, sign, face, 13);

	paper_gap(p, 2.5);
	paper_begin(p, t ? type_need(t) : face_specs[face].leading * 2);
	paper_mark(p, item);
	paper_open(p, "LI");
	paper_text(p, mark, 0, 1, f.x, p->y, "Lbl");
	if (t && !item->first) {
		paper_flow(p, t, in.x, "LBody");
	} else {
		paper_open(p, "LBody");
		if (t)
			paper_flow(p, t, in.x, "P");
		flow_blocks(p, item->first, in, face);
		paper_close(p, "LBody");
	}
	paper_close(p, "LI");
	paper_gap(p, 2.5);
}

static void
flow_list(struct pdf *p, const struct doc_part *list, struct frame f,
    enum face face)
{
	bool ordered = list->flags & DOC_ORDERED;
	int n = 0;

	if (!list->first)
		return;
	paper_gap(p, BETWEEN - 2);
	paper_open(p, "L");
	for (const struct doc_part *i = list->first; i; i = i->next)
		flow_item(p, i, ordered ? arena_fmt(p->arena, "%d.", ++n) :
		    "\u2022", f, face);
	paper_close(p, "L");
	paper_gap(p, BETWEEN - 2);
}

/* --- names and values ----------------------------------------------------- */

static double
key_width(struct pdf *p, const struct doc_part *keys, double w, enum face face)
{
	double widest = 76;

	for (const struct doc_part *k = keys->first; k; k = k->next) {
		double n = type_width(type_of(p, k->title, face, 0));

		widest = n > widest ? n : widest;
	}
	return widest < w * 0.3 ? widest + 1 : w * 0.3;
}

static void
flow_value(struct pdf *p, const struct doc_part *k, struct text *t,
    struct frame f, enum face face)
{
	if (t && !k->first) {
		paper_flow(p, t, f.x, "TD");
		return;
	}
	paper_open(p, "TD");
	if (t)
		paper_flow(p, t, f.x, "P");
	flow_blocks(p, k->first, f, face);
	paper_close(p, "TD");
}

static void
flow_key(struct pdf *p, const struct doc_part *k, double label,
    struct frame f, enum face face)
{
	struct frame in = { f.x + label + 14, f.w - label - 14 };
	struct text *name = type_of(p, k->title, face, label);
	struct text *t = k->runs ? type_of_part(p, k, face, in.w) : NULL;
	double need = t ? type_need(t) : 2 * face_specs[face].leading, end;
	const struct page *page;

	name->ink = INK_MUTED;
	paper_begin(p, need > name->height ? need : name->height);
	paper_mark(p, k);
	page = p->page;
	end = p->y + name->height;
	paper_open(p, "TR");
	paper_text(p, name, 0, name->nlines, f.x, p->y, "TH");
	flow_value(p, k, t, in, face);
	paper_close(p, "TR");
	if (p->page == page && p->y < end)
		p->y = end;
	p->gap = 0;
	paper_gap(p, face == FACE_CELL ? 4 : 5.5);
}

void
flow_keys(struct pdf *p, const struct doc_part *part, struct frame f,
    enum face face)
{
	double label = key_width(p, part, f.w, face);

	if (!part->first)
		return;
	paper_gap(p, BETWEEN);
	paper_open(p, "Table");
	for (const struct doc_part *k = part->first; k; k = k->next)
		flow_key(p, k, label, f, face);
	paper_close(p, "Table");
	paper_gap(p, BETWEEN + 2);
}

/* --- callouts ------------------------------------------------------------- */

static const char *const callout_icons[MEANING_COUNT] = { "info", "done",
	"info", "warn", "stop", "note" };

static void
flow_callout(struct pdf *p, const struct doc_part *part, struct frame f,
    enum face face)
{
	struct frame in = { f.x + 34, f.w - 46 };
	struct text *title = part->title ? type_of(p, part->title,
	    strong(face), in.w) : NULL;
	struct text *t = part->runs ? type_of_part(p, part, face, in.w) : NULL;
	struct page *from;
	struct item *icon;
	double y;

	paper_gap(p, BETWEEN + 3);
	paper_begin(p, 20 + (title ? title->height : 0) +
	    (t ? type_need(t) : 0));
	from = p->page;
	y = p->y;
	p->y += 9;
	icon = paper_back(p, from, ITEM_ICON, f.x + 14, p->y + 0.5, 12, 12);
	paper_open(p, "Div");
	if (title)
		paper_flow(p, title, in.x, "P");
	paper_gap(p, 2);
	if (t)
		paper_flow(p, t, in.x, "P");
	flow_blocks(p, part->first, in, face);
	paper_close(p, "Div");
	p->y += 9;
	p->gap = 0;
	icon->ink = ink_of(part->meaning);
	icon->name = callout_icons[part->meaning];
	paper_ground(p, from, y, f.x, 3, ink_of(part->meaning));
	paper_ground(p, from, y, f.x, f.w, ink_soft(part->meaning));
	paper_gap(p, BETWEEN + 3);
}

static void
flow_figure(struct pdf *p, const struct doc_part *part, struct frame f)
{
	double scale = figure_scale(p, part->chart, f.w);
	double w = scale * chart_width(part->chart);
	double h = scale * chart_height(p->arena, part->chart);
	struct text *t = part->title ? type_of(p, part->title, FACE_CELL, f.w) :
	    NULL;
	struct item *i;

	paper_gap(p, BETWEEN + 3);
	paper_settle(p, h + (t ? t->height + 6 : 0));
	paper_mark(p, part);
	if (t) {
		t->ink = INK_MUTED;
		paper_text(p, t, 0, t->nlines, f.x, p->y, "Caption");
		p->y += t->height + 6;
	}
	i = paper_add(p, ITEM_CHART, f.x, p->y, w, h);
	i->part = part;
	i->tag = "Figure";
	p->y += h;
	paper_gap(p, BETWEEN + 5);
}

/* --- signatures and codes ------------------------------------------------- */

static void
flow_sign(struct pdf *p, const struct doc_part *s, struct frame f)
{
	const struct doc_words *w = &p->doc->words;
	struct text *duty = type_of(p, s->title, FACE_SMALL, f.w), *last;
	struct text *name = type_of_part(p, s, FACE_STRONG, f.w);
	double y = p->y;

	duty->ink = INK_MUTED;
	paper_open(p, "Div");
	paper_text(p, duty, 0, 1, f.x, y, "P");
	y += duty->height + 2;
	paper_text(p, name, 0, 1, f.x, y, "P");
	y += name->height;
	if (s->text) {
		last = type_of(p, s->text, FACE_CELL, f.w);
		paper_text(p, last, 0, 1, f.x, y, "P");
	} else {
		paper_back(p, p->page, ITEM_RULE, f.x, y + 28, f.w, 0.6)->ink =
		    INK_EDGE;
		last = type_of(p, arena_fmt(p->arena, "%s, %s", w->date,
		    w->signature), FACE_SMALL, f.w);
		last->ink = INK_MUTED;
		paper_text(p, last, 0, 1, f.x, y + 31, "P");
	}
	paper_close(p, "Div");
}

static void
flow_signs(struct pdf *p, const struct doc_part *part, struct frame f)
{
	double w = (f.w - 28) / 2;
	int n = 0;

	for (const struct doc_part *s = part->first; s; s = s->next, n++) {
		if (n % 2 == 0) {
			paper_gap(p, BETWEEN + 4);
			paper_settle(p, SIGN_HEIGHT);
		}
		flow_sign(p, s, (struct frame){ f.x + (n % 2) * (w + 28), w });
		if (n % 2 == 1 || !s->next)
			p->y += SIGN_HEIGHT;
	}
}

static void
flow_qr(struct pdf *p, const struct doc_part *part, struct frame f)
{
	struct text *t = type_of(p, part->title, FACE_CELL, f.w - QR_SIZE - 16);
	struct item *i;

	paper_gap(p, BETWEEN + 4);
	paper_settle(p, QR_SIZE);
	i = paper_add(p, ITEM_QR, f.x, p->y, QR_SIZE, QR_SIZE);
	i->name = part->text;
	i->part = part;
	i->tag = "Figure";
	t->ink = INK_MUTED;
	paper_text(p, t, 0, t->nlines, f.x + QR_SIZE + 16,
	    p->y + (QR_SIZE - t->height) / 2, "P");
	p->y += QR_SIZE;
	paper_gap(p, BETWEEN + 4);
}

static void
flow_block(struct pdf *p, const struct doc_part *part, struct frame f,
    enum face face)
{
	switch (part->kind) {
	case DOC_SECTION:
		flow_section(p, part, f);
		return;
	case DOC_PARA:
		flow_para(p, part, f, face);
		return;
	case DOC_QUOTE:
		flow_quote(p, part, f, face);
		return;
	case DOC_CODE:
		flow_code(p, part, f);
		return;
	case DOC_LIST:
		flow_list(p, part, f, face);
		return;
	case DOC_KEYS:
		flow_keys(p, part, f, face);
		return;
	case DOC_TABLE:
		flow_table(p, part, f);
		return;
	case DOC_FIGURE:
		flow_figure(p, part, f);
		return;
	case DOC_CALLOUT:
		flow_callout(p, part, f, face);
		return;
	case DOC_SIGNS:
		flow_signs(p, part, f);
		return;
	case DOC_QR:
		flow_qr(p, part, f);
		return;
	case DOC_CONTENTS:
		front_contents(p);
		return;
	case DOC_BREAK:
		if (!paper_at_top(p))
			paper_turn(p);
		return;
	case DOC_ROOT:
	case DOC_ITEM:
	case DOC_KEY:
	case DOC_ROW:
	case DOC_CELL:
	case DOC_SIGN:
		return;
	}
}

void
flow_blocks(struct pdf *p, const struct doc_part *first, struct frame f,
    enum face face)
{
	for (const struct doc_part *part = first; part; part = part->next)
		flow_block(p, part, f, face);
}
