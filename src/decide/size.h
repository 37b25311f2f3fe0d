/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * size.h - how many items to look at (attribute sampling).
 *
 * The rule: the smallest n so that, with k = the deviations expected in n
 * (n * expected, rounded up) or a fixed k, a population with the tolerable
 * rate of deviations would show k or fewer with a chance of at most
 * 1 - confidence.  A tie counts as achieved.
 *
 *   binomial        sum of C(n,i) t^i (1-t)^(n-i) over i <= k
 *   hypergeometric  the same for K = tolerable * population, rounded up
 *   Poisson         gamma_upper(1 + n*e, n*t), n*e not rounded
 *
 * Sources: AICPA Audit Guide Audit Sampling (2017) appendices A and C; Wright
 * and others as math.md of the project's sources cites them.  k moves with n,
 * so the chance is no falling function of n: sizes are found over k.
 */
#ifndef SIZE_H
#define SIZE_H

#include "decide/tail.h"

enum {
	SIZE_MOST = 1000000000,         /* with k fixed or nothing expected */
	SIZE_MOST_EXPECTED = 10000000   /* with an expected rate */
};

struct size_ask {
	enum tail_kind method;
	struct dec confidence;          /* above 0, below 1 */
	struct dec tolerable;           /* above 0, below 1; or 1 */
	struct dec expected;            /* 0 or more, ignored with fixed >= 0 */
	int64_t fixed;                  /* deviations planned for, or -1 */
	int64_t population;             /* 0: unknown or without end */
};

struct size_plan {
	bool achievable;
	const char *reason;             /* why not, or NULL */
	int64_t n, k;
	int64_t critical;               /* hypergeometric: K, else 0 */
	double risk;                    /* what the plan achieves, <= 1 - C */
	bool census;                    /* n is the whole population */
};

/* RC_INVALID with the field when the ask breaks a bound given above. */
enum rc size_plan(struct err *err, const struct size_ask *ask,
	struct size_plan *out) MUST_USE;

/*
 * The smallest n with P(X <= k) <= risk for this distribution at its rate
 * (t->n is not read), or -1 when not even `most` items are enough.
 */
int64_t size_for(const struct tail *t, int64_t k, struct dec risk,
	int64_t most);

/* 1 - C(N-K,n)/C(N,n): the chance to see at least one of K in N. */
double size_discovery(int64_t population, int64_t bad, int64_t n);

#endif
