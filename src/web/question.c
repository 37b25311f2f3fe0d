/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* size: one card, shown and sent back. */
/* question.c - one question of a working paper, on a card of its own. */
#include "web/screen.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/evidence.h"
#include "model/working_paper.h"
#include "web/take.h"

#include <inttypes.h>
#include <string.h>

struct card {
	struct record_page p;
	const struct checklist_item *item;
	struct page items;              /* of the same paper, in order */
	size_t at;                      /* this one among them */
	const struct err *err;
	bool fixed;                     /* nothing more can be changed */
};

/* --- where one is ---------------------------------------------------------------------- */

static const char *
pip_kind(const struct checklist_item *item)
{
	switch (item->verdict) {
	case VERDICT_CONFORM:
		return "good";
	case VERDICT_NONCONFORM:
		return "bad";
	case VERDICT_PARTLY:
		return "warn";
	default:
		return "";
	}
}

static void
add_pips(struct card *c)
{
	struct ask *ask = c->p.ask;

	for (size_t i = 0; i < c->items.n; i++) {
		const struct checklist_item *item = c->items.rec[i];
		const struct choice *v = choice_find(verdict_choices,
		    item->verdict);
		struct view *pip = view_item(c->p.view, "pips");

		view_link(pip, "href", record_url(ask, c->p.entity,
		    &item->rec));
		view_text(pip, "kind", pip_kind(item));
		view_int(pip, "no", (int64_t)i + 1);
		view_text(pip, "said", v ? v->label : "no verdict");
		view_flag(pip, "now", i == c->at);
	}
}

static void
add_neighbour(struct card *c, const char *list, size_t i, const char *label)
{
	struct view *v = view_item(c->p.view, list);
	const struct record *r = c->items.rec[i];

	view_link(v, "href", record_url(c->p.ask, c->p.entity, r));
	view_text(v, "label", label);
	view_flag(v, "save", !c->fixed);
}

static void
add_place(struct card *c)
{
	struct arena *a = c->p.ask->cx->arena;
	struct view *v = c->p.view;
	size_t answered = 0;

	for (size_t i = 0; i < c->items.n; i++)
		answered += ((const struct checklist_item *)
		    c->items.rec[i])->verdict != 0;
	view_int(v, "all", (int64_t)c->items.n);
	view_int(v, "answered", (int64_t)answered);
	view_fmt(v, "answered_note", "%zu of %zu answered, %zu left",
	    answered, c->items.n, c->items.n - answered);
	view_list(v, "prev");
	view_list(v, "next");
	if (c->at > 0)
		add_neighbour(c, "prev", c->at - 1, arena_fmt(a,
		    "Question %zu", c->at));
	if (c->at + 1 < c->items.n)
		add_neighbour(c, "next", c->at + 1, arena_fmt(a, c->fixed
		    ? "Question %zu" : "Save and go to %zu", c->at + 2));
}

/* --- the answer ---------------------------------------------------------------------------- */

static const char *
typed_verdict(struct card *c)
{
	const struct choice *v;

	if (c->err)
		return ask_field(c->p.ask, "verdict");
	v = choice_find(verdict_choices, c->item->verdict);
	return v ? v->name : "";
}

static void
add_verdicts(struct card *c)
{
	const char *now = typed_verdict(c);

	for (const struct choice *v = verdict_choices; v->name; v++) {
		struct badge b = choice_badge(v);
		struct view *one = view_item(c->p.view, "verdicts");

		view_text(one, "value", v->name);
		view_text(one, "label", v->label);
		view_text(one, "icon", b.icon);
		view_text(one, "tone", "");
		view_text(one, "kind", v->value == VERDICT_CONFORM ? "good" :
		    v->value == VERDICT_NONCONFORM ? "bad" :
		    v->value == VERDICT_PARTLY ? "warn" : "");
		view_flag(one, "checked", str_eq(v->name, now));
	}
}

