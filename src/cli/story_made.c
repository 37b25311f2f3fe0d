/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* story_made.c - was it made already, as an effect of the lines before? */
#include "story_parts.h"

#include "base/text.h"
#include "core/query.h"

#include <string.h>

static bool
fits(const struct entity *e, const void *rec, const struct pair *in, size_t n,
    struct ctx *cx)
{
	for (size_t i = 0; i < n; i++) {
		const struct field *f = field_find(e, in[i].name);

		if (!f || (f->kind != KIND_ref && f->kind != KIND_pick &&
		    f->kind != KIND_int))
			continue;
		if ((f->flags & FIXED || f->kind == KIND_ref) &&
		    !field_empty(f, rec) &&
		    !str_eq(field_show(cx->arena, f, rec), in[i].value))
			return false;
	}
	return true;
}

static enum rc
find_made(struct story *s, const struct entity *e, const struct pair *in,
    size_t n, int64_t *id)
{
	struct ctx *cx = s->cx;
	struct sql *q = sql_new(cx);
	struct rows r;
	enum rc rc;

	*id = 0;
	sql_str(q, "SELECT ");
	store_columns(q, e, "t");
	sql_fmt(q, " FROM %s t WHERE t.created_by = 0 AND t.created_at = ",
	    e->name);
	sql_int(q, cx->now);
	sql_str(q, " ORDER BY t.id");
	rc = sql_query(cx, q, &r);
	for (size_t i = 0; !rc && i < r.nrows && !*id; i++) {
		const struct record *rec = store_take(cx, e,
		    rows_at(&r, i, 0));

		if (fits(e, rec, in, n, cx) && !known_claimed(s, e, rec->id))
			*id = rec->id;
	}
	return rc;
}

/* Does the program go on from one state to the other by itself? */
static bool
goes_on(const struct machine *m, int64_t from, int64_t to, int depth)
{
	if (from == to)
		return true;
	for (size_t i = 0; depth && i < m->nsteps; i++)
		if (m->steps[i].from == from && m->steps[i].who == SYS &&
		    goes_on(m, m->steps[i].to, to, depth - 1))
			return true;
	return false;
}

enum rc
story_made(struct story *s, const struct entity *e, const struct line *l,
    const struct pair *in, size_t n, bool *done)
{
	const char *verb = strchr(l->command, '.') + 1;
	const struct known *k = l->on ? known_find(s, l->on) : NULL;
	const struct step *step;
	int64_t id;
	void *rec;
	enum rc rc;

	*done = false;
	if (str_eq(verb, "create")) {
		rc = find_made(s, e, in, n, &id);
		if (rc || !id)
			return rc;
		if (l->ref)
			known_add(s, l->ref, e, id);
		*done = true;
		return RC_OK;
	}
	if (!k || !e->machine || str_eq(verb, "update"))
		return RC_OK;
	rc = store_peek(s->cx, e, k->id, &rec);
	if (rc)
		return rc;
	step = machine_step(e->machine, record_state(e, rec), verb);
	for (size_t i = 0; i < e->machine->nsteps && !step; i++)
		*done |= str_eq(e->machine->steps[i].verb, verb) &&
		    goes_on(e->machine, e->machine->steps[i].to,
		    record_state(e, rec), 3);
	return RC_OK;
}
