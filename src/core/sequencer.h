/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sequencer.h - gives journal entries their places on PostgreSQL.
 *
 * Every server runs one; the one that holds the lease works, the others try
 * to take it.  When the lease is lost, however late that is noticed, nothing
 * can be placed under it any more.
 */
#ifndef SEQUENCER_H
#define SEQUENCER_H

#include "journal.h"

struct sequencer;

/* Told from the sequencer's thread when it gets or loses the lease. */
typedef void sequencer_note(const char *text);

struct sequencer *sequencer_new(const char *where, int stall,
	sequencer_note *note, struct err *err);

/* Gives the lease back; what still waits is the next holder's. */
void sequencer_free(struct sequencer *q);

/* One turn by hand, for programs that serve nobody: places all that waits. */
enum rc sequencer_once(struct ctx *cx) MUST_USE;

#endif
