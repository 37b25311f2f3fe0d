/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* http.c - requests and answers of every kind, over real sockets. */
#include "unit.h"

#include "stand.h"

#include "base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: localhost\r\n"

/* --- routes ---------------------------------------------------------------- */

struct place {
	struct stand stand;     /* first: the seat */
	atomic_int pulls_ended;
	char path[64];          /* of the socket */
	char file[80];          /* ten digits, a thousand times */
};

/* Counts down from 1000 in lines, by pieces of one line. */
struct count {
	struct pull pull;
	struct place *place;
	struct request *rq;
	int left;
	bool later, was_later, breaks;
};

static ssize_t
on_more(void *self, char *p, size_t n)
{
	struct count *c = self;
	char line[16];

	if (c->later && !c->was_later) {
		c->was_later = true;
		http_park(c->rq);
		http_resume(c->rq);
		return PULL_LATER;
	}
	c->was_later = false;
	if (c->breaks && c->left < 500)
		return -1;
	if (!c->left)
		return 0;
	assert_true(n >= 5);
	snprintf(line, sizeof(line), "%04d\n", c->left-- % 10000);
	memcpy(p, line, 5);
	return 5;
}

static void
on_end(void *self)
{
	struct count *c = self;

	atomic_fetch_add(&c->place->pulls_ended, 1);
}

static void
answer_count(struct place *p, struct request *rq)
{
	struct count *c = arena_alloc(rq->arena, sizeof(*c));

	*c = (struct count){ .pull = { c, on_more, on_end, -1 }, .place = p,
		.rq = rq, .left = 1000 };
	if (request_arg(rq, "known"))
		c->pull.len = 5000;
	c->later = request_arg(rq, "later") != NULL;
	c->breaks = request_arg(rq, "breaks") != NULL;
	rq->rs = (struct response){ .status = 200, .type = "text/plain",
		.pull = &c->pull };
}

static void
answer_file(struct place *p, struct request *rq)
{
	rq->rs = (struct response){ .status = 200, .type = "text/plain",
		.fd = open(p->file, O_RDONLY | O_CLOEXEC), .offset = 10,
		.len = 9990, .ranges = true };
	assert_true(rq->rs.fd > 0);
	response_header(rq, "ETag", "\"one\"");
}

static void
answer_about(struct request *rq)
{
	const char *cookie = request_cookie(rq, "__Host-muster");
	const char *agent = request_header(rq, "user-agent");

	stand_text(rq, arena_fmt(rq->arena, "%s|%s|%s|%s|%d|%s",
	    cookie ? cookie : "-", agent ? agent : "-", rq->host,
	    rq->peer.local ? "local" : rq->peer.address,
	    rq->peer.local && rq->peer.pid == getpid() &&
	    rq->peer.uid == getuid(), rq->target));
}

struct call { struct place *p; struct request *rq; };

static enum rc
route(void *arg)
{
	struct place *p = ((struct call *)arg)->p;
	struct request *rq = ((struct call *)arg)->rq;

	if (str_starts(rq->path, "/count"))
		answer_count(p, rq);
	else if (str_starts(rq->path, "/file"))
		answer_file(p, rq);
	else if (str_starts(rq->path, "/about"))
		answer_about(rq);
	else if (str_starts(rq->path, "/none"))
		rq->rs.status = 204;
	else if (str_starts(rq->path, "/inject"))
		response_header(rq, "X-A", "b\r\nX-C: d");
	else if (!str_starts(rq->path, "/nothing"))
		stand_echo(rq);
	if (str_starts(rq->path, "/inject"))
		rq->rs.status = 200;
	for (int i = 0; str_starts(rq->path, "/many") && i < 40; i++)
		response_header(rq, "X-Many", "x");
	return RC_OK;
}

static void
handler(void *seat, struct request *rq)
{
	struct call call = { seat, rq };
	struct err err;

	assert_int_equal(arena_run(rq->arena, &err, route, &call), RC_OK);
}

static void
dress(void *seat, struct request *rq)
{
	static struct pair nosniff = { "X-Content-Type-Options", "nosniff" };

	(void)seat;
	rq->rs.headers = &nosniff;
	rq->rs.nheaders = 1;
}

