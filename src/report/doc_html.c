/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* doc_html.c - a report as a page: its blocks, and the whole. */
#include "report/sheet_own.h"

#include "base/date.h"
#include "report/chart.h"

#include <string.h>

static void write_blocks(struct html *h, const struct doc_part *first);

/* --- blocks --------------------------------------------------------------- */

static void
write_heading(struct html *h, const struct doc_part *p)
{
	int level = p->level < 5 ? p->level + 1 : 6;

	buf_fmt(&h->b, "<h%d id=\"h-%d\">", level, p->seq);
	if (p->number) {
		html_raw(h, "<span class=\"no\">");
		html_text(h, p->number);
		html_raw(h, "</span>");
	}
	html_text(h, p->title);
	buf_fmt(&h->b, "</h%d>\n", level);
}

static void
write_section(struct html *h, const struct doc_part *p)
{
	buf_fmt(&h->b, "<section aria-labelledby=\"h-%d\"", p->seq);
	sheet_id(h, p->anchor);
	if (p->flags & DOC_NEW_PAGE)
		html_raw(h, " class=\"new\"");
	html_raw(h, ">\n");
	write_heading(h, p);
	write_blocks(h, p->first);
	html_raw(h, "</section>\n");
}

static void
write_para(struct html *h, const struct doc_part *p)
{
	html_raw(h, "<p");
	sheet_id(h, p->anchor);
	sheet_dir(h, p);
	html_raw(h, ">");
	sheet_runs(h, p);
	html_raw(h, "</p>\n");
}

static void
write_code(struct html *h, const struct doc_part *p)
{
	html_raw(h, "<pre dir=\"ltr\">");
	for (const struct doc_run *r = p->runs; r; r = r->next)
		html_text(h, r->text);
	html_raw(h, "</pre>\n");
}

static void
write_quote(struct html *h, const struct doc_part *p)
{
	html_raw(h, "<blockquote>\n");
	write_blocks(h, p->first);
	html_raw(h, "</blockquote>\n");
}

static void
write_item(struct html *h, const struct doc_part *p)
{
	html_raw(h, "<li");
	sheet_id(h, p->anchor);
	sheet_dir(h, p);
	html_raw(h, ">");
	sheet_runs(h, p);
	if (p->first) {
		html_raw(h, "\n");
		write_blocks(h, p->first);
	}
	html_raw(h, "</li>\n");
}

static void
write_list(struct html *h, const struct doc_part *p)
{
	if (!p->first)
		return;
	if (p->flags & DOC_ORDERED)
		html_raw(h, "<ol class=\"count\">\n");
	else
		html_raw(h, "<ul class=\"dots\">\n");
	for (const struct doc_part *i = p->first; i; i = i->next)
		write_item(h, i);
	if (p->flags & DOC_ORDERED)
		html_raw(h, "</ol>\n");
	else
		html_raw(h, "</ul>\n");
}

static void
write_keys(struct html *h, const struct doc_part *p)
{
	if (!p->first)
		return;
	html_raw(h, "<dl class=\"kv\">\n");
	for (const struct doc_part *k = p->first; k; k = k->next) {
		html_raw(h, "<dt>");
		html_text(h, k->title);
		html_raw(h, "</dt><dd");
		sheet_id(h, k->anchor);
		html_raw(h, ">");
		if (k->runs) {
			html_raw(h, "<p");
			sheet_dir(h, k);
			html_raw(h, ">");
			sheet_runs(h, k);
			html_raw(h, "</p>");
		}
		write_blocks(h, k->first);
		html_raw(h, "</dd>\n");
	}
	html_raw(h, "</dl>\n");
}

static const char *
callout_icon(enum meaning m)
{
	static const char *const icons[MEANING_COUNT] = { "info", "done",
		"info", "warn", "stop", "note" };

	return icons[m];
}

static void
write_callout(struct html *h, const struct doc_part *p)
{
	html_raw(h, "<div role=\"note\" class=\"alert ");
	html_attr(h, meaning_class[p->meaning]);
	html_raw(h, "\">");
	sheet_icon(h, callout_icon(p->meaning), NULL);
	html_raw(h, "<div>");
	if (p->title) {
		html_raw(h, "<p><strong>");
		html_text(h, p->title);
		html_raw(h, "</strong></p>");
	}
	if (p->runs) {
		html_raw(h, "<p");
		sheet_dir(h, p);
		html_raw(h, ">");
		sheet_runs(h, p);
		html_raw(h, "</p>");
	}
	write_blocks(h, p->first);
	html_raw(h, "</div></div>\n");
}

