/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* verify_rows.c - rows of records, held against what their entries give. */
#include "verify_own.h"

#include "base/text.h"
#include "model/evidence.h"
#include "pipeline.h"
#include "search.h"
#include "sql.h"

#include <string.h>

static size_t
number_of(const struct entity *e)
{
	size_t i = 0;

	while (model[i] != e)
		i++;
	return i;
}

static bool
has_key(const struct field *f)
{
	return f->flags & SORT && field_is_text(f);
}

/* --- one row -------------------------------------------------------------------- */

static void
differs(struct verifier *v, const struct replay *r, const char *what)
{
	verify_fault(v, r->entity->name, r->id, r->audit, "%.60s is not what "
	    "the journal says", what);
}

static void
check_head(struct verifier *v, const struct replay *r,
    const struct record *rec)
{
	int64_t audit = rec->at_kind == ANCHOR_AUDIT ? rec->at : 0;

	if (rec->rev != r->rev)
		differs(v, r, "rev");
	if (!str_eq(rec->code, r->code))
		differs(v, r, "code");
	if (rec->created_at != r->created_at ||
	    rec->created_by != r->created_by)
		differs(v, r, "when or by whom it was created");
	if (rec->changed_at != r->changed_at ||
	    rec->changed_by != r->changed_by)
		differs(v, r, "when or by whom it was changed");
	if (audit != r->audit)
		differs(v, r, "the audit that it belongs to");
}

static enum rc
check_place(struct verifier *v, const struct replay *r, void *rec)
{
	struct record was = *(struct record *)rec, *now = rec;
	enum rc rc = anchor_find(&v->cx, r->entity, rec);

	if (!rc && (now->at != was.at || now->at_kind != was.at_kind))
		verify_fault(v, r->entity->name, r->id, r->audit, "it does "
		    "not belong where its references say");
	return rc;
}

static void
check_fields(struct verifier *v, const struct replay *r, const void *rec,
    const struct value *key)
{
	const struct entity *e = r->entity;
	const void *new = record_new(v->cx.arena, e);

	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];
		const char *want = r->value[i] ? r->value[i]
		    : field_show(v->cx.arena, f, new);

		if (!str_eq(want, field_show(v->cx.arena, f, rec)))
			differs(v, r, f->name);
		if (has_key(f) && !str_eq(verify_word(key++),
		    text_fold(v->cx.arena, field_text(f, rec))))
			verify_fault(v, e->name, r->id, r->audit, "it is "
			    "sorted by another %.60s than it has", f->name);
	}
}

/* The entry that brought a file in names its bytes. */
static void
check_blob(struct verifier *v, const struct replay *r, const void *rec)
{
	const struct stored_file *f = rec;

	if (r->entity == &stored_file_entity && !str_eq(f->sha256, r->blob))
		differs(v, r, "the fingerprint of the file");
}

static enum rc
check_row(struct verifier *v, const struct replay *r, void *rec,
    const struct value *key)
{
	bool same = true;
	enum rc rc;

	v->n.rows++;
	if (r->gone) {
		verify_fault(v, r->entity->name, r->id, r->audit,
		    "it was discarded, and is there again");
		return RC_OK;
	}
	check_head(v, r, rec);
	check_fields(v, r, rec, key);
	check_blob(v, r, rec);
	rc = check_place(v, r, rec);
	if (!rc)
		rc = search_same(&v->cx, r->entity, rec, &same);
	if (!rc && !same)
		verify_fault(v, r->entity->name, r->id, r->audit,
		    "the search finds it by other words");
	return rc;
}

/* --- a batch ----------------------------------------------------------------------- */

struct batch {
	const struct entity *entity;
	struct replay *replay[REPLAYS];
	size_t n;
};

