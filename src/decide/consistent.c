/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The consistent sampler of draw.h. */
#include "decide/draw.h"

#include <stdio.h>
#include <string.h>

enum {
	LEAST_DIGITS = 64,      /* a shorter number gets zeros in front */
	MOST_DIGITS = 78,       /* of 2^256 */
	LONGEST = 1000          /* a ticket after very many draws of one item */
};

/* The decimal digits of a hash, last digit first. */
static int
digits_of(const unsigned char h[HASH], char out[MOST_DIGITS + 1])
{
	const uint32_t base = 1000000000;
	uint32_t word[HASH / 4] = { 0 };
	int n = 0;

	for (int i = 0; i < HASH / 4; i++)
		for (int j = 0; j < 4; j++)
			word[i] = word[i] << 8 | h[4 * i + j];
	for (int group = 0; group < 9; group++) {
		uint64_t rest = 0;

		for (int i = 0; i < HASH / 4; i++) {
			rest = rest << 32 | word[i];
			word[i] = (uint32_t)(rest / base);
			rest %= base;
		}
		for (int i = 0; i < 9 && n < MOST_DIGITS; i++, rest /= 10)
			out[n++] = (char)('0' + rest % 10);
	}
	/* Leading zeros stand at the end here. */
	while (n > LEAST_DIGITS && out[n - 1] == '0')
		n--;
	out[n] = '\0';
	return n;
}

static void
first_number(const char *seed_hex, const char *id, char out[MOST_DIGITS + 3])
{
	unsigned char h[HASH];
	char text[HEX + 400];
	size_t n = strlen(id);

	if (n < sizeof(text) - HEX) {
		memcpy(text, seed_hex, HEX - 1);
		memcpy(text + HEX - 1, id, n);
		hash_bytes(text, HEX - 1 + n, h);
	} else {
		struct hash *hash = hash_new();

		hash_add(hash, seed_hex, HEX - 1);
		hash_add(hash, id, n);
		hash_end(hash, h);
	}
	memcpy(out, "0.", 2);
	digits_of(h, out + 2);
}

const char *
draw_ticket(struct arena *a, const char *seed, const char *id)
{
	char hex[HEX], number[MOST_DIGITS + 3];

	hash_hex_of(seed, strlen(seed), hex);
	first_number(hex, id, number);
	return arena_str(a, number);
}

/*
 * The next ticket of an item: its nines stay, what follows is hashed anew
 * until it is larger than before.  NULL when it would be too long.
 */
static const char *
next_number(struct arena *a, const char *x)
{
	char y[LONGEST + MOST_DIGITS + 8], input[LONGEST + MOST_DIGITS + 32];
	unsigned char h[HASH];
	size_t nines = 2 + strspn(x + 2, "9");

	if (nines > LONGEST)
		return NULL;
	for (int64_t i = 1;; i++) {
		int n = snprintf(input, sizeof(input), "%s:%lld", x,
		    (long long)i);

		assert(n > 0 && (size_t)n < sizeof(input));
		hash_bytes(input, (size_t)n, h);
		memcpy(y, x, nines);
		digits_of(h, y + nines);
		if (strcmp(y, x) > 0)
			return arena_str(a, y);
	}
}

/* --- heaps of tickets ---------------------------------------------------- */

/* Order of drawing: by number, then by place in the list. */
static int
ticket_cmp(const struct ticket *x, const struct ticket *y)
{
	int c = strcmp(x->number, y->number);

	return c ? c : (x->item > y->item) - (x->item < y->item);
}

struct heap { struct ticket *t; int64_t n; int sign; };

/* sign 1: the lowest on top; -1: the highest. */
static bool
above(const struct heap *h, int64_t i, int64_t j)
{
	return h->sign * ticket_cmp(&h->t[i], &h->t[j]) < 0;
}

static void
swap(struct heap *h, int64_t i, int64_t j)
{
	struct ticket t = h->t[i];

	h->t[i] = h->t[j];
	h->t[j] = t;
}

static void
sink(struct heap *h, int64_t i)
{
	for (;;) {
		int64_t top = i;

		for (int64_t c = 2 * i + 1; c <= 2 * i + 2 && c < h->n; c++)
			if (above(h, c, top))
				top = c;
		if (top == i)
			return;
		swap(h, i, top);
		i = top;
	}
}

