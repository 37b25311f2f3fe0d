/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tool_picture.c - the charts of the tools: what a sample can miss, points
 * with their limits, actions still open, scores in order.  All numbers are
 * those of the answer, or of a plan with its size.
 */
#include "web/picture.h"

#include "base/text.h"
#include "decide/ask.h"
#include "report/chart.h"

#include <string.h>

enum { RATES = 30, CURVES = 8, BARS = 30 };

/* --- columns of an answer ------------------------------------------ */

static ptrdiff_t
column_at(const struct item *t, const char *name)
{
	for (size_t k = 0; k < t->columns; k++)
		if (str_eq(t->column[k].name, name))
			return (ptrdiff_t)k;
	return -1;
}

static const struct cell *
cell_at(const struct item *t, size_t row, const char *name)
{
	ptrdiff_t k = column_at(t, name);

	return k < 0 ? NULL : &t->cell[row * t->columns + (size_t)k];
}

static double
number_of(const struct cell *c)
{
	return !c ? 0 : c->kind == CELL_REAL ? c->real : (double)c->number;
}

static const struct item *
table_of(const struct result *r, const char *name)
{
	const struct item *t = result_item(r, name);

	return t && t->shape == ITEM_TABLE && t->rows ? t : NULL;
}

/* x NULL: the number of the row, from 1; mark NULL: none is marked. */
static const struct chart_point *
points_of(struct arena *a, const struct item *t, const char *x, const char *y,
    const char *mark, double times)
{
	struct chart_point *p = arena_alloc(a, t->rows * sizeof(*p));

	for (size_t i = 0; i < t->rows; i++)
		p[i] = (struct chart_point){ .x = x ? number_of(cell_at(t, i,
			x)) * times : (double)i + 1,
			.y = number_of(cell_at(t, i, y)) * times,
			.marked = mark && number_of(cell_at(t, i, mark)) > 0 };
	return p;
}

/* --- the operating characteristic ------------------------------------ */

static const struct chart *
curve(struct arena *a, const struct item *oc, const char *name)
{
	struct chart_series *s = arena_alloc(a, sizeof(*s));
	struct chart *c = arena_alloc(a, sizeof(*c));

	*s = (struct chart_series){ .name = name, .points = points_of(a, oc,
		"rate", "accept", NULL, 100), .npoints = oc->rows };
	*c = (struct chart){ .kind = CHART_LINES,
		.title = "Operating characteristic",
		.desc = "Chance that the sample accepts, by the share of the "
		    "items that deviate. The table holds the numbers.",
		.series = s, .nseries = 1,
		.x = { .name = "share that deviates", .unit = "%",
		    .decimals = 1 },
		.y = { .name = "chance to accept", .unit = "%", .min = 0,
		    .max = 100 } };
	return c;
}

/* Of n items with k allowed: the plan that the answer is about. */
static const struct chart *
single(struct arena *a, int64_t n, int64_t k, int64_t population, double about)
{
	struct buf q = { .arena = a };
	struct result *r;
	struct err err;
	const struct item *oc;

	buf_fmt(&q, "{\"kind\":\"single\",\"n\":%lld,\"deviations\":%lld",
	    (long long)n, (long long)k);
	if (population)
		buf_fmt(&q, ",\"population\":%lld", (long long)population);
	for (int i = 0; i <= RATES; i++)
		buf_fmt(&q, "%s\"%.6f\"", i ? "," : ",\"rates\":[",
		    about * i / RATES);
	buf_str(&q, "]}");
	if (decide_result(&err, a, "sample plan", q.s, q.len, &r))
		return NULL;
	oc = table_of(r, "oc");
	return oc ? curve(a, oc, arena_fmt(a, "%lld drawn, %lld allowed",
	    (long long)n, (long long)k)) : NULL;
}

static int64_t
whole(const struct json *in, const char *name)
{
	const struct json *j = json_get(in, name);

	return j && j->kind == J_INT ? j->number : 0;
}

static int64_t
said(const struct result *r, const char *name)
{
	const struct item *i = result_item(r, name);

	return i && i->rows && i->cell[0].kind == CELL_INT
	    ? i->cell[0].number : 0;
}

/* Three times the share at which the sample notices, at most all. */
static const struct chart *
sample_chart(struct arena *a, int64_t n, int64_t k, int64_t population)
{
	double about = n > 0 ? 9.0 * (double)(k + 1) / (double)n : 1;

	if (n < 1 || n > 1000000)
		return NULL;
	return single(a, n, k, population, about < 1 ? about : 1);
}

static const struct chart *
picture_of_sample(struct arena *a, const struct result *r)
{
	bool planned = result_item(r, "achievable") != NULL;

	return sample_chart(a, planned ? said(r, "n") : whole(r->inputs, "n"),
	    planned ? said(r, "k") : whole(r->inputs, "x"),
	    whole(r->inputs, "population"));
}

