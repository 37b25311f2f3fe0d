/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* finding.c - one finding: what was found, both views, cause to proof. */
#include "web/screen.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/finding.h"
#include "model/follow_up.h"

#include <string.h>

/* Fields that stand in the parts below, with what each answers. */
static const struct { const char *name, *label, *about, *missing; } found[] = {
	{ "expected", "Requirement", "what should be", NULL },
	{ "statement", "Statement", "what is so", NULL },
	{ "observed", "What was found", "how we know", NULL },
	{ "evidence", "Evidence", "", "Nothing is linked yet" },
	{ "effect", "Effect", "why it matters", NULL },
	{ "type", "Grade", "and why", NULL },
	{ "reply_text", "Reply", "of the auditee", NULL },
	{ "no_correction_reason", "No correction", "why", NULL },
	{ "team_notes", "Notes", "of the team only", NULL },
};

/* The criteria, by number and title, before the words on them. */
static enum rc
add_criteria(struct record_page *p, struct view *part)
{
	const struct entity *e = entity_find("finding_criterion");
	struct page rows;
	enum rc rc = screen_rows(p->ask, e, "finding", p->r->id, "id", 50,
	    &rows);

	for (size_t i = 0; !rc && i < rows.n; i++) {
		const struct finding_criterion *l = rows.rec[i];
		const struct audit_criterion *c;
		struct seen seen;

		if (store_get(p->ask->cx, &audit_criterion_entity,
		    l->criterion, 0, false, &seen))
			continue;
		c = seen.rec;
		fact_value(part, &(struct shape_value){ .code = c->number,
			.text = c->title, .href = record_url(p->ask,
			&audit_criterion_entity, &c->rec) });
	}
	return rc;
}

static enum rc
add_found(struct record_page *p)
{
	const struct field *why = field_find(p->entity, "grade_reason");
	enum rc rc = RC_OK;

	view_list(p->view, "found");
	for (size_t i = 0; i < NELEMS(found) && !rc; i++) {
		const struct field *f = field_find(p->entity, found[i].name);
		struct view *part;

		if (!shown(p->ask, f, p->seen.rec) && !found[i].missing &&
		    !str_eq(f->name, "expected"))
			continue;
		part = card_part(p->view, "found", found[i].label,
		    found[i].about);
		if (str_eq(f->name, "expected"))
			rc = add_criteria(p, part);
		if (shown(p->ask, f, p->seen.rec))
			show_field(p->ask, part, f, p->seen.rec);
		else
			view_text(part, "missing", found[i].missing);
		if (str_eq(f->name, "type") && shown(p->ask, why,
		    p->seen.rec))
			fact_text(part, field_text(why, p->seen.rec));
	}
	return rc;
}

/* --- both views ---------------------------------------------------------------------- */

static void
add_view(struct record_page *p, const char *title, const char *text,
    const char *note, int64_t time)
{
	struct view *v;

	if (!text || !*text)
		return;
	v = view_item(p->view, "views");
	view_text(v, "title", title);
	view_text(v, "text", text);
	view_text(v, "note", note);
	view_time(v, "when", time);
}

/* What the leader may say to it: one attempt to settle, its outcome. */
static enum rc
add_answer(struct record_page *p, const struct seen *seen)
{
	const struct disagreement *d = seen->rec;
	const struct form f = { .ask = p->ask,
		.entity = &disagreement_entity, .rec = d,
		.who = seen->view.who, .at = p->r->at,
		.at_kind = p->r->at_kind };
	struct view *v;
	enum rc rc;

	if (p->ask->cx->account && !(seen->may & UPDATE))
		return RC_OK;
	v = view_item(p->view, "answer");
	view_text(v, "title", "Answer the disagreement");
	view_url(v, "action", "/disagreement/%s/edit", d->rec.code);
	view_link(v, "back", record_url(p->ask, p->entity, p->r));
	view_int(v, "rev", d->rec.rev);
	view_text(v, "label", "Save answer");
	view_text(v, "note", "If it stays open, both views go into the "
	    "report.");
	view_list(v, "fields");
	rc = form_control(&f, v, "fields", field_find(f.entity, "team_view"));
	if (!rc)
		rc = form_control(&f, v, "fields", field_find(f.entity,
		    "attempts"));
	return rc;
}

static enum rc
add_disagreements(struct record_page *p)
{
	const struct entity *e = &disagreement_entity;
	struct page rows;
	enum rc rc = screen_rows(p->ask, e, "finding", p->r->id, "id", 10,
	    &rows);

	view_list(p->view, "views");
	view_list(p->view, "views_st");
	view_list(p->view, "answer");
	for (size_t i = 0; !rc && i < rows.n; i++) {
		const struct disagreement *d = rows.rec[i];
		const struct badge b = state_badge(e, d);
		struct seen seen;
		struct view *st;

		p->ask->seen = rows.view[i];
		add_view(p, "Auditee", d->auditee_view, "since",
		    d->rec.created_at);
		add_view(p, "Audit team", d->team_view, "", 0);
		add_view(p, "Attempt to settle", d->attempts, "",
		    d->attempted_at);
		st = view_item(p->view, "views_st");
		view_text(st, "tone", b.tone);
		view_text(st, "icon", b.icon);
		view_text(st, "word", b.word);
		rc = store_get(p->ask->cx, e, d->rec.id, UPDATE, false,
		    &seen);
		if (!rc && d->state == DISAGREEMENT_STATE_OPEN)
			rc = add_answer(p, &seen);
	}
	p->ask->seen = p->seen.view;
	return rc;
}

/* --- what is done about it --------------------------------------------------------------- */

static enum rc
add_actions(struct record_page *p)
{
	struct ask *ask = p->ask;
	struct url *make = url_new(ask->cx->arena, "/action/new");
	struct view *card = card_new(p->view, "cards", "h-act",
	    "Correction, cause, action, verification");
	struct page rows;
	enum rc rc = screen_rows(ask, &action_entity, "finding", p->r->id,
	    "id", 50, &rows);

	url_pair(make, "finding", p->r->code);
	if (rc)
		return rc;
	if (may_add(ask, &action_entity))
		card_link(card, "Add an action", make);
	if (rows.n)
		list_table(ask, card, &action_entity, "kind owner due",
		    "finding", &rows);
	else
		view_text(card, "intro", "Opens for the auditee when the "
		    "report is issued: correction at once, then cause and "
		    "action. The check is made by somebody else.");
	ask->seen = p->seen.view;
	return RC_OK;
}

enum rc
page_finding(struct ask *ask)
{
	struct record_page p;
	const struct finding *f;
	enum rc rc = record_open(ask, &finding_entity, &p);

	if (!rc)
		rc = record_begin(&p);
	if (!rc)
		rc = record_steps(&p);
	if (rc)
		return rc;
	f = p.seen.rec;
	page_fact(p.view, arena_fmt(ask->cx->arena, "Drafted by %s",
	    person_name(ask, f->drafted_by)), NULL);
	view_fmt(p.view, "found_note", "Version %lld", (long long)p.r->rev);
	rc = add_found(&p);
	if (!rc)
		rc = add_disagreements(&p);
	if (!rc)
		rc = add_actions(&p);
	if (!rc)
		rc = record_children(&p, "action disagreement");
	if (!rc)
		rc = record_fields(&p, "expected statement observed evidence "
		    "effect type grade_reason reply_text drafted_by "
		    "no_correction_reason team_notes");
	if (!rc)
		rc = record_history(&p);
	frame_show(ask, p.view, "finding");
	return rc;
}
