/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal.c - the history of a record, entry by entry, with its proof. */
#include "web/record.h"

#include "base/text.h"
#include "core/journal.h"

#include <inttypes.h>
#include <string.h>

enum { ENTRIES = 50 };

/* An old or new value of a field, from its canonical form. */
static const char *
value_words(struct ask *ask, const struct field *f, const char *value)
{
	const struct choice *c = f && f->choices && f->kind != KIND_set
	    ? choice_named(f->choices, value) : NULL;

	if (c)
		return c->label;
	return utf8_cut(ask->cx->arena, value ? value : "", 400);
}

static void
add_changes(struct ask *ask, struct view *v, const struct entity *e,
    const struct entry_seen *s)
{
	view_list(v, "changes");
	for (size_t i = 0; i < s->ndelta; i++) {
		const struct field *f = field_find(e, s->delta[i].name);
		struct view *c = view_item(v, "changes");

		view_text(c, "label", f ? f->label : s->delta[i].name);
		view_text(c, "old", value_words(ask, f, s->delta[i].before));
		view_text(c, "new", value_words(ask, f, s->delta[i].after));
	}
}

static void
add_entry(struct ask *ask, struct view *page, const struct entity *e,
    const struct entry_seen *s)
{
	static const struct badge outcome[] = {
		[OUTCOME_DONE] = { "good", "done", "" },
		[OUTCOME_REFUSED] = { "bad", "no", "Refused" },
		[OUTCOME_READ] = { "info", "eye", "Read" },
		[OUTCOME_EXPORTED] = { "info", "download", "Exported" },
	};
	struct view *v = view_item(page, "entries");
	const char *dot = strchr(s->entry.command, '.');
	const struct badge *b = &outcome[s->entry.outcome];

	view_text(v, "icon", s->entry.outcome == OUTCOME_DONE ? "check" :
	    b->icon);
	view_text(v, "tone", b->tone);
	view_text(v, "text", verb_words(ask->cx->arena, dot ? dot + 1 :
	    s->entry.command));
	view_text(v, "who", account_name(ask, s->entry.actor));
	view_time(v, "when", s->entry.time);
	view_text(v, "rule", s->entry.rule);
	view_list(v, "st");
	shape_badge(v, b);
	view_text(v, "place", "");
	if (s->placed)
		view_int(v, "place", s->entry.index + 1);
	view_text(v, "hash", s->leaf);
	view_list(v, "proof");
	if (s->placed)
		view_url(view_item(v, "proof"), "href", "/%s/%" PRId64
		    "/proof/%" PRId64, e->name, s->entry.record,
		    s->entry.index);
	add_changes(ask, v, e, s);
}

enum rc
page_history(struct ask *ask)
{
	struct record_page p;
	struct entry_seen *list;
	size_t n;
	enum rc rc = record_open(ask, ask->entity, &p);

	if (!rc)
		rc = record_begin(&p);
	if (!rc)
		rc = journal_of(ask->cx, p.entity, p.r->id, 0, ENTRIES, &list,
		    &n);
	if (rc)
		return rc;
	view_fmt(p.view, "h1", "Journal of %s", p.r->code);
	view_list(p.view, "entries");
	view_list(p.view, "empty");
	view_text(p.view, "shown", n == ENTRIES ? arena_fmt(ask->cx->arena,
	    "The last %d entries", ENTRIES) : "");
	view_list(p.view, "pages");
	view_list(p.view, "side");
	proof_card(ask, p.view);
	for (size_t i = 0; i < n; i++)
		add_entry(ask, p.view, p.entity, &list[i]);
	page_do(p.view, "undo", "Back to the record", record_url(ask,
	    p.entity, p.r), false);
	frame_show(ask, p.view, "journal");
	return RC_OK;
}

/* Every record type, by subject: what has no page of its own is here. */
enum rc
page_records(struct ask *ask)
{
	struct view *v = frame_page(ask, "All records", "/records");
	const char *subject = "";
	struct view *card = NULL;

	page_fact(v, "Every type of record that you may see", NULL);
	for (const struct entity *const *e = model; *e; e++) {
		struct arena *a = ask->cx->arena;

		if (!may_see(ask, *e))
			continue;
		if (!str_eq(subject, (*e)->subject)) {
			subject = (*e)->subject;
			card = card_new(v, "cards", arena_fmt(a, "h-%s",
			    subject), verb_words(a, subject));
		}
		shape_row(card, "rows", &(struct shape_row){
			.icon = entity_icon(*e), .text = (*e)->plural,
			.note = (*e)->about,
			.side = (*e)->prefix,
			.href = url_new(a, "/%s", (*e)->name) });
	}
	frame_show(ask, v, "record");
	return RC_OK;
}
