/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * past.h - a store as it was right after one of its entries, made anew of the
 * journal alone, in a database that is thrown away: what was made of the
 * records then can be made of them again.  Values that were erased since are
 * not there.
 */
#ifndef PAST_H
#define PAST_H

#include "ctx.h"

struct past {
	struct ctx cx;          /* in the name and at the time of the entry */
	const char *dir;
};

/* arrived: of the entry.  past_close also after a failure. */
enum rc past_open(struct ctx *now, int64_t arrived, struct past *out)
	MUST_USE;
void past_close(struct past *p);

#endif
