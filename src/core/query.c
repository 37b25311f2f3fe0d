/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "query.h"

#include "base/text.h"
#include "search.h"

#include <stdlib.h>
#include <string.h>

/* --- filters -------------------------------------------------------------------- */

enum how { EQUAL, NOT, FROM, TO };

static enum rc
unknown_filter(struct ctx *cx, const struct entity *e, const char *name)
{
	err_field(&cx->err, arena_str(cx->arena, name),
	    "a list of %s has no filter \"%.60s\"", e->name, name);
	err_hint(&cx->err, "Filters are the fields of the record, also with "
	    ".from, .to and .not, and q, at, code.");
	return RC_INVALID;
}

static const struct field *
filter_field(struct ctx *cx, const struct entity *e, const char *name,
    enum how *how)
{
	static const char *const ends[] = { [NOT] = ".not", [FROM] = ".from",
		[TO] = ".to" };
	size_t n = strlen(name);

	*how = EQUAL;
	for (enum how h = NOT; h <= TO; h++)
		if (str_ends(name, ends[h])) {
			*how = h;
			n -= strlen(ends[h]);
		}
	return field_find(e, arena_dup(cx->arena, name, n));
}

static enum rc
filter_value(struct ctx *cx, const struct field *f, const char *s, int64_t *v)
{
	if (f->ref && !int_parse(s, 0, INT64_MAX, v))
		return store_id(cx, f->ref, s, v);
	if (f->ref)
		return RC_OK;
	return field_parse(&cx->err, cx->arena, f, s, v);
}

static void
compare(struct sql *q, const struct entity *e, const struct field *f,
    enum how how, int64_t v)
{
	static const char *const ops[] = { [EQUAL] = "= ", [NOT] = "<> ",
		[FROM] = ">= ", [TO] = "<= " };

	if (f->kind == KIND_refs) {
		sql_fmt(q, "t.id %sIN (SELECT id FROM %s__%s WHERE target = ",
		    how == NOT ? "NOT " : "", e->name, f->name);
		sql_int(q, v);
		sql_str(q, ")");
	} else if (f->kind == KIND_set) {
		sql_fmt(q, "(t.%s & ", f->name);
		sql_int(q, v);
		sql_fmt(q, ") %s 0", how == NOT ? "=" : "<>");
	} else {
		/* A day that is not set lies before no other. */
		if (how == TO && !field_has_null(f))
			sql_fmt(q, "t.%s <> 0 AND ", f->name);
		sql_fmt(q, "t.%s %s", f->name, ops[how]);
		sql_int(q, v);
	}
}

static enum rc
add_field(struct ctx *cx, struct sql *q, const struct query *in, size_t k)
{
	const struct entity *e = in->entity;
	const char *name = in->filter[k].name, *glue = "";
	enum how how;
	const struct field *f = filter_field(cx, e, name, &how);
	int64_t v;

	if (!f || f->read || (field_is_text(f) && how != EQUAL))
		return unknown_filter(cx, e, name);
	for (size_t i = 0; i < k; i++)
		if (str_eq(in->filter[i].name, name))
			return RC_OK;   /* taken together with the first */
	sql_str(q, " AND (");
	for (size_t i = k; i < in->nfilters; i++) {
		if (!str_eq(in->filter[i].name, name))
			continue;
		sql_str(q, glue);
		if (field_is_text(f)) {
			sql_fmt(q, "t.%s = ", f->name);
			sql_text(q, in->filter[i].value);
		} else {
			enum rc rc = filter_value(cx, f, in->filter[i].value,
			    &v);

			if (rc)
				return rc;
			compare(q, e, f, how, v);
		}
		glue = how == NOT ? " AND " : " OR ";
	}
	sql_str(q, ")");
	return RC_OK;
}

static enum rc
add_filter(struct ctx *cx, struct sql *q, const struct query *in, size_t k)
{
	const struct pair *p = &in->filter[k];
	int64_t at;

	if (str_eq(p->name, "q"))
		return *p->value ? search_filter(cx, q, in->entity, p->value,
		    "t") : RC_OK;
	if (str_eq(p->name, "code")) {
		sql_str(q, " AND t.code = ");
		sql_text(q, p->value);
		return RC_OK;
	}
	if (str_eq(p->name, "at")) {
		if (!int_parse(p->value, 1, (int64_t)1 << 53, &at))
			return err_field(&cx->err, "at", "not the id of a "
			    "record: \"%.40s\"", p->value);
		sql_str(q, " AND t.at = ");
		sql_int(q, at);
		return RC_OK;
	}
	if (!*p->value)
		return filter_field(cx, in->entity, p->name,
		    &(enum how){ EQUAL }) ? RC_OK
		    : unknown_filter(cx, in->entity, p->name);
	return add_field(cx, q, in, k);
}

