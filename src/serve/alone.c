/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* alone.c - a call without a network: for tests and the command line. */
#include "serve/own.h"

#include "core/number.h"

#include <stdlib.h>

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
		work_problem(a->c, &a->c->cx.err);
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
	if (arrive_find(&c, faces)) {
		work_problem(&c, &c.cx.err);
	} else if (c.route->way != CHANGES || db_shared(db)) {
		answer_alone(&a, 0);
	} else if (command_batch(&cx, 1, answer_alone, &a)) {
		err = cx.err;
		work_problem(&c, &err);
	}
	free(srv);
}
