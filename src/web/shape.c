/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/shape.h"

#include "base/text.h"

#include <string.h>

void
shape_texts(struct view *v, const char *const *name)
{
	for (; *name; name++)
		view_text(v, *name, "");
}

void
shape_lists(struct view *v, const char *const *name)
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
		"after", "outro", NULL };
	static const char *const lists[] = { "st", "links", "parts", "facts",
		"rows", "tables", "history", "forms", "empty", NULL };
	struct view *card = view_item(v, list);

	shape_texts(card, texts);
	shape_lists(card, lists);
	view_text(card, "id", id);
	view_text(card, "title", title);
	view_flag(card, "narrow", strcmp(list, "side") == 0);
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
	view_flag(v, "tight", cell->tight);
	view_text(v, "code", cell->code);
	view_text(v, "text", cell->text);
	view_text(v, "note", cell->note);
	view_text(v, "late", cell->late);
	shape_link(v, "href", cell->href);
	view_list(v, "st");
	shape_badge(v, &cell->st);
}
