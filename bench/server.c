/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server.h"

#include "load.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* Runs a command; what it prints comes out of *from. */
static pid_t
run(const char *const *argv, FILE **from)
{
	posix_spawn_file_actions_t a;
	int end[2];
	pid_t pid = 0;

	if (pipe(end) < 0)
		return 0;
	fcntl(end[0], F_SETFD, FD_CLOEXEC);
	fcntl(end[1], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_adddup2(&a, end[1], STDOUT_FILENO);
	if (posix_spawn(&pid, argv[0], &a, NULL, (char **)(uintptr_t)argv,
	    environ) != 0)
		pid = 0;
	posix_spawn_file_actions_destroy(&a);
	close(end[1]);
	*from = fdopen(end[0], "r");
	return pid;
}

/* The last line that a command prints, once it has ended well. */
static bool
ask_once(const char *const *argv, char *line, size_t room)
{
	FILE *from;
	pid_t pid = run(argv, &from);
	int how = -1;

	while (fgets(line, (int)room, from))
		line[strcspn(line, "\n")] = '\0';
	fclose(from);
	if (pid)
		waitpid(pid, &how, 0);
	return pid && how == 0;
}

bool
server_start(struct server *s, const char *muster, const char *login)
{
	const char *demo[] = { muster, "demo", "--data", s->dir, "--password",
		"for this measurement", NULL };
	const char *token[] = { muster, "token", login, "bench", "--data",
		s->dir, NULL };
	const char *serve[] = { muster, "serve", "--data", s->dir, "--listen",
		"127.0.0.1:0", NULL };
	char line[512], *port;
	FILE *from;

	*s = (struct server){ .dir = "/tmp/muster-bench.XXXXXX" };
	if (!mkdtemp(s->dir) || rmdir(s->dir) ||
	    !ask_once(demo, line, sizeof(line)) ||
	    !ask_once(token, s->token, sizeof(s->token))) {
		fputs("no demonstration store\n", stderr);
		return false;
	}
	s->pid = run(serve, &from);
	port = fgets(line, sizeof(line), from) ? strrchr(line, ':') : NULL;
	s->port = port ? (uint16_t)strtoul(port + 1, NULL, 10) : 0;
	if (!s->port)
		fputs("no server\n", stderr);
	return s->port != 0;
}

void
server_stop(struct server *s)
{
	char line[64];
	int how;

	if (s->pid) {
		kill(s->pid, SIGTERM);
		waitpid(s->pid, &how, 0);
	}
	ask_once((const char *[]){ "/bin/rm", "-rf", s->dir, NULL }, line,
	    sizeof(line));
}

double
server_cpu(pid_t pid)
{
	struct timespec t = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) == 0)
		clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Has all come that the head announced? */
static bool
whole(struct answer *a)
{
	const char *size = strstr(a->text, "Content-Length: ");
	const char *body = strstr(a->text, "\r\n\r\n");

	if (!body || !size)
		return false;
	a->body = body + 4;
	return a->n - (size_t)(a->body - a->text) >=
	    strtoul(size + 16, NULL, 10);
}

bool
server_ask(uint16_t port, const char *request, struct answer *a)
{
	int fd = load_dial(port);
	ssize_t n = send(fd, request, strlen(request), MSG_NOSIGNAL);

	a->n = 0;
	a->body = NULL;
	*a->text = '\0';
	while (n > 0 && !whole(a)) {
		n = recv(fd, a->text + a->n, ANSWER_MOST - 1 - a->n, 0);
		if (n > 0)
			a->n += (size_t)n;
		a->text[a->n] = '\0';
	}
	close(fd);
	return a->body && strncmp(a->text, "HTTP/1.1 20", 11) == 0;
}
