/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* search.c - full text over all that the reader may see; a code goes there. */
#include "web/screen.h"

#include "base/text.h"

#include <string.h>

enum { HITS = 60 };

/* A whole code of a record that the reader may see: go straight to it. */
static bool
go_to_code(struct ask *ask, const char *text)
{
	const char *code = text_trim(ask->cx->arena, text);
	size_t n = strcspn(code, "-");

	for (const struct entity *const *e = model; *e && code[n]; e++) {
		struct record r = { .code = code };
		struct seen seen;

		if (strlen((*e)->prefix) != n ||
		    strncmp((*e)->prefix, code, n) != 0 || !may_see(ask, *e))
			continue;
		if (store_id(ask->cx, *e, code, &r.id) ||
		    store_get(ask->cx, *e, r.id, 0, false, &seen))
			continue;
		ask->location = record_url(ask, *e, seen.rec);
		return true;
	}
	return false;
}

static size_t
count_kind(const struct hit *hit, size_t n, const struct entity *e)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += hit[i].entity == e;
	return k;
}

static void
add_tabs(struct ask *ask, struct view *v, const struct hit *hit, size_t n,
    const struct entity *only)
{
	const char *q = ask_arg(ask, "q");
	struct arena *a = ask->cx->arena;

	view_text(v, "tabs_of", "Kinds of records");
	page_tab(v, "All", (int64_t)n, url_new(a, "/search?q=%s", q), !only);
	for (const struct entity *const *e = model; *e; e++) {
		size_t k = count_kind(hit, n, *e);

		if (k)
			page_tab(v, (*e)->plural, (int64_t)k, url_new(a,
			    "/search?q=%s&kind=%s", q, (*e)->name),
			    only == *e);
	}
}

static void
add_hits(struct ask *ask, struct view *v, const struct hit *hit, size_t n,
    const struct entity *only)
{
	for (size_t i = 0; i < n; i++) {
		const struct hit *h = &hit[i];
		const struct caption c = { h->id, h->code, h->title };

		if (only && h->entity != only)
			continue;
		shape_row(v, "rows", &(struct shape_row){
			.icon = entity_icon(h->entity), .code = h->code,
			.text = h->title, .note = h->entity->label,
			.href = caption_url(ask, h->entity, &c) });
	}
}

enum rc
page_search(struct ask *ask)
{
	const char *q = ask_arg(ask, "q");
	const struct entity *only = entity_find(ask_arg(ask, "kind"));
	struct view *v;
	struct hit *hit = NULL;
	size_t n = 0;
	enum rc rc;

	if (*q && go_to_code(ask, q))
		return RC_OK;
	v = frame_page(ask, "Search", "");
	rc = *q ? search_find(ask->cx, q, NULL, HITS, &hit, &n) : RC_OK;
	if (rc && rc != RC_INVALID)
		return rc;
	view_text(v, "q", q);
	view_list(v, "rows");
	view_list(v, "pages");
	view_list(v, "empty");
	view_text(v, "shown", n == HITS ? "The newest 60; add a word to "
	    "narrow it down" : "");
	view_text(v, "found_note", !*q ? "Words from titles and texts, or a "
	    "code" : n ? arena_fmt(ask->cx->arena, "%zu found", n) : "");
	if (n)
		add_tabs(ask, v, hit, n, only);
	else if (*q)
		shape_empty(v, &(struct shape_empty){ .icon = "search",
			.text = "Nothing found",
			.note = "All words must occur, each as the beginning "
			    "of a word. What you may not see is not found." });
	add_hits(ask, v, hit, n, only);
	frame_show(ask, v, "search");
	return RC_OK;
}
