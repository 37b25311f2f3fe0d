/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart.c - from data to marks: what all kinds of charts share. */
#include "report/chart_own.h"

#include "base/text.h"
#include "report/doc_own.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const struct look_row looks[LOOK_COUNT] = {
	[LOOK_TEXT] = { "", .fill = INK_TEXT },
	[LOOK_MUTED] = { "m", .fill = INK_MUTED },
	[LOOK_BOLD] = { "b", .fill = INK_TEXT, .bold = true },
	[LOOK_NOW_TEXT] = { "nowt", .fill = INK_BAD, .bold = true },
	[LOOK_ON] = { "on", .fill = INK_WHITE, .bold = true },
	[LOOK_ON_INFO] = { "on-info", .fill = INK_INFO, .bold = true },
	[LOOK_ON_FULL] = { "on-h3", .fill = INK_WHITE, .bold = true },
	[LOOK_ON_GAP] = { "on-gap", .fill = INK_BAD, .bold = true },
	[LOOK_GRID] = { "grid", .stroke = INK_LINE, .width = 1 },
	[LOOK_AXIS] = { "axis", .stroke = INK_EDGE, .width = 1 },
	[LOOK_ALT] = { "alt", .fill = INK_PALE, .filled = true },
	[LOOK_NOW] = { "now", .stroke = INK_BAD, .width = 1.5,
	    .dash = { 4, 3 } },
	[LOOK_GUIDE] = { "c-guide", .stroke = INK_EDGE, .width = 1,
	    .dash = { 3, 3 } },
	[LOOK_LINE] = { "c-line", .stroke = INK_ACCENT, .width = 2.25 },
	[LOOK_LINE2] = { "c-line2", .stroke = INK_NOTE, .width = 2.25,
	    .dash = { 6, 4 } },
	[LOOK_LINE3] = { "c-line3", .stroke = INK_GOOD, .width = 2.25,
	    .dash = { 2, 3 } },
	[LOOK_DOT] = { "c-dot", .fill = INK_WHITE, .filled = true,
	    .stroke = INK_ACCENT, .width = 2.25 },
	[LOOK_OUT] = { "c-out", .fill = INK_BAD, .filled = true,
	    .stroke = INK_WHITE, .width = 1 },
	[LOOK_LIMIT] = { "c-limit", .stroke = INK_BAD, .width = 1,
	    .dash = { 6, 4 } },
	[LOOK_RUN] = { "c-run", .fill = INK_ACCENT, .filled = true },
	[LOOK_DONE] = { "c-done", .fill = INK_GOOD, .filled = true },
	[LOOK_LATE] = { "c-late", .fill = INK_BAD, .filled = true },
	[LOOK_PLAN] = { "c-plan", .stroke = INK_EDGE, .width = 1.25 },
	[LOOK_MAJOR] = { "c-major", .fill = INK_BAD, .filled = true },
	[LOOK_MINOR] = { "c-minor", .fill = INK_WARN, .filled = true,
	    .hatched = true },
	[LOOK_OFI] = { "c-ofi", .fill = INK_INFO_SOFT, .filled = true,
	    .stroke = INK_INFO, .width = 1.25 },
	[LOOK_NOTE] = { "c-note", .fill = INK_NOTE, .filled = true },
	[LOOK_LEAVE] = { "c-leave", .fill = INK_SUNKEN, .filled = true,
	    .stroke = INK_EDGE, .width = 1, .dash = { 3, 2 } },
	[LOOK_NONE] = { "c-h0", .fill = INK_SUNKEN, .filled = true },
	[LOOK_SOME] = { "c-h1", .fill = INK_ACCENT_PALE, .filled = true },
	[LOOK_MORE] = { "c-h2", .fill = INK_ACCENT_SOFT, .filled = true },
	[LOOK_FULL] = { "c-h3", .fill = INK_ACCENT, .filled = true },
	[LOOK_GAP] = { "c-gap", .fill = INK_BAD_SOFT, .filled = true,
	    .stroke = INK_BAD, .width = 2 },
};

static const struct { enum look ground, text; } tones[TONE_COUNT] = {
	[TONE_RUN] = { LOOK_RUN, LOOK_ON },
	[TONE_DONE] = { LOOK_DONE, LOOK_ON },
	[TONE_LATE] = { LOOK_LATE, LOOK_ON },
	[TONE_PLAN] = { LOOK_PLAN, LOOK_TEXT },
	[TONE_MAJOR] = { LOOK_MAJOR, LOOK_ON },
	[TONE_MINOR] = { LOOK_MINOR, LOOK_ON },
	[TONE_OFI] = { LOOK_OFI, LOOK_ON_INFO },
	[TONE_NOTE] = { LOOK_NOTE, LOOK_ON },
	[TONE_LEAVE] = { LOOK_LEAVE, LOOK_TEXT },
	[TONE_NONE] = { LOOK_NONE, LOOK_MUTED },
	[TONE_SOME] = { LOOK_SOME, LOOK_TEXT },
	[TONE_MORE] = { LOOK_MORE, LOOK_TEXT },
	[TONE_FULL] = { LOOK_FULL, LOOK_ON_FULL },
	[TONE_GAP] = { LOOK_GAP, LOOK_ON_GAP },
};

enum look
look_of(enum chart_tone t)
{
	return tones[t].ground;
}

enum look
look_on(enum chart_tone t)
{
	return tones[t].text;
}

/* --- marks ---------------------------------------------------------------- */

static struct mark *
add(struct sketch *p, enum mark_kind kind, enum look look)
{
	struct mark *m = arena_alloc(p->arena, sizeof(*m));

	m->kind = kind;
	m->look = look;
	if (p->last)
		p->last->next = m;
	else
		p->first = m;
	p->last = m;
	return m;
}

