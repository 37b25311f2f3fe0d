/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * request.c - what the faces do with a request besides reading its members.
 */
#include "http/own.h"

#include <string.h>
#include <strings.h>

const char *const method_names[M_COUNT] = {
	[M_GET] = "GET",
	[M_HEAD] = "HEAD",
	[M_POST] = "POST",
	[M_PUT] = "PUT",
	[M_PATCH] = "PATCH",
	[M_DELETE] = "DELETE",
	[M_OPTIONS] = "OPTIONS",
};

void
http_park(struct request *rq)
{
	((struct slot *)(void *)rq)->parked = true;
}

void
http_unpark(struct request *rq)
{
	((struct slot *)(void *)rq)->parked = false;
}

static const char *
find(const struct pair *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].name, name) == 0)
			return v[i].value;
	return NULL;
}

const char *
request_header(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->nheaders; i++)
		if (strcasecmp(rq->headers[i].name, name) == 0)
			return rq->headers[i].value;
	return NULL;
}

const char *
request_cookie(const struct request *rq, const char *name)
{
	return find(rq->cookies, rq->ncookies, name);
}

const char *
request_arg(const struct request *rq, const char *name)
{
	return find(rq->args, rq->nargs, name);
}

const char *
request_field(const struct request *rq, const char *name)
{
	return find(rq->fields, rq->nfields, name);
}

void
response_header(struct request *rq, const char *name, const char *value)
{
	struct response *rs = &rq->rs;

	if (rs->nheaders == rs->headers_room || !rs->headers_room) {
		size_t cap = 2 * rs->nheaders + 8;
		struct pair *v = arena_alloc(rq->arena, cap * sizeof(*v));

		if (rs->nheaders)
			memcpy(v, rs->headers, rs->nheaders * sizeof(*v));
		rs->headers = v;
		rs->headers_room = cap;
	}
	rs->headers[rs->nheaders++] = (struct pair){ name, value };
}
