/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/record.h"

#include "base/text.h"
#include "core/journal.h"
#include "model/audit.h"
#include "model/sampling.h"
#include "report/reports.h"
#include "web/picture.h"

#include <inttypes.h>
#include <string.h>

enum { CHILDREN = 10, EVENTS = 8, LONG = 80 };

enum rc
record_open(struct ask *ask, const struct entity *e, struct record_page *out)
{
	struct record_page p = { .ask = ask, .entity = e };
	int64_t id;
	enum rc rc = store_id(ask->cx, e, ask->name, &id);

	if (!rc)
		rc = store_get(ask->cx, e, id, UPDATE | STEP | EXPORT, false,
		    &p.seen);
	if (rc)
		return rc;
	ask->seen = p.seen.view;
	p.r = p.seen.rec;
	rc = captions_of_records(ask, e, &p.seen.rec, 1);
	if (!rc)
		*out = p;
	return rc;
}

/* --- head ------------------------------------------------------------------------ */

enum rc
record_audit_crumbs(struct ask *ask, struct view *v, const struct record *r)
{
	const struct caption *c;
	enum rc rc;

	if (r->at_kind != ANCHOR_AUDIT || r->at == r->id || !r->at)
		return RC_OK;
	rc = captions_load(ask, &audit_entity, &r->at, 1);
	c = rc ? NULL : caption_of(ask, &audit_entity, r->at);
	if (c)
		page_crumb(v, c->code, caption_url(ask, &audit_entity, c));
	return rc;
}

static void
add_crumbs(struct record_page *p)
{
	struct arena *a = p->ask->cx->arena;
	struct url *u = url_new(a, "/%s", p->entity->name);

	page_crumb(p->view, p->entity->plural, u);
	page_crumb(p->view, p->r->code, NULL);
}

/* What an earlier page of the same person has just brought about. */
void
record_notice(struct record_page *p)
{
	const char *done = ask_arg(p->ask, "done");
	const struct machine *m = p->entity->machine;

	if (str_eq(done, "create"))
		page_notice(p->view, "good", "It is there now.");
	if (str_eq(done, "update"))
		page_notice(p->view, "good", "Saved.");
	for (size_t i = 0; m && i < m->nsteps; i++)
		if (m->steps[i].from && str_eq(m->steps[i].verb, done)) {
			page_notice(p->view, "good", arena_fmt(
			    p->ask->cx->arena, "%s: done.",
			    verb_words(p->ask->cx->arena, done)));
			return;
		}
}

enum rc
record_begin(struct record_page *p)
{
	const struct badge st = state_badge(p->entity, p->seen.rec);
	struct ask *ask = p->ask;
	const struct field *reason = field_find(p->entity, "state_reason");
	enum rc rc;

	p->view = frame_page(ask, record_title(ask, p->entity, p->seen.rec),
	    arena_fmt(ask->cx->arena, "/%s", p->entity->name));
	rc = record_audit_crumbs(ask, p->view, p->r);
	if (rc)
		return rc;
	add_crumbs(p);
	page_fact_code(p->view, p->r->code);
	page_fact_state(p->view, &st);
	if (reason && shown(ask, reason, p->seen.rec))
		page_fact(p->view, field_text(reason, p->seen.rec), NULL);
	page_fact(p->view, arena_fmt(ask->cx->arena, "%s, version %" PRId64,
	    p->entity->label, p->r->rev), NULL);
	record_notice(p);
	return RC_OK;
}

/* --- fields ------------------------------------------------------------------------ */

static bool
is_long(const struct field *f, const void *rec)
{
	if (f->kind == KIND_markdown)
		return true;
	if (f->kind == KIND_refs)
		return field_refs(f, rec).n > 4;
	return f->kind == KIND_text &&
	    utf8_count(field_text(f, rec)) > LONG;
}

static bool
in_page(const struct record_page *p, const struct field *f, const char *skip)
{
	if (!shown(p->ask, f, p->seen.rec) || word_in(skip, f->name))
		return false;
	if (f == entity_title(p->entity) && f->max <= 200)
		return false;
	if (str_eq(f->name, "state_reason"))
		return false;
	return !(p->entity->machine && f->offset == p->entity->state);
}

