/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Staged, sequential, two-stage and AQL plans against the tables. */
#include "table.h"

#include "decide/iso2859.h"
#include "decide/limit.h"
#include "decide/sequential.h"
#include "decide/size.h"
#include "decide/staged.h"
#include "decide/two_stage.h"

static struct dec
dec(const char *s)
{
	struct dec d;

	assert_true(dec_parse(s, &d));
	return d;
}

/* SplitMix64 (Steele, Lea and Flood 2014): the same numbers every run. */
static double
draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* --- staged -------------------------------------------------------------- */

static void
staged_table(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/staged_plan.csv");
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		struct staged s = { .method = TAIL_BINOMIAL };
		const char *p = table_text(t, row, "continue_at");
		int64_t n;

		for (; *p; p++)
			if (*p != ' ')
				s.more[s.stages++] = *p - '0';
		assert_int_equal(staged_size(&err, &s,
		    table_dec(t, row, "confidence"),
		    table_dec(t, row, "tolerable_rate"), &n), RC_OK);
		assert_int_equal(n, table_int(t, row, "n_per_stage"));
		assert_int_equal(n * (int64_t)s.stages,
		    table_int(t, row, "n_total"));
	}
	arena_free(a);
}

static void
one_stage_is_a_single_plan(void **state)
{
	const char *rates[] = { "0.01", "0.05", "0.1", "0.25" };
	struct err err;

	(void)state;
	for (size_t i = 0; i < NELEMS(rates); i++) {
		for (int64_t k = 0; k < 6; k++) {
			for (int64_t all = 0; all <= 400; all += 400) {
				enum tail_kind m = all ? TAIL_HYPERGEOMETRIC
				    : TAIL_BINOMIAL;
				struct size_ask ask = { m, dec("0.9"),
					dec(rates[i]), { 0 }, k, all };
				struct staged s = { m, all, { k }, 1, 0 };
				struct size_plan p;
				int64_t n;

				assert_int_equal(size_plan(&err, &ask, &p),
				    RC_OK);
				assert_int_equal(staged_size(&err, &s,
				    dec("0.9"), dec(rates[i]), &n), RC_OK);
				assert_int_equal(n, p.achievable ? p.n : 0);
			}
		}
	}
}

static void
staged_counts_its_items(void **state)
{
	struct staged s = { TAIL_BINOMIAL, 0, { 1, 0 }, 2, 49 };

	(void)state;
	same(staged_items(&s, dec("0")), 49, 1e-12, "no deviation", 0);
	same(staged_items(&s, dec("0.05")), 49 * (1
	    + binomial_term(1, 49, 0.05)), 1e-12, "one", 0);
	same(staged_accept(&s, dec("0")), 1, 1e-12, "sure", 0);
	assert_true(staged_accept(&s, dec("0.05")) <= 0.1);
	s = (struct staged){ TAIL_HYPERGEOMETRIC, 100, { 1, 0 }, 2, 20 };
	same(staged_accept(&s, dec("0.05")), hyper_term(0, 20, 100, 5)
	    + hyper_term(1, 20, 100, 5) * hyper_term(0, 20, 80, 4), 1e-12,
	    "finite", 0);
}

/* A half and a half: P = 1/4 + 1/2 * 1/4 = 3/8 with two items a stage. */
static void
staged_tie(void **state)
{
	struct staged s = { TAIL_BINOMIAL, 0, { 1, 0 }, 2, 0 };
	struct err err;
	int64_t n;

	(void)state;
	assert_int_equal(staged_size(&err, &s, dec("0.625"), dec("0.5"), &n),
	    RC_OK);
	assert_int_equal(n, 2);
	assert_int_equal(staged_size(&err, &s, dec("0.625000001"), dec("0.5"),
	    &n), RC_OK);
	assert_int_equal(n, 3);
}

/* --- sequential ---------------------------------------------------------- */

