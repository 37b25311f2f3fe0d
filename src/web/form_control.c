/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* form_control.c - the control of a field, by its kind. */
#include "web/form.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/criteria.h"
#include "web/list.h"

#include <inttypes.h>
#include <string.h>

/* Few enough to see all at once; so many that typing is quicker. */
enum { FEW = 40, RADIO = 5, LONG_LINE = 200 };

/* --- values ---------------------------------------------------------------------- */

static const char *
local_time(struct arena *a, int64_t v)
{
	char text[TIME_LEN + 1];

	time_write(text, v);
	return arena_dup(a, text, DATE_LEN + 6);
}

static const char *
decimal(struct arena *a, int64_t v)
{
	const char *minus = v < 0 ? "-" : "";
	int64_t u = v < 0 ? -v : v;

	if (u % 100 == 0)
		return arena_fmt(a, "%s%" PRId64, minus, u / 100);
	return arena_fmt(a, "%s%" PRId64 ".%02" PRId64, minus, u / 100,
	    u % 100);
}

const char *
form_value(const struct form *f, const struct field *field)
{
	struct arena *a = f->ask->cx->arena;
	const struct caption *c;

	if (f->typed && request_field(f->ask->rq, field->name))
		return ask_field(f->ask, field->name);
	if (field_empty(field, f->rec))
		return "";
	switch (field->kind) {
	case KIND_time:
		return local_time(a, field_int(field, f->rec));
	case KIND_days100:
	case KIND_bp:
	case KIND_money:
		return decimal(a, field_int(field, f->rec));
	case KIND_ref:
	case KIND_blob:
		c = caption_of(f->ask, field->ref, field_int(field, f->rec));
		return c ? c->code : field_show(a, field, f->rec);
	default:
		return field_show(a, field, f->rec);
	}
}

/* Is this one of the values of a set, a choice or a list of references? */
static bool
has_value(const struct form *f, const struct field *field, const char *name,
    int64_t value)
{
	const struct request *rq = f->ask->rq;
	struct refs r;

	if (f->typed && request_field(rq, field->name)) {
		for (size_t i = 0; i < rq->nfields; i++)
			if (str_eq(rq->fields[i].name, field->name) &&
			    str_eq(rq->fields[i].value, name))
				return true;
		return false;
	}
	if (field->kind == KIND_set)
		return field_int(field, f->rec) >> (value - 1) & 1;
	if (field->kind != KIND_refs)
		return field_int(field, f->rec) == value;
	r = field_refs(field, f->rec);
	for (size_t i = 0; i < r.n; i++)
		if (r.id[i] == value)
			return true;
	return false;
}

/* --- choices --------------------------------------------------------------------------- */

static size_t
count_choices(const struct choice *c, bool *meant)
{
	size_t n = 0;

	*meant = false;
	for (; c->name; c++, n++)
		*meant = *meant || (c->meaning && *c->meaning);
	return n;
}

static void
pick_control(const struct form *f, struct view *v, const struct field *field)
{
	const struct choice *c = field->choices;
	bool meant, required = field->flags & REQUIRED;
	size_t n = count_choices(c, &meant);

	if (n <= RADIO && meant && required) {
		field_choices(v, false);
		for (; c->name; c++)
			field_choice(v, c->name, c->label, c->meaning,
			    has_value(f, field, c->name, c->value));
		return;
	}
	field_pick(v, required ? "Choose" : "None");
	for (; c->name; c++)
		field_option(v, c->name, c->label,
		    has_value(f, field, c->name, c->value));
}

static void
set_control(const struct form *f, struct view *v, const struct field *field)
{
	field_choices(v, true);
	for (const struct choice *c = field->choices; c->name; c++)
		field_choice(v, c->name, c->label, c->meaning,
		    has_value(f, field, c->name, c->value));
}

/* --- references --------------------------------------------------------------------------- */

