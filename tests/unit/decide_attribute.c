/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sample sizes and limits against every row of the reference tables. */
#include "table.h"

#include <math.h>

#include "decide/limit.h"
#include "decide/size.h"
#include "decide/special.h"

static struct size_plan
plan(enum tail_kind method, const char *confidence, const char *tolerable,
    const char *expected, int64_t population)
{
	struct size_ask ask = { .method = method, .fixed = -1,
		.population = population };
	struct size_plan out;
	struct err err;

	assert_true(dec_parse(confidence, &ask.confidence));
	assert_true(dec_parse(tolerable, &ask.tolerable));
	assert_true(dec_parse(expected, &ask.expected));
	assert_int_equal(size_plan(&err, &ask, &out), RC_OK);
	return out;
}

/* --- sizes --------------------------------------------------------------- */

struct size_table {
	const char *name;
	enum tail_kind method;
	size_t wrong;           /* cells of the public table not exact */
};

static const struct size_table size_tables[] = {
	{ "attr_n_binomial_risk10", TAIL_BINOMIAL, 2 },
	{ "attr_n_binomial_risk5", TAIL_BINOMIAL, 0 },
	{ "attr_n_hypergeometric_N100_risk10", TAIL_HYPERGEOMETRIC, 28 },
	{ "attr_n_hypergeometric_N100_risk5", TAIL_HYPERGEOMETRIC, 25 },
	{ "attr_n_hypergeometric_N500_risk10", TAIL_HYPERGEOMETRIC, 26 },
	{ "attr_n_hypergeometric_N500_risk5", TAIL_HYPERGEOMETRIC, 25 },
	{ "attr_n_poisson_risk10", TAIL_POISSON, 0 },
	{ "attr_n_poisson_risk5", TAIL_POISSON, 0 },
};

/*
 * Why a cell of a public table differs from the exact one.  All are faults of
 * binary fractions: 0.06 made as the sixth of steps of 0.01 lies above 0.06,
 * so one deviation more counts as tolerable; a product n * e that is whole
 * comes out above it, so one deviation more is planned for; and a chance that
 * is exactly the risk comes out above it, so one item more is asked for.
 */
static const char *
fault_of(const struct size_plan *p, const struct table *t, size_t row)
{
	const struct dec rate = table_dec(t, row, "tolerable_rate");
	const struct dec risk = { DEC_UNIT
		- table_dec(t, row, "confidence").v };
	const int64_t e = table_dec(t, row, "expected_rate").v;
	struct tail tail = { .kind = TAIL_HYPERGEOMETRIC, .n = p->n,
		.rate = rate, .all = table_int(t, row, "N"),
		.bad = p->critical };

	tail.kind = tail.all ? TAIL_HYPERGEOMETRIC : TAIL_BINOMIAL;
	if (tail.all && rate.v == DEC_UNIT / 100 * 6)
		return "0.06 read as more than 0.06";
	if (p->achievable && tail_cmp(&tail, p->k, risk) == 0)
		return "a tie read as a miss";
	if (p->achievable && e * p->n % DEC_UNIT == 0)
		return "a whole product read as more";
	return NULL;
}

static size_t
check_size_row(const struct size_table *s, const struct table *t, size_t row)
{
	struct size_plan p = plan(s->method, table_text(t, row, "confidence"),
	    table_text(t, row, "tolerable_rate"),
	    table_text(t, row, "expected_rate"), table_int(t, row, "N"));
	bool poisson = s->method == TAIL_POISSON;
	int64_t n = table_int(t, row, poisson ? "n" : "n_exact");

	/* An empty exact cell: no sample can do it. */
	if ((p.achievable ? p.n : 0) != n)
		fail_msg("%s row %zu: n is %lld, want %lld", s->name, row,
		    p.achievable ? (long long)p.n : -1LL, (long long)n);
	if (poisson)
		return 0;
	if (p.achievable)
		assert_int_equal(p.k, table_int(t, row, "k_exact"));
	if (n == table_int(t, row, "n"))
		return 0;
	if (!fault_of(&p, t, row))
		fail_msg("%s row %zu: no reason for %s", s->name, row,
		    table_text(t, row, "n"));
	return 1;
}

static void
sizes_of_the_tables(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < NELEMS(size_tables); i++) {
		const struct size_table *s = &size_tables[i];
		const struct table *t = table_read(a,
		    arena_fmt(a, "math/%s.csv", s->name));

		size_t wrong = 0;

		for (size_t row = 1; row <= t->rows; row++)
			wrong += check_size_row(s, t, row);
		if (wrong != s->wrong)
			fail_msg("%s: %zu wrong cells", s->name, wrong);
	}
	arena_free(a);
}

