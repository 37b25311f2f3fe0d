/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * doc.h - a report as a tree of parts, before it is anybody's file format.
 *
 * A builder makes the tree once; doc_html and doc_pdf each walk it, so they
 * cannot say different things.  The tree holds plain text, never markup.
 * Text is kept as given (not copied) where it is clean, so it must live as
 * long as the arena; broken UTF-8 and control characters are replaced here,
 * so no writer meets them.  Everything is allocated in the arena of the doc:
 * building runs inside arena_run.
 *
 * size: the parts of one tree are read as one vocabulary.
 *
 *	struct doc *d = doc_new(a, "Audit of the Kestrel Bay plant", "en");
 *	struct doc_part *s = doc_section(d->root, "Findings");
 *	struct doc_part *p = doc_para(s, "Each is given in full in annex ");
 *
 *	doc_ref(p, "A", "annex-a");
 *	doc_text(p, ".", 0);
 */
#ifndef DOC_H
#define DOC_H

#include "base/base.h"

struct chart;

enum doc_kind {
	DOC_ROOT,       /* sections and other blocks */
	DOC_SECTION,    /* title, number; blocks */
	DOC_PARA,       /* runs */
	DOC_QUOTE,      /* blocks, word for word from somebody */
	DOC_CODE,       /* runs, kept line by line */
	DOC_LIST,       /* items */
	DOC_ITEM,       /* runs, then blocks */
	DOC_KEYS,       /* a table of names and values: keys */
	DOC_KEY,        /* title; runs, then blocks */
	DOC_TABLE,      /* title is its caption; cols; rows */
	DOC_ROW,        /* cells, one for each column */
	DOC_CELL,       /* runs */
	DOC_FIGURE,     /* title is its caption; chart */
	DOC_CALLOUT,    /* title; meaning; runs, then blocks */
	DOC_SIGNS,      /* signatures beside one another */
	DOC_SIGN,       /* title is the duty; runs: name and day */
	DOC_QR,         /* title is its caption; text is what it encodes */
	DOC_CONTENTS,   /* the table of contents stands here */
	DOC_BREAK       /* a new page begins here */
};

/* A state is a word, a colour and a shape: never one of them alone. */
enum meaning {
	MEANING_NONE, MEANING_GOOD, MEANING_INFO, MEANING_WARN, MEANING_BAD,
	MEANING_NOTE, MEANING_COUNT
};
extern const char *const meaning_class[MEANING_COUNT];  /* "", "good", ... */

enum doc_style {
	DOC_STRONG = 1, DOC_EM = 2, DOC_MONO = 4, DOC_MUTED = 8,
	DOC_STATE = 16          /* a badge: meaning and icon are set */
};

/* A stretch of text in one style; "\n" in it is a line break. */
struct doc_run {
	struct doc_run *next;
	const char *text;
	const char *href;       /* "#anchor", http(s): or mailto:, or NULL */
	const char *icon;       /* of a state: its name in icon.c, or NULL */
	unsigned style;
	enum meaning meaning;   /* of a state */
};

enum doc_col_kind {
	COL_TEXT,               /* takes the room that is left */
	COL_NAME,               /* as text; the head of its row */
	COL_NUMBER,             /* aligned at the end, as narrow as it goes */
	COL_DATE, COL_CODE,     /* never broken over lines */
	COL_STATE               /* a badge, or a short word */
};

struct doc_col {
	const char *head;
	enum doc_col_kind kind;
	int width;              /* share among text columns; 0 means 100 */
};

enum doc_flag {
	DOC_UNNUMBERED = 1,     /* section: no number */
	DOC_ORDERED = 2,        /* list: 1, 2, 3 */
	DOC_KEEP = 4,           /* do not break over pages where avoidable */
	DOC_NEW_PAGE = 8,       /* begins on a new page */
	DOC_TOTAL = 16,         /* row: a sum, set apart */
	DOC_GROUP = 32          /* row: one cell, a heading over all columns */
};

struct doc_part {
	enum doc_kind kind;
	unsigned flags;
	enum meaning meaning;
	int level;              /* section: 1 is the top */
	int count;              /* numbered sections in it */
	int seq;                /* section, figure: its place among its kind */
	const char *title, *number, *anchor, *text;
	struct doc_run *runs, *last_run;
	const struct doc_col *cols;
	size_t ncols;
	const struct chart *chart;
	struct doc *doc;
	struct doc_part *parent, *first, *last, *next;
};

/*
 * The writers' own words, in the language of the report; doc_new sets the
 * English ones.  In page_of, {n} and {m} are the page and how many there are.
 */
struct doc_words {
	const char *contents, *page_of, *draft, *data, *signature, *date;
};

enum doc_paper { PAPER_A4, PAPER_LETTER };

