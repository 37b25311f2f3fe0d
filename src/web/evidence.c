/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* evidence.c - the register of an audit's evidence, and adding to it. */
#include "web/screen.h"

#include "base/text.h"
#include "model/evidence.h"
#include "web/take.h"

static enum rc
evidence_page(struct ask *ask, const struct err *err)
{
	struct record_page p;
	struct view *v;
	enum rc rc = audit_frame(ask, &p, "Evidence", "evidence");

	if (rc)
		return rc;
	if (err) {
		page_error(p.view, NULL, err->text, err->rule, err->hint);
		ask->status = err_table[err->code].http;
	}
	view_list(p.view, "upload");
	if (may_add(ask, &evidence_entity)) {
		v = view_item(p.view, "upload");
		view_url(v, "action", "/audit/%s/evidence", p.r->code);
		view_text(v, "note", "Any file, up to 2 GB; without one, "
		    "register what was only seen with the form");
		rc = take_controls(ask, v, "fields");
		form_go_on(ask, v, "fields", err);
	}
	if (!rc)
		rc = audit_list(ask, &p, "evidence", "source_kind "
		    "collected_at collected_by verification", NULL,
		    "-collected_at", "evidence");
	if (!*ask_arg(ask, "export"))
		frame_show(ask, p.view, "evidence");
	return rc;
}

enum rc
page_evidence(struct ask *ask)
{
	return evidence_page(ask, NULL);
}

enum rc
send_evidence(struct ask *ask)
{
	const struct entity *e = entity_find("audit");
	int64_t id;
	enum rc rc = store_id(ask->cx, e, ask->name, &id);

	if (rc)
		return rc;
	ask->order = arena_alloc(ask->cx->arena, 2 * sizeof(*ask->order));
	if (take_orders(ask, id))
		return RC_OK;
	err_field(&ask->cx->err, "file", "no file was chosen");
	err_hint(&ask->cx->err, "Choose one, or register what was only seen "
	    "with \"New evidence\".");
	return RC_INVALID;
}

enum rc
then_evidence(struct ask *ask, enum rc rc)
{
	struct url *u;

	if (rc)
		return evidence_page(ask, ask_err(ask));
	u = url_new(ask->cx->arena, "/evidence/%s", ask->done[1].code);
	url_pair(u, "done", "create");
	ask->location = u;
	return RC_OK;
}
