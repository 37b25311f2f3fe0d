/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/risk.h"

#include <math.h>
#include <stdlib.h>

enum { FIFTHS = 10, UP = 12, DOWN = 8, ALL_CORNERS = 10 };

static int
descending(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*y > *x) - (*y < *x);
}

/* Scores of all units with the weights moved as the bits of `corner` say. */
static void
score_all(const struct dec *weight, size_t factors, const struct risk_unit *u,
    size_t n, unsigned corner, bool moved, int64_t *score)
{
	for (size_t i = 0; i < n; i++) {
		score[i] = 0;
		for (size_t f = 0; f < factors; f++) {
			int by = !moved ? FIFTHS : corner >> f & 1 ? UP : DOWN;

			score[i] += weight[f].v * by * u[i].factor[f];
		}
	}
}

/* The k-th largest: who is not below it is in the top. */
static int64_t
threshold(const int64_t *score, int64_t *sorted, size_t n, size_t top)
{
	for (size_t i = 0; i < n; i++)
		sorted[i] = score[i];
	qsort(sorted, n, sizeof(*sorted), descending);
	return sorted[top - 1];
}

/*
 * Up to ten weights: every combination.  With more, those in which one
 * weight goes against all the others, either way.
 */
static unsigned
corner_at(size_t factors, unsigned i, unsigned *corners)
{
	unsigned all = (1u << factors) - 1, one = 1u << (i / 2);

	if (factors <= ALL_CORNERS) {
		*corners = all + 1;
		return i;
	}
	*corners = 2 * (unsigned)factors;
	return i % 2 ? one : all & ~one;
}

static enum rc
check(struct err *err, const struct dec *weight, size_t factors,
    const struct risk_unit *u, size_t n, size_t top)
{
	int64_t sum = 0;

	if (factors < 1 || factors > RISK_FACTORS)
		return err_field(err, "weights", "there are 1 to %d factors",
		    RISK_FACTORS);
	if (n < 1 || n > RISK_UNITS)
		return err_field(err, "units", "there are 1 to %d units",
		    RISK_UNITS);
	for (size_t f = 0; f < factors; f++) {
		if (weight[f].v < 0 || weight[f].v > DEC_UNIT)
			return err_field(err, "weights", "a weight is 0 to 1");
		sum += weight[f].v;
	}
	if (sum != DEC_UNIT)
		return err_field(err, "weights", "the weights add up to 1");
	for (size_t i = 0; i < n; i++)
		for (size_t f = 0; f < factors; f++)
			if (u[i].factor[f] < 1 || u[i].factor[f] > 5)
				return err_field(err, "units",
				    "a factor is 1 to 5");
	if (top < 1 || top > n)
		return err_field(err, "top", "the top is 1 to all units");
	return RC_OK;
}

enum rc
risk_rank(struct err *err, struct arena *a, const struct dec *weight,
    size_t factors, struct risk_unit *u, size_t n, size_t top)
{
	enum rc rc = check(err, weight, factors, u, n, top);
	unsigned corners = 1;

	if (rc)
		return rc;
	int64_t *score = arena_alloc(a, n * sizeof(*score));
	int64_t *sorted = arena_alloc(a, n * sizeof(*sorted));

	score_all(weight, factors, u, n, 0, false, score);
	threshold(score, sorted, n, top);
	for (size_t i = 0; i < n; i++) {
		u[i].score.v = score[i] / FIFTHS;
		u[i].in_top = 0;
		u[i].rank = 1;
		while (sorted[u[i].rank - 1] > score[i])
			u[i].rank++;
	}
	for (unsigned c = 0; c < corners; c++) {
		unsigned corner = corner_at(factors, c, &corners);

		score_all(weight, factors, u, n, corner, true, score);
		int64_t least = threshold(score, sorted, n, top);

		for (size_t i = 0; i < n; i++)
			u[i].in_top += score[i] >= least;
	}
	for (size_t i = 0; i < n; i++)
		u[i].in_top /= corners;
	return RC_OK;
}

/* --- intervals ----------------------------------------------------------- */

enum rc
risk_policy_check(struct err *err, const struct risk_policy *p)
{
	if (p->score_max.v <= p->score_min.v || p->score_min.v < 0)
		return err_field(err, "score_max",
		    "the scale of the score goes up");
	if (p->least < 1 || p->most < p->least || p->most > 1200)
		return err_field(err, "most", "intervals are 1 to 1200 months, "
		    "the shortest first");
	if (p->steps > RISK_STEPS)
		return err_field(err, "steps", "there are at most %d steps",
		    RISK_STEPS);
	for (size_t i = 0; i < p->steps; i++)
		if (p->step[i] < 1 || p->step[i] > 1200
		    || (i && p->step[i] <= p->step[i - 1]))
			return err_field(err, "steps",
			    "the steps are months and go up");
	return RC_OK;
}

