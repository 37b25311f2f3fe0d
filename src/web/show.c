/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* show.c - values of fields as people read them. */
#include "web/ask.h"

#include "base/text.h"
#include "report/doc.h"

#include <inttypes.h>
#include <string.h>

/* A longer title of a reference would make its column too narrow to read. */
enum { NARROW = 20 };

struct url *
record_url(struct ask *ask, const struct entity *e, const struct record *r)
{
	if (r->code && *r->code)
		return url_new(ask->cx->arena, "/%s/%s", e->name, r->code);
	return url_new(ask->cx->arena, "/%s/%" PRId64, e->name, r->id);
}

struct url *
caption_url(struct ask *ask, const struct entity *e, const struct caption *c)
{
	const struct record r = { .id = c->id, .code = c->code };

	return record_url(ask, e, &r);
}

/*
 * What tells a record without a title from its like: the person or the thing
 * that it is about, but not what it belongs to (skip).
 */
const char *
naming_words(struct ask *ask, const struct entity *e, const void *rec,
    const char *skip)
{
	const struct field *title = entity_title(e);

	if (title && shown(ask, title, rec))
		return utf8_cut(ask->cx->arena, field_text(title, rec), 200);
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];
		const struct caption *c;

		if (f->kind != KIND_ref || f->flags & DERIVED ||
		    str_eq(f->name, skip))
			continue;
		/* The first that is given for good is what it belongs to. */
		if (!skip && f->flags & FIXED && f->flags & REQUIRED) {
			skip = f->name;
			continue;
		}
		if (!shown(ask, f, rec))
			continue;
		c = caption_of(ask, f->ref, field_int(f, rec));
		if (c)
			return c->title && *c->title ? c->title : c->code;
	}
	return NULL;
}

const char *
record_title(struct ask *ask, const struct entity *e, const void *rec)
{
	const struct record *r = rec;
	const char *words = naming_words(ask, e, rec, NULL);
	const struct field *title = entity_title(e);

	if (words && title && shown(ask, title, rec))
		return words;
	if (words)
		return arena_fmt(ask->cx->arena, "%s: %s", e->label, words);
	return arena_fmt(ask->cx->arena, "%s %s", e->label,
	    r->code ? r->code : "");
}

/* A choice that says how things stand gets its badge; others are words. */
static bool
deserves_badge(const struct field *f, const struct choice *c)
{
	return c && (f->kind == KIND_class || c->tone != TONE_NEUTRAL ||
	    str_eq(f->name, "state"));
}

const char *
verb_words(struct arena *a, const char *verb)
{
	char *s = arena_str(a, verb);

	for (char *p = s; *p; p++)
		if (*p == '_')
			*p = ' ';
	if (*s >= 'a' && *s <= 'z')
		*s = (char)(*s - 32);
	return s;
}

bool
shown(const struct ask *ask, const struct field *f, const void *rec)
{
	return field_visible(f, &ask->seen) && !field_empty(f, rec);
}

const char *
late_words(struct ask *ask, int64_t due)
{
	int64_t days = ask->cx->today - due;

	if (!due || due == UNSET || days <= 0)
		return NULL;
	return arena_fmt(ask->cx->arena, "%" PRId64 " day%s late", days,
	    days == 1 ? "" : "s");
}

/* A number of hundredths: 250 as "2.5". */
static const char *
hundredths(struct arena *a, int64_t v)
{
	const char *minus = v < 0 ? "-" : "";
	int64_t part = (v < 0 ? -v : v) % 100, whole = (v < 0 ? -v : v) / 100;

	if (!part)
		return arena_fmt(a, "%s%" PRId64, minus, whole);
	if (part % 10 == 0)
		return arena_fmt(a, "%s%" PRId64 ".%" PRId64, minus, whole,
		    part / 10);
	return arena_fmt(a, "%s%" PRId64 ".%02" PRId64, minus, whole, part);
}

static const char *
minutes(struct arena *a, int64_t v)
{
	if (v % 60 == 0)
		return arena_fmt(a, "%" PRId64 " h", v / 60);
	if (v < 60)
		return arena_fmt(a, "%" PRId64 " min", v);
	return arena_fmt(a, "%" PRId64 " h %" PRId64 " min", v / 60, v % 60);
}

static const char *
time_words(struct arena *a, int64_t v)
{
	char text[TIME_LEN + 1];

	time_write(text, v);
	text[DATE_LEN] = ' ';
	return arena_dup(a, text, DATE_LEN + 6);
}

static const char *
set_words(struct arena *a, const struct field *f, int64_t v)
{
	struct buf b = { .arena = a };

	for (const struct choice *c = f->choices; c->name; c++) {
		if (!(v >> (c->value - 1) & 1))
			continue;
		if (b.len)
			buf_str(&b, ", ");
		buf_str(&b, c->label);
	}
	return buf_text(&b);
}

static const char *
ref_words(struct ask *ask, const struct entity *e, int64_t id)
{
	const struct caption *c = caption_of(ask, e, id);

	if (!c)
		return arena_fmt(ask->cx->arena, "%s not shown to you",
		    e->label);
	return c->title && *c->title ? c->title : c->code;
}

static const char *
refs_words(struct ask *ask, const struct field *f, const void *rec)
{
	struct buf b = { .arena = ask->cx->arena };
	struct refs r = field_refs(f, rec);

	for (size_t i = 0; i < r.n; i++) {
		if (i)
			buf_str(&b, ", ");
		buf_str(&b, ref_words(ask, f->ref, r.id[i]));
	}
	return buf_text(&b);
}

