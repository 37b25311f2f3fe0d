/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * session.c - a session ends when it is idle, when it is old, when it is
 * ended and when its account may no longer sign in; so do tokens.
 */
#include "unit.h"

#include "core/session.h"
#include "store_stand.h"

#include <string.h>

enum { ADMIN, USER, DAY = 86400 };

static void
people(struct stand *st)
{
	int64_t org = stand_must(st, -1, "organization.create", NULL,
	    "name=House|duties=client");

	stand_person(st, ADMIN, "adam", "administrator", org);
	stand_person(st, USER, "una", "auditor", org);
}

/* Nobody, so many seconds later. */
static struct ctx
later(struct stand *st, int64_t seconds)
{
	struct ctx cx;

	ctx_begin(&cx, st->arena, st->db);
	cx.numbers = st->numbers;
	cx.now += seconds;
	return cx;
}

static const char *
begin(struct stand *st)
{
	struct ctx cx = later(st, 0);
	const char *token = NULL;

	assert_int_equal(session_begin(&cx, st->account[USER], &token), RC_OK);
	return token;
}

static enum rc
find(struct stand *st, const char *token, int64_t seconds, struct session *s)
{
	struct ctx cx = later(st, seconds);
	enum rc rc = session_find(&cx, token, s);

	if (!rc) {
		assert_int_equal(cx.account, st->account[USER]);
		assert_string_equal(s->login, "una");
	} else {
		assert_int_equal(cx.account, 0);
		assert_string_equal(cx.err.text, "nobody is signed in, or the "
		    "session has ended");
		assert_string_equal(cx.err.hint, "Sign in again.");
	}
	return rc;
}

static void
ends_by_itself(struct stand *st)
{
	struct session s;
	const char *token;
	struct ctx cx;

	people(st);
	token = begin(st);
	assert_int_equal(find(st, token, 0, &s), RC_OK);
	assert_false(s.stale);
	assert_int_equal(find(st, "nonsense", 0, &s), RC_SIGNIN);
	assert_int_equal(find(st, token, SESSION_IDLE - 2, &s), RC_OK);
	assert_true(s.stale);
	assert_int_equal(find(st, token, SESSION_IDLE + 2, &s), RC_SIGNIN);
	/* Kept in use it lives on, but not for ever. */
	for (int64_t at = 0; at < SESSION_MOST; at += SESSION_IDLE / 2) {
		cx = later(st, at);
		assert_int_equal(find(st, token, at, &s), RC_OK);
		assert_int_equal(session_touch(&cx, s.hash), RC_OK);
	}
	assert_int_equal(find(st, token, SESSION_MOST + 2, &s), RC_SIGNIN);
}

static void
is_ended(struct stand *st)
{
	struct session s, t;
	const char *one, *two, *three;
	struct ctx cx;

	people(st);
	one = begin(st);
	two = begin(st);
	assert_int_equal(find(st, one, 0, &s), RC_OK);
	assert_int_equal(find(st, two, 0, &t), RC_OK);
	assert_string_not_equal(s.csrf, t.csrf);
	cx = later(st, 0);
	assert_int_equal(session_end(&cx, s.hash), RC_OK);
	assert_int_equal(find(st, one, 0, &s), RC_SIGNIN);
	assert_int_equal(find(st, two, 0, &t), RC_OK);
	three = begin(st);
	assert_int_equal(session_end_all(&cx, st->account[USER]), RC_OK);
	assert_int_equal(find(st, two, 0, &t), RC_SIGNIN);
	assert_int_equal(find(st, three, 0, &t), RC_SIGNIN);
}

static void
ends_with_its_account(struct stand *st)
{
	struct session s;
	const char *token, *program;
	struct ctx cx;

	people(st);
	token = begin(st);
	cx = later(st, 0);
	assert_int_equal(token_make(&cx, st->account[USER], "backup", 30,
	    &program), RC_OK);
	assert_int_equal(token_find(&cx, program, &s), RC_OK);
	stand_must(st, -1, "user_account.activate", arena_fmt(st->arena,
	    "%lld", (long long)st->account[USER]), "");
	stand_must(st, ADMIN, "user_account.lock", arena_fmt(st->arena, "%lld",
	    (long long)st->account[USER]), "state_reason=Left the house");
	assert_int_equal(find(st, token, 0, &s), RC_SIGNIN);
	cx = later(st, 0);
	assert_int_equal(token_find(&cx, program, &s), RC_SIGNIN);
}

static void
tokens_end(struct stand *st)
{
	struct session s;
	const char *token = NULL;
	struct ctx cx;

	people(st);
	cx = later(st, 0);
	assert_int_equal(token_make(&cx, st->account[USER], "backup",
	    TOKEN_DAYS_MOST + 1, &token), RC_INVALID);
	assert_int_equal(token_make(&cx, st->account[USER], "backup", 2,
	    &token), RC_OK);
	cx = later(st, DAY);
	assert_int_equal(token_find(&cx, token, &s), RC_OK);
	assert_string_equal(s.login, "una");
	cx = later(st, 3 * DAY);
	assert_int_equal(token_find(&cx, token, &s), RC_SIGNIN);
	cx = later(st, 0);
	assert_int_equal(token_find(&cx, "muster_nonsense", &s), RC_SIGNIN);
}

#define BOTH(name) \
	static void \
	on_##name(void **state) \
	{ \
		(void)state; \
		stand_on_both(name, "session_" #name); \
	}
BOTH(ends_by_itself)
BOTH(is_ended)
BOTH(ends_with_its_account)
BOTH(tokens_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_ends_by_itself),
		cmocka_unit_test(on_is_ended),
		cmocka_unit_test(on_ends_with_its_account),
		cmocka_unit_test(on_tokens_end),
	};

	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
