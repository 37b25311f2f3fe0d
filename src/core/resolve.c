/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* References in orders: ids, codes and names become ids. */
#include "pipeline.h"

#include "base/text.h"

#include <string.h>

/* "@3" or "@name" of an earlier order. */
static const struct done *
earlier(const struct unit *u, const char *name)
{
	int64_t k;

	if (!u)
		return NULL;
	if (int_parse(name, 1, (int64_t)u->at, &k))
		return &u->done[k - 1];
	for (size_t i = u->at; i-- > 0;)
		if (u->order[i].name && strcmp(u->order[i].name, name) == 0)
			return &u->done[i];
	return NULL;
}

enum rc
resolve_name(struct ctx *cx, const struct unit *u, const struct entity *e,
    const char *text, int64_t *id)
{
	const struct done *d = text[0] == '@' ? earlier(u, text + 1) : NULL;

	if (!d)
		return store_id(cx, e, text, id);
	if (d->entity != e)
		return err_set(&cx->err, RC_INVALID, "\"%.60s\" is %s %s, "
		    "not %s %s", text, article(d->entity->name),
		    d->entity->name, article(e->name), e->name);
	*id = d->id;
	return RC_OK;
}

/* A record that the actor does not see cannot be referred to. */
static enum rc
must_see(struct ctx *cx, const struct entity *e, int64_t id)
{
	struct sql *q = sql_new(cx);
	struct rows r;
	enum rc rc;

	sql_fmt(q, "SELECT t.id FROM %s t WHERE t.id = ", e->name);
	sql_int(q, id);
	sql_str(q, " AND ");
	access_scope(cx, q, e, READ, "t");
	rc = sql_query(cx, q, &r);
	if (!rc && !r.nrows)
		rc = err_set(&cx->err, RC_MISSING, "not there");
	return rc;
}

static enum rc
resolve_pair(struct ctx *cx, const struct unit *u, const struct field *f,
    struct pair *p)
{
	const struct entity *e = f->ref;
	bool made = u && p->value[0] == '@' && earlier(u, p->value + 1);
	int64_t id = 0;
	enum rc rc = resolve_name(cx, u, e, p->value, &id);

	if (!rc && !made)
		rc = must_see(cx, e, id);
	if (rc == RC_MISSING || rc == RC_INVALID) {
		err_field(&cx->err, f->name, "%s: there is no %s \"%.60s\"",
		    f->label, e->name, p->value);
		err_hint(&cx->err, "Give the id or the code of %s %s that "
		    "you may see.", article(e->name), e->name);
		return RC_INVALID;
	}
	if (!rc)
		p->value = arena_fmt(cx->arena, "%lld", (long long)id);
	return rc;
}

enum rc
resolve_pairs(struct ctx *cx, const struct unit *u, const struct entity *e,
    const struct order *o, struct pair **out)
{
	struct pair *p = arena_alloc(cx->arena, (o->n + 1) * sizeof(*p));

	for (size_t i = 0; i < o->n; i++) {
		const struct field *f = field_find(e, o->in[i].name);
		enum rc rc = RC_OK;

		p[i] = o->in[i];
		/* Effects pass on texts of records that are not set. */
		if (!p[i].value)
			p[i].value = "";
		if (f && f->ref && *p[i].value)
			rc = resolve_pair(cx, u, f, &p[i]);
		if (rc)
			return rc;
	}
	*out = p;
	return RC_OK;
}
