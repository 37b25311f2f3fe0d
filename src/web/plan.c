/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* plan.c - the plan of an audit: its sessions by person and day. */
#include "web/screen.h"

#include "base/text.h"
#include "model/plan.h"
#include "model/team.h"

#include <inttypes.h>
#include <string.h>

enum { WEEK = 7 };

/* The plan that holds, else the one that is furthest on its way. */
static const struct plan *
best_plan(const struct page *rows)
{
	static const int64_t worth[] = { [PLAN_STATE_DRAFT] = 2,
		[PLAN_STATE_INTERNAL_REVIEW] = 3, [PLAN_STATE_SENT] = 4,
		[PLAN_STATE_OBJECTED] = 5, [PLAN_STATE_AGREED] = 6,
		[PLAN_STATE_IN_FORCE] = 7, [PLAN_STATE_SUPERSEDED] = 1 };
	const struct plan *best = NULL;

	for (size_t i = 0; i < rows->n; i++) {
		const struct plan *p = rows->rec[i];

		if (!best || worth[p->state] > worth[best->state] ||
		    (worth[p->state] == worth[best->state] &&
		    p->version > best->version))
			best = p;
	}
	return best;
}

enum rc
plan_of_audit(struct ask *ask, int64_t audit, const struct plan **out)
{
	struct page rows;
	enum rc rc = screen_rows(ask, &plan_entity, "audit", audit, "-version",
	    50, &rows);

	if (!rc)
		*out = best_plan(&rows);
	return rc;
}

/* --- the week ------------------------------------------------------------------------- */

struct week {
	struct ask *ask;
	struct page sessions, team;
	int64_t monday;         /* of the week that is shown */
};

static int64_t
monday_of(int64_t day)
{
	return day - weekday(day);
}

/* Today's week when it has sessions, else that of the first one. */
static void
choose_week(struct week *w)
{
	const char *asked = ask_arg(w->ask, "week");
	int64_t today = monday_of(w->ask->cx->today), first = 0;

	for (size_t i = 0; i < w->sessions.n; i++) {
		const struct plan_session *s = w->sessions.rec[i];
		int64_t m = monday_of(day_of_time(s->starts_at));

		if (!first || m < first)
			first = m;
		if (m == today)
			w->monday = today;
	}
	if (!w->monday)
		w->monday = first;
	if (day_parse(asked, &w->monday))
		w->monday = monday_of(w->monday);
}

static bool
takes_part(const struct plan_session *s, int64_t member)
{
	for (size_t i = 0; i < s->auditors.n; i++)
		if (s->auditors.id[i] == member)
			return true;
	return false;
}

static const char *
clock_words(struct arena *a, int64_t time)
{
	char text[TIME_LEN + 1];

	time_write(text, time);
	return arena_dup(a, text + DATE_LEN + 1, 5);
}

static const char *
kind_of(const struct plan_session *s)
{
	switch (s->kind) {
	case SESSION_KIND_OPENING:
	case SESSION_KIND_CLOSING:
	case SESSION_KIND_TEAM_MEETING:
	case SESSION_KIND_DAILY_BRIEFING:
		return "meet";
	case SESSION_KIND_TRAVEL:
	case SESSION_KIND_RESERVE:
		return "rest";
	default:
		return s->mode == MODE_REMOTE ? "remote" : "";
	}
}

static const char *
session_title(const struct plan_session *s)
{
	const struct choice *c = choice_find(session_kind_choices, s->kind);

	return s->title && *s->title ? s->title : c ? c->label : "";
}

static void
add_session(struct week *w, struct view *cell, const struct plan_session *s)
{
	struct arena *a = w->ask->cx->arena;
	int64_t minutes = s->duration == UNSET ? 0 : s->duration;
	int64_t end = s->starts_at + minutes * 60, now = w->ask->cx->now;
	const struct caption *site = caption_of(w->ask, entity_find("site"),
	    s->site);
	struct view *v = view_item(cell, "sessions");

	view_text(v, "text", session_title(s));
	view_link(v, "href", record_url(w->ask, &plan_session_entity,
	    &s->rec));
	view_fmt(v, "when", "%s to %s", clock_words(a, s->starts_at),
	    clock_words(a, end));
	view_text(v, "place", site ? site->title : "");
	view_text(v, "kind", kind_of(s));
	view_flag(v, "now", s->starts_at <= now && now < end);
}

static void
add_cells(struct week *w, struct view *row, int64_t member)
{
	for (int d = 0; d < WEEK - 2; d++) {
		struct view *cell = view_item(row, "cells");

		view_list(cell, "sessions");
		for (size_t i = 0; i < w->sessions.n; i++) {
			const struct plan_session *s = w->sessions.rec[i];

			if (day_of_time(s->starts_at) == w->monday + d &&
			    (member ? takes_part(s, member)
			    : s->auditors.n == 0))
				add_session(w, cell, s);
		}
	}
}

static bool
unassigned(const struct week *w)
{
	for (size_t i = 0; i < w->sessions.n; i++) {
		const struct plan_session *s = w->sessions.rec[i];
		int64_t day = day_of_time(s->starts_at);

		if (!s->auditors.n && day >= w->monday &&
		    day < w->monday + WEEK)
			return true;
	}
	return false;
}

