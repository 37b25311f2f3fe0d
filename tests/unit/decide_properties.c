/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What must hold of every size and limit, by brute force and enumeration;
 * and the ends of the ranges: an answer or a refusal, never a number that is
 * none.
 */
#include "table.h"

#include <math.h>

#include "decide/exact.h"
#include "decide/limit.h"
#include "decide/size.h"

static const char *const confidences[] = { "0.8", "0.9", "0.95", "0.99" };

static struct dec
dec(const char *s)
{
	struct dec d;

	assert_true(dec_parse(s, &d));
	return d;
}

static struct size_plan
size(enum tail_kind method, struct dec confidence, struct dec tolerable,
    struct dec expected, int64_t population)
{
	struct size_ask ask = { method, confidence, tolerable, expected, -1,
		population };
	struct size_plan p;
	struct err err;

	assert_int_equal(size_plan(&err, &ask, &p), RC_OK);
	return p;
}

/* --- sizes by brute force ------------------------------------------------ */

/* The smallest n by looking at each; 0 when there is none. */
static int64_t
scan(enum tail_kind method, struct dec risk, struct dec tolerable,
    struct dec expected, int64_t population, int64_t most)
{
	struct tail t = { .kind = method, .rate = tolerable,
		.all = population };

	if (method == TAIL_HYPERGEOMETRIC)
		t.bad = dec_times_up(tolerable, population);
	for (t.n = 1; t.n <= most; t.n++)
		if (tail_cmp(&t, dec_times_up(expected, t.n), risk) <= 0)
			return t.n;
	return 0;
}

static void
sizes_are_the_smallest(void **state)
{
	uint64_t r = 2;

	(void)state;
	for (int i = 0; i < 400; i++) {
		r = r * 6364136223846793005u + 1442695040888963407u;
		bool finite = r >> 63;
		int64_t all = finite ? 20 + (int64_t)(r >> 40 & 255) : 0;
		enum tail_kind m = finite ? TAIL_HYPERGEOMETRIC : TAIL_BINOMIAL;
		struct dec t = { (int64_t)(1 + (r >> 20 & 255)) * DEC_UNIT
			/ 1000 };
		struct dec e = { t.v / 100 * (int64_t)(r >> 30 & 63) };
		struct dec c = dec(confidences[r >> 50 & 3]);
		struct dec risk = { DEC_UNIT - c.v };
		struct size_plan p = size(m, c, t, e, all);
		int64_t n = scan(m, risk, t, e, all, finite ? all : 20000);

		/* At the whole population the rule asks for a real gap. */
		if (finite && dec_times_up(e, all)
		    >= dec_times_up(t, all))
			assert_false(p.achievable);
		else if (n)
			assert_int_equal(p.n, n);
	}
}

/* Many expected deviations: the search halves and walks back. */
static void
large_sizes_are_the_smallest(void **state)
{
	static const char *const row[][2] = { { "0.1", "0.09" },
		{ "0.1", "0.0911" }, { "0.02", "0.018" }, { "0.5", "0.47" },
		{ "0.5", "0.4713" }, { "0.07", "0.0633" }, { "0.9", "0.881" } };

	(void)state;
	for (size_t i = 0; i < NELEMS(row); i++) {
		struct dec t = dec(row[i][0]), e = dec(row[i][1]);
		struct size_plan p = size(TAIL_BINOMIAL, dec("0.95"), t, e, 0);

		assert_true(p.achievable);
		assert_int_equal(p.n, scan(TAIL_BINOMIAL, dec("0.05"), t, e, 0,
		    100000));
		p = size(TAIL_HYPERGEOMETRIC, dec("0.95"), t, e, 20000);
		assert_int_equal(p.n, scan(TAIL_HYPERGEOMETRIC, dec("0.05"), t,
		    e, 20000, 20000));
	}
}

static void
sizes_are_monotone(void **state)
{
	(void)state;
	for (int t = 1; t <= 20; t++) {
		struct dec rate = { DEC_UNIT / 100 * t };
		int64_t last = 0;

		for (size_t c = 0; c < NELEMS(confidences); c++) {
			int64_t n = size(TAIL_BINOMIAL, dec(confidences[c]),
			    rate, (struct dec){ 0 }, 0).n;

			assert_true(n >= last);
			last = n;
		}
		last = 0;
		for (int64_t all = 100; all <= 1000000; all *= 10) {
			int64_t n = size(TAIL_HYPERGEOMETRIC, dec("0.95"),
			    rate, (struct dec){ 0 }, all).n;

			assert_true(n >= last);
			last = n;
		}
		/* The finite sizes come up to the binomial one. */
		int64_t limit = size(TAIL_BINOMIAL, dec("0.95"), rate,
		    (struct dec){ 0 }, 0).n;

		assert_true(last <= limit && last >= limit - 1);
		if (t > 1)
			assert_true(limit <= size(TAIL_BINOMIAL, dec("0.95"),
			    (struct dec){ rate.v - DEC_UNIT / 100 },
			    (struct dec){ 0 }, 0).n);
	}
}

