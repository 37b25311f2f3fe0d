/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/postgres.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum { OLDEST = 150000 };               /* PostgreSQL 15 */

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
bool
pg_is_old_plan(const PGresult *r)
{
	const char *s = PQresultErrorField(r, PG_DIAG_SOURCE_FUNCTION);

	return s && strcmp(s, "RevalidateCachedQuery") == 0;
}

enum rc
pg_told_lost(struct conn *c, struct err *err)
{
	c->nsent = c->bytes = 0;
	c->in_tx = c->unsynced = c->ready = false;
	return err_set(err, RC_BUSY, "the connection to the database was lost");
}

/* The primary message alone: detail and context quote values and SQL. */
enum rc
pg_told(struct conn *c, const PGresult *r, struct err *err)
{
	const char *s = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *m =
	    r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;

	if (PQstatus(c->pg) != CONNECTION_OK || !s || !m)
		return pg_told_lost(c, err);
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
	if (c->stale || is_busy(s) || pg_is_old_plan(r))
		return err_set(err, RC_BUSY, "%s", m);
	return err_set(err, RC_DB, "%s", m);
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

/* --- open, close, revive -------------------------------------------------------- */

void
pg_give_up(void *conn, struct slot *s)
{
	struct conn *c = conn;

	if (s->ready == READY && c->ndoomed < MAX_DOOMED)
		c->doomed[c->ndoomed++] = s->number;
}

void
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

/* The first line of several; a password is in none of them. */
static enum rc
told_unreached(struct conn *c, struct err *err)
{
	const char *s = PQerrorMessage(c->pg);

	return err_set(err, RC_BUSY, "the database cannot be reached: %.*s",
	    (int)strcspn(s, "\n"), s);
}

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
		return told_unreached(c, err);
	if (PQserverVersion(c->pg) < OLDEST)
		return err_set(err, RC_INVALID,
		    "PostgreSQL 15 or newer is needed");
	PQsetNoticeReceiver(c->pg, notice, c);
	for (size_t i = 0; i < NELEMS(sql); i++) {
		PGresult *r = PQexec(c->pg, sql[i]);
		ExecStatusType st = PQresultStatus(r);
		enum rc rc = st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK
		    ? RC_OK : pg_told(c, r, err);

		PQclear(r);
		if (rc)
			return rc;
	}
	c->ready = PQenterPipelineMode(c->pg) != 0;
	return c->ready ? RC_OK : pg_told_lost(c, err);
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

void *
pg_open(const char *where, enum db_mode mode, struct err *err)
{
	struct conn *c = must_alloc(sizeof(*c));

	c->mode = mode;
	c->cache.evict = pg_give_up;
	c->cache.conn = c;
	c->pg = reach(where);
	if (!set_up(c, err))
		return c;
	pg_close(c);
	return NULL;
}

bool
pg_lost(void *conn)
{
	const struct conn *c = conn;

	return !c->ready || PQstatus(c->pg) != CONNECTION_OK;
}

/*
 * What an idle connection has to say unasked is that it ends; when it is only
 * a setting that changed, making it anew does no harm.
 */
static bool
says_something(struct conn *c)
{
	struct pollfd p = { .fd = PQsocket(c->pg), .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

/* Never in the middle of a transaction: what was done before is undone. */
enum rc
pg_ensure(struct conn *c, struct err *err)
{
	bool idle = !c->unsynced && !c->in_tx;

	if (!pg_lost(c) && !(idle && (c->stale || says_something(c))))
		return RC_OK;
	if (!idle)
		return pg_told_lost(c, err);
	PQreset(c->pg);
	return set_up(c, err);
}
