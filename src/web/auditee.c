/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* auditee.c - one audit as the auditee's side sees it. */
#include "web/screen.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/finding.h"
#include "model/follow_up.h"
#include "model/initiation.h"
#include "model/plan.h"

#include <inttypes.h>
#include <string.h>

enum { NEXT = 8 };      /* sessions that are told of */

/* --- what the team asks for ------------------------------------------------------------ */

static enum rc
add_request(struct record_page *p, const struct page *rows, size_t i)
{
	struct ask *ask = p->ask;
	const struct information_request *r = rows->rec[i];
	const struct form f = { .ask = ask,
		.entity = &information_request_entity, .rec = r,
		.who = rows->view[i].who, .at = p->r->id,
		.at_kind = ANCHOR_AUDIT };
	const struct badge st = state_badge(f.entity, r);
	struct view *v = view_item(p->view, "requests"), *c;
	enum rc rc;

	view_url(v, "action", "/information_request/%s/reply", r->rec.code);
	view_int(v, "rev", r->rec.rev);
	view_text(v, "code", r->rec.code);
	view_text(v, "text", r->item);
	view_text(v, "about", r->purpose);
	view_list(v, "st");
	shape_badge(v, &st);
	view_text(v, "late", late_words(ask, r->due));
	view_date(v, "due", r->due);
	view_text(v, "label", "Send answer");
	c = field_new(v, "fields", "file", "File");
	view_fmt(c, "id", "file-%s", r->rec.code);
	field_file(c, false);
	rc = form_control(&f, v, "fields", field_find(f.entity, "answer"));
	return rc;
}

static enum rc
add_requests(struct record_page *p)
{
	const struct entity *e = &information_request_entity;
	struct page rows;
	size_t open = 0;
	enum rc rc = screen_rows(p->ask, e, "audit", p->r->id, "due", 100,
	    &rows);

	view_list(p->view, "requests");
	view_list(p->view, "answered");
	for (size_t i = 0; !rc && i < rows.n; i++) {
		const struct information_request *r = rows.rec[i];

		p->ask->seen = rows.view[i];
		if (r->state == REQUEST_STATE_OPEN ||
		    r->state == REQUEST_STATE_PARTLY_ANSWERED) {
			rc = add_request(p, &rows, i);
			open++;
		} else {
			view_text(screen_row(p->ask, p->view, "answered", e,
			    &rows, i), "text", r->item);
		}
	}
	view_fmt(p->view, "requests_note", "%zu to answer", open);
	view_fmt(p->view, "answered_note", "%zu answered requests",
	    rc ? 0 : rows.n - open);
	p->ask->seen = p->seen.view;
	return rc;
}

/* --- findings shown ------------------------------------------------------------------------ */

static enum rc
add_replies(struct record_page *p, struct view *row, const struct page *rows,
    size_t i)
{
	struct ask *ask = p->ask;
	const struct finding *f = rows->rec[i];
	static const struct { const char *verb, *label; } reply[] = {
		{ "acknowledge", "Facts are right" },
		{ "dispute", "I see it differently" },
	};

	view_list(row, "replies");
	if (f->state != FINDING_STATE_PRESENTED || !(rows->view[i].who & AUR))
		return RC_OK;
	for (size_t k = 0; k < NELEMS(reply); k++) {
		struct view *s;

		if (k == 1) {
			struct view *link = view_item(row, "links");

			view_text(link, "label", reply[k].label);
			view_url(link, "href", "/finding/%s/%s", f->rec.code,
			    reply[k].verb);
			continue;
		}
		s = step_new(row, "replies", reply[k].label, url_new(
		    ask->cx->arena, "/finding/%s/%s", f->rec.code,
		    reply[k].verb), f->rec.rev);
		view_link(s, "back", url_path(ask->cx->arena,
		    ask->rq->path));
	}
	return RC_OK;
}