static void
rise(struct heap *h, int64_t i)
{
	for (; i > 0 && above(h, i, (i - 1) / 2); i = (i - 1) / 2)
		swap(h, i, (i - 1) / 2);
}

/* Highest on top: taken off one by one, the array ends in order. */
static void
heap_sort(struct heap *h)
{
	int64_t n = h->n;

	while (h->n > 1) {
		swap(h, 0, --h->n);
		sink(h, 0);
	}
	h->n = n;
}

/* --- drawing ------------------------------------------------------------- */

struct source { const char *const *ids; char seed_hex[HEX]; };

static void
number_of(const struct source *s, int64_t i, char out[MOST_DIGITS + 3])
{
	char name[24];

	snprintf(name, sizeof(name), "%lld", (long long)i + 1);
	first_number(s->seed_hex, s->ids ? s->ids[i] : name, out);
}

/* The `most` lowest tickets: a heap with the highest of them on top. */
static void
lowest(struct arena *a, const struct source *s, int64_t count, int64_t most,
    struct heap *h)
{
	for (int64_t i = 0; i < count; i++) {
		char number[MOST_DIGITS + 3];
		struct ticket t = { i, 1, number };

		number_of(s, i, number);
		if (h->n < most) {
			t.number = arena_str(a, number);
			h->t[h->n++] = t;
			rise(h, h->n - 1);
		} else if (ticket_cmp(&t, &h->t[0]) < 0) {
			t.number = arena_str(a, number);
			h->t[0] = t;
			sink(h, 0);
		}
	}
	heap_sort(h);
}

static enum rc
draw_again(struct err *err, struct arena *a, const struct source *s,
    int64_t count, int64_t drop, int64_t take, struct ticket *out)
{
	struct heap h = { NULL, 0, 1 };

	h.t = arena_alloc(a, (size_t)count * sizeof(*h.t));
	for (int64_t i = 0; i < count; i++) {
		char number[MOST_DIGITS + 3];

		number_of(s, i, number);
		h.t[h.n++] = (struct ticket){ i, 1, arena_str(a, number) };
		rise(&h, h.n - 1);
	}
	for (int64_t i = 0; i < drop + take; i++) {
		if (i >= drop)
			out[i - drop] = h.t[0];
		h.t[0].number = next_number(a, h.t[0].number);
		if (!h.t[0].number)
			return err_set(err, RC_LIMIT, "one item would be "
			    "drawn more than about two thousand times");
		h.t[0].generation++;
		sink(&h, 0);
	}
	return RC_OK;
}

static enum rc
check(struct err *err, const char *seed, int64_t count, int64_t drop,
    int64_t take, bool replacement)
{
	size_t n = strlen(seed);

	if (n < 1 || n > DRAW_SEED)
		return err_field(err, "seed", "a seed has 1 to %d bytes",
		    DRAW_SEED);
	if (count < 1 || count > (replacement ? DRAW_MOST / 10 : DRAW_LISTED))
		return err_field(err, "population",
		    "the consistent sampler takes 1 to %d items",
		    replacement ? DRAW_MOST / 10 : DRAW_LISTED);
	if (drop < 0 || take < 1 || drop + take > DRAW_MOST / 10)
		return err_field(err, "n", "the consistent sampler draws 1 to "
		    "%d items, with those dropped", DRAW_MOST / 10);
	return RC_OK;
}

enum rc
draw_consistent(struct err *err, struct arena *a, const char *seed,
    const char *const *ids, int64_t count, int64_t drop, int64_t take,
    bool replacement, struct ticket *out, int64_t *taken)
{
	enum rc rc = check(err, seed, count, drop, take, replacement);
	struct source s = { .ids = ids };
	struct heap h = { NULL, 0, -1 };

	if (rc)
		return rc;
	hash_hex_of(seed, strlen(seed), s.seed_hex);
	*taken = take;
	if (replacement)
		return draw_again(err, a, &s, count, drop, take, out);
	int64_t most = drop + take < count ? drop + take : count;

	h.t = arena_alloc(a, (size_t)(most + 1) * sizeof(*h.t));
	lowest(a, &s, count, most, &h);
	*taken = most > drop ? most - drop : 0;
	for (int64_t i = 0; i < *taken; i++)
		out[i] = h.t[drop + i];
	return RC_OK;
}