static void
add_stamp(struct record_page *p, struct view *card, const char *label,
    int64_t time, int64_t account)
{
	struct view *fact;

	if (!time)
		return;
	fact = card_fact(card, label);
	fact_value(fact, &(struct shape_value){ .time = time });
	fact_text(fact, account_name(p->ask, account));
}

enum rc
record_fields(struct record_page *p, const char *skip)
{
	const struct entity *e = p->entity;
	struct view *main = NULL, *facts = card_new(p->view, "side",
	    "h-facts", "Facts");

	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (!in_page(p, f, skip))
			continue;
		if (is_long(f, p->seen.rec) && !main)
			main = card_new(p->view, "cards", "h-main", e->label);
		show_field(p->ask, is_long(f, p->seen.rec)
		    ? card_part(main, "parts", f->label, NULL)
		    : card_fact(facts, f->label), f, p->seen.rec);
	}
	add_stamp(p, facts, "Made", p->r->created_at, p->r->created_by);
	if (p->r->changed_at != p->r->created_at)
		add_stamp(p, facts, "Changed", p->r->changed_at,
		    p->r->changed_by);
	return RC_OK;
}

/* --- what belongs to it ---------------------------------------------------------------- */

/* The field by which records of e belong to one of the given type. */
static const struct field *
parent_field(const struct entity *e, const struct entity *of)
{
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->kind == KIND_ref && f->ref == of && f->flags & FIXED &&
		    f->flags & REQUIRED)
			return f;
	}
	return NULL;
}

static struct url *
make_child_url(struct record_page *p, const struct entity *e,
    const struct field *f)
{
	struct url *u = url_new(p->ask->cx->arena, "/%s/new", e->name);

	url_pair(u, f->name, p->r->code);
	url_pair(u, "back", p->ask->rq->path);
	return u;
}

static void
child_card(struct record_page *p, const struct entity *e,
    const struct field *f, const struct page *rows)
{
	struct arena *a = p->ask->cx->arena;
	struct view *card = card_new(p->view, "cards", arena_fmt(a, "h-%s",
	    e->name), e->plural);
	const struct view_of seen = p->ask->seen;
	struct view *table;
	struct url *all = url_new(a, "/%s?view=all", e->name);

	url_pair(all, f->name, p->r->code);
	if (rows->next)
		card_link(card, "All of them", all);
	if (may_add(p->ask, e))
		card_link(card, "Add", make_child_url(p, e, f));
	table = list_table(p->ask, card, e, NULL, f->name, rows);
	if (p->compact)
		view_fmt(table, "summary", "%zu%s", rows->n, rows->next
		    ? " and more" : " in all");
	p->ask->seen = seen;
}

static enum rc
add_child(struct record_page *p, const struct entity *e,
    const struct field *f)
{
	const struct pair filter = { f->name, p->r->code };
	const struct query q = { .entity = e, .filter = &filter,
		.nfilters = 1, .limit = CHILDREN, .sort = "id" };
	struct page rows;
	struct view *link;
	enum rc rc = query_run(p->ask->cx, &q, &rows);

	if (!rc)
		rc = captions_of_records(p->ask, e, rows.rec, rows.n);
	if (rc)
		return rc;
	if (rows.n) {
		child_card(p, e, f, &rows);
		return RC_OK;
	}
	if (!may_add(p->ask, e))
		return RC_OK;
	link = view_item(p->view, "adds");
	view_link(link, "href", make_child_url(p, e, f));
	view_text(link, "label", e->label);
	return RC_OK;
}

enum rc
record_children(struct record_page *p, const char *skip)
{
	enum rc rc = RC_OK;

	for (const struct entity *const *e = model; *e && !rc; e++) {
		const struct field *f = parent_field(*e, p->entity);

		if (f && !word_in(skip, (*e)->name) && may_see(p->ask, *e))
			rc = add_child(p, *e, f);
	}
	return rc;
}

/* --- history ----------------------------------------------------------------------------- */

static const char *
changed_fields(struct record_page *p, const struct entry_seen *s)
{
	struct buf b = { .arena = p->ask->cx->arena };

	for (size_t i = 0; i < s->ndelta && i < 5; i++) {
		const struct field *f = field_find(p->entity,
		    s->delta[i].name);

		if (!f || (p->entity->machine &&
		    f->offset == p->entity->state))
			continue;
		if (b.len)
			buf_str(&b, ", ");
		buf_str(&b, f->label);
	}
	return buf_text(&b);
}

