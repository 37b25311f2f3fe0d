/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/guard.h"

#include "http/chars.h"
#include "http/target.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct guard {
	struct slot *slot;
	struct err *err;
	struct pair *header;
	size_t max;
	const char *at;         /* where the next field must begin */
	unsigned seen;          /* a bit per single field */
	const char *value[16];  /* of the single fields */
	int status;             /* 0: in order */
};

/* Fields that may stand once: a second one is read differently by others. */
enum single {
	F_HOST, F_LENGTH, F_CODING, F_EXPECT, F_TYPE, F_AUTHORIZATION, F_COOKIE,
	F_KEY, F_IF_MATCH, F_RANGE, F_ORIGIN, F_ENCODING, F_COUNT
};

static const char *const singles[F_COUNT] = {
	[F_HOST] = "Host",
	[F_LENGTH] = "Content-Length",
	[F_CODING] = "Transfer-Encoding",
	[F_EXPECT] = "Expect",
	[F_TYPE] = "Content-Type",
	[F_AUTHORIZATION] = "Authorization",
	[F_COOKIE] = "Cookie",
	[F_KEY] = "Idempotency-Key",
	[F_IF_MATCH] = "If-Match",
	[F_RANGE] = "Range",
	[F_ORIGIN] = "Origin",
	[F_ENCODING] = "Content-Encoding",
};

static int
bad(struct err *err, int status, const char *text)
{
	err_set(err, RC_INVALID, "%s", text);
	return status;
}

static enum MHD_Result
bad_field(struct guard *g, int status, const char *text)
{
	g->status = bad(g->err, status, text);
	return MHD_NO;
}

static bool
is_token(const char *s)
{
	if (!*s)
		return false;
	while (char_is_token(*s))
		s++;
	return *s == '\0';
}

static bool
is_text(const char *s)
{
	while (*s && char_is_text(*s))
		s++;
	return *s == '\0';
}

/* Most fields differ in the first letter already. */
static bool
is_name(const char *a, const char *b)
{
	return (*a | 0x20) == (*b | 0x20) && strcasecmp(a, b) == 0;
}

/* Only blanks stand between a colon and its value, and CRLF behind it. */
static bool
is_in_place(struct guard *g, const char *name, const char *value)
{
	const char *gap = name + strlen(name) + 1;

	if (name != g->at || value < gap)
		return false;
	for (; gap < value; gap++)
		if (*gap != ' ' && *gap != '\t')
			return false;
	g->at = value + strlen(value) + 2;
	return true;
}

static enum MHD_Result
on_field(
    void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct guard *g = cls;
	struct request *rq = &g->slot->rq;

	(void)kind;
	if (!value || !is_in_place(g, name, value))
		return bad_field(g, 400, "the head is not in its plain form");
	if (!is_token(name))
		return bad_field(g, 400, "a field name is no token");
	if (!is_text(value))
		return bad_field(g, 400, "a field has a control character");
	if (rq->nheaders == g->max) {
		g->status = LIMIT_OVER(&g->slot->worker->http->cf.limits,
		    headers, g->err);
		return MHD_NO;
	}
	for (unsigned i = 0; i < F_COUNT; i++) {
		if (!is_name(name, singles[i]))
			continue;
		if (g->seen & 1u << i) {
			g->status = 400;
			err_set(g->err, RC_INVALID,
			    "the field %s stands there twice", singles[i]);
			return MHD_NO;
		}
		g->seen |= 1u << i;
		g->value[i] = value;
		break;
	}
	g->header[rq->nheaders++] = (struct pair){ name, value };
	return MHD_YES;
}

/* --- what the single fields say ------------------------------------------- */

