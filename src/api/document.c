/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document.c - records as documents: drafts made now, issued ones as stored. */
#include "api/api.h"

#include "base/text.h"
#include "domain/population.h"
#include "model/entities.h"
#include "model/evidence.h"
#include "model/report.h"
#include "report/reports.h"

static enum rc
find(struct call *c, const struct report_row **row, int64_t *id)
{
	*row = report_row_of(c->arg[0]);
	if (!*row)
		return err_set(&c->cx.err, RC_MISSING,
		    "a %.60s has no document", c->arg[0]);
	return store_id(&c->cx, entity_find(c->arg[0]), c->arg[1], id);
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
made(struct call *c, doc_writer *write, const char *type)
{
	struct buf b = { .arena = c->cx.arena };
	const struct report_row *row;
	struct doc *d;
	int64_t id;
	enum rc rc = find(c, &row, &id);

	if (!rc)
		rc = row->build(&c->cx, id, &d);
	if (!rc)
		rc = write(&c->cx.err, &b, d);
	if (!rc)
		answer_text(c, 200, type, &b);
	return rc;
}

enum rc
api_document_pdf(struct call *c)
{
	const struct report_row *row;
	struct report *r;
	int64_t id;
	enum rc rc = find(c, &row, &id);

	if (rc || row->build != report_audit)
		return rc ? rc : made(c, doc_pdf, "application/pdf");
	rc = store_load(&c->cx, &report_entity, id, &r);
	if (rc)
		return rc;
	return r->file ? stored(c, r) : made(c, doc_pdf, "application/pdf");
}

enum rc
api_document_html(struct call *c)
{
	return made(c, doc_html, "text/html; charset=utf-8");
}

enum rc
api_document_text(struct call *c)
{
	return made(c, doc_plain, "text/plain; charset=utf-8");
}

static void
write_list(const struct sampling_plan *p, const struct population *l,
    struct buf *b)
{
	for (int64_t i = 0; i < l->count; i++) {
		buf_str(b, l->id[i]);
		if (p->method == SAMPLING_METHOD_STRATIFIED)
			buf_fmt(b, "\t%s", l->stratum[i]);
		buf_char(b, '\n');
	}
}

/* Whoever may read the file of the list may read it in order. */
enum rc
api_sample_list(struct call *c)
{
	struct buf b = { .arena = c->cx.arena };
	struct sampling_plan *p;
	struct population l;
	void *file;
	int64_t id;
	enum rc rc = store_id(&c->cx, &sampling_plan_entity, c->arg[0], &id);

	if (!rc)
		rc = store_load(&c->cx, &sampling_plan_entity, id, &p);
	if (rc)
		return rc;
	if (!p->population_file)
		return err_set(&c->cx.err, RC_MISSING, "%s has no list",
		    p->rec.code);
	rc = store_load(&c->cx, &stored_file_entity, p->population_file,
	    &file);
	if (!rc)
		rc = population_read(&c->cx, p, true, &l);
	if (rc)
		return rc;
	write_list(p, &l, &b);
	answer_text(c, 200, "text/plain; charset=utf-8", &b);
	return RC_OK;
}
