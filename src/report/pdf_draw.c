/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_draw.c - the second pass: pages of items become a PDF. */
#include "report/pdf_own.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

void
paint_tag(struct pdf *p, const char *tag)
{
	cairo_tag_begin(p->cr, tag, NULL);
}

void
paint_link_to(struct pdf *p, struct spot to)
{
	int y = to.y > 12 ? (int)to.y - 12 : 0;

	cairo_tag_begin(p->cr, CAIRO_TAG_LINK, arena_fmt(p->arena,
	    "page=%d pos=[0 %d]", to.page, y));
}

/* href was let through by doc_href_safe, or names a part of this document. */
void
paint_link(struct pdf *p, const char *href)
{
	struct buf b = { .arena = p->arena };
	struct spot to = { 1, 0 };

	if (*href == '#') {
		size_t slot = doc_slot(p->doc, href + 1);

		if (p->doc->anchors[slot] && p->anchors[slot].page)
			to = p->anchors[slot];
		paint_link_to(p, to);
		return;
	}
	buf_str(&b, "uri='");
	for (; *href; href++) {
		if (*href == '\'' || *href == '\\')
			buf_char(&b, '\\');
		buf_char(&b, *href);
	}
	buf_char(&b, '\'');
	cairo_tag_begin(p->cr, CAIRO_TAG_LINK, buf_text(&b));
}

static void
add_alt(struct pdf *p, const char *text)
{
	struct alt *a = arena_alloc(p->arena, sizeof(*a));

	a->text = text ? text : "";
	if (p->last_alt)
		p->last_alt->next = a;
	else
		p->alts = a;
	p->last_alt = a;
}

static void
draw_qr(struct pdf *p, const struct item *i)
{
	int n = 0;
	const unsigned char *m = doc_qr_matrix(p->arena, i->name, &n);
	double size;

	if (!m)
		return;
	size = i->w / (n + 4);
	add_alt(p, i->part->title);
	paint_tag(p, i->tag);
	paint_ink(p->cr, INK_TEXT);
	for (int y = 0; y < n; y++)
		for (int x = 0, run; x < n; x += run) {
			run = 1;
			while (x + run < n && m[y * n + x + run] ==
			    m[y * n + x])
				run++;
			if (m[y * n + x])
				cairo_rectangle(p->cr, i->x + (x + 2) * size,
				    i->y + (y + 2) * size, run * size, size);
		}
	cairo_fill(p->cr);
	cairo_tag_end(p->cr, i->tag);
}

static void
draw_chart(struct pdf *p, const struct item *i)
{
	const struct chart *c = i->part->chart;
	double scale = i->w / chart_width(c);

	add_alt(p, doc_clean(p->arena, arena_fmt(p->arena, "%s. %s",
	    c->title ? c->title : "", c->desc ? c->desc : "")));
	paint_tag(p, i->tag);
	cairo_save(p->cr);
	cairo_translate(p->cr, i->x, i->y);
	cairo_scale(p->cr, scale, scale);
	chart_draw(p->arena, p->cr, c, p->pango[0], pdf_family(p, false));
	cairo_restore(p->cr);
	cairo_tag_end(p->cr, i->tag);
}

static void
draw_dots(struct pdf *p, const struct item *i)
{
	static const double dash[] = { 0, 4 };

	if (i->w < 8)
		return;
	cairo_save(p->cr);
	paint_ink(p->cr, i->ink);
	cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_width(p->cr, 0.8);
	cairo_set_dash(p->cr, dash, 2, 0);
	cairo_move_to(p->cr, i->x, i->y);
	cairo_line_to(p->cr, i->x + i->w, i->y);
	cairo_stroke(p->cr);
	cairo_restore(p->cr);
}

/* Text that is made while drawing; y is where it begins. */
static void
draw_words(struct pdf *p, struct text *t, double x, double y, enum ink ink,
    const char *tag)
{
	struct item i = { .kind = ITEM_TEXT, .x = x, .y = y, .text = t,
		.to = t->nlines, .tag = tag };

	t->ink = ink;
	paint_text(p, &i);
}

static void
draw_page_of(struct pdf *p, const struct item *i)
{
	struct spot to = p->sections[i->part->seq];
	struct text *t = type_of(p, arena_fmt(p->arena, "%d", to.page),
	    (enum face)i->from, 0);
	double w = type_width(t);

	paint_link_to(p, to);
	draw_words(p, t, p->rtl ? i->x : i->x + i->w - w, i->y, INK_TEXT, NULL);
	cairo_tag_end(p->cr, CAIRO_TAG_LINK);
}

static void
draw_entry(struct pdf *p, const struct item *i)
{
	struct item plain = *i;

	plain.tag = NULL;
	paint_link_to(p, p->sections[i->part->seq]);
	paint_text(p, &plain);
	cairo_tag_end(p->cr, CAIRO_TAG_LINK);
}

