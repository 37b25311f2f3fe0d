/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads the lines of grid.R and says, for each function, how far ours is
 * from R's: the worst relative difference and where.  Fails above 1e-12.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "decide/limit.h"
#include "decide/special.h"
#include "decide/tail.h"

struct row {
	const char *name;
	int args;
	double (*value)(const double *v);
	double worst, at[4];
	long count;
};

#define I(k) ((int64_t)v[k])

/* clang-format off */
static double f1(const double *v) { return binomial_lower(I(0), I(1), v[2]); }
static double f2(const double *v) { return binomial_upper(I(0), I(1), v[2]); }
static double f3(const double *v) { return binomial_term(I(0), I(1), v[2]); }
static double f4(const double *v) { return poisson_lower(I(0), v[1]); }
static double f5(const double *v) { return poisson_upper(I(0), v[1]); }
static double f6(const double *v)
{ return hyper_lower(I(0), I(1), I(2), I(3)); }
static double f7(const double *v) { return hyper_term(I(0), I(1), I(2), I(3)); }
static double f8(const double *v) { return gamma_lower(v[0], v[1]); }
static double f9(const double *v) { return gamma_upper(v[0], v[1]); }
static double f10(const double *v) { return gamma_quantile(v[0], v[1]); }
static double f11(const double *v) { return beta_lower(v[0], v[1], v[2]); }
static double f12(const double *v) { return beta_upper(v[0], v[1], v[2]); }
static double f13(const double *v) { return beta_quantile(v[0], v[1], v[2]); }
static double f14(const double *v) { return normal_quantile(v[0]); }
static double f15(const double *v) { return chi2_upper(v[0], v[1]); }
static double f16(const double *v) { return limit_above(I(0), I(1), 1 - v[2]); }
static double f17(const double *v) { return limit_count_above(I(0), 1 - v[1]); }
/* clang-format on */

static void
take(struct row *r, const double *v)
{
	double want = v[r->args], got = r->value(v);
	double gap = fabs(got - want) / fabs(want);

	if (want < 1e-290 && got < 1e-290)
		gap = 0;
	r->count++;
	if (!(gap <= r->worst)) {
		r->worst = gap;
		memcpy(r->at, v, sizeof(r->at));
	}
}

int
main(void)
{
	struct row rows[] = {
		{ .name = "binomial_lower", .args = 3, .value = f1 },
		{ .name = "binomial_upper", .args = 3, .value = f2 },
		{ .name = "binomial_term", .args = 3, .value = f3 },
		{ .name = "poisson_lower", .args = 2, .value = f4 },
		{ .name = "poisson_upper", .args = 2, .value = f5 },
		{ .name = "hyper_lower", .args = 4, .value = f6 },
		{ .name = "hyper_term", .args = 4, .value = f7 },
		{ .name = "gamma_lower", .args = 2, .value = f8 },
		{ .name = "gamma_upper", .args = 2, .value = f9 },
		{ .name = "gamma_quantile", .args = 2, .value = f10 },
		{ .name = "beta_lower", .args = 3, .value = f11 },
		{ .name = "beta_upper", .args = 3, .value = f12 },
		{ .name = "beta_quantile", .args = 3, .value = f13 },
		{ .name = "normal_quantile", .args = 1, .value = f14 },
		{ .name = "chi2_upper", .args = 2, .value = f15 },
		{ .name = "limit_above", .args = 3, .value = f16 },
		{ .name = "limit_count_above", .args = 2, .value = f17 },
	};
	char line[512], name[40];
	int bad = 0;

	while (fgets(line, sizeof(line), stdin)) {
		double v[5] = { 0 };

		if (sscanf(line, "%39s %lf %lf %lf %lf %lf", name, v, v + 1,
		    v + 2, v + 3, v + 4) < 3)
			continue;
		for (size_t i = 0; i < NELEMS(rows); i++)
			if (!strcmp(rows[i].name, name))
				take(&rows[i], v);
	}
	for (size_t i = 0; i < NELEMS(rows); i++) {
		const struct row *r = &rows[i];
		bool ok = r->count > 0 && r->worst <= 1e-12;

		printf("%-18s %5ld values, worst %.1e at %g %g %g %g%s\n",
		    r->name, r->count, r->worst, r->at[0], r->at[1], r->at[2],
		    r->at[3], ok ? "" : "  TOO FAR");
		bad += !ok;
	}
	return bad > 0;
}
