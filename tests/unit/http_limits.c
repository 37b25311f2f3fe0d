/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http_limits.c - every bound on what comes in: met, passed by one, and what
 * it costs the others.
 */
#include "unit.h"

#include "stand.h"

#include "base/date.h"
#include "base/text.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: localhost\r\n"

enum { BIG = 8 * 1024 * 1024 };

static struct reply r;
static struct stand st;

static void
handler(void *seat, struct request *rq)
{
	static char big[BIG];

	if (!str_starts(rq->path, "/big")) {
		atomic_fetch_add(&((struct stand *)seat)->handled, 1);
		stand_echo(rq);
		return;
	}
	rq->rs = (struct response){ .status = 200, .body = big, .len = BIG };
}

static void
start(void)
{
	st.cf.handler = handler;
	stand_start(&st);
}

/* The probe of a client with good manners. */
static void
others_are_served(void)
{
	for (int i = 0; i < 20; i++)
		assert_int_equal(wire_ask(st.port, GET("/probe") "\r\n", &r),
		    200);
}

static bool
wait_a_bit(int *patience)
{
	pause_ms(10);
	return --*patience > 0;
}

/* --- the table ---------------------------------------------------------------- */

static void
the_table_is_whole(void **state)
{
	struct http_limits l;
	struct err err;

	(void)state;
	http_limits_init(&l);
	assert_int_equal(http_nlimits, sizeof(l) / sizeof(int64_t));
	for (size_t i = 0; i < http_nlimits; i++) {
		const struct http_limit *row = &http_limit_table[i];

		assert_int_equal(row->offset, i * sizeof(int64_t));
		assert_true(*row->name && *row->text && row->unit);
		assert_true(row->min <= row->initial);
		assert_true(row->initial <= row->max);
		assert_int_equal(http_limits_get(&l, row), row->initial);
		assert_int_equal(http_limits_set(&l, row->name, row->min,
		    &err), RC_OK);
		assert_int_equal(http_limits_get(&l, row), row->min);
		assert_int_equal(http_limits_set(&l, row->name, row->min - 1,
		    &err), RC_INVALID);
		assert_non_null(strstr(err.text, row->name));
	}
	assert_int_equal(http_limits_set(&l, "nonsense", 1, &err), RC_MISSING);
}

/* --- sizes and counts ------------------------------------------------------------ */

/* n times what, between two texts. */
static int
ask_with(const char *before, const char *what, size_t n, const char *after)
{
	size_t k = strlen(what), at = strlen(before);
	char *s = malloc(at + n * k + strlen(after) + 1);
	int status;

	memcpy(s, before, at);
	for (size_t i = 0; i < n; i++, at += k)
		memcpy(s + at, what, k);
	memcpy(s + at, after, strlen(after) + 1);
	status = wire_ask(st.port, s, &r);
	free(s);
	return status;
}

static bool
says(const char *name)
{
	char quoted[40];

	snprintf(quoted, sizeof(quoted), "\"%s\"", name);
	return strstr(r.body, quoted) != NULL;
}

static void
heads_have_limits(void **state)
{
	static const char rest[] = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
	const struct http_limits *l = &st.cf.limits;

	(void)state;
	stand_init(&st);
	start();
	assert_int_equal(ask_with("GET /", "x", (size_t)l->target - 1, rest),
	    200);
	assert_int_equal(ask_with("GET /", "x", (size_t)l->target, rest), 414);
	assert_true(says("target"));
	assert_int_equal(ask_with("GET /?a", "&a", (size_t)l->args - 1, rest),
	    200);
	assert_int_equal(ask_with("GET /?a", "&a", (size_t)l->args, rest), 414);
	assert_true(says("args"));
	assert_int_equal(ask_with(GET("/"), "X: y\r\n", (size_t)l->headers - 1,
	    "\r\n"), 200);
	assert_int_equal(ask_with(GET("/"), "X: y\r\n", (size_t)l->headers,
	    "\r\n"), 431);
	assert_true(says("headers"));
	assert_int_equal(ask_with(GET("/") "Cookie: a=b", ";a=b",
	    (size_t)l->cookies - 1, "\r\n\r\n"), 200);
	assert_int_equal(ask_with(GET("/") "Cookie: a=b", ";a=b",
	    (size_t)l->cookies, "\r\n\r\n"), 431);
	assert_true(says("cookies"));
	assert_int_equal(ask_with(GET("/") "X: ", "x", (size_t)l->head -
	    strlen(GET("/") "X: \r\n\r\n"), "\r\n\r\n"), 200);
	assert_int_equal(ask_with(GET("/") "X: ", "x", (size_t)l->head -
	    strlen(GET("/") "X: \r\n\r\n") + 1, "\r\n\r\n"), 431);
	assert_true(says("head"));
	/* Far over it the library answers, before it is all there. */
	assert_int_equal(ask_with(GET("/") "X: ", "x", 200000, "\r\n\r\n"),
	    431);
	assert_int_equal(ask_with("GET /", "x", 200000, rest), 414);
	others_are_served();
	stand_stop(&st);
}

