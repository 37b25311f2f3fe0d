/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * journal_place.c - the places of journal entries: index in the log, chain of
 * the audit, leaf of the tree.
 */
#include "journal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BEFORE = 12 };           /* the column of the audit's last leaf */

struct placed {
	const struct value *row;
	const char *previous;
	char *leaf;
};

struct node { unsigned level; int64_t index; char hash[HEX]; };

struct waiting {
	size_t n;
	struct placed *entry;
	struct node *node;      /* subtrees that became whole */
	size_t nnodes;
};

static enum rc
read_waiting(struct ctx *cx, struct waiting *w)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT arrived, time, actor, command, type, record, rev, audit, "
	    "outcome, rule, blob, commitment, (SELECT p.leaf FROM journal p "
	    "WHERE p.audit = j.audit AND p.place IS NOT NULL "
	    "ORDER BY p.place DESC LIMIT 1) FROM journal j "
	    "WHERE place IS NULL ORDER BY arrived LIMIT $1",
	    ARGS(INT(JOURNAL_MANY)));

	if (rc)
		return rc;
	*w = (struct waiting){ .n = r.nrows };
	w->entry = arena_alloc(cx->arena, (w->n + 1) * sizeof(*w->entry));
	w->node = arena_alloc(cx->arena, (w->n + 64) * sizeof(*w->node));
	for (size_t i = 0; i < w->n; i++)
		w->entry[i].row = rows_at(&r, i, 0);
	return RC_OK;
}

static const char *
previous_of(const struct waiting *w, size_t i)
{
	const struct value *v = w->entry[i].row;

	for (size_t k = i; k-- > 0;)
		if (w->entry[k].row[7].i == v[7].i)
			return w->entry[k].leaf;
	return v[BEFORE].type == V_TEXT ? v[BEFORE].s : entry_first;
}

static void
note_node(void *arg, unsigned level, int64_t index,
    const unsigned char h[HASH])
{
	struct waiting *w = arg;
	struct node *n = &w->node[w->nnodes++];

	n->level = level;
	n->index = index;
	hash_hex(h, n->hash);
}

static void
chain(struct ctx *cx, struct waiting *w, struct tree *t)
{
	for (size_t i = 0; i < w->n; i++) {
		struct placed *p = &w->entry[i];
		const struct value *v = p->row;
		unsigned char leaf[HASH];
		struct entry e = { v[0].i, v[1].i, v[2].i, v[3].s, v[4].s,
			v[5].i, v[6].i, v[7].i, (enum outcome)v[8].i, v[9].s,
			v[10].s, v[11].s, t->size, NULL };

		e.previous = p->previous = previous_of(w, i);
		entry_leaf(&e, leaf);
		p->leaf = arena_alloc(cx->arena, HEX);
		hash_hex(leaf, p->leaf);
		merkle_add_noted(t, leaf, note_node, w);
	}
}

/* fence 0: whoever holds it. */
static enum rc
read_tree(struct ctx *cx, int64_t fence, struct tree *t, int64_t *held)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT size, edge, fence FROM tree WHERE id = 1 "
	    "AND (fence = $1 OR $1 = 0)", ARGS(INT(fence)));

	if (rc)
		return rc;
	if (!r.nrows)
		return err_set(&cx->err, RC_MISSING, "the lease is gone");
	if (!merkle_load(t, rows_at(&r, 0, 0)->i, rows_at(&r, 0, 1)->s))
		return err_set(&cx->err, RC_DB, "the tree's edge is damaged");
	*held = rows_at(&r, 0, 2)->i;
	return RC_OK;
}

static enum rc
write_places(struct ctx *cx, const struct waiting *w, const struct tree *t)
{
	int64_t first = t->size - (int64_t)w->n;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < w->n && !rc; i++)
		rc = db_run(cx->db, &cx->err, "UPDATE journal SET place = $1, "
		    "previous = $2, leaf = $3 WHERE arrived = $4",
		    ARGS(INT(first + (int64_t)i), TEXT(w->entry[i].previous),
		    TEXT(w->entry[i].leaf), w->entry[i].row[0]));
	for (size_t i = 0; i < w->nnodes && !rc; i++)
		rc = db_run(cx->db, &cx->err, "INSERT INTO subtree (level, "
		    "position, hash) VALUES ($1, $2, $3)",
		    ARGS(INT(w->node[i].level), INT(w->node[i].index),
		    TEXT(w->node[i].hash)));
	if (rc)
		return rc;
	return db_run(cx->db, &cx->err, "UPDATE tree SET size = $1, "
	    "edge = $2 WHERE id = 1", ARGS(INT(t->size),
	    TEXT(merkle_save(t, cx->arena))));
}