static int
setup(void **state)
{
	static struct place p;
	FILE *f;

	stand_init(&p.stand);
	snprintf(p.path, sizeof(p.path), "/tmp/muster-http-%d", (int)getpid());
	snprintf(p.file, sizeof(p.file), "%s.txt", p.path);
	f = fopen(p.file, "w");
	assert_non_null(f);
	for (int i = 0; i < 1000; i++)
		fputs("0123456789", f);
	fclose(f);
	p.stand.at[1] = (struct http_listen){ "::1", 0, false };
	p.stand.at[2] = (struct http_listen){ p.path, 0, false };
	p.stand.cf.nlisten = 3;
	p.stand.cf.handler = handler;
	p.stand.cf.refused = dress;
	stand_start(&p.stand);
	*state = &p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	stand_stop(*state);
	assert_int_equal(access(p->path, F_OK), -1);
	unlink(p->file);
	return 0;
}

static struct reply r;

/* --- requests ---------------------------------------------------------------- */

static void
plain_requests_are_answered(void **state)
{
	uint16_t port = ((struct place *)*state)->stand.port;

	assert_int_equal(wire_ask(port, "GET /a%20b/c?x=1&y=%C3%A4+b "
	    "HTTP/1.1\r\nHost: localhost:80\r\n\r\n", &r), 200);
	assert_string_equal(r.body, "GET /a b/c x=1 y=ä b");
	assert_int_equal(wire_ask(port, "PATCH /f HTTP/1.1\r\n"
	    "Host: localhost\r\nContent-Length: 4\r\n\r\n{\"a\"", &r), 200);
	assert_string_equal(r.body, "PATCH /f {\"a\"");
	assert_int_equal(wire_ask(port, "GET /about?a HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nUser-Agent: test\r\n"
	    "Cookie: a=b; __Host-muster=x=y ;c\r\n\r\n", &r), 200);
	assert_string_equal(r.body, "x=y|test|127.0.0.1|127.0.0.1|0|/about?a");
	assert_int_equal(wire_ask(port, GET("/nothing") "\r\n", &r), 500);
	assert_int_equal(wire_ask(port, GET("/none") "\r\n", &r), 204);
	assert_int_equal(wire_ask(port, GET("/inject") "\r\n", &r), 500);
	assert_int_equal(wire_ask(port, GET("/many") "\r\n", &r), 200);
}

static void
a_connection_serves_many_requests(void **state)
{
	struct place *p = *state;
	int fd = wire_open(p->stand.port);

	for (int i = 0; i < 20; i++) {
		assert_true(wire_text(fd, i % 2
		    ? "POST /x HTTP/1.1\r\nHost: localhost\r\n"
		      "Content-Length: 3\r\n\r\nabc" : GET("/y") "\r\n"));
		assert_true(wire_read(fd, &r, false));
		assert_string_equal(r.body, i % 2 ? "POST /x abc" : "GET /y");
	}
	close(fd);
}

static void
pipelined_requests_are_answered_in_order(void **state)
{
	struct place *p = *state;
	int fd = wire_open(p->stand.port);

	assert_true(wire_text(fd, GET("/1") "\r\nPOST /2 HTTP/1.1\r\n"
	    "Host: localhost\r\nContent-Length: 2\r\n\r\nab" GET("/3")
	    "\r\n" GET("/4%2f") "\r\n" GET("/5") "\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "GET /1");
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "POST /2 ab");
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "GET /3");
	assert_true(wire_read(fd, &r, false));
	assert_int_equal(r.status, 400);
	assert_string_equal(wire_field(&r, "X-Content-Type-Options"),
	    strstr(r.head, "nosniff"));
	assert_true(wire_closed(fd, 2000));
	close(fd);
}

static void
a_head_is_that_of_get(void **state)
{
	struct place *p = *state;
	int fd = wire_open(p->stand.port);

	assert_true(wire_text(fd, "HEAD /count?known HTTP/1.1\r\n"
	    "Host: localhost\r\n\r\nHEAD /file HTTP/1.1\r\n"
	    "Host: localhost\r\n\r\n" GET("/after") "\r\n"));
	assert_true(wire_read(fd, &r, true));
	assert_int_equal(strtol(wire_field(&r, "Content-Length"), NULL, 10),
	    5000);
	assert_true(wire_read(fd, &r, true));
	assert_int_equal(strtol(wire_field(&r, "Content-Length"), NULL, 10),
	    9990);
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "GET /after");
	close(fd);
}

