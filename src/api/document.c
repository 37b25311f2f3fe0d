/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document.c - reports as documents: drafts made now, issued ones as stored. */
#include "api/api.h"

#include "model/entities.h"
#include "model/evidence.h"
#include "model/report.h"
#include "report/reports.h"

static enum rc
find(struct call *c, struct report **r)
{
	int64_t id;
	enum rc rc = store_id(&c->cx, &report_entity, c->arg[0], &id);

	return rc ? rc : store_load(&c->cx, &report_entity, id, r);
}

/* The bytes that were issued, not made again. */
static enum rc
stored(struct call *c, const struct report *r)
{
	struct stored_file *f;
	int fd;
	enum rc rc = store_peek(&c->cx, &stored_file_entity, r->file, &f);

	if (!rc)
		rc = blob_open(server_blobs(c->srv), f->key_number,
		    &c->cx.err, &fd);
	if (!rc)
		answer_file(c, fd, f->size, "application/pdf", f->name);
	return rc;
}

static enum rc
made(struct call *c, const struct report *r, doc_writer *write,
    const char *type)
{
	struct buf b = { .arena = c->cx.arena };
	struct doc *d;
	enum rc rc = report_audit(&c->cx, r->rec.id, &d);

	if (!rc)
		rc = write(&c->cx.err, &b, d);
	if (!rc)
		answer_text(c, 200, type, &b);
	return rc;
}

enum rc
api_document_pdf(struct call *c)
{
	struct report *r;
	enum rc rc = find(c, &r);

	if (rc)
		return rc;
	return r->file ? stored(c, r) : made(c, r, doc_pdf, "application/pdf");
}

enum rc
api_document_html(struct call *c)
{
	struct report *r;
	enum rc rc = find(c, &r);

	return rc ? rc : made(c, r, doc_html, "text/html; charset=utf-8");
}
