/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* population.c - a list, read row by row, put in order and hashed. */
#include "population.h"

#include "base/text.h"
#include "core/blob.h"
#include "decide/draw.h"
#include "domain.h"
#include "model/evidence.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CELL = 1024, NO_COLUMN = -1 };

/* --- rows of a file ------------------------------------------------------------- */

typedef enum rc row_fn(void *arg, const char *id, const char *stratum);

struct reader {
	struct ctx *cx;
	const struct sampling_plan *plan;
	row_fn *fn;
	void *arg;
	struct arena *scratch;          /* of one row */
	bool table, head, quoted, quote;
	char sep;
	int column, id_at, stratum_at;
	size_t len;
	int64_t line;
	char cell[CELL], id[CELL], stratum[CELL];
};

static enum rc
no_list(struct ctx *cx, const char *what, const char *hint)
{
	return refuse(cx, "R-6.3.2-09", "population_file", what, hint);
}

static enum rc
bad_row(struct reader *r, const char *what)
{
	return no_list(r->cx, arena_fmt(r->cx->arena, "row %lld of the list "
	    "%s", (long long)r->line, what), "Mend the list and add it "
	    "again.");
}

/* The header says which columns are meant. */
static void
take_head(struct reader *r)
{
	const char *id = r->plan->id_column, *group = r->plan->stratum_column;

	if (text_blank(id) ? r->column == 0 : str_eq(id, r->cell))
		r->id_at = r->column;
	if (!text_blank(group) && str_eq(group, r->cell))
		r->stratum_at = r->column;
}

static void
end_cell(struct reader *r)
{
	r->cell[r->len] = '\0';
	if (r->head)
		take_head(r);
	else if (!r->table || r->column == r->id_at)
		memcpy(r->id, r->cell, r->len + 1);
	if (!r->head && r->table && r->column == r->stratum_at)
		memcpy(r->stratum, r->cell, r->len + 1);
	r->column++;
	r->len = 0;
	r->quote = false;
}

/* Most names are plain ASCII without blanks and are in their form already. */
static bool
plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || (unsigned char)*s > '~')
			return false;
	return true;
}

static enum rc
end_row(struct reader *r)
{
	const char *id = r->id;
	bool blank = r->column == 0 && r->len == 0;
	enum rc rc = RC_OK;

	r->line++;
	if (blank)
		return RC_OK;
	end_cell(r);
	r->column = 0;
	if (r->head) {
		r->head = false;
		if (r->id_at == NO_COLUMN)
			return bad_row(r, "has no such column as the plan "
			    "names");
		return !text_blank(r->plan->stratum_column) &&
		    r->stratum_at == NO_COLUMN ? bad_row(r, "has no column "
		    "of the strata") : RC_OK;
	}
	if (!plain(id)) {
		if (!utf8_valid(id, strlen(id)))
			return bad_row(r, "is not UTF-8");
		id = text_nfc(r->scratch, text_trim(r->scratch, id));
	}
	if (!*id)
		return bad_row(r, "has no name");
	if (utf8_count(id) > 200)
		return bad_row(r, "has a name of more than 200 characters");
	rc = r->fn(r->arg, id, r->stratum);
	r->id[0] = r->stratum[0] = '\0';
	arena_reset(r->scratch);
	return rc;
}

static bool
separates(struct reader *r, char c)
{
	if (!r->table)
		return false;
	if (r->head && !r->sep && strchr(",;\t", c))
		r->sep = c;
	return c == r->sep;
}

static enum rc
take(struct reader *r, char c)
{
	if (r->quoted && c == '"') {
		r->quoted = false;
		r->quote = true;
		return RC_OK;
	}
	if (!r->quoted && c == '"' && r->table && (r->len == 0 || r->quote)) {
		r->quoted = true;
		if (!r->quote)
			return RC_OK;
		r->quote = false;
	}
	if (!r->quoted && (c == '\n' || c == '\r'))
		return c == '\n' ? end_row(r) : RC_OK;
	if (!r->quoted && separates(r, c)) {
		end_cell(r);
		return RC_OK;
	}
	if (!c || c == '\n' || r->len + 1 >= CELL) {
		r->line++;
		return bad_row(r, "is too long, or no text");
	}
	r->cell[r->len++] = c;
	return RC_OK;
}

