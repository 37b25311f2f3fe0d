/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* shape_form.c - the controls of forms, and steps as buttons. */
#include "web/shape.h"

#include "base/text.h"

#include <string.h>

struct view *
field_new(struct view *v, const char *list, const char *name,
    const char *label)
{
	static const char *const texts[] = { "hint", "error", "rule",
		"describedby", "value", "href", "type", "max", "mode", "list",
		"unit", "rows", "none", "accept", "auto", NULL };
	static const char *const flags[] = { "is_shown", "is_line", "is_area",
		"is_pick", "is_radio", "is_ticks", "is_tick", "is_file",
		"optional", "checked", "many" };
	static const char *const lists[] = { "known", "options", NULL };
	struct view *field = view_item(v, list);

	shape_texts(field, texts);
	shape_lists(field, lists);
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
	view_text(field, "error", shape_sentence(view_arena(field), error));
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
	view_text(field, "auto", "off");
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
	view_text(step, "back", "");
	view_list(step, "fields");
	return step;
}

