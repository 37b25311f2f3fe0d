/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_run.c - the smallest pieces of a report as a page: runs of text. */
#include "report/sheet_own.h"

#include "report/icon.h"

#include <string.h>

void
sheet_icon(struct html *h, const char *name, const char *class)
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

void
sheet_badge(struct html *h, const char *word, enum meaning m,
    const char *icon)
{
	html_raw(h, "<span class=\"st");
	if (m != MEANING_NONE) {
		html_raw(h, " ");
		html_attr(h, meaning_class[m]);
	}
	html_raw(h, "\">");
	sheet_icon(h, icon, NULL);
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
void
sheet_id(struct html *h, const char *anchor)
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
		sheet_badge(h, r->text, r->meaning, r->icon);
	} else {
		open_style(h, r->style);
		write_lines(h, r->text);
		close_style(h, r->style);
	}
	if (link)
		html_raw(h, "</a>");
}

void
sheet_runs(struct html *h, const struct doc_part *p)
{
	for (const struct doc_run *r = p->runs; r; r = r->next)
		write_run(h, p->doc, r);
}

/* Only where the text runs against the document. */
void
sheet_dir(struct html *h, const struct doc_part *p)
{
	bool rtl = doc_part_rtl(p);

	if (rtl == doc_rtl(p->doc))
		return;
	if (rtl)
		html_raw(h, " dir=\"rtl\"");
	else
		html_raw(h, " dir=\"ltr\"");
}
