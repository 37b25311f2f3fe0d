/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* criteria.c - browsing an edition of criteria: tree, item, map, use. */
#include "web/screen.h"

#include "base/text.h"
#include "model/criteria.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS = 4000 };

struct browser {
	struct ask *ask;
	struct view *view;
	const struct criteria_edition *edition;
	const struct criterion_item **item;
	size_t n;
	const struct criterion_item *shown;
	const char *words;      /* that titles must have, folded, or "" */
};

/* All items of an edition, by several pages of the query. */
static enum rc
load_items(struct browser *b)
{
	const struct pair filter = { "edition", b->edition->rec.code };
	struct query q = { .entity = &criterion_item_entity,
		.filter = &filter, .nfilters = 1, .sort = "position",
		.limit = QUERY_MOST };
	struct page rows;

	b->item = arena_alloc(b->ask->cx->arena, ITEMS * sizeof(*b->item));
	do {
		enum rc rc = query_run(b->ask->cx, &q, &rows);

		if (rc)
			return rc;
		for (size_t i = 0; i < rows.n && b->n < ITEMS; i++)
			b->item[b->n++] = rows.rec[i];
		q.cursor = rows.next;
	} while (rows.next);
	return RC_OK;
}

static const struct criterion_item *
item_of(const struct browser *b, int64_t id)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->item[i]->rec.id == id)
			return b->item[i];
	return NULL;
}

/* --- the tree -------------------------------------------------------------------------- */

static bool
above(const struct browser *b, const struct criterion_item *item)
{
	const struct criterion_item *s = b->shown;

	for (int depth = 0; s && depth < TEMPLATE_DEPTH; depth++) {
		if (s == item)
			return true;
		s = item_of(b, s->parent);
	}
	return false;
}

static bool
fits(const struct browser *b, const struct criterion_item *item)
{
	struct arena *a = b->ask->cx->arena;

	if (!*b->words)
		return true;
	return strstr(text_fold(a, item->title), b->words) ||
	    str_starts(text_fold(a, item->number), b->words);
}

static struct url *
item_url(const struct browser *b, const struct criterion_item *item)
{
	struct url *u = url_new(b->ask->cx->arena, "/criteria?edition=%s",
	    b->edition->rec.code);

	url_pair(u, "item", item->number);
	return u;
}

static struct view *
add_branch(struct browser *b, struct view *v, const char *list,
    const struct criterion_item *item)
{
	struct view *branch = view_item(v, list);

	view_text(branch, "code", item->number);
	view_text(branch, "text", item->title);
	view_text(branch, "right", item->withdrawn ? "withdrawn" : "");
	view_link(branch, "href", item_url(b, item));
	view_flag(branch, "current", item == b->shown);
	view_flag(branch, "open", above(b, item));
	view_list(branch, "kids");
	return branch;
}

static void
add_kids(struct browser *b, struct view *v, const char *list, int64_t parent,
    int depth)
{
	for (size_t i = 0; i < b->n && depth < TEMPLATE_DEPTH - 4; i++) {
		struct view *branch;

		if (b->item[i]->parent != parent)
			continue;
		branch = add_branch(b, v, list, b->item[i]);
		add_kids(b, branch, "kids", b->item[i]->rec.id, depth + 1);
	}
}

/* Found ones stand in one list, whatever they are under. */
static void
add_tree(struct browser *b)
{
	view_list(b->view, "tree");
	if (!*b->words) {
		add_kids(b, b->view, "tree", 0, 0);
		return;
	}
	for (size_t i = 0; i < b->n; i++)
		if (fits(b, b->item[i]))
			add_branch(b, b->view, "tree", b->item[i]);
}

/* --- the item ---------------------------------------------------------------------------- */

static enum rc
add_maps(struct browser *b)
{
	static const char *const ways[][2] = { { "from_item", "to_item" },
		{ "to_item", "from_item" } };
	const struct entity *e = &criterion_map_entity;
	const struct field *relation = field_find(e, "relation");
	struct view *card = NULL;
	enum rc rc = RC_OK;

	for (size_t w = 0; w < NELEMS(ways) && !rc; w++) {
		const struct field *other = field_find(e, ways[w][1]);
		struct page rows;

		rc = screen_rows(b->ask, e, ways[w][0], b->shown->rec.id,
		    "id", 100, &rows);
		for (size_t i = 0; !rc && i < rows.n; i++) {
			int64_t id = field_int(other, rows.rec[i]);
			struct criterion_item *o;

			if (store_peek(b->ask->cx, &criterion_item_entity, id,
			    &o))
				continue;
			if (!card)
				card = card_new(b->view, "cards", "h-map",
				    "Mapped to other editions");
			shape_row(card, "rows", &(struct shape_row){
				.icon = "link", .code = o->number,
				.text = o->title, .note = field_words(b->ask,
				relation, rows.rec[i]),
				.href = record_url(b->ask,
				&criterion_item_entity, &o->rec) });
		}
	}
	return rc;
}

