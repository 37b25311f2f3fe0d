/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * survival.h - how long until closure, when some are still open.
 *
 * A mean over closed actions alone is too small.  Kaplan and Meier count an
 * open one up to the day it was last seen (censored).  Limits are pointwise
 * by Greenwood's error: plain, on the log, or on the log-log scale; they
 * differ, so the type is always said.  The log-rank test compares groups.
 *
 * Sources: E. L. Kaplan and P. Meier, JASA 53 (1958); M. Greenwood (1926);
 * N. Mantel (1966); D. P. Harrington and T. R. Fleming, Biometrika 69 (1982),
 * whose rho = 1 is the test of Peto and Peto.
 */
#ifndef SURVIVAL_H
#define SURVIVAL_H

#include "decide/decimal.h"

enum { SURVIVAL_MOST = 100000, SURVIVAL_GROUPS = 20 };

struct lifetime {
	struct dec time;                /* 0 or more */
	bool event;                     /* false: still open then */
	int group;                      /* 0 to groups - 1 */
};

enum survival_limits { SURVIVAL_PLAIN, SURVIVAL_LOG, SURVIVAL_LOGLOG };

struct survival_step {
	double time;
	int64_t at_risk, events, censored;
	double survival, error;         /* Greenwood's, of survival */
	double low, high;
	bool bounded;                   /* false: no limits (survival 0) */
};

struct survival {
	struct survival_step *step;     /* one for each different time */
	size_t steps;
	int64_t n, events;
	double median, median_low, median_high;
	bool has_median, has_low, has_high;
};

/* Those of one group; times in order come out, whatever goes in. */
enum rc survival_of(struct err *err, struct arena *a,
	const struct lifetime *life, size_t n, int group,
	enum survival_limits limits, double confidence, struct survival *out)
	MUST_USE;

struct logrank {
	double observed[SURVIVAL_GROUPS], expected[SURVIVAL_GROUPS];
	int64_t n[SURVIVAL_GROUPS];
	double chi2, p;
	int df;
};

/*
 * rho 0: log-rank, 1: Peto and Peto.  RC_INVALID when groups cannot be told
 * apart because nothing happened while both were at risk.
 */
enum rc survival_compare(struct err *err, struct arena *a,
	const struct lifetime *life, size_t n, int groups, int rho,
	struct logrank *out) MUST_USE;

#endif
