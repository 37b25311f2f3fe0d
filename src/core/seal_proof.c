/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* seal_proof.c - proofs out of the journal's tree. */
#include "seal.h"

#include "journal.h"
#include "proof/receipt.h"

#include <string.h>

static enum rc
damaged(struct err *err, unsigned level, int64_t first)
{
	return err_set(err, RC_DB, "the tree lacks a hash (level %u, from "
	    "%lld on)", level, (long long)first);
}

/* Level 0 are the entries' own leaves; above them stand stored subtrees. */
static enum rc
get_nodes(void *store, struct err *err, unsigned level, int64_t first,
    size_t n, unsigned char (*out)[HASH])
{
	struct ctx *cx = store;
	int64_t end = first + (int64_t)n;
	struct rows r;
	enum rc rc;

	if (level)
		rc = db_query(cx->db, err, cx->arena, &r, "SELECT position, "
		    "hash FROM subtree WHERE level = $1 AND position >= $2 "
		    "AND position < $3 ORDER BY position",
		    ARGS(INT(level), INT(first), INT(end)));
	else
		rc = db_query(cx->db, err, cx->arena, &r, "SELECT place, leaf "
		    "FROM journal WHERE place >= $1 AND place < $2 "
		    "ORDER BY place", ARGS(INT(first), INT(end)));
	if (rc)
		return rc;
	if (r.nrows != n)
		return damaged(err, level, first);
	for (size_t i = 0; i < n; i++) {
		const struct value *v = rows_at(&r, i, 0);

		if (v[0].i != first + (int64_t)i || v[1].type != V_TEXT ||
		    !hash_parse(v[1].s, out[i]))
			return damaged(err, level, first);
	}
	return RC_OK;
}

struct nodes
seal_nodes(struct ctx *cx)
{
	return (struct nodes){ get_nodes, cx };
}

enum rc
seal_receipt(struct ctx *cx, int64_t place, const char **out)
{
	const struct nodes nodes = seal_nodes(cx);
	struct receipt r = { .index = place };
	struct sealed last = { 0 };
	struct entry_seen s;
	char text[ENTRY_MAX];
	enum rc rc = seal_latest(cx, &last);

	if (rc && rc != RC_MISSING)
		return rc;
	if (place < 0 || place >= last.size) {
		err_set(&cx->err, RC_BUSY, "no checkpoint covers this entry "
		    "yet");
		err_hint(&cx->err, "Ask again in a minute.");
		return RC_BUSY;
	}
	rc = path_inclusion(&cx->err, &nodes, place, last.size, &r.path);
	if (!rc)
		rc = journal_at(cx, place, &s);
	if (rc)
		return rc;
	r.nextra = entry_write(text, &s.entry);
	r.extra = (const unsigned char *)text;
	r.checkpoint = last.note;
	r.ncheckpoint = strlen(last.note);
	*out = receipt_text(cx->arena, &r);
	return RC_OK;
}

enum rc
seal_consistency(struct ctx *cx, int64_t old, int64_t size, struct path *out)
{
	const struct nodes nodes = seal_nodes(cx);

	return path_consistency(&cx->err, &nodes, old, size, out);
}
