/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_icon.c - ink, boxes, and the icons' paths drawn with cairo. */
#include "report/pdf_own.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

void
paint_ink(cairo_t *cr, enum ink ink)
{
	const unsigned char *c = ink_rgb[ink];

	cairo_set_source_rgb(cr, c[0] / 255.0, c[1] / 255.0, c[2] / 255.0);
}

void
paint_box(cairo_t *cr, double x, double y, double w, double h, double r)
{
	if (r <= 0) {
		cairo_rectangle(cr, x, y, w, h);
		return;
	}
	if (r > h / 2)
		r = h / 2;
	if (r > w / 2)
		r = w / 2;
	cairo_new_sub_path(cr);
	cairo_arc(cr, x + w - r, y + r, r, -PI / 2, 0);
	cairo_arc(cr, x + w - r, y + h - r, r, 0, PI / 2);
	cairo_arc(cr, x + r, y + h - r, r, PI / 2, PI);
	cairo_arc(cr, x + r, y + r, r, PI, PI * 3 / 2);
	cairo_close_path(cr);
}

/* Decimals without the locale's help; the paths are our own and well formed. */
static double
number(const char **s)
{
	double v = 0, part = 1, sign = 1;

	while (**s == ' ' || **s == ',')
		(*s)++;
	if (**s == '-') {
		sign = -1;
		(*s)++;
	}
	for (; **s >= '0' && **s <= '9'; (*s)++)
		v = v * 10 + (**s - '0');
	if (**s == '.')
		for ((*s)++; **s >= '0' && **s <= '9'; (*s)++)
			v += (**s - '0') * (part /= 10);
	return sign * v;
}

/*
 * An arc of a circle from where the pen is: the centre lies on the middle
 * perpendicular, on the side the two flags say (SVG 1.1, F.6.5).
 */
static void
arc_to(cairo_t *cr, double r, bool large, bool sweep, double x, double y)
{
	double x0, y0, dx, dy, d, h, cx, cy, a, b;

	cairo_get_current_point(cr, &x0, &y0);
	dx = x - x0;
	dy = y - y0;
	d = sqrt(dx * dx + dy * dy);
	if (d <= 0)
		return;
	h = r > d / 2 ? sqrt(r * r - d * d / 4) : 0;
	if (large == sweep)
		h = -h;
	cx = (x0 + x) / 2 - dy / d * h;
	cy = (y0 + y) / 2 + dx / d * h;
	a = atan2(y0 - cy, x0 - cx);
	b = atan2(y - cy, x - cx);
	if (sweep)
		cairo_arc(cr, cx, cy, r, a, b);
	else
		cairo_arc_negative(cr, cx, cy, r, a, b);
}

static void
arc(cairo_t *cr, const char **s, bool rel)
{
	double r = number(s), x, y, x0, y0;
	bool large, sweep;

	number(s);
	number(s);
	large = number(s) > 0;
	sweep = number(s) > 0;
	x = number(s);
	y = number(s);
	cairo_get_current_point(cr, &x0, &y0);
	arc_to(cr, r, large, sweep, rel ? x0 + x : x, rel ? y0 + y : y);
}

static void
step(cairo_t *cr, char op, const char **s)
{
	double x = 0, y = 0, v;
	bool rel = op >= 'a';

	if (cairo_has_current_point(cr))
		cairo_get_current_point(cr, &x, &y);
	switch (op & ~0x20) {
	case 'M':
	case 'L':
		v = number(s);
		x = rel ? x + v : v;
		v = number(s);
		y = rel ? y + v : v;
		if ((op & ~0x20) == 'M')
			cairo_move_to(cr, x, y);
		else
			cairo_line_to(cr, x, y);
		return;
	case 'H':
		v = number(s);
		cairo_line_to(cr, rel ? x + v : v, y);
		return;
	case 'V':
		v = number(s);
		cairo_line_to(cr, x, rel ? y + v : v);
		return;
	case 'A':
		arc(cr, s, rel);
		return;
	default:
		cairo_close_path(cr);
		return;
	}
}

static void
path(cairo_t *cr, const char *s)
{
	cairo_new_path(cr);
	while (*s)
		step(cr, *s++, &s);
}

void
paint_icon(cairo_t *cr, const char *name, enum ink ink, double x, double y,
    double size)
{
	const struct icon *i = icon_find(name);

	if (!i)
		return;
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, size / 24, size / 24);
	paint_ink(cr, ink);
	cairo_set_line_width(cr, 2.2);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	if (i->fill) {
		path(cr, i->fill);
		cairo_fill(cr);
	}
	path(cr, i->stroke);
	cairo_stroke(cr);
	cairo_restore(cr);
}
