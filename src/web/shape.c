/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/shape.h"

#include "base/text.h"

#include <string.h>

static void
set_texts(struct view *v, const char *const *name)
{
	for (; *name; name++)
		view_text(v, *name, "");
}

static void
set_lists(struct view *v, const char *const *name)
{
	for (; *name; name++)
		view_list(v, *name);
}

void
shape_link(struct view *v, const char *name, const struct url *href)
{
	if (href)
		view_link(v, name, href);
	else
		view_text(v, name, "");
}

static void
set_badge(struct view *v, const char *list, const struct badge *b)
{
	struct view *st;

	if (!b->word || !*b->word)
		return;
	st = view_item(v, list);
	view_text(st, "tone", b->tone);
	view_text(st, "icon", b->icon ? b->icon : "open");
	view_text(st, "word", b->word);
}

void
shape_badge(struct view *v, const struct badge *b)
{
	set_badge(v, "st", b);
}

struct view *
shape_row(struct view *v, const char *list, const struct shape_row *r)
{
	struct view *row = view_item(v, list);

	view_text(row, "icon", r->icon ? r->icon : "open");
	view_text(row, "tone", r->tone);
	view_text(row, "code", r->code);
	view_text(row, "text", r->text);
	view_text(row, "note", r->note);
	view_text(row, "rule", r->rule);
	view_text(row, "late", r->late);
	view_text(row, "side", r->side);
	view_date(row, "when", r->day);
	shape_link(row, "href", r->href);
	view_list(row, "st");
	shape_badge(row, &r->st);
	return row;
}

void
shape_empty(struct view *v, const struct shape_empty *e)
{
	struct view *empty = view_item(v, "empty");

	view_text(empty, "icon", e->icon ? e->icon : "inbox");
	view_text(empty, "tone", "");
	view_text(empty, "text", e->text);
	view_text(empty, "note", e->note);
	view_text(empty, "link", e->link);
	shape_link(empty, "href", e->href);
}

/* --- cards -------------------------------------------------------------------- */

struct view *
card_new(struct view *v, const char *list, const char *id, const char *title)
{
	static const char *const texts[] = { "note", "intro", "html", "chart",
		"outro", NULL };
	static const char *const lists[] = { "st", "links", "parts", "facts",
		"rows", "tables", "history", "forms", "empty", NULL };
	struct view *card = view_item(v, list);

	set_texts(card, texts);
	set_lists(card, lists);
	view_text(card, "id", id);
	view_text(card, "title", title);
	return card;
}

void
card_link(struct view *card, const char *label, const struct url *href)
{
	struct view *link = view_item(card, "links");

	view_text(link, "label", label);
	view_link(link, "href", href);
}

void
card_event(struct view *card, const struct shape_event *e)
{
	struct view *event = view_item(card, "history");

	view_text(event, "icon", e->icon ? e->icon : "open");
	view_text(event, "tone", e->tone ? e->tone : "muted");
	view_text(event, "text", e->text);
	view_text(event, "note", e->note);
	view_text(event, "who", e->who);
	view_time(event, "when", e->time);
	shape_link(event, "href", e->href);
}

struct view *
card_fact(struct view *card, const char *label)
{
	struct view *fact = view_item(card, "facts");

	view_text(fact, "label", label);
	view_list(fact, "values");
	return fact;
}

struct view *
card_part(struct view *v, const char *list, const char *label,
    const char *about)
{
	struct view *part = view_item(v, list);

	view_text(part, "label", label);
	view_text(part, "about", about);
	view_text(part, "missing", "");
	view_list(part, "values");
	return part;
}

void
fact_value(struct view *fact, const struct shape_value *value)
{
	const struct view_value *old = view_find(fact, "values",
	    view_hash("values", strlen("values")));
	bool more = old && view_holds(old);
	struct view *v = view_item(fact, "values");

	view_text(v, "sep", more && !value->st.word ? ", " : "");
	view_text(v, "code", value->code);
	view_text(v, "text", value->text);
	shape_link(v, "href", value->href);
	if (value->time)
		view_time(v, "when", value->time);
	else
		view_date(v, "when", value->day);
	if (value->html)
		view_html(v, "html", value->html);
	else
		view_text(v, "html", "");
	view_list(v, "st");
	shape_badge(v, &value->st);
}

void
fact_text(struct view *fact, const char *text)
{
	fact_value(fact, &(struct shape_value){ .text = text });
}

/* --- tables ------------------------------------------------------------------- */

struct view *
table_new(struct view *v, const char *list, const char *caption)
{
	struct view *table = view_item(v, list);

	view_text(table, "caption", caption);
	view_text(table, "summary", "");
	view_list(table, "heads");
	view_list(table, "rows");
	return table;
}

void
table_head(struct view *table, const char *label, bool num)
{
	table_sorted(table, label, num, NULL, "");
}

