/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * verify_schema.c - the database itself: is it whole, and has it the tables,
 * indexes and triggers that the program makes, and no others?
 */
#include "verify_own.h"

#include "base/text.h"
#include "schema.h"

#include <string.h>

/* A statement of the schema that makes something, and whether it is there. */
struct made { const char *text; bool there; };

struct schema { struct verifier *v; struct made *made; size_t n; };

/* The statements of schema_ddl, apart; each ends with ";" at a line's end. */
static void
split(struct schema *s, char *ddl)
{
	while (*ddl) {
		char *end = strstr(ddl, ";\n");

		if (!end)
			break;
		*end = '\0';
		if (str_starts(ddl, "CREATE "))
			s->made[s->n++].text = ddl;
		ddl = end + 2;
	}
}

static void
take_schema(struct schema *s, enum dialect d)
{
	struct buf b = { .arena = s->v->keep };
	size_t lines = 1;

	schema_ddl(&b, d);
	for (const char *p = b.s; *p; p++)
		lines += *p == '\n';
	s->made = arena_alloc(s->v->keep, lines * sizeof(*s->made));
	split(s, b.s);
}

/* --- SQLite keeps the text that made each thing --------------------------------- */

static enum rc
take_thing(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct schema *s = arg;

	(void)err;
	(void)n;
	for (size_t i = 0; i < s->n; i++)
		if (!s->made[i].there &&
		    str_eq(s->made[i].text, verify_word(&row[1]))) {
			s->made[i].there = true;
			return RC_OK;
		}
	verify_fault(s->v, "schema", 0, 0, "%.100s is not of the program",
	    verify_word(&row[0]));
	return RC_OK;
}

static enum rc
tell_line(void *arg, struct err *err, const struct value *row, size_t n)
{
	(void)err;
	(void)n;
	if (!str_eq(verify_word(&row[0]), "ok"))
		verify_fault(arg, "schema", 0, 0, "%.200s",
		    verify_word(&row[0]));
	return RC_OK;
}

static enum rc
tell_key(void *arg, struct err *err, const struct value *row, size_t n)
{
	(void)err;
	(void)n;
	verify_fault(arg, verify_word(&row[0]), verify_int(&row[1]), 0,
	    "it refers to a %.60s that is not there", verify_word(&row[2]));
	return RC_OK;
}

static enum rc
check_sqlite(struct schema *s)
{
	struct verifier *v = s->v;
	enum rc rc = db_each(v->cx.db, &v->cx.err, v->cx.arena,
	    "PRAGMA integrity_check(100)", NO_ARGS, tell_line, v);

	if (!rc)
		rc = db_each(v->cx.db, &v->cx.err, v->cx.arena,
		    "PRAGMA foreign_key_check", NO_ARGS, tell_key, v);
	/* The full text search keeps tables of its own. */
	if (!rc)
		rc = db_each(v->cx.db, &v->cx.err, v->cx.arena,
		    "SELECT name, sql FROM sqlite_master WHERE sql IS NOT "
		    "NULL AND name NOT LIKE 'search\\_%' ESCAPE '\\' AND "
		    "name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", NO_ARGS,
		    take_thing, s);
	return rc;
}

/* --- PostgreSQL's catalogue: names of tables, indexes, triggers, functions ------------ */

static const char catalogue[] =
	"SELECT 'TABLE ' || relname FROM pg_class WHERE relkind IN "
	"('r', 'v', 'm', 'p', 'f') AND relnamespace = current_schema()"
	"::regnamespace UNION ALL SELECT 'INDEX ' || c.relname FROM pg_class c "
	"JOIN pg_index i ON i.indexrelid = c.oid AND i.indisvalid WHERE "
	"c.relnamespace = current_schema()::regnamespace AND NOT EXISTS "
	"(SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid) "
	"UNION ALL SELECT 'TRIGGER ' || tgname FROM pg_trigger t JOIN pg_class "
	"c ON c.oid = t.tgrelid WHERE NOT tgisinternal AND tgenabled = 'O' AND "
	"c.relnamespace = current_schema()::regnamespace "
	"UNION ALL SELECT 'FUNCTION ' || proname || '() RETURNS trigger "
	"LANGUAGE plpgsql AS $$' || prosrc || '$$' FROM pg_proc WHERE "
	"pronamespace = current_schema()::regnamespace "
	"UNION ALL SELECT 'RULE ' || rulename FROM pg_rules WHERE schemaname "
	"= current_schema()";

/* "CREATE UNIQUE INDEX x ON ..." is called "INDEX x"; functions by all. */
static bool
names(const char *text, const char *name)
{
	size_t n = strlen(name);
	const char *at = text + strlen("CREATE ");

	if (str_starts(at, "UNIQUE "))
		at += strlen("UNIQUE ");
	return strncmp(at, name, n) == 0 &&
	    (at[n] == ' ' || at[n] == '\n' || at[n] == '\0');
}

static enum rc
take_name(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct schema *s = arg;

	(void)err;
	(void)n;
	for (size_t i = 0; i < s->n; i++)
		if (!s->made[i].there &&
		    names(s->made[i].text, verify_word(&row[0]))) {
			s->made[i].there = true;
			return RC_OK;
		}
	verify_fault(s->v, "schema", 0, 0, "%.100s is not of the program",
	    verify_word(&row[0]));
	return RC_OK;
}

static enum rc
check_postgres(struct schema *s)
{
	struct verifier *v = s->v;

	return db_each(v->cx.db, &v->cx.err, v->cx.arena, catalogue, NO_ARGS,
	    take_name, s);
}

enum rc
verify_schema(struct verifier *v)
{
	struct schema s = { .v = v };
	bool pg = db_dialect(v->cx.db) == POSTGRES;
	enum rc rc;

	take_schema(&s, db_dialect(v->cx.db));
	rc = pg ? check_postgres(&s) : check_sqlite(&s);
	if (rc)
		return rc;
	for (size_t i = 0; i < s.n; i++)
		if (!s.made[i].there)
			verify_fault(v, "schema", 0, 0, "missing: %.60s",
			    s.made[i].text);
	return RC_OK;
}
