/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* meeting.c - a meeting: its agenda as ticks, minutes, who was there. */
#include "web/screen.h"

#include "base/text.h"
#include "model/meeting.h"

/* What is filled in while the meeting goes on. */
static enum rc
add_agenda(struct record_page *p)
{
	static const char *const names[] = { "opening_topics",
		"closing_topics", "minutes", "decisions", "action_plan_due",
		"correction_due", "action_due", "deadline_basis", "ends_at" };
	const struct meeting *m = p->seen.rec;
	const struct form f = { .ask = p->ask, .entity = p->entity, .rec = m,
		.who = p->seen.view.who, .at = p->r->at,
		.at_kind = p->r->at_kind };
	const char *not = m->kind == MEETING_KIND_OPENING ? "closing_topics "
	    "action_plan_due correction_due action_due deadline_basis" :
	    m->kind == MEETING_KIND_CLOSING ? "opening_topics" :
	    "opening_topics closing_topics action_plan_due correction_due "
	    "action_due deadline_basis";
	struct view *v;
	enum rc rc = RC_OK;

	view_list(p->view, "agenda");
	if (m->state == MEETING_STATE_CLOSED ||
	    m->state == MEETING_STATE_CALLED_OFF ||
	    (p->ask->cx->account && !(p->seen.may & UPDATE)))
		return RC_OK;
	v = view_item(p->view, "agenda");
	view_url(v, "action", "/meeting/%s/edit", p->r->code);
	view_int(v, "rev", p->r->rev);
	view_text(v, "title", "Agenda and minutes");
	view_text(v, "note", "Tick what was said");
	view_text(v, "label", "Save");
	view_list(v, "fields");
	for (size_t i = 0; i < NELEMS(names) && !rc; i++)
		if (!word_in(not, names[i]))
			rc = form_control(&f, v, "fields", field_find(
			    p->entity, names[i]));
	return rc;
}

static void
add_person(struct record_page *p, struct view *v, const struct attendance *a)
{
	const struct choice *side = choice_find(attendance_side_choices,
	    a->side);
	const char *name = a->person ? person_name(p->ask, a->person)
	    : a->name && *a->name ? a->name : a->position;

	shape_row(v, "rows", &(struct shape_row){ .icon = "person",
		.tone = a->present ? "good" : "warn", .text = name,
		.note = a->position, .side = side ? side->label : "",
		.href = record_url(p->ask, &attendance_entity, &a->rec),
		.st = a->present ? (struct badge){ 0 }
		    : (struct badge){ "warn", "no", "Not there" } });
}

static enum rc
add_people(struct record_page *p)
{
	static const char *const names[] = { "person", "name", "position",
		"side", "management", "present" };
	struct attendance *fresh = record_new(p->ask->cx->arena,
	    &attendance_entity);
	const struct form f = { .ask = p->ask, .entity = &attendance_entity,
		.rec = fresh, .creating = true, .who = p->seen.view.who };
	struct view *v = view_item(p->view, "people"), *h;
	struct page rows;
	enum rc rc = screen_rows(p->ask, &attendance_entity, "meeting",
	    p->r->id, "id", 100, &rows);

	fresh->present = 1;
	view_url(v, "action", "/attendance/new");
	view_text(v, "title", "Who was there");
	view_fmt(v, "note", "%zu", rows.n);
	view_list(v, "rows");
	view_list(v, "fields");
	view_list(v, "hidden");
	for (size_t i = 0; !rc && i < rows.n; i++)
		add_person(p, v, rows.rec[i]);
	if (rc || !may_add(p->ask, &attendance_entity) ||
	    ((const struct meeting *)p->seen.rec)->state >=
	    MEETING_STATE_CLOSED)
		return rc;
	for (size_t i = 0; i < 2; i++) {
		h = view_item(v, "hidden");
		view_text(h, "name", i ? "back" : "meeting");
		view_text(h, "value", i ? p->ask->rq->path : p->r->code);
	}
	for (size_t i = 0; i < NELEMS(names) && !rc; i++)
		rc = form_control(&f, v, "fields", field_find(
		    &attendance_entity, names[i]));
	return rc;
}

enum rc
page_meeting(struct ask *ask)
{
	struct record_page p;
	const struct caption *c;
	enum rc rc = record_open(ask, &meeting_entity, &p);

	if (!rc)
		rc = record_begin(&p);
	if (!rc)
		rc = record_steps(&p);
	if (!rc)
		rc = add_agenda(&p);
	if (!rc)
		rc = add_people(&p);
	if (rc)
		return rc;
	c = caption_of(ask, entity_find("audit"),
	    ((const struct meeting *)p.seen.rec)->audit);
	if (c)
		audit_tabs(ask, p.view, c->code, "meetings");
	rc = record_fields(&p, "audit");
	if (!rc)
		rc = record_history(&p);
	frame_show(ask, p.view, "meeting");
	return rc;
}