static enum rc
add_findings(struct record_page *p)
{
	const struct entity *e = &finding_entity;
	struct page rows;
	enum rc rc = screen_rows(p->ask, e, "audit", p->r->id, "-id", 200,
	    &rows);

	view_list(p->view, "findings");
	view_text(p->view, "findings_note", "Drafts of the team are not "
	    "here");
	for (size_t i = 0; !rc && i < rows.n; i++) {
		const struct finding *f = rows.rec[i];
		const struct badge grade = choice_badge(choice_find(
		    finding_type_choices, f->type));
		struct view *row = screen_row(p->ask, p->view, "findings", e,
		    &rows, i);

		view_text(row, "icon", grade.icon);
		view_text(row, "tone", grade.tone);
		view_text(row, "note", f->state == FINDING_STATE_PRESENTED
		    ? "Say whether the facts are right. That is not yet a "
		    "plan." : "");
		view_list(row, "links");
		shape_badge(row, &grade);
		rc = add_replies(p, row, &rows, i);
	}
	p->ask->seen = p->seen.view;
	return rc;
}

/* --- what comes next -------------------------------------------------------------------------- */

static enum rc
add_actions(struct record_page *p)
{
	const struct pair filter[] = {
		{ "at", arena_fmt(p->ask->cx->arena, "%" PRId64, p->r->id) },
		{ "owner", arena_fmt(p->ask->cx->arena, "%" PRId64,
		    p->ask->cx->person) },
	};
	const struct query q = { .entity = &action_entity, .filter = filter,
		.nfilters = 2, .sort = "due", .limit = 50 };
	struct view *card = card_new(p->view, "cards", "h-my", "My actions");
	struct page rows = { 0 };
	enum rc rc = query_run(p->ask->cx, &q, &rows);

	for (size_t i = 0; !rc && i < rows.n; i++)
		screen_row(p->ask, card, "rows", &action_entity, &rows, i);
	view_text(card, "outro", rows.n ? "Say it early when a day cannot be "
	    "kept." : "Nothing yet. Action plans open when the report is "
	    "issued.");
	p->ask->seen = p->seen.view;
	return rc;
}

static enum rc
add_sessions(struct record_page *p)
{
	const struct plan *plan = NULL;
	struct view *card = card_new(p->view, "side", "h-when",
	    "What comes next");
	struct page rows = { 0 };
	size_t shown_now = 0;
	enum rc rc = plan_of_audit(p->ask, p->r->id, &plan);

	if (!rc && plan)
		rc = screen_rows(p->ask, &plan_session_entity, "plan",
		    plan->rec.id, "starts_at", 200, &rows);
	for (size_t i = 0; !rc && i < rows.n && shown_now < NEXT; i++) {
		const struct plan_session *s = rows.rec[i];

		if (s->starts_at < p->ask->cx->now)
			continue;
		shown_now++;
		p->ask->seen = rows.view[i];
		card_event(card, &(struct shape_event){ .icon = "open",
			.text = record_title(p->ask, &plan_session_entity, s),
			.time = s->starts_at, .href = record_url(p->ask,
			&plan_session_entity, &s->rec) });
	}
	p->ask->seen = p->seen.view;
	return rc;
}

enum rc
page_auditee(struct ask *ask)
{
	struct record_page p;
	const struct audit *audit;
	enum rc rc = record_open(ask, &audit_entity, &p);

	if (rc)
		return rc;
	audit = p.seen.rec;
	p.view = frame_page(ask, record_title(ask, p.entity, audit), "");
	view_flag(p.view, "solo", true);
	page_fact_code(p.view, p.r->code);
	page_fact_day(p.view, "from", audit->planned_from);
	page_fact_day(p.view, "to", audit->planned_to);
	if (audit->leader)
		page_fact(p.view, arena_fmt(ask->cx->arena, "Leader: %s",
		    person_name(ask, audit->leader)), NULL);
	record_notice(&p);
	if (p.seen.view.who & ~(unsigned)AUR)
		page_do(p.view, "audit", "The whole audit", url_new(
		    ask->cx->arena, "/audit/%s", p.r->code), false);
	rc = record_life(&p);
	if (!rc)
		rc = add_requests(&p);
	if (!rc)
		rc = add_findings(&p);
	if (!rc)
		rc = add_actions(&p);
	if (!rc)
		rc = add_sessions(&p);
	frame_show(ask, p.view, "auditee");
	return rc;
}

