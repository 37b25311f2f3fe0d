/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/compare.h"

#include "decide/limit.h"
#include "decide/special.h"
#include "decide/tail.h"

#include <math.h>
#include <stdlib.h>

static double
clip(double p)
{
	return p < 0 ? 0 : p > 1 ? 1 : p;
}

/* A distribution as its term and tails, with the values it can take. */
struct shape {
	double (*term)(const struct shape *s, int64_t x);
	double (*lower)(const struct shape *s, int64_t x);
	double (*upper)(const struct shape *s, int64_t x);
	int64_t lo, hi, n, all, bad;
	double p;                       /* rate or mean */
};

/*
 * The far side's outcomes that are no likelier than what was seen: past the
 * mode the terms fall, so the first such one is found by halving.
 */
static double
other_side(const struct shape *s, int64_t x, int64_t mode, double seen)
{
	const double most = seen * (1 + 1e-7);
	int64_t likely = mode, rare = x <= mode ? s->hi + 1 : s->lo - 1;

	while (rare - likely > 1 || likely - rare > 1) {
		int64_t mid = likely + (rare - likely) / 2;

		if (s->term(s, mid) <= most)
			rare = mid;
		else
			likely = mid;
	}
	if (rare > s->hi || rare < s->lo)
		return 0;
	return x <= mode ? s->upper(s, rare) : s->lower(s, rare);
}

static double
two_sided(const struct shape *s, int64_t x, int64_t mode)
{
	double seen = s->term(s, x);
	double near = x <= mode ? s->lower(s, x) : s->upper(s, x);

	if (s->term(s, mode) <= seen * (1 + 1e-7))
		return 1;
	return clip(near + other_side(s, x, mode, seen));
}

static double
binomial_shape_term(const struct shape *s, int64_t x)
{
	return binomial_term(x, s->n, s->p);
}

static double
binomial_shape_lower(const struct shape *s, int64_t x)
{
	return binomial_lower(x, s->n, s->p);
}

static double
binomial_shape_upper(const struct shape *s, int64_t x)
{
	return binomial_upper(x, s->n, s->p);
}

static double
poisson_shape_term(const struct shape *s, int64_t x)
{
	return poisson_term(x, s->p);
}

static double
poisson_shape_lower(const struct shape *s, int64_t x)
{
	return poisson_lower(x, s->p);
}

static double
poisson_shape_upper(const struct shape *s, int64_t x)
{
	return poisson_upper(x, s->p);
}

static double
hyper_shape_term(const struct shape *s, int64_t x)
{
	return hyper_term(x, s->n, s->all, s->bad);
}

static double
hyper_shape_lower(const struct shape *s, int64_t x)
{
	return hyper_lower(x, s->n, s->all, s->bad);
}

static double
hyper_shape_upper(const struct shape *s, int64_t x)
{
	return hyper_upper(x, s->n, s->all, s->bad);
}

static double
binomial_p(int64_t x, int64_t n, double p)
{
	const struct shape s = { binomial_shape_term, binomial_shape_lower,
		binomial_shape_upper, 0, n, n, 0, 0, p };
	int64_t mode = (int64_t)floor((double)(n + 1) * p);

	return two_sided(&s, x, mode > n ? n : mode);
}

/* --- one and two rates --------------------------------------------------- */

static enum rc
check_confidence(struct err *err, double c)
{
	if (!(c > 0 && c < 1))
		return err_field(err, "confidence",
		    "the confidence is above 0 and below 1");
	return RC_OK;
}

static enum rc
check_count(struct err *err, int64_t x, struct dec n)
{
	if (x < 0 || x > TAIL_MOST / 4)
		return err_field(err, "x", "a count is 0 to %d",
		    TAIL_MOST / 4);
	if (n.v <= 0)
		return err_field(err, "n", "an exposure is above 0");
	return RC_OK;
}

enum rc
compare_rate(struct err *err, int64_t x, struct dec n, double rate,
    double confidence, struct compared *out)
{
	struct compared c = { 0 };
	double t = dec_real(n), side = (1 - confidence) / 2, mean = rate * t;
	enum rc rc = check_confidence(err, confidence);

	if (rc == RC_OK)
		rc = check_count(err, x, n);
	if (rc)
		return rc;
	if (!(rate > 0 && mean > 0 && mean <= TAIL_MOST / 4))
		return err_field(err, "rate", "the rate is above 0, and what "
		    "it makes expected at most %d", TAIL_MOST / 4);
	const struct shape s = { poisson_shape_term, poisson_shape_lower,
		poisson_shape_upper, 0, TAIL_MOST, 0, 0, 0, mean };

	c.estimate = (double)x / t;
	c.low = limit_count_below(x, side) / t;
	c.high = limit_count_above(x, side) / t;
	c.p = two_sided(&s, x, (int64_t)floor(mean));
	*out = c;
	return RC_OK;
}

