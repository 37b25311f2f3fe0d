/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* size: seats, lanes and their ends are one life, told in one place. */
#include "serve/serve.h"

#include "base/text.h"
#include "core/number.h"
#include "serve/answer.h"
#include "serve/chores.h"
#include "serve/door.h"
#include "serve/inbox.h"
#include "serve/sealer.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

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

const char *
server_blobs(const struct server *srv)
{
	return srv->cf.place->blobs;
}

const char *
server_seal(const struct server *srv)
{
	return srv->cf.place->seal;
}

bool
server_is_demo(const struct server *srv)
{
	return srv->demo;
}

const char *
server_dir(const struct server *srv)
{
	return srv->cf.place->dir;
}

const struct signer *
server_signer(const struct server *srv)
{
	return srv->seal ? seal_signer(srv->seal) : NULL;
}

uint16_t
server_port(const struct server *srv)
{
	return http_port(srv->http, 0);
}

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
static void
problem(struct call *c, const struct err *err)
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

static void
answer(struct call *c, struct db *db, struct numbers *numbers)
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
		problem(c, &c->cx.err);
	}
	if (c->next)
		return;
	if (c->upload && c->rq->rs.status >= 300 && c->rq->rs.status != 303)
		blob_remove(server_blobs(c->srv), c->upload->name);
	(void)!arena_run(c->rq->arena, &err, dress, c->rq);
}

/* --- lanes ------------------------------------------------------------------------- */