static void
http_1_0_is_answered_and_closed(void **state)
{
	struct place *p = *state;
	int fd = wire_open(p->stand.port);

	assert_true(wire_text(fd, "GET /x HTTP/1.0\r\n\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "GET /x");
	assert_true(wire_closed(fd, 2000));
	close(fd);
	fd = wire_open(p->stand.port);
	for (int i = 0; i < 2; i++) {
		assert_true(wire_text(fd,
		    "GET /y HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
		assert_true(wire_read(fd, &r, false));
		assert_string_equal(r.body, "GET /y");
	}
	close(fd);
	fd = wire_open(p->stand.port);
	assert_true(wire_text(fd, GET("/z") "Connection: close\r\n\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_true(wire_closed(fd, 2000));
	close(fd);
}

static void
expectations_are_met(void **state)
{
	struct place *p = *state;
	int fd = wire_open(p->stand.port);

	assert_true(wire_text(fd, "POST /x HTTP/1.1\r\nHost: localhost\r\n"
	    "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_int_equal(r.status, 100);
	assert_true(wire_text(fd, "abc"));
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "POST /x abc");
	assert_true(wire_text(fd, "POST /x HTTP/1.1\r\nHost: localhost\r\n"
	    "Expect: 100-continue\r\nContent-Length: 3000000\r\n\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_int_equal(r.status, 413);
	assert_true(wire_closed(fd, 2000));
	close(fd);
}

/* A client that reads only when it has sent all still reads the refusal. */
static void
a_refusal_survives_the_body(void **state)
{
	static char waste[3000000];
	struct place *p = *state;
	int fd = wire_open(p->stand.port);

	assert_true(wire_text(fd, "POST /x HTTP/1.1\r\nHost: localhost\r\n"
	    "Content-Length: 3000000\r\n\r\n"));
	assert_true(wire_send(fd, waste, sizeof(waste)));
	assert_true(wire_read(fd, &r, false));
	assert_int_equal(r.status, 413);
	assert_non_null(strstr(r.body, "1048576"));
	close(fd);
}

static void
all_listeners_answer(void **state)
{
	struct place *p = *state;
	int fd = wire_open_path(p->path);

	assert_true(wire_text(fd, GET("/about") "\r\n" GET("/x") "\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "-|-|localhost|local|1|/about");
	assert_true(wire_read(fd, &r, false));
	close(fd);
	fd = wire_open6(http_port(p->stand.http, 1));
	assert_true(wire_text(fd, GET("/about") "\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "-|-|localhost|::1|0|/about");
	close(fd);
}

static void
a_second_server_is_refused(void **state)
{
	struct place *p = *state;
	struct stand other;
	struct err err;

	stand_init(&other);
	other.at[0].port = p->stand.port;
	assert_null(http_new(&other.cf, &err));
	assert_int_equal(err.code, RC_BUSY);
	other.at[0] = (struct http_listen){ p->path, 0, false };
	assert_null(http_new(&other.cf, &err));
	assert_int_equal(err.code, RC_BUSY);
	other.at[0] = (struct http_listen){ "nowhere", 0, false };
	assert_null(http_new(&other.cf, &err));
	assert_int_equal(err.code, RC_INVALID);
	assert_int_equal(wire_ask(p->stand.port, GET("/x") "\r\n", &r), 200);
}

/* --- answers ------------------------------------------------------------------- */

/* Undoes the chunks in place. */
static void
unchunk(struct reply *reply)
{
	char *from = reply->room, *to = reply->room;
	size_t n;

	while ((n = strtoul(from, &from, 16)) > 0) {
		from += 2;
		memmove(to, from, n);
		to += n;
		from += n + 2;
	}
	*to = '\0';
	reply->len = (size_t)(to - reply->room);
}

static void
generated_answers_stream(void **state)
{
	static const char *const asked[] = { GET("/count?known") "\r\n",
		GET("/count?known&later") "\r\n",
		GET("/count") "Connection: close\r\n\r\n",
		GET("/count?later") "Connection: close\r\n\r\n",
		"GET /count HTTP/1.0\r\n\r\n" };
	struct place *p = *state;
	int before = p->pulls_ended;

	for (size_t i = 0; i < NELEMS(asked); i++) {
		int fd = wire_open(p->stand.port);

		assert_true(wire_text(fd, asked[i]));
		assert_true(wire_read(fd, &r, false));
		if (i > 1)
			wire_rest(fd, &r);
		if (wire_field(&r, "Transfer-Encoding"))
			unchunk(&r);
		assert_int_equal(r.len, 5000);
		assert_memory_equal(r.body, "1000\n0999\n", 10);
		assert_string_equal(r.body + 4990, "0002\n0001\n");
		close(fd);
	}
	for (int i = 0; i < 200 && p->pulls_ended < before + 5; i++)
		pause_ms(10);
	assert_int_equal(p->pulls_ended, before + (int)NELEMS(asked));
}

/* A source that breaks must not look like an answer that is whole. */
static void
a_broken_source_ends_the_connection(void **state)
{
	struct place *p = *state;
	int fd = wire_open(p->stand.port);

	assert_true(wire_text(fd, GET("/count?known&breaks") "\r\n"));
	assert_false(wire_read(fd, &r, false));
	close(fd);
	fd = wire_open(p->stand.port);
	assert_true(wire_text(fd, GET("/count?breaks") "\r\n"));
	assert_true(wire_read(fd, &r, false));
	wire_rest(fd, &r);
	assert_null(strstr(r.body, "\r\n0\r\n"));
	close(fd);
}

static void
files_and_their_parts_are_sent(void **state)
{
	static const struct {
		const char *fields;
		int status;
		size_t len;
		const char *range, *begin;
	} asked[] = {
		{ "", 200, 9990, NULL, "01234" },
		{ "Range: bytes=3-6\r\n", 206, 4, "bytes 3-6/9990", "3456" },
		{ "Range: bytes=9985-\r\n", 206, 5, "bytes 9985-9989/9990",
		    "56789" },
		{ "Range: bytes=-2\r\n", 206, 2, "bytes 9988-9989/9990", "89" },
		{ "Range: bytes=9988-20000\r\n", 206, 2,
		    "bytes 9988-9989/9990", "89" },
		{ "Range: bytes=9990-\r\n", 416, 0, "bytes */9990", "" },
		{ "Range: bytes=-0\r\n", 416, 0, "bytes */9990", "" },
		{ "Range: bytes=6-3\r\n", 200, 9990, NULL, "01234" },
		{ "Range: bytes=1-2,4-5\r\n", 200, 9990, NULL, "01234" },
		{ "Range: bytes=-\r\n", 200, 9990, NULL, "01234" },
		{ "Range: bytes=99999999999999999999-\r\n", 200, 9990, NULL,
		    "01234" },
		{ "Range: bytes=3-6\r\nIf-Range: \"one\"\r\n", 206, 4,
		    "bytes 3-6/9990", "3456" },
		{ "Range: bytes=3-6\r\nIf-Range: \"two\"\r\n", 200, 9990, NULL,
		    "01234" },
	};
	struct place *p = *state;
	int fd = wire_open(p->stand.port);

	for (size_t i = 0; i < NELEMS(asked); i++) {
		const char *range;

		assert_true(wire_text(fd, GET("/file")));
		assert_true(wire_text(fd, asked[i].fields));
		assert_true(wire_text(fd, "\r\n"));
		assert_true(wire_read(fd, &r, false));
		assert_int_equal(r.status, asked[i].status);
		assert_int_equal(r.len, asked[i].len);
		range = wire_field(&r, "Content-Range");
		assert_true(asked[i].range
		    ? range && str_starts(range, asked[i].range) : !range);
		assert_true(str_starts(r.body, asked[i].begin));
	}
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_requests_are_answered),
		cmocka_unit_test(a_connection_serves_many_requests),
		cmocka_unit_test(pipelined_requests_are_answered_in_order),
		cmocka_unit_test(a_head_is_that_of_get),
		cmocka_unit_test(http_1_0_is_answered_and_closed),
		cmocka_unit_test(expectations_are_met),
		cmocka_unit_test(a_refusal_survives_the_body),
		cmocka_unit_test(all_listeners_answer),
		cmocka_unit_test(a_second_server_is_refused),
		cmocka_unit_test(generated_answers_stream),
		cmocka_unit_test(a_broken_source_ends_the_connection),
		cmocka_unit_test(files_and_their_parts_are_sent),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
