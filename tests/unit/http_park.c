/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http_park.c - requests that leave their worker and come back, and a stop
 * in the middle of it.
 *
 * The library's own threads hung here with 256 clients in some of the fresh
 * starts, never with 64 and never on a server that had run for a while; a new
 * connection wakes it, so what is watched are requests that are open.
 */
#include "unit.h"

#include "stand.h"

#include "base/date.h"
#include "base/text.h"
#include "serve/lane.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLIENTS = 256, STARTS = 4, ROUNDS = 20, STUCK_MS = 10000 };

struct job {
	struct work work;       /* first */
	struct request *rq;
	bool beginning;
};

struct place {
	struct stand stand;     /* first: the seat */
	struct lane *lane;
	int work_ms;
};

static void
give_away(struct place *p, struct request *rq, bool beginning)
{
	struct job *job = arena_try(rq->arena, sizeof(*job));

	assert_non_null(job);
	job->rq = rq;
	job->beginning = beginning;
	http_park(rq);
	if (lane_push(p->lane, &job->work))
		return;
	http_unpark(rq);
	rq->rs = (struct response){ .status = 503, .retry_after = 1,
		.body = "", .len = 0 };
}

static void
begin(void *seat, struct request *rq)
{
	if (str_starts(rq->path, "/begin"))
		give_away(seat, rq, true);
}

static void
handler(void *seat, struct request *rq)
{
	give_away(seat, rq, false);
}

static void
serve(void *seat, struct work *list)
{
	struct place *p = seat;

	if (p->work_ms)
		pause_ms(p->work_ms);
	while (list) {
		struct job *job = (struct job *)(void *)list;
		struct request *rq = job->rq;

		list = list->next;
		if (job->beginning) {
			if (str_starts(rq->path, "/begin/no"))
				rq->rs = (struct response){ .status = 403,
					.body = "" };
			rq->intake.limit = 8;
		} else {
			atomic_fetch_add(&p->stand.handled, 1);
			stand_echo(rq);
		}
		http_resume(rq);
	}
}

static void
place_start(struct place *p, unsigned threads, unsigned bound)
{
	void *seats[4] = { p, p, p, p };

	stand_init(&p->stand);
	p->stand.cf.begin = begin;
	p->stand.cf.handler = handler;
	p->lane = lane_new(&(struct lane_kind){ .threads = threads,
	    .bound = bound, .batch = threads == 1, .seat = seats,
	    .serve = serve });
	stand_start(&p->stand);
}

static void
place_stop(struct place *p)
{
	assert_true(http_drain(p->stand.http, 5000));
	lane_free(p->lane);
	http_free(p->stand.http);
}

/* --- 256 clients ------------------------------------------------------------- */

static const char ask[] = "POST /x HTTP/1.1\r\nHost: localhost\r\n"
    "Content-Length: 5\r\n\r\nhello";

struct client {
	int fd, left;
	size_t got;
	char buf[1024];
};

/* What one client has received; false when the connection broke. */
static bool
take(struct client *c)
{
	ssize_t n = read(c->fd, c->buf + c->got, sizeof(c->buf) - 1 - c->got);

	if (n <= 0)
		return false;
	c->got += (size_t)n;
	c->buf[c->got] = '\0';
	if (!strstr(c->buf, "\r\n\r\nPOST /x hello"))
		return true;
	assert_true(str_starts(c->buf, "HTTP/1.1 200 "));
	c->got = 0;
	return --c->left == 0 || wire_text(c->fd, ask);
}

/* All at once, each as fast as it is answered; the requests still open. */
static int
hammer(uint16_t port)
{
	static struct client client[CLIENTS];
	struct pollfd p[CLIENTS];
	int open = CLIENTS;

	for (int i = 0; i < CLIENTS; i++) {
		client[i] = (struct client){ wire_open(port), ROUNDS, 0, "" };
		assert_true(client[i].fd >= 0);
		p[i] = (struct pollfd){ client[i].fd, POLLIN, 0 };
	}
	for (int i = 0; i < CLIENTS; i++)
		assert_true(wire_text(client[i].fd, ask));
	while (open && poll(p, CLIENTS, STUCK_MS) > 0)
		for (int i = 0; i < CLIENTS; i++) {
			if (!p[i].revents)
				continue;
			if (!take(&client[i]))
				return open;
			if (client[i].left)
				continue;
			p[i].fd = -1;
			open--;
		}
	for (int i = 0; i < CLIENTS; i++)
		close(client[i].fd);
	return open;
}

static void
many_clients_never_hang(void **state)
{
	(void)state;
	for (unsigned i = 0; i < STARTS; i++) {
		static struct place p;
		int stuck;

		place_start(&p, i % 2 ? 4 : 1, 1000);
		stuck = hammer(p.stand.port);
		if (stuck)
			fail_msg("%d requests hang in start %u", stuck, i);
		assert_int_equal(p.stand.handled, CLIENTS * ROUNDS);
		place_stop(&p);
	}
}

/* --- begin --------------------------------------------------------------------- */

