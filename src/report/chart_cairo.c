/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_cairo.c - the same marks on paper. */
#include "report/chart_own.h"

#include "report/pdf_own.h"

#define PI 3.14159265358979323846

struct brush {
	cairo_t *cr;
	PangoLayout *layout;
	PangoFontDescription *plain, *bold;
};

/* The current path, as its look says. */
static void
paint(cairo_t *cr, const struct look_row *look)
{
	if (look->filled) {
		paint_ink(cr, look->fill);
		cairo_fill_preserve(cr);
	}
	if (look->width > 0) {
		paint_ink(cr, look->stroke);
		cairo_set_line_width(cr, look->width);
		cairo_set_dash(cr, look->dash, look->dash[0] > 0 ? 2 : 0, 0);
		cairo_stroke_preserve(cr);
	}
	cairo_new_path(cr);
}

/* Slanting lines over a box; a little lighter than its ground. */
static void
hatch(cairo_t *cr, const struct mark *m)
{
	cairo_save(cr);
	paint_box(cr, m->x, m->y, m->w, m->h, m->r);
	cairo_clip(cr);
	cairo_set_source_rgb(cr, 0.58, 0.44, 0.2);
	cairo_set_line_width(cr, 1.6);
	for (double x = m->x - m->h; x < m->x + m->w; x += 6) {
		cairo_move_to(cr, x, m->y + m->h);
		cairo_line_to(cr, x + m->h, m->y);
	}
	cairo_stroke(cr);
	cairo_restore(cr);
}

static void
draw_words(struct brush *b, const struct mark *m)
{
	const struct look_row *look = &looks[m->look];
	PangoRectangle r;
	double w, base;

	pango_layout_set_font_description(b->layout, look->bold ? b->bold :
	    b->plain);
	pango_layout_set_text(b->layout, m->text, -1);
	pango_layout_get_extents(b->layout, NULL, &r);
	base = pango_units_to_double(pango_layout_get_baseline(b->layout));
	w = pango_units_to_double(r.width);
	cairo_save(b->cr);
	cairo_translate(b->cr, m->x, m->y);
	cairo_rotate(b->cr, m->angle * PI / 180);
	cairo_move_to(b->cr, m->hold == HOLD_MIDDLE ? -w / 2 :
	    m->hold == HOLD_END ? -w : 0, -base);
	paint_ink(b->cr, look->fill);
	pango_cairo_show_layout(b->cr, b->layout);
	cairo_restore(b->cr);
	cairo_new_path(b->cr);
}

static void
draw_mark(struct brush *b, const struct mark *m)
{
	cairo_t *cr = b->cr;

	switch (m->kind) {
	case MARK_BOX:
		paint_box(cr, m->x, m->y, m->w, m->h, m->r);
		break;
	case MARK_PATH:
		cairo_move_to(cr, m->at[0].x, m->at[0].y);
		for (size_t i = 1; i < m->nat; i++)
			cairo_line_to(cr, m->at[i].x, m->at[i].y);
		break;
	case MARK_DOT:
		cairo_new_sub_path(cr);
		cairo_arc(cr, m->x, m->y, m->r, 0, 2 * PI);
		break;
	case MARK_DIAMOND:
		cairo_move_to(cr, m->x, m->y - m->r);
		cairo_line_to(cr, m->x + m->r, m->y);
		cairo_line_to(cr, m->x, m->y + m->r);
		cairo_line_to(cr, m->x - m->r, m->y);
		cairo_close_path(cr);
		break;
	case MARK_TEXT:
		draw_words(b, m);
		return;
	}
	paint(cr, &looks[m->look]);
	if (looks[m->look].hatched)
		hatch(cr, m);
}

static PangoFontDescription *
font(const char *families, bool bold)
{
	PangoFontDescription *d = pango_font_description_new();

	pango_font_description_set_family(d, families);
	pango_font_description_set_absolute_size(d, 12 * PANGO_SCALE);
	if (bold)
		pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
	return d;
}

/* Nothing is allocated in the arena while pango's things are ours. */
static void
draw_marks(const struct sketch *p, PangoContext *context, cairo_t *cr,
    const char *families)
{
	struct brush b = { .cr = cr };

	b.layout = pango_layout_new(context);
	b.plain = font(families, false);
	b.bold = font(families, true);
	for (const struct mark *m = p->first; m; m = m->next)
		draw_mark(&b, m);
	pango_font_description_free(b.bold);
	pango_font_description_free(b.plain);
	g_object_unref(b.layout);
}

void
chart_draw(struct arena *a, cairo_t *cr, const struct chart *c,
    PangoContext *context, const char *families)
{
	struct sketch p;

	mark_chart(&p, a, c);
	cairo_save(cr);
	draw_marks(&p, context, cr, families);
	cairo_restore(cr);
}
