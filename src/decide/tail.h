/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tail.h - how likely it is to find so few, or so many.
 *
 * Terms by Loader's saddle point (special.h); a tail is the sum of its terms
 * from the largest one outwards by the ratio of neighbours, so it is right to
 * the last digits also where it is tiny, and costs some multiples of the
 * standard deviation, never n.  Sizes up to 10^9.
 *
 * tail_cmp says on which side of a decimal a tail lies.  Away from it by more
 * than TAIL_GUARD (relative) the double decides; inside, exact.h does, so a
 * tie is a tie.
 */
#ifndef TAIL_H
#define TAIL_H

#include "decide/decimal.h"

#define TAIL_GUARD 1e-10

enum tail_kind { TAIL_BINOMIAL, TAIL_POISSON, TAIL_HYPERGEOMETRIC };

/* The number of deviations X in a sample of n. */
struct tail {
	enum tail_kind kind;
	int64_t n;              /* items in the sample, >= 0 */
	struct dec rate;        /* binomial, Poisson (mean n * rate): 0 to 1 */
	int64_t all, bad;     /* hypergeometric: population, deviations in it */
};

enum { TAIL_MOST = 1000000000 };        /* n, all, and x */

double tail_lower(const struct tail *t, int64_t x);     /* P(X <= x) */
double tail_upper(const struct tail *t, int64_t x);     /* P(X >= x) */
double tail_term(const struct tail *t, int64_t x);      /* P(X  = x) */

/* Below zero, zero, above: as P(X <= x) is below, at, above the decimal. */
int tail_cmp(const struct tail *t, int64_t x, struct dec risk);

/* The same with a rate or mean that is no decimal; a mean is up to 4e9. */
double binomial_term(int64_t x, int64_t n, double p);
double binomial_lower(int64_t x, int64_t n, double p);
double binomial_upper(int64_t x, int64_t n, double p);
double poisson_term(int64_t x, double mean);
double poisson_lower(int64_t x, double mean);
double poisson_upper(int64_t x, double mean);

/* all >= n, bad >= 0. */
double hyper_term(int64_t x, int64_t n, int64_t all, int64_t bad);
double hyper_lower(int64_t x, int64_t n, int64_t all, int64_t bad);
double hyper_upper(int64_t x, int64_t n, int64_t all, int64_t bad);

#endif
