/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * erase.h - takes values out of a record and out of its whole history, by
 * law.
 *
 * What goes is the words and their salts; the commitments stay, so every
 * proof that was ever given still holds.  An entry "RECORD.erase" says who
 * did it, when, why, and of which fields.
 */
#ifndef ERASE_H
#define ERASE_H

#include "ctx.h"

struct erasure {
	const struct entity *entity;
	int64_t record;
	const char *const *field;       /* that are flagged PERSONAL */
	size_t n;
	const char *reason;
};

/*
 * Within a unit of work (command_write), which the caller has authorised.
 * RC_DENIED for a field that is not personal; RC_INVALID without a reason.
 */
enum rc erase_values(struct ctx *cx, const struct erasure *e) MUST_USE;

#endif
