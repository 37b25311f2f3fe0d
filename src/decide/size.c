/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/size.h"

#include "decide/special.h"

#include <math.h>

static bool
enough(const struct tail *t, int64_t n, int64_t k, struct dec risk)
{
	struct tail s = *t;

	s.n = n;
	return tail_cmp(&s, k, risk) <= 0;
}

/*
 * Where to begin: with no deviation the answer itself but for rounding, else
 * the mean by Wilson and Hilferty (1931), with a rough normal quantile.
 */
static int64_t
guess(const struct tail *t, int64_t k, struct dec risk)
{
	double a = dec_real(risk), rate = t->kind == TAIL_HYPERGEOMETRIC
	    ? (double)t->bad / (double)t->all : dec_real(t->rate);
	double all = (double)t->all, bad = (double)t->bad, d = (double)k + 1;
	double z = a < 0.5 ? sqrt(-2 * log(a)) : 0, n;

	z = z > 0 ? z - (2.30753 + 0.27061 * z)
	    / (1 + z * (0.99229 + z * 0.04481)) : 0;
	if (k > 0)
		n = d * pow(1 - 1 / (9 * d) + z / (3 * sqrt(d)), 3) / rate;
	else if (t->kind == TAIL_BINOMIAL && rate < 1)
		n = log(a) / log1p(-rate);
	else if (t->kind == TAIL_HYPERGEOMETRIC)
		n = (1 - pow(a, 1 / bad)) * (all - (bad - 1) / 2);
	else
		n = -log(a) / rate;
	return n > 0 && n < 1e18 ? (int64_t)ceil(n) : 1;
}

int64_t
size_for(const struct tail *t, int64_t k, struct dec risk, int64_t most)
{
	int64_t lo, hi = guess(t, k, risk), step = 1;

	if (most <= k || !enough(t, most, k, risk))
		return -1;
	hi = hi > most ? most : hi <= k ? k + 1 : hi;
	lo = hi;
	/* Away from the guess until both sides are known: lo is too few. */
	while (hi < most && !enough(t, hi, k, risk)) {
		lo = hi;
		hi = hi + step < most ? hi + step : most;
		step *= 2;
	}
	for (; lo == hi && lo > k; step *= 2) {
		lo = lo - step > k ? lo - step : k;
		if (lo > k && enough(t, lo, k, risk))
			hi = lo;
	}
	while (hi - lo > 1) {
		int64_t n = lo + (hi - lo) / 2;

		if (enough(t, n, k, risk))
			hi = n;
		else
			lo = n;
	}
	return hi;
}

double
size_discovery(int64_t population, int64_t bad, int64_t n)
{
	return hyper_upper(1, n, population, bad);
}

/* --- an expected rate ---------------------------------------------------- */

struct search {
	struct tail t;
	struct dec risk, expected;
	int64_t most;
};

/* The largest n for which k deviations are the expected number. */
static int64_t
end_of(const struct search *s, int64_t k)
{
	int64_t n = dec_most_for(s->expected, k);

	return n < s->most ? n : s->most;
}

static bool
fits(const struct search *s, int64_t k)
{
	int64_t n = end_of(s, k);

	return n > k && enough(&s->t, n, k, s->risk);
}

/* Could any k below this one fit?  Two more items than it has do not help. */
static bool
hopeless(const struct search *s, int64_t k)
{
	int64_t n = end_of(s, k) + 2;

	return n <= k || n > s->most || !enough(&s->t, n, k, s->risk);
}

/*
 * The smallest k that fits.  The chance at the end of each k's stretch falls
 * with k but for the rounding of the end, which is worth less than one item:
 * so double, then halve, to some k that fits while its predecessor does not,
 * and walk back until two items more would not have helped either.
 */
static int64_t
first_fit(const struct search *s, int64_t last)
{
	int64_t lo = 0, hi = 1;

	while (hi < last && !fits(s, hi)) {
		lo = hi;
		hi *= 2;
	}
	hi = hi < last ? hi : last;
	if (hi < 1 || !fits(s, hi))
		return -1;
	while (hi - lo > 1) {
		int64_t k = lo + (hi - lo) / 2;

		if (fits(s, k))
			hi = k;
		else
			lo = k;
	}
	int64_t best = hi;

	for (int64_t k = hi - 1; k > 0 && !hopeless(s, k); k--)
		if (fits(s, k))
			best = k;
	return best;
}

/* Within the stretch of k the chance falls with n. */
static int64_t
first_size(const struct search *s, int64_t k)
{
	int64_t lo = dec_most_for(s->expected, k - 1), hi = end_of(s, k);

	lo = lo > k ? lo : k;
	while (hi - lo > 1) {
		int64_t n = lo + (hi - lo) / 2;

		if (enough(&s->t, n, k, s->risk))
			hi = n;
		else
			lo = n;
	}
	return hi;
}

static void
settle(const struct search *s, int64_t n, int64_t k, struct size_plan *out)
{
	struct tail t = s->t;

	t.n = n;
	out->achievable = true;
	out->n = n;
	out->k = k;
	out->risk = tail_lower(&t, k);
	out->census = t.kind == TAIL_HYPERGEOMETRIC && n == t.all;
}

