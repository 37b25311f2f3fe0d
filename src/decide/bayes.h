/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bayes.h - what a sample says together with a stated prior belief.
 *
 * Binomial: prior Beta(a, b), posterior Beta(a + x, b + n - x).  Poisson:
 * prior Gamma(a, rate b), posterior Gamma(a + x, b + n).  In a population of
 * N the items not looked at hold BetaBinomial(N - n, a + x, b + n - x)
 * deviations; the limit is on the total with those found.
 *
 * A prior is recorded before anything is drawn, weighs as much as the
 * `equivalent` number of items, and never counts the same evidence twice.
 *
 * Sources: K. Derks and others, "JASP for Audit" and "jfa" (2021) for the
 * impartial prior and the Bayes factor; Steele (1992) and the Dutch BRAM
 * handbook for the prior by mode and upper bound.
 */
#ifndef BAYES_H
#define BAYES_H

#include "decide/tail.h"

enum { BAYES_MOST = 10000000 };         /* of a population that is counted */

struct prior { double a, b; };          /* both above 0, at most 1e9 */

struct bayes_ask {
	enum tail_kind method;          /* binomial or Poisson */
	struct prior prior;
	int64_t n, x;                   /* may both be 0: the prior alone */
	int64_t population;             /* binomial; 0: without end */
	double confidence, tolerable;   /* between 0 and 1 */
};

struct bayes {
	struct prior posterior;
	double upper;                   /* of the rate */
	int64_t upper_count;            /* of a population, else -1 */
	double below, prior_below;      /* chance that the rate is below t */
	double factor;                  /* odds of it, posterior by prior */
	double equivalent;              /* items that the prior weighs */
};

/*
 * Of a population: below is the chance of fewer than t * N deviations.  The
 * factor is at most 1e300.
 */
enum rc bayes_of(struct err *err, const struct bayes_ask *ask,
	struct bayes *out) MUST_USE;

/* As likely above the tolerable rate as below it; 0 < t < 1. */
struct prior prior_impartial(enum tail_kind method, double tolerable);

/*
 * Gamma with its mode at the expected rate and 95 % of it below `bound`.
 * RC_INVALID when expected is not below bound.
 */
enum rc prior_by_bound(struct err *err, double expected, double bound,
	struct prior *out) MUST_USE;

/*
 * The smallest n that would show, with expected * n deviations (not rounded),
 * an upper limit of at most t; -1 when no n up to TAIL_MOST does.
 */
int64_t bayes_size(enum tail_kind method, struct prior prior, double confidence,
	double tolerable, double expected);

#endif