enum rc
compare_rates(struct err *err, const int64_t x[2], const struct dec n[2],
    double ratio, double confidence, struct compared *out)
{
	struct compared c = { 0 };
	enum rc rc = check_confidence(err, confidence);

	for (int i = 0; i < 2 && rc == RC_OK; i++)
		rc = check_count(err, x[i], n[i]);
	if (rc)
		return rc;
	if (!(ratio > 0 && ratio < 1e12))
		return err_field(err, "ratio", "a ratio is above 0");
	if (x[0] + x[1] == 0)
		return err_field(err, "x", "nothing happened in either period");
	double t = dec_real(n[0]) / dec_real(n[1]), side = (1 - confidence) / 2;
	double low = limit_below(x[0], x[0] + x[1], side);
	double high = limit_above(x[0], x[0] + x[1], side);

	c.infinite = x[1] == 0;
	c.estimate = c.infinite ? 0 : (double)x[0] / (double)x[1] / t;
	/* With one event alone in the first, low is 1 - side and finite. */
	c.low = low / (1 - low) / t;
	c.unbounded = x[1] == 0;
	c.high = c.unbounded ? 0 : high / (1 - high) / t;
	c.p = binomial_p(x[0], x[0] + x[1], ratio * t / (1 + ratio * t));
	*out = c;
	return RC_OK;
}

/* --- shares -------------------------------------------------------------- */

static enum rc
check_share(struct err *err, int64_t x, int64_t n)
{
	if (n < 1 || n > TAIL_MOST / 4)
		return err_field(err, "n", "a number is 1 to %d",
		    TAIL_MOST / 4);
	if (x < 0 || x > n)
		return err_field(err, "x", "a count is 0 to its number");
	return RC_OK;
}

enum rc
compare_share(struct err *err, int64_t x, int64_t n, double p,
    double confidence, struct compared *out)
{
	struct compared c = { 0 };
	enum rc rc = check_confidence(err, confidence);
	double side = (1 - confidence) / 2;

	if (rc == RC_OK)
		rc = check_share(err, x, n);
	if (rc)
		return rc;
	if (!(p >= 0 && p <= 1))
		return err_field(err, "rate", "a share is 0 to 1");
	c.estimate = (double)x / (double)n;
	c.low = limit_below(x, n, side);
	c.high = limit_above(x, n, side);
	c.p = binomial_p(x, n, p);
	*out = c;
	return RC_OK;
}

enum rc
compare_shares(struct err *err, const int64_t x[2], const int64_t n[2],
    struct compared *out)
{
	struct compared c = { 0 };
	enum rc rc = check_share(err, x[0], n[0]);

	if (rc == RC_OK)
		rc = check_share(err, x[1], n[1]);
	if (rc)
		return rc;
	int64_t bad = x[0] + x[1], all = n[0] + n[1];
	int64_t lo = bad > n[1] ? bad - n[1] : 0, hi = bad < n[0] ? bad : n[0];
	const struct shape s = { hyper_shape_term, hyper_shape_lower,
		hyper_shape_upper, lo, hi, n[0], all, bad, 0 };
	double mode = floor((double)(n[0] + 1) * (double)(bad + 1)
	    / (double)(all + 2));
	int64_t m = (int64_t)mode < lo ? lo : (int64_t)mode > hi ? hi
	    : (int64_t)mode;

	c.estimate = (double)x[0] / (double)n[0] - (double)x[1] / (double)n[1];
	c.p = two_sided(&s, x[0], m);
	*out = c;
	return RC_OK;
}

enum rc
compare_trend(struct err *err, const int64_t *x, const int64_t *n,
    const double *score, size_t count, struct compared *out)
{
	double all = 0, bad = 0, mean = 0, top = 0, bottom = 0;
	struct compared c = { 0 };

	if (count < 2 || count > COMPARE_MOST)
		return err_field(err, "x", "a trend has 2 to %d groups",
		    COMPARE_MOST);
	for (size_t i = 0; i < count; i++) {
		enum rc rc = check_share(err, x[i], n[i]);
		double s = score ? score[i] : (double)(i + 1);

		if (rc)
			return rc;
		if (!(fabs(s) <= 1e9))
			return err_field(err, "scores",
			    "a score is a number up to 1e9");
		all += (double)n[i];
		bad += (double)x[i];
		mean += s * (double)n[i];
	}
	mean /= all;
	for (size_t i = 0; i < count; i++) {
		double s = (score ? score[i] : (double)(i + 1)) - mean;

		top += s * (double)x[i];
		bottom += s * s * (double)n[i];
	}
	double p = bad / all;

	if (!(bottom > 0) || bad <= 0 || bad >= all)
		return err_field(err, "x", "without both outcomes and "
		    "different scores there is no trend to test");
	c.estimate = top / bottom;
	c.statistic = top * top / (p * (1 - p) * bottom);
	c.p = chi2_upper(c.statistic, 1);
	*out = c;
	return RC_OK;
}

/* --- many tests ---------------------------------------------------------- */

struct ranked { double p; size_t at; };

static int
by_p(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return (x->p > y->p) - (x->p < y->p);
}

enum rc
compare_adjust(struct err *err, struct arena *a, const double *p, size_t count,
    double *out)
{
	double least = 1;

	if (count < 1 || count > COMPARE_MOST)
		return err_field(err, "p", "there are 1 to %d values",
		    COMPARE_MOST);
	struct ranked *r = arena_alloc(a, count * sizeof(*r));

	for (size_t i = 0; i < count; i++) {
		if (!(p[i] >= 0 && p[i] <= 1))
			return err_field(err, "p", "a probability is 0 to 1");
		r[i] = (struct ranked){ p[i], i };
	}
	qsort(r, count, sizeof(*r), by_p);
	for (size_t i = count; i > 0; i--) {
		double v = r[i - 1].p * (double)count / (double)i;

		least = v < least ? v : least;
		out[r[i - 1].at] = least;
	}
	return RC_OK;
}
