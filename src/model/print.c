/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records and the model itself, written out. */
#include "derive.h"

#include "base/date.h"
#include "choices.h"

#include <string.h>

bool
field_visible(const struct field *f, const struct view_of *v)
{
	if (!v->who)
		return true;
	if (v->extract && (f->flags & (CLASSIFIED | PERSONAL) || f->read))
		return false;
	return !f->read || (f->read & v->who);
}

static void
show_set(struct buf *b, const struct field *f, int64_t v)
{
	for (const struct choice *c = f->choices; c->name; c++)
		if (v >> (c->value - 1) & 1) {
			if (b->len)
				buf_char(b, ' ');
			buf_str(b, c->name);
		}
}

const char *
field_show(struct arena *a, const struct field *f, const void *rec)
{
	struct buf b = { .arena = a };
	char text[TIME_LEN + 1];
	const struct choice *c;
	struct refs r;

	if (field_empty(f, rec))
		return f->kind == KIND_bool ? "false" : "";
	switch (f->kind) {
	case KIND_text:
	case KIND_markdown:
	case KIND_hash:
		return field_text(f, rec);
	case KIND_date:
		day_write(text, field_int(f, rec));
		return arena_str(a, text);
	case KIND_time:
		time_write(text, field_int(f, rec));
		return arena_str(a, text);
	case KIND_pick:
	case KIND_class:
		c = choice_find(f->choices, field_int(f, rec));
		return c ? c->name : "?";
	case KIND_set:
		show_set(&b, f, field_int(f, rec));
		break;
	case KIND_bool:
		return "true";
	case KIND_int:
	case KIND_minutes:
	case KIND_days100:
	case KIND_bp:
	case KIND_money:
	case KIND_ref:
	case KIND_blob:
		buf_int(&b, field_int(f, rec));
		break;
	case KIND_refs:
		r = field_refs(f, rec);
		for (size_t i = 0; i < r.n; i++) {
			if (i)
				buf_char(&b, ' ');
			buf_int(&b, r.id[i]);
		}
		break;
	}
	return buf_text(&b);
}

/* --- JSON --------------------------------------------------------------------- */

static void
json_set(struct buf *b, const struct field *f, int64_t v)
{
	const char *comma = "";

	buf_char(b, '[');
	for (const struct choice *c = f->choices; c->name; c++)
		if (v >> (c->value - 1) & 1) {
			buf_str(b, comma);
			buf_json(b, c->name);
			comma = ",";
		}
	buf_char(b, ']');
}

static void
json_refs(struct buf *b, struct refs r)
{
	buf_char(b, '[');
	for (size_t i = 0; i < r.n; i++) {
		if (i)
			buf_char(b, ',');
		buf_int(b, r.id[i]);
	}
	buf_char(b, ']');
}

void
model_json_value(struct buf *b, const struct field *f, const void *rec)
{
	if (f->kind == KIND_bool)
		buf_str(b, field_int(f, rec) ? "true" : "false");
	else if (f->kind == KIND_set)
		json_set(b, f, field_int(f, rec));
	else if (f->kind == KIND_refs)
		json_refs(b, field_refs(f, rec));
	else if (field_empty(f, rec))
		buf_str(b, "null");
	else if (f->kind >= KIND_int && f->kind <= KIND_blob)
		buf_int(b, field_int(f, rec));
	else
		buf_json(b, field_show(b->arena, f, rec));
}

void
model_json(struct buf *b, const struct entity *e, const void *rec,
    const struct view_of *v)
{
	const struct record *r = rec;
	char at[TIME_LEN + 1];

	buf_str(b, "{\"id\":");
	buf_int(b, r->id);
	buf_str(b, ",\"rev\":");
	buf_int(b, r->rev);
	buf_str(b, ",\"code\":");
	buf_json(b, r->code);
	time_write(at, r->created_at);
	buf_fmt(b, ",\"created_at\":\"%s\",\"created_by\":", at);
	buf_int(b, r->created_by);
	time_write(at, r->changed_at);
	buf_fmt(b, ",\"changed_at\":\"%s\",\"changed_by\":", at);
	buf_int(b, r->changed_by);
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (!field_visible(f, v))
			continue;
		buf_str(b, ",\"");
		buf_str(b, f->name);
		buf_str(b, "\":");
		model_json_value(b, f, rec);
	}
	buf_char(b, '}');
}

