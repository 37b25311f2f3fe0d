/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * witnesses.h - who is told of each checkpoint, and how far each of them is.
 *
 *     DIR/seal/witnesses       a line each: URL, verifier key
 *     DIR/seal/witness-HEX     what came of the last attempt
 *     DIR/seal/cosigned        the last checkpoint with their signatures
 *
 * Small files, because a child without the database's rights to write does
 * the sending, and a page must show it when the database is busy.
 */
#ifndef WITNESSES_H
#define WITNESSES_H

#include "proof/checkpoint.h"

enum { WITNESSES = 16 };

struct witness_state {
	const char *url;
	struct key key;
	int64_t size;           /* that it signed last; 0: none yet */
	int64_t time;           /* of the last attempt, 0: none */
	const char *trouble;    /* what went wrong then, or "" */
};

/* RC_OK with none where there is no such file. */
enum rc witnesses_load(struct err *err, struct arena *a, const char *dir,
	struct witness_state **out, size_t *n) MUST_USE;

/* One more; RC_CONFLICT when it is there. */
enum rc witnesses_add(struct err *err, struct arena *a, const char *dir,
	const char *url, const char *key) MUST_USE;

enum rc witnesses_note(struct err *err, struct arena *a, const char *dir,
	const struct witness_state *w) MUST_USE;

#endif
