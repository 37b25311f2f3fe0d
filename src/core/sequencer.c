/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sequencer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { TURN_MS = 100, KEEP_MS = 500 };

struct sequencer {
	struct ctx cx;
	int64_t fence;          /* 0: another leads */
	int64_t kept;
	int stall;
	sequencer_note *note;
	atomic_bool ending;
	pthread_t thread;
};

/* --- the lease: a row that runs out by the database's clock ------------------- */

/* *fence becomes 0 while another holds it. */
static enum rc
take_lease(struct ctx *cx, int64_t *fence)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "UPDATE tree SET fence = fence + 1, until = " LEASE_END
	    " WHERE id = 1 AND until < " LEASE_NOW " RETURNING fence",
	    NO_ARGS);

	if (!rc)
		*fence = r.nrows ? rows_at(&r, 0, 0)->i : 0;
	return rc;
}

static enum rc
keep_lease(struct ctx *cx, int64_t fence)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "UPDATE tree SET until = " LEASE_END
	    " WHERE id = 1 AND fence = $1 RETURNING id", ARGS(INT(fence)));

	if (!rc && !r.nrows)
		rc = err_set(&cx->err, RC_MISSING, "the lease is gone");
	return rc;
}

static enum rc
drop_lease(struct ctx *cx, int64_t fence)
{
	enum rc rc = db_run(cx->db, &cx->err, "UPDATE tree SET until = 0 "
	    "WHERE id = 1 AND fence = $1", ARGS(INT(fence)));

	return rc ? rc : db_settle(cx->db, &cx->err);
}

enum rc
sequencer_once(struct ctx *cx)
{
	int64_t fence = 0;
	size_t n = 0;
	enum rc rc = take_lease(cx, &fence), end;

	if (rc || !fence)
		return rc;      /* a server does it */
	do
		rc = journal_place_held(cx, fence, 0, &n);
	while (!rc && n == JOURNAL_MANY);
	end = drop_lease(cx, fence);
	return rc ? rc : end;
}

/* --- the thread ------------------------------------------------------------------- */

static enum rc
lead(struct sequencer *q)
{
	size_t n;
	enum rc rc;

	do {
		rc = journal_place_held(&q->cx, q->fence, q->stall, &n);
		if (!rc && n)
			q->kept = clock_ms();
	} while (!rc && n == JOURNAL_MANY && !atomic_load(&q->ending));
	if (!rc && clock_ms() - q->kept > KEEP_MS) {
		rc = keep_lease(&q->cx, q->fence);
		q->kept = clock_ms();
	}
	return rc;
}

static enum rc
turn(void *arg)
{
	struct sequencer *q = arg;
	enum rc rc = RC_OK;

	if (!q->fence) {
		rc = take_lease(&q->cx, &q->fence);
		q->kept = clock_ms();
		if (!rc && q->fence)
			q->note("this server gives the entries their places");
	}
	if (!rc && q->fence)
		rc = lead(q);
	return rc;
}

static void *
run(void *arg)
{
	static const struct timespec nap = { 0, TURN_MS * 1000000L };
	struct sequencer *q = arg;

	while (!atomic_load(&q->ending)) {
		arena_reset(q->cx.arena);
		if (arena_run(q->cx.arena, &q->cx.err, turn, q) && q->fence) {
			q->note(q->cx.err.text);
			q->fence = 0;
		}
		nanosleep(&nap, NULL);
	}
	if (q->fence)
		(void)!drop_lease(&q->cx, q->fence);
	return NULL;
}

struct sequencer *
sequencer_new(const char *where, int stall, sequencer_note *note,
    struct err *err)
{
	struct sequencer *q = must_alloc(sizeof(*q));

	ctx_begin(&q->cx, arena_new(), db_open(where, DB_WRITE, err));
	q->stall = stall;
	q->note = note;
	if (q->cx.db && pthread_create(&q->thread, NULL, run, q) == 0)
		return q;
	db_close(q->cx.db);
	arena_free(q->cx.arena);
	free(q);
	return NULL;
}

void
sequencer_free(struct sequencer *q)
{
	if (!q)
		return;
	atomic_store(&q->ending, true);
	pthread_join(q->thread, NULL);
	db_close(q->cx.db);
	arena_free(q->cx.arena);
	free(q);
}