static void
draw_item(struct pdf *p, const struct item *i)
{
	switch (i->kind) {
	case ITEM_OPEN:
		paint_tag(p, i->tag);
		return;
	case ITEM_CLOSE:
		cairo_tag_end(p->cr, i->tag);
		return;
	case ITEM_TEXT:
		if (i->part)
			draw_entry(p, i);
		else
			paint_text(p, i);
		return;
	case ITEM_BOX:
	case ITEM_RULE:
		paint_ink(p->cr, i->ink);
		cairo_rectangle(p->cr, i->x, i->y, i->w, i->h);
		cairo_fill(p->cr);
		return;
	case ITEM_DOTS:
		draw_dots(p, i);
		return;
	case ITEM_ICON:
		paint_icon(p->cr, i->name, i->ink, i->x, i->y, i->w);
		return;
	case ITEM_QR:
		draw_qr(p, i);
		return;
	case ITEM_CHART:
		draw_chart(p, i);
		return;
	case ITEM_PAGE_OF:
		draw_page_of(p, i);
		return;
	}
}

/* --- what every page has -------------------------------------------------- */

/* As shapes, not as text: a reader's search does not find it on each page. */
static void
draw_watermark(struct pdf *p)
{
	struct text *t;
	double w, size, angle = -atan2(p->h * 0.8, p->w);

	if (!p->doc->draft || !*p->doc->words.draft)
		return;
	t = type_of(p, doc_clean(p->arena, p->doc->words.draft), FACE_TITLE,
	    0);
	w = type_width(t);
	size = w > 0 ? p->w * 0.86 / w : 1;
	if (size > 7)
		size = 7;
	cairo_save(p->cr);
	cairo_translate(p->cr, p->w / 2, p->h / 2);
	cairo_rotate(p->cr, angle);
	cairo_scale(p->cr, size, size);
	cairo_move_to(p->cr, -w / 2, -face_specs[FACE_TITLE].size * 0.68);
	pango_cairo_layout_path(p->cr, t->layout);
	paint_ink(p->cr, INK_PALE);
	cairo_fill(p->cr);
	cairo_restore(p->cr);
}

static void
draw_at_end(struct pdf *p, struct text *t, double y, enum ink ink)
{
	double w = type_width(t);

	draw_words(p, t, p->rtl ? p->left : p->w - p->right - w, y, ink, NULL);
}

static void
draw_at_start(struct pdf *p, const char *s, double y, double room)
{
	struct text *t = type_of(p, s, FACE_SMALL, room);
	double w;

	pango_layout_set_height(t->layout, -1);
	pango_layout_set_ellipsize(t->layout, PANGO_ELLIPSIZE_END);
	t->nlines = 1;
	t->width = 0;
	w = type_width(t);
	draw_words(p, t, p->rtl ? p->w - p->left - w : p->left, y, INK_MUTED,
	    NULL);
}

static void
draw_line(struct pdf *p, double y)
{
	paint_ink(p->cr, INK_LINE);
	cairo_rectangle(p->cr, p->left, y, p->w - p->left - p->right, 0.5);
	cairo_fill(p->cr);
}

static const char *
joined(struct pdf *p, const char *a, const char *b)
{
	if (!a || !*a || !b || !*b)
		return doc_clean(p->arena, a && *a ? a : b ? b : "");
	return doc_clean(p->arena, arena_fmt(p->arena, "%s \u00b7 %s", a, b));
}

static void
draw_frame(struct pdf *p, const struct page *page, int n)
{
	const struct doc *d = p->doc;
	double room = p->w - p->left - p->right, end = 0;
	struct text *t;

	t = type_of(p, doc_pattern(p->arena, d->words.page_of, n, p->npages),
	    FACE_SMALL, 0);
	draw_line(p, p->h - 47);
	draw_at_end(p, t, p->h - 41, INK_MUTED);
	draw_at_start(p, joined(p, d->foot, d->copy), p->h - 41,
	    room - type_width(t) - 16);
	if (page->plain)
		return;
	if (d->class_mark) {
		t = type_badge(p, doc_clean(p->arena, d->class_mark),
		    d->class_meaning, "lock", FACE_SMALL);
		end = t->width + 16;
		draw_at_end(p, t, 34, INK_MUTED);
	}
	draw_at_start(p, joined(p, d->code, d->title), 34, room - end);
	draw_line(p, 50);
}

static void
draw_page(struct pdf *p, const struct page *page, int n)
{
	draw_watermark(p);
	draw_frame(p, page, n);
	for (const struct item *i = page->back; i; i = i->next)
		draw_item(p, i);
	for (const struct item *i = page->first; i; i = i->next)
		draw_item(p, i);
}

/* --- outline -------------------------------------------------------------- */

static void
outline(struct pdf *p, const struct doc_part *under, int parent)
{
	for (const struct doc_part *s = under->first; s; s = s->next) {
		struct spot to;
		const char *name;
		int id;

		if (s->kind != DOC_SECTION || s->level > 6)
			continue;
		to = p->sections[s->seq];
		name = s->number ? arena_fmt(p->arena, "%s %s", s->number,
		    s->title) : s->title;
		id = cairo_pdf_surface_add_outline(p->surface, parent, name,
		    arena_fmt(p->arena, "page=%d pos=[0 %d]", to.page,
		    to.y > 12 ? (int)to.y - 12 : 0), s->level == 1 ?
		    CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
		outline(p, s, id);
	}
}

void
paint_pages(struct pdf *p)
{
	int n = 0;

	paint_tag(p, "Document");
	for (const struct page *page = p->first; page; page = page->next) {
		draw_page(p, page, ++n);
		if (!page->next)
			cairo_tag_end(p->cr, "Document");
		cairo_show_page(p->cr);
	}
	outline(p, p->doc->root, CAIRO_PDF_OUTLINE_ROOT);
}
