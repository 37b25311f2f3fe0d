/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * draw.h - a sample that the auditee can draw again.
 *
 * No random numbers are made here: a seed goes in, and SHA-256 does the rest,
 * so the same list and seed give the same sample in any language.
 *
 * Rivest 2011: pick i is 1 + SHA-256(seed "," i) mod N, for i = 1, 2, ...
 * (R. L. Rivest, "A Sampler", 2011).  Consistent: each item has a ticket made
 * of seed and name, and the lowest tickets are drawn; items may come, go or
 * be merged and the others keep their order (R. L. Rivest, arXiv 1808.10016).
 *
 * The protocol: the list is put in order, hashed and recorded; then two
 * parties each seal a part, then both reveal; the seed is made of all three.
 */
#ifndef DRAW_H
#define DRAW_H

#include "base/base.h"
#include "base/hash.h"

enum {
	DRAW_POPULATION = 1000000000,   /* numbered items */
	DRAW_LISTED = 2000000,          /* consistent: by number or name */
	DRAW_MOST = 1000000,            /* items in a sample */
	DRAW_TRIES = 4000000,           /* picks that a draw may expect */
	DRAW_SEED = 1000,               /* bytes */
	DRAW_PART = 20                  /* least characters of a part */
};

/* The i-th pick, 1 to population; population up to 2^55. */
int64_t draw_pick(const char *seed, int64_t i, int64_t population);

/*
 * n picks after the first `drop`; without replacement a repeat is skipped;
 * RC_LIMIT where so many would be repeats that DRAW_TRIES is not enough.
 * pick has room for n.  *draws is the number of i that were tried.  Memory
 * grows with drop + n, never with the population.
 */
enum rc draw_rivest(struct err *err, struct arena *a, const char *seed,
	int64_t population, int64_t drop, int64_t n, bool replacement,
	int64_t *pick, int64_t *draws) MUST_USE;

struct ticket {
	int64_t item;                   /* index into the names, from 0 */
	int64_t generation;             /* how often drawn, from 1 */
	const char *number;             /* "0.2629…" */
};

/*
 * ids: the names, all different; or NULL for the numbers 1 to count.  take
 * tickets after the first drop, lowest first; out has room for take.  *taken
 * is less when there are fewer items (without replacement).
 */
enum rc draw_consistent(struct err *err, struct arena *a, const char *seed,
	const char *const *ids, int64_t count, int64_t drop, int64_t take,
	bool replacement, struct ticket *out, int64_t *taken) MUST_USE;

/* The first ticket number of one name. */
const char *draw_ticket(struct arena *a, const char *seed, const char *id);

/*
 * The list as it is hashed: NFC, without blanks at the ends, sorted by bytes,
 * one a line ended by LF.  RC_INVALID when a name is empty, has a line end,
 * or is there twice.  sorted gets the lines in order.
 */
enum rc draw_list(struct err *err, struct arena *a, const char *const *ids,
	size_t count, const char ***sorted, char hex[HEX]) MUST_USE;

/* SHA-256 of "muster-part/1" LF list hash LF part LF: said before any part
 * is shown.  RC_INVALID when the part is too short to withstand guessing. */
enum rc draw_seal(struct err *err, const char *list_hex, const char *part,
	char hex[HEX]) MUST_USE;

/* The seed: SHA-256 of "muster-seed/1" LF list hash LF part LF part LF. */
enum rc draw_seed(struct err *err, const char *list_hex, const char *one,
	const char *two, char hex[HEX]) MUST_USE;

/*
 * Some ten lines of Python that draw the same, for the sheet.  A list is read
 * from list.txt, as it was hashed; with strata each line has a tab and its
 * stratum behind the name.
 */
struct draw_share { const char *name; int64_t n; };

struct draw_sheet {
	const char *seed;
	int64_t population, n, drop;
	bool consistent, replacement, listed;
	bool steps;                     /* every k-th row from a first one */
	const struct draw_share *share; /* by stratum, by tickets */
	size_t shares;
};

void draw_script(const struct draw_sheet *sheet, struct buf *out);

#endif
