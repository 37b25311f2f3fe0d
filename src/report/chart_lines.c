/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_lines.c - points on two axes: lines, steps, control charts. */
#include "report/chart_own.h"

#include <math.h>
#include <string.h>

enum { HEIGHT = 236 };          /* of the field between the axes */

struct field {
	struct sketch *p;
	double left, right, top, bottom;
	double x0, x1, y0, y1;          /* what the edges stand for */
};

static double
at_x(const struct field *f, double x)
{
	return f->left + (x - f->x0) / (f->x1 - f->x0) * (f->right - f->left);
}

static double
at_y(const struct field *f, double y)
{
	return f->bottom - (y - f->y0) / (f->y1 - f->y0) *
	    (f->bottom - f->top);
}

static void
widen(double v, double *min, double *max)
{
	if (!isfinite(v))
		return;
	*min = v < *min ? v : *min;
	*max = v > *max ? v : *max;
}

static void
even_out(double *min, double *max)
{
	double step;

	if (!(*max > *min)) {
		*min = isfinite(*min) && *min < 1e300 ? *min : 0;
		*max = *min + 1;
	}
	step = chart_step(*max - *min, 5);
	*min = floor(*min / step + 1e-9) * step;
	*max = ceil(*max / step - 1e-9) * step;
}

/* From the data, with everything that lies across; y begins at 0 or below. */
static void
set_ranges(struct field *f)
{
	const struct chart *c = f->p->chart;
	double x0 = HUGE_VAL, x1 = -HUGE_VAL, y0 = 0, y1 = -HUGE_VAL;

	for (size_t i = 0; i < c->nseries; i++)
		for (size_t k = 0; k < c->series[i].npoints; k++) {
			widen(c->series[i].points[k].x, &x0, &x1);
			widen(c->series[i].points[k].y, &y0, &y1);
		}
	for (size_t i = 0; i < c->nlines; i++)
		widen(c->lines[i].y, &y0, &y1);
	if (!(x1 >= x0))
		x0 = x1 = 0;
	if (c->kind != CHART_CONTROL || !(x1 > x0))
		even_out(&x0, &x1);
	even_out(&y0, &y1);
	f->x0 = c->x.max > c->x.min ? c->x.min : x0;
	f->x1 = c->x.max > c->x.min ? c->x.max : x1;
	f->y0 = c->y.max > c->y.min ? c->y.min : y0;
	f->y1 = c->y.max > c->y.min ? c->y.max : y1;
}

static double
tick_step(const struct chart_axis *a, double range, int n)
{
	double step = chart_step(range, n), least = pow(10, -a->decimals);

	return step < least ? least : step;
}

static void
draw_axes(struct field *f)
{
	struct sketch *p = f->p;
	const struct chart *c = p->chart;
	double step = tick_step(&c->y, f->y1 - f->y0, 5);

	for (double v = ceil(f->y0 / step - 1e-9) * step; v <= f->y1 + step *
	    1e-6; v += step) {
		mark_line(p, LOOK_GRID, f->left, at_y(f, v), f->right,
		    at_y(f, v));
		mark_text(p, LOOK_MUTED, HOLD_END, f->left - 8, at_y(f, v) + 4,
		    chart_number(p->arena, &c->y, v));
	}
	if (c->nlabels)
		return;
	step = tick_step(&c->x, f->x1 - f->x0, 8);
	for (double v = ceil(f->x0 / step - 1e-9) * step; v <= f->x1 + step *
	    1e-6; v += step)
		mark_text(p, LOOK_MUTED, HOLD_MIDDLE, at_x(f, v),
		    f->bottom + 18, chart_number(p->arena, &c->x, v));
}

/* Points at 0, 1, 2, ... may have names: months, audits. */
static void
draw_labels(struct field *f)
{
	const struct chart *c = f->p->chart;
	double room = (f->right - f->left) / (double)(c->nlabels ? c->nlabels :
	    1), widest = chart_label_width(c, 120) + 8;
	size_t every = room > 0 ? (size_t)ceil(widest / room) : 1;

	for (size_t i = 0; i < c->nlabels; i += every ? every : 1)
		if ((double)i >= f->x0 && (double)i <= f->x1)
			mark_text(f->p, LOOK_MUTED, HOLD_MIDDLE,
			    at_x(f, (double)i), f->bottom + 18, chart_text_cut(
			    f->p->arena, c->labels[i], 120));
}

static void
draw_across(struct field *f)
{
	struct sketch *p = f->p;
	const struct chart *c = p->chart;

	for (size_t i = 0; i < c->nlines; i++) {
		double y = at_y(f, c->lines[i].y);

		mark_line(p, c->lines[i].limit ? LOOK_LIMIT : LOOK_AXIS,
		    f->left, y, f->right, y);
		mark_text(p, LOOK_MUTED, HOLD_START, f->right + 6, y + 4,
		    chart_text_cut(p->arena, c->lines[i].name,
		    p->w - f->right - 6));
	}
}

