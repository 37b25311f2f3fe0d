/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * postgres.h - what the files of the PostgreSQL driver share; they alone name
 * libpq.  postgres_open.c makes connections and names errors, postgres_read.c
 * reads answers, postgres.c sends statements.
 *
 * The connection stays in pipeline mode.  What was sent and not yet answered
 * is remembered in order, because a statement counts as prepared only when
 * the server has said so: in a pipeline that failed before it, it is not.
 * Statements are named by the number of their slot, which is never used again
 * in a session, so a name that the server still knows cannot be mistaken.
 */
#ifndef POSTGRES_H
#define POSTGRES_H

#include "db/driver.h"

#include <libpq-fe.h>

enum {
	MAX_SENT = 128,                 /* statements on their way */
	MAX_BYTES = 64 << 10,           /* and the size of their arguments */
	MAX_DOOMED = 2 * SLOTS
};

enum { OID_INT8 = 20 };

enum what { PREPARE, RUN, COMMIT, FORGET };

struct sent {
	enum what what;
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
	bool whole;                     /* it is known to be small */
	struct take take;
	PGresult *kept;
};

/* --- postgres_open.c */

void *pg_open(const char *where, enum db_mode mode, struct err *err);
void pg_close(void *conn);
bool pg_lost(void *conn);

/* A connection that can be used, unless one was lost in mid-transaction. */
enum rc pg_ensure(struct conn *c, struct err *err) MUST_USE;

enum rc pg_told(struct conn *c, const PGresult *r, struct err *err);
enum rc pg_told_lost(struct conn *c, struct err *err);
/* Has the table changed so that a plan fits no longer?  Prepare it anew. */
bool pg_is_old_plan(const PGresult *r);
/* The name is to be forgotten by the server too. */
void pg_give_up(void *conn, struct slot *s);

/* --- postgres_read.c */

/* One cell; the text stays the result's. */
struct value pg_cell(const PGresult *r, int i, int j);
/* For struct sink: rows into the arena. */
enum rc pg_take(struct sink *s, struct err *err, const PGresult *r);
/* Sends a sync and reads all answers; the last one goes into the sink. */
enum rc pg_collect(struct conn *c, struct sink *sink, struct err *err);
/* Reads the answers so far, without a sync, which would end a transaction. */
enum rc pg_drain(struct conn *c, struct err *err);

#endif
