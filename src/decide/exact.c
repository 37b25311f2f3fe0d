/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/exact.h"

#include <gmp.h>
#include <math.h>

enum { BITS = 1024, SLACK = 124 };

static int64_t
gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t r = a % b;

		a = b;
		b = r;
	}
	return a;
}

/* P(i+1)/P(i) as a fraction of products: up[0]*up[1] / (down[0]*down[1]). */
struct ratio { uint64_t up[2], down[2]; };

static struct ratio
ratio_at(const struct tail *t, int64_t i)
{
	int64_t one = DEC_UNIT, r = t->rate.v;

	switch (t->kind) {
	case TAIL_BINOMIAL:
		return (struct ratio){ { (uint64_t)(t->n - i), (uint64_t)r },
			{ (uint64_t)(i + 1), (uint64_t)(one - r) } };
	case TAIL_POISSON:
		return (struct ratio){ { (uint64_t)t->n, (uint64_t)r },
			{ (uint64_t)(i + 1), (uint64_t)one } };
	case TAIL_HYPERGEOMETRIC:
		break;
	}
	return (struct ratio){
		{ (uint64_t)(t->bad - i), (uint64_t)(t->n - i) },
		{ (uint64_t)(i + 1),
		    (uint64_t)(t->all - t->bad - t->n + i + 1) }
	};
}

static int64_t
least_of(const struct tail *t)
{
	int64_t lo = t->n - (t->all - t->bad);

	return t->kind == TAIL_HYPERGEOMETRIC && lo > 0 ? lo : 0;
}

static int64_t
most_of(const struct tail *t)
{
	if (t->kind == TAIL_POISSON)
		return INT64_MAX;
	return t->kind == TAIL_BINOMIAL || t->n < t->bad ? t->n : t->bad;
}

/* sum of weights below and above x, both to the scale of the term at x. */
static void
sum_sides(const struct tail *t, int64_t x, mpz_t low, mpz_t high)
{
	mpz_t w;

	mpz_init(w);
	mpz_setbit(w, BITS);
	mpz_set(low, w);
	for (int64_t i = x - 1; i >= least_of(t) && mpz_sgn(w); i--) {
		struct ratio r = ratio_at(t, i);

		mpz_mul_ui(w, w, r.down[0]);
		mpz_mul_ui(w, w, r.down[1]);
		mpz_fdiv_q_ui(w, w, r.up[0]);
		mpz_fdiv_q_ui(w, w, r.up[1]);
		mpz_add(low, low, w);
	}
	mpz_set_ui(w, 0);
	mpz_setbit(w, BITS);
	mpz_set_ui(high, 0);
	for (int64_t i = x; i < most_of(t) && mpz_sgn(w); i++) {
		struct ratio r = ratio_at(t, i);

		mpz_mul_ui(w, w, r.up[0]);
		mpz_mul_ui(w, w, r.up[1]);
		mpz_fdiv_q_ui(w, w, r.down[0]);
		mpz_fdiv_q_ui(w, w, r.down[1]);
		mpz_add(high, high, w);
	}
	mpz_clear(w);
}

static int
cmp_by_sums(const struct tail *t, int64_t x, struct dec risk)
{
	mpz_t low, high, gap;
	int sign;

	mpz_inits(low, high, gap, NULL);
	sum_sides(t, x, low, high);
	/* low / (low + high) against risk / unit. */
	mpz_mul_ui(low, low, (uint64_t)(DEC_UNIT - risk.v));
	mpz_mul_ui(high, high, (uint64_t)risk.v);
	mpz_sub(gap, low, high);
	sign = mpz_sgn(gap);
	if (mpz_sizeinbase(gap, 2) <= SLACK)
		sign = 0;
	mpz_clears(low, high, gap, NULL);
	return sign;
}

/* The term at i as a whole number over whole_total. */
static void
whole_term(const struct tail *t, int64_t i, mpz_t out)
{
	mpz_t f;

	mpz_init(f);
	if (t->kind == TAIL_HYPERGEOMETRIC) {
		mpz_bin_uiui(out, (uint64_t)t->bad, (uint64_t)i);
		mpz_bin_uiui(f, (uint64_t)(t->all - t->bad),
		    (uint64_t)(t->n - i));
		mpz_mul(out, out, f);
	} else {
		int64_t g = gcd(DEC_UNIT, t->rate.v);

		mpz_bin_uiui(out, (uint64_t)t->n, (uint64_t)i);
		mpz_ui_pow_ui(f, (uint64_t)(t->rate.v / g), (uint64_t)i);
		mpz_mul(out, out, f);
		mpz_ui_pow_ui(f, (uint64_t)((DEC_UNIT - t->rate.v) / g),
		    (uint64_t)(t->n - i));
		mpz_mul(out, out, f);
	}
	mpz_clear(f);
}