static enum rc
add_guidance(struct browser *b)
{
	const struct entity *e = entity_find("guidance_item");
	const struct field *list = field_find(e, "list");
	const struct field *text = field_find(e, "text");
	struct view *card = NULL, *part = NULL;
	int64_t last = 0;
	/* Hints are told apart by the number of the clause, per edition. */
	const struct pair filter = { strstr(b->edition->label, "2013")
	    ? "clause_2013" : "clause_2022", b->shown->number };
	const struct query q = { .entity = e, .filter = &filter,
		.nfilters = 1, .sort = "list", .limit = 100 };
	struct page rows;
	enum rc rc;

	rc = query_run(b->ask->cx, &q, &rows);
	for (size_t i = 0; !rc && i < rows.n; i++) {
		int64_t kind = field_int(list, rows.rec[i]);
		const struct choice *c = choice_find(list->choices, kind);

		if (!c || str_eq(c->name, "title"))
			continue;
		if (!card)
			card = card_new(b->view, "cards", "h-guide",
			    "Guidance in our own words");
		if (kind != last)
			part = card_part(card, "parts", c->label, c->meaning);
		last = kind;
		fact_text(part, field_text(text, rows.rec[i]));
	}
	return rc;
}

static enum rc
add_item(struct browser *b)
{
	const struct field *statement = field_find(&criterion_item_entity,
	    "statement");
	struct view *v = view_item(b->view, "item"), *f;
	struct ask *ask = b->ask;
	enum rc rc;

	view_text(v, "code", b->shown->number);
	view_text(v, "text", b->shown->title);
	view_fmt(v, "edition", "%s", record_title(ask,
	    &criteria_edition_entity, b->edition));
	view_text(v, "html", "");
	view_list(v, "st");
	view_list(v, "facts");
	if (b->shown->withdrawn)
		shape_badge(v, &(struct badge){ "warn", "skip",
		    "Withdrawn" });
	if (shown(ask, statement, b->shown)) {
		f = card_fact(v, statement->label);
		show_field(ask, f, statement, b->shown);
	}
	f = card_fact(v, "Record");
	fact_value(f, &(struct shape_value){ .code = b->shown->rec.code,
		.text = "all fields, journal", .href = record_url(ask,
		&criterion_item_entity, &b->shown->rec) });
	rc = add_guidance(b);
	return rc ? rc : add_maps(b);
}

/* --- the page ---------------------------------------------------------------------------- */

static enum rc
add_editions(struct browser *b, const char *asked)
{
	struct page rows;
	const struct query q = { .entity = &criteria_edition_entity,
		.sort = "label", .limit = 60 };
	enum rc rc = query_run(b->ask->cx, &q, &rows);

	if (!rc)
		rc = captions_of_records(b->ask, q.entity, rows.rec, rows.n);
	for (size_t i = 0; !rc && i < rows.n; i++) {
		const struct criteria_edition *e = rows.rec[i];

		if (str_eq(e->rec.code, asked) || (!*asked &&
		    (!b->edition || strstr(e->label, "2022"))))
			b->edition = e;
	}
	view_text(b->view, "tabs_of", "Editions");
	for (size_t i = 0; !rc && i < rows.n; i++) {
		const struct criteria_edition *e = rows.rec[i];
		const struct caption *s = caption_of(b->ask,
		    &criteria_source_entity, e->source);

		page_tab(b->view, arena_fmt(b->ask->cx->arena, "%s %s",
		    s && s->title ? utf8_cut(b->ask->cx->arena, s->title, 40)
		    : "", e->label), 0, url_new(b->ask->cx->arena,
		    "/criteria?edition=%s", e->rec.code), e == b->edition);
	}
	return rc;
}

static void
choose_item(struct browser *b)
{
	const char *asked = ask_arg(b->ask, "item");

	for (size_t i = 0; i < b->n; i++)
		if (str_eq(b->item[i]->number, asked))
			b->shown = b->item[i];
}

enum rc
page_criteria(struct ask *ask)
{
	struct browser b = { .ask = ask, .words = text_fold(ask->cx->arena,
	    ask_arg(ask, "q")) };
	enum rc rc;

	b.view = frame_page(ask, "Criteria", "/criteria");
	page_fact(b.view, "Identifiers and short titles; the text of a "
	    "standard is not kept here", NULL);
	page_do(b.view, "upload", "Import a catalogue", url_new(
	    ask->cx->arena, "/import/oscal-catalog"), false);
	view_list(b.view, "tree");
	view_list(b.view, "item");
	view_text(b.view, "cq", ask_arg(ask, "q"));
	view_url(b.view, "tree_href", "/criteria");
	rc = add_editions(&b, ask_arg(ask, "edition"));
	view_text(b.view, "tree_title", b.edition ? b.edition->label
	    : "No criteria yet");
	if (!rc && b.edition)
		rc = load_items(&b);
	if (rc)
		return rc;
	view_fmt(b.view, "tree_note", "%zu items", b.n);
	view_text(b.view, "tree_edition", b.edition ? b.edition->rec.code
	    : "");
	choose_item(&b);
	add_tree(&b);
	if (b.shown)
		rc = add_item(&b);
	else
		shape_empty(card_new(b.view, "cards", "h-item", "Item"),
		    &(struct shape_empty){ .icon = "book",
			.text = "Choose an item of the tree" });
	frame_show(ask, b.view, "criteria");
	return rc;
}