void
table_sorted(struct view *table, const char *label, bool num,
    const struct url *href, const char *sort)
{
	struct view *head = view_item(table, "heads");

	view_text(head, "label", label);
	view_flag(head, "num", num);
	shape_link(head, "href", href);
	view_text(head, "sort", sort);
	view_text(head, "tone", "");
	view_text(head, "icon", !*sort ? "" :
	    str_eq(sort, "ascending") ? "up" : "down");
}

struct view *
table_row(struct view *table)
{
	struct view *row = view_item(table, "rows");

	view_list(row, "cells");
	return row;
}

void
table_cell(struct view *row, const char *label, const struct shape_cell *cell)
{
	struct view *v = view_item(row, "cells");

	view_text(v, "label", label);
	view_flag(v, "first", cell->first);
	view_flag(v, "num", cell->num);
	view_text(v, "code", cell->code);
	view_text(v, "text", cell->text);
	view_text(v, "note", cell->note);
	view_text(v, "late", cell->late);
	shape_link(v, "href", cell->href);
	view_list(v, "st");
	shape_badge(v, &cell->st);
}

/* --- forms -------------------------------------------------------------------- */

struct view *
field_new(struct view *v, const char *list, const char *name,
    const char *label)
{
	static const char *const texts[] = { "hint", "error", "rule",
		"describedby", "value", "href", "type", "max", "mode", "list",
		"unit", "rows", "none", "accept", NULL };
	static const char *const flags[] = { "is_shown", "is_line", "is_area",
		"is_pick", "is_radio", "is_ticks", "is_tick", "is_file",
		"optional", "checked", "many" };
	static const char *const lists[] = { "known", "options", NULL };
	struct view *field = view_item(v, list);

	set_texts(field, texts);
	set_lists(field, lists);
	for (size_t i = 0; i < NELEMS(flags); i++)
		view_flag(field, flags[i], false);
	view_text(field, "id", name);
	view_text(field, "name", name);
	view_text(field, "label", label);
	return field;
}

static const char *
text_of(const struct view *v, const char *name)
{
	const struct view_value *p = view_find(v, name,
	    view_hash(name, strlen(name)));

	return p && p->kind == VIEW_TEXT ? p->u.text : "";
}

void
field_notes(struct view *field, const char *hint, const char *error,
    const char *rule)
{
	const char *id = text_of(field, "id");
	bool hinted = hint && *hint, wrong = error && *error;

	view_text(field, "hint", hint);
	view_text(field, "error", error);
	view_text(field, "rule", rule);
	if (hinted && wrong)
		view_fmt(field, "describedby", "%s-e %s-h", id, id);
	else if (hinted || wrong)
		view_fmt(field, "describedby", "%s-%c", id, wrong ? 'e' : 'h');
}

void
field_line(struct view *field, const char *type, const char *value,
    int64_t max)
{
	view_flag(field, "is_line", true);
	view_text(field, "type", type);
	view_text(field, "value", value);
	view_int(field, "max", max);
}

void
field_area(struct view *field, const char *value, int64_t max, int rows)
{
	view_flag(field, "is_area", true);
	view_text(field, "value", value);
	view_int(field, "max", max);
	view_int(field, "rows", rows);
}

void
field_pick(struct view *field, const char *none)
{
	view_flag(field, "is_pick", true);
	view_text(field, "none", none);
}

void
field_option(struct view *field, const char *value, const char *label,
    bool selected)
{
	struct view *option = view_item(field, "options");

	view_text(option, "value", value);
	view_text(option, "label", label);
	view_flag(option, "selected", selected);
}

void
field_choices(struct view *field, bool many)
{
	view_flag(field, many ? "is_ticks" : "is_radio", true);
}

void
field_choice(struct view *field, const char *value, const char *label,
    const char *meaning, bool checked)
{
	struct view *option = view_item(field, "options");

	view_fmt(option, "id", "%s-%s", text_of(field, "id"), value);
	view_text(option, "name", text_of(field, "name"));
	view_text(option, "value", value);
	view_text(option, "label", label);
	view_text(option, "meaning", meaning);
	view_flag(option, "checked", checked);
}

void
field_tick(struct view *field, bool checked)
{
	view_flag(field, "is_tick", true);
	view_flag(field, "checked", checked);
}

void
field_file(struct view *field, bool many)
{
	view_flag(field, "is_file", true);
	view_flag(field, "many", many);
}

void
field_said(struct view *field, const char *value, const struct url *href)
{
	view_flag(field, "is_shown", true);
	view_text(field, "value", value);
	shape_link(field, "href", href);
}

void
field_known(struct view *field, const char *value, const char *label)
{
	struct view *known = view_item(field, "known");

	view_fmt(field, "list", "%s-list", text_of(field, "id"));
	view_text(known, "value", value);
	view_text(known, "label", label);
}

