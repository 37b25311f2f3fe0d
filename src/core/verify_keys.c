/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* verify_keys.c - whose signatures count: the keys that the journal names. */
#include "verify_own.h"

#include "base/text.h"
#include "seal.h"

#include <string.h>

static enum rc
take_key(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct verifier *v = arg;
	struct key *more;

	(void)err;
	(void)n;
	more = arena_alloc(v->keep, (v->nkeys + 1) * sizeof(*more));
	if (v->nkeys)
		memcpy(more, v->key, v->nkeys * sizeof(*more));
	if (key_parse(&v->cx.err, verify_word(&row[0]), &more[v->nkeys])) {
		verify_fault(v, "journal", verify_int(&row[1]), 0,
		    "an entry brings in a key that is none");
		return RC_OK;
	}
	v->key = more;
	v->nkeys++;
	return RC_OK;
}

/* The key of now is the last that an entry brought in. */
static enum rc
check_present(struct verifier *v)
{
	struct key now;
	enum rc rc = seal_verifier(&v->cx, &now);

	if (rc == RC_MISSING && !v->nkeys)
		return RC_OK;           /* it was never started */
	if (rc == RC_DB)
		return rc;
	if (rc || !v->nkeys || !key_equal(&now, &v->key[v->nkeys - 1]))
		verify_fault(v, "meta", 0, 0, "the key of the store is not the "
		    "one that its journal names");
	return RC_OK;
}

enum rc
verify_keys(struct verifier *v)
{
	bool known = false;
	enum rc rc = db_each(v->cx.db, &v->cx.err, v->cx.arena,
	    "SELECT v.after, j.id FROM journal j JOIN journal_value v "
	    "ON v.entry = j.id AND v.name = 'verifier:' WHERE j.command IN "
	    "('key.make', 'key.rotate', 'store.restored') ORDER BY j.arrived",
	    NO_ARGS, take_key, v);

	if (!rc)
		rc = check_present(v);
	if (rc || !v->cf->key)
		return rc;
	for (size_t i = 0; i < v->nkeys; i++)
		known |= key_equal(v->cf->key, &v->key[i]);
	if (!known)
		verify_fault(v, "meta", 0, 0, "the key that was given never "
		    "signed for this store");
	return RC_OK;
}