static void
hypergeometric_tends_to_binomial(void **state)
{
	(void)state;
	for (int64_t n = 1; n <= 200; n += 13) {
		for (int64_t x = 0; x <= 6 && x < n; x++) {
			double h = hyper_lower(x, n, 1000000000, 50000000);

			same(h, binomial_lower(x, n, 0.05), 1e-5, "limit",
			    (size_t)n);
		}
	}
}

/* --- limits cover -------------------------------------------------------- */

/* Just above the limit of x, all that shows x or fewer is missed: no more
 * than the risk; between limits the chance to miss only falls. */
static void
binomial_limits_cover(void **state)
{
	(void)state;
	for (size_t c = 0; c < NELEMS(confidences); c++) {
		double risk = 1 - dec_real(dec(confidences[c]));

		for (int64_t n = 1; n <= 60; n++) {
			double last = 0;

			for (int64_t x = 0; x < n; x++) {
				double u = limit_above(x, n, risk);
				double v = limit_count_above(x, risk);

				assert_true(u > last && u < 1);
				same(binomial_lower(x, n, u), risk, 1e-11,
				    "binomial", (size_t)n);
				same(poisson_lower(x, v), risk, 1e-11,
				    "Poisson", (size_t)n);
				same(binomial_upper(n - x, n, 1 - u), risk,
				    1e-9, "mirror", (size_t)n);
				same(limit_below(n - x, n, risk), 1 - u, 1e-9,
				    "below", (size_t)n);
				last = u;
			}
		}
	}
}

/* Of each population each true count, by all samples. */
static void
hyper_limits_cover(int64_t all, struct dec confidence, int64_t n)
{
	int64_t upper[64], lower[64];
	struct err err;

	for (int64_t x = 0; x <= n; x++) {
		struct limit_ask ask = { TAIL_HYPERGEOMETRIC, confidence, n, x,
			all, true, { 0 } };
		struct limit l;

		assert_int_equal(limit_of(&err, &ask, &l), RC_OK);
		upper[x] = l.upper_count;
		lower[x] = l.lower_count;
		assert_true(lower[x] >= x && upper[x] <= all - n + x);
	}
	for (int64_t bad = 0; bad <= all; bad++) {
		double cover = 0;

		for (int64_t x = 0; x <= n; x++)
			if (lower[x] <= bad && bad <= upper[x])
				cover += hyper_term(x, n, all, bad);
		assert_true(cover >= dec_real(confidence) - 1e-12);
	}
}

static void
finite_limits_cover(void **state)
{
	static const int64_t all[] = { 1, 5, 17, 40, 60 };

	(void)state;
	for (size_t i = 0; i < NELEMS(all); i++)
		for (int64_t n = 1; n <= all[i]; n++)
			for (size_t c = 0; c < NELEMS(confidences); c++)
				hyper_limits_cover(all[i], dec(confidences[c]),
				    n);
}

/* --- the exact side ------------------------------------------------------ */

static void
check_exact(struct tail t, int64_t x)
{
	double p = tail_lower(&t, x);
	struct dec near = { (int64_t)(p * DEC_UNIT) };

	/* The decimals around the double, well away from it. */
	assert_int_equal(exact_cmp(&t, x, (struct dec){ near.v + 2 }), -1);
	assert_int_equal(exact_cmp(&t, x, (struct dec){ near.v - 2 }), 1);
}

static void
exact_and_double_agree(void **state)
{
	(void)state;
	check_exact((struct tail){ TAIL_BINOMIAL, 93, dec("0.05"), 0, 0 }, 1);
	check_exact((struct tail){ TAIL_BINOMIAL, 20000, dec("0.01"), 0, 0 },
	    210);
	check_exact((struct tail){ TAIL_BINOMIAL, 1000000, dec("0.5"), 0, 0 },
	    499500);
	check_exact((struct tail){ TAIL_BINOMIAL, 1000000,
	    dec("0.000001234"), 0, 0 }, 2);
	check_exact((struct tail){ TAIL_POISSON, 1000000, dec("0.01"), 0, 0 },
	    10050);
	check_exact((struct tail){ TAIL_POISSON, 93, dec("0.02"), 0, 0 }, 0);
	check_exact((struct tail){ TAIL_HYPERGEOMETRIC, 60, { 0 }, 500, 30 },
	    3);
	check_exact((struct tail){ TAIL_HYPERGEOMETRIC, 1000000, { 0 },
	    1000000000, 50000000 }, 50100);
	check_exact((struct tail){ TAIL_HYPERGEOMETRIC, 900000, { 0 },
	    1000000, 12 }, 10);
}

/* A coin: half of all outcomes of an odd number of throws. */
static void
ties_are_seen_at_any_size(void **state)
{
	(void)state;
	for (int64_t n = 1; n <= 1000001; n = 10 * n - 9 + (n == 1) * 10) {
		struct tail t = { TAIL_BINOMIAL, n, { DEC_UNIT / 2 }, 0, 0 };

		assert_int_equal(tail_cmp(&t, n / 2, (struct dec){
		    DEC_UNIT / 2 }), 0);
	}
	struct tail t = { TAIL_HYPERGEOMETRIC, 500000001, { 0 }, 1000000002,
		3 };

	/* The population is even and halved: 0 or 1 of 3, by symmetry. */
	t.all = 1000000000;
	t.n = 500000000;
	assert_int_equal(tail_cmp(&t, 1, (struct dec){ DEC_UNIT / 2 }), 0);
}

