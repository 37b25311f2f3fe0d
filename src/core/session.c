/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "session.h"

#include "access.h"
#include "base/hash.h"
#include "base/text.h"
#include "journal.h"
#include "model/choices.h"

#include <sodium.h>
#include <string.h>

const char session_ddl[] =
	"CREATE TABLE credential (\n\taccount BIGINT PRIMARY KEY,\n"
	"\tpassword TEXT NOT NULL,\n\tset_at BIGINT NOT NULL\n);\n"
	"CREATE TABLE session (\n\ttoken TEXT PRIMARY KEY,\n"
	"\taccount BIGINT NOT NULL,\n\tcsrf TEXT NOT NULL,\n"
	"\tbegun_at BIGINT NOT NULL,\n\tseen_at BIGINT NOT NULL,\n"
	"\taddress TEXT\n);\n"
	"CREATE INDEX session_account ON session (account);\n"
	"CREATE TABLE api_token (\n\ttoken TEXT PRIMARY KEY,\n"
	"\taccount BIGINT NOT NULL,\n\tlabel TEXT NOT NULL,\n"
	"\tmade_at BIGINT NOT NULL,\n\tends_at BIGINT NOT NULL\n);\n"
	"CREATE INDEX api_token_account ON api_token (account);\n";

static const char token_prefix[] = "muster_";

enum { TOUCH = 60 };            /* seconds between two notes of "seen" */

/* --- passwords --------------------------------------------------------------------- */

static enum rc
wrong(struct ctx *cx)
{
	err_set(&cx->err, RC_SIGNIN, "sign-in name or password is wrong");
	err_hint(&cx->err, "Try again, or ask the administrator for a new "
	    "password.");
	return RC_SIGNIN;
}

/* Of no password: so that an unknown name costs the same work. */
static const char nobody[] =
    "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA"
    "$0000000000000000000000000000000000000000000";

enum rc
password_check(struct ctx *cx, const char *login, const char *password,
    int64_t *account)
{
	const char *hash = nobody;
	struct rows r;
	bool good;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT u.id, c.password FROM user_account u JOIN credential c "
	    "ON c.account = u.id WHERE u.login = $1 AND u.state IN (1, 2)",
	    ARGS(TEXT(login)));

	if (rc)
		return rc;
	if (r.nrows)
		hash = rows_at(&r, 0, 1)->s;
	good = strlen(password) <= PASSWORD_MOST &&
	    crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
	if (!good || !r.nrows)
		return wrong(cx);
	*account = rows_at(&r, 0, 0)->i;
	return RC_OK;
}

/*
 * A verifier that somebody put into the table is known by the entry that it
 * has not: what lets people in is vouched for by its hash.
 */
static enum rc
vouch(struct ctx *cx, const char *command, int64_t account, const char *name,
    const char *hash)
{
	const struct delta d[] = { { "account:", "", arena_fmt(cx->arena,
	    "%lld", (long long)account) }, { name, "", hash } };

	return journal_add(cx, &(struct event){ .command = command,
	    .delta = d, .ndelta = NELEMS(d) });
}

enum rc
password_keep(struct ctx *cx, int64_t account, const char *verifier)
{
	char hash[HEX];
	enum rc rc = db_run(cx->db, &cx->err, "INSERT INTO credential "
	    "(account, password, set_at) VALUES ($1, $2, $3) "
	    "ON CONFLICT (account) DO UPDATE SET password = $2, set_at = $3",
	    ARGS(INT(account), TEXT(verifier), INT(cx->now)));

	hash_hex_of(verifier, strlen(verifier), hash);
	return rc ? rc : vouch(cx, "password.set", account, "secret:", hash);
}

enum rc
password_set(struct ctx *cx, int64_t account, const char *password)
{
	char hash[crypto_pwhash_STRBYTES];
	size_t n = strlen(password);

	if (utf8_count(password) < PASSWORD_LEAST) {
		err_field(&cx->err, "password", "the password has fewer than "
		    "%d characters", PASSWORD_LEAST);
		err_hint(&cx->err, "A few words in a row are easy to keep in "
		    "mind.");
		return RC_INVALID;
	}
	if (n > PASSWORD_MOST)
		return err_field(&cx->err, "password", "the password is longer "
		    "than %d bytes", PASSWORD_MOST);
	if (crypto_pwhash_str(hash, password, n, 3, 64 * 1024 * 1024) != 0)
		return err_set(&cx->err, RC_BUSY, "no memory to hash a "
		    "password");
	return password_keep(cx, account, hash);
}

/* --- sessions ----------------------------------------------------------------------- */

enum rc
session_begin(struct ctx *cx, int64_t account, const char **token)
{
	const char *t = random_token(cx->arena, 32);
	char hash[HEX];
	enum rc rc;

	hash_hex_of(t, strlen(t), hash);
	rc = db_run(cx->db, &cx->err, "INSERT INTO session (token, account, "
	    "csrf, begun_at, seen_at, address) VALUES ($1, $2, $3, $4, $4, "
	    "$5)", ARGS(TEXT(hash), INT(account),
	    TEXT(random_token(cx->arena, 24)), INT(cx->now),
	    db_text(cx->address)));
	if (!rc)
		*token = t;
	return rc;
}

