/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 256 };                   /* rows of db_each fetched at once */

static enum rc
pg_settle(void *conn, struct err *err)
{
	struct conn *c = conn;

	return c->unsynced ? pg_collect(c, NULL, err) : RC_OK;
}

/* --- statements ---------------------------------------------------------------------- */

struct args {
	const char *text[DB_ARGS];
	Oid type[DB_ARGS];
	char number[DB_ARGS][24];
	size_t n, bytes;
};

/* 0 lets the server find the type; an integer would else become int4. */
static void
set_args(struct args *g, const struct value *arg, size_t n)
{
	g->n = n;
	g->bytes = 0;
	for (size_t i = 0; i < n; i++) {
		g->text[i] = NULL;
		g->type[i] = 0;
		if (arg[i].type == V_INT) {
			snprintf(g->number[i], sizeof(g->number[i]), "%lld",
			    (long long)arg[i].i);
			g->text[i] = g->number[i];
			g->type[i] = OID_INT8;
		} else if (arg[i].type == V_TEXT) {
			g->text[i] = arg[i].s;
			g->bytes += strlen(arg[i].s);
		}
	}
}

static void
note_sent(struct conn *c, enum what what, struct slot *s, uint64_t number)
{
	struct sent *p = &c->sent[c->nsent++];

	assert(c->nsent <= MAX_SENT);
	c->unsynced = true;
	p->what = what;
	p->slot = s;
	p->number = number;
}

/* Only where nothing is on its way and the transaction has not failed. */
static bool
forget_doomed(struct conn *c)
{
	PGTransactionStatusType st = PQtransactionStatus(c->pg);
	char sql[48];

	if (c->nsent || (st != PQTRANS_IDLE && st != PQTRANS_INTRANS))
		return true;
	while (c->ndoomed && c->nsent < MAX_SENT / 2) {
		uint64_t number = c->doomed[--c->ndoomed];

		snprintf(sql, sizeof(sql), "DEALLOCATE s%llu",
		    (unsigned long long)number);
		if (!PQsendQueryParams(c->pg, sql, 0, NULL, NULL, NULL, NULL,
		    0))
			return false;
		note_sent(c, FORGET, NULL, number);
	}
	return true;
}

static enum rc
make_room(struct conn *c, struct err *err)
{
	enum rc rc = pg_ensure(c, err);

	if (!rc && (c->nsent + 2 > MAX_SENT || c->bytes > MAX_BYTES))
		rc = pg_drain(c, err);
	if (!rc && !forget_doomed(c))
		rc = pg_told(c, NULL, err);
	return rc;
}

/*
 * What was queued without BEGIN would become part of the transaction that a
 * BEGIN behind it opens.
 */
static enum rc
before_begin(struct conn *c, struct err *err, const char *sql)
{
	if (!c->unsynced || strncmp(sql, "BEGIN", 5) != 0)
		return RC_OK;
	return pg_collect(c, NULL, err);
}

/* Not one inside a subquery. */
static bool
ends_in_limit(const char *sql)
{
	const char *limit = strstr(sql, "LIMIT "), *next;

	while (limit && (next = strstr(limit + 1, "LIMIT ")))
		limit = next;
	return limit && !strchr(limit, ')');
}

static enum rc
push(struct conn *c, struct err *err, const char *sql, const struct value *arg,
    size_t n)
{
	enum rc rc = before_begin(c, err, sql);
	struct args g;
	struct slot *s;
	char name[24];

	if (!rc)
		rc = make_room(c, err);
	if (rc)
		return rc;
	set_args(&g, arg, n);
	s = cache_find(&c->cache, sql);
	snprintf(name, sizeof(name), "s%llu", (unsigned long long)s->number);
	if (s->ready == NOT_READY) {
		s->limited = ends_in_limit(sql);
		if (!PQsendPrepare(c->pg, name, sql, (int)n, g.type))
			return pg_told(c, NULL, err);
		s->ready = ASKED;
		note_sent(c, PREPARE, s, s->number);
	}
	if (!PQsendQueryPrepared(c->pg, name, (int)n, g.text, NULL, NULL, 0))
		return pg_told(c, NULL, err);
	note_sent(c, strcmp(sql, "COMMIT") ? RUN : COMMIT, s, s->number);
	c->bytes += g.bytes + 64;
	return RC_OK;
}

static enum rc
pg_run(void *conn, struct err *err, const char *sql, const struct value *arg,
    size_t n)
{
	return push(conn, err, sql, arg, n);
}

static enum rc
pg_query(void *conn, struct err *err, struct arena *a, struct rows *out,
    const char *sql, const struct value *arg, size_t n)
{
	struct sink sink = { .row = pg_take, .take = { .arena = a } };
	struct conn *c = conn;
	enum rc rc = push(c, err, sql, arg, n);

	if (rc)
		return rc;
	sink.whole = c->sent[c->nsent - 1].slot->limited;
	rc = pg_collect(c, &sink, err);
	if (!rc)
		*out = sink.take.rows;
	return rc;
}

static enum rc
exec(struct conn *c, struct err *err, const char *sql)
{
	PGresult *r = PQexec(c->pg, sql);
	ExecStatusType st = PQresultStatus(r);
	enum rc rc = st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK
	    ? RC_OK : pg_told(c, r, err);

	PQclear(r);
	return rc;
}

