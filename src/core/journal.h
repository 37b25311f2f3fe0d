/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * journal.h - what was done, by whom: a chain per audit, one tree over all.
 *
 * An entry is written in the transaction of the change it tells of, without
 * a place.  The sequencer gives places afterwards, in order of arrival:
 * index, hash of the previous entry of the same audit, leaf of the tree.
 * The form of an entry is proof/entry.h.  Values lie beside the entry, each
 * with a salt of its own, so that one can be erased and the rest be proved.
 * Only journal.c and journal_place.c write these tables.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include "ctx.h"
#include "proof/entry.h"
#include "proof/merkle.h"

void journal_ddl(struct buf *out, enum dialect d);

/* One field's old and new value in canonical form; "" is not set. */
struct delta { const char *name, *before, *after; };

struct event {
	const char *command;
	const struct entity *entity;    /* NULL where there is no record */
	int64_t record, rev, audit;
	enum outcome outcome;
	const char *rule, *blob;
	const struct delta *delta;
	size_t ndelta;
};

/*
 * Insert it after the row it tells of: that row's lock then makes the order
 * of arrival the order in which conflicting changes happened.
 */
enum rc journal_add(struct ctx *cx, const struct event *ev) MUST_USE;

/* The fields of a change as deltas; before NULL: creation. */
size_t journal_deltas(struct ctx *cx, const struct entity *e,
	const void *before, const void *after, struct delta **out);

/* Takes the words and salts of a field out of all entries of a record. */
enum rc journal_forget(struct ctx *cx, int64_t record, const char *field)
	MUST_USE;

/* --- places ------------------------------------------------------------------- */

enum { JOURNAL_MANY = 1000 };   /* entries placed at one go */

/* SQLite: place all that waits, within the transaction that is open. */
enum rc journal_place(struct ctx *cx) MUST_USE;

/*
 * PostgreSQL: place up to JOURNAL_MANY entries under the lease with this
 * fencing number.  RC_MISSING when the lease was seen to be gone, RC_CONFLICT
 * when that was found in the act of placing: either way nothing was placed.
 * A lease ends by itself 2 s after it was taken, kept or used, by the
 * database's clock.  stall is for tests: milliseconds between reading and
 * placing.
 */
enum rc journal_place_held(struct ctx *cx, int64_t fence, int stall,
	size_t *placed) MUST_USE;

/* SQL for the end of a lease that is taken, kept or used now. */
#define LEASE_NOW "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
#define LEASE_END LEASE_NOW " + 2000"

struct head { int64_t size, fence, waiting; char root[HEX]; };
enum rc journal_head(struct ctx *cx, struct head *out) MUST_USE;

/* --- reading -------------------------------------------------------------------- */

/* One entry of a record's history, newest first. */
struct entry_seen {
	struct entry entry;     /* index -1: has no place yet */
	bool placed;
	char leaf[HEX];
	struct delta *delta;    /* those that the reader may see */
	size_t ndelta;
};

/* The entry at a place, without values or scope: for proofs. */
enum rc journal_at(struct ctx *cx, int64_t place, struct entry_seen *out)
	MUST_USE;

/* The place of the record's last change; -1: it has none yet. */
enum rc journal_last_change(struct ctx *cx, int64_t record, int64_t *place)
	MUST_USE;

/* The history of a record that the actor may see: up to n entries before. */
enum rc journal_of(struct ctx *cx, const struct entity *e, int64_t record,
	int64_t before, size_t n, struct entry_seen **out, size_t *nout)
	MUST_USE;

/* --- for proofs handed out -------------------------------------------------------- */

/* An entry with its place, and where its values are found. */
struct chained { struct entry entry; int64_t id; };

/*
 * The entries of an audit's chain from place from to place to, at most n, in
 * order, without scope: the chain is shown whole or not at all.
 */
enum rc journal_chain(struct ctx *cx, int64_t audit, int64_t from, int64_t to,
	size_t n, struct chained **out, size_t *nout) MUST_USE;

/* Values of an entry by name; salt NULL: erased, then after is "". */
struct committed {
	const char *name, *salt, *after;        /* salt: hexadecimal digits */
	unsigned char c[HASH];
};
enum rc journal_committed(struct ctx *cx, int64_t entry,
	struct committed **out, size_t *n) MUST_USE;

/* May who sees a record so see this value of an entry about it? */
bool journal_may_read(const struct entity *e, const char *name,
	const struct view_of *view);

#endif
