/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* system.c - accounts, files, settings: what the program itself is about. */
#include "domain.h"

#include "core/blob.h"
#include "model/account.h"
#include "model/evidence.h"

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

static const struct judge prepares[] = {
	{ "role_grant.create", grant_by },
	{ "stored_file.create", file_arrived },
	{ "user_account.create", account_begins },
	{ NULL, NULL }
};

const struct domain_part system_part = { "system", NULL, prepares, NULL };
