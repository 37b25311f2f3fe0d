/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * special.h - the few special functions that the decisions stand on.
 *
 * Ours, not a library's: GSL ends the process or keeps a handler in a global
 * on a domain error, and its beta and gamma tails lose digits that a printed
 * limit shows.  docs/decide.md holds the comparison with R.
 *
 * Sources: C. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000) for stirling_error, deviance and the densities;
 * A. R. DiDonato and A. H. Morris, ACM TOMS 18 (1992), for the continued
 * fraction of the beta function; Abramowitz and Stegun 6.5.31 and 6.5.29 for
 * fraction and series of the gamma function; W. J. Lentz, Applied Optics 15
 * (1976), as modified by Thompson and Barnett, to sum the fractions.
 *
 * Every function answers a finite number for every argument in its stated
 * range.  Outside the range it asserts: callers validate.
 */
#ifndef SPECIAL_H
#define SPECIAL_H

#include "base/base.h"

/* ln of n! minus Stirling's formula for it; n > 0, any real. */
double stirling_error(double n);

/* x ln(x/m) + m - x, exact near x = m; x, m > 0. */
double deviance(double x, double m);

/* ln of the term C(x+y,x) p^x q^y for real x, y >= 0 and p + q = 1. */
double binomial_ln(double x, double y, double p, double q);

/* ln of the Poisson term e^-m m^x / x! for real x >= 0, m > 0. */
double poisson_ln(double x, double m);

/* Regularized incomplete gamma function, a > 0, x >= 0. */
double gamma_lower(double a, double x);
double gamma_upper(double a, double x);

/* Regularized incomplete beta function I_x(a,b), a, b > 0, 0 <= x <= 1. */
double beta_lower(double x, double a, double b);
double beta_upper(double x, double a, double b);

/* x with gamma_lower(a, x) = p, and x with beta_lower(x, a, b) = p. */
double gamma_quantile(double p, double a);              /* 0 <= p < 1 */
double beta_quantile(double p, double a, double b);     /* 0 <= p <= 1 */

double normal_lower(double z);
double normal_quantile(double p);                       /* 0 < p < 1 */
double chi2_upper(double x, double df);                 /* x >= 0, df > 0 */

/*
 * The point in [lo, hi] where f crosses zero, by bisection with the steps of
 * Newton where they stay inside.  f gives the value and, in *slope, the
 * derivative (0 where unknown).  f(lo) and f(hi) differ in sign.
 */
typedef double root_fn(const void *arg, double x, double *slope);
double root_find(root_fn *f, const void *arg, double lo, double hi);

#endif
