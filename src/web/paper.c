/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* paper.c - fieldwork: the working papers of an audit, and one of them. */
#include "web/screen.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/sampling.h"
#include "model/working_paper.h"

#include <inttypes.h>
#include <string.h>

/* How many questions each paper has, and how many have a verdict. */
struct counts { struct group *all, *done; size_t nall, ndone; };

static enum rc
count_items(struct ask *ask, int64_t audit, struct counts *c)
{
	struct pair filter[8] = { { "at", arena_fmt(ask->cx->arena,
	    "%" PRId64, audit) } };
	struct query q = { .entity = &checklist_item_entity,
		.filter = filter, .nfilters = 1 };
	enum rc rc = query_group(ask->cx, &q, "paper", &c->all, &c->nall);

	for (const struct choice *v = verdict_choices; v->name; v++)
		filter[q.nfilters++] = (struct pair){ "verdict", v->name };
	if (!rc)
		rc = query_group(ask->cx, &q, "paper", &c->done, &c->ndone);
	return rc;
}

static int64_t
count_of(const struct group *g, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (g[i].value == id)
			return g[i].n;
	return 0;
}

static const char *
initials(struct ask *ask, int64_t person)
{
	const char *name = person ? person_name(ask, person) : "";
	struct buf b = { .arena = ask->cx->arena };

	while (*name) {
		size_t n = strcspn(name, " ");
		char *first = utf8_cut(ask->cx->arena, name, 1);

		buf_str(&b, first);
		name += n + strspn(name + n, " ");
	}
	return buf_text(&b);
}

static void
paper_row(struct ask *ask, struct view *table, const struct working_paper *w,
    const struct counts *c)
{
	struct view *row = table_row(table);

	table_cell(row, "Working paper", &(struct shape_cell){ .first = true,
		.code = w->rec.code, .text = w->title,
		.href = record_url(ask, &working_paper_entity, &w->rec) });
	table_cell(row, "Filled in by", &(struct shape_cell){
		.text = person_name(ask, w->owner) });
	table_cell(row, "Reviewer", &(struct shape_cell){
		.text = w->reviewer ? person_name(ask, w->reviewer) : "" });
	table_cell(row, "Answered", &(struct shape_cell){ .num = true,
		.text = arena_fmt(ask->cx->arena, "%" PRId64 " of %" PRId64,
		    count_of(c->done, c->ndone, w->rec.id),
		    count_of(c->all, c->nall, w->rec.id)) });
	table_cell(row, "State", &(struct shape_cell){
		.st = state_badge(&working_paper_entity, w) });
}

/* All papers of an audit as a card. */
static enum rc
add_papers(struct ask *ask, struct view *v, const char *list, int64_t audit,
    const char *code)
{
	static const char *const heads[] = { "Working paper", "Filled in by",
		"Reviewer" };
	struct url *make = url_new(ask->cx->arena, "/working_paper/new");
	struct view *card = card_new(v, list, "h-papers", "Working papers");
	struct counts c;
	struct page rows;
	struct view *table;
	enum rc rc = screen_rows(ask, &working_paper_entity, "audit", audit,
	    "id", QUERY_MOST, &rows);

	url_pair(make, "audit", code);
	if (!rc)
		rc = count_items(ask, audit, &c);
	if (rc)
		return rc;
	if (may_add(ask, &working_paper_entity))
		card_link(card, "New working paper", make);
	if (!rows.n) {
		shape_empty(card, &(struct shape_empty){ .icon = "note",
			.text = "No working paper yet",
			.note = "Take guidance of ours, or write your own.",
			.link = "New working paper",
			.href = may_add(ask, &working_paper_entity) ? make
			    : NULL });
		return RC_OK;
	}
	table = table_new(card, "tables", "Working papers with progress");
	for (size_t i = 0; i < NELEMS(heads); i++)
		table_head(table, heads[i], false);
	table_head(table, "Answered", true);
	table_head(table, "State", false);
	for (size_t i = 0; i < rows.n; i++)
		paper_row(ask, table, rows.rec[i], &c);
	return RC_OK;
}

enum rc
page_fieldwork(struct ask *ask)
{
	struct record_page p;
	enum rc rc = audit_frame(ask, &p, "Fieldwork", "fieldwork");

	if (!rc)
		rc = add_papers(ask, p.view, "cards", p.r->id, p.r->code);
	if (rc)
		return rc;
	view_list(p.view, "paper");
	frame_show(ask, p.view, "checklist");
	return RC_OK;
}

