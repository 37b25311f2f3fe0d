/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bench.h - ratios of two ways to do the same work.
 *
 * Absolute times say more of a machine and of its neighbours than of a
 * program.  So both ways run by turns, and what counts is the median of the
 * ratios of the turns, with the least and the most beside it.  What only
 * computes is measured in processor time, what waits by the clock.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BENCH_TURNS = 15 };

typedef void bench_fn(void *arg);

static inline double
bench_time(clockid_t clock, bench_fn *fn, void *arg)
{
	struct timespec a, b;

	clock_gettime(clock, &a);
	fn(arg);
	clock_gettime(clock, &b);
	return (double)(b.tv_sec - a.tv_sec) +
	    (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
}

static inline int
bench_order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Time of ours over time of bare: 1.00 is as fast, 0.50 twice as fast. */
static inline double
bench_ratio(const char *name, clockid_t clock, bench_fn *ours, bench_fn *bare,
    void *arg)
{
	double ratio[BENCH_TURNS];

	ours(arg);
	bare(arg);
	for (int i = 0; i < BENCH_TURNS; i++) {
		double b = bench_time(clock, bare, arg);

		ratio[i] = bench_time(clock, ours, arg) / b;
	}
	qsort(ratio, BENCH_TURNS, sizeof(*ratio), bench_order);
	printf("%-52s %5.2f  (%.2f to %.2f)\n", name, ratio[BENCH_TURNS / 2],
	    ratio[0], ratio[BENCH_TURNS - 1]);
	return ratio[BENCH_TURNS / 2];
}

#endif