/* What all bodies may have together; it comes back. */
static void
bodies_share_their_memory(void **state)
{
	static char half[600 * 1024];
	int fd[8];

	(void)state;
	stand_init(&st);
	st.cf.limits.memory = 1024 * 1024;
	start();
	for (int round = 0; round < 3; round++) {
		int busy = 0;

		for (size_t i = 0; i < NELEMS(fd); i++) {
			fd[i] = wire_open(st.port);
			assert_true(wire_text(fd[i], "POST / HTTP/1.1\r\n"
			    "Host: localhost\r\nContent-Length: 614401\r\n\r\n"));
			assert_true(wire_send(fd[i], half, sizeof(half)));
		}
		for (size_t i = 0; i < NELEMS(fd); i++) {
			assert_true(wire_text(fd[i], "x"));
			assert_true(wire_read(fd[i], &r, false));
			busy += r.status == 503 && says("memory");
			close(fd[i]);
		}
		/* How many depends on who was read first. */
		assert_in_range(busy, 1, NELEMS(fd));
	}
	others_are_served();
	stand_stop(&st);
}

/* --- connections -------------------------------------------------------------------- */

static void
connections_have_a_limit(void **state)
{
	int fd[80], away = 0;

	(void)state;
	stand_init(&st);
	st.cf.limits.connections = 40;
	start();
	for (size_t i = 0; i < NELEMS(fd); i++) {
		fd[i] = wire_open(st.port);
		assert_true(wire_text(fd[i], GET("/x") "\r\n"));
	}
	for (size_t i = 0; i < NELEMS(fd); i++) {
		wire_read(fd[i], &r, false);
		away += r.status != 200;
	}
	assert_in_range(away, 36, 60);
	for (size_t i = 0; i < NELEMS(fd); i++)
		close(fd[i]);
	pause_ms(100);
	others_are_served();
	stand_stop(&st);
}

static void
addresses_have_a_limit(void **state)
{
	int fd[20], away = 0;

	(void)state;
	stand_init(&st);
	st.at[1] = (struct http_listen){ "::1", 0, false };
	st.cf.nlisten = 2;
	st.cf.limits.per_address = 10;
	start();
	for (size_t i = 0; i < NELEMS(fd); i++) {
		fd[i] = wire_open(st.port);
		assert_true(wire_text(fd[i], GET("/x") "\r\n"));
		wire_read(fd[i], &r, false);
		away += r.status != 200;
	}
	assert_int_equal(away, 10);
	close(fd[0]);
	fd[0] = wire_open6(http_port(st.http, 1));
	assert_true(wire_text(fd[0], GET("/x") "\r\n"));
	assert_true(wire_read(fd[0], &r, false));
	assert_int_equal(r.status, 200);
	for (size_t i = 0; i < NELEMS(fd); i++)
		close(fd[i]);
	pause_ms(100);
	others_are_served();
	stand_stop(&st);
}

/* --- clients with bad manners -------------------------------------------------------- */

/* How long until the server cut it, while s trickles by pieces. */
static int64_t
trickle(int fd, const char *s, int every_ms, int64_t most)
{
	int64_t began = clock_ms();
	struct pollfd p = { fd, POLLIN, 0 };

	while (clock_ms() - began < most) {
		if (*s && !wire_send(fd, s++, 1))
			break;
		if (poll(&p, 1, every_ms) > 0)
			break;
	}
	return clock_ms() - began;
}

