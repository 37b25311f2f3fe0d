/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sql.h - SQL text and its arguments, grown together.
 */
#ifndef SQL_H
#define SQL_H

#include "ctx.h"

struct sql {
	struct buf b;
	struct value arg[DB_ARGS];
	size_t n;
};

struct sql *sql_new(struct ctx *cx);
void sql_str(struct sql *q, const char *s);
void sql_fmt(struct sql *q, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Adds an argument and writes its name ($3); equal ids and times share one. */
void sql_int(struct sql *q, int64_t v);
void sql_text(struct sql *q, const char *s);
/* "IN (...)" over ids, one argument however many there are. */
void sql_in(struct ctx *cx, struct sql *q, const int64_t *id, size_t n);

enum rc sql_query(struct ctx *cx, struct sql *q, struct rows *out) MUST_USE;
enum rc sql_run(struct ctx *cx, struct sql *q) MUST_USE;

#endif
