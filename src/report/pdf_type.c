/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_type.c - runs become lines: fonts, styles, links and badges. */
#include "report/pdf_own.h"

#include "base/text.h"

#include <limits.h>
#include <string.h>

const struct spec face_specs[FACE_COUNT] = {
	[FACE_BODY] = { 9.5, 13.8, false, false },
	[FACE_CELL] = { 8.8, 12.2, false, false },
	[FACE_SMALL] = { 7.8, 10.6, false, false },
	[FACE_STRONG] = { 9.5, 13.8, true, false },
	[FACE_CELL_STRONG] = { 8.8, 12.2, true, false },
	[FACE_HEAD] = { 8.4, 11.4, true, false },
	[FACE_HEAD1] = { 15, 20, true, false },
	[FACE_HEAD2] = { 11.5, 16, true, false },
	[FACE_HEAD3] = { 9.8, 14, true, false },
	[FACE_TITLE] = { 25, 31.5, true, false },
	[FACE_KIND] = { 12, 16, false, false },
	[FACE_CODE] = { 8.2, 11.8, false, true },
};

/* Room in a badge, as parts of its size: edge, shape, and between. */
#define PAD 0.55
#define SHAPE 1.1
#define BETWEEN 0.35

/* Bytes of a badge that may break, and code points of one on every page. */
enum { LONG_BADGE = 60, MARK = 40 };

/* Layouts that are kept from the first pass to the second. */
enum { KEPT = 10000 };

static const char sans[] = "Noto Sans, DejaVu Sans, Liberation Sans, Sans";
static const char mono[] = "Noto Sans Mono, DejaVu Sans Mono, Monospace";

const char *
pdf_family(const struct pdf *p, bool fixed)
{
	const char *own = fixed ? p->doc->mono : p->doc->font;

	if (!own || !*own)
		return fixed ? mono : sans;
	return arena_fmt(p->arena, "%s, %s", own, fixed ? mono : sans);
}

static void
make_font(struct pdf *p, enum face face)
{
	const struct spec *spec = &face_specs[face];
	PangoFontDescription *d = pango_font_description_new();

	pango_font_description_set_family(d, pdf_family(p, spec->mono));
	pango_font_description_set_absolute_size(d, spec->size * PANGO_SCALE);
	if (spec->bold)
		pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
	p->fonts[face] = d;
}

/* A machine without any font is found out here, not by empty pages. */
static bool
is_there(const struct pdf *p, enum face face)
{
	PangoFont *font = pango_context_load_font(p->pango[0], p->fonts[face]);

	if (!font)
		return false;
	g_object_unref(font);
	return true;
}

/*
 * A context for each direction: what is changed in one sets all of its
 * layouts anew.
 */
static PangoContext *
make_context(const struct pdf *p, PangoDirection direction)
{
	cairo_font_options_t *o = cairo_font_options_create();
	PangoContext *c = pango_font_map_create_context(
	    pango_cairo_font_map_get_default());

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(c, o);
	cairo_font_options_destroy(o);
	pango_cairo_context_set_resolution(c, 72);
	pango_context_set_language(c, pango_language_from_string(p->doc->lang));
	pango_context_set_round_glyph_positions(c, FALSE);
	pango_context_set_base_dir(c, direction);
	return c;
}

enum rc
pdf_fonts(struct pdf *p)
{
	bool found = true;

	p->pango[0] = make_context(p, PANGO_DIRECTION_LTR);
	p->pango[1] = make_context(p, PANGO_DIRECTION_RTL);
	for (int i = 0; i < FACE_COUNT && found; i++) {
		make_font(p, (enum face)i);
		found = is_there(p, (enum face)i);
	}
	if (found)
		return RC_OK;
	err_set(p->err, RC_DB, "no font is installed that a report could be "
	    "set in");
	err_hint(p->err, "Install a font, for instance the package "
	    "fonts-dejavu-core.");
	return RC_DB;
}

/* --- attributes ----------------------------------------------------------- */

