/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records from pairs of names and values, and the checks on whole records. */
#include "derive.h"

#include "base/date.h"
#include "base/text.h"
#include "choices.h"

#include <string.h>

enum { MAX_REFS = 1000, HASH_DIGITS = 64 };

/* Names that are close, for the hint; "" when there is no choice to offer. */
static void
hint_choices(struct err *err, const struct field *f)
{
	struct buf b = { .arena = arena_new() };

	for (const struct choice *c = f->choices; c->name; c++) {
		if (b.len)
			buf_str(&b, ", ");
		buf_str(&b, c->name);
	}
	err_hint(err, "Choose one of: %.200s.", buf_text(&b));
	arena_free(b.arena);
}

static enum rc
parse_choice(struct err *err, const struct field *f, const char *s,
    int64_t *out)
{
	const struct choice *c = choice_named(f->choices, s);

	if (!c) {
		err_field(err, f->name, "no such choice: \"%.60s\"", s);
		hint_choices(err, f);
		return RC_INVALID;
	}
	*out = f->kind == KIND_set ? (int64_t)1 << (c->value - 1) : c->value;
	return RC_OK;
}

static enum rc
parse_number(struct err *err, const struct field *f, const char *s,
    int64_t *out)
{
	if (int_parse(s, f->min, f->max, out))
		return RC_OK;
	return err_field(err, f->name, "not a whole number from %lld to %lld: "
	    "\"%.40s\"", (long long)f->min, (long long)f->max, s);
}

static enum rc
parse_bool(struct err *err, const struct field *f, const char *s, int64_t *out)
{
	if (word_in("true yes on 1", s))
		*out = 1;
	else if (word_in("false no off 0", s) || !*s)
		*out = 0;
	else
		return err_field(err, f->name, "neither true nor false: "
		    "\"%.40s\"", s);
	return RC_OK;
}

enum rc
field_parse(struct err *err, struct arena *a, const struct field *f,
    const char *s, int64_t *out)
{
	(void)a;
	switch (f->kind) {
	case KIND_date:
		if (day_parse(s, out))
			return RC_OK;
		err_field(err, f->name, "not a date: \"%.40s\"", s);
		err_hint(err, "Write it like 2026-09-16.");
		return RC_INVALID;
	case KIND_time:
		if (time_parse(s, out))
			return RC_OK;
		err_field(err, f->name, "not a time: \"%.40s\"", s);
		err_hint(err, "Write it like 2026-09-16T10:30:00Z.");
		return RC_INVALID;
	case KIND_pick:
	case KIND_class:
	case KIND_set:
		return parse_choice(err, f, s, out);
	case KIND_bool:
		return parse_bool(err, f, s, out);
	case KIND_int:
	case KIND_minutes:
	case KIND_days100:
	case KIND_bp:
	case KIND_money:
		return parse_number(err, f, s, out);
	case KIND_ref:
	case KIND_blob:
	case KIND_refs:
		if (int_parse(s, 1, (int64_t)1 << 53, out))
			return RC_OK;
		return err_field(err, f->name, "not the id of a record: "
		    "\"%.40s\"", s);
	case KIND_text:
	case KIND_markdown:
	case KIND_hash:
		break;
	}
	return err_field(err, f->name, "%s is text", f->name);
}

static enum rc
apply_text(struct err *err, struct arena *a, const struct field *f, void *rec,
    const char *s)
{
	if (!utf8_valid(s, strlen(s))) {
		err_field(err, f->name, "%s is not valid UTF-8 text", f->label);
		err_hint(err, "Control characters are not taken either.");
		return RC_INVALID;
	}
	if (f->kind == KIND_hash && (strlen(s) != HASH_DIGITS ||
	    strspn(s, "0123456789abcdef") != HASH_DIGITS))
		return err_field(err, f->name, "%s: %d digits from 0 to f are "
		    "wanted", f->label, HASH_DIGITS);
	field_set_text(f, rec, f->kind == KIND_markdown ? arena_str(a, s)
	    : text_trim(a, s));
	return RC_OK;
}

static enum rc
apply_ref(struct err *err, struct arena *a, const struct field *f, void *rec,
    int64_t id, bool first)
{
	struct refs old = first ? (struct refs){ 0 } : field_refs(f, rec);
	int64_t *ids = arena_alloc(a, (old.n + 1) * sizeof(*ids));

	if (old.n >= MAX_REFS)
		return err_field(err, f->name, "%s takes at most %d records",
		    f->label, MAX_REFS);
	for (size_t i = 0; i < old.n; i++) {
		if (old.id[i] == id)
			return RC_OK;
		ids[i] = old.id[i];
	}
	ids[old.n] = id;
	field_set_refs(f, rec, (struct refs){ old.n + 1, ids });
	return RC_OK;
}

