/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * list.c - a list of 50 findings with their references, signed in and under
 * scope, as JSON and as a page: the whole server against a program written by
 * hand for this one list (list_peer.c), by turns, over connections that stay.
 * Processor time of the server a request; to reach: at most 1.5 times.
 *
 *   bench_list MUSTER [TURNS [MS]]
 *
 * Plays the demo into a folder of its own and adds what is lacking to fill
 * the list; both read the same database and answer the same bytes.
 */
#include "bench.h"
#include "list_peer.h"
#include "load.h"
#include "server.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 8, WORKERS = 2, MOST = 101, MORE = 40 };

static struct answer ours, bare;
static char request[2048];
static char lines[4096], head[64 * 1024], tail[64 * 1024], sprite[128];

/* More findings than the demo's lead auditor has, so that a page is full. */
static bool
fill(const struct server *s)
{
	static char body[32 * 1024], post[33 * 1024];
	char *p = body;

	for (int i = 0; i < MORE; i++)
		p += snprintf(p, 400, "%s{\"do\":\"finding.create\",\"set\":{"
		    "\"audit\":\"A-26-09\",\"title\":\"Lists of the plant, "
		    "part %d\",\"type\":\"opportunity_for_improvement\","
		    "\"statement\":\"One of the lists could be shorter.\","
		    "\"evidence\":[\"EV-0060\"],\"sites\":[\"SIT-25-006\"],"
		    "\"class\":\"internal\",\"drafted_by\":\"PER-25-005\"}}",
		    i ? "," : "[", i + 1);
	snprintf(p, 2, "]");
	snprintf(post, sizeof(post), "POST /api/v1/orders HTTP/1.1\r\n"
	    "Host: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: "
	    "application/json\r\nContent-Length: %zu\r\n\r\n%s", s->token,
	    strlen(body), body);
	if (server_ask(s->port, post, &ours))
		return true;
	fprintf(stderr, "%s\n", ours.text);
	return false;
}

/* What the peer is given: the head's lines but those that the library adds. */
static void
copy_lines(const char *text)
{
	char *to = lines;

	for (const char *p = strstr(text, "\r\n") + 2; *p != '\r';
	    p = strstr(p, "\r\n") + 2) {
		size_t n = (size_t)(strstr(p, "\r\n") + 2 - p);

		if (strncmp(p, "Date:", 5) == 0 ||
		    strncmp(p, "Content-Length:", 15) == 0)
			continue;
		memcpy(to, p, n);
		to += n;
	}
	*to = '\0';
}

static bool
copy_frame(const char *page)
{
	const char *rows = strstr(page, "<tbody>\n");
	const char *end = strstr(page, "</tbody>");
	const char *icons = rows ? strstr(rows, "/static/icons.") : NULL;

	if (!icons || !end)
		return false;
	snprintf(head, sizeof(head), "%.*s", (int)(rows + 8 - page), page);
	snprintf(tail, sizeof(tail), "%s", end);
	snprintf(sprite, sizeof(sprite), "%.*s", (int)strcspn(icons, "#"),
	    icons);
	return true;
}

/* The peer in a process of its own, so that its time is its own. */
static pid_t
start_peer(struct by_hand *p, uint16_t *port)
{
	int end[2];
	pid_t pid;

	if (pipe(end) < 0 || (pid = fork()) < 0)
		return 0;
	if (pid == 0) {
		*port = peer_start(p, WORKERS);
		if (write(end[1], port, sizeof(*port)) > 0)
			pause();
		_exit(0);
	}
	close(end[1]);
	if (read(end[0], port, sizeof(*port)) != sizeof(*port))
		*port = 0;
	close(end[0]);
	return pid;
}

static double
cost(uint16_t port, pid_t pid, size_t bytes, int64_t ms)
{
	struct load l = { .port = port, .clients = CLIENTS, .ask = request,
		.answer = bytes, .ms = ms };
	double before = server_cpu(pid);
	struct load_result got;

	load_run(&l, &got);
	return got.answered
	    ? (server_cpu(pid) - before) / (double)got.answered : 0;
}

static double
compare(const char *name, const struct server *s, pid_t pid, uint16_t port,
    size_t turns, int64_t ms)
{
	double ratio[MOST], a = 0, b = 0;

	for (size_t i = 0; i < turns; i++) {
		b = cost(port, pid, bare.n, ms);
		a = cost(s->port, s->pid, ours.n, ms);
		if (a <= 0 || b <= 0)
			return 0;
		ratio[i] = a / b;
	}
	qsort(ratio, turns, sizeof(*ratio), bench_order);
	printf("%-52s %5.2f  (%.2f to %.2f)\n", name, ratio[turns / 2],
	    ratio[0], ratio[turns - 1]);
	return ratio[turns / 2];
}

static double
measure(const struct server *s, bool page, size_t turns, int64_t ms)
{
	char path[128];
	struct by_hand p = { .path = path, .page = page, .head = head,
		.tail = tail, .sprite = sprite, .lines = lines };
	double ratio = 0;
	uint16_t port;
	pid_t pid;

	snprintf(path, sizeof(path), "%s/muster.db", s->dir);
	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\n"
	    "Host: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
	    page ? "/finding" : "/api/v1/finding", s->token);
	if (!server_ask(s->port, request, &ours) ||
	    (page && !copy_frame(ours.body)))
		return 0;
	copy_lines(ours.text);
	p.person = peer_person(path, "ines", &p.account);
	pid = start_peer(&p, &port);
	if (!port || !server_ask(port, request, &bare) ||
	    strcmp(ours.body, bare.body) != 0)
		fprintf(stderr, "the answers differ:\n%s\n%s\n", ours.body,
		    bare.body ? bare.body : bare.text);
	else
		ratio = compare(page ? "list of 50 as a page, of one by hand" :
		    "list of 50 as JSON, of one by hand", s, pid, port, turns,
		    ms);
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	return ratio;
}

int
main(int argc, char **argv)
{
	size_t turns = argc > 2 ? strtoul(argv[2], NULL, 10) : BENCH_TURNS;
	int64_t ms = argc > 3 ? strtol(argv[3], NULL, 10) : 300;
	struct server s;
	double json = 0, page = 0;

	if (argc < 2 || turns < 1 || turns > MOST || ms < 1) {
		fputs("usage: bench_list MUSTER [TURNS [MS]]\n", stderr);
		return 64;
	}
	if (server_start(&s, argv[1], "ines") && fill(&s)) {
		json = measure(&s, false, turns, ms);
		page = measure(&s, true, turns, ms);
	}
	server_stop(&s);
	return json <= 0 || json > 1.5 || page <= 0 || page > 1.5;
}