void
mark_box(struct sketch *p, enum look look, double x, double y, double w,
    double h, double r)
{
	struct mark *m = add(p, MARK_BOX, look);

	m->x = x;
	m->y = y;
	m->w = w;
	m->h = h;
	m->r = r;
}

void
mark_dot(struct sketch *p, enum look look, double x, double y, double r)
{
	struct mark *m = add(p, MARK_DOT, look);

	m->x = x;
	m->y = y;
	m->r = r;
}

void
mark_diamond(struct sketch *p, enum look look, double x, double y, double r)
{
	struct mark *m = add(p, MARK_DIAMOND, look);

	m->x = x;
	m->y = y;
	m->r = r;
}

void
mark_text(struct sketch *p, enum look look, enum hold hold, double x, double y,
    const char *text)
{
	struct mark *m;

	if (!text || !*text)
		return;
	m = add(p, MARK_TEXT, look);
	m->hold = hold;
	m->x = x;
	m->y = y;
	m->text = doc_clean(p->arena, text);
}

void
mark_path(struct sketch *p, enum look look, const struct at *at, size_t n)
{
	struct mark *m;

	if (n < 2)
		return;
	m = add(p, MARK_PATH, look);
	m->at = arena_alloc(p->arena, n * sizeof(*at));
	memcpy(m->at, at, n * sizeof(*at));
	m->nat = n;
}

void
mark_line(struct sketch *p, enum look look, double x1, double y1, double x2,
    double y2)
{
	const struct at at[] = { { x1, y1 }, { x2, y2 } };

	mark_path(p, look, at, 2);
}

/* --- words and numbers ---------------------------------------------------- */

/* By code points: 6.3 pixels for a letter, 12 for what is wide as high. */
double
chart_text_width(const char *s)
{
	double w = 0;

	for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
		if (*p >> 6 == 2)
			continue;
		w += *p >= 0xe3 && *p < 0xee ? 12 : *p >= 0xf0 ? 14 :
		    strchr("ijlt.,:;'|!()[] ", *p) ? 3.6 :
		    strchr("mwMW%@", *p) ? 10 : *p >= 'A' && *p <= 'Z' ? 7.8 :
		    6.7;
	}
	return w;
}

const char *
chart_text_cut(struct arena *a, const char *s, double width)
{
	size_t n;

	s = doc_clean(a, s ? s : "");
	if (chart_text_width(s) <= width)
		return s;
	for (n = utf8_count(s); n > 1; n--)
		if (chart_text_width(utf8_cut(a, s, n)) <= width - 9)
			break;
	return arena_fmt(a, "%s\u2026", utf8_cut(a, s, n));
}

double
chart_label_width(const struct chart *c, double most)
{
	double w = 24;

	for (size_t i = 0; i < c->nlabels; i++) {
		double n = chart_text_width(c->labels[i]);

		w = n > w ? n : w;
	}
	return w < most ? w : most;
}

double
chart_step(double range, int n)
{
	double step;

	if (!(range > 0) || !isfinite(range))
		return 1;
	step = pow(10, floor(log10(range / n)));
	if (step * n >= range)
		return step;
	if (step * 2 * n >= range)
		return step * 2;
	return step * 5 * n >= range ? step * 5 : step * 10;
}

const char *
chart_number(struct arena *a, const struct chart_axis *axis, double v)
{
	int decimals = axis->decimals < 0 ? 0 : axis->decimals > 6 ? 6 :
	    axis->decimals;
	char *s;

	if (!isfinite(v))
		return "";
	s = arena_fmt(a, "%.*f", decimals, v);
	if (*s == '-' && strspn(s, "-0.") == strlen(s))
		s++;            /* no minus before nothing */
	return axis->unit ? arena_fmt(a, "%s\u00a0%s", s, axis->unit) : s;
}

double
mark_key(struct sketch *p)
{
	const struct chart *c = p->chart;
	static const enum look lines[] = { LOOK_LINE, LOOK_LINE2, LOOK_LINE3 };
	bool bars = c->kind == CHART_BARS;
	double x = 0, y = 12;

	if (c->nseries < 2)
		return 0;
	for (size_t i = 0; i < c->nseries; i++) {
		const char *s = chart_text_cut(p->arena, c->series[i].name,
		    p->w - 40);
		double w = chart_text_width(s) + 44;

		if (x > 0 && x + w > p->w) {
			x = 0;
			y += 20;
		}
		if (bars)
			mark_box(p, look_of(c->series[i].tone), x, y - 9, 16,
			    12, 2);
		else
			mark_line(p, lines[i % 3], x, y - 4, x + 22, y - 4);
		mark_text(p, LOOK_MUTED, HOLD_START, x + (bars ? 22 : 28),
		    y + 1, s);
		x += w + 4;
	}
	return y + 14;
}

void
mark_chart(struct sketch *p, struct arena *a, const struct chart *c)
{
	*p = (struct sketch){ .arena = a, .chart = c, .w = chart_width(c) };
	switch (c->kind) {
	case CHART_BARS:
		mark_bars(p);
		return;
	case CHART_LINES:
	case CHART_STEPS:
	case CHART_CONTROL:
		mark_lines(p);
		return;
	case CHART_TIME:
		mark_time(p);
		return;
	case CHART_GRID:
		mark_grid(p);
		return;
	}
}

double
chart_width(const struct chart *c)
{
	return c->width >= 200 && c->width <= 4000 ? c->width : 680;
}

double
chart_height(struct arena *a, const struct chart *c)
{
	struct sketch p;

	mark_chart(&p, a, c);
	return p.h;
}
