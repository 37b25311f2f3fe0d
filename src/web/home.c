/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* home.c - what is late, due and waiting for the person who signed in. */
#include "web/screen.h"

#include "base/text.h"
#include "model/follow_up.h"
#include "model/system.h"

#include <inttypes.h>

enum { ROWS = 30, SOON = 7, STATES = 4 };

struct owed {
	struct view *late, *soon;
	size_t nlate, nsoon, nall;
	int64_t longest;
};

struct source {
	const char *record, *field, *about;
	const char *state[STATES];
};

/* What a person owes, wherever it is written down. */
static const struct source sources[] = {
	{ "task", "owner", "Task", { "open" } },
	{ "action", "owner", "Action of mine", { "proposed", "returned",
	    "accepted", "in_progress" } },
	{ "action", "verifier", "To be verified by me", { "implemented",
	    "verifying" } },
	{ "information_request", "addressee", "Asked of me", { "open",
	    "partly_answered" } },
	{ 0 }
};

/* Open records that name the person, sorted by the day they are due. */
static enum rc
mine(struct ask *ask, const struct entity *e, const struct source *s,
    struct page *out)
{
	struct pair filter[1 + STATES] = {
		{ s->field, arena_fmt(ask->cx->arena, "%" PRId64,
		    ask->cx->person) },
	};
	struct query q = { .entity = e, .filter = filter, .nfilters = 1,
		.sort = "due", .limit = ROWS };
	enum rc rc;

	for (size_t i = 0; i < STATES && s->state[i]; i++)
		filter[q.nfilters++] = (struct pair){ "state", s->state[i] };
	rc = query_run(ask->cx, &q, out);

	return rc ? rc : captions_of_records(ask, e, out->rec, out->n);
}

static void
sort_in(struct ask *ask, struct view *v, struct owed *w,
    const struct entity *e, const struct page *rows, const char *about)
{
	const struct field *due = field_find(e, "due");

	for (size_t i = 0; i < rows->n; i++) {
		int64_t day = field_int(due, rows->rec[i]);
		bool late = day && day < ask->cx->today;
		struct view **card = late ? &w->late : &w->soon;

		if (!*card)
			*card = late ? card_new(v, "cards", "h-late",
			    "Overdue") : card_new(v, "cards", "h-soon",
			    "To do");
		view_text(screen_row(ask, *card, "rows", e, rows, i), "note",
		    about);
		w->nlate += late;
		w->nsoon += !late && day && day <= ask->cx->today + SOON;
		w->nall++;
		if (late && ask->cx->today - day > w->longest)
			w->longest = ask->cx->today - day;
	}
}

static enum rc
add_work(struct ask *ask, struct view *v, struct owed *w)
{
	for (const struct source *s = sources; s->record; s++) {
		const struct entity *e = entity_find(s->record);
		struct page rows;
		enum rc rc;

		if (!may_see(ask, e))
			continue;
		rc = mine(ask, e, s, &rows);
		if (rc)
			return rc;
		sort_in(ask, v, w, e, &rows, s->about);
	}
	return RC_OK;
}

/* Audits that are under way, for those who have any. */
static enum rc
add_audits(struct ask *ask, struct view *v)
{
	const struct entity *e = entity_find("audit");
	static const struct pair filter[] = { { "state.not", "closed" },
		{ "state.not", "cancelled" }, { "state.not", "terminated" },
		{ "state.not", "not_feasible" } };
	const struct query q = { .entity = e, .filter = filter,
		.nfilters = NELEMS(filter), .sort = "planned_from",
		.limit = 8 };
	struct view *card;
	struct page rows;
	enum rc rc = query_run(ask->cx, &q, &rows);

	if (rc || !rows.n)
		return rc;
	card = card_new(v, "side", "h-audits", "Audits");
	card_link(card, "All audits", url_new(ask->cx->arena, "/audit"));
	for (size_t i = 0; i < rows.n; i++)
		screen_row(ask, card, "rows", e, &rows, i);
	return RC_OK;
}