static void
clear(const struct field *f, void *rec)
{
	if (field_is_text(f))
		field_set_text(f, rec, NULL);
	else if (f->kind == KIND_refs)
		field_set_refs(f, rec, (struct refs){ 0 });
	else
		field_set_int(f, rec, field_has_null(f) ? UNSET : 0);
}

/* first: the first pair of this name, which replaces what was there. */
static enum rc
apply_value(struct err *err, struct arena *a, const struct field *f, void *rec,
    const char *s, bool first)
{
	int64_t v;
	enum rc rc;

	if (!*s) {
		if (first)
			clear(f, rec);
		return RC_OK;
	}
	if (field_is_text(f))
		return apply_text(err, a, f, rec, s);
	rc = field_parse(err, a, f, s, &v);
	if (rc)
		return rc;
	if (f->kind == KIND_refs)
		return apply_ref(err, a, f, rec, v, first);
	if (f->kind == KIND_set && !first)
		v |= field_int(f, rec);
	field_set_int(f, rec, v);
	return RC_OK;
}

static enum rc
may_set(struct err *err, const struct field *f, const char *command,
    bool creating, unsigned who)
{
	bool argument;

	if (who & SYS)
		return RC_OK;
	argument = step_takes(command, f->name);
	if (f->flags & DERIVED && !argument) {
		err_field(err, f->name, "%s is set by the system", f->label);
		err_hint(err, "Leave it out.");
		return RC_INVALID;
	}
	if (f->flags & FIXED && !creating) {
		err_field(err, f->name, "%s cannot be changed any more",
		    f->label);
		err_hint(err, "It is given when the record is made.");
		return RC_INVALID;
	}
	if (f->write && !(f->write & who) && !argument) {
		err_set(err, RC_DENIED, "%s may not be set in your role",
		    f->label);
		err->field = f->name;
		return RC_DENIED;
	}
	return RC_OK;
}

static bool
seen_before(const struct pair *in, size_t k)
{
	for (size_t i = 0; i < k; i++)
		if (strcmp(in[i].name, in[k].name) == 0)
			return true;
	return false;
}

static enum rc
apply_pair(struct err *err, struct arena *a, const struct entity *e, void *rec,
    const void *before, const char *command, bool creating,
    const struct pair *in, size_t k, unsigned who)
{
	const struct field *f = field_find(e, in[k].name);
	bool first = !seen_before(in, k);
	enum rc rc;

	if (!f) {
		err_field(err, in[k].name, "%s %s has no field \"%.60s\"",
		    article(e->name), e->name, in[k].name);
		err_hint(err, "GET /api/v1/%s/schema lists the fields.",
		    e->name);
		return RC_INVALID;
	}
	if (!first && f->kind != KIND_set && f->kind != KIND_refs)
		return err_field(err, f->name, "%s is given twice", f->name);
	rc = apply_value(err, a, f, rec, in[k].value, first);
	/* Sending back what is there is no change, so it needs no right. */
	if (!rc && (creating || !field_same(f, before, rec)))
		rc = may_set(err, f, command, creating, who);
	return rc;
}

enum rc
model_apply(struct err *err, struct arena *a, const struct entity *e, void *rec,
    const char *command, bool creating, const struct pair *in, size_t n,
    unsigned who)
{
	void *before = arena_alloc(a, e->size);

	memcpy(before, rec, e->size);
	for (size_t k = 0; k < n; k++) {
		enum rc rc = apply_pair(err, a, e, rec, before, command,
		    creating, in, k, who);

		if (rc)
			return rc;
	}
	return RC_OK;
}

enum rc
model_check(struct err *err, const struct entity *e, const void *rec)
{
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->flags & REQUIRED && f->kind != KIND_bool &&
		    field_empty(f, rec)) {
			err_field(err, f->name, "%s is missing", f->label);
			err_hint(err, "%s", f->help && *f->help ? f->help
			    : "Fill it in.");
			return RC_INVALID;
		}
		if (field_is_text(f) &&
		    utf8_count(field_text(f, rec)) > (size_t)f->max)
			return err_field(err, f->name, "%s is longer than %lld "
			    "characters", f->label, (long long)f->max);
	}
	return RC_OK;
}
