/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "serve/sealer.h"

#include "serve/herald.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct sealer {
	struct sealer_config cf;
	struct herald herald;
	struct ctx cx;
	bool failed;            /* the last time, and it was told */
	bool ending;
	pthread_mutex_t mu;
	pthread_cond_t end;
	pthread_t thread;
};

static enum rc
turn(void *arg)
{
	struct sealer *s = arg;
	struct sealed last = { 0 };
	bool due;
	enum rc rc;

	ctx_begin(&s->cx, s->cx.arena, s->cx.db);
	rc = seal_due(&s->cx, s->cf.seal, &due);
	if (!rc && due && s->cf.ask)
		s->cf.ask(s->cf.arg);
	else if (!rc && due)
		rc = seal_make(&s->cx, s->cf.seal);
	if (!rc && seal_latest(&s->cx, &last) == RC_OK)
		herald_turn(&s->herald, last.size);
	return rc;
}

/* False when it is told to end, else after a second. */
static bool
wait_a_second(struct sealer *s)
{
	struct timespec until;
	bool go_on;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	pthread_mutex_lock(&s->mu);
	if (!s->ending)
		pthread_cond_timedwait(&s->end, &s->mu, &until);
	go_on = !s->ending;
	pthread_mutex_unlock(&s->mu);
	return go_on;
}

static void *
run(void *arg)
{
	struct sealer *s = arg;

	while (wait_a_second(s)) {
		bool failed;

		arena_reset(s->cx.arena);
		failed = arena_run(s->cx.arena, &s->cx.err, turn, s) != RC_OK;
		if (failed && !s->failed)
			s->cf.tell(s->cx.err.text);
		s->failed = failed;
	}
	return NULL;
}

struct sealer *
sealer_new(const struct sealer_config *cf, struct err *err)
{
	struct sealer *s = must_alloc(sizeof(*s));

	s->cf = *cf;
	herald_begin(&s->herald, cf->data);
	pthread_mutex_init(&s->mu, NULL);
	pthread_cond_init(&s->end, NULL);
	ctx_begin(&s->cx, arena_new(), db_open(cf->where,
	    cf->ask ? DB_READ : DB_WRITE, err));
	if (s->cx.db && pthread_create(&s->thread, NULL, run, s) == 0)
		return s;
	db_close(s->cx.db);
	arena_free(s->cx.arena);
	free(s);
	return NULL;
}

void
sealer_free(struct sealer *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->mu);
	s->ending = true;
	pthread_cond_signal(&s->end);
	pthread_mutex_unlock(&s->mu);
	pthread_join(s->thread, NULL);
	herald_end(&s->herald);
	db_close(s->cx.db);
	arena_free(s->cx.arena);
	free(s);
}
