/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal.h"

#include "base/text.h"
#include "number.h"
#include "store.h"

#include <string.h>

static const char tables[] =
	",\n\tid BIGINT NOT NULL UNIQUE,\n\ttime BIGINT NOT NULL,\n\tactor BIGINT NOT NULL,\n"
	"\tcommand TEXT NOT NULL,\n\ttype TEXT,\n\trecord BIGINT NOT NULL,\n"
	"\trev BIGINT NOT NULL,\n\taudit BIGINT NOT NULL,\n"
	"\toutcome BIGINT NOT NULL,\n\trule TEXT,\n\tblob TEXT,\n"
	"\tcommitment TEXT NOT NULL,\n"
	"\tplace BIGINT,\n\tprevious TEXT,\n\tleaf TEXT\n);\n"
	"CREATE UNIQUE INDEX journal_place ON journal (place);\n"
	"CREATE INDEX journal_waiting ON journal (arrived) "
	"WHERE place IS NULL;\n"
	"CREATE INDEX journal_audit ON journal (audit, place);\n"
	"CREATE INDEX journal_record ON journal (record, arrived);\n"
	/* What an entry says: erased with its salt, the entry still proves. */
	"CREATE TABLE journal_value (\n\tentry BIGINT NOT NULL,\n"
	"\tname TEXT NOT NULL,\n\tsalt TEXT,\n\tbefore TEXT,\n\tafter TEXT,\n"
	"\tcommitment TEXT NOT NULL,\n\tPRIMARY KEY (entry, name)\n);\n"
	/* The tree's edge, and subtrees for proofs. */
	"CREATE TABLE tree (\n\tid BIGINT PRIMARY KEY,\n"
	"\tsize BIGINT NOT NULL,\n\tedge TEXT NOT NULL,\n"
	"\tfence BIGINT NOT NULL,\n\tuntil BIGINT NOT NULL\n);\n"
	"INSERT INTO tree (id, size, edge, fence, until) "
	"VALUES (1, 0, '', 0, 0);\n"
	"CREATE TABLE subtree (\n\tlevel BIGINT NOT NULL,\n"
	"\tposition BIGINT NOT NULL,\n\thash TEXT NOT NULL,\n"
	"\tPRIMARY KEY (level, position)\n);\n";

/*
 * Several servers and people with tools of their own write to a PostgreSQL
 * database, so there it keeps its journal by itself: what an entry says does
 * not change, its place is given once, a value can only be erased.  One line
 * for each body, because statements of the schema end at a line's end.
 */
static const char guards[] =
	"CREATE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS "
	"$$BEGIN IF TG_OP <> 'UPDATE' OR OLD.place IS NOT NULL OR "
	"(OLD.arrived, OLD.id, OLD.time, OLD.actor, OLD.command, OLD.type, "
	"OLD.record, OLD.rev, OLD.audit, OLD.outcome, OLD.rule, OLD.blob, "
	"OLD.commitment) IS DISTINCT FROM (NEW.arrived, NEW.id, NEW.time, "
	"NEW.actor, NEW.command, NEW.type, NEW.record, NEW.rev, NEW.audit, "
	"NEW.outcome, NEW.rule, NEW.blob, NEW.commitment) THEN RAISE "
	"EXCEPTION 'the journal is only added to'; END IF; RETURN NEW; END$$;\n"
	"CREATE FUNCTION journal_erase() RETURNS trigger LANGUAGE plpgsql AS "
	"$$BEGIN IF TG_OP <> 'UPDATE' OR NEW.salt IS NOT NULL OR NEW.before "
	"IS NOT NULL OR NEW.after IS NOT NULL OR (OLD.entry, OLD.name, "
	"OLD.commitment) IS DISTINCT FROM (NEW.entry, NEW.name, "
	"NEW.commitment) THEN RAISE EXCEPTION 'a value of the journal can "
	"only be erased'; END IF; RETURN NEW; END$$;\n"
	"CREATE TRIGGER journal_kept BEFORE UPDATE OR DELETE ON journal "
	"FOR EACH ROW EXECUTE FUNCTION journal_keep();\n"
	"CREATE TRIGGER journal_whole BEFORE TRUNCATE ON journal "
	"EXECUTE FUNCTION journal_keep();\n"
	"CREATE TRIGGER journal_value_kept BEFORE UPDATE OR DELETE ON "
	"journal_value FOR EACH ROW EXECUTE FUNCTION journal_erase();\n"
	"CREATE TRIGGER journal_value_whole BEFORE TRUNCATE ON journal_value "
	"EXECUTE FUNCTION journal_erase();\n"
	"REVOKE ALL ON journal, journal_value FROM CURRENT_USER;\n"
	"GRANT SELECT, INSERT, UPDATE (place, previous, leaf) ON journal "
	"TO CURRENT_USER;\n"
	"GRANT SELECT, INSERT, UPDATE (salt, before, after) ON journal_value "
	"TO CURRENT_USER;\n";

