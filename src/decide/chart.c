/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/chart.h"

#include "decide/tail.h"

#include <math.h>

/* One tail beyond three standard errors of the normal. */
static const double beyond = 0.001349898031630095;

static enum rc
check(struct err *err, enum chart_kind kind, const struct chart_point *p,
    size_t count, size_t base)
{
	if (count < 2 || count > CHART_POINTS)
		return err_field(err, "x", "a chart has 2 to %d points",
		    CHART_POINTS);
	if (base > count)
		return err_field(err, "base",
		    "the base is 0 to the number of points");
	for (size_t i = 0; i < count; i++) {
		if (p[i].x < 0 || p[i].x > TAIL_MOST)
			return err_field(err, "x", "a count is 0 to %d",
			    TAIL_MOST);
		if (kind != CHART_C && (p[i].n.v <= 0
		    || p[i].n.v > TAIL_MOST * DEC_UNIT))
			return err_field(err, "n", "each n is above 0, "
			    "at most %d", TAIL_MOST);
		if (kind == CHART_P && (p[i].n.v % DEC_UNIT
		    || p[i].x > p[i].n.v / DEC_UNIT))
			return err_field(err, "n",
			    "each n is whole and not below its x");
	}
	return RC_OK;
}

static double
size_of(enum chart_kind kind, const struct chart_point *p)
{
	return kind == CHART_C ? 1 : dec_real(p->n);
}

static double
error_of(enum chart_kind kind, double centre, double n)
{
	return sqrt(centre * (kind == CHART_P ? 1 - centre : 1) / n);
}

static double
lower_at(enum chart_kind kind, int64_t x, double n, double centre)
{
	return kind == CHART_P ? binomial_lower(x, (int64_t)n, centre)
	    : poisson_lower(x, centre * n);
}

static double
upper_at(enum chart_kind kind, int64_t x, double n, double centre)
{
	return kind == CHART_P ? binomial_upper(x, (int64_t)n, centre)
	    : poisson_upper(x, centre * n);
}

/* The least and the most count that are still within. */
static void
exact_limits(enum chart_kind kind, double n, double centre, double *low,
    double *high)
{
	double mean = centre * n;
	int64_t bad = -1, good = (int64_t)mean;

	while (good - bad > 1) {
		int64_t x = bad + (good - bad) / 2;

		if (lower_at(kind, x, n, centre) >= beyond)
			good = x;
		else
			bad = x;
	}
	*low = (double)good;
	good = (int64_t)mean;
	bad = (int64_t)(mean + 40 * sqrt(mean) + 40);
	while (bad - good > 1) {
		int64_t x = good + (bad - good) / 2;

		if (upper_at(kind, x, n, centre) >= beyond)
			good = x;
		else
			bad = x;
	}
	*high = kind == CHART_P && (double)good > n ? n : (double)good;
}

static void
limit_point(enum chart_kind kind, enum chart_limits limits, double centre,
    double dispersion, struct chart_point *p)
{
	double n = size_of(kind, p), e = error_of(kind, centre, n);
	double wide = limits == CHART_LANEY ? 3 * dispersion : 3, low, high;

	p->exact = limits == CHART_EXACT
	    || (limits == CHART_AUTO && centre - 3 * e < 0);
	if (p->exact) {
		exact_limits(kind, n, centre, &low, &high);
		p->out = (double)p->x < low || (double)p->x > high;
		p->low = low / n;
		p->high = high / n;
		return;
	}
	p->low = centre - wide * e > 0 ? centre - wide * e : 0;
	p->high = centre + wide * e;
	if (kind == CHART_P && p->high > 1)
		p->high = 1;
	p->out = p->value < p->low || p->value > p->high;
}

/* Mean moving range of the standardised points over that of chance. */
static double
dispersion_of(enum chart_kind kind, double centre, const struct chart_point *p,
    size_t count)
{
	const double chance = 1.128379167095513;        /* 2 / sqrt(pi) */
	double sum = 0, last = 0;

	for (size_t i = 0; i < count; i++) {
		double e = error_of(kind, centre, size_of(kind, &p[i]));
		double z = e > 0 ? (p[i].value - centre) / e : 0;

		sum += i ? fabs(z - last) : 0;
		last = z;
	}
	return count > 1 ? sum / (double)(count - 1) / chance : 1;
}

enum rc
chart_of(struct err *err, enum chart_kind kind, enum chart_limits limits,
    struct chart_point *point, size_t count, size_t base, struct chart *out)
{
	enum rc rc = check(err, kind, point, count, base);
	struct chart c = { 0 };
	double x = 0, n = 0;

	if (rc)
		return rc;
	base = base ? base : count;
	for (size_t i = 0; i < count; i++) {
		double size = size_of(kind, &point[i]);

		point[i].value = (double)point[i].x / size;
		x += i < base ? (double)point[i].x : 0;
		n += i < base ? size : 0;
	}
	c.centre = x / n;
	for (size_t i = 0; i < count; i++)
		if (c.centre * size_of(kind, &point[i]) > TAIL_MOST / 2)
			return err_field(err, "n", "a count of more than %d "
			    "would be expected", TAIL_MOST / 2);
	c.dispersion = dispersion_of(kind, c.centre, point, base);
	for (size_t i = 0; i < count; i++) {
		limit_point(kind, limits, c.centre, c.dispersion, &point[i]);
		c.outside += point[i].out;
	}
	*out = c;
	return RC_OK;
}
