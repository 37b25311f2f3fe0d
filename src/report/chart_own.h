/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * chart_own.h - a chart laid out: marks with a class each, from the back to
 * the front.  Whoever draws them knows nothing of charts.
 */
#ifndef CHART_OWN_H
#define CHART_OWN_H

#include "report/chart.h"
#include "report/ink.h"

enum look {
	LOOK_TEXT, LOOK_MUTED, LOOK_BOLD, LOOK_NOW_TEXT, LOOK_ON, LOOK_ON_INFO,
	LOOK_ON_FULL, LOOK_ON_GAP, LOOK_GRID, LOOK_AXIS, LOOK_ALT, LOOK_NOW,
	LOOK_GUIDE, LOOK_LINE, LOOK_LINE2, LOOK_LINE3, LOOK_DOT, LOOK_OUT,
	LOOK_LIMIT, LOOK_RUN, LOOK_DONE, LOOK_LATE, LOOK_PLAN, LOOK_MAJOR,
	LOOK_MINOR, LOOK_OFI, LOOK_NOTE, LOOK_LEAVE, LOOK_NONE, LOOK_SOME,
	LOOK_MORE, LOOK_FULL, LOOK_GAP, LOOK_COUNT
};

/* The class that colours it on a page, and its colours on paper. */
struct look_row {
	const char *class;
	enum ink fill, stroke;
	double width;                   /* of the line; 0: none */
	double dash[2];
	bool filled, bold, hatched;
};
extern const struct look_row looks[LOOK_COUNT];

enum mark_kind { MARK_BOX, MARK_PATH, MARK_DOT, MARK_DIAMOND, MARK_TEXT };
enum hold { HOLD_START, HOLD_MIDDLE, HOLD_END };

struct at { double x, y; };

struct mark {
	struct mark *next;
	enum mark_kind kind;
	enum look look;
	double x, y, w, h, r;           /* a dot: its middle and radius */
	struct at *at;                  /* of a path */
	size_t nat;
	const char *text;
	enum hold hold;
	double angle;                   /* of a text, in degrees */
};

struct sketch {
	struct arena *arena;
	const struct chart *chart;
	struct mark *first, *last;
	double w, h;
};

/* chart.c */
void mark_chart(struct sketch *p, struct arena *a, const struct chart *c);
void mark_box(struct sketch *p, enum look look, double x, double y, double w,
	double h, double r);
void mark_dot(struct sketch *p, enum look look, double x, double y, double r);
void mark_diamond(struct sketch *p, enum look look, double x, double y,
	double r);
void mark_text(struct sketch *p, enum look look, enum hold hold, double x,
	double y, const char *text);
void mark_path(struct sketch *p, enum look look, const struct at *at, size_t n);
void mark_line(struct sketch *p, enum look look, double x1, double y1,
	double x2, double y2);
enum look look_of(enum chart_tone t);
enum look look_on(enum chart_tone t);         /* of text on such a ground */

/* About how wide a text is at 12 pixels, and a text cut to a width. */
double chart_text_width(const char *s);
const char *chart_text_cut(struct arena *a, const char *s, double width);
/* The widest label, at most so much. */
double chart_label_width(const struct chart *c, double most);

/* A step of 1, 2 or 5 times a power of ten, for at most n steps. */
double chart_step(double range, int n);
const char *chart_number(struct arena *a, const struct chart_axis *axis,
	double v);

void mark_bars(struct sketch *p);
void mark_lines(struct sketch *p);
void mark_time(struct sketch *p);
void mark_grid(struct sketch *p);
/* Names of the series above the drawing; how much room they take. */
double mark_key(struct sketch *p);

#endif
