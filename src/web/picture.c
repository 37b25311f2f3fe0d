/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/picture.h"

#include "base/text.h"
#include "report/chart.h"

#include <stdlib.h>
#include <string.h>

void
grades_add(struct grades *g, const char *clause, int64_t grade)
{
	size_t k = 0;

	if (grade < 1 || grade > GRADES)
		return;
	while (k < g->n && !str_eq(g->clause[k], clause))
		k++;
	if (k == CLAUSES)
		return;
	if (k == g->n)
		g->clause[g->n++] = clause;
	g->count[grade - 1][k]++;
}

/* "10" behind "9", "A.5" behind all numbers. */
static int
clause_order(const char *a, const char *b)
{
	bool annex_a = *a > '9', annex_b = *b > '9';
	long na, nb;

	if (annex_a != annex_b)
		return annex_a ? 1 : -1;
	na = strtol(a + 2 * annex_a, NULL, 10);
	nb = strtol(b + 2 * annex_b, NULL, 10);
	return na != nb ? (na < nb ? -1 : 1) : strcmp(a, b);
}

static void
swap_columns(struct grades *g, size_t i, size_t k)
{
	const char *clause = g->clause[i];

	g->clause[i] = g->clause[k];
	g->clause[k] = clause;
	for (size_t r = 0; r < GRADES; r++) {
		int64_t n = g->count[r][i];

		g->count[r][i] = g->count[r][k];
		g->count[r][k] = n;
	}
}

static struct grades *
sorted(const struct grades *in)
{
	struct grades *g = arena_alloc(in->arena, sizeof(*g));

	*g = *in;
	for (size_t i = 1; i < g->n; i++)
		for (size_t k = i; k > 0 && clause_order(g->clause[k - 1],
		    g->clause[k]) > 0; k--)
			swap_columns(g, k - 1, k);
	return g;
}

void
picture_chart(struct view *card, const struct chart *c, const char *prefix)
{
	struct arena *a = view_arena(card);
	struct html *svg = arena_alloc(a, sizeof(*svg));
	struct html *table = arena_alloc(a, sizeof(*table));

	svg->b.arena = table->b.arena = a;
	chart_svg(svg, c, prefix);
	html_raw(table, "<details class=\"more\"><summary>Chart as a table"
	    "</summary>");
	chart_table(table, c);
	html_raw(table, "</details>");
	view_html(card, "chart", svg);
	view_html(card, "after", table);
}

void
picture_grades(struct view *card, const struct grades *in)
{
	static const struct { int grade; const char *name; enum chart_tone
	    tone; } shown[] = {
		{ 1, "Major", TONE_MAJOR }, { 2, "Minor", TONE_MINOR },
		{ 3, "Opportunity", TONE_OFI }, { 4, "Good practice",
		    TONE_DONE },
	};
	const struct grades *g = sorted(in);
	struct chart_series *series = arena_alloc(in->arena,
	    NELEMS(shown) * sizeof(*series));
	struct chart *c = arena_alloc(in->arena, sizeof(*c));
	size_t n = 0;

	for (size_t i = 0; i < NELEMS(shown); i++) {
		int64_t all = 0;

		for (size_t k = 0; k < g->n; k++)
			all += g->count[shown[i].grade][k];
		if (all)
			series[n++] = (struct chart_series){
				.name = shown[i].name, .tone = shown[i].tone,
				.values = g->count[shown[i].grade] };
	}
	*c = (struct chart){ .kind = CHART_BARS,
		.title = "Findings by clause and grade",
		.desc = "The table holds every number.", .head = "Clause",
		.all = "All", .labels = g->clause, .nlabels = g->n,
		.series = series, .nseries = n };
	if (n)
		picture_chart(card, c, "grades");
}

void
picture_timeline(struct view *card, const struct span_of *s, size_t n,
    int64_t today)
{
	struct arena *a = view_arena(card);
	struct chart_span *span = arena_alloc(a, (2 * n + 1) * sizeof(*span));
	const char **label = arena_alloc(a, (n + 1) * sizeof(*label));
	struct chart *c = arena_alloc(a, sizeof(*c));
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		label[i] = s[i].label;
		span[k++] = (struct chart_span){ i, s[i].from,
			s[i].to > s[i].from ? s[i].to : s[i].from, TONE_PLAN,
			NULL };
		if (s[i].began)
			span[k++] = (struct chart_span){ i, s[i].began,
				s[i].ended ? s[i].ended : today > s[i].began
				? today : s[i].began, s[i].ended ? TONE_DONE
				: s[i].late ? TONE_LATE : TONE_RUN, NULL };
	}
	*c = (struct chart){ .kind = CHART_TIME, .title = "Audits over time",
		.desc = "The table holds every date.", .head = "Audit",
		.width = 1000, .labels = label, .nlabels = n, .spans = span,
		.nspans = k, .today = today };
	if (k)
		picture_chart(card, c, "timeline");
}
