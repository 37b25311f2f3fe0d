/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * population.h - the list that a sample is drawn from, as it was frozen.
 *
 * A list is a stored file: one name a line, or a table with a header of which
 * one column holds the names.  It is put in order (NFC, blanks at the ends
 * off, sorted by bytes, one a line ended by LF) and hashed as it then is, so
 * that a third party who has the names comes to the same fingerprint.  A plan
 * without a file has its items numbered.
 *
 * A file whose rows are in order already is streamed: it may have as many
 * rows as there can be.  Others are put in order in memory, up to the limits
 * here.
 */
#ifndef POPULATION_H
#define POPULATION_H

#include "base/hash.h"
#include "core/command.h"
#include "model/sampling.h"

enum {
	POPULATION_SORTED = 200000,     /* rows put in order in memory */
	POPULATION_BYTES = 8 << 20      /* and the bytes of their names */
};

struct population {
	int64_t count;
	char hash[HEX];
	bool numbered;                  /* no file: the items are 1 to count */
	/* In order; NULL where the list was streamed or is numbered. */
	const char **id, **stratum;
};

/*
 * Reads the list of a plan.  whole: keep the names, although the rows are in
 * order.  RC_RULE with R-6.3.2-09 where it is no list.
 */
enum rc population_read(struct ctx *cx, const struct sampling_plan *p,
	bool whole, struct population *out) MUST_USE;

/* The names of n rows, counted from 1; id has room for n. */
enum rc population_names(struct ctx *cx, const struct sampling_plan *p,
	const struct population *l, const int64_t *row, size_t n,
	const char **id) MUST_USE;

#endif
