/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * risk.h - which units to audit first, how often, and what is still open.
 *
 * A score is a sum of factors (1 to 5) by weights that add up to one.  The
 * factors stay visible beside it: a score of ordinal scales ranks, it does
 * not measure.  How far a rank hangs on the weights is shown by moving every
 * weight by a fifth, up or down, in all combinations.
 *
 * Intervals: by policy, T = Tmax (Tmin/Tmax)^((S-Smin)/(Smax-Smin)) down to
 * the steps of the policy; or by the square-root law, which for a budget
 * makes the expected undetected exposure least: minimise sum s l T / 2 with
 * sum c/T <= B, so T = sqrt(2 m c / (s l)), cut to its bounds, m by the budget.
 * At the optimum s l T^2 / c is equal for all intervals that are not cut.
 *
 * Sources: ISO 19011:2018 5.4 and 5.5; the law is that of optimal inspection
 * intervals by Lagrange multipliers (D. Barlow and F. Proschan, 1965).
 */
#ifndef RISK_H
#define RISK_H

#include "decide/decimal.h"

enum {
	RISK_FACTORS = 12, RISK_UNITS = 5000, RISK_STEPS = 20,
	RISK_CELLS = 100000
};

struct risk_unit {
	const int *factor;              /* one of 1 to 5 for each weight */
	struct dec score;               /* out */
	int64_t rank;                   /* out: 1 is first; equals share one */
	double in_top;                  /* out: share of cases in the top */
};

/* Weights are 0 to 1 and add up to exactly 1; top is 1 to n. */
enum rc risk_rank(struct err *err, struct arena *a, const struct dec *weight,
	size_t factors, struct risk_unit *unit, size_t n, size_t top) MUST_USE;

struct risk_policy {
	struct dec score_min, score_max;        /* of the scale */
	int64_t most, least;                    /* months at those */
	int64_t step[RISK_STEPS];               /* allowed, ascending */
	size_t steps;                           /* 0: any whole month */
};

enum rc risk_policy_check(struct err *err, const struct risk_policy *p)
	MUST_USE;

/* Months for a score, by a checked policy. */
int64_t risk_interval(const struct risk_policy *p, struct dec score);

struct risk_load {
	double severity, rate, cost;    /* s, l, c: each above 0 */
	double interval;                /* out */
	bool cut;                       /* out: at one of the bounds */
};

/*
 * Intervals between least and most (same unit of time as rate and budget).
 * RC_INVALID when the budget does not even pay the longest ones.  *price is
 * the m of the law, 0 when the budget pays for all the shortest.
 */
enum rc risk_square_root(struct err *err, struct risk_load *load, size_t n,
	double budget, double least, double most, double *price) MUST_USE;

/* Days since the last audit over the interval in days; due from 1 on. */
double risk_urgency(int64_t today, int64_t last, int64_t months);

/* One requirement at one unit or site, over one cycle. */
struct risk_cell {
	int64_t weight;                 /* 1 or more */
	int64_t last, planned;          /* civil days, or UNSET */
	bool yearly;                    /* to be covered every year */
};

struct risk_coverage {
	size_t cells, covered;
	double share, weighted;
	int64_t oldest;                 /* index of the cell longest open */
	size_t lost;                    /* open, and nothing planned in time */
};

/* lost[i] is set for each cell without a slot before the cycle ends. */
enum rc risk_cover(struct err *err, const struct risk_cell *cell, size_t n,
	int64_t start, int64_t end, int64_t today, struct risk_coverage *out,
	bool *lost) MUST_USE;

#endif
