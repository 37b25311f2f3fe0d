/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pages_sample.h - made-up data for every page; it is always 2026-09-16. */
#ifndef PAGES_SAMPLE_H
#define PAGES_SAMPLE_H

#include "web/shape.h"

#include <string.h>

enum { TODAY = 20712 };
#define NOW ((int64_t)TODAY * 86400 + 44400)

struct sample {
	const char *title, *frame, *name;
	struct view *(*make)(struct arena *a);
};

static const struct badge draft = { "", "pen", "Draft" };
static const struct badge major = { "bad", "major", "Major nonconformity" };
static const struct badge minor = { "warn", "minor", "Minor nonconformity" };
static const struct badge disputed = { "warn", "dispute", "Disputed" };
static const struct badge going = { "info", "half", "In progress" };
static const struct badge done = { "good", "done", "Closed" };

static void
add_link(struct view *group, const char *icon, const char *label,
    const char *path, int64_t count)
{
	struct view *v = view_item(group, "links");

	view_text(v, "icon", icon);
	view_text(v, "tone", "");
	view_text(v, "label", label);
	view_url(v, "href", "/%s", path);
	view_flag(v, "current", strcmp(path, "audit") == 0);
	view_int(v, "count", count);
	view_text(v, "count_word", "open");
}

static struct view *
in_frame(struct arena *a, const char *title)
{
	struct view *v = page_new(a, title), *g;

	view_text(v, "person", "Ines Aguilar");
	view_text(v, "duty", "Audit team leader, Meridian Instruments");
	view_flag(v, "theme_auto", true);
	view_flag(v, "demo", true);
	g = view_item(v, "nav");
	view_text(g, "heading", "Work");
	add_link(g, "home", "My work", "", 9);
	add_link(g, "programme", "Programme", "programme", 0);
	add_link(g, "audit", "Audits", "audit", 3);
	add_link(g, "flag", "Findings", "finding", 37);
	add_link(g, "clock", "Follow-up", "action", 23);
	g = view_item(v, "nav");
	view_text(g, "heading", "Resources");
	add_link(g, "people", "People", "person", 0);
	add_link(g, "book", "Criteria", "criteria_source", 0);
	add_link(g, "log", "Journal", "journal", 0);
	return v;
}

static void
add_badges(struct view *v)
{
	view_list(v, "st");
}

static struct view *
sample_about(struct arena *a)
{
	struct view *v = page_new(a, "About muster");

	view_text(v, "version", "0.1.0");
	return v;
}

static struct view *
sample_signin(struct arena *a)
{
	struct view *v = page_new(a, "Sign in");

	view_text(v, "organization", "Meridian Instruments");
	view_text(v, "back", "/");
	view_text(v, "name", "ines");
	view_text(v, "ended", "You were signed out after 30 minutes without "
	    "activity.");
	page_error(v, "password", "Name or passphrase is not right", NULL,
	    "Try again, or wait a minute after five attempts.");
	return v;
}

static struct view *
sample_setup(struct arena *a)
{
	struct view *v = page_new(a, "Set up this server"), *f;

	view_list(v, "fields_account");
	f = field_new(v, "fields_code", "code", "One-time set-up code");
	field_line(f, "text", "7QK4-M2XA-90FD", 20);
	field_notes(f, "12 signs from the terminal, valid for 30 minutes.",
	    NULL, NULL);
	f = field_new(v, "fields_account", "person", "Your name");
	field_line(f, "text", "Hana Okafor", 200);
	f = field_new(v, "fields_account", "password", "Passphrase");
	field_line(f, "password", "", 200);
	field_notes(f, "At least 15 characters. Four unusual words are good.",
	    "This passphrase is too short", NULL);
	for (int i = 0; i < 2; i++) {
		struct view *b = view_item(v, "begin");

		view_text(b, "value", i ? "empty" : "demo");
		view_text(b, "title", i ? "Empty" : "Demonstration");
		view_text(b, "text", i ? "Your organization, then the steps "
		    "to a first audit" : "A made-up company with a "
		    "programme, audits and findings");
		view_flag(b, "checked", !i);
	}
	return v;
}

static struct view *
sample_error(struct arena *a)
{
	struct view *v = in_frame(a, "Not found");

	view_text(v, "icon", "no");
	view_text(v, "tone", "bad");
	view_text(v, "text", "There is no such record, or none that you may "
	    "see");
	view_text(v, "hint", "Look for it by its code in the search.");
	view_text(v, "rule", "");
	view_int(v, "status", 404);
	view_url(v, "href", "/");
	view_text(v, "link", "Back to my work");
	return v;
}