static void
sizes_of_aicpa(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a,
	    "math/attr_n_aicpa_A1_conf95.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		struct size_plan p = plan(TAIL_BINOMIAL,
		    table_text(t, row, "confidence"),
		    table_text(t, row, "tolerable_rate"),
		    table_text(t, row, "expected_rate"), 0);

		assert_int_equal(p.n, table_int(t, row, "n"));
		assert_int_equal(p.k, table_int(t, row, "expected_deviations"));
		same(p.risk, table_real(t, row, "achieved_risk"), 1e-10,
		    "A-1", row);
	}
	arena_free(a);
}

static void
sizes_with_nothing_expected(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/zero_failure_n.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		int64_t all = table_int(t, row, "N");
		struct size_plan p = plan(all ? TAIL_HYPERGEOMETRIC
		    : TAIL_BINOMIAL, table_text(t, row, "confidence"),
		    table_text(t, row, "tolerable_rate"), "0", all);

		if (p.n != table_int(t, row, "n_zero_failures"))
			fail_msg("row %zu: %lld", row, (long long)p.n);
	}
	t = table_read(a, "math/attr_n_hyper_zero_ezquant.csv");
	for (size_t row = 1; row <= t->rows; row++)
		assert_int_equal(table_int(t, row, "n_published"),
		    plan(TAIL_HYPERGEOMETRIC, table_text(t, row, "confidence"),
		    table_text(t, row, "tolerable_rate"), "0",
		    table_int(t, row, "N")).n);
	arena_free(a);
}

static void
discovery(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/discovery_probability.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++)
		same(size_discovery(table_int(t, row, "N"),
		    table_int(t, row, "occurrences"), table_int(t, row, "n")),
		    table_real(t, row, "p_at_least_one"), 1e-10, "discovery",
		    row);
	arena_free(a);
}

/*
 * GAO FAM 450.1 lists, for its sizes, the deviations that may be accepted at
 * 90 %.  40 CFR 80.127 gives sizes of its own for small populations; the
 * exact ones beside them are what is computed here.
 */
static void
sizes_of_public_rules(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/gao_fam_450_1.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		for (int pct = 5; pct <= 10; pct += 5) {
			struct tail tail = { .kind = TAIL_BINOMIAL,
				.n = table_int(t, row, "n"),
				.rate = { DEC_UNIT / 100 * pct } };
			int64_t most = table_int(t, row,
			    pct == 5 ? "max_dev_tol5" : "max_dev_tol10");
			struct dec risk = { DEC_UNIT / 10 };

			assert_true(tail_cmp(&tail, most, risk) <= 0);
			assert_true(tail_cmp(&tail, most + 1, risk) > 0);
		}
	}
	t = table_read(a, "math/cfr40_80_127.csv");
	for (size_t row = 1; row <= t->rows; row++) {
		int64_t all = table_int(t, row, "N_max");

		assert_int_equal(plan(all ? TAIL_HYPERGEOMETRIC : TAIL_BINOMIAL,
		    "0.95", "0.1", "0", all).n,
		    table_int(t, row, "n_hypergeom_at_N_max_or_large"));
	}
	arena_free(a);
}

static void
not_achievable_is_an_answer(void **state)
{
	struct size_plan p = plan(TAIL_HYPERGEOMETRIC, "0.95", "0.05", "0.05",
	    100);

	(void)state;
	assert_false(p.achievable);
	assert_non_null(p.reason);
	p = plan(TAIL_HYPERGEOMETRIC, "0.95", "0.05", "0.041", 100);
	assert_false(p.achievable);
	p = plan(TAIL_BINOMIAL, "0.95", "0.05", "0", 40);
	assert_false(p.achievable);
	p = plan(TAIL_HYPERGEOMETRIC, "0.95", "0.06", "0.05", 100);
	assert_true(p.achievable && p.census == (p.n == 100));
}

/* --- limits -------------------------------------------------------------- */

static struct limit
limits(enum tail_kind method, struct dec confidence, int64_t n, int64_t x,
    int64_t population, bool both)
{
	struct limit_ask ask = { .method = method, .confidence = confidence,
		.n = n, .x = x, .population = population, .both = both };
	struct limit out;
	struct err err;

	assert_int_equal(limit_of(&err, &ask, &out), RC_OK);
	return out;
}

static const struct size_table limit_tables[] = {
	{ "attr_ub_binomial_risk10", TAIL_BINOMIAL, 0 },
	{ "attr_ub_binomial_risk5", TAIL_BINOMIAL, 0 },
	{ "attr_ub_poisson_risk10", TAIL_POISSON, 0 },
	{ "attr_ub_poisson_risk5", TAIL_POISSON, 0 },
	{ "attr_ub_hypergeometric_N100_risk10", TAIL_HYPERGEOMETRIC, 0 },
	{ "attr_ub_hypergeometric_N100_risk5", TAIL_HYPERGEOMETRIC, 0 },
	{ "attr_ub_hypergeometric_N500_risk10", TAIL_HYPERGEOMETRIC, 0 },
	{ "attr_ub_hypergeometric_N500_risk5", TAIL_HYPERGEOMETRIC, 0 },
};

