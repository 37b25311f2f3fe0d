/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * anchor.c - where a record belongs: the audit, programme, organization or
 * person that decides who may do what with it.
 */
#include "pipeline.h"

#include "base/text.h"

#include <string.h>

static int64_t
kind_number(const char *s, size_t n)
{
	static const char *const names[] = { [ANCHOR_AUDIT] = "audit",
		[ANCHOR_PROGRAMME] = "programme",
		[ANCHOR_ORGANIZATION] = "organization",
		[ANCHOR_PERSON] = "person", [ANCHOR_SYSTEM] = "system" };

	for (size_t i = 1; i < NELEMS(names); i++)
		if (strlen(names[i]) == n && memcmp(names[i], s, n) == 0)
			return (int64_t)i;
	assert(false && "a kind of anchor that nobody knows");
	return 0;
}

/* Over one reference: the anchor of the record that it names. */
static enum rc
anchor_of_ref(struct ctx *cx, const struct field *f, const void *rec,
    int64_t kind, int64_t *at)
{
	struct rows r;
	enum rc rc;

	rc = db_query(cx->db, &cx->err, cx->arena, &r, arena_fmt(cx->arena,
	    "SELECT at, at_kind FROM %s WHERE id = $1", f->ref->name),
	    ARGS(INT(field_int(f, rec))));
	if (rc)
		return rc;
	if (r.nrows && rows_at(&r, 0, 1)->i == kind)
		*at = rows_at(&r, 0, 0)->i;
	return RC_OK;
}

/* One way "KIND PATH"; *at stays 0 when its references are not set. */
static enum rc
try_way(struct ctx *cx, const struct entity *e, const void *rec,
    const char *path, size_t n, int64_t kind, int64_t *at)
{
	size_t k = strcspn(path, ".;");
	const struct field *f;

	if (n == 2 && memcmp(path, "id", 2) == 0) {
		*at = ((const struct record *)rec)->id;
		return RC_OK;
	}
	f = field_find(e, arena_dup(cx->arena, path, k < n ? k : n));
	assert(f && f->kind == KIND_ref);
	if (!field_int(f, rec))
		return RC_OK;
	if (k >= n) {
		*at = field_int(f, rec);
		return RC_OK;
	}
	return anchor_of_ref(cx, f, rec, kind, at);
}

enum rc
anchor_find(struct ctx *cx, const struct entity *e, void *rec)
{
	struct record *r = rec;

	for (const char *s = e->belongs;;) {
		size_t k = strcspn(s, " "), n = strcspn(s + k + 1, ";");
		int64_t kind = kind_number(s, k), at = 0;
		enum rc rc = RC_OK;

		if (kind != ANCHOR_SYSTEM)
			rc = try_way(cx, e, rec, s + k + 1, n, kind, &at);
		if (rc)
			return rc;
		if (at || kind == ANCHOR_SYSTEM) {
			r->at = at;
			r->at_kind = kind;
			return RC_OK;
		}
		s += k + 1 + n;
		if (!*s)
			break;
		s += strspn(s, "; ");
	}
	r->at = 0;
	r->at_kind = ANCHOR_SYSTEM;
	return RC_OK;
}

static bool
is_place(const struct entity *e)
{
	return word_in("programme organization audit", e->name);
}

/* Roles at what a new audit or programme refers to: it has none itself yet. */
static enum rc
roles_around(struct ctx *cx, const struct entity *e, const void *rec,
    unsigned *who)
{
	unsigned here;

	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];
		struct refs refs = { 0 };
		int64_t one;

		if (!f->ref || !is_place(f->ref))
			continue;
		if (f->kind == KIND_refs) {
			refs = field_refs(f, rec);
		} else if ((one = field_int(f, rec)) != 0) {
			refs = (struct refs){ 1, &one };
		}
		for (size_t k = 0; k < refs.n; k++) {
			enum rc rc = access_roles(cx, e, ANCHOR_AUDIT,
			    refs.id[k], &here);

			if (rc)
				return rc;
			*who |= here;
		}
	}
	return RC_OK;
}

enum rc
anchor_roles(struct ctx *cx, const struct entity *e, const void *rec,
    bool creating, unsigned *who)
{
	const struct record *r = rec;
	enum rc rc = access_roles(cx, e, r->at_kind, r->at, who);

	if (!rc && creating && r->at == r->id && is_place(e))
		rc = roles_around(cx, e, rec, who);
	return rc;
}
