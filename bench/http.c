/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http.c - a small static answer over 64 connections that stay: this server
 * against libmicrohttpd alone with its own threads and the same bytes, by
 * turns, each time in a fresh process.  Requests a second, to reach: 0.9;
 * the processor time of the server is what is left when others use the
 * machine too.
 *
 *   bench_http [TURNS [MS]]
 */
#include "bench.h"
#include "load.h"

#include "http/http.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 2, CLIENTS = 64, MOST = 101 };

static const char hello[] = "hello, world\n";
static const char type[] = "text/plain; charset=utf-8";
static const char ask[] = "GET /static HTTP/1.1\r\nHost: localhost\r\n"
    "User-Agent: bench\r\nAccept: */*\r\n\r\n";

/* --- the two servers ---------------------------------------------------------- */

static void
on_request(void *seat, struct request *rq)
{
	(void)seat;
	rq->rs = (struct response){ .status = 200, .type = type,
		.body = hello, .len = sizeof(hello) - 1 };
}

static uint16_t
start_ours(void)
{
	static const struct http_listen at = { "127.0.0.1", 0, false };
	static void *seats[WORKERS];
	struct http_config cf = { .listen = &at, .nlisten = 1,
		.workers = WORKERS, .seat = seats, .handler = on_request };
	struct err err;
	struct http *h;

	http_limits_init(&cf.limits);
	h = http_new(&cf, &err);
	return h ? http_port(h, 0) : 0;
}

static enum MHD_Result
on_bare(void *cls, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *up, size_t *n,
    void **seen)
{
	struct MHD_Response *m;
	enum MHD_Result done;

	(void)url, (void)method, (void)version, (void)up, (void)n;
	if (!*seen) {
		*seen = cls;
		return MHD_YES;
	}
	m = MHD_create_response_from_buffer(sizeof(hello) - 1,
	    (void *)(uintptr_t)hello, MHD_RESPMEM_PERSISTENT);
	MHD_add_response_header(m, "Content-Type", type);
	done = MHD_queue_response(c, 200, m);
	MHD_destroy_response(m);
	return done;
}

static uint16_t
start_bare(void)
{
	static int mark;
	struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD,
	    0, NULL, NULL, on_bare, &mark, MHD_OPTION_THREAD_POOL_SIZE,
	    (unsigned)WORKERS, MHD_OPTION_END);

	return d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port : 0;
}

/* --- one round ------------------------------------------------------------------- */

struct figure { double rate, cpu_us; };

static void
serve(uint16_t (*start)(void), int port)
{
	sigset_t ends;
	int sig;
	uint16_t at;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	at = start();
	if (write(port, &at, sizeof(at)) == sizeof(at) && at)
		sigwait(&ends, &sig);
	_exit(0);
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static bool
measure(uint16_t (*start)(void), int64_t ms, struct figure *out)
{
	struct load l = { .clients = CLIENTS, .ask = ask, .ms = ms };
	struct load_result got;
	struct rusage before, after;
	int port[2], how;
	pid_t child;

	getrusage(RUSAGE_CHILDREN, &before);
	if (pipe(port) || (child = fork()) < 0)
		return false;
	if (child == 0)
		serve(start, port[1]);
	close(port[1]);
	if (read(port[0], &l.port, sizeof(l.port)) != sizeof(l.port))
		return false;
	close(port[0]);
	l.answer = load_once(l.port, ask);
	if (l.answer)
		load_run(&l, &got);
	kill(child, SIGTERM);
	waitpid(child, &how, 0);
	getrusage(RUSAGE_CHILDREN, &after);
	if (!l.answer || got.failed || !got.answered)
		return false;
	out->rate = (double)got.answered * 1000 / (double)got.ms;
	out->cpu_us = (seconds(after.ru_utime) + seconds(after.ru_stime) -
	    seconds(before.ru_utime) - seconds(before.ru_stime)) * 1e6 /
	    (double)got.answered;
	return true;
}

/* The median of the turns' ratios, with the least and the most. */
static double
tell(const char *name, double *ratio, size_t n)
{
	qsort(ratio, n, sizeof(*ratio), bench_order);
	printf("%-52s %5.2f  (%.2f to %.2f)\n", name, ratio[n / 2], ratio[0],
	    ratio[n - 1]);
	return ratio[n / 2];
}

int
main(int argc, char **argv)
{
	size_t turns = argc > 1 ? strtoul(argv[1], NULL, 10) : BENCH_TURNS;
	int64_t ms = argc > 2 ? strtol(argv[2], NULL, 10) : 500;
	double rate[MOST], cpu[MOST];
	struct figure ours, bare;

	if (turns < 1 || turns > MOST || ms < 1) {
		fputs("usage: bench_http [TURNS [MS]]\n", stderr);
		return 64;
	}
	for (size_t i = 0; i < turns; i++) {
		if (!measure(start_ours, ms, &ours) ||
		    !measure(start_bare, ms, &bare)) {
			fputs("a turn failed\n", stderr);
			return 1;
		}
		rate[i] = ours.rate / bare.rate;
		cpu[i] = ours.cpu_us / bare.cpu_us;
	}
	tell("processor time a request, of libmicrohttpd alone", cpu, turns);
	return tell("requests a second, of libmicrohttpd alone", rate,
	    turns) < 0.9;
}
