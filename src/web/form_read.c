/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* form_read.c - what a browser sends, as pairs for a command. */
#include "web/form.h"

#include "base/text.h"

#include <string.h>

/* Controls that are ours and no fields of the record. */
static const char own_names[] =
    "csrf rev go back reason_to_go_on pick do for_criterion";

/* "2.5" as hundredths; what is no number stays for the model to refuse. */
static const char *
from_decimal(struct arena *a, const char *s)
{
	const char *text = text_trim(a, s);
	size_t n = strcspn(text, ".,");
	const char *part = text[n] ? text + n + 1 : "";

	if (!*text || strlen(part) > 2 ||
	    strspn(part, "0123456789") != strlen(part))
		return text;
	return arena_fmt(a, "%.*s%s%s", (int)n, text, part,
	    *part ? part[1] ? "" : "0" : "00");
}

/* A browser's local time has no zone: ours is UTC. */
static const char *
from_local(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	if (n == 16 && s[10] == 'T')
		return arena_fmt(a, "%s:00Z", s);
	if (n == 19 && s[10] == 'T')
		return arena_fmt(a, "%sZ", s);
	return s;
}

/* Text areas send lines that end with CR LF. */
static const char *
from_area(struct arena *a, const char *s)
{
	char *out = arena_str(a, s), *to = out;

	for (const char *p = out; *p; p++)
		if (!(*p == '\r' && p[1] == '\n'))
			*to++ = *p;
	*to = '\0';
	return out;
}

static const char *
converted(struct arena *a, const struct field *f, const char *s)
{
	switch (f->kind) {
	case KIND_text:
	case KIND_markdown:
		return from_area(a, s);
	case KIND_time:
		return from_local(a, s);
	case KIND_days100:
	case KIND_bp:
	case KIND_money:
		return from_decimal(a, s);
	case KIND_date:
	case KIND_int:
	case KIND_minutes:
	case KIND_ref:
		return text_trim(a, s);
	default:
		return s;
	}
}

/* A tick sends "" and perhaps "true": the last one is meant. */
static bool
last_of_name(const struct request *rq, size_t i)
{
	for (size_t k = i + 1; k < rq->nfields; k++)
		if (str_eq(rq->fields[k].name, rq->fields[i].name))
			return false;
	return true;
}

/* In a conflict the other person's value was chosen for this field. */
static bool
theirs(struct ask *ask, const char *name)
{
	return str_eq(ask_field(ask, arena_fmt(ask->cx->arena, "keep_%s",
	    name)), "theirs");
}

/* Codes typed into one line: "F-26-038, F-26-040". */
static size_t
split_codes(struct arena *a, const char *name, const char *s, struct pair *in)
{
	size_t k = 0;

	while (*(s += strspn(s, " ,;"))) {
		size_t n = strcspn(s, " ,;");

		if (in)
			in[k] = (struct pair){ name, arena_dup(a, s, n) };
		s += n;
		k++;
	}
	return k;
}

/* An empty value clears, so it comes along where there is something. */
static size_t
add_pairs(struct ask *ask, const struct field *f, const char *value,
    bool creating, struct pair *in)
{
	struct arena *a = ask->cx->arena;

	if (f->kind == KIND_blob || (creating && !*value))
		return 0;
	if (f->kind == KIND_refs && *value)
		return split_codes(a, f->name, value, in);
	*in = (struct pair){ f->name, f->kind == KIND_bool && !*value
	    ? "false" : converted(a, f, value) };
	return 1;
}

static size_t
most_pairs(const struct request *rq)
{
	size_t most = 0;

	for (size_t i = 0; i < rq->nfields; i++)
		most += 1 + split_codes(NULL, "", rq->fields[i].value, NULL);
	return most;
}

enum rc
form_pairs(struct ask *ask, const struct entity *e, bool creating,
    const struct pair **out, size_t *n)
{
	const struct request *rq = ask->rq;
	struct pair *in = arena_alloc(ask->cx->arena,
	    (most_pairs(rq) + 1) * sizeof(*in));
	size_t k = 0;

	for (size_t i = 0; i < rq->nfields; i++) {
		const struct pair *p = &rq->fields[i];
		const struct field *f = field_find(e, p->name);

		if (word_in(own_names, p->name) || theirs(ask, p->name) ||
		    (!f && str_starts(p->name, "keep_")))
			continue;
		if (!f)
			return err_field(&ask->cx->err, p->name,
			    "the form has no field \"%.60s\"", p->name);
		if (f->kind == KIND_bool && !last_of_name(rq, i))
			continue;
		k += add_pairs(ask, f, p->value, creating, in + k);
	}
	*out = in;
	*n = k;
	return RC_OK;
}

enum rc
form_order(struct ask *ask, const struct entity *e, const char *verb,
    const char *on)
{
	struct order *o = arena_alloc(ask->cx->arena, sizeof(*o));
	const char *reason = ask_field(ask, "reason_to_go_on");
	enum rc rc;

	*o = (struct order){ .on = on, .reason = *reason ? reason : NULL,
		.command = arena_fmt(ask->cx->arena, "%s.%s", e->name, verb) };
	if (on && !int_parse(ask_field(ask, "rev"), 0, INT64_MAX, &o->rev))
		o->rev = 0;
	rc = form_pairs(ask, e, !on, &o->in, &o->n);
	ask->order = o;
	ask->norders = 1;
	return rc;
}

const char *
form_text(struct ask *ask, const char *name)
{
	return from_area(ask->cx->arena, ask_field(ask, name));
}

const struct url *
form_back(struct ask *ask, const char *text)
{
	struct url *u;

	if (*text != '/' || text[1] == '/' || text[1] == '\\')
		return NULL;
	for (const char *s = text; *s; s++)
		if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f ||
		    strchr("\"'<>\\", *s))
			return NULL;
	u = url_path(ask->cx->arena, text);
	return u;
}

void
form_failed(struct ask *ask, struct view *page, const struct err *err)
{
	const char *hint = err->hint;

	page_error(page, err->field && field_find(ask->entity, err->field)
	    ? err->field : NULL, err->text, err->rule, hint);
}

/* After a warning one may go on, with a reason that is kept. */
void
form_go_on(struct ask *ask, struct view *v, const char *list,
    const struct err *err)
{
	const struct rule_row *r = err && err->rule ? rule_find(err->rule)
	    : NULL;
	struct view *c;

	if (!r || r->force != WARN)
		return;
	c = field_new(v, list, "reason_to_go_on", "Reason for going on");
	field_area(c, ask_field(ask, "reason_to_go_on"), 1000, 3);
	field_notes(c, "This rule warns. It is kept with your reason.", NULL,
	    r->id);
}
