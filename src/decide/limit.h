/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * limit.h - what a sample proves once it has been looked at.
 *
 *   binomial        Clopper and Pearson: the rate u with P(X <= x) = risk
 *   Poisson         the mean with P(X <= x) = risk, over n (at most 1)
 *   hypergeometric  the largest K with P(X <= x | K) > risk (Talens 2005),
 *                   as a count and over the population; ties decided exactly
 *
 * A census proves its own count.  Two-sided limits give each side half of
 * the risk.  Wilson and Jeffreys intervals describe; they promise nothing.
 */
#ifndef LIMIT_H
#define LIMIT_H

#include "decide/tail.h"

struct limit_ask {
	enum tail_kind method;
	struct dec confidence;          /* above 0, below 1 */
	int64_t n, x;                   /* looked at; deviations found */
	int64_t population;             /* 0: unknown or without end */
	bool both;                      /* also a lower limit */
	struct dec tolerable;           /* 0: no verdict wanted */
};

struct limit {
	double point, upper, lower;     /* rates; lower 0 unless both */
	int64_t upper_count, lower_count;       /* hypergeometric, else -1 */
	int64_t upper_permille;         /* upper rounded up to 0.1 % */
	/* With a tolerable rate: */
	bool supports;                  /* upper <= tolerable, exactly */
	double achieved;                /* confidence that it is not exceeded */
	int64_t needed;                 /* n that this x needs; -1: none */
};

enum rc limit_of(struct err *err, const struct limit_ask *ask,
	struct limit *out) MUST_USE;

/* 0 <= x <= n, n > 0, 0 < confidence < 1; *low and *high within [0, 1]. */
void limit_wilson(int64_t x, int64_t n, double confidence, double *low,
	double *high);
void limit_jeffreys(int64_t x, int64_t n, double confidence, double *low,
	double *high);

/* Clopper and Pearson one-sided at a risk: the rate above, the rate below. */
double limit_above(int64_t x, int64_t n, double risk);
double limit_below(int64_t x, int64_t n, double risk);

/* The same for a Poisson count: a mean. */
double limit_count_above(int64_t x, double risk);
double limit_count_below(int64_t x, double risk);

#endif
