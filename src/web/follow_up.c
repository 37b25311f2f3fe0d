/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* follow_up.c - actions by the time that is left. */
#include "web/screen.h"

#include "base/text.h"
#include "model/follow_up.h"

#include <inttypes.h>

enum { SOON = 14 };

static enum rc
count(struct ask *ask, const struct pair *filter, size_t n, int64_t *out)
{
	const struct query q = { .entity = &action_entity, .filter = filter,
		.nfilters = n };

	return query_count(ask->cx, &q, out);
}

static const char *
day_text(struct arena *a, int64_t day)
{
	char text[DATE_LEN + 1];

	day_write(text, day);
	return arena_str(a, text);
}

/* Open: neither effective nor withdrawn nor replaced by another action. */
#define OPEN_ACTIONS { "state.not", "effective" }, \
	{ "state.not", "not_effective" }, { "state.not", "withdrawn" }

static enum rc
add_figures(struct ask *ask, struct view *v)
{
	struct arena *a = ask->cx->arena;
	const struct pair open[] = { OPEN_ACTIONS };
	const struct pair late[] = { OPEN_ACTIONS,
		{ "due.to", day_text(a, ask->cx->today - 1) } };
	const struct pair soon[] = { OPEN_ACTIONS,
		{ "due.from", day_text(a, ask->cx->today) },
		{ "due.to", day_text(a, ask->cx->today + SOON) } };
	const struct pair check[] = { { "state", "implemented" },
		{ "state", "verifying" } };
	int64_t n[4] = { 0 };
	enum rc rc = count(ask, open, NELEMS(open), &n[0]);

	if (!rc)
		rc = count(ask, late, NELEMS(late), &n[1]);
	if (!rc)
		rc = count(ask, soon, NELEMS(soon), &n[2]);
	if (!rc)
		rc = count(ask, check, NELEMS(check), &n[3]);
	if (rc)
		return rc;
	page_kpi(v, "Open actions", arena_fmt(a, "%" PRId64, n[0]), "", "");
	page_kpi(v, "Overdue", arena_fmt(a, "%" PRId64, n[1]),
	    n[1] ? "due before today" : "", n[1] ? "late" : "");
	page_kpi(v, "Due within 14 days", arena_fmt(a, "%" PRId64, n[2]), "",
	    "");
	page_kpi(v, "Waiting for verification", arena_fmt(a, "%" PRId64,
	    n[3]), "", n[3] ? "warn" : "");
	return RC_OK;
}

enum rc
page_follow_up(struct ask *ask)
{
	struct view *v = frame_page(ask, "Follow-up", "/follow-up");
	const struct list_want w = { .entity = &action_entity,
		.base = url_new(ask->cx->arena, "/follow-up"), .due = "due",
		.columns = "kind finding owner due", .sort = "due",
		.nothing_note = "Actions follow from findings of an issued "
		    "report." };
	enum rc rc;

	page_fact(v, "What was promised, by the time that is left", NULL);
	rc = add_figures(ask, v);
	if (!rc)
		rc = list_show(ask, v, &w);
	frame_show(ask, v, "followup");
	return rc;
}
