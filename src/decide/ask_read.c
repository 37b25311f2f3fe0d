/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/ask_inside.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- what went wrong ----------------------------------------------------- */

bool
ask_bad(const struct question *q)
{
	return q->rc != RC_OK;
}

bool
ask_failed(struct question *q, enum rc rc)
{
	if (q->rc == RC_OK)
		q->rc = rc;
	return q->rc != RC_OK;
}

void
ask_refuse(struct question *q, const char *field, const char *fmt, ...)
{
	char text[200];
	va_list ap;

	if (ask_bad(q))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	q->rc = err_field(q->err, field, "%s", text);
}

/* --- values -------------------------------------------------------------- */

bool
ask_has(const struct question *q, const char *name)
{
	const struct json *j = json_get(q->in, name);

	assert(ask_field_of(q->name, name));
	return j && j->kind != J_NULL;
}

static const struct json *
value_of(struct question *q, const char *name)
{
	return ask_has(q, name) ? json_get(q->in, name) : NULL;
}

/* "5 %" is 0.05: the point moves two places. */
static bool
parse_percent(const char *s, struct dec *out)
{
	char tmp[48];
	size_t n = strcspn(s, "%");
	struct dec d;

	if (n == 0 || n >= sizeof(tmp) || !s[n] || s[n + 1])
		return false;
	memcpy(tmp, s, n);
	while (n && tmp[n - 1] == ' ')
		n--;
	tmp[n] = '\0';
	if (!dec_parse(tmp, &d) || d.v % 100)
		return false;
	out->v = d.v / 100;
	return true;
}

bool
json_dec(const struct json *j, struct dec *out)
{
	char tmp[40];

	switch (j->kind) {
	case J_TEXT:
		return dec_parse(j->text, out);
	case J_INT:
		snprintf(tmp, sizeof(tmp), "%lld", (long long)j->number);
		return dec_parse(tmp, out);
	case J_REAL:
		if (!isfinite(j->real))
			return false;
		snprintf(tmp, sizeof(tmp), "%.15g", j->real);
		return dec_parse(tmp, out);
	case J_NULL:
	case J_BOOL:
	case J_LIST:
	case J_OBJECT:
		break;
	}
	return false;
}

static bool
json_int(const struct json *j, int64_t *out)
{
	if (j->kind == J_INT)
		*out = j->number;
	return j->kind == J_INT || (j->kind == J_TEXT
	    && int_parse(j->text, -INT64_MAX, INT64_MAX, out));
}

int64_t
ask_int(struct question *q, const char *name, int64_t absent)
{
	const struct json *j = value_of(q, name);
	int64_t v = absent;

	if (j && !json_int(j, &v))
		ask_refuse(q, name, "%s is a whole number", name);
	return v;
}

struct dec
ask_dec(struct question *q, const char *name, struct dec absent)
{
	const struct json *j = value_of(q, name);
	struct dec d = absent;

	if (j && !json_dec(j, &d))
		ask_refuse(q, name,
		    "%s is a decimal with at most nine decimals", name);
	return d;
}

struct dec
ask_rate(struct question *q, const char *name, struct dec absent)
{
	const struct json *j = value_of(q, name);
	struct dec d = absent;

	if (j && !json_dec(j, &d)
	    && !(j->kind == J_TEXT && parse_percent(j->text, &d)))
		ask_refuse(q, name, "%s is a decimal like \"0.05\" with at "
		    "most nine decimals", name);
	else if (j && (d.v < 0 || d.v > DEC_UNIT))
		ask_refuse(q, name, "%s is 0 to 1", name);
	return ask_bad(q) ? absent : d;
}

/* The index of s in "a|b|c", or -1. */
static int
choice_of(const char *choices, const char *s)
{
	size_t n = strlen(s);

	for (int i = 0;; i++) {
		size_t len = strcspn(choices, "|");

		if (len == n && !memcmp(choices, s, n))
			return i;
		if (!choices[len])
			return -1;
		choices += len + 1;
	}
}

int
ask_pick(struct question *q, const char *name)
{
	const struct ask_field *f = ask_field_of(q->name, name);
	const struct json *j = value_of(q, name);
	int i = j && j->kind == J_TEXT ? choice_of(f->choices, j->text) : -1;

	if (!j)
		return 0;
	if (i < 0)
		ask_refuse(q, name, "%s is one of %.150s", name, f->choices);
	return i < 0 ? 0 : i;
}

bool
ask_flag(struct question *q, const char *name, bool absent)
{
	const struct json *j = value_of(q, name);

	if (!j)
		return absent;
	if (j->kind != J_BOOL)
		ask_refuse(q, name, "%s is true or false", name);
	return j->truth;
}

