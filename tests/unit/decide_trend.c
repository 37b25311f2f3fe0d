/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Agreement, charts, survival, tests and the programme against the tables. */
#include "table.h"

#include <math.h>

#include "decide/agree.h"
#include "decide/chart.h"
#include "decide/compare.h"
#include "decide/risk.h"
#include "decide/survival.h"

/* --- agreement ----------------------------------------------------------- */

/* Cells of a table as ratings: one unit a row, or (turned) one a column. */
static struct ratings
ratings_of(struct arena *a, const struct table *t, size_t first, bool turned)
{
	size_t columns = t->columns - first;
	struct ratings r = { turned ? columns : t->rows,
		turned ? t->rows : columns, NULL, NULL };
	double *v = arena_alloc(a, t->rows * columns * sizeof(*v));
	bool *given = arena_alloc(a, t->rows * columns);

	for (size_t i = 0; i < t->rows; i++) {
		for (size_t j = 0; j < columns; j++) {
			size_t at = turned ? j * t->rows + i : i * columns + j;
			const char *s = t->cell[i + 1][j + first];

			given[at] = s && *s;
			v[at] = s ? strtod(s, NULL) : 0;
		}
	}
	r.value = v;
	r.given = given;
	return r;
}

static double
expected(const struct table *t, const char *dataset, const char *statistic)
{
	for (size_t row = 1; row <= t->rows; row++)
		if (!strncmp(t->cell[row][0], dataset, strlen(dataset))
		    && !strcmp(t->cell[row][1], statistic))
			return strtod(t->cell[row][2], NULL);
	fail_msg("no %s of %s", statistic, dataset);
	return 0;
}

static void
fleiss_and_conger(void **state)
{
	struct arena *a = arena_new();
	const struct table *want = table_read(a, "math/agreement_expected.csv");
	const struct table *t = table_read(a,
	    "math/kappa_fleiss1971_raters.csv");
	const struct table *n = table_read(a,
	    "math/kappa_fleiss1971_counts.csv");
	struct ratings r = ratings_of(a, t, 1, false), two;
	struct agreement g;
	struct err err;

	(void)state;
	assert_int_equal(agree_fleiss(&err, a, &r, &g), RC_OK);
	same_printed(g.value, expected(want, "kappa_fleiss1971",
	    "fleiss_kappa"), 10, "Fleiss", 0);
	same_printed(g.z, expected(want, "kappa_fleiss1971",
	    "fleiss_kappa_z"), 10, "z", 0);
	assert_int_equal(agree_conger(&err, a, &r, &g), RC_OK);
	same_printed(g.value, expected(want, "kappa_fleiss1971",
	    "conger_exact_kappa"), 10, "Conger", 0);
	assert_int_equal(agree_alpha(&err, a, &r, AGREE_NOMINAL, &g), RC_OK);
	same_printed(g.value, expected(want, "kappa_fleiss1971",
	    "krippendorff_alpha_nominal"), 10, "alpha", 0);
	two = ratings_of(a, t, 2, false);
	two.raters = 2;
	double *v = arena_alloc(a, 2 * two.units * sizeof(*v));

	for (size_t u = 0; u < two.units; u++) {
		v[2 * u] = table_real(t, u + 1, "rater2");
		v[2 * u + 1] = table_real(t, u + 1, "rater3");
	}
	two.value = v;
	assert_int_equal(agree_cohen(&err, a, &two, AGREE_EQUAL, &g), RC_OK);
	same_printed(g.value, expected(want, "kappa_fleiss1971 raters 2,3",
	    "cohen_kappa"), 10, "Cohen", 0);
	/* Both files say the same of each subject. */
	for (size_t u = 0; u < r.units; u++)
		for (int k = 1; k <= 5; k++) {
			int64_t count = 0;

			for (size_t j = 0; j < r.raters; j++)
				count += r.value[u * r.raters + j] == k;
			assert_int_equal(count, strtol(n->cell[u + 1][k], NULL,
			    10));
		}
	arena_free(a);
}

