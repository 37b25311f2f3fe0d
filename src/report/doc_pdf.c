/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* doc_pdf.c - from the tree to the file: set, place, draw, finish. */
#include "report/pdf_own.h"

#include "base/date.h"

#include <cairo-pdf.h>
#include <string.h>

enum { CHUNK = 64 * 1024 };

/* cairo calls this: memory that may say no, and no way out but the answer. */
static cairo_status_t
keep(void *pdf, const unsigned char *s, unsigned n)
{
	struct pdf *p = pdf;
	struct chunk *c = p->last_chunk;

	if (!c || CHUNK - c->n < n) {
		size_t size = n > CHUNK ? n : CHUNK;

		c = arena_try(p->arena, sizeof(*c) + size);
		if (!c)
			return CAIRO_STATUS_WRITE_ERROR;
		if (p->last_chunk)
			p->last_chunk->next = c;
		else
			p->chunks = c;
		p->last_chunk = c;
	}
	memcpy(c->bytes + c->n, s, n);
	c->n += n;
	p->nbytes += n;
	return CAIRO_STATUS_SUCCESS;
}

static void
set_paper(struct pdf *p)
{
	bool letter = p->doc->paper == PAPER_LETTER;

	p->w = letter ? 612 : 595.276;
	p->h = letter ? 792 : 841.89;
	p->left = p->right = 62;
	p->top = 72;
	p->bottom = 66;
}

static void
set_property(struct pdf *p, cairo_pdf_metadata_t which, const char *s)
{
	if (s && *s)
		cairo_pdf_surface_set_metadata(p->surface, which,
		    doc_clean(p->arena, s));
}

static void
open_file(struct pdf *p, const char *keywords)
{
	char time[TIME_LEN + 1];

	p->surface = cairo_pdf_surface_create_for_stream(keep, p, p->w, p->h);
	cairo_pdf_surface_restrict_to_version(p->surface,
	    CAIRO_PDF_VERSION_1_5);
	p->cr = cairo_create(p->surface);
	time_write(time, p->doc->time);
	set_property(p, CAIRO_PDF_METADATA_TITLE, p->doc->title);
	set_property(p, CAIRO_PDF_METADATA_AUTHOR, p->doc->author);
	set_property(p, CAIRO_PDF_METADATA_SUBJECT, p->doc->subject);
	set_property(p, CAIRO_PDF_METADATA_CREATOR, "muster");
	set_property(p, CAIRO_PDF_METADATA_KEYWORDS, keywords);
	set_property(p, CAIRO_PDF_METADATA_CREATE_DATE, time);
}

static enum rc
close_file(struct pdf *p)
{
	cairo_status_t s = cairo_status(p->cr);

	cairo_surface_finish(p->surface);
	if (!s)
		s = cairo_surface_status(p->surface);
	if (!s)
		return RC_OK;
	if (s == CAIRO_STATUS_WRITE_ERROR)
		return err_set(p->err, RC_LIMIT,
		    "this report takes more memory than one may have");
	return err_set(p->err, RC_DB, "the report could not be drawn: %s",
	    cairo_status_to_string(s));
}

static void
place(struct pdf *p)
{
	const struct doc *d = p->doc;
	struct frame f = { p->left, p->w - p->left - p->right };

	p->sections = arena_alloc(p->arena, sizeof(*p->sections) *
	    (size_t)(d->sections + 1));
	p->anchors = arena_alloc(p->arena, sizeof(*p->anchors) *
	    (d->cap_anchors + 1));
	if (d->cover)
		front_cover(p);
	else
		front_title(p);
	flow_blocks(p, d->root->first, f, FACE_BODY);
}

struct job { struct pdf *p; struct buf *out; };

static enum rc
make(void *arg)
{
	struct job *job = arg;
	struct pdf *p = job->p;
	const char *keywords;
	enum rc rc = pdf_fonts(p);

	if (!rc)
		rc = pdf_keywords(p, &keywords);
	if (rc)
		return rc;
	place(p);
	if (p->full)
		return err_set(p->err, RC_LIMIT, "this report has more than "
		    "%d pages", p->npages);
	open_file(p, keywords);
	paint_pages(p);
	rc = close_file(p);
	if (rc)
		return rc;
	return pdf_finish(p, job->out);
}

/* arena_run: whatever ends the work, what the libraries gave is given back. */
enum rc
doc_pdf(struct err *err, struct buf *out, const struct doc *d)
{
	struct pdf p = { .doc = d, .arena = d->arena, .err = err,
		.rtl = doc_rtl(d) };
	struct job job = { &p, out };
	enum rc rc;

	set_paper(&p);
	rc = arena_run(d->arena, err, make, &job);
	pdf_finish_free(&p);
	pdf_free(&p);
	return rc;
}
