/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* http.c - real sockets on loopback: requests, limits, stop. */
#include "unit.h"

#include "http/http.h"
#include "wire.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
answer(struct request *rq, const char *text)
{
	rq->rs.status = 200;
	rq->rs.type = "text/plain";
	rq->rs.body = text;
	rq->rs.len = strlen(text);
}

/* Tells what arrived. */
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
	answer(rq, buf_text(&b));
	response_header(rq, "X-Peer",
	    rq->peer.local ? "local" : rq->peer.address);
	return RC_OK;
}

static void
handler(void *seat, struct request *rq)
{
	struct err err;

	(void)seat;
	assert_int_equal(arena_run(rq->arena, &err, echo, rq), RC_OK);
}

static struct http *
start(struct http_config *cf)
{
	static void *seats[8];
	struct err err;
	struct http *h;

	cf->handler = cf->handler ? cf->handler : handler;
	cf->workers = 2;
	cf->seat = seats;
	h = http_new(cf, &err);
	if (!h)
		fail_msg("%s", err.text);
	return h;
}

static void
stop(struct http *h)
{
	assert_true(http_drain(h, 5000));
	http_free(h);
}

static void
plain_requests_are_answered(void **state)
{
	static struct reply r;
	const struct http_listen at[] = { { "127.0.0.1", 0, false } };
	struct http_config cf = { .listen = at, .nlisten = 1 };
	struct http *h;
	uint16_t port;

	(void)state;
	http_limits_init(&cf.limits);
	h = start(&cf);
	port = http_port(h, 0);
	assert_int_equal(wire_ask(port, "GET /a%20b/c?x=1&y=%C3%A4+b "
	    "HTTP/1.1\r\nHost: localhost:80\r\n\r\n", &r), 200);
	assert_string_equal(r.body, "GET /a b/c x=1 y=ä b");
	assert_int_equal(wire_ask(port, "POST /f HTTP/1.1\r\nHost:localhost\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: 11\r\n\r\na=b+c&d=%31", &r), 200);
	assert_string_equal(r.body, "POST /f a:b c d:1");
	stop(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_requests_are_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
