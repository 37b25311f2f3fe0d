/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/result.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct result *
result_new(struct arena *a, const char *title, const struct json *inputs)
{
	struct result *w = arena_alloc(a, sizeof(*w));

	w->arena = a;
	w->title = title;
	w->inputs = inputs;
	return w;
}

static struct item *
add(struct result *w, const char *name, const char *label,
    enum item_shape shape, size_t cells)
{
	struct item *i = arena_alloc(w->arena, sizeof(*i));

	i->name = name;
	i->label = label;
	i->shape = shape;
	i->cell = arena_alloc(w->arena, (cells + 1) * sizeof(*i->cell));
	i->rows = cells;
	i->columns = 1;
	if (w->last)
		w->last->next = i;
	else
		w->first = i;
	w->last = i;
	return i;
}

struct cell
cell_int(int64_t v)
{
	return (struct cell){ .kind = CELL_INT, .number = v };
}

struct cell
cell_real(double v)
{
	assert(isfinite(v));
	return (struct cell){ .kind = CELL_REAL, .real = v };
}

struct cell
cell_days(int64_t days100)
{
	return (struct cell){ .kind = CELL_DAYS, .number = days100 };
}

struct cell
cell_text(const char *s)
{
	return (struct cell){ .kind = s ? CELL_TEXT : CELL_NONE, .text = s };
}

struct cell
cell_bool(bool v)
{
	return (struct cell){ .kind = CELL_BOOL, .number = v };
}

void
result_int(struct result *w, const char *name, const char *label, int64_t v)
{
	*add(w, name, label, ITEM_ONE, 1)->cell = cell_int(v);
}

void
result_real(struct result *w, const char *name, const char *label, double v)
{
	*add(w, name, label, ITEM_ONE, 1)->cell = cell_real(v);
}

void
result_days(struct result *w, const char *name, const char *label,
    int64_t days100)
{
	*add(w, name, label, ITEM_ONE, 1)->cell = cell_days(days100);
}

void
result_bool(struct result *w, const char *name, const char *label, bool v)
{
	*add(w, name, label, ITEM_ONE, 1)->cell = cell_bool(v);
}

void
result_none(struct result *w, const char *name, const char *label)
{
	add(w, name, label, ITEM_ONE, 1);
}