static enum rc
add_where(struct ctx *cx, struct sql *q, const struct query *in)
{
	enum rc rc = RC_OK;

	sql_fmt(q, " FROM %s t WHERE ", in->entity->name);
	access_scope(cx, q, in->entity, READ, "t");
	for (size_t k = 0; k < in->nfilters && !rc; k++)
		rc = add_filter(cx, q, in, k);
	return rc;
}

/* --- order and cursor -------------------------------------------------------------- */

struct order_by {
	const struct field *field;      /* NULL: by id */
	bool down;
	const char *column;             /* "title_key" */
};

bool
query_sorts(const struct entity *e, const char *name)
{
	const struct field *f = field_find(e, name);

	return str_eq(name, "id") || (f && f->flags & SORT);
}

static enum rc
parse_order(struct ctx *cx, const struct query *in, struct order_by *o)
{
	const char *name = in->sort && *in->sort ? in->sort : "-id";

	*o = (struct order_by){ .down = *name == '-', .column = "id" };
	name += o->down;
	if (!query_sorts(in->entity, name)) {
		err_field(&cx->err, "sort", "a list of %s cannot be sorted by "
		    "\"%.60s\"", in->entity->name, name);
		err_hint(&cx->err, "Sort by a field that the schema marks so.");
		return RC_INVALID;
	}
	if (str_eq(name, "id"))
		return RC_OK;
	o->field = field_find(in->entity, name);
	o->column = field_is_text(o->field)
	    ? arena_fmt(cx->arena, "%s_key", name) : name;
	return RC_OK;
}

static enum rc
bad_cursor(struct ctx *cx)
{
	err_field(&cx->err, "cursor", "this cursor does not fit this list");
	err_hint(&cx->err, "Begin again without a cursor.");
	return RC_INVALID;
}

/* Hexadecimal digits of a text, so that a cursor is one word. */
static const char *
to_hex(struct arena *a, const char *s)
{
	struct buf b = { .arena = a };

	for (; *s; s++)
		buf_fmt(&b, "%02x", (unsigned)(unsigned char)*s);
	return buf_text(&b);
}

static const char *
from_hex(struct arena *a, const char *s, size_t n)
{
	char *out = arena_alloc(a, n / 2 + 1);

	for (size_t i = 0; i + 1 < n; i += 2) {
		char two[3] = { s[i], s[i + 1], '\0' };

		out[i / 2] = (char)strtol(two, NULL, 16);
	}
	return out;
}

static const char *
cursor_of(struct ctx *cx, const struct order_by *o, const void *rec)
{
	const struct record *r = rec;

	if (!o->field)
		return arena_fmt(cx->arena, "i.%lld", (long long)r->id);
	if (field_is_text(o->field))
		return arena_fmt(cx->arena, "t%s.%lld", to_hex(cx->arena,
		    text_fold(cx->arena, field_text(o->field, rec))),
		    (long long)r->id);
	return arena_fmt(cx->arena, "n%lld.%lld",
	    (long long)field_int(o->field, rec), (long long)r->id);
}

/* Of the columns that sort only numbers can be NULL: those come first. */
static void
add_sort_column(struct sql *q, const struct order_by *o)
{
	if (o->field && !field_is_text(o->field) && field_has_null(o->field))
		sql_fmt(q, "COALESCE(t.%s, %lld)", o->column,
		    (long long)INT64_MIN + 1);
	else
		sql_fmt(q, "t.%s", o->column);
}

static enum rc
add_cursor(struct ctx *cx, struct sql *q, const struct query *in,
    const struct order_by *o)
{
	const char *c = in->cursor, *dot, *op = o->down ? "<" : ">";
	int64_t id, v;

	if (!c || !*c)
		return RC_OK;
	dot = strrchr(c, '.');
	if (!dot || !int_parse(dot + 1, 1, INT64_MAX, &id) ||
	    *c != (!o->field ? 'i' : field_is_text(o->field) ? 't' : 'n'))
		return bad_cursor(cx);
	if (!o->field) {
		sql_fmt(q, " AND t.id %s ", op);
		sql_int(q, id);
		return RC_OK;
	}
	sql_str(q, " AND (");
	add_sort_column(q, o);
	sql_str(q, ", t.id) ");
	sql_fmt(q, "%s (", op);
	if (*c == 't')
		sql_text(q, from_hex(cx->arena, c + 1, (size_t)(dot - c - 1)));
	else if (int_parse(arena_dup(cx->arena, c + 1, (size_t)(dot - c - 1)),
	    INT64_MIN, INT64_MAX, &v))
		sql_int(q, v);
	else
		return bad_cursor(cx);
	sql_str(q, ", ");
	sql_int(q, id);
	sql_str(q, ")");
	return RC_OK;
}

static void
add_order(struct sql *q, const struct order_by *o)
{
	const char *way = o->down ? " DESC" : "";

	sql_str(q, " ORDER BY ");
	if (o->field) {
		add_sort_column(q, o);
		sql_fmt(q, "%s, ", way);
	}
	sql_fmt(q, "t.id%s", way);
}

/* --- running ------------------------------------------------------------------------- */

