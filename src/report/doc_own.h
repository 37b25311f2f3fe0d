/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* doc_own.h - what doc.c and the writers share; nobody else includes it. */
#ifndef DOC_OWN_H
#define DOC_OWN_H

#include "report/doc.h"

/*
 * Text that every writer can take: valid UTF-8, of controls only LF.  Tabs
 * become blanks, CR LF and the separators of lines LF; broken bytes, other
 * controls, and the marks that turn the direction of all that follows become
 * U+FFFD.  NULL stays NULL; clean text is returned as it is.
 */
const char *doc_clean(struct arena *a, const char *s);

/* A language tag of letters, digits and "-", or "en". */
const char *doc_lang(struct arena *a, const char *lang);

/* A name of letters, digits, "-", "_", "."; others become "-". */
char *doc_name(struct arena *a, const char *s);

/*
 * The direction most of a part's letters are written in; that of the
 * document where they do not say.  True: right to left.
 */
bool doc_part_rtl(const struct doc_part *p);
bool doc_text_rtl(const char *s, bool otherwise);

/* Where a name is, or would be, in doc->anchors. */
size_t doc_slot(const struct doc *d, const char *name);

bool doc_href_safe(const char *href);

/* A pattern with {n} and {m}. */
char *doc_pattern(struct arena *a, const char *pattern, int64_t n, int64_t m);

/*
 * The modules of a QR code, row by row, 1 is dark; width is their number in
 * one row.  NULL where data is too long to be encoded.
 */
const unsigned char *doc_qr_matrix(struct arena *a, const char *data,
	int *width);

/* The style sheet of a report that stands alone. */
void doc_style(struct buf *out);

#endif