/* --- one paper ------------------------------------------------------------------------ */

static const struct audit_criterion *
criterion_of(const struct page *rows, int64_t id)
{
	for (size_t i = 0; i < rows->n; i++)
		if (((const struct record *)rows->rec[i])->id == id)
			return rows->rec[i];
	return NULL;
}

static void
add_item(struct record_page *p, struct view *group, int no,
    const struct checklist_item *item, const struct audit_criterion *c)
{
	const struct working_paper *w = p->seen.rec;
	struct view *v = view_item(group, "items"), *verdict;
	const struct badge b = choice_badge(choice_find(verdict_choices,
	    item->verdict));
	const struct badge st = state_badge(&checklist_item_entity, item);

	view_text(v, "pick", item->rec.code);
	view_fmt(v, "select", "Select question %d", no);
	view_link(v, "href", record_url(p->ask, &checklist_item_entity,
	    &item->rec));
	view_int(v, "no", no);
	view_text(v, "text", item->question);
	view_text(v, "code", c ? c->number : "");
	view_list(v, "verdict");
	if (b.word) {
		verdict = view_item(v, "verdict");
		view_text(verdict, "tone", b.tone);
		view_text(verdict, "icon", b.icon);
		view_text(verdict, "word", b.word);
	}
	view_int(v, "evidence", (int64_t)item->evidence.n);
	view_list(v, "findings");
	view_text(v, "prepared", item->verdict ? initials(p->ask, w->owner)
	    : "");
	view_text(v, "reviewed", initials(p->ask, item->reviewed_by));
	view_list(v, "st");
	shape_badge(v, &st);
}

/* Headings help only where questions on one criterion stand together. */
static bool
grouped(const struct page *items)
{
	size_t changes = 0;

	for (size_t i = 1; i < items->n; i++)
		changes += ((const struct checklist_item *)
		    items->rec[i])->criterion != ((const struct
		    checklist_item *)items->rec[i - 1])->criterion;
	return items->n && changes * 3 <= items->n;
}

static struct view *
new_group(struct view *paper, const struct audit_criterion *c)
{
	struct view *group = view_item(paper, "groups");

	view_list(group, "items");
	view_text(group, "label", "");
	view_text(group, "count", "");
	if (c)
		view_fmt(group, "label", "%s %s", c->number, c->title);
	return group;
}

/* Items in their order, a heading wherever the criterion changes. */
static void
add_items(struct record_page *p, struct view *paper, const struct page *items,
    const struct page *criteria)
{
	struct view *group = NULL;
	bool heads = grouped(items);
	int64_t last = -1;
	int no = 0, in_group = 0;

	for (size_t i = 0; i < items->n; i++) {
		const struct checklist_item *item = items->rec[i];
		const struct audit_criterion *c = criterion_of(criteria,
		    item->criterion);

		if (!group || (heads && item->criterion != last)) {
			group = new_group(paper, heads ? c : NULL);
			in_group = 0;
		}
		last = item->criterion;
		add_item(p, group, ++no, item, c);
		in_group++;
		view_fmt(group, "count", "%d question%s", in_group,
		    in_group == 1 ? "" : "s");
	}
}

/* What can be done with several questions at once, by this person. */
static void
add_bulk(struct record_page *p, struct view *v)
{
	static const struct {
		const char *verb, *label;
		unsigned who;
	} bulk[] = {
		{ "review", "Mark as reviewed", ATL | AUD },
		{ "finish", "Mark as done", ATL | AUD | AIT },
		{ "confirm", "Confirm: not applicable", ATL },
	};

	view_list(v, "bulk");
	for (size_t i = 0; i < NELEMS(bulk); i++) {
		struct view *b;

		if (!(p->seen.view.who & bulk[i].who))
			continue;
		b = view_item(v, "bulk");
		view_text(b, "value", bulk[i].verb);
		view_text(b, "label", bulk[i].label);
	}
}

static bool
on_criterion(const struct page *items, int64_t criterion)
{
	for (size_t i = 0; i < items->n; i++)
		if (((const struct checklist_item *)items->rec[i])->criterion
		    == criterion)
			return criterion != 0;
	return false;
}

