/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * verify_entries.c - the journal by itself: places, leaves, chains, the tree
 * with its subtrees, and each checkpoint that was signed over it.
 */
#include "verify_own.h"

#include "base/file.h"
#include "base/text.h"
#include "journal.h"
#include "seal.h"
#include "verify_chains.h"

#include <stdlib.h>
#include <string.h>

struct old { struct checkpoint cp; const char *from; };

struct walk {
	struct verifier *v;
	struct chains *chains;
	struct tree tree;
	bool whole;             /* no place was missing so far */
	int64_t nodes, all;
	enum rc rc;             /* of reading a subtree */
	struct sealed next;     /* of the store; size 0: no more */
	struct old *old;        /* of the caller and the folder, by size */
	size_t nold, at;
};

/* --- checkpoints that are not in the database --------------------------------------- */

static enum rc
open_note(struct verifier *v, const char *s, struct checkpoint *out)
{
	const struct key *given = v->cf->key;
	struct key own;
	enum rc rc;

	if (given)
		return checkpoint_open(&v->cx.err, v->keep, s, strlen(s),
		    given, out, NULL);
	for (size_t i = v->nkeys; i-- > 0;) {
		own = v->key[i];
		rc = checkpoint_open(&v->cx.err, v->keep, s, strlen(s), &own,
		    out, NULL);
		if (rc != RC_DENIED)
			return rc;
	}
	return err_set(&v->cx.err, RC_DENIED, "the checkpoint was not signed "
	    "by a key of this store");
}

static void
add_old(struct walk *w, const struct checkpoint *cp, const char *from)
{
	size_t i = w->nold++;

	for (; i && w->old[i - 1].cp.size > cp->size; i--)
		w->old[i] = w->old[i - 1];
	w->old[i] = (struct old){ *cp, from };
}

/* The folder's own: what is wrong with it is a fault and no reason to stop. */
static void
add_last(struct walk *w)
{
	struct verifier *v = w->v;
	struct verify_config own = *v->cf;
	const struct verify_config *cf = v->cf;
	struct checkpoint cp;
	char *text;
	size_t n;
	enum rc rc;

	rc = file_read(&v->cx.err, v->keep, arena_fmt(v->keep, "%s/last",
	    cf->seal), NOTE_MAX, &text, &n);
	if (rc == RC_MISSING)
		return;
	own.key = NULL;         /* it may have been changed since */
	v->cf = &own;
	if (!rc)
		rc = open_note(v, text, &cp);
	v->cf = cf;
	if (rc)
		verify_fault(v, "seal", 0, 0, "the last checkpoint in the "
		    "folder: %.160s", v->cx.err.text);
	else
		add_old(w, &cp, "that was signed last");
}

static enum rc
gather_old(struct walk *w)
{
	const struct verify_config *cf = w->v->cf;
	enum rc rc = RC_OK;

	w->old = arena_alloc(w->v->keep, (cf->nold + 1) * sizeof(*w->old));
	for (size_t i = 0; i < cf->nold && !rc; i++) {
		struct checkpoint cp;

		rc = open_note(w->v, cf->old[i], &cp);
		if (!rc)
			add_old(w, &cp, "that was given");
	}
	if (!rc && cf->seal)
		add_last(w);
	return rc;
}

/* --- checkpoints as their sizes are reached -------------------------------------------- */

static enum rc
next_sealed(struct walk *w)
{
	struct rows r;
	enum rc rc = db_query(w->v->cx.db, &w->v->cx.err, w->v->cx.arena, &r,
	    "SELECT size, note FROM checkpoint WHERE size > $1 ORDER BY size "
	    "LIMIT 1", ARGS(INT(w->next.size)));

	if (rc)
		return rc;
	w->next = (struct sealed){ 0 };
	if (!r.nrows)
		return RC_OK;
	w->next.size = verify_int(rows_at(&r, 0, 0));
	w->next.note = verify_word(rows_at(&r, 0, 1));
	return RC_OK;
}

static void
compare_root(struct walk *w, const struct checkpoint *cp, int64_t id,
    const char *from)
{
	unsigned char root[HASH];

	w->v->n.checkpoints++;
	merkle_root(&w->tree, root);
	if (w->whole && memcmp(root, cp->root, HASH) != 0)
		verify_fault(w->v, "journal", id, 0, "the first %lld entries "
		    "are not those of the checkpoint %s", (long long)cp->size,
		    from);
}

