/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* system.c - accounts, files, settings: what the program itself is about. */
#include "domain.h"

#include "base/text.h"
#include "core/blob.h"
#include "model/account.h"
#include "model/audit.h"
#include "model/entities.h"
#include "model/evidence.h"
#include "model/extent.h"
#include "model/plan.h"
#include "model/system.h"

static enum rc
account_begins(struct ctx *cx, struct change *ch)
{
	struct user_account *u = ch->after;

	(void)cx;
	if (!u->sign_in)
		u->sign_in = 1 << (SIGN_IN_WAY_PASSWORD - 1);
	return RC_OK;
}

/* The first grant of a store is made by nobody who was there before. */
static enum rc
grant_by(struct ctx *cx, struct change *ch)
{
	struct role_grant *g = ch->after;

	(void)cx;
	if (!g->granted_by)
		g->granted_by = g->person;
	return RC_OK;
}

/* Size, fingerprint and type are those of the bytes that arrived. */
static enum rc
file_arrived(struct ctx *cx, struct change *ch)
{
	struct stored_file *f = ch->after;

	if (!cx->upload) {
		err_set(&cx->err, RC_INVALID, "a file is stored by uploading "
		    "it");
		err_hint(&cx->err, "Send its bytes to the evidence page or "
		    "to /api/v1/upload.");
		return RC_INVALID;
	}
	f->size = cx->upload->size;
	f->sha256 = arena_str(cx->arena, cx->upload->sha256);
	f->media_type = cx->upload->type;
	f->key_number = arena_str(cx->arena, cx->upload->name);
	f->scan_result = SCAN_RESULT_NOT_SCANNED;
	return RC_OK;
}

/* A notice says which record, by its code: no word of what is in it. */
static enum rc
n_15(struct ctx *cx, struct change *ch)
{
	const struct notification *n = ch->after;
	const struct entity *e = entity_find(n->subject);
	struct record *r = NULL;
	enum rc rc = e ? of_ref(cx, e, n->subject_id, &r) : RC_OK;

	if (rc == RC_MISSING)
		rc = RC_OK;
	if (rc || (r && str_eq(r->code, n->subject_code)))
		return rc;
	return refuse(cx, "N-15", "subject_code", arena_fmt(cx->arena,
	    "%s carries more than the code of a record", n->rec.code),
	    "Name the record by its code; its reader opens it here.");
}

static enum rc
n_16(struct ctx *cx, struct change *ch)
{
	const struct tool *t = ch->after;

	if (!t->outside_service || t->approved_for <= CLASS_PUBLIC)
		return RC_OK;
	return refuse(cx, "N-16", "approved_for", arena_fmt(cx->arena, "%s is "
	    "an outside service and gets no audit content", t->rec.code),
	    "Approve it for what is public, or run it in the house.");
}

/* An outside service in one audit: the risk is accepted by both sides. */
static enum rc
outside_accepted(struct ctx *cx, struct change *ch)
{
	const struct method_choice *m = ch->after;
	bool outside = false;
	struct list l = { 0 };
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && !outside && i < m->tools.n; i++) {
		struct tool *t;

		rc = of_ref(cx, &tool_entity, m->tools.id[i], &t);
		outside = !rc && t->outside_service;
	}
	if (!rc && outside)
		rc = store_of(cx, &audit_risk_entity, "audit", m->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_risk *k = l.rec[i];

		if (k->source == AUDIT_RISK_SOURCE_CLOUD_OR_AI_SERVICE &&
		    k->state == AUDIT_RISK_STATE_ACCEPTED)
			return RC_OK;
	}
	return rc || !outside ? rc : refuse(cx, "N-16", "tools",
	    arena_fmt(cx->arena, "%s uses an outside service and nobody has "
	    "accepted that risk", m->rec.code), "Enter it as a risk of the "
	    "audit; auditee and leader accept it.");
}

static const struct judge judges[] = {
	{ "N-15", n_15 },
	{ "N-16", n_16 },
	{ "method_choice.create", outside_accepted },
	{ "method_choice.update", outside_accepted },
	{ NULL, NULL }
};

static const struct judge prepares[] = {
	{ "role_grant.create", grant_by },
	{ "stored_file.create", file_arrived },
	{ "user_account.create", account_begins },
	{ NULL, NULL }
};

const struct domain_part system_part = { "system", judges, prepares, NULL };
