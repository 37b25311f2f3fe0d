/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "serve/herald.h"

#include "base/date.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AGAIN_MS = 60000, PATH = 1024 };

extern char **environ;

void
herald_begin(struct herald *h, const char *data)
{
	*h = (struct herald){ .data = data };
}

static bool
has_witnesses(const struct herald *h)
{
	char path[PATH];

	return h->data && snprintf(path, sizeof(path), "%s/seal/witnesses",
	    h->data) < PATH && access(path, R_OK) == 0;
}

/* The server takes its signals by sigwait; the child must not inherit that. */
static void
start(struct herald *h)
{
	char muster[] = "muster", witness[] = "witness", send[] = "send";
	char option[] = "--data", data[PATH];
	char *argv[] = { muster, witness, send, option, data, NULL };
	posix_spawnattr_t attr;
	sigset_t none;

	if (snprintf(data, sizeof(data), "%s", h->data) >= PATH)
		return;
	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	if (posix_spawn(&h->pid, "/proc/self/exe", NULL, &attr, argv, environ))
		h->pid = 0;
	posix_spawnattr_destroy(&attr);
}

static void
reap(struct herald *h)
{
	int status;

	if (h->pid && waitpid(h->pid, &status, WNOHANG) == h->pid) {
		h->pid = 0;
		if (!WIFEXITED(status) || WEXITSTATUS(status))
			h->again = clock_ms() + AGAIN_MS;
	}
}

void
herald_turn(struct herald *h, int64_t size)
{
	reap(h);
	if (h->pid || (size == h->size &&
	    !(h->again && clock_ms() >= h->again)) || !has_witnesses(h))
		return;
	h->size = size;
	h->again = 0;
	start(h);
}

void
herald_end(struct herald *h)
{
	int status;

	if (!h->pid)
		return;
	kill(h->pid, SIGTERM);
	while (waitpid(h->pid, &status, 0) < 0 && errno == EINTR)
		;
	h->pid = 0;
}