static void
check_limit_row(const struct size_table *s, const struct table *t, size_t row)
{
	struct limit l = limits(s->method, table_dec(t, row, "confidence"),
	    table_int(t, row, "n"), table_int(t, row, "deviations"),
	    table_int(t, row, "N"), false);
	bool counted = s->method == TAIL_HYPERGEOMETRIC;
	struct dec up = table_dec(t, row, counted ? "ub_exact_pct_up1"
	    : "upper_limit_pct_roundup1");

	if (l.upper_permille != up.v / (DEC_UNIT / 10))
		fail_msg("%s row %zu: %lld", s->name, row,
		    (long long)l.upper_permille);
	if (!counted)
		return;
	assert_int_equal(l.upper_count, table_int(t, row, "K_upper_exact"));
	same(l.upper * 100, table_real(t, row, "ub_exact_pct"), 1e-10, s->name,
	    row);
}

static void
limits_of_the_tables(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < NELEMS(limit_tables); i++) {
		const struct size_table *s = &limit_tables[i];
		const struct table *t = table_read(a,
		    arena_fmt(a, "math/%s.csv", s->name));

		for (size_t row = 1; row <= t->rows; row++)
			check_limit_row(s, t, row);
	}
	arena_free(a);
}

static void
limits_of_aicpa(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a,
	    "math/attr_ub_aicpa_A3_conf95.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		struct limit l = limits(TAIL_BINOMIAL,
		    table_dec(t, row, "confidence"), table_int(t, row, "n"),
		    table_int(t, row, "deviations"), 0, false);

		same(l.upper, table_real(t, row, "upper_limit"), 1e-10, "A-3",
		    row);
		assert_int_equal(l.upper_permille * (DEC_UNIT / 10),
		    table_dec(t, row, "aicpa_printed_pct").v);
	}
	arena_free(a);
}

static void
check_intervals(const struct table *t, size_t row)
{
	int64_t x = table_int(t, row, "x"), n = table_int(t, row, "n");
	double conf = table_real(t, row, "conf"), low, high;
	struct limit l = limits(TAIL_BINOMIAL, table_dec(t, row, "conf"), n, x,
	    0, true);

	same(l.lower, table_real(t, row, "cp_low"), 1e-10, "cp low", row);
	same(l.upper, table_real(t, row, "cp_high"), 1e-10, "cp high", row);
	limit_wilson(x, n, conf, &low, &high);
	same(low, table_real(t, row, "wilson_low"), 1e-10, "wilson", row);
	same(high, table_real(t, row, "wilson_high"), 1e-10, "wilson", row);
	limit_jeffreys(x, n, conf, &low, &high);
	same(low, table_real(t, row, "jeffreys_low"), 1e-10, "jeffreys", row);
	same(high, table_real(t, row, "jeffreys_high"), 1e-10, "jeffreys", row);
}

static void
two_sided_intervals(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/ci_binomial.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++)
		check_intervals(t, row);
	arena_free(a);
}

/* One item in a hundred left out: P(0 | K = 1) is exactly one tenth. */
static void
a_tie_is_achieved(void **state)
{
	struct dec c90 = { DEC_UNIT / 10 * 9 };

	(void)state;
	assert_int_equal(limits(TAIL_HYPERGEOMETRIC, c90, 90, 0, 100, false)
	    .upper_count, 0);
	assert_int_equal(plan(TAIL_HYPERGEOMETRIC, "0.9", "0.01", "0", 100).n,
	    90);
	assert_int_equal(plan(TAIL_HYPERGEOMETRIC, "0.9", "0.000001", "0",
	    1000000).n, 900000);
	assert_int_equal(plan(TAIL_BINOMIAL, "0.75", "0.5", "0", 0).n, 2);
	assert_int_equal(limits(TAIL_BINOMIAL, (struct dec){ DEC_UNIT / 2 }, 1,
	    0, 0, false).upper_permille, 500);
}

static void
a_census_proves_its_count(void **state)
{
	struct limit l = limits(TAIL_HYPERGEOMETRIC,
	    (struct dec){ DEC_UNIT / 100 * 95 }, 40, 3, 40, true);

	(void)state;
	assert_int_equal(l.upper_count, 3);
	assert_int_equal(l.lower_count, 3);
	assert_true(l.upper == 3. / 40);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_of_the_tables),
		cmocka_unit_test(sizes_of_aicpa),
		cmocka_unit_test(sizes_with_nothing_expected),
		cmocka_unit_test(discovery),
		cmocka_unit_test(sizes_of_public_rules),
		cmocka_unit_test(not_achievable_is_an_answer),
		cmocka_unit_test(limits_of_the_tables),
		cmocka_unit_test(limits_of_aicpa),
		cmocka_unit_test(two_sided_intervals),
		cmocka_unit_test(a_tie_is_achieved),
		cmocka_unit_test(a_census_proves_its_count),
	};

	return cmocka_run_group_tests_name("decide_attribute", tests, NULL,
	    NULL);
}