static enum rc
no_session(struct ctx *cx)
{
	err_set(&cx->err, RC_SIGNIN, "nobody is signed in, or the session has "
	    "ended");
	err_hint(&cx->err, "Sign in again.");
	return RC_SIGNIN;
}

static enum rc
take(struct ctx *cx, const struct value *v, struct session *out)
{
	struct session s = { .account = v[0].i, .person = v[1].i,
		.login = v[2].s, .name = v[3].s };

	cx->account = s.account;
	cx->person = s.person;
	*out = s;
	return access_load(cx);
}

enum rc
session_find(struct ctx *cx, const char *token, struct session *out)
{
	char hash[HEX];
	struct rows r;
	enum rc rc;

	hash_hex_of(token, strlen(token), hash);
	rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT u.id, u.person, u.login, p.name, s.csrf, s.begun_at, "
	    "s.seen_at FROM session s JOIN user_account u ON u.id = s.account "
	    "JOIN person p ON p.id = u.person "
	    "WHERE s.token = $1 AND u.state IN (1, 2)", ARGS(TEXT(hash)));
	if (rc)
		return rc;
	if (!r.nrows || rows_at(&r, 0, 5)->i + SESSION_MOST < cx->now ||
	    rows_at(&r, 0, 6)->i + SESSION_IDLE < cx->now)
		return no_session(cx);
	rc = take(cx, rows_at(&r, 0, 0), out);
	out->csrf = rows_at(&r, 0, 4)->s;
	out->stale = rows_at(&r, 0, 6)->i + TOUCH < cx->now;
	memcpy(out->hash, hash, sizeof(out->hash));
	return rc;
}

enum rc
session_touch(struct ctx *cx, const char *hash)
{
	return db_run(cx->db, &cx->err, "UPDATE session SET seen_at = $1 "
	    "WHERE token = $2", ARGS(INT(cx->now), TEXT(hash)));
}

enum rc
session_end(struct ctx *cx, const char *hash)
{
	return db_run(cx->db, &cx->err, "DELETE FROM session WHERE token = $1",
	    ARGS(TEXT(hash)));
}

enum rc
session_end_all(struct ctx *cx, int64_t account)
{
	enum rc rc = db_run(cx->db, &cx->err,
	    "DELETE FROM session WHERE account = $1", ARGS(INT(account)));

	return rc ? rc : db_run(cx->db, &cx->err,
	    "DELETE FROM api_token WHERE account = $1", ARGS(INT(account)));
}

/* --- tokens ----------------------------------------------------------------------------- */

enum rc
token_make(struct ctx *cx, int64_t account, const char *label, int64_t days,
    const char **token)
{
	const char *t = arena_fmt(cx->arena, "%s%s", token_prefix,
	    random_token(cx->arena, 32));
	char hash[HEX];
	enum rc rc;

	if (days < 1 || days > TOKEN_DAYS_MOST)
		return err_field(&cx->err, "days", "a token holds for 1 to %d "
		    "days", TOKEN_DAYS_MOST);
	hash_hex_of(t, strlen(t), hash);
	rc = db_run(cx->db, &cx->err, "INSERT INTO api_token (token, account, "
	    "label, made_at, ends_at) VALUES ($1, $2, $3, $4, $5)",
	    ARGS(TEXT(hash), INT(account), TEXT(label), INT(cx->now),
	    INT(cx->now + days * DAY_SECONDS)));
	if (!rc)
		rc = vouch(cx, "token.make", account, "token:", hash);
	if (!rc)
		*token = t;
	return rc;
}

enum rc
token_find(struct ctx *cx, const char *token, struct session *out)
{
	char hash[HEX];
	struct rows r;
	enum rc rc;

	hash_hex_of(token, strlen(token), hash);
	rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT u.id, u.person, u.login, p.name FROM api_token t "
	    "JOIN user_account u ON u.id = t.account "
	    "JOIN person p ON p.id = u.person "
	    "WHERE t.token = $1 AND t.ends_at >= $2 AND u.state IN (1, 2)",
	    ARGS(TEXT(hash), INT(cx->now)));
	if (rc)
		return rc;
	return r.nrows ? take(cx, rows_at(&r, 0, 0), out) : no_session(cx);
}

enum rc
session_as(struct ctx *cx, const char *login, struct session *out)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT u.id, u.person, u.login, p.name FROM user_account u "
	    "JOIN person p ON p.id = u.person "
	    "WHERE u.login = $1 AND u.state IN (1, 2)", ARGS(TEXT(login)));

	if (rc)
		return rc;
	if (r.nrows)
		return take(cx, rows_at(&r, 0, 0), out);
	err_set(&cx->err, RC_SIGNIN, "there is no active account \"%.60s\"",
	    login);
	err_hint(&cx->err, "\"muster user list\" shows the accounts.");
	return RC_SIGNIN;
}
