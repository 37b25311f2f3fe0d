/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * postgres.c - the only file that names libpq.
 *
 * The connection stays in pipeline mode.  What was sent and not yet answered
 * is remembered in order, because a statement counts as prepared only when
 * the server has said so: in a pipeline that failed before it, it is not.
 * Statements are named by the number of their slot, which is never used again
 * in a session, so a name that the server still knows cannot be mistaken.
 *
 * size: one library is named in one file.
 */
#include "db/driver.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OID_BOOL = 16, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23,
	OID_NUMERIC = 1700 };

enum {
	MAX_SENT = 128,                 /* statements on their way */
	MAX_BYTES = 64 << 10,           /* and the size of their arguments */
	MAX_DOOMED = 2 * SLOTS,
	CHUNK = 256,                    /* rows of db_each fetched at once */
	OLDEST = 150000                 /* PostgreSQL 15 */
};

struct sent {
	enum { PREPARE, RUN, COMMIT, FORGET } what;
	uint64_t number;                /* of the slot */
	struct slot *slot;
};

struct conn {
	PGconn *pg;
	enum db_mode mode;
	struct cache cache;
	struct sent sent[MAX_SENT];
	size_t nsent, bytes;
	uint64_t doomed[MAX_DOOMED];   /* given up, the server still has them */
	size_t ndoomed;
	unsigned depth;                 /* of cursors */
	bool ready;                     /* set up, in pipeline mode */
	bool stale;                     /* made again when it is next idle */
	bool in_tx;                     /* when last heard of */
	bool unsynced;                  /* sent since the last sync */
	bool unsure;                    /* warned while answering */
};

/* Where an answer goes. */
struct sink {
	enum rc (*row)(struct sink *s, struct err *err, const PGresult *r);
	struct take take;
	PGresult *kept;
};

/* --- errors ------------------------------------------------------------------ */

static bool
is_state(const char *s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(s, list[i], strlen(list[i])) == 0)
			return true;
	return false;
}

/* Classes and codes after which asking again makes sense. */
static bool
is_busy(const char *s)
{
	static const char *const busy[] = { "0800", "40", "57", "25P03",
		"26000", "53200", "53300", "55006", "55P03" };

	return is_state(s, busy, NELEMS(busy));
}

/* A plan that no longer fits its table; the next use prepares it anew. */
static bool
is_old_plan(const PGresult *r)
{
	const char *s = PQresultErrorField(r, PG_DIAG_SOURCE_FUNCTION);

	return s && strcmp(s, "RevalidateCachedQuery") == 0;
}

static enum rc
told_lost(struct conn *c, struct err *err)
{
	c->nsent = c->bytes = 0;
	c->in_tx = c->unsynced = c->ready = false;
	return err_set(err, RC_BUSY, "the connection to the database was lost");
}

/* The primary message alone: detail and context quote values and SQL. */
static enum rc
told(struct conn *c, const PGresult *r, struct err *err)
{
	const char *s = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *m =
	    r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;

	if (PQstatus(c->pg) != CONNECTION_OK || !s || !m)
		return told_lost(c, err);
	if (strcmp(s, "23505") == 0)
		return err_set(err, RC_CONFLICT, "%s", m);
	if (strcmp(s, "23503") == 0 || strcmp(s, "23001") == 0)
		return err_set(err, RC_CONFLICT, "another record refers to "
		    "this one, or one that it refers to is not there");
	if (strcmp(s, "53100") == 0)
		return err_set(err, RC_FULL, "there is no room on the disk");
	if (strncmp(s, "54", 2) == 0)
		return err_set(err, RC_LIMIT, "%s", m);
	/* A writer that finds itself on a standby was left by a failover. */
	if (c->mode == DB_WRITE && strcmp(s, "25006") == 0)
		c->stale = true;
	return err_set(err, c->stale || is_busy(s) || is_old_plan(r) ? RC_BUSY
	    : RC_DB, "%s", m);
}

/*
 * "canceling wait for synchronous replication": the change is here, but
 * perhaps nowhere else, and a failover would lose it.
 */
static void
notice(void *conn, const PGresult *r)
{
	const char *s = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	struct conn *c = conn;

	if (s && (strcmp(s, "01000") == 0 || strncmp(s, "57", 2) == 0))
		c->unsure = true;
}

