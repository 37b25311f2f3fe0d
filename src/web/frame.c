/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* frame.c - what stands around every page: menus, who is signed in, errors. */
#include "web/ask.h"

#include "base/text.h"
#include "model/choices.h"
#include "web/list.h"

#include <inttypes.h>

struct entry {
	const char *icon, *label, *path;
	const char *record;     /* shown to those who may see these */
};

static const struct entry work[] = {
	{ "home", "My work", "/", NULL },
	{ "programme", "Programmes", "/programme", "programme" },
	{ "audit", "Audits", "/audit", "audit" },
	{ "flag", "Findings", "/finding", "finding" },
	{ "clock", "Follow-up", "/follow-up", "action" },
	{ "file", "Evidence", "/evidence", "evidence" },
	{ 0 }
};
static const struct entry resources[] = {
	{ "people", "People", "/person", "person" },
	{ "book", "Criteria", "/criteria", "criteria_edition" },
	{ "chart", "Tools", "/decide", NULL },
	{ "tree", "All records", "/records", NULL },
	{ 0 }
};
static const struct entry house[] = {
	{ "place", "Organizations", "/organization", "organization" },
	{ "key", "Accounts", "/user_account", "user_account" },
	{ "gear", "Settings", "/settings", NULL },
	{ 0 }
};

static bool
may_enter(const struct ask *ask, const struct entry *e)
{
	if (str_eq(e->path, "/settings"))
		return ask->cx->who_all & (ADM | APM);
	return !e->record || may_see(ask, entity_find(e->record));
}

/* Tasks of the person that are not done: the one badge of the menu. */
static int64_t
open_tasks(struct ask *ask)
{
	const struct entity *e = entity_find("task");
	const struct pair filter[] = {
		{ "owner", arena_fmt(ask->cx->arena, "%" PRId64,
		    ask->cx->person) },
		{ "state", "open" },
	};
	const struct query q = { .entity = e, .filter = filter,
		.nfilters = NELEMS(filter) };
	int64_t n = 0;

	if (!ask->cx->person || query_count(ask->cx, &q, &n))
		return 0;
	return n;
}

static void
add_group(struct ask *ask, struct view *v, const char *heading,
    const struct entry *e, const char *current)
{
	struct view *group = NULL;

	for (; e->label; e++) {
		struct view *link;

		if (!may_enter(ask, e))
			continue;
		if (!group) {
			group = view_item(v, "nav");
			view_text(group, "heading", heading);
		}
		link = view_item(group, "links");
		view_text(link, "icon", e->icon);
		view_text(link, "tone", "");
		view_text(link, "label", e->label);
		view_link(link, "href", url_path(ask->cx->arena, e->path));
		view_flag(link, "current", str_eq(e->path, current));
		view_int(link, "count", e == work ? open_tasks(ask) : 0);
		view_text(link, "count_word", "open tasks");
	}
}

static const char *
duty_words(const struct ask *ask)
{
	struct buf b = { .arena = ask->cx->arena };

	for (const struct choice *c = role_choices; c->name; c++) {
		if (!(ask->cx->who_all & role_bit(c->name)))
			continue;
		if (b.len)
			buf_str(&b, ", ");
		buf_str(&b, c->label);
	}
	return buf_text(&b);
}

static void
set_theme(const struct ask *ask, struct view *v)
{
	const char *theme = request_cookie(ask->rq, "theme");

	if (!theme || !word_in("light dark", theme))
		theme = "";
	view_text(v, "theme", theme);
	view_flag(v, "theme_auto", !*theme);
	view_flag(v, "theme_light", str_eq(theme, "light"));
	view_flag(v, "theme_dark", str_eq(theme, "dark"));
}

struct view *
frame_page(struct ask *ask, const char *title, const char *current)
{
	struct view *v = page_new(ask->cx->arena, title);

	set_theme(ask, v);
	view_flag(v, "demo", server_is_demo(ask->call->srv));
	view_text(v, "csrf", ask->call->session.csrf);
	view_text(v, "here", ask->rq->target);
	if (!ask->call->signed_in)
		return v;
	view_text(v, "person", ask->call->session.name);
	view_text(v, "duty", duty_words(ask));
	add_group(ask, v, "Work", work, current);
	add_group(ask, v, "Resources", resources, current);
	add_group(ask, v, "House", house, current);
	return v;
}

void
frame_show(struct ask *ask, struct view *v, const char *page)
{
	ask->view = v;
	ask->page = page;
	ask->frame = ask->call->signed_in ? "layout" : "door";
}

/* What a person can do about it is in the hint; the log has the rest. */
void
frame_error(struct ask *ask, const struct err *err)
{
	static const char *const title[RC_COUNT] = {
		[RC_INVALID] = "This cannot be understood",
		[RC_SIGNIN] = "Please sign in",
		[RC_DENIED] = "This is not yours to do",
		[RC_MISSING] = "Not found",
		[RC_METHOD] = "Not possible here",
		[RC_MEDIA] = "This is not read here",
		[RC_CONFLICT] = "Not possible now",
		[RC_STALE] = "Changed meanwhile",
		[RC_REUSED] = "Sent before",
		[RC_RULE] = "A rule says no",
		[RC_LIMIT] = "Too much at once",
		[RC_BUSY] = "Not now",
		[RC_FULL] = "No room left",
		[RC_DB] = "The store failed",
	};
	bool in = ask->call->signed_in;
	struct view *v;

	v = frame_page(ask, title[err->code] ? title[err->code] : "Error", "");
	view_text(v, "icon", err->code == RC_MISSING ? "search" : "stop");
	view_text(v, "tone", "bad");
	view_text(v, "text", shape_sentence(ask->cx->arena, *err->text
	    ? err->text : err_table[err->code].meaning));
	view_text(v, "hint", err->hint);
	view_text(v, "rule", err->rule);
	view_int(v, "status", err_table[err->code].http);
	view_link(v, "href", url_path(ask->cx->arena, in ? "/" : "/sign-in"));
	view_text(v, "link", in ? "To my work" : "Sign in");
	ask->status = err_table[err->code].http;
	frame_show(ask, v, "error");
}
