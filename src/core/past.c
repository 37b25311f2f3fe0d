/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "past.h"

#include "access.h"
#include "base/text.h"
#include "command.h"
#include "journal.h"
#include "schema.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One record after the other, its entries in the order of their arrival. */
struct replay {
	struct ctx *now, *past;
	struct arena *arena;            /* of one record */
	const struct entity *entity;
	struct record *rec;             /* NULL: none is under way */
	int64_t arrived, audit;
	bool gone;
};

/* --- a record ------------------------------------------------------------------- */

/* Where it belongs is worked out of references, which seldom change. */
static enum rc
find_place(struct replay *r)
{
	struct rows rows;
	enum rc rc = db_query(r->now->db, &r->past->err, r->arena, &rows,
	    arena_fmt(r->arena, "SELECT at, at_kind FROM %s WHERE id = $1",
	    r->entity->name), ARGS(INT(r->rec->id)));

	if (rc)
		return rc;
	r->rec->at = r->audit;
	r->rec->at_kind = r->audit ? ANCHOR_AUDIT : ANCHOR_SYSTEM;
	if (rows.nrows) {
		r->rec->at = rows_at(&rows, 0, 0)->i;
		r->rec->at_kind = rows_at(&rows, 0, 1)->i;
	}
	return RC_OK;
}

static enum rc
put_record(struct replay *r)
{
	struct ctx cx = *r->past;
	enum rc rc = RC_OK;

	if (r->rec && !r->gone) {
		cx.arena = r->arena;
		rc = find_place(r);
		if (!rc)
			rc = store_insert(&cx, r->entity, r->rec);
		if (!rc)
			rc = db_settle(cx.db, &cx.err);
		if (rc && cx.err.code)
			r->past->err = cx.err;
	}
	r->rec = NULL;
	arena_reset(r->arena);
	return rc;
}

static void
begin_record(struct replay *r, const struct value *v)
{
	r->entity = entity_find(v[1].s);
	r->gone = false;
	r->arrived = -1;
	if (!r->entity)
		return;
	r->rec = record_new(r->arena, r->entity);
	r->rec->id = v[0].i;
	r->rec->code = "";
	r->rec->created_at = v[3].i;
	r->rec->created_by = v[4].i;
}

static void
take_entry(struct replay *r, const struct value *v)
{
	r->arrived = v[8].i;
	r->audit = v[2].i;
	r->rec->changed_at = v[3].i;
	r->rec->changed_by = v[4].i;
	r->gone = str_ends(v[5].s, ".discard");
}

/* Sets and references are words, each of which is given by itself. */
static enum rc
take_value(struct replay *r, const char *name, const char *value)
{
	const struct field *f = field_find(r->entity, name);
	bool many = f && (f->kind == KIND_set || f->kind == KIND_refs);
	struct pair *in;
	size_t n = 0;

	if (str_eq(name, "code"))
		r->rec->code = arena_str(r->arena, value);
	if (!f)
		return RC_OK;
	in = arena_alloc(r->arena, (strlen(value) + 1) * sizeof(*in));
	for (const char *s = value; many && *s; s += strspn(s, " ")) {
		size_t k = strcspn(s, " ");

		in[n++] = (struct pair){ f->name, arena_dup(r->arena, s, k) };
		s += k;
	}
	if (!n)
		in[n++] = (struct pair){ f->name, arena_str(r->arena, value) };
	return model_apply(&r->past->err, r->arena, r->entity, r->rec, "",
	    true, in, n, SYS);
}

static enum rc
take_row(void *arg, struct err *err, const struct value *v, size_t n)
{
	struct replay *r = arg;
	enum rc rc = RC_OK;

	(void)n;
	if (!r->rec || r->rec->id != v[0].i) {
		rc = put_record(r);
		if (!rc)
			begin_record(r, v);
	}
	if (!rc && r->rec) {
		if (r->arrived != v[8].i)
			take_entry(r, v);
		if (v[6].type == V_TEXT)
			rc = take_value(r, v[6].s, v[7].type == V_TEXT
			    ? v[7].s : "");
	}
	if (rc)
		*err = r->past->err;
	return rc;
}

