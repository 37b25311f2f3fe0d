/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * access.h - who may see and do what.
 *
 * Roles are relative: a person leads one audit and is auditee of another.
 * Grants and team assignments are worked out into the table reach (person,
 * anchor, roles, from, until) in the transaction that changes them; a request
 * reads it, so a right that is taken away is gone at the next request on
 * every server.  What the tables of the model allow is turned into a
 * condition that the store adds to every statement that reads records.
 */
#ifndef ACCESS_H
#define ACCESS_H

#include "sql.h"

extern const char access_ddl[];

/* Fills in who_all and who_system for cx->person. */
enum rc access_load(struct ctx *cx) MUST_USE;

/*
 * The roles of the asking person at an anchor.  At a person or at the system
 * every role counts that he holds anywhere.  The system itself is SYS.
 */
enum rc access_roles(struct ctx *cx, const struct entity *e, int64_t at_kind,
	int64_t at, unsigned *who) MUST_USE;

/* The roles that have one of these rights on the record type. */
unsigned access_holders(const struct entity *e, unsigned may);

/*
 * Adds "(...)": true for the rows of e that the asking person may read,
 * update, step or export.  Columns are named t.column.
 */
void access_scope(struct ctx *cx, struct sql *q, const struct entity *e,
	unsigned may, const char *t);

/* Is it what somebody proposed for a team may touch before he is confirmed? */
bool access_candidate(const struct entity *e);

/* Does a reader with these roles see open fields only? */
bool access_extract(const struct entity *e, unsigned who);

/* After a change of a record that rights depend on: works them out anew. */
enum rc access_follow(struct ctx *cx, const struct entity *e, const void *rec)
	MUST_USE;
enum rc access_refresh(struct ctx *cx, int64_t person) MUST_USE;
/* Are they what they would be worked out to be? */
enum rc access_same(struct ctx *cx, int64_t person, bool *same) MUST_USE;

#endif
