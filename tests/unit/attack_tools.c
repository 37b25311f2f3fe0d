/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unit.h"

#include "attack.h"
#include "base/file.h"
#include "base/text.h"
#include "core/blob.h"
#include "core/journal.h"
#include "core/number.h"
#include "core/seal.h"
#include "core/sequencer.h"
#include "core/session.h"
#include "domain/domain.h"
#include "pg/pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define made(v, command, ...) stand_must((v)->st, -1, command, NULL, \
	arena_fmt((v)->st->arena, __VA_ARGS__))

/* --- the store ------------------------------------------------------------------ */

static void
store_file(struct victim *v)
{
	struct ctx cx = stand_as(v->st, -1);
	const struct pair in[] = { { "name", "proof.txt" }, { "organization",
		arena_fmt(cx.arena, "%lld", (long long)v->org) } };
	struct order o = { .command = "stored_file.create", .in = in, .n = 2 };
	struct upload up;
	struct blob_in *b;
	struct done d;

	if (blob_begin(v->blobs, 1000, &cx.err, &b) ||
	    blob_take(b, &cx.err, "three doors open\n", 17) ||
	    blob_end(b, &cx.err, &up))
		fail_msg("%s", cx.err.text);
	cx.upload = &up;
	cx.domain = &muster_domain;
	if (command_alone(&cx, &o, 1, &d, NULL))
		fail_msg("%s", cx.err.text);
	v->file = d.id;
	v->blob = arena_fmt(cx.arena, "%s/%s", v->blobs, up.name);
}

static void
make_audits(struct victim *v)
{
	struct stand *st = v->st;
	long long org = v->org, edition, programme;

	edition = made(v, "criteria_edition.create", "source=%lld|label=1|"
	    "status=current", (long long)made(v, "criteria_source.create",
	    "short_name=HR|title=House rules|kind=internal"));
	programme = made(v, "programme.create", "title=Audits|client=%lld|"
	    "client_person=%lld|manager=%lld|party=first|period_from="
	    "2026-01-01|period_to=2028-12-31|cycle_years=3|auditees=%lld|"
	    "schemes=%lld|report_approver=manager", org,
	    (long long)st->person[0], (long long)st->person[0], org, edition);
	for (int i = 0; i < 2; i++)
		v->audit[i] = made(v, "audit.create", "programme=%lld|title="
		    "Doors %d|kind=internal|party=first|mode=onsite|"
		    "announcement=announced|auditee=%lld|client=%lld|"
		    "planned_from=2026-09-14|origin=schedule|class=internal",
		    programme, i, org, org);
	v->baseline = made(v, "baseline.create", "audit=%lld|version=1",
	    (long long)v->audit[0]);
}

static enum rc
open_door(struct ctx *cx, void *arg)
{
	const struct victim *v = arg;
	const char *token;
	enum rc rc = password_set(cx, v->st->account[0], "open sesame now");

	return rc ? rc : token_make(cx, v->st->account[0], "script", 30,
	    &token);
}

static void
make_site(struct victim *v, int i)
{
	v->site[i] = made(v, "site.create", "organization=%lld|name=Hall %d|"
	    "kind=plant|time_zone=UTC", (long long)v->org, i);
}

static void
sign(struct victim *v)
{
	struct ctx cx = stand_as(v->st, -1);
	struct sealed last;
	struct seal *s;

	if ((db_shared(cx.db) && sequencer_once(&cx)) ||
	    seal_open(&cx, arena_fmt(cx.arena, "%s/seal", v->dir), &s) ||
	    (db_shared(cx.db) && sequencer_once(&cx)) || seal_make(&cx, s) ||
	    seal_latest(&cx, &last) || seal_verifier(&cx, &v->key))
		fail_msg("%s", cx.err.text);
	v->kept = last.note;
	seal_close(s);
}

/* --- copies ----------------------------------------------------------------------- */

