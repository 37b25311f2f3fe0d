/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sequential.h - Wald's sequential test of a rate, cut off and recomputed.
 *
 * After n items with x deviations: accept when x <= slope n - h1, reject when
 * x >= slope n + h2, else look at one more.  At the cut the line in the
 * middle decides.  Cutting changes the risks, so the true ones are computed
 * by stepping through (n, x).
 *
 * Source: A. Wald, Sequential Analysis (1947); the figures of NIST/SEMATECH
 * e-Handbook 6.2.6 are among the tests.
 */
#ifndef SEQUENTIAL_H
#define SEQUENTIAL_H

#include "decide/decimal.h"

enum { SEQUENTIAL_MOST = 100000, SEQUENTIAL_WIDTH = 4096 };

struct sequential {
	struct dec p1, p2;              /* good, bad rate: 0 < p1 < p2 < 1 */
	struct dec alpha, beta;         /* above 0, together below 1 */
	int64_t cut;                    /* most items; 0: 3 times a single */
	double h1, h2, slope;           /* found by sequential_plan */
	int64_t first_accept;           /* n with no deviation that accepts */
	int64_t first_reject;           /* n of deviations alone that rejects */
	int64_t single_n, single_k;     /* the single plan of the same risks */
};

struct sequential_at { double accept, items; };

/* Fills what is found; RC_INVALID or RC_LIMIT when the plan is too long. */
enum rc sequential_plan(struct err *err, struct sequential *s) MUST_USE;

/* Accept up to (or -1: none yet), reject from, after n items, n <= cut. */
int64_t sequential_accept_to(const struct sequential *s, int64_t n);
int64_t sequential_reject_from(const struct sequential *s, int64_t n);

/* Chance to accept and expected number of items at a rate, cut included. */
struct sequential_at sequential_at(const struct sequential *s, double rate);

#endif