static enum rc
told_unsure(struct err *err)
{
	return err_set(err, RC_BUSY,
	    "the database did not confirm that the change is kept");
}

/* --- open, close, revive -------------------------------------------------------- */

static void
give_up_name(void *conn, struct slot *s)
{
	struct conn *c = conn;

	if (s->ready == READY && c->ndoomed < MAX_DOOMED)
		c->doomed[c->ndoomed++] = s->number;
}

static void
pg_close(void *conn)
{
	struct conn *c = conn;

	PQfinish(c->pg);
	cache_clear(&c->cache);
	free(c);
}

/*
 * A server of ours that stops in mid-work must not hold its locks for ever.
 * synchronous_commit: stronger settings are the administrator's choice.
 */
static const char session[] =
    "SET client_min_messages = warning;"
    "SET idle_in_transaction_session_timeout = '5s';"
    "SET statement_timeout = '30s'; SET lock_timeout = '10s';"
    "SET default_transaction_isolation = 'read committed';"
    "SET timezone = 'UTC';"
    "SELECT set_config('synchronous_commit', 'on', false) WHERE "
    "current_setting('synchronous_commit') IN ('off', 'local');";

static enum rc
set_up(struct conn *c, struct err *err)
{
	static const char *const access[] = {
		[DB_READ] = "SET default_transaction_read_only = on",
		[DB_WRITE] = "SET default_transaction_read_only = off",
	};
	const char *sql[] = { session, access[c->mode] };

	c->nsent = c->bytes = c->ndoomed = 0;
	c->depth = 0;
	c->in_tx = c->unsynced = c->ready = c->stale = false;
	for (size_t i = 0; i < SLOTS; i++)
		c->cache.slot[i].ready = NOT_READY;
	if (PQstatus(c->pg) != CONNECTION_OK)
		return err_set(err, RC_BUSY,
		    "the database cannot be reached");
	if (PQserverVersion(c->pg) < OLDEST)
		return err_set(err, RC_INVALID,
		    "PostgreSQL 15 or newer is needed");
	PQsetNoticeReceiver(c->pg, notice, c);
	for (size_t i = 0; i < NELEMS(sql); i++) {
		PGresult *r = PQexec(c->pg, sql[i]);
		ExecStatusType st = PQresultStatus(r);
		enum rc rc = st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK
		    ? RC_OK : told(c, r, err);

		PQclear(r);
		if (rc)
			return rc;
	}
	c->ready = PQenterPipelineMode(c->pg) != 0;
	return c->ready ? RC_OK : told_lost(c, err);
}

/* What follows "dbname" wins over it, what stands before gives way. */
static PGconn *
reach(const char *where)
{
	static const char *const name[] = { "connect_timeout",
		"keepalives_idle", "tcp_user_timeout",
		"fallback_application_name", "dbname", "client_encoding",
		NULL };
	const char *value[] = { "10", "30", "30000", "muster", where, "UTF8",
		NULL };

	return PQconnectdbParams(name, value, 1);
}

static void *
pg_open(const char *where, enum db_mode mode, struct err *err)
{
	struct conn *c = must_alloc(sizeof(*c));

	c->mode = mode;
	c->cache.evict = give_up_name;
	c->cache.conn = c;
	c->pg = reach(where);
	if (!set_up(c, err))
		return c;
	pg_close(c);
	return NULL;
}

static bool
pg_lost(void *conn)
{
	const struct conn *c = conn;

	return !c->ready || PQstatus(c->pg) != CONNECTION_OK;
}

/* What an idle connection has to say is mostly that it was closed. */
static void
hear(struct conn *c)
{
	struct pollfd p = { .fd = PQsocket(c->pg), .events = POLLIN };

	for (int i = 0; i < 4 && p.fd >= 0 && poll(&p, 1, 0) > 0; i++)
		if (!PQconsumeInput(c->pg))
			break;
}

/* Never in the middle of a transaction: what was done before is undone. */
static enum rc
ensure(struct conn *c, struct err *err)
{
	bool idle = !c->unsynced && !c->in_tx;

	if (idle && !pg_lost(c))
		hear(c);
	if (!pg_lost(c) && !(idle && c->stale))
		return RC_OK;
	if (!idle)
		return told_lost(c, err);
	PQreset(c->pg);
	return set_up(c, err);
}

