/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/special.h"

#include <float.h>
#include <math.h>

static const double ln_two_pi = 1.837877066409345483560659472811235279723;

double
stirling_error(double n)
{
	/* Of 1 to 15, which counts ask for most. */
	static const double whole[] = {
		0.08106146679532725822,
		0.041340695955409294094,
		0.027677925684998339149,
		0.020790672103765093112,
		0.016644691189821192163,
		0.013876128823070747999,
		0.011896709945891770095,
		0.010411265261972096497,
		0.0092554621827127329177,
		0.0083305634333628712565,
		0.007573675487951840795,
		0.0069428401072095298657,
		0.0064089941880042070684,
		0.0059513701127588477356,
		0.005554733551962801371
	};
	double up = 0;

	assert(n > 0);
	if (n < 15.5 && n == floor(n))
		return whole[(int)n - 1];
	/* The series needs a large n: walk up to it. */
	for (; n < 16; n++)
		up += (n + 0.5) * log1p(1 / n) - 1;
	double s = 1 / (n * n);

	return up + (1. / 12 - (1. / 360 - (1. / 1260 - (1. / 1680
	    - (1. / 1188 - 691. / 360360 * s) * s) * s) * s) * s) / n;
}

/*
 * With the difference d = x - m given: where m is a product with a rate near
 * one, the caller knows d better than the subtraction would.
 */
static double
deviance_by(double x, double m, double d)
{
	if (fabs(d) >= 0.1 * (x + m))
		return x * log1p(d / m) - d;
	double v = d / (x + m), sum = d * v, term = 2 * x * v;

	for (int j = 1; j < 1000; j++) {
		term *= v * v;
		double next = sum + term / (2 * j + 1);

		if (next == sum)
			break;
		sum = next;
	}
	return sum;
}

double
deviance(double x, double m)
{
	assert(x > 0 && m > 0);
	return deviance_by(x, m, x - m);
}

double
binomial_ln(double x, double y, double p, double q)
{
	double n = x + y;

	assert(x >= 0 && y >= 0);
	if (p <= 0)
		return x > 0 ? -INFINITY : 0;
	if (q <= 0)
		return y > 0 ? -INFINITY : 0;
	if (x <= 0)
		return n <= 0 ? 0 : p < 0.1 ? n * log1p(-p) : n * log(q);
	if (y <= 0)
		return q < 0.1 ? n * log1p(-q) : n * log(p);
	double d = q < p ? n * q - y : x - n * p;

	return stirling_error(n) - stirling_error(x) - stirling_error(y)
	    - deviance_by(x, n * p, d) - deviance_by(y, n * q, -d)
	    - 0.5 * (ln_two_pi + log(x) + log(y / n));
}

double
poisson_ln(double x, double m)
{
	assert(x >= 0 && m > 0);
	if (x <= 0)
		return -m;
	return -stirling_error(x) - deviance(x, m)
	    - 0.5 * (ln_two_pi + log(x));
}

/* --- incomplete gamma ---------------------------------------------------- */

enum { STEPS = 10000000 };

static double
gamma_series(double a, double x)
{
	double sum = 1, term = 1;

	for (int i = 1; i < STEPS; i++) {
		term *= x / (a + i);
		sum += term;
		if (term < sum * (DBL_EPSILON / 8))
			break;
	}
	return exp(poisson_ln(a, x)) * sum;
}

static double
gamma_fraction(double a, double x)
{
	const double tiny = 1e-300;
	double b = x + 1 - a, c = 1 / tiny, d = 1 / b, h = d;

	for (int i = 1; i < STEPS; i++) {
		double an = -i * (i - a);

		b += 2;
		d = an * d + b;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = b + an / c;
		c = fabs(c) < tiny ? tiny : c;
		double step = d * c;

		h *= step;
		if (fabs(step - 1) < DBL_EPSILON)
			break;
	}
	return exp(poisson_ln(a, x)) * a * h;
}

static double
clip(double p)
{
	return p < 0 ? 0 : p > 1 ? 1 : p;
}

double
gamma_lower(double a, double x)
{
	assert(a > 0 && x >= 0);
	if (x <= 0)
		return 0;
	return clip(x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x));
}

double
gamma_upper(double a, double x)
{
	assert(a > 0 && x >= 0);
	if (x <= 0)
		return 1;
	return clip(x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x));
}

/* --- incomplete beta ----------------------------------------------------- */

/*
 * I_x(a,b) for x up to the mean a/(a+b), where the fraction converges fast
 * and far = a - (a+b) x is not negative.  y = 1 - x.
 */