static void
add_tasks(struct arena *a, struct view *v)
{
	struct view *c = card_new(v, "cards", "h-late", "Overdue");

	view_text(c, "note", "2 items");
	shape_row(c, "rows", &(struct shape_row){ "stop", "bad", NULL,
		"Verify the effect of action ACT-26-117",
		"Finding F-26-011, Tidemark cloud platform.", NULL,
		"6 days late", NULL, url_new(a, "/action/%s", "ACT-26-117"),
		TODAY - 6, { 0 } });
	shape_row(c, "rows", &(struct shape_row){ "stop", "bad", NULL,
		"Answer the objection to plan version 3",
		"Kestrel Bay asks to move the warehouse walk away from the "
		"shift change.", NULL, "1 day late", NULL,
		url_new(a, "/plan/%s", "PLN-26-003"), TODAY - 1, { 0 } });
	c = card_new(v, "cards", "h-task", "My tasks");
	card_link(c, "All 11 tasks", url_new(a, "/task"));
	shape_row(c, "rows", &(struct shape_row){ .icon = "clock",
		.tone = "warn", .text = "Team meeting: agree three drafts",
		.note = "A-26-09 Kestrel Bay plant, room Tern.",
		.side = "today 16:30", .href = url_new(a, "/task/1"),
		.day = TODAY });
	c = card_new(v, "side", "h-wait", "Waiting for me");
	shape_row(c, "rows", &(struct shape_row){ .icon = "dispute",
		.text = "Reply to a disagreement",
		.note = "F-26-038, grade questioned by Marcus Feld",
		.href = url_new(a, "/finding/F-26-038"), .st = disputed });
	c = card_new(v, "side", "h-today", "Today");
	card_event(c, &(struct shape_event){ "done", "good", "Risk owners",
		"09:00 to 10:30, room Tern", NULL, NULL, NOW - 12000 });
	card_event(c, &(struct shape_event){ "half", "info",
		"Access rights and leavers", NULL, NULL,
		url_new(a, "/plan_session/7"), NOW });
}

static struct view *
sample_home(struct arena *a)
{
	struct view *v = in_frame(a, "My work"), *t;

	page_fact_day(v, "Wednesday,", TODAY);
	page_fact(v, "Field day 3 of 5 at Kestrel Bay plant", NULL);
	page_do(v, "flag", "Findings", url_new(a, "/finding"), false);
	page_do(v, "audit", "Open today's session", url_new(a, "/x"), true);
	page_kpi(v, "Overdue", "2", "longest 6 days", "late");
	page_kpi(v, "Due within 7 days", "5", "next: today 16:30", "");
	page_kpi(v, "Waiting for me", "4", "2 reviews, 1 reply", "");
	page_kpi(v, "Questions done", "46 of 82", "plan says 55 %", "warn");
	add_tasks(a, v);
	view_text(v, "todo_title", "To your first audit");
	view_text(v, "todo_note", "1 of 3 done");
	view_int(v, "todo_all", 3);
	view_int(v, "todo_done", 1);
	for (int i = 0; i < 3; i++) {
		t = view_item(v, "todo");
		view_int(t, "no", i + 1);
		view_flag(t, "done", i == 0);
		view_flag(t, "now", i == 1);
		view_text(t, "title", i ? "People" : "Organization");
		view_text(t, "text", "One leader and one auditor are enough.");
		view_text(t, "wait", "needs 2");
		shape_link(t, "href", i < 2 ? url_new(a, "/person/new") :
		    NULL);
		view_text(t, "link", i ? "Invite people" : "Change");
	}
	return v;
}

