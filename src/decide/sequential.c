/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/sequential.h"

#include "decide/size.h"
#include "decide/tail.h"

#include <math.h>

static enum rc
check(struct err *err, const struct sequential *s)
{
	if (s->p1.v <= 0 || s->p1.v >= DEC_UNIT)
		return err_field(err, "p1", "a good rate is above 0, below 1");
	if (s->p2.v <= s->p1.v || s->p2.v >= DEC_UNIT)
		return err_field(err, "p2",
		    "the bad rate is above the good one and below 1");
	if (s->alpha.v <= 0 || s->alpha.v >= DEC_UNIT)
		return err_field(err, "alpha", "a risk is above 0, below 1");
	if (s->beta.v <= 0 || s->alpha.v + s->beta.v >= DEC_UNIT)
		return err_field(err, "beta",
		    "the risks are above 0 and together below 1");
	if (s->cut < 0 || s->cut > SEQUENTIAL_MOST)
		return err_field(err, "cut", "the cut is at 1 to %d items",
		    SEQUENTIAL_MOST);
	return RC_OK;
}

/* The smallest single plan with both risks, or none within bounds. */
static bool
find_single(struct sequential *s)
{
	struct tail bad = { .kind = TAIL_BINOMIAL, .rate = s->p2 };
	struct tail good = { .kind = TAIL_BINOMIAL, .rate = s->p1 };
	double most = dec_real(s->alpha);

	for (int64_t k = 0; k < SEQUENTIAL_MOST / 3; k++) {
		int64_t n = size_for(&bad, k, s->beta, SEQUENTIAL_MOST / 3);

		if (n < 0)
			return false;
		good.n = n;
		if (tail_upper(&good, k + 1) <= most) {
			s->single_n = n;
			s->single_k = k;
			return true;
		}
	}
	return false;
}

enum rc
sequential_plan(struct err *err, struct sequential *s)
{
	struct sequential t = *s;
	enum rc rc = check(err, s);

	if (rc)
		return rc;
	double p1 = dec_real(s->p1), p2 = dec_real(s->p2);
	double a = dec_real(s->alpha), b = dec_real(s->beta);
	double k = log(p2 * (1 - p1) / (p1 * (1 - p2)));

	t.h1 = log((1 - a) / b) / k;
	t.h2 = log((1 - b) / a) / k;
	t.slope = log((1 - p1) / (1 - p2)) / k;
	if (t.h1 + t.h2 > SEQUENTIAL_WIDTH - 4)
		return err_set(err, RC_LIMIT,
		    "the two rates are too close for a sequential plan");
	if (!find_single(&t) && t.cut == 0)
		return err_set(err, RC_LIMIT,
		    "the single plan has more than %d items",
		    SEQUENTIAL_MOST / 3);
	if (t.cut == 0)
		t.cut = 3 * t.single_n;
	t.first_accept = (int64_t)ceil(t.h1 / t.slope);
	t.first_reject = (int64_t)ceil(t.h2 / (1 - t.slope));
	*s = t;
	return RC_OK;
}

int64_t
sequential_accept_to(const struct sequential *s, int64_t n)
{
	double v = s->slope * (double)n - s->h1;

	/* At the cut all that lies below the middle of the lines accepts. */
	if (n >= s->cut)
		v = ceil(s->slope * (double)n + (s->h2 - s->h1) / 2) - 1;
	return v < 0 ? -1 : (int64_t)floor(v);
}

int64_t
sequential_reject_from(const struct sequential *s, int64_t n)
{
	if (n >= s->cut)
		return sequential_accept_to(s, n) + 1;
	return (int64_t)ceil(s->slope * (double)n + s->h2);
}

/*
 * chance[x - low] after n items, for the x that still go on.  One item more
 * moves each chance to x or x + 1; what meets a line leaves.
 */
struct sequential_at
sequential_at(const struct sequential *s, double rate)
{
	double chance[SEQUENTIAL_WIDTH] = { 1 };
	struct sequential_at out = { 0, 0 };
	int64_t low = 0, high = 0;      /* the x that go on */

	for (int64_t n = 1; n <= s->cut && high >= low; n++) {
		int64_t accept = sequential_accept_to(s, n);
		int64_t reject = sequential_reject_from(s, n);
		double carry = 0, open = 0;

		for (int64_t x = low; x <= high + 1; x++) {
			double *c = &chance[x % SEQUENTIAL_WIDTH];
			double here = x <= high ? *c : 0;
			double now = here * (1 - rate) + carry * rate;

			open += here;
			carry = here;
			*c = now;
			if (x <= accept)
				out.accept += now;
		}
		out.items += open;
		low = accept + 1 > low ? accept + 1 : low;
		high = reject - 1 < high + 1 ? reject - 1 : high + 1;
	}
	return out;
}