static enum rc
read_rows(struct verifier *v, const struct batch *b, struct rows *rows,
    void **rec)
{
	const struct entity *e = b->entity;
	struct sql *q = sql_new(&v->cx);
	int64_t id[REPLAYS];
	enum rc rc;

	for (size_t i = 0; i < b->n; i++)
		id[i] = b->replay[i]->id;
	sql_str(q, "SELECT ");
	store_columns(q, e, "t");
	for (size_t i = 0; i < e->nfields; i++)
		if (has_key(&e->fields[i]))
			sql_fmt(q, ", t.%s_key", e->fields[i].name);
	sql_fmt(q, " FROM %s t WHERE t.id ", e->name);
	sql_in(&v->cx, q, id, b->n);
	sql_str(q, " ORDER BY t.id");
	rc = sql_query(&v->cx, q, rows);
	for (size_t i = 0; !rc && i < rows->nrows; i++)
		rec[i] = store_take(&v->cx, e, rows_at(rows, i, 0));
	return rc ? rc : store_links(&v->cx, e, rec, rows->nrows);
}

/* Both are in order of id. */
static enum rc
check_batch(struct verifier *v, const struct batch *b)
{
	void *rec[REPLAYS];
	struct rows rows;
	size_t width = store_width(b->entity), k = 0;
	enum rc rc = read_rows(v, b, &rows, rec);

	for (size_t i = 0; i < b->n && !rc; i++) {
		const struct replay *r = b->replay[i];

		if (k < rows.nrows && ((struct record *)rec[k])->id == r->id) {
			rc = check_row(v, r, rec[k], rows.ncols > width
			    ? rows_at(&rows, k, width) : NULL);
			k++;
		} else if (!r->gone) {
			verify_fault(v, b->entity->name, r->id, r->audit,
			    "the record is missing");
		}
	}
	v->seen[number_of(b->entity)] += (int64_t)k;
	return rc;
}

enum rc
verify_rows(struct verifier *v, struct replay *r, size_t n)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && !rc; i++) {
		struct batch b = { .entity = r[i].entity };

		if (!b.entity)
			continue;       /* in an earlier batch */
		for (size_t k = i; k < n; k++)
			if (r[k].entity == b.entity)
				b.replay[b.n++] = &r[k];
		rc = check_batch(v, &b);
		for (size_t k = 0; k < b.n; k++)
			b.replay[k]->entity = NULL;
	}
	return rc;
}

/* --- whole tables --------------------------------------------------------------------- */

static enum rc
check_links(struct verifier *v, const struct entity *e, const char *field)
{
	struct arena *a = v->cx.arena;
	const char *table = arena_fmt(a, "%s__%s", e->name, field);
	enum rc rc = verify_none(v, table, arena_fmt(a, "SELECT id FROM %s "
	    "GROUP BY id HAVING min(position) <> 1 OR max(position) <> "
	    "count(*)", table), "the links of the record have no order");

	return rc ? rc : verify_none(v, table, arena_fmt(a, "SELECT id FROM "
	    "%s l WHERE NOT EXISTS (SELECT 1 FROM %s t WHERE t.id = l.id)",
	    table, e->name), "a link of no record");
}

static enum rc
check_table(struct verifier *v, const struct entity *e)
{
	int64_t n;
	enum rc rc = verify_number(v, arena_fmt(v->cx.arena,
	    "SELECT count(*) FROM %s", e->name), &n);

	if (!rc && n != v->seen[number_of(e)])
		rc = verify_none(v, e->name, arena_fmt(v->cx.arena,
		    "SELECT id, CASE WHEN at_kind = 1 THEN at ELSE 0 END "
		    "FROM %s t WHERE NOT EXISTS (SELECT 1 FROM journal j "
		    "WHERE j.record = t.id AND j.type = '%s' AND j.outcome = "
		    "0)", e->name, e->name), "no entry tells of this record");
	for (size_t i = 0; i < e->nfields && !rc; i++)
		if (e->fields[i].kind == KIND_refs)
			rc = check_links(v, e, e->fields[i].name);
	return rc;
}

enum rc
verify_tables(struct verifier *v)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; model[i] && !rc; i++)
		rc = check_table(v, model[i]);
	return rc;
}
