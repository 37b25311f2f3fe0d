/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "search.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

void
search_ddl(struct buf *out, enum dialect d)
{
	if (d == SQLITE) {
		buf_str(out, "CREATE VIRTUAL TABLE search USING fts5(body, "
		    "record UNINDEXED, "
		    "tokenize = 'unicode61 remove_diacritics 2', "
		    "prefix = '3');\n");
		return;
	}
	buf_str(out, "CREATE TABLE search (\n\trowid BIGINT PRIMARY KEY,\n"
	    "\trecord TEXT NOT NULL,\n\tbody tsvector NOT NULL\n);\n"
	    "CREATE INDEX search_body ON search USING gin (body);\n");
}

/* --- writing -------------------------------------------------------------------- */

static bool
searched(const struct field *f)
{
	return f->flags & SEARCH && field_is_text(f) && !f->read &&
	    !(f->flags & PERSONAL);
}

static bool
word_char(unsigned char c)
{
	return c >= 0x80 || isalnum(c);
}

/*
 * Words alone, so that both databases see the same: PostgreSQL by itself
 * would make PKGS-7388 a word and a negative number.
 */
static const char *
body_of(struct ctx *cx, const struct entity *e, const void *rec)
{
	struct buf b = { .arena = cx->arena };

	buf_str(&b, ((const struct record *)rec)->code);
	for (size_t i = 0; i < e->nfields; i++) {
		if (!searched(&e->fields[i]))
			continue;
		buf_char(&b, ' ');
		buf_str(&b, field_text(&e->fields[i], rec));
	}
	for (char *p = b.s; *p; p++)
		if (!word_char((unsigned char)*p))
			*p = ' ';
	return b.s;
}

bool
search_has(const struct entity *e)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (searched(&e->fields[i]))
			return true;
	return false;
}

static bool
text_changed(const struct entity *e, const void *before, const void *rec)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (searched(&e->fields[i]) &&
		    !field_same(&e->fields[i], before, rec))
			return true;
	return false;
}

enum rc
search_drop(struct ctx *cx, int64_t id)
{
	return db_run(cx->db, &cx->err, "DELETE FROM search WHERE rowid = $1",
	    ARGS(INT(id)));
}

enum rc
search_put(struct ctx *cx, const struct entity *e, const void *before,
    const void *rec)
{
	int64_t id = ((const struct record *)rec)->id;
	const char *sql = db_shared(cx->db)
	    ? "INSERT INTO search (rowid, record, body) "
	      "VALUES ($1, $2, to_tsvector('simple', $3))"
	    : "INSERT INTO search (rowid, record, body) VALUES ($1, $2, $3)";
	enum rc rc = RC_OK;

	if (!search_has(e) || (before && !text_changed(e, before, rec)))
		return RC_OK;
	if (before)
		rc = search_drop(cx, id);
	if (!rc)
		rc = db_run(cx->db, &cx->err, sql, ARGS(INT(id),
		    TEXT(e->name), TEXT(body_of(cx, e, rec))));
	return rc;
}

enum rc
search_same(struct ctx *cx, const struct entity *e, const void *rec,
    bool *same)
{
	const char *sql = db_shared(cx->db)
	    ? "SELECT 1 FROM search WHERE rowid = $1 AND record = $2 "
	      "AND body = to_tsvector('simple', $3)"
	    : "SELECT 1 FROM search WHERE rowid = $1 AND record = $2 "
	      "AND body = $3";
	struct rows r;
	enum rc rc;

	if (!search_has(e)) {
		*same = true;
		return RC_OK;
	}
	rc = db_query(cx->db, &cx->err, cx->arena, &r, sql,
	    ARGS(INT(((const struct record *)rec)->id), TEXT(e->name),
	    TEXT(body_of(cx, e, rec))));
	if (!rc)
		*same = r.nrows == 1;
	return rc;
}

struct filling { struct ctx cx; const struct entity *entity; };

static enum rc
fill_row(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct filling *f = arg;
	enum rc rc;

	(void)n;
	arena_reset(f->cx.arena);
	rc = search_put(&f->cx, f->entity, NULL, store_take(&f->cx, f->entity,
	    row));
	if (rc)
		*err = f->cx.err;
	return rc;
}

enum rc
search_fill(struct ctx *cx, const struct entity *e)
{
	struct filling f = { *cx, e };
	struct sql *q = sql_new(cx);
	enum rc rc;

	if (!search_has(e))
		return RC_OK;
	sql_str(q, "SELECT ");
	store_columns(q, e, "t");
	sql_fmt(q, " FROM %s t ORDER BY t.id", e->name);
	f.cx.arena = arena_new();
	rc = db_each(cx->db, &cx->err, f.cx.arena, q->b.s, NO_ARGS,
	    fill_row, &f);
	arena_free(f.cx.arena);
	return rc;
}

/* --- finding --------------------------------------------------------------------- */

