/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* http.c - real sockets on loopback: requests, limits, stop. */
#include "unit.h"

#include "stand.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
plain_requests_are_answered(void **state)
{
	static struct reply r;
	struct stand st;

	(void)state;
	stand_init(&st);
	stand_start(&st);
	assert_int_equal(wire_ask(st.port, "GET /a%20b/c?x=1&y=%C3%A4+b "
	    "HTTP/1.1\r\nHost: localhost:80\r\n\r\n", &r), 200);
	assert_string_equal(r.body, "GET /a b/c x=1 y=ä b");
	assert_int_equal(wire_ask(st.port, "POST /f HTTP/1.1\r\n"
	    "Host: localhost\r\nContent-Length: 11\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "\r\na=b+c&d=%31", &r), 200);
	assert_string_equal(r.body, "POST /f a:b c d:1");
	stand_stop(&st);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_requests_are_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
