/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * chart.h - a chart as data, drawn once for pages (SVG) and for paper
 * (cairo), with its numbers as a table beside it.
 *
 * In SVG colours come from the style sheet by class; a tone differs by shape
 * or pattern too, never by colour alone.  Text is plain and is escaped here.
 * Words (titles, names, labels) come in the reader's language from the
 * caller.  All pointers must live as long as the chart is used.
 */
#ifndef CHART_H
#define CHART_H

#include "base/base.h"

enum chart_kind {
	CHART_BARS,     /* series of values for labels, stacked, lying */
	CHART_LINES,    /* series of points, joined: trends, an OC curve */
	CHART_STEPS,    /* the same as steps: Kaplan-Meier; marked: censored */
	CHART_CONTROL,  /* points with limits; marked: out of control */
	CHART_TIME,     /* spans of days in rows */
	CHART_GRID      /* cells of labels (rows) and columns */
};

enum chart_tone {
	TONE_RUN, TONE_DONE, TONE_LATE, TONE_PLAN,      /* of time, of work */
	TONE_MAJOR, TONE_MINOR, TONE_OFI, TONE_NOTE,    /* of findings */
	TONE_LEAVE,
	TONE_NONE, TONE_SOME, TONE_MORE, TONE_FULL, TONE_GAP, /* of a grid */
	TONE_COUNT
};

struct chart_point { double x, y; bool marked; };

struct chart_series {
	const char *name;
	enum chart_tone tone;                 /* of bars */
	const int64_t *values;          /* of bars: one for each label */
	const struct chart_point *points;       /* x does not go down */
	size_t npoints;
};

struct chart_axis {
	const char *name;
	const char *unit;               /* set behind each number, or NULL */
	double min, max;                /* both 0: as the data are */
	int decimals;
};

struct chart_line { const char *name; double y; bool limit; };
struct chart_note { double x, y; const char *text; };
struct chart_span { size_t row; int64_t from, to; enum chart_tone tone;
	const char *text; };            /* days, both within the span */
struct chart_cell { const char *text; enum chart_tone tone; };

struct chart {
	enum chart_kind kind;
	const char *title;              /* what it shows */
	const char *desc;               /* what there is to see, in words */
	const char *head;               /* what the labels are: "Clause" */
	const char *all;                /* the word for a sum, or NULL: none */
	int width;                      /* in pixels of the page; 0 is 680 */
	const char *const *labels;      /* of bars, or rows */
	size_t nlabels;
	const char *const *columns;     /* of a grid */
	size_t ncolumns;
	const struct chart_series *series;
	size_t nseries;
	struct chart_axis x, y;         /* bars lie: x is their value */
	const struct chart_line *lines; /* across: limits, a target */
	size_t nlines;
	const struct chart_note *notes; /* points that are spoken about */
	size_t nnotes;
	const struct chart_span *spans;
	size_t nspans;
	const struct chart_cell *cells; /* row by row */
	int64_t from, to;               /* days shown; both 0: as the spans */
	int64_t today;                  /* a line at that day, or 0 */
};

struct html;

/* prefix makes the ids of this chart unique on its page. */
void chart_svg(struct html *out, const struct chart *c, const char *prefix);

/* The same numbers as rows of a table, and as lines of text. */
void chart_table(struct html *out, const struct chart *c);

/* Its size in pixels of the page. */
double chart_width(const struct chart *c);
double chart_height(struct arena *a, const struct chart *c);

#endif
