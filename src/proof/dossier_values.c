/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Holding the values and files of a dossier against its entries. */
#include "base/text.h"
#include "proof/dossier_verify.h"

#include <stdlib.h>
#include <string.h>

static const char in_records[] = "data/records/";
static const char in_evidence[] = "data/evidence/";

static int
by_index(const void *key, const void *step)
{
	const int64_t *index = key;
	const struct step *s = step;

	return *index < s->entry.index ? -1 : *index > s->entry.index;
}

/* The step whose index is written in twelve digits at s, or NULL. */
static struct step *
step_at(struct verifier *v, const char *s)
{
	char digits[13] = "";
	int64_t index;

	memcpy(digits, s, strnlen(s, 12));
	if (strlen(digits) != 12 || strspn(digits, "0123456789") != 12)
		return NULL;
	index = strtoll(digits, NULL, 10);
	return bsearch(&index, v->step, v->nsteps, sizeof(*v->step), by_index);
}

/* --- values --------------------------------------------------------------- */

static void
add_value(struct verifier *v, struct step *s, const char *name,
    const unsigned char c[HASH])
{
	if (s->n == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 8;
		struct commitment *more = arena_alloc(v->arena,
		    cap * sizeof(*more));

		if (s->n)
			memcpy(more, s->values, s->n * sizeof(*more));
		s->values = more;
		s->cap = cap;
	}
	s->values[s->n].name = name;
	memcpy(s->values[s->n++].c, c, HASH);
}

/* The name of a value from that of its file: "-" at the end means ":". */
static const char *
name_in(struct arena *a, const char *file)
{
	char *name = arena_str(a, file);
	size_t n = strlen(name);

	if (n && name[n - 1] == '-')
		name[n - 1] = ':';
	return name;
}

/* "TYPE-ID/I.NAME", and inside: salt, NAME, NUL, value. */
static void
take_opened(struct verifier *v, const struct bag_file *f)
{
	const char *record = f->name + sizeof(in_records) - 1;
	const char *slash = strchr(record, '/');
	struct step *s = slash ? step_at(v, slash + 1) : NULL;
	const char *name = s ? name_in(v->arena, slash + 1 + 12) : "";
	size_t n = strlen(name);

	if (*name != '.' || n < 2) {
		verify_wrong(v, f->name, "the value belongs to no entry");
		return;
	}
	name++;
	if (!s->entry.type || !str_starts(record, arena_fmt(v->arena,
	    "%s-%lld/", s->entry.type, (long long)s->entry.record)))
		verify_wrong(v, f->name, "the value is of another record");
	if (!f->bytes || f->size < (int64_t)(SALT + n) ||
	    memcmp(f->bytes + SALT, name, n) != 0)
		verify_wrong(v, f->name, "the value has another name inside");
	add_value(v, s, name, f->sum);
	v->found.values++;
}

static bool
take_closed(struct verifier *v, char *line)
{
	char *name = strchr(line, ' '), *c = name ? strchr(name + 1, ' ') : 0;
	struct step *s = step_at(v, line);
	unsigned char sum[HASH];

	if (!c || !s || name - line != 12)
		return false;
	*name++ = *c++ = '\0';
	if (!*name || !hash_parse(c, sum))
		return false;
	add_value(v, s, name, sum);
	v->found.closed++;
	return true;
}

static void
read_closed(struct verifier *v)
{
	static const char name[] = "data/journal/closed.txt";
	const char *text = verify_text(v, name);
	char *s, *lf;

	if (!text) {
		verify_wrong(v, name, "the list is missing");
		return;
	}
	s = arena_str(v->arena, text);
	for (; (lf = strchr(s, '\n')); s = lf + 1) {
		*lf = '\0';
		if (!take_closed(v, s))
			verify_wrong(v, name, "a line of it is malformed");
	}
	if (*s)
		verify_wrong(v, name, "it does not end with a line");
}

