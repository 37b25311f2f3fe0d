/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "merkle.h"

#include <string.h>

enum { SHORT = 1024 };          /* longer than any entry */

/* One call of the hash function for what is short, and no allocation. */
void
merkle_leaf(const char *text, size_t n, unsigned char out[HASH])
{
	unsigned char m[1 + SHORT] = { 0x00 };
	struct hash *h;

	if (n <= SHORT) {
		if (n)
			memcpy(m + 1, text, n);
		hash_bytes(m, 1 + n, out);
		return;
	}
	h = hash_new();
	hash_add(h, m, 1);
	hash_add(h, text, n);
	hash_end(h, out);
}

void
merkle_node(const unsigned char left[HASH], const unsigned char right[HASH],
    unsigned char out[HASH])
{
	unsigned char m[1 + 2 * HASH] = { 0x01 };

	memcpy(m + 1, left, HASH);
	memcpy(m + 1 + HASH, right, HASH);
	hash_bytes(m, sizeof(m), out);
}

static void
note_nothing(void *arg, unsigned level, int64_t index,
    const unsigned char h[HASH])
{
	(void)arg;
	(void)level;
	(void)index;
	(void)h;
}

void
merkle_add(struct tree *t, const unsigned char leaf[HASH])
{
	merkle_add_noted(t, leaf, note_nothing, NULL);
}

void
merkle_add_noted(struct tree *t, const unsigned char leaf[HASH],
    merkle_note *note, void *arg)
{
	unsigned char h[HASH];
	unsigned level = 0;

	memcpy(h, leaf, HASH);
	for (int64_t n = t->size; n & 1; n >>= 1) {
		merkle_node(t->edge[--t->edges], h, h);
		if (++level % MERKLE_STEP == 0)
			note(arg, level, n >> 1, h);
	}
	assert(t->edges < NELEMS(t->edge));
	memcpy(t->edge[t->edges++], h, HASH);
	t->size++;
}

void
merkle_root(const struct tree *t, unsigned char out[HASH])
{
	if (!t->size) {
		hash_bytes("", 0, out);
		return;
	}
	memcpy(out, t->edge[t->edges - 1], HASH);
	for (unsigned i = t->edges - 1; i > 0; i--)
		merkle_node(t->edge[i - 1], out, out);
}

char *
merkle_save(const struct tree *t, struct arena *a)
{
	char *s = arena_alloc(a, t->edges * 2 * HASH + 1);

	for (unsigned i = 0; i < t->edges; i++)
		hash_hex(t->edge[i], s + (size_t)i * 2 * HASH);
	return s;
}

static unsigned
edges_of(int64_t size)
{
	unsigned n = 0;

	for (int64_t bits = size; bits; bits &= bits - 1)
		n++;
	return n;
}

bool
merkle_load(struct tree *t, int64_t size, const char *text)
{
	struct tree new = { .size = size };

	if (size < 0)
		return false;
	new.edges = edges_of(size);
	if (strlen(text) != new.edges * (size_t)(HEX - 1))
		return false;
	for (unsigned i = 0; i < new.edges; i++) {
		char hex[HEX] = "";

		memcpy(hex, text + (size_t)i * (HEX - 1), HEX - 1);
		if (!hash_parse(hex, new.edge[i]))
			return false;
	}
	*t = new;
	return true;
}
