/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_time.c - spans of days in rows: a programme, a plan. */
#include "report/chart_own.h"

#include "base/date.h"

enum { PITCH = 28, HEAD = 42 };

struct days {
	struct sketch *p;
	int64_t from, to;               /* the first day, and the one after */
	double left, right, bottom;
};

static double
at_day(const struct days *d, int64_t day)
{
	return d->left + (double)(day - d->from) / (double)(d->to - d->from) *
	    (d->right - d->left);
}

static int64_t
within(const struct days *d, int64_t day)
{
	return day < d->from ? d->from : day > d->to ? d->to : day;
}

static void
set_days(struct days *d)
{
	const struct chart *c = d->p->chart;

	d->from = c->from;
	d->to = c->to + 1;
	if (c->to <= c->from) {
		d->from = INT32_MAX;
		d->to = INT32_MIN;
		for (size_t i = 0; i < c->nspans; i++) {
			const struct chart_span *s = &c->spans[i];

			d->from = s->from < d->from ? s->from : d->from;
			d->to = s->to + 1 > d->to ? s->to + 1 : d->to;
		}
	}
	if (d->to <= d->from) {
		d->from = c->today;
		d->to = d->from + 30;
	}
}

/* Months between two lines: 1, 3 or 12; 0 for weeks. */
static int
months_apart(const struct days *d)
{
	int64_t n = d->to - d->from;

	return n <= 70 ? 0 : n <= 400 ? 1 : n <= 1500 ? 3 : 12;
}

static void
tick(struct days *d, int64_t day, const char *text)
{
	double x = at_day(d, day);

	mark_line(d->p, LOOK_GRID, x, 22, x, d->bottom);
	if (x + chart_text_width(text) + 6 < d->right + 8)
		mark_text(d->p, LOOK_MUTED, HOLD_START, x + 5, 34, text);
}

static void
week_ticks(struct days *d)
{
	char text[DATE_LEN + 1];
	int64_t first = d->from + (7 - weekday(d->from)) % 7;

	for (int64_t day = first; day < d->to; day += 7) {
		day_write(text, day);
		tick(d, day, text + 5);
	}
}

static void
month_ticks(struct days *d, int apart)
{
	int y, m, day;

	day_split(d->from, &y, &m, &day);
	m = (m - 1) / apart * apart + 1;
	for (int n = 0; n < 400; n++, m += apart) {
		int64_t at;

		if (m > 12) {
			m -= 12;
			y++;
		}
		at = day_of(y, m, 1);
		if (at >= d->to)
			return;
		if (at < d->from || apart == 12)
			continue;
		tick(d, at, apart == 3 ? arena_fmt(d->p->arena, "Q%d",
		    (m + 2) / 3) : arena_fmt(d->p->arena, "%02d", m));
	}
}

/* Every other year on a ground of its own, with its number above. */
static void
years(struct days *d)
{
	int y, last, m, day;

	day_split(d->from, &y, &m, &day);
	day_split(d->to - 1, &last, &m, &day);
	for (int n = 0; y <= last && n < 200; y++, n++) {
		int64_t from = within(d, day_of(y, 1, 1));
		int64_t to = within(d, day_of(y + 1, 1, 1));
		double x = at_day(d, from), w = at_day(d, to) - x;

		if (n % 2)
			mark_box(d->p, LOOK_ALT, x, 0, w, d->bottom, 0);
		if (w > 34)
			mark_text(d->p, LOOK_BOLD, HOLD_START, x + 5, 15,
			    arena_fmt(d->p->arena, "%d", y));
	}
}

static void
span(struct days *d, const struct chart_span *s)
{
	int64_t from = within(d, s->from), to = within(d, s->to + 1);
	double x = at_day(d, from), w = at_day(d, to) - x;
	double y = HEAD + (double)s->row * PITCH + 4;

	if (s->row >= d->p->chart->nlabels || s->to < d->from ||
	    s->from >= d->to)
		return;
	w = w > 3 ? w : 3;
	if (s->tone == TONE_PLAN)
		mark_box(d->p, LOOK_PLAN, x, y, w, 18, 3);
	else
		mark_box(d->p, look_of(s->tone), x, y + 4, w, 10, 2);
	if (s->text && x + w + 8 + chart_text_width(s->text) < d->p->w)
		mark_text(d->p, LOOK_MUTED, HOLD_START, x + w + 6, y + 13,
		    s->text);
}

void
mark_time(struct sketch *p)
{
	const struct chart *c = p->chart;
	struct days d = { .p = p,
		.left = chart_label_width(c, p->w * 0.34) + 14,
		.right = p->w - 4,
		.bottom = HEAD + (double)c->nlabels * PITCH + 2 };
	int apart;

	set_days(&d);
	years(&d);
	apart = months_apart(&d);
	if (apart)
		month_ticks(&d, apart);
	else
		week_ticks(&d);
	for (size_t i = 0; i < c->nlabels; i++)
		mark_text(p, LOOK_TEXT, HOLD_START, 0, HEAD + (double)i * PITCH
		    + 17, chart_text_cut(p->arena, c->labels[i], d.left - 12));
	for (int over = 0; over < 2; over++)
		for (size_t i = 0; i < c->nspans; i++)
			if ((c->spans[i].tone != TONE_PLAN) == over)
				span(&d, &c->spans[i]);
	if (c->today >= d.from && c->today < d.to && c->today)
		mark_line(p, LOOK_NOW, at_day(&d, c->today), 22,
		    at_day(&d, c->today), d.bottom);
	p->h = d.bottom + 2;
}
