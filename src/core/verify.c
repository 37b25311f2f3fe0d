/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* verify.c - the order of the passes, and what becomes of a fault. */
#include "verify_own.h"

#include "base/text.h"
#include "command.h"
#include "schema.h"

#include <stdio.h>
#include <string.h>

enum { ROW_CAP = 512 << 20 };   /* bytes at hand: a batch of large records */

int64_t
verify_int(const struct value *v)
{
	return v->type == V_INT ? v->i : -1;
}

const char *
verify_word(const struct value *v)
{
	return v->type == V_TEXT ? v->s : "";
}

void
verify_fault(struct verifier *v, const char *table, int64_t id, int64_t audit,
    const char *fmt, ...)
{
	char text[240];
	struct verify_fault f = { table, id, audit, text };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	v->n.faults++;
	v->cf->fault(v->cf->arg, &f);
}

void
verify_progress(struct verifier *v, const char *what, int64_t done,
    int64_t all)
{
	if (v->cf->progress)
		v->cf->progress(v->cf->arg, what, done, all);
}

enum rc
verify_number(struct verifier *v, const char *sql, int64_t *out)
{
	struct rows r;
	enum rc rc = db_query(v->cx.db, &v->cx.err, v->cx.arena, &r, sql,
	    NO_ARGS);

	if (!rc)
		*out = r.nrows ? verify_int(rows_at(&r, 0, 0)) : 0;
	return rc;
}

struct none { struct verifier *v; const char *table, *text; };

static enum rc
tell_row(void *arg, struct err *err, const struct value *row, size_t n)
{
	const struct none *t = arg;

	(void)err;
	verify_fault(t->v, t->table, verify_int(&row[0]),
	    n > 1 && row[1].type == V_INT ? row[1].i : 0, "%s", t->text);
	return RC_OK;
}

enum rc
verify_none(struct verifier *v, const char *table, const char *sql,
    const char *text)
{
	struct none t = { v, table, text };

	return db_each(v->cx.db, &v->cx.err, v->cx.arena, sql, NO_ARGS,
	    tell_row, &t);
}

/* --- the passes ------------------------------------------------------------------- */

static enum rc
note_of(struct verifier *v, const char *name, const char **out)
{
	struct rows r;
	enum rc rc = db_query(v->cx.db, &v->cx.err, v->keep, &r,
	    "SELECT value FROM meta WHERE name = $1", ARGS(TEXT(name)));

	if (!rc && !r.nrows)
		rc = err_set(&v->cx.err, RC_MISSING, "the store does not say "
		    "its %s", name);
	if (!rc)
		*out = verify_word(rows_at(&r, 0, 0));
	return rc;
}

/* A store of another program would be full of faults that are none. */
static enum rc
know_store(struct verifier *v)
{
	const char *version;
	enum rc rc = note_of(v, "version", &version);

	if (!rc)
		rc = note_of(v, "store", &v->store);
	if (rc)
		return rc;
	if (str_eq(version, arena_fmt(v->keep, "%d", SCHEMA_VERSION)))
		return RC_OK;
	err_set(&v->cx.err, RC_CONFLICT, "the store is of version %.20s, "
	    "this program knows %d", version, SCHEMA_VERSION);
	err_hint(&v->cx.err, "Verify it with the program that it was last "
	    "used with.");
	return RC_CONFLICT;
}

struct pass { const char *name; enum rc (*run)(struct verifier *v); };

struct running { struct verifier *v; const struct pass *pass; };

static enum rc
run_pass(void *arg)
{
	struct running *r = arg;

	return r->pass->run(r->v);
}

/* What the database cannot read is damage as well, and others follow. */
static enum rc
run_passes(struct verifier *v, const struct pass *pass, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct running r = { v, &pass[i] };
		enum rc rc;

		arena_reset(v->cx.arena);
		rc = arena_run(v->cx.arena, &v->cx.err, run_pass, &r);
		if (rc == RC_DB)
			verify_fault(v, pass[i].name, 0, 0, "%.200s",
			    v->cx.err.text);
		else if (rc)
			return rc;
	}
	return RC_OK;
}

static enum rc
all(struct ctx *cx, void *arg)
{
	static const struct pass first[] = {
		{ "schema", verify_schema },
		{ "journal", verify_keys },
		{ "journal", verify_entries },
	}, more[] = {
		{ "journal_value", verify_records },
		{ "stored_file", verify_blobs },
		{ "meta", verify_rest },
	};
	struct verifier *v = arg;
	enum rc rc;

	(void)cx;
	rc = know_store(v);
	if (!rc)
		rc = run_passes(v, first + v->cf->quick,
		    NELEMS(first) - v->cf->quick);
	if (!rc && !v->cf->quick)
		rc = run_passes(v, more, NELEMS(more));
	return rc;
}

enum rc
verify_run(struct ctx *cx, const struct verify_config *cf,
    struct verify_counts *out)
{
	struct verifier v = { .cx = *cx, .keep = cx->arena, .cf = cf };
	size_t n = 0;
	enum rc rc;

	while (model[n])
		n++;
	v.cx.arena = arena_new_capped(ROW_CAP);
	v.seen = arena_alloc(v.keep, (n + 1) * sizeof(*v.seen));
	rc = cf->inside ? all(&v.cx, &v) : command_snapshot(&v.cx, all, &v);
	if (rc)
		cx->err = v.cx.err;
	else
		*out = v.n;
	arena_free(v.cx.arena);
	return rc;
}
