/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* command.c - units of work: begin, finish, undo, keys, batches. */
#include "command.h"

#include "base/text.h"
#include "journal.h"
#include "number.h"
#include "pipeline.h"

#include <stdlib.h>
#include <string.h>

/* --- one unit of work ---------------------------------------------------------- */

static enum rc
begin(struct ctx *cx, size_t n)
{
	enum rc rc = numbers_ready(cx, n * 2);

	if (rc)
		return rc;
	return db_run(cx->db, &cx->err,
	    db_shared(cx->db) ? "BEGIN" : "SAVEPOINT unit", NO_ARGS);
}

static enum rc
finish(struct ctx *cx)
{
	enum rc rc = db_run(cx->db, &cx->err,
	    db_shared(cx->db) ? "COMMIT" : "RELEASE unit", NO_ARGS);

	if (!rc)
		rc = db_settle(cx->db, &cx->err);
	if (!rc)
		numbers_keep(cx);
	return rc;
}

/* Its own failure is no news: the one that led here is told already. */
static void
undo(struct ctx *cx)
{
	struct err lost;
	enum rc rc;

	if (db_shared(cx->db)) {
		rc = db_settle(cx->db, &lost);
		rc = db_run(cx->db, &lost, "ROLLBACK", NO_ARGS);
		rc = db_settle(cx->db, &lost);
	} else if (!db_lost(cx->db)) {
		rc = db_run(cx->db, &lost, "ROLLBACK TO unit", NO_ARGS);
		rc = db_run(cx->db, &lost, "RELEASE unit", NO_ARGS);
	}
	(void)rc;
	numbers_undo(cx);
}

/* --- keys: what was done once is not done again ------------------------------------ */

static const char *
answer_text(struct ctx *cx, const struct done *d, size_t n)
{
	struct buf b = { .arena = cx->arena };

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s %lld %lld %s\n", d[i].entity->name,
		    (long long)d[i].id, (long long)d[i].rev, d[i].code);
	return buf_text(&b);
}

static bool
take_word(const char **s, char *out, size_t room)
{
	size_t n = strcspn(*s, " \n");

	if (n >= room || !(*s)[n])
		return false;
	memcpy(out, *s, n);
	out[n] = '\0';
	*s += n + 1;
	return true;
}

static void
answer_parse(struct ctx *cx, const char *s, struct done *d, size_t n)
{
	char name[64], id[24], rev[24], code[128];

	for (size_t i = 0; i < n; i++) {
		if (!take_word(&s, name, sizeof(name)) ||
		    !take_word(&s, id, sizeof(id)) ||
		    !take_word(&s, rev, sizeof(rev)) ||
		    !take_word(&s, code, sizeof(code)))
			return;
		d[i] = (struct done){ .entity = entity_find(name),
			.id = strtoll(id, NULL, 10),
			.rev = strtoll(rev, NULL, 10),
			.code = arena_str(cx->arena, code) };
	}
}

/*
 * The key is not looked up first: its insert fails when it is taken, which
 * also settles two servers that do the same order at once.
 */
static enum rc
keep_answer(struct ctx *cx, const struct done *d, size_t n)
{
	if (!cx->key)
		return RC_OK;
	return db_run(cx->db, &cx->err, "INSERT INTO answered (actor, key, "
	    "digest, time, answer) VALUES ($1, $2, $3, $4, $5)",
	    ARGS(INT(cx->account), TEXT(cx->key), TEXT(cx->digest),
	    INT(cx->now), TEXT(answer_text(cx, d, n))));
}

/*
 * After any failure: perhaps the order failed because it was done before.
 * If its key has an answer, that is the answer; if not, the failure stands.
 */
static enum rc
recall(struct ctx *cx, enum rc rc, struct done *d, size_t n)
{
	struct err lost;
	struct rows r;

	if (!cx->key || db_query(cx->db, &lost, cx->arena, &r, "SELECT digest, "
	    "answer FROM answered WHERE actor = $1 AND key = $2",
	    ARGS(INT(cx->account), TEXT(cx->key))) || !r.nrows)
		return rc;
	if (!str_eq(cx->digest, rows_at(&r, 0, 0)->s)) {
		err_set(&cx->err, RC_REUSED,
		    "this Idempotency-Key was used for another request");
		err_hint(&cx->err, "Use a new key for a new request.");
		return RC_REUSED;
	}
	answer_parse(cx, rows_at(&r, 0, 1)->s, d, n);
	return RC_OK;
}

