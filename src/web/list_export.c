/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * list_export.c - a list as a table for spreadsheets: the columns, filters
 * and order that are shown, all pages, those records alone that the reader
 * may take away.
 */
#include "web/list_own.h"

#include "base/text.h"
#include "exchange/csv.h"

enum { EXPORT_MOST = 10000 };

bool
may_export(const struct ask *ask, const struct entity *e)
{
	return !ask->cx->account ||
	    (access_holders(e, EXPORT) & ask->cx->who_all);
}

static void
head(struct list_page *l, struct buf *out)
{
	const struct field *title = entity_title(l->w->entity);

	csv_text(out, "Code");
	if (title) {
		csv_next(out);
		csv_text(out, title->label);
	}
	for (size_t i = 0; i < l->ncolumns; i++) {
		csv_next(out);
		csv_text(out, l->column[i]->label);
	}
	csv_line(out);
}

static void
cell(struct list_page *l, struct buf *out, const struct field *f,
    const void *rec)
{
	csv_next(out);
	csv_text(out, shown(l->ask, f, rec) ? field_words(l->ask, f, rec)
	    : NULL);
}

static enum rc
line(struct list_page *l, struct buf *out, const struct record *r)
{
	const struct entity *e = l->w->entity;
	const struct field *title = entity_title(e);
	struct seen seen;
	enum rc rc = store_get(l->ask->cx, e, r->id, EXPORT, false, &seen);

	if (rc == RC_MISSING)
		return RC_OK;
	if (rc || (l->ask->cx->account && !(seen.may & EXPORT)))
		return rc;
	l->ask->seen = seen.view;
	csv_text(out, r->code);
	if (title)
		cell(l, out, title, seen.rec);
	for (size_t i = 0; i < l->ncolumns; i++)
		cell(l, out, l->column[i], seen.rec);
	csv_line(out);
	return RC_OK;
}

static enum rc
part(struct list_page *l, struct buf *out, struct query *q, size_t *n)
{
	struct page rows;
	enum rc rc = query_run(l->ask->cx, q, &rows);

	if (!rc)
		rc = captions_of_records(l->ask, l->w->entity, rows.rec,
		    rows.n);
	for (size_t i = 0; !rc && i < rows.n; i++)
		rc = line(l, out, rows.rec[i]);
	if (rc)
		return rc;
	*n += rows.n;
	q->cursor = rows.next;
	return RC_OK;
}

enum rc
list_export(struct ask *ask, const struct list_want *w)
{
	struct list_page l = { .ask = ask, .w = w };
	struct buf out = { .arena = ask->cx->arena };
	const char *sort = ask_arg(ask, "sort");
	struct query q = { .entity = w->entity, .filter = l.filter,
		.sort = *sort ? sort : w->sort, .limit = QUERY_MOST };
	size_t n = 0;
	enum rc rc;

	if (!may_export(ask, w->entity))
		return err_set(&ask->cx->err, RC_DENIED,
		    "this list is not yours to take away");
	list_set_columns(&l);
	list_set_filters(&l);
	q.nfilters = l.nfilters;
	head(&l, &out);
	do
		rc = part(&l, &out, &q, &n);
	while (!rc && q.cursor && n < EXPORT_MOST);
	if (rc)
		return rc;
	answer_text(ask->call, 200, "text/csv; charset=utf-8; header=present",
	    &out);
	response_header(ask->call->rq, "Content-Disposition",
	    arena_fmt(ask->cx->arena, "attachment; filename=\"%s.csv\"",
	    w->entity->name));
	return RC_OK;
}

void
list_offer_export(struct ask *ask, struct view *page,
    const struct list_want *w)
{
	struct list_page l = { .ask = ask, .w = w };
	struct view *v;

	view_list(page, "exports");
	if (!may_export(ask, w->entity))
		return;
	view_text(page, "export_note", "What the filters show, all pages of "
	    "it, as far as you may take it away.");
	v = view_item(page, "exports");
	view_link(v, "href", list_url(&l, "export", "csv"));
	view_text(v, "label", "Table (CSV)");
}