static void
write_signs(struct html *h, const struct doc_part *p)
{
	html_raw(h, "<div class=\"signs\">\n");
	for (const struct doc_part *s = p->first; s; s = s->next) {
		html_raw(h, "<div class=\"sign\"><p class=\"muted\">");
		html_text(h, s->title);
		html_raw(h, "</p><p><strong>");
		sheet_runs(h, s);
		html_raw(h, "</strong></p>");
		if (s->text) {
			html_raw(h, "<p>");
			html_text(h, s->text);
			html_raw(h, "</p>");
		} else {
			html_raw(h, "<p class=\"blank\"></p>"
			    "<p class=\"small muted\">");
			html_text(h, s->doc->words.date);
			html_raw(h, ", ");
			html_text(h, s->doc->words.signature);
			html_raw(h, "</p>");
		}
		html_raw(h, "</div>\n");
	}
	html_raw(h, "</div>\n");
}

/* One rectangle for each stretch of dark modules in a row. */
static void
write_modules(struct html *h, const unsigned char *m, int w)
{
	for (int y = 0; y < w; y++)
		for (int x = 0, n; x < w; x += n) {
			n = 1;
			while (x + n < w && m[y * w + x + n] == m[y * w + x])
				n++;
			if (m[y * w + x])
				buf_fmt(&h->b, "M%d %dh%dv1h-%dz", x, y, n, n);
		}
}

static void
write_qr(struct html *h, const struct doc_part *p)
{
	int w = 0;
	const unsigned char *m = doc_qr_matrix(h->b.arena, p->text, &w);

	html_raw(h, "<figure class=\"qr\">");
	if (m) {
		buf_fmt(&h->b, "<svg viewBox=\"-4 -4 %d %d\" role=\"img\" "
		    "aria-label=\"QR\"><path fill=\"currentColor\" d=\"",
		    w + 8, w + 8);
		write_modules(h, m, w);
		html_raw(h, "\"/></svg>");
	}
	html_raw(h, "<figcaption>");
	html_text(h, p->title);
	html_raw(h, "</figcaption></figure>\n");
}

static void
write_figure(struct html *h, const struct doc_part *p)
{
	html_raw(h, "<figure");
	sheet_id(h, p->anchor);
	html_raw(h, ">");
	if (p->title) {
		html_raw(h, "<figcaption>");
		html_text(h, p->title);
		html_raw(h, "</figcaption>\n");
	}
	html_raw(h, "<div class=\"wrap\" tabindex=\"0\" role=\"group\" "
	    "aria-label=\"");
	html_attr(h, p->chart->title);
	html_raw(h, "\">");
	chart_svg(h, p->chart, arena_fmt(h->b.arena, "r-fig%d", p->seq));
	html_raw(h, "</div>\n<details class=\"more\"><summary>");
	html_text(h, p->doc->words.data);
	html_raw(h, "</summary>");
	chart_table(h, p->chart);
	html_raw(h, "</details></figure>\n");
}

static void
write_block(struct html *h, const struct doc_part *p)
{
	switch (p->kind) {
	case DOC_SECTION:
		write_section(h, p);
		return;
	case DOC_PARA:
		write_para(h, p);
		return;
	case DOC_QUOTE:
		write_quote(h, p);
		return;
	case DOC_CODE:
		write_code(h, p);
		return;
	case DOC_LIST:
		write_list(h, p);
		return;
	case DOC_KEYS:
		write_keys(h, p);
		return;
	case DOC_TABLE:
		sheet_table(h, p);
		return;
	case DOC_FIGURE:
		write_figure(h, p);
		return;
	case DOC_CALLOUT:
		write_callout(h, p);
		return;
	case DOC_SIGNS:
		write_signs(h, p);
		return;
	case DOC_QR:
		write_qr(h, p);
		return;
	case DOC_CONTENTS:
		sheet_contents(h, p->doc);
		return;
	case DOC_ROOT:
	case DOC_ITEM:
	case DOC_KEY:
	case DOC_ROW:
	case DOC_CELL:
	case DOC_SIGN:
	case DOC_BREAK:
		return;
	}
}