static enum rc
check_sealed(struct walk *w)
{
	struct verifier *v = w->v;
	struct checkpoint cp;
	const struct verify_config *cf = v->cf;
	struct verify_config own = *cf;
	enum rc rc;

	own.key = NULL;
	v->cf = &own;
	rc = open_note(v, w->next.note, &cp);
	v->cf = cf;
	if (rc || cp.size != w->next.size)
		verify_fault(v, "checkpoint", w->next.size, 0, "%.200s", rc
		    ? v->cx.err.text : "the checkpoint is of another size");
	else
		compare_root(w, &cp, 0, "in the store");
	return next_sealed(w);
}

static enum rc
at_size(struct walk *w, int64_t size)
{
	enum rc rc = RC_OK;

	while (w->at < w->nold && w->old[w->at].cp.size <= size) {
		const struct old *o = &w->old[w->at++];

		if (o->cp.size == size)
			compare_root(w, &o->cp, 0, o->from);
	}
	while (!rc && w->next.size > 0 && w->next.size <= size) {
		if (w->next.size == size)
			rc = check_sealed(w);
		else
			rc = next_sealed(w);
	}
	return rc;
}

static enum rc
beyond_end(struct walk *w)
{
	long long end = (long long)w->tree.size;
	enum rc rc = RC_OK;

	for (; w->at < w->nold; w->at++)
		verify_fault(w->v, "journal", 0, 0, "the checkpoint %s is of "
		    "%lld entries, but the journal ends at %lld: the store is "
		    "older, or was cut", w->old[w->at].from,
		    (long long)w->old[w->at].cp.size, end);
	while (!rc && w->next.size > 0) {
		verify_fault(w->v, "checkpoint", w->next.size, 0,
		    "the checkpoint is of more than the %lld entries of the "
		    "journal", end);
		rc = next_sealed(w);
	}
	return rc;
}

/* --- entries ----------------------------------------------------------------------------- */

static void
take_node(void *arg, unsigned level, int64_t index,
    const unsigned char h[HASH])
{
	struct walk *w = arg;
	struct verifier *v = w->v;
	char hex[HEX];
	struct rows r;

	w->nodes++;
	if (w->rc)
		return;
	w->rc = db_query(v->cx.db, &v->cx.err, v->cx.arena, &r,
	    "SELECT hash FROM subtree WHERE level = $1 AND position = $2",
	    ARGS(INT(level), INT(index)));
	if (w->rc)
		return;
	hash_hex(h, hex);
	if (w->whole && (!r.nrows || !str_eq(verify_word(rows_at(&r, 0, 0)),
	    hex)))
		verify_fault(v, "subtree", index, 0, "the hash of level %u is "
		    "not that of its entries", level);
}

static struct entry
entry_of(const struct value *v)
{
	return (struct entry){ .arrived = verify_int(&v[0]),
		.time = verify_int(&v[1]), .actor = verify_int(&v[2]),
		.command = verify_word(&v[3]),
		.type = v[4].type == V_TEXT ? v[4].s : NULL,
		.record = verify_int(&v[5]), .rev = verify_int(&v[6]),
		.audit = verify_int(&v[7]),
		.outcome = (enum outcome)verify_int(&v[8]),
		.rule = v[9].type == V_TEXT ? v[9].s : NULL,
		.blob = v[10].type == V_TEXT ? v[10].s : NULL,
		.values = verify_word(&v[11]), .index = verify_int(&v[12]),
		.previous = verify_word(&v[13]) };
}

/* The hash that the entry was given; when that is none, the one it has. */
static void
check_leaf(struct walk *w, const struct entry *e, const struct value *row,
    unsigned char leaf[HASH])
{
	int64_t id = verify_int(&row[15]);
	unsigned char given[HASH];

	if (!hash_parse(verify_word(&row[14]), given))
		memset(given, 0, HASH);
	memcpy(leaf, given, HASH);
	if (!entry_valid(e)) {
		verify_fault(w->v, "journal", id, e->audit,
		    "entry %lld is no entry", (long long)e->index);
		return;
	}
	entry_leaf(e, leaf);
	if (memcmp(leaf, given, HASH) != 0)
		verify_fault(w->v, "journal", id, e->audit,
		    "entry %lld was changed: its text does not have its hash",
		    (long long)e->index);
	memcpy(leaf, given, HASH);
}

