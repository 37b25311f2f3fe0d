/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "verify_chains.h"

#include "proof/entry.h"

#include <stdlib.h>
#include <string.h>

/* leaf[0] == 0: free.  Never more than half full. */
struct chain { int64_t audit; char leaf[HEX]; };
struct chains { struct chain *slot; size_t used, size; };

static struct chain *
find(const struct chains *c, int64_t audit)
{
	size_t i = (size_t)((uint64_t)audit * 0x9e3779b97f4a7c15u >> 32);

	for (;; i++) {
		struct chain *s = &c->slot[i & (c->size - 1)];

		if (!s->leaf[0] || s->audit == audit)
			return s;
	}
}

struct chains *
chains_new(void)
{
	struct chains *c = must_alloc(sizeof(*c));

	c->size = 256;
	c->slot = must_alloc(c->size * sizeof(*c->slot));
	return c;
}

void
chains_free(struct chains *c)
{
	free(c->slot);
	free(c);
}

const char *
chains_last(const struct chains *c, int64_t audit)
{
	const struct chain *s = find(c, audit);

	return s->leaf[0] ? s->leaf : entry_first;
}

static void
grow(struct chains *c)
{
	struct chains more = { .size = c->size * 2, .used = c->used };

	more.slot = must_alloc(more.size * sizeof(*more.slot));
	for (size_t i = 0; i < c->size; i++)
		if (c->slot[i].leaf[0])
			*find(&more, c->slot[i].audit) = c->slot[i];
	free(c->slot);
	*c = more;
}

void
chains_set(struct chains *c, int64_t audit, const char leaf[HEX])
{
	struct chain *s = find(c, audit);

	if (!s->leaf[0] && ++c->used * 2 > c->size) {
		grow(c);
		s = find(c, audit);
	}
	s->audit = audit;
	memcpy(s->leaf, leaf, HEX);
}