static void
plan_expected(const struct search *s, struct size_plan *out)
{
	int64_t last = dec_times_up(s->expected, s->most);
	int64_t k = -1;

	if (s->t.kind == TAIL_HYPERGEOMETRIC && last >= s->t.bad) {
		out->reason = "the expected deviations reach the tolerable "
		    "number: no sample can tell them apart";
		return;
	}
	k = first_fit(s, last);
	if (k >= 0)
		settle(s, first_size(s, k), k, out);
}

static void
plan_fixed(const struct search *s, int64_t k, struct size_plan *out)
{
	int64_t n;

	if (s->t.kind == TAIL_HYPERGEOMETRIC && k >= s->t.bad) {
		out->reason = "the deviations planned for reach the tolerable "
		    "number: no sample can tell them apart";
		return;
	}
	n = size_for(&s->t, k, s->risk, s->most);
	if (n >= 0)
		settle(s, n, k, out);
}

/* --- Poisson, where the expected deviations are not rounded -------------- */

static double
poisson_risk(const struct size_ask *ask, int64_t n)
{
	double e = (double)n * dec_real(ask->expected);

	return gamma_upper(1 + e, (double)n * dec_real(ask->tolerable));
}

static void
plan_poisson(const struct size_ask *ask, int64_t most, struct size_plan *out)
{
	double risk = dec_real((struct dec){ DEC_UNIT - ask->confidence.v });
	int64_t lo = 0, hi = 16;

	if (poisson_risk(ask, most) > risk)
		return;
	while (hi < most && poisson_risk(ask, hi) > risk) {
		lo = hi;
		hi *= 2;
	}
	hi = hi < most ? hi : most;
	while (hi - lo > 1) {
		int64_t n = lo + (hi - lo) / 2;

		if (poisson_risk(ask, n) <= risk)
			hi = n;
		else
			lo = n;
	}
	out->achievable = true;
	out->n = hi;
	out->k = dec_times_down(ask->expected, hi);
	out->risk = poisson_risk(ask, hi);
}

/* --- the whole ----------------------------------------------------------- */

static enum rc
check(struct err *err, const struct size_ask *ask)
{
	if (ask->confidence.v <= 0 || ask->confidence.v >= DEC_UNIT)
		return err_field(err, "confidence",
		    "the confidence is above 0 and below 1");
	if (ask->tolerable.v <= 0 || ask->tolerable.v > DEC_UNIT)
		return err_field(err, "tolerable",
		    "the tolerable rate is above 0 and at most 1");
	if (ask->expected.v < 0 || ask->expected.v > DEC_UNIT)
		return err_field(err, "expected",
		    "the expected rate is 0 to 1");
	if (ask->fixed < -1 || ask->fixed > TAIL_MOST / 2)
		return err_field(err, "deviations",
		    "the deviations planned for are 0 to %d", TAIL_MOST / 2);
	if (ask->population < 0 || ask->population > TAIL_MOST)
		return err_field(err, "population",
		    "a population has 1 to %d items", TAIL_MOST);
	if (ask->method == TAIL_HYPERGEOMETRIC && ask->population == 0)
		return err_field(err, "population",
		    "the hypergeometric method needs the population");
	return RC_OK;
}

static struct search
search_for(const struct size_ask *ask, int64_t most)
{
	struct search s = { .risk = { DEC_UNIT - ask->confidence.v },
		.expected = ask->expected, .most = most };

	s.t.kind = ask->method;
	s.t.rate = ask->tolerable;
	if (ask->method == TAIL_HYPERGEOMETRIC) {
		s.t.all = ask->population;
		s.t.bad = dec_times_up(ask->tolerable, ask->population);
	}
	return s;
}

enum rc
size_plan(struct err *err, const struct size_ask *ask, struct size_plan *out)
{
	bool expects = ask->fixed < 0 && ask->expected.v > 0;
	int64_t most = expects ? SIZE_MOST_EXPECTED : SIZE_MOST;
	struct size_plan p = { .reason = "not even the largest sample that is "
		"computed here would do" };
	enum rc rc = check(err, ask);

	if (rc)
		return rc;
	if (ask->population && ask->population < most) {
		most = ask->population;
		p.reason = "not even the whole population would do by this "
		    "method; the hypergeometric one counts its size";
	}
	struct search s = search_for(ask, most);

	p.critical = s.t.bad;
	if (expects && ask->expected.v >= ask->tolerable.v)
		p.reason = "the expected rate reaches the tolerable rate: no "
		    "sample can tell them apart";
	else if (expects && ask->method == TAIL_POISSON)
		plan_poisson(ask, most, &p);
	else if (expects)
		plan_expected(&s, &p);
	else
		plan_fixed(&s, ask->fixed < 0 ? 0 : ask->fixed, &p);
	if (p.achievable)
		p.reason = NULL;
	*out = p;
	return RC_OK;
}