static void
write_blocks(struct html *h, const struct doc_part *first)
{
	for (const struct doc_part *p = first; p; p = p->next)
		write_block(h, p);
}

/* --- the whole ------------------------------------------------------------ */

static void
write_mark(struct html *h, const struct doc *d)
{
	if (!d->draft)
		return;
	html_raw(h, "<svg class=\"mark\" viewBox=\"0 0 600 900\" "
	    "aria-hidden=\"true\"><g font-size=\"120\" font-weight=\"700\" "
	    "fill=\"currentColor\" text-anchor=\"middle\">");
	for (int y = 200; y < 900; y += 270) {
		buf_fmt(&h->b, "<text transform=\"rotate(-28 300 %d)\" "
		    "x=\"300\" y=\"%d\">", y - 40, y);
		html_text(h, d->words.draft);
		html_raw(h, "</text>");
	}
	html_raw(h, "</g></svg>\n");
}

static void
write_span(struct html *h, const char *s)
{
	if (!s)
		return;
	html_raw(h, "<span>");
	html_text(h, s);
	html_raw(h, "</span>");
}

static void
write_title(struct html *h, const struct doc *d)
{
	char day[DATE_LEN + 1];

	html_raw(h, "<header class=\"stack-s\"><p class=\"line small muted\">");
	write_span(h, d->owner);
	write_span(h, d->kind);
	if (d->class_mark)
		sheet_badge(h, d->class_mark, d->class_meaning, "lock");
	if (d->draft)
		sheet_badge(h, d->words.draft, MEANING_WARN, "pen");
	write_span(h, d->copy);
	html_raw(h, "</p>\n<h1>");
	html_text(h, d->title);
	html_raw(h, "</h1>\n<p class=\"line muted\">");
	write_span(h, d->code);
	write_span(h, d->version);
	if (d->time) {
		day_write(day, day_of_time(d->time));
		html_raw(h, "<time datetime=\"");
		html_attr(h, day);
		html_raw(h, "\">");
		html_text(h, day);
		html_raw(h, "</time>");
	}
	html_raw(h, "</p>\n");
	write_keys(h, d->facts);
	html_raw(h, "</header>\n");
}

void
doc_html_sheet(struct html *h, const struct doc *d)
{
	html_raw(h, "<article class=\"sheet\" lang=\"");
	html_attr(h, d->lang);
	if (doc_rtl(d))
		html_raw(h, "\" dir=\"rtl\">\n");
	else
		html_raw(h, "\" dir=\"ltr\">\n");
	write_mark(h, d);
	write_title(h, d);
	write_blocks(h, d->root->first);
	if (d->foot) {
		html_raw(h, "<footer><p class=\"small muted\">");
		html_text(h, d->foot);
		html_raw(h, "</p></footer>\n");
	}
	html_raw(h, "</article>\n");
}

void
doc_html_blocks(struct html *h, const struct doc_part *under)
{
	write_blocks(h, under->first);
}

enum rc
doc_html(struct err *err, struct buf *out, const struct doc *d)
{
	struct html h = { *out };

	(void)err;
	html_raw(&h, "<!doctype html>\n<html lang=\"");
	html_attr(&h, d->lang);
	if (doc_rtl(d))
		html_raw(&h, "\" dir=\"rtl\">\n");
	else
		html_raw(&h, "\" dir=\"ltr\">\n");
	html_raw(&h, "<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<meta name=\"generator\" content=\"muster\">\n"
	    "<title>");
	if (d->code) {
		html_text(&h, d->code);
		html_raw(&h, " ");
	}
	html_text(&h, d->title);
	html_raw(&h, "</title>\n<style>\n");
	doc_style(&h.b);
	html_raw(&h, "</style>\n</head>\n<body>\n<main>\n");
	doc_html_sheet(&h, d);
	html_raw(&h, "</main>\n</body>\n</html>\n");
	*out = h.b;
	return RC_OK;
}
