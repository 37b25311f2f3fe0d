/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/http.h"

#include "base/date.h"
#include "http/crowd.h"
#include "http/listen.h"
#include "http/loop.h"
#include "http/own.h"
#include "http/tls.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { OTHER_DESCRIPTORS = 256 };       /* databases, files, pipes */

/* A connection must never take the descriptor that a database needs. */
static void
fit_descriptors(struct http_limits *l)
{
	struct rlimit have;
	int64_t most;

	if (getrlimit(RLIMIT_NOFILE, &have) ||
	    have.rlim_cur == RLIM_INFINITY)
		return;
	most = (int64_t)have.rlim_cur - OTHER_DESCRIPTORS;
	if (most < 8)
		most = 8;
	if (l->connections > most)
		l->connections = most;
}

static struct http *
make(const struct http_config *cf)
{
	struct http *h =
	    must_alloc(sizeof(*h) + cf->workers * sizeof(h->worker[0]));

	h->cf = *cf;
	h->nworkers = cf->workers;
	h->crowd = crowd_new();
	fit_descriptors(&h->cf.limits);
	for (unsigned i = 0; i < cf->workers; i++) {
		struct worker *w = &h->worker[i];

		w->http = h;
		w->seat = cf->seat[i];
		w->bell = w->epoll = w->reserve = -1;
		w->conns.next = w->conns.prev = &w->conns;
		w->listener = must_alloc((cf->nlisten + 1) * sizeof(int));
		for (size_t k = 0; k < cf->nlisten; k++)
			w->listener[k] = -1;
	}
	return h;
}

static enum rc
open_listeners(struct http *h, struct err *err)
{
	for (size_t k = 0; k < h->cf.nlisten; k++) {
		const struct http_listen *l = &h->cf.listen[k];
		uint16_t port = l->port;
		int first = -1;

		if (listen_probe(l, err))
			return err->code;
		for (unsigned i = 0; i < h->nworkers; i++) {
			int fd = listen_open(l, port, first);

			if (fd < 0)
				return err_set(err, RC_BUSY,
				    "cannot listen on %s", l->address);
			h->worker[i].listener[k] = fd;
			if (first < 0) {
				first = fd;
				port = listen_port(fd);
			}
		}
	}
	return RC_OK;
}

static enum rc
start(struct http *h, struct err *err)
{
	for (size_t k = 0; k < h->cf.nlisten; k++)
		if (h->cf.listen[k].tls && !atomic_load(&h->tls) &&
		    tls_load(h, err))
			return err->code;
	if (open_listeners(h, err))
		return err->code;
	for (unsigned i = 0; i < h->nworkers; i++)
		if (loop_prepare(&h->worker[i], err))
			return err->code;
	for (unsigned i = 0; i < h->nworkers; i++)
		if (loop_start(&h->worker[i], err))
			return err->code;
	return RC_OK;
}

struct http *
http_new(const struct http_config *cf, struct err *err)
{
	struct http *h;

	assert(cf->workers > 0 && cf->handler);
	assert(cf->nlisten < EV_CONN - EV_LISTENER);
	h = make(cf);
	if (start(h, err) == RC_OK)
		return h;
	(void)!http_drain(h, 0);
	http_free(h);
	return NULL;
}

uint16_t
http_port(const struct http *h, size_t listen)
{
	return listen_port(h->worker[0].listener[listen]);
}

enum rc
http_reload(struct http *h, struct err *err)
{
	return tls_load(h, err);
}

void
http_count(const struct http *h, struct http_counts *out)
{
	*out = (struct http_counts){ 0 };
	for (unsigned i = 0; i < h->nworkers; i++) {
		const struct counter *n = &h->worker[i].n;

		out->accepted += n->accepted;
		out->turned_away += n->turned_away;
		out->cut += n->cut;
		out->requests += n->requests;
		out->refused += n->refused;
		out->open += n->open;
		out->busy += n->busy;
	}
}

bool
http_drain(struct http *h, int ms)
{
	uint64_t left = 0, one = 1;

	atomic_store(&h->stop_by, clock_ms() + ms);
	for (unsigned i = 0; i < h->nworkers; i++)
		if (h->worker[i].running)
			(void)!write(h->worker[i].bell, &one, sizeof(one));
	for (unsigned i = 0; i < h->nworkers; i++) {
		struct worker *w = &h->worker[i];

		if (!w->running)
			continue;
		pthread_join(w->thread, NULL);
		w->running = false;
		left += atomic_load(&w->n.busy);
	}
	return left == 0;
}

void
http_free(struct http *h)
{
	if (!h)
		return;
	for (unsigned i = 0; i < h->nworkers; i++)
		loop_release(&h->worker[i]);
	for (size_t k = 0; k < h->cf.nlisten; k++)
		if (strchr(h->cf.listen[k].address, '/'))
			unlink(h->cf.listen[k].address);
	tls_free(h);
	crowd_free(h->crowd);
	free(h);
}
