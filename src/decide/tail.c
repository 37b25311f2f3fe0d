/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/tail.h"

#include "decide/exact.h"
#include "decide/special.h"

#include <float.h>
#include <math.h>

/* One distribution with its parameters as the sums want them. */
struct law {
	enum tail_kind kind;
	double n, p, q, mean, all, bad;
	int64_t lo, hi;         /* the values it can take */
	double middle;          /* near its mode */
};

static double
law_term(const struct law *l, int64_t x)
{
	double v = (double)x, p = l->n / l->all, q = (l->all - l->n) / l->all;

	if (x < l->lo || x > l->hi)
		return 0;
	switch (l->kind) {
	case TAIL_BINOMIAL:
		return exp(binomial_ln(v, l->n - v, l->p, l->q));
	case TAIL_POISSON:
		return l->mean > 0 ? exp(poisson_ln(v, l->mean)) : x == 0;
	case TAIL_HYPERGEOMETRIC:
		if (l->lo == l->hi)
			return 1;
		return exp(binomial_ln(v, l->bad - v, p, q)
		    + binomial_ln(l->n - v, l->all - l->bad - (l->n - v), p, q)
		    - binomial_ln(l->n, l->all - l->n, p, q));
	}
	return 0;
}

/* P(x+1) / P(x). */
static double
law_ratio(const struct law *l, double x)
{
	switch (l->kind) {
	case TAIL_BINOMIAL:
		return (l->n - x) * l->p / ((x + 1) * l->q);
	case TAIL_POISSON:
		return l->mean / (x + 1);
	case TAIL_HYPERGEOMETRIC:
		return (l->bad - x) * (l->n - x)
		    / ((x + 1) * (l->all - l->bad - l->n + x + 1));
	}
	return 0;
}

/* The terms from x down to lo; good while x is not above the mode. */
static double
sum_down(const struct law *l, int64_t x)
{
	double term = 1, sum = 1;

	for (int64_t i = x; i > l->lo; i--) {
		term /= law_ratio(l, (double)(i - 1));
		sum += term;
		if (term < sum * (DBL_EPSILON / 16))
			break;
	}
	return law_term(l, x) * sum;
}

static double
sum_up(const struct law *l, int64_t x)
{
	double term = 1, sum = 1;

	for (int64_t i = x; i < l->hi; i++) {
		term *= law_ratio(l, (double)i);
		sum += term;
		if (term < sum * (DBL_EPSILON / 16))
			break;
	}
	return law_term(l, x) * sum;
}

static double
clip(double p)
{
	return p < 0 ? 0 : p > 1 ? 1 : p;
}

static double
law_lower(const struct law *l, int64_t x)
{
	if (x < l->lo)
		return 0;
	if (x >= l->hi)
		return 1;
	if ((double)x <= l->middle)
		return clip(sum_down(l, x));
	return clip(1 - sum_up(l, x + 1));
}

static double
law_upper(const struct law *l, int64_t x)
{
	if (x <= l->lo)
		return 1;
	if (x > l->hi)
		return 0;
	if ((double)x >= l->middle)
		return clip(sum_up(l, x));
	return clip(1 - sum_down(l, x - 1));
}

static struct law
binomial_law(int64_t n, double p, double q)
{
	struct law l = { .kind = TAIL_BINOMIAL, .n = (double)n, .p = p, .q = q,
		.all = 1, .hi = n };

	assert(n >= 0 && n <= TAIL_MOST && p >= 0 && p <= 1);
	l.middle = (double)n * p;
	if (p <= 0)
		l.hi = 0;
	if (q <= 0)
		l.lo = n;
	return l;
}

static struct law
poisson_law(double mean)
{
	assert(mean >= 0 && mean <= 4. * TAIL_MOST);
	return (struct law){ .kind = TAIL_POISSON, .mean = mean,
		.middle = mean, .all = 1, .hi = mean > 0 ? INT64_MAX : 0 };
}

static struct law
hyper_law(int64_t n, int64_t all, int64_t bad)
{
	struct law l = { .kind = TAIL_HYPERGEOMETRIC, .n = (double)n,
		.all = (double)all, .bad = (double)bad };

	assert(n >= 0 && all >= n && bad >= 0 && bad <= all);
	assert(all <= TAIL_MOST);
	l.lo = n - (all - bad) > 0 ? n - (all - bad) : 0;
	l.hi = n < bad ? n : bad;
	l.middle = all ? (double)n * (double)bad / (double)all : 0;
	return l;
}

static struct law
law_of(const struct tail *t)
{
	switch (t->kind) {
	case TAIL_BINOMIAL:
		return binomial_law(t->n, dec_real(t->rate),
		    dec_real((struct dec){ DEC_UNIT - t->rate.v }));
	case TAIL_POISSON:
		return poisson_law((double)t->n * dec_real(t->rate));
	case TAIL_HYPERGEOMETRIC:
		break;
	}
	return hyper_law(t->n, t->all, t->bad);
}

double
tail_lower(const struct tail *t, int64_t x)
{
	struct law l = law_of(t);

	return law_lower(&l, x);
}

double
tail_upper(const struct tail *t, int64_t x)
{
	struct law l = law_of(t);

	return law_upper(&l, x);
}

double
tail_term(const struct tail *t, int64_t x)
{
	struct law l = law_of(t);

	return law_term(&l, x);
}

int
tail_cmp(const struct tail *t, int64_t x, struct dec risk)
{
	struct law l = law_of(t);
	double p = law_lower(&l, x), r = dec_real(risk);

	if (x < l.lo || x >= l.hi) {
		int64_t sure = x < l.lo ? 0 : DEC_UNIT;

		return (sure > risk.v) - (sure < risk.v);
	}
	if (fabs(p - r) > r * TAIL_GUARD)
		return p < r ? -1 : 1;
	return exact_cmp(t, x, risk);
}

double
binomial_term(int64_t x, int64_t n, double p)
{
	struct law l = binomial_law(n, p, 1 - p);

	return law_term(&l, x);
}

double
binomial_lower(int64_t x, int64_t n, double p)
{
	struct law l = binomial_law(n, p, 1 - p);

	return law_lower(&l, x);
}

double
binomial_upper(int64_t x, int64_t n, double p)
{
	struct law l = binomial_law(n, p, 1 - p);

	return law_upper(&l, x);
}

double
poisson_term(int64_t x, double mean)
{
	struct law l = poisson_law(mean);

	return law_term(&l, x);
}

double
poisson_lower(int64_t x, double mean)
{
	struct law l = poisson_law(mean);

	return law_lower(&l, x);
}

double
poisson_upper(int64_t x, double mean)
{
	struct law l = poisson_law(mean);

	return law_upper(&l, x);
}

double
hyper_term(int64_t x, int64_t n, int64_t all, int64_t bad)
{
	struct law l = hyper_law(n, all, bad);

	return law_term(&l, x);
}

double
hyper_lower(int64_t x, int64_t n, int64_t all, int64_t bad)
{
	struct law l = hyper_law(n, all, bad);

	return law_lower(&l, x);
}

double
hyper_upper(int64_t x, int64_t n, int64_t all, int64_t bad)
{
	struct law l = hyper_law(n, all, bad);

	return law_upper(&l, x);
}
