/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * verify_rest.c - what is no record: rights that were worked out, what lets
 * people in, the search, names and counters.
 */
#include "verify_own.h"

#include "base/text.h"
#include "search.h"

#include <string.h>

/* --- rights ---------------------------------------------------------------------- */

static enum rc
check_reach(struct verifier *v)
{
	struct rows r;
	bool same;
	enum rc rc = db_query(v->cx.db, &v->cx.err, v->keep, &r,
	    "SELECT id FROM person UNION SELECT person FROM reach", NO_ARGS);

	for (size_t i = 0; !rc && i < r.nrows; i++) {
		int64_t id = rows_at(&r, i, 0)->i;

		arena_reset(v->cx.arena);
		rc = access_same(&v->cx, id, &same);
		if (!rc && !same)
			verify_fault(v, "reach", id, 0, "the rights of the "
			    "person are not those that the records give");
	}
	return rc;
}

/* --- what lets people in ------------------------------------------------------------ */

static const char *
last_password(const struct verifier *v, int64_t account)
{
	for (size_t i = v->passwords.n; i-- > 0;)
		if (v->passwords.row[i].account == account)
			return v->passwords.row[i].hash;
	return NULL;
}

static enum rc
take_credential(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct verifier *v = arg;
	const char *text = verify_word(&row[1]);
	char hash[HEX];

	(void)err;
	(void)n;
	hash_hex_of(text, strlen(text), hash);
	if (!str_eq(hash, last_password(v, verify_int(&row[0]))))
		verify_fault(v, "credential", verify_int(&row[0]), 0,
		    "no entry vouches for the password of the account");
	return RC_OK;
}

static enum rc
take_token(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct verifier *v = arg;
	int64_t account = verify_int(&row[0]);
	bool known = false;

	(void)err;
	(void)n;
	for (size_t i = 0; i < v->tokens.n && !known; i++)
		known = v->tokens.row[i].account == account &&
		    str_eq(v->tokens.row[i].hash, verify_word(&row[1]));
	if (!known)
		verify_fault(v, "api_token", account, 0,
		    "no entry vouches for a token of the account");
	return RC_OK;
}

static enum rc
check_doors(struct verifier *v)
{
	enum rc rc = db_each(v->cx.db, &v->cx.err, v->cx.arena, "SELECT "
	    "account, password FROM credential", NO_ARGS, take_credential, v);

	if (!rc)
		rc = db_each(v->cx.db, &v->cx.err, v->cx.arena, "SELECT "
		    "account, token FROM api_token", NO_ARGS, take_token, v);
	return rc ? rc : verify_none(v, "session", "SELECT account FROM "
	    "session s WHERE NOT EXISTS (SELECT 1 FROM user_account u "
	    "WHERE u.id = s.account)", "a session of no account");
}

/* --- the search ------------------------------------------------------------------------ */

static enum rc
check_search(struct verifier *v)
{
	int64_t want = 0, n;
	enum rc rc = verify_number(v, "SELECT count(*) FROM search", &n);

	for (size_t i = 0; model[i] && !rc; i++) {
		int64_t rows = 0;

		if (search_has(model[i]))
			rc = verify_number(v, arena_fmt(v->cx.arena,
			    "SELECT count(*) FROM %s", model[i]->name), &rows);
		want += rows;
	}
	if (!rc && n != want)
		verify_fault(v, "search", 0, 0, "the search knows %lld records "
		    "in place of %lld", (long long)n, (long long)want);
	return rc;
}

/* --- names and counters ------------------------------------------------------------------ */

static enum rc
check_names(struct verifier *v)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; model[i] && !rc; i++)
		rc = verify_none(v, "alias", arena_fmt(v->cx.arena,
		    "SELECT id FROM alias a WHERE record = '%s' AND NOT "
		    "EXISTS (SELECT 1 FROM %s t WHERE t.id = a.id)",
		    model[i]->name, model[i]->name),
		    "a shipped name of no record");
	return rc ? rc : verify_none(v, "counter", "SELECT next FROM counter "
	    "WHERE name = 'id' AND (next <= (SELECT max(record) FROM journal) "
	    "OR next <= (SELECT max(id) FROM journal))",
	    "ids would be given twice");
}

enum rc
verify_rest(struct verifier *v)
{
	static enum rc (*const look[])(struct verifier *v) = { check_reach,
		check_doors, check_search, check_names };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < NELEMS(look) && !rc; i++) {
		arena_reset(v->cx.arena);
		rc = look[i](v);
	}
	return rc;
}