static void
krippendorff(void **state)
{
	static const char *const name[] = { "alpha_nominal", "alpha_ordinal",
		"alpha_interval", "alpha_ratio" };
	struct arena *a = arena_new();
	const struct table *want = table_read(a, "math/agreement_expected.csv");
	struct ratings r = ratings_of(a, table_read(a,
	    "math/kripp_alpha_C_data.csv"), 1, true);
	struct agreement g, b;
	struct err err;

	(void)state;
	assert_int_equal(r.raters, 4);
	assert_int_equal(agree_check(&err, &r), RC_OK);
	for (int l = AGREE_NOMINAL; l <= AGREE_RATIO; l++) {
		assert_int_equal(agree_alpha(&err, a, &r,
		    (enum agree_level)l, &g), RC_OK);
		same_printed(g.value, expected(want, "kripp_alpha_C", name[l]),
		    10, name[l], 0);
	}
	assert_int_equal(agree_bootstrap(&err, a, &r, AGREE_ORDINAL, "seed",
	    1000, 0.95, &g), RC_OK);
	assert_int_equal(agree_bootstrap(&err, a, &r, AGREE_ORDINAL, "seed",
	    1000, 0.95, &b), RC_OK);
	assert_true(g.bounded && g.low < 0.8153875 && g.high > 0.8153875);
	assert_true(g.low == b.low && g.high == b.high);
	arena_free(a);
}

static void
cohen_1968(void **state)
{
	const double share[] = { .44, .07, .09, .05, .20, .05, .01, .03, .06 };
	const double weight[] = { 0, 1, 3, 1, 0, 6, 3, 6, 0 };
	struct arena *a = arena_new();
	const struct table *want = table_read(a, "math/agreement_expected.csv");
	struct agreement g;
	struct err err;

	(void)state;
	assert_int_equal(agree_table(&err, share, 3, NULL, &g), RC_OK);
	same_printed(g.value, expected(want, "Cohen 1968", "cohen_kappa"), 10,
	    "kappa", 0);
	assert_int_equal(agree_table(&err, share, 3, weight, &g), RC_OK);
	same_printed(g.value, expected(want, "Cohen 1968", "weighted_kappa"),
	    10, "weighted", 0);
	arena_free(a);
}

static void
nothing_to_agree_on(void **state)
{
	struct arena *a = arena_new();
	const double v[] = { 2, 2, 2, 2 };
	const bool all[] = { true, true, true, true };
	const bool none[] = { false, false, false, false };
	struct ratings r = { 2, 2, v, all };
	struct agreement g;
	struct err err;

	(void)state;
	assert_int_equal(agree_fleiss(&err, a, &r, &g), RC_OK);
	assert_false(g.defined);
	assert_true(g.observed == 1);
	assert_int_equal(agree_alpha(&err, a, &r, AGREE_ORDINAL, &g), RC_OK);
	assert_false(g.defined);
	r.given = none;
	assert_int_equal(agree_alpha(&err, a, &r, AGREE_ORDINAL, &g), RC_OK);
	assert_false(g.defined);
	assert_int_equal(agree_conger(&err, a, &r, &g), RC_INVALID);
	r.raters = 1;
	assert_int_equal(agree_check(&err, &r), RC_INVALID);
	arena_free(a);
}

/* --- charts -------------------------------------------------------------- */

static void
check_chart(struct arena *a, const char *file, enum chart_kind kind)
{
	const struct table *t = table_read(a, file);
	struct chart_point p[TABLE_ROWS];
	struct chart c;
	struct err err;
	size_t base = 0, out = 0;

	for (size_t row = 1; row <= t->rows; row++) {
		p[row - 1] = (struct chart_point){
			.x = table_int(t, row, "x") };
		if (kind == CHART_P)
			p[row - 1].n = table_dec(t, row, "n");
		base += !strcmp(table_text(t, row, "trial"), "TRUE");
		out += !strcmp(table_text(t, row, "out"), "TRUE");
	}
	assert_int_equal(chart_of(&err, kind, CHART_AUTO, p, t->rows, base, &c),
	    RC_OK);
	assert_int_equal(c.outside, out);
	for (size_t row = 1; row <= t->rows; row++) {
		same(c.centre, table_real(t, row, "cl"), 2e-10, "centre", row);
		same(p[row - 1].low, table_real(t, row, "lcl"), 1e-12, "low",
		    row);
		same(p[row - 1].high, table_real(t, row, "ucl"), 1e-12, "high",
		    row);
		assert_int_equal(p[row - 1].out, !strcmp(table_text(t, row,
		    "out"), "TRUE"));
	}
}

