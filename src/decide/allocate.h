/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * allocate.h - how a sample is shared out over strata.
 *
 *   proportional  by size, largest remainders
 *   Neyman        by size times spread, largest remainders
 *   optimum       the whole numbers with the least variance of the total:
 *                 each next item goes where size * sd / sqrt(a (a + 1)) is
 *                 largest (T. Wright, Statistical Science 27, 2012); with
 *                 equal spread it is the apportionment of Huntington and Hill
 *
 * No stratum gets more than it has or less than the minimum.  Shares are
 * compared as whole numbers (GMP): a tie goes to the stratum named first.
 */
#ifndef ALLOCATE_H
#define ALLOCATE_H

#include "decide/decimal.h"

enum allocate_rule {
	ALLOCATE_PROPORTIONAL, ALLOCATE_NEYMAN, ALLOCATE_OPTIMUM
};

enum { ALLOCATE_STRATA = 1000, ALLOCATE_MOST = 1000000000 };

struct stratum {
	int64_t size;           /* items in it, 1 to ALLOCATE_MOST */
	struct dec sd;          /* spread within, 0 or more */
	int64_t count;          /* out: items to draw */
	double share;           /* out: what an exact division would give */
};

/*
 * minimum: items for each stratum whatever its weight (1 makes an estimate
 * possible, 2 its error).  RC_INVALID when the total does not fit.
 */
enum rc allocate(struct err *err, enum allocate_rule rule, int64_t total,
	int64_t minimum, struct stratum *strata, size_t n) MUST_USE;

/* Variance of the estimated total for these counts; each above 0. */
double allocate_variance(const struct stratum *strata, size_t n);

#endif
