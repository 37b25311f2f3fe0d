/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_bars.c - stacked bars that lie, and the matrix of cells. */
#include "report/chart_own.h"

#include <math.h>
#include <string.h>

enum { PITCH = 34, BAR = 26 };

static double
value(const struct chart *c, size_t series, size_t label)
{
	int64_t v = c->series[series].values[label];

	return v == UNSET || v < 0 ? 0 : (double)v;
}

static double
sum(const struct chart *c, size_t label)
{
	double all = 0;

	for (size_t i = 0; i < c->nseries; i++)
		all += value(c, i, label);
	return all;
}

static void
grid_lines(struct sketch *p, double left, double top, double bottom,
    double scale, double most)
{
	double step = chart_step(most, 6);

	if (p->chart->x.decimals == 0 && step < 1)
		step = 1;
	for (double v = 0; v <= most + step * 0.01; v += step) {
		double x = left + v * scale;

		mark_line(p, LOOK_GRID, x, top, x, bottom);
		mark_text(p, LOOK_MUTED, HOLD_MIDDLE, x, bottom + 16,
		    chart_number(p->arena, &p->chart->x, v));
	}
}

static void
one_bar(struct sketch *p, size_t label, double left, double y, double scale)
{
	const struct chart *c = p->chart;
	double x = left + 1;

	for (size_t i = 0; i < c->nseries; i++) {
		double v = value(c, i, label), w = v * scale;
		const char *s = chart_number(p->arena, &c->x, v);

		if (v <= 0)
			continue;
		mark_box(p, look_of(c->series[i].tone), x, y, w > 3 ? w - 2 : w,
		    BAR, 2);
		if (w > chart_text_width(s) + 8)
			mark_text(p, look_on(c->series[i].tone), HOLD_MIDDLE,
			    x + w / 2 - 1, y + 17, s);
		x += w;
	}
}

void
mark_bars(struct sketch *p)
{
	const struct chart *c = p->chart;
	double left = chart_label_width(c, p->w * 0.4) + 14, top = mark_key(p);
	double bottom = top + (double)c->nlabels * PITCH + 4, most = 0, step;

	for (size_t i = 0; i < c->nlabels; i++)
		most = sum(c, i) > most ? sum(c, i) : most;
	step = chart_step(most, 6);
	most = most > 0 ? ceil(most / step) * step : 1;
	grid_lines(p, left, top, bottom, (p->w - left - 24) / most, most);
	for (size_t i = 0; i < c->nlabels; i++) {
		double y = top + 4 + (double)i * PITCH;

		mark_text(p, LOOK_TEXT, HOLD_START, 0, y + 17,
		    chart_text_cut(p->arena, c->labels[i], left - 12));
		one_bar(p, i, left, y, (p->w - left - 24) / most);
	}
	mark_line(p, LOOK_AXIS, left, top, left, bottom);
	if (c->x.name)
		mark_text(p, LOOK_MUTED, HOLD_MIDDLE, (left + p->w) / 2,
		    bottom + 34, c->x.name);
	p->h = bottom + (c->x.name ? 42 : 24);
}

/* --- cells ---------------------------------------------------------------- */

static double
heads(struct sketch *p, double left, double cell)
{
	const struct chart *c = p->chart;
	double widest = 0;
	bool lean;

	for (size_t i = 0; i < c->ncolumns; i++) {
		double w = chart_text_width(c->columns[i]);

		widest = w > widest ? w : widest;
	}
	widest = widest < 150 ? widest : 150;
	lean = widest > cell - 6;
	for (size_t i = 0; i < c->ncolumns; i++) {
		double x = left + (double)i * cell + cell / 2;

		mark_text(p, LOOK_MUTED, lean ? HOLD_START : HOLD_MIDDLE, x,
		    lean ? widest * 0.82 + 6 : 14,
		    chart_text_cut(p->arena, c->columns[i], widest + 8));
		if (lean && p->last)
			p->last->angle = -55;
	}
	return lean ? widest * 0.82 + 16 : 24;
}

void
mark_grid(struct sketch *p)
{
	const struct chart *c = p->chart;
	double left = chart_label_width(c, p->w * 0.36) + 12, cell, top;

	cell = (p->w - left) / (double)(c->ncolumns ? c->ncolumns : 1);
	cell = cell < 96 ? cell : 96;
	top = heads(p, left, cell);
	for (size_t i = 0; i < c->nlabels; i++) {
		double y = top + (double)i * 30;

		mark_text(p, LOOK_TEXT, HOLD_START, 0, y + 18,
		    chart_text_cut(p->arena, c->labels[i], left - 10));
		for (size_t k = 0; k < c->ncolumns; k++) {
			const struct chart_cell *x =
			    &c->cells[i * c->ncolumns + k];
			double at = left + (double)k * cell;

			mark_box(p, look_of(x->tone), at + 2, y + 1, cell - 4,
			    26, 4);
			if (x->text)
				mark_text(p, look_on(x->tone), HOLD_MIDDLE,
				    at + cell / 2, y + 18, chart_text_cut(
				    p->arena, x->text, cell - 6));
		}
	}
	p->h = top + (double)c->nlabels * 30 + 4;
}
