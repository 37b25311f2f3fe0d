/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "path.h"

#include "proof/merkle.h"

#include <string.h>

/* --- making --------------------------------------------------------------- */

/* The largest power of two below n, which is 2 at least. */
static int64_t
split(int64_t n)
{
	int64_t k = 1;

	while (k < n - k)
		k <<= 1;
	return k;
}

/* A perfect subtree, from the stored ones below or at its level. */
static enum rc
perfect(struct err *err, const struct nodes *nodes, unsigned level,
    int64_t index, unsigned char out[HASH])
{
	unsigned char h[1 << (MERKLE_STEP - 1)][HASH];
	unsigned above = level % MERKLE_STEP;
	size_t n = (size_t)1 << above;
	enum rc rc;

	rc = nodes->get(nodes->store, err, level - above, index << above, n, h);
	if (rc)
		return rc;
	for (; n > 1; n /= 2)
		for (size_t i = 0; i < n; i += 2)
			merkle_node(h[i], h[i + 1], h[i / 2]);
	memcpy(out, h[0], HASH);
	return RC_OK;
}

/*
 * The root of the leaves [low, high), which is a subtree of an RFC 6962
 * tree: perfect ones from the left, joined from the right.
 */
static enum rc
subtree(struct err *err, const struct nodes *nodes, int64_t low, int64_t high,
    unsigned char out[HASH])
{
	unsigned char part[63][HASH];
	size_t n = 0;
	enum rc rc;

	for (unsigned level = 62; low < high; level--) {
		int64_t width = (int64_t)1 << level;

		if (width > high - low)
			continue;
		rc = perfect(err, nodes, level, low >> level, part[n++]);
		if (rc)
			return rc;
		low += width;
	}
	for (; n > 1; n--)
		merkle_node(part[n - 2], part[n - 1], part[n - 2]);
	memcpy(out, part[0], HASH);
	return RC_OK;
}

static void
turn_round(struct path *p)
{
	unsigned char h[HASH];

	for (size_t i = 0, k = p->n; i + 1 < k--; i++) {
		memcpy(h, p->hash[i], HASH);
		memcpy(p->hash[i], p->hash[k], HASH);
		memcpy(p->hash[k], h, HASH);
	}
}

enum rc
path_inclusion(struct err *err, const struct nodes *nodes, int64_t index,
    int64_t size, struct path *out)
{
	int64_t low = 0, high = size;
	struct path p = { 0 };
	enum rc rc = RC_OK;

	if (index < 0 || index >= size)
		return err_set(err, RC_INVALID,
		    "a tree of %lld entries has no entry %lld",
		    (long long)size, (long long)index);
	while (high - low > 1 && !rc) {
		int64_t mid = low + split(high - low);
		unsigned char *h = p.hash[p.n++];

		if (index < mid) {
			rc = subtree(err, nodes, mid, high, h);
			high = mid;
		} else {
			rc = subtree(err, nodes, low, mid, h);
			low = mid;
		}
	}
	if (rc)
		return rc;
	turn_round(&p);
	*out = p;
	return RC_OK;
}

/*
 * The old tree ends inside [low, high); whole: it began at 0 and has not
 * been left to the right, so that the verifier knows its root already.
 */
enum rc
path_consistency(struct err *err, const struct nodes *nodes, int64_t old,
    int64_t size, struct path *out)
{
	int64_t low = 0, high = size;
	struct path p = { 0 };
	enum rc rc = RC_OK;

	if (old < 0 || old > size)
		return err_set(err, RC_INVALID,
		    "a tree of %lld entries cannot extend one of %lld",
		    (long long)size, (long long)old);
	while (old && old < high && !rc) {
		int64_t mid = low + split(high - low);
		unsigned char *h = p.hash[p.n++];

		if (old <= mid) {
			rc = subtree(err, nodes, mid, high, h);
			high = mid;
		} else {
			rc = subtree(err, nodes, low, mid, h);
			low = mid;
		}
	}
	if (!rc && low > 0)
		rc = subtree(err, nodes, low, high, p.hash[p.n++]);
	if (rc)
		return rc;
	turn_round(&p);
	*out = p;
	return RC_OK;
}