void
journal_ddl(struct buf *out, enum dialect d)
{
	buf_str(out, "CREATE TABLE journal (\n\tarrived ");
	buf_str(out, d == POSTGRES
	    ? "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
	    : "INTEGER PRIMARY KEY AUTOINCREMENT");
	buf_str(out, tables);
	if (d == POSTGRES)
		buf_str(out, guards);
}

/* --- what changed ------------------------------------------------------------------ */

size_t
journal_deltas(struct ctx *cx, const struct entity *e, const void *before,
    const void *after, struct delta **out)
{
	const void *from = before ? before : record_new(cx->arena, e);
	struct delta *d = arena_alloc(cx->arena,
	    (e->nfields + 1) * sizeof(*d));
	size_t n = 0;

	if (!before)
		d[n++] = (struct delta){ "code", "",
		    ((const struct record *)after)->code };
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (field_same(f, from, after))
			continue;
		d[n++] = (struct delta){ f->name,
		    before ? field_show(cx->arena, f, before) : "",
		    field_show(cx->arena, f, after) };
	}
	*out = d;
	return n;
}

/* --- writing ---------------------------------------------------------------------- */

struct said { struct delta delta; char salt[2 * SALT + 1], c[HEX]; };

static void
say(struct said *s, struct commitment *c, struct delta d)
{
	unsigned char salt[SALT];

	random_bytes(salt, sizeof(salt));
	hash_hex(salt, s->salt);
	s->delta = d;
	c->name = d.name;
	entry_commit(salt, d.name, d.after, strlen(d.after), c->c);
	hash_hex(c->c, s->c);
}

/* Its id is known before, so entry and values travel in one pipeline. */
static enum rc
write_entry(struct ctx *cx, const struct event *ev, const char *values,
    int64_t id)
{
	return db_run(cx->db, &cx->err,
	    "INSERT INTO journal (time, actor, command, type, record, rev, "
	    "audit, outcome, rule, blob, commitment, id) VALUES ($1, $2, $3, "
	    "$4, $5, $6, $7, $8, $9, $10, $11, $12)",
	    ARGS(INT(cx->now), INT(cx->account), TEXT(ev->command),
	    db_text(ev->entity ? ev->entity->name : NULL), INT(ev->record),
	    INT(ev->rev), INT(ev->audit), INT(ev->outcome), db_text(ev->rule),
	    db_text(ev->blob), TEXT(values), INT(id)));
}

static enum rc
write_value(struct ctx *cx, int64_t id, const struct said *s)
{
	return db_run(cx->db, &cx->err, "INSERT INTO journal_value (entry, "
	    "name, salt, before, after, commitment) "
	    "VALUES ($1, $2, $3, $4, $5, $6)", ARGS(INT(id),
	    TEXT(s->delta.name), TEXT(s->salt), TEXT(s->delta.before),
	    TEXT(s->delta.after), TEXT(s->c)));
}

