/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pdf.c - what a report as PDF costs, against pango and cairo drawing the
 * same texts onto as many pages: no tags, no outline, no links, no finish.
 */
#include "bench.h"
#include "report/doc.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

enum { SECTIONS = 44 };

static void
add_table(struct arena *a, struct doc_part *s, int n)
{
	static const struct doc_col cols[] = { { "Code", COL_CODE, 0 },
		{ "Finding", COL_NAME, 0 }, { "Grade", COL_STATE, 0 },
		{ "Days", COL_NUMBER, 0 } };
	struct doc_part *t = doc_table(s, "Findings of this area", cols, 4);

	for (int i = 0; i < 8; i++) {
		struct doc_part *r = doc_row(t);

		doc_cell(r, arena_fmt(a, "F-26-%03d", n * 8 + i));
		doc_cell(r, "Leavers keep remote access longer than the policy "
		    "of the group allows");
		doc_state(doc_cell(r, NULL), i % 3 ? "Minor" : "Major",
		    i % 3 ? MEANING_WARN : MEANING_BAD, i % 3 ? "minor" :
		    "major");
		doc_cell_int(r, 30 + i);
	}
}

static struct doc *
report(struct arena *a)
{
	struct doc *d = doc_new(a, "A report of forty pages", "en");

	d->cover = true;
	d->class_mark = "Confidential";
	doc_contents(d->root);
	for (int i = 0; i < SECTIONS; i++) {
		struct doc_part *s = doc_section(d->root, "An area of the "
		    "management system");

		for (int k = 0; k < 6; k++)
			doc_para(s, "The team read the records of the period, "
			    "spoke with those who do the work, and watched it "
			    "being done. Access of people who left was removed "
			    "later than the policy of the group allows in six "
			    "of twenty-six cases drawn from the list of the "
			    "personnel department; in two of them the account "
			    "had been used after the last working day.");
		add_table(a, s, i);
	}
	return d;
}

/* --- the same texts, with nothing around them ------------------------------ */

static cairo_status_t
count(void *n, const unsigned char *s, unsigned len)
{
	(void)s;
	*(size_t *)n += len;
	return CAIRO_STATUS_SUCCESS;
}

struct bare {
	cairo_t *cr;
	PangoLayout *layout;
	PangoFontDescription *plain, *bold;
	int width;
	double y;
};

static void
draw(struct bare *b, const char *s, bool bold, int width)
{
	int w, h;

	pango_layout_set_font_description(b->layout, bold ? b->bold : b->plain);
	pango_layout_set_width(b->layout, width * PANGO_SCALE);
	pango_layout_set_text(b->layout, s, -1);
	pango_layout_get_pixel_size(b->layout, &w, &h);
	if (b->y + h > 776) {
		cairo_show_page(b->cr);
		b->y = 72;
	}
	cairo_move_to(b->cr, 62, b->y);
	pango_cairo_show_layout(b->cr, b->layout);
	b->y += h;
}

static void
draw_part(struct bare *b, const struct doc_part *part)
{
	for (; part; part = part->next) {
		int width = part->kind == DOC_CELL ? 150 : 471;

		if (part->title)
			draw(b, part->title, true, 471);
		for (const struct doc_run *r = part->runs; r; r = r->next)
			draw(b, r->text, r->style & DOC_STATE, width);
		/* Cells stand side by side: a row takes the room of one. */
		if (part->kind == DOC_CELL && part->next)
			b->y -= 12;
		draw_part(b, part->first);
	}
}

static PangoFontDescription *
font(bool bold)
{
	PangoFontDescription *d = pango_font_description_from_string(
	    "Noto Sans, DejaVu Sans, Sans");

	pango_font_description_set_absolute_size(d, 9.5 * PANGO_SCALE);
	if (bold)
		pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
	return d;
}

static void
bare(void *doc)
{
	const struct doc *d = doc;
	size_t n = 0;
	cairo_surface_t *s = cairo_pdf_surface_create_for_stream(count, &n,
	    595.276, 841.89);
	struct bare b = { .cr = cairo_create(s), .y = 72, .plain = font(false),
		.bold = font(true) };

	b.layout = pango_cairo_create_layout(b.cr);
	draw_part(&b, d->root->first);
	cairo_show_page(b.cr);
	cairo_surface_finish(s);
	g_object_unref(b.layout);
	pango_font_description_free(b.plain);
	pango_font_description_free(b.bold);
	cairo_destroy(b.cr);
	cairo_surface_destroy(s);
}

/* The tree is made once; the pages and their file are thrown away. */
static void
ours(void *doc)
{
	const struct doc *d = doc;
	struct doc mine = *d;
	struct buf out = { 0 };
	struct err err;

	mine.arena = out.arena = arena_new();
	if (doc_pdf(&err, &out, &mine)) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	arena_free(out.arena);
}

int
main(void)
{
	struct arena *a = arena_new();

	bench_ratio("report of 43 pages as PDF / pango and cairo alone",
	    CLOCK_PROCESS_CPUTIME_ID, ours, bare, report(a));
	arena_free(a);
	return 0;
}
