/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* story_names.c - the records that lines of a story named. */
#include "story_parts.h"

#include <string.h>

static unsigned
bucket_of(const char *name)
{
	unsigned h = 5381;

	for (; *name; name++)
		h = h * 33 + (unsigned char)*name;
	return h % BUCKETS;
}

struct known *
known_find(struct story *s, const char *name)
{
	struct known *k = s->bucket[bucket_of(name)];

	while (k && strcmp(k->name, name) != 0)
		k = k->next;
	return k;
}

void
known_add(struct story *s, const char *name, const struct entity *e,
    int64_t id)
{
	struct known *k = arena_alloc(s->names, sizeof(*k));
	unsigned b = bucket_of(name);

	*k = (struct known){ .name = arena_str(s->names, name), .id = id,
		.entity = e, .next = s->bucket[b] };
	s->bucket[b] = k;
}

bool
known_claimed(const struct story *s, const struct entity *e, int64_t id)
{
	for (size_t b = 0; b < BUCKETS; b++)
		for (const struct known *k = s->bucket[b]; k; k = k->next)
			if (k->entity == e && k->id == id)
				return true;
	return false;
}
