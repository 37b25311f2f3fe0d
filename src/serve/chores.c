/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "serve/chores.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { MINUTE = 60, MOST = 16 };

struct chores {
	const struct domain *domain;
	chores_ask *ask;
	void *arg;
	int64_t next[MOST];     /* when each job runs again */
	bool ending;
	pthread_mutex_t mu;
	pthread_cond_t end;
	pthread_t thread;
};

/* False when it is told to end, else after a minute. */
static bool
wait_a_minute(struct chores *c)
{
	struct timespec until;
	bool go_on;
	int rc = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += MINUTE;
	pthread_mutex_lock(&c->mu);
	while (!c->ending && rc == 0)
		rc = pthread_cond_timedwait(&c->end, &c->mu, &until);
	go_on = !c->ending;
	pthread_mutex_unlock(&c->mu);
	return go_on;
}

static void *
keep_time(void *arg)
{
	struct chores *c = arg;

	while (wait_a_minute(c))
		c->ask(c->arg);
	return NULL;
}

struct chores *
chores_new(const struct domain *d, chores_ask *ask, void *arg)
{
	struct chores *c = must_alloc(sizeof(*c));

	c->domain = d;
	c->ask = ask;
	c->arg = arg;
	pthread_mutex_init(&c->mu, NULL);
	pthread_cond_init(&c->end, NULL);
	if (pthread_create(&c->thread, NULL, keep_time, c) == 0)
		return c;
	free(c);
	return NULL;
}

void
chores_stop(struct chores *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->mu);
	c->ending = true;
	pthread_cond_signal(&c->end);
	pthread_mutex_unlock(&c->mu);
	pthread_join(c->thread, NULL);
}

void
chores_free(struct chores *c)
{
	free(c);
}

struct one { struct ctx cx; const struct job *job; };

static enum rc
run_one(void *arg)
{
	struct one *o = arg;
	int64_t done;

	return job_run(&o->cx, o->job, &done);
}

void
chores_run(struct chores *c, struct db *db, struct numbers *numbers,
    const char *blobs, sequencer_note *note)
{
	const struct job *jobs = c->domain->jobs;

	for (size_t i = 0; jobs && jobs[i].name && i < MOST; i++) {
		struct one o = { .job = &jobs[i] };

		if (c->next[i] > clock_now())
			continue;
		c->next[i] = clock_now() + jobs[i].every;
		ctx_begin(&o.cx, arena_new(), db);
		o.cx.numbers = numbers;
		o.cx.domain = c->domain;
		o.cx.blobs = blobs;
		if (arena_run(o.cx.arena, &o.cx.err, run_one, &o))
			note(o.cx.err.text);
		arena_free(o.cx.arena);
	}
}