static void
check_chain(struct walk *w, const struct entry *e, int64_t id,
    const unsigned char leaf[HASH])
{
	char hex[HEX];

	if (!str_eq(e->previous, chains_last(w->chains, e->audit)))
		verify_fault(w->v, "journal", id, e->audit,
		    "entry %lld does not follow the entry of its audit before "
		    "it", (long long)e->index);
	hash_hex(leaf, hex);
	chains_set(w->chains, e->audit, hex);
}

static void
check_place(struct walk *w, const struct entry *e, int64_t id)
{
	if (e->index == w->tree.size)
		return;
	if (w->whole)
		verify_fault(w->v, "journal", id, e->audit,
		    "entries are missing: after %lld comes %lld",
		    (long long)w->tree.size - 1, (long long)e->index);
	w->whole = false;
}

static enum rc
take_entry(void *arg, struct err *err, const struct value *row, size_t n)
{
	struct walk *w = arg;
	struct verifier *v = w->v;
	struct entry e = entry_of(row);
	int64_t id = verify_int(&row[15]);
	unsigned char leaf[HASH];
	enum rc rc;

	(void)n;
	check_place(w, &e, id);
	check_leaf(w, &e, row, leaf);
	check_chain(w, &e, id, leaf);
	merkle_add_noted(&w->tree, leaf, take_node, w);
	rc = w->rc ? w->rc : at_size(w, w->tree.size);
	if (rc) {
		*err = v->cx.err;
		return rc;
	}
	if (++v->n.entries % 1000 == 0) {
		verify_progress(v, "entries", v->n.entries, w->all);
		w->next.note = arena_str(v->keep, w->next.note);
		arena_reset(v->cx.arena);
	}
	return RC_OK;
}

/* --- the head of the tree, and what waits -------------------------------------------------- */

static enum rc
check_head(struct walk *w)
{
	struct verifier *v = w->v;
	int64_t nodes;
	struct rows r;
	enum rc rc = db_query(v->cx.db, &v->cx.err, v->cx.arena, &r,
	    "SELECT size, edge FROM tree", NO_ARGS);

	if (!rc)
		rc = verify_number(v, "SELECT count(*) FROM subtree", &nodes);
	if (rc)
		return rc;
	if (w->whole && (r.nrows != 1 ||
	    verify_int(rows_at(&r, 0, 0)) != w->tree.size ||
	    !str_eq(verify_word(rows_at(&r, 0, 1)), merkle_save(&w->tree,
	    v->cx.arena))))
		verify_fault(v, "tree", 1, 0, "the head of the tree is not "
		    "that of the %lld entries", (long long)w->tree.size);
	if (w->whole && nodes != w->nodes)
		verify_fault(v, "subtree", 0, 0, "there are %lld hashes of "
		    "subtrees in place of %lld", (long long)nodes,
		    (long long)w->nodes);
	return RC_OK;
}

/* It waits only for a moment; others that came later were not passed by. */
static enum rc
check_waiting(struct verifier *v)
{
	enum rc rc = verify_number(v, "SELECT count(*) FROM journal "
	    "WHERE place IS NULL", &v->n.waiting);

	return rc ? rc : verify_none(v, "journal", "SELECT j.id, j.audit "
	    "FROM journal j WHERE j.place IS NULL AND EXISTS (SELECT 1 FROM "
	    "journal p WHERE p.place IS NOT NULL AND p.arrived > j.arrived "
	    "AND p.time > j.time + 60)", "the entry never got a place");
}

static enum rc
walk_all(struct walk *w)
{
	struct verifier *v = w->v;
	enum rc rc = verify_number(v, "SELECT count(*) FROM journal "
	    "WHERE place IS NOT NULL", &w->all);

	if (!rc)
		rc = gather_old(w);
	if (!rc)
		rc = next_sealed(w);
	if (!rc)
		rc = db_each(v->cx.db, &v->cx.err, v->cx.arena, "SELECT "
		    "arrived, time, actor, command, type, record, rev, audit, "
		    "outcome, rule, blob, commitment, place, previous, leaf, "
		    "id FROM journal WHERE place IS NOT NULL ORDER BY place",
		    NO_ARGS, take_entry, w);
	if (!rc)
		rc = beyond_end(w);
	if (!rc)
		rc = check_head(w);
	verify_progress(v, "entries", v->n.entries, v->n.entries);
	return rc ? rc : check_waiting(v);
}

enum rc
verify_entries(struct verifier *v)
{
	struct walk w = { .v = v, .chains = chains_new(), .whole = true };
	enum rc rc = walk_all(&w);

	chains_free(w.chains);
	return rc;
}