int64_t
risk_interval(const struct risk_policy *p, struct dec score)
{
	double lo = dec_real(p->score_min), hi = dec_real(p->score_max);
	double at = (dec_real(score) - lo) / (hi - lo);
	double least = (double)p->least, most = (double)p->most;

	at = at < 0 ? 0 : at > 1 ? 1 : at;
	/* A whole month must not be lost to the last bit of a power. */
	int64_t months = (int64_t)(most * pow(least / most, at) * (1 + 1e-12));

	months = months < p->least ? p->least : months;
	for (size_t i = p->steps; i > 0; i--)
		if (p->step[i - 1] <= months)
			return p->step[i - 1];
	return p->steps ? p->step[0] : months;
}

static double
set_intervals(struct risk_load *load, size_t n, double price, double least,
    double most)
{
	double cost = 0;

	for (size_t i = 0; i < n; i++) {
		struct risk_load *u = &load[i];
		double t = sqrt(2 * price * u->cost
		    / (u->severity * u->rate));

		u->cut = t <= least || t >= most;
		u->interval = t <= least ? least : t >= most ? most : t;
		cost += u->cost / u->interval;
	}
	return cost;
}

enum rc
risk_square_root(struct err *err, struct risk_load *load, size_t n,
    double budget, double least, double most, double *price)
{
	double lo = 0, hi = 1e-300;

	if (n < 1 || n > RISK_UNITS)
		return err_field(err, "units", "there are 1 to %d units",
		    RISK_UNITS);
	if (!(least > 0 && most >= least && most <= 1e6))
		return err_field(err, "most",
		    "the intervals are above 0, the shortest first");
	for (size_t i = 0; i < n; i++) {
		const struct risk_load *u = &load[i];

		if (!(u->severity > 0 && u->rate > 0 && u->cost > 0
		    && u->severity < 1e9 && u->rate < 1e9 && u->cost < 1e9))
			return err_field(err, "units",
			    "severity, rate and cost are above 0, below 1e9");
	}
	*price = 0;
	if (set_intervals(load, n, 0, least, most) <= budget)
		return RC_OK;
	if (!(set_intervals(load, n, 1e60, least, most) <= budget))
		return err_field(err, "budget", "the budget does not pay for "
		    "the longest intervals: they cost %.6g a unit of time",
		    set_intervals(load, n, 1e60, least, most));
	hi = 1e60;
	lo = 1e-60;
	for (int i = 0; i < 400 && hi / lo > 1 + 1e-15; i++) {
		double mid = sqrt(lo) * sqrt(hi);

		if (set_intervals(load, n, mid, least, most) <= budget)
			hi = mid;
		else
			lo = mid;
	}
	set_intervals(load, n, hi, least, most);
	*price = hi;
	return RC_OK;
}

double
risk_urgency(int64_t today, int64_t last, int64_t months)
{
	assert(months > 0);
	/* 400 years have 146097 days and 4800 months. */
	return (double)(today - last) / ((double)months * 146097 / 4800);
}

/* --- coverage ------------------------------------------------------------ */

static bool
is_covered(const struct risk_cell *c, int64_t start, int64_t today)
{
	if (c->last == UNSET || c->last < start || c->last > today)
		return false;
	return !c->yearly || today - c->last <= 365;
}

/* Whether a plan still closes the cell: in the cycle, yearly ones in time. */
static bool
is_lost(const struct risk_cell *c, int64_t start, int64_t end, int64_t today)
{
	bool covered = is_covered(c, start, today);
	bool planned = c->planned != UNSET && c->planned >= today
	    && c->planned <= end;

	if (c->yearly && covered)
		return c->last + 365 < end
		    && !(planned && c->planned <= c->last + 365);
	return !covered && !planned;
}

enum rc
risk_cover(struct err *err, const struct risk_cell *cell, size_t n,
    int64_t start, int64_t end, int64_t today, struct risk_coverage *out,
    bool *lost)
{
	struct risk_coverage c = { .cells = n, .oldest = -1 };
	double all = 0, done = 0;

	if (n < 1 || n > RISK_CELLS)
		return err_field(err, "cells", "there are 1 to %d cells",
		    RISK_CELLS);
	if (start > today || end < start)
		return err_field(err, "start",
		    "the cycle has begun and ends after it began");
	for (size_t i = 0; i < n; i++) {
		if (cell[i].weight < 1 || cell[i].weight > 1000000)
			return err_field(err, "cells", "a weight is 1 to 1e6");
		bool covered = is_covered(&cell[i], start, today);

		all += (double)cell[i].weight;
		done += covered ? (double)cell[i].weight : 0;
		c.covered += covered;
		lost[i] = is_lost(&cell[i], start, end, today);
		c.lost += lost[i];
		/* UNSET is before every day: never covered is oldest. */
		if (!covered && (c.oldest < 0
		    || cell[i].last < cell[c.oldest].last))
			c.oldest = (int64_t)i;
	}
	c.share = (double)c.covered / (double)n;
	c.weighted = done / all;
	*out = c;
	return RC_OK;
}
