/* SPDX-License-Identifier: AGPL-3.0-or-later */
#define _GNU_SOURCE /* accept4, struct ucred, SO_REUSEPORT */
#include "http/listen.h"

#include "http/crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4096, AT_ONCE = 64 };

union address {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
};

/* --- where ----------------------------------------------------------------- */

static bool
is_path(const struct http_listen *l)
{
	return strchr(l->address, '/') != NULL;
}

static socklen_t
address_of(const struct http_listen *l, uint16_t port, union address *a)
{
	memset(a, 0, sizeof(*a));
	if (is_path(l)) {
		size_t n = strlen(l->address);

		if (n >= sizeof(a->un.sun_path))
			return 0;
		a->un.sun_family = AF_UNIX;
		memcpy(a->un.sun_path, l->address, n);
		return sizeof(a->un);
	}
	if (inet_pton(AF_INET, l->address, &a->in.sin_addr) == 1) {
		a->in.sin_family = AF_INET;
		a->in.sin_port = htons(port);
		return sizeof(a->in);
	}
	if (inet_pton(AF_INET6, l->address, &a->in6.sin6_addr) == 1) {
		a->in6.sin6_family = AF_INET6;
		a->in6.sin6_port = htons(port);
		return sizeof(a->in6);
	}
	return 0;
}

static void
switch_on(int fd, int level, int option)
{
	int on = 1;

	setsockopt(fd, level, option, &on, sizeof(on));
}

