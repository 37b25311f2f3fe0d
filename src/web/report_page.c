/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* report_page.c - a report as it would go out, and what it still needs. */
#include "web/screen.h"

#include "base/text.h"
#include "model/report.h"
#include "report/reports.h"

#include <inttypes.h>

static enum rc
add_preview(struct record_page *p)
{
	struct html *h = arena_alloc(p->ask->cx->arena, sizeof(*h));
	struct doc *d;
	enum rc rc = report_audit(p->ask->cx, p->r->id, &d);

	if (rc)
		return rc;
	h->b.arena = p->ask->cx->arena;
	doc_html_sheet(h, d);
	view_html(p->view, "report", h);
	return RC_OK;
}

static void
add_hand(struct view *card, const char *icon, const char *tone,
    const char *text, const char *note, int64_t time)
{
	card_event(card, &(struct shape_event){ .icon = icon, .tone = tone,
		.text = text, .note = note, .time = time });
}

static void
add_approvals(struct record_page *p)
{
	const struct report *r = p->seen.rec;
	struct arena *a = p->ask->cx->arena;
	struct view *card = card_new(p->view, "side", "h-app", "Approvals");

	add_hand(card, r->state == REPORT_STATE_DRAFT ? "half" : "done",
	    r->state == REPORT_STATE_DRAFT ? "info" : "good", arena_fmt(a,
	    "Author: %s", person_name(p->ask, r->author)), NULL, 0);
	if (r->reviewer)
		add_hand(card, r->state >= REPORT_STATE_APPROVED ? "done" :
		    "open", r->state >= REPORT_STATE_APPROVED ? "good" :
		    "muted", arena_fmt(a, "Reviewer: %s", person_name(p->ask,
		    r->reviewer)), "reads every finding against its evidence",
		    0);
	if (r->approved_by)
		add_hand(card, "done", "good", arena_fmt(a, "Approved by %s",
		    person_name(p->ask, r->approved_by)), NULL,
		    r->approved_at);
	else
		add_hand(card, "open", "muted", "Approver",
		    "never the author", 0);
}

static enum rc
add_deliveries(struct record_page *p)
{
	const struct entity *e = entity_find("report_delivery");
	struct view *card = card_new(p->view, "side", "h-dist",
	    "Distribution");
	struct url *make = url_new(p->ask->cx->arena, "/report_delivery/new");
	struct page rows;
	enum rc rc = screen_rows(p->ask, e, "report", p->r->id, "id", 100,
	    &rows);

	url_pair(make, "report", p->r->code);
	url_pair(make, "back", p->ask->rq->path);
	if (may_add(p->ask, e))
		card_link(card, "Add a recipient", make);
	for (size_t i = 0; !rc && i < rows.n; i++)
		view_text(screen_row(p->ask, card, "rows", e, &rows, i),
		    "text", naming_words(p->ask, e, rows.rec[i], "report"));
	if (!rc && !rows.n)
		view_text(card, "intro", "Nobody is named yet.");
	p->ask->seen = p->seen.view;
	return rc;
}

enum rc
page_report(struct ask *ask)
{
	struct record_page p;
	const struct report *r;
	const struct caption *c;
	enum rc rc = record_open(ask, &report_entity, &p);

	if (!rc)
		rc = record_begin(&p);
	if (!rc)
		rc = record_steps(&p);
	if (!rc)
		rc = add_preview(&p);
	if (rc)
		return rc;
	r = p.seen.rec;
	page_do(p.view, "print", r->state == REPORT_STATE_ISSUED ? "PDF" :
	    "Draft as PDF", url_new(ask->cx->arena,
	    "/api/v1/report/%s/document.pdf", p.r->code), false);
	view_text(p.view, "report_title", r->title);
	c = caption_of(ask, entity_find("audit"), r->audit);
	if (c)
		audit_tabs(ask, p.view, c->code, "reports");
	add_approvals(&p);
	rc = add_deliveries(&p);
	if (!rc)
		rc = record_fields(&p, "audit title summary process_summary "
		    "sampling_statement author reviewer approved_by "
		    "approved_at not_covered_comment "
		    "confidentiality_statement follow_up_text");
	if (!rc)
		rc = record_history(&p);
	frame_show(ask, p.view, "report");
	return rc;
}

/* The newest version of an audit's report; or how to begin one. */
enum rc
page_audit_report(struct ask *ask)
{
	struct record_page p;
	struct page rows;
	struct url *make = url_new(ask->cx->arena, "/report/new");
	struct view *card;
	enum rc rc = audit_frame(ask, &p, "Report", "reports");

	if (!rc)
		rc = screen_rows(ask, &report_entity, "audit", p.r->id,
		    "-version", 20, &rows);
	if (rc)
		return rc;
	if (rows.n) {
		ask->location = record_url(ask, &report_entity, rows.rec[0]);
		return RC_OK;
	}
	url_pair(make, "audit", p.r->code);
	card = card_new(p.view, "cards", "h-none", "Report");
	shape_empty(card, &(struct shape_empty){ .icon = "file",
		.text = "There is no report yet",
		.note = "It is filled from the data of the audit; summary and "
		    "statements are written by the leader.",
		.link = "Begin the report",
		.href = may_add(ask, &report_entity) ? make : NULL });
	frame_show(ask, p.view, "record");
	return RC_OK;
}