/* --- answers ----------------------------------------------------------------------- */

static bool
is_whole(const char *s)
{
	return *s && s[strspn(s, "-0123456789")] == '\0' && strlen(s) < 19;
}

/* The text stays the result's. */
static struct value
read_cell(const PGresult *r, int i, int j)
{
	const char *s = PQgetvalue(r, i, j);

	if (PQgetisnull(r, i, j))
		return NONE;
	switch (PQftype(r, j)) {
	case OID_BOOL:
		return INT(*s == 't');
	case OID_INT2:
	case OID_INT4:
	case OID_INT8:
		return INT(strtoll(s, NULL, 10));
	case OID_NUMERIC:               /* the sum of integers */
		return is_whole(s) ? INT(strtoll(s, NULL, 10)) : TEXT(s);
	default:
		return TEXT(s);
	}
}

static enum rc
sink_take(struct sink *s, struct err *err, const PGresult *r)
{
	struct value *row;

	s->take.rows.ncols = (size_t)PQnfields(r);
	for (int i = 0; i < PQntuples(r); i++) {
		row = take_row(&s->take, err);
		if (!row)
			return RC_LIMIT;
		for (int j = 0; j < PQnfields(r); j++) {
			row[j] = read_cell(r, i, j);
			if (row[j].type == V_TEXT &&
			    !take_text(&s->take, err, row[j].s,
			    (size_t)PQgetlength(r, i, j), &row[j]))
				return RC_LIMIT;
		}
	}
	return RC_OK;
}

static void
note_prepared(struct conn *c, const struct sent *s, bool good)
{
	if (s->slot->number == s->number)
		s->slot->ready = good ? READY : NOT_READY;
	else if (good && c->ndoomed < MAX_DOOMED)
		c->doomed[c->ndoomed++] = s->number;
}

/*
 * A COMMIT of a failed transaction "succeeds" with the tag ROLLBACK, so the
 * tag is what counts.
 */
static enum rc
judge(struct conn *c, const struct sent *s, PGresult *r, struct err *err)
{
	ExecStatusType st = PQresultStatus(r);
	bool good = st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK ||
	    st == PGRES_SINGLE_TUPLE;

	if (s->what == PREPARE)
		note_prepared(c, s, good);
	if (s->what == FORGET && !good && c->ndoomed < MAX_DOOMED)
		c->doomed[c->ndoomed++] = s->number;
	if (st == PGRES_PIPELINE_ABORTED)
		return err_set(err, RC_DB, "an earlier statement failed");
	if (!good && s->what == RUN && s->slot && is_old_plan(r)) {
		give_up_name(c, s->slot);
		s->slot->ready = NOT_READY;
	}
	if (!good)
		return told(c, r, err);
	if (s->what != COMMIT)
		return RC_OK;
	if (strcmp(PQcmdStatus(r), "COMMIT") != 0)
		return err_set(err, RC_DB, "the transaction was rolled back");
	return c->unsure ? told_unsure(err) : RC_OK;
}

/* The answer to one statement, to its end; the first failure is told. */
static enum rc
read_answer(struct conn *c, const struct sent *s, struct sink *sink,
    struct err *err)
{
	enum rc first = RC_OK;
	struct err now;
	PGresult *r;

	c->unsure = false;
	if (sink && sink->row)
		PQsetSingleRowMode(c->pg);
	while ((r = PQgetResult(c->pg))) {
		enum rc rc = judge(c, s, r, first ? &now : err);

		if (!rc && !first && sink && sink->row)
			rc = sink->row(sink, err, r);
		if (!first)
			first = rc;
		if (sink && !sink->row && !sink->kept)
			sink->kept = r;
		else
			PQclear(r);
		if (pg_lost(c))
			return told_lost(c, err);
	}
	return first;
}

