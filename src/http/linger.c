/* SPDX-License-Identifier: AGPL-3.0-or-later */
#define _DEFAULT_SOURCE /* MSG_DONTWAIT */
#include "http/linger.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 64, LINGER_MS = 1500, AT_ONCE = 64 };

struct leaver {
	struct leaver *next;
	int fd;
	int64_t until;
};

void
linger_add(struct worker *w, int fd)
{
	struct leaver *l;
	int copy;

	if (w->nleavers == MOST)
		return;
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return;
	shutdown(copy, SHUT_WR);
	l = must_alloc(sizeof(*l));
	l->fd = copy;
	l->until = w->now + LINGER_MS;
	l->next = w->leavers;
	w->leavers = l;
	w->nleavers++;
}

/* True when the other side has closed as well. */
static bool
waste(int fd)
{
	char p[16 * 1024];
	ssize_t n = 1;

	for (int i = 0; i < AT_ONCE && n > 0; i++)
		n = recv(fd, p, sizeof(p), MSG_DONTWAIT);
	return n == 0;
}

void
linger_sweep(struct worker *w)
{
	for (struct leaver **p = &w->leavers, *l; (l = *p);) {
		if (!waste(l->fd) && l->until > w->now) {
			p = &l->next;
			continue;
		}
		*p = l->next;
		close(l->fd);
		free(l);
		w->nleavers--;
	}
}

void
linger_end(struct worker *w)
{
	for (struct leaver *l = w->leavers; l; l = l->next)
		l->until = 0;
	linger_sweep(w);
}