static void
wald_lines(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/sprt_wald_lines.csv");
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		struct sequential s = { table_dec(t, row, "p1"),
			table_dec(t, row, "p2"), table_dec(t, row, "alpha"),
			table_dec(t, row, "beta"), .cut = 0 };

		assert_int_equal(sequential_plan(&err, &s), RC_OK);
		same(s.h1, table_real(t, row, "h1"), 1e-10, "h1", row);
		same(s.h2, table_real(t, row, "h2"), 1e-10, "h2", row);
		same(s.slope, table_real(t, row, "slope"), 1e-10, "slope", row);
		assert_int_equal(s.first_accept,
		    table_int(t, row, "first_n_accept_with_0"));
		assert_int_equal(s.first_reject,
		    table_int(t, row, "n_reject_if_all_first_bad"));
	}
	arena_free(a);
}

static double
simulate_sequential(const struct sequential *s, double rate, int runs,
    double *items)
{
	uint64_t seed = 6;
	int accepted = 0;
	int64_t total = 0;

	for (int i = 0; i < runs; i++) {
		int64_t n = 0, x = 0;

		do {
			n++;
			x += draw(&seed) < rate;
		} while (x > sequential_accept_to(s, n)
		    && x < sequential_reject_from(s, n));
		accepted += x <= sequential_accept_to(s, n);
		total += n;
	}
	*items = (double)total / runs;
	return (double)accepted / runs;
}

static void
sequential_risks(void **state)
{
	struct sequential s = { dec("0.02"), dec("0.1"), dec("0.05"),
		dec("0.1"), .cut = 0 };
	struct err err;
	const double rates[] = { 0, 0.02, 0.05, 0.1, 0.3 };

	(void)state;
	assert_int_equal(sequential_plan(&err, &s), RC_OK);
	assert_true(1 - sequential_at(&s, 0.02).accept < 0.05 * 1.2);
	assert_true(sequential_at(&s, 0.1).accept < 0.1 * 1.2);
	for (size_t i = 0; i < NELEMS(rates); i++) {
		struct sequential_at at = sequential_at(&s, rates[i]);
		double items, p = simulate_sequential(&s, rates[i], 20000,
		    &items);

		/* Four standard errors of twenty thousand runs. */
		assert_true(p - at.accept < 0.015 && at.accept - p < 0.015);
		same(at.items, items, 0.03, "items", i);
	}
}

/* --- two stages ---------------------------------------------------------- */

static void
two_stage_table(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/two_stage_oc.csv");
	struct err err;

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		struct two_stage p = { table_int(t, row, "n1"),
			table_int(t, row, "r1"), table_int(t, row, "n2"),
			table_int(t, row, "c2"), table_int(t, row, "N") };

		assert_int_equal(two_stage_check(&err, &p), RC_OK);
		struct two_stage_at at = two_stage_at(&p,
		    table_dec(t, row, "p"));

		same_printed(at.accept, table_real(t, row, "P_accept"), 10,
		    "P_accept", row);
		same_printed(at.items, table_real(t, row, "ASN"), 8, "ASN",
		    row);
	}
	arena_free(a);
}

static double
simulate_two_stage(const struct two_stage *p, double rate, int runs)
{
	uint64_t seed = 28596;
	int accepted = 0;

	for (int i = 0; i < runs; i++) {
		int64_t first = 0, second = 0;

		for (int64_t j = 0; j < p->n1; j++)
			first += draw(&seed) < rate;
		for (int64_t j = 0; j < p->n2; j++)
			second += draw(&seed) < rate;
		accepted += first == 0
		    || (first < p->r1 && first + second <= p->c2);
	}
	return (double)accepted / runs;
}

