/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/two_stage.h"

enum rc
two_stage_check(struct err *err, const struct two_stage *p)
{
	if (p->n1 < 1 || p->n1 > TWO_STAGE_MOST)
		return err_field(err, "n1", "a sample has 1 to %d items",
		    TWO_STAGE_MOST);
	if (p->n2 < 1 || p->n2 > TWO_STAGE_MOST)
		return err_field(err, "n2", "a sample has 1 to %d items",
		    TWO_STAGE_MOST);
	if (p->r1 < 1 || p->r1 > p->n1 + 1 || p->r1 > TWO_STAGE_REJECT)
		return err_field(err, "r1", "the number to reject at is 1 to "
		    "the first sample and one, at most %d", TWO_STAGE_REJECT);
	if (p->c2 < 0 || p->c2 > p->n1 + p->n2)
		return err_field(err, "c2",
		    "the number to accept is 0 to both samples together");
	if (p->population < 0 || p->population > TAIL_MOST)
		return err_field(err, "population",
		    "a population has 1 to %d items", TAIL_MOST);
	if (p->population && p->n1 + p->n2 > p->population)
		return err_field(err, "population",
		    "the two samples are larger than the population");
	return RC_OK;
}

struct two_stage_at
two_stage_at(const struct two_stage *p, struct dec rate)
{
	struct tail first = { .kind = TAIL_BINOMIAL, .n = p->n1, .rate = rate };
	struct two_stage_at out;
	double go = 0, term;

	if (p->population) {
		first.kind = TAIL_HYPERGEOMETRIC;
		first.all = p->population;
		first.bad = dec_times_up(rate, p->population);
	}
	out.accept = tail_lower(&first, 0);
	for (int64_t x = 1; x < p->r1; x++) {
		struct tail second = first;

		term = tail_term(&first, x);
		go += term;
		if (term <= 0 || x > p->c2)
			continue;
		second.n = p->n2;
		second.all -= p->population ? p->n1 : 0;
		second.bad -= p->population ? x : 0;
		out.accept += term * tail_lower(&second, p->c2 - x);
	}
	out.items = (double)p->n1 + (double)p->n2 * go;
	return out;
}
