/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * lane.h - a bounded queue and the threads that serve it.
 *
 * The writer, the pool and the heavy lane are three of these: they differ in
 * their number of threads and in whether a thread takes one piece of work or
 * all that waits.  A lane knows neither databases nor HTTP.
 */
#ifndef LANE_H
#define LANE_H

#include "base/base.h"

/* Embedded as the first member of what is done. */
struct work { struct work *next; };

struct lane_kind {
	unsigned threads;
	unsigned bound;         /* how much may wait */
	bool batch;             /* a thread takes all that waits */
	void **seat;            /* one a thread, handed to serve */
	void (*serve)(void *seat, struct work *list);
};

struct lane;

/* NULL: the threads cannot be had.  Nothing of kind is kept. */
struct lane *lane_new(const struct lane_kind *kind);

/* False when it is full: nothing was taken over, say so to the client. */
bool lane_push(struct lane *l, struct work *w) MUST_USE;

/* How much waits now: for the metrics, out of date when it is read. */
unsigned lane_waiting(struct lane *l);

/* Finishes what waits, then ends the threads. */
void lane_free(struct lane *l);

#endif
