/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * store.h - records in and out of the database, by walking the model.
 *
 * Whatever is read here carries the reader's scope: a record that the actor
 * may not see does not exist for him, with the same words and the same work.
 */
#ifndef STORE_H
#define STORE_H

#include "access.h"

/* A record as somebody may see it. */
struct seen {
	void *rec;              /* struct of its entity */
	struct view_of view;    /* the actor's roles at it */
	unsigned may;           /* rights asked for that hold at this record */
};

/* How a record is named: its id, or its code, or an alias "@name". */
struct name { int64_t id; const char *text; };

/*
 * ask: rights to be judged besides READ; the answer is in out->may.  lock:
 * nobody else changes it until the transaction ends.
 */
enum rc store_get(struct ctx *cx, const struct entity *e, int64_t id,
	unsigned ask, bool lock, struct seen *out) MUST_USE;

/* The record alone, within the scope. */
enum rc store_load(struct ctx *cx, const struct entity *e, int64_t id,
	void *out_rec) MUST_USE;

/*
 * Without any scope, for rules that judge what the actor need not see.
 * RC_MISSING when there is none.
 */
enum rc store_peek(struct ctx *cx, const struct entity *e, int64_t id,
	void *out_rec) MUST_USE;

/* The id that a text names: digits, a code of this type, or "@alias". */
enum rc store_id(struct ctx *cx, const struct entity *e, const char *text,
	int64_t *id) MUST_USE;

/* Rows of a select list made by store_columns into records, with links. */
void store_columns(struct sql *q, const struct entity *e, const char *t);
void *store_take(struct ctx *cx, const struct entity *e,
	const struct value *row);
enum rc store_links(struct ctx *cx, const struct entity *e, void **rec,
	size_t n) MUST_USE;

/* The number of columns that store_columns makes. */
size_t store_width(const struct entity *e);

/* Only for the pipeline of command.c. */
enum rc store_insert(struct ctx *cx, const struct entity *e, void *rec)
	MUST_USE;
enum rc store_update(struct ctx *cx, const struct entity *e,
	const void *before, void *rec) MUST_USE;
enum rc store_delete(struct ctx *cx, const struct entity *e, int64_t id)
	MUST_USE;

/*
 * Records of e whose reference field (or link) names id, without scope: for
 * rules and effects.  field "at" means the anchor.  In order of id.
 */
struct list { void **rec; size_t n; };
enum rc store_of(struct ctx *cx, const struct entity *e, const char *field,
	int64_t id, struct list *out) MUST_USE;

#endif