static void
add_list(struct arena *a, struct view *page)
{
	static const char *const title[] = {
		"Guest badges are not counted at shift end",
		"Rights stay after the yearly look-through",
		"Leavers keep remote access after their last day" };
	struct view *v = view_item(page, "list"), *f, *t;

	view_text(v, "list_title", "Findings, newest first");
	view_url(v, "list_href", "/finding");
	view_list(v, "hidden");
	view_list(v, "empty");
	t = view_item(v, "views");
	view_text(t, "label", "Open");
	view_url(t, "href", "/finding");
	view_flag(t, "current", true);
	f = field_new(v, "filters", "words", "Search in this list");
	field_line(f, "search", "", 200);
	f = field_new(v, "filters", "type", "Type");
	field_pick(f, "Any type");
	field_option(f, "major", "Major nonconformity", true);
	f = field_new(v, "more_filters", "due_from", "Due from");
	field_line(f, "date", "", UNSET);
	t = view_item(v, "tags");
	view_url(t, "href", "/finding");
	view_text(t, "label", "State is Draft");
	view_url(v, "clear", "/finding");
	t = table_new(v, "table", "Findings, newest code first");
	table_sorted(t, "Finding", false, url_new(a, "/finding?sort=code"),
	    "descending");
	table_sorted(t, "Type", false, url_new(a, "/finding?sort=type"), "");
	table_head(t, "State", false);
	table_head(t, "Evidence", true);
	table_head(t, "Due", false);
	for (size_t i = 0; i < NELEMS(title); i++) {
		struct view *row = table_row(t);
		const char *code = arena_fmt(a, "F-26-0%zu", 41 - i);

		table_cell(row, "Finding", &(struct shape_cell){
			.first = true, .code = code, .text = title[i],
			.href = url_new(a, "/finding/%s", code) });
		table_cell(row, "Type", &(struct shape_cell){
			.st = i ? major : minor });
		table_cell(row, "State", &(struct shape_cell){
			.st = i ? disputed : draft });
		table_cell(row, "Evidence", &(struct shape_cell){
			.num = true, .text = "3" });
		table_cell(row, "Due", &(struct shape_cell){
			.text = i ? "2026-10-02" : NULL,
			.late = i ? NULL : "3 days late" });
	}
	view_text(v, "shown", "1 to 3 of 24");
	t = view_item(v, "pages");
	view_url(t, "href", "/finding?after=x");
	view_text(t, "label", "Next");
	view_text(t, "rel", "next");
	view_flag(t, "before", false);
}

static struct view *
sample_list(struct arena *a)
{
	struct view *v = in_frame(a, "Findings"), *e;

	page_fact(v, "24 of 37 open findings", NULL);
	page_do(v, "plus", "New finding", url_new(a, "/finding/new"), true);
	page_tab(v, "Open", 37, url_new(a, "/finding"), true);
	page_tab(v, "Mine", 11, url_new(a, "/finding?mine=1"), false);
	view_text(v, "tabs_of", "Views");
	view_text(v, "export_note", "24 rows, as filtered now");
	e = view_item(v, "exports");
	view_url(e, "href", "/finding.csv");
	view_text(e, "label", "CSV");
	add_list(a, v);
	return v;
}

static struct view *
sample_list_empty(struct arena *a)
{
	struct view *v = in_frame(a, "Objections"), *l;

	view_list(v, "exports");
	l = view_item(v, "list");
	view_text(l, "list_title", "Objections");
	view_url(l, "list_href", "/objection");
	view_list(l, "filters");
	view_list(l, "table");
	view_text(l, "shown", "");
	shape_empty(l, &(struct shape_empty){ "inbox", "No objections",
		"An auditee may object to a member of the team.",
		"Record an objection", url_new(a, "/objection/new") });
	return v;
}

#include "pages_sample_more.h"

static const struct sample samples[] = {
	{ "about", "door", "about", sample_about },
	{ "signin", "door", "signin", sample_signin },
	{ "setup", "door", "setup", sample_setup },
	{ "error", "layout", "error", sample_error },
	{ "home", "layout", "home", sample_home },
	{ "list", "layout", "list", sample_list },
	{ "list-empty", "layout", "list", sample_list_empty },
	{ "record", "layout", "record", sample_record },
	{ "form", "layout", "form", sample_form },
	{ "step", "layout", "step", sample_step },
	{ "audit", "layout", "audit", sample_audit },
	{ "plan", "layout", "plan", sample_plan },
	{ "checklist", "layout", "checklist", sample_checklist },
	{ "question", "layout", "question", sample_question },
	{ "evidence", "layout", "evidence", sample_evidence },
	{ "finding", "layout", "finding", sample_finding },
	{ "meeting", "layout", "meeting", sample_meeting },
	{ "report", "layout", "report", sample_report },
	{ "followup", "layout", "followup", sample_followup },
	{ "auditee", "layout", "auditee", sample_auditee },
	{ "programme", "layout", "programme", sample_programme },
	{ "criteria", "layout", "criteria", sample_criteria },
	{ "import", "layout", "import", sample_import },
	{ "search", "layout", "search", sample_search },
	{ "account", "layout", "account", sample_account },
	{ "settings", "layout", "settings", sample_settings },
	{ "journal", "layout", "journal", sample_journal },
	{ "tool", "layout", "tool", sample_tool },
	{ 0 }
};

#endif
