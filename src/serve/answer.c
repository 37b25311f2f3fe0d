/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* answer.c - answers, and the headers that every one of them carries. */
#include "serve/answer.h"

#include "base/text.h"

#include <string.h>

/* security.md of the design, B.5; the pages need nothing else. */
static const struct pair always[] = {
	{ "Content-Security-Policy", "default-src 'none'; script-src 'self'; "
	    "style-src 'self'; img-src 'self'; font-src 'self'; "
	    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
	    "base-uri 'none'; object-src 'none'" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Permissions-Policy", "camera=(self), microphone=(), geolocation=(), "
	    "payment=(), usb=()" },
};

void
answer_dress(struct request *rq)
{
	bool cached = false;

	for (size_t i = 0; i < NELEMS(always); i++)
		response_header(rq, always[i].name, always[i].value);
	for (size_t i = 0; i < rq->rs.nheaders; i++)
		cached |= strcmp(rq->rs.headers[i].name, "Cache-Control") == 0;
	if (!cached)
		response_header(rq, "Cache-Control", "no-store");
	if (rq->secure)
		response_header(rq, "Strict-Transport-Security",
		    "max-age=63072000");
}

void
answer_text(struct call *c, int status, const char *type,
    const struct buf *body)
{
	struct response *rs = &c->rq->rs;

	rs->status = status;
	rs->type = type;
	rs->body = buf_text(body);
	rs->len = body->len;
}

void
answer_see(struct call *c, const char *path)
{
	c->rq->rs.status = 303;
	c->rq->rs.body = "";
	c->rq->rs.len = 0;
	response_header(c->rq, "Location", path);
}

static bool
plain(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	    (ch >= '0' && ch <= '9') || ch == '.' || ch == '-' || ch == '_';
}

/* An ASCII form for old clients, and the name itself after RFC 8187. */
static const char *
disposition(struct arena *a, const char *name)
{
	struct buf b = { .arena = a };

	buf_str(&b, "attachment; filename=\"");
	for (const char *s = name; *s; s++)
		buf_char(&b, plain(*s) ? *s : '_');
	buf_str(&b, "\"; filename*=UTF-8''");
	for (const char *s = name; *s; s++) {
		if (plain(*s))
			buf_char(&b, *s);
		else
			buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)*s);
	}
	return b.s;
}

void
answer_file(struct call *c, int fd, int64_t size, const char *type,
    const char *name)
{
	struct response *rs = &c->rq->rs;

	rs->status = 200;
	rs->type = type;
	rs->fd = fd;
	rs->len = (size_t)size;
	rs->ranges = true;
	response_header(c->rq, "Content-Disposition",
	    disposition(c->cx.arena, name));
}

const char *
answer_cookie_name(const struct request *rq)
{
	return rq->secure ? "__Host-muster" : "muster";
}

void
answer_cookie(struct call *c, const char *token)
{
	response_header(c->rq, "Set-Cookie", arena_fmt(c->cx.arena,
	    "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
	    answer_cookie_name(c->rq), token ? token : "",
	    c->rq->secure ? "; Secure" : "", token ? "" : "; Max-Age=0"));
	if (!token)
		response_header(c->rq, "Clear-Site-Data", "\"cache\"");
}
