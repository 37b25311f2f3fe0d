/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pdf_made.c - what a PDF was made with and of: the keywords of the file name
 * programs, fonts, and the SHA-256 of the same report as a page.
 */
#include "report/pdf_own.h"

#include "base/hash.h"
#include "base/text.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

static const char content_word[] = "; content ";

/* The family that a face is set in, as the machine has it. */
static const char *
family_of(const struct pdf *p, enum face face)
{
	PangoFont *font = pango_context_load_font(p->pango[0], p->fonts[face]);
	PangoFontDescription *d = font ? pango_font_describe(font) : NULL;
	const char *name = d ? arena_str(p->arena,
	    pango_font_description_get_family(d)) : "";

	if (d)
		pango_font_description_free(d);
	if (font)
		g_object_unref(font);
	return name;
}

enum rc
pdf_keywords(struct pdf *p, const char **out)
{
	struct buf page = { .arena = p->arena };
	char hex[HEX];
	enum rc rc = doc_html(p->err, &page, p->doc);

	if (rc)
		return rc;
	hash_hex_of(page.s, page.len, hex);
	*out = arena_fmt(p->arena, "muster %s, cairo %s, pango %s, qpdf %s, "
	    "fonts %s and %s%s%s", MUSTER_VERSION, cairo_version_string(),
	    pango_version_string(), qpdf_get_qpdf_version(),
	    family_of(p, FACE_BODY), family_of(p, FACE_CODE), content_word,
	    hex);
	return RC_OK;
}

static bool
read_keywords(struct arena *a, const char *bytes, size_t n, const char **out)
{
	qpdf_data q = qpdf_init();
	const char *s = NULL;

	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_silence_errors(q);
	if (!(qpdf_read_memory(q, "report", bytes, n, NULL) & QPDF_ERRORS))
		s = qpdf_get_info_key(q, "/Keywords");
	*out = s ? arena_str(a, s) : NULL;
	qpdf_cleanup(&q);
	return *out != NULL;
}

bool
doc_pdf_made(struct arena *a, const char *bytes, size_t n,
    struct doc_made *out)
{
	const char *s, *content;

	if (!read_keywords(a, bytes, n, &s))
		return false;
	content = strstr(s, content_word);
	if (!content)
		return false;
	out->with = arena_dup(a, s, (size_t)(content - s));
	out->content = content + strlen(content_word);
	return strlen(out->content) == HEX - 1;
}