static void
published_charts(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	check_chart(a, "math/chart_p_orangejuice.csv", CHART_P);
	check_chart(a, "math/chart_c_circuit.csv", CHART_C);
	arena_free(a);
}

/* A mean of 2: 2 - 3 root 2 is below zero, P(X >= 8) = 0.0011 is out. */
static void
exact_limits_where_the_normal_fail(void **state)
{
	struct chart_point p[] = { { .x = 2 }, { .x = 2 }, { .x = 1 },
		{ .x = 3 }, { .x = 7 }, { .x = 8 } };
	struct chart c;
	struct err err;

	(void)state;
	assert_int_equal(chart_of(&err, CHART_C, CHART_AUTO, p, 6, 4, &c),
	    RC_OK);
	assert_true(p[4].exact && p[4].low == 0 && p[4].high == 7);
	assert_false(p[4].out);
	assert_true(p[5].out);
	for (int i = 0; i < 6; i++)
		p[i].n.v = DEC_UNIT / 2;
	assert_int_equal(chart_of(&err, CHART_U, CHART_AUTO, p, 6, 4, &c),
	    RC_OK);
	assert_true(c.centre == 4 && p[5].high == 14 && p[5].out);
	for (int i = 0; i < 6; i++)
		p[i] = (struct chart_point){ .n = { 10 * DEC_UNIT } };
	assert_int_equal(chart_of(&err, CHART_P, CHART_AUTO, p, 6, 0, &c),
	    RC_OK);
	assert_true(c.centre == 0 && c.outside == 0);
}

/* --- survival ------------------------------------------------------------ */

static size_t
read_aml(struct arena *a, struct lifetime *life)
{
	const struct table *t = table_read(a, "math/km_aml_data.csv");

	for (size_t row = 1; row <= t->rows; row++)
		life[row - 1] = (struct lifetime){ table_dec(t, row, "time"),
			table_int(t, row, "status") == 1,
			table_text(t, row, "x")[0] == 'N' };
	return t->rows;
}

static void
check_step(const struct survival_step *s, const struct table *t, size_t row)
{
	assert_true(s->time == table_real(t, row, "time"));
	assert_int_equal(s->at_risk, table_int(t, row, "n_risk"));
	assert_int_equal(s->events, table_int(t, row, "n_event"));
	assert_int_equal(s->censored, table_int(t, row, "n_censor"));
	same_printed(s->survival, table_real(t, row, "survival"), 10, "S", row);
	assert_int_equal(s->bounded, strcmp(table_text(t, row, "lower95"),
	    "NA") != 0);
	if (!s->bounded)
		return;
	same_printed(s->error, table_real(t, row, "std_err"), 10, "se", row);
	same_printed(s->low, table_real(t, row, "lower95"), 10, "low", row);
	same_printed(s->high, table_real(t, row, "upper95"), 10, "high", row);
}

static void
kaplan_meier(void **state)
{
	struct arena *a = arena_new();
	struct lifetime life[64];
	size_t n = read_aml(a, life);
	struct err err;

	(void)state;
	for (int log = 0; log < 2; log++) {
		const struct table *t = table_read(a, log
		    ? "math/km_aml_log.csv" : "math/km_aml_log-log.csv");
		size_t row = 1;

		for (int g = 0; g < 2; g++) {
			struct survival s;

			assert_int_equal(survival_of(&err, a, life, n, g, log
			    ? SURVIVAL_LOG : SURVIVAL_LOGLOG, 0.95, &s), RC_OK);
			for (size_t i = 0; i < s.steps; i++)
				check_step(&s.step[i], t, row++);
		}
		assert_int_equal(row, t->rows + 1);
	}
	arena_free(a);
}

