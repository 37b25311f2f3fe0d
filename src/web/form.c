/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* form.c - a record being made, a record being changed. */
#include "web/form.h"

#include "base/text.h"
#include "web/record.h"

#include <inttypes.h>

bool
form_asks(const struct form *f, const struct field *field)
{
	const char *command = arena_fmt(f->ask->cx->arena, "%s.%s",
	    f->entity->name, f->verb ? f->verb : "create");

	if (step_takes(command, field->name))
		return true;
	if (field->flags & DERIVED)
		return false;
	if (field->flags & FIXED && !f->creating)
		return false;
	return !field->write || !f->ask->cx->account ||
	    (field->write & f->who);
}

static bool
in_form(const struct form *f, const struct field *field)
{
	if (field->flags & DERIVED || str_eq(field->name, "state_reason"))
		return false;
	return form_asks(f, field) || (!f->creating &&
	    shown(f->ask, field, f->rec));
}

/* --- what a new record begins with ------------------------------------------------- */

static void
add_ref(struct ask *ask, const struct field *field, void *rec, int64_t id)
{
	struct refs r = field_refs(field, rec);
	int64_t *ids = arena_alloc(ask->cx->arena, (r.n + 1) * sizeof(*ids));

	for (size_t i = 0; i < r.n; i++)
		ids[i] = r.id[i];
	ids[r.n] = id;
	field_set_refs(field, rec, (struct refs){ r.n + 1, ids });
}

/* A value of the query by which a page says what the record belongs to. */
static enum rc
take_given(struct form *f, void *rec)
{
	struct ask *ask = f->ask;
	const struct request *rq = ask->rq;

	for (size_t i = 0; i < rq->nargs; i++) {
		const struct field *field = field_find(f->entity,
		    rq->args[i].name);
		int64_t id;
		enum rc rc;

		if (!field || !*rq->args[i].value)
			continue;
		if (field_is_text(field)) {
			field_set_text(field, rec, rq->args[i].value);
			continue;
		}
		rc = field->ref ? store_id(ask->cx, field->ref,
		    rq->args[i].value, &id) : field_parse(&ask->cx->err,
		    ask->cx->arena, field, rq->args[i].value, &id);
		if (rc)
			return rc;
		if (field->kind == KIND_refs)
			add_ref(ask, field, rec, id);
		else
			field_set_int(field, rec, id);
	}
	return RC_OK;
}

/* The person who types, today, and the class that most things have. */
static void
take_defaults(struct form *f, void *rec)
{
	for (size_t i = 0; i < f->entity->nfields; i++) {
		const struct field *field = &f->entity->fields[i];
		const struct choice *c;

		if (!(field->flags & REQUIRED) || !form_asks(f, field) ||
		    !field_empty(field, rec))
			continue;
		if (field->kind == KIND_class) {
			c = choice_named(field->choices, "internal");
			field_set_int(field, rec, c ? c->value : 0);
		} else if (field->kind == KIND_ref &&
		    str_eq(field->ref->name, "person") &&
		    str_ends(field->name, "_by")) {
			field_set_int(field, rec, f->ask->cx->person);
		} else if (field->kind == KIND_time &&
		    str_ends(field->name, "_at")) {
			field_set_int(field, rec, f->ask->cx->now);
		}
	}
}

/* The anchor of what it belongs to: references are offered from there. */
static enum rc
find_anchor(struct form *f)
{
	for (size_t i = 0; i < f->entity->nfields; i++) {
		const struct field *field = &f->entity->fields[i];
		struct seen seen;
		int64_t id;
		enum rc rc;

		if (field->kind != KIND_ref || !(field->flags & FIXED) ||
		    !(field->flags & REQUIRED))
			continue;
		id = field_int(field, f->rec);
		if (!id)
			continue;
		rc = store_get(f->ask->cx, field->ref, id, 0, false, &seen);
		if (rc)
			return rc;
		f->at = ((const struct record *)seen.rec)->at;
		f->at_kind = ((const struct record *)seen.rec)->at_kind;
		return RC_OK;
	}
	return RC_OK;
}