static enum rc
add_controls(struct card *c)
{
	const struct form f = { .ask = c->p.ask, .entity = c->p.entity,
		.rec = c->item, .who = c->p.seen.view.who, .at = c->p.r->at,
		.at_kind = c->p.r->at_kind, .err = c->err,
		.typed = c->err != NULL };
	static const char *const names[] = { "notes", "reason" };
	enum rc rc = RC_OK;

	view_list(c->p.view, "fields");
	for (size_t i = 0; i < NELEMS(names) && !rc; i++) {
		const struct field *field = field_find(c->p.entity, names[i]);

		if (!c->fixed)
			rc = form_control(&f, c->p.view, "fields", field);
		else if (shown(c->p.ask, field, c->item))
			field_said(field_new(c->p.view, "fields", names[i],
			    field->label), field_text(field, c->item), NULL);
	}
	form_go_on(c->p.ask, c->p.view, "fields", c->err);
	return rc;
}

static enum rc
add_evidence(struct card *c)
{
	struct refs r = c->item->evidence;
	struct ask *ask = c->p.ask;

	view_list(c->p.view, "rows");
	view_fmt(c->p.view, "evidence_note", "%zu linked", r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct seen seen;
		const struct evidence *e;

		if (store_get(ask->cx, &evidence_entity, r.id[i], 0, false,
		    &seen))
			continue;
		e = seen.rec;
		ask->seen = seen.view;
		shape_row(c->p.view, "rows", &(struct shape_row){
			.icon = e->held == HELD_VIEW_ONLY ? "eye" : "file",
			.code = e->rec.code,
			.text = record_title(ask, &evidence_entity, e),
			.href = record_url(ask, &evidence_entity, &e->rec),
			.st = state_badge(&evidence_entity, e) });
	}
	ask->seen = c->p.seen.view;
	return take_controls(ask, c->p.view, "ev_fields");
}

/* --- beside it -------------------------------------------------------------------------------- */

static enum rc
add_requirement(struct card *c, const struct audit_criterion *crit)
{
	struct ask *ask = c->p.ask;
	struct view *card = card_new(c->p.view, "side", "h-req",
	    "Requirement");
	const struct field *f = field_find(&audit_criterion_entity,
	    "statement");
	const struct field *why = field_find(&audit_criterion_entity,
	    "applicability");

	fact_value(card_fact(card, "Criterion"), &(struct shape_value){
		.code = crit->number, .text = crit->title,
		.href = record_url(ask, &audit_criterion_entity,
		    &crit->rec) });
	if (shown(ask, f, crit))
		show_field(ask, card_fact(card, f->label), f, crit);
	if (shown(ask, why, crit))
		show_field(ask, card_fact(card, why->label), why, crit);
	if (c->item->evidence_sought && *c->item->evidence_sought)
		fact_text(card_fact(card, "Evidence to look for"),
		    c->item->evidence_sought);
	return RC_OK;
}

/* Hints of ours for the clause: what to look for, and how. */
static enum rc
add_guidance(struct card *c, const char *number)
{
	const struct entity *e = entity_find("guidance_item");
	const struct field *list = field_find(e, "list");
	const struct field *text = field_find(e, "text");
	const struct pair filter = { "clause_2022", number };
	const struct query q = { .entity = e, .filter = &filter,
		.nfilters = 1, .sort = "list", .limit = 60 };
	struct view *card = NULL, *fact = NULL;
	const struct choice *last = NULL;
	struct page rows;
	enum rc rc = query_run(c->p.ask->cx, &q, &rows);

	for (size_t i = 0; !rc && i < rows.n; i++) {
		const struct choice *kind = choice_find(list->choices,
		    field_int(list, rows.rec[i]));

		if (!kind || word_in("title related", kind->name))
			continue;
		if (!card)
			card = card_new(c->p.view, "side", "h-guide",
			    "Guidance");
		if (kind != last)
			fact = card_part(card, "parts", kind->label, NULL);
		last = kind;
		fact_text(fact, field_text(text, rows.rec[i]));
	}
	return rc;
}

/* Findings that were raised on the same criterion in this audit. */
static enum rc
add_known(struct card *c)
{
	const struct entity *links = entity_find("finding_criterion");
	const struct entity *e = entity_find("finding");
	const struct field *finding = field_find(links, "finding");
	struct view *card = NULL;
	struct page rows;
	enum rc rc = screen_rows(c->p.ask, links, "criterion",
	    c->item->criterion, "id", 20, &rows);

	for (size_t i = 0; !rc && i < rows.n; i++) {
		struct seen seen;

		if (store_get(c->p.ask->cx, e, field_int(finding, rows.rec[i]),
		    0, false, &seen))
			continue;
		if (!card)
			card = card_new(c->p.view, "side", "h-known",
			    "Findings on this criterion");
		screen_row(c->p.ask, card, "rows", e, &(struct page){
			.rec = &seen.rec, .view = &seen.view, .n = 1 }, 0);
	}
	c->p.ask->seen = c->p.seen.view;
	return rc;
}