/* Roles are the same for all records of one anchor. */
static enum rc
take_views(struct ctx *cx, const struct entity *e, struct page *p)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < p->n && !rc; i++) {
		const struct record *r = p->rec[i];
		size_t k = 0;

		while (k < i && ((struct record *)p->rec[k])->at != r->at)
			k++;
		if (k < i) {
			p->view[i] = p->view[k];
			continue;
		}
		rc = access_roles(cx, e, r->at_kind, r->at, &p->view[i].who);
		p->view[i].extract = access_extract(e, p->view[i].who);
	}
	return rc;
}

static enum rc
take_page(struct ctx *cx, const struct query *in, const struct rows *r,
    size_t limit, const struct order_by *o, struct page *out)
{
	struct page p = { .n = r->nrows < limit ? r->nrows : limit };
	enum rc rc;

	p.rec = arena_alloc(cx->arena, (p.n + 1) * sizeof(*p.rec));
	p.view = arena_alloc(cx->arena, (p.n + 1) * sizeof(*p.view));
	for (size_t i = 0; i < p.n; i++)
		p.rec[i] = store_take(cx, in->entity, rows_at(r, i, 0));
	if (r->nrows > limit)
		p.next = cursor_of(cx, o, p.rec[p.n - 1]);
	rc = in->links ? store_links(cx, in->entity, p.rec, p.n) : RC_OK;
	if (!rc)
		rc = take_views(cx, in->entity, &p);
	if (!rc)
		*out = p;
	return rc;
}

enum rc
query_run(struct ctx *cx, const struct query *in, struct page *out)
{
	struct sql *q = sql_new(cx);
	size_t limit = in->limit ? in->limit : QUERY_PAGE;
	struct order_by o;
	struct rows r;
	enum rc rc = parse_order(cx, in, &o);

	if (limit > QUERY_MOST)
		limit = QUERY_MOST;
	if (rc)
		return rc;
	sql_str(q, "SELECT ");
	store_columns(q, in->entity, "t");
	rc = add_where(cx, q, in);
	if (!rc)
		rc = add_cursor(cx, q, in, &o);
	if (rc)
		return rc;
	add_order(q, &o);
	sql_fmt(q, " LIMIT %zu", limit + 1);
	rc = sql_query(cx, q, &r);
	return rc ? rc : take_page(cx, in, &r, limit, &o, out);
}

enum rc
query_count(struct ctx *cx, const struct query *in, int64_t *n)
{
	struct sql *q = sql_new(cx);
	struct rows r;
	enum rc rc;

	sql_str(q, "SELECT count(*) FROM (SELECT 1");
	rc = add_where(cx, q, in);
	sql_fmt(q, " LIMIT %d) x", QUERY_COUNT);
	if (!rc)
		rc = sql_query(cx, q, &r);
	if (!rc)
		*n = rows_at(&r, 0, 0)->i;
	return rc;
}

enum rc
query_group(struct ctx *cx, const struct query *in, const char *field,
    struct group **out, size_t *n)
{
	struct sql *q = sql_new(cx);
	struct group *g;
	struct rows r;
	enum rc rc;

	assert(field_find(in->entity, field));
	sql_fmt(q, "SELECT t.%s, count(*)", field);
	rc = add_where(cx, q, in);
	sql_fmt(q, " GROUP BY t.%s ORDER BY t.%s LIMIT %d", field, field,
	    QUERY_MOST);
	if (!rc)
		rc = sql_query(cx, q, &r);
	if (rc)
		return rc;
	g = arena_alloc(cx->arena, (r.nrows + 1) * sizeof(*g));
	for (size_t i = 0; i < r.nrows; i++)
		g[i] = (struct group){ rows_at(&r, i, 0)->i,
		    rows_at(&r, i, 1)->i };
	*out = g;
	*n = r.nrows;
	return RC_OK;
}

enum rc
query_captions(struct ctx *cx, const struct entity *e, const int64_t *id,
    size_t n, struct caption *out)
{
	const struct field *title = entity_title(e);
	struct sql *q = sql_new(cx);
	struct rows r;
	enum rc rc;

	for (size_t i = 0; i < n; i++)
		out[i] = (struct caption){ .id = id[i] };
	if (!n)
		return RC_OK;
	sql_fmt(q, "SELECT t.id, t.code, %s%s FROM %s t WHERE t.id ",
	    title ? "t." : "", title ? title->name : "NULL", e->name);
	sql_in(cx, q, id, n);
	sql_str(q, " AND ");
	access_scope(cx, q, e, READ, "t");
	rc = sql_query(cx, q, &r);
	for (size_t i = 0; !rc && i < r.nrows; i++)
		for (size_t k = 0; k < n; k++)
			if (out[k].id == rows_at(&r, i, 0)->i) {
				out[k].code = rows_at(&r, i, 1)->s;
				out[k].title = title
				    ? rows_at(&r, i, 2)->s : NULL;
			}
	return rc;
}
