/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * merkle.h - the Merkle tree of RFC 6962 (SHA-256) over the journal.
 *
 * A leaf's hash is SHA-256(0x00 || text), a node's SHA-256(0x01 || left ||
 * right); a tree of n leaves splits at the largest power of two below n.
 */
#ifndef MERKLE_H
#define MERKLE_H

#include "base/base.h"
#include "base/hash.h"

void merkle_leaf(const char *text, size_t n, unsigned char out[HASH]);
void merkle_node(const unsigned char left[HASH],
	const unsigned char right[HASH], unsigned char out[HASH]);

/* --- the head of a tree that only grows ----------------------------------- */

/*
 * Of n leaves it keeps the roots of the perfect subtrees along the right
 * edge, one per set bit of n, largest first: at most 63 hashes, from which
 * the root of all n is known at once and the next leaf is added in O(1)
 * amortised.  All zero is the empty tree.
 */
struct tree {
	int64_t size;
	unsigned edges;
	unsigned char edge[63][HASH];
};

void merkle_add(struct tree *t, const unsigned char leaf[HASH]);

/*
 * Proofs need subtrees that the edge has forgotten.  A store that keeps the
 * roots of perfect subtrees at every MERKLE_STEP-th level (level 0 are the
 * leaves themselves) keeps one hash per 15 leaves, and a proof reads at most
 * some 300 of them whatever the size of the log (path.h).
 *
 * The note is called for each such subtree that this leaf completes, level
 * MERKLE_STEP first: it covers the leaves [index << level, (index + 1) <<
 * level).  Never for level 0.
 */
enum { MERKLE_STEP = 4 };

typedef void merkle_note(void *arg, unsigned level, int64_t index,
	const unsigned char h[HASH]);

void merkle_add_noted(struct tree *t, const unsigned char leaf[HASH],
	merkle_note *note, void *arg);

void merkle_root(const struct tree *t, unsigned char out[HASH]);

/* The edge as text for the database, and back; false: it is damaged. */
char *merkle_save(const struct tree *t, struct arena *a);
bool merkle_load(struct tree *t, int64_t size, const char *text) MUST_USE;

#endif
