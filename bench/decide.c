/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * decide.c - the decision functions against the same work done the plain
 * way: sizes by looking at every n, draws by shuffling the whole population.
 */
#include "bench.h"

#include "decide/draw.h"
#include "decide/size.h"

#include <string.h>

#define COMPUTES CLOCK_PROCESS_CPUTIME_ID

struct bench {
	struct arena *arena;
	int64_t sum, check;             /* of sizes: both ways agree */
	int64_t *pick;
};

/* --- a table of the AICPA's size ----------------------------------------- */

/* Both tables: 11 tolerable by 28 expected rates, at 95 % and at 90 %. */
enum { TOLERABLE = 11, EXPECTED = 28, CELLS = 2 * TOLERABLE * EXPECTED };

/* False where no table has a size: the rates are too close. */
static bool
cell(int i, struct size_ask *s)
{
	static const int tolerable[TOLERABLE] = { 2, 3, 4, 5, 6, 7, 8, 9, 10,
		15, 20 };
	static const int expected[EXPECTED] = { 0, 25, 50, 75, 100, 125, 150,
		175, 200, 225, 250, 275, 300, 325, 350, 375, 400, 500, 600,
		700, 750, 800, 850, 900, 950, 1000, 1250, 1500 };

	*s = (struct size_ask){ .method = TAIL_BINOMIAL, .fixed = -1 };
	s->confidence.v = DEC_UNIT / 100 * (i % 2 ? 95 : 90);
	s->tolerable.v = DEC_UNIT / 100 * tolerable[i / 2 % TOLERABLE];
	s->expected.v = DEC_UNIT / 10000 * expected[i / 2 / TOLERABLE];
	return s->expected.v * 5 <= s->tolerable.v * 4;
}

static void
table_by_search(void *arg)
{
	struct bench *b = arg;
	struct size_ask s;
	struct size_plan p;
	struct err err;

	b->sum = 0;
	for (int i = 0; i < CELLS; i++)
		if (cell(i, &s) && size_plan(&err, &s, &p) == RC_OK)
			b->sum += p.n;
}

/* The tail as everybody writes it first: the sum of its terms, for every n. */
static double
plain_tail(int64_t k, int64_t n, double p)
{
	double term = 1, sum;

	for (int64_t i = 0; i < n; i++)
		term *= 1 - p;
	sum = term;
	for (int64_t i = 0; i < k; i++) {
		term *= (double)(n - i) / (double)(i + 1) * p / (1 - p);
		sum += term;
	}
	return sum;
}

static void
table_by_scan(void *arg)
{
	struct bench *b = arg;
	struct size_ask s;

	b->check = 0;
	for (int i = 0; i < CELLS; i++) {
		if (!cell(i, &s))
			continue;
		double risk = (double)(DEC_UNIT - s.confidence.v) / DEC_UNIT;
		int64_t n = 1;

		while (plain_tail(dec_times_up(s.expected, n), n,
		    dec_real(s.tolerable)) > risk)
			n++;
		b->check += n;
	}
}

/* The same scan, with the tail that the program itself has. */
static void
table_by_our_scan(void *arg)
{
	struct bench *b = arg;
	struct size_ask s;

	b->check = 0;
	for (int i = 0; i < CELLS; i++) {
		if (!cell(i, &s))
			continue;
		struct tail t = { .kind = TAIL_BINOMIAL, .n = 1,
			.rate = s.tolerable };
		struct dec risk = { DEC_UNIT - s.confidence.v };

		while (tail_cmp(&t, dec_times_up(s.expected, t.n), risk) > 0)
			t.n++;
		b->check += t.n;
	}
}

/* --- one size of a large population -------------------------------------- */

static void
one_size(void *arg)
{
	struct bench *b = arg;
	struct size_ask s = { TAIL_HYPERGEOMETRIC, { DEC_UNIT / 100 * 95 },
		{ DEC_UNIT / 100 * 5 }, { DEC_UNIT / 100 * 4 }, -1, 1000000 };
	struct size_plan p;
	struct err err;

	b->sum = 0;
	for (int i = 0; i < 10; i++)
		if (size_plan(&err, &s, &p) == RC_OK)
			b->sum += p.n;
}

static void
ten_thousandths(void *arg)
{
	/* What a millisecond is worth here: SHA-256 of a megabyte, ten times,
	 * is some tens of milliseconds on any machine of today. */
	static char megabyte[1 << 20];
	unsigned char h[HASH];

	(void)arg;
	for (int i = 0; i < 10; i++)
		hash_bytes(megabyte, sizeof(megabyte), h);
}

/* --- drawing ------------------------------------------------------------- */

enum { POPULATION = 10000000, DRAWN = 10000 };

static void
draw_by_hash(void *arg)
{
	struct bench *b = arg;
	struct err err;
	int64_t draws;

	arena_reset(b->arena);
	if (draw_rivest(&err, b->arena, "46136251634152635142", POPULATION, 0,
	    DRAWN, false, b->pick, &draws))
		abort();
}

static void
draw_by_shuffle(void *arg)
{
	struct bench *b = arg;
	int32_t *all = must_alloc(POPULATION * sizeof(*all));

	for (int32_t i = 0; i < POPULATION; i++)
		all[i] = i + 1;
	for (int i = 0; i < DRAWN; i++) {
		int64_t j = i + draw_pick("46136251634152635142", i + 1,
		    POPULATION - i) - 1;
		int32_t t = all[j];

		all[j] = all[i];
		all[i] = t;
		b->pick[i] = t;
	}
	free(all);
}

int
main(void)
{
	struct bench b = { .arena = arena_new() };

	b.pick = must_alloc(DRAWN * sizeof(*b.pick));
	printf("less than 1 is faster\n");
	bench_ratio("a table of sizes, to scanning n", COMPUTES,
	    table_by_search, table_by_scan, &b);
	if (b.sum != b.check) {
		fprintf(stderr, "bench: the two ways disagree\n");
		return 1;
	}
	bench_ratio("a table of sizes, to scanning n with our tail", COMPUTES,
	    table_by_search, table_by_our_scan, &b);
	bench_ratio("ten sizes for a million, to SHA-256 of ten megabytes",
	    COMPUTES, one_size, ten_thousandths, &b);
	bench_ratio("10,000 of 10,000,000, to shuffling them", COMPUTES,
	    draw_by_hash, draw_by_shuffle, &b);
	draw_by_hash(&b);
	printf("%-52s %5.2f\n", "memory of that draw, MB, to 40 of the list",
	    (double)arena_used(b.arena) / (1 << 20));
	free(b.pick);
	arena_free(b.arena);
	return 0;
}
