/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "load.h"

#include "base/date.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WASTE = 64 * 1024, HEAD = 4096 };

struct client { int fd; size_t got; bool bad; char head[HEAD]; };

int
load_dial(uint16_t port)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(fd, (struct sockaddr *)(void *)&sa, sizeof(sa)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* The end of an answer is not parsed but waited for: nothing more comes. */
size_t
load_once(uint16_t port, const char *ask)
{
	char buf[64 * 1024];
	int fd = load_dial(port);
	size_t got = 0;
	ssize_t n;

	if (fd < 0)
		return 0;
	if (send(fd, ask, strlen(ask), MSG_NOSIGNAL) > 0)
		for (int i = 0; i < 10; i++) {
			nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
			n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
			got += n > 0 ? (size_t)n : 0;
		}
	close(fd);
	return got;
}

/* The length of an answer as its head says, 0 while that has not come. */
static size_t
length_of(struct client *c, const char *from, size_t n)
{
	const char *end, *size;

	if (c->got < HEAD - 1)
		memcpy(c->head + c->got, from,
		    n < HEAD - 1 - c->got ? n : HEAD - 1 - c->got);
	end = strstr(c->head, "\r\n\r\n");
	size = strstr(c->head, "Content-Length: ");
	return end && size ? (size_t)(end + 4 - c->head) +
	    strtoul(size + 16, NULL, 10) : 0;
}

/*
 * True when the answer is whole.  A release build clears what lies on the
 * stack, so the bytes go to a place elsewhere.
 */
static bool
take(struct client *c, size_t answer, char *waste)
{
	ssize_t n = recv(c->fd, waste, WASTE, MSG_DONTWAIT);

	if (n <= 0)
		return false;
	if (!answer)
		answer = length_of(c, waste, (size_t)n);
	if (!c->got)
		c->bad = strncmp(waste, "HTTP/1.1 2", 10) != 0;
	c->got += (size_t)n;
	if (!answer)
		return false;
	if (c->got < answer)
		return false;
	c->got -= answer;
	memset(c->head, 0, sizeof(c->head));
	return true;
}

void
load_run(const struct load *l, struct load_result *out)
{
	struct client *client = must_alloc(l->clients * sizeof(*client));
	struct epoll_event ev[64];
	char *waste = must_alloc(WASTE);
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	size_t len = strlen(l->ask);
	int64_t began = clock_ms();

	*out = (struct load_result){ 0 };
	for (unsigned i = 0; i < l->clients; i++) {
		client[i].fd = load_dial(l->port);
		ev[0] = (struct epoll_event){ EPOLLIN,
			{ .ptr = &client[i] } };
		epoll_ctl(epoll, EPOLL_CTL_ADD, client[i].fd, &ev[0]);
		if (send(client[i].fd, l->ask, len, MSG_NOSIGNAL) < 0)
			out->failed++;
	}
	while (clock_ms() - began < l->ms) {
		int n = epoll_wait(epoll, ev, NELEMS(ev), 100);

		for (int i = 0; i < n; i++) {
			struct client *c = ev[i].data.ptr;

			if (!take(c, l->answer, waste))
				continue;
			out->answered += !c->bad;
			out->failed += c->bad;
			if (send(c->fd, l->ask, len, MSG_NOSIGNAL) < 0)
				out->failed++;
		}
	}
	out->ms = clock_ms() - began;
	for (unsigned i = 0; i < l->clients; i++)
		close(client[i].fd);
	close(epoll);
	free(waste);
	free(client);
}