static int
bind_to(const struct http_listen *l, uint16_t port, bool shared)
{
	union address a;
	socklen_t len = address_of(l, port, &a);
	int fd;

	if (!len) {
		errno = EINVAL;
		return -1;
	}
	fd = socket(a.sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
	    0);
	if (fd < 0)
		return -1;
	if (a.sa.sa_family == AF_UNIX) {
		fchmod(fd, S_IRUSR | S_IWUSR);
	} else {
		switch_on(fd, SOL_SOCKET, SO_REUSEADDR);
		if (shared)
			switch_on(fd, SOL_SOCKET, SO_REUSEPORT);
	}
	if (a.sa.sa_family == AF_INET6)
		switch_on(fd, IPPROTO_IPV6, IPV6_V6ONLY);
	if (bind(fd, &a.sa, len) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

/* A socket that nobody answers at is left over from a crash. */
static enum rc
probe_path(const struct http_listen *l, struct err *err)
{
	union address a;
	socklen_t len = address_of(l, 0, &a);
	struct stat st;
	int fd, failed;

	if (!len)
		return err_set(err, RC_INVALID,
		    "the path of the socket is too long: %s", l->address);
	if (lstat(l->address, &st))
		return RC_OK;
	if (!S_ISSOCK(st.st_mode))
		return err_set(err, RC_INVALID,
		    "there is something else at %s", l->address);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	failed = fd < 0 || connect(fd, &a.sa, len) ? errno : 0;
	if (fd >= 0)
		close(fd);
	if (failed != ECONNREFUSED)
		return err_set(err, RC_BUSY, "another server listens on %s",
		    l->address);
	unlink(l->address);
	return RC_OK;
}

enum rc
listen_probe(const struct http_listen *l, struct err *err)
{
	int fd;

	if (is_path(l))
		return probe_path(l, err);
	fd = bind_to(l, l->port, false);
	if (fd < 0)
		return err_set(err, errno == EINVAL ? RC_INVALID : RC_BUSY,
		    "cannot listen on %s port %u: %s", l->address, l->port,
		    strerror(errno));
	close(fd);
	return RC_OK;
}

int
listen_open(const struct http_listen *l, uint16_t port, int model)
{
	if (is_path(l) && model >= 0)
		return fcntl(model, F_DUPFD_CLOEXEC, 0);
	return bind_to(l, port, true);
}

uint16_t
listen_port(int fd)
{
	union address a = { .sa = { .sa_family = AF_UNIX } };
	socklen_t len = sizeof(a);

	if (getsockname(fd, &a.sa, &len) || a.sa.sa_family == AF_UNIX)
		return 0;
	return ntohs(a.sa.sa_family == AF_INET ? a.in.sin_port
					       : a.in6.sin6_port);
}

/* --- who -------------------------------------------------------------------- */

static struct peer
peer_of(int fd, const union address *a)
{
	struct peer peer = { .local = a->sa.sa_family == AF_UNIX };
	struct ucred cred;
	socklen_t len = sizeof(cred);

	if (a->sa.sa_family == AF_INET) {
		inet_ntop(AF_INET, &a->in.sin_addr, peer.address,
		    sizeof(peer.address));
		peer.port = ntohs(a->in.sin_port);
	} else if (a->sa.sa_family == AF_INET6) {
		inet_ntop(AF_INET6, &a->in6.sin6_addr, peer.address,
		    sizeof(peer.address));
		peer.port = ntohs(a->in6.sin6_port);
	} else if (!getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len)) {
		peer.pid = cred.pid;
		peer.uid = cred.uid;
	} else {
		peer.uid = (uid_t)-1;
	}
	return peer;
}

static void
turn_away(struct worker *w, int fd, bool tls)
{
	static const char text[] =
	    "HTTP/1.1 503 Service Unavailable\r\n"
	    "Content-Type: text/plain\r\nContent-Length: 21\r\n"
	    "Retry-After: 1\r\nConnection: close\r\n\r\n"
	    "too many connections\n";

	if (!tls)
		(void)!send(fd, text, sizeof(text) - 1,
		    MSG_NOSIGNAL | MSG_DONTWAIT);
	shutdown(fd, SHUT_WR);
	close(fd);
	count_up(&w->n.turned_away);
}

static void
take_in(struct worker *w, int fd, const union address *a, socklen_t len,
    bool tls)
{
	const struct http_limits *limits = &w->http->cf.limits;
	int64_t share = limits->connections / w->http->nworkers + 1;
	struct peer peer;

	if ((int64_t)atomic_load(&w->n.open) >= share) {
		turn_away(w, fd, tls);
		return;
	}
	if (!crowd_enter(w->http->crowd, &a->sa, limits->per_address)) {
		turn_away(w, fd, tls);
		return;
	}
	peer = peer_of(fd, a);
	w->joining = &peer;
	if (!MHD_add_connection(w->daemon[tls], fd, &a->sa, len) &&
	    w->joining) {
		crowd_leave(w->http->crowd, &a->sa);
		count_up(&w->n.turned_away);
	}
	w->joining = NULL;
	count_up(&w->n.accepted);
}

/*
 * No descriptor is left: the reserved one takes the next connection and ends
 * it at once, so that nobody waits at a server that will not answer and the
 * listener does not report it for ever.
 */
static bool
accept_by_reserve(struct worker *w, int listener, bool tls)
{
	int fd;

	if (w->reserve >= 0) {
		close(w->reserve);
		w->reserve = -1;
		fd = accept4(listener, NULL, NULL,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0)
			turn_away(w, fd, tls);
	}
	w->reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return w->reserve >= 0;
}

void
listen_accept(struct worker *w, size_t i)
{
	bool tls = w->http->cf.listen[i].tls;

	for (int n = 0; n < AT_ONCE; n++) {
		union address a = { .sa = { .sa_family = AF_UNIX } };
		socklen_t len = sizeof(a);
		int fd = accept4(w->listener[i], &a.sa, &len,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			take_in(w, fd, &a, len, tls);
			continue;
		}
		if (errno == EINTR || errno == ECONNABORTED)
			continue;
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
		    errno == ENOMEM) {
			if (!accept_by_reserve(w, w->listener[i], tls))
				listen_pause(w);
		}
		return;
	}
}

/* --- on and off --------------------------------------------------------------- */

void
listen_resume(struct worker *w)
{
	for (size_t i = 0; i < w->http->cf.nlisten; i++) {
		struct epoll_event ev = { .events = EPOLLIN | EPOLLEXCLUSIVE,
			.data.u64 = EV_LISTENER + i };

		if (w->listener[i] >= 0)
			epoll_ctl(w->epoll, EPOLL_CTL_ADD, w->listener[i], &ev);
	}
	w->paused = false;
}

void
listen_pause(struct worker *w)
{
	for (size_t i = 0; i < w->http->cf.nlisten; i++)
		if (w->listener[i] >= 0)
			epoll_ctl(w->epoll, EPOLL_CTL_DEL, w->listener[i],
			    NULL);
	w->paused = true;
}

void
listen_end(struct worker *w)
{
	for (size_t i = 0; i < w->http->cf.nlisten; i++) {
		if (w->listener[i] < 0)
			continue;
		listen_accept(w, i);
		close(w->listener[i]);
		w->listener[i] = -1;
	}
}