enum rc
journal_add(struct ctx *cx, const struct event *ev)
{
	size_t n = ev->ndelta, extra = 0;
	struct said *said = arena_alloc(cx->arena, (n + 2) * sizeof(*said));
	struct commitment *c = arena_alloc(cx->arena, (n + 2) * sizeof(*c));
	char values[HEX];
	int64_t id;
	enum rc rc;

	for (size_t i = 0; i < n; i++)
		say(&said[i], &c[i], ev->delta[i]);
	if (cx->address) {
		say(&said[n + extra], &c[n + extra],
		    (struct delta){ "client:", "", cx->address });
		extra++;
	}
	if (cx->reason) {
		say(&said[n + extra], &c[n + extra],
		    (struct delta){ "reason:", "", cx->reason });
		extra++;
	}
	entry_values(cx->arena, c, n + extra, values);
	rc = number_id(cx, &id);
	if (!rc)
		rc = write_entry(cx, ev, values, id);
	for (size_t i = 0; i < n + extra && !rc; i++)
		rc = write_value(cx, id, &said[i]);
	return rc;
}

enum rc
journal_forget(struct ctx *cx, int64_t record, const char *field)
{
	return db_run(cx->db, &cx->err, "UPDATE journal_value SET "
	    "salt = NULL, before = NULL, after = NULL WHERE name = $1 "
	    "AND entry IN (SELECT id FROM journal WHERE record = $2 "
	    "AND outcome = 0)", ARGS(TEXT(field), INT(record)));
}

/* --- reading ------------------------------------------------------------------------ */

static const char *
take_hash(const struct value *v, char out[HEX])
{
	if (v->type == V_TEXT && strlen(v->s) == HEX - 1)
		memcpy(out, v->s, HEX);
	return out;
}

static void
take_entry(const struct value *v, struct entry_seen *s)
{
	s->entry = (struct entry){ .arrived = v[0].i, .time = v[1].i,
		.actor = v[2].i, .command = v[3].s, .type = v[4].s,
		.record = v[5].i, .rev = v[6].i, .audit = v[7].i,
		.outcome = (enum outcome)v[8].i, .rule = v[9].s,
		.blob = v[10].s, .values = v[11].s, .previous = v[13].s };
	s->placed = v[12].type == V_INT;
	s->entry.index = s->placed ? v[12].i : -1;
	take_hash(&v[14], s->leaf);
}

bool
journal_may_read(const struct entity *e, const char *name,
    const struct view_of *view)
{
	const struct field *f = field_find(e, name);

	if (f)
		return field_visible(f, view);
	return !str_eq(name, "client:") || view->who & (SYS | ADM | APM);
}

static enum rc
read_values(struct ctx *cx, const struct entity *e, const struct view_of *view,
    int64_t id, struct entry_seen *s)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT name, before, after FROM journal_value "
	    "WHERE entry = $1 ORDER BY name", ARGS(INT(id)));

	if (rc)
		return rc;
	s->delta = arena_alloc(cx->arena, (r.nrows + 1) * sizeof(*s->delta));
	for (size_t i = 0; i < r.nrows; i++) {
		const struct value *v = rows_at(&r, i, 0);

		if (journal_may_read(e, v[0].s, view))
			s->delta[s->ndelta++] = (struct delta){ v[0].s,
			    v[1].s, v[2].s };
	}
	return RC_OK;
}

#define ENTRY "arrived, time, actor, command, type, record, rev, audit, " \
	"outcome, rule, blob, commitment, place, previous, leaf"

enum rc
journal_at(struct ctx *cx, int64_t place, struct entry_seen *out)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT " ENTRY
	    " FROM journal WHERE place = $1", ARGS(INT(place)));

	if (rc)
		return rc;
	if (!r.nrows)
		return err_set(&cx->err, RC_MISSING, "there is no entry %lld",
		    (long long)place);
	*out = (struct entry_seen){ 0 };
	take_entry(rows_at(&r, 0, 0), out);
	return entry_valid(&out->entry) ? RC_OK : err_set(&cx->err, RC_DB,
	    "the entry %lld is damaged", (long long)place);
}