/* What samples on the same criteria prove stands on the paper by force. */
static enum rc
add_samples(struct record_page *p, const struct page *items)
{
	struct view *card = NULL;
	struct page plans;
	enum rc rc = screen_rows(p->ask, &sampling_plan_entity, "audit",
	    ((const struct working_paper *)p->seen.rec)->audit, "id",
	    QUERY_MOST, &plans);

	for (size_t i = 0; !rc && i < plans.n; i++) {
		const struct sampling_plan *s = plans.rec[i];
		struct view *fact;

		if (!s->proves || !*s->proves ||
		    !on_criterion(items, s->criterion))
			continue;
		if (!card)
			card = card_new(p->view, "side", "h-samples",
			    "What samples prove");
		fact = card_fact(card, s->objective);
		fact_value(fact, &(struct shape_value){ .code = s->rec.code,
			.text = s->proves, .href = record_url(p->ask,
			&sampling_plan_entity, &s->rec) });
	}
	return rc;
}

static enum rc
show_paper(struct record_page *p)
{
	struct ask *ask = p->ask;
	const struct working_paper *w = p->seen.rec;
	struct page items, criteria;
	struct view *v;
	size_t done = 0;
	enum rc rc = screen_rows(ask, &checklist_item_entity, "paper",
	    p->r->id, "position", QUERY_MOST, &items);

	if (!rc)
		rc = store_links(ask->cx, &checklist_item_entity, items.rec,
		    items.n);
	if (!rc)
		rc = screen_rows(ask, &audit_criterion_entity, "at", p->r->at,
		    "number", QUERY_MOST, &criteria);
	if (rc)
		return rc;
	for (size_t i = 0; i < items.n; i++)
		done += ((const struct checklist_item *)
		    items.rec[i])->verdict != 0;
	v = view_item(p->view, "paper");
	view_text(v, "code", p->r->code);
	view_text(v, "title", w->title);
	view_fmt(v, "note", "%zu of %zu answered", done, items.n);
	view_url(v, "action", "/working_paper/%s", p->r->code);
	add_bulk(p, v);
	view_list(v, "groups");
	add_items(p, v, &items, &criteria);
	return add_samples(p, &items);
}

static enum rc
paper_page(struct ask *ask, const struct err *err)
{
	struct record_page p;
	const struct working_paper *w;
	const struct entity *e = entity_find("audit");
	const struct caption *c;
	struct url *make;
	enum rc rc = record_open(ask, &working_paper_entity, &p);

	if (!rc)
		rc = record_begin(&p);
	if (!rc)
		rc = record_steps(&p);
	if (!rc)
		rc = show_paper(&p);
	if (rc)
		return rc;
	if (err) {
		page_error(p.view, NULL, err->text, err->rule, err->hint);
		ask->status = err_table[err->code].http;
	}
	w = p.seen.rec;
	c = caption_of(ask, e, w->audit);
	if (c)
		audit_tabs(ask, p.view, c->code, "fieldwork");
	make = url_new(ask->cx->arena, "/checklist_item/new");
	url_pair(make, "paper", p.r->code);
	url_pair(make, "back", ask->rq->path);
	if (may_add(ask, &checklist_item_entity))
		page_do(p.view, "plus", "Add a question", make, false);
	rc = record_fields(&p, "audit title");
	if (!rc)
		rc = record_history(&p);
	frame_show(ask, p.view, "checklist");
	return rc;
}

enum rc
page_paper(struct ask *ask)
{
	return paper_page(ask, NULL);
}

/* One order for each question that was ticked: all or nothing. */
enum rc
send_bulk(struct ask *ask)
{
	const struct request *rq = ask->rq;
	const char *verb = ask_field(ask, "do");

	if (!word_in("review finish confirm", verb))
		return err_set(&ask->cx->err, RC_INVALID,
		    "there is no such thing to do with several questions");
	ask->order = arena_alloc(ask->cx->arena,
	    (rq->nfields + 1) * sizeof(*ask->order));
	for (size_t i = 0; i < rq->nfields; i++)
		if (str_eq(rq->fields[i].name, "pick"))
			ask->order[ask->norders++] = (struct order){
				.command = arena_fmt(ask->cx->arena,
				    "checklist_item.%s", verb),
				.on = rq->fields[i].value };
	if (!ask->norders)
		return err_set(&ask->cx->err, RC_INVALID,
		    "no question is selected");
	return RC_OK;
}

enum rc
then_bulk(struct ask *ask, enum rc rc)
{
	if (rc)
		return paper_page(ask, ask_err(ask));
	ask->location = url_new(ask->cx->arena, "/working_paper/%s",
	    ask->name);
	return RC_OK;
}