enum rc
journal_place(struct ctx *cx)
{
	struct waiting w;
	struct tree t;
	int64_t held;
	enum rc rc;

	do {
		rc = read_waiting(cx, &w);
		if (rc || !w.n)
			return rc;
		rc = read_tree(cx, 0, &t, &held);
		if (rc)
			return rc;
		chain(cx, &w, &t);
		rc = write_places(cx, &w, &t);
	} while (!rc && w.n == JOURNAL_MANY);
	return rc;
}

/* --- under the lease (PostgreSQL) -------------------------------------------- */

static void
list_item(struct buf *b, size_t i, const char *s)
{
	buf_char(b, i ? ',' : '{');
	buf_str(b, s);
}

static void
list_int(struct buf *b, size_t i, int64_t v)
{
	buf_char(b, i ? ',' : '{');
	buf_int(b, v);
}

static const char *
list_text(struct buf *b)
{
	buf_str(b, b->len ? "}" : "{}");
	return b->s;
}

/*
 * Fence, places, subtrees and tree head in one statement: it is atomic
 * without a transaction that stays open while a server may be stopped, and
 * who lost the lease meanwhile matches no row of tree and so places nothing.
 */
static enum rc
write_places_held(struct ctx *cx, int64_t fence, const struct waiting *w,
    const struct tree *t)
{
	struct buf at = { .arena = cx->arena }, prev = at, leaf = at;
	struct buf level = at, position = at, hash = at;
	int64_t first = t->size - (int64_t)w->n;
	struct rows r;
	enum rc rc;

	for (size_t i = 0; i < w->n; i++) {
		list_int(&at, i, w->entry[i].row[0].i);
		list_item(&prev, i, w->entry[i].previous);
		list_item(&leaf, i, w->entry[i].leaf);
	}
	for (size_t i = 0; i < w->nnodes; i++) {
		list_int(&level, i, w->node[i].level);
		list_int(&position, i, w->node[i].index);
		list_item(&hash, i, w->node[i].hash);
	}
	rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "WITH held AS (UPDATE tree SET size = $1, edge = $2, "
	    "until = " LEASE_END " WHERE id = 1 AND fence = $3 "
	    "AND size = $4 RETURNING 1), nodes AS (INSERT INTO subtree "
	    "(level, position, hash) SELECT n.level, n.position, n.hash "
	    "FROM held, unnest($8::bigint[], $9::bigint[], $10::text[]) "
	    "AS n (level, position, hash)) "
	    "UPDATE journal j SET place = $4 + u.n - 1, previous = u.prev, "
	    "leaf = u.leaf FROM held, unnest($5::bigint[], $6::text[], "
	    "$7::text[]) WITH ORDINALITY AS u (at, prev, leaf, n) "
	    "WHERE j.arrived = u.at RETURNING j.place",
	    ARGS(INT(t->size), TEXT(merkle_save(t, cx->arena)), INT(fence),
	    INT(first), TEXT(list_text(&at)), TEXT(list_text(&prev)),
	    TEXT(list_text(&leaf)), TEXT(list_text(&level)),
	    TEXT(list_text(&position)), TEXT(list_text(&hash))));
	if (rc)
		return rc;
	if (r.nrows != w->n)
		return err_set(&cx->err, RC_CONFLICT, "fenced off: %zu entries "
		    "not placed", w->n);
	return RC_OK;
}

enum rc
journal_place_held(struct ctx *cx, int64_t fence, int stall, size_t *placed)
{
	struct timespec nap = { stall / 1000, stall % 1000 * 1000000L };
	struct waiting w;
	struct tree t;
	enum rc rc;

	rc = read_tree(cx, fence, &t, &fence);
	if (!rc)
		rc = read_waiting(cx, &w);
	if (rc)
		return rc;
	*placed = w.n;
	if (!w.n)
		return RC_OK;
	chain(cx, &w, &t);
	if (stall)
		nanosleep(&nap, NULL);
	return write_places_held(cx, fence, &w, &t);
}

enum rc
journal_head(struct ctx *cx, struct head *out)
{
	unsigned char root[HASH];
	struct tree t;
	struct rows r;
	int64_t fence;
	enum rc rc;

	rc = read_tree(cx, 0, &t, &fence);
	if (!rc)
		rc = db_query(cx->db, &cx->err, cx->arena, &r,
		    "SELECT count(*) FROM journal WHERE place IS NULL",
		    NO_ARGS);
	if (rc)
		return rc;
	*out = (struct head){ .size = t.size, .fence = fence,
		.waiting = rows_at(&r, 0, 0)->i };
	merkle_root(&t, root);
	hash_hex(root, out->root);
	return RC_OK;
}
