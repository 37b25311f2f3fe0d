/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sites.h - how many similar sites to visit (IAF MD 1), in whole numbers.
 *
 * x sites of one risk group, the central function not among them, which is
 * always audited.  initial: root of x; surveillance: 0.6 times; renewal: 0.8
 * times when the system proved effective over the cycle, else as initial; all
 * rounded up.  A quarter of them, rounded up, is chosen at random.  The rule
 * gives no stated confidence: say what a random sample of the same size would
 * show (sites_missed) beside it.
 *
 * Source: IAF MD 1:2018, 6.1.3; the worked examples of EA's answers 42.6 and
 * 46.5 are among the tests.
 */
#ifndef SITES_H
#define SITES_H

#include "base/base.h"

enum sites_kind { SITES_INITIAL, SITES_SURVEILLANCE, SITES_RECERTIFICATION };

enum { SITES_MOST = 1000000 };

struct sites_ask {
	int64_t sites;                  /* 1 to SITES_MOST */
	enum sites_kind kind;
	bool unproven;                  /* recertification without the 0.8 */
	bool all;                       /* sampling is not suitable here */
	int64_t more;                   /* added for risk, 0 or more */
};

struct sites {
	int64_t sample;                 /* by the rule, with what is added */
	int64_t rule;                   /* by the rule alone */
	int64_t random_minimum;
	int64_t central;                /* always 1 more */
};

enum rc sites_of(struct err *err, const struct sites_ask *ask,
	struct sites *out) MUST_USE;

/* Chance that `sample` sites at random miss all of `bad` among `sites`. */
double sites_missed(int64_t sites, int64_t bad, int64_t sample);

/* The least k with k * k >= n; n up to 10^12. */
int64_t root_up(int64_t n);

#endif
