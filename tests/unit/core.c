/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* core.c - commands, reads under scope, and the journal, on both databases. */
#include "unit.h"

#include "core/command.h"
#include "core/journal.h"
#include "core/number.h"
#include "core/schema.h"
#include "core/search.h"
#include "pg/pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- a store and people in it ------------------------------------------------ */

struct place {
	const char *where;
	struct db *db;
	struct numbers *numbers;
	struct arena *arena;
	int64_t account[8], person[8];
};

static struct ctx
as(struct place *p, int who)
{
	struct ctx cx;

	ctx_begin(&cx, p->arena, p->db);
	cx.numbers = p->numbers;
	if (who >= 0) {
		cx.account = p->account[who];
		cx.person = p->person[who];
	}
	if (access_load(&cx))
		fail_msg("%s", cx.err.text);
	return cx;
}

/* "name=value|name=value" as pairs. */
static size_t
pairs(struct arena *a, const char *text, struct pair *out)
{
	char *s = arena_str(a, text);
	size_t n = 0;

	while (s && *s) {
		char *next = strchr(s, '|'), *eq = strchr(s, '=');

		if (next)
			*next++ = '\0';
		*eq = '\0';
		out[n++] = (struct pair){ s, eq + 1 };
		s = next;
	}
	return n;
}

static enum rc
try_do(struct ctx *cx, const char *command, const char *on, const char *set,
    struct done *d)
{
	struct pair in[32];
	struct order o = { .command = command, .on = on, .in = in };

	o.n = pairs(cx->arena, set, in);
	return command_alone(cx, &o, 1, d, NULL);
}

static int64_t
must(struct place *p, int who, const char *command, const char *on,
    const char *set)
{
	struct ctx cx = as(p, who);
	struct done d;

	if (try_do(&cx, command, on, set, &d))
		fail_msg("%s: %s (%s)", command, cx.err.text, cx.err.field
		    ? cx.err.field : "-");
	return d.id;
}

/* A text with the number n in it. */
#define text(p, fmt, n) arena_fmt((p)->arena, fmt, (long long)(n))

static void
person(struct place *p, int k, const char *name, int64_t org)
{
	p->person[k] = must(p, -1, "person.create", NULL, arena_fmt(p->arena,
	    "name=%s|employer=%lld|languages=english", name, (long long)org));
	p->account[k] = must(p, -1, "user_account.create", NULL,
	    arena_fmt(p->arena, "person=%lld|login=%s|sign_in=password",
	    (long long)p->person[k], name));
}

static void
grant(struct place *p, int k, const char *duty, const char *scope)
{
	must(p, -1, "role_grant.create", NULL, arena_fmt(p->arena,
	    "person=%lld|duty=%s|%s|valid_from=2020-01-01|reason=test|"
	    "granted_by=%lld", (long long)p->person[k], duty, scope,
	    (long long)p->person[k]));
}

static void
open_place(struct place *p, const char *where)
{
	struct err err;
	struct ctx cx;

	*p = (struct place){ .where = where, .arena = arena_new() };
	p->db = db_open(where, DB_WRITE, &err);
	if (!p->db)
		fail_msg("%s", err.text);
	p->numbers = numbers_new();
	ctx_begin(&cx, p->arena, p->db);
	if (schema_create(&cx))
		fail_msg("%s", cx.err.text);
}

static void
close_place(struct place *p)
{
	db_close(p->db);
	numbers_free(p->numbers);
	arena_free(p->arena);
}

static void
on_both(void (*test)(struct place *p), const char *name)
{
	const char *pg = pg_fresh(name);
	struct place p;
	char file[64];
	int fd;

	snprintf(file, sizeof(file), "%s/muster-core-XXXXXX", unit_folder());
	fd = mkstemp(file);
	assert_true(fd >= 0);
	close(fd);
	open_place(&p, file);
	test(&p);
	close_place(&p);
	unlink(file);
	if (!pg) {
		print_message("no PostgreSQL here\n");
		return;
	}
	open_place(&p, pg);
	test(&p);
	close_place(&p);
}

/* --- tests ------------------------------------------------------------------------- */

enum { ADMIN, MANAGER, STRANGER };