static void
add_people(struct week *w, struct view *v)
{
	const struct field *duty = field_find(&team_assignment_entity, "duty");

	for (size_t i = 0; i < w->team.n; i++) {
		const struct team_assignment *t = w->team.rec[i];
		struct view *row;

		if (t->state == ASSIGNMENT_STATE_REPLACED)
			continue;
		row = view_item(v, "week");
		view_text(row, "person", person_name(w->ask, t->person));
		view_text(row, "duty", field_words(w->ask, duty, t));
		add_cells(w, row, t->rec.id);
	}
	if (unassigned(w)) {
		struct view *row = view_item(v, "week");

		view_text(row, "person", "Nobody named");
		view_text(row, "duty", "");
		add_cells(w, row, 0);
	}
}

static void
add_turn(struct week *w, struct view *v, const struct url *base, int days)
{
	char day[DATE_LEN + 1];
	struct url *u = url_copy(w->ask->cx->arena, base);
	struct view *link;

	day_write(day, w->monday + days);
	url_pair(u, "week", arena_str(w->ask->cx->arena, day));
	link = view_item(v, "weeks");
	view_link(link, "href", u);
	view_text(link, "label", days < 0 ? "Week before" : "Week after");
	view_flag(link, "before", days < 0);
}

static void
show_week(struct week *w, struct view *v, const struct url *base)
{
	static const char *const names[] = { "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday" };
	char day[DATE_LEN + 1];

	view_list(v, "week");
	view_list(v, "weeks");
	if (!w->sessions.n)
		return;
	choose_week(w);
	day_write(day, w->monday);
	view_fmt(v, "week_title", "Week of %s", day);
	add_turn(w, v, base, -WEEK);
	add_turn(w, v, base, WEEK);
	for (int d = 0; d < WEEK - 2; d++) {
		struct view *head = view_item(v, "days");

		view_text(head, "name", names[d]);
		view_date(head, "day", w->monday + d);
		view_flag(head, "today", w->monday + d == w->ask->cx->today);
	}
	add_people(w, v);
}

/* --- the page ------------------------------------------------------------------------- */

static enum rc
add_sessions(struct record_page *p, struct week *w)
{
	struct ask *ask = p->ask;
	struct view *card = card_new(p->view, "cards", "h-ses", "Sessions");
	struct url *make = url_new(ask->cx->arena, "/plan_session/new");

	url_pair(make, "plan", p->r->code);
	url_pair(make, "back", ask->rq->path);
	if (may_add(ask, &plan_session_entity))
		card_link(card, "New session", make);
	if (w->sessions.n)
		view_text(list_table(ask, card, &plan_session_entity,
		    "kind starts_at duration site", "plan", &w->sessions),
		    "summary", "All sessions as a table");
	else
		shape_empty(card, &(struct shape_empty){ .icon = "programme",
			.text = "No session yet",
			.note = "Opening and closing meeting come first.",
			.link = "New session", .href = make });
	ask->seen = p->seen.view;
	return RC_OK;
}

static void
add_versions(struct record_page *p, const struct page *plans)
{
	struct view *card = card_new(p->view, "side", "h-plans", "Versions");

	for (size_t i = 0; i < plans->n; i++) {
		const struct plan *plan = plans->rec[i];

		shape_row(card, "rows", &(struct shape_row){
			.icon = "programme", .code = plan->rec.code,
			.text = arena_fmt(p->ask->cx->arena, "Version %"
			    PRId64, plan->version),
			.href = record_url(p->ask, &plan_entity, &plan->rec),
			.st = state_badge(&plan_entity, plan) });
	}
}

static enum rc
no_plan(struct ask *ask, struct record_page *audit)
{
	struct url *make = url_new(ask->cx->arena, "/plan/new");
	struct view *card = card_new(audit->view, "cards", "h-none", "Plan");

	url_pair(make, "audit", audit->r->code);
	view_list(audit->view, "week");
	shape_empty(card, &(struct shape_empty){ .icon = "programme",
		.text = "There is no plan yet",
		.note = "Who does what, when, where and how.",
		.link = "Begin a plan", .href =
		may_add(ask, &plan_entity) ? make : NULL });
	frame_show(ask, audit->view, "plan");
	return RC_OK;
}

enum rc
page_planning(struct ask *ask)
{
	struct record_page audit, p;
	struct week w = { .ask = ask };
	struct page plans;
	const struct plan *plan = NULL;
	const struct url *base;
	enum rc rc = audit_frame(ask, &audit, "Plan", "planning");

	if (rc)
		return rc;
	base = url_new(ask->cx->arena, "/audit/%s/planning", audit.r->code);
	rc = screen_rows(ask, &plan_entity, "audit", audit.r->id, "-version",
	    50, &plans);
	if (!rc)
		plan = best_plan(&plans);
	if (rc || !plan)
		return rc ? rc : no_plan(ask, &audit);
	ask->name = plan->rec.code;
	rc = record_open(ask, &plan_entity, &p);
	p.view = audit.view;
	if (!rc)
		rc = screen_rows(ask, &plan_session_entity, "plan",
		    plan->rec.id, "starts_at", QUERY_MOST, &w.sessions);
	if (!rc)
		rc = store_links(ask->cx, &plan_session_entity,
		    w.sessions.rec, w.sessions.n);
	if (!rc)
		rc = screen_rows(ask, &team_assignment_entity, "audit",
		    audit.r->id, "id", 50, &w.team);
	if (!rc)
		rc = record_steps(&p);
	if (rc)
		return rc;
	show_week(&w, p.view, base);
	add_versions(&p, &plans);
	rc = add_sessions(&p, &w);
	if (!rc)
		rc = record_fields(&p, "audit version");
	frame_show(ask, p.view, "plan");
	return rc;
}
