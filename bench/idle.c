/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * idle.c - what thousands of connections that stay silent cost the others:
 * latency of a client with good manners beside them against alone, and the
 * memory of the server.  Half say nothing, a quarter half a request line, a
 * quarter have asked once and stay.
 *
 *   bench_idle [CONNECTIONS]
 */
#include "load.h"

#include "base/date.h"
#include "http/http.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROBES = 2000, WORKERS = 2 };

static const char ask[] = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";

static void
on_request(void *seat, struct request *rq)
{
	(void)seat;
	rq->rs = (struct response){ .status = 200, .type = "text/plain",
		.body = "hello\n", .len = 6 };
}

static void
serve(int port)
{
	static const struct http_listen at = { "127.0.0.1", 0, false };
	static void *seats[WORKERS];
	struct http_config cf = { .listen = &at, .nlisten = 1,
		.workers = WORKERS, .seat = seats, .handler = on_request };
	struct err err;
	struct http *h;
	uint16_t number;

	http_limits_init(&cf.limits);
	cf.limits.per_address = 0;
	cf.limits.idle_ms = 600000;
	h = http_new(&cf, &err);
	number = h ? http_port(h, 0) : 0;
	if (write(port, &number, sizeof(number)) == sizeof(number))
		pause();
	_exit(0);
}

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* New connections and old ones by turns; median and p99 in microseconds. */
static void
probe(uint16_t port, int64_t *median, int64_t *p99)
{
	static int64_t us[PROBES];
	char waste[4096];

	for (int i = 0; i < PROBES; i++) {
		int64_t began = now_us();
		int fd = load_dial(port);

		if (fd < 0 || send(fd, ask, sizeof(ask) - 1, 0) < 0 ||
		    recv(fd, waste, sizeof(waste), 0) <= 0)
			us[i] = INT64_MAX;
		else
			us[i] = now_us() - began;
		close(fd);
	}
	qsort(us, PROBES, sizeof(us[0]), by_value);
	*median = us[PROBES / 2];
	*p99 = us[PROBES * 99 / 100];
}

static long
resident_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "VmRSS: %ld", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb;
}

static size_t
crowd(uint16_t port, size_t n)
{
	char waste[4096];
	size_t open = 0;

	for (size_t i = 0; i < n; i++) {
		int fd = load_dial(port);

		if (fd < 0)
			break;
		if (i % 4 == 1)
			send(fd, ask, 8, 0);
		if (i % 4 == 3 && send(fd, ask, sizeof(ask) - 1, 0) > 0)
			open += recv(fd, waste, sizeof(waste), 0) > 0;
		else
			open++;
	}
	return open;
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
	int64_t median[2], p99[2];
	struct rlimit most;
	int port[2];
	uint16_t number;
	long kb[2];
	pid_t child;

	getrlimit(RLIMIT_NOFILE, &most);
	most.rlim_cur = most.rlim_max;
	setrlimit(RLIMIT_NOFILE, &most);
	if (pipe(port) || (child = fork()) < 0)
		return 1;
	if (child == 0)
		serve(port[1]);
	if (read(port[0], &number, sizeof(number)) != sizeof(number))
		return 1;
	probe(number, &median[0], &p99[0]);
	kb[0] = resident_kb(child);
	n = crowd(number, n);
	probe(number, &median[1], &p99[1]);
	kb[1] = resident_kb(child);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	printf("%zu silent connections: median %lld us, ratio %.2f; p99 "
	    "%lld us, ratio %.2f; %ld MB, %.1f KB each\n", n,
	    (long long)median[1], (double)median[1] / (double)median[0],
	    (long long)p99[1], (double)p99[1] / (double)p99[0],
	    kb[1] / 1024, n ? (double)(kb[1] - kb[0]) / (double)n : 0);
	return 0;
}