static void
colour(PangoAttrList *list, enum ink ink, int start, int end)
{
	const unsigned char *c = ink_rgb[ink];
	PangoAttribute *a = pango_attr_foreground_new((guint16)(c[0] * 257),
	    (guint16)(c[1] * 257), (guint16)(c[2] * 257));

	a->start_index = (guint)start;
	a->end_index = (guint)end;
	pango_attr_list_insert(list, a);
}

static void
attribute(PangoAttrList *list, PangoAttribute *a, int start, int end)
{
	a->start_index = (guint)start;
	a->end_index = (guint)end;
	pango_attr_list_insert(list, a);
}

/* Room for a shape or an edge, that text flows around. */
static void
blank(PangoAttrList *list, double width, double size, int start)
{
	PangoRectangle r = { 0, (int)(-size * PANGO_SCALE / 2),
		(int)(width * PANGO_SCALE), (int)(size * PANGO_SCALE / 2) };

	attribute(list, pango_attr_shape_new(&r, &r), start, start + 3);
}

static struct span *
add_span(struct pdf *p, struct text *t, const struct doc_run *run, int start,
    int end)
{
	struct span *s = arena_alloc(p->arena, sizeof(*s)), **at = &t->spans;

	*s = (struct span){ .start = start, .end = end, .run = run };
	while (*at)
		at = &(*at)->next;
	*at = s;
	return s;
}

static const char object[] = "\ufffc";  /* what stands for no character */

static void
add_badge(struct pdf *p, struct text *t, struct buf *b, PangoAttrList *list,
    const struct doc_run *r)
{
	double size = face_specs[t->face].size * 0.92;
	int start = (int)b->len, from, to;

	buf_str(b, object);
	from = (int)b->len;
	buf_str(b, r->text);
	for (size_t i = (size_t)from; i < b->len; i++)
		if (b->s[i] == '\n')
			b->s[i] = ' ';
	to = (int)b->len;
	buf_str(b, object);
	blank(list, size * (icon_find(r->icon) ? PAD + SHAPE + BETWEEN :
	    PAD), size, start);
	blank(list, size * PAD, size, to);
	attribute(list, pango_attr_size_new_absolute((int)(size *
	    PANGO_SCALE)), from, to);
	attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
	if (to - from < LONG_BADGE)
		attribute(list, pango_attr_allow_breaks_new(FALSE), start,
		    to + 3);
	colour(list, ink_of(r->meaning), from, to);
	add_span(p, t, r, start, to + 3);
}

static void
add_run(struct pdf *p, struct text *t, struct buf *b, PangoAttrList *list,
    const struct doc_run *r)
{
	int start = (int)b->len, end;
	bool leads = r->href && (*r->href != '#' || doc_find(p->doc, r->href));

	buf_str(b, r->text);
	end = (int)b->len;
	if (r->style & DOC_STRONG)
		attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD),
		    start, end);
	if (r->style & DOC_EM)
		attribute(list, pango_attr_style_new(PANGO_STYLE_ITALIC),
		    start, end);
	if (r->style & DOC_MONO)
		attribute(list, pango_attr_family_new(pdf_family(p, true)),
		    start, end);
	if (r->style & DOC_MUTED)
		colour(list, INK_MUTED, start, end);
	if (leads && end > start) {
		colour(list, INK_ACCENT, start, end);
		add_span(p, t, r, start, end);
		t->links = true;
	}
}

/* --- setting -------------------------------------------------------------- */

static struct text *
new_text(struct pdf *p, enum face face)
{
	struct text *t = arena_alloc(p->arena, sizeof(*t));

	t->face = face;
	t->next = p->texts;
	p->texts = t;
	return t;
}

double
type_line_height(const struct text *t, PangoLayoutLine *line)
{
	double least = face_specs[t->face].leading, h;
	int height;

	pango_layout_line_get_height(line, &height);
	h = pango_units_to_double(height);
	return h > least ? h : least;
}

PangoLayout *
type_layout(struct pdf *p, struct text *t)
{
	PangoLayout *l = t->layout;

	if (l)
		return l;
	t->layout = l = pango_layout_new(p->pango[t->rtl]);
	p->nlayouts++;
	pango_layout_set_auto_dir(l, FALSE);
	pango_layout_set_font_description(l, p->fonts[t->face]);
	if (t->attributes)
		pango_layout_set_attributes(l, t->attributes);
	pango_layout_set_width(l, t->width > 0 ?
	    (int)(t->width * PANGO_SCALE) : -1);
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(l, t->source, (int)t->length);
	return l;
}

