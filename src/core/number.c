/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "number.h"

#include <stdlib.h>
#include <string.h>

enum { LEASED = 1000, CODES_SHARED = 10, KINDS = 160 };

const char number_ddl[] =
	"CREATE TABLE counter (\n\tname TEXT PRIMARY KEY,\n"
	"\tnext BIGINT NOT NULL\n);\n"
	"INSERT INTO counter (name, next) VALUES ('id', 1001);\n";

struct block {
	int64_t next, end;
	bool inside;            /* leased within the open unit of work */
};

struct codes { const struct entity *entity; int year; struct block b; };

struct numbers {
	struct block ids;
	struct codes codes[KINDS];
	size_t ncodes;
};

struct numbers *
numbers_new(void)
{
	return must_alloc(sizeof(struct numbers));
}

void
numbers_free(struct numbers *n)
{
	free(n);
}

static enum rc
lease(struct ctx *cx, const char *name, int64_t size, struct block *b)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "INSERT INTO counter (name, next) VALUES ($1, 1 + $2) "
	    "ON CONFLICT (name) DO UPDATE SET next = counter.next + $2 "
	    "RETURNING next", ARGS(TEXT(name), INT(size)));

	if (rc)
		return rc;
	b->end = rows_at(&r, 0, 0)->i;
	b->next = b->end - size;
	return RC_OK;
}

enum rc
numbers_ready(struct ctx *cx, size_t n)
{
	struct block *b = &cx->numbers->ids;
	int64_t want = (int64_t)n + 16;

	if (b->end - b->next >= want)
		return RC_OK;
	b->inside = false;
	return lease(cx, "id", want > LEASED ? want : LEASED, b);
}

static void
settle(struct block *b, bool done)
{
	if (b->inside && !done)
		*b = (struct block){ 0 };
	b->inside = false;
}

static void
settle_all(struct numbers *n, bool done)
{
	settle(&n->ids, done);
	for (size_t i = 0; i < n->ncodes; i++)
		settle(&n->codes[i].b, done);
}

void
numbers_undo(struct ctx *cx)
{
	settle_all(cx->numbers, false);
}

void
numbers_forget(struct ctx *cx)
{
	*cx->numbers = (struct numbers){ 0 };
}

void
numbers_keep(struct ctx *cx)
{
	settle_all(cx->numbers, true);
}

enum rc
number_id(struct ctx *cx, int64_t *id)
{
	struct block *b = &cx->numbers->ids;

	if (b->next >= b->end) {
		enum rc rc = lease(cx, "id", LEASED, b);

		if (rc)
			return rc;
		b->inside = true;
	}
	*id = b->next++;
	return RC_OK;
}

static struct block *
codes_of(struct numbers *n, const struct entity *e, int year)
{
	for (size_t i = 0; i < n->ncodes; i++) {
		struct codes *c = &n->codes[i];

		if (c->entity != e)
			continue;
		if (c->year != year)
			*c = (struct codes){ e, year, { 0 } };
		return &c->b;
	}
	assert(n->ncodes < KINDS);
	n->codes[n->ncodes] = (struct codes){ e, year, { 0 } };
	return &n->codes[n->ncodes++].b;
}

enum rc
number_code(struct ctx *cx, const struct entity *e, const char **code)
{
	int year, month, day;
	struct block *b;

	day_split(cx->today, &year, &month, &day);
	b = codes_of(cx->numbers, e, year);
	if (b->next >= b->end) {
		enum rc rc = lease(cx, arena_fmt(cx->arena, "%s-%02d",
		    e->prefix, year % 100), db_shared(cx->db) ? CODES_SHARED
		    : 1, b);

		if (rc)
			return rc;
		b->inside = true;
	}
	*code = arena_fmt(cx->arena, "%s-%02d-%03lld", e->prefix, year % 100,
	    (long long)b->next++);
	return RC_OK;
}
