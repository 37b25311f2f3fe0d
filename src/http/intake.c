/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/intake.h"

#include "base/text.h"
#include "http/multipart.h"
#include "http/target.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FIRST_ROOM = 16 * 1024 };

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
		LIMIT_OVER(&h->cf.limits, memory, err);
		return false;
	}
	s->room = p;
	s->room_cap = cap;
	return true;
}

static void
drop_room(struct slot *s)
{
	if (!s->room_cap)
		return;
	atomic_fetch_sub(&s->worker->http->memory, (int64_t)s->room_cap);
	free(s->room);
	s->room = NULL;
	s->room_cap = s->room_len = 0;
}

/* --- a fault in the middle --------------------------------------------------- */

static void
end_sink(struct slot *s, bool whole)
{
	const struct sink *sink = s->rq.intake.sink;

	if (!sink || s->sink_ended)
		return;
	s->sink_ended = true;
	sink->end(sink->self, whole);
}

/* s->fault has its words already. */
static enum rc
fail(struct slot *s, int status)
{
	assert(s->fault_status == 0 && s->fault.code);
	s->fault_status = status;
	end_sink(s, false);
	drop_room(s);
	return s->fault.code;
}

static enum rc
fail_limit(struct slot *s, size_t offset)
{
	return fail(s, http_limits_over(&s->worker->http->cf.limits, offset,
	    &s->fault));
}

static enum rc
to_memory(struct slot *s, const char *p, size_t n)
{
	if (!make_room(s, s->room_len + n + 1, &s->fault))
		return fail(s, 503);
	memcpy(s->room + s->room_len, p, n);
	s->room_len += n;
	s->room[s->room_len] = '\0';
	return RC_OK;
}

static enum rc
to_sink(struct slot *s, const char *p, size_t n)
{
	const struct sink *sink = s->rq.intake.sink;
	enum rc rc = sink->take(sink->self, p, n, &s->fault);

	return rc ? fail(s, err_table[rc].http) : RC_OK;
}

/* --- a form of parts ----------------------------------------------------------- */

struct form {
	struct multipart *parser;
	struct part *part;
	size_t *at;             /* of the value in the slot's room */
	size_t n, cap;
	bool streams;           /* this part goes to the sink */
	size_t files;           /* that went there */
};

static bool
make_part_room(struct slot *s)
{
	struct form *f = s->form;
	size_t cap = f->cap ? 2 * f->cap : 16;
	struct part *part;
	size_t *at;

	if (f->n < f->cap)
		return true;
	part = arena_try(s->rq.arena, cap * sizeof(*part));
	at = part ? arena_try(s->rq.arena, cap * sizeof(*at)) : NULL;
	if (!at)
		return false;
	if (f->n) {
		memcpy(part, f->part, f->n * sizeof(*part));
		memcpy(at, f->at, f->n * sizeof(*at));
	}
	f->part = part;
	f->at = at;
	f->cap = cap;
	return true;
}

static enum rc
open_file(struct slot *s, const struct part *part)
{
	const struct sink *sink = s->rq.intake.sink;
	enum rc rc;

	if (sink->open) {
		rc = sink->open(sink->self, part, &s->fault);
		return rc ? fail(s, err_table[rc].http) : RC_OK;
	}
	if (s->form->files++ == 0)
		return RC_OK;
	err_set(&s->fault, RC_INVALID, "one file at a time");
	return fail(s, 400);
}

static enum rc
on_open(void *self, const struct part *part, struct err *err)
{
	struct slot *s = self;
	struct form *f = s->form;

	(void)err;
	if (f->n == (size_t)s->worker->http->cf.limits.parts)
		return fail_limit(s, offsetof(struct http_limits, parts));
	if (!make_part_room(s))
		return fail_limit(s, offsetof(struct http_limits, arena));
	f->part[f->n] = *part;
	f->at[f->n++] = s->room_len;
	/* A control in which no file was chosen has an empty name. */
	f->streams = s->rq.intake.sink && part->filename && *part->filename;
	return f->streams ? open_file(s, part) : RC_OK;
}

static enum rc
on_data(void *self, const char *p, size_t n, struct err *err)
{
	struct slot *s = self;
	struct form *f = s->form;
	const struct http_limits *limits = &s->worker->http->cf.limits;
	struct part *part = &f->part[f->n - 1];

	(void)err;
	part->len += n;
	if (f->streams)
		return to_sink(s, p, n);
	if (!part->filename && part->len > (uint64_t)limits->field)
		return fail_limit(s, offsetof(struct http_limits, field));
	if (s->rq.intake.sink && s->room_len + n > (uint64_t)limits->body)
		return fail_limit(s, offsetof(struct http_limits, body));
	return to_memory(s, p, n);
}

static enum rc
on_close(void *self, struct err *err)
{
	struct slot *s = self;

	(void)err;
	return s->form->streams ? RC_OK : to_memory(s, "", 1);
}

