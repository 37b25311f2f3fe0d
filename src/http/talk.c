/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * talk.c - a request from its first line to its last byte, in its worker.
 */
#include "http/own.h"

#include "base/date.h"
#include "http/crowd.h"
#include "http/guard.h"
#include "http/intake.h"
#include "http/linger.h"
#include "http/loop.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- connections ---------------------------------------------------------- */

static struct conn *
conn_of(struct MHD_Connection *mhd)
{
	return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
	    ->socket_context;
}

static void
conn_join(struct worker *w, struct MHD_Connection *mhd, void **ctx)
{
	struct conn *c = must_alloc(sizeof(*c));

	c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)
		    ->connect_fd;
	c->http = w->http;
	c->peer = *w->joining;
	w->joining = NULL;
	c->secure = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_PROTOCOL)
	    != NULL;
	c->deadline = w->now + w->http->cf.limits.idle_ms;
	loop_watch(w, c);
	c->prev = &w->conns;
	c->next = w->conns.next;
	c->next->prev = c->prev->next = c;
	count_up(&w->n.open);
	*ctx = c;
}

void
talk_on_conn(void *cls, struct MHD_Connection *mhd, void **ctx,
    enum MHD_ConnectionNotificationCode what)
{
	struct worker *w = cls;
	struct conn *c = *ctx;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		conn_join(w, mhd, ctx);
		return;
	}
	if (c->slot)
		talk_on_done(w, mhd, &(void *){ c->slot },
		    MHD_REQUEST_TERMINATED_WITH_ERROR);
	if (w->sweep == c)
		w->sweep = c->next;
	c->prev->next = c->next;
	c->next->prev = c->prev;
	loop_unwatch(w, c);
	if (c->linger)
		linger_add(w, c->fd);
	count_down(&w->n.open);
	crowd_leave(w->http->crowd, MHD_get_connection_info(mhd,
	    MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
	free(c);
	*ctx = NULL;
}

/* --- slots ---------------------------------------------------------------- */

static struct slot *
slot_new(struct worker *w)
{
	struct slot *s = w->spare;
	struct arena *a;

	if (s) {
		w->spare = s->next;
		w->nspare--;
		a = s->rq.arena;
	} else {
		s = must_alloc(sizeof(*s));
		a = arena_new_capped((size_t)w->http->cf.limits.arena);
	}
	memset(s, 0, offsetof(struct slot, fault));
	s->fault.code = RC_OK;
	s->rq.arena = a;
	s->worker = w;
	return s;
}

static void
slot_end(struct slot *s)
{
	struct worker *w = s->worker;

	intake_end(s);
	reply_end(s);
	if (w->nspare == SPARE_SLOTS) {
		arena_free(s->rq.arena);
		free(s);
		return;
	}
	arena_reset(s->rq.arena);
	s->next = w->spare;
	w->spare = s;
	w->nspare++;
}

/* The request line has come: from here the client has head_ms. */
void *
talk_on_line(void *cls, const char *target, struct MHD_Connection *mhd)
{
	struct worker *w = cls;
	struct slot *s = slot_new(w);
	char *copy;

	s->mhd = mhd;
	s->conn = conn_of(mhd);
	s->line = strlen(target);
	s->rq.begun = w->now;
	s->rq.peer = s->conn->peer;
	s->rq.secure = s->conn->secure;
	s->rq.body = "";
	copy = arena_try(s->rq.arena, s->line + 1);
	if (copy)
		s->rq.target = memcpy(copy, target, s->line);
	s->conn->slot = s;
	s->conn->deadline = w->now + w->http->cf.limits.head_ms;
	count_up(&w->n.busy);
	return s;
}

void
talk_on_done(void *cls, struct MHD_Connection *mhd, void **ctx,
    enum MHD_RequestTerminationCode why)
{
	struct worker *w = cls;
	struct slot *s = *ctx;

	(void)mhd;
	(void)why;
	if (!s)
		return;
	s->conn->slot = NULL;
	s->conn->deadline = w->now + w->http->cf.limits.idle_ms;
	slot_end(s);
	count_down(&w->n.busy);
	w->last = w->now;
	*ctx = NULL;
}

/* --- the way of a request ------------------------------------------------- */

static enum MHD_Result
refuse(struct slot *s, int status, const struct err *err)
{
	s->close = s->conn->linger = true;
	reply_err(s, status, err);
	return reply_send(s);
}

void
talk_suspend(struct slot *s)
{
	assert(s->parked && !s->suspended);
	s->conn->deadline = 0;
	s->suspended = true;
	MHD_suspend_connection(s->mhd);
}

static enum MHD_Result
wait_for_resume(struct slot *s)
{
	talk_suspend(s);
	return MHD_YES;
}

/* begin has decided: from here the client owes the body. */
static enum MHD_Result
open_body(struct slot *s)
{
	struct err err;
	int status;

	if (s->rq.rs.status) {
		s->close = s->conn->linger = true;
		return reply_send(s);
	}
	status = intake_start(s, &err);
	if (status)
		return refuse(s, status, &err);
	s->state = READING;
	s->conn->moved = 0;
	s->conn->deadline = s->worker->now + s->worker->http->cf.limits.body_ms;
	return MHD_YES;
}

static enum MHD_Result
ask_begin(struct slot *s)
{
	const struct http_config *cf = &s->worker->http->cf;

	s->state = BEGINNING;
	s->conn->deadline = 0;
	if (cf->begin)
		cf->begin(s->worker->seat, &s->rq);
	return s->parked ? wait_for_resume(s) : open_body(s);
}

static bool
takes_body(enum method m)
{
	return m != M_GET && m != M_HEAD && m != M_OPTIONS;
}

/* An answer queued in the first call also closes the connection: wanted. */
static enum MHD_Result
start(struct slot *s, const struct line *line)
{
	struct http *h = s->worker->http;
	struct err err;
	int status = guard_check(s, line, &err);

	if (status)
		return refuse(s, status, &err);
	s->rq.deadline = s->worker->now + h->cf.limits.answer_ms;
	if (atomic_load(&h->stop_by)) {
		err_set(&err, RC_BUSY, "this server is stopping");
		return refuse(s, 503, &err);
	}
	return takes_body(s->rq.method) ? ask_begin(s) : open_body(s);
}

/* "OPTIONS *" asks for the server, not for a resource. */
static void
answer_options(struct slot *s)
{
	static struct pair allow[] = { { MHD_HTTP_HEADER_ALLOW,
	    "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" } };

	s->rq.rs = (struct response){ .status = 204, .headers = allow,
		.nheaders = 1, .body = "" };
}

static enum MHD_Result
handle(struct slot *s)
{
	struct http *h = s->worker->http;
	struct err err;
	int status = intake_finish(s, &err);

	if (status)
		return refuse(s, status, &err);
	s->state = HANDED;
	s->conn->deadline = 0;
	s->rq.deadline = s->worker->now + h->cf.limits.answer_ms;
	count_up(&s->worker->n.requests);
	if (strcmp(s->rq.path, "*") == 0)
		answer_options(s);
	else
		h->cf.handler(s->worker->seat, &s->rq);
	return s->parked ? wait_for_resume(s) : reply_send(s);
}

static enum MHD_Result
read_body(struct slot *s, const char *up, size_t *n)
{
	s->conn->moved += *n;
	if (!intake_take(s, up, *n))
		return MHD_NO;
	*n = 0;
	return MHD_YES;
}

enum MHD_Result
talk_on_request(void *cls, struct MHD_Connection *mhd, const char *path,
    const char *method, const char *version, const char *up, size_t *n,
    void **ctx)
{
	struct slot *s = *ctx;

	(void)cls;
	(void)mhd;
	switch (s->state) {
	case FRESH:
		return start(s, &(struct line){ method, path, version });
	case BEGINNING:
		return open_body(s);
	case READING:
		return *n ? read_body(s, up, n) : handle(s);
	case HANDED:
	case SENDING:
		break;
	}
	return reply_send(s);
}