static void
two_stage_simulated(void **state)
{
	const struct two_stage plans[] = { { 30, 2, 30, 1, 0 },
		{ 25, 3, 50, 3, 0 }, { 10, 5, 40, 4, 0 } };
	const char *rates[] = { "0.005", "0.02", "0.08" };

	(void)state;
	for (size_t i = 0; i < NELEMS(plans); i++) {
		for (size_t j = 0; j < NELEMS(rates); j++) {
			double p = two_stage_at(&plans[i],
			    dec(rates[j])).accept;
			double q = simulate_two_stage(&plans[i],
			    dec_real(dec(rates[j])), 20000);

			assert_true(p - q < 0.015 && q - p < 0.015);
		}
	}
}

/* --- AQL ----------------------------------------------------------------- */

static void
aql_table(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/iso2859_single_normal.csv");

	(void)state;
	assert_int_equal(t->rows, ISO2859_LETTERS * ISO2859_AQLS);
	for (size_t row = 1; row <= t->rows; row++) {
		int letter = iso2859_find_letter(table_text(t, row,
		    "code_letter"));
		int aql = iso2859_find_aql(table_text(t, row, "aql"));
		const char *cell = table_text(t, row, "table_cell");
		struct iso2859 p = iso2859_plan(letter, aql, 0);

		assert_int_equal(iso2859_size[letter],
		    table_int(t, row, "n_of_letter"));
		assert_int_equal(p.cell, !strcmp(cell, "up") ? ISO2859_UP
		    : !strcmp(cell, "down") ? ISO2859_DOWN : ISO2859_PLAN);
		assert_int_equal(p.letter,
		    table_text(t, row, "resolved_letter")[0]);
		assert_int_equal(p.n, table_int(t, row, "n"));
		if (!p.n)
			continue;
		assert_int_equal(p.accept, table_int(t, row, "Ac"));
		assert_int_equal(p.reject, table_int(t, row, "Re"));
	}
	arena_free(a);
}

static void
code_letters(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/iso2859_code_letters.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		int64_t least = table_int(t, row, "lot_min");
		int64_t most = table_int(t, row, "lot_max");

		for (int l = 0; l < ISO2859_LEVELS; l++) {
			int want = iso2859_find_letter(table_text(t, row,
			    iso2859_level[l]));

			assert_int_equal(iso2859_code(least, l), want);
			assert_int_equal(iso2859_code(most ? most : TAIL_MOST,
			    l), want);
		}
	}
	arena_free(a);
}

static void
aql_characteristic(void **state)
{
	struct arena *a = arena_new();
	const struct table *t = table_read(a, "math/iso2859_oc.csv");

	(void)state;
	for (size_t row = 1; row <= t->rows; row++) {
		int64_t n = table_int(t, row, "n"), k = table_int(t, row, "Ac");
		struct dec aql = { table_dec(t, row, "aql").v / 100 };
		struct tail b = { .kind = TAIL_BINOMIAL, .n = n, .rate = aql };

		same_printed(tail_lower(&b, k), table_real(t, row,
		    "Pa_at_AQL_binom"), 10, "binomial", row);
		b.kind = TAIL_POISSON;
		same_printed(tail_lower(&b, k), table_real(t, row,
		    "Pa_at_AQL_poisson"), 10, "Poisson", row);
		same_printed(limit_above(k, n, 0.95), table_real(t, row,
		    "p_at_Pa95"), 8, "95", row);
		same_printed(limit_above(k, n, 0.5), table_real(t, row,
		    "p_at_Pa50"), 8, "50", row);
		same_printed(limit_above(k, n, 0.1), table_real(t, row,
		    "p_at_Pa10"), 8, "10", row);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(staged_table),
		cmocka_unit_test(one_stage_is_a_single_plan),
		cmocka_unit_test(staged_counts_its_items),
		cmocka_unit_test(staged_tie),
		cmocka_unit_test(wald_lines),
		cmocka_unit_test(sequential_risks),
		cmocka_unit_test(two_stage_table),
		cmocka_unit_test(two_stage_simulated),
		cmocka_unit_test(aql_table),
		cmocka_unit_test(code_letters),
		cmocka_unit_test(aql_characteristic),
	};

	return cmocka_run_group_tests_name("decide_plan", tests, NULL, NULL);
}