static void
whole_total(const struct tail *t, mpz_t out)
{
	if (t->kind == TAIL_HYPERGEOMETRIC) {
		mpz_bin_uiui(out, (uint64_t)t->all, (uint64_t)t->n);
		return;
	}
	int64_t g = gcd(DEC_UNIT, t->rate.v);

	mpz_ui_pow_ui(out, (uint64_t)(DEC_UNIT / g), (uint64_t)t->n);
}

/* Words that one whole number of this distribution takes. */
static double
words_of(const struct tail *t)
{
	double n = (double)t->n;

	if (t->kind == TAIL_HYPERGEOMETRIC)
		return (n * log2((double)t->all / (n + 1) + 1) + 2 * n) /
		    64 + 1;
	return n * log2((double)(DEC_UNIT / gcd(DEC_UNIT, t->rate.v))) / 64 + 1;
}

/*
 * Of hypergeometric tails the one with the smaller draw: a sample of n from
 * all with bad marked is as well a sample of bad from all with n marked.
 */
static struct tail
smaller(const struct tail *t)
{
	struct tail s = *t;

	if (t->kind == TAIL_HYPERGEOMETRIC && t->bad < t->n) {
		s.n = t->bad;
		s.bad = t->n;
	}
	return s;
}

static int
cmp_by_fractions(const struct tail *t, int64_t x, struct dec risk)
{
	mpz_t term, sum, all;
	int64_t i = least_of(t);
	int sign;

	mpz_inits(term, sum, all, NULL);
	whole_term(t, i, term);
	mpz_set(sum, term);
	for (; i < x; i++) {
		struct ratio r = ratio_at(t, i);

		mpz_mul_ui(term, term, r.up[0]);
		mpz_mul_ui(term, term, r.up[1]);
		mpz_divexact_ui(term, term, r.down[0]);
		mpz_divexact_ui(term, term, r.down[1]);
		mpz_add(sum, sum, term);
	}
	whole_total(t, all);
	mpz_mul_ui(sum, sum, (uint64_t)DEC_UNIT);
	mpz_mul_ui(all, all, (uint64_t)risk.v);
	sign = mpz_cmp(sum, all);
	mpz_clears(term, sum, all, NULL);
	return (sign > 0) - (sign < 0);
}

int
exact_cmp(const struct tail *t, int64_t x, struct dec risk)
{
	struct tail s = smaller(t);
	double steps = (double)(x - least_of(&s) + 20);

	assert(x >= least_of(t) && x < most_of(t));
	if (s.kind == TAIL_POISSON || words_of(&s) * steps > EXACT_WORK)
		return cmp_by_sums(&s, x, risk);
	return cmp_by_fractions(&s, x, risk);
}

/* --- staged plans -------------------------------------------------------- */

/* What is left of the population before stage j when all went on. */
static struct tail
stage_of(const struct tail *t, const int64_t *more, size_t j)
{
	struct tail s = *t;

	for (size_t i = 0; i < j && t->kind == TAIL_HYPERGEOMETRIC; i++) {
		s.all -= t->n;
		s.bad -= more[i];
	}
	return s;
}

static void
stage_term(const struct tail *s, int64_t i, mpq_t out)
{
	mpq_set_ui(out, 0, 1);
	if (i < least_of(s) || i > most_of(s))
		return;
	whole_term(s, i, mpq_numref(out));
	whole_total(s, mpq_denref(out));
	mpq_canonicalize(out);
}

/* Adds to *sum the chance that stage s, reached with *reach, accepts. */
static void
stage_accepts(const struct tail *s, int64_t upto, mpq_t reach, mpq_t sum)
{
	mpq_t term;

	mpq_init(term);
	for (int64_t i = 0; i <= upto; i++) {
		stage_term(s, i, term);
		mpq_mul(term, term, reach);
		mpq_add(sum, sum, term);
	}
	mpq_clear(term);
}

int
exact_staged(const struct tail *t, const int64_t *more, size_t m,
    struct dec risk, bool *decided)
{
	double steps = 1;
	mpq_t reach, sum, term;
	int sign;

	for (size_t j = 0; j < m; j++)
		steps += (double)more[j] + 1;
	*decided = t->kind != TAIL_POISSON
	    && words_of(t) * (double)m * steps * steps < EXACT_WORK;
	if (!*decided)
		return 0;
	mpq_inits(reach, sum, term, NULL);
	mpq_set_ui(reach, 1, 1);
	for (size_t j = 0; j < m && mpq_sgn(reach); j++) {
		struct tail s = stage_of(t, more, j);

		stage_accepts(&s, j + 1 == m ? more[j] : more[j] - 1, reach,
		    sum);
		stage_term(&s, more[j], term);
		mpq_mul(reach, reach, term);
	}
	mpq_set_ui(term, (uint64_t)risk.v, (uint64_t)DEC_UNIT);
	mpq_canonicalize(term);
	sign = mpq_cmp(sum, term);
	mpq_clears(reach, sum, term, NULL);
	return (sign > 0) - (sign < 0);
}
