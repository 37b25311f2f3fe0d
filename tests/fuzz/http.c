/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http.c - raw bytes at a server, beside a strict reader of our own: what the
 * server executes must be what the strict reader reads, in its order and with
 * its bodies.  A request that hides in another one shows as a difference.
 */
#include "fuzz.h"

#include "http/chars.h"
#include "http/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 64, LONGEST = 30000, ANSWER_MS = 4 };

struct list {
	size_t n;
	char text[MOST][200];   /* "METHOD target length" of each */
};

static void
list_add(struct list *l, const char *method, const char *target,
    unsigned long long length)
{
	if (l->n < MOST)
		snprintf(l->text[l->n++], sizeof(l->text[0]), "%.10s %.150s "
		    "%llu", method, target, length);
}

/* --- the server ------------------------------------------------------------- */

/* Requests of other connections come late: they were told before. */
static struct {
	pthread_mutex_t mu;
	struct http *http;
	uint16_t port, client;
	struct list done;
} server = { .mu = PTHREAD_MUTEX_INITIALIZER };

static void
on_request(void *seat, struct request *rq)
{
	(void)seat;
	assert(*rq->path == '/' && !strstr(rq->path, "/../"));
	assert(rq->length == rq->len || rq->nparts || !rq->len);
	pthread_mutex_lock(&server.mu);
	if (rq->peer.port == server.client)
		list_add(&server.done, method_names[rq->method], rq->target,
		    (unsigned long long)rq->length);
	pthread_mutex_unlock(&server.mu);
	rq->rs = (struct response){ .status = 200, .body = "ok", .len = 2 };
}

static void
server_start(void)
{
	static const struct http_listen at = { "127.0.0.1", 0, false };
	static void *seat;
	struct http_config cf = { .listen = &at, .nlisten = 1, .workers = 1,
		.seat = &seat, .handler = on_request };
	struct err err;

	if (server.http)
		return;
	http_limits_init(&cf.limits);
	cf.limits.per_address = 0;
	server.http = http_new(&cf, &err);
	assert(server.http);
	server.port = http_port(server.http, 0);
}

/* --- the strict reader --------------------------------------------------------- */

struct text { const char *p, *end; };

/* A line with its CRLF, cut off; false when there is none. */
static bool
take_line(struct text *t, char *line, size_t room)
{
	const char *lf = memchr(t->p, '\n', (size_t)(t->end - t->p));
	size_t n = lf ? (size_t)(lf - t->p) : 0;

	if (n < 1 || lf[-1] != '\r' || n - 1 >= room)
		return false;
	n--;
	if (memchr(t->p, '\0', n) || memchr(t->p, '\r', n))
		return false;
	memcpy(line, t->p, n);
	line[n] = '\0';
	t->p = lf + 1;
	return true;
}

/*
 * The library writes NUL over colons and the ends of lines, and takes a line
 * that begins with NUL for an empty one.  So where line ends are due it also takes these:
 * they are all it is known to read otherwise, see docs/decisions/http.md.
 */
static void
straighten(char *s, size_t n)
{
	static const char odd[11][4] = { "\n\0\0\n", { 0, '\n', 0, '\n' },
		{ 0, 0, '\n', '\n' }, "\n\0\r\n", { 0, '\n', '\r', '\n' },
		"\r\n\0\n", { 0, '\r', '\n', '\n' }, "\n:\0\n",
		{ 0, '\n', ':', '\n' }, "\n:\r\n", "\r\n:\n" };

	for (size_t i = 0; i + 4 <= n; i++)
		for (size_t k = 0; k < 11; k++)
			if (memcmp(s + i, odd[k], 4) == 0 &&
			    (*odd[k] != '\n' || i == 0 || s[i - 1] != '\r'))
				memcpy(s + i, "\r\n\r\n", 4);
	for (size_t i = 0; i + 2 <= n; i++)
		if (s[i] == '\0' && s[i + 1] == '\n')
			s[i] = '\r';
}