static void
add_event(struct record_page *p, struct view *card,
    const struct entry_seen *s)
{
	const char *dot = strchr(s->entry.command, '.');
	const char *verb = dot ? dot + 1 : s->entry.command;
	bool refused = s->entry.outcome == OUTCOME_REFUSED;
	struct arena *a = p->ask->cx->arena;
	const char *words = verb_words(a, verb);

	card_event(card, &(struct shape_event){
		.icon = refused ? "no" : str_eq(verb, "create") ? "plus" :
		    str_eq(verb, "update") ? "pen" : "check",
		.tone = refused ? "bad" : "muted",
		.text = refused ? arena_fmt(a, "%s: refused", words) : words,
		.note = str_eq(verb, "update") ? changed_fields(p, s) : NULL,
		.who = account_name(p->ask, s->entry.actor),
		.time = s->entry.time });
}

enum rc
record_history(struct record_page *p)
{
	struct entry_seen *list;
	struct view *card;
	size_t n;
	enum rc rc = journal_of(p->ask->cx, p->entity, p->r->id, 0, EVENTS,
	    &list, &n);

	if (rc)
		return rc;
	card = card_new(p->view, "side", "h-hist", "History");
	card_link(card, "Journal", url_new(p->ask->cx->arena,
	    "/%s/%s/journal", p->entity->name, p->r->code));
	for (size_t i = 0; i < n; i++)
		add_event(p, card, &list[i]);
	return RC_OK;
}

/* --- the page ------------------------------------------------------------------------------ */

/* Sheets that are printed, for those who have nothing but paper. */
static void
add_document(struct record_page *p)
{
	const struct report_row *row = report_row_of(p->entity->name);

	if (row)
		page_do(p->view, "print", row->label, url_new(
		    p->ask->cx->arena, "/api/v1/%s/%s/document.pdf",
		    p->entity->name, p->r->code), false);
}

/* A sample drawn by a seed shows what it can miss. */
static void
add_picture(struct record_page *p)
{
	const struct sampling_plan *s = p->seen.rec;
	struct view *card;

	if (p->entity != &sampling_plan_entity ||
	    s->method == SAMPLING_METHOD_JUDGEMENT ||
	    s->method == SAMPLING_METHOD_BLOCK)
		return;
	card = card_new(p->view, "cards", "h-miss", "What a draw can miss");
	picture_sample(card, s->size, s->allowed_deviations == UNSET ? 0
	    : s->allowed_deviations, s->population_size == UNSET ? 0
	    : s->population_size);
}

enum rc
page_record(struct ask *ask)
{
	struct record_page p;
	enum rc rc = record_open(ask, ask->entity, &p);

	if (!rc)
		rc = record_begin(&p);
	if (!rc)
		rc = record_steps(&p);
	if (!rc)
		add_document(&p);
	if (!rc)
		rc = record_fields(&p, "");
	if (!rc)
		add_picture(&p);
	if (!rc)
		rc = record_children(&p, "");
	if (!rc)
		rc = record_history(&p);
	if (!rc)
		frame_show(ask, p.view, "record");
	return rc;
}

enum rc
page_list(struct ask *ask)
{
	const struct entity *e = ask->entity;
	struct arena *a = ask->cx->arena;
	struct view *v = frame_page(ask, e->plural, arena_fmt(a, "/%s",
	    e->name));
	struct url *make = may_make(ask, e) ? url_new(a, "/%s/new", e->name)
	    : NULL;
	const struct list_want w = { .entity = e, .make = make,
		.base = url_new(a, "/%s", e->name),
		.due = field_find(e, "due") ? "due" : NULL };

	if (*ask_arg(ask, "export"))
		return list_export(ask, &w);
	page_fact(v, e->about, NULL);
	if (make)
		page_do(v, "plus", arena_fmt(a, "New %s", text_fold(a,
		    e->label)), make, true);
	list_offer_export(ask, v, &w);
	frame_show(ask, v, "list");
	return list_show(ask, v, &w);
}
