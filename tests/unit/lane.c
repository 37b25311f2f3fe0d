/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* lane.c - the bounded queue: nothing is lost, nothing runs twice. */
#include "unit.h"

#include "serve/lane.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { PIECES = 20000, PUSHERS = 4 };

struct piece {
	struct work work;
	_Atomic int runs;
};

struct tally {
	atomic_uint done, calls;
	pthread_mutex_t gate;
};

static void
serve(void *seat, struct work *list)
{
	struct tally *t = seat;

	atomic_fetch_add(&t->calls, 1);
	pthread_mutex_lock(&t->gate);
	pthread_mutex_unlock(&t->gate);
	while (list) {
		struct piece *p = (struct piece *)(void *)list;

		list = list->next;
		atomic_fetch_add(&p->runs, 1);
		atomic_fetch_add(&t->done, 1);
	}
}

struct pusher {
	struct lane *lane;
	struct piece *piece;
	unsigned n, taken;
};

static void *
push(void *arg)
{
	struct pusher *p = arg;

	for (unsigned i = 0; i < p->n; i++)
		p->taken += lane_push(p->lane, &p->piece[i].work);
	return NULL;
}

static void
run(unsigned threads, bool batch)
{
	struct piece *piece = calloc(PIECES, sizeof(*piece));
	struct tally t = { .gate = PTHREAD_MUTEX_INITIALIZER };
	void *seats[4] = { &t, &t, &t, &t };
	struct lane *l = lane_new(&(struct lane_kind){ .threads = threads,
	    .bound = 500, .batch = batch, .seat = seats, .serve = serve });
	struct pusher p[PUSHERS];
	pthread_t thread[PUSHERS];
	unsigned taken = 0, once = 0;

	for (unsigned i = 0; i < PUSHERS; i++) {
		p[i] = (struct pusher){ l, piece + i * (PIECES / PUSHERS),
			PIECES / PUSHERS, 0 };
		assert_int_equal(pthread_create(&thread[i], NULL, push, &p[i]),
		    0);
	}
	for (unsigned i = 0; i < PUSHERS; i++) {
		pthread_join(thread[i], NULL);
		taken += p[i].taken;
	}
	lane_free(l);
	for (unsigned i = 0; i < PIECES; i++) {
		assert_in_range(piece[i].runs, 0, 1);
		once += (unsigned)piece[i].runs;
	}
	assert_int_equal(once, taken);
	assert_int_equal(t.done, taken);
	free(piece);
}

static void
what_was_taken_runs_once(void **state)
{
	(void)state;
	run(1, true);
	run(1, false);
	run(4, false);
}

static void
a_full_lane_refuses(void **state)
{
	struct tally t = { .gate = PTHREAD_MUTEX_INITIALIZER };
	void *seat = &t;
	struct piece piece[8] = { 0 };
	struct lane *l = lane_new(&(struct lane_kind){ .threads = 1,
	    .bound = 3, .batch = true, .seat = &seat, .serve = serve });
	unsigned i = 1;

	(void)state;
	pthread_mutex_lock(&t.gate);
	assert_true(lane_push(l, &piece[0].work));
	while (atomic_load(&t.calls) == 0) /* it has the first one */
		;
	for (; i <= 3; i++)
		assert_true(lane_push(l, &piece[i].work));
	assert_int_equal(lane_waiting(l), 3);
	assert_false(lane_push(l, &piece[i].work));
	pthread_mutex_unlock(&t.gate);
	lane_free(l);
	assert_int_equal(t.done, 4);
	assert_int_equal(t.calls, 2); /* the three as one batch */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_taken_runs_once),
		cmocka_unit_test(a_full_lane_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
