/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/driver.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a.  No text of SQL comes from outside, so nobody picks collisions. */
static uint64_t
hash_text(const char *s, size_t n)
{
	uint64_t h = 14695981039346656037U;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211U;
	return h;
}

static void
unlink_age(struct cache *c, struct slot *s)
{
	*(s->newer ? &s->newer->older : &c->newest) = s->older;
	*(s->older ? &s->older->newer : &c->oldest) = s->newer;
	s->newer = s->older = NULL;
}

static void
make_newest(struct cache *c, struct slot *s)
{
	s->older = c->newest;
	*(c->newest ? &c->newest->newer : &c->oldest) = s;
	c->newest = s;
}

static void
give_up(struct cache *c, struct slot *s)
{
	struct slot **p = &c->bucket[s->hash % BUCKETS];

	c->evict(c->conn, s);
	while (*p != s)
		p = &(*p)->next;
	*p = s->next;
	unlink_age(c, s);
	free(s->sql);
	*s = (struct slot){ 0 };
}

static struct slot *
take_slot(struct cache *c)
{
	struct slot *s;

	if (c->used < SLOTS)
		return &c->slot[c->used++];
	s = c->oldest;
	give_up(c, s);
	return s;
}

struct slot *
cache_find(struct cache *c, const char *sql)
{
	size_t n = strlen(sql);
	uint64_t h = hash_text(sql, n);
	struct slot **p = &c->bucket[h % BUCKETS], *s;

	for (s = *p; s; s = s->next)
		if (s->hash == h && strcmp(s->sql, sql) == 0)
			break;
	if (s) {
		if (s == c->newest)
			return s;
		unlink_age(c, s);
		make_newest(c, s);
		return s;
	}
	s = take_slot(c);
	s->sql = memcpy(must_alloc(n + 1), sql, n + 1);
	s->hash = h;
	s->number = ++c->number;
	s->next = *p;
	*p = s;
	make_newest(c, s);
	return s;
}

void
cache_clear(struct cache *c)
{
	while (c->oldest)
		give_up(c, c->oldest);
	c->used = 0;
}