static int
check_length(struct guard *g, const struct line *line)
{
	struct request *rq = &g->slot->rq;
	const char *s = g->value[F_LENGTH];
	size_t n;

	if (g->value[F_CODING] && s)
		return bad(g->err, 400,
		    "Content-Length and Transfer-Encoding together");
	if (g->value[F_CODING])
		return line->version[7] == '0'
			   ? bad(g->err, 400, "Transfer-Encoding in HTTP/1.0")
			   : bad(g->err, 411, "send a Content-Length");
	if (!s)
		return 0;
	n = strspn(s, "0123456789");
	if (n == 0 || n > 18 || s[n])
		return bad(g->err, 400, "the Content-Length is no number");
	rq->length = strtoull(s, NULL, 10);
	if (rq->length &&
	    (rq->method == M_GET || rq->method == M_HEAD ||
		rq->method == M_OPTIONS))
		return bad(g->err, 400, "this method takes no body");
	return 0;
}

bool
guard_host(const struct http *h, const char *name, size_t n)
{
	static const char *const always[] = { "localhost", "127.0.0.1",
		"[::1]" };

	for (size_t i = 0; i < NELEMS(always); i++)
		if (strlen(always[i]) == n &&
		    strncasecmp(always[i], name, n) == 0)
			return true;
	for (size_t i = 0; i < h->cf.nhosts; i++)
		if (strlen(h->cf.hosts[i]) == n &&
		    strncasecmp(h->cf.hosts[i], name, n) == 0)
			return true;
	for (size_t i = 0; i < h->cf.nlisten; i++) {
		const char *s = h->cf.listen[i].address;
		bool six = strchr(s, ':') != NULL;

		if (*s != '/' && strlen(s) + 2 * six == n &&
		    strncasecmp(s, name + six, strlen(s)) == 0)
			return true;
	}
	return false;
}

static int
check_host(struct guard *g, const struct line *line)
{
	const char *host = g->value[F_HOST];
	size_t n;

	g->slot->rq.host = "";
	if (!host)
		return line->version[7] == '0'
			   ? 0
			   : bad(g->err, 400, "no Host field");
	n = target_host(host);
	if (!n)
		return bad(g->err, 400, "the Host is no name with a port");
	if (!guard_host(g->slot->worker->http, host, n))
		return bad(g->err, 400, "this server does not go by that Host");
	g->slot->rq.host = host;
	return 0;
}

static int
check_expect(struct guard *g, const struct line *line)
{
	const char *s = g->value[F_EXPECT];

	if (s && line->version[7] == '1' && strcasecmp(s, "100-continue") != 0)
		return bad(g->err, 417, "Expect: 100-continue, or nothing");
	return 0;
}

/* --- the request line ----------------------------------------------------- */

static int
check_method(struct guard *g, const struct line *line)
{
	for (enum method m = 0; m < M_COUNT; m++)
		if (strcmp(line->method, method_names[m]) == 0) {
			g->slot->rq.method = m;
			return 0;
		}
	return bad(g->err, 501, "this server does not know that method");
}

static int
check_version(struct guard *g, const struct line *line)
{
	if (strcmp(line->version, "HTTP/1.1") == 0 ||
	    strcmp(line->version, "HTTP/1.0") == 0)
		return 0;
	return bad(g->err, 505, "HTTP/1.1 or HTTP/1.0");
}

/*
 * "http://name/path" (RFC 9112, 3.2.2) is taken when its name is the Host:
 * then nobody on the way can have read another one.
 */
static int
strip_authority(struct guard *g, const char **target)
{
	const char *s = *target, *host = g->slot->rq.host;
	size_t n = strlen(host);

	if (strncasecmp(s, "http://", 7) == 0)
		s += 7;
	else if (strncasecmp(s, "https://", 8) == 0)
		s += 8;
	else
		return bad(g->err, 400, "the target is not a path");
	if (!n || strncasecmp(s, host, n) != 0 ||
	    (s[n] != '/' && s[n] != '?' && s[n] != '\0'))
		return bad(g->err, 400, "the target and the Host differ");
	*target = s[n] == '/' ? s + n : NULL;
	return *target ? 0 : bad(g->err, 400, "the target has no path");
}

