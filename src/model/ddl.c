/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables and indexes of a record type, alike on both databases. */
#include "derive.h"

/*
 * Lists that sort by text order by its folded form, so such a field has a
 * second column; each order that a list offers has one index for a reader of
 * everything and one for the reader of a few anchors.
 */
static const char *
sort_suffix(const struct field *f)
{
	return field_is_text(f) ? "_key" : "";
}

static void
ddl_column(struct buf *b, const struct field *f, bool keys)
{
	if (f->kind == KIND_refs)
		return;
	buf_fmt(b, ",\n\t%s %s", f->name,
	    field_is_text(f) ? "TEXT" : "BIGINT");
	if (!field_is_text(f) && !field_has_null(f) && !f->ref)
		buf_str(b, " NOT NULL");
	if (f->ref && keys)
		buf_fmt(b, " REFERENCES %s (id)", f->ref->name);
	if (f->flags & SORT && field_is_text(f))
		buf_fmt(b, ",\n\t%s_key TEXT", f->name);
}

static void
ddl_links(struct buf *b, const struct entity *e, const struct field *f,
    bool keys)
{
	buf_fmt(b, "CREATE TABLE %s__%s (\n\tid BIGINT NOT NULL%s%s%s,\n"
	    "\tposition BIGINT NOT NULL,\n\ttarget BIGINT NOT NULL", e->name,
	    f->name, keys ? " REFERENCES " : "", keys ? e->name : "",
	    keys ? " (id)" : "");
	if (keys)
		buf_fmt(b, " REFERENCES %s (id)", f->ref->name);
	buf_str(b, ",\n\tPRIMARY KEY (id, position)\n);\n");
	buf_fmt(b, "CREATE INDEX %s__%s_target ON %s__%s (target);\n", e->name,
	    f->name, e->name, f->name);
}

static void
ddl_indexes(struct buf *b, const struct entity *e)
{
	buf_fmt(b, "CREATE INDEX %s_at ON %s (at, id);\n", e->name, e->name);
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];
		const char *key = sort_suffix(f);

		if (f->flags & UNIQUE)
			buf_fmt(b, "CREATE UNIQUE INDEX %s_%s_unique ON "
			    "%s (%s);\n", e->name, f->name, e->name, f->name);
		if (f->flags & SORT) {
			buf_fmt(b, "CREATE INDEX %s_%s_all ON %s (%s%s, id);\n",
			    e->name, f->name, e->name, f->name, key);
			buf_fmt(b, "CREATE INDEX %s_%s_few ON %s "
			    "(at, %s%s, id);\n", e->name, f->name, e->name,
			    f->name, key);
		}
		if (f->kind == KIND_ref && !(f->flags & SORT))
			buf_fmt(b, "CREATE INDEX %s_%s_ref ON %s (%s, id);\n",
			    e->name, f->name, e->name, f->name);
	}
}

void
model_ddl(struct buf *b, const struct entity *e, bool postgres)
{
	buf_fmt(b, "CREATE TABLE %s (\n\tid %s PRIMARY KEY,\n"
	    "\trev BIGINT NOT NULL,\n\tcode TEXT NOT NULL UNIQUE,\n"
	    "\tat BIGINT NOT NULL,\n\tat_kind BIGINT NOT NULL,\n\tcreated_at BIGINT NOT NULL,\n"
	    "\tcreated_by BIGINT NOT NULL,\n\tchanged_at BIGINT NOT NULL,\n"
	    "\tchanged_by BIGINT NOT NULL", e->name,
	    postgres ? "BIGINT" : "INTEGER");
	for (size_t i = 0; i < e->nfields; i++)
		ddl_column(b, &e->fields[i], !postgres);
	buf_str(b, "\n);\n");
	ddl_indexes(b, e);
	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].kind == KIND_refs)
			ddl_links(b, e, &e->fields[i], !postgres);
}

/*
 * PostgreSQL wants both tables before the key between them.  A restore puts
 * off the checking of keys to its end.
 */
void
model_ddl_keys(struct buf *b, const struct entity *e)
{
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (!f->ref)
			continue;
		if (f->kind != KIND_refs) {
			buf_fmt(b, "ALTER TABLE %s ADD FOREIGN KEY (%s) "
			    "REFERENCES %s (id) DEFERRABLE;\n", e->name,
			    f->name, f->ref->name);
			continue;
		}
		buf_fmt(b, "ALTER TABLE %s__%s ADD FOREIGN KEY (id) REFERENCES "
		    "%s (id) DEFERRABLE, ADD FOREIGN KEY (target) REFERENCES "
		    "%s (id) DEFERRABLE;\n", e->name, f->name, e->name,
		    f->ref->name);
	}
}