const char *
ask_text(struct question *q, const char *name, const char *absent)
{
	const struct json *j = value_of(q, name);

	if (!j)
		return absent;
	/* A seed of digits alone is easily written without quotes. */
	if (j->kind == J_INT)
		return arena_fmt(q->arena, "%lld", (long long)j->number);
	if (j->kind != J_TEXT)
		ask_refuse(q, name, "%s is a text", name);
	return j->kind == J_TEXT ? j->text : absent;
}

/* --- lists --------------------------------------------------------------- */

const struct json *
ask_rows(struct question *q, const char *name, size_t *n)
{
	const struct json *j = value_of(q, name);

	*n = 0;
	if (!j)
		return NULL;
	if (j->kind != J_LIST) {
		ask_refuse(q, name, "%s is a list", name);
		return NULL;
	}
	*n = j->count;
	return j->first;
}

static const struct json *
short_list(struct question *q, const char *name, size_t *n)
{
	const struct json *j = ask_rows(q, name, n);

	if (*n > ASK_LIST) {
		ask_refuse(q, name, "%s has at most %d entries", name,
		    ASK_LIST);
		*n = 0;
		j = NULL;
	}
	return j;
}

int64_t *
ask_ints(struct question *q, const char *name, size_t *n)
{
	const struct json *j = short_list(q, name, n);
	int64_t *v = arena_alloc(q->arena, (*n + 1) * sizeof(*v));

	for (size_t i = 0; j; j = j->next, i++)
		if (!json_int(j, &v[i]))
			ask_refuse(q, name, "%s has whole numbers", name);
	return v;
}

struct dec *
ask_decs(struct question *q, const char *name, size_t *n)
{
	const struct json *j = short_list(q, name, n);
	struct dec *v = arena_alloc(q->arena, (*n + 1) * sizeof(*v));

	for (size_t i = 0; j; j = j->next, i++)
		if (!json_dec(j, &v[i]))
			ask_refuse(q, name, "%s has decimals with at most "
			    "nine decimals", name);
	return v;
}

const char **
ask_texts(struct question *q, const char *name, size_t *n)
{
	const struct json *j = ask_rows(q, name, n);
	const char **v = arena_alloc(q->arena, (*n + 1) * sizeof(*v));

	for (size_t i = 0; j; j = j->next, i++) {
		v[i] = "";
		if (j->kind == J_TEXT)
			v[i] = j->text;
		else if (j->kind == J_INT)
			v[i] = arena_fmt(q->arena, "%lld",
			    (long long)j->number);
		else
			ask_refuse(q, name, "%s has texts", name);
	}
	return v;
}

static const struct json *
member(struct question *q, const char *field, const struct json *row,
    const char *name)
{
	const struct json *j = json_get(row, name);

	if (row->kind != J_OBJECT)
		ask_refuse(q, field, "%s is a list of objects", field);
	return j && j->kind != J_NULL ? j : NULL;
}

int64_t
row_int(struct question *q, const char *field, const struct json *row,
    const char *name, int64_t absent)
{
	const struct json *j = member(q, field, row, name);
	int64_t v = absent;

	if (j && !json_int(j, &v))
		ask_refuse(q, field, "%s is a whole number", name);
	return v;
}

struct dec
row_dec(struct question *q, const char *field, const struct json *row,
    const char *name, struct dec absent)
{
	const struct json *j = member(q, field, row, name);
	struct dec d = absent;

	if (j && !json_dec(j, &d))
		ask_refuse(q, field,
		    "%s is a decimal with at most nine decimals", name);
	return d;
}

const char *
row_text(struct question *q, const char *field, const struct json *row,
    const char *name, const char *absent)
{
	const struct json *j = member(q, field, row, name);

	if (j && j->kind != J_TEXT)
		ask_refuse(q, field, "%s is a text", name);
	return j && j->kind == J_TEXT ? j->text : absent;
}

/* --- words --------------------------------------------------------------- */

const char *
say_percent(struct question *q, double rate)
{
	struct buf b = { .arena = q->arena };

	/* Four digits are enough to speak; the value itself stands beside. */
	buf_fmt(&b, "%.4g %%", rate * 100);
	return buf_text(&b);
}

const char *
say_rate(struct question *q, struct dec rate)
{
	char tmp[DEC_LEN];

	if (rate.v > INT64_MAX / 100 || rate.v < -INT64_MAX / 100)
		return say_percent(q, dec_real(rate));
	dec_write(tmp, (struct dec){ rate.v * 100 });
	return arena_fmt(q->arena, "%s %%", tmp);
}

void
say_basis(struct question *q, struct result *w, const char *method,
    const char *edition, const char *const *assumption, size_t n)
{
	struct cell *c;

	(void)q;
	result_text(w, "method", "Method", "%s", method);
	result_text(w, "edition", "Edition", "%s", edition);
	c = result_list(w, "assumptions", "Assumptions", n);
	for (size_t i = 0; i < n; i++)
		c[i] = cell_text(assumption[i]);
	result_text(w, "software", "Software", "muster %s", MUSTER_VERSION);
}
