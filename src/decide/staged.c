/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/staged.h"

#include "decide/exact.h"

#include <math.h>

static struct tail
first_stage(const struct staged *s, struct dec rate, int64_t n)
{
	struct tail t = { .kind = s->method, .n = n, .rate = rate,
		.all = s->population };

	if (s->method == TAIL_HYPERGEOMETRIC)
		t.bad = dec_times_up(rate, s->population);
	return t;
}

/* What the next stage draws from, after x deviations in this one. */
static struct tail
next_stage(const struct tail *t, int64_t x)
{
	struct tail s = *t;

	if (t->kind == TAIL_HYPERGEOMETRIC) {
		s.all -= t->n;
		s.bad -= x;
	}
	return s;
}

static double
accept_from(const struct staged *s, struct tail t, double *items)
{
	double reach = 1, sum = 0;

	*items = 0;
	for (size_t j = 0; j < s->stages && reach > 0; j++) {
		bool last = j + 1 == s->stages;

		*items += reach * (double)t.n;
		sum += reach * tail_lower(&t, last ? s->more[j]
		    : s->more[j] - 1);
		reach *= tail_term(&t, s->more[j]);
		if (reach > 0)
			t = next_stage(&t, s->more[j]);
	}
	return sum > 1 ? 1 : sum;
}

double
staged_accept(const struct staged *s, struct dec rate)
{
	double items;

	return accept_from(s, first_stage(s, rate, s->n), &items);
}

double
staged_items(const struct staged *s, struct dec rate)
{
	double items;

	accept_from(s, first_stage(s, rate, s->n), &items);
	return items;
}

static bool
enough(const struct staged *s, struct dec rate, struct dec risk, int64_t n)
{
	struct tail t = first_stage(s, rate, n);
	double items, p = accept_from(s, t, &items), r = dec_real(risk);
	bool decided;

	if (fabs(p - r) > r * TAIL_GUARD)
		return p < r;
	int sign = exact_staged(&t, s->more, s->stages, risk, &decided);

	/* Beyond whole numbers the double decides, a tie within its digits. */
	return decided ? sign <= 0 : p <= r * (1 + 1e-12);
}

enum rc
staged_check(struct err *err, const struct staged *s)
{
	if (s->stages < 1 || s->stages > STAGES)
		return err_field(err, "more",
		    "a staged plan has 1 to %d stages", STAGES);
	for (size_t j = 0; j < s->stages; j++)
		if (s->more[j] < 0 || s->more[j] > STAGED_MORE)
			return err_field(err, "more",
			    "a number to go on at is 0 to %d", STAGED_MORE);
	if (s->n < 0 || s->n > STAGED_MOST)
		return err_field(err, "n", "a stage has 1 to %d items",
		    STAGED_MOST);
	if (s->method != TAIL_HYPERGEOMETRIC)
		return RC_OK;
	if (s->population < 1 || s->population > TAIL_MOST)
		return err_field(err, "population",
		    "the hypergeometric method needs the population");
	if (s->n * (int64_t)s->stages > s->population)
		return err_field(err, "population",
		    "the stages together are larger than the population");
	return RC_OK;
}

enum rc
staged_size(struct err *err, const struct staged *s, struct dec confidence,
    struct dec tolerable, int64_t *n)
{
	struct dec risk = { DEC_UNIT - confidence.v };
	int64_t lo = 0, hi = STAGED_MOST;
	enum rc rc = staged_check(err, s);

	if (rc)
		return rc;
	if (risk.v <= 0 || risk.v >= DEC_UNIT)
		return err_field(err, "confidence",
		    "the confidence is above 0 and below 1");
	if (tolerable.v <= 0 || tolerable.v > DEC_UNIT)
		return err_field(err, "tolerable",
		    "the tolerable rate is above 0 and at most 1");
	if (s->method == TAIL_HYPERGEOMETRIC
	    && hi > s->population / (int64_t)s->stages)
		hi = s->population / (int64_t)s->stages;
	*n = 0;
	if (hi < 1 || !enough(s, tolerable, risk, hi))
		return RC_OK;
	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;

		if (enough(s, tolerable, risk, mid))
			hi = mid;
		else
			lo = mid;
	}
	*n = hi;
	return RC_OK;
}
