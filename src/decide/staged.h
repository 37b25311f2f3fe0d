/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * staged.h - stop-or-go plans: m stages of n items, decided stage by stage.
 *
 * Stage j with fewer than more[j] deviations accepts and stops; with exactly
 * more[j] the next stage is drawn; with more it stops without accepting.  The
 * last stage accepts up to more[m-1].  The stages and numbers are fixed before
 * the first item is looked at: adding items to a single sample after a bad
 * result is another plan, and not one of these.
 *
 * Source: P(accept) = P(X1 < e1) + P(X1 = e1) [P(X2 < e2) + ...], Touw and
 * Hoogduin, Statistiek voor audit en controlling (2012); with a finite
 * population each stage draws from what the earlier ones left.
 */
#ifndef STAGED_H
#define STAGED_H

#include "decide/tail.h"

enum { STAGES = 10, STAGED_MORE = 1000, STAGED_MOST = 1000000 };

struct staged {
	enum tail_kind method;
	int64_t population;             /* hypergeometric, else 0 */
	int64_t more[STAGES];
	size_t stages;                  /* 1 to STAGES */
	int64_t n;                      /* items a stage */
};

/* Bounds of the numbers above, and stages that fit into the population. */
enum rc staged_check(struct err *err, const struct staged *s) MUST_USE;

/*
 * The smallest n a stage so that a population with the tolerable rate is
 * accepted with a chance of at most 1 - confidence; *n is 0 when none up to
 * STAGED_MOST, or to what the population holds, does it.
 */
enum rc staged_size(struct err *err, const struct staged *s,
	struct dec confidence, struct dec tolerable, int64_t *n) MUST_USE;

/* Of a checked plan: chance to accept, and expected number of items. */
double staged_accept(const struct staged *s, struct dec rate);
double staged_items(const struct staged *s, struct dec rate);

#endif
