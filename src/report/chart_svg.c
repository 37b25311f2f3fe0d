/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_svg.c - marks as SVG: classes alone, no colour and no style. */
#include "report/chart_own.h"

#include "base/html.h"

#include <math.h>

/* Tenths of a pixel are enough, and the same everywhere. */
static void
coordinate(struct html *h, double v)
{
	long long n = isfinite(v) ? llround(v * 10) : 0;

	if (n < 0) {
		buf_char(&h->b, '-');
		n = -n;
	}
	html_int(h, n / 10);
	if (n % 10) {
		buf_char(&h->b, '.');
		html_int(h, n % 10);
	}
}

static void
number(struct html *h, const char *name, double v)
{
	buf_fmt(&h->b, " %s=\"", name);
	coordinate(h, v);
	html_raw(h, "\"");
}

static void
class(struct html *h, enum look look)
{
	if (!*looks[look].class)
		return;
	html_raw(h, " class=\"");
	html_attr(h, looks[look].class);
	html_raw(h, "\"");
}

static void
box(struct html *h, const struct mark *m, const char *prefix)
{
	html_raw(h, "<rect");
	if (looks[m->look].hatched) {
		html_raw(h, " fill=\"url(#");
		html_attr(h, prefix);
		html_raw(h, "-h)\"");
	} else {
		class(h, m->look);
	}
	number(h, "x", m->x);
	number(h, "y", m->y);
	number(h, "width", m->w);
	number(h, "height", m->h);
	if (m->r > 0)
		number(h, "rx", m->r);
	html_raw(h, "/>");
}

static void
path(struct html *h, const struct mark *m)
{
	html_raw(h, "<path");
	class(h, m->look);
	html_raw(h, " d=\"");
	for (size_t i = 0; i < m->nat; i++) {
		buf_char(&h->b, i ? 'L' : 'M');
		coordinate(h, m->at[i].x);
		html_raw(h, " ");
		coordinate(h, m->at[i].y);
	}
	html_raw(h, "\"/>");
}

static void
diamond(struct html *h, const struct mark *m)
{
	html_raw(h, "<path");
	class(h, m->look);
	html_raw(h, " d=\"M");
	coordinate(h, m->x);
	html_raw(h, " ");
	coordinate(h, m->y - m->r);
	html_raw(h, "l");
	coordinate(h, m->r);
	html_raw(h, " ");
	coordinate(h, m->r);
	html_raw(h, "l");
	coordinate(h, -m->r);
	html_raw(h, " ");
	coordinate(h, m->r);
	html_raw(h, "l");
	coordinate(h, -m->r);
	html_raw(h, " ");
	coordinate(h, -m->r);
	html_raw(h, "z\"/>");
}

static void
dot(struct html *h, const struct mark *m)
{
	html_raw(h, "<circle");
	class(h, m->look);
	number(h, "cx", m->x);
	number(h, "cy", m->y);
	number(h, "r", m->r);
	html_raw(h, "/>");
}

static void
text(struct html *h, const struct mark *m)
{
	html_raw(h, "<text");
	class(h, m->look);
	number(h, "x", m->x);
	number(h, "y", m->y);
	if (m->hold == HOLD_MIDDLE)
		html_raw(h, " text-anchor=\"middle\"");
	else if (m->hold == HOLD_END)
		html_raw(h, " text-anchor=\"end\"");
	if (m->angle < 0 || m->angle > 0) {
		html_raw(h, " transform=\"rotate(");
		coordinate(h, m->angle);
		html_raw(h, " ");
		coordinate(h, m->x);
		html_raw(h, " ");
		coordinate(h, m->y);
		html_raw(h, ")\"");
	}
	html_raw(h, ">");
	html_text(h, m->text);
	html_raw(h, "</text>");
}

static void
mark(struct html *h, const struct mark *m, const char *prefix)
{
	switch (m->kind) {
	case MARK_BOX:
		box(h, m, prefix);
		return;
	case MARK_PATH:
		path(h, m);
		return;
	case MARK_DOT:
		dot(h, m);
		return;
	case MARK_DIAMOND:
		diamond(h, m);
		return;
	case MARK_TEXT:
		text(h, m);
		return;
	}
}

static void
hatch(struct html *h, const struct sketch *p, const char *prefix)
{
	const struct mark *m = p->first;

	while (m && !looks[m->look].hatched)
		m = m->next;
	if (!m)
		return;
	html_raw(h, "<defs><pattern id=\"");
	html_attr(h, prefix);
	html_raw(h, "-h\" width=\"6\" height=\"6\" patternUnits=\""
	    "userSpaceOnUse\"><rect class=\"c-minor\" width=\"6\" "
	    "height=\"6\"/><path class=\"c-hatch\" opacity=\".22\" "
	    "d=\"M-1 7L7 -1\"/></pattern></defs>\n");
}

void
chart_svg(struct html *h, const struct chart *c, const char *prefix)
{
	struct sketch p;

	mark_chart(&p, h->b.arena, c);
	html_raw(h, "<svg class=\"chart\" viewBox=\"0 0 ");
	coordinate(h, p.w);
	html_raw(h, " ");
	coordinate(h, p.h);
	html_raw(h, "\"");
	number(h, "width", p.w);
	number(h, "height", p.h);
	html_raw(h, " role=\"img\" aria-labelledby=\"");
	html_attr(h, prefix);
	html_raw(h, "-t ");
	html_attr(h, prefix);
	html_raw(h, "-d\">\n<title id=\"");
	html_attr(h, prefix);
	html_raw(h, "-t\">");
	html_text(h, c->title);
	html_raw(h, "</title><desc id=\"");
	html_attr(h, prefix);
	html_raw(h, "-d\">");
	html_text(h, c->desc);
	html_raw(h, "</desc>\n");
	hatch(h, &p, prefix);
	for (const struct mark *m = p.first; m; m = m->next)
		mark(h, m, prefix);
	html_raw(h, "\n</svg>\n");
}
