/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * reply.c - from a struct response to the library's own.
 */
#include "http/own.h"

#include "http/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { PULL_BLOCK = 32 * 1024 };

void
reply_end(struct slot *s)
{
	struct response *rs = &s->rq.rs;

	if (rs->pull && rs->pull->end)
		rs->pull->end(rs->pull->self);
	if (rs->fd > 0)
		close(rs->fd);
	*rs = (struct response){ 0 };
}

void
reply_text(struct slot *s, int status, const char *text)
{
	struct http *h = s->worker->http;

	reply_end(s);
	s->rq.rs = (struct response){
		.status = status,
		.retry_after = status == 503 ? 1 : 0,
		.type = "text/plain; charset=utf-8",
		.body = text,
		.len = strlen(text),
	};
	count_up(&s->worker->n.refused);
	if (h->cf.refused)
		h->cf.refused(s->worker->seat, &s->rq);
}

void
reply_err(struct slot *s, int status, const struct err *err)
{
	size_t room = sizeof(err->text) + sizeof(err->hint) + 4;
	char *text = arena_try(s->rq.arena, room);

	if (!text) {
		reply_text(s, 503, "the request takes too much memory\n");
		return;
	}
	snprintf(text, room, "%s%s%s\n", err->text, *err->hint ? ". " : "",
	    err->hint);
	reply_text(s, status, text);
}

static ssize_t
on_pull(void *cls, uint64_t at, char *p, size_t n)
{
	struct slot *s = cls;
	ssize_t got;

	(void)at;
	got = s->rq.rs.pull->more(s->rq.rs.pull->self, p, n);
	if (got == PULL_LATER) {
		talk_suspend(s);
		return 0;
	}
	if (got > 0)
		return got;
	return got == 0 ? MHD_CONTENT_READER_END_OF_STREAM
			: MHD_CONTENT_READER_END_WITH_ERROR;
}

/* --- a part of a file -------------------------------------------------------- */

static bool
says_range(const struct slot *s)
{
	const struct response *rs = &s->rq.rs;

	return rs->ranges && rs->fd > 0 && rs->status == 200 &&
	       s->rq.method == M_GET;
}

/* If-Range holds the tag of what the client has a part of already. */
static bool
still_fits(const struct slot *s)
{
	const char *wanted = request_header(&s->rq, "If-Range");
	const struct response *rs = &s->rq.rs;

	if (!wanted)
		return true;
	for (size_t i = 0; i < rs->nheaders; i++)
		if (strcasecmp(rs->headers[i].name, "ETag") == 0)
			return *wanted == '"' &&
			       strcmp(wanted, rs->headers[i].value) == 0;
	return false;
}

/* Narrows the answer to what Range asks for; text is its Content-Range. */
static void
narrow(struct slot *s, char *text, size_t n)
{
	struct response *rs = &s->rq.rs;
	const char *wanted = request_header(&s->rq, "Range");
	unsigned long long size = rs->len;
	uint64_t from, len;
	enum rc rc;

	*text = '\0';
	if (!wanted || !still_fits(s))
		return;
	rc = target_range(wanted, rs->len, &from, &len);
	if (rc == RC_MISSING) {
		snprintf(text, n, "bytes */%llu", size);
		rs->status = 416;
		rs->len = 0;
	} else if (rc == RC_OK) {
		snprintf(text, n, "bytes %llu-%llu/%llu",
		    (unsigned long long)from,
		    (unsigned long long)(from + len - 1), size);
		rs->status = 206;
		rs->offset += (int64_t)from;
		rs->len = (size_t)len;
	}
}

/* --- the library's answer ------------------------------------------------------ */

static struct MHD_Response *
make(struct slot *s)
{
	struct response *rs = &s->rq.rs;
	struct MHD_Response *m;

	if (rs->pull)
		return MHD_create_response_from_callback(
		    rs->pull->len < 0 ? MHD_SIZE_UNKNOWN
				      : (uint64_t)rs->pull->len,
		    PULL_BLOCK, on_pull, s, NULL);
	if (rs->fd > 0) {
		m = MHD_create_response_from_fd_at_offset64(
		    rs->len, rs->fd, (uint64_t)rs->offset);
		if (m)
			rs->fd = 0;
		return m;
	}
	return MHD_create_response_from_buffer(rs->len,
	    (void *)(uintptr_t)rs->body, MHD_RESPMEM_PERSISTENT);
}

static bool
add_headers(struct MHD_Response *m, struct slot *s)
{
	const struct response *rs = &s->rq.rs;
	char wait[16];

	if (rs->type &&
	    !MHD_add_response_header(m, MHD_HTTP_HEADER_CONTENT_TYPE, rs->type))
		return false;
	for (size_t i = 0; i < rs->nheaders; i++)
		if (!MHD_add_response_header(
			m, rs->headers[i].name, rs->headers[i].value))
			return false;
	if (rs->retry_after) {
		snprintf(wait, sizeof(wait), "%d", rs->retry_after);
		if (!MHD_add_response_header(
			m, MHD_HTTP_HEADER_RETRY_AFTER, wait))
			return false;
	}
	if (s->close || atomic_load(&s->worker->http->stop_by))
		return MHD_add_response_header(
		    m, MHD_HTTP_HEADER_CONNECTION, "close");
	return true;
}

static bool
add_ranges(struct MHD_Response *m, bool ranges, const char *range)
{
	if (ranges && !MHD_add_response_header(
		m, MHD_HTTP_HEADER_ACCEPT_RANGES, "bytes"))
		return false;
	return !*range || MHD_add_response_header(
	    m, MHD_HTTP_HEADER_CONTENT_RANGE, range);
}

/*
 * The answer that cannot be made is answered with a bare 500; what is then
 * impossible too ends the connection.
 */
enum MHD_Result
reply_send(struct slot *s)
{
	struct response *rs = &s->rq.rs;
	struct MHD_Response *m;
	enum MHD_Result done;
	bool ranges = says_range(s);
	char range[80] = "";

	if (ranges)
		narrow(s, range, sizeof(range));
	m = rs->status < 200 ? NULL : make(s);
	if (!m || !add_headers(m, s) || !add_ranges(m, ranges, range)) {
		if (m)
			MHD_destroy_response(m);
		reply_text(s, 500, "the answer could not be made\n");
		m = make(s);
		if (!m || !add_headers(m, s))
			return MHD_NO;
	}
	s->state = SENDING;
	s->conn->moved = 0;
	s->conn->acked = 0;
	s->conn->deadline =
	    s->worker->now + s->worker->http->cf.limits.write_ms;
	done = MHD_queue_response(s->mhd, (unsigned)rs->status, m);
	MHD_destroy_response(m);
	return done;
}
