/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pdf_finish.c - what cairo does not write: language, title bar, XMP, the
 * scope of head cells, words for figures, and an identity made of the bytes.
 */
#include "report/pdf_own.h"

#include "base/date.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

enum { DEEP = 200 };

struct finish {
	struct pdf *p;
	qpdf_data q;
	const struct alt *alt;          /* of the next figure */
};

/* "D:20260925140200Z" */
static const char *
pdf_date(struct pdf *p, const char *time)
{
	return arena_fmt(p->arena, "D:%.4s%.2s%.2s%.2s%.2s%.2sZ", time,
	    time + 5, time + 8, time + 11, time + 14, time + 17);
}

/* --- XMP ------------------------------------------------------------------ */

static void
xml_text(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '&')
			buf_str(b, "&amp;");
		else if (*s == '<')
			buf_str(b, "&lt;");
		else if (*s == '>')
			buf_str(b, "&gt;");
		else
			buf_char(b, *s);
	}
}

static void
xml_part(struct pdf *p, struct buf *b, const char *before, const char *s,
    const char *after)
{
	if (!s || !*s)
		return;
	buf_str(b, before);
	xml_text(b, doc_clean(p->arena, s));
	buf_str(b, after);
}

static const char *
xmp(struct pdf *p)
{
	const struct doc *d = p->doc;
	struct buf b = { .arena = p->arena };
	char time[TIME_LEN + 1];

	buf_str(&b, "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\""
	    "?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\""
	    "http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
	    "rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
	    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
	    "<dc:format>application/pdf</dc:format>\n");
	xml_part(p, &b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
	    d->title, "</rdf:li></rdf:Alt></dc:title>\n");
	xml_part(p, &b, "<dc:creator><rdf:Seq><rdf:li>", d->author,
	    "</rdf:li></rdf:Seq></dc:creator>\n");
	xml_part(p, &b, "<dc:description><rdf:Alt><rdf:li xml:lang=\""
	    "x-default\">", d->subject, "</rdf:li></rdf:Alt>"
	    "</dc:description>\n");
	xml_part(p, &b, "<dc:identifier>", d->code, "</dc:identifier>\n");
	xml_part(p, &b, "<dc:language><rdf:Bag><rdf:li>", d->lang,
	    "</rdf:li></rdf:Bag></dc:language>\n");
	if (d->time) {
		time_write(time, d->time);
		xml_part(p, &b, "<xmp:CreateDate>", time,
		    "</xmp:CreateDate>\n");
	}
	buf_str(&b, "<xmp:CreatorTool>muster</xmp:CreatorTool>\n"
	    "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
	return buf_text(&b);
}

/* --- objects -------------------------------------------------------------- */

static void
set(qpdf_data q, qpdf_oh dict, const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(q, dict, key, value);
	qpdf_oh_release(q, value);
}

static void
add_xmp(struct finish *f, qpdf_oh root)
{
	const char *s = xmp(f->p);
	qpdf_oh stream = qpdf_oh_new_stream(f->q);
	qpdf_oh dict = qpdf_oh_get_dict(f->q, stream);

	set(f->q, dict, "/Type", qpdf_oh_new_name(f->q, "/Metadata"));
	set(f->q, dict, "/Subtype", qpdf_oh_new_name(f->q, "/XML"));
	qpdf_oh_replace_stream_data(f->q, stream, (const unsigned char *)s,
	    strlen(s), qpdf_oh_new_null(f->q), qpdf_oh_new_null(f->q));
	qpdf_oh_release(f->q, dict);
	set(f->q, root, "/Metadata", stream);
}

static void
add_scope(struct finish *f, qpdf_oh element, bool column)
{
	set(f->q, element, "/A", qpdf_oh_parse(f->q, column ?
	    "<< /O /Table /Scope /Column >>" :
	    "<< /O /Table /Scope /Row >>"));
}

static void
add_alt(struct finish *f, qpdf_oh element)
{
	const struct alt *a = f->alt;

	if (!a)
		return;
	set(f->q, element, "/Alt", qpdf_oh_new_unicode_string(f->q, a->text));
	f->alt = a->next;
}

static void walk(struct finish *f, qpdf_oh element, bool head, int depth);

static void
walk_children(struct finish *f, qpdf_oh kids, bool head, int depth)
{
	int n;

	if (qpdf_oh_is_dictionary(f->q, kids)) {
		walk(f, kids, head, depth);
		return;
	}
	if (!qpdf_oh_is_array(f->q, kids))
		return;
	n = qpdf_oh_get_array_n_items(f->q, kids);
	for (int i = 0; i < n; i++) {
		qpdf_oh kid = qpdf_oh_get_array_item(f->q, kids, i);

		if (qpdf_oh_is_dictionary(f->q, kid))
			walk(f, kid, head, depth);
		qpdf_oh_release(f->q, kid);
	}
}

/* Elements of the structure, in reading order. */
static void
walk(struct finish *f, qpdf_oh element, bool head, int depth)
{
	qpdf_oh type = qpdf_oh_get_key(f->q, element, "/S"), kids;
	const char *s = qpdf_oh_is_name(f->q, type) ?
	    qpdf_oh_get_name(f->q, type) : "";

	if (!strcmp(s, "/TH"))
		add_scope(f, element, head);
	else if (!strcmp(s, "/Figure"))
		add_alt(f, element);
	head = head || !strcmp(s, "/THead");
	qpdf_oh_release(f->q, type);
	if (depth > DEEP)
		return;
	kids = qpdf_oh_get_key(f->q, element, "/K");
	walk_children(f, kids, head, depth + 1);
	qpdf_oh_release(f->q, kids);
}

/*
 * The order of links on a page is that of the structure.  cairo's tree of
 * pages is flat; the library's own list of them takes a third of the time.
 */
static void
add_tabs(struct finish *f, qpdf_oh root)
{
	qpdf_oh pages = qpdf_oh_get_key(f->q, root, "/Pages");
	qpdf_oh kids = qpdf_oh_get_key(f->q, pages, "/Kids");
	int n = qpdf_oh_get_array_n_items(f->q, kids);

	for (int i = 0; i < n; i++) {
		qpdf_oh page = qpdf_oh_get_array_item(f->q, kids, i);

		set(f->q, page, "/Tabs", qpdf_oh_new_name(f->q, "/S"));
		qpdf_oh_release(f->q, page);
	}
	qpdf_oh_release(f->q, kids);
	qpdf_oh_release(f->q, pages);
}

static void
add_dates(struct finish *f)
{
	const char *date = NULL;
	char time[TIME_LEN + 1];

	if (f->p->doc->time) {
		time_write(time, f->p->doc->time);
		date = pdf_date(f->p, time);
	}
	qpdf_set_info_key(f->q, "/CreationDate", date);
	qpdf_set_info_key(f->q, "/ModDate", date);
}

static void
amend(struct finish *f)
{
	qpdf_oh root = qpdf_get_root(f->q);
	qpdf_oh tree = qpdf_oh_get_key(f->q, root, "/StructTreeRoot");
	qpdf_oh kids = qpdf_oh_get_key(f->q, tree, "/K");

	set(f->q, root, "/Lang", qpdf_oh_new_unicode_string(f->q,
	    f->p->doc->lang));
	set(f->q, root, "/MarkInfo", qpdf_oh_parse(f->q,
	    "<< /Marked true >>"));
	set(f->q, root, "/ViewerPreferences", qpdf_oh_parse(f->q, f->p->rtl ?
	    "<< /DisplayDocTitle true /Direction /R2L >>" :
	    "<< /DisplayDocTitle true >>"));
	add_xmp(f, root);
	walk_children(f, kids, false, 0);
	add_tabs(f, root);
	add_dates(f);
	qpdf_oh_release(f->q, kids);
	qpdf_oh_release(f->q, tree);
	qpdf_oh_release(f->q, root);
}

static enum rc
work(struct finish *f, const unsigned char *bytes, size_t n, struct buf *out)
{
	struct pdf *p = f->p;

	qpdf_silence_errors(f->q);
	qpdf_set_suppress_warnings(f->q, QPDF_TRUE);
	if (qpdf_read_memory(f->q, "report", (const char *)bytes, n, NULL) &
	    QPDF_ERRORS)
		return err_set(p->err, RC_DB, "the PDF library could not read "
		    "what was drawn");
	amend(f);
	if (qpdf_init_write_memory(f->q) & QPDF_ERRORS)
		return err_set(p->err, RC_DB, "the PDF library could not "
		    "write");
	qpdf_set_object_stream_mode(f->q, qpdf_o_generate);
	qpdf_set_deterministic_ID(f->q, QPDF_TRUE);
	if (qpdf_write(f->q) & QPDF_ERRORS || qpdf_has_error(f->q))
		return err_set(p->err, RC_DB, "the PDF library could not "
		    "write");
	n = qpdf_get_buffer_length(f->q);
	buf_add(out, (const char *)qpdf_get_buffer(f->q), n);
	return RC_OK;
}

enum rc
pdf_finish(struct pdf *p, struct buf *out)
{
	struct finish f = { .p = p, .alt = p->alts };
	unsigned char *bytes = arena_alloc(p->arena, p->nbytes + 1);
	size_t n = 0;

	for (const struct chunk *c = p->chunks; c; c = c->next) {
		memcpy(bytes + n, c->bytes, c->n);
		n += c->n;
	}
	p->qpdf = f.q = qpdf_init();
	return work(&f, bytes, n, out);
}

void
pdf_finish_free(struct pdf *p)
{
	qpdf_data q = p->qpdf;

	if (q)
		qpdf_cleanup(&q);
	p->qpdf = NULL;
}
