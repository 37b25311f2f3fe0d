/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* list_filter.c - what a list leaves out, and the form that says so. */
#include "web/list_own.h"

#include "base/text.h"

#include <string.h>

enum { INLINE_FILTERS = 3 };

static void
add_filter(struct list_page *l, const char *name, const char *value)
{
	if (l->nfilters < LIST_FILTERS)
		l->filter[l->nfilters++] = (struct pair){ name, value };
}

static bool
own_arg(const char *name)
{
	return word_in("sort cursor view export", name);
}

static const struct field *
state_field(const struct entity *e)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (list_is_state(e, &e->fields[i]))
			return &e->fields[i];
	return NULL;
}

bool
list_has_final(const struct entity *e)
{
	for (const struct choice *c = e->machine ? e->machine->states : NULL;
	    c && c->name; c++)
		if (machine_final(e->machine, c->value))
			return true;
	return false;
}

static void
leave_out_ended(struct list_page *l)
{
	const struct entity *e = l->w->entity;
	const struct field *f = state_field(e);

	for (const struct choice *c = e->machine->states; c->name; c++)
		if (machine_final(e->machine, c->value))
			add_filter(l, arena_fmt(l->ask->cx->arena, "%s.not",
			    f->name), c->name);
}

void
list_set_filters(struct list_page *l)
{
	const struct request *rq = l->ask->rq;
	const struct entity *e = l->w->entity;
	const char *view = ask_arg(l->ask, "view");
	const struct field *state = state_field(e);

	for (const struct pair *p = l->w->fixed; p && p->name; p++)
		add_filter(l, p->name, p->value);
	for (size_t i = 0; i < rq->nargs; i++)
		if (!own_arg(rq->args[i].name) && *rq->args[i].value)
			add_filter(l, rq->args[i].name, rq->args[i].value);
	l->open = list_has_final(e) && !str_eq(view, "all") &&
	    !(state && *ask_arg(l->ask, state->name));
	if (l->open)
		leave_out_ended(l);
}

/* --- the form of filters -------------------------------------------------------------- */

static void
pick_filter(struct list_page *l, struct view *v, const char *list,
    const struct field *f)
{
	const char *now = ask_arg(l->ask, f->name);
	struct view *c = field_new(v, list, f->name, f->label);

	view_fmt(c, "id", "f-%s", f->name);
	field_pick(c, "Any");
	if (f->kind == KIND_bool) {
		field_option(c, "true", "Yes", str_eq(now, "true"));
		field_option(c, "false", "No", str_eq(now, "false"));
		return;
	}
	for (const struct choice *o = f->choices; o->name; o++)
		field_option(c, o->name, o->label, str_eq(now, o->name));
}

static void
day_filter(struct list_page *l, struct view *v, const struct field *f)
{
	static const char *const ends[2][2] = { { "from", "from" },
		{ "to", "until" } };

	for (int i = 0; i < 2; i++) {
		const char *name = arena_fmt(l->ask->cx->arena, "%s.%s",
		    f->name, ends[i][0]);
		struct view *c = field_new(v, "more_filters", name,
		    arena_fmt(l->ask->cx->arena, "%s %s", f->label,
		    ends[i][1]));

		view_fmt(c, "id", "f-%s-%s", f->name, ends[i][0]);
		field_line(c, "date", ask_arg(l->ask, name), UNSET);
	}
}

static bool
searched(const struct entity *e)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].flags & SEARCH)
			return true;
	return false;
}

void
list_show_filters(struct list_page *l, struct view *v)
{
	const struct entity *e = l->w->entity;
	const struct field *state = state_field(e);
	size_t inline_ones = 1;

	view_list(v, "filters");
	view_list(v, "more_filters");
	if (searched(e)) {
		struct view *c = field_new(v, "filters", "q", "Words");

		view_text(c, "id", "f-q");
		field_line(c, "search", ask_arg(l->ask, "q"), 200);
	}
	if (state) {
		pick_filter(l, v, "filters", state);
		inline_ones++;
	}
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->read || f == state || list_fixed_by(l->w, f))
			continue;
		if (f->kind == KIND_pick || f->kind == KIND_class ||
		    f->kind == KIND_bool || f->kind == KIND_set)
			pick_filter(l, v, f->flags & SORT &&
			    inline_ones++ < INLINE_FILTERS ? "filters" :
			    "more_filters", f);
		else if (f->kind == KIND_date && f->flags & SORT)
			day_filter(l, v, f);
	}
}

/* "Type is Major nonconformity", with a link that takes it off. */
void
list_show_tags(struct list_page *l, struct view *v)
{
	const struct request *rq = l->ask->rq;
	struct arena *a = l->ask->cx->arena;

	view_list(v, "tags");
	for (size_t i = 0; i < rq->nargs; i++) {
		const struct pair *p = &rq->args[i];
		size_t n = strcspn(p->name, ".");
		const struct field *f = field_find(l->w->entity,
		    arena_dup(a, p->name, n));
		const struct choice *c = f && f->choices
		    ? choice_named(f->choices, p->value) : NULL;
		struct view *tag;

		if (own_arg(p->name) || !*p->value)
			continue;
		tag = view_item(v, "tags");
		view_fmt(tag, "label", "%s%s %s", f ? f->label :
		    str_eq(p->name, "q") ? "Words" : p->name,
		    str_ends(p->name, ".from") ? " from" :
		    str_ends(p->name, ".to") ? " until" :
		    str_ends(p->name, ".not") ? " is not" : ":",
		    c ? c->label : p->value);
		view_link(tag, "href", list_url(l, p->name, NULL));
	}
	view_link(v, "clear", l->w->base);
}

void
list_show_hidden(struct list_page *l, struct view *v)
{
	static const char *const kept[] = { "sort", "view" };

	view_list(v, "hidden");
	for (size_t i = 0; i < NELEMS(kept); i++) {
		const char *value = ask_arg(l->ask, kept[i]);
		struct view *h;

		if (!*value)
			continue;
		h = view_item(v, "hidden");
		view_text(h, "name", kept[i]);
		view_text(h, "value", value);
	}
}