/* The editions that a new criterion can only be of: one filter for each. */
static enum rc
editions(const struct form *f, struct pair *filter, size_t most, size_t *n)
{
	struct ask *ask = f->ask;
	bool scheme = f->entity == &audit_criterion_entity;
	const struct field *of = field_find(f->entity, scheme ? "scheme" :
	    "programme");
	struct refs r;
	struct seen seen;
	enum rc rc;

	*n = 0;
	if (!of || of->kind != KIND_ref || !field_int(of, f->rec))
		return RC_OK;
	rc = store_get(ask->cx, of->ref, field_int(of, f->rec), 0, false,
	    &seen);
	if (rc)
		return rc == RC_MISSING ? RC_OK : rc;
	r = scheme ? (struct refs){ 1, &((const struct audit_scheme *)
	    seen.rec)->edition } : field_refs(field_find(of->ref, "schemes"),
	    seen.rec);
	for (; *n < r.n && *n < most; ++*n)
		filter[*n] = (struct pair){ "edition", arena_fmt(
		    ask->cx->arena, "%" PRId64, r.id[*n]) };
	return RC_OK;
}

/* Records of the same audit, programme or organization, where they have one. */
static enum rc
candidates(const struct form *f, const struct entity *e, struct page *out)
{
	const char *at = arena_fmt(f->ask->cx->arena, "%" PRId64, f->at);
	struct pair filter[8] = { { "at", at } };
	const struct field *title = entity_title(e);
	const char *kind = f->at_kind == ANCHOR_AUDIT ? "audit " :
	    f->at_kind == ANCHOR_PROGRAMME ? "programme " : "-";
	bool same = f->at && str_starts(e->belongs, kind) &&
	    !str_eq(e->name, text_trim(f->ask->cx->arena, kind));
	bool item = e == &criterion_item_entity;
	struct query q = { .entity = e, .filter = filter,
		.nfilters = same, .limit = QUERY_MOST, .sort = item
		? "position" : title && title->flags & SORT ? title->name
		: NULL };
	enum rc rc = item ? editions(f, filter, NELEMS(filter), &q.nfilters)
	    : RC_OK;

	return rc ? rc : query_run(f->ask->cx, &q, out);
}

static const char *
option_label(const struct form *f, const struct entity *e, const void *rec)
{
	const struct record *r = rec;
	const struct field *title = entity_title(e);

	if (!title || field_empty(title, rec) ||
	    !field_visible(title, &f->ask->seen))
		return r->code;
	if (e->flags & PERSONAL)
		return field_text(title, rec);
	return arena_fmt(f->ask->cx->arena, "%s %s", r->code,
	    utf8_cut(f->ask->cx->arena, full_title(f->ask, e, rec), 90));
}

static void
ref_select(const struct form *f, struct view *v, const struct field *field,
    const struct page *rows)
{
	field_pick(v, field->flags & REQUIRED ? "Choose" : "None");
	for (size_t i = 0; i < rows->n; i++) {
		const struct record *r = rows->rec[i];

		f->ask->seen = rows->view[i];
		field_option(v, r->code, option_label(f, field->ref, r),
		    has_value(f, field, r->code, r->id));
	}
}

static void
ref_line(const struct form *f, struct view *v, const struct field *field,
    const struct page *rows)
{
	field_line(v, "text", form_value(f, field), UNSET);
	for (size_t i = 0; i < rows->n; i++) {
		const struct record *r = rows->rec[i];

		f->ask->seen = rows->view[i];
		field_known(v, r->code, option_label(f, field->ref, r));
	}
}

static enum rc
ref_control(const struct form *f, struct view *v, const struct field *field)
{
	const struct view_of seen = f->ask->seen;
	struct page rows;
	enum rc rc = candidates(f, field->ref, &rows);

	if (rc)
		return rc;
	if (rows.n <= FEW)
		ref_select(f, v, field, &rows);
	else
		ref_line(f, v, field, &rows);
	f->ask->seen = seen;
	return RC_OK;
}

/* Those chosen are ticked; of many, only they are ticks and more are typed. */
static enum rc
refs_control(const struct form *f, struct view *v, const char *list,
    struct view *c, const struct field *field)
{
	const struct view_of seen = f->ask->seen;
	struct page rows;
	enum rc rc = candidates(f, field->ref, &rows);
	bool few = !rc && rows.n <= FEW;

