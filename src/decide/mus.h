/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * mus.h - sampling where units weigh differently: monetary-unit sampling.
 *
 * Only where items carry a weight that matters: value, records per system,
 * privileged rights.  An item is found wrong by a share of its weight, its
 * taint; the limit adds to the zero-deviation limit u0 what each taint, the
 * largest first, is worth: u0 + sum of (u_i - u_(i-1)) taint_i.
 *
 * Source: K. W. Stringer (1963); Touw and Hoogduin (2012) pp. 138 to 144.
 */
#ifndef MUS_H
#define MUS_H

#include "decide/tail.h"

enum { MUS_TAINTS = 10000, MUS_ITEMS = 1000000, MUS_HITS = 100000 };

struct mus { double likely, upper; };   /* shares of the whole weight */

/*
 * taints: of the n hits those found wrong, each 0 to 1; sorted in place,
 * largest first.  Binomial or Poisson limits.
 */
enum rc mus_stringer(struct err *err, enum tail_kind method, int64_t n,
	struct dec *taints, size_t count, struct dec confidence,
	struct mus *out) MUST_USE;

enum mus_draw { MUS_INTERVAL, MUS_CELL, MUS_RANDOM };

/*
 * Draws n units of weight and answers the items they lie in, by index, in
 * order of drawing (one item may be hit often).  weights: each 0 or more,
 * together up to 2^53.  Interval: one random start, then steps of the whole
 * over n, rounded up; cell: one random unit in each such step; random: any.
 * Random numbers are Rivest's of draw.h, so anybody can draw again.  hit has
 * room for n; *hits says how many were made (an interval may end early).
 */
enum rc mus_draw(struct err *err, enum mus_draw how, const char *seed,
	const int64_t *weights, size_t count, size_t n, size_t *hit,
	size_t *hits) MUST_USE;

#endif