/* All that was sent; then *err holds the first failure. */
static enum rc
read_answers(struct conn *c, struct sink *sink, struct err *err)
{
	enum rc first = RC_OK;
	struct err now;
	size_t n = c->nsent;

	c->bytes = 0;
	for (size_t i = 0; i < n && c->nsent; i++) {
		enum rc rc = read_answer(c, &c->sent[i],
		    i + 1 == n && !first ? sink : NULL, first ? &now : err);

		if (!first)
			first = rc;
	}
	c->nsent = 0;
	return first;
}

/* The answer to the sync, where a lone statement is committed. */
static enum rc
read_sync(struct conn *c, struct err *err)
{
	enum rc first = RC_OK;
	ExecStatusType st;
	int silent = 0;

	c->unsure = false;
	do {
		PGresult *r = PQgetResult(c->pg);

		st = PQresultStatus(r);
		silent = r ? 0 : silent + 1;
		if (r && st != PGRES_PIPELINE_SYNC && !first)
			first = told(c, r, err);
		PQclear(r);
		if (pg_lost(c) || silent == 2)
			return first ? first : told_lost(c, err);
	} while (st != PGRES_PIPELINE_SYNC);
	c->in_tx = PQtransactionStatus(c->pg) != PQTRANS_IDLE;
	c->unsynced = false;
	return !first && c->unsure ? told_unsure(err) : first;
}

static enum rc
collect(struct conn *c, struct sink *sink, struct err *err)
{
	enum rc first, rc;
	struct err now;

	if (!PQpipelineSync(c->pg))
		return told(c, NULL, err);
	first = read_answers(c, sink, err);
	if (pg_lost(c))
		return first;
	rc = read_sync(c, first ? &now : err);
	return first ? first : rc;
}

/*
 * So much is on its way that both sides could come to wait for each other:
 * read the answers so far, without a sync, which would end a transaction.
 */
static enum rc
drain(struct conn *c, struct err *err)
{
	enum rc first, rc;
	struct err now;

	if (!PQsendFlushRequest(c->pg) || PQflush(c->pg) < 0)
		return told(c, NULL, err);
	first = read_answers(c, NULL, err);
	if (!first || pg_lost(c))
		return first;
	rc = collect(c, NULL, &now);
	(void)rc;
	return first;
}

static enum rc
pg_settle(void *conn, struct err *err)
{
	struct conn *c = conn;

	return c->unsynced ? collect(c, NULL, err) : RC_OK;
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
note_sent(struct conn *c, int what, struct slot *s, uint64_t number)
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
	enum rc rc = ensure(c, err);

	if (!rc && (c->nsent + 2 > MAX_SENT || c->bytes > MAX_BYTES))
		rc = drain(c, err);
	if (!rc && !forget_doomed(c))
		rc = told(c, NULL, err);
	return rc;
}

static enum rc
push(struct conn *c, struct err *err, const char *sql, const struct value *arg,
    size_t n)
{
	enum rc rc = make_room(c, err);
	struct args g;
	struct slot *s;
	char name[24];

	if (rc)
		return rc;
	set_args(&g, arg, n);
	s = cache_find(&c->cache, sql);
	snprintf(name, sizeof(name), "s%llu", (unsigned long long)s->number);
	if (s->ready == NOT_READY) {
		if (!PQsendPrepare(c->pg, name, sql, (int)n, g.type))
			return told(c, NULL, err);
		s->ready = ASKED;
		note_sent(c, PREPARE, s, s->number);
	}
	if (!PQsendQueryPrepared(c->pg, name, (int)n, g.text, NULL, NULL, 0))
		return told(c, NULL, err);
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
	struct sink sink = { .row = sink_take, .take = { .arena = a } };
	enum rc rc = push(conn, err, sql, arg, n);

	if (!rc)
		rc = collect(conn, &sink, err);
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
	    ? RC_OK : told(c, r, err);

	PQclear(r);
	return rc;
}

/* What changes a schema may take its time. */
static enum rc
pg_script(void *conn, struct err *err, const char *sql)
{
	struct conn *c = conn;
	enum rc rc = ensure(c, err), after = RC_OK;
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
		return told(c, NULL, err);
	note_sent(c, RUN, NULL, 0);
	return collect(c, sink, err);
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
			row[j] = read_cell(r, i, j);
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
		end = collect(c, NULL, &now);
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
	enum rc rc = ensure(c, err);
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
