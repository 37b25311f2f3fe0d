/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pg.h - a throw-away PostgreSQL for tests.
 *
 * It is the one that MUSTER_TEST_PG names (tests/with-postgres), or else one
 * of the test program's own, started at the first call and gone when the
 * program ends, however it ends.  The role may do everything.
 */
#ifndef PG_H
#define PG_H

#include <stdbool.h>

/* Its connection string; NULL when no PostgreSQL is installed: skip then. */
const char *pg_start(void);

/*
 * A new empty database of this program, and its connection string; NULL as
 * above.  It is dropped when the program ends well.  Names are short and of
 * lower case letters.  At most 32.
 */
const char *pg_fresh(const char *name);

/*
 * A copy of a database to which nobody is connected, under one of a few names:
 * the last copy of that name is dropped.  Good until the next of the name.
 */
const char *pg_copy(const char *conn, const char *name);

/*
 * The connection string of a further cluster with a setting ("name=value"),
 * good until the next call; NULL as above.
 */
const char *pg_own(const char *setting);

/* Runs SQL on the given database past src/db; false when it failed. */
bool pg_do(const char *conn, const char *sql);

/* The first value of the answer as a number; -1 when there is none. */
long pg_number(const char *conn, const char *sql);

#endif