struct view *
step_new(struct view *v, const char *list, const char *label,
    const struct url *action, int64_t rev)
{
	struct view *step = view_item(v, list);

	view_text(step, "label", label);
	view_link(step, "action", action);
	view_int(step, "rev", rev);
	view_flag(step, "main", false);
	view_flag(step, "danger", false);
	view_flag(step, "asks", false);
	view_text(step, "effect", "");
	view_list(step, "fields");
	return step;
}

/* --- pages -------------------------------------------------------------------- */

struct view *
page_new(struct arena *a, const char *title)
{
	static const char *const texts[] = { "theme", "failed_title", "q",
		"person", "duty", "csrf", "here", "h1", "life_of", "tabs_of",
		"gates_title", "todo_title", "todo_note", "heat_title",
		"heat_note", "heat_first", NULL };
	static const char *const lists[] = { "errors", "nav", "crumbs",
		"notice", "foot", "facts", "doing", "main_step", "more_steps",
		"more_links", "life", "tabs", "gates", "gates_st", "kpis",
		"todo", "heat_heads", "heat", "cards", "side", NULL };
	static const char *const flags[] = { "failed", "demo", "solo", "more",
		"theme_auto", "theme_light", "theme_dark" };
	struct view *page = view_new(a);

	set_texts(page, texts);
	set_lists(page, lists);
	for (size_t i = 0; i < NELEMS(flags); i++)
		view_flag(page, flags[i], false);
	view_text(page, "lang", "en");
	view_text(page, "dir", "ltr");
	view_text(page, "zone", "UTC");
	view_text(page, "title", title);
	view_text(page, "h1", title);
	view_int(page, "todo_all", 0);
	view_int(page, "todo_done", 0);
	return page;
}

void
page_crumb(struct view *page, const char *label, const struct url *href)
{
	struct view *crumb = view_item(page, "crumbs");

	view_text(crumb, "label", label);
	shape_link(crumb, "href", href);
}

static struct view *
new_fact(struct view *page)
{
	static const char *const texts[] = { "code", "text", "when", "href",
		NULL };
	struct view *fact = view_item(page, "facts");

	set_texts(fact, texts);
	view_list(fact, "st");
	return fact;
}

void
page_fact(struct view *page, const char *text, const struct url *href)
{
	struct view *fact = new_fact(page);

	view_text(fact, "text", text);
	shape_link(fact, "href", href);
}

void
page_fact_code(struct view *page, const char *code)
{
	view_text(new_fact(page), "code", code);
}

void
page_fact_day(struct view *page, const char *text, int64_t day)
{
	struct view *fact = new_fact(page);

	view_text(fact, "text", text);
	view_date(fact, "when", day);
}

void
page_fact_state(struct view *page, const struct badge *b)
{
	shape_badge(new_fact(page), b);
}

void
page_do(struct view *page, const char *icon, const char *label,
    const struct url *href, bool main)
{
	struct view *item = view_item(page, "doing");

	view_text(item, "icon", icon);
	view_text(item, "tone", "");
	view_text(item, "label", label);
	view_link(item, "href", href);
	view_flag(item, "main", main);
}

void
page_tab(struct view *page, const char *label, int64_t count,
    const struct url *href, bool current)
{
	struct view *tab = view_item(page, "tabs");

	view_text(tab, "label", label);
	view_int(tab, "count", count);
	view_link(tab, "href", href);
	view_flag(tab, "current", current);
}

void
page_kpi(struct view *page, const char *label, const char *value,
    const char *note, const char *tone)
{
	struct view *kpi = view_item(page, "kpis");

	view_text(kpi, "label", label);
	view_text(kpi, "value", value);
	view_text(kpi, "note", note);
	view_text(kpi, "tone", tone);
	view_text(kpi, "icon", str_eq(tone, "late") ? "clock" :
	    str_eq(tone, "warn") ? "warn" : "");
}

void
page_life(struct view *page, const char *word, enum life how, int64_t time)
{
	struct view *step = view_item(page, "life");

	view_text(step, "word", word);
	view_flag(step, "done", how == LIFE_DONE);
	view_flag(step, "now", how == LIFE_NOW);
	view_flag(step, "later", how == LIFE_LATER);
	view_time(step, "when", time);
}

void
page_error(struct view *page, const char *field, const char *text,
    const char *rule, const char *hint)
{
	struct view *error = view_item(page, "errors");

	view_flag(page, "failed", true);
	view_text(page, "failed_title", "This has to be put right first");
	view_text(error, "text", text);
	view_text(error, "rule", rule);
	view_text(error, "hint", hint);
	if (field && *field)
		view_url(error, "href", "#%s", field);
	else
		view_text(error, "href", "");
}

void
page_notice(struct view *page, const char *tone, const char *text)
{
	struct view *notice = view_item(page, "notice");

	view_text(notice, "tone", tone);
	view_text(notice, "icon", str_eq(tone, "good") ? "done" :
	    str_eq(tone, "warn") ? "warn" : str_eq(tone, "bad") ? "stop" :
	    "info");
	view_text(notice, "text", text);
	view_text(notice, "href", "");
	view_text(notice, "link", "");
}
