/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * two_stage.h - two samples with the decision rule of ISO 28596.
 *
 * First n1 items: accept with none deviating, reject from r1 on; between,
 * n2 items more, and accept when both samples together show c2 or fewer.
 *
 * With a finite population the second sample is drawn from what the first
 * left.  The rule is all that is here; the standard's tables are its own.
 */
#ifndef TWO_STAGE_H
#define TWO_STAGE_H

#include "decide/tail.h"

enum { TWO_STAGE_MOST = 1000000, TWO_STAGE_REJECT = 10000 };

struct two_stage {
	int64_t n1, r1, n2, c2;         /* r1 >= 1, c2 >= 1 */
	int64_t population;             /* 0: without end */
};

struct two_stage_at { double accept, items; };

enum rc two_stage_check(struct err *err, const struct two_stage *p) MUST_USE;

/*
 * Of a checked plan, at a rate; a population has rate * population
 * deviations, rounded up.
 */
struct two_stage_at two_stage_at(const struct two_stage *p, struct dec rate);

#endif
