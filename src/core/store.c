/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"

#include "base/text.h"

#include <string.h>

enum { IMPLIED = 9 };           /* columns before those of the list */

size_t
store_width(const struct entity *e)
{
	size_t n = IMPLIED;

	for (size_t i = 0; i < e->nfields; i++)
		n += e->fields[i].kind != KIND_refs;
	return n;
}

void
store_columns(struct sql *q, const struct entity *e, const char *t)
{
	sql_fmt(q, "%s.id, %s.rev, %s.code, %s.at, %s.at_kind, %s.created_at, "
	    "%s.created_by, %s.changed_at, %s.changed_by", t, t, t, t, t, t, t,
	    t, t);
	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].kind != KIND_refs)
			sql_fmt(q, ", %s.%s", t, e->fields[i].name);
}

void *
store_take(struct ctx *cx, const struct entity *e, const struct value *v)
{
	void *rec = record_new(cx->arena, e);
	struct record *r = rec;

	*r = (struct record){ v[0].i, v[1].i, v[2].s, v[3].i, v[4].i, v[5].i,
		v[6].i, v[7].i, v[8].i };
	v += IMPLIED;
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->kind == KIND_refs)
			continue;
		if (field_is_text(f))
			field_set_text(f, rec, v->s);
		else if (v->type == V_INT)
			field_set_int(f, rec, v->i);
		v++;
	}
	return rec;
}

/* --- links: the lists of references ------------------------------------------- */

static bool
links_query(struct ctx *cx, struct sql *q, const struct entity *e,
    const int64_t *id, size_t n)
{
	const char *glue = "";

	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->kind != KIND_refs)
			continue;
		sql_fmt(q, "%sSELECT id AS id, %zu AS field, position AS "
		    "position, target AS target FROM %s__%s WHERE id ", glue, i,
		    e->name, f->name);
		if (n == 1) {
			sql_str(q, "= ");
			sql_int(q, id[0]);
		} else {
			sql_in(cx, q, id, n);
		}
		glue = " UNION ALL ";
	}
	if (*glue)
		sql_str(q, " ORDER BY id, field, position");
	return *glue != '\0';
}

static void *
find_record(void **rec, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (((struct record *)rec[i])->id == id)
			return rec[i];
	return NULL;
}

/* Rows from here on with the same record and field. */
static size_t
run_length(const struct rows *r, size_t from)
{
	size_t k = from;

	while (k < r->nrows && rows_at(r, k, 0)->i == rows_at(r, from, 0)->i &&
	    rows_at(r, k, 1)->i == rows_at(r, from, 1)->i)
		k++;
	return k - from;
}

enum rc
store_links(struct ctx *cx, const struct entity *e, void **rec, size_t n)
{
	struct sql *q = sql_new(cx);
	int64_t *id = arena_alloc(cx->arena, (n + 1) * sizeof(*id)), *target;
	struct rows r;
	enum rc rc;

	for (size_t i = 0; i < n; i++)
		id[i] = ((struct record *)rec[i])->id;
	if (n == 0 || !links_query(cx, q, e, id, n))
		return RC_OK;
	rc = sql_query(cx, q, &r);
	if (rc)
		return rc;
	target = arena_alloc(cx->arena, (r.nrows + 1) * sizeof(*target));
	for (size_t i = 0, k; i < r.nrows; i += k) {
		void *to = find_record(rec, n, rows_at(&r, i, 0)->i);

		k = run_length(&r, i);
		for (size_t j = 0; j < k; j++)
			target[i + j] = rows_at(&r, i + j, 3)->i;
		if (to)
			field_set_refs(&e->fields[rows_at(&r, i, 1)->i], to,
			    (struct refs){ k, target + i });
	}
	return RC_OK;
}

/* --- reading -------------------------------------------------------------------- */

static enum rc
missing(struct ctx *cx, const struct entity *e)
{
	err_set(&cx->err, RC_MISSING, "there is no such %s, or you may not "
	    "see it", e->name);
	err_hint(&cx->err, "Look for it in the list of %s.", e->plural);
	return RC_MISSING;
}

static void
add_rights(struct ctx *cx, struct sql *q, const struct entity *e, unsigned ask)
{
	for (unsigned bit = UPDATE; bit <= EXPORT; bit <<= 1) {
		if (!(ask & bit))
			continue;
		sql_str(q, ", CASE WHEN ");
		access_scope(cx, q, e, bit, "t");
		sql_fmt(q, " THEN %u ELSE 0 END", bit);
	}
}