static void
tell_busy(struct call *c)
{
	struct err busy;

	err_set(&busy, RC_BUSY, "too much is waiting");
	err_hint(&busy, "Ask again in a moment.");
	problem(c, &busy);
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
static void
seal_now(struct seat *seat, bool last)
{
	struct sealing s = { .srv = seat->srv, .last = last };

	ctx_begin(&s.cx, arena_new(), seat->db);
	if (arena_run(s.cx.arena, &s.cx.err, seal_work, &s))
		s.srv->cf.note(s.cx.err.text);
	arena_free(s.cx.arena);
}

/* From the sealer's thread: the writer signs when its turn comes. */
static void
ask_writer(void *arg)
{
	struct server *srv = arg;

	if (!atomic_exchange(&srv->asked, true) &&
	    !lane_push(srv->lane[WRITER], &srv->own.work))
		atomic_store(&srv->asked, false);
}

/* From the thread of the clock: the jobs run where changes are made. */
static void
ask_for_jobs(void *arg)
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
static bool
hand_on(struct server *srv, struct call *c)
{
	return lane_push(srv->lane[srv->shared ? POOL : WRITER], &c->work);
}

static void
serve_one(void *arg, struct work *w)
{
	struct seat *s = arg;
	struct call *c = (struct call *)w;

	if (c == &s->srv->jobs) {
		jobs_now(s);
		atomic_store(&s->srv->jobs_asked, false);
		return;
	}
	answer(c, s->db, s->numbers);
	if (c->next && hand_on(s->srv, c))
		return;
	if (c->next)
		tell_busy(c);
	http_resume(c->rq);
}

struct batch { struct seat *seat; struct call **call; size_t n; };

static void
answer_nth(void *arg, size_t i)
{
	struct batch *b = arg;

	if (b->call[i] == &b->seat->srv->own)
		seal_now(b->seat, false);
	else if (b->call[i] == &b->seat->srv->jobs)
		jobs_now(b->seat);
	else
		answer(b->call[i], b->seat->db, b->seat->numbers);
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
		problem(c, lost);
	http_resume(c->rq);
}

/* The writer: nobody is answered before the one commit of them all. */
static void
serve_batch(void *arg, struct work *list)
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
static int
lane_of(const struct server *srv, enum way way)
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

/* --- from a request to its route ------------------------------------------------------- */

static const struct face *
face_of(const struct face *const *faces, const char *path)
{
	size_t i = 0;

	while (faces[i + 1] && !str_starts(path, faces[i]->prefix))
		i++;
	return faces[i];
}

static enum rc
find_route(struct call *c, const struct face *const *faces)
{
	unsigned others;

	c->face = face_of(faces, c->rq->path);
	c->route = route_find(c->face, c->rq->method, c->rq->path,
	    c->rq->arena, c->arg, &others);
	if (c->route)
		return RC_OK;
	if (others) {
		err_set(&c->cx.err, RC_METHOD, "%s is not possible at %.100s",
		    method_names[c->rq->method], c->rq->path);
		response_header(c->rq, "Allow", route_methods(
		    c->rq->arena, others));
		return RC_METHOD;
	}
	return err_set(&c->cx.err, RC_MISSING, "there is nothing at %.160s",
	    c->rq->path);
}

struct arrival { struct seat *seat; struct request *rq; };

static enum rc
take_request(void *arg)
{
	struct arrival *a = arg;
	struct server *srv = a->seat->srv;
	struct call *c = arena_alloc(a->rq->arena, sizeof(*c));
	int n;

	c->rq = a->rq;
	c->srv = srv;
	c->cx.arena = a->rq->arena;
	if (find_route(c, srv->cf.faces)) {
		problem(c, &c->cx.err);
		answer_dress(a->rq);
		return RC_OK;
	}
	inbox_take(a->rq, c);
	n = lane_of(srv, c->route->way);
	if (n < 0) {
		answer(c, a->seat->db, a->seat->numbers);
		if (!c->next)
			return RC_OK;
	}
	http_park(a->rq);       /* before it is given away */
	if (n < 0 ? hand_on(srv, c) : lane_push(srv->lane[n], &c->work))
		return RC_OK;
	http_unpark(a->rq);
	tell_busy(c);
	return RC_OK;
}

static void
on_request(void *seat, struct request *rq)
{
	struct arrival a = { seat, rq };
	static const char full[] = "the request is too large\n";
	struct err err;

	if (arena_run(rq->arena, &err, take_request, &a))
		rq->rs = (struct response){ .status = 413,
			.type = "text/plain", .body = full,
			.len = sizeof(full) - 1 };
}

/* Before a body: how much of it, and whether it becomes a file. */
static enum rc
take_head(void *arg)
{
	struct arrival *a = arg;
	struct server *srv = a->seat->srv;
	const struct face *f = face_of(srv->cf.faces, a->rq->path);
	const char *args[ROUTE_ARGS];
	unsigned others;
	const struct route *r = route_find(f, a->rq->method, a->rq->path,
	    a->rq->arena, args, &others);

	if (r && r->body)
		a->rq->intake.limit = r->body;
	if (r && r->upload)
		inbox_open(a->rq, server_blobs(srv), srv->cf.upload);
	return RC_OK;
}

static void
on_head(void *seat, struct request *rq)
{
	struct arrival a = { seat, rq };
	struct err err;

	(void)!arena_run(rq->arena, &err, take_head, &a);
}

/* --- start and end ---------------------------------------------------------------------- */

/* The addresses of n new seats, each with a connection if where is given. */
static void **
take_seats(struct server *srv, unsigned n, const char *where,
    enum db_mode mode, struct err *err)
{
	unsigned first = srv->taken;

	if (first + n > MAX_SEATS) {
		err_set(err, RC_LIMIT, "at most %d threads", MAX_SEATS);
		return NULL;
	}
	for (unsigned i = first; i < first + n; i++) {
		struct seat *s = &srv->seats[i];

		*s = (struct seat){ .srv = srv, .arena = arena_new(),
			.numbers = numbers_new() };
		srv->list[i] = s;
		srv->taken++;
		s->db = db_open(where, mode, err);
		if (!s->db)
			return NULL;
	}
	return srv->list + first;
}

static bool
open_lane(struct server *srv, enum lane_no n, struct lane_kind kind,
    enum db_mode mode, struct err *err)
{
	kind.seat = take_seats(srv, kind.threads, srv->cf.place->where, mode,
	    err);
	if (kind.seat)
		srv->lane[n] = lane_new(&kind);
	return srv->lane[n] != NULL;
}

/* The writer opens first: it makes the WAL that the readers need. */
static bool
open_lanes(struct server *srv, struct err *err)
{
	const struct serve_config *cf = &srv->cf;
	const struct lane_kind writer = { .threads = 1, .bound = cf->queue,
		.batch = true, .serve = serve_batch };
	const struct lane_kind pool = { .threads = cf->pool,
		.bound = cf->queue, .serve = serve_one };
	/* What waits must be done within the time that a stop has. */
	const struct lane_kind heavy = { .threads = cf->heavy,
		.bound = cf->heavy * 8, .serve = serve_one };

	if (!(srv->shared ? open_lane(srv, POOL, pool, DB_WRITE, err)
	    : open_lane(srv, WRITER, writer, DB_WRITE, err)))
		return false;
	return open_lane(srv, HEAVY, heavy, srv->shared ? DB_WRITE : DB_READ,
	    err);
}

static bool
make_ready(struct server *srv, struct err *err)
{
	struct arena *a = arena_new();
	struct db *db = db_open(srv->cf.place->where, DB_WRITE, err);
	struct ctx cx;
	enum rc rc;

	ctx_begin(&cx, a, db);
	cx.numbers = numbers_new();
	rc = db ? place_ready(&cx, srv->cf.place) : RC_DB;
	if (!rc)
		rc = place_is_demo(&cx, &srv->demo);
	if (!rc)
		rc = seal_open(&cx, srv->cf.place->seal, &srv->seal);
	if (db && rc)
		*err = cx.err;
	srv->shared = db && db_shared(db);
	numbers_free(cx.numbers);
	db_close(db);
	arena_free(a);
	return rc == RC_OK;
}

static bool
open_sealer(struct server *srv, struct err *err)
{
	const struct sealer_config cf = { .where = srv->cf.place->where,
		.seal = srv->seal, .ask = srv->shared ? NULL : ask_writer,
		.arg = srv, .tell = srv->cf.note,
		.data = srv->cf.place->dir };

	if (!seal_signs(srv->seal)) {
		srv->cf.note("the signing key is with another server: this "
		    "one makes no checkpoints");
		return true;
	}
	srv->sealer = sealer_new(&cf, err);
	return srv->sealer != NULL;
}

static bool
start(struct server *srv, struct err *err)
{
	struct http_config http = srv->cf.http;

	if (!make_ready(srv, err) || !open_lanes(srv, err))
		return false;
	http.handler = on_request;
	http.begin = on_head;
	http.seat = take_seats(srv, http.workers, srv->cf.place->where,
	    srv->shared ? DB_WRITE : DB_READ, err);
	if (!http.seat)
		return false;
	if (srv->shared) {
		srv->sequencer = sequencer_new(srv->cf.place->where, 0,
		    srv->cf.note, err);
		if (!srv->sequencer)
			return false;
	}
	if (!open_sealer(srv, err))
		return false;
	srv->chores = chores_new(srv->cf.domain, ask_for_jobs, srv);
	if (!srv->chores) {
		err_set(err, RC_LIMIT, "no thread for the clock");
		return false;
	}
	srv->http = http_new(&http, err);
	return srv->http != NULL;
}

static void
end(struct server *srv)
{
	sealer_free(srv->sealer);
	chores_stop(srv->chores);
	for (int i = 0; i < LANES; i++)
		lane_free(srv->lane[i]);
	if (srv->http)
		http_free(srv->http);
	chores_free(srv->chores);
	sequencer_free(srv->sequencer);
	if (srv->http)          /* it has served: all that it did is signed */
		seal_now(&srv->seats[0], true);
	seal_close(srv->seal);
	while (srv->taken > 0) {        /* the writer's last: it checkpoints */
		struct seat *s = &srv->seats[--srv->taken];

		db_close(s->db);
		numbers_free(s->numbers);
		arena_free(s->arena);
	}
	free(srv);
}

struct server *
server_new(const struct serve_config *cf, struct err *err)
{
	struct server *srv = must_alloc(sizeof(*srv));

	srv->cf = *cf;
	if (start(srv, err))
		return srv;
	end(srv);
	return NULL;
}

/*
 * From the outside in.  The threads of the lanes end before the http memory:
 * one may still be ringing the bell of a request that is already answered.
 */
bool
server_stop(struct server *srv, int ms)
{
	if (!http_drain(srv->http, ms))
		return false;
	end(srv);
	return true;
}

/* --- without a network ---------------------------------------------------------------- */

struct alone { struct call *c; struct db *db; struct numbers *numbers;
	const char *as; };

static enum rc
call_alone(void *arg)
{
	struct alone *a = arg;
	struct call *c = a->c;
	enum rc rc = RC_OK;

	if (a->as)
		rc = session_as(&c->cx, a->as, &c->session);
	else
		rc = access_load(&c->cx);
	c->signed_in = true;
	return rc ? rc : c->route->answer(c);
}

static void
answer_alone(void *arg, size_t i)
{
	struct alone *a = arg;

	(void)i;
	ctx_begin(&a->c->cx, a->c->rq->arena, a->db);
	a->c->cx.numbers = a->numbers;
	a->c->cx.domain = a->c->srv->cf.domain;
	a->c->cx.upload = a->c->upload;
	a->c->cx.blobs = server_blobs(a->c->srv);
	if (arena_run(a->c->rq->arena, &a->c->cx.err, call_alone, a))
		problem(a->c, &a->c->cx.err);
}

void
serve_call(const struct face *const *faces, const struct domain *domain,
    struct db *db, struct numbers *numbers, const char *blobs,
    struct request *rq, const char *as)
{
	struct place place = { .blobs = blobs };
	struct server *srv = must_alloc(sizeof(*srv));
	struct call c = { .rq = rq, .srv = srv };
	struct alone a = { &c, db, numbers, as };
	struct ctx cx;
	struct err err;

	srv->cf = (struct serve_config){ .place = &place, .domain = domain,
		.faces = faces };
	c.cx.arena = rq->arena;
	c.upload = rq->user;
	ctx_begin(&cx, rq->arena, db);
	cx.numbers = numbers;
	if (find_route(&c, faces)) {
		problem(&c, &c.cx.err);
	} else if (c.route->way != CHANGES || db_shared(db)) {
		answer_alone(&a, 0);
	} else if (command_batch(&cx, 1, answer_alone, &a)) {
		err = cx.err;
		problem(&c, &err);
	}
	free(srv);
}
