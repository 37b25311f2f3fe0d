/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * iso2859.h - single sampling plans by AQL, normal inspection.
 *
 * For a series of lots, or where a customer prescribes an AQL; for one
 * decision about one population size.h and limit.h are right.  The numbers
 * are those of ISO 2859-1, ANSI/ASQ Z1.4 and MIL-STD-105E tables I and II-A.
 * They follow one diagonal: letter index and AQL index add up to the
 * acceptance number, so the table is made, not copied, and tested cell by
 * cell.  An arrow leads to another letter, with that letter's sample size.
 */
#ifndef ISO2859_H
#define ISO2859_H

#include "decide/decimal.h"

enum { ISO2859_LETTERS = 16, ISO2859_AQLS = 16, ISO2859_LEVELS = 7 };

extern const char iso2859_letter[ISO2859_LETTERS];      /* A .. R */
extern const int iso2859_size[ISO2859_LETTERS];
extern const char *const iso2859_aql[ISO2859_AQLS];     /* "0.010" .. "10" */
extern const char *const iso2859_level[ISO2859_LEVELS]; /* "S-1" .. "III" */

/* Where a cell of the table leads. */
enum iso2859_cell { ISO2859_PLAN, ISO2859_UP, ISO2859_DOWN };

struct iso2859 {
	enum iso2859_cell cell;         /* of the letter asked for */
	char letter;                    /* of the plan; 0: the table has none */
	int n, accept, reject;
	bool census;                    /* n reaches the lot: look at all */
};

/* Index into the lists above, or -1. */
int iso2859_find_letter(const char *s);
int iso2859_find_aql(const char *s);
int iso2859_find_level(const char *s);

/* The code letter's index for a lot of 2 or more. */
int iso2859_code(int64_t lot, int level);

/* The plan for a letter and an AQL, by index; lot 0: not known. */
struct iso2859 iso2859_plan(int letter, int aql, int64_t lot);

#endif
