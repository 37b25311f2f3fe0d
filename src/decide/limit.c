/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/limit.h"

#include "decide/size.h"
#include "decide/special.h"

#include <math.h>

struct tail_gap { int64_t x, n; double risk; };

static double
above_gap(const void *arg, double p, double *slope)
{
	const struct tail_gap *g = arg;

	*slope = g->n > 0 && p < 1
	    ? (double)g->n * binomial_term(g->x, g->n - 1, p) : 0;
	return g->risk - binomial_lower(g->x, g->n, p);
}

double
limit_above(int64_t x, int64_t n, double risk)
{
	const struct tail_gap g = { x, n, risk };

	if (x >= n)
		return 1;
	if (x == 0)
		return -expm1(log(risk) / (double)n);
	return root_find(above_gap, &g, 0, 1);
}

static double
below_gap(const void *arg, double p, double *slope)
{
	const struct tail_gap *g = arg;

	*slope = (double)g->n * binomial_term(g->x - 1, g->n - 1, p);
	return binomial_upper(g->x, g->n, p) - g->risk;
}

double
limit_below(int64_t x, int64_t n, double risk)
{
	const struct tail_gap g = { x, n, risk };

	if (x <= 0)
		return 0;
	if (x == n)
		return exp(log(risk) / (double)n);
	return root_find(below_gap, &g, 0, 1);
}

static double
count_above_gap(const void *arg, double mean, double *slope)
{
	const struct tail_gap *g = arg;

	*slope = poisson_term(g->x, mean);
	return g->risk - poisson_lower(g->x, mean);
}

double
limit_count_above(int64_t x, double risk)
{
	const struct tail_gap g = { x, 0, risk };
	double hi = (double)x + 10;

	if (x == 0)
		return -log(risk);
	while (poisson_lower(x, hi) > risk)
		hi *= 1.5;
	return root_find(count_above_gap, &g, 0, hi);
}

static double
count_below_gap(const void *arg, double mean, double *slope)
{
	const struct tail_gap *g = arg;

	*slope = poisson_term(g->x - 1, mean);
	return poisson_upper(g->x, mean) - g->risk;
}

double
limit_count_below(int64_t x, double risk)
{
	const struct tail_gap g = { x, 0, risk };
	double hi = (double)x + 1;

	if (x <= 0)
		return 0;
	while (poisson_upper(x, hi) < risk)
		hi *= 1.5;
	return root_find(count_below_gap, &g, 0, hi);
}

/* --- hypergeometric ------------------------------------------------------ */

static bool
plausible(const struct limit_ask *ask, int64_t bad, struct dec risk)
{
	const struct tail t = { .kind = TAIL_HYPERGEOMETRIC, .n = ask->n,
		.all = ask->population, .bad = bad };

	return tail_cmp(&t, ask->x, risk) > 0;
}

/* The largest K that would still show x or fewer with more than the risk. */
static int64_t
most_bad(const struct limit_ask *ask, struct dec risk)
{
	int64_t lo = ask->x, hi = ask->population - ask->n + ask->x + 1;

	while (hi - lo > 1) {
		int64_t bad = lo + (hi - lo) / 2;

		if (plausible(ask, bad, risk))
			lo = bad;
		else
			hi = bad;
	}
	return lo;
}

/*
 * The least K: by the mirror, the good items are the deviations of the other
 * half, and the most of them leaves the least of these.
 */
static int64_t
least_bad(const struct limit_ask *ask, struct dec risk)
{
	struct limit_ask mirror = *ask;

	mirror.x = ask->n - ask->x;
	return ask->population - most_bad(&mirror, risk);
}

static void
hyper_limits(const struct limit_ask *ask, struct dec risk, struct limit *out)
{
	double all = (double)ask->population;

	out->upper_count = most_bad(ask, risk);
	out->upper = (double)out->upper_count / all;
	out->upper_permille = (out->upper_count * 1000 + ask->population - 1)
	    / ask->population;
	if (!ask->both)
		return;
	out->lower_count = least_bad(ask, risk);
	out->lower = (double)out->lower_count / all;
}

/* --- rates --------------------------------------------------------------- */

static bool
refuted(const struct limit_ask *ask, struct dec rate, struct dec risk)
{
	const struct tail t = { .kind = ask->method, .n = ask->n, .rate = rate,
		.all = ask->population };

	return tail_cmp(&t, ask->x, risk) <= 0;
}

/* The least tenth of a per cent that is not below the limit: no rounding of
 * the double can push it over a whole tenth. */
static int64_t
permille_up(const struct limit_ask *ask, double upper, struct dec risk)
{
	const int64_t tenth = DEC_UNIT / 1000;
	int64_t v = (int64_t)(upper * 1000) - 1;

	if (v < 0)
		v = 0;
	while (v < 1000 && !refuted(ask, (struct dec){ v * tenth }, risk))
		v++;
	return v;
}

