/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/draw.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- Rivest 2011 --------------------------------------------------------- */

static int64_t
hash_mod(const unsigned char h[HASH], int64_t m)
{
	uint64_t r = 0;

	for (int i = 0; i < HASH; i++)
		r = (r << 8 | h[i]) % (uint64_t)m;
	return (int64_t)r;
}

int64_t
draw_pick(const char *seed, int64_t i, int64_t population)
{
	char text[DRAW_SEED + 32];
	unsigned char h[HASH];
	int n = snprintf(text, sizeof(text), "%s,%lld", seed, (long long)i);

	assert(n > 0 && (size_t)n < sizeof(text));
	assert(population > 0 && population <= INT64_C(1) << 55);
	hash_bytes(text, (size_t)n, h);
	return 1 + hash_mod(h, population);
}

/* An open-addressing set of picks; 0 is the empty place. */
struct seen { int64_t *place; uint64_t mask; };

static bool
see(struct seen *s, int64_t v)
{
	uint64_t i = (uint64_t)v * 0x9e3779b97f4a7c15u >> 11;

	for (;; i++) {
		int64_t *p = &s->place[i & s->mask];

		if (*p == v)
			return false;
		if (*p == 0) {
			*p = v;
			return true;
		}
	}
}

static enum rc
check_seed(struct err *err, const char *seed)
{
	size_t n = strlen(seed);

	if (n < 1 || n > DRAW_SEED)
		return err_field(err, "seed", "a seed has 1 to %d bytes",
		    DRAW_SEED);
	return RC_OK;
}

/* Picks until n different ones of N are met: N ln(N / (N - n)), about. */
static double
tries_for(int64_t population, int64_t n)
{
	double all = (double)population, left = all - (double)n + 0.5;

	return all * log(all / left);
}

enum rc
draw_rivest(struct err *err, struct arena *a, const char *seed,
    int64_t population, int64_t drop, int64_t n, bool replacement,
    int64_t *pick, int64_t *draws)
{
	enum rc rc = check_seed(err, seed);
	int64_t total = drop + n, got = 0, i = 0;
	struct seen seen = { NULL, 1 };

	if (rc)
		return rc;
	if (population < 1 || population > DRAW_POPULATION)
		return err_field(err, "population",
		    "a population has 1 to %d items", DRAW_POPULATION);
	if (n < 1 || drop < 0 || total > DRAW_MOST)
		return err_field(err, "n",
		    "a sample has 1 to %d items, with those dropped",
		    DRAW_MOST);
	if (!replacement && total > population)
		return err_field(err, "n",
		    "the sample is larger than the population");
	if (!replacement && tries_for(population, total) > DRAW_TRIES)
		return err_set(err, RC_LIMIT, "nearly all of so many items "
		    "take too many picks: use the consistent sampler");
	while (seen.mask < (uint64_t)total * 2)
		seen.mask = seen.mask << 1 | 1;
	seen.place = arena_alloc(a, (seen.mask + 1) * sizeof(int64_t));
	while (got < total) {
		int64_t v = draw_pick(seed, ++i, population);

		if (!replacement && !see(&seen, v))
			continue;
		if (got >= drop)
			pick[got - drop] = v;
		got++;
	}
	*draws = i;
	return RC_OK;
}

/* --- lists and seeds ----------------------------------------------------- */