static void
skip_lines(struct text *t)
{
	while (t->p < t->end && (*t->p == '\0' || *t->p == '\n' ||
	    (*t->p == '\r' && t->p + 1 < t->end && t->p[1] == '\n'))) {
		const char *lf = memchr(t->p, '\n', (size_t)(t->end - t->p));

		t->p = lf ? lf + 1 : t->end;
	}
}

static bool
take_request_line(char *line, char **method, char **target)
{
	char *s = line;

	for (*method = s; char_is_token(*s); s++)
		;
	if (s == line || *s != ' ')
		return false;
	*s++ = '\0';
	for (*target = s; char_is_target(*s); s++)
		;
	if (s == *target || *s != ' ')
		return false;
	*s++ = '\0';
	return strcmp(s, "HTTP/1.1") == 0 || strcmp(s, "HTTP/1.0") == 0;
}

static bool
take_field(char *line, unsigned long long *length, bool *has_length)
{
	char *colon = line, *value;
	size_t n;

	while (char_is_token(*colon))
		colon++;
	if (colon == line || *colon != ':')
		return false;
	*colon = '\0';
	value = colon + 1 + strspn(colon + 1, " \t");
	if (strcasecmp(line, "Transfer-Encoding") == 0)
		return false;
	if (strcasecmp(line, "Content-Length") != 0)
		return true;
	n = strspn(value, "0123456789");
	if (*has_length || n == 0 || n > 18 || value[n])
		return false;
	*has_length = true;
	*length = strtoull(value, NULL, 10);
	return true;
}

static bool
take_request(struct text *t, struct list *l)
{
	static char first[LONGEST + 1], line[LONGEST + 1];
	unsigned long long length = 0;
	bool has_length = false;
	char *method, *target;

	skip_lines(t);
	if (!take_line(t, first, sizeof(first)) ||
	    !take_request_line(first, &method, &target))
		return false;
	while (take_line(t, line, sizeof(line))) {
		if (*line && !take_field(line, &length, &has_length))
			return false;
		if (*line)
			continue;
		if (length > (size_t)(t->end - t->p))
			return false;
		t->p += length;
		list_add(l, method, target, length);
		return true;
	}
	return false;
}

/* --- both ------------------------------------------------------------------------ */

static int
dial(uint16_t *mine)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
		.sin_port = htons(server.port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	const struct linger now = { 1, 0 };
	socklen_t len = sizeof(sa);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	if (connect(fd, (struct sockaddr *)(void *)&sa, sizeof(sa)) ||
	    getsockname(fd, (struct sockaddr *)(void *)&sa, &len))
		abort();
	*mine = ntohs(sa.sin_port);
	return fd;
}

static void
ask(const char *p, size_t n)
{
	char waste[4096];
	uint16_t mine;
	int fd;
	struct pollfd wait;

	pthread_mutex_lock(&server.mu);
	fd = dial(&mine);
	server.client = mine;
	server.done.n = 0;
	pthread_mutex_unlock(&server.mu);
	if (send(fd, p, n, MSG_NOSIGNAL) == (ssize_t)n)
		shutdown(fd, SHUT_WR);
	wait = (struct pollfd){ fd, POLLIN, 0 };
	while (poll(&wait, 1, ANSWER_MS) == 1 &&
	    recv(fd, waste, sizeof(waste), 0) > 0)
		;
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct list strict;
	static char copy[LONGEST];
	struct text t = { copy, copy + n };

	if (n == 0 || n > LONGEST)
		return 0;
	server_start();
	ask((const char *)data, n);
	memcpy(copy, data, n);
	straighten(copy, n);
	strict.n = 0;
	while (take_request(&t, &strict))
		;
	pthread_mutex_lock(&server.mu);
	server.client = 0;
	for (size_t i = 0; i < server.done.n; i++) {
		if (i < strict.n && strcmp(server.done.text[i],
			strict.text[i]) == 0)
			continue;
		fprintf(stderr, "executed: %s\nto be read: %s\n",
		    server.done.text[i], i < strict.n ? strict.text[i] : "-");
		abort();
	}
	pthread_mutex_unlock(&server.mu);
	return 0;
}
