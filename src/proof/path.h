/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * path.h - proofs that a leaf lies in a tree and that a tree extends another.
 *
 * Made after RFC 6962, section 2.1.1 (audit path) and 2.1.2 (consistency),
 * checked after the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
 * Hashes stand in the order of the RFC: from the leaf's neighbour upwards.
 */
#ifndef PATH_H
#define PATH_H

#include "base/base.h"
#include "base/hash.h"

enum { PATH_MAX_HASHES = 64 };  /* enough for any int64_t size */

struct path {
	size_t n;
	unsigned char hash[PATH_MAX_HASHES][HASH];
};

/*
 * Where the hashes of stored subtrees come from: get gives n (1 to
 * 1 << (MERKLE_STEP - 1)) hashes of one level from place first on.  Levels
 * are multiples of MERKLE_STEP; level 0 are the leaves.  Only perfect
 * subtrees inside the tree asked for are wanted.
 */
struct nodes {
	enum rc (*get)(void *store, struct err *err, unsigned level,
		int64_t first, size_t n, unsigned char (*out)[HASH]);
	void *store;
};

/* RC_INVALID unless 0 <= index < size, or 0 <= old <= size. */
enum rc path_inclusion(struct err *err, const struct nodes *nodes,
	int64_t index, int64_t size, struct path *out) MUST_USE;
enum rc path_consistency(struct err *err, const struct nodes *nodes,
	int64_t old, int64_t size, struct path *out) MUST_USE;

/* The root of the first size leaves. */
enum rc path_root(struct err *err, const struct nodes *nodes, int64_t size,
	unsigned char out[HASH]) MUST_USE;

/* Does the proof lead from this leaf at this index to this root? */
bool path_includes(const struct path *p, int64_t index, int64_t size,
	const unsigned char leaf[HASH], const unsigned char root[HASH])
	MUST_USE;

/*
 * Does the tree of size leaves begin with the tree of old leaves?  An empty
 * tree is the beginning of every tree; its proof is empty, as is that of
 * equal sizes.
 */
bool path_extends(const struct path *p, int64_t old,
	const unsigned char old_root[HASH], int64_t size,
	const unsigned char root[HASH]) MUST_USE;

/*
 * The same with a second look at what fails.  PATH_OTHER is a proof in good
 * order that begins at another tree of old leaves, or (where old is a power
 * of two and the proof does not show its beginning) of the right length: so
 * there are two histories.  PATH_BROKEN proves nothing about anything.
 */
enum path_state { PATH_HOLDS, PATH_OTHER, PATH_BROKEN };

enum path_state path_compare(const struct path *p, int64_t old,
	const unsigned char old_root[HASH], int64_t size,
	const unsigned char root[HASH]);

#endif
