/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unit.h"

#include "core/number.h"
#include "core/schema.h"
#include "pg/pg.h"
#include "store_stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ctx
stand_as(struct stand *st, int k)
{
	struct ctx cx;

	ctx_begin(&cx, st->arena, st->db);
	cx.numbers = st->numbers;
	if (k >= 0) {
		cx.account = st->account[k];
		cx.person = st->person[k];
	}
	if (access_load(&cx))
		fail_msg("%s", cx.err.text);
	return cx;
}

size_t
stand_pairs(struct arena *a, const char *text, struct pair *out)
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

int64_t
stand_must(struct stand *st, int k, const char *command, const char *on,
    const char *set)
{
	struct ctx cx = stand_as(st, k);
	struct pair in[32];
	struct order o = { .command = command, .on = on, .in = in };
	struct done d;

	o.n = stand_pairs(st->arena, set, in);
	if (command_alone(&cx, &o, 1, &d, NULL))
		fail_msg("%s: %s (%s)", command, cx.err.text, cx.err.field
		    ? cx.err.field : "-");
	return d.id;
}

void
stand_person(struct stand *st, int k, const char *name, const char *duty,
    int64_t employer)
{
	st->person[k] = stand_must(st, -1, "person.create", NULL,
	    arena_fmt(st->arena, "name=%s|employer=%lld|languages=english",
	    name, (long long)employer));
	st->account[k] = stand_must(st, -1, "user_account.create", NULL,
	    arena_fmt(st->arena, "person=%lld|login=%s|sign_in=password",
	    (long long)st->person[k], name));
	stand_must(st, -1, "role_grant.create", NULL, arena_fmt(st->arena,
	    "person=%lld|duty=%s|scope=whole_system|valid_from=2020-01-01|"
	    "reason=test|granted_by=%lld", (long long)st->person[k], duty,
	    (long long)st->person[k]));
}

int64_t
stand_number(struct stand *st, const char *sql)
{
	struct rows r;
	struct err err;

	if (db_query(st->db, &err, st->arena, &r, sql, NO_ARGS))
		fail_msg("%s", err.text);
	return rows_at(&r, 0, 0)->i;
}

static void
run(void (*test)(struct stand *st), const char *where)
{
	struct stand st = { .where = where, .arena = arena_new() };
	struct err err;
	struct ctx cx;

	st.db = db_open(where, DB_WRITE, &err);
	if (!st.db)
		fail_msg("%s", err.text);
	st.numbers = numbers_new();
	ctx_begin(&cx, st.arena, st.db);
	if (schema_create(&cx))
		fail_msg("%s", cx.err.text);
	test(&st);
	db_close(st.db);
	numbers_free(st.numbers);
	arena_free(st.arena);
}

void
stand_on_both(void (*test)(struct stand *st), const char *name)
{
	char file[] = "/tmp/muster-unit-XXXXXX";
	const char *pg = pg_fresh(name);
	int fd = mkstemp(file);

	assert_true(fd >= 0);
	close(fd);
	run(test, file);
	unlink(file);
	if (pg)
		run(test, pg);
	else
		print_message("no PostgreSQL here\n");
}