/* --- the model itself ------------------------------------------------------------ */

static const char *const kind_names[] = {
	[KIND_text] = "text", [KIND_markdown] = "markdown",
	[KIND_hash] = "hash", [KIND_date] = "date", [KIND_time] = "time",
	[KIND_pick] = "pick", [KIND_set] = "set", [KIND_class] = "class",
	[KIND_bool] = "bool", [KIND_int] = "int", [KIND_minutes] = "minutes",
	[KIND_days100] = "days100", [KIND_bp] = "bp", [KIND_money] = "money",
	[KIND_ref] = "ref", [KIND_blob] = "blob", [KIND_refs] = "refs",
};

static const char *const role_names[] = { "ADM", "APM", "ACL", "ATL", "AUD",
	"AIT", "TEX", "OBS", "GUI", "AUR", "TOP", "RO3", "EVA", "SYS" };
static const char *const flag_names[] = { "required", "fixed", "search",
	"sort", "unique", "derived", "personal", "classified" };
static const char *const right_names[] = { "create", "read", "update", "step",
	"export" };
static const char *const limit_names[] = { "assigned", "own", "ours",
	"extract", "special", "presented", "closed", "issued", "gave",
	"of_manager" };

static void
print_bits(struct buf *b, const char *member, unsigned bits,
    const char *const *names, size_t n)
{
	const char *comma = "";

	if (!bits)
		return;
	buf_fmt(b, ",\"%s\":[", member);
	for (size_t i = 0; i < n; i++)
		if (bits >> i & 1) {
			buf_fmt(b, "%s\"%s\"", comma, names[i]);
			comma = ",";
		}
	buf_char(b, ']');
}

static void
print_member(struct buf *b, const char *member, const char *s)
{
	if (!s || !*s)
		return;
	buf_fmt(b, ",\"%s\":", member);
	buf_json(b, s);
}

/* The row that ends a list carries the list's name. */
static const char *
list_name(const struct choice *c)
{
	while (c->name)
		c++;
	return c->label;
}

static void
print_field(struct buf *b, const struct field *f)
{
	buf_fmt(b, "{\"name\":\"%s\",\"kind\":\"%s\"", f->name,
	    kind_names[f->kind]);
	print_member(b, "label", f->label);
	print_member(b, "help", f->help);
	if (f->choices)
		print_member(b, "choices", list_name(f->choices));
	if (f->ref)
		print_member(b, "ref", f->ref->name);
	if (field_has_null(f))
		buf_fmt(b, ",\"min\":%lld", (long long)f->min);
	if (f->max)
		buf_fmt(b, ",\"max\":%lld", (long long)f->max);
	print_bits(b, "flags", f->flags, flag_names, NELEMS(flag_names));
	print_bits(b, "read", f->read, role_names, NELEMS(role_names));
	print_bits(b, "write", f->write, role_names, NELEMS(role_names));
	buf_char(b, '}');
}

