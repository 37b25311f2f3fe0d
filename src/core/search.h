/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * search.h - full text over the fields that every reader of a record may
 * read: FTS5 on SQLite, tsvector on PostgreSQL.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include "store.h"

void search_ddl(struct buf *out, enum dialect d);

/* In the transaction of the change; before NULL: creation. */
enum rc search_put(struct ctx *cx, const struct entity *e, const void *before,
	const void *rec) MUST_USE;
enum rc search_drop(struct ctx *cx, int64_t id) MUST_USE;

/* Does the index hold what search_put would write for this record? */
enum rc search_same(struct ctx *cx, const struct entity *e, const void *rec,
	bool *same) MUST_USE;
/* Has a record of this type anything to be found by? */
bool search_has(const struct entity *e);

/* All records of e anew, into an index that has none of them. */
enum rc search_fill(struct ctx *cx, const struct entity *e) MUST_USE;

struct hit {
	const struct entity *entity;
	int64_t id;
	const char *code, *title;
};

enum { SEARCH_WORDS = 8, SEARCH_HITS = 200 };

/*
 * All words must occur, each as the beginning of a word.  entity NULL: all
 * record types.  At most limit hits that the actor may see, newest first.
 */
enum rc search_find(struct ctx *cx, const char *words,
	const struct entity *entity, size_t limit, struct hit **out,
	size_t *n) MUST_USE;

/*
 * Adds " AND t.id IN (...)" for a list that is also searched; RC_INVALID when
 * the text has no word.
 */
enum rc search_filter(struct ctx *cx, struct sql *q, const struct entity *e,
	const char *words, const char *t) MUST_USE;

/* The field that names a record to people, or NULL. */
const struct field *entity_title(const struct entity *e);

#endif