/* --- refusals are entries too ------------------------------------------------------ */

struct refusal { const struct order *order; struct err err; };

static enum rc
write_refusal(struct ctx *cx, void *arg)
{
	const struct refusal *f = arg;
	const char *command = f->order->command, *dot = strchr(command, '.');
	struct delta d = { "text:", "", f->err.text };
	struct event ev = { .command = command, .outcome = OUTCOME_REFUSED,
		.rule = f->err.rule, .delta = &d, .ndelta = 1 };
	const struct entity *e = dot ? entity_find(arena_dup(cx->arena,
	    command, (size_t)(dot - command))) : NULL;
	struct seen seen;
	int64_t id;

	if (e && f->order->on && f->order->on[0] != '@' &&
	    !store_id(cx, e, f->order->on, &id) &&
	    !store_get(cx, e, id, 0, false, &seen)) {
		const struct record *r = seen.rec;

		ev.entity = e;
		ev.record = r->id;
		ev.rev = r->rev;
		ev.audit = r->at_kind == ANCHOR_AUDIT ? r->at : 0;
	}
	return journal_add(cx, &ev);
}

static bool
worth_an_entry(const struct ctx *cx, enum rc rc)
{
	return cx->account && (rc == RC_DENIED || rc == RC_RULE ||
	    (rc == RC_CONFLICT && cx->err.rule));
}

static void
note_refusal(struct ctx *cx, const struct order *o, enum rc rc)
{
	struct refusal f = { o, cx->err };

	if (worth_an_entry(cx, rc) && command_write(cx, write_refusal, &f))
		cx->remarks = NULL;
	cx->err = f.err;
}

/* --- running ------------------------------------------------------------------------ */

static enum rc
perform_all(struct ctx *cx, const struct order *o, size_t n, struct done *done,
    size_t *at)
{
	struct unit u = { o, done, n, 0 };
	enum rc rc = RC_OK;

	for (; u.at < n; u.at++) {
		if (o[u.at].reason)
			cx->reason = o[u.at].reason;
		rc = pipeline_perform(cx, &u, &o[u.at], &done[u.at]);
		if (rc)
			break;
	}
	*at = u.at;
	return rc;
}

enum rc
command_run(struct ctx *cx, const struct order *o, size_t n, struct done *done,
    size_t *at)
{
	size_t k = 0;
	enum rc rc = begin(cx, n);

	if (!rc)
		rc = perform_all(cx, o, n, done, &k);
	if (!rc)
		rc = keep_answer(cx, done, n);
	if (!rc)
		rc = finish(cx);
	if (!rc)
		return RC_OK;
	undo(cx);
	if (at)
		*at = k;
	rc = recall(cx, rc, done, n);
	if (rc && k < n)
		note_refusal(cx, &o[k], rc);
	return rc;
}

enum rc
command_try(struct ctx *cx, const struct order *o, size_t n, struct done *done,
    size_t *at)
{
	size_t k = 0;
	enum rc rc = begin(cx, n);

	if (!rc)
		rc = perform_all(cx, o, n, done, &k);
	if (!rc)
		rc = db_settle(cx->db, &cx->err);
	undo(cx);
	if (rc && at)
		*at = k;
	return rc;
}

enum rc
command_follow(struct ctx *cx, const struct order *o, struct done *done)
{
	return pipeline_perform(cx, NULL, o, done);
}

enum rc
command_write(struct ctx *cx, enum rc (*work)(struct ctx *cx, void *arg),
    void *arg)
{
	enum rc rc = begin(cx, 1);

	if (!rc)
		rc = work(cx, arg);
	if (!rc)
		rc = finish(cx);
	if (rc)
		undo(cx);
	return rc;
}

