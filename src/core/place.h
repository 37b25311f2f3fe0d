/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * place.h - the folder of a store: what lies where, and who holds it.
 *
 *     DIR/muster.db     the database (SQLite), or
 *     DIR/database      the URL of the PostgreSQL database
 *     DIR/blobs/        files
 *     DIR/lock          held by the one process that uses the folder
 *     DIR/muster.sock   where a running server takes the command line's calls
 *     DIR/backup/       copies made before a migration
 *     DIR/seal/         the signing key and the last checkpoint: seal.h
 */
#ifndef PLACE_H
#define PLACE_H

#include "ctx.h"

struct place {
	const char *dir;
	const char *where;      /* for db_open */
	const char *blobs, *socket, *seal;
	int lock;               /* held while >= 0 */
};

/*
 * Makes the folder (0700) and an empty store in it; RC_CONFLICT when there is
 * one.  url NULL: SQLite.
 */
enum rc place_init(struct err *err, struct arena *a, const char *dir,
	const char *url) MUST_USE;

/* RC_MISSING: no store there.  RC_BUSY: another process holds it. */
enum rc place_open(struct err *err, struct arena *a, const char *dir,
	struct place *out) MUST_USE;
/* The same without holding it, for readers beside a server. */
enum rc place_look(struct err *err, struct arena *a, const char *dir,
	struct place *out) MUST_USE;
void place_close(struct place *p);

/*
 * The schema as this program wants it: a fresh one made, an older one
 * migrated in one transaction after an automatic backup, a newer one refused
 * untouched.  RC_CONFLICT too when the store is older than the last checkpoint
 * that was signed for it.
 */
enum rc place_ready(struct ctx *cx, const struct place *p) MUST_USE;

/*
 * A line of the store about itself, by name: NULL where there is none.
 * Writing it is a unit of work of its own.
 */
enum rc place_note(struct ctx *cx, const char *name, const char **value)
	MUST_USE;
enum rc place_take_note(struct ctx *cx, const char *name, const char *value)
	MUST_USE;

/* Is the store a demonstration?  Said on every page, for ever. */
enum rc place_is_demo(struct ctx *cx, bool *demo) MUST_USE;

#endif