static int
check_target(struct guard *g)
{
	struct request *rq = &g->slot->rq;
	const struct http *h = g->slot->worker->http;
	const char *s = rq->target, *mark;
	struct pairs args;
	int status;
	enum rc rc;

	if (!target_plain(s, strlen(s)))
		return bad(g->err, 400, "the target has a forbidden character");
	rq->path = s;
	rq->query = "";
	if (strcmp(s, "*") == 0 && rq->method == M_OPTIONS)
		return 0;
	if (*s != '/' && (status = strip_authority(g, &s)))
		return status;
	mark = strchr(s, '?');
	if (target_path(rq->arena, s, mark ? (size_t)(mark - s) : strlen(s),
		&rq->path, g->err))
		return 400;
	if (!mark)
		return 0;
	rq->query = mark + 1;
	rc = target_pairs(rq->arena, rq->query, strlen(rq->query),
	    (size_t)h->cf.limits.args, &args, g->err);
	if (rc == RC_LIMIT)
		return LIMIT_OVER(&h->cf.limits, args, g->err);
	if (rc)
		return 400;
	rq->args = args.v;
	rq->nargs = args.n;
	return 0;
}

/*
 * The whole head lies as it came: nothing was folded, moved or left out.  The
 * library has put NUL for each byte of a line's end.
 */
static int
check_places(struct guard *g, const struct line *line)
{
	static const char end[4];
	struct slot *s = g->slot;
	size_t size = MHD_get_connection_info(s->mhd,
	    MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;

	if (line->path != line->method + strlen(line->method) + 1 ||
	    line->version != line->path + s->line + 1 ||
	    g->at + 2 != line->method + size || memcmp(g->at - 2, end, 4) != 0)
		return bad(g->err, 400, "the head is not in its plain form");
	if (size > (size_t)s->worker->http->cf.limits.head)
		return LIMIT_OVER(&s->worker->http->cf.limits, head, g->err);
	return 0;
}

static int
check_cookies(struct guard *g)
{
	struct request *rq = &g->slot->rq;
	const struct http *h = g->slot->worker->http;
	struct pairs cookies;

	if (!g->value[F_COOKIE])
		return 0;
	if (target_cookies(rq->arena, g->value[F_COOKIE],
		(size_t)h->cf.limits.cookies, &cookies, g->err))
		return LIMIT_OVER(&h->cf.limits, cookies, g->err);
	rq->cookies = cookies.v;
	rq->ncookies = cookies.n;
	return 0;
}

/* All fields, in order of arrival; the first fault ends the walk. */
static int
check_fields(struct guard *g, const struct line *line)
{
	struct request *rq = &g->slot->rq;
	int n = MHD_get_connection_values(
	    g->slot->mhd, MHD_HEADER_KIND, NULL, NULL);

	g->max = (size_t)g->slot->worker->http->cf.limits.headers;
	if (n < 0 || (size_t)n < g->max)
		g->max = n < 0 ? 0 : (size_t)n;
	g->header = arena_try(rq->arena, (g->max + 1) * sizeof(*g->header));
	if (!g->header)
		return bad(g->err, 431, "the request takes too much memory");
	rq->headers = g->header;
	g->at = line->version + strlen(line->version) + 2;
	MHD_get_connection_values(g->slot->mhd, MHD_HEADER_KIND, on_field, g);
	return g->status;
}

int
guard_check(struct slot *s, const struct line *line, struct err *err)
{
	struct guard g = { .slot = s, .err = err };
	const struct http *h = s->worker->http;
	int status;

	if (!s->rq.target || s->line > (size_t)h->cf.limits.target)
		return LIMIT_OVER(&h->cf.limits, target, err);
	if ((status = check_version(&g, line)) ||
	    (status = check_fields(&g, line)) ||
	    (status = check_places(&g, line)) ||
	    (status = check_method(&g, line)) ||
	    (status = check_host(&g, line)) ||
	    (status = check_target(&g)) ||
	    (status = check_length(&g, line)) ||
	    (status = check_expect(&g, line)) ||
	    (status = check_cookies(&g)))
		return status;
	return 0;
}
