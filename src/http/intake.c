/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/intake.h"

#include "http/target.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FIRST_ROOM = 16 * 1024 };

int
limit_err(const struct http *h, size_t offset, struct err *err)
{
	for (size_t i = 0; i < http_nlimits; i++) {
		const struct http_limit *row = &http_limit_table[i];

		if (row->offset != offset)
			continue;
		err_set(err, RC_LIMIT, "over the limit \"%s\" (%s): %lld%s%s",
		    row->name, row->text,
		    (long long)http_limits_get(&h->cf.limits, row),
		    *row->unit ? " " : "", row->unit);
		return row->status;
	}
	assert(!"a limit without a row");
	return 500;
}

/* --- memory of a body ------------------------------------------------------ */

/* Takes from what all bodies may have together; grows as bytes come. */
static bool
make_room(struct slot *s, size_t need, struct err *err)
{
	struct http *h = s->worker->http;
	size_t cap = s->room_cap ? 2 * s->room_cap : FIRST_ROOM;
	int64_t more;
	char *p;

	if (need <= s->room_cap)
		return true;
	if (cap > s->rq.length + 1)
		cap = (size_t)s->rq.length + 1;
	if (cap < need)
		cap = need;
	more = (int64_t)(cap - s->room_cap);
	if (atomic_fetch_add(&h->memory, more) + more > h->cf.limits.memory ||
	    !(p = realloc(s->room, cap))) {
		atomic_fetch_sub(&h->memory, more);
		limit_err(h, offsetof(struct http_limits, memory), err);
		return false;
	}
	s->room = p;
	s->room_cap = cap;
	return true;
}

static void
drop_room(struct slot *s)
{
	atomic_fetch_sub(&s->worker->http->memory, (int64_t)s->room_cap);
	free(s->room);
	s->room = NULL;
	s->room_cap = 0;
}

/* --- a fault in the middle ------------------------------------------------- */

static void
fail(struct slot *s, int status)
{
	assert(s->fault_status == 0);
	s->fault_status = status;
	if (s->rq.intake.sink && !s->sink_ended) {
		s->sink_ended = true;
		s->rq.intake.sink->end(s->rq.intake.sink->self, false);
	}
	drop_room(s);
	s->rq.body = "";
	s->rq.len = 0;
}

static void
to_memory(struct slot *s, const char *p, size_t n)
{
	if (!make_room(s, s->rq.len + n + 1, &s->fault)) {
		fail(s, 503);
		return;
	}
	memcpy(s->room + s->rq.len, p, n);
	s->rq.len += n;
	s->room[s->rq.len] = '\0';
	s->rq.body = s->room;
}

static void
to_sink(struct slot *s, const char *p, size_t n)
{
	const struct sink *sink = s->rq.intake.sink;
	enum rc rc = sink->take(sink->self, p, n, &s->fault);

	if (rc)
		fail(s, err_table[rc].http);
}

/* --- the way of a body ----------------------------------------------------- */

int
intake_start(struct slot *s, struct err *err)
{
	struct http *h = s->worker->http;
	struct intake *in = &s->rq.intake;
	size_t row = in->sink ? offsetof(struct http_limits, upload)
			      : offsetof(struct http_limits, body);

	s->rq.body = "";
	if (s->rq.length <= in->limit)
		return 0;
	(void)h;
	return limit_err(h, row, err);
}

bool
intake_take(struct slot *s, const char *p, size_t n)
{
	if (s->fault_status) {
		s->dropped += n;
		return s->dropped <=
		    (uint64_t)s->worker->http->cf.limits.swallow;
	}
	if (s->rq.intake.sink)
		to_sink(s, p, n);
	else
		to_memory(s, p, n);
	return true;
}

static bool
is_type(const char *type, const char *name)
{
	size_t n = strlen(name);

	return type && strncasecmp(type, name, n) == 0 &&
	       (type[n] == '\0' || type[n] == ';' || type[n] == ' ');
}

static int
read_form(struct slot *s, struct err *err)
{
	struct request *rq = &s->rq;
	struct http *h = s->worker->http;
	struct pairs fields;
	struct part *parts;
	enum rc rc = target_pairs(rq->arena, rq->body, rq->len,
	    (size_t)h->cf.limits.parts, &fields, err);

	if (rc == RC_LIMIT)
		return limit_err(h, offsetof(struct http_limits, parts), err);
	if (rc)
		return 400;
	parts = arena_try(rq->arena, (fields.n + 1) * sizeof(*parts));
	if (!parts)
		return limit_err(h, offsetof(struct http_limits, arena), err);
	for (size_t i = 0; i < fields.n; i++) {
		const struct pair *p = &fields.v[i];

		parts[i] = (struct part){ .name = p->name, .value = p->value,
			.len = strlen(p->value) };
		if (parts[i].len > (uint64_t)h->cf.limits.field)
			return limit_err(h,
			    offsetof(struct http_limits, field), err);
	}
	rq->parts = parts;
	rq->nparts = rq->nfields = fields.n;
	rq->fields = fields.v;
	return 0;
}

int
intake_finish(struct slot *s, struct err *err)
{
	const struct sink *sink = s->rq.intake.sink;

	if (s->fault_status) {
		*err = s->fault;
		return s->fault_status;
	}
	if (sink && s->rq.length) {
		s->sink_ended = true;
		sink->end(sink->self, true);
		return 0;
	}
	if (is_type(request_header(&s->rq, "Content-Type"),
		"application/x-www-form-urlencoded"))
		return read_form(s, err);
	return 0;
}

void
intake_end(struct slot *s)
{
	const struct sink *sink = s->rq.intake.sink;

	if (sink && !s->sink_ended)
		sink->end(sink->self, false);
	drop_room(s);
}
