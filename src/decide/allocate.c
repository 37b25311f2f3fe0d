/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/allocate.h"

#include <gmp.h>
#include <math.h>

/* The weights as whole numbers, and what is worked with. */
struct work {
	struct stratum *s;
	size_t n;
	int64_t minimum;
	mpz_t weight[ALLOCATE_STRATA];
	bool fixed[ALLOCATE_STRATA];    /* at its minimum or its size */
	mpz_t rest[ALLOCATE_STRATA];    /* of the division */
};

static enum rc
check(struct err *err, int64_t total, int64_t minimum,
    const struct stratum *s, size_t n)
{
	int64_t least = 0, most = 0;

	if (n < 1 || n > ALLOCATE_STRATA)
		return err_field(err, "strata", "there are 1 to %d strata",
		    ALLOCATE_STRATA);
	if (minimum < 0 || minimum > ALLOCATE_MOST)
		return err_field(err, "minimum", "the minimum is 0 to %d",
		    ALLOCATE_MOST);
	for (size_t i = 0; i < n; i++) {
		if (s[i].size < 1 || s[i].size > ALLOCATE_MOST)
			return err_field(err, "strata",
			    "a stratum has 1 to %d items", ALLOCATE_MOST);
		if (s[i].sd.v < 0)
			return err_field(err, "strata",
			    "a spread is 0 or more");
		least += s[i].size < minimum ? s[i].size : minimum;
		most += s[i].size;
	}
	if (total < 1 || total > ALLOCATE_MOST)
		return err_field(err, "total", "the total is 1 to %d",
		    ALLOCATE_MOST);
	if (total < least || total > most)
		return err_field(err, "total",
		    "the strata take %lld to %lld items in all",
		    (long long)least, (long long)most);
	return RC_OK;
}

static int64_t
least_of(const struct work *w, size_t i)
{
	return w->s[i].size < w->minimum ? w->s[i].size : w->minimum;
}

static void
weigh(struct work *w, enum allocate_rule rule)
{
	bool spread = false;

	for (size_t i = 0; i < w->n; i++)
		spread = spread || w->s[i].sd.v > 0;
	for (size_t i = 0; i < w->n; i++) {
		mpz_init(w->rest[i]);
		mpz_init_set_ui(w->weight[i], (uint64_t)w->s[i].size);
		/* Without any spread all strata are alike. */
		if (rule != ALLOCATE_PROPORTIONAL && spread)
			mpz_mul_ui(w->weight[i], w->weight[i],
			    (uint64_t)w->s[i].sd.v);
	}
}

static void
put_down(struct work *w)
{
	for (size_t i = 0; i < w->n; i++)
		mpz_clears(w->weight[i], w->rest[i], NULL);
}

/* --- by shares ----------------------------------------------------------- */

/* Divides what is left over the strata that are not fixed, rounding down. */
static int64_t
divide(struct work *w, int64_t left)
{
	int64_t given = 0;
	mpz_t sum, part;

	mpz_inits(sum, part, NULL);
	for (size_t i = 0; i < w->n; i++)
		if (!w->fixed[i])
			mpz_add(sum, sum, w->weight[i]);
	for (size_t i = 0; i < w->n; i++) {
		if (w->fixed[i])
			continue;
		mpz_set_ui(w->rest[i], 0);
		w->s[i].count = 0;
		if (mpz_sgn(sum) == 0)
			continue;
		mpz_mul_ui(part, w->weight[i], (uint64_t)left);
		mpz_fdiv_qr(part, w->rest[i], part, sum);
		w->s[i].count = (int64_t)mpz_get_ui(part);
		given += w->s[i].count;
	}
	mpz_clears(sum, part, NULL);
	return given;
}

/* Fixes strata out of their bounds; false when all are within. */
static bool
fix_some(struct work *w, bool above)
{
	bool any = false;

	for (size_t i = 0; i < w->n; i++) {
		int64_t bound = above ? w->s[i].size : least_of(w, i);
		bool out = above ? w->s[i].count > bound
		    : w->s[i].count < bound;

		if (w->fixed[i] || !out)
			continue;
		w->s[i].count = bound;
		w->fixed[i] = any = true;
	}
	return any;
}

static void
give_rest(struct work *w, int64_t left)
{
	while (left > 0) {
		size_t best = w->n;

		for (size_t i = 0; i < w->n; i++) {
			if (w->s[i].count >= w->s[i].size)
				continue;
			if (best == w->n || (!w->fixed[i] && w->fixed[best])
			    || (w->fixed[i] == w->fixed[best]
			    && mpz_cmp(w->rest[i], w->rest[best]) > 0))
				best = i;
		}
		w->s[best].count++;
		mpz_set_si(w->rest[best], -1);
		left--;
	}
}