/* --- the page ------------------------------------------------------------------------ */

static struct view *
new_group(struct view *v, const char *id, const char *title)
{
	struct view *g = view_item(v, "groups");

	view_text(g, "id", id);
	view_text(g, "title", title);
	view_text(g, "intro", "");
	view_list(g, "fields");
	return g;
}

/* What has to be said first, what may be said afterwards. */
static enum rc
add_groups(struct form *f, struct view *v)
{
	struct view *first = NULL, *more = NULL;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < f->entity->nfields && !rc; i++) {
		const struct field *field = &f->entity->fields[i];
		bool main = field->flags & (REQUIRED | SEARCH) ||
		    field == entity_title(f->entity);

		if (!in_form(f, field))
			continue;
		if (main && !first)
			first = new_group(v, "h-first", f->entity->label);
		if (!main && !more)
			more = new_group(v, "h-more", "Further details");
		rc = form_control(f, main ? first : more, "fields", field);
	}
	return rc;
}

static void
add_hidden(struct view *v, const char *name, const char *value)
{
	struct view *h;

	if (!*value)
		return;
	h = view_item(v, "hidden");
	view_text(h, "name", name);
	view_text(h, "value", value);
}

static bool
has_files(const struct entity *e)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].kind == KIND_blob)
			return true;
	return false;
}

static void
add_help(struct form *f, struct view *v)
{
	struct view *card = card_new(v, "side", "h-help", "About this");

	fact_text(card_fact(card, f->entity->label), f->entity->about);
	if (f->entity->clause && *f->entity->clause)
		fact_text(card_fact(card, "Clause"), f->entity->clause);
	fact_text(card_fact(card, "Fields"), "Those without \"optional\" "
	    "have to be filled in. What you typed stays when something is "
	    "refused.");
}

static enum rc
form_page(struct form *f, const char *title, const struct url *action,
    const struct url *cancel)
{
	struct ask *ask = f->ask;
	const char *back = ask_field(ask, "back");
	struct view *v = frame_page(ask, title, arena_fmt(ask->cx->arena,
	    "/%s", f->entity->name));
	enum rc rc;

	if (!*back)
		back = ask_arg(ask, "back");
	page_crumb(v, f->entity->plural, url_new(ask->cx->arena, "/%s",
	    f->entity->name));
	page_crumb(v, title, NULL);
	view_list(v, "hidden");
	view_list(v, "conflict");
	view_list(v, "groups");
	view_list(v, "save_more");
	view_link(v, "action", action);
	view_link(v, "cancel", form_back(ask, back) ? form_back(ask, back)
	    : cancel);
	view_flag(v, "many", has_files(f->entity));
	view_int(v, "rev", f->creating ? 0
	    : ((const struct record *)f->rec)->rev);
	view_text(v, "save", "Save");
	add_hidden(v, "back", back);
	add_hidden(v, "for_criterion", *ask_field(ask, "for_criterion")
	    ? ask_field(ask, "for_criterion") : ask_arg(ask,
	    "for_criterion"));
	if (f->err) {
		form_failed(ask, v, f->err);
		ask->status = err_table[f->err->code].http;
	}
	rc = add_groups(f, v);
	if (f->err && f->err->code == RC_RULE)
		form_go_on(ask, new_group(v, "h-go-on", "Going on"),
		    "fields", f->err);
	add_help(f, v);
	frame_show(ask, v, "form");
	return rc;
}

/* --- a new record ---------------------------------------------------------------------- */

