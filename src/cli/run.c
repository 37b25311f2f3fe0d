/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* run.c - "muster serve": from an empty folder to an address. */
#include "cli/cli.h"

#include "base/text.h"
#include "core/number.h"
#include "core/session.h"
#include "serve/serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PORT = 27007, STOP_MS = 5000 };

static void
note(const char *text)
{
	fprintf(stderr, "muster: %s\n", text);
}

enum rc
cli_listen(struct cli *cli, struct http_listen *l)
{
	const char *s = args_option(&cli->args, "listen");
	const char *colon = s ? strrchr(s, ':') : NULL;
	int64_t port = PORT;

	*l = (struct http_listen){ "127.0.0.1", PORT, false };
	if (!s)
		return RC_OK;
	if (!colon || !int_parse(colon + 1, 0, 65535, &port))
		return cli_usage(cli, "--listen wants ADDRESS:PORT");
	l->address = arena_dup(cli->arena, s, (size_t)(colon - s));
	if (l->address[0] == '[')
		l->address = arena_dup(cli->arena, s + 1,
		    (size_t)(colon - s) - 2);
	l->port = (uint16_t)port;
	return RC_OK;
}

static bool
empty_place(const char *dir, struct arena *a)
{
	struct stat st;

	return stat(arena_fmt(a, "%s/muster.db", dir), &st) < 0 &&
	    stat(arena_fmt(a, "%s/database", dir), &st) < 0;
}

/* A store without anybody who can sign in gets a set-up code. */
static enum rc
offer_setup(struct cli *cli, const struct place *p)
{
	struct db *db = db_open(p->where, DB_WRITE, &cli->err);
	const char *code;
	struct ctx cx;
	bool open;
	enum rc rc;

	if (!db)
		return cli->err.code;
	ctx_begin(&cx, cli->arena, db);
	cx.numbers = numbers_new();
	cx.domain = cli->domain;
	rc = place_ready(&cx, p);
	if (!rc)
		rc = held_ship(&cx);
	if (!rc)
		rc = setup_open(&cx, &open);
	if (!rc && open)
		rc = setup_code(&cx, &code);
	if (!rc && open)
		printf("set-up code: %s (for 30 minutes)\n", code);
	if (rc)
		cli->err = cx.err;
	numbers_free(cx.numbers);
	db_close(db);
	return rc;
}

/* Blocked before any thread starts, so that only sigwait takes them. */
static void
block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static enum rc
serve_until_told(struct cli *cli, const struct serve_config *cf)
{
	sigset_t set;
	struct server *srv;
	int sig = 0;

	block_signals(&set);
	srv = server_new(cf, &cli->err);
	if (!srv)
		return cli->err.code;
	printf("serving %s on http://%s:%u\n", cf->place->dir,
	    cf->http.listen[0].address, (unsigned)server_port(srv));
	fflush(stdout);
	while (sigwait(&set, &sig) == 0 && sig == SIGHUP)
		;
	if (!server_stop(srv, STOP_MS))
		_exit(1);
	return RC_OK;
}

static unsigned
count_option(struct cli *cli, const char *name, unsigned standard)
{
	const char *s = args_option(&cli->args, name);
	int64_t n;

	return s && int_parse(s, 1, 16, &n) ? (unsigned)n : standard;
}

enum rc
cli_serve(struct cli *cli)
{
	const char *dir = cli_data(cli);
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned n = cores > 0 && cores < 16 ? (unsigned)cores : 16;
	struct http_listen listen[2];
	const char *host = args_option(&cli->args, "host");
	struct serve_config cf = { .domain = cli->domain, .faces = cli->faces,
		.pool = 16, .heavy = n / 2 ? n / 2 : 1, .queue = 1024,
		.upload = (uint64_t)2 << 30, .note = note };
	struct place place;
	enum rc rc = cli_listen(cli, &listen[0]);

	if (!rc && empty_place(dir, cli->arena))
		rc = place_init(&cli->err, cli->arena, dir,
		    args_option(&cli->args, "database"));
	if (!rc)
		rc = place_open(&cli->err, cli->arena, dir, &place);
	if (rc)
		return rc;
	if (args_option(&cli->args, "blobs"))
		place.blobs = args_option(&cli->args, "blobs");
	cf.place = &place;
	unlink(place.socket);
	listen[1] = (struct http_listen){ place.socket, 0, false };
	cf.http = (struct http_config){ .listen = listen, .nlisten = 2,
		.hosts = &host, .nhosts = host != NULL,
		.workers = count_option(cli, "workers", n),
		.tls_cert = args_option(&cli->args, "cert"),
		.tls_key = args_option(&cli->args, "key") };
	http_limits_init(&cf.http.limits);
	listen[0].tls = cf.http.tls_cert != NULL;
	rc = offer_setup(cli, &place);
	if (!rc)
		rc = serve_until_told(cli, &cf);
	unlink(place.socket);
	place_close(&place);
	return rc;
}