static enum rc
add_side(struct card *c)
{
	const struct audit_criterion *crit;
	struct seen seen;
	enum rc rc;

	view_text(c->p.view, "code", "");
	rc = store_get(c->p.ask->cx, &audit_criterion_entity,
	    c->item->criterion, 0, false, &seen);
	if (rc)
		return rc == RC_MISSING ? RC_OK : rc;
	crit = seen.rec;
	view_text(c->p.view, "code", crit->number);
	rc = add_requirement(c, crit);
	if (!rc)
		rc = add_guidance(c, crit->number);
	return rc ? rc : add_known(c);
}

/* --- the page --------------------------------------------------------------------------------- */

/* The form of a finding that already knows criterion and evidence. */
static struct url *
raise_url(const struct card *c, int64_t audit)
{
	struct arena *a = c->p.ask->cx->arena;
	struct url *u = url_new(a, "/finding/new?audit=%" PRId64, audit);

	for (size_t i = 0; i < c->item->evidence.n; i++)
		url_pair(u, "evidence", arena_fmt(a, "%" PRId64,
		    c->item->evidence.id[i]));
	url_pair(u, "for_criterion", arena_fmt(a, "%" PRId64,
	    c->item->criterion));
	return u;
}

static enum rc
add_paper(struct card *c)
{
	struct ask *ask = c->p.ask;
	const struct working_paper *w;
	struct seen seen;
	enum rc rc = store_get(ask->cx, &working_paper_entity, c->item->paper,
	    0, false, &seen);

	if (rc)
		return rc;
	w = seen.rec;
	view_text(c->p.view, "paper_code", w->rec.code);
	view_text(c->p.view, "paper_title", w->title);
	view_fmt(c->p.view, "paper_note", "Filled in by %s",
	    person_name(ask, w->owner));
	view_fmt(c->p.view, "prepared", "%s", person_name(ask, w->owner));
	shape_link(c->p.view, "raise", may_add(ask, entity_find("finding"))
	    ? raise_url(c, w->audit) : NULL);
	page_crumb(c->p.view, w->rec.code, record_url(ask,
	    &working_paper_entity, &w->rec));
	return RC_OK;
}

static enum rc
load_card(struct ask *ask, struct card *c)
{
	enum rc rc = record_open(ask, &checklist_item_entity, &c->p);

	if (rc)
		return rc;
	c->item = c->p.seen.rec;
	rc = screen_rows(ask, &checklist_item_entity, "paper", c->item->paper,
	    "position", QUERY_MOST, &c->items);
	for (size_t i = 0; !rc && i < c->items.n; i++)
		if (((const struct record *)c->items.rec[i])->id ==
		    c->p.r->id)
			c->at = i;
	if (!rc)
		rc = command_offers(ask->cx, c->p.entity, &c->p.seen,
		    &c->p.offer, &c->p.noffers);
	c->fixed = !word_in("1 2 4", arena_fmt(ask->cx->arena, "%" PRId64,
	    c->item->state)) || (ask->cx->account &&
	    !(c->p.seen.may & UPDATE));
	return rc;
}

static void
add_head(struct card *c)
{
	struct ask *ask = c->p.ask;
	struct view *v = c->p.view;
	const struct badge st = state_badge(c->p.entity, c->item);

	view_link(v, "action", record_url(ask, c->p.entity, c->p.r));
	view_int(v, "rev", c->p.r->rev);
	view_flag(v, "fixed", c->fixed);
	view_fmt(v, "note", "Question %zu of %zu, %s", c->at + 1, c->items.n,
	    st.word ? st.word : "");
	view_text(v, "saved", str_eq(ask_arg(ask, "done"), "update")
	    ? "Saved" : "");
	page_crumb(v, arena_fmt(ask->cx->arena, "Question %zu", c->at + 1),
	    NULL);
	if (c->err) {
		form_failed(ask, v, c->err);
		ask->status = err_table[c->err->code].http;
	}
}