/* What changes a schema may take its time. */
static enum rc
pg_script(void *conn, struct err *err, const char *sql)
{
	struct conn *c = conn;
	enum rc rc = pg_ensure(c, err), after = RC_OK;
	struct err now;

	if (!rc)
		rc = pg_settle(c, err);
	if (rc)
		return rc;
	PQexitPipelineMode(c->pg);
	rc = exec(c, err, "SET statement_timeout = 0");
	if (!rc)
		rc = exec(c, err, sql);
	c->in_tx = PQtransactionStatus(c->pg) != PQTRANS_IDLE;
	if (PQtransactionStatus(c->pg) != PQTRANS_INERROR)
		after = exec(c, &now, "SET statement_timeout = '30s'");
	(void)after;
	PQenterPipelineMode(c->pg);
	return rc;
}

/* --- row by row, by a cursor ------------------------------------------------------------ */

static enum rc
send_plain(struct conn *c, struct err *err, struct sink *sink, const char *sql,
    const struct value *arg, size_t n)
{
	enum rc rc = make_room(c, err);
	struct args g;

	if (rc)
		return rc;
	set_args(&g, arg, n);
	if (!PQsendQueryParams(c->pg, sql, (int)n, g.type, g.text, NULL, NULL,
	    0))
		return pg_told(c, NULL, err);
	note_sent(c, RUN, NULL, 0);
	return pg_collect(c, sink, err);
}

static enum rc
open_cursor(struct conn *c, struct err *err, const char *sql,
    const struct value *arg, size_t n)
{
	size_t len = strlen(sql) + 64;
	char *text = must_alloc(len);
	enum rc rc;

	snprintf(text, len, "DECLARE each%u NO SCROLL CURSOR FOR %s",
	    c->depth, sql);
	rc = send_plain(c, err, NULL, text, arg, n);
	free(text);
	return rc;
}

static enum rc
each_row(const PGresult *r, struct err *err, db_row_fn *fn, void *fn_arg)
{
	int nc = PQnfields(r);
	struct value *row = must_alloc((size_t)nc * sizeof(*row) + 1);
	enum rc rc = RC_OK;

	for (int i = 0; i < PQntuples(r) && !rc; i++) {
		for (int j = 0; j < nc; j++)
			row[j] = pg_cell(r, i, j);
		rc = fn(fn_arg, err, row, (size_t)nc);
	}
	free(row);
	return rc;
}

static enum rc
fetch_all(struct conn *c, struct err *err, db_row_fn *fn, void *fn_arg)
{
	unsigned depth = c->depth;
	char sql[64];
	enum rc rc;
	int got;

	snprintf(sql, sizeof(sql), "FETCH %d FROM each%u", CHUNK, depth);
	do {
		struct sink sink = { 0 };

		rc = send_plain(c, err, &sink, sql, NO_ARGS);
		got = PQntuples(sink.kept);
		if (!rc)
			rc = each_row(sink.kept, err, fn, fn_arg);
		PQclear(sink.kept);
	} while (!rc && got == CHUNK);
	return rc;
}

static enum rc
end_each(struct conn *c, struct err *err, enum rc rc, bool own)
{
	char close[32];
	struct err now;
	enum rc end;

	if (pg_lost(c) || (!own && PQtransactionStatus(c->pg) ==
	    PQTRANS_INERROR))
		return rc;
	snprintf(close, sizeof(close), "CLOSE each%u", c->depth + 1);
	if (!own)
		end = send_plain(c, &now, NULL, close, NO_ARGS);
	else
		end = push(c, &now, rc ? "ROLLBACK" : "COMMIT", NO_ARGS);
	if (!end && own)
		end = pg_collect(c, NULL, &now);
	if (rc || !end)
		return rc;
	*err = now;
	return end;
}

static enum rc
pg_each(void *conn, struct err *err, const char *sql, const struct value *arg,
    size_t n, db_row_fn *fn, void *fn_arg)
{
	struct conn *c = conn;
	enum rc rc = pg_ensure(c, err);
	unsigned depth;
	bool own;

	if (!rc)
		rc = pg_settle(c, err);
	if (rc)
		return rc;
	depth = ++c->depth;
	own = !c->in_tx;
	if (own)
		rc = push(c, err, "BEGIN", NO_ARGS);
	if (!rc)
		rc = open_cursor(c, err, sql, arg, n);
	if (!rc)
		rc = fetch_all(c, err, fn, fn_arg);
	c->depth = depth - 1;
	return end_each(c, err, rc, own);
}

static enum rc
pg_snapshot(void *conn, struct err *err, const char *file)
{
	(void)conn;
	(void)file;
	return err_set(err, RC_INVALID,
	    "a PostgreSQL database is not copied as a file");
}

const struct driver postgres_driver = {
	.open = pg_open,
	.close = pg_close,
	.lost = pg_lost,
	.query = pg_query,
	.run = pg_run,
	.settle = pg_settle,
	.each = pg_each,
	.script = pg_script,
	.snapshot = pg_snapshot,
};