void
result_text(struct result *w, const char *name, const char *label,
    const char *fmt, ...)
{
	va_list ap, again;
	char *s;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	s = arena_alloc(w->arena, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	*add(w, name, label, ITEM_ONE, 1)->cell = cell_text(s);
}

struct cell *
result_list(struct result *w, const char *name, const char *label, size_t n)
{
	return add(w, name, label, ITEM_LIST, n)->cell;
}

struct cell *
result_table(struct result *w, const char *name, const char *label,
    const struct column *column, size_t columns, size_t rows)
{
	struct item *i = add(w, name, label, ITEM_TABLE, rows * columns);

	i->rows = rows;
	i->column = column;
	i->columns = columns;
	return i->cell;
}

const struct item *
result_item(const struct result *w, const char *name)
{
	for (const struct item *i = w->first; i; i = i->next)
		if (str_eq(i->name, name))
			return i;
	return NULL;
}

/* --- numbers ------------------------------------------------------------- */

/*
 * As many as are right on every machine: the last two of a double hang on the
 * compiler and its mathematics.
 */
enum { DIGITS = 13 };

void
real_write(double v, struct buf *out)
{
	char tmp[64];
	double size = fabs(v);
	int decimals = DIGITS;

	assert(isfinite(v));
	if (size != 0 && (size < 1e-9 || size >= 1e13)) {
		buf_fmt(out, "%.*g", DIGITS, v);
		return;
	}
	for (double x = size; x >= 1 && decimals > 0; x /= 10)
		decimals--;
	for (double x = size; x > 0 && x < 0.1 && decimals < 24; x *= 10)
		decimals++;
	int n = snprintf(tmp, sizeof(tmp), "%.*f", decimals, v);

	if (strchr(tmp, '.')) {
		while (tmp[n - 1] == '0')
			n--;
		n -= tmp[n - 1] == '.';
	}
	if (n == 2 && tmp[0] == '-' && tmp[1] == '0')
		buf_str(out, "0");
	else
		buf_add(out, tmp, (size_t)n);
}

static void
days_write(int64_t v, struct buf *out)
{
	int64_t size = v < 0 ? -v : v;

	buf_fmt(out, "%s%lld", v < 0 ? "-" : "", (long long)(size / 100));
	if (size % 10)
		buf_fmt(out, ".%02lld", (long long)(size % 100));
	else if (size % 100)
		buf_fmt(out, ".%lld", (long long)(size % 100 / 10));
}

void
cell_write(const struct cell *c, struct buf *out)
{
	switch (c->kind) {
	case CELL_NONE:
		buf_char(out, '-');
		return;
	case CELL_INT:
		buf_int(out, c->number);
		return;
	case CELL_REAL:
		real_write(c->real, out);
		return;
	case CELL_DAYS:
		days_write(c->number, out);
		return;
	case CELL_TEXT:
		buf_str(out, c->text);
		return;
	case CELL_BOOL:
		buf_str(out, c->number ? "yes" : "no");
		return;
	}
}

/* --- JSON ---------------------------------------------------------------- */

static void
cell_json(const struct cell *c, struct buf *out)
{
	switch (c->kind) {
	case CELL_NONE:
		buf_str(out, "null");
		return;
	case CELL_BOOL:
		buf_str(out, c->number ? "true" : "false");
		return;
	case CELL_TEXT:
		buf_json(out, c->text);
		return;
	case CELL_REAL:
		buf_char(out, '"');
		real_write(c->real, out);
		buf_char(out, '"');
		return;
	case CELL_INT:
	case CELL_DAYS:
		cell_write(c, out);
		return;
	}
}

static void
row_json(const struct item *i, const struct cell *row, struct buf *out)
{
	buf_char(out, '{');
	for (size_t c = 0; c < i->columns; c++) {
		buf_str(out, c ? "," : "");
		buf_json(out, i->column[c].name);
		buf_char(out, ':');
		cell_json(&row[c], out);
	}
	buf_char(out, '}');
}

static void
item_json(const struct item *i, struct buf *out)
{
	if (i->shape == ITEM_ONE) {
		cell_json(i->cell, out);
		return;
	}
	buf_char(out, '[');
	for (size_t r = 0; r < i->rows; r++) {
		buf_str(out, r ? "," : "");
		if (i->shape == ITEM_TABLE)
			row_json(i, i->cell + r * i->columns, out);
		else
			cell_json(&i->cell[r], out);
	}
	buf_char(out, ']');
}

/* What was asked, as it was asked; depth is bounded by the parser. */
static void
echo_json(const struct json *j, struct buf *out)
{
	bool object = j->kind == J_OBJECT;

	switch (j->kind) {
	case J_NULL:
		buf_str(out, "null");
		return;
	case J_BOOL:
		buf_str(out, j->truth ? "true" : "false");
		return;
	case J_INT:
		buf_int(out, j->number);
		return;
	case J_REAL:
		/* Fifteen digits are what a person can have typed. */
		buf_fmt(out, "%.15g", j->real);
		return;
	case J_TEXT:
		buf_json(out, j->text);
		return;
	case J_LIST:
	case J_OBJECT:
		break;
	}
	buf_char(out, object ? '{' : '[');
	for (const struct json *c = j->first; c; c = c->next) {
		if (object) {
			buf_json(out, c->name);
			buf_char(out, ':');
		}
		echo_json(c, out);
		buf_str(out, c->next ? "," : "");
	}
	buf_char(out, object ? '}' : ']');
}

void
result_json(const struct result *w, struct buf *out)
{
	buf_char(out, '{');
	for (const struct item *i = w->first; i; i = i->next) {
		buf_json(out, i->name);
		buf_char(out, ':');
		item_json(i, out);
		buf_char(out, ',');
	}
	buf_str(out, "\"inputs\":");
	if (w->inputs)
		echo_json(w->inputs, out);
	else
		buf_str(out, "{}");
	buf_char(out, '}');
}

/* --- text ---------------------------------------------------------------- */

enum { LABEL = 30, WIDEST = 40 };

static size_t
width_of(const struct cell *c, struct buf *scratch)
{
	scratch->len = 0;
	cell_write(c, scratch);
	return utf8_count(buf_text(scratch));
}

static void
pad(struct buf *out, size_t have, size_t want)
{
	for (; have < want; have++)
		buf_char(out, ' ');
}

static void
table_write(const struct item *i, struct buf *out)
{
	struct buf scratch = { .arena = out->arena };
	size_t *wide = arena_alloc(out->arena, i->columns * sizeof(*wide));

	for (size_t c = 0; c < i->columns; c++)
		wide[c] = utf8_count(i->column[c].label);
	for (size_t k = 0; k < i->rows * i->columns; k++) {
		size_t w = width_of(&i->cell[k], &scratch);

		if (w > wide[k % i->columns])
			wide[k % i->columns] = w < WIDEST ? w : WIDEST;
	}
	buf_fmt(out, "\n%s\n", i->label);
	for (size_t c = 0; c < i->columns; c++) {
		buf_fmt(out, "  %s", i->column[c].label);
		pad(out, utf8_count(i->column[c].label), wide[c]);
	}
	for (size_t k = 0; k < i->rows * i->columns; k++) {
		size_t c = k % i->columns, w = width_of(&i->cell[k], &scratch);

		buf_str(out, c ? "  " : "\n  ");
		if (i->cell[k].kind != CELL_TEXT)
			pad(out, w, wide[c]);
		buf_str(out, buf_text(&scratch));
		if (i->cell[k].kind == CELL_TEXT && c + 1 < i->columns)
			pad(out, w, wide[c]);
	}
	buf_str(out, "\n\n");
}

static void
one_write(const char *label, struct buf *out)
{
	size_t n = utf8_count(label);

	buf_str(out, label);
	pad(out, n, LABEL);
	buf_str(out, "  ");
}

static void
list_write(const struct item *i, struct buf *out)
{
	bool texts = i->rows && i->cell[0].kind == CELL_TEXT;

	if (texts)
		buf_fmt(out, "%s\n", i->label);
	else
		one_write(i->label, out);
	for (size_t r = 0; r < i->rows; r++) {
		buf_str(out, texts ? "  - " : r ? " " : "");
		cell_write(&i->cell[r], out);
		buf_str(out, texts ? "\n" : "");
	}
	buf_str(out, texts ? "" : "\n");
}

static void
inputs_write(const struct json *inputs, struct buf *out)
{
	buf_str(out, "Inputs\n");
	for (const struct json *j = inputs->first; j; j = j->next) {
		buf_fmt(out, "  %s ", j->name);
		echo_json(j, out);
		buf_char(out, '\n');
	}
}

void
result_write(const struct result *w, struct buf *out)
{
	buf_fmt(out, "%s\n\n", w->title);
	for (const struct item *i = w->first; i; i = i->next) {
		switch (i->shape) {
		case ITEM_ONE:
			one_write(i->label, out);
			cell_write(i->cell, out);
			buf_char(out, '\n');
			break;
		case ITEM_LIST:
			list_write(i, out);
			break;
		case ITEM_TABLE:
			table_write(i, out);
			break;
		}
	}
	if (w->inputs && w->inputs->first)
		inputs_write(w->inputs, out);
}
