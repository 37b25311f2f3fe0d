/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* arrive.c - from a request to its route, and to where it is worked on. */
#include "serve/own.h"

#include "base/text.h"
#include "serve/answer.h"
#include "serve/inbox.h"

static const struct face *
face_of(const struct face *const *faces, const char *path)
{
	size_t i = 0;

	while (faces[i + 1] && !str_starts(path, faces[i]->prefix))
		i++;
	return faces[i];
}

enum rc
arrive_find(struct call *c, const struct face *const *faces)
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
	if (arrive_find(c, srv->cf.faces)) {
		work_problem(c, &c->cx.err);
		answer_dress(a->rq);
		return RC_OK;
	}
	inbox_take(a->rq, c);
	n = work_lane(srv, c->route->way);
	if (n < 0) {
		work_answer(c, a->seat->db, a->seat->numbers);
		if (!c->next)
			return RC_OK;
	}
	http_park(a->rq);       /* before it is given away */
	if (n < 0 ? work_hand_on(srv, c) : lane_push(srv->lane[n], &c->work))
		return RC_OK;
	http_unpark(a->rq);
	work_busy(c);
	return RC_OK;
}

void
arrive_request(void *seat, struct request *rq)
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

void
arrive_head(void *seat, struct request *rq)
{
	struct arrival a = { seat, rq };
	struct err err;

	(void)!arena_run(rq->arena, &err, take_head, &a);
}
