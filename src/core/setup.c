/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* setup.c - the first account of a store. */
#include "session.h"

#include "base/hash.h"
#include "base/text.h"
#include "command.h"

#include <string.h>

enum rc
setup_open(struct ctx *cx, bool *open)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT 1 FROM credential LIMIT 1", NO_ARGS);

	if (!rc)
		*open = r.nrows == 0;
	return rc;
}

static enum rc
meta_set(struct ctx *cx, const char *name, const char *value)
{
	return db_run(cx->db, &cx->err, "INSERT INTO meta (name, value) "
	    "VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
	    ARGS(TEXT(name), TEXT(value)));
}

static enum rc
write_code(struct ctx *cx, void *arg)
{
	const char *code = arg;
	char hash[HEX];

	hash_hex_of(code, strlen(code), hash);
	return meta_set(cx, "setup", arena_fmt(cx->arena, "%s %lld", hash,
	    (long long)(cx->now + SETUP_SECONDS)));
}

/* Four groups of four letters that nobody mixes up. */
static char *
make_code(struct arena *a)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789_";
	unsigned char raw[16];
	char *code = arena_alloc(a, 20);

	random_bytes(raw, sizeof(raw));
	for (size_t i = 0, k = 0; i < sizeof(raw); i++) {
		if (i && i % 4 == 0)
			code[k++] = '-';
		code[k++] = letters[raw[i] % 31];
	}
	return code;
}

enum rc
setup_code(struct ctx *cx, const char **code)
{
	char *c = make_code(cx->arena);
	enum rc rc = command_write(cx, write_code, c);

	if (!rc)
		*code = c;
	return rc;
}

enum rc
setup_check(struct ctx *cx, const char *code)
{
	char hash[HEX], *clean = text_trim(cx->arena, code);
	int64_t until = 0;
	struct rows r;
	bool open;
	enum rc rc = setup_open(cx, &open);

	if (!rc)
		rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT value "
		    "FROM meta WHERE name = 'setup'", NO_ARGS);
	if (rc)
		return rc;
	hash_hex_of(clean, strlen(clean), hash);
	if (open && r.nrows && strlen(rows_at(&r, 0, 0)->s) > HEX &&
	    memcmp(rows_at(&r, 0, 0)->s, hash, HEX - 1) == 0 &&
	    int_parse(rows_at(&r, 0, 0)->s + HEX, 0, INT64_MAX, &until) &&
	    until >= cx->now)
		return RC_OK;
	err_field(&cx->err, "code", "this set-up code does not hold (any "
	    "more)");
	err_hint(&cx->err, "Start the server again: it prints a new one.");
	return RC_INVALID;
}

/* --- the first people ------------------------------------------------------------------ */

struct maker {
	struct ctx *cx;
	const struct setup *s;
	char org[24], person[24], account[24];
};

static enum rc
make(struct maker *m, const char *command, const struct pair *in, size_t n,
    char id[24])
{
	struct done d;
	enum rc rc = command_follow(m->cx, &(struct order){
	    .command = command, .in = in, .n = n }, &d);

	if (!rc) {
		const char *s = arena_fmt(m->cx->arena, "%lld",
		    (long long)d.id);

		memcpy(id, s, strlen(s) + 1);
	}
	return rc;
}

static enum rc
grant(struct maker *m, const char *duty)
{
	char today[DATE_LEN + 1], id[24];
	const struct pair in[] = { { "person", m->person }, { "duty", duty },
		{ "scope", "whole_system" }, { "valid_from", today },
		{ "reason", "Made with the set-up code." } };

	day_write(today, m->cx->today);
	return make(m, "role_grant.create", in, NELEMS(in), id);
}

static enum rc
make_all(struct maker *m)
{
	const struct setup *s = m->s;
	const struct pair org[] = { { "name", s->organization },
		{ "duties", "client" }, { "duties", "auditee" },
		{ "duties", "auditing_body" } };
	const struct pair person[] = { { "name", s->name },
		{ "email", s->email }, { "employer", m->org },
		{ "languages", "english" } };
	const struct pair account[] = { { "person", m->person },
		{ "login", s->login } };
	static const char *const more[] = { "programme_manager", "client" };
	enum rc rc = make(m, "organization.create", org, NELEMS(org), m->org);

	if (!rc)
		rc = make(m, "person.create", person, NELEMS(person),
		    m->person);
	if (!rc)
		rc = make(m, "user_account.create", account, NELEMS(account),
		    m->account);
	if (!rc)
		rc = grant(m, "administrator");
	for (size_t i = 0; i < NELEMS(more) && !rc && s->manages; i++)
		rc = grant(m, more[i]);
	return rc;
}

enum rc
setup_first(struct ctx *cx, const struct setup *s, int64_t *account)
{
	struct ctx sys = ctx_system(cx);
	struct maker m = { .cx = &sys, .s = s };
	int64_t id;
	enum rc rc = make_all(&m);

	if (rc) {
		cx->err = sys.err;
		return rc;
	}
	if (!int_parse(m.account, 1, INT64_MAX, &id))
		return err_set(&cx->err, RC_DB, "the account has no id");
	rc = password_set(cx, id, s->password);
	if (!rc)
		rc = meta_set(cx, "setup", "done");
	if (!rc)
		*account = id;
	return rc;
}
