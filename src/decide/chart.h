/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * chart.h - control charts of counts: does a rate really move?
 *
 *   p   share of x among n           limits by the normal or exact binomial
 *   u   x per exposure n             Poisson
 *   c   x per period, n all alike    Poisson
 *
 * Limits are three standard errors about the mean of the first `base` points,
 * and where these fail (the lower one would be below zero) the exact ones: the
 * last counts that either tail still reaches with 0.00135.  Laney's limits
 * widen the normal ones by how much the points vary more than chance.
 *
 * Sources: D. C. Montgomery, Introduction to Statistical Quality Control
 * (1991) pp. 152 to 184; D. B. Laney, Quality Engineering 14 (2002).
 */
#ifndef CHART_H
#define CHART_H

#include "decide/decimal.h"

enum chart_kind { CHART_P, CHART_U, CHART_C };
enum chart_limits { CHART_AUTO, CHART_NORMAL, CHART_EXACT, CHART_LANEY };

enum { CHART_POINTS = 10000 };

struct chart_point {
	int64_t x;
	struct dec n;                   /* whole for p; ignored for c */
	/* out: */
	double value, low, high;        /* x/n (or x) and its limits */
	bool exact;                     /* limits by the distribution */
	bool out;
};

struct chart {
	double centre;
	double dispersion;              /* Laney's sigma: 1 by chance alone */
	size_t outside;
};

/* base: how many first points set the centre, 0: all.  p: x <= n <= 1e9. */
enum rc chart_of(struct err *err, enum chart_kind kind,
	enum chart_limits limits, struct chart_point *point, size_t count,
	size_t base, struct chart *out) MUST_USE;

#endif