static void
medians_and_tests(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/km_medians.csv");
	const struct table *u = table_read(a, "math/km_logrank.csv");
	struct lifetime life[64];
	size_t n = read_aml(a, life);
	struct logrank r;
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		struct survival s;

		assert_int_equal(survival_of(&err, a, life, n, (int)row - 1,
		    SURVIVAL_LOG, 0.95, &s), RC_OK);
		assert_int_equal(s.n, table_int(t, row, "n"));
		assert_int_equal(s.events, table_int(t, row, "events"));
		assert_true(s.median == table_real(t, row, "median"));
		assert_true(s.median_low == table_real(t, row, "lo"));
		assert_false(s.has_high);
		assert_int_equal(survival_of(&err, a, life, n, (int)row - 1,
		    SURVIVAL_LOGLOG, 0.95, &s), RC_OK);
		if (row == 1)
			assert_true(s.median_low == 13);
	}
	assert_int_equal(survival_compare(&err, a, life, n, 2, 0, &r), RC_OK);
	same_printed(r.chi2, table_real(u, 1, "value"), 10, "log-rank", 0);
	same_printed(r.p, table_real(u, 2, "value"), 10, "p", 0);
	assert_int_equal(survival_compare(&err, a, life, n, 2, 1, &r), RC_OK);
	same_printed(r.chi2, table_real(u, 3, "value"), 10, "Peto", 0);
	arena_free(a);
}

static void
all_are_still_open(void **state)
{
	struct arena *a = arena_new();
	struct lifetime life[] = { { { DEC_UNIT }, false, 0 },
		{ { 2 * DEC_UNIT }, false, 1 } };
	struct survival s;
	struct logrank r;
	struct err err;

	(void)state;
	assert_int_equal(survival_of(&err, a, life, 2, -1, SURVIVAL_LOGLOG,
	    0.95, &s), RC_OK);
	assert_false(s.has_median || s.has_low || s.has_high);
	assert_int_equal(survival_compare(&err, a, life, 2, 2, 0, &r),
	    RC_INVALID);
	life[0].event = true;
	assert_int_equal(survival_compare(&err, a, life, 2, 2, 0, &r), RC_OK);
	assert_true(r.p > 0.3 && r.p < 1);
	arena_free(a);
}

/* Three groups need the whole of the covariance. */
static void
more_than_two_groups(void **state)
{
	struct arena *a = arena_new();
	struct lifetime life[64];
	size_t n = read_aml(a, life);
	struct logrank r;
	struct err err;

	(void)state;
	for (size_t i = 0; i < n; i++)
		life[i].group = (int)(i % 3);
	assert_int_equal(survival_compare(&err, a, life, n, 3, 0, &r), RC_OK);
	assert_int_equal(r.df, 2);
	/* Worked out in fractions, apart from this program. */
	same(r.chi2, 0.8564655452359824, 1e-12, "three groups", 0);
	double o = 0, e = 0;

	for (int g = 0; g < 3; g++) {
		o += r.observed[g];
		e += r.expected[g];
	}
	same(o, e, 1e-12, "observed and expected", 0);
	arena_free(a);
}

/* --- tests of rates ------------------------------------------------------ */

static void
published_tests(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/trend_tests.csv");
	const int64_t x[] = { 11, 21 }, smokers[] = { 83, 90, 129, 70 };
	const int64_t n[] = { 86, 93, 136, 82 };
	const struct dec years[] = { { 800 * DEC_UNIT }, { 3011 * DEC_UNIT } };
	struct dec exposure;
	struct compared c;
	struct err err;

	(void)state;
	assert_true(dec_parse("24.19893", &exposure));
	assert_int_equal(compare_rate(&err, 137, exposure, 1, 0.95, &c), RC_OK);
	same(c.estimate, table_real(t, 1, "value"), 1e-9, "rate", 1);
	same(c.low, table_real(t, 2, "value"), 1e-9, "low", 2);
	same(c.high, table_real(t, 3, "value"), 1e-9, "high", 3);
	assert_int_equal(compare_rates(&err, x, years, 1, 0.95, &c), RC_OK);
	same(c.p, table_real(t, 4, "value"), 1e-9, "p", 4);
	same(c.estimate, table_real(t, 5, "value"), 1e-9, "ratio", 5);
	same(c.low, table_real(t, 6, "value"), 1e-9, "low", 6);
	same(c.high, table_real(t, 7, "value"), 1e-9, "high", 7);
	assert_int_equal(t->rows, 7);
	assert_int_equal(compare_trend(&err, smokers, n, NULL, 4, &c), RC_OK);
	same_printed(c.statistic, 8.224922, 6, "trend", 0);
	same_printed(c.p, 0.0041319, 7, "trend p", 0);
	arena_free(a);
}

