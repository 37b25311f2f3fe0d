/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * witness_send.c - the log's side: who its witnesses are, and telling them of
 * the newest checkpoint.  A server starts this as a child, so that it opens
 * no connection itself and never waits for one.
 */
#include "cli/cli.h"

#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "core/seal.h"
#include "core/witnesses.h"
#include "proof/witness.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS = 10, ANSWER = 64 * 1024 };

struct sending {
	struct cli *cli;
	struct held held;
	struct sealed last;     /* its note gets their signatures */
	CURL *curl;
};

struct told { long status; bool size; struct buf body; };

/* --- one request -------------------------------------------------------------------- */

static size_t
take_bytes(char *p, size_t size, size_t n, void *arg)
{
	struct told *t = arg;

	if (t->body.len + size * n > ANSWER)
		return 0;
	buf_add(&t->body, p, size * n);
	return size * n;
}

static enum rc
post(struct sending *s, const struct witness_state *w, const char *body,
    struct told *t)
{
	const char *type = NULL;
	CURLcode code;

	*t = (struct told){ .body.arena = s->cli->arena };
	curl_easy_setopt(s->curl, CURLOPT_URL, arena_fmt(s->cli->arena,
	    "%s/add-checkpoint", w->url));
	curl_easy_setopt(s->curl, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(s->curl, CURLOPT_TIMEOUT, (long)SECONDS);
	curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(s->curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(s->curl, CURLOPT_WRITEDATA, t);
	code = curl_easy_perform(s->curl);
	if (code != CURLE_OK)
		return err_set(&s->cli->err, RC_BUSY, "%s",
		    curl_easy_strerror(code));
	curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &t->status);
	curl_easy_getinfo(s->curl, CURLINFO_CONTENT_TYPE, &type);
	t->size = type && str_starts(type, "text/x.tlog.size");
	return RC_OK;
}

/* The checkpoint, with the proof that it goes on from what the witness has. */
static enum rc
offer(struct sending *s, const struct witness_state *w, int64_t old,
    struct told *t)
{
	struct ctx *cx = &s->held.cx;
	struct witness_request rq = { .old = old, .note = s->last.note,
		.len = strlen(s->last.note) };
	enum rc rc = seal_consistency(cx, old, s->last.size, &rq.proof);

	if (rc) {
		s->cli->err = cx->err;
		return rc;
	}
	return post(s, w, witness_request_text(cx->arena, &rq), t);
}

/* --- one witness ----------------------------------------------------------------------- */

static enum rc
refused(struct sending *s, const struct told *t)
{
	const char *text = text_trim(s->cli->arena, buf_text(&t->body));

	return err_set(&s->cli->err, RC_CONFLICT, "refused (%ld): %.160s",
	    t->status, text);
}

/* It may know more of us, or less, than we remember of it. */
static enum rc
tell_one(struct sending *s, struct witness_state *w)
{
	struct told t;
	char *note;
	int64_t knows;
	enum rc rc = offer(s, w, w->size < s->last.size ? w->size
	    : s->last.size, &t);

	if (!rc && t.status == 409 && t.size &&
	    int_parse(text_trim(s->cli->arena, buf_text(&t.body)), 0,
	    s->last.size, &knows))
		rc = offer(s, w, knows, &t);
	if (rc)
		return rc;
	if (t.status != 200)
		return refused(s, &t);
	rc = witness_merge(&s->cli->err, s->cli->arena, s->last.note,
	    buf_text(&t.body), &w->key, &note);
	if (rc)
		return rc;
	s->last.note = note;
	w->size = s->last.size;
	return RC_OK;
}

/* What could not be told to one does not keep the others from it. */
static enum rc
tell_all(struct sending *s)
{
	struct arena *a = s->cli->arena;
	const char *dir = s->held.place.seal;
	struct witness_state *w;
	struct err err;
	size_t n, failed = 0;
	enum rc rc = witnesses_load(&s->cli->err, a, dir, &w, &n);

	for (size_t i = 0; i < n && !rc; i++) {
		bool bad = tell_one(s, &w[i]) != RC_OK;

		w[i].time = clock_now();
		w[i].trouble = bad ? arena_str(a, s->cli->err.text) : "";
		rc = witnesses_note(&err, a, dir, &w[i]);
		if (rc)
			s->cli->err = err;
		failed += bad;
	}
	if (!rc)
		rc = file_write(&s->cli->err, arena_fmt(a, "%s/cosigned", dir),
		    s->last.note, strlen(s->last.note), 0644, FILE_REPLACE);
	if (!rc && failed)
		rc = err_set(&s->cli->err, RC_BUSY, "%zu of %zu witnesses did "
		    "not sign", failed, n);
	return rc;
}

static enum rc
send_now(struct cli *cli)
{
	struct sending s = { .cli = cli };
	enum rc rc = held_look(cli, &s.held);

	if (rc)
		return rc;
	rc = seal_latest(&s.held.cx, &s.last);
	if (rc)
		cli->err = s.held.cx.err;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	s.curl = curl_easy_init();
	if (!rc && !s.curl)
		rc = err_set(&cli->err, RC_BUSY, "no memory to connect");
	if (!rc)
		rc = tell_all(&s);
	curl_easy_cleanup(s.curl);
	held_close(&s.held);
	return rc;
}

/* --- the commands ------------------------------------------------------------------------ */

static enum rc
list(struct cli *cli, const char *dir)
{
	struct witness_state *w;
	size_t n;
	enum rc rc = witnesses_load(&cli->err, cli->arena, dir, &w, &n);

	for (size_t i = 0; i < n && !rc; i++)
		printf("%s signed %lld entries%s%s\n", w[i].url,
		    (long long)w[i].size, *w[i].trouble ? "; " : "",
		    w[i].trouble);
	return rc;
}

enum rc
cli_witness_log(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct place p;
	enum rc rc;

	if (a->nwords == 1 && str_eq(a->word[0], "send"))
		return send_now(cli);
	rc = place_look(&cli->err, cli->arena, cli_data(cli), &p);
	if (rc)
		return rc;
	if (a->nwords == 3 && str_eq(a->word[0], "add"))
		return witnesses_add(&cli->err, cli->arena, p.seal, a->word[1],
		    a->word[2]);
	if (a->nwords == 1 && str_eq(a->word[0], "list"))
		return list(cli, p.seal);
	return cli_usage(cli, "--store DIR serves a witness; add URL KEY, "
	    "list and send are for a log");
}
