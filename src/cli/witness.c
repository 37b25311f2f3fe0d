/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * witness.c - "muster witness": remembers the checkpoints of others, has a
 * folder and no database.
 */
#include "cli/cli.h"

#include "base/date.h"
#include "base/text.h"
#include "proof/witness.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STOP_MS = 5000 };

/* --- answering -------------------------------------------------------------------- */

struct turn { struct witness *witness; struct request *rq; };

static void
give(struct request *rq, struct witness_reply r)
{
	rq->rs.status = r.status;
	rq->rs.type = r.type;
	rq->rs.body = r.body;
	rq->rs.len = strlen(r.body);
}

static struct witness_reply
reply(struct turn *t)
{
	struct request *rq = t->rq;
	const char *origin = request_arg(rq, "origin");

	if (rq->method == M_POST && str_eq(rq->path, "/add-checkpoint"))
		return witness_answer(t->witness, rq->arena, rq->body,
		    rq->len, clock_now());
	if (rq->method != M_POST && str_eq(rq->path, "/last") && origin)
		return witness_last(t->witness, rq->arena, origin);
	if (rq->method != M_POST && str_eq(rq->path, "/key"))
		return (struct witness_reply){ 200, "text/plain",
		    arena_fmt(rq->arena, "%s\n", key_text(rq->arena,
		    witness_key(t->witness))) };
	return (struct witness_reply){ 404, "text/plain",
		"POST /add-checkpoint, GET /last?origin=NAME, GET /key\n" };
}

static enum rc
answer(void *arg)
{
	struct turn *t = arg;

	give(t->rq, reply(t));
	return RC_OK;
}

static void
on_request(void *seat, struct request *rq)
{
	struct turn t = { seat, rq };
	struct err err;

	if (arena_run(rq->arena, &err, answer, &t))
		give(rq, (struct witness_reply){ 413, "text/plain",
		    "too large\n" });
}

/* --- serving ------------------------------------------------------------------------ */

static enum rc
serve(struct cli *cli, struct witness *w, const struct http_listen *listen)
{
	const char *host = args_option(&cli->args, "host");
	void *seat = w;
	struct http_config cf = { .listen = listen, .nlisten = 1,
		.hosts = &host, .nhosts = host != NULL, .workers = 1,
		.seat = &seat, .handler = on_request,
		.tls_cert = args_option(&cli->args, "cert"),
		.tls_key = args_option(&cli->args, "key") };
	struct http *http;
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	http_limits_init(&cf.limits);
	cf.limits.body = WITNESS_BODY;
	http = http_new(&cf, &cli->err);
	if (!http)
		return cli->err.code;
	printf("witness %s on %s:%u\n", witness_key(w)->name, listen->address,
	    (unsigned)http_port(http, 0));
	fflush(stdout);
	sigwait(&set, &sig);
	if (!http_drain(http, STOP_MS))
		_exit(1);
	http_free(http);
	return RC_OK;
}

static enum rc
run(struct cli *cli, struct witness *w)
{
	const struct args *a = &cli->args;
	struct http_listen listen;
	enum rc rc;

	if (a->nwords == 1 && str_eq(a->word[0], "key")) {
		puts(key_text(cli->arena, witness_key(w)));
		return RC_OK;
	}
	if (a->nwords == 2 && str_eq(a->word[0], "trust"))
		return witness_trust(&cli->err, w, a->word[1]);
	if (a->nwords)
		return cli_usage(cli, "key, trust KEY, or nothing to serve");
	rc = cli_listen(cli, &listen);
	listen.tls = args_option(a, "cert") != NULL;
	return rc ? rc : serve(cli, w, &listen);
}

/* A new folder gets a key; one that has lost its key does not. */
static enum rc
open_folder(struct cli *cli, const char *dir, struct witness **out)
{
	const char *name = args_option(&cli->args, "name");
	enum rc rc = RC_OK;

	if (access(arena_fmt(cli->arena, "%s/key", dir), F_OK) != 0) {
		if (!name)
			return cli_usage(cli, "a new witness wants --name");
		rc = witness_make(&cli->err, dir, name);
	}
	return rc ? rc : witness_open(&cli->err, dir, out);
}

enum rc
cli_witness(struct cli *cli)
{
	const char *dir = args_option(&cli->args, "store");
	struct witness *w;
	enum rc rc;

	if (!dir)
		return cli_witness_log(cli);
	rc = open_folder(cli, dir, &w);
	if (rc)
		return rc;
	rc = run(cli, w);
	witness_close(w);
	return rc;
}