static double
beta_left(double x, double y, double a, double b)
{
	const double tiny = 1e-300;
	double far = x > 0.5 ? (a + b) * y - b : a - (a + b) * x;
	double f = a / (a + 1) * (far + 1), c = f, d = 0;

	for (int n = 1; n < STEPS; n++) {
		double an = (a + n - 1) * (a + b + n - 1) * n * (b - n) * x * x
		    / ((a + 2 * n - 1) * (a + 2 * n - 1));
		double bn = n + n * (b - n) * x / (a + 2 * n - 1)
		    + (a + n) / (a + 2 * n + 1) * (far + 1 + n * (1 + y));

		d = bn + an * d;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = bn + an / c;
		c = fabs(c) < tiny ? tiny : c;
		f *= c * d;
		if (fabs(c * d - 1) < DBL_EPSILON)
			break;
	}
	return exp(binomial_ln(a, b, x, y)) * a * b / (a + b) / f;
}

static bool
is_left(double x, double a, double b)
{
	return x <= a / (a + b);
}

double
beta_lower(double x, double a, double b)
{
	assert(a > 0 && b > 0 && x >= 0 && x <= 1);
	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	return clip(is_left(x, a, b) ? beta_left(x, 1 - x, a, b)
	    : 1 - beta_left(1 - x, x, b, a));
}

double
beta_upper(double x, double a, double b)
{
	assert(a > 0 && b > 0 && x >= 0 && x <= 1);
	if (x <= 0 || x >= 1)
		return x <= 0 ? 1 : 0;
	return clip(is_left(x, a, b) ? 1 - beta_left(x, 1 - x, a, b)
	    : beta_left(1 - x, x, b, a));
}

/* --- roots and quantiles ------------------------------------------------- */

static double
between(double lo, double hi)
{
	/* Quantiles range over many powers of ten. */
	if (lo > 0 && hi / lo > 16)
		return sqrt(lo) * sqrt(hi);
	if (lo <= 0 && hi > 1e-300)
		return hi / 16;
	return lo + (hi - lo) / 2;
}

double
root_find(root_fn *f, const void *arg, double lo, double hi)
{
	double slope, x = between(lo, hi);
	bool rising = f(arg, lo, &slope) < 0;

	for (int i = 0; i < 1200; i++) {
		double v = f(arg, x, &slope);

		if (v == 0)
			return x;
		if ((v < 0) == rising)
			lo = x;
		else
			hi = x;
		double next = slope != 0 ? x - v / slope : hi + 1;

		if (!(next > lo && next < hi))
			next = between(lo, hi);
		if (fabs(next - x) <= fabs(x) * DBL_EPSILON
		    || next <= lo || next >= hi)
			return next <= lo ? lo : next >= hi ? hi : next;
		x = next;
	}
	return x;
}

struct quantile { double p, a, b; };

static double
gamma_gap(const void *arg, double x, double *slope)
{
	const struct quantile *q = arg;

	*slope = x > 0 ? exp(poisson_ln(q->a, x)) * q->a / x : 0;
	if (q->p <= 0.5)
		return gamma_lower(q->a, x) - q->p;
	return (1 - q->p) - gamma_upper(q->a, x);
}

double
gamma_quantile(double p, double a)
{
	const struct quantile q = { p, a, 0 };

	assert(p >= 0 && p < 1 && a > 0);
	if (p <= 0)
		return 0;
	double hi = a + 10;

	while (gamma_upper(a, hi) > 1 - p)
		hi *= 2;
	return root_find(gamma_gap, &q, 0, hi);
}

static double
beta_gap(const void *arg, double x, double *slope)
{
	const struct quantile *q = arg;

	*slope = 0;
	if (x > 0 && x < 1)
		*slope = exp(binomial_ln(q->a, q->b, x, 1 - x))
		    * q->a * q->b / (q->a + q->b) / (x * (1 - x));
	if (q->p <= 0.5)
		return beta_lower(x, q->a, q->b) - q->p;
	return (1 - q->p) - beta_upper(x, q->a, q->b);
}

double
beta_quantile(double p, double a, double b)
{
	const struct quantile q = { p, a, b };

	assert(p >= 0 && p <= 1 && a > 0 && b > 0);
	if (p <= 0 || p >= 1)
		return p <= 0 ? 0 : 1;
	return root_find(beta_gap, &q, 0, 1);
}

double
normal_lower(double z)
{
	return 0.5 * erfc(-z / sqrt(2));
}

static double
normal_gap(const void *arg, double z, double *slope)
{
	const double *p = arg;

	*slope = exp(-0.5 * (z * z + ln_two_pi));
	return *p - normal_lower(-z);
}

double
normal_quantile(double p)
{
	assert(p > 0 && p < 1);
	if (p == 0.5)
		return 0;
	/* Solve in the tail, where the digits are. */
	double tail = p < 0.5 ? p : 1 - p;
	double z = root_find(normal_gap, &tail, 0, 40);

	return p < 0.5 ? -z : z;
}

double
chi2_upper(double x, double df)
{
	return gamma_upper(df / 2, x / 2);
}