static void
open_where(struct stand *st, const char *where)
{
	struct err err;

	st->where = where;
	st->db = db_open(where, DB_WRITE, &err);
	if (!st->db)
		fail_msg("%s", err.text);
}

/* The connection that was open is closed. */
static const char *
copy_store(struct victim *v, const char *from)
{
	struct stand *st = v->st;
	bool shared = db_shared(st->db);
	const char *to = arena_fmt(st->arena, "%s/older", v->dir);
	struct err err;

	db_close(st->db);
	if (shared)
		return pg_copy(from, "older");
	open_where(st, from);
	if (db_snapshot(st->db, &err, to))
		fail_msg("%s", err.text);
	db_close(st->db);
	return to;
}

static void
write_blob(struct victim *v)
{
	FILE *f = fopen(v->blob, "w");

	assert_non_null(f);
	fputs("three doors open\n", f);
	fclose(f);
}

/* Who owns the database is not kept by triggers. */
static void
disarm(struct victim *v)
{
	if (db_shared(v->st->db))
		attack_sql(v, "SET session_replication_role = replica");
}

void
victim_begin(struct victim *v)
{
	struct err err;

	write_blob(v);
	if (db_run(v->st->db, &err, "BEGIN", NO_ARGS) ||
	    db_settle(v->st->db, &err))
		fail_msg("%s", err.text);
	v->inside = true;
	disarm(v);
}

void
victim_end(struct victim *v)
{
	struct err err;

	if (v->inside && (db_run(v->st->db, &err, "ROLLBACK", NO_ARGS) ||
	    db_settle(v->st->db, &err)))
		fail_msg("%s", err.text);
	v->inside = false;
}

void
victim_older(struct victim *v)
{
	victim_end(v);
	db_close(v->st->db);
	numbers_free(v->st->numbers);
	v->st->numbers = numbers_new();
	open_where(v->st, v->older);
	disarm(v);
}

void
victim_make(struct victim *v, struct stand *st)
{
	char dir[64];
	const char *base;
	struct ctx cx;

	snprintf(dir, sizeof(dir), "%s/muster-attack-XXXXXX", unit_folder());
	assert_non_null(mkdtemp(dir));
	*v = (struct victim){ .st = st, .dir = arena_str(st->arena, dir),
		.blobs = arena_fmt(st->arena, "%s/blobs", dir) };
	assert_int_equal(mkdir(v->blobs, 0700), 0);
	attack_sql(v, "INSERT INTO meta (name, value) VALUES ('store', 'ab')");
	sign(v);
	v->org = made(v, "organization.create",
	    "name=House|duties=client|duties=auditee");
	stand_person(st, 0, "hana", "programme_manager", v->org);
	cx = stand_as(st, -1);
	if (command_write_alone(&cx, open_door, v))
		fail_msg("%s", cx.err.text);
	make_audits(v);
	store_file(v);
	make_site(v, 0);
	make_site(v, 1);
	stand_must(st, -1, "site.update", arena_fmt(st->arena, "%lld",
	    (long long)v->site[0]), "name=Hall zero");
	sign(v);
	base = st->where;
	v->older = copy_store(v, base);
	open_where(st, base);
	make_site(v, 2);
	sign(v);
	make_site(v, 3);
	cx = stand_as(st, -1);
	if (db_shared(cx.db) && sequencer_once(&cx))
		fail_msg("%s", cx.err.text);
}

/* --- what the attacker does ---------------------------------------------------------- */

void
attack_sql(struct victim *v, const char *fmt, ...)
{
	struct err err;
	char sql[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sql, sizeof(sql), fmt, ap);
	va_end(ap);
	if (db_script(v->st->db, &err, sql))
		fail_msg("%s in %s", err.text, sql);
}

int64_t
attack_number(struct victim *v, const char *sql)
{
	return stand_number(v->st, sql);
}

