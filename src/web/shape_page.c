/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* shape_page.c - what a page has besides its own. */
#include "web/shape.h"

#include "base/text.h"

#include <string.h>

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
		"todo", "heat_heads", "heat", "cards", "side", "adds",
		NULL };
	static const char *const flags[] = { "failed", "demo", "solo", "more",
		"theme_auto", "theme_light", "theme_dark" };
	struct view *page = view_new(a);

	shape_texts(page, texts);
	shape_lists(page, lists);
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

	shape_texts(fact, texts);
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

/* Errors are short and factual; on a page they are sentences. */
const char *
shape_sentence(struct arena *a, const char *s)
{
	char *copy = arena_str(a, s ? s : "");

	if (*copy >= 'a' && *copy <= 'z')
		*copy = (char)(*copy - 32);
	return copy;
}

void
page_error(struct view *page, const char *field, const char *text,
    const char *rule, const char *hint)
{
	struct view *error = view_item(page, "errors");

	view_flag(page, "failed", true);
	view_text(page, "failed_title", "This has to be put right first");
	view_text(error, "text", shape_sentence(view_arena(page), text));
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
