/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* serve.c - a server begins and ends. */
#include "serve/own.h"

#include "core/number.h"

#include <stdlib.h>

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
		.batch = true, .serve = work_batch };
	const struct lane_kind pool = { .threads = cf->pool,
		.bound = cf->queue, .serve = work_one };
	/* What waits must be done within the time that a stop has. */
	const struct lane_kind heavy = { .threads = cf->heavy,
		.bound = cf->heavy * 8, .serve = work_one };

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
		.seal = srv->seal, .ask = srv->shared ? NULL : work_ask_seal,
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
	http.handler = arrive_request;
	http.begin = arrive_head;
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
	srv->chores = chores_new(srv->cf.domain, work_ask_jobs, srv);
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
		work_seal(&srv->seats[0], true);
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
