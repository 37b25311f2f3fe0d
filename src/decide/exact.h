/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * exact.h - on which side of a decimal a tail lies, by whole numbers (GMP).
 *
 * Binomial and hypergeometric tails are fractions: while numerator and
 * denominator stay within EXACT_WORK they are compared as such.  Beyond, and
 * for the Poisson tail, which is never a decimal but at its ends, the two
 * sides of x are summed to 1,024 bits; sides that agree with the decimal to
 * 900 bits count as a tie.  So the work is bounded for every input.
 */
#ifndef EXACT_H
#define EXACT_H

#include "decide/tail.h"

enum { EXACT_WORK = 10000000 };         /* machine words touched */

/* Sign of P(X <= x) - risk, for x inside the values that X can take. */
int exact_cmp(const struct tail *t, int64_t x, struct dec risk);

/*
 * Sign of the chance to accept - risk, for a staged plan: m stages of n items
 * each; below more[j] deviations in stage j accept, at more[j] go on, and in
 * the last stage more[j] accepts too.  *decided is false when the whole
 * numbers would grow beyond EXACT_WORK; the answer is then 0.
 */
int exact_staged(const struct tail *t, const int64_t *more, size_t m,
	struct dec risk, bool *decided);

#endif