void
type_lay_off(struct pdf *p, struct text *t)
{
	if (!t || !t->layout || (p->nlayouts < KEPT && !t->laid_off))
		return;
	g_object_unref(t->layout);
	t->layout = NULL;
	t->laid_off = true;
	p->nlayouts--;
}

static void
set_text(struct pdf *p, struct text *t, const char *s, size_t n, bool rtl,
    double width)
{
	t->source = s;
	t->length = n;
	t->rtl = rtl;
	t->width = width;
	t->nlines = pango_layout_get_line_count(type_layout(p, t));
	type_fit(t, 0, INT_MAX, 1e9, &t->height);
}

struct text *
type_of(struct pdf *p, const char *s, enum face face, double width)
{
	struct text *t = new_text(p, face);

	s = s ? s : "";
	set_text(p, t, s, strlen(s), doc_text_rtl(s, p->rtl), width);
	return t;
}

static bool
is_plain(const struct doc_part *part)
{
	const struct doc_run *r = part->runs;

	return !r || (!r->next && !r->style && !r->href);
}

struct text *
type_of_part(struct pdf *p, const struct doc_part *part, enum face face,
    double width)
{
	struct text *t;
	struct buf b = { .arena = p->arena };
	PangoAttrList *list;

	if (is_plain(part))
		return type_of(p, part->runs ? part->runs->text : "", face,
		    width);
	t = new_text(p, face);
	t->attributes = list = pango_attr_list_new();
	for (const struct doc_run *r = part->runs; r; r = r->next) {
		if (r->style & DOC_STATE)
			add_badge(p, t, &b, list, r);
		else
			add_run(p, t, &b, list, r);
	}
	set_text(p, t, buf_text(&b), b.len, doc_part_rtl(part), width);
	return t;
}

struct text *
type_badge(struct pdf *p, const char *word, enum meaning m, const char *icon,
    enum face face)
{
	struct doc_run run = { .text = utf8_cut(p->arena, word, MARK),
		.style = DOC_STATE, .meaning = m, .icon = icon };
	struct doc_run *kept = arena_alloc(p->arena, sizeof(*kept));
	struct doc_part part = { .kind = DOC_PARA, .runs = kept,
		.doc = (struct doc *)(uintptr_t)p->doc };
	struct text *t;

	*kept = run;
	t = type_of_part(p, &part, face, 0);
	t->width = type_width(t);
	return t;
}

double
type_width(const struct text *t)
{
	PangoRectangle r;

	pango_layout_get_extents(t->layout, NULL, &r);
	return pango_units_to_double(r.width);
}

int
type_fit(const struct text *t, int from, int max, double room, double *height)
{
	GSList *l = pango_layout_get_lines_readonly(t->layout);
	double h = 0;
	int n = 0;

	for (l = g_slist_nth(l, (guint)from); l && n < max; l = l->next, n++) {
		double line = type_line_height(t, l->data);

		if (h + line > room + 0.01)
			break;
		h += line;
	}
	*height = h;
	return n;
}

double
type_need(const struct text *t)
{
	return t->nlines < 4 ? t->height : 2 * face_specs[t->face].leading;
}

/* Also after a jump over everything: lists are whole at any time. */
void
pdf_free(struct pdf *p)
{
	for (struct text *t = p->texts; t; t = t->next) {
		if (t->layout)
			g_object_unref(t->layout);
		if (t->attributes)
			pango_attr_list_unref(t->attributes);
	}
	for (int i = 0; i < FACE_COUNT; i++)
		if (p->fonts[i])
			pango_font_description_free(p->fonts[i]);
	for (int i = 0; i < 2; i++)
		if (p->pango[i])
			g_object_unref(p->pango[i]);
	if (p->cr)
		cairo_destroy(p->cr);
	if (p->surface)
		cairo_surface_destroy(p->surface);
}
