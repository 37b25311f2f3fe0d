/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* helper.c - the small helpers of judges and effects. */
#include "domain.h"

#include "base/hash.h"
#include "base/text.h"

#include <string.h>

enum rc
of_ref(struct ctx *cx, const struct entity *e, int64_t id, void *out)
{
	*(void **)out = NULL;
	return id ? store_peek(cx, e, id, out) : RC_OK;
}

bool
changed(const struct change *ch, const char *field)
{
	const struct field *f = field_find(ch->entity, field);

	assert(f);
	if (!ch->before)
		return !field_empty(f, ch->after);
	return !field_same(f, ch->before, ch->after);
}

bool
text_blank(const char *s)
{
	return !s || !*s;
}

bool
refs_have(struct refs r, int64_t id)
{
	for (size_t i = 0; i < r.n; i++)
		if (r.id[i] == id)
			return true;
	return false;
}

enum rc
refuse(struct ctx *cx, const char *rule, const char *field, const char *what,
    const char *hint)
{
	err_rule(&cx->err, rule, field, "%s", what);
	err_hint(&cx->err, "%s", hint);
	return RC_RULE;
}

int64_t
working_days_after(int64_t day, int64_t n)
{
	while (n > 0)
		n -= weekday(++day) < 5;
	return day;
}

enum rc
advise(struct ctx *cx, const char *hint)
{
	err_hint(&cx->err, "%s", hint);
	return RC_RULE;
}

int64_t
months_after(int64_t day, int64_t n)
{
	int year, month, d, next;
	int64_t first;

	day_split(day, &year, &month, &d);
	month += (int)n - 1;
	first = day_of(year + month / 12, month % 12 + 1, 1);
	next = (int)(day_of(year + (month + 1) / 12, (month + 1) % 12 + 1, 1) -
	    first);
	return first + (d < next ? d : next) - 1;
}

const char *
number_text(struct ctx *cx, int64_t v)
{
	return arena_fmt(cx->arena, "%lld", (long long)v);
}

enum rc
follow(struct ctx *cx, const char *command, int64_t id, const struct pair *in,
    size_t n, int64_t *made)
{
	struct ctx sys = ctx_system(cx);
	struct order o = { .command = command, .in = in, .n = n };
	struct done d;
	enum rc rc;

	if (id)
		o.on = number_text(cx, id);
	rc = command_follow(&sys, &o, &d);
	if (rc)
		cx->err = sys.err;
	else if (made)
		*made = d.id;
	return rc;
}

static const char *
choice_text(const struct field *f, int64_t set, int64_t i)
{
	const struct choice *c = set >> i & 1 ? choice_find(f->choices, i + 1)
	    : NULL;

	return c ? c->name : NULL;
}

size_t
field_pairs(struct ctx *cx, const struct field *f, const void *rec,
    struct pair *in, size_t most)
{
	size_t n = 0;

	if (field_empty(f, rec) || !most)
		return 0;
	if (f->kind == KIND_refs) {
		struct refs r = field_refs(f, rec);

		for (; n < r.n && n < most; n++)
			in[n] = (struct pair){ f->name,
				number_text(cx, r.id[n]) };
		return n;
	}
	if (f->kind != KIND_set) {
		in[0] = (struct pair){ f->name, field_show(cx->arena, f, rec) };
		return 1;
	}
	for (int64_t i = 0; i < 62 && n < most; i++) {
		const char *c = choice_text(f, field_int(f, rec), i);

		if (c)
			in[n++] = (struct pair){ f->name, c };
	}
	return n;
}

enum rc
follow_copy(struct ctx *cx, const struct entity *e, const void *rec,
    const char *to, int64_t id, int64_t *made)
{
	struct pair in[256];
	size_t n = 0;

	in[n++] = (struct pair){ to, number_text(cx, id) };
	for (size_t i = 0; i < e->nfields && n < NELEMS(in); i++) {
		const struct field *f = &e->fields[i];

		if (!(f->flags & DERIVED) && strcmp(f->name, to) != 0)
			n += field_pairs(cx, f, rec, in + n, NELEMS(in) - n);
	}
	return follow(cx, arena_fmt(cx->arena, "%s.create", e->name), 0, in, n,
	    made);
}

/* Tasks and notices lie where the record does, or with the person. */
enum rc
follow_task(struct ctx *cx, const struct change *ch, int64_t person,
    const char *title, int64_t due)
{
	const struct record *r = ch->after;
	char day[DATE_LEN + 1] = "";
	struct pair in[6] = {
		{ "title", title }, { "owner", number_text(cx, person) },
		{ "subject", ch->entity->name },
		{ "subject_id", number_text(cx, r->id) },
	};
	size_t n = 4;

	if (!person)
		return RC_OK;
	if (due) {
		day_write(day, due);
		in[n++] = (struct pair){ "due", day };
	}
	if (r->at_kind == ANCHOR_AUDIT)
		in[n++] = (struct pair){ "audit", number_text(cx, r->at) };
	else if (r->at_kind == ANCHOR_PROGRAMME)
		in[n++] = (struct pair){ "programme", number_text(cx, r->at) };
	return follow(cx, "task.create", 0, in, n, NULL);
}

enum rc
follow_notice(struct ctx *cx, const struct change *ch, int64_t person,
    const char *kind)
{
	const struct record *r = ch->after;

	if (!person || person == cx->person)
		return RC_OK;
	return follow(cx, "notification.create", 0, PAIRS(
	    { "recipient", number_text(cx, person) }, { "kind", kind },
	    { "subject", ch->entity->name },
	    { "subject_id", number_text(cx, r->id) },
	    { "subject_code", r->code }), NULL);
}

/* --- fingerprints -------------------------------------------------------------- */

static void
write_lines(struct ctx *cx, struct buf *b, const struct entity *e,
    const void *rec)
{
	buf_fmt(b, "%s %s\n", e->name, ((const struct record *)rec)->code);
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->kind == KIND_hash || str_eq(f->name, "state") ||
		    field_empty(f, rec))
			continue;
		buf_fmt(b, "%s ", f->name);
		buf_json(b, field_show(cx->arena, f, rec));
		buf_char(b, '\n');
	}
}

/* Is the record type one whose first reference says what it is a part of? */
static bool
part_of(const struct entity *part, const struct entity *e)
{
	const struct field *f = &part->fields[0];

	return part != e && f->kind == KIND_ref && f->ref == e &&
	    f->flags & REQUIRED && f->flags & FIXED &&
	    !str_eq(e->name, "audit") && !str_eq(e->name, "programme") &&
	    !str_eq(e->name, "organization") && !str_eq(e->name, "person");
}

enum rc
fingerprint(struct ctx *cx, const struct entity *e, const void *rec,
    char out[HEX])
{
	struct buf b = { .arena = cx->arena };

	write_lines(cx, &b, e, rec);
	for (size_t i = 0; model[i]; i++) {
		struct list l;
		enum rc rc;

		if (!part_of(model[i], e))
			continue;
		rc = store_of(cx, model[i], model[i]->fields[0].name,
		    ((const struct record *)rec)->id, &l);
		if (rc)
			return rc;
		for (size_t k = 0; k < l.n; k++)
			write_lines(cx, &b, model[i], l.rec[k]);
	}
	hash_hex_of(b.s, b.len, out);
	return RC_OK;
}