/* Items left when the fixed strata have theirs. */
static int64_t
left_of(const struct work *w, int64_t total)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->fixed[i])
			total -= w->s[i].count;
	return total;
}

static void
by_shares(struct work *w, int64_t total)
{
	int64_t left, given;

	do {
		left = left_of(w, total);
		given = divide(w, left > 0 ? left : 0);
	} while (fix_some(w, true) || fix_some(w, false));
	/* Strata without weight may leave items that others have room for. */
	while (left - given > (int64_t)w->n) {
		size_t i = 0;

		while (w->s[i].count >= w->s[i].size)
			i++;
		int64_t room = w->s[i].size - w->s[i].count;
		int64_t more = room < left - given ? room : left - given;

		w->s[i].count += more;
		given += more;
	}
	give_rest(w, left - given);
}

/* --- the optimum --------------------------------------------------------- */

/*
 * Is the next item worth more in i than in j?  w_i^2 a_j (a_j + 1) against
 * w_j^2 a_i (a_i + 1), as whole numbers.
 */
static bool
worth_more(const struct work *w, size_t i, size_t j)
{
	mpz_t x, y;
	bool more;

	mpz_inits(x, y, NULL);
	mpz_mul(x, w->weight[i], w->weight[i]);
	mpz_mul_ui(x, x, (uint64_t)w->s[j].count);
	mpz_mul_ui(x, x, (uint64_t)w->s[j].count + 1);
	mpz_mul(y, w->weight[j], w->weight[j]);
	mpz_mul_ui(y, y, (uint64_t)w->s[i].count);
	mpz_mul_ui(y, y, (uint64_t)w->s[i].count + 1);
	more = mpz_cmp(x, y) > 0;
	mpz_clears(x, y, NULL);
	return more;
}

/* How many items are worth at least `price` each in stratum i. */
static int64_t
worth(const struct work *w, size_t i, double price)
{
	double r = mpz_get_d(w->weight[i]) / price;
	double a = floor((sqrt(1 + 4 * r * r) - 1) / 2) + 1;
	int64_t n = a < (double)w->s[i].size ? (int64_t)a : w->s[i].size;

	return n > least_of(w, i) ? n : least_of(w, i);
}

static int64_t
set_counts(struct work *w, double price)
{
	int64_t sum = 0;

	for (size_t i = 0; i < w->n; i++)
		sum += w->s[i].count = worth(w, i, price);
	return sum;
}

static void
by_optimum(struct work *w, int64_t total)
{
	double lo = 1e-12, hi = 1e40;

	/* Most items by a price that is sure to be too high ... */
	for (int k = 0; k < 400 && hi / lo > 1 + 1e-13; k++) {
		double price = sqrt(lo) * sqrt(hi);

		if (set_counts(w, price) > total)
			lo = price;
		else
			hi = price;
	}
	int64_t sum = set_counts(w, hi * (1 + 1e-12));

	/* ... and the last ones one by one. */
	while (sum < total) {
		size_t best = w->n;

		for (size_t i = 0; i < w->n; i++)
			if (w->s[i].count < w->s[i].size
			    && (best == w->n || worth_more(w, i, best)))
				best = i;
		int64_t room = w->s[best].size - w->s[best].count;
		/* Without weight one item is as good as the next. */
		int64_t more = mpz_sgn(w->weight[best]) ? 1 : room;

		more = more < total - sum ? more : total - sum;
		w->s[best].count += more;
		sum += more;
	}
}

static void
exact_shares(struct work *w, int64_t total)
{
	double sum = 0;

	for (size_t i = 0; i < w->n; i++)
		sum += mpz_get_d(w->weight[i]);
	for (size_t i = 0; i < w->n; i++)
		w->s[i].share = mpz_get_d(w->weight[i]) / sum * (double)total;
}

enum rc
allocate(struct err *err, enum allocate_rule rule, int64_t total,
    int64_t minimum, struct stratum *strata, size_t n)
{
	enum rc rc = check(err, total, minimum, strata, n);
	struct work w = { .s = strata, .n = n, .minimum = minimum };

	if (rc)
		return rc;
	weigh(&w, rule);
	exact_shares(&w, total);
	if (rule == ALLOCATE_OPTIMUM)
		by_optimum(&w, total);
	else
		by_shares(&w, total);
	put_down(&w);
	return RC_OK;
}

double
allocate_variance(const struct stratum *s, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double size = (double)s[i].size, sd = dec_real(s[i].sd);
		double a = (double)s[i].count;

		assert(s[i].count > 0);
		sum += size * sd * sd * (size - a) / a;
	}
	return sum;
}