static void
rights_and_scope(struct place *p)
{
	int64_t org = must(p, -1, "organization.create", NULL,
	    "name=House|duties=client|duties=auditee");
	int64_t other = must(p, -1, "organization.create", NULL,
	    "name=Other|duties=auditee");
	struct ctx cx;
	struct seen seen;
	struct done d;
	struct hit *hit;
	size_t n;
	int64_t site;

	person(p, ADMIN, "adam", org);
	person(p, MANAGER, "mary", org);
	person(p, STRANGER, "sam", other);
	grant(p, ADMIN, "administrator", "scope=whole_system");
	grant(p, MANAGER, "programme_manager", "scope=whole_system");
	grant(p, STRANGER, "representative", text(p,
	    "scope=organization|organization=%lld", other));

	site = must(p, MANAGER, "site.create", NULL, text(p,
	    "organization=%lld|name=Harbour plant|kind=plant|time_zone=UTC", org));
	/* Another organization's representative: it is not there. */
	cx = as(p, STRANGER);
	assert_int_equal(store_get(&cx, entity_find("site"), site, 0, false,
	    &seen), RC_MISSING);
	assert_int_equal(try_do(&cx, "site.update", text(p, "%lld", site),
	    "name=X", &d), RC_MISSING);
	assert_int_equal(try_do(&cx, "site.create", NULL, text(p,
	    "organization=%lld|name=Y|kind=plant|time_zone=UTC", org), &d), RC_INVALID);
	assert_string_equal(cx.err.field, "organization");
	assert_int_equal(search_find(&cx, "harb", NULL, 10, &hit, &n), RC_OK);
	assert_int_equal(n, 0);
	cx = as(p, MANAGER);
	assert_int_equal(search_find(&cx, "harb plant", NULL, 10, &hit, &n),
	    RC_OK);
	assert_int_equal(n, 1);
	assert_string_equal(hit[0].title, "Harbour plant");
	/* A word with a hyphen and digits is the same to both databases. */
	must(p, MANAGER, "site.update", text(p, "%lld", site),
	    "name=Harbour plant PKGS-7388");
	assert_int_equal(search_find(&cx, "PKGS-7388", NULL, 10, &hit, &n),
	    RC_OK);
	assert_int_equal(n, 1);
	assert_int_equal(store_get(&cx, entity_find("site"), site, UPDATE,
	    false, &seen), RC_OK);
	assert_true(seen.may & UPDATE);
	/* His own organization's site he may make. */
	must(p, STRANGER, "site.create", NULL, text(p,
	    "organization=%lld|name=Own|kind=office|time_zone=UTC", other));
}

static void
revisions_and_refusals(struct place *p)
{
	int64_t org = must(p, -1, "organization.create", NULL,
	    "name=House|duties=client");
	struct order o = { .command = "organization.update",
		.in = (const struct pair[]){ { "name", "Home" } }, .n = 1 };
	struct ctx cx;
	struct done d;

	person(p, MANAGER, "mary", org);
	grant(p, MANAGER, "programme_manager", "scope=whole_system");
	cx = as(p, MANAGER);
	o.on = text(p, "%lld", org);
	o.rev = 1;
	assert_int_equal(command_alone(&cx, &o, 1, &d, NULL), RC_OK);
	assert_int_equal(d.rev, 2);
	assert_int_equal(command_alone(&cx, &o, 1, &d, NULL), RC_STALE);
	assert_int_equal(try_do(&cx, "organization.update", o.on, "colour=red",
	    &d), RC_INVALID);
	assert_string_equal(cx.err.field, "colour");
	assert_int_equal(try_do(&cx, "organization.fly", o.on, "", &d),
	    RC_INVALID);
	assert_int_equal(try_do(&cx, "organization.create", NULL, "name=", &d),
	    RC_INVALID);
	assert_string_equal(cx.err.field, "name");
	assert_int_equal(try_do(&cx, "user_account.activate", text(p, "%lld",
	    p->account[MANAGER]), "", &d), RC_DENIED);
}

static void
keys_give_one_effect(struct place *p)
{
	struct pair in[] = { { "name", "Once" }, { "duties", "auditee" } };
	struct order o = { .command = "organization.create", .in = in, .n = 2 };
	struct done first, again;
	struct ctx cx = as(p, -1);

	cx.key = "k1";
	cx.digest = "aa";
	assert_int_equal(command_alone(&cx, &o, 1, &first, NULL), RC_OK);
	assert_int_equal(command_alone(&cx, &o, 1, &again, NULL), RC_OK);
	assert_int_equal(first.id, again.id);
	assert_string_equal(first.code, again.code);
	cx.digest = "bb";
	assert_int_equal(command_alone(&cx, &o, 1, &again, NULL), RC_REUSED);
}

static void
arrays_are_all_or_nothing(struct place *p)
{
	struct pair org[] = { { "name", "Group" }, { "duties", "client" } };
	struct pair site[] = { { "organization", "@group" },
		{ "name", "Here" }, { "kind", "office" },
		{ "time_zone", "UTC" } };
	struct pair bad[] = { { "organization", "@1" }, { "name", "There" },
		{ "kind", "castle" }, { "time_zone", "UTC" } };
	struct order o[] = {
		{ .command = "organization.create", .name = "group", .in = org,
		    .n = 2 },
		{ .command = "site.create", .in = site, .n = 4 },
		{ .command = "site.create", .in = bad, .n = 4 },
	};
	struct done d[3];
	struct ctx cx = as(p, -1);
	struct rows r;
	size_t at = 9;

	assert_int_equal(command_alone(&cx, o, 3, d, &at), RC_INVALID);
	assert_int_equal(at, 2);
	assert_string_equal(cx.err.field, "kind");
	assert_int_equal(db_query(p->db, &cx.err, p->arena, &r,
	    "SELECT count(*) FROM organization", NO_ARGS), RC_OK);
	assert_int_equal(rows_at(&r, 0, 0)->i, 0);
	bad[2].value = "office";
	assert_int_equal(command_alone(&cx, o, 3, d, &at), RC_OK);
	assert_true(d[2].id > d[0].id);
}

