/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sampling.h - what the files of sampling share: the protocol of a draw
 * (sampling.c), the draw itself (sampling_draw.c), what it proves
 * (sampling_evaluate.c).
 *
 * A plan may be drawn again with a new seed; its items then belong to the
 * seed of that number, and only those of the last seed count.
 */
#ifndef SAMPLING_H
#define SAMPLING_H

#include "domain.h"
#include "model/sampling.h"
#include "population.h"

enum { SAMPLE_MOST = 500 };    /* items of one plan that become records */

/* Is it drawn by a seed, so that it can be drawn again by others? */
bool sampling_seeded(const struct sampling_plan *p);

/* The items of the last seed, and its number (0 when nothing is drawn). */
struct sample {
	const struct sample_item *item[SAMPLE_MOST];
	size_t n;
	int64_t round;
};
enum rc sample_of(struct ctx *cx, const struct sampling_plan *p,
	struct sample *out) MUST_USE;

/* Is there another item instead of this one? */
bool sample_replaced(const struct sample *s, const struct sample_item *i);

/* The list, which must be the one that was frozen. */
enum rc sampling_list(struct ctx *cx, const struct sampling_plan *p,
	bool whole, struct population *out) MUST_USE;

judge_fn sampling_draw, sampling_drawn, sampling_replace, sampling_replaced,
	sampling_evaluate;

#endif
