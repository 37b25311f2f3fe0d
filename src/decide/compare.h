/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * compare.h - has a rate changed? Exact tests of two periods or groups.
 *
 * A two-sided p is the chance of all outcomes that are no likelier than the
 * one seen (within 1e-7 of it, so that rounding cannot split equals), as in
 * Sterne (1954) and in R.  Limits of a ratio come from Clopper and Pearson's
 * of the share.  Many tests at once are adjusted by Benjamini and Hochberg
 * (1995), so that of those called changed only a stated share is not.
 *
 * Sources: J. Przyborowski and H. Wilenski (1940) for two Poisson counts;
 * R. A. Fisher (1934) for two shares; P. Armitage (1955) for the trend.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include "decide/decimal.h"

enum { COMPARE_MOST = 10000 };

struct compared {
	double estimate;        /* the rate, ratio or difference */
	bool infinite;          /* the estimate is a ratio over nothing */
	double low, high;
	bool unbounded;         /* high has no bound */
	double p;
	double statistic;       /* of the trend: chi squared, df 1 */
};

/* x events in an exposure against a rate; x up to 1e9. */
enum rc compare_rate(struct err *err, int64_t x, struct dec exposure,
	double rate, double confidence, struct compared *out) MUST_USE;

/* x[0] in n[0] against x[1] in n[1]: is the ratio of rates `ratio`? */
enum rc compare_rates(struct err *err, const int64_t x[2],
	const struct dec n[2], double ratio, double confidence,
	struct compared *out) MUST_USE;

/* x[0] of n[0] against x[1] of n[1], Fisher's exact test; no limits. */
enum rc compare_shares(struct err *err, const int64_t x[2],
	const int64_t n[2], struct compared *out) MUST_USE;

/* Is x of n a share of p? Exact, with Clopper and Pearson's limits. */
enum rc compare_share(struct err *err, int64_t x, int64_t n, double p,
	double confidence, struct compared *out) MUST_USE;

/* A straight trend of shares over scores (NULL: 1, 2, 3, ...). */
enum rc compare_trend(struct err *err, const int64_t *x, const int64_t *n,
	const double *score, size_t count, struct compared *out) MUST_USE;

/* Adjusted p in the order given; p within [0, 1]. */
enum rc compare_adjust(struct err *err, struct arena *a, const double *p,
	size_t count, double *out) MUST_USE;

#endif