/* R: fisher.test(matrix(c(3,1,1,3),2)), binom.test(682,925,.75). */
static void
exact_two_sided(void **state)
{
	const int64_t x[] = { 3, 1 }, n[] = { 4, 4 }, none[] = { 0, 0 };
	const struct dec one[] = { { DEC_UNIT }, { DEC_UNIT } };
	struct compared c;
	struct err err;

	(void)state;
	assert_int_equal(compare_shares(&err, x, n, &c), RC_OK);
	same(c.p, 34. / 70, 1e-12, "Fisher", 0);
	assert_int_equal(compare_share(&err, 682, 925, 0.75, 0.95, &c), RC_OK);
	same_printed(c.p, 0.3824916, 7, "binomial", 0);
	same_printed(c.low, 0.7076683, 7, "low", 0);
	assert_int_equal(compare_share(&err, 5, 10, 0.5, 0.95, &c), RC_OK);
	assert_true(c.p == 1);
	assert_int_equal(compare_rates(&err, none, one, 1, 0.95, &c),
	    RC_INVALID);
	assert_int_equal(compare_rates(&err, (int64_t[]){ 4, 0 }, one, 1, 0.95,
	    &c), RC_OK);
	assert_true(c.infinite && c.unbounded);
	same(c.p, 0.125, 1e-12, "four to none", 0);
}

/* R: p.adjust(c(.01,.02,.03,.04,.05), "BH") and one that is not monotone. */
static void
benjamini_hochberg(void **state)
{
	struct arena *a = arena_new();
	const double p[] = { 0.04, 0.001, 0.8, 0.012, 0.03 };
	const double want[] = { 0.05, 0.005, 0.8, 0.03, 0.05 };
	double got[5];
	struct err err;

	(void)state;
	assert_int_equal(compare_adjust(&err, a, p, 5, got), RC_OK);
	for (size_t i = 0; i < 5; i++)
		same(got[i], want[i], 1e-12, "BH", i);
	arena_free(a);
}

/* --- the programme ------------------------------------------------------- */

static void
ranks_and_their_weights(void **state)
{
	struct arena *a = arena_new();
	const struct dec w[] = { { DEC_UNIT / 2 }, { DEC_UNIT / 2 } };
	const int f[][2] = { { 5, 1 }, { 1, 5 }, { 1, 1 }, { 4, 4 } };
	struct risk_unit u[4] = { { .factor = f[0] }, { .factor = f[1] },
		{ .factor = f[2] }, { .factor = f[3] } };
	struct err err;

	(void)state;
	assert_int_equal(risk_rank(&err, a, w, 2, u, 4, 2), RC_OK);
	assert_int_equal(u[3].rank, 1);
	assert_int_equal(u[0].rank, 2);
	assert_int_equal(u[1].rank, 2);
	assert_int_equal(u[2].rank, 4);
	assert_int_equal(u[0].score.v, 3 * DEC_UNIT);
	assert_true(u[3].in_top == 1 && u[2].in_top == 0);
	/* Equal when both weights move alike, else one of the two. */
	assert_true(u[0].in_top == 0.75 && u[1].in_top == 0.75);
	const struct dec bad[] = { { DEC_UNIT / 2 }, { DEC_UNIT / 3 } };

	assert_int_equal(risk_rank(&err, a, bad, 2, u, 4, 2), RC_INVALID);
	arena_free(a);
}

