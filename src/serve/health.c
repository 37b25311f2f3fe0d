/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* health.c - for those who watch: is it alive, can it work? */
#include "serve/health.h"

#include "core/witnesses.h"

/* Losing a witness stops nothing, but somebody must be told. */
static void
tell_witnesses(struct call *c, struct buf *b)
{
	const char *dir = server_seal(c->srv);
	struct witness_state *w;
	size_t n, bad = 0;

	if (!dir || witnesses_load(&c->cx.err, c->rq->arena, dir, &w, &n) ||
	    !n)
		return;
	for (size_t i = 0; i < n; i++)
		bad += *w[i].trouble != '\0';
	buf_fmt(b, "witnesses: %zu of %zu sign\n", n - bad, n);
}

static enum rc
alive(struct call *c)
{
	struct buf b = { .arena = c->rq->arena };

	buf_str(&b, "ok\n");
	tell_witnesses(c, &b);
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