static int
by_name(const void *a, const void *b)
{
	const struct commitment *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void
check_step(struct verifier *v, struct step *s)
{
	char hex[HEX];

	if (s->n)
		qsort(s->values, s->n, sizeof(*s->values), by_name);
	for (size_t i = 1; i < s->n; i++)
		if (str_eq(s->values[i - 1].name, s->values[i].name)) {
			verify_wrong(v, s->file, "it has two values of one name");
			return;
		}
	entry_values(v->arena, s->values, s->n, hex);
	if (!str_eq(hex, s->entry.values))
		verify_wrong(v, s->file, "its values are not what it was");
}

void
verify_values(struct verifier *v)
{
	const struct bag_file *f;

	for (size_t i = verify_first(v, in_records);
	    (f = verify_file(v, i, in_records)); i++)
		take_opened(v, f);
	read_closed(v);
	for (size_t i = 0; i < v->nsteps; i++)
		check_step(v, &v->step[i]);
}

/* --- files ---------------------------------------------------------------- */

static int
by_hash(const void *a, const void *b)
{
	return memcmp(a, b, HASH);
}

struct hashes {
	unsigned char (*hash)[HASH];
	size_t n;
};

static struct hashes
hashes_new(struct verifier *v, size_t most)
{
	return (struct hashes){ arena_alloc(v->arena, (most + 1) * HASH), 0 };
}

static bool
hashes_have(const struct hashes *h, const unsigned char x[HASH])
{
	return h->n && bsearch(x, h->hash, h->n, HASH, by_hash);
}

static struct hashes
blobs_of(struct verifier *v)
{
	struct hashes h = hashes_new(v, v->nsteps);

	for (size_t i = 0; i < v->nsteps; i++)
		if (v->step[i].entry.blob && hash_parse(v->step[i].entry.blob,
		    h.hash[h.n]))
			h.n++;
	if (h.n)
		qsort(h.hash, h.n, HASH, by_hash);
	return h;
}

/* "SHA-256 REASON" */
static void
read_omitted(struct verifier *v, const struct hashes *blobs, struct hashes *out)
{
	static const char name[] = "data/omitted.txt";
	const char *text = verify_text(v, name);
	char *s = arena_str(v->arena, text ? text : ""), *lf;

	if (!text)
		verify_wrong(v, name, "the list is missing");
	for (; (lf = strchr(s, '\n')); s = lf + 1) {
		*lf = '\0';
		if (lf - s <= HEX || s[HEX - 1] != ' ') {
			verify_wrong(v, name, "a line of it is malformed");
			continue;
		}
		s[HEX - 1] = '\0';
		if (hash_parse(s, out->hash[out->n]) &&
		    hashes_have(blobs, out->hash[out->n])) {
			out->n++;
			v->found.omitted++;
		} else {
			verify_wrong(v, name, "it names a file that no entry names");
		}
	}
}

static size_t
lines_of(const struct verifier *v, const char *name)
{
	const char *s = verify_text(v, name);
	size_t n = 0;

	for (; s && *s; s++)
		n += *s == '\n';
	return n;
}

void
verify_files(struct verifier *v)
{
	struct hashes blobs = blobs_of(v);
	struct hashes here = hashes_new(v, v->bag.n +
	    lines_of(v, "data/omitted.txt"));

	read_omitted(v, &blobs, &here);
	for (size_t i = 0; i < v->bag.n; i++) {
		const struct bag_file *f = &v->bag.file[i];

		memcpy(here.hash[here.n++], f->sum, HASH);
		if (!str_starts(f->name, in_evidence))
			continue;
		v->found.evidence++;
		if (!hashes_have(&blobs, f->sum))
			verify_wrong(v, f->name, "no entry names this file");
	}
	qsort(here.hash, here.n, HASH, by_hash);
	for (size_t i = 0; i < v->nsteps; i++) {
		unsigned char x[HASH];

		if (v->step[i].entry.blob && hash_parse(v->step[i].entry.blob,
		    x) && !hashes_have(&here, x))
			verify_wrong(v, v->step[i].file,
			    "the file that it names is missing");
	}
}