	if (rc)
		return rc;
	field_choices(c, true);
	for (size_t i = 0; i < rows.n; i++) {
		const struct record *r = rows.rec[i];
		bool on = has_value(f, field, r->code, r->id);

		f->ask->seen = rows.view[i];
		if (few || on)
			field_choice(c, r->code, option_label(f, field->ref,
			    r), "", on);
	}
	if (!few) {
		struct view *more = field_new(v, list, field->name,
		    arena_fmt(f->ask->cx->arena, "Add to %s", field->label));

		view_fmt(more, "id", "%s-more", field->name);
		view_flag(more, "optional", true);
		field_line(more, "text", "", UNSET);
		for (size_t i = 0; i < rows.n; i++) {
			const struct record *r = rows.rec[i];

			f->ask->seen = rows.view[i];
			field_known(more, r->code, option_label(f, field->ref,
			    r));
		}
	}
	f->ask->seen = seen;
	return RC_OK;
}

/* --- all kinds ------------------------------------------------------------------------------ */

static void
number_control(const struct form *f, struct view *v,
    const struct field *field)
{
	field_line(v, "text", form_value(f, field), UNSET);
	view_text(v, "mode", field->kind == KIND_int ||
	    field->kind == KIND_minutes ? "numeric" : "decimal");
	view_text(v, "unit", field->kind == KIND_minutes ? "minutes" :
	    field->kind == KIND_days100 ? "days" :
	    field->kind == KIND_bp ? "%" : "");
}

static void
text_control(const struct form *f, struct view *v, const struct field *field)
{
	const char *value = form_value(f, field);

	if (field->kind != KIND_markdown && field->max <= LONG_LINE)
		field_line(v, "text", value, field->max);
	else
		field_area(v, value, field->max,
		    field->kind == KIND_markdown ? 6 : 3);
}

static void
said_control(const struct form *f, struct view *v, const struct field *field)
{
	const struct caption *c = field->ref && field->kind != KIND_refs
	    ? caption_of(f->ask, field->ref, field_int(field, f->rec)) : NULL;

	field_said(v, field_words(f->ask, field, f->rec),
	    c ? caption_url(f->ask, field->ref, c) : NULL);
}

static enum rc
any_control(const struct form *f, struct view *v, const char *list,
    struct view *c, const struct field *field)
{
	switch (field->kind) {
	case KIND_text:
	case KIND_markdown:
	case KIND_hash:
		text_control(f, c, field);
		break;
	case KIND_date:
		field_line(c, "date", form_value(f, field), UNSET);
		break;
	case KIND_time:
		field_line(c, "datetime-local", form_value(f, field), UNSET);
		view_text(c, "unit", "UTC");
		break;
	case KIND_pick:
	case KIND_class:
		pick_control(f, c, field);
		break;
	case KIND_set:
		set_control(f, c, field);
		break;
	case KIND_bool:
		field_tick(c, has_value(f, field, "true", 1));
		break;
	case KIND_int:
	case KIND_minutes:
	case KIND_days100:
	case KIND_bp:
	case KIND_money:
		number_control(f, c, field);
		break;
	case KIND_ref:
		return ref_control(f, c, field);
	case KIND_refs:
		return refs_control(f, v, list, c, field);
	case KIND_blob:
		field_file(c, false);
		break;
	}
	return RC_OK;
}

static void
control_notes(const struct form *f, struct view *c, const struct field *field)
{
	bool wrong = f->err && f->err->field &&
	    str_eq(f->err->field, field->name);

	field_notes(c, field->help, wrong ? f->err->text : NULL,
	    wrong ? f->err->rule : NULL);
}

enum rc
form_control(const struct form *f, struct view *v, const char *list,
    const struct field *field)
{
	struct view *c = field_new(v, list, field->name, field->label);

	view_flag(c, "optional", !(field->flags & REQUIRED) &&
	    field->kind != KIND_bool && !str_eq(f->needs, field->name));
	if (!form_asks(f, field)) {
		said_control(f, c, field);
		return RC_OK;
	}
	control_notes(f, c, field);
	return any_control(f, v, list, c, field);
}
