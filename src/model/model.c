/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding one's way in the tables, and single fields of records. */
#include "derive.h"

#include "base/text.h"
#include "choices.h"

#include <string.h>

const struct entity *
entity_find(const char *name)
{
	for (size_t i = 0; model[i]; i++)
		if (strcmp(model[i]->name, name) == 0)
			return model[i];
	return NULL;
}

const struct field *
field_find(const struct entity *e, const char *name)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (strcmp(e->fields[i].name, name) == 0)
			return &e->fields[i];
	return NULL;
}

const struct choice *
choice_find(const struct choice *c, int64_t value)
{
	for (; c->name; c++)
		if (c->value == value)
			return c;
	return NULL;
}

const struct choice *
choice_named(const struct choice *c, const char *name)
{
	for (; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

unsigned
role_bit(const char *name)
{
	const struct choice *c = choice_named(role_choices, name);

	return c ? 1u << (c->value - 1) : 0;
}

const struct step *
machine_step(const struct machine *m, int64_t from, const char *verb)
{
	for (size_t i = 0; i < m->nsteps; i++)
		if (m->steps[i].from == from && !strcmp(m->steps[i].verb, verb))
			return &m->steps[i];
	return NULL;
}

/* Without a way out, or with none but one that begins anew. */
bool
machine_final(const struct machine *m, int64_t state)
{
	static const char anew[] =
	    "reopen revise ask_again claim_again renew change";

	for (size_t i = 0; i < m->nsteps; i++)
		if (m->steps[i].from == state &&
		    !word_in(anew, m->steps[i].verb))
			return false;
	return true;
}

/* --- one field -------------------------------------------------------------- */

bool
field_is_text(const struct field *f)
{
	return f->kind <= KIND_hash;
}

bool
field_has_null(const struct field *f)
{
	return f->kind >= KIND_int && f->kind <= KIND_money;
}

static const void *
at(const struct field *f, const void *rec)
{
	return (const char *)rec + f->offset;
}

const char *
field_text(const struct field *f, const void *rec)
{
	const char *s;

	assert(field_is_text(f));
	s = *(const char *const *)at(f, rec);
	return s ? s : "";
}

int64_t
field_int(const struct field *f, const void *rec)
{
	assert(!field_is_text(f) && f->kind != KIND_refs);
	return *(const int64_t *)at(f, rec);
}

struct refs
field_refs(const struct field *f, const void *rec)
{
	assert(f->kind == KIND_refs);
	return *(const struct refs *)at(f, rec);
}

void
field_set_text(const struct field *f, void *rec, const char *s)
{
	assert(field_is_text(f));
	*(const char **)(void *)((char *)rec + f->offset) = s;
}

void
field_set_int(const struct field *f, void *rec, int64_t v)
{
	assert(!field_is_text(f) && f->kind != KIND_refs);
	*(int64_t *)(void *)((char *)rec + f->offset) = v;
}

void
field_set_refs(const struct field *f, void *rec, struct refs r)
{
	assert(f->kind == KIND_refs);
	*(struct refs *)(void *)((char *)rec + f->offset) = r;
}

bool
field_empty(const struct field *f, const void *rec)
{
	if (field_is_text(f))
		return !*field_text(f, rec);
	if (f->kind == KIND_refs)
		return field_refs(f, rec).n == 0;
	return field_int(f, rec) == (field_has_null(f) ? UNSET : 0);
}

bool
field_same(const struct field *f, const void *a, const void *b)
{
	struct refs x, y;

	if (field_is_text(f))
		return strcmp(field_text(f, a), field_text(f, b)) == 0;
	if (f->kind != KIND_refs)
		return field_int(f, a) == field_int(f, b);
	x = field_refs(f, a);
	y = field_refs(f, b);
	return x.n == y.n &&
	    (x.n == 0 || memcmp(x.id, y.id, x.n * sizeof(x.id[0])) == 0);
}

int64_t
record_state(const struct entity *e, const void *rec)
{
	return e->state ? *(const int64_t *)(const void *)
	    ((const char *)rec + e->state) : 0;
}

void
record_set_state(const struct entity *e, void *rec, int64_t state)
{
	assert(e->state);
	*(int64_t *)(void *)((char *)rec + e->state) = state;
}

void *
record_new(struct arena *a, const struct entity *e)
{
	void *rec = arena_alloc(a, e->size);

	for (size_t i = 0; i < e->nfields; i++)
		if (field_has_null(&e->fields[i]))
			field_set_int(&e->fields[i], rec, UNSET);
	return rec;
}
