/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backup_table.c - which tables a backup has, made from the model. */
#include "backup.h"

#include "base/hash.h"

#include <string.h>

/* Sessions are not among them: a copy of a store lets nobody in. */
static const struct backup_table core[] = {
	{ "meta", "name, value", 2, 1, 1 },
	{ "alias", "name, record, id", 3, 2, 3 },
	{ "answered", "actor, key, digest, time, answer", 5, 2, 2 },
	{ "counter", "name, next", 2, 1, 1 },
	{ "reach", "person, kind, anchor, since, until, roles", 6, 5, 0 },
	{ "credential", "account, password, set_at", 3, 1, 0 },
	{ "api_token", "token, account, label, made_at, ends_at", 5, 1, 1 },
	{ "journal", "arrived, id, time, actor, command, type, record, rev, "
	    "audit, outcome, rule, blob, commitment, place, previous, leaf",
	    16, 1, 0 },
	{ "journal_value", "entry, name, salt, before, after, commitment",
	    6, 2, 2 },
	{ "tree", "id, size, edge, fence, until", 5, 1, 0 },
	{ "subtree", "level, position, hash", 3, 2, 0 },
	{ "checkpoint", "size, time, note", 3, 1, 0 },
};

enum { IMPLIED = 9 };           /* columns that every record has */

static struct backup_table
of_record(struct arena *a, const struct entity *e)
{
	struct backup_table t = { .name = e->name, .ncolumns = IMPLIED,
		.nkey = 1 };
	struct buf b = { .arena = a };

	buf_str(&b, "id, rev, code, at, at_kind, created_at, created_by, "
	    "changed_at, changed_by");
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->kind == KIND_refs)
			continue;
		buf_fmt(&b, ", %s", f->name);
		t.ncolumns++;
		if (f->flags & SORT && field_is_text(f)) {
			buf_fmt(&b, ", %s_key", f->name);
			t.ncolumns++;
		}
	}
	t.columns = b.s;
	return t;
}

static size_t
links_of(struct arena *a, const struct entity *e, struct backup_table *out)
{
	size_t n = 0;

	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].kind == KIND_refs)
			out[n++] = (struct backup_table){
				arena_fmt(a, "%s__%s", e->name,
				    e->fields[i].name),
				"id, position, target", 3, 2, 0 };
	return n;
}

size_t
backup_tables(struct arena *a, struct backup_table **out)
{
	size_t most = NELEMS(core), n = NELEMS(core);
	struct backup_table *t;

	for (size_t i = 0; model[i]; i++)
		most += 1 + model[i]->nfields;
	t = arena_alloc(a, most * sizeof(*t));
	memcpy(t, core, sizeof(core));
	for (size_t i = 0; model[i]; i++) {
		t[n++] = of_record(a, model[i]);
		n += links_of(a, model[i], &t[n]);
	}
	*out = t;
	return n;
}

const char *
backup_heading(struct arena *a, const struct backup_table *t)
{
	struct buf b = { .arena = a };

	buf_str(&b, "[\"");
	for (const char *s = t->columns; *s; s++) {
		if (*s == ',')
			buf_str(&b, "\",\"");
		else if (*s != ' ')
			buf_char(&b, *s);
	}
	buf_str(&b, "\"]");
	return b.s;
}

void
backup_sum(struct buf *b, const unsigned char hash[], const char *name)
{
	char hex[HEX];

	hash_hex(hash, hex);
	buf_fmt(b, "%s  %s\n", hex, name);
}