static void
begin_may_park_too(void **state)
{
	static struct reply r;
	static struct place p;
	int fd;

	(void)state;
	place_start(&p, 1, 10);
	fd = wire_open(p.stand.port);
	assert_true(wire_text(fd, "PUT /begin HTTP/1.1\r\nHost: localhost\r\n"
	    "Content-Length: 8\r\n\r\n12345678"));
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "PUT /begin 12345678");
	assert_true(wire_text(fd, "PUT /begin HTTP/1.1\r\nHost: localhost\r\n"
	    "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_int_equal(r.status, 100);
	assert_true(wire_text(fd, "abc"));
	assert_true(wire_read(fd, &r, false));
	assert_string_equal(r.body, "PUT /begin abc");
	assert_true(wire_text(fd, "PUT /begin/no HTTP/1.1\r\n"
	    "Host: localhost\r\nExpect: 100-continue\r\n"
	    "Content-Length: 3\r\n\r\n"));
	assert_true(wire_read(fd, &r, false));
	assert_int_equal(r.status, 403);
	assert_true(wire_closed(fd, 2000));
	close(fd);
	assert_int_equal(wire_ask(p.stand.port, "PUT /begin HTTP/1.1\r\n"
	    "Host: localhost\r\nContent-Length: 9\r\n\r\n123456789", &r), 413);
	place_stop(&p);
}

/* --- a full lane, and clients that go -------------------------------------------- */

static void
a_full_lane_is_told(void **state)
{
	static struct reply r;
	static struct place p;
	int fd[12], ok = 0, busy = 0;

	(void)state;
	p.work_ms = 200;
	place_start(&p, 1, 3);
	for (size_t i = 0; i < NELEMS(fd); i++) {
		fd[i] = wire_open(p.stand.port);
		assert_true(wire_text(fd[i], ask));
	}
	for (size_t i = 0; i < NELEMS(fd); i++) {
		assert_true(wire_read(fd[i], &r, false));
		ok += r.status == 200;
		busy += r.status == 503 && wire_field(&r, "Retry-After");
		close(fd[i]);
	}
	assert_int_equal(ok + busy, NELEMS(fd));
	assert_true(ok >= 3 && busy >= 1);
	place_stop(&p);
	p.work_ms = 0;
}

static void
clients_that_go_while_parked_do_no_harm(void **state)
{
	static struct reply r;
	static struct place p;

	(void)state;
	p.work_ms = 20;
	place_start(&p, 1, 1000);
	for (int i = 0; i < 100; i++) {
		int fd = wire_open(p.stand.port);

		assert_true(wire_text(fd, ask));
		if (i % 3 == 0)
			pause_ms(1);
		close(fd);
	}
	assert_int_equal(wire_ask(p.stand.port, ask, &r), 200);
	place_stop(&p);
	p.work_ms = 0;
}

/* --- stop ---------------------------------------------------------------------------- */

struct asker {
	uint16_t port;
	atomic_bool *stop;
	unsigned sent, answered, told, lost;
};

/* Keeps asking on one connection; what was sent must be answered. */
static void *
keep_asking(void *arg)
{
	struct asker *a = arg;
	struct reply *r = malloc(sizeof(*r));
	int fd = wire_open(a->port);

	while (fd >= 0 && !atomic_load(a->stop)) {
		const char *connection;

		a->sent++;
		if (!wire_text(fd, ask) || !wire_read(fd, r, false)) {
			a->lost++;
			break;
		}
		a->answered++;
		a->told += r->status == 503;
		connection = wire_field(r, "Connection");
		if (!connection || !str_starts(connection, "close"))
			continue;
		close(fd);
		fd = wire_open(a->port);
	}
	if (fd >= 0)
		close(fd);
	free(r);
	return NULL;
}

static void
a_stop_answers_all_that_was_asked(void **state)
{
	enum { N = 32 };
	static struct place p;
	struct asker asker[N];
	pthread_t thread[N];
	atomic_bool stop = false;
	unsigned answered = 0, lost = 0;
	int64_t began;

	(void)state;
	p.work_ms = 2;
	place_start(&p, 1, 1000);
	for (int i = 0; i < N; i++) {
		asker[i] = (struct asker){ p.stand.port, &stop, 0, 0, 0, 0 };
		assert_int_equal(pthread_create(&thread[i], NULL, keep_asking,
		    &asker[i]), 0);
	}
	pause_ms(200);
	began = clock_ms();
	assert_true(http_drain(p.stand.http, 5000));
	assert_true(clock_ms() - began < 4000);
	atomic_store(&stop, true);
	for (int i = 0; i < N; i++) {
		pthread_join(thread[i], NULL);
		answered += asker[i].answered - asker[i].told;
		lost += asker[i].lost;
	}
	assert_int_equal(answered, p.stand.handled);
	assert_int_equal(lost, 0);
	lane_free(p.lane);
	http_free(p.stand.http);
	p.work_ms = 0;
}

/* An upload that stalls does not hold a stop up, nor is it told as done. */
static void
a_stop_does_not_wait_for_stalled_bodies(void **state)
{
	static struct place p;
	int fd;

	(void)state;
	place_start(&p, 1, 10);
	fd = wire_open(p.stand.port);
	assert_true(wire_text(fd, "POST /x HTTP/1.1\r\nHost: localhost\r\n"
	    "Content-Length: 100\r\n\r\nabc"));
	pause_ms(50);
	assert_true(http_drain(p.stand.http, 1500));
	assert_true(wire_closed(fd, 1000));
	close(fd);
	lane_free(p.lane);
	http_free(p.stand.http);
}

/* Work that does not end in time is given up, and said so. */
static void
a_stop_has_an_end(void **state)
{
	static struct place p;
	int fd;

	(void)state;
	p.work_ms = 1500;
	place_start(&p, 1, 10);
	fd = wire_open(p.stand.port);
	assert_true(wire_text(fd, ask));
	pause_ms(100);
	assert_false(http_drain(p.stand.http, 300));
	lane_free(p.lane);
	http_free(p.stand.http);
	close(fd);
	p.work_ms = 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_clients_never_hang),
		cmocka_unit_test(begin_may_park_too),
		cmocka_unit_test(a_full_lane_is_told),
		cmocka_unit_test(clients_that_go_while_parked_do_no_harm),
		cmocka_unit_test(a_stop_answers_all_that_was_asked),
		cmocka_unit_test(a_stop_does_not_wait_for_stalled_bodies),
		cmocka_unit_test(a_stop_has_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
