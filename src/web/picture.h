/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * picture.h - charts of pages: numbers gathered by those who know the model,
 * drawn by report/chart.h, each with its numbers as a table beside it.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include "web/view.h"

enum { GRADES = 5, CLAUSES = 40 };

struct chart;
struct result;

/* Sets "chart", and "after": its numbers as a table to unfold. */
void picture_chart(struct view *card, const struct chart *c,
	const char *prefix);

/* The same for the answer of a tool (decide/ask.h), where it has a chart. */
void picture_tool(struct view *v, const char *name, const struct result *r);

/* What a sample of n items with k allowed can miss; population 0: unknown. */
void picture_sample(struct view *card, int64_t n, int64_t k,
	int64_t population);

/* How many findings of each grade (finding_type, from 1) in each clause. */
struct grades {
	struct arena *arena;
	const char *clause[CLAUSES];
	int64_t count[GRADES][CLAUSES];
	size_t n;
};
void grades_add(struct grades *g, const char *clause, int64_t grade);
/* Sets "chart" and "html" of a card. */
void picture_grades(struct view *card, const struct grades *g);

/* Audits of a programme over time. */
struct span_of {
	const char *label;
	int64_t from, to, began, ended;
	bool late;
};
void picture_timeline(struct view *card, const struct span_of *s, size_t n,
	int64_t today);

#endif
