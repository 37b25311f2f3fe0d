/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/list_own.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

bool
may_make(const struct ask *ask, const struct entity *e)
{
	return !ask->cx->account ||
	    (access_holders(e, CREATE) & ask->cx->who_all);
}

bool
may_add(const struct ask *ask, const struct entity *e)
{
	return !ask->cx->account ||
	    (access_holders(e, CREATE) & ask->seen.who);
}

bool
may_see(const struct ask *ask, const struct entity *e)
{
	return !ask->cx->account ||
	    (access_holders(e, READ) & ask->cx->who_all);
}

/* --- columns ------------------------------------------------------------------- */

bool
list_is_state(const struct entity *e, const struct field *f)
{
	return e->machine && f->offset == e->state;
}

bool
list_fixed_by(const struct list_want *w, const struct field *f)
{
	for (const struct pair *p = w->fixed; p && p->name; p++)
		if (str_eq(p->name, f->name))
			return true;
	return false;
}

/* How well a field tells records of its type apart; 0: not in a list. */
static int
worth(const struct entity *e, const struct field *f)
{
	if (f == entity_title(e) || f->read || list_is_state(e, f))
		return 0;
	if (f->kind == KIND_markdown || f->kind == KIND_hash ||
	    f->kind == KIND_refs || f->kind == KIND_blob || f->max > 500)
		return 0;
	if (f->flags & SORT)
		return 3;
	if (f->flags & REQUIRED && (f->kind == KIND_ref ||
	    f->kind == KIND_pick))
		return 2;
	return f->flags & REQUIRED && f->kind != KIND_class ? 1 : 0;
}

static void
choose_columns(struct list_page *l)
{
	const struct entity *e = l->w->entity;

	for (int want = 3; want > 0; want--)
		for (size_t i = 0; i < e->nfields; i++) {
			const struct field *f = &e->fields[i];

			if (l->ncolumns < LIST_COLUMNS - 1 &&
			    worth(e, f) == want && !list_fixed_by(l->w, f))
				l->column[l->ncolumns++] = f;
		}
}

static void
name_columns(struct list_page *l, const char *names)
{
	while (*names) {
		size_t n = strcspn(names, " ");
		const struct field *f = field_find(l->w->entity,
		    arena_dup(l->ask->cx->arena, names, n));

		assert(f && "a list names a column that does not exist");
		if (l->ncolumns < LIST_COLUMNS - 1)
			l->column[l->ncolumns++] = f;
		names += n + (names[n] == ' ');
	}
}

void
list_set_columns(struct list_page *l)
{
	const struct entity *e = l->w->entity;

	if (l->w->columns)
		name_columns(l, l->w->columns);
	else
		choose_columns(l);
	for (size_t i = 0; i < e->nfields; i++)
		if (list_is_state(e, &e->fields[i]))
			l->column[l->ncolumns++] = &e->fields[i];
}

/* --- URLs ------------------------------------------------------------------------ */

struct url *
list_url(struct list_page *l, const char *name, const char *value)
{
	const struct request *rq = l->ask->rq;
	struct url *u = url_copy(l->ask->cx->arena, l->w->base);

	for (size_t i = 0; i < rq->nargs; i++) {
		const struct pair *p = &rq->args[i];

		if (*p->value && !str_eq(p->name, name) &&
		    !str_eq(p->name, "cursor") &&
		    !str_eq(p->name, "export"))
			url_pair(u, p->name, p->value);
	}
	if (value)
		url_pair(u, name, value);
	return u;
}

/* --- the table ------------------------------------------------------------------------ */

static void
sort_head(struct list_page *l, struct view *table, const char *label,
    const struct field *f)
{
	struct arena *a = l->ask->cx->arena;
	const char *sort = ask_arg(l->ask, "sort");
	bool down, now;

	if (!*sort && l->w->sort)
		sort = l->w->sort;
	down = *sort == '-';
	now = f && str_eq(sort + down, f->name);
	if (!f || !(f->flags & SORT)) {
		table_head(table, label, false);
		return;
	}
	table_sorted(table, label, f->kind >= KIND_int &&
	    f->kind <= KIND_money, list_url(l, "sort", now && !down
	    ? arena_fmt(a, "-%s", f->name) : f->name),
	    !now ? "" : down ? "descending" : "ascending");
}

static void
first_cell(struct list_page *l, struct view *row, const void *rec)
{
	const struct record *r = rec;
	const struct entity *e = l->w->entity;
	const char *words = naming_words(l->ask, e, rec, l->w->fixed
	    ? l->w->fixed->name : NULL);

	table_cell(row, e->label, &(struct shape_cell){ .first = true,
		.code = words ? r->code : NULL, .text = words ? words
		    : r->code, .href = record_url(l->ask, e, r) });
}

static void
due_cell(struct ask *ask, struct view *row, const struct entity *e,
    const struct field *f, const void *rec)
{
	bool ended = e->machine &&
	    machine_final(e->machine, record_state(e, rec));
	const char *late = ended ? NULL : late_words(ask,
	    field_int(f, rec));

	table_cell(row, f->label, &(struct shape_cell){ .late = late,
		.text = late ? NULL : field_words(ask, f, rec),
		.note = late ? field_words(ask, f, rec) : NULL });
}