static int
by_bytes(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

enum rc
draw_list(struct err *err, struct arena *a, const char *const *ids,
    size_t count, const char ***sorted, char hex[HEX])
{
	const char **list = arena_alloc(a, (count + 1) * sizeof(*list));
	unsigned char h[HASH];
	struct hash *hash;

	for (size_t i = 0; i < count; i++) {
		list[i] = text_nfc(a, text_trim(a, ids[i]));
		if (!list[i][0] || strpbrk(list[i], "\r\n"))
			return err_field(err, "ids",
			    "name %zu is empty or has a line end", i + 1);
	}
	qsort(list, count, sizeof(*list), by_bytes);
	for (size_t i = 1; i < count; i++)
		if (!strcmp(list[i - 1], list[i]))
			return err_field(err, "ids", "%s is there twice",
			    utf8_cut(a, list[i], 40));
	hash = hash_new();
	for (size_t i = 0; i < count; i++) {
		hash_add(hash, list[i], strlen(list[i]));
		hash_add(hash, "\n", 1);
	}
	hash_end(hash, h);
	hash_hex(h, hex);
	*sorted = list;
	return RC_OK;
}

static enum rc
check_part(struct err *err, const char *list_hex, const char *part)
{
	unsigned char h[HASH];

	if (!hash_parse(list_hex, h))
		return err_field(err, "list_hash",
		    "the hash of the list is 64 hexadecimal digits");
	if (strlen(part) < DRAW_PART || strlen(part) > DRAW_SEED
	    || strpbrk(part, "\r\n"))
		return err_field(err, "part", "a part has %d to %d characters "
		    "and no line end", DRAW_PART, DRAW_SEED);
	return RC_OK;
}

static void
hash_lines(const char *const *line, size_t n, char hex[HEX])
{
	struct hash *hash = hash_new();
	unsigned char h[HASH];

	for (size_t i = 0; i < n; i++) {
		hash_add(hash, line[i], strlen(line[i]));
		hash_add(hash, "\n", 1);
	}
	hash_end(hash, h);
	hash_hex(h, hex);
}

enum rc
draw_seal(struct err *err, const char *list_hex, const char *part,
    char hex[HEX])
{
	const char *lines[] = { "muster-part/1", list_hex, part };
	enum rc rc = check_part(err, list_hex, part);

	if (rc)
		return rc;
	hash_lines(lines, NELEMS(lines), hex);
	return RC_OK;
}

enum rc
draw_seed(struct err *err, const char *list_hex, const char *one,
    const char *two, char hex[HEX])
{
	const char *lines[] = { "muster-seed/1", list_hex, one, two };
	enum rc rc = check_part(err, list_hex, one);

	if (rc == RC_OK)
		rc = check_part(err, list_hex, two);
	if (rc)
		return rc;
	hash_lines(lines, NELEMS(lines), hex);
	return RC_OK;
}

/* --- the sheet ----------------------------------------------------------- */

static void
script_ids(const struct draw_sheet *s, struct buf *out)
{
	if (s->listed)
		buf_str(out, "ids = open('list.txt', encoding='utf-8', "
		    "newline='\\n').read().split('\\n')[:-1]\n");
	else
		buf_fmt(out, "ids = [str(i + 1) for i in range(%lld)]\n",
		    (long long)s->population);
}

static void
script_consistent(const struct draw_sheet *s, struct buf *out)
{
	long long first = (long long)s->drop, last = first + (long long)s->n;

	buf_str(out, "def sha(s):\n"
	    "    return hashlib.sha256(s.encode()).hexdigest()\n"
	    "def digits(s):\n"
	    "    return str(int(sha(s), 16)).zfill(64)[::-1]\n");
	if (!s->replacement) {
		buf_fmt(out, "ids.sort(key=lambda i: digits(sha(seed) + i))\n"
		    "print(ids[%lld:%lld])\n", first, last);
		return;
	}
	buf_str(out, "def after(x):\n"
	    "    y, i = '', 0\n"
	    "    while y <= x:\n"
	    "        i += 1\n"
	    "        y = '9' * (len(x) - len(x.lstrip('9'))) "
	    "+ digits(f'0.{x}:{i}')\n"
	    "    return y\n"
	    "heap = [(digits(sha(seed) + i), i) for i in ids]\n"
	    "heapq.heapify(heap)\npicks = []\n");
	buf_fmt(out, "while len(picks) < %lld:\n"
	    "    x, i = heap[0]\n"
	    "    picks.append(i)\n"
	    "    heapq.heapreplace(heap, (after(x), i))\n"
	    "print(picks[%lld:])\n", last, first);
}

static void
script_rivest(const struct draw_sheet *s, struct buf *out)
{
	long long first = (long long)s->drop, last = first + (long long)s->n;

	buf_fmt(out, "while len(picks) < %lld:\n"
	    "    i += 1\n"
	    "    h = hashlib.sha256(f'{seed},{i}'.encode()).hexdigest()\n"
	    "    p = ids[int(h, 16) %% len(ids)]\n", last);
	if (!s->replacement)
		buf_str(out, "    if p not in picks:\n    ");
	buf_fmt(out, "    picks.append(p)\nprint(picks[%lld:])\n", first);
}

static void
script_steps(const struct draw_sheet *s, struct buf *out)
{
	buf_str(out, "import hashlib\nseed = ");
	buf_json(out, s->seed);
	buf_fmt(out, "\nn = %lld\n", (long long)s->n);
	script_ids(s, out);
	buf_str(out, "step = len(ids) // n\n"
	    "h = hashlib.sha256(f'{seed},1'.encode()).hexdigest()\n"
	    "first = int(h, 16) % step\n"
	    "print([ids[first + i * step] for i in range(n)])\n");
}

static void
script_shares(const struct draw_sheet *s, struct buf *out)
{
	buf_str(out, "import hashlib\nseed = ");
	buf_json(out, s->seed);
	buf_str(out, "\nwant = {");
	for (size_t i = 0; i < s->shares; i++) {
		buf_str(out, i ? ", " : "");
		buf_json(out, s->share[i].name);
		buf_fmt(out, ": %lld", (long long)s->share[i].n);
	}
	buf_str(out, "}\n"
	    "lines = open('list.txt', encoding='utf-8', newline='\\n')"
	    ".read().split('\\n')[:-1]\n"
	    "def sha(s):\n"
	    "    return hashlib.sha256(s.encode()).hexdigest()\n"
	    "for name in sorted(want):\n"
	    "    ids = [i for i, s in (l.rsplit('\\t', 1) for l in lines) "
	    "if s == name]\n"
	    "    ids.sort(key=lambda i: str(int(sha(sha(seed) + i), 16))"
	    ".zfill(64)[::-1])\n"
	    "    print(ids[:want[name]])\n");
}

void
draw_script(const struct draw_sheet *s, struct buf *out)
{
	if (s->steps || s->shares) {
		(s->steps ? script_steps : script_shares)(s, out);
		return;
	}
	buf_str(out, s->consistent && s->replacement
	    ? "import hashlib, heapq\n" : "import hashlib\n");
	buf_str(out, s->consistent ? "seed = " : "picks, i, seed = [], 0, ");
	/* A JSON text is a text of Python too. */
	buf_json(out, s->seed);
	buf_char(out, '\n');
	script_ids(s, out);
	if (s->consistent)
		script_consistent(s, out);
	else
		script_rivest(s, out);
}
