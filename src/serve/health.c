/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* health.c - for those who watch: is it alive, can it work? */
#include "serve/health.h"

static enum rc
alive(struct call *c)
{
	struct buf b = { .arena = c->rq->arena };

	buf_str(&b, "ok\n");
	answer_text(c, 200, "text/plain", &b);
	return RC_OK;
}

static enum rc
ready(struct call *c)
{
	struct rows r;
	enum rc rc = db_query(c->cx.db, &c->cx.err, c->cx.arena, &r,
	    "SELECT 1", NO_ARGS);

	return rc ? rc : alive(c);
}

static void
problem(struct call *c, const struct err *err)
{
	struct buf b = { .arena = c->rq->arena };

	buf_fmt(&b, "%s\n", err->text);
	answer_text(c, err->code == RC_MISSING ? 404 : 503, "text/plain", &b);
}

static const struct route routes[] = {
	{ GETS, "/healthz", OPEN, NOW, alive, "Is the process alive?", 0,
	    false },
	{ GETS, "/readyz", OPEN, READS, ready, "Can it answer?", 0, false },
	{ 0, NULL, OPEN, NOW, NULL, NULL, 0, false }
};

const struct face healthz_face = { "/healthz", routes, problem, NULL };
const struct face readyz_face = { "/readyz", routes, problem, NULL };
