/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* path.c - every proof of every small tree, against the RFC's own words. */
#include "unit.h"

#include "proof/merkle.h"
#include "proof/path.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 300, LEVELS = 3 };

/* --- the reference, after RFC 6962, section 2.1, and nothing else --------- */

/* mth[low][high] is MTH(D[low:high]); leaves are beside the diagonal. */
static unsigned char mth[MANY][MANY + 1][HASH];
static unsigned char empty[HASH];

static size_t
half(size_t n)
{
	size_t k = 1;

	while (k * 2 < n)
		k *= 2;
	return k;
}

static void
make_reference(void)
{
	hash_bytes("", 0, empty);
	for (size_t i = 0; i < MANY; i++) {
		unsigned char d[3] = { 0x00, (unsigned char)i,
			(unsigned char)(i >> 8) };

		hash_bytes(d, 3, mth[i][i + 1]);
	}
	for (size_t n = 2; n <= MANY; n++)
		for (size_t i = 0; i + n <= MANY; i++) {
			unsigned char m[1 + 2 * HASH] = { 0x01 };

			memcpy(m + 1, mth[i][i + half(n)], HASH);
			memcpy(m + 1 + HASH, mth[i + half(n)][i + n], HASH);
			hash_bytes(m, sizeof(m), mth[i][i + n]);
		}
}

static const unsigned char *
root_of(size_t n)
{
	return n ? mth[0][n] : empty;
}

static void
push(struct path *p, const unsigned char h[HASH])
{
	memcpy(p->hash[p->n++], h, HASH);
}

/* PATH(m, D[low:low + n]) */
static void
audit_path(struct path *p, size_t m, size_t low, size_t n)
{
	size_t k = half(n);

	if (n == 1)
		return;
	if (m < k) {
		audit_path(p, m, low, k);
		push(p, mth[low + k][low + n]);
	} else {
		audit_path(p, m - k, low + k, n - k);
		push(p, mth[low][low + k]);
	}
}

/* SUBPROOF(m, D[low:low + n], b) */
static void
subproof(struct path *p, size_t m, size_t low, size_t n, bool b)
{
	size_t k = half(n);

	if (m == n) {
		if (!b)
			push(p, mth[low][low + n]);
		return;
	}
	if (m <= k) {
		subproof(p, m, low, k, b);
		push(p, mth[low + k][low + n]);
	} else {
		subproof(p, m - k, low + k, n - k, false);
		push(p, mth[low][low + k]);
	}
}

/* --- a store as the core has one ------------------------------------------ */

struct store {
	size_t reads;
	unsigned char node[LEVELS][MANY][HASH];
	size_t filled[LEVELS];
};

static void
keep(void *arg, unsigned level, int64_t index, const unsigned char h[HASH])
{
	struct store *s = arg;

	assert_int_equal(level % MERKLE_STEP, 0);
	level /= MERKLE_STEP;
	assert_int_equal(s->filled[level]++, index);
	memcpy(s->node[level][index], h, HASH);
}

static enum rc
get(void *store, struct err *err, unsigned level, int64_t first, size_t n,
    unsigned char (*out)[HASH])
{
	struct store *s = store;

	if (level / MERKLE_STEP >= LEVELS)
		return err_set(err, RC_DB, "no such level");
	assert_int_equal(level % MERKLE_STEP, 0);
	assert_true((size_t)first + n <= s->filled[level / MERKLE_STEP]);
	assert_true(n >= 1 && n <= 1 << (MERKLE_STEP - 1));
	memcpy(out, s->node[level / MERKLE_STEP][first], n * HASH);
	s->reads += n;
	return RC_OK;
}

static struct store store;
static const struct nodes nodes = { get, &store };

static int
set_up(void **state)
{
	struct tree t = { 0 };

	(void)state;
	make_reference();
	for (size_t i = 0; i < MANY; i++) {
		memcpy(store.node[0][store.filled[0]++], mth[i][i + 1], HASH);
		merkle_add_noted(&t, mth[i][i + 1], keep, &store);
	}
	assert_int_equal(store.filled[1], MANY / 16);
	assert_int_equal(store.filled[2], MANY / 256);
	return 0;
}

