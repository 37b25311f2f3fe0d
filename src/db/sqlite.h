/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlite.h - what the files of the SQLite driver share; they alone name SQLite.
 * sqlite_open.c makes connections and names errors, sqlite_copy.c copies,
 * sqlite.c runs statements.
 *
 * One connection writes and it alone checkpoints; every other one is opened
 * read-only.
 */
#ifndef SQLITE_H
#define SQLITE_H

#include "db/driver.h"

#include <sqlite3.h>
#include <time.h>

enum { MAX_COLUMNS = 500 };

struct conn {
	sqlite3 *sq;
	struct cache cache;
	time_t deadline;        /* of the running statement; 0: none */
	bool distrust;          /* a sync failed: nothing counts as durable */
};

/* --- sqlite_open.c */

void *sq_open(const char *where, enum db_mode mode, struct err *err);
void sq_close(void *conn);
bool sq_lost(void *conn);

enum rc sq_told(struct conn *c, struct err *err);
time_t sq_clock(void);                  /* seconds, for the deadline */

/* --- sqlite_copy.c */

enum rc sq_snapshot(void *conn, struct err *err, const char *file);

#endif