struct doc {
	struct arena *arena;
	const char *title, *lang;
	/* All of these may be NULL and are then left out. */
	const char *kind;               /* "Audit report" */
	const char *owner;              /* "Meridian Instruments" */
	const char *code;               /* "RP-26-09" */
	const char *version;            /* "Version 1, full report" */
	const char *class_mark;         /* "Confidential": on every page */
	const char *copy;               /* "Copy 2 of 5, Ruth Calloway" */
	const char *foot;               /* a line at the foot of every page */
	const char *author, *subject;   /* for the file's own properties */
	enum meaning class_meaning;     /* colour of the class mark */
	int64_t time;                   /* UTC seconds; the file's only clock */
	bool draft;                     /* watermark on every page */
	bool cover;                     /* a page of its own for title, facts */
	enum doc_paper paper;
	const char *font;               /* families, "Noto Sans, DejaVu Sans" */
	const char *mono;
	struct doc_words words;
	struct doc_part *facts;         /* names and values below the title */
	struct doc_part *root;
	struct doc_part **anchors;      /* see doc_find */
	size_t nanchors, cap_anchors;
	int annexes, sections, figures;
};

/* --- building ------------------------------------------------------------- */

struct doc *doc_new(struct arena *a, const char *title, const char *lang);
bool doc_rtl(const struct doc *d);      /* is its language written so? */

/* Numbered 1, 1.1, ... under its parent; an annex A, B, ... at the top. */
struct doc_part *doc_section(struct doc_part *under, const char *heading);
struct doc_part *doc_section_plain(struct doc_part *under,
	const char *heading);
struct doc_part *doc_annex(struct doc *d, const char *heading);

/*
 * Makes a part a target: letters, digits, "-", "_" and "." of the name stay,
 * others become "-".  The first part of a name keeps it.
 */
void doc_anchor(struct doc_part *p, const char *name);
struct doc_part *doc_find(const struct doc *d, const char *href);

/* text NULL: begin with nothing and add runs. */
struct doc_part *doc_para(struct doc_part *under, const char *text);
struct doc_part *doc_code(struct doc_part *under, const char *text);
struct doc_part *doc_quote(struct doc_part *under);
void doc_text(struct doc_part *p, const char *text, unsigned style);
void doc_state(struct doc_part *p, const char *word, enum meaning m,
	const char *icon);
/* Other schemes than http, https and mailto are set as text alone. */
void doc_link(struct doc_part *p, const char *text, const char *href);
void doc_ref(struct doc_part *p, const char *text, const char *anchor);

/*
 * The paragraphs, lists, tables, quotes, code and emphasis of a Markdown
 * text; no HTML, no pictures; its headings are strong paragraphs.  Never
 * refuses: what is not Markdown is text.
 */
void doc_markdown(struct doc_part *under, const char *text);

struct doc_part *doc_list(struct doc_part *under, bool ordered);
struct doc_part *doc_item(struct doc_part *list, const char *text);
struct doc_part *doc_keys(struct doc_part *under);
/* Nothing is made of a value that is NULL or "": doc_key_open for those. */
void doc_key(struct doc_part *keys, const char *name, const char *value);
struct doc_part *doc_key_open(struct doc_part *keys, const char *name);

/* cols are kept as a pointer; the kinds tell the writers how to set them. */
struct doc_part *doc_table(struct doc_part *under, const char *caption,
	const struct doc_col *cols, size_t n);
struct doc_part *doc_row(struct doc_part *table);
struct doc_part *doc_row_group(struct doc_part *table, const char *heading);
struct doc_part *doc_cell(struct doc_part *row, const char *text);
struct doc_part *doc_cell_int(struct doc_part *row, int64_t v);

struct doc_part *doc_figure(struct doc_part *under, const char *caption,
	const struct chart *chart);
struct doc_part *doc_callout(struct doc_part *under, enum meaning m,
	const char *title, const char *text);
struct doc_part *doc_signs(struct doc_part *under);
/* when NULL: a line to sign on */
struct doc_part *doc_sign(struct doc_part *signs, const char *duty,
	const char *name, const char *when);
struct doc_part *doc_qr(struct doc_part *under, const char *caption,
	const char *data);
struct doc_part *doc_contents(struct doc_part *under);
struct doc_part *doc_break(struct doc_part *under);

/* --- writing -------------------------------------------------------------- */

/* out is added to; on failure it may hold a part.  Same tree, same bytes. */
typedef enum rc doc_writer(struct err *err, struct buf *out,
	const struct doc *d);
doc_writer doc_html, doc_pdf;

/* Plain text in lines of at most 78 columns, tables as they fit. */
doc_writer doc_plain;

/*
 * What a PDF of doc_pdf says of itself: programs and fonts, and the SHA-256 of
 * the same tree written by doc_html.  False: it says nothing.
 */
struct doc_made { const char *with, *content; };
bool doc_pdf_made(struct arena *a, const char *bytes, size_t n,
	struct doc_made *out) MUST_USE;

/* The tree alone, for a page that brings its own style sheet and head. */
struct html;
void doc_html_sheet(struct html *out, const struct doc *d);
/* What a part holds, as a piece of a page. */
void doc_html_blocks(struct html *out, const struct doc_part *under);

#endif
