/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unit.h"

#include "stand.h"

#include "base/text.h"

#include <string.h>

void
stand_text(struct request *rq, const char *text)
{
	rq->rs.status = 200;
	rq->rs.type = "text/plain";
	rq->rs.body = text;
	rq->rs.len = strlen(text);
}

static enum rc
echo(void *arg)
{
	struct request *rq = arg;
	struct buf b = { .arena = rq->arena };

	buf_fmt(&b, "%s %s", method_names[rq->method], rq->path);
	for (size_t i = 0; i < rq->nargs; i++)
		buf_fmt(&b, " %s=%s", rq->args[i].name, rq->args[i].value);
	for (size_t i = 0; i < rq->nfields; i++)
		buf_fmt(&b, " %s:%s", rq->fields[i].name, rq->fields[i].value);
	for (size_t i = 0; i < rq->nparts; i++) {
		const struct part *p = &rq->parts[i];

		if (p->filename)
			buf_fmt(&b, " [%s %s %s %llu %s]", p->name,
			    p->filename, p->type ? p->type : "-",
			    (unsigned long long)p->len,
			    p->value ? p->value : "-");
	}
	if (!rq->nparts && rq->len)
		buf_fmt(&b, " %s", rq->body);
	stand_text(rq, buf_text(&b));
	return RC_OK;
}

void
stand_echo(struct request *rq)
{
	struct err err;

	assert_int_equal(arena_run(rq->arena, &err, echo, rq), RC_OK);
}

static void
handler(void *seat, struct request *rq)
{
	struct stand *st = seat;

	atomic_fetch_add(&st->handled, 1);
	if (str_starts(rq->path, "/smuggled"))
		atomic_fetch_add(&st->smuggled, 1);
	stand_echo(rq);
}

void
stand_init(struct stand *st)
{
	memset(st, 0, sizeof(*st));
	http_limits_init(&st->cf.limits);
	st->at[0] = (struct http_listen){ "127.0.0.1", 0, false };
	for (unsigned i = 0; i < STAND_WORKERS; i++)
		st->seat[i] = st;
	st->cf.listen = st->at;
	st->cf.nlisten = 1;
	st->cf.workers = STAND_WORKERS;
	st->cf.seat = st->seat;
	st->cf.handler = handler;
}

void
stand_start(struct stand *st)
{
	struct err err;

	st->http = http_new(&st->cf, &err);
	if (!st->http)
		fail_msg("%s", err.text);
	st->port = http_port(st->http, 0);
}

void
stand_stop(struct stand *st)
{
	assert_true(http_drain(st->http, 5000));
	http_free(st->http);
	st->http = NULL;
}
