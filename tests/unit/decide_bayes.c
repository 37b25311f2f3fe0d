/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posterior limits, Bayes factors and weighted samples. */
#include "table.h"

#include <math.h>

#include "decide/bayes.h"
#include "decide/mus.h"

static struct bayes
posterior(enum tail_kind method, struct prior prior, int64_t n, int64_t x,
    int64_t population, double confidence, double tolerable)
{
	struct bayes_ask ask = { method, prior, n, x, population, confidence,
		tolerable };
	struct bayes out;
	struct err err;

	assert_int_equal(bayes_of(&err, &ask, &out), RC_OK);
	return out;
}

static void
finite_population(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a,
	    "math/bayes_beta_binomial_finite.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		struct prior prior = { table_real(t, row, "prior_a"),
			table_real(t, row, "prior_b") };
		int64_t all = table_int(t, row, "N");
		int64_t n = table_int(t, row, "n");
		int64_t x = table_int(t, row, "x");
		double conf = table_real(t, row, "conf");
		struct bayes b = posterior(TAIL_BINOMIAL, prior, n, x, all,
		    conf, 0.05);

		assert_int_equal(b.upper_count, table_int(t, row,
		    "upper_total_deviations"));
		same_printed(b.upper, table_real(t, row, "upper_rate"), 10,
		    "rate", row);
		same_printed(posterior(TAIL_BINOMIAL, prior, n, x, 0, conf,
		    0.05).upper, table_real(t, row, "posterior_inf_upper"), 10,
		    "without end", row);
		same_printed(b.below, table_real(t, row, "P_rate_below_5pct"),
		    10, "below", row);
	}
	arena_free(a);
}

static const struct { const char *name; enum tail_kind method; } factors[] = {
	{ "bayes_bf_beta_tol5", TAIL_BINOMIAL },
	{ "bayes_bf_beta_tol10", TAIL_BINOMIAL },
	{ "bayes_bf_gamma_tol5", TAIL_POISSON },
	{ "bayes_bf_gamma_tol10", TAIL_POISSON },
};

static void
bayes_factors(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < NELEMS(factors); i++) {
		const struct table *t = table_read(a, arena_fmt(a,
		    "math/%s.csv", factors[i].name));

		for (size_t row = 1; row <= t->rows; row++) {
			double tol = table_real(t, row, "tolerable_rate");
			struct bayes b = posterior(factors[i].method,
			    prior_impartial(factors[i].method, tol),
			    table_int(t, row, "n"),
			    table_int(t, row, "deviations"), 0, 0.95, tol);

			same(b.prior_below, 0.5, 1e-12, "impartial", row);
			/* Two decimals, or seven digits where it is large. */
			if (table_real(t, row, "bf10") < 1e4)
				same_printed(b.factor, table_real(t, row,
				    "bf10"), 2, factors[i].name, row);
			else
				same(b.factor, table_real(t, row, "bf10"),
				    5e-7, factors[i].name, row);
		}
	}
	arena_free(a);
}

static void
sizes_with_a_bounded_prior(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/bayes_n_gamma_bram_1.csv");
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		double e = table_real(t, row, "expected_rate");
		struct prior p;

		assert_int_equal(prior_by_bound(&err, e,
		    table_real(t, row, "prior_ub"), &p), RC_OK);
		int64_t n = bayes_size(TAIL_POISSON, p,
		    table_real(t, row, "confidence"),
		    table_real(t, row, "tolerable_rate"), e);

		if (n != table_int(t, row, "n"))
			fail_msg("row %zu: %lld", row, (long long)n);
	}
	arena_free(a);
}

/* The whole population known, and the uniform prior alone. */
static void
ends_of_the_range(void **state)
{
	struct bayes b = posterior(TAIL_BINOMIAL, (struct prior){ 1, 1 }, 40,
	    3, 40, 0.95, 0.05);

	(void)state;
	assert_int_equal(b.upper_count, 3);
	assert_true(b.below == 0);
	b = posterior(TAIL_BINOMIAL, (struct prior){ 1, 1 }, 0, 0, 99, 0.95,
	    0.05);
	assert_int_equal(b.upper_count, 94);
	b = posterior(TAIL_BINOMIAL, (struct prior){ 1e9, 1e-3 }, 1000000, 0,
	    0, 0.999999, 0.999999);
	assert_true(isfinite(b.factor) && b.upper <= 1);
}

static double
stringer(enum tail_kind method, const char *const *taint, size_t n,
    double *likely)
{
	struct dec taints[8], c95;
	struct mus out;
	struct err err;

	assert_true(dec_parse("0.95", &c95));
	for (size_t i = 0; i < n; i++)
		assert_true(dec_parse(taint[i], &taints[i]));
	assert_int_equal(mus_stringer(&err, method, 145, taints, n, c95, &out),
	    RC_OK);
	*likely = out.likely;
	return out.upper;
}

/* Touw and Hoogduin (2012), pages 138 to 144. */
static void
stringer_bound(void **state)
{
	const char *const three[] = { "0.20000072", "1", "0.03999931" };
	const char *const two[] = { "1", "0.09887" };
	double likely;

	(void)state;
	same_printed(stringer(TAIL_BINOMIAL, three, 3, &likely), .03478656, 8,
	    "three", 0);
	same_printed(likely, .008551724, 9, "likely", 0);
	same_printed(stringer(TAIL_BINOMIAL, two, 2, &likely), .03333348, 8,
	    "two", 0);
	assert_true(stringer(TAIL_POISSON, two, 2, &likely) > 0.03333348);
}

static void
drawing_by_weight(void **state)
{
	const int64_t w[] = { 0, 50, 0, 1000000, 1 };
	size_t hit[100], hits;
	struct err err;

	(void)state;
	for (int how = MUS_INTERVAL; how <= MUS_RANDOM; how++) {
		assert_int_equal(mus_draw(&err, (enum mus_draw)how, "6", w,
		    NELEMS(w), 100, hit, &hits), RC_OK);
		assert_in_range(hits, 99, 100);
		for (size_t i = 0; i < hits; i++)
			assert_true(w[hit[i]] > 0);
		/* An item above the step is always met. */
		assert_int_equal(hit[hits / 2], 3);
	}
	assert_int_equal(mus_draw(&err, MUS_CELL, "6", w, 3, 51, hit, &hits),
	    RC_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finite_population),
		cmocka_unit_test(bayes_factors),
		cmocka_unit_test(sizes_with_a_bounded_prior),
		cmocka_unit_test(ends_of_the_range),
		cmocka_unit_test(stringer_bound),
		cmocka_unit_test(drawing_by_weight),
	};

	return cmocka_run_group_tests_name("decide_bayes", tests, NULL, NULL);
}