/* --- all of them ------------------------------------------------------------------ */

static enum rc
fill(struct ctx *past, void *arg)
{
	struct replay *r = arg;
	enum rc rc = schema_create(past);

	if (!rc)
		rc = db_script(past->db, &past->err,
		    "PRAGMA defer_foreign_keys = ON");
	if (!rc)
		rc = db_each(r->now->db, &past->err, r->now->arena, "SELECT "
		    "j.record, j.type, j.audit, j.time, j.actor, j.command, "
		    "v.name, v.after, j.arrived FROM journal j LEFT JOIN "
		    "journal_value v ON v.entry = j.id WHERE j.outcome = 0 "
		    "AND j.type IS NOT NULL AND j.arrived <= $1 "
		    "ORDER BY j.record, j.arrived", ARGS(INT(r->arrived)),
		    take_row, r);
	return rc ? rc : put_record(r);
}

/* Who gave the command, and what he could see on that day. */
static enum rc
become(struct ctx *now, int64_t arrived, struct ctx *past)
{
	struct rows r;
	enum rc rc = db_query(now->db, &past->err, past->arena, &r,
	    "SELECT time, actor FROM journal WHERE arrived = $1",
	    ARGS(INT(arrived)));

	if (!rc && !r.nrows)
		rc = err_set(&past->err, RC_MISSING, "there is no such entry");
	if (rc)
		return rc;
	past->now = rows_at(&r, 0, 0)->i;
	past->today = day_of_time(past->now);
	past->account = rows_at(&r, 0, 1)->i;
	if (!past->account)
		return access_load(past);
	rc = db_query(past->db, &past->err, past->arena, &r, "SELECT person "
	    "FROM user_account WHERE id = $1", ARGS(INT(past->account)));
	if (rc || !r.nrows)
		return rc;
	past->person = rows_at(&r, 0, 0)->i;
	rc = access_refresh(past, past->person);
	if (!rc)
		rc = db_settle(past->db, &past->err);
	return rc ? rc : access_load(past);
}

static enum rc
open_database(struct past *p)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = arena_fmt(p->cx.arena, "%s/muster-past-XXXXXX",
	    tmp && *tmp ? tmp : "/tmp");

	if (!mkdtemp(dir))
		return err_set(&p->cx.err, RC_DB, "no room for an earlier "
		    "store: %s", strerror(errno));
	p->dir = dir;
	p->cx.db = db_open(arena_fmt(p->cx.arena, "%s/past.db", dir),
	    DB_WRITE, &p->cx.err);
	return p->cx.db ? RC_OK : p->cx.err.code;
}

enum rc
past_open(struct ctx *now, int64_t arrived, struct past *out)
{
	struct replay r = { .now = now, .past = &out->cx, .arrived = arrived };
	enum rc rc;

	*out = (struct past){ .cx = ctx_system(now) };
	out->cx.db = NULL;
	rc = open_database(out);
	if (!rc) {
		r.arena = arena_new();
		rc = command_whole(&out->cx, fill, &r);
		arena_free(r.arena);
	}
	if (!rc)
		rc = become(now, arrived, &out->cx);
	if (rc)
		now->err = out->cx.err;
	return rc;
}

void
past_close(struct past *p)
{
	static const char *const files[] = { "past.db", "past.db-wal",
		"past.db-shm", "lock" };

	db_close(p->cx.db);
	for (size_t i = 0; p->dir && i < NELEMS(files); i++)
		unlink(arena_fmt(p->cx.arena, "%s/%s", p->dir, files[i]));
	if (p->dir)
		rmdir(p->dir);
	*p = (struct past){ .cx = p->cx };
	p->cx.db = NULL;
}
