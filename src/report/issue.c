/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* issue.c - a report is issued: its document made, stored and frozen. */
#include "report/audit_own.h"

#include "core/blob.h"

#include <string.h>

static enum rc
store_bytes(struct ctx *cx, const struct buf *b, struct upload *up)
{
	struct blob_in *in;
	enum rc rc = blob_begin(cx->blobs, INT64_MAX, &cx->err, &in);

	if (rc)
		return rc;
	rc = blob_take(in, &cx->err, b->s, b->len);
	if (!rc)
		return blob_end(in, &cx->err, up);
	blob_give_up(in);
	return rc;
}

/*
 * The document says what the record will say: its state is the issued one
 * already, its number and day are set.
 */
enum rc
report_attach(struct ctx *cx, struct change *ch)
{
	struct buf b = { .arena = cx->arena };
	struct upload *up;
	struct doc *d;
	enum rc rc;

	if (strcmp(ch->command, "report.issue") != 0 || !cx->blobs)
		return RC_OK;
	rc = report_audit_of(cx, ch->after, &d);
	if (!rc)
		rc = doc_pdf(&cx->err, &b, d);
	if (rc)
		return rc;
	up = arena_alloc(cx->arena, sizeof(*up));
	rc = store_bytes(cx, &b, up);
	if (!rc)
		cx->upload = up;
	return rc;
}
