/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/postgres.h"

#include <stdlib.h>
#include <string.h>

enum { OID_BOOL = 16, OID_INT2 = 21, OID_INT4 = 23, OID_NUMERIC = 1700 };

static bool
is_whole(const char *s)
{
	return *s && s[strspn(s, "-0123456789")] == '\0' && strlen(s) < 19;
}

/* The text stays the result's. */
struct value
pg_cell(const PGresult *r, int i, int j)
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

enum rc
pg_take(struct sink *s, struct err *err, const PGresult *r)
{
	int nc = PQnfields(r);
	struct value *row;

	s->take.rows.ncols = (size_t)nc;
	for (int i = 0; i < PQntuples(r); i++) {
		row = take_row(&s->take, err);
		if (!row)
			return RC_LIMIT;
		for (int j = 0; j < nc; j++) {
			row[j] = pg_cell(r, i, j);
			if (row[j].type == V_TEXT && !take_text(&s->take, err,
			    &row[j], (size_t)PQgetlength(r, i, j)))
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

static enum rc
told_unsure(struct err *err)
{
	return err_set(err, RC_BUSY,
	    "the database did not confirm that the change is kept");
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
	if (!good && s->what == RUN && s->slot && pg_is_old_plan(r)) {
		pg_give_up(c, s->slot);
		s->slot->ready = NOT_READY;
	}
	if (!good)
		return pg_told(c, r, err);
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
	/* Or all rows would be in memory before the first is counted. */
	if (sink && sink->row && !sink->whole)
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
			return pg_told_lost(c, err);
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

/*
 * The answer to the sync, where a statement without BEGIN is committed.  libpq
 * hands out a warning of that commit with the statement before it, so the
 * doubt of the last statement counts here too.
 */
static enum rc
read_sync(struct conn *c, struct err *err)
{
	enum rc first = RC_OK;
	ExecStatusType st;
	int silent = 0;

	do {
		PGresult *r = PQgetResult(c->pg);

		st = PQresultStatus(r);
		silent = r ? 0 : silent + 1;
		if (r && st != PGRES_PIPELINE_SYNC && !first)
			first = pg_told(c, r, err);
		PQclear(r);
		if (pg_lost(c) || silent == 2)
			return first ? first : pg_told_lost(c, err);
	} while (st != PGRES_PIPELINE_SYNC);
	c->in_tx = PQtransactionStatus(c->pg) != PQTRANS_IDLE;
	c->unsynced = false;
	if (!first && c->unsure && !c->in_tx)
		first = told_unsure(err);
	c->unsure = false;
	return first;
}

enum rc
pg_collect(struct conn *c, struct sink *sink, struct err *err)
{
	enum rc first, rc;
	struct err now;

	if (!PQpipelineSync(c->pg))
		return pg_told(c, NULL, err);
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
enum rc
pg_drain(struct conn *c, struct err *err)
{
	enum rc first, rc;
	struct err now;

	if (!PQsendFlushRequest(c->pg) || PQflush(c->pg) < 0)
		return pg_told(c, NULL, err);
	first = read_answers(c, NULL, err);
	if (!first || pg_lost(c))
		return first;
	rc = pg_collect(c, NULL, &now);
	(void)rc;
	return first;
}
