/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_line.c - lines of set text, with their links and badges, drawn. */
#include "report/pdf_own.h"

/* The structure's leaf that is open while a text is drawn. */
struct leaf {
	struct pdf *p;
	const char *tag;                /* for what is no link; or NULL */
	const char *open;               /* now */
	const struct span *span;        /* the link that it is, or NULL */
};

static void
leaf_close(struct leaf *l)
{
	if (l->open)
		cairo_tag_end(l->p->cr, l->open);
	l->open = NULL;
}

static void
leaf_set(struct leaf *l, const struct span *span)
{
	const char *tag = span ? CAIRO_TAG_LINK : l->tag;

	if (!l->tag || (l->open && l->span == span))
		return;
	leaf_close(l);
	l->open = tag;
	l->span = span;
	if (span)
		paint_link(l->p, span->run->href);
	else
		cairo_tag_begin(l->p->cr, tag, NULL);
}

static const struct span *
span_at(const struct text *t, int at)
{
	for (const struct span *s = t->spans; s; s = s->next)
		if (at >= s->start && at < s->end)
			return s;
	return NULL;
}

static double
run_width(PangoLayoutRun *run)
{
	return pango_units_to_double(pango_glyph_string_get_width(run->glyphs));
}

static void
run_colour(cairo_t *cr, PangoLayoutRun *run, enum ink otherwise)
{
	paint_ink(cr, otherwise);
	for (GSList *l = run->item->analysis.extra_attrs; l; l = l->next) {
		PangoAttribute *a = l->data;
		PangoColor *c;

		if (a->klass->type != PANGO_ATTR_FOREGROUND)
			continue;
		c = &((PangoAttrColor *)a)->color;
		cairo_set_source_rgb(cr, c->red / 65535.0, c->green / 65535.0,
		    c->blue / 65535.0);
	}
}

/* The ground of a badge, and its shape at the end where it begins. */
static void
draw_badge(cairo_t *cr, const struct text *t, const struct span *s,
    GSList *runs, double x, double y)
{
	double size = face_specs[t->face].size * 0.92, w = 0, h = size * 1.62;
	double icon = size * 1.1, at = x;

	for (GSList *l = runs; l; l = l->next) {
		PangoLayoutRun *run = l->data;

		if (run->item->offset < s->start || run->item->offset >= s->end)
			break;
		if (run->item->offset == s->start)
			at = x + w + (w > 0 ? size * 0.35 : size * 0.55);
		w += run_width(run);
	}
	y -= size * 0.34;
	paint_ink(cr, ink_soft(s->run->meaning));
	paint_box(cr, x, y - h / 2, w, h, h / 2);
	cairo_fill(cr);
	paint_icon(cr, s->run->icon, ink_of(s->run->meaning), at,
	    y - icon / 2, icon);
}

static bool
is_blank(const struct span *s, const PangoLayoutRun *run)
{
	return s && s->run->style & DOC_STATE &&
	    (run->item->offset == s->start || run->item->offset == s->end - 3);
}

/* Run by run, from left to right as they are seen. */
static void
draw_runs(struct leaf *leaf, const struct text *t, PangoLayoutLine *line,
    double x, double y)
{
	cairo_t *cr = leaf->p->cr;
	const char *s = pango_layout_get_text(t->layout);
	const struct span *badge = NULL;

	for (GSList *l = line->runs; l; l = l->next) {
		PangoLayoutRun *run = l->data;
		const struct span *span = span_at(t, run->item->offset);
		bool link = span && !(span->run->style & DOC_STATE);
		double w = run_width(run);

		leaf_set(leaf, link ? span : NULL);
		if (span && !link && span != badge)
			draw_badge(cr, t, span, l, x, y);
		badge = link ? NULL : span;
		if (!is_blank(span, run)) {
			run_colour(cr, run, t->ink);
			cairo_move_to(cr, x, y);
			pango_cairo_show_glyph_item(cr, s, run);
		}
		if (link) {
			paint_ink(cr, INK_ACCENT_SOFT);
			cairo_rectangle(cr, x, y + 1.3, w, 0.5);
			cairo_fill(cr);
		}
		x += w;
	}
}

static double
line_x(const struct pdf *p, const struct text *t, PangoLayoutLine *line,
    double x, double w)
{
	bool rtl = t->side == AT_END ? !p->rtl : p->rtl;

	if (t->side == AT_OWN_START)
		rtl = line->resolved_dir == PANGO_DIRECTION_RTL;
	return rtl && t->width > 0 ? x + t->width - w : x;
}

void
paint_text(struct pdf *p, const struct item *i)
{
	struct text *t = i->text;
	struct leaf leaf = { .p = p, .tag = i->tag };
	GSList *l = g_slist_nth(pango_layout_get_lines_readonly(
	    type_layout(p, t)), (guint)i->from);
	double y = i->y;

	if (!t->links)
		leaf_set(&leaf, NULL);
	for (int n = i->from; l && n < i->to; n++, l = l->next) {
		PangoRectangle r;
		double h = type_line_height(t, l->data), x, base;

		pango_layout_line_get_extents(l->data, NULL, &r);
		base = y + (h - pango_units_to_double(r.height)) / 2 -
		    pango_units_to_double(r.y);
		x = line_x(p, t, l->data, i->x, pango_units_to_double(r.width));
		if (t->spans) {
			draw_runs(&leaf, t, l->data, x, base);
		} else {
			paint_ink(p->cr, t->ink);
			cairo_move_to(p->cr, x, base);
			pango_cairo_show_layout_line(p->cr, l->data);
		}
		y += h;
	}
	leaf_close(&leaf);
	type_lay_off(p, t);
}
