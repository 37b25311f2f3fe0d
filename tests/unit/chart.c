/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart.c - charts as SVG and as tables. */
#include "unit.h"

#include "base/html.h"
#include "chart_sample.h"
#include "golden.h"
#include "report/chart_own.h"

#include <math.h>
#include <string.h>

static const char *
svg_of(struct arena *a, const struct chart *c)
{
	struct html h = { { .arena = a } };

	chart_svg(&h, c, "c1");
	return buf_text(&h.b);
}

static const char *
table_of(struct arena *a, const struct chart *c)
{
	struct html h = { { .arena = a } };

	chart_table(&h, c);
	return buf_text(&h.b);
}

static void
charts_are_the_svg_they_were(void **state)
{
	struct arena *a = arena_new();
	struct buf b = { .arena = a };

	(void)state;
	for (size_t i = 0; i < NELEMS(sample_charts); i++) {
		struct html h = { { .arena = a } };

		chart_svg(&h, sample_charts[i], arena_fmt(a, "c%zu", i));
		chart_table(&h, sample_charts[i]);
		buf_str(&b, buf_text(&h.b));
	}
	same_as_golden(a, "charts.html", buf_text(&b));
	arena_free(a);
}

static void
colours_come_from_classes(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < NELEMS(sample_charts); i++) {
		const char *s = svg_of(a, sample_charts[i]);

		assert_null(strstr(s, "style="));
		assert_null(strstr(s, "fill=\"#"));
		assert_null(strstr(s, "stroke="));
		assert_non_null(strstr(s, "role=\"img\""));
		assert_non_null(strstr(s, "aria-labelledby=\"c1-t c1-d\""));
		assert_non_null(strstr(s, "<title id=\"c1-t\">"));
		assert_non_null(strstr(s, "<desc id=\"c1-d\">"));
	}
	arena_free(a);
}

/* Nothing leaves its picture, whatever the data are. */
static void
inside(const struct chart *c, struct arena *a)
{
	struct sketch p;

	mark_chart(&p, a, c);
	assert_true(isfinite(p.w) && isfinite(p.h));
	assert_true(p.h >= 0 && p.h < 1e6);
	for (const struct mark *m = p.first; m; m = m->next) {
		assert_true(isfinite(m->x) && isfinite(m->y));
		assert_true(m->x >= -1 && m->x <= p.w + 1);
		assert_true(m->y >= -1 && m->y <= p.h + 1);
		assert_true(m->x + m->w <= p.w + 1);
		for (size_t i = 0; i < m->nat; i++) {
			assert_true(m->at[i].x >= -1 && m->at[i].x <= p.w + 1);
			assert_true(m->at[i].y >= -1 && m->at[i].y <= p.h + 1);
		}
		if (m->kind == MARK_TEXT && m->hold == HOLD_START &&
		    !(m->angle < 0))
			assert_true(m->x + chart_text_width(m->text) <=
			    p.w + 12);
	}
}

static void
marks_stay_inside(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < NELEMS(sample_charts); i++)
		inside(sample_charts[i], a);
	arena_free(a);
}

static void
an_empty_chart_is_a_chart(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (int k = CHART_BARS; k <= CHART_GRID; k++) {
		struct chart c = { .kind = (enum chart_kind)k };

		inside(&c, a);
		assert_non_null(strstr(svg_of(a, &c), "</svg>"));
		assert_non_null(strstr(table_of(a, &c), "</table>"));
	}
	arena_free(a);
}

static void
strange_numbers_do_no_harm(void **state)
{
	static const int64_t values[] = { UNSET, -5, INT64_MAX, 1 };
	static const char *const labels[] = { "a", "b", "c", "d" };
	static const struct chart_series bar = { .name = "s", .values = values };
	static const struct chart_span span = { 9, INT32_MIN, INT32_MAX,
		TONE_RUN, "x" };
	const struct chart_point points[] = { { 0, NAN, 0 }, { 0, 5, 1 },
		{ 0, 5, 0 } };
	const struct chart_series line = { .name = "p", .points = points,
		.npoints = 3 };
	struct arena *a = arena_new();
	struct chart c = { .kind = CHART_BARS, .labels = labels, .nlabels = 4,
		.series = &bar, .nseries = 1 };

	(void)state;
	inside(&c, a);
	assert_null(strstr(svg_of(a, &c), "nan"));
	c = (struct chart){ .kind = CHART_CONTROL, .series = &line,
		.nseries = 1 };
	inside(&c, a);
	assert_null(strstr(svg_of(a, &c), "nan"));
	assert_null(strstr(table_of(a, &c), "nan"));
	c = (struct chart){ .kind = CHART_TIME, .labels = labels, .nlabels = 4,
		.spans = &span, .nspans = 1, .from = 20000, .to = 20010 };
	inside(&c, a);
	arena_free(a);
}

static void
text_in_a_chart_is_never_markup(void **state)
{
	static const char evil[] = "<script>\"'&</text>";
	static const char *const labels[] = { evil, evil };
	static const struct chart_cell cells[] = { { evil, TONE_GAP },
		{ evil, TONE_GAP }, { evil, TONE_GAP }, { evil, TONE_GAP } };
	struct arena *a = arena_new();
	struct chart c = { .kind = CHART_GRID, .title = evil, .desc = evil,
		.head = evil, .labels = labels, .nlabels = 2, .columns = labels,
		.ncolumns = 2, .cells = cells };

	(void)state;
	assert_null(strstr(svg_of(a, &c), "<script"));
	assert_null(strstr(table_of(a, &c), "<script"));
	assert_non_null(strstr(svg_of(a, &c), "&lt;script&gt;"));
	arena_free(a);
}

static void
steps_of_axes_are_round(void **state)
{
	static const struct { double range; int n; double step; } cases[] = {
		{ 10, 5, 2 }, { 4, 6, 1 }, { 100, 5, 20 }, { 13, 5, 5 },
		{ 0.03, 5, 0.01 }, { 0, 5, 1 }, { -1, 5, 1 }, { 7e6, 6, 2e6 },
	};

	(void)state;
	for (size_t i = 0; i < NELEMS(cases); i++)
		assert_true(fabs(chart_step(cases[i].range, cases[i].n) /
		    cases[i].step - 1) < 1e-9);
}

static void
long_labels_are_cut(void **state)
{
	struct arena *a = arena_new();
	const char *s = chart_text_cut(a, "a very long label of a row that "
	    "nobody has room for", 80);

	(void)state;
	assert_true(chart_text_width(s) <= 80);
	assert_non_null(strstr(s, "\u2026"));
	assert_string_equal(chart_text_cut(a, "short", 80), "short");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(charts_are_the_svg_they_were),
		cmocka_unit_test(colours_come_from_classes),
		cmocka_unit_test(marks_stay_inside),
		cmocka_unit_test(an_empty_chart_is_a_chart),
		cmocka_unit_test(strange_numbers_do_no_harm),
		cmocka_unit_test(text_in_a_chart_is_never_markup),
		cmocka_unit_test(steps_of_axes_are_round),
		cmocka_unit_test(long_labels_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