static void
draw_series(struct field *f, size_t i)
{
	static const enum look lines[] = { LOOK_LINE, LOOK_LINE2, LOOK_LINE3 };
	const struct chart *c = f->p->chart;
	const struct chart_series *s = &c->series[i];
	struct at *at = arena_alloc(f->p->arena, (2 * s->npoints + 1) *
	    sizeof(*at));
	size_t n = 0;

	for (size_t k = 0; k < s->npoints; k++) {
		struct at here = { at_x(f, s->points[k].x),
			at_y(f, s->points[k].y) };

		if (!isfinite(here.x) || !isfinite(here.y))
			continue;
		if (c->kind == CHART_STEPS && n > 0) {
			at[n] = (struct at){ here.x, at[n - 1].y };
			n++;
		}
		at[n++] = here;
	}
	mark_path(f->p, lines[i % 3], at, n);
}

static void
draw_points(struct field *f, const struct chart_series *s)
{
	struct sketch *p = f->p;
	bool control = p->chart->kind == CHART_CONTROL;

	for (size_t k = 0; k < s->npoints; k++) {
		double x = at_x(f, s->points[k].x), y = at_y(f,
		    s->points[k].y);

		if (!isfinite(x) || !isfinite(y))
			continue;
		if (control && s->points[k].marked)
			mark_diamond(p, LOOK_OUT, x, y, 7);
		else if (control)
			mark_dot(p, LOOK_DOT, x, y, 3.5);
		else if (s->points[k].marked)
			mark_line(p, LOOK_AXIS, x, y - 6, x, y + 6);
	}
}

static void
draw_notes(struct field *f)
{
	struct sketch *p = f->p;
	const struct chart *c = p->chart;

	for (size_t i = 0; i < c->nnotes; i++) {
		double x = at_x(f, c->notes[i].x), y = at_y(f, c->notes[i].y);
		double w = chart_text_width(c->notes[i].text);
		bool back = x + 24 + w > p->w;
		double text_y = y > f->top + 110 ? y - 78 : y > f->top + 60 ?
		    y - 34 : y + 38;
		const struct at guide[] = { { f->left, y }, { x, y },
			{ x, f->bottom } };
		const struct at leader[] = { { x, y }, { x, text_y },
			{ back ? x - 8 : x + 8, text_y } };

		mark_path(p, LOOK_GUIDE, guide, 3);
		mark_path(p, LOOK_AXIS, leader, 3);
		mark_dot(p, LOOK_DOT, x, y, 4.5);
		mark_text(p, LOOK_BOLD, back ? HOLD_END : HOLD_START,
		    back ? x - 12 : x + 12, text_y + 4, c->notes[i].text);
	}
}

void
mark_lines(struct sketch *p)
{
	const struct chart *c = p->chart;
	double key = mark_key(p), room = 12, w;
	struct field f = { .p = p, .top = key + (c->y.name ? 28 : 14) };
	const struct at corner[] = { { 0, 0 }, { 0, 0 }, { 0, 0 } };
	struct at axis[3];

	memcpy(axis, corner, sizeof(axis));
	set_ranges(&f);
	for (size_t i = 0; i < c->nlines; i++) {
		w = chart_text_width(c->lines[i].name) + 8;
		room = w > room ? w : room;
	}
	w = chart_text_width(chart_number(p->arena, &c->y, f.y0));
	f.left = 12 + fmax(w, chart_text_width(chart_number(p->arena, &c->y,
	    f.y1)));
	f.right = p->w - (room < 160 ? room : 160) - 6;
	f.bottom = f.top + HEIGHT;
	if (c->y.name)
		mark_text(p, LOOK_MUTED, HOLD_START, 0, f.top - 14, c->y.name);
	draw_axes(&f);
	draw_labels(&f);
	draw_across(&f);
	for (size_t i = 0; i < c->nseries; i++)
		draw_series(&f, i);
	for (size_t i = 0; i < c->nseries; i++)
		draw_points(&f, &c->series[i]);
	draw_notes(&f);
	axis[0] = (struct at){ f.left, f.top };
	axis[1] = (struct at){ f.left, f.bottom };
	axis[2] = (struct at){ f.right, f.bottom };
	mark_path(p, LOOK_AXIS, axis, 3);
	if (c->x.name)
		mark_text(p, LOOK_MUTED, HOLD_MIDDLE, (f.left + f.right) / 2,
		    f.bottom + 38, c->x.name);
	p->h = f.bottom + (c->x.name ? 46 : 26);
}
