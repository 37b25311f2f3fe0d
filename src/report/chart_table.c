/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_table.c - the numbers of a chart as a table. */
#include "report/chart_own.h"

#include "base/date.h"
#include "base/html.h"
#include "report/doc_own.h"

enum { MOST = 400 };            /* rows of points; more are thinned out */

static void
head(struct html *h, const char *s, bool number)
{
	if (number)
		html_raw(h, "<th scope=\"col\" class=\"num\">");
	else
		html_raw(h, "<th scope=\"col\">");
	html_text(h, doc_clean(h->b.arena, s));
	html_raw(h, "</th>");
}

static void
row_head(struct html *h, const char *s)
{
	html_raw(h, "<tr><th scope=\"row\">");
	html_text(h, doc_clean(h->b.arena, s));
	html_raw(h, "</th>");
}

static void
number(struct html *h, const char *s)
{
	html_raw(h, "<td class=\"num\">");
	html_text(h, doc_clean(h->b.arena, s));
	html_raw(h, "</td>");
}

static void
word(struct html *h, const char *s)
{
	html_raw(h, "<td>");
	html_text(h, doc_clean(h->b.arena, s));
	html_raw(h, "</td>");
}

static int64_t
value(const struct chart *c, size_t series, size_t label)
{
	int64_t v = c->series[series].values[label];

	return v == UNSET ? 0 : v;
}

static void
bar_row(struct html *h, const struct chart *c, const char *name,
    const int64_t *values)
{
	int64_t all = 0;

	row_head(h, name);
	for (size_t i = 0; i < c->nseries; i++) {
		all += values[i];
		number(h, chart_number(h->b.arena, &c->x, (double)values[i]));
	}
	if (c->all)
		number(h, chart_number(h->b.arena, &c->x, (double)all));
	html_raw(h, "</tr>\n");
}

static void
bars(struct html *h, const struct chart *c)
{
	int64_t *row = arena_alloc(h->b.arena, (c->nseries + 1) * sizeof(*row));
	int64_t *all = arena_alloc(h->b.arena, (c->nseries + 1) * sizeof(*all));

	head(h, c->head, false);
	for (size_t i = 0; i < c->nseries; i++)
		head(h, c->series[i].name, true);
	if (c->all)
		head(h, c->all, true);
	html_raw(h, "</tr></thead><tbody>\n");
	for (size_t k = 0; k < c->nlabels; k++) {
		for (size_t i = 0; i < c->nseries; i++) {
			row[i] = value(c, i, k);
			all[i] += row[i];
		}
		bar_row(h, c, c->labels[k], row);
	}
	if (c->all)
		bar_row(h, c, c->all, all);
}

/* The value of a series at the place k of the first, if it has that x too. */
static const char *
point_text(struct html *h, const struct chart *c, size_t i, size_t k)
{
	const struct chart_series *s = &c->series[i];
	double gap;

	if (k >= s->npoints)
		return "";
	gap = s->points[k].x - c->series[0].points[k].x;
	return gap < 0 || gap > 0 ? "" :
	    chart_number(h->b.arena, &c->y, s->points[k].y);
}

static void
points(struct html *h, const struct chart *c)
{
	size_t n = c->nseries ? c->series[0].npoints : 0;
	size_t every = n / MOST + 1;

	head(h, c->head ? c->head : c->x.name, !c->nlabels);
	for (size_t i = 0; i < c->nseries; i++)
		head(h, c->series[i].name, true);
	html_raw(h, "</tr></thead><tbody>\n");
	for (size_t k = 0; k < n; k += every) {
		row_head(h, k < c->nlabels ? c->labels[k] : chart_number(
		    h->b.arena, &c->x, c->series[0].points[k].x));
		for (size_t i = 0; i < c->nseries; i++)
			number(h, point_text(h, c, i, k));
		html_raw(h, "</tr>\n");
	}
	for (size_t i = 0; i < c->nlines; i++) {
		row_head(h, c->lines[i].name);
		number(h, chart_number(h->b.arena, &c->y, c->lines[i].y));
		for (size_t k = 1; k < c->nseries; k++)
			number(h, "");
		html_raw(h, "</tr>\n");
	}
}

static void
spans(struct html *h, const struct chart *c)
{
	char day[DATE_LEN + 1];

	head(h, c->head, false);
	head(h, c->x.name, false);
	head(h, c->y.name, false);
	head(h, c->all, false);
	html_raw(h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->nspans; i++) {
		const struct chart_span *s = &c->spans[i];

		if (s->row >= c->nlabels)
			continue;
		row_head(h, c->labels[s->row]);
		day_write(day, s->from);
		word(h, day);
		day_write(day, s->to);
		word(h, day);
		word(h, s->text);
		html_raw(h, "</tr>\n");
	}
}

static void
cells(struct html *h, const struct chart *c)
{
	head(h, c->head, false);
	for (size_t k = 0; k < c->ncolumns; k++)
		head(h, c->columns[k], false);
	html_raw(h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->nlabels; i++) {
		row_head(h, c->labels[i]);
		for (size_t k = 0; k < c->ncolumns; k++)
			word(h, c->cells[i * c->ncolumns + k].text);
		html_raw(h, "</tr>\n");
	}
}

void
chart_table(struct html *h, const struct chart *c)
{
	html_raw(h, "<div class=\"wrap\" tabindex=\"0\" role=\"region\" "
	    "aria-label=\"");
	html_attr(h, c->title);
	html_raw(h, "\"><table><caption class=\"vh\">");
	html_text(h, c->title);
	html_raw(h, "</caption><thead><tr>");
	switch (c->kind) {
	case CHART_BARS:
		bars(h, c);
		break;
	case CHART_LINES:
	case CHART_STEPS:
	case CHART_CONTROL:
		points(h, c);
		break;
	case CHART_TIME:
		spans(h, c);
		break;
	case CHART_GRID:
		cells(h, c);
		break;
	}
	html_raw(h, "</tbody></table></div>\n");
}
