/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier.c - the dossier of an audit: ordered, made, fetched. */
#include "web/screen.h"

#include "handover/handover.h"

enum { MIB = 1 << 20 };

static void
add_form(struct ask *ask, struct view *card, const char *code, bool again)
{
	static const char *const texts[] = { "verb", "effect", "rev", "back",
		NULL };
	static const char *const lists[] = { "fields", NULL };
	struct view *form = view_item(card, "forms");

	shape_texts(form, texts);
	shape_lists(form, lists);
	view_link(form, "action", url_new(ask->cx->arena, "/audit/%s/dossier",
	    code));
	view_text(form, "label", again ? "Order it anew" : "Order it");
	view_flag(form, "main", !again);
	view_flag(form, "danger", false);
	view_flag(form, "asks", false);
}

static void
add_progress(struct ask *ask, struct view *card,
    const struct handover_state *s)
{
	struct html *h = arena_alloc(ask->cx->arena, sizeof(*h));

	h->b.arena = ask->cx->arena;
	html_raw(h, "<progress max=\"100\" value=\"");
	html_int(h, s->total > s->done ? s->done * 100 / s->total : 99);
	html_raw(h, "\"></progress>");
	view_html(card, "html", h);
	view_fmt(card, "outro", "%lld of about %lld MiB are made.",
	    (long long)(s->done / MIB), (long long)(s->total / MIB + 1));
}

/* The page asks again by itself while something is under way. */
static void
add_state(struct ask *ask, struct view *card, const char *code,
    const struct handover_state *s)
{
	if (!s->ordered) {
		view_text(card, "intro", "None was ordered yet.  The order "
		    "becomes an entry of the journal before any byte leaves.");
		return;
	}
	card_event(card, &(struct shape_event){ .icon = "done",
	    .tone = "good", .text = "Ordered", .time = s->time });
	if (s->making)
		add_progress(ask, card, s);
	else if (!s->covered)
		view_text(card, "intro", "The journal is being signed; this "
		    "takes a second or two.");
	else
		card_link(card, "Fetch it", url_new(ask->cx->arena,
		    "/api/v1/audit/%s/dossier.zip", code));
	if (s->making || !s->covered)
		response_header(ask->call->rq, "Refresh", "2");
}

static void
add_about(struct view *v)
{
	struct view *card = card_new(v, "side", "h-what", "What is in it");

	view_text(card, "intro", "Records as a page and as JSON, issued "
	    "reports, evidence that may leave, every step in order, and the "
	    "proofs of all that: readable and checkable without muster, with "
	    "sha256sum and openssl alone.");
	view_text(card, "outro", "What you may not see, and files whose "
	    "handling keeps them here, stay out; the dossier says so for "
	    "each.");
}

enum rc
page_dossier(struct ask *ask)
{
	struct handover_state s;
	struct record_page p;
	struct view *card;
	enum rc rc = audit_frame(ask, &p, "Dossier", "dossier");

	if (!rc)
		rc = handover_look(ask->cx, server_dir(ask->call->srv),
		    p.r->id, &s);
	if (rc)
		return rc;
	card = card_new(p.view, "cards", "h-dossier", "The dossier of this "
	    "audit");
	if (p.seen.may & EXPORT) {
		add_state(ask, card, p.r->code, &s);
		add_form(ask, card, p.r->code, s.ordered);
	} else {
		view_text(card, "intro", "Only the audit client and the "
		    "manager of the programme may export an audit.");
	}
	add_about(p.view);
	frame_show(ask, p.view, "record");
	return RC_OK;
}

enum rc
send_dossier(struct ask *ask)
{
	int64_t audit;
	enum rc rc = store_id(ask->cx, ask->entity, ask->name, &audit);

	if (!rc)
		rc = command_write(ask->cx, handover_order, &audit);
	if (!rc)
		ask->location = url_new(ask->cx->arena, "/audit/%s/dossier",
		    ask->name);
	return rc;
}