void
picture_sample(struct view *card, int64_t n, int64_t k, int64_t population)
{
	const struct chart *c = sample_chart(view_arena(card), n, k,
	    population);

	if (c)
		picture_chart(card, c, "sample");
}

/* --- trends ------------------------------------------ */

static const struct chart *
picture_of_points(struct arena *a, const struct result *r,
    const struct item *t)
{
	static const char *const y[] = { "value", "low", "high" };
	static const char *const name[] = { "Value", "Lower limit",
		"Upper limit" };
	const struct item *centre = result_item(r, "centre");
	struct chart_series *s = arena_alloc(a, 3 * sizeof(*s));
	struct chart_line *line = arena_alloc(a, sizeof(*line));
	struct chart *c = arena_alloc(a, sizeof(*c));

	for (size_t i = 0; i < 3; i++)
		s[i] = (struct chart_series){ .name = name[i],
			.points = points_of(a, t, NULL, y[i], i ? NULL : "out",
			    1), .npoints = t->rows };
	if (centre)
		*line = (struct chart_line){ .name = "Centre",
			.y = number_of(&centre->cell[0]) };
	*c = (struct chart){ .kind = CHART_CONTROL, .title = "Control chart",
		.desc = "Points outside their limits are marked. The table "
		    "holds the numbers.", .series = s, .nseries = 3,
		.x = { .name = "point" }, .y = { .name = "value",
		    .decimals = 2 },
		.lines = line, .nlines = centre != NULL };
	return c;
}

/* One stair for each group; open actions are marked where they end. */
static const struct chart *
picture_of_times(struct arena *a, const struct item *t)
{
	const struct chart_point *p = points_of(a, t, "time", "survival",
	    "censored", 1);
	struct chart_series *s = arena_alloc(a, CURVES * sizeof(*s));
	struct chart *c = arena_alloc(a, sizeof(*c));
	size_t n = 0;

	for (size_t i = 0; i < t->rows && n < CURVES; n++) {
		const char *group = cell_at(t, i, "group")->text;
		size_t from = i;

		while (i < t->rows && str_eq(cell_at(t, i, "group")->text,
		    group))
			i++;
		s[n] = (struct chart_series){ .name = group,
			.points = p + from, .npoints = i - from };
	}
	*c = (struct chart){ .kind = CHART_STEPS, .title = "Share still open",
		.desc = "Kaplan and Meier: actions that are still open count "
		    "up to today. The table holds the numbers.",
		.series = s, .nseries = n, .x = { .name = "days" },
		.y = { .name = "share still open", .min = 0, .max = 1,
		    .decimals = 1 } };
	return c;
}

/* --- scores ------------------------------------------ */

/* Scores in hundredths: bars are of whole numbers. */
static const struct chart *
picture_of_ranks(struct arena *a, const struct item *t)
{
	size_t n = t->rows < BARS ? t->rows : BARS;
	const char **label = arena_alloc(a, n * sizeof(*label));
	int64_t *score = arena_alloc(a, n * sizeof(*score));
	struct chart_series *s = arena_alloc(a, sizeof(*s));
	struct chart *c = arena_alloc(a, sizeof(*c));

	for (size_t i = 0; i < n; i++) {
		struct buf b = { .arena = a };

		cell_write(cell_at(t, i, "name"), &b);
		label[i] = buf_text(&b);
		score[i] = (int64_t)(number_of(cell_at(t, i, "score")) * 100
		    + 0.5);
	}
	*s = (struct chart_series){ .name = "Score, hundredths",
		.tone = TONE_RUN, .values = score };
	*c = (struct chart){ .kind = CHART_BARS, .title = "Scores",
		.desc = "Close scores are no order: see how often each unit "
		    "stays in the top. The table holds the numbers.",
		.head = "Unit", .labels = label, .nlabels = n, .series = s,
		.nseries = 1 };
	return c;
}

static const struct chart *
chart_of(struct arena *a, const char *name, const struct result *r)
{
	const struct item *t;

	if ((t = table_of(r, "oc")))
		return curve(a, t, "This plan");
	if ((t = table_of(r, "points")))
		return picture_of_points(a, r, t);
	if ((t = table_of(r, "curve")))
		return picture_of_times(a, t);
	if ((t = table_of(r, "ranks")))
		return picture_of_ranks(a, t);
	return str_eq(name, "sample size") || str_eq(name, "sample evaluate")
	    ? picture_of_sample(a, r) : NULL;
}

void
picture_tool(struct view *v, const char *name, const struct result *r)
{
	const struct chart *c = chart_of(view_arena(v), name, r);

	if (c)
		picture_chart(v, c, "tool");
}
