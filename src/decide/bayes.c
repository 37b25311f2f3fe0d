/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/bayes.h"

#include "decide/special.h"

#include <math.h>

/* Chance that the rate is above t. */
static double
above(enum tail_kind method, struct prior p, double t)
{
	return method == TAIL_POISSON ? gamma_upper(p.a, p.b * t)
	    : beta_upper(t, p.a, p.b);
}

static double
below(enum tail_kind method, struct prior p, double t)
{
	return method == TAIL_POISSON ? gamma_lower(p.a, p.b * t)
	    : beta_lower(t, p.a, p.b);
}

static double
odds(double yes, double no)
{
	double o = yes / no;

	return o < 1e300 ? o : 1e300;
}

/* --- the items not looked at --------------------------------------------- */

/* Running sum of beta-binomial weights, scaled down whenever they grow. */
struct walk { double m, a, b, weight, sum; int64_t j, scaled; };

static void
walk_on(struct walk *w)
{
	double j = (double)w->j;

	w->weight *= (w->m - j) * (w->a + j)
	    / ((j + 1) * (w->b + w->m - j - 1));
	w->j++;
	if (w->weight > 1e250) {
		w->weight *= 1e-250;
		w->sum *= 1e-250;
		w->scaled++;
	}
	w->sum += w->weight;
}

struct rest { int64_t upper; double below; };

static struct rest
rest_of(const struct bayes_ask *ask, struct prior p)
{
	int64_t left = ask->population - ask->n;
	/* The most that still lies below the tolerable rate. */
	int64_t fine = (int64_t)ceil(ask->tolerable
	    * (double)ask->population * (1 - 1e-14)) - 1 - ask->x;
	const struct walk start = { (double)left, p.a, p.b, 1, 1, 0, 0 };
	struct walk all = start, w = start;
	struct rest r = { -1, 0 };

	while (all.j < left)
		walk_on(&all);
	for (;; walk_on(&w)) {
		double chance = w.scaled == all.scaled ? w.sum / all.sum : 0;

		if (r.upper < 0 && (chance >= ask->confidence || w.j == left))
			r.upper = w.j;
		if (w.j <= fine)
			r.below = w.j == left ? 1 : chance;
		if (w.j == left || (r.upper >= 0 && w.j >= fine))
			break;
	}
	return r;
}

/* --- the whole ----------------------------------------------------------- */

static bool
is_rate(double v)
{
	return v > 0 && v < 1;
}

static enum rc
check(struct err *err, const struct bayes_ask *ask)
{
	const struct prior p = ask->prior;

	if (!(p.a > 0 && p.b > 0 && p.a <= 1e9 && p.b <= 1e9))
		return err_field(err, "prior",
		    "the numbers of a prior are above 0 and at most 1e9");
	if (ask->n < 0 || ask->n > TAIL_MOST)
		return err_field(err, "n", "a sample has 0 to %d items",
		    TAIL_MOST);
	if (ask->x < 0 || ask->x > ask->n)
		return err_field(err, "x",
		    "the deviations found are 0 to the size of the sample");
	if (!is_rate(ask->confidence))
		return err_field(err, "confidence",
		    "the confidence is above 0 and below 1");
	if (!is_rate(ask->tolerable))
		return err_field(err, "tolerable",
		    "the tolerable rate is above 0 and below 1");
	if (ask->method == TAIL_HYPERGEOMETRIC
	    || (ask->method == TAIL_POISSON && ask->population))
		return err_field(err, "method",
		    "a population goes with the binomial method");
	if (ask->population && ask->population < ask->n)
		return err_field(err, "population",
		    "the population is smaller than the sample");
	if (ask->population > BAYES_MOST)
		return err_field(err, "population",
		    "a population of more than %d is as good as without end: "
		    "leave it out", BAYES_MOST);
	return RC_OK;
}

enum rc
bayes_of(struct err *err, const struct bayes_ask *ask, struct bayes *out)
{
	struct bayes b = { .posterior = ask->prior, .upper_count = -1 };
	enum rc rc = check(err, ask);
	double t = ask->tolerable, good;

	if (rc)
		return rc;
	bool gamma = ask->method == TAIL_POISSON;

	b.posterior.a += (double)ask->x;
	b.posterior.b += (double)(gamma ? ask->n : ask->n - ask->x);
	b.equivalent = gamma ? ask->prior.b : ask->prior.a + ask->prior.b;
	b.upper = gamma
	    ? gamma_quantile(ask->confidence, b.posterior.a) / b.posterior.b
	    : beta_quantile(ask->confidence, b.posterior.a, b.posterior.b);
	b.below = good = below(ask->method, b.posterior, t);
	b.prior_below = below(ask->method, ask->prior, t);
	b.factor = odds(good, above(ask->method, b.posterior, t))
	    / odds(b.prior_below, above(ask->method, ask->prior, t));
	b.factor = b.factor < 1e300 ? b.factor : 1e300;
	if (ask->population) {
		struct rest r = rest_of(ask, b.posterior);

		b.upper_count = ask->x + r.upper;
		b.upper = (double)b.upper_count / (double)ask->population;
		b.below = r.below;
	}
	*out = b;
	return RC_OK;
}

struct prior
prior_impartial(enum tail_kind method, double tolerable)
{
	assert(is_rate(tolerable));
	if (method == TAIL_POISSON)
		return (struct prior){ 1, log(2) / tolerable };
	return (struct prior){ 1, -log(2) / log1p(-tolerable) };
}

/* --- prior by mode and bound --------------------------------------------- */

struct bound { double expected, bound; };

static double
bound_gap(const void *arg, double x, double *slope)
{
	const struct bound *b = arg;

	*slope = 0;
	return gamma_lower(1 + x, x / b->expected * b->bound) - 0.95;
}

enum rc
prior_by_bound(struct err *err, double expected, double bound,
    struct prior *out)
{
	const struct bound b = { expected, bound };
	double slope, hi = 1, x;

	if (!is_rate(expected) || !(bound > expected) || bound > 1)
		return err_field(err, "bound", "the bound is above the "
		    "expected rate and at most 1, the rate above 0");
	while (bound_gap(&b, hi, &slope) < 0 && hi < 1e9)
		hi *= 2;
	if (hi >= 1e9)
		return err_field(err, "bound",
		    "the bound is too close to the expected rate");
	x = root_find(bound_gap, &b, 0, hi);
	*out = (struct prior){ 1 + x, x / expected };
	return RC_OK;
}

static bool
size_does(enum tail_kind method, struct prior p, int64_t n, double confidence,
    double tolerable, double expected)
{
	double x = (double)n * expected;

	p.a += x;
	p.b += (double)n - (method == TAIL_POISSON ? 0 : x);
	return above(method, p, tolerable) <= 1 - confidence;
}

int64_t
bayes_size(enum tail_kind method, struct prior prior, double confidence,
    double tolerable, double expected)
{
	int64_t lo = -1, hi = 1;

	if (size_does(method, prior, 0, confidence, tolerable, expected))
		return 0;
	while (hi < TAIL_MOST && !size_does(method, prior, hi, confidence,
	    tolerable, expected))
		hi *= 2;
	if (hi >= TAIL_MOST)
		return -1;
	lo = hi / 2;
	while (hi - lo > 1) {
		int64_t n = lo + (hi - lo) / 2;

		if (size_does(method, prior, n, confidence, tolerable,
		    expected))
			hi = n;
		else
			lo = n;
	}
	return hi;
}
