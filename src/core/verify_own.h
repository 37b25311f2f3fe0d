/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* verify_own.h - what the passes of verify.h share. */
#ifndef VERIFY_OWN_H
#define VERIFY_OWN_H

#include "verify.h"

#include "proof/entry.h"
#include "store.h"

/* A secret that an entry commits to: of an account, or a token's. */
struct vouched { int64_t account; const char *hash; };
struct vouched_list { struct vouched *row; size_t n, cap; };

struct verifier {
	struct ctx cx;          /* its arena is emptied again and again */
	struct arena *keep;
	const struct verify_config *cf;
	struct verify_counts n;
	const char *store;      /* the id of the store */
	struct key *key;        /* that ever signed for it, oldest first */
	size_t nkeys;
	int64_t *seen;          /* records of each type that were held against
	                           the journal, in the order of the model */
	struct vouched_list passwords, tokens;
};

void verify_fault(struct verifier *v, const char *table, int64_t id,
	int64_t audit, const char *fmt, ...) PRINTF_LIKE(5, 6);
void verify_progress(struct verifier *v, const char *what, int64_t done,
	int64_t all);

/* Each row of a SELECT "id, audit" or "id" is a fault with this text. */
enum rc verify_none(struct verifier *v, const char *table, const char *sql,
	const char *text) MUST_USE;
/* The one number that SQL gives. */
enum rc verify_number(struct verifier *v, const char *sql, int64_t *out)
	MUST_USE;

/* --- the passes, each in a file of its own ---------------------------------------- */

enum rc verify_schema(struct verifier *v) MUST_USE;
enum rc verify_keys(struct verifier *v) MUST_USE;
enum rc verify_entries(struct verifier *v) MUST_USE;
enum rc verify_records(struct verifier *v) MUST_USE;
enum rc verify_blobs(struct verifier *v) MUST_USE;
enum rc verify_rest(struct verifier *v) MUST_USE;

/* --- a record by its entries --------------------------------------------------------- */

struct replay {
	const struct entity *entity;
	int64_t id, rev, audit;
	int64_t created_at, created_by, changed_at, changed_by;
	const char *code, *blob;
	const char **value;     /* by field; NULL: as in a new record */
	bool gone;
};

/* In place of a value that was erased: this very address. */
extern const char verify_erased[];

enum { REPLAYS = 256 };         /* held against their rows at one go */

enum rc verify_rows(struct verifier *v, struct replay *r, size_t n) MUST_USE;
/* After the last: rows that no entry tells of, links without order. */
enum rc verify_tables(struct verifier *v) MUST_USE;

/* Cells of rows that somebody else may have written. */
int64_t verify_int(const struct value *v);        /* else -1 */
const char *verify_word(const struct value *v);   /* else "" */

#endif