/* --- an answer ------------------------------------------------------------------------------------ */

/* The document is the auditee's, so it names his organization. */
static void
add_file(struct ask *ask, const char *audit, const char *organization)
{
	struct arena *a = ask->cx->arena;
	struct pair *file = arena_alloc(a, 2 * sizeof(*file));
	struct pair *doc = arena_alloc(a, 8 * sizeof(*doc));
	struct order *o = &ask->order[ask->norders];
	size_t n = 0;

	file[0] = (struct pair){ "name", ask->call->upload_name };
	file[1] = (struct pair){ "audit", audit };
	o[0] = (struct order){ .command = "stored_file.create", .in = file,
		.n = 2 };
	doc[n++] = (struct pair){ "audit", audit };
	doc[n++] = (struct pair){ "organization", organization };
	doc[n++] = (struct pair){ "kind", "record" };
	doc[n++] = (struct pair){ "held", "copy" };
	doc[n++] = (struct pair){ "title", ask->call->upload_name };
	doc[n++] = (struct pair){ "file", "@1" };
	doc[n++] = (struct pair){ "class", "internal" };
	o[1] = (struct order){ .command = "document.create", .in = doc,
		.n = n };
	ask->norders += 2;
}

/* A file becomes a document of the auditee; then the answer, then the step. */
enum rc
send_reply(struct ask *ask)
{
	struct arena *a = ask->cx->arena;
	const struct entity *e = &information_request_entity;
	const char *answer = ask_field(ask, "answer");
	struct pair *in = arena_alloc(a, 4 * sizeof(*in));
	struct order *o;
	struct seen seen;
	int64_t id;
	enum rc rc = store_id(ask->cx, e, ask->name, &id);

	if (!rc)
		rc = store_get(ask->cx, e, id, UPDATE, false, &seen);
	if (rc)
		return rc;
	o = ask->order = arena_alloc(a, 4 * sizeof(*o));
	if (ask->call->upload && ask->call->upload_name &&
	    *ask->call->upload_name) {
		struct audit *audit;

		rc = store_peek(ask->cx, &audit_entity, ((const struct
		    information_request *)seen.rec)->audit, &audit);
		if (rc)
			return rc;
		add_file(ask, audit->rec.code, arena_fmt(a, "%" PRId64,
		    audit->auditee));
		in[0] = (struct pair){ "answers", "@2" };
		o[ask->norders++] = (struct order){ .on = ask->name,
			.command = "information_request.update", .in = in,
			.n = 1 };
	}
	if (*answer) {
		in[1] = (struct pair){ "answer", form_text(ask, "answer") };
		o[ask->norders++] = (struct order){ .on = ask->name,
			.command = "information_request.update",
			.in = in + 1, .n = 1 };
	}
	if (!ask->norders)
		return err_field(&ask->cx->err, "answer",
		    "neither a file nor a short answer");
	o[ask->norders++] = (struct order){ .on = ask->name,
		.command = "information_request.answer" };
	return RC_OK;
}

enum rc
then_reply(struct ask *ask, enum rc rc)
{
	const struct entity *e = &information_request_entity;
	const struct err *err = rc ? ask_err(ask) : NULL;
	struct seen seen;
	int64_t id;

	if (store_id(ask->cx, e, ask->name, &id) ||
	    store_get(ask->cx, e, id, 0, false, &seen))
		return rc ? rc : RC_MISSING;
	if (!rc) {
		ask->location = url_new(ask->cx->arena, "/audit/%" PRId64
		    "/auditee", ((const struct information_request *)
		    seen.rec)->audit);
		return RC_OK;
	}
	ask->entity = &audit_entity;
	ask->name = arena_fmt(ask->cx->arena, "%" PRId64, ((const struct
	    information_request *)seen.rec)->audit);
	rc = page_auditee(ask);
	if (rc)
		return rc;
	page_error(ask->view, NULL, err->text, err->rule, err->hint);
	ask->status = err_table[err->code].http;
	return RC_OK;
}