/* --- tests ---------------------------------------------------------------- */

static void
every_leaf_of_every_tree_is_proved(void **state)
{
	struct path p, want;
	struct err err;

	(void)state;
	for (size_t n = 0; n <= MANY; n++) {
		unsigned char root[HASH];

		assert_int_equal(path_root(&err, &nodes, (int64_t)n, root),
		    RC_OK);
		assert_memory_equal(root, root_of(n), HASH);
		for (size_t m = 0; m < n; m++) {
			want = (struct path){ 0 };
			audit_path(&want, m, 0, n);
			assert_int_equal(path_inclusion(&err, &nodes,
			    (int64_t)m, (int64_t)n, &p), RC_OK);
			assert_int_equal(p.n, want.n);
			assert_memory_equal(p.hash, want.hash, p.n * HASH);
			assert_true(path_includes(&p, (int64_t)m, (int64_t)n,
			    mth[m][m + 1], root));
		}
	}
}

static void
every_tree_extends_every_smaller_one(void **state)
{
	struct path p, want;
	struct err err;

	(void)state;
	for (size_t n = 0; n <= MANY; n++)
		for (size_t m = 0; m <= n; m++) {
			want = (struct path){ 0 };
			if (m)
				subproof(&want, m, 0, n, true);
			assert_int_equal(path_consistency(&err, &nodes,
			    (int64_t)m, (int64_t)n, &p), RC_OK);
			assert_int_equal(p.n, want.n);
			assert_memory_equal(p.hash, want.hash, p.n * HASH);
			assert_true(path_extends(&p, (int64_t)m, root_of(m),
			    (int64_t)n, root_of(n)));
		}
}

static void
no_leaf_is_proved_elsewhere(void **state)
{
	struct path p;
	struct err err;

	(void)state;
	for (int64_t n = 1; n <= 70; n++)
		for (int64_t m = 0; m < n; m++) {
			assert_int_equal(path_inclusion(&err, &nodes, m, n, &p),
			    RC_OK);
			for (int64_t k = -1; k <= n; k++)
				assert_int_equal(path_includes(&p, k, n,
				    mth[m][m + 1], mth[0][n]), k == m);
			for (int64_t k = 0; k < n; k++)
				assert_int_equal(path_includes(&p, m, n,
				    mth[k][k + 1], mth[0][n]), k == m);
		}
}

/* What the RFC warns of: a node must not pass for a leaf, or for a root. */
static void
a_node_is_no_leaf(void **state)
{
	struct path p = { .n = 1 };

	(void)state;
	memcpy(p.hash[0], mth[2][4], HASH);
	assert_true(path_includes(&p, 0, 2, mth[0][2], mth[0][4]));
	/* ... which is why the size comes signed together with the root. */
	assert_false(path_includes(&p, 0, 4, mth[0][2], mth[0][4]));
	p.n = 0;
	assert_false(path_includes(&p, 0, 2, mth[0][2], mth[0][2]));
	assert_true(path_includes(&p, 0, 1, mth[0][1], mth[0][1]));
}

