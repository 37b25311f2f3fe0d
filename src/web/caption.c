/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* caption.c - names of records, asked for in one query per record type. */
#include "web/ask.h"

#include "base/text.h"
#include "model/account.h"
#include "model/criteria.h"
#include "model/people.h"

#include <string.h>

enum { BUCKETS = 64 };

struct known {
	struct known *next;
	const struct entity *entity;
	struct caption caption;
};

struct named { struct named *next; int64_t id; const char *name; };

struct captions {
	struct known *bucket[BUCKETS];
	struct named *accounts, *people;
};

static struct captions *
captions(struct ask *ask)
{
	if (!ask->captions)
		ask->captions = arena_alloc(ask->cx->arena,
		    sizeof(*ask->captions));
	return ask->captions;
}

static const struct known *
find(const struct captions *c, const struct entity *e, int64_t id)
{
	const struct known *k;

	if (!c)
		return NULL;
	for (k = c->bucket[(uint64_t)id % BUCKETS]; k; k = k->next)
		if (k->entity == e && k->caption.id == id)
			return k;
	return NULL;
}

const struct caption *
caption_of(const struct ask *ask, const struct entity *e, int64_t id)
{
	const struct known *k = find(ask->captions, e, id);

	return k && k->caption.code ? &k->caption : NULL;
}

static void
add(struct captions *c, struct arena *a, const struct entity *e,
    const struct caption *caption)
{
	struct known *k = arena_alloc(a, sizeof(*k));
	struct known **b = &c->bucket[(uint64_t)caption->id % BUCKETS];

	*k = (struct known){ *b, e, *caption };
	*b = k;
}

/* An edition by its source: "ISO/IEC 27001:2022". */
static const char *
edition_title(struct ask *ask, const struct criteria_edition *e)
{
	const struct criteria_source *s;
	struct seen seen;

	if (store_get(ask->cx, &criteria_source_entity, e->source, 0, false,
	    &seen))
		return e->label;
	s = seen.rec;
	return arena_fmt(ask->cx->arena, "%s:%s", s->short_name, e->label);
}

/* Many editions have a clause 4. */
static const char *
item_title(struct ask *ask, const struct criterion_item *item)
{
	const struct entity *e = &criteria_edition_entity;
	const struct caption *c = captions_load(ask, e, &item->edition, 1)
	    ? NULL : caption_of(ask, e, item->edition);

	return arena_fmt(ask->cx->arena, "%s %s%s%s", item->number,
	    item->title, c ? ", " : "", c ? c->title : "");
}

const char *
full_title(struct ask *ask, const struct entity *e, const void *rec)
{
	const struct field *number = field_find(e, "number");
	const char *title = field_text(entity_title(e), rec);

	if (e == &criteria_edition_entity)
		return edition_title(ask, rec);
	if (e == &criterion_item_entity)
		return item_title(ask, rec);
	if (number && number->kind == KIND_text && !field_empty(number, rec))
		return arena_fmt(ask->cx->arena, "%s %s", field_text(number,
		    rec), title);
	return title;
}

/* "2022" alone says nothing. */
static enum rc
name_editions(struct ask *ask, struct caption *c, size_t n)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && !rc; i++) {
		struct seen seen;

		if (!c[i].code)
			continue;
		rc = store_get(ask->cx, &criteria_edition_entity, c[i].id, 0,
		    false, &seen);
		if (!rc)
			c[i].title = edition_title(ask, seen.rec);
	}
	return rc;
}

enum rc
captions_load(struct ask *ask, const struct entity *e, const int64_t *id,
    size_t n)
{
	struct arena *a = ask->cx->arena;
	struct captions *c = captions(ask);
	int64_t *new = arena_alloc(a, (n + 1) * sizeof(*new));
	struct caption *out = arena_alloc(a, (n + 1) * sizeof(*out));
	size_t k = 0;
	enum rc rc;

	for (size_t i = 0; i < n; i++) {
		bool twice = find(c, e, id[i]) != NULL;

		for (size_t j = 0; j < k && !twice; j++)
			twice = new[j] == id[i];
		if (!twice)
			new[k++] = id[i];
	}
	rc = query_captions(ask->cx, e, new, k, out);
	if (!rc && e == &criteria_edition_entity)
		rc = name_editions(ask, out, k);
	for (size_t i = 0; !rc && i < k; i++)
		add(c, a, e, &out[i]);
	return rc;
}

/* Ids that one record's field refers to, added to out. */
static size_t
ids_of(const struct field *f, const void *rec, int64_t *out)
{
	struct refs r;

	if (f->kind != KIND_refs) {
		*out = field_int(f, rec);
		return *out != 0;
	}
	r = field_refs(f, rec);
	if (r.n)
		memcpy(out, r.id, r.n * sizeof(*out));
	return r.n;
}

static size_t
most_ids(const struct field *f, void *const *rec, size_t n)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++)
		most += f->kind == KIND_refs ? field_refs(f, rec[i]).n : 1;
	return most;
}

enum rc
captions_of_records(struct ask *ask, const struct entity *e, void *const *rec,
    size_t n)
{
	enum rc rc = RC_OK;

	for (size_t k = 0; k < e->nfields && !rc; k++) {
		const struct field *f = &e->fields[k];
		int64_t *id;
		size_t nids = 0;

		if (!f->ref)
			continue;
		id = arena_alloc(ask->cx->arena, (most_ids(f, rec, n) + 1) *
		    sizeof(*id));
		for (size_t i = 0; i < n; i++)
			nids += ids_of(f, rec[i], id + nids);
		rc = captions_load(ask, f->ref, id, nids);
	}
	return rc;
}

static const char *
known_name(const struct named *n, int64_t id)
{
	for (; n; n = n->next)
		if (n->id == id)
			return n->name;
	return NULL;
}

static const char *
keep_name(struct ask *ask, struct named **list, int64_t id, const char *name)
{
	struct named *n = arena_alloc(ask->cx->arena, sizeof(*n));

	*n = (struct named){ *list, id, name };
	*list = n;
	return name;
}

/*
 * Without scope: who may see a record may see who changed it.  An erased or
 * unknown name is said as such.
 */
const char *
person_name(struct ask *ask, int64_t id)
{
	struct person *p = NULL;
	struct captions *c = captions(ask);
	const char *name = known_name(c->people, id);

	if (name)
		return name;
	if (!id || store_peek(ask->cx, &person_entity, id, &p))
		return keep_name(ask, &c->people, id, "somebody");
	return keep_name(ask, &c->people, id, p->name && *p->name ? p->name :
	    p->pseudonym && *p->pseudonym ? p->pseudonym : "somebody");
}

const char *
account_name(struct ask *ask, int64_t id)
{
	struct user_account *u = NULL;
	struct captions *c = captions(ask);
	const char *name = known_name(c->accounts, id);

	if (name)
		return name;
	if (!id)
		return "the system";
	if (store_peek(ask->cx, &user_account_entity, id, &u))
		return keep_name(ask, &c->accounts, id, "somebody");
	return keep_name(ask, &c->accounts, id, person_name(ask, u->person));
}
