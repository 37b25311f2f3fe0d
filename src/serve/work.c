/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* work.c - a call is answered, alone or as one of a batch. */
#include "serve/own.h"

#include "core/number.h"
#include "serve/answer.h"
#include "serve/door.h"

/* --- answering ------------------------------------------------------------------ */

static enum rc
run_call(void *arg)
{
	struct call *c = arg;
	route_fn *fn = c->next ? c->next : c->route->answer;
	enum rc rc = c->route->way == NOW ? RC_OK : door_open(c);

	c->next = NULL;
	return rc ? rc : fn(c);
}

struct trouble { struct call *c; struct err err; };

static enum rc
tell_problem(void *arg)
{
	struct trouble *t = arg;

	t->c->face->problem(t->c, &t->err);
	return RC_OK;
}

/* Where even the telling fails there is still a plain line. */
void
work_problem(struct call *c, const struct err *err)
{
	static const char plain[] = "the server could not answer\n";
	struct trouble t = { c, *err };
	struct err again;

	c->rq->rs = (struct response){ 0 };
	if (arena_run(c->rq->arena, &again, tell_problem, &t))
		c->rq->rs = (struct response){ .status = 500,
			.type = "text/plain", .body = plain,
			.len = sizeof(plain) - 1 };
	if (err->code == RC_BUSY)
		c->rq->rs.retry_after = 1;
}

static enum rc
dress(void *arg)
{
	answer_dress(arg);
	return RC_OK;
}

void
work_answer(struct call *c, struct db *db, struct numbers *numbers)
{
	struct err err;
	enum rc rc;

	ctx_begin(&c->cx, c->rq->arena, db);
	c->cx.numbers = numbers;
	c->cx.domain = c->srv->cf.domain;
	c->cx.upload = c->upload;
	c->cx.blobs = server_blobs(c->srv);
	rc = arena_run(c->rq->arena, &c->cx.err, run_call, c);
	if (rc) {
		c->next = NULL;
		work_problem(c, &c->cx.err);
	}
	if (c->next)
		return;
	if (c->upload && c->rq->rs.status >= 300 && c->rq->rs.status != 303)
		blob_remove(server_blobs(c->srv), c->upload->name);
	(void)!arena_run(c->rq->arena, &err, dress, c->rq);
}

/* --- lanes ------------------------------------------------------------------------- */

void
work_busy(struct call *c)
{
	struct err busy;

	err_set(&busy, RC_BUSY, "too much is waiting");
	err_hint(&busy, "Ask again in a moment.");
	work_problem(c, &busy);
	answer_dress(c->rq);
}

/* --- checkpoints ------------------------------------------------------------------- */

struct sealing { struct ctx cx; struct server *srv; bool last; };

static enum rc
seal_work(void *arg)
{
	struct sealing *s = arg;
	enum rc rc = RC_OK;

	if (s->last && s->srv->shared)
		rc = sequencer_once(&s->cx);
	return rc ? rc : seal_make(&s->cx, s->srv->seal);
}

/* What fails is told, and tried again at the next turn. */
void
work_seal(struct seat *seat, bool last)
{
	struct sealing s = { .srv = seat->srv, .last = last };

	ctx_begin(&s.cx, arena_new(), seat->db);
	if (arena_run(s.cx.arena, &s.cx.err, seal_work, &s))
		s.srv->cf.note(s.cx.err.text);
	arena_free(s.cx.arena);
}

/* From the sealer's thread: the writer signs when its turn comes. */
void
work_ask_seal(void *arg)
{
	struct server *srv = arg;

	if (!atomic_exchange(&srv->asked, true) &&
	    !lane_push(srv->lane[WRITER], &srv->own.work))
		atomic_store(&srv->asked, false);
}

/* From the thread of the clock: the jobs run where changes are made. */
void
work_ask_jobs(void *arg)
{
	struct server *srv = arg;

	if (!atomic_exchange(&srv->jobs_asked, true) &&
	    !lane_push(srv->lane[srv->shared ? POOL : WRITER],
	    &srv->jobs.work))
		atomic_store(&srv->jobs_asked, false);
}

static void
jobs_now(struct seat *s)
{
	chores_run(s->srv->chores, s->db, s->numbers, server_blobs(s->srv),
	    s->srv->cf.note);
}

/* --- what goes on --------------------------------------------------------------------- */

/* What is left to do is a change: it goes on where those are made. */
bool
work_hand_on(struct server *srv, struct call *c)
{
	return lane_push(srv->lane[srv->shared ? POOL : WRITER], &c->work);
}

void
work_one(void *arg, struct work *w)
{
	struct seat *s = arg;
	struct call *c = (struct call *)w;

	if (c == &s->srv->jobs) {
		jobs_now(s);
		atomic_store(&s->srv->jobs_asked, false);
		return;
	}
	work_answer(c, s->db, s->numbers);
	if (c->next && work_hand_on(s->srv, c))
		return;
	if (c->next)
		work_busy(c);
	http_resume(c->rq);
}

struct batch { struct seat *seat; struct call **call; size_t n; };

static void
answer_nth(void *arg, size_t i)
{
	struct batch *b = arg;

	if (b->call[i] == &b->seat->srv->own)
		work_seal(b->seat, false);
	else if (b->call[i] == &b->seat->srv->jobs)
		jobs_now(b->seat);
	else
		work_answer(b->call[i], b->seat->db, b->seat->numbers);
}

static void
end_call(struct server *srv, struct call *c, const struct err *lost)
{
	if (c == &srv->own || c == &srv->jobs) {
		atomic_store(c == &srv->own ? &srv->asked : &srv->jobs_asked,
		    false);
		return;
	}
	if (lost)
		work_problem(c, lost);
	http_resume(c->rq);
}

/* The writer: nobody is answered before the one commit of them all. */
void
work_batch(void *arg, struct work *list)
{
	struct seat *s = arg;
	struct batch b = { .seat = s };
	struct ctx cx;
	struct err lost;
	bool failed;

	ctx_begin(&cx, s->arena, s->db);
	cx.numbers = s->numbers;
	for (struct work *w = list; w; w = w->next)
		b.n++;
	b.call = arena_alloc(s->arena, b.n * sizeof(*b.call));
	for (size_t i = 0; i < b.n; i++, list = list->next)
		b.call[i] = (struct call *)list;
	failed = command_batch(&cx, b.n, answer_nth, &b) != RC_OK;
	err_set(&lost, cx.err.code == RC_FULL ? RC_FULL : RC_BUSY,
	    "not stored: %.160s", cx.err.text);
	err_hint(&lost, "Ask again; with the same Idempotency-Key nothing is "
	    "done twice.");
	for (size_t i = 0; i < b.n; i++)
		end_call(s->srv, b.call[i], failed ? &lost : NULL);
	arena_reset(s->arena);
}

/* -1: in the worker itself. */
int
work_lane(const struct server *srv, enum way way)
{
	switch (way) {
	case NOW:
		return -1;
	case READS:
		return srv->shared ? POOL : -1;
	case CHANGES:
		return srv->shared ? POOL : WRITER;
	case COMPUTES:
		return HEAVY;
	}
	return -1;
}
