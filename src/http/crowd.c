/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/crowd.h"

#include "base/hash.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096 };

struct from {
	struct from *next;
	uint64_t key;
	int64_t n;
};

struct crowd {
	pthread_mutex_t mu;
	uint64_t seed;          /* so that nobody aims at one bucket */
	struct from *bucket[BUCKETS];
};

struct crowd *
crowd_new(void)
{
	struct crowd *c = must_alloc(sizeof(*c));

	pthread_mutex_init(&c->mu, NULL);
	random_bytes(&c->seed, sizeof(c->seed));
	c->seed |= 1;
	return c;
}

void
crowd_free(struct crowd *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		while (c->bucket[i]) {
			struct from *f = c->bucket[i];

			c->bucket[i] = f->next;
			free(f);
		}
	pthread_mutex_destroy(&c->mu);
	free(c);
}

/* IPv4 lies where no IPv6 network can: 0::/64 is reserved. */
static bool
key_of(const struct sockaddr *sa, uint64_t *key)
{
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof(in));
		*key = ntohl(in.sin_addr.s_addr);
		return true;
	}
	if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in;

		memcpy(&in, sa, sizeof(in));
		memcpy(key, &in.sin6_addr, sizeof(*key));
		return true;
	}
	return false;
}

/* The place of the entry, or of the end of its chain. */
static struct from **
find(struct crowd *c, uint64_t key)
{
	uint64_t mixed = (key ^ c->seed) * UINT64_C(0x9e3779b97f4a7c15);
	struct from **f = &c->bucket[(mixed ^ c->seed) >> 32 & (BUCKETS - 1)];

	while (*f && (*f)->key != key)
		f = &(*f)->next;
	return f;
}

bool
crowd_enter(struct crowd *c, const struct sockaddr *sa, int64_t max)
{
	struct from **f;
	uint64_t key;
	bool room;

	if (!key_of(sa, &key))
		return true;
	pthread_mutex_lock(&c->mu);
	f = find(c, key);
	if (!*f) {
		*f = must_alloc(sizeof(**f));
		(*f)->key = key;
	}
	room = max == 0 || (*f)->n < max;
	if (room)
		(*f)->n++;
	pthread_mutex_unlock(&c->mu);
	return room;
}

void
crowd_leave(struct crowd *c, const struct sockaddr *sa)
{
	struct from **f, *gone;
	uint64_t key;

	if (!key_of(sa, &key))
		return;
	pthread_mutex_lock(&c->mu);
	f = find(c, key);
	if (*f && --(*f)->n == 0) {
		gone = *f;
		*f = gone->next;
		free(gone);
	}
	pthread_mutex_unlock(&c->mu);
}
