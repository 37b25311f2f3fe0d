/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * chores.h - the server's clock for the jobs of the domain.
 *
 * A thread asks for them once a minute; they run in the lane where changes
 * are made, each when its time has come.
 */
#ifndef CHORES_H
#define CHORES_H

#include "core/job.h"
#include "core/sequencer.h"

struct chores;

/* Called from the thread of the clock; may come again before it is done. */
typedef void chores_ask(void *arg);

/* NULL: no thread can be had. */
struct chores *chores_new(const struct domain *d, chores_ask *ask, void *arg);
/* Ends the thread, before the lane; then frees it, after. */
void chores_stop(struct chores *c);
void chores_free(struct chores *c);

/*
 * In the lane: runs what is due, one thread at a time; what fails is told and
 * tried again at its next time.
 */
void chores_run(struct chores *c, struct db *db, struct numbers *numbers,
	const char *blobs, sequencer_note *note);

#endif