static void
fill_table(struct list_page *l, struct view *table, const struct page *rows)
{
	const struct entity *e = l->w->entity;

	for (size_t i = 0; i < rows->n; i++) {
		struct view *row = table_row(table);

		l->ask->seen = rows->view[i];
		first_cell(l, row, rows->rec[i]);
		for (size_t k = 0; k < l->ncolumns; k++) {
			const struct field *f = l->column[k];

			if (l->w->due && str_eq(l->w->due, f->name))
				due_cell(l->ask, row, e, f, rows->rec[i]);
			else
				show_cell(l->ask, row, f, rows->rec[i]);
		}
	}
}

static void
show_table(struct list_page *l, struct view *v, const struct page *rows)
{
	const struct entity *e = l->w->entity;
	struct view *table = table_new(v, "table", e->plural);

	sort_head(l, table, e->label, entity_title(e));
	for (size_t k = 0; k < l->ncolumns; k++)
		sort_head(l, table, l->column[k]->label, l->column[k]);
	fill_table(l, table, rows);
}

static void
show_pages(struct list_page *l, struct view *v, const struct page *rows,
    int64_t count)
{
	struct view *p;

	view_list(v, "pages");
	view_fmt(v, "shown", "%zu of %" PRId64 "%s", rows->n, count,
	    count >= QUERY_COUNT ? " or more" : "");
	if (*ask_arg(l->ask, "cursor")) {
		p = view_item(v, "pages");
		view_link(p, "href", list_url(l, "cursor", NULL));
		view_text(p, "label", "First page");
		view_text(p, "rel", "first");
		view_flag(p, "before", true);
	}
	if (!rows->next)
		return;
	p = view_item(v, "pages");
	view_link(p, "href", list_url(l, "cursor", rows->next));
	view_text(p, "label", "Next");
	view_text(p, "rel", "next");
	view_flag(p, "before", false);
}

static void
show_nothing(struct list_page *l, struct view *v)
{
	struct arena *a = l->ask->cx->arena;
	const struct entity *e = l->w->entity;
	bool filtered = l->ask->rq->nargs > 0;
	const char *lower = text_fold(a, e->plural);

	view_list(v, "table");
	shape_empty(v, &(struct shape_empty){ .icon = entity_icon(e),
		.text = l->w->nothing ? l->w->nothing : filtered
		    ? "Nothing fits these filters"
		    : arena_fmt(a, "No %s%s", l->open ? "open " : "", lower),
		.note = l->w->nothing_note ? l->w->nothing_note : e->about,
		.link = filtered ? "Show all" : arena_fmt(a, "New %s",
		    e->label),
		.href = filtered ? l->w->base : l->w->make });
	view_text(v, "shown", "");
}

static enum rc
run(struct list_page *l, struct page *rows, int64_t *count)
{
	const char *sort = ask_arg(l->ask, "sort");
	const struct query q = { .entity = l->w->entity, .filter = l->filter,
		.nfilters = l->nfilters, .sort = *sort ? sort : l->w->sort,
		.cursor = ask_arg(l->ask, "cursor") };
	enum rc rc = query_run(l->ask->cx, &q, rows);

	if (!rc)
		rc = query_count(l->ask->cx, &q, count);
	if (!rc)
		rc = captions_of_records(l->ask, l->w->entity, rows->rec,
		    rows->n);
	return rc;
}

static void
show_views(struct list_page *l, struct view *v)
{
	view_list(v, "views");
	if (!list_has_final(l->w->entity))
		return;
	for (int all = 0; all < 2; all++) {
		struct view *one = view_item(v, "views");

		view_text(one, "label", all ? "All" : "Open");
		view_link(one, "href", list_url(l, "view",
		    all ? "all" : NULL));
		view_flag(one, "current", l->open == !all);
	}
}

enum rc
list_show(struct ask *ask, struct view *page, const struct list_want *w)
{
	struct list_page l = { .ask = ask, .w = w };
	struct page rows;
	struct view *v;
	int64_t count;
	enum rc rc;

	list_set_columns(&l);
	list_set_filters(&l);
	rc = run(&l, &rows, &count);
	if (rc)
		return rc;
	v = view_item(page, "list");
	show_views(&l, v);
	view_text(v, "list_title", w->entity->plural);
	view_link(v, "list_href", w->base);
	view_list(v, "empty");
	list_show_filters(&l, v);
	list_show_tags(&l, v);
	list_show_hidden(&l, v);
	if (!rows.n) {
		show_nothing(&l, v);
		return RC_OK;
	}
	show_table(&l, v, &rows);
	show_pages(&l, v, &rows, count);
	return RC_OK;
}

struct view *
list_table(struct ask *ask, struct view *card, const struct entity *e,
    const char *columns, const char *skip, const struct page *rows)
{
	const struct pair fixed[] = { { skip, "" }, { NULL, NULL } };
	const struct list_want w = { .entity = e, .columns = columns,
		.fixed = fixed };
	struct list_page l = { .ask = ask, .w = &w };
	struct view *table = table_new(card, "tables", e->plural);

	list_set_columns(&l);
	table_head(table, e->label, false);
	for (size_t k = 0; k < l.ncolumns; k++)
		table_head(table, l.column[k]->label, false);
	fill_table(&l, table, rows);
	return table;
}