static void
slow_clients_are_cut(void **state)
{
	static const char line[] = "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	static const char field[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	int fd[4];

	(void)state;
	stand_init(&st);
	st.cf.limits.idle_ms = st.cf.limits.head_ms = 500;
	st.cf.limits.body_ms = 500;
	start();
	for (size_t i = 0; i < NELEMS(fd); i++)
		fd[i] = wire_open(st.port);
	assert_in_range(trickle(fd[0], "", 20, 5000), 400, 4000);
	close(fd[1]);
	fd[1] = wire_open(st.port);
	assert_in_range(trickle(fd[1], line, 20, 5000), 400, 4000);
	close(fd[2]);
	fd[2] = wire_open(st.port);
	assert_true(wire_text(fd[2], GET("/x") "X: "));
	assert_in_range(trickle(fd[2], field, 20, 5000), 400, 4000);
	close(fd[3]);
	fd[3] = wire_open(st.port);
	assert_true(wire_text(fd[3], "POST /x HTTP/1.1\r\nHost: localhost\r\n"
	    "Content-Length: 1000\r\n\r\n"));
	assert_in_range(trickle(fd[3], field, 20, 5000), 400, 4000);
	for (size_t i = 0; i < NELEMS(fd); i++)
		close(fd[i]);
	others_are_served();
	stand_stop(&st);
}

/* Reads pieces of an answer that takes several deadlines to arrive. */
static size_t
sip(int fd, size_t piece, int every_ms, int64_t most)
{
	int64_t until = clock_ms() + most;
	static char waste[256 * 1024];
	size_t got = 0;

	while (clock_ms() < until && got < BIG) {
		ssize_t n = recv(fd, waste, piece, 0);

		if (n <= 0)
			break;
		got += (size_t)n;
		pause_ms(every_ms);
	}
	return got;
}

static int
open_narrow(void)
{
	int fd = wire_open(st.port), n = 64 * 1024;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &n, sizeof(n));
	return fd;
}

static void
slow_readers_are_cut(void **state)
{
	int fd, patience = 500;
	struct http_counts n;

	(void)state;
	stand_init(&st);
	st.cf.limits.write_ms = 400;
	st.cf.limits.rate = 100 * 1024;
	start();
	fd = open_narrow();
	assert_true(wire_text(fd, GET("/big") "\r\n"));
	do
		http_count(st.http, &n);
	while (!n.cut && wait_a_bit(&patience));
	assert_int_equal(n.cut, 1);
	assert_true(sip(fd, sizeof(r.room), 0, 5000) < BIG);
	close(fd);
	/* The one that moves, for longer than the deadline, is not. */
	fd = open_narrow();
	assert_true(wire_text(fd, GET("/big") "\r\n"));
	assert_true(sip(fd, 200 * 1024, 15, 10000) >= BIG);
	close(fd);
	http_count(st.http, &n);
	assert_int_equal(n.cut, 1);
	others_are_served();
	stand_stop(&st);
}

/* A slow body that moves is not cut either. */
static void
slow_bodies_that_move_are_read(void **state)
{
	char piece[10000] = "";
	int fd;

	(void)state;
	stand_init(&st);
	st.cf.limits.body_ms = 500;
	start();
	fd = wire_open(st.port);
	assert_true(wire_text(fd, "POST /x HTTP/1.1\r\nHost: localhost\r\n"
	    "Content-Length: 200000\r\n\r\n"));
	for (int i = 0; i < 20; i++) {
		assert_true(wire_send(fd, piece, sizeof(piece)));
		pause_ms(40);
	}
	assert_true(wire_read(fd, &r, false));
	assert_int_equal(r.status, 200);
	close(fd);
	stand_stop(&st);
}

/* --- the many ------------------------------------------------------------------------ */

enum { IDLE = 10000 };

/*
 * In a process of its own, for the descriptors: half say nothing at all.
 * Stays until the other end of go is closed.
 */
static void
be_idle(int ready, int go)
{
	static int fd[IDLE];
	char c = 'x';

	for (int i = 0; i < IDLE; i++) {
		fd[i] = wire_open(st.port);
		if (fd[i] < 0)
			_exit(1);
		if (i % 2)
			wire_text(fd[i], "GET / HT");
	}
	if (write(ready, &c, 1) != 1)
		_exit(2);
	_exit(read(go, &c, 1) == 0 ? 0 : 3);
}

