/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* size: one format is written in one file. */
#include "report/doc_own.h"

#include "base/date.h"
#include "base/html.h"
#include "report/chart.h"
#include "report/icon.h"

#include <string.h>

static void write_blocks(struct html *h, const struct doc_part *first);

/* --- runs ----------------------------------------------------------------- */

static void
write_icon(struct html *h, const char *name, const char *class)
{
	const struct icon *i = icon_find(name);

	if (!i)
		return;
	html_raw(h, "<svg class=\"i");
	if (class && *class) {
		html_raw(h, " ");
		html_attr(h, class);
	}
	html_raw(h, "\" viewBox=\"0 0 24 24\" width=\"18\" height=\"18\" "
	    "aria-hidden=\"true\"><path d=\"");
	html_attr(h, i->stroke);
	html_raw(h, "\"/>");
	if (i->fill) {
		html_raw(h, "<path fill=\"currentColor\" d=\"");
		html_attr(h, i->fill);
		html_raw(h, "\"/>");
	}
	html_raw(h, "</svg>");
}

static void
write_badge(struct html *h, const char *word, enum meaning m,
    const char *icon)
{
	html_raw(h, "<span class=\"st");
	if (m != MEANING_NONE) {
		html_raw(h, " ");
		html_attr(h, meaning_class[m]);
	}
	html_raw(h, "\">");
	write_icon(h, icon, NULL);
	html_text(h, word);
	html_raw(h, "</span>");
}

/* LF in running text is a break that somebody wanted. */
static void
write_lines(struct html *h, const char *s)
{
	struct arena *a = h->b.arena;

	for (;;) {
		size_t n = strcspn(s, "\n");

		html_text(h, s[n] ? arena_dup(a, s, n) : s);
		if (!s[n])
			return;
		html_raw(h, "<br>");
		s += n + 1;
	}
}

static void
open_style(struct html *h, unsigned style)
{
	if (style & DOC_STRONG)
		html_raw(h, "<strong>");
	if (style & DOC_EM)
		html_raw(h, "<em>");
	if (style & DOC_MONO)
		html_raw(h, "<code class=\"mono\">");
	if (style & DOC_MUTED)
		html_raw(h, "<span class=\"muted\">");
}

static void
close_style(struct html *h, unsigned style)
{
	if (style & DOC_MUTED)
		html_raw(h, "</span>");
	if (style & DOC_MONO)
		html_raw(h, "</code>");
	if (style & DOC_EM)
		html_raw(h, "</em>");
	if (style & DOC_STRONG)
		html_raw(h, "</strong>");
}

/* The prefix keeps names apart from those of a page around the report. */
static void
write_id(struct html *h, const char *anchor)
{
	if (!anchor)
		return;
	html_raw(h, " id=\"r-");
	html_attr(h, anchor);
	html_raw(h, "\"");
}

/* False where it leads nowhere. */
static bool
open_link(struct html *h, const struct doc *d, const char *href)
{
	if (!href || (*href == '#' && !doc_find(d, href)))
		return false;
	html_raw(h, "<a href=\"");
	if (*href == '#') {
		html_raw(h, "#r-");
		html_attr(h, href + 1);
		html_raw(h, "\">");
		return true;
	}
	html_attr(h, href);
	html_raw(h, "\" rel=\"noreferrer\">");
	return true;
}

static void
write_run(struct html *h, const struct doc *d, const struct doc_run *r)
{
	bool link = open_link(h, d, r->href);

	if (r->style & DOC_STATE) {
		write_badge(h, r->text, r->meaning, r->icon);
	} else {
		open_style(h, r->style);
		write_lines(h, r->text);
		close_style(h, r->style);
	}
	if (link)
		html_raw(h, "</a>");
}

static void
write_runs(struct html *h, const struct doc_part *p)
{
	for (const struct doc_run *r = p->runs; r; r = r->next)
		write_run(h, p->doc, r);
}