static int
open_form(struct slot *s, const char *type, struct err *err)
{
	const struct http *h = s->worker->http;
	const struct multipart_to to = { s, on_open, on_data, on_close };
	struct form *f = arena_try(s->rq.arena, sizeof(*f));
	enum rc rc;

	if (!f)
		return LIMIT_OVER(&h->cf.limits, arena, err);
	rc = multipart_new(s->rq.arena, type,
	    (size_t)h->cf.limits.part_head, &to, &f->parser, err);
	if (rc == RC_LIMIT)
		return LIMIT_OVER(&h->cf.limits, arena, err);
	s->form = f;
	return rc ? 400 : 0;
}

static void
to_form(struct slot *s, const char *p, size_t n)
{
	struct err err;
	enum rc rc = multipart_feed(s->form->parser, p, n, &err);

	if (!rc || s->fault_status)
		return;
	s->fault = err;
	if (rc == RC_LIMIT)
		fail_limit(s, offsetof(struct http_limits, part_head));
	else
		fail(s, 400);
}

static bool
is_field(const struct part *p)
{
	return p->filename == NULL;
}

/* The room no longer moves: offsets become pointers. */
static int
close_form(struct slot *s, struct err *err)
{
	struct request *rq = &s->rq;
	struct form *f = s->form;
	struct pair *fields;

	if (multipart_end(f->parser, err))
		return 400;
	fields = arena_try(rq->arena, (f->n + 1) * sizeof(*fields));
	if (!fields)
		return LIMIT_OVER(&s->worker->http->cf.limits, arena, err);
	for (size_t i = 0; i < f->n; i++) {
		struct part *p = &f->part[i];

		if (!rq->intake.sink || is_field(p) || !*p->filename)
			p->value = s->room + f->at[i];
		if (!is_field(p))
			continue;
		if (!utf8_valid(p->value, p->len)) {
			err_set(err, RC_INVALID, "the value of \"%.40s\" is "
			    "not UTF-8", p->name);
			return 400;
		}
		fields[rq->nfields++] = (struct pair){ p->name, p->value };
	}
	rq->parts = f->part;
	rq->nparts = f->n;
	rq->fields = fields;
	return 0;
}

/* --- a form of pairs ------------------------------------------------------------ */

static bool
is_pairs(const char *type)
{
	static const char name[] = "application/x-www-form-urlencoded";
	size_t n = sizeof(name) - 1;

	return type && strncasecmp(type, name, n) == 0 &&
	       (type[n] == '\0' || strchr("; \t", type[n]));
}

static int
read_pairs(struct slot *s, struct err *err)
{
	struct request *rq = &s->rq;
	struct http *h = s->worker->http;
	struct pairs fields;
	struct part *parts;
	enum rc rc = target_pairs(rq->arena, rq->body, rq->len,
	    (size_t)h->cf.limits.parts, &fields, err);

	if (rc == RC_LIMIT)
		return LIMIT_OVER(&h->cf.limits, parts, err);
	if (rc)
		return 400;
	parts = arena_try(rq->arena, (fields.n + 1) * sizeof(*parts));
	if (!parts)
		return LIMIT_OVER(&h->cf.limits, arena, err);
	for (size_t i = 0; i < fields.n; i++) {
		const struct pair *p = &fields.v[i];

		parts[i] = (struct part){ .name = p->name, .value = p->value,
			.len = strlen(p->value) };
		if (parts[i].len > (uint64_t)h->cf.limits.field)
			return LIMIT_OVER(&h->cf.limits, field, err);
	}
	rq->parts = parts;
	rq->nparts = rq->nfields = fields.n;
	rq->fields = fields.v;
	return 0;
}

/* --- the way of a body ------------------------------------------------------------ */

int
intake_start(struct slot *s, struct err *err)
{
	struct intake *in = &s->rq.intake;
	const struct http_limits *limits = &s->worker->http->cf.limits;
	const char *type = request_header(&s->rq, "Content-Type");

	if (!in->limit)
		in->limit =
		    (uint64_t)(in->sink ? limits->upload : limits->body);
	if (s->rq.length > in->limit) {
		err_set(err, RC_LIMIT, "the body is longer than the %llu bytes "
		    "that are taken here", (unsigned long long)in->limit);
		return 413;
	}
	return s->rq.length && multipart_is(type) ? open_form(s, type, err) : 0;
}

bool
intake_take(struct slot *s, const char *p, size_t n)
{
	if (s->fault_status) {
		s->dropped += n;
		return s->dropped <=
		       (uint64_t)s->worker->http->cf.limits.swallow;
	}
	if (s->form)
		to_form(s, p, n);
	else if (s->rq.intake.sink)
		to_sink(s, p, n);
	else
		to_memory(s, p, n);
	return true;
}

static int
close_body(struct slot *s, struct err *err)
{
	if (s->form)
		return close_form(s, err);
	if (!s->room_len)
		return 0;
	s->rq.body = s->room;
	s->rq.len = s->room_len;
	return is_pairs(request_header(&s->rq, "Content-Type"))
		   ? read_pairs(s, err)
		   : 0;
}

int
intake_finish(struct slot *s, struct err *err)
{
	int status = s->fault_status;

	if (status)
		*err = s->fault;
	else
		status = close_body(s, err);
	end_sink(s, status == 0);
	return status;
}

void
intake_end(struct slot *s)
{
	end_sink(s, false);
	drop_room(s);
}