/* --- the ends of the ranges ---------------------------------------------- */

static void
check_limit(enum tail_kind method, int64_t n, int64_t x, int64_t all)
{
	struct limit_ask ask = { method, dec("0.95"), n, x, all, true,
		dec("0.000001") };
	struct limit l;
	struct err err;

	assert_int_equal(limit_of(&err, &ask, &l), RC_OK);
	assert_true(isfinite(l.upper) && l.upper >= 0 && l.upper <= 1);
	assert_true(isfinite(l.lower) && l.lower >= 0 && l.lower <= l.upper);
	assert_true(l.point >= l.lower && l.point <= l.upper);
	assert_true(isfinite(l.achieved) && l.achieved >= 0
	    && l.achieved <= 1);
	assert_in_range(l.upper_permille, 0, 1000);
}

static void
limits_at_the_ends(void **state)
{
	static const int64_t sizes[] = { 1, 2, 60, 1000000, 1000000000 };

	(void)state;
	for (size_t i = 0; i < NELEMS(sizes); i++) {
		int64_t n = sizes[i], x[] = { 0, 1, n / 2, n - 1, n };

		for (size_t j = 0; j < NELEMS(x); j++) {
			check_limit(TAIL_BINOMIAL, n, x[j], 0);
			check_limit(TAIL_POISSON, n, x[j], 0);
			check_limit(TAIL_HYPERGEOMETRIC, n, x[j], 1000000000);
			check_limit(TAIL_HYPERGEOMETRIC, n, x[j], n);
		}
	}
}

static void
sizes_at_the_ends(void **state)
{
	static const char *const rates[] = { "0.000001", "0.000000001",
		"0.5", "0.999999999", "1" };
	static const int64_t all[] = { 1, 2, 1000, 1000000000 };

	(void)state;
	for (size_t i = 0; i < NELEMS(rates); i++) {
		struct dec t = dec(rates[i]), e = { t.v / 10 * 9 };

		for (size_t j = 0; j < NELEMS(all); j++) {
			struct size_plan p = size(TAIL_HYPERGEOMETRIC,
			    dec("0.999999999"), t, (struct dec){ 0 }, all[j]);

			assert_true(p.achievable == (p.reason == NULL));
			assert_true(!p.achievable || p.n <= all[j]);
			size(TAIL_HYPERGEOMETRIC, dec("0.95"), t, e, all[j]);
		}
		for (int m = TAIL_BINOMIAL; m <= TAIL_POISSON; m++) {
			struct size_plan p = size((enum tail_kind)m,
			    dec("0.95"), t, e, 0);

			assert_true(!p.achievable || isfinite(p.risk));
			p = size((enum tail_kind)m, dec("0.000000001"), t,
			    (struct dec){ 0 }, 0);
			assert_true(!p.achievable || p.n >= 1);
		}
	}
}

static void
decimals_come_back(void **state)
{
	static const char *const good[] = { "0", "1", "0.05", "-2.5",
		"0.000000001", "9000000000", "0.1" };
	static const char *const bad[] = { "", ".", "-", "1..2", "0x1", "1e",
		"0.0000000001", "1e10", "nan", "inf", " 1", "1 ", "1,5",
		"99999999999999999999" };
	char out[DEC_LEN];
	struct dec d;

	(void)state;
	for (size_t i = 0; i < NELEMS(good); i++) {
		dec_write(out, dec(good[i]));
		assert_string_equal(out, good[i]);
	}
	for (size_t i = 0; i < NELEMS(bad); i++)
		if (dec_parse(bad[i], &d))
			fail_msg("\"%s\" was read", bad[i]);
	assert_int_equal(dec("1e-6").v, 1000);
	assert_int_equal(dec("5E-2").v, dec("0.05").v);
	assert_int_equal(dec("1.5e+3").v, 1500 * DEC_UNIT);
	assert_int_equal(dec_times_up(dec("0.06"), 500), 30);
	assert_int_equal(dec_times_down(dec("0.07"), 100), 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_are_the_smallest),
		cmocka_unit_test(large_sizes_are_the_smallest),
		cmocka_unit_test(sizes_are_monotone),
		cmocka_unit_test(hypergeometric_tends_to_binomial),
		cmocka_unit_test(binomial_limits_cover),
		cmocka_unit_test(finite_limits_cover),
		cmocka_unit_test(exact_and_double_agree),
		cmocka_unit_test(ties_are_seen_at_any_size),
		cmocka_unit_test(limits_at_the_ends),
		cmocka_unit_test(sizes_at_the_ends),
		cmocka_unit_test(decimals_come_back),
	};

	return cmocka_run_group_tests_name("decide_properties", tests, NULL,
	    NULL);
}
