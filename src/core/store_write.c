/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of records and their links, written. */
#include "store.h"

#include "base/text.h"

static struct value
column_value(const struct field *f, const void *rec)
{
	int64_t v;

	if (field_is_text(f))
		return *field_text(f, rec) ? TEXT(field_text(f, rec)) : NONE;
	v = field_int(f, rec);
	if (field_has_null(f))
		return v == UNSET ? NONE : INT(v);
	return f->ref && !v ? NONE : INT(v);
}

static void
add_value(struct sql *q, struct value v)
{
	if (v.type == V_INT)
		sql_int(q, v.i);
	else
		sql_text(q, v.type == V_TEXT ? v.s : NULL);
}

/* The form that text is sorted by. */
static bool
has_key(const struct field *f)
{
	return f->flags & SORT && field_is_text(f);
}

static const char *
key_of(struct ctx *cx, const struct field *f, const void *rec)
{
	return text_fold(cx->arena, field_text(f, rec));
}

static enum rc
write_links(struct ctx *cx, const struct entity *e, const struct field *f,
    const void *rec)
{
	const struct record *r = rec;
	struct refs refs = field_refs(f, rec);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < refs.n && !rc; i++)
		rc = db_run(cx->db, &cx->err, arena_fmt(cx->arena,
		    "INSERT INTO %s__%s (id, position, target) "
		    "VALUES ($1, $2, $3)", e->name, f->name),
		    ARGS(INT(r->id), INT((int64_t)i + 1), INT(refs.id[i])));
	return rc;
}

static enum rc
drop_links(struct ctx *cx, const struct entity *e, const struct field *f,
    int64_t id)
{
	return db_run(cx->db, &cx->err, arena_fmt(cx->arena,
	    "DELETE FROM %s__%s WHERE id = $1", e->name, f->name),
	    ARGS(INT(id)));
}

static void
add_column(struct sql *names, struct sql *q, const char *name, struct value v)
{
	sql_fmt(names, "%s%s", q->n ? ", " : "", name);
	q->arg[q->n++] = v;
	sql_fmt(q, "%s$%zu", q->n > 1 ? ", " : "", q->n);
}

static void
add_fields(struct ctx *cx, struct sql *names, struct sql *q,
    const struct entity *e, const void *rec)
{
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->kind == KIND_refs)
			continue;
		add_column(names, q, f->name, column_value(f, rec));
		if (has_key(f))
			add_column(names, q, arena_fmt(cx->arena, "%s_key",
			    f->name), TEXT(key_of(cx, f, rec)));
	}
}

enum rc
store_insert(struct ctx *cx, const struct entity *e, void *rec)
{
	struct sql *names = sql_new(cx), *q = sql_new(cx);
	struct record *r = rec;
	enum rc rc;

	r->rev = 1;
	add_column(names, q, "id", INT(r->id));
	add_column(names, q, "rev", INT(r->rev));
	add_column(names, q, "code", TEXT(r->code));
	add_column(names, q, "at", INT(r->at));
	add_column(names, q, "at_kind", INT(r->at_kind));
	add_column(names, q, "created_at", INT(r->created_at));
	add_column(names, q, "created_by", INT(r->created_by));
	add_column(names, q, "changed_at", INT(r->changed_at));
	add_column(names, q, "changed_by", INT(r->changed_by));
	add_fields(cx, names, q, e, rec);
	rc = db_run(cx->db, &cx->err, arena_fmt(cx->arena,
	    "INSERT INTO %s (%s) VALUES (%s)", e->name, names->b.s, q->b.s),
	    q->arg, q->n);
	for (size_t i = 0; i < e->nfields && !rc; i++)
		if (e->fields[i].kind == KIND_refs)
			rc = write_links(cx, e, &e->fields[i], rec);
	return rc;
}

static void
set_columns(struct ctx *cx, struct sql *q, const struct entity *e,
    const void *before, const void *rec)
{
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->kind == KIND_refs || field_same(f, before, rec))
			continue;
		sql_fmt(q, ", %s = ", f->name);
		add_value(q, column_value(f, rec));
		if (has_key(f)) {
			sql_fmt(q, ", %s_key = ", f->name);
			sql_text(q, key_of(cx, f, rec));
		}
	}
}

/* The row is locked and its revision checked: command.c loaded it. */
enum rc
store_update(struct ctx *cx, const struct entity *e, const void *before,
    void *rec)
{
	struct sql *q = sql_new(cx);
	struct record *r = rec;
	enum rc rc;

	r->rev++;
	sql_fmt(q, "UPDATE %s SET rev = ", e->name);
	sql_int(q, r->rev);
	sql_str(q, ", at = ");
	sql_int(q, r->at);
	sql_str(q, ", at_kind = ");
	sql_int(q, r->at_kind);
	sql_str(q, ", changed_at = ");
	sql_int(q, r->changed_at);
	sql_str(q, ", changed_by = ");
	sql_int(q, r->changed_by);
	set_columns(cx, q, e, before, rec);
	sql_str(q, " WHERE id = ");
	sql_int(q, r->id);
	rc = sql_run(cx, q);
	for (size_t i = 0; i < e->nfields && !rc; i++) {
		const struct field *f = &e->fields[i];

		if (f->kind != KIND_refs || field_same(f, before, rec))
			continue;
		rc = drop_links(cx, e, f, r->id);
		if (!rc)
			rc = write_links(cx, e, f, rec);
	}
	return rc;
}

enum rc
store_delete(struct ctx *cx, const struct entity *e, int64_t id)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < e->nfields && !rc; i++)
		if (e->fields[i].kind == KIND_refs)
			rc = drop_links(cx, e, &e->fields[i], id);
	if (!rc)
		rc = db_run(cx->db, &cx->err, arena_fmt(cx->arena,
		    "DELETE FROM %s WHERE id = $1", e->name), ARGS(INT(id)));
	return rc;
}