static enum rc
question_page(struct ask *ask, const struct err *err)
{
	struct card c = { .err = err };
	enum rc rc = load_card(ask, &c);

	if (rc)
		return rc;
	c.p.view = frame_page(ask, c.item->question, "/audit");
	rc = record_audit_crumbs(ask, c.p.view, c.p.r);
	if (!rc)
		rc = add_paper(&c);
	if (rc)
		return rc;
	add_head(&c);
	add_pips(&c);
	add_place(&c);
	add_verdicts(&c);
	rc = add_controls(&c);
	if (!rc)
		rc = add_evidence(&c);
	if (!rc)
		rc = add_side(&c);
	if (!rc)
		rc = question_steps(&c.p);
	frame_show(ask, c.p.view, "question");
	return rc;
}

/* Steps besides answering: review, return, set aside. */
enum rc
question_steps(struct record_page *p)
{
	struct view *card = NULL;

	for (size_t i = 0; i < p->noffers; i++) {
		const char *verb = p->offer[i].verb;

		if (word_in("update start finish", verb))
			continue;
		if (!card)
			card = card_new(p->view, "side", "h-steps",
			    "What else can be done");
		shape_row(card, "rows", &(struct shape_row){ .icon = "next",
			.text = verb_words(p->ask->cx->arena, verb),
			.note = p->offer[i].step->effect,
			.href = url_new(p->ask->cx->arena, "/%s/%s/%s",
			    p->entity->name, p->r->code, verb) });
	}
	return RC_OK;
}

enum rc
page_question(struct ask *ask)
{
	return question_page(ask, NULL);
}

/* --- what was sent ------------------------------------------------------------------------------ */

/* The evidence that is linked, and the new one. */
static size_t
evidence_pairs(struct ask *ask, const struct checklist_item *item, bool more,
    struct pair *in)
{
	size_t n = 0;

	for (size_t i = 0; i < item->evidence.n; i++)
		in[n++] = (struct pair){ "evidence", arena_fmt(
		    ask->cx->arena, "%" PRId64, item->evidence.id[i]) };
	if (more)
		in[n++] = (struct pair){ "evidence", "@2" };
	return n;
}

static struct order *
add_order(struct ask *ask, const char *command, bool first)
{
	struct order *o = &ask->order[ask->norders++];

	*o = (struct order){ .command = command, .on = ask->name };
	if (first && !int_parse(ask_field(ask, "rev"), 0, INT64_MAX, &o->rev))
		o->rev = 0;
	return o;
}

static void
answer_order(struct ask *ask, const struct checklist_item *item, bool file,
    bool first)
{
	static const char *const names[] = { "verdict", "notes", "reason" };
	struct order *o = add_order(ask, "checklist_item.update", first);
	struct pair *in = arena_alloc(ask->cx->arena,
	    (item->evidence.n + 8) * sizeof(*in));

	o->in = in;
	for (size_t i = 0; i < NELEMS(names); i++)
		if (request_field(ask->rq, names[i]))
			in[o->n++] = (struct pair){ names[i],
			    form_text(ask, names[i]) };
	if (file)
		o->n += evidence_pairs(ask, item, true, in + o->n);
}

enum rc
send_question(struct ask *ask)
{
	struct card c = { 0 };
	bool file, fresh;
	enum rc rc = load_card(ask, &c);

	if (rc)
		return rc;
	ask->order = arena_alloc(ask->cx->arena, 8 * sizeof(*ask->order));
	file = take_orders(ask, c.p.r->at);
	fresh = c.item->state == CHECKLIST_STATE_NOT_STARTED ||
	    c.item->state == CHECKLIST_STATE_RETURNED;
	if (fresh)
		add_order(ask, "checklist_item.start", true);
	answer_order(ask, c.item, file, !fresh);
	if (str_eq(ask_field(ask, "go"), "finish"))
		add_order(ask, "checklist_item.finish", false);
	return RC_OK;
}

enum rc
then_question(struct ask *ask, enum rc rc)
{
	struct card c = { 0 };
	struct url *u;

	if (rc)
		return question_page(ask, ask_err(ask));
	rc = load_card(ask, &c);
	if (rc)
		return rc;
	if (str_eq(ask_field(ask, "go"), "next") && c.at + 1 < c.items.n)
		c.at++;
	u = record_url(ask, c.p.entity, c.items.rec[c.at]);
	url_pair(u, "done", "update");
	ask->location = u;
	return RC_OK;
}