enum rc
journal_last_change(struct ctx *cx, int64_t record, int64_t *place)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT place "
	    "FROM journal WHERE record = $1 AND outcome = 0 "
	    "ORDER BY arrived DESC LIMIT 1", ARGS(INT(record)));

	if (rc)
		return rc;
	if (!r.nrows)
		return err_set(&cx->err, RC_MISSING, "the journal does not "
		    "tell of this record");
	*place = rows_at(&r, 0, 0)->type == V_INT ? rows_at(&r, 0, 0)->i : -1;
	return RC_OK;
}

enum rc
journal_of(struct ctx *cx, const struct entity *e, int64_t record,
    int64_t before, size_t n, struct entry_seen **out, size_t *nout)
{
	struct entry_seen *list;
	struct seen seen;
	struct rows r;
	enum rc rc = store_get(cx, e, record, 0, false, &seen);

	if (!rc)
		rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT " ENTRY
		    ", id FROM journal WHERE record = $1 AND arrived < $2 "
		    "ORDER BY arrived DESC LIMIT $3", ARGS(INT(record),
		    INT(before ? before : INT64_MAX), INT((int64_t)n)));
	if (rc)
		return rc;
	list = arena_alloc(cx->arena, (r.nrows + 1) * sizeof(*list));
	for (size_t i = 0; i < r.nrows && !rc; i++) {
		take_entry(rows_at(&r, i, 0), &list[i]);
		rc = read_values(cx, e, &seen.view,
		    rows_at(&r, i, 15)->i, &list[i]);
	}
	if (rc)
		return rc;
	*out = list;
	*nout = r.nrows;
	return RC_OK;
}

/* --- for proofs handed out ---------------------------------------------------------- */

enum rc
journal_chain(struct ctx *cx, int64_t audit, int64_t from, int64_t to,
    size_t n, struct chained **out, size_t *nout)
{
	struct rows r;
	struct chained *list;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT " ENTRY
	    ", id FROM journal WHERE audit = $1 AND place >= $2 AND "
	    "place <= $3 ORDER BY place LIMIT $4", ARGS(INT(audit), INT(from),
	    INT(to), INT((int64_t)n)));

	if (rc)
		return rc;
	list = arena_alloc(cx->arena, (r.nrows + 1) * sizeof(*list));
	for (size_t i = 0; i < r.nrows; i++) {
		struct entry_seen s = { 0 };

		take_entry(rows_at(&r, i, 0), &s);
		if (!entry_valid(&s.entry))
			return err_set(&cx->err, RC_DB, "an entry of the "
			    "journal is damaged");
		list[i] = (struct chained){ s.entry, rows_at(&r, i, 15)->i };
	}
	*out = list;
	*nout = r.nrows;
	return RC_OK;
}

enum rc
journal_committed(struct ctx *cx, int64_t entry, struct committed **out,
    size_t *n)
{
	struct committed *list;
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT name, salt, after, commitment FROM journal_value "
	    "WHERE entry = $1 ORDER BY name", ARGS(INT(entry)));

	if (rc)
		return rc;
	list = arena_alloc(cx->arena, (r.nrows + 1) * sizeof(*list));
	for (size_t i = 0; i < r.nrows; i++) {
		const struct value *v = rows_at(&r, i, 0);

		list[i] = (struct committed){ .name = v[0].s,
			.salt = v[1].s, .after = v[2].s ? v[2].s : "" };
		if (!v[3].s || !hash_parse(v[3].s, list[i].c))
			return err_set(&cx->err, RC_DB, "a value of the "
			    "journal is damaged");
	}
	*out = list;
	*n = r.nrows;
	return RC_OK;
}
