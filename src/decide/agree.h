/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * agree.h - do auditors grade alike?
 *
 * Each unit (a finding, a case) is rated by several raters; a rating may be
 * missing.  Agreement beyond chance is 1 - observed / expected disagreement:
 *
 *   Cohen 1960, 1968    two raters, weights of disagreement
 *   Fleiss 1971         any raters, all units rated by equally many
 *   Conger 1980         the same with each rater's own marginals
 *   Krippendorff        any number, missing ratings, by level of measurement
 *                       (Content Analysis, 2004, chapter 11)
 *
 * Where everybody gave the same rating there is no chance to measure against:
 * defined is false, and only the observed agreement is meant.
 */
#ifndef AGREE_H
#define AGREE_H

#include "base/base.h"

enum {
	AGREE_UNITS = 100000, AGREE_RATERS = 100, AGREE_CATEGORIES = 500,
	AGREE_RUNS = 10000
};

enum agree_level { AGREE_NOMINAL, AGREE_ORDINAL, AGREE_INTERVAL, AGREE_RATIO };

struct ratings {
	size_t units, raters;
	const double *value;            /* [unit * raters + rater] */
	const bool *given;              /* the same shape */
};

struct agreement {
	bool defined;
	double value;                   /* kappa or alpha */
	double observed, expected;      /* agreement (kappa), disagreement */
	double z;                       /* Fleiss: against no agreement */
	size_t units, categories;       /* that were counted */
	double low, high;               /* bootstrap, when asked for */
	bool bounded;
};

/* Bounds above, at least two raters, finite values. */
enum rc agree_check(struct err *err, const struct ratings *r) MUST_USE;

/*
 * A square table of counts (or shares) by two raters; weight: disagreement
 * of each pair, 0 on the diagonal, or NULL for 1 everywhere else.
 */
enum rc agree_table(struct err *err, const double *count, size_t categories,
	const double *weight, struct agreement *out) MUST_USE;

enum agree_weight { AGREE_EQUAL, AGREE_LINEAR, AGREE_SQUARE };

/* The following take ratings that agree_check passed. */
enum rc agree_cohen(struct err *err, struct arena *a, const struct ratings *r,
	enum agree_weight weight, struct agreement *out) MUST_USE;
enum rc agree_fleiss(struct err *err, struct arena *a, const struct ratings *r,
	struct agreement *out) MUST_USE;
enum rc agree_conger(struct err *err, struct arena *a, const struct ratings *r,
	struct agreement *out) MUST_USE;
enum rc agree_alpha(struct err *err, struct arena *a, const struct ratings *r,
	enum agree_level level, struct agreement *out) MUST_USE;

/*
 * Percentile interval of alpha over units drawn again with a seed; runs that
 * are not defined are left out.  RC_LIMIT when the work is too much.
 */
enum rc agree_bootstrap(struct err *err, struct arena *a,
	const struct ratings *r, enum agree_level level, const char *seed,
	int64_t runs, double confidence, struct agreement *out) MUST_USE;

/* Mean of a rater's ratings minus the unit's mean; 0 when he rated none. */
double agree_bias(const struct ratings *r, size_t rater);

#endif