static void
rate_limits(const struct limit_ask *ask, struct dec risk, struct limit *out)
{
	double r = dec_real(risk), n = (double)ask->n;

	if (ask->method == TAIL_POISSON) {
		out->upper = limit_count_above(ask->x, r) / n;
		out->upper = out->upper > 1 ? 1 : out->upper;
		out->lower = ask->both ? limit_count_below(ask->x, r) / n : 0;
	} else {
		out->upper = limit_above(ask->x, ask->n, r);
		out->lower = ask->both ? limit_below(ask->x, ask->n, r) : 0;
	}
	out->upper_permille = permille_up(ask, out->upper, risk);
}

static enum rc
check(struct err *err, const struct limit_ask *ask)
{
	if (ask->confidence.v <= 0 || ask->confidence.v >= DEC_UNIT)
		return err_field(err, "confidence",
		    "the confidence is above 0 and below 1");
	if (ask->n < 1 || ask->n > TAIL_MOST)
		return err_field(err, "n", "a sample has 1 to %d items",
		    TAIL_MOST);
	if (ask->x < 0 || ask->x > ask->n)
		return err_field(err, "x",
		    "the deviations found are 0 to the size of the sample");
	if (ask->population < 0 || ask->population > TAIL_MOST)
		return err_field(err, "population",
		    "a population has 1 to %d items", TAIL_MOST);
	if (ask->population && ask->population < ask->n)
		return err_field(err, "population",
		    "the population is smaller than the sample");
	if (ask->method == TAIL_HYPERGEOMETRIC && ask->population == 0)
		return err_field(err, "population",
		    "the hypergeometric method needs the population");
	if (ask->tolerable.v < 0 || ask->tolerable.v > DEC_UNIT)
		return err_field(err, "tolerable",
		    "the tolerable rate is above 0 and at most 1");
	return RC_OK;
}

/*
 * The rate is supported when the limit does not exceed it.  Counted items
 * jump over a tolerable rate: the first count above it must be refuted.
 */
static void
judge(const struct limit_ask *ask, struct dec risk, struct limit *out)
{
	struct tail t = { .kind = ask->method, .n = ask->n,
		.rate = ask->tolerable, .all = ask->population };
	int64_t most = ask->population ? ask->population : SIZE_MOST;

	if (ask->method != TAIL_HYPERGEOMETRIC) {
		out->supports = refuted(ask, ask->tolerable, risk);
		out->achieved = tail_upper(&t, ask->x + 1);
	} else {
		int64_t fine = dec_times_down(ask->tolerable, t.all);

		out->supports = out->upper_count <= fine;
		t.bad = fine < t.all ? fine + 1 : fine;
		out->achieved = fine < t.all ? tail_upper(&t, ask->x + 1) : 1;
		t.bad = dec_times_up(ask->tolerable, t.all);
	}
	out->needed = size_for(&t, ask->x, risk, most);
	if (t.kind == TAIL_HYPERGEOMETRIC && ask->x >= t.bad)
		out->needed = -1;
}

enum rc
limit_of(struct err *err, const struct limit_ask *ask, struct limit *out)
{
	struct limit l = { .upper_count = -1, .lower_count = -1,
		.needed = -1 };
	struct dec risk = { DEC_UNIT - ask->confidence.v };
	enum rc rc = check(err, ask);

	if (rc)
		return rc;
	if (ask->both && risk.v % 2)
		return err_field(err, "confidence",
		    "half of the risk has more than nine decimals");
	struct dec side = { ask->both ? risk.v / 2 : risk.v };

	l.point = (double)ask->x / (double)ask->n;
	if (ask->method == TAIL_HYPERGEOMETRIC)
		hyper_limits(ask, side, &l);
	else
		rate_limits(ask, side, &l);
	if (ask->tolerable.v > 0)
		judge(ask, side, &l);
	*out = l;
	return RC_OK;
}

/* --- intervals that describe --------------------------------------------- */

void
limit_wilson(int64_t x, int64_t n, double confidence, double *low, double *high)
{
	double z = normal_quantile(0.5 + confidence / 2), m = (double)n;
	double p = (double)x / m, zz = z * z;
	double mid = (p + zz / (2 * m)) / (1 + zz / m);
	double half = z * sqrt(p * (1 - p) / m + zz / (4 * m * m))
	    / (1 + zz / m);

	*low = x == 0 || mid < half ? 0 : mid - half;
	*high = x == n || mid + half > 1 ? 1 : mid + half;
}

void
limit_jeffreys(int64_t x, int64_t n, double confidence, double *low,
    double *high)
{
	double a = (double)x + 0.5, b = (double)(n - x) + 0.5;
	double side = (1 - confidence) / 2;

	*low = x == 0 ? 0 : beta_quantile(side, a, b);
	*high = x == n ? 1 : beta_quantile(1 - side, a, b);
}
