/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/mus.h"

#include "decide/draw.h"
#include "decide/limit.h"

#include <stdlib.h>

static int
by_taint(const void *a, const void *b)
{
	const struct dec *x = a, *y = b;

	return (y->v > x->v) - (y->v < x->v);
}

static double
limit_for(enum tail_kind method, int64_t x, int64_t n, double risk)
{
	return method == TAIL_POISSON ? limit_count_above(x, risk) / (double)n
	    : limit_above(x, n, risk);
}

enum rc
mus_stringer(struct err *err, enum tail_kind method, int64_t n,
    struct dec *taints, size_t count, struct dec confidence, struct mus *out)
{
	double risk = dec_real((struct dec){ DEC_UNIT - confidence.v });
	struct mus m = { 0, 0 };

	if (method == TAIL_HYPERGEOMETRIC)
		return err_field(err, "method",
		    "the limits are binomial or Poisson");
	if (confidence.v <= 0 || confidence.v >= DEC_UNIT)
		return err_field(err, "confidence",
		    "the confidence is above 0 and below 1");
	if (n < 1 || n > TAIL_MOST)
		return err_field(err, "n", "a sample has 1 to %d items",
		    TAIL_MOST);
	if (count > MUS_TAINTS || (int64_t)count > n)
		return err_field(err, "taints",
		    "no more taints than hits, and at most %d", MUS_TAINTS);
	for (size_t i = 0; i < count; i++)
		if (taints[i].v < 0 || taints[i].v > DEC_UNIT)
			return err_field(err, "taints", "a taint is 0 to 1");
	if (count)
		qsort(taints, count, sizeof(*taints), by_taint);
	double last = limit_for(method, 0, n, risk);

	m.upper = last;
	for (size_t i = 0; i < count && taints[i].v > 0; i++) {
		double u = limit_for(method, (int64_t)i + 1, n, risk);

		m.upper += (u - last) * dec_real(taints[i]);
		m.likely += dec_real(taints[i]) / (double)n;
		last = u;
	}
	m.upper = m.upper > 1 ? 1 : m.upper;
	*out = m;
	return RC_OK;
}

/* --- drawing by weight --------------------------------------------------- */

/* The k-th unit drawn, from 0; whole or beyond: none. */
static int64_t
unit_at(enum mus_draw how, const char *seed, int64_t whole, int64_t step,
    size_t k)
{
	int64_t i = (int64_t)k, cell = i * step, room = whole - cell;

	switch (how) {
	case MUS_INTERVAL:
		return cell + draw_pick(seed, 1, step) - 1;
	case MUS_CELL:
		if (room <= 0)
			return whole;
		return cell + draw_pick(seed, i + 1, room < step ? room : step)
		    - 1;
	case MUS_RANDOM:
		break;
	}
	return draw_pick(seed, i + 1, whole) - 1;
}

/* ends[i]: the units of items 0 to i together. */
static size_t
item_of(const int64_t *ends, size_t count, int64_t unit)
{
	size_t lo = 0, hi = count - 1;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ends[mid] > unit)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

enum rc
mus_draw(struct err *err, enum mus_draw how, const char *seed,
    const int64_t *weights, size_t count, size_t n, size_t *hit, size_t *hits)
{
	const int64_t most = INT64_C(1) << 53;
	int64_t whole = 0, *ends;

	if (count < 1 || count > MUS_ITEMS)
		return err_field(err, "weights", "there are 1 to %d items",
		    MUS_ITEMS);
	if (n < 1 || n > MUS_HITS)
		return err_field(err, "n", "there are 1 to %d hits", MUS_HITS);
	for (size_t i = 0; i < count; i++) {
		if (weights[i] < 0 || weights[i] > most - whole)
			return err_field(err, "weights", "a weight is 0 or "
			    "more, all together at most 2^53");
		whole += weights[i];
	}
	if (whole == 0 || whole / (int64_t)n < 1)
		return err_field(err, "n",
		    "there are more hits than units of weight");
	ends = must_alloc(count * sizeof(*ends));
	ends[0] = weights[0];
	for (size_t i = 1; i < count; i++)
		ends[i] = ends[i - 1] + weights[i];
	int64_t step = (whole + (int64_t)n - 1) / (int64_t)n;

	*hits = 0;
	for (size_t k = 0; k < n; k++) {
		int64_t unit = unit_at(how, seed, whole, step, k);

		if (unit < whole)
			hit[(*hits)++] = item_of(ends, count, unit);
	}
	free(ends);
	return RC_OK;
}