enum rc
path_root(struct err *err, const struct nodes *nodes, int64_t size,
    unsigned char out[HASH])
{
	if (size < 0)
		return err_set(err, RC_INVALID, "no tree has %lld entries",
		    (long long)size);
	if (size)
		return subtree(err, nodes, 0, size, out);
	hash_bytes("", 0, out);
	return RC_OK;
}

/* --- checking ------------------------------------------------------------- */

/* Variable names and steps are those of RFC 9162, section 2.1.3.2. */
bool
path_includes(const struct path *p, int64_t index, int64_t size,
    const unsigned char leaf[HASH], const unsigned char root[HASH])
{
	int64_t fn = index, sn = size - 1;
	unsigned char r[HASH];

	if (index < 0 || index >= size)
		return false;
	memcpy(r, leaf, HASH);
	for (size_t i = 0; i < p->n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			merkle_node(p->hash[i], r, r);
			while (fn && !(fn & 1)) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(r, p->hash[i], r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && memcmp(r, root, HASH) == 0;
}

/*
 * RFC 9162, section 2.1.4.2, steps 3 to 6: the roots that the hashes c lead
 * to; false when there are too few or too many.  old is 1 to size - 1.
 */
static bool
climb(const unsigned char (*c)[HASH], size_t n, int64_t old, int64_t size,
    unsigned char fr[HASH], unsigned char sr[HASH])
{
	int64_t fn = old - 1, sn = size - 1;

	for (; fn & 1; fn >>= 1)
		sn >>= 1;
	memcpy(fr, c[0], HASH);
	memcpy(sr, c[0], HASH);
	for (size_t i = 1; i < n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			merkle_node(c[i], fr, fr);
			merkle_node(c[i], sr, sr);
			while (fn && !(fn & 1)) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(sr, c[i], sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0;
}

/* Sizes between which there is nothing to climb: proofs are empty. */
static enum path_state
compare_ends(int64_t old, const unsigned char old_root[HASH], int64_t size,
    const unsigned char root[HASH])
{
	unsigned char none[HASH];
	bool same = memcmp(old_root, root, HASH) == 0;

	if (old == 0) {
		hash_bytes("", 0, none);
		same = (same || size > 0) && memcmp(old_root, none, HASH) == 0;
	}
	return same ? PATH_HOLDS : PATH_OTHER;
}

enum path_state
path_compare(const struct path *p, int64_t old,
    const unsigned char old_root[HASH], int64_t size,
    const unsigned char root[HASH])
{
	unsigned char c[1 + PATH_MAX_HASHES][HASH], fr[HASH], sr[HASH];
	bool hidden = (old & (old - 1)) == 0;
	size_t n = p->n;
	bool leads;

	if (old < 0 || old > size || n > PATH_MAX_HASHES)
		return PATH_BROKEN;
	if ((n == 0) != (old == 0 || old == size))
		return PATH_BROKEN;
	if (n == 0)
		return compare_ends(old, old_root, size, root);
	/* The proof leaves out a beginning that is one perfect tree. */
	if (hidden)
		memcpy(c[0], old_root, HASH);
	memcpy(c + hidden, p->hash, n * HASH);
	if (!climb((const unsigned char(*)[HASH])c, n + hidden, old, size, fr,
	    sr))
		return PATH_BROKEN;
	leads = memcmp(sr, root, HASH) == 0;
	if (leads && memcmp(fr, old_root, HASH) == 0)
		return PATH_HOLDS;
	return leads || hidden ? PATH_OTHER : PATH_BROKEN;
}

bool
path_extends(const struct path *p, int64_t old,
    const unsigned char old_root[HASH], int64_t size,
    const unsigned char root[HASH])
{
	return path_compare(p, old, old_root, size, root) == PATH_HOLDS;
}