/* Only where the text runs against the document. */
static void
write_dir(struct html *h, const struct doc_part *p)
{
	bool rtl = doc_part_rtl(p);

	if (rtl == doc_rtl(p->doc))
		return;
	if (rtl)
		html_raw(h, " dir=\"rtl\"");
	else
		html_raw(h, " dir=\"ltr\"");
}

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
	write_id(h, p->anchor);
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
	write_id(h, p->anchor);
	write_dir(h, p);
	html_raw(h, ">");
	write_runs(h, p);
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
	write_id(h, p->anchor);
	write_dir(h, p);
	html_raw(h, ">");
	write_runs(h, p);
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
		write_id(h, k->anchor);
		html_raw(h, ">");
		if (k->runs) {
			html_raw(h, "<p");
			write_dir(h, k);
			html_raw(h, ">");
			write_runs(h, k);
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
	write_icon(h, callout_icon(p->meaning), NULL);
	html_raw(h, "<div>");
	if (p->title) {
		html_raw(h, "<p><strong>");
		html_text(h, p->title);
		html_raw(h, "</strong></p>");
	}
	if (p->runs) {
		html_raw(h, "<p");
		write_dir(h, p);
		html_raw(h, ">");
		write_runs(h, p);
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
		write_runs(h, s);
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
	write_id(h, p->anchor);
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

/* --- tables --------------------------------------------------------------- */

static void
write_class(struct html *h, enum doc_col_kind kind)
{
	static const char *const class[] = { [COL_TEXT] = NULL,
		[COL_NAME] = NULL, [COL_NUMBER] = "num", [COL_DATE] = "nowrap",
		[COL_CODE] = "nowrap", [COL_STATE] = NULL };

	if (!class[kind])
		return;
	html_raw(h, " class=\"");
	html_attr(h, class[kind]);
	html_raw(h, "\"");
}

static void
write_cell(struct html *h, const struct doc_part *c, const struct doc_col *col)
{
	if (col->kind == COL_NAME) {
		html_raw(h, "<th scope=\"row\"");
	} else {
		html_raw(h, "<td data-l=\"");
		html_attr(h, col->head);
		html_raw(h, "\"");
	}
	write_class(h, col->kind);
	write_id(h, c->anchor);
	write_dir(h, c);
	html_raw(h, ">");
	write_runs(h, c);
	if (col->kind == COL_NAME)
		html_raw(h, "</th>");
	else
		html_raw(h, "</td>");
}

static void
write_row(struct html *h, const struct doc_part *row)
{
	const struct doc_part *t = row->parent, *c = row->first;

	if (row->flags & DOC_GROUP) {
		if (row != t->first)
			html_raw(h, "</tbody><tbody>\n");
		buf_fmt(&h->b, "<tr class=\"group\"><th scope=\"rowgroup\" "
		    "colspan=\"%zu\">", t->ncols);
		write_runs(h, c);
		html_raw(h, "</th></tr>\n");
		return;
	}
	html_raw(h, "<tr");
	write_id(h, row->anchor);
	if (row->flags & DOC_TOTAL)
		html_raw(h, " class=\"total\"");
	html_raw(h, ">");
	for (size_t i = 0; i < t->ncols; i++) {
		if (c)
			write_cell(h, c, &t->cols[i]);
		else
			html_raw(h, "<td></td>");
		c = c ? c->next : NULL;
	}
	html_raw(h, "</tr>\n");
}

static void
write_head(struct html *h, const struct doc_part *t)
{
	html_raw(h, "<thead><tr>");
	for (size_t i = 0; i < t->ncols; i++) {
		html_raw(h, "<th scope=\"col\"");
		write_class(h, t->cols[i].kind);
		html_raw(h, ">");
		html_text(h, t->cols[i].head);
		html_raw(h, "</th>");
	}
	html_raw(h, "</tr></thead>\n<tbody>\n");
}

static void
write_table(struct html *h, const struct doc_part *t)
{
	html_raw(h, "<div class=\"wrap\" tabindex=\"0\"");
	write_id(h, t->anchor);
	if (t->title) {
		html_raw(h, " role=\"region\" aria-label=\"");
		html_attr(h, t->title);
		html_raw(h, "\"");
	}
	html_raw(h, "><table class=\"fold\">");
	if (t->title) {
		html_raw(h, "<caption>");
		html_text(h, t->title);
		html_raw(h, "</caption>");
	}
	write_head(h, t);
	for (const struct doc_part *r = t->first; r; r = r->next)
		write_row(h, r);
	html_raw(h, "</tbody></table></div>\n");
}

/* --- contents ------------------------------------------------------------- */

static bool
has_sections(const struct doc_part *p)
{
	for (p = p->first; p; p = p->next)
		if (p->kind == DOC_SECTION)
			return true;
	return false;
}

static void
write_toc(struct html *h, const struct doc_part *under)
{
	if (!has_sections(under) || under->level >= 2)
		return;
	html_raw(h, "<ol>\n");
	for (const struct doc_part *p = under->first; p; p = p->next) {
		if (p->kind != DOC_SECTION)
			continue;
		buf_fmt(&h->b, "<li><a href=\"#h-%d\">", p->seq);
		if (p->number) {
			html_raw(h, "<span class=\"no\">");
			html_text(h, p->number);
			html_raw(h, "</span>");
		}
		html_text(h, p->title);
		html_raw(h, "</a>");
		write_toc(h, p);
		html_raw(h, "</li>\n");
	}
	html_raw(h, "</ol>\n");
}

static void
write_contents(struct html *h, const struct doc *d)
{
	if (!has_sections(d->root))
		return;
	html_raw(h, "<nav class=\"toc stack-s\" aria-labelledby=\"h-toc\">"
	    "<h2 id=\"h-toc\">");
	html_text(h, d->words.contents);
	html_raw(h, "</h2>\n");
	write_toc(h, d->root);
	html_raw(h, "</nav>\n");
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
		write_table(h, p);
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
		write_contents(h, p->doc);
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
		write_badge(h, d->class_mark, d->class_meaning, "lock");
	if (d->draft)
		write_badge(h, d->words.draft, MEANING_WARN, "pen");
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
