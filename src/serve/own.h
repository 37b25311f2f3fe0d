/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * own.h - what the parts of a server share: its seats and lanes, how a call is
 * worked on, and how a request arrives.  Nobody outside of serve/ includes it.
 */
#ifndef SERVE_OWN_H
#define SERVE_OWN_H

#include "serve/chores.h"
#include "serve/sealer.h"
#include "serve/serve.h"

#include <stdatomic.h>

enum { MAX_SEATS = 64 };
enum lane_no { WRITER, POOL, HEAVY, LANES };

/* What one thread works with, for as long as it lives. */
struct seat {
	struct server *srv;
	struct db *db;          /* NULL where none is needed */
	struct numbers *numbers;
	struct arena *arena;    /* for what a batch needs */
};

struct server {
	struct serve_config cf;
	bool shared, demo;
	struct http *http;
	struct lane *lane[LANES];
	struct sequencer *sequencer;
	struct seal *seal;
	struct sealer *sealer;
	struct chores *chores;
	/* The server's own, without a request, and whether they wait. */
	struct call own, jobs;
	atomic_bool asked, jobs_asked;
	struct seat seats[MAX_SEATS];
	void *list[MAX_SEATS];  /* each seat's address, for the lanes */
	unsigned taken;
};

/* --- work.c: a call, in whatever thread its turn comes ---------------------------- */

/* Where calls of that way are worked on; -1: in the worker itself. */
int work_lane(const struct server *srv, enum way way);
/* What lanes do with what they hold: one call, or all that wait at once. */
void work_one(void *seat, struct work *w);
void work_batch(void *seat, struct work *list);
void work_answer(struct call *c, struct db *db, struct numbers *numbers);
/* To where changes are made; false when too much waits there. */
bool work_hand_on(struct server *srv, struct call *c);
void work_problem(struct call *c, const struct err *err);
void work_busy(struct call *c);
/* A checkpoint, if one is due; last: of all that was done. */
void work_seal(struct seat *seat, bool last);
/* From other threads: the lanes sign, or do the jobs, when their turn comes. */
void work_ask_seal(void *srv);
void work_ask_jobs(void *srv);

/* --- arrive.c: from a request to its route ------------------------------------------ */

void arrive_request(void *seat, struct request *rq);
void arrive_head(void *seat, struct request *rq);
enum rc arrive_find(struct call *c, const struct face *const *faces) MUST_USE;

#endif
