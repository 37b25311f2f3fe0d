/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sql.h"

#include <stdio.h>

struct sql *
sql_new(struct ctx *cx)
{
	struct sql *q = arena_alloc(cx->arena, sizeof(*q));

	q->b.arena = cx->arena;
	return q;
}

void
sql_str(struct sql *q, const char *s)
{
	buf_str(&q->b, s);
}

void
sql_fmt(struct sql *q, const char *fmt, ...)
{
	char tmp[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(tmp, sizeof(tmp), fmt, ap);
	va_end(ap);
	assert(n >= 0 && (size_t)n < sizeof(tmp));
	buf_add(&q->b, tmp, (size_t)n);
}

static void
add(struct sql *q, struct value v)
{
	assert(q->n < DB_ARGS);
	q->arg[q->n++] = v;
	buf_fmt(&q->b, "$%zu", q->n);
}

void
sql_int(struct sql *q, int64_t v)
{
	for (size_t i = 0; i < q->n; i++)
		if (v > 1000 && q->arg[i].type == V_INT && q->arg[i].i == v) {
			buf_fmt(&q->b, "$%zu", i + 1);
			return;
		}
	add(q, INT(v));
}

void
sql_text(struct sql *q, const char *s)
{
	add(q, db_text(s));
}

void
sql_in(struct ctx *cx, struct sql *q, const int64_t *id, size_t n)
{
	bool pg = db_dialect(cx->db) == POSTGRES;
	struct buf list = { .arena = cx->arena };

	buf_char(&list, pg ? '{' : '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(&list, ',');
		buf_int(&list, id[i]);
	}
	buf_char(&list, pg ? '}' : ']');
	sql_str(q, pg ? "= ANY (CAST(" : "IN (SELECT value FROM json_each(");
	sql_text(q, list.s);
	sql_str(q, pg ? " AS bigint[]))" : "))");
}

enum rc
sql_query(struct ctx *cx, struct sql *q, struct rows *out)
{
	return db_query(cx->db, &cx->err, cx->arena, out, q->b.s, q->arg, q->n);
}

enum rc
sql_run(struct ctx *cx, struct sql *q)
{
	return db_run(cx->db, &cx->err, q->b.s, q->arg, q->n);
}