static bool
has_descriptors(void)
{
	struct rlimit have;

	getrlimit(RLIMIT_NOFILE, &have);
	have.rlim_cur = have.rlim_max;
	setrlimit(RLIMIT_NOFILE, &have);
	return have.rlim_cur > IDLE + 1000;
}

static void
the_idle_do_not_hurt_others(void **state)
{
	struct http_counts n;
	int ready[2], go[2], how, patience = 500;
	pid_t child;
	char c;

	(void)state;
	if (!has_descriptors())
		skip();
	stand_init(&st);
	st.cf.limits.per_address = 0;
	st.cf.limits.idle_ms = st.cf.limits.head_ms = 600000;
	start();
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	child = fork();
	if (child == 0) {
		close(go[1]);
		be_idle(ready[1], go[0]);
	}
	close(ready[1]);
	close(go[0]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	others_are_served();
	do
		http_count(st.http, &n);
	while (n.open < IDLE && wait_a_bit(&patience));
	assert_true(n.open >= IDLE);
	close(go[1]);
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_int_equal(how, 0);
	close(ready[0]);
	others_are_served();
	stand_stop(&st);
}

/* --- no descriptors -------------------------------------------------------------------- */

static int64_t
cpu_ms(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 +
	       (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
}

/* Connections that wait while the server has no descriptor for them. */
static void
knock(int ready, int go)
{
	int fd[50];
	char c = 'x';

	for (size_t i = 0; i < NELEMS(fd); i++) {
		fd[i] = wire_open(st.port);
		wire_text(fd[i], GET("/x") "\r\n");
	}
	if (write(ready, &c, 1) != 1 || read(go, &c, 1) != 1)
		_exit(2);
	for (size_t i = 0; i < NELEMS(fd); i++)
		if (poll(&(struct pollfd){ fd[i], POLLIN, 0 }, 1, 5000) != 1)
			_exit(3);
	_exit(wire_ask(st.port, GET("/x") "\r\n", &r) == 200 ? 0 : 4);
}

static void
no_descriptors_neither_spin_nor_stick(void **state)
{
	struct rlimit had, low;
	struct http_counts n;
	int ready[2], go[2], hog[400], k = 0, how;
	int64_t cpu, began;
	pid_t child;
	char c = 'x';

	(void)state;
	stand_init(&st);
	start();
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	getrlimit(RLIMIT_NOFILE, &had);
	low = had;
	low.rlim_cur = 300;
	child = fork();
	if (child == 0) {
		close(go[1]);
		pause_ms(200);
		knock(ready[1], go[0]);
	}
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	while (k < 400 && (hog[k] = open("/dev/null", O_RDONLY)) >= 0)
		k++;
	assert_true(k > 0);
	assert_int_equal(read(ready[0], &c, 1), 1);
	cpu = cpu_ms();
	began = clock_ms();
	pause_ms(500);
	/* A spin would take all of a core and more. */
	assert_true((cpu_ms() - cpu) * 5 < clock_ms() - began);
	http_count(st.http, &n);
	assert_true(n.turned_away > 0);
	while (k)
		close(hog[--k]);
	setrlimit(RLIMIT_NOFILE, &had);
	assert_int_equal(write(go[1], &c, 1), 1);
	others_are_served();
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_true(WIFEXITED(how));
	assert_int_equal(WEXITSTATUS(how), 0);
	for (int i = 0; i < 2; i++) {
		close(ready[i]);
		close(go[i]);
	}
	stand_stop(&st);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_whole),
		cmocka_unit_test(heads_have_limits),
		cmocka_unit_test(bodies_share_their_memory),
		cmocka_unit_test(connections_have_a_limit),
		cmocka_unit_test(addresses_have_a_limit),
		cmocka_unit_test(slow_clients_are_cut),
		cmocka_unit_test(slow_readers_are_cut),
		cmocka_unit_test(slow_bodies_that_move_are_read),
		cmocka_unit_test(the_idle_do_not_hurt_others),
		cmocka_unit_test(no_descriptors_neither_spin_nor_stick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