static void
print_machine(struct buf *b, const struct machine *m)
{
	print_member(b, "states", list_name(m->states));
	buf_str(b, ",\"steps\":[");
	for (size_t i = 0; i < m->nsteps; i++) {
		const struct step *s = &m->steps[i];

		buf_fmt(b, "%s{\"verb\":\"%s\"", i ? "," : "", s->verb);
		if (s->from)
			print_member(b, "from",
			    choice_find(m->states, s->from)->name);
		print_member(b, "to", choice_find(m->states, s->to)->name);
		print_bits(b, "roles", s->who, role_names, NELEMS(role_names));
		print_member(b, "rules", s->rules);
		print_member(b, "guard", s->guard);
		print_member(b, "effect", s->effect);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
print_entity(struct buf *b, const struct entity *e)
{
	buf_fmt(b, "{\"name\":\"%s\"", e->name);
	print_member(b, "label", e->label);
	print_member(b, "plural", e->plural);
	print_member(b, "prefix", e->prefix);
	print_member(b, "subject", e->subject);
	print_member(b, "clause", e->clause);
	print_member(b, "about", e->about);
	print_member(b, "belongs", e->belongs);
	print_bits(b, "flags", e->flags, flag_names, NELEMS(flag_names));
	buf_str(b, ",\"fields\":[");
	for (size_t i = 0; i < e->nfields; i++) {
		if (i)
			buf_char(b, ',');
		print_field(b, &e->fields[i]);
	}
	buf_char(b, ']');
	if (e->machine)
		print_machine(b, e->machine);
	buf_str(b, ",\"rights\":[");
	for (size_t i = 0; i < ROLES && e->rights[i].roles; i++) {
		buf_str(b, i ? ",{\"entity\":" : "{\"entity\":");
		buf_json(b, e->name);
		print_bits(b, "roles", e->rights[i].roles, role_names,
		    NELEMS(role_names));
		print_bits(b, "may", e->rights[i].may, right_names,
		    NELEMS(right_names));
		print_bits(b, "limits", e->rights[i].limits, limit_names,
		    NELEMS(limit_names));
		buf_char(b, '}');
	}
	buf_str(b, "]}");
}

static void
print_list(struct buf *b, const struct choice *list)
{
	static const char *const tones[] = { "neutral", "quiet", "info",
		"good", "warn", "bad" };

	buf_fmt(b, "\n{\"list\":\"%s\",\"choices\":[", list_name(list));
	for (const struct choice *c = list; c->name; c++) {
		buf_fmt(b, "%s{\"value\":%lld,\"name\":\"%s\",\"tone\":\"%s\"",
		    c == list ? "" : ",", (long long)c->value, c->name,
		    tones[c->tone]);
		print_member(b, "label", c->label);
		print_member(b, "meaning", c->meaning);
		buf_char(b, '}');
	}
	buf_str(b, "]}");
}

/* Was this list the choices of a field before the i-th of the n-th type? */
static bool
printed_before(const struct choice *list, size_t n, size_t i)
{
	for (size_t k = 0; k <= n; k++)
		for (size_t j = 0; j < model[k]->nfields; j++) {
			if (k == n && j == i)
				return false;
			if (model[k]->fields[j].choices == list)
				return true;
		}
	return false;
}

static void
print_choices(struct buf *b)
{
	const char *comma = "";

	for (size_t n = 0; model[n]; n++)
		for (size_t i = 0; i < model[n]->nfields; i++) {
			const struct choice *c = model[n]->fields[i].choices;

			if (!c || printed_before(c, n, i))
				continue;
			buf_str(b, comma);
			print_list(b, c);
			comma = ",";
		}
}

static void
print_rules(struct buf *b)
{
	static const char *const forces[] = { "block", "warn", "inform" };

	for (const struct rule_row *r = rule_rows; r->id; r++) {
		buf_fmt(b, "%s\n{\"id\":\"%s\",\"force\":\"%s\"",
		    r == rule_rows ? "" : ",", r->id, forces[r->force]);
		print_member(b, "clause", r->clause);
		print_member(b, "records", r->records);
		print_member(b, "moments", r->moments);
		print_member(b, "text", r->text);
		buf_char(b, '}');
	}
}

static void
print_settings(struct buf *b)
{
	for (const struct setting_row *s = setting_rows; s->name; s++) {
		buf_fmt(b, "%s\n{\"name\":\"%s\",\"min\":%lld,\"max\":%lld,"
		    "\"default\":%lld", s == setting_rows ? "" : ",", s->name,
		    (long long)s->min, (long long)s->max,
		    (long long)s->standard);
		print_member(b, "label", s->label);
		print_member(b, "unit", s->unit);
		print_member(b, "rules", s->rules);
		print_member(b, "help", s->help);
		buf_char(b, '}');
	}
}

void
model_print(struct buf *b)
{
	buf_str(b, "{\"records\":[");
	for (size_t i = 0; model[i]; i++) {
		buf_str(b, i ? ",\n" : "\n");
		print_entity(b, model[i]);
	}
	buf_str(b, "],\n\"choices\":[");
	print_choices(b);
	buf_str(b, "],\n\"rules\":[");
	print_rules(b);
	buf_str(b, "],\n\"settings\":[");
	print_settings(b);
	buf_str(b, "]}\n");
}