static enum rc
new_form(struct ask *ask, const struct err *err)
{
	const struct entity *e = ask->entity;
	struct arena *a = ask->cx->arena;
	void *rec = record_new(a, e);
	struct form f = { .ask = ask, .entity = e, .rec = rec,
		.creating = true, .who = ask->cx->who_all, .err = err,
		.typed = err != NULL };
	struct url *action = url_new(a, "/%s/new", e->name);
	enum rc rc;

	if (!may_make(ask, e))
		return err_set(&ask->cx->err, RC_DENIED, "a %s is not yours "
		    "to make", text_fold(a, e->label));
	ask->seen = (struct view_of){ .who = ask->cx->who_all };
	rc = take_given(&f, rec);
	if (!rc)
		take_defaults(&f, rec);
	if (!rc)
		rc = find_anchor(&f);
	if (!rc)
		rc = captions_of_records(ask, e, &rec, 1);
	for (size_t i = 0; !rc && i < ask->rq->nargs; i++)
		if (field_find(e, ask->rq->args[i].name))
			url_pair(action, ask->rq->args[i].name,
			    ask->rq->args[i].value);
	return rc ? rc : form_page(&f, arena_fmt(a, "New %s", text_fold(a,
	    e->label)), action, url_new(a, "/%s", e->name));
}

enum rc
page_new_form(struct ask *ask)
{
	return new_form(ask, NULL);
}

/* A file that came along is stored first; its field then refers to it. */
static void
put_file_first(struct ask *ask)
{
	const struct field *file = NULL, *audit = field_find(ask->entity,
	    "audit");
	struct order *o = arena_alloc(ask->cx->arena, 3 * sizeof(*o));
	struct pair *in = arena_alloc(ask->cx->arena,
	    (ask->order[0].n + 1) * sizeof(*in));
	struct pair *of = arena_alloc(ask->cx->arena, 2 * sizeof(*of));

	for (size_t i = 0; i < ask->entity->nfields; i++)
		if (ask->entity->fields[i].kind == KIND_blob)
			file = &ask->entity->fields[i];
	if (!file || !ask->call->upload || !ask->call->upload_name ||
	    !*ask->call->upload_name)
		return;
	of[0] = (struct pair){ "name", ask->call->upload_name };
	of[1] = (struct pair){ "audit", *ask_field(ask, "audit")
	    ? ask_field(ask, "audit") : ask_arg(ask, "audit") };
	o[0] = (struct order){ .command = "stored_file.create", .in = of,
		.n = audit && *of[1].value ? 2 : 1 };
	o[1] = ask->order[0];
	for (size_t i = 0; i < o[1].n; i++)
		in[i] = o[1].in[i];
	in[o[1].n++] = (struct pair){ file->name, "@1" };
	o[1].in = in;
	ask->order = o;
	ask->norders = 2;
}

/* A finding that was raised from a question is about its criterion. */
static void
add_criterion(struct ask *ask)
{
	const char *criterion = ask_field(ask, "for_criterion");
	struct order *o = arena_alloc(ask->cx->arena, 2 * sizeof(*o));
	struct pair *in = arena_alloc(ask->cx->arena, 4 * sizeof(*in));

	if (!*criterion || !str_eq(ask->entity->name, "finding"))
		return;
	in[0] = (struct pair){ "finding", "@1" };
	in[1] = (struct pair){ "criterion", criterion };
	in[2] = (struct pair){ "position", "0" };
	in[3] = (struct pair){ "verdict", str_starts(ask_field(ask, "type"),
	    "m") ? "nonconform" : "conform" };
	o[0] = ask->order[0];
	o[1] = (struct order){ .command = "finding_criterion.create",
		.in = in, .n = 4 };
	ask->order = o;
	ask->norders = 2;
}

enum rc
send_new(struct ask *ask)
{
	enum rc rc = form_order(ask, ask->entity, "create", NULL);

	if (!rc)
		put_file_first(ask);
	if (!rc)
		add_criterion(ask);
	return rc;
}

static const char *
made_code(const struct ask *ask)
{
	for (size_t i = 0; i < ask->norders; i++)
		if (ask->done[i].entity == ask->entity)
			return ask->done[i].code;
	return "";
}

