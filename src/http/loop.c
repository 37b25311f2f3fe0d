/* SPDX-License-Identifier: AGPL-3.0-or-later */
#define _GNU_SOURCE /* struct tcp_info with what was acknowledged */
#include "http/loop.h"

#include "base/date.h"
#include "http/linger.h"
#include "http/listen.h"
#include "http/tls.h"

#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { STOP_SPARE_MS = 500 };    /* of a stop, for what is answered */

/* --- the mailbox ------------------------------------------------------------ */

/* Only who finds the box empty rings: one wake-up for a whole batch. */
void
http_resume(struct request *rq)
{
	struct slot *s = (struct slot *)(void *)rq, *top;
	struct worker *w = s->worker;
	uint64_t one = 1;

	top = atomic_load(&w->box);
	do
		s->next = top;
	while (!atomic_compare_exchange_weak(&w->box, &top, s));
	if (!top)
		(void)!write(w->bell, &one, sizeof(one));
}

static void
resume(struct slot *s)
{
	const struct http_limits *limits = &s->worker->http->cf.limits;

	s->parked = s->suspended = false;
	if (s->state == SENDING)
		s->conn->deadline = s->worker->now + limits->write_ms;
	MHD_resume_connection(s->mhd);
}

static void
open_box(struct worker *w)
{
	struct slot *s, *next, *first = NULL;
	uint64_t rung;

	(void)!read(w->bell, &rung, sizeof(rung));
	for (s = atomic_exchange(&w->box, NULL); s; s = next) {
		next = s->next; /* newest first: turn it round */
		s->next = first;
		first = s;
	}
	for (s = first; s; s = next) {
		next = s->next;
		resume(s);
	}
}

/* --- deadlines --------------------------------------------------------------- */

static uint64_t
acked_of(const struct conn *c)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	memset(&info, 0, sizeof(info));
	if (c->peer.local ||
	    getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &len))
		return 0;
	return info.tcpi_bytes_acked;
}

/*
 * A body and an answer have no end by the clock but must move: a client that
 * moved its share since the deadline was set gets another.
 */
static bool
has_moved(struct worker *w, struct conn *c)
{
	const struct http_limits *limits = &w->http->cf.limits;
	enum state state = c->slot ? c->slot->state : FRESH;
	int64_t ms;
	uint64_t share;

	if (state == READING) {
		ms = limits->body_ms;
	} else if (state == SENDING) {
		uint64_t acked = acked_of(c);

		ms = limits->write_ms;
		c->moved = acked - c->acked;
		c->acked = acked;
	} else {
		return false;
	}
	share = (uint64_t)(limits->rate * ms / 1000);
	/* A UNIX socket does not tell, and belongs to the owner's programs. */
	if (c->moved < share && !(state == SENDING && c->peer.local))
		return false;
	c->moved = 0;
	c->deadline = w->now + ms;
	return true;
}

void
loop_watch(struct worker *w, struct conn *c)
{
	struct epoll_event ev = { .events = EPOLLRDHUP | EPOLLONESHOT,
		.data.u64 = (uintptr_t)c };

	assert(ev.data.u64 >= EV_CONN);
	epoll_ctl(w->epoll, EPOLL_CTL_ADD, c->fd, &ev);
}

void
loop_unwatch(struct worker *w, struct conn *c)
{
	epoll_ctl(w->epoll, EPOLL_CTL_DEL, c->fd, NULL);
}

