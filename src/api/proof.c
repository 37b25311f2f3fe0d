/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* proof.c - checkpoints and proofs, for whoever wants to keep them. */
#include "api/api.h"

#include "base/text.h"
#include "core/journal.h"
#include "core/seal.h"

static enum rc
give_text(struct call *c, const char *text)
{
	struct buf b = { .arena = c->cx.arena };

	buf_str(&b, text);
	answer_text(c, 200, "text/plain; charset=utf-8", &b);
	return RC_OK;
}

enum rc
api_checkpoint(struct call *c)
{
	struct sealed last;
	enum rc rc = seal_latest(&c->cx, &last);

	return rc ? rc : give_text(c, last.note);
}

enum rc
api_verifier(struct call *c)
{
	struct key key;
	enum rc rc = seal_verifier(&c->cx, &key);

	return rc ? rc : give_text(c, arena_fmt(c->cx.arena, "%s\n",
	    key_text(c->cx.arena, &key)));
}

static enum rc
give_proof(struct call *c, int64_t place)
{
	const char *text;
	enum rc rc = seal_receipt(&c->cx, place, &text);

	return rc ? rc : give_text(c, text);
}

enum rc
api_proof(struct call *c)
{
	const struct entity *e;
	struct seen seen;
	int64_t place;
	enum rc rc = api_record(c, &e, 0, &seen);

	if (!rc)
		rc = journal_last_change(&c->cx,
		    ((struct record *)seen.rec)->id, &place);
	return rc ? rc : give_proof(c, place);
}

/* An entry of another record does not exist here. */
enum rc
api_proof_of_entry(struct call *c)
{
	const struct entity *e;
	struct entry_seen s;
	struct seen seen;
	int64_t place;
	enum rc rc = api_record(c, &e, 0, &seen);

	if (rc)
		return rc;
	if (!int_parse(c->arg[2], 0, INT64_MAX, &place))
		return err_field(&c->cx.err, "index", "the index of an entry "
		    "is a number");
	rc = journal_at(&c->cx, place, &s);
	if (!rc && s.entry.record != ((struct record *)seen.rec)->id)
		rc = err_set(&c->cx.err, RC_MISSING, "this is no entry of the "
		    "record");
	return rc ? rc : give_proof(c, place);
}