enum rc
then_new(struct ask *ask, enum rc rc)
{
	const struct err *err = ask_err(ask);
	const struct url *back = form_back(ask, ask_field(ask, "back"));
	struct url *u;

	if (rc)
		return new_form(ask, err);
	u = url_new(ask->cx->arena, "/%s/%s", ask->entity->name,
	    made_code(ask));
	url_pair(u, "done", "create");
	ask->location = back ? back : u;
	return RC_OK;
}

/* --- a change ---------------------------------------------------------------------------- */

static const char *
shown_value(const struct form *f, const struct field *field, bool typed)
{
	struct form g = *f;

	g.typed = typed;
	return form_value(&g, field);
}

static void
conflict_option(struct view *v, const struct field *field, const char *value,
    const char *text, const char *note, bool checked)
{
	struct view *o = view_item(v, "options");

	view_fmt(o, "name", "keep_%s", field->name);
	view_text(o, "value", value);
	view_text(o, "text", *text ? text : "(empty)");
	view_text(o, "note", note);
	view_flag(o, "checked", checked);
}

/* Somebody was quicker: both values of each field that differs. */
static void
add_conflict(struct form *f, struct view *page)
{
	const struct record *r = f->rec;
	const char *who = account_name(f->ask, r->changed_by);
	struct view *v = view_item(page, "conflict");
	size_t n = 0;

	view_text(v, "who", who);
	view_fmt(v, "note", "Version %" PRId64 " is saved. Choose for each "
	    "field, then save once. The other value stays in the journal.",
	    r->rev);
	view_list(v, "fields");
	for (size_t i = 0; i < f->entity->nfields; i++) {
		const struct field *field = &f->entity->fields[i];
		const char *mine, *theirs;
		struct view *c;

		if (!request_field(f->ask->rq, field->name) ||
		    field->kind == KIND_refs || field->kind == KIND_set)
			continue;
		mine = shown_value(f, field, true);
		theirs = shown_value(f, field, false);
		if (str_eq(mine, theirs))
			continue;
		c = view_item(v, "fields");
		view_text(c, "label", field->label);
		conflict_option(c, field, "mine", mine, "Yours, not saved",
		    true);
		conflict_option(c, field, "theirs", theirs, who, false);
		n++;
	}
	view_fmt(v, "count_note", "%zu field%s differ%s", n, n == 1 ? "" : "s",
	    n == 1 ? "s" : "");
}

static enum rc
edit_form(struct ask *ask, const struct err *err)
{
	struct arena *a = ask->cx->arena;
	struct record_page p;
	enum rc rc = record_open(ask, ask->entity, &p);
	struct form f = { .ask = ask, .entity = ask->entity, .err = err,
		.typed = err != NULL };

	if (rc)
		return rc;
	if (ask->cx->account && !(p.seen.may & UPDATE))
		return err_set(&ask->cx->err, RC_DENIED, "%s is not yours to "
		    "change", p.r->code);
	f.rec = p.seen.rec;
	f.who = p.seen.view.who;
	f.at = p.r->at;
	f.at_kind = p.r->at_kind;
	rc = form_page(&f, arena_fmt(a, "Edit %s", p.r->code), url_new(a,
	    "/%s/%s/edit", p.entity->name, p.r->code), record_url(ask,
	    p.entity, p.r));
	if (!rc && err && err->code == RC_STALE)
		add_conflict(&f, ask->view);
	return rc;
}

enum rc
page_edit_form(struct ask *ask)
{
	return edit_form(ask, NULL);
}

enum rc
send_edit(struct ask *ask)
{
	return form_order(ask, ask->entity, "update", ask->name);
}

enum rc
then_edit(struct ask *ask, enum rc rc)
{
	const struct err *err = ask_err(ask);
	const struct url *back = form_back(ask, ask_field(ask, "back"));
	struct url *u;

	if (rc)
		return edit_form(ask, err);
	u = url_new(ask->cx->arena, "/%s/%s", ask->entity->name, ask->name);
	url_pair(u, "done", "update");
	ask->location = back ? back : u;
	return RC_OK;
}
