/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_table.c - tables of a report as a page, and its contents. */
#include "report/sheet_own.h"

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
	sheet_id(h, c->anchor);
	sheet_dir(h, c);
	html_raw(h, ">");
	sheet_runs(h, c);
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
		sheet_runs(h, c);
		html_raw(h, "</th></tr>\n");
		return;
	}
	html_raw(h, "<tr");
	sheet_id(h, row->anchor);
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

void
sheet_table(struct html *h, const struct doc_part *t)
{
	html_raw(h, "<div class=\"wrap\" tabindex=\"0\"");
	sheet_id(h, t->anchor);
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

void
sheet_contents(struct html *h, const struct doc *d)
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