enum rc
store_get(struct ctx *cx, const struct entity *e, int64_t id, unsigned ask,
    bool lock, struct seen *out)
{
	struct sql *q = sql_new(cx);
	struct seen seen = { .may = READ };
	const struct record *r;
	struct rows rows;
	enum rc rc;

	sql_str(q, "SELECT ");
	store_columns(q, e, "t");
	add_rights(cx, q, e, ask);
	sql_fmt(q, " FROM %s t WHERE t.id = ", e->name);
	sql_int(q, id);
	sql_str(q, " AND ");
	access_scope(cx, q, e, READ, "t");
	if (lock && db_shared(cx->db))
		sql_str(q, " FOR UPDATE OF t");
	rc = sql_query(cx, q, &rows);
	if (rc)
		return rc;
	if (rows.nrows == 0)
		return missing(cx, e);
	seen.rec = store_take(cx, e, rows_at(&rows, 0, 0));
	for (size_t i = store_width(e); i < rows.ncols; i++)
		seen.may |= (unsigned)rows_at(&rows, 0, i)->i;
	rc = store_links(cx, e, &seen.rec, 1);
	if (rc)
		return rc;
	r = seen.rec;
	rc = access_roles(cx, e, r->at_kind, r->at, &seen.view.who);
	seen.view.extract = access_extract(e, seen.view.who);
	if (!rc)
		*out = seen;
	return rc;
}

enum rc
store_load(struct ctx *cx, const struct entity *e, int64_t id, void *out)
{
	struct seen seen;
	enum rc rc = store_get(cx, e, id, 0, false, &seen);

	if (!rc)
		*(void **)out = seen.rec;
	return rc;
}

enum rc
store_peek(struct ctx *cx, const struct entity *e, int64_t id, void *out)
{
	struct sql *q = sql_new(cx);
	struct rows rows;
	void *rec;
	enum rc rc;

	sql_str(q, "SELECT ");
	store_columns(q, e, "t");
	sql_fmt(q, " FROM %s t WHERE t.id = ", e->name);
	sql_int(q, id);
	rc = sql_query(cx, q, &rows);
	if (rc)
		return rc;
	if (rows.nrows == 0)
		return missing(cx, e);
	rec = store_take(cx, e, rows_at(&rows, 0, 0));
	rc = store_links(cx, e, &rec, 1);
	if (!rc)
		*(void **)out = rec;
	return rc;
}

enum rc
store_id(struct ctx *cx, const struct entity *e, const char *text, int64_t *id)
{
	struct rows r;
	enum rc rc;

	if (int_parse(text, 1, (int64_t)1 << 53, id))
		return RC_OK;
	if (text[0] == '@')
		rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT id FROM "
		    "alias WHERE name = $1 AND record = $2",
		    ARGS(TEXT(text + 1), TEXT(e->name)));
	else
		rc = db_query(cx->db, &cx->err, cx->arena, &r,
		    arena_fmt(cx->arena, "SELECT id FROM %s WHERE code = $1",
		    e->name), ARGS(TEXT(text)));
	if (rc)
		return rc;
	if (r.nrows == 0)
		return missing(cx, e);
	*id = rows_at(&r, 0, 0)->i;
	return RC_OK;
}

enum rc
store_of(struct ctx *cx, const struct entity *e, const char *field, int64_t id,
    struct list *out)
{
	const struct field *f = field_find(e, field);
	struct sql *q = sql_new(cx);
	struct list l = { 0 };
	struct rows rows;
	enum rc rc;

	assert(f || strcmp(field, "at") == 0);
	sql_str(q, "SELECT ");
	store_columns(q, e, "t");
	sql_fmt(q, " FROM %s t WHERE ", e->name);
	if (f && f->kind == KIND_refs)
		sql_fmt(q, "t.id IN (SELECT id FROM %s__%s WHERE target = ",
		    e->name, field);
	else
		sql_fmt(q, "t.%s = ", field);
	sql_int(q, id);
	sql_str(q, f && f->kind == KIND_refs ? ") ORDER BY t.id"
	    : " ORDER BY t.id");
	rc = sql_query(cx, q, &rows);
	if (rc)
		return rc;
	l.n = rows.nrows;
	l.rec = arena_alloc(cx->arena, (l.n + 1) * sizeof(*l.rec));
	for (size_t i = 0; i < l.n; i++)
		l.rec[i] = store_take(cx, e, rows_at(&rows, i, 0));
	rc = store_links(cx, e, l.rec, l.n);
	if (!rc)
		*out = l;
	return rc;
}