static enum rc
add_notices(struct ask *ask, struct view *v)
{
	const struct entity *e = entity_find("notification");
	struct view *card;
	struct page rows;
	enum rc rc = screen_rows(ask, e, "recipient", ask->cx->person, NULL, 6,
	    &rows);

	if (rc || !rows.n)
		return rc;
	card = card_new(v, "side", "h-news", "News");
	for (size_t i = 0; i < rows.n; i++) {
		const struct record *r = rows.rec[i];

		ask->seen = rows.view[i];
		card_event(card, &(struct shape_event){ .icon = "info",
			.text = field_words(ask, field_find(e, "kind"), r),
			.note = record_title(ask, e, r),
			.time = r->created_at,
			.href = record_url(ask, e, r) });
	}
	return RC_OK;
}

/* --- the steps to a first audit -------------------------------------------------------- */

struct beginning { const char *record, *title, *text, *link; };

static const struct beginning beginnings[] = {
	{ "site", "Organization and sites",
	    "Where the management system works", "Add a site" },
	{ "person", "People", "One leader and one auditor are enough",
	    "Add a person" },
	{ "programme", "Audit programme", "Which audits, when, and why",
	    "Begin a programme" },
	{ "audit", "First audit", "What, where, from when to when",
	    "Propose an audit" },
	{ 0 }
};

static enum rc
add_beginnings(struct ask *ask, struct view *v)
{
	int64_t done = 0, all = 0, n;
	bool now_set = false;

	for (const struct beginning *b = beginnings; b->record; b++, all++) {
		const struct entity *e = entity_find(b->record);
		const struct query q = { .entity = e };
		struct view *t;
		enum rc rc = query_count(ask->cx, &q, &n);
		bool there = n > (str_eq(b->record, "person") ? 1 : 0);

		if (rc)
			return rc;
		t = view_item(v, "todo");
		view_int(t, "no", all + 1);
		view_flag(t, "done", there);
		view_flag(t, "now", !there && !now_set);
		view_text(t, "title", b->title);
		view_text(t, "text", b->text);
		view_text(t, "link", there ? "Look" : b->link);
		view_text(t, "wait", "");
		view_url(t, "href", there ? "/%s" : "/%s/new", b->record);
		now_set = now_set || !there;
		done += there;
	}
	view_text(v, "todo_title", "To your first audit");
	view_fmt(v, "todo_note", "%" PRId64 " of %" PRId64 " done", done, all);
	view_int(v, "todo_done", done);
	view_int(v, "todo_all", all);
	if (done == all)
		view_list(v, "todo");
	return RC_OK;
}

static void
add_figures(struct ask *ask, struct view *v, const struct owed *w)
{
	struct arena *a = ask->cx->arena;

	page_kpi(v, "Overdue", arena_fmt(a, "%zu", w->nlate), w->nlate
	    ? arena_fmt(a, "longest %" PRId64 " days", w->longest)
	    : "nothing is late", w->nlate ? "late" : "");
	page_kpi(v, "Due within 7 days", arena_fmt(a, "%zu", w->nsoon), "",
	    "");
	page_kpi(v, "Open in all", arena_fmt(a, "%zu", w->nall), "", "");
}

enum rc
page_home(struct ask *ask)
{
	static const char *const days[] = { "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday" };
	struct view *v = frame_page(ask, "My work", "/");
	struct owed w = { 0 };
	enum rc rc;

	page_fact_day(v, arena_fmt(ask->cx->arena, "%s,",
	    days[weekday(ask->cx->today)]), ask->cx->today);
	rc = add_work(ask, v, &w);
	add_figures(ask, v, &w);
	if (!w.nall)
		shape_empty(card_new(v, "cards", "h-soon", "To do"),
		    &(struct shape_empty){ .icon = "done",
			.text = "Nothing waits for you" });
	if (!rc)
		rc = add_audits(ask, v);
	if (!rc)
		rc = add_notices(ask, v);
	if (!rc && ask->cx->who_all & APM)
		rc = add_beginnings(ask, v);
	frame_show(ask, v, "home");
	return rc;
}