/* The last entry of the record that set it. */
static int64_t
entry_with(struct victim *v, int64_t record, const char *name, struct rows *r)
{
	struct err err;

	if (db_query(v->st->db, &err, v->st->arena, r, "SELECT j.id, v.salt "
	    "FROM journal j JOIN journal_value v ON v.entry = j.id "
	    "WHERE j.record = $1 AND v.name = $2 ORDER BY j.arrived DESC "
	    "LIMIT 1", ARGS(INT(record), TEXT(name))) || !r->nrows)
		fail_msg("no such value: %s", name);
	return rows_at(r, 0, 0)->i;
}

void
attack_value(struct victim *v, int64_t record, const char *name,
    const char *after, bool commit)
{
	unsigned char salt[HASH], c[HASH];
	char hex[HEX];
	struct rows r;
	int64_t id = entry_with(v, record, name, &r);

	attack_sql(v, "UPDATE journal_value SET after = '%s' WHERE entry = "
	    "%lld AND name = '%s'", after, (long long)id, name);
	if (!commit)
		return;
	assert_true(hash_parse(rows_at(&r, 0, 1)->s, salt));
	entry_commit(salt, name, after, strlen(after), c);
	hash_hex(c, hex);
	attack_sql(v, "UPDATE journal_value SET commitment = '%s' WHERE "
	    "entry = %lld AND name = '%s'", hex, (long long)id, name);
}

static void
sum_entry(struct victim *v, int64_t id)
{
	struct commitment c[64];
	struct rows r;
	struct err err;
	char sum[HEX];

	if (db_query(v->st->db, &err, v->st->arena, &r, "SELECT name, "
	    "commitment FROM journal_value WHERE entry = $1", ARGS(INT(id))))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < r.nrows; i++) {
		c[i].name = rows_at(&r, i, 0)->s;
		assert_true(hash_parse(rows_at(&r, i, 1)->s, c[i].c));
	}
	entry_values(v->st->arena, c, r.nrows, sum);
	attack_sql(v, "UPDATE journal SET commitment = '%s' WHERE id = %lld",
	    sum, (long long)id);
}

void
attack_sum(struct victim *v, int64_t record)
{
	struct rows r;
	struct err err;

	if (db_query(v->st->db, &err, v->st->arena, &r, "SELECT id FROM "
	    "journal WHERE record = $1", ARGS(INT(record))))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < r.nrows; i++)
		sum_entry(v, rows_at(&r, i, 0)->i);
}

void
attack_recompute(struct victim *v)
{
	struct ctx cx = stand_as(v->st, -1);

	attack_sql(v, "DELETE FROM checkpoint; DELETE FROM subtree; "
	    "UPDATE tree SET size = 0, edge = ''; UPDATE journal SET "
	    "place = NULL, previous = NULL, leaf = NULL");
	if (db_shared(cx.db) ? sequencer_once(&cx) : journal_place(&cx))
		fail_msg("%s", cx.err.text);
}

/* --- what is found --------------------------------------------------------------------- */

struct found { const char *first; struct arena *arena; };

static void
take_fault(void *arg, const struct verify_fault *f)
{
	struct found *found = arg;

	if (!found->first)
		found->first = arena_fmt(found->arena, "%s %lld (audit %lld): "
		    "%s", f->table, (long long)f->id, (long long)f->audit,
		    f->text);
}

int64_t
attack_found(struct victim *v, bool outsider, const char **first)
{
	struct found found = { NULL, v->st->arena };
	struct verify_config cf = { .blobs = v->blobs, .fault = take_fault,
		.inside = v->inside, .arg = &found };
	struct verify_counts n;
	struct ctx cx;

	if (outsider) {
		cf.key = &v->key;
		cf.old = &v->kept;
		cf.nold = 1;
	}
	ctx_begin(&cx, arena_new(), v->st->db);
	if (verify_run(&cx, &cf, &n))
		fail_msg("cannot tell: %s", cx.err.text);
	arena_free(cx.arena);
	*first = found.first;
	return n.faults;
}
