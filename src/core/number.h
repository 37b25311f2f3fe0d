/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * number.h - ids and running numbers, leased in blocks.
 *
 * Ids are unique over all record types and all servers of a database; codes
 * are PREFIX-YY-NNN.  On SQLite codes follow one another without a gap; on
 * PostgreSQL each connection leases a few, so that two people who write at
 * once do not wait for each other's flush.
 */
#ifndef NUMBER_H
#define NUMBER_H

#include "ctx.h"

extern const char number_ddl[];

struct numbers *numbers_new(void);
void numbers_free(struct numbers *n);

/*
 * Before the unit of work begins: inside it a rollback would give the block
 * back while we go on handing it out.  n: ids that will surely be needed.
 */
enum rc numbers_ready(struct ctx *cx, size_t n) MUST_USE;

/* After a rollback: forgets what was leased inside. */
void numbers_undo(struct ctx *cx);
/* After a batch was lost: forgets every block. */
void numbers_forget(struct ctx *cx);
/* After a commit: what was leased inside is ours. */
void numbers_keep(struct ctx *cx);

enum rc number_id(struct ctx *cx, int64_t *id) MUST_USE;
enum rc number_code(struct ctx *cx, const struct entity *e, const char **code)
	MUST_USE;

#endif
