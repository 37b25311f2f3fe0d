/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* screen.c - small things that the screens share. */
#include "web/screen.h"

#include "base/text.h"

#include <inttypes.h>

enum rc
screen_rows(struct ask *ask, const struct entity *e, const char *field,
    int64_t id, const char *sort, size_t limit, struct page *out)
{
	const struct pair filter = { field, arena_fmt(ask->cx->arena,
	    "%" PRId64, id) };
	const struct query q = { .entity = e, .filter = &filter,
		.nfilters = field ? 1 : 0, .sort = sort, .limit = limit };
	enum rc rc = query_run(ask->cx, &q, out);

	return rc ? rc : captions_of_records(ask, e, out->rec, out->n);
}

enum rc
screen_count(struct ask *ask, const struct entity *e, const char *field,
    int64_t id, const char *state, int64_t *n)
{
	const struct pair filter[] = {
		{ field, arena_fmt(ask->cx->arena, "%" PRId64, id) },
		{ "state", state },
	};
	const struct query q = { .entity = e, .filter = filter,
		.nfilters = state ? 2 : 1 };

	return query_count(ask->cx, &q, n);
}

struct view *
screen_row(struct ask *ask, struct view *v, const char *list,
    const struct entity *e, const struct page *rows, size_t i)
{
	const void *rec = rows->rec[i];
	const struct field *due = field_find(e, "due");
	bool ended = e->machine &&
	    machine_final(e->machine, record_state(e, rec));
	int64_t day = due ? field_int(due, rec) : 0;

	ask->seen = rows->view[i];
	return shape_row(v, list, &(struct shape_row){
		.icon = entity_icon(e), .code = ((const struct record *)
		rec)->code, .text = record_title(ask, e, rec),
		.href = record_url(ask, e, rec), .day = day,
		.late = ended ? NULL : late_words(ask, day),
		.st = state_badge(e, rec) });
}
