/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "serve/lane.h"

#include <pthread.h>
#include <stdlib.h>

struct lane {
	struct lane_kind kind;
	pthread_mutex_t mu;
	pthread_cond_t more;
	struct work *head, **tail;
	unsigned waiting;
	bool ending;
	struct hand {
		struct lane *lane;
		void *seat;
		pthread_t thread;
	} hand[];
};

static struct work *
take(struct lane *l)
{
	struct work *w;

	pthread_mutex_lock(&l->mu);
	while (!l->head && !l->ending)
		pthread_cond_wait(&l->more, &l->mu);
	w = l->head;
	if (w && !l->kind.batch) {
		l->head = w->next;
		w->next = NULL;
		l->waiting--;
	} else {
		l->head = NULL;
		l->waiting = 0;
	}
	if (!l->head)
		l->tail = &l->head;
	pthread_mutex_unlock(&l->mu);
	return w;
}

static void *
serve(void *arg)
{
	struct hand *h = arg;
	struct work *w;

	while ((w = take(h->lane)))
		h->lane->kind.serve(h->seat, w);
	return NULL;
}

struct lane *
lane_new(const struct lane_kind *kind)
{
	struct lane *l =
	    must_alloc(sizeof(*l) + kind->threads * sizeof(l->hand[0]));

	l->kind = *kind;
	l->kind.threads = 0;
	l->tail = &l->head;
	pthread_mutex_init(&l->mu, NULL);
	pthread_cond_init(&l->more, NULL);
	for (unsigned i = 0; i < kind->threads; i++) {
		struct hand *h = &l->hand[i];

		h->lane = l;
		h->seat = kind->seat[i];
		if (pthread_create(&h->thread, NULL, serve, h)) {
			lane_free(l);
			return NULL;
		}
		l->kind.threads++;
	}
	return l;
}

bool
lane_push(struct lane *l, struct work *w)
{
	bool room;

	w->next = NULL;
	pthread_mutex_lock(&l->mu);
	room = l->waiting < l->kind.bound && !l->ending;
	if (room) {
		*l->tail = w;
		l->tail = &w->next;
		l->waiting++;
		pthread_cond_signal(&l->more);
	}
	pthread_mutex_unlock(&l->mu);
	return room;
}

unsigned
lane_waiting(struct lane *l)
{
	unsigned n;

	pthread_mutex_lock(&l->mu);
	n = l->waiting;
	pthread_mutex_unlock(&l->mu);
	return n;
}

void
lane_free(struct lane *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->mu);
	l->ending = true;
	pthread_cond_broadcast(&l->more);
	pthread_mutex_unlock(&l->mu);
	for (unsigned i = 0; i < l->kind.threads; i++)
		pthread_join(l->hand[i].thread, NULL);
	pthread_mutex_destroy(&l->mu);
	pthread_cond_destroy(&l->more);
	free(l);
}
