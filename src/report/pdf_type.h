/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_type.h - text that is set in lines, with its links and badges. */
#ifndef PDF_TYPE_H
#define PDF_TYPE_H

#include <pango/pangocairo.h>

#include "report/doc_own.h"
#include "report/ink.h"

struct pdf;

enum face {
	FACE_BODY, FACE_CELL, FACE_SMALL, FACE_STRONG, FACE_CELL_STRONG,
	FACE_HEAD, FACE_HEAD1, FACE_HEAD2, FACE_HEAD3, FACE_TITLE, FACE_KIND,
	FACE_CODE, FACE_COUNT
};

/* Of lines in their width: by the document's direction, or the text's own. */
enum side { AT_START, AT_END, AT_OWN_START };

/* A stretch of a text that is a link or a badge; bytes of the layout's text. */
struct span {
	struct span *next;
	int start, end;
	const struct doc_run *run;
};

/* Text that is set: lines of one width.  Its layout is freed by pdf_free. */
struct text {
	struct text *next;              /* all of them, for freeing */
	PangoLayout *layout;            /* see type_layout */
	const char *source;             /* what it is set from */
	size_t length;
	bool rtl, laid_off;
	PangoAttrList *attributes;
	struct span *spans;
	enum face face;
	enum ink ink;
	enum side side;
	bool links;
	double width;                   /* that lines were broken to */
	int nlines;
	double height;
};

struct spec { double size, leading; bool bold, mono; };
extern const struct spec face_specs[FACE_COUNT];
enum rc pdf_fonts(struct pdf *p) MUST_USE;
const char *pdf_family(const struct pdf *p, bool fixed);
struct text *type_of(struct pdf *p, const char *s, enum face face,
	double width);
struct text *type_of_part(struct pdf *p, const struct doc_part *part,
	enum face face, double width);
struct text *type_badge(struct pdf *p, const char *word, enum meaning m,
	const char *icon, enum face face);
/*
 * A layout takes some 4 kB.  Those of long tables are given back once they
 * are placed, and set again when they are drawn.
 */
PangoLayout *type_layout(struct pdf *p, struct text *t);
void type_lay_off(struct pdf *p, struct text *t);
double type_line_height(const struct text *t, PangoLayoutLine *line);
double type_width(const struct text *t);
/* How many lines from "from" on, at most max, fit into room; their height. */
int type_fit(const struct text *t, int from, int max, double room,
	double *height);
/* The room its first lines want: short texts stay whole. */
double type_need(const struct text *t);
void pdf_free(struct pdf *p);

#endif
