/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000 };

static int
open_to(const struct sockaddr *sa, socklen_t len)
{
	int fd = socket(sa->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, sa, len) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

int
wire_open(uint16_t port)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };

	return open_to((struct sockaddr *)(void *)&sa, sizeof(sa));
}

int
wire_open6(uint16_t port)
{
	struct sockaddr_in6 sa = { .sin6_family = AF_INET6,
		.sin6_port = htons(port), .sin6_addr = in6addr_loopback };

	return open_to((struct sockaddr *)(void *)&sa, sizeof(sa));
}

int
wire_open_path(const char *path)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };

	snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", path);
	return open_to((struct sockaddr *)(void *)&sa, sizeof(sa));
}

bool
wire_send(int fd, const char *s, size_t n)
{
	while (n) {
		ssize_t k = send(fd, s, n, MSG_NOSIGNAL);

		if (k <= 0)
			return false;
		s += k;
		n -= (size_t)k;
	}
	return true;
}

bool
wire_text(int fd, const char *s)
{
	return wire_send(fd, s, strlen(s));
}

static bool
readable(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, ms) == 1;
}

static bool
read_head(int fd, struct reply *r)
{
	size_t n = 0;

	while (n < sizeof(r->head) - 1) {
		if (!readable(fd, PATIENCE_MS) || recv(fd, r->head + n, 1, 0) != 1)
			return false;
		r->head[++n] = '\0';
		if (n >= 4 && memcmp(r->head + n - 4, "\r\n\r\n", 4) == 0)
			return sscanf(r->head, "HTTP/1.%*c %d", &r->status) == 1;
	}
	return false;
}

const char *
wire_field(struct reply *r, const char *name)
{
	size_t n = strlen(name);

	for (char *p = strstr(r->head, "\r\n"); p; p = strstr(p + 2, "\r\n"))
		if (strncasecmp(p + 2, name, n) == 0 && p[2 + n] == ':')
			return p + 2 + n + 1 + strspn(p + 2 + n + 1, " ");
	return NULL;
}

static bool
read_body(int fd, struct reply *r, size_t want)
{
	while (r->len < want) {
		ssize_t k;

		if (!readable(fd, PATIENCE_MS))
			return false;
		k = recv(fd, r->room + r->len, want - r->len, 0);
		if (k <= 0)
			return false;
		r->len += (size_t)k;
		r->room[r->len] = '\0';
	}
	return true;
}

bool
wire_read(int fd, struct reply *r, bool head)
{
	const char *length;
	size_t want = 0;

	r->status = 0;
	r->len = 0;
	r->room[0] = '\0';
	r->body = r->room;
	if (!read_head(fd, r)) {
		r->status = 0;
		return false;
	}
	if (r->status == 100 || r->status == 204)
		return true;
	length = wire_field(r, "Content-Length");
	if (length)
		want = (size_t)strtoul(length, NULL, 10);
	if (head || want >= sizeof(r->room))
		return true;
	return read_body(fd, r, want);
}

bool
wire_closed(int fd, int ms)
{
	char c;

	return readable(fd, ms) && recv(fd, &c, 1, 0) <= 0;
}

void
wire_rest(int fd, struct reply *r)
{
	ssize_t k = 1;

	while (k > 0 && r->len < sizeof(r->room) - 1 &&
	    readable(fd, PATIENCE_MS)) {
		k = recv(fd, r->room + r->len, sizeof(r->room) - 1 - r->len, 0);
		if (k > 0)
			r->len += (size_t)k;
	}
	r->room[r->len] = '\0';
}

bool
wire_drained(int fd, int ms)
{
	char waste[4096];

	while (readable(fd, ms))
		if (recv(fd, waste, sizeof(waste), 0) <= 0)
			return true;
	return false;
}

int
wire_ask(uint16_t port, const char *s, struct reply *r)
{
	int fd = wire_open(port);

	r->status = 0;
	if (fd < 0)
		return 0;
	if (wire_text(fd, s))
		wire_read(fd, r, strncmp(s, "HEAD ", 5) == 0);
	close(fd);
	return r->status;
}

void
pause_ms(int ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000L }, NULL);
}
