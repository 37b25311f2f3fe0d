/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http_guard.c - raw HTTP that is damaged or reads two ways (RFC 9110, RFC
 * 9112, request smuggling): each form gets its status, the connection ends,
 * and what hides in it is never executed.
 */
#include "unit.h"

#include "stand.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A whole request: executed when a body is read as the next request. */
#define HIDDEN "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define HOST   "Host: localhost\r\n"
#define RAW(s) s, sizeof(s) - 1

struct form {
	const char *what, *raw;
	size_t len;
	int status;             /* 0: the library ends it without an answer */
};

static const struct form forms[] = {
	/* the request line */
	{ "no version", RAW("GET /\r\n\r\n" HIDDEN), 400 },
	{ "HTTP/0.9 with fields", RAW("GET / HTTP/0.9\r\n" HOST "\r\n"), 505 },
	{ "HTTP/1.2", RAW("GET / HTTP/1.2\r\n" HOST "\r\n" HIDDEN), 505 },
	{ "HTTP/2.0", RAW("GET / HTTP/2.0\r\n" HOST "\r\n" HIDDEN), 505 },
	{ "version in lower case",
	    RAW("GET / http/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "something behind the version",
	    RAW("GET / HTTP/1.1 x\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "blank behind the version",
	    RAW("GET / HTTP/1.1 \r\n" HOST "\r\n" HIDDEN), 400 },
	{ "blank in the target",
	    RAW("GET /a b HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "two blanks before the target",
	    RAW("GET  / HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "tab for a blank",
	    RAW("GET\t/ HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "blank before the method",
	    RAW(" GET / HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 0 },
	{ "bare LF after the request line",
	    RAW("GET / HTTP/1.1\n" HOST "\r\n" HIDDEN), 400 },
	{ "bare CR after the request line",
	    RAW("GET / HTTP/1.1\r" HOST "\r\n" HIDDEN), 400 },
	{ "method in lower case",
	    RAW("get / HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 501 },
	{ "unknown method", RAW("BREW / HTTP/1.1\r\n" HOST "\r\n" HIDDEN),
	    501 },
	{ "TRACE", RAW("TRACE / HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 501 },
	{ "CONNECT",
	    RAW("CONNECT localhost:80 HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 501 },
	{ "method that is no token",
	    RAW("GE@T / HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 501 },
	{ "HTTP/2 preface", RAW("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505 },
	{ "TLS on a plain port",
	    RAW("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), 0 },
	/* the target */
	{ "escaped slash", RAW("GET /a%2Fb HTTP/1.1\r\n" HOST "\r\n" HIDDEN),
	    400 },
	{ "escaped NUL", RAW("GET /a%00b HTTP/1.1\r\n" HOST "\r\n" HIDDEN),
	    400 },
	{ "NUL in the target",
	    RAW("GET /a\0b HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "broken escape", RAW("GET /a%2 HTTP/1.1\r\n" HOST "\r\n" HIDDEN),
	    400 },
	{ "escaped line end",
	    RAW("GET /a%0d%0ab HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "dots", RAW("GET /a/../b HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "escaped dots", RAW("GET /a/%2e%2E/b HTTP/1.1\r\n" HOST "\r\n"), 400 },
	{ "no UTF-8", RAW("GET /%ff HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "overlong UTF-8", RAW("GET /%c0%af HTTP/1.1\r\n" HOST "\r\n"), 400 },
	{ "raw byte above 127",
	    RAW("GET /\xc3\xa4 HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "backslash", RAW("GET /a\\b HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "fragment", RAW("GET /a#b HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "no slash", RAW("GET a HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "star without OPTIONS",
	    RAW("GET * HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "absolute form of another host",
	    RAW("GET http://evil.example/ HTTP/1.1\r\n" HOST "\r\n" HIDDEN),
	    400 },
	{ "absolute form with a user",
	    RAW("GET http://localhost@evil.example/ HTTP/1.1\r\n" HOST "\r\n"),
	    400 },
	{ "absolute form of another scheme",
	    RAW("GET ftp://localhost/ HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "broken escape in the query",
	    RAW("GET /?a=%zz HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "NUL in the query",
	    RAW("GET /?a=%00 HTTP/1.1\r\n" HOST "\r\n" HIDDEN), 400 },
	/* Host */
	{ "no Host", RAW("GET / HTTP/1.1\r\n\r\n" HIDDEN), 400 },
	{ "two Hosts", RAW("GET / HTTP/1.1\r\n" HOST HOST "\r\n" HIDDEN), 400 },
	{ "two different Hosts",
	    RAW("GET / HTTP/1.1\r\n" HOST "host: evil.example\r\n\r\n" HIDDEN),
	    400 },
	{ "foreign Host",
	    RAW("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n" HIDDEN), 400 },
	{ "empty Host", RAW("GET / HTTP/1.1\r\nHost:\r\n\r\n" HIDDEN), 400 },
	{ "Host with a user",
	    RAW("GET / HTTP/1.1\r\nHost: x@localhost\r\n\r\n" HIDDEN), 400 },
	{ "Host with a path",
	    RAW("GET / HTTP/1.1\r\nHost: localhost/a\r\n\r\n" HIDDEN), 400 },
	{ "Host with a port that is none",
	    RAW("GET / HTTP/1.1\r\nHost: localhost:8x\r\n\r\n" HIDDEN), 400 },
	{ "Host as a list",
	    RAW("GET / HTTP/1.1\r\nHost: localhost, evil\r\n\r\n" HIDDEN), 400 },
	/* fields */
	{ "blank before the colon",
	    RAW("GET / HTTP/1.1\r\n" HOST "X : y\r\n\r\n" HIDDEN), 400 },
	{ "blank before the colon of the length",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length : 43\r\n\r\n" HIDDEN),
	    400 },
	{ "folded field",
	    RAW("GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n" HIDDEN), 400 },
	{ "folded length",
	    RAW("POST / HTTP/1.1\r\n" HOST
		"Content-Length: 1\r\n 0\r\n\r\n" HIDDEN), 400 },
	{ "field before the first one that is folded",
	    RAW("GET / HTTP/1.1\r\n X: a\r\n" HOST "\r\n" HIDDEN), 400 },
	{ "bare LF after a field",
	    RAW("GET / HTTP/1.1\r\n" HOST "X: a\n\r\n" HIDDEN), 400 },
	{ "bare LF before a length",
	    RAW("POST / HTTP/1.1\r\n" HOST "X: a\nContent-Length: 43\r\n\r\n"
		HIDDEN), 400 },
	{ "bare CR in a field",
	    RAW("GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n" HIDDEN), 400 },
	{ "bare LF for the empty line",
	    RAW("GET / HTTP/1.1\r\n" HOST "\n" HIDDEN), 400 },
	{ "NUL in a field",
	    RAW("GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n" HIDDEN), 400 },
	{ "NUL in a name",
	    RAW("GET / HTTP/1.1\r\n" HOST "X\0Y: a\r\n\r\n" HIDDEN), 400 },
	{ "control character in a field",
	    RAW("GET / HTTP/1.1\r\n" HOST "X: a\x01\r\n\r\n" HIDDEN), 400 },
	{ "field without a colon",
	    RAW("GET / HTTP/1.1\r\n" HOST "nonsense\r\n\r\n" HIDDEN), 400 },
	{ "field without a name",
	    RAW("GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n" HIDDEN), 400 },
	{ "name that is no token",
	    RAW("GET / HTTP/1.1\r\n" HOST "X(Y): a\r\n\r\n" HIDDEN), 400 },
	{ "name with a byte above 127",
	    RAW("GET / HTTP/1.1\r\n" HOST "X\xff: a\r\n\r\n" HIDDEN), 400 },
	{ "two Content-Types",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Type: a/b\r\n"
		"Content-Type: c/d\r\nContent-Length: 0\r\n\r\n" HIDDEN), 400 },
	{ "two Authorizations",
	    RAW("GET / HTTP/1.1\r\n" HOST "Authorization: a\r\n"
		"Authorization: b\r\n\r\n" HIDDEN), 400 },
	{ "unknown expectation",
	    RAW("GET / HTTP/1.1\r\n" HOST "Expect: 200-ok\r\n\r\n" HIDDEN),
	    417 },
	/* lengths and codings */
	{ "two lengths",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n"
		"Content-Length: 43\r\n\r\n" HIDDEN), 400 },
	{ "two equal lengths",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n"
		"Content-Length: 0\r\n\r\n" HIDDEN), 400 },
	{ "list of lengths",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 0, 0\r\n\r\n"
		HIDDEN), 400 },
	{ "signed length",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: +43\r\n\r\n"
		HIDDEN), 400 },
	{ "negative length",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n"
		HIDDEN), 400 },
	{ "hexadecimal length",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 0x2b\r\n\r\n"
		HIDDEN), 400 },
	{ "length with a unit",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 43b\r\n\r\n"
		HIDDEN), 400 },
	{ "empty length",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n" HIDDEN),
	    400 },
	{ "length that overflows",
	    RAW("POST / HTTP/1.1\r\n" HOST
		"Content-Length: 18446744073709551659\r\n\r\n" HIDDEN), 413 },
	{ "length above the limit",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 4000000\r\n\r\n"
		HIDDEN), 413 },
	{ "body of a GET",
	    RAW("GET / HTTP/1.1\r\n" HOST "Content-Length: 43\r\n\r\n" HIDDEN),
	    400 },
	{ "chunked",
	    RAW("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
		"0\r\n\r\n" HIDDEN), 411 },
	{ "length and chunked",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 43\r\n"
		"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN), 400 },
	{ "chunked and length",
	    RAW("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n"
		"Content-Length: 5\r\n\r\n0\r\n\r\n" HIDDEN), 400 },
	{ "coding in disguise",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
		"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" HIDDEN), 400 },
	{ "coding behind a tab",
	    RAW("POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
		"Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n" HIDDEN), 400 },
	{ "two codings",
	    RAW("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n"
		"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" HIDDEN), 400 },
	{ "coding in HTTP/1.0",
	    RAW("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
		"0\r\n\r\n" HIDDEN), 400 },
	{ "coding split by a bare CR",
	    RAW("POST / HTTP/1.1\r\n" HOST
		"Transfer-Encoding\r: chunked\r\n\r\n0\r\n\r\n" HIDDEN), 400 },
};

static const struct form good[] = {
	{ "plain", RAW("GET /x HTTP/1.1\r\n" HOST "\r\n"), 200 },
	{ "no blank behind the colon",
	    RAW("GET /x HTTP/1.1\r\nHost:localhost\r\n\r\n"), 200 },
	{ "several blanks", RAW("GET /x HTTP/1.1\r\nHost: \t localhost\r\n\r\n"),
	    200 },
	{ "empty field", RAW("GET /x HTTP/1.1\r\n" HOST "X:\r\n\r\n"), 200 },
	{ "absolute form of this host",
	    RAW("GET http://localhost/x HTTP/1.1\r\n" HOST "\r\n"), 200 },
	{ "absolute form with a port", RAW("GET http://localhost:81/x?a=b "
	    "HTTP/1.1\r\nHost: localhost:81\r\n\r\n"), 200 },
	{ "IPv6 name", RAW("GET /x HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), 200 },
	{ "Host in capitals", RAW("GET /x HTTP/1.1\r\nHOST: LocalHost\r\n\r\n"),
	    200 },
	{ "HTTP/1.0 without Host", RAW("GET /x HTTP/1.0\r\n\r\n"), 200 },
	{ "HTTP/1.0 with Host", RAW("GET /x HTTP/1.0\r\n" HOST "\r\n"), 200 },
	{ "OPTIONS *", RAW("OPTIONS * HTTP/1.1\r\n" HOST "\r\n"), 204 },
	{ "OPTIONS of a path", RAW("OPTIONS /x HTTP/1.1\r\n" HOST "\r\n"), 200 },
	{ "POST without a body", RAW("POST /x HTTP/1.1\r\n" HOST "\r\n"), 200 },
	{ "DELETE with a body", RAW("DELETE /x HTTP/1.1\r\n" HOST
	    "Content-Length: 2\r\n\r\nab"), 200 },
	{ "text above 127 in a field",
	    RAW("GET /x HTTP/1.1\r\n" HOST "X: \xc3\xa4\r\n\r\n"), 200 },
};

static int
setup(void **state)
{
	static struct stand st;

	stand_init(&st);
	stand_start(&st);
	*state = &st;
	return 0;
}

static int
teardown(void **state)
{
	stand_stop(*state);
	return 0;
}

/* The status, and whether the connection ends behind it. */
static int
status_of(struct stand *st, const struct form *f, bool *closed)
{
	static struct reply r;
	int fd = wire_open(st->port);

	assert_true(fd >= 0);
	assert_true(wire_send(fd, f->raw, f->len));
	wire_read(fd, &r, false);
	*closed = wire_closed(fd, 0) || wire_drained(fd, 2000);
	close(fd);
	return r.status;
}

static void
damaged_forms_are_refused(void **state)
{
	struct stand *st = *state;
	unsigned wrong = 0;

	for (size_t i = 0; i < NELEMS(forms); i++) {
		unsigned before = atomic_load(&st->handled);
		bool closed;
		int status = status_of(st, &forms[i], &closed);

		if (status == forms[i].status && closed &&
		    atomic_load(&st->handled) == before)
			continue;
		wrong++;
		fprintf(stderr, "%s: %d for %d%s%s\n", forms[i].what, status,
		    forms[i].status, closed ? "" : ", stays open",
		    atomic_load(&st->handled) == before ? "" : ", executed");
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(atomic_load(&st->smuggled), 0);
	assert_true(NELEMS(forms) >= 35);
}

/* So that the guard is not one that refuses everything. */
static void
plain_forms_are_answered(void **state)
{
	struct stand *st = *state;

	for (size_t i = 0; i < NELEMS(good); i++) {
		static struct reply r;
		int fd = wire_open(st->port);

		assert_true(wire_send(fd, good[i].raw, good[i].len));
		wire_read(fd, &r, false);
		if (r.status != good[i].status)
			fail_msg("%s: %d", good[i].what, r.status);
		close(fd);
	}
}

/* The same bytes, one at a time: the library then parses in other places. */
static void
forms_that_trickle_are_refused_too(void **state)
{
	struct stand *st = *state;

	for (size_t i = 0; i < NELEMS(forms); i += 7) {
		static struct reply r;
		int fd = wire_open(st->port);

		for (size_t k = 0; k < forms[i].len; k++)
			if (!wire_send(fd, forms[i].raw + k, 1))
				break;
		wire_read(fd, &r, false);
		if (r.status && r.status != forms[i].status)
			fail_msg("%s: %d", forms[i].what, r.status);
		close(fd);
	}
	assert_int_equal(atomic_load(&st->smuggled), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_forms_are_refused),
		cmocka_unit_test(forms_that_trickle_are_refused_too),
		cmocka_unit_test(plain_forms_are_answered),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