static enum rc
take_all(struct reader *r, int fd)
{
	static const char mark[] = "\xef\xbb\xbf";
	char piece[16384];
	size_t seen = 0;
	ssize_t n;
	enum rc rc = RC_OK;

	while (!rc && (n = read(fd, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(&r->cx->err, RC_DB,
			    "the list could not be read");
		for (ssize_t i = 0; i < n && !rc; i++, seen++)
			if (seen > 2 || piece[i] != mark[seen])
				rc = take(r, piece[i]);
	}
	if (!rc && (r->column || r->len))
		rc = end_row(r);
	return rc;
}

static enum rc
each_row(struct ctx *cx, const struct sampling_plan *p, row_fn *fn, void *arg)
{
	struct reader *r = arena_alloc(cx->arena, sizeof(*r));
	struct stored_file *f;
	enum rc rc = of_ref(cx, &stored_file_entity, p->population_file, &f);
	int fd;

	if (rc)
		return rc;
	if (!cx->blobs)
		return err_set(&cx->err, RC_DB,
		    "there is no folder of files here");
	*r = (struct reader){ .cx = cx, .plan = p, .fn = fn, .arg = arg,
		.id_at = NO_COLUMN, .stratum_at = NO_COLUMN };
	r->table = !text_blank(p->id_column) || !text_blank(p->stratum_column)
	    || str_ends(f->name, ".csv");
	r->head = r->table;
	rc = blob_open(cx->blobs, f->key_number, &cx->err, &fd);
	if (rc)
		return rc;
	r->scratch = arena_new();
	rc = take_all(r, fd);
	arena_free(r->scratch);
	close(fd);
	return rc;
}

/* --- in order already: hashed on the way ------------------------------------------- */

struct stream {
	struct ctx *cx;
	struct hash *hash;
	int64_t count;
	bool in_order;
	char last[CELL];
};

static enum rc
twice(struct ctx *cx, const char *id)
{
	return no_list(cx, arena_fmt(cx->arena, "%.60s is in the list twice",
	    id), "Each item is there once; name the column that tells them "
	    "apart.");
}

static enum rc
stream_row(void *arg, const char *id, const char *stratum)
{
	struct stream *s = arg;
	int order = s->count ? strcmp(s->last, id) : -1;

	(void)stratum;
	if (order == 0)
		return twice(s->cx, id);
	s->in_order = s->in_order && order < 0;
	if (++s->count > DRAW_POPULATION)
		return no_list(s->cx, "the list has more than a thousand "
		    "million rows", "Draw from a part of it.");
	hash_add(s->hash, id, strlen(id));
	hash_add(s->hash, "\n", 1);
	memcpy(s->last, id, strlen(id) + 1);
	return RC_OK;
}

static enum rc
stream(struct ctx *cx, const struct sampling_plan *p, struct population *out,
    bool *in_order)
{
	struct stream *s = arena_alloc(cx->arena, sizeof(*s));
	unsigned char h[HASH];
	enum rc rc;

	*s = (struct stream){ .cx = cx, .hash = hash_new(), .in_order = true };
	rc = each_row(cx, p, stream_row, s);
	hash_end(s->hash, h);
	if (rc)
		return rc;
	if (!s->count)
		return no_list(cx, "the list is empty",
		    "Add the list of what could be drawn.");
	*out = (struct population){ .count = s->count };
	hash_hex(h, out->hash);
	*in_order = s->in_order;
	return RC_OK;
}

/* --- put in order in memory --------------------------------------------------------- */

struct held {
	struct ctx *cx;
	const char **id, **stratum;     /* as in the file */
	size_t n, bytes;
};

/* Over the cap of the arena would leave the file open: so no arena_alloc. */
static const char *
keep(struct held *h, const char *s)
{
	size_t n = strlen(s) + 1;
	char *copy = arena_try(h->cx->arena, n);

	h->bytes += n;
	return copy ? memcpy(copy, s, n) : NULL;
}

static enum rc
hold_row(void *arg, const char *id, const char *stratum)
{
	struct held *h = arg;

	h->id[h->n] = keep(h, id);
	h->stratum[h->n] = h->n && str_eq(h->stratum[h->n - 1], stratum)
	    ? h->stratum[h->n - 1] : keep(h, stratum);
	if (!h->id[h->n] || !h->stratum[h->n] || h->bytes > POPULATION_BYTES)
		return no_list(h->cx, "the list is too long to be put in "
		    "order here", "Sort its names by bytes (LC_ALL=C sort) "
		    "and add it again.");
	h->n++;
	return RC_OK;
}

static int
by_name(const void *key, const void *at)
{
	return strcmp(key, *(const char *const *)at);
}

static enum rc
hold(struct ctx *cx, const struct sampling_plan *p, struct population *out)
{
	struct held h = { .cx = cx };
	enum rc rc;

	if (out->count > POPULATION_SORTED)
		return no_list(cx, arena_fmt(cx->arena, "a list of %lld rows "
		    "is too long for this", (long long)out->count), "Sort its "
		    "names by bytes (LC_ALL=C sort), without strata or "
		    "tickets.");
	h.id = arena_alloc(cx->arena, (size_t)out->count * sizeof(*h.id));
	h.stratum = arena_alloc(cx->arena, (size_t)out->count
	    * sizeof(*h.stratum));
	rc = each_row(cx, p, hold_row, &h);
	if (!rc && draw_list(&cx->err, cx->arena, h.id, h.n, &out->id,
	    out->hash))
		rc = no_list(cx, arena_str(cx->arena, cx->err.text), "Each item is there once; name "
		    "the column that tells them apart.");
	if (rc)
		return rc;
	out->stratum = arena_alloc(cx->arena, h.n * sizeof(*out->stratum));
	for (size_t i = 0; i < h.n; i++) {
		const char **at = bsearch(h.id[i], out->id, h.n,
		    sizeof(*out->id), by_name);

		assert(at);
		out->stratum[at - out->id] = h.stratum[i];
	}
	return RC_OK;
}

/* --- numbers instead of names -------------------------------------------------------- */

static enum rc
number(struct ctx *cx, const struct sampling_plan *p, struct population *out)
{
	const char *text;

	if (p->population_size == UNSET || p->population_size < 1)
		return refuse(cx, "R-6.3.2-09", "population_size",
		    arena_fmt(cx->arena, "%s has neither a list nor a size",
		    p->rec.code), "Add the list, or say how many items are "
		    "numbered where it lies.");
	*out = (struct population){ .count = p->population_size,
		.numbered = true };
	text = arena_fmt(cx->arena, "muster-numbers/1\n%lld\n",
	    (long long)out->count);
	hash_hex_of(text, strlen(text), out->hash);
	return RC_OK;
}

enum rc
population_read(struct ctx *cx, const struct sampling_plan *p, bool whole,
    struct population *out)
{
	bool in_order;
	enum rc rc;

	if (!p->population_file)
		return number(cx, p, out);
	rc = stream(cx, p, out, &in_order);
	return rc || (in_order && !whole) ? rc : hold(cx, p, out);
}

/* --- the names of some rows --------------------------------------------------------------- */

struct want { int64_t row; size_t at; };

struct pick {
	struct ctx *cx;
	const struct want *want;
	size_t n, next;
	int64_t row;
	const char **id;
};

static int
by_row(const void *a, const void *b)
{
	const struct want *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

static enum rc
pick_row(void *arg, const char *id, const char *stratum)
{
	struct pick *k = arg;
	struct held h = { .cx = k->cx };

	(void)stratum;
	k->row++;
	for (; k->next < k->n && k->want[k->next].row == k->row; k->next++) {
		const char *kept = keep(&h, id);

		if (!kept)
			return err_set(&k->cx->err, RC_LIMIT,
			    "the sample is too large for one piece of work");
		k->id[k->want[k->next].at] = kept;
	}
	return RC_OK;
}

enum rc
population_names(struct ctx *cx, const struct sampling_plan *p,
    const struct population *l, const int64_t *row, size_t n, const char **id)
{
	struct want *want;
	struct pick k = { .cx = cx, .n = n, .id = id };

	if (l->numbered || l->id) {
		for (size_t i = 0; i < n; i++)
			id[i] = l->id ? l->id[row[i] - 1] : arena_fmt(
			    cx->arena, "%lld", (long long)row[i]);
		return RC_OK;
	}
	want = arena_alloc(cx->arena, (n + 1) * sizeof(*want));
	for (size_t i = 0; i < n; i++)
		want[i] = (struct want){ row[i], i };
	qsort(want, n, sizeof(*want), by_row);
	k.want = want;
	return each_row(cx, p, pick_row, &k);
}