/* The client sends no more, and nothing is owed to it. */
static bool
is_over(const struct conn *c)
{
	char p;

	return c->gone && (!c->slot || c->slot->state == FRESH ||
	    c->slot->state == READING) &&
	    recv(c->fd, &p, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* A stop does not wait to its end for bodies that may never come. */
static bool
is_too_late(const struct worker *w, const struct conn *c)
{
	int64_t by = atomic_load(&w->http->stop_by);

	return by && c->slot && c->deadline && w->now > by - STOP_SPARE_MS &&
	    (c->slot->state == FRESH || c->slot->state == READING);
}

/* MHD's own time-out counts from the last byte: a trickle never meets it. */
static void
look_at(struct worker *w, struct conn *c)
{
	bool late = is_too_late(w, c) || (c->deadline &&
	    c->deadline <= w->now && !has_moved(w, c));

	if (late)
		count_up(&w->n.cut);
	if (!late && !is_over(c))
		return;
	c->deadline = 0;
	c->gone = false;
	shutdown(c->fd, SHUT_RDWR);
}

/* By slices, so that thousands of idle connections delay nobody's request. */
static void
sweep(struct worker *w)
{
	if (!w->sweep) {
		if (w->now - w->swept < SWEEP_MS)
			return;
		w->swept = w->now;
		if (w->reserve < 0)
			w->reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
		if (w->paused && w->reserve >= 0)
			listen_resume(w);
		linger_sweep(w);
		w->sweep = w->conns.next;
	}
	for (int i = 0; i < SWEEP_SLICE && w->sweep != &w->conns; i++) {
		struct conn *c = w->sweep;

		w->sweep = c->next;
		look_at(w, c);
	}
	if (w->sweep == &w->conns)
		w->sweep = NULL;
}

/* --- the loop ----------------------------------------------------------------- */

/* True when the worker may leave: nothing runs and nobody has just asked. */
static bool
stopping(struct worker *w)
{
	int64_t by = atomic_load(&w->http->stop_by);

	if (!by)
		return false;
	if (!w->closed) {
		listen_end(w);
		w->closed = true;
		w->last = w->now;
	}
	return w->now >= by ||
	       (!atomic_load(&w->n.busy) && w->now - w->last > QUIET_MS);
}

static int
patience(struct worker *w)
{
	MHD_UNSIGNED_LONG_LONG ms, least = w->closed ? QUIET_MS / 8 : SWEEP_MS;

	if (w->sweep)
		return 0;
	for (size_t i = 0; i < NELEMS(w->daemon); i++)
		if (w->daemon[i] && MHD_get_timeout(w->daemon[i], &ms) &&
		    ms < least)
			least = ms;
	return (int)least;
}

static void
take_event(struct worker *w, uint64_t what)
{
	if (what == EV_BELL)
		open_box(w);
	else if (what >= EV_LISTENER && what < EV_CONN)
		listen_accept(w, what - EV_LISTENER);
}

static void *
loop(void *arg)
{
	struct worker *w = arg;
	struct epoll_event ev[64];

	while (!stopping(w)) {
		int n = epoll_wait(w->epoll, ev, NELEMS(ev), patience(w));

		w->now = clock_ms();
		/* First the connections: the rest may end some of them. */
		for (int i = 0; i < n; i++)
			if (ev[i].data.u64 >= EV_CONN)
				((struct conn *)(uintptr_t)ev[i].data.u64)
				    ->gone = true;
		for (int i = 0; i < n; i++)
			take_event(w, ev[i].data.u64);
		for (size_t i = 0; i < NELEMS(w->daemon); i++)
			if (w->daemon[i])
				MHD_run(w->daemon[i]);
		sweep(w);
	}
	return NULL;
}

/* --- start and end -------------------------------------------------------------- */

/* The guard decodes; what the library would decode it leaves as sent. */
static size_t
as_sent(void *cls, struct MHD_Connection *mhd, char *s)
{
	(void)cls;
	(void)mhd;
	return strlen(s);
}

static struct MHD_Daemon *
daemon_new(struct worker *w, bool tls)
{
	unsigned most = (unsigned)w->http->cf.limits.connections + 1;
	unsigned flags = MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET |
			 MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0);
	struct MHD_OptionItem secure[] = {
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
		    (void *)(uintptr_t)tls_priorities },
		{ MHD_OPTION_HTTPS_CERT_CALLBACK, 0, tls_callback() },
		{ MHD_OPTION_END, 0, NULL },
	};

	return MHD_start_daemon(flags, 0, NULL, NULL, talk_on_request, w,
	    MHD_OPTION_NOTIFY_COMPLETED, talk_on_done, w,
	    MHD_OPTION_NOTIFY_CONNECTION, talk_on_conn, w,
	    MHD_OPTION_URI_LOG_CALLBACK, talk_on_line, w,
	    MHD_OPTION_UNESCAPE_CALLBACK, as_sent, NULL,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
	    MHD_OPTION_CONNECTION_LIMIT, most,
	    MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
	    MHD_OPTION_ARRAY, tls ? secure : &secure[NELEMS(secure) - 1],
	    MHD_OPTION_END);
}

/* A daemon is for TLS or for plain connections: there are both when needed. */
static bool
make_daemons(struct worker *w, struct epoll_event *ev)
{
	const struct http_config *cf = &w->http->cf;

	for (size_t i = 0; i < cf->nlisten; i++) {
		struct MHD_Daemon **d = &w->daemon[cf->listen[i].tls];

		if (*d)
			continue;
		*d = daemon_new(w, cf->listen[i].tls);
		if (!*d)
			return false;
		ev->data.u64 = EV_DAEMON;
		epoll_ctl(w->epoll, EPOLL_CTL_ADD,
		    MHD_get_daemon_info(*d, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
		    ev);
	}
	return true;
}

static enum rc
no_start(struct err *err)
{
	return err_set(err, RC_FULL,
	    "a worker cannot start: too few descriptors or too little memory");
}

enum rc
loop_prepare(struct worker *w, struct err *err)
{
	struct epoll_event ev = { .events = EPOLLIN };

	w->now = clock_ms();
	w->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	w->reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (w->bell < 0 || w->epoll < 0 || w->reserve < 0 ||
	    !make_daemons(w, &ev))
		return no_start(err);
	ev.data.u64 = EV_BELL;
	epoll_ctl(w->epoll, EPOLL_CTL_ADD, w->bell, &ev);
	listen_resume(w);
	return RC_OK;
}

/* A client that goes away while a file is sent raises SIGPIPE: block it. */
enum rc
loop_start(struct worker *w, struct err *err)
{
	sigset_t all, before;
	int failed;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	failed = pthread_create(&w->thread, NULL, loop, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed)
		return no_start(err);
	w->running = true;
	return RC_OK;
}

static void
close_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
loop_release(struct worker *w)
{
	struct slot *s;

	/* What a stop gave up: the library ends no suspended connection. */
	for (struct conn *c = w->conns.next; c != &w->conns; c = c->next)
		if (c->slot && c->slot->suspended)
			resume(c->slot);
	for (size_t i = 0; i < NELEMS(w->daemon); i++)
		if (w->daemon[i])
			MHD_stop_daemon(w->daemon[i]);
	for (size_t i = 0; i < w->http->cf.nlisten; i++)
		close_open(w->listener[i]);
	close_open(w->bell);
	close_open(w->epoll);
	close_open(w->reserve);
	linger_end(w);
	while ((s = w->spare)) {
		w->spare = s->next;
		arena_free(s->rq.arena);
		free(s);
	}
	free(w->listener);
}
