/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pdf_own.h - what the parts of the PDF writer share.
 *
 * Two passes.  The first sets text and places it: pages fill with items in
 * reading order, so that page numbers and links are known.  The second draws
 * the items.  All lengths are points from the upper left corner of the page;
 * in the first pass x runs from the edge where lines begin, and turns into
 * the real one when an item is placed (right to left: mirrored).
 */
#ifndef PDF_OWN_H
#define PDF_OWN_H

#include <cairo.h>

#include "report/chart.h"
#include "report/doc_own.h"
#include "report/icon.h"
#include "report/ink.h"
#include "report/pdf_type.h"

enum item_kind {
	ITEM_OPEN, ITEM_CLOSE,          /* a tag of the structure */
	ITEM_TEXT, ITEM_BOX, ITEM_RULE, ITEM_DOTS, ITEM_ICON, ITEM_QR,
	ITEM_CHART, ITEM_PAGE_OF
};

struct item {
	struct item *next;
	enum item_kind kind;
	enum ink ink;
	double x, y, w, h;
	const char *tag;                /* of a structure; of a text's lines */
	const char *name;               /* of an icon; data of a QR code */
	struct text *text;
	int from, to;                   /* its lines */
	const struct doc_part *part;    /* the section that it leads to, or
	                                   what it shows */
};

struct page {
	struct page *next;
	struct item *back, *last_back;  /* drawn first, no part of the text */
	struct item *first, *last;
	bool plain;                     /* no running head: the cover */
};

struct spot { int page; double y; };

struct chunk { struct chunk *next; size_t n; unsigned char bytes[]; };

struct pdf {
	const struct doc *doc;
	struct arena *arena;
	struct err *err;
	bool rtl;
	double w, h, left, right, top, bottom;  /* left, right: margins */
	cairo_surface_t *surface;
	cairo_t *cr;
	PangoContext *pango[2];         /* left to right, right to left */
	PangoFontDescription *fonts[FACE_COUNT];
	struct text *texts;
	int nlayouts;
	struct page *first, *page;
	int npages;
	double y;                       /* where the next thing goes */
	double gap;                     /* asked for above it */
	const struct page *mute_page;   /* no gap is asked for at this place: */
	double mute_y;                  /* something has just begun there */
	struct spot *sections;          /* by seq */
	struct spot *anchors;           /* by slot of doc->anchors */
	bool full;                      /* too many pages */
	struct chunk *chunks, *last_chunk;      /* what cairo has written */
	size_t nbytes;
	struct alt *alts, *last_alt;
	struct _qpdf_data *qpdf;
};

/* The words for a figure, in reading order. */
struct alt { struct alt *next; const char *text; };

struct frame { double x, w; };          /* where a block may stand */

/* pdf_paper.c */
void paper_new(struct pdf *p);
double paper_room(const struct pdf *p);
bool paper_at_top(const struct pdf *p);
void paper_gap(struct pdf *p, double gap);       /* the greatest asked for */
void paper_settle(struct pdf *p, double h);     /* gap; a page if need be */
void paper_begin(struct pdf *p, double h);       /* so, and no gap after it */
bool paper_turn(struct pdf *p);                  /* false: too many pages */
struct item *paper_add(struct pdf *p, enum item_kind kind, double x, double y,
	double w, double h);
struct item *paper_back(struct pdf *p, struct page *page, enum item_kind kind,
	double x, double y, double w, double h);
void paper_open(struct pdf *p, const char *tag);
void paper_close(struct pdf *p, const char *tag);
void paper_mark(struct pdf *p, const struct doc_part *part);
void paper_text(struct pdf *p, struct text *t, int from, int to, double x,
	double y, const char *tag);
/* A whole text, over as many pages as it takes, in its block's tag. */
void paper_flow(struct pdf *p, struct text *t, double x, const char *tag);
/* Boxes behind what was placed since y of that page. */
void paper_ground(struct pdf *p, struct page *from, double y, double x,
	double w, enum ink ink);

/* pdf_flow.c */
void flow_blocks(struct pdf *p, const struct doc_part *first, struct frame f,
	enum face face);
void flow_keys(struct pdf *p, const struct doc_part *part, struct frame f,
	enum face face);
double flow_lead(struct pdf *p, const struct doc_part *part);

/* pdf_table.c */
void flow_table(struct pdf *p, const struct doc_part *table, struct frame f);

/* pdf_front.c */
void front_cover(struct pdf *p);
void front_title(struct pdf *p);
void front_contents(struct pdf *p);

/* pdf_draw.c */
void paint_pages(struct pdf *p);
void paint_tag(struct pdf *p, const char *tag);
void paint_link(struct pdf *p, const char *href);
void paint_link_to(struct pdf *p, struct spot to);

/* pdf_line.c */
void paint_text(struct pdf *p, const struct item *i);

/* pdf_icon.c */
void paint_ink(cairo_t *cr, enum ink ink);
void paint_box(cairo_t *cr, double x, double y, double w, double h, double r);
void paint_icon(cairo_t *cr, const char *name, enum ink ink, double x, double y,
	double size);

/*
 * chart_cairo.c: at 0,0 of the context and chart_width wide.  Allocates in a
 * before it asks the libraries for anything.
 */
void chart_draw(struct arena *a, cairo_t *cr, const struct chart *c,
	PangoContext *context, const char *families);

/* pdf_finish.c: what cairo does not write; adds the file to out */
enum rc pdf_finish(struct pdf *p, struct buf *out) MUST_USE;
void pdf_finish_free(struct pdf *p);

/* pdf_made.c: what the file is made with and of, for its properties. */
enum rc pdf_keywords(struct pdf *p, const char **out) MUST_USE;

#endif
