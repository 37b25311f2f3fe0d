/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * schema.h - all tables of a store, as they are made on the first start.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "ctx.h"

enum { SCHEMA_VERSION = 1 };

/* The whole DDL, for the database and for the golden files. */
void schema_ddl(struct buf *out, enum dialect d);

/* Makes everything, or nothing. */
enum rc schema_create(struct ctx *cx) MUST_USE;

/*
 * From an older version, in one transaction, after a copy of the database
 * into dir/backup (SQLite).
 */
enum rc schema_migrate(struct ctx *cx, int64_t version, const char *dir)
	MUST_USE;
/* The same along other steps: step[v - 1] leads from v to v + 1. */
enum rc schema_walk(struct ctx *cx, const char *const *step, int64_t from,
	int64_t to, const char *dir) MUST_USE;

#endif