/* The query in the database's own form; NULL when there is no word. */
static const char *
match_text(struct ctx *cx, const char *words)
{
	bool pg = db_shared(cx->db);
	struct buf b = { .arena = cx->arena };
	int n = 0;

	while (*words && n < SEARCH_WORDS) {
		size_t k = 0;

		while (*words && !word_char((unsigned char)*words))
			words++;
		while (words[k] && word_char((unsigned char)words[k]))
			k++;
		if (!k)
			break;
		if (n++)
			buf_str(&b, pg ? " & " : " AND ");
		buf_char(&b, pg ? '\'' : '"');
		buf_add(&b, words, k);
		buf_str(&b, pg ? "':*" : "\"*");
		words += k;
	}
	return b.s;
}

static void
add_match(struct ctx *cx, struct sql *q, const char *match)
{
	if (db_shared(cx->db)) {
		sql_str(q, "body @@ to_tsquery('simple', ");
		sql_text(q, match);
		sql_str(q, ")");
	} else {
		/* SQLite wants the table's own name before MATCH. */
		sql_str(q, "search MATCH ");
		sql_text(q, match);
	}
}

static enum rc
no_word(struct ctx *cx)
{
	err_field(&cx->err, "q", "there is no word to look for");
	err_hint(&cx->err, "Give the beginning of one or more words.");
	return RC_INVALID;
}

enum rc
search_filter(struct ctx *cx, struct sql *q, const struct entity *e,
    const char *words, const char *t)
{
	const char *match = match_text(cx, words);

	(void)e;
	if (!match)
		return no_word(cx);
	sql_fmt(q, " AND %s.id IN (SELECT rowid FROM search WHERE ", t);
	add_match(cx, q, match);
	sql_str(q, ")");
	return RC_OK;
}

const struct field *
entity_title(const struct entity *e)
{
	static const char *const names[] = { "title", "name", "label",
		"statement", "text", "login", "question", "number", "summary" };

	for (size_t i = 0; i < NELEMS(names); i++) {
		const struct field *f = field_find(e, names[i]);

		if (f && field_is_text(f))
			return f;
	}
	return NULL;
}

/* Of the ids of one record type those that the actor may see, with titles. */
static enum rc
take_visible(struct ctx *cx, const struct entity *e, const int64_t *id,
    size_t n, struct hit *hit, size_t *nhit)
{
	const struct field *title = entity_title(e);
	struct sql *q = sql_new(cx);
	struct rows r;
	enum rc rc;

	sql_fmt(q, "SELECT t.id, t.code, %s%s FROM %s t WHERE t.id ",
	    title ? "t." : "", title ? title->name : "NULL", e->name);
	sql_in(cx, q, id, n);
	sql_str(q, " AND ");
	access_scope(cx, q, e, READ, "t");
	rc = sql_query(cx, q, &r);
	for (size_t i = 0; !rc && i < r.nrows; i++) {
		const struct value *v = rows_at(&r, i, 0);

		hit[(*nhit)++] = (struct hit){ e, v[0].i, v[1].s,
			v[2].s ? v[2].s : "" };
	}
	return rc;
}

static int
newer_first(const struct hit *a, const struct hit *b)
{
	return a->id < b->id ? 1 : a->id > b->id ? -1 : 0;
}

static void
sort_hits(struct hit *h, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && newer_first(&h[k - 1], &h[k]) > 0;
		    k--) {
			struct hit tmp = h[k];

			h[k] = h[k - 1];
			h[k - 1] = tmp;
		}
}

static enum rc
split_by_type(struct ctx *cx, const struct rows *r, struct hit *hit, size_t *n)
{
	int64_t *id = arena_alloc(cx->arena, (r->nrows + 1) * sizeof(*id));
	enum rc rc = RC_OK;

	for (size_t k = 0; model[k] && !rc; k++) {
		size_t nid = 0;

		for (size_t i = 0; i < r->nrows; i++)
			if (str_eq(rows_at(r, i, 1)->s, model[k]->name))
				id[nid++] = rows_at(r, i, 0)->i;
		if (nid)
			rc = take_visible(cx, model[k], id, nid, hit, n);
	}
	return rc;
}

enum rc
search_find(struct ctx *cx, const char *words, const struct entity *entity,
    size_t limit, struct hit **out, size_t *n)
{
	const char *match = match_text(cx, words);
	struct sql *q = sql_new(cx);
	struct hit *hit;
	size_t nhit = 0;
	struct rows r;
	enum rc rc;

	if (!match)
		return no_word(cx);
	sql_str(q, "SELECT rowid, record FROM search WHERE ");
	add_match(cx, q, match);
	if (entity) {
		sql_str(q, " AND record = ");
		sql_text(q, entity->name);
	}
	sql_fmt(q, " ORDER BY rowid DESC LIMIT %d", SEARCH_HITS * 5);
	rc = sql_query(cx, q, &r);
	if (rc)
		return rc;
	hit = arena_alloc(cx->arena, (r.nrows + 1) * sizeof(*hit));
	rc = split_by_type(cx, &r, hit, &nhit);
	if (rc)
		return rc;
	sort_hits(hit, nhit);
	*out = hit;
	*n = nhit < limit ? nhit : limit;
	return RC_OK;
}