enum rc
command_snapshot(struct ctx *cx, enum rc (*work)(struct ctx *cx, void *arg),
    void *arg)
{
	struct err lost;
	enum rc rc = db_run(cx->db, &cx->err, db_shared(cx->db)
	    ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN",
	    NO_ARGS);

	if (!rc)
		rc = work(cx, arg);
	if (!db_lost(cx->db) && (db_run(cx->db, &lost, "ROLLBACK", NO_ARGS) ||
	    db_settle(cx->db, &lost)) && !rc)
		cx->err = lost, rc = lost.code;
	return rc;
}

enum rc
command_whole(struct ctx *cx, enum rc (*work)(struct ctx *cx, void *arg),
    void *arg)
{
	struct err lost;
	enum rc rc = db_run(cx->db, &cx->err,
	    db_shared(cx->db) ? "BEGIN" : "BEGIN IMMEDIATE", NO_ARGS);

	if (!rc)
		rc = work(cx, arg);
	if (!rc)
		rc = db_run(cx->db, &cx->err, "COMMIT", NO_ARGS);
	if (!rc)
		rc = db_settle(cx->db, &cx->err);
	if (!rc)
		return RC_OK;
	if (db_shared(cx->db))
		(void)!db_settle(cx->db, &lost);
	if (!db_lost(cx->db) && !db_run(cx->db, &lost, "ROLLBACK", NO_ARGS))
		(void)!db_settle(cx->db, &lost);
	return rc;
}

/* --- a batch -------------------------------------------------------------------------- */

static enum rc
run_each(struct ctx *cx, size_t n, batch_fn *run, void *arg)
{
	for (size_t i = 0; i < n; i++) {
		run(arg, i);
		/* A full disk ends the transaction behind our back; without
		 * this the next savepoint would commit all by itself. */
		if (db_lost(cx->db))
			return err_set(&cx->err, RC_FULL,
			    "the database could not go on writing");
	}
	return RC_OK;
}

enum rc
command_batch(struct ctx *cx, size_t n, batch_fn *run, void *arg)
{
	struct err lost;
	enum rc rc;

	rc = db_run(cx->db, &cx->err, "BEGIN IMMEDIATE", NO_ARGS);
	if (!rc)
		rc = run_each(cx, n, run, arg);
	if (!rc)
		rc = journal_place(cx);
	if (!rc)
		rc = db_run(cx->db, &cx->err, "COMMIT", NO_ARGS);
	if (!rc)
		return RC_OK;
	if (!db_lost(cx->db))
		(void)!db_run(cx->db, &lost, "ROLLBACK", NO_ARGS);
	numbers_forget(cx);
	return rc;
}

/* Runs on cx, in a batch where the database has them. */
static enum rc
alone(struct ctx *cx, batch_fn *run, void *arg, enum rc *done)
{
	struct ctx batch = *cx;
	enum rc rc;

	if (db_shared(cx->db)) {
		run(arg, 0);
		return *done;
	}
	rc = command_batch(&batch, 1, run, arg);
	if (rc)
		cx->err = batch.err;
	return rc ? rc : *done;
}

struct alone {
	struct ctx *cx;
	const struct order *order;
	struct done *done;
	size_t n, *at;
	enum rc rc;
};

static void
run_alone(void *arg, size_t i)
{
	struct alone *a = arg;

	(void)i;
	a->rc = command_run(a->cx, a->order, a->n, a->done, a->at);
}

enum rc
command_alone(struct ctx *cx, const struct order *o, size_t n,
    struct done *done, size_t *at)
{
	struct alone a = { cx, o, done, n, at, RC_OK };

	return alone(cx, run_alone, &a, &a.rc);
}

struct writing {
	struct ctx *cx;
	enum rc (*work)(struct ctx *cx, void *arg);
	void *arg;
	enum rc rc;
};

static void
write_alone(void *arg, size_t i)
{
	struct writing *w = arg;

	(void)i;
	w->rc = command_write(w->cx, w->work, w->arg);
}

enum rc
command_write_alone(struct ctx *cx, enum rc (*work)(struct ctx *cx, void *arg),
    void *arg)
{
	struct writing w = { cx, work, arg, RC_OK };

	return alone(cx, write_alone, &w, &w.rc);
}