const char *
field_words(struct ask *ask, const struct field *f, const void *rec)
{
	struct arena *a = ask->cx->arena;
	const struct choice *c;

	if (f->kind == KIND_bool)
		return field_int(f, rec) ? "Yes" : "No";
	if (field_empty(f, rec))
		return "";
	switch (f->kind) {
	case KIND_text:
	case KIND_markdown:
	case KIND_hash:
		return field_text(f, rec);
	case KIND_date:
		return field_show(a, f, rec);
	case KIND_time:
		return time_words(a, field_int(f, rec));
	case KIND_pick:
	case KIND_class:
		c = choice_find(f->choices, field_int(f, rec));
		return c ? c->label : "";
	case KIND_set:
		return set_words(a, f, field_int(f, rec));
	case KIND_minutes:
		return minutes(a, field_int(f, rec));
	case KIND_days100:
		return arena_fmt(a, "%s days", hundredths(a,
		    field_int(f, rec)));
	case KIND_bp:
		return arena_fmt(a, "%s %%", hundredths(a, field_int(f, rec)));
	case KIND_money:
		return hundredths(a, field_int(f, rec));
	case KIND_int:
		return field_show(a, f, rec);
	case KIND_ref:
	case KIND_blob:
		return ref_words(ask, f->ref, field_int(f, rec));
	case KIND_refs:
		return refs_words(ask, f, rec);
	case KIND_bool:
		break;
	}
	return "";
}

/* --- in lists of facts ------------------------------------------------------------ */

static void
show_ref(struct ask *ask, struct view *fact, const struct entity *e,
    int64_t id)
{
	const struct caption *c = caption_of(ask, e, id);

	if (!c) {
		fact_text(fact, ref_words(ask, e, id));
		return;
	}
	fact_value(fact, &(struct shape_value){
		.code = e->flags & PERSONAL ? NULL : c->code,
		.text = c->title, .href = caption_url(ask, e, c) });
}

static void
show_markdown(struct ask *ask, struct view *fact, const char *text)
{
	struct html *h = arena_alloc(ask->cx->arena, sizeof(*h));
	struct doc *d = doc_new(ask->cx->arena, "", "en");

	h->b.arena = ask->cx->arena;
	doc_markdown(d->root, text);
	doc_html_blocks(h, d->root);
	fact_value(fact, &(struct shape_value){ .html = h });
}

void
show_field(struct ask *ask, struct view *fact, const struct field *f,
    const void *rec)
{
	const struct choice *c = NULL;
	struct refs r;

	if (f->choices && f->kind != KIND_set)
		c = choice_find(f->choices, field_int(f, rec));
	switch (f->kind) {
	case KIND_markdown:
		show_markdown(ask, fact, field_text(f, rec));
		break;
	case KIND_pick:
	case KIND_class:
		if (deserves_badge(f, c))
			fact_value(fact, &(struct shape_value){
				.st = choice_badge(c) });
		else
			fact_text(fact, c ? c->label : "");
		break;
	case KIND_date:
		fact_value(fact, &(struct shape_value){
			.day = field_int(f, rec) });
		break;
	case KIND_time:
		fact_value(fact, &(struct shape_value){
			.time = field_int(f, rec) });
		break;
	case KIND_blob:
	case KIND_ref:
		show_ref(ask, fact, f->ref, field_int(f, rec));
		break;
	case KIND_refs:
		r = field_refs(f, rec);
		for (size_t i = 0; i < r.n; i++)
			show_ref(ask, fact, f->ref, r.id[i]);
		break;
	case KIND_hash:
		fact_value(fact, &(struct shape_value){
			.code = field_text(f, rec) });
		break;
	case KIND_text:
	case KIND_set:
	case KIND_bool:
	case KIND_int:
	case KIND_minutes:
	case KIND_days100:
	case KIND_bp:
	case KIND_money:
		fact_text(fact, field_words(ask, f, rec));
		break;
	}
}

/* --- in tables ---------------------------------------------------------------------- */

static bool
is_number(const struct field *f)
{
	return f->kind >= KIND_int && f->kind <= KIND_money;
}

void
show_cell(struct ask *ask, struct view *row, const struct field *f,
    const void *rec)
{
	struct shape_cell cell = { .num = is_number(f),
		.tight = f->kind == KIND_date || f->kind == KIND_time };
	int64_t v = field_is_text(f) || f->kind == KIND_refs ? 0
	    : field_int(f, rec);
	const struct caption *c;

	if (!shown(ask, f, rec) && f->kind != KIND_bool) {
		table_cell(row, f->label, &cell);
		return;
	}
	if (f->choices && f->kind != KIND_set &&
	    deserves_badge(f, choice_find(f->choices, v))) {
		cell.st = choice_badge(choice_find(f->choices, v));
	} else if (f->kind == KIND_ref) {
		c = caption_of(ask, f->ref, v);
		cell.tight = c && !(f->ref->flags & PERSONAL) && c->title &&
		    utf8_count(c->title) > NARROW;
		cell.text = cell.tight ? c->code : ref_words(ask, f->ref, v);
		cell.href = c ? caption_url(ask, f->ref, c) : NULL;
	} else {
		cell.text = utf8_cut(ask->cx->arena,
		    field_words(ask, f, rec), 120);
	}
	table_cell(row, f->label, &cell);
}
