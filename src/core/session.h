/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * session.h - who is asking: passwords, sessions, tokens, the set-up code.
 *
 * A session is a random token in a cookie, stored as its SHA-256; so is an
 * API token.  An account that is not active signs in nowhere, and what was
 * open ends with it.
 */
#ifndef SESSION_H
#define SESSION_H

#include "ctx.h"

extern const char session_ddl[];

enum { SESSION_IDLE = 30 * 60, SESSION_MOST = 12 * 3600,
	PASSWORD_LEAST = 12, PASSWORD_MOST = 1024,
	SETUP_SECONDS = 30 * 60, TOKEN_DAYS_MOST = 365 };

struct session {
	int64_t account, person;
	const char *login, *name;
	const char *csrf;       /* token that each form carries */
	bool stale;             /* session_touch is due */
	char hash[65];          /* of its token */
};

/*
 * Checks a password (heavy: argon2id) and names the account.  The same words
 * and the same work whether the login or the password is wrong.
 */
enum rc password_check(struct ctx *cx, const char *login, const char *password,
	int64_t *account) MUST_USE;
/* Within a transaction; the rules for passwords are judged here. */
enum rc password_set(struct ctx *cx, int64_t account, const char *password)
	MUST_USE;

/* The same with a verifier that was made before. */
enum rc password_keep(struct ctx *cx, int64_t account, const char *verifier)
	MUST_USE;

/* Within a transaction: a new session; *token is for the cookie. */
enum rc session_begin(struct ctx *cx, int64_t account, const char **token)
	MUST_USE;
/* RC_SIGNIN when there is none.  Sets account, person and roles of cx. */
enum rc session_find(struct ctx *cx, const char *token, struct session *out)
	MUST_USE;
enum rc session_touch(struct ctx *cx, const char *hash) MUST_USE;
enum rc session_end(struct ctx *cx, const char *hash) MUST_USE;
enum rc session_end_all(struct ctx *cx, int64_t account) MUST_USE;

/* --- tokens of programs ------------------------------------------------------------ */

enum rc token_make(struct ctx *cx, int64_t account, const char *label,
	int64_t days, const char **token) MUST_USE;
enum rc token_find(struct ctx *cx, const char *token, struct session *out)
	MUST_USE;

/* Acting for somebody by name: the command line on its own store. */
enum rc session_as(struct ctx *cx, const char *login, struct session *out)
	MUST_USE;

/* --- the first account ---------------------------------------------------------------- */

/* A new code, valid for 30 minutes; only while nobody can sign in. */
enum rc setup_code(struct ctx *cx, const char **code) MUST_USE;
/* Is there nobody yet? */
enum rc setup_open(struct ctx *cx, bool *open) MUST_USE;
enum rc setup_check(struct ctx *cx, const char *code) MUST_USE;
/* Makes organization, person, account and grants; ends the set-up. */
struct setup {
	const char *organization, *name, *email, *login, *password;
	bool manages;           /* is also programme manager and client */
};
enum rc setup_first(struct ctx *cx, const struct setup *s, int64_t *account)
	MUST_USE;

#endif
