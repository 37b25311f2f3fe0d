/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * proof.c - what a reader can take home: the proof of an entry, the newest
 * checkpoint, and who else has signed it.
 */
#include "web/record.h"

#include "base/date.h"
#include "base/text.h"
#include "core/journal.h"
#include "core/seal.h"
#include "core/witnesses.h"

static enum rc
give(struct ask *ask, const char *text)
{
	struct buf b = { .arena = ask->cx->arena };

	buf_str(&b, text);
	answer_text(ask->call, 200, "text/plain; charset=utf-8", &b);
	return RC_OK;
}

/* An entry of another record does not exist here. */
enum rc
page_proof(struct ask *ask)
{
	struct record_page p;
	struct entry_seen s;
	const char *text;
	int64_t place;
	enum rc rc = record_open(ask, ask->entity, &p);

	if (rc)
		return rc;
	if (!int_parse(ask->verb, 0, INT64_MAX, &place))
		return err_set(&ask->cx->err, RC_MISSING,
		    "there is no such entry");
	rc = journal_at(ask->cx, place, &s);
	if (!rc && s.entry.record != p.r->id)
		rc = err_set(&ask->cx->err, RC_MISSING,
		    "this is no entry of the record");
	if (!rc)
		rc = seal_receipt(ask->cx, place, &text);
	return rc ? rc : give(ask, text);
}

enum rc
page_checkpoint(struct ask *ask)
{
	struct sealed last;
	enum rc rc = seal_latest(ask->cx, &last);

	return rc ? rc : give(ask, last.note);
}

/* --- the card beside a journal -------------------------------------------------- */

static void
add_witnesses(struct ask *ask, struct view *card)
{
	const char *dir = server_seal(ask->call->srv);
	struct witness_state *w;
	size_t n = 0;

	if (!dir || witnesses_load(&ask->cx->err, ask->cx->arena, dir, &w, &n))
		return;
	for (size_t i = 0; i < n; i++)
		shape_row(card, "rows", &(struct shape_row){
			.icon = *w[i].trouble ? "no" : "check",
			.text = w[i].key.name, .note = *w[i].trouble
			    ? w[i].trouble : "has signed it too" });
}

void
proof_card(struct ask *ask, struct view *page)
{
	struct arena *a = ask->cx->arena;
	struct sealed last;
	struct view *card;
	char at[TIME_LEN + 1];

	if (seal_latest(ask->cx, &last))
		return;
	card = card_new(page, "side", "h-proof", "Proof");
	time_write(at, last.time);
	shape_row(card, "rows", &(struct shape_row){ .icon = "lock",
		.text = arena_fmt(a, "Signed up to entry %lld",
		    (long long)last.size),
		.note = arena_fmt(a, "Keep the checkpoint of %s: it shows "
		    "later whether anything before it was changed", at),
		.href = url_new(a, "/checkpoint") });
	add_witnesses(ask, card);
}