static void
sizes_out_of_range_are_refused(void **state)
{
	struct path p = { .n = 7 };
	unsigned char h[HASH];
	struct err err;

	(void)state;
	assert_int_equal(path_inclusion(&err, &nodes, 5, 5, &p), RC_INVALID);
	assert_int_equal(path_inclusion(&err, &nodes, -1, 5, &p), RC_INVALID);
	assert_int_equal(path_consistency(&err, &nodes, 6, 5, &p), RC_INVALID);
	assert_int_equal(path_consistency(&err, &nodes, -1, 5, &p), RC_INVALID);
	assert_int_equal(path_root(&err, &nodes, -1, h), RC_INVALID);
	assert_int_equal(path_inclusion(&err, &nodes, 0, INT64_MAX, &p), RC_DB);
	assert_int_equal(p.n, 7);
	p.n = 0;
	assert_false(path_includes(&p, 0, 0, mth[0][1], empty));
	assert_false(path_includes(&p, 0, INT64_MAX, mth[0][1], mth[0][1]));
	assert_false(path_extends(&p, -1, empty, 5, mth[0][5]));
	assert_false(path_extends(&p, 6, mth[0][6], 5, mth[0][5]));
	assert_false(path_extends(&p, 0, mth[0][1], 5, mth[0][5]));
	assert_false(path_extends(&p, 0, empty, 0, mth[0][5]));
	assert_true(path_extends(&p, 0, empty, 0, empty));
	assert_false(path_extends(&p, 0, mth[0][5], 0, mth[0][5]));
	assert_false(path_extends(&p, 4, mth[0][4], 5, mth[0][5]));
	assert_false(path_extends(&p, 5, mth[0][5], 5, mth[0][4]));
}

/* --- mutations ------------------------------------------------------------ */

static uint32_t
draw(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Changes the proof in one of the ways that an attacker has. */
static void
mutate(struct path *p, uint32_t *seed)
{
	size_t i = draw(seed) % p->n, k = draw(seed) % p->n;
	unsigned char *bytes = &p->hash[0][0];
	struct path old = *p;

	switch (draw(seed) % 4) {
	case 0:
		bytes[draw(seed) % (p->n * HASH)] ^=
		    (unsigned char)(1u << draw(seed) % 8);
		break;
	case 1:
		p->n--;
		break;
	case 2:
		memcpy(p->hash[i], old.hash[k], HASH);
		memcpy(p->hash[k], old.hash[i], HASH);
		if (i == k)
			p->hash[i][0] ^= 1;
		break;
	default:
		memcpy(p->hash[p->n++], old.hash[i], HASH);
		break;
	}
}

static void
mutated_proofs_are_refused(void **state)
{
	uint32_t seed = 20260916;
	struct path p;
	struct err err;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		int64_t n = 2 + draw(&seed) % (MANY - 1), m;

		m = draw(&seed) % n;
		assert_int_equal(path_inclusion(&err, &nodes, m, n, &p), RC_OK);
		mutate(&p, &seed);
		assert_false(path_includes(&p, m, n, mth[m][m + 1], mth[0][n]));
		if (m == 0)
			continue;
		assert_int_equal(path_consistency(&err, &nodes, m, n, &p),
		    RC_OK);
		mutate(&p, &seed);
		assert_false(path_extends(&p, m, mth[0][m], n, mth[0][n]));
	}
}

/* A second history: same length, one entry other. */
static void
another_history_is_no_extension(void **state)
{
	struct path p;
	struct err err;

	(void)state;
	for (int64_t m = 1; m < 64; m++)
		for (int64_t n = m; n < 64; n++) {
			unsigned char other[HASH];

			memcpy(other, mth[0][m], HASH);
			other[5] ^= 4;
			assert_int_equal(path_consistency(&err, &nodes, m, n,
			    &p), RC_OK);
			assert_false(path_extends(&p, m, other, n, mth[0][n]));
			assert_int_equal(path_compare(&p, m, other, n,
			    mth[0][n]), PATH_OTHER);
			assert_false(path_extends(&p, m, mth[0][m], n,
			    m < n ? mth[0][n + 1] : other));
			p.hash[p.n++][0] = 1;
			assert_int_equal(path_compare(&p, m, mth[0][m], n,
			    mth[0][n]), PATH_BROKEN);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_leaf_of_every_tree_is_proved),
		cmocka_unit_test(every_tree_extends_every_smaller_one),
		cmocka_unit_test(no_leaf_is_proved_elsewhere),
		cmocka_unit_test(a_node_is_no_leaf),
		cmocka_unit_test(sizes_out_of_range_are_refused),
		cmocka_unit_test(mutated_proofs_are_refused),
		cmocka_unit_test(another_history_is_no_extension),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