/* Recomputed from the rows alone: chain and root. */
static void
the_journal_is_whole(struct place *p)
{
	struct ctx cx = as(p, -1);
	struct tree t = { 0 };
	struct head head;
	unsigned char root[HASH];
	char hex[HEX];
	struct rows r;
	size_t placed;

	must(p, -1, "organization.create", NULL, "name=A|duties=client");
	must(p, -1, "organization.create", NULL, "name=B|duties=client");
	if (db_shared(p->db)) {
		assert_int_equal(db_query(p->db, &cx.err, p->arena, &r,
		    "UPDATE tree SET fence = 1 WHERE id = 1 RETURNING 1",
		    NO_ARGS), RC_OK);
		assert_int_equal(journal_place_held(&cx, 1, 0, &placed),
		    RC_OK);
		assert_int_equal(placed, 2);
		assert_int_equal(journal_place_held(&cx, 2, 0, &placed),
		    RC_MISSING);
	}
	assert_int_equal(db_query(p->db, &cx.err, p->arena, &r, "SELECT "
	    "leaf, previous FROM journal ORDER BY place", NO_ARGS), RC_OK);
	assert_int_equal(r.nrows, 2);
	for (size_t i = 0; i < r.nrows; i++) {
		unsigned char leaf[HASH];

		assert_true(hash_parse(rows_at(&r, i, 0)->s, leaf));
		merkle_add(&t, leaf);
	}
	assert_string_equal(rows_at(&r, 0, 1)->s, entry_first);
	assert_string_equal(rows_at(&r, 1, 1)->s, rows_at(&r, 0, 0)->s);
	merkle_root(&t, root);
	hash_hex(root, hex);
	assert_int_equal(journal_head(&cx, &head), RC_OK);
	assert_string_equal(head.root, hex);
	assert_int_equal(head.waiting, 0);
}

/* What an import gives besides: a name for good, and what the file told. */
static void
imports_name_and_tell(struct place *p)
{
	struct pair source[] = { { "short_name", "HR" },
		{ "title", "House rules" }, { "kind", "internal" } };
	struct pair edition[] = { { "source", "@rules" }, { "label", "1" },
		{ "status", "current" } };
	struct pair typed = { "origin", "typed" }, found = { "origin", "f.json" };
	struct order o[] = {
		{ .command = "criteria_source.create", .name = "rules",
		    .lasting = true, .in = source, .n = 3 },
		{ .command = "criteria_edition.create", .in = edition, .n = 3,
		    .found = &found, .nfound = 1 },
		{ .command = "criteria_edition.update", .on = "@2",
		    .in = &typed, .n = 1 },
	};
	int64_t org = must(p, -1, "organization.create", NULL,
	    "name=House|duties=client"), id = 0;
	struct done d[3];
	struct ctx cx;
	struct rows r;
	size_t at = 9;

	person(p, MANAGER, "mary", org);
	grant(p, MANAGER, "programme_manager", "scope=whole_system");
	cx = as(p, MANAGER);
	assert_int_equal(command_alone(&cx, o, 3, d, &at), RC_INVALID);
	assert_int_equal(at, 2);
	assert_int_equal(store_id(&cx, entity_find("criteria_source"),
	    "@rules", &id), RC_MISSING);
	assert_int_equal(command_alone(&cx, o, 2, d, &at), RC_OK);
	assert_int_equal(store_id(&cx, entity_find("criteria_source"),
	    "@rules", &id), RC_OK);
	assert_int_equal(id, d[0].id);
	assert_int_equal(db_query(p->db, &cx.err, p->arena, &r,
	    "SELECT origin FROM criteria_edition", NO_ARGS), RC_OK);
	assert_string_equal(rows_at(&r, 0, 0)->s, "f.json");
}

#define ON_BOTH(name) static void name##_on_both(void **state) \
	{ (void)state; on_both(name, "core"); }
ON_BOTH(rights_and_scope)
ON_BOTH(revisions_and_refusals)
ON_BOTH(keys_give_one_effect)
ON_BOTH(arrays_are_all_or_nothing)
ON_BOTH(the_journal_is_whole)
ON_BOTH(imports_name_and_tell)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rights_and_scope_on_both),
		cmocka_unit_test(revisions_and_refusals_on_both),
		cmocka_unit_test(keys_give_one_effect_on_both),
		cmocka_unit_test(arrays_are_all_or_nothing_on_both),
		cmocka_unit_test(the_journal_is_whole_on_both),
		cmocka_unit_test(imports_name_and_tell_on_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