static void
intervals_by_policy(void **state)
{
	struct risk_policy p = { { DEC_UNIT }, { 5 * DEC_UNIT }, 36, 12,
		{ 12, 24, 36 }, 3 };
	struct err err;

	(void)state;
	assert_int_equal(risk_policy_check(&err, &p), RC_OK);
	assert_int_equal(risk_interval(&p, (struct dec){ DEC_UNIT }), 36);
	assert_int_equal(risk_interval(&p, (struct dec){ 5 * DEC_UNIT }), 12);
	/* 36 / root 3 = 20.8: down to 12. */
	assert_int_equal(risk_interval(&p, (struct dec){ 3 * DEC_UNIT }), 12);
	assert_int_equal(risk_interval(&p, (struct dec){ 2 * DEC_UNIT }), 24);
	p.steps = 0;
	assert_int_equal(risk_interval(&p, (struct dec){ 3 * DEC_UNIT }), 20);
}

/* Karush, Kuhn and Tucker: what is not cut has one price. */
static void
intervals_by_the_root(void **state)
{
	struct risk_load u[] = { { 5, 0.2, 3, 0, 0 }, { 1, 0.1, 2, 0, 0 },
		{ 3, 0.5, 8, 0, 0 }, { 9, 2, 1, 0, 0 } };
	double price, cost = 0;
	struct err err;

	(void)state;
	assert_int_equal(risk_square_root(&err, u, 4, 9, 0.5, 3, &price),
	    RC_OK);
	for (int i = 0; i < 4; i++) {
		double kkt = u[i].severity * u[i].rate * u[i].interval
		    * u[i].interval / (2 * u[i].cost);

		cost += u[i].cost / u[i].interval;
		if (!u[i].cut)
			same(kkt, price, 1e-9, "KKT", (size_t)i);
		else if (u[i].interval < 1)
			assert_true(kkt > price);
		else
			assert_true(kkt < price);
	}
	same(cost, 9, 1e-9, "budget", 0);
	assert_int_equal(risk_square_root(&err, u, 4, 1, 0.5, 3, &price),
	    RC_INVALID);
	assert_int_equal(risk_square_root(&err, u, 4, 1e6, 0.5, 3, &price),
	    RC_OK);
	assert_true(price == 0 && u[0].interval == 0.5);
	same(risk_urgency(4000, 4000 - 146097, 4800), 1, 1e-12, "urgency", 0);
}

static void
coverage_of_a_cycle(void **state)
{
	const struct risk_cell cell[] = { { 3, 1100, UNSET, false },
		{ 1, 900, 1500, false }, { 2, UNSET, UNSET, false },
		{ 4, 1100, UNSET, true }, { 4, 1990, 2100, true } };
	struct risk_coverage c;
	bool lost[5];
	struct err err;

	(void)state;
	assert_int_equal(risk_cover(&err, cell, 5, 1000, 2100, 1400, &c, lost),
	    RC_OK);
	assert_int_equal(c.covered, 2);
	same(c.share, 0.4, 1e-12, "share", 0);
	same(c.weighted, 0.5, 1e-12, "weighted", 0);
	assert_int_equal(c.oldest, 2);
	assert_true(!lost[0] && !lost[1] && lost[2] && lost[3]);
	assert_int_equal(c.lost, 2 + lost[4]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fleiss_and_conger),
		cmocka_unit_test(krippendorff),
		cmocka_unit_test(cohen_1968),
		cmocka_unit_test(nothing_to_agree_on),
		cmocka_unit_test(published_charts),
		cmocka_unit_test(exact_limits_where_the_normal_fail),
		cmocka_unit_test(kaplan_meier),
		cmocka_unit_test(medians_and_tests),
		cmocka_unit_test(all_are_still_open),
		cmocka_unit_test(more_than_two_groups),
		cmocka_unit_test(published_tests),
		cmocka_unit_test(exact_two_sided),
		cmocka_unit_test(benjamini_hochberg),
		cmocka_unit_test(ranks_and_their_weights),
		cmocka_unit_test(intervals_by_policy),
		cmocka_unit_test(intervals_by_the_root),
		cmocka_unit_test(coverage_of_a_cycle),
	};

	return cmocka_run_group_tests_name("decide_trend", tests, NULL, NULL);
}
