/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Checking a dossier: what dossier_verify.sh does, and the names of values. */
#include "base/text.h"
#include "proof/base64.h"
#include "proof/dossier_own.h"
#include "proof/merkle.h"
#include "proof/receipt.h"

#include <stdlib.h>
#include <string.h>

static const char in_entries[] = "data/journal/entries/";
static const char in_records[] = "data/records/";
static const char in_evidence[] = "data/evidence/";

struct step {                           /* an entry of the audit */
	struct entry entry;
	const char *file;
	unsigned char leaf[HASH];
	struct commitment *values;      /* as many as were found */
	size_t n, cap;
};

struct verifier {
	struct err *err;
	struct arena *arena;
	const struct dossier_check *check;
	struct dossier_found found;
	struct bag_content bag;
	const char *note;               /* the checkpoint as it came */
	struct step *step;              /* by index */
	size_t nsteps;
	size_t faults;
};

static void
wrong(void *arg, const char *name, const char *text)
{
	struct verifier *v = arg;

	v->faults++;
	v->check->fault(v->check->arg, name, text);
}

/* What comes later hangs on it: RC_RULE ends the check. */
static enum rc
stop(struct verifier *v, const char *name, const char *text)
{
	wrong(v, name, text);
	return err_set(v->err, RC_RULE, "%s: %s", name, text);
}

/* --- what is loaded ------------------------------------------------------- */

static bool
is_small(const char *name)
{
	return bag_is_list(name) || str_eq(name, "dossier.note") ||
	    str_eq(name, "data/omitted.txt") ||
	    str_starts(name, "data/journal/") || str_starts(name, in_records);
}

static const char *
text_of(const struct verifier *v, const char *name)
{
	const struct bag_file *f = bag_find(&v->bag, name);

	if (!f || !f->bytes || strlen(f->bytes) != (size_t)f->size)
		return NULL;
	return f->bytes;
}

/* The first file below the folder; the others follow it. */
static size_t
first_in(const struct verifier *v, const char *folder)
{
	size_t low = 0, high = v->bag.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(v->bag.file[mid].name, folder) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static const struct bag_file *
file_in(const struct verifier *v, size_t i, const char *folder)
{
	if (i >= v->bag.n || !str_starts(v->bag.file[i].name, folder))
		return NULL;
	return &v->bag.file[i];
}

static void
check_top(struct verifier *v)
{
	for (size_t i = 0; i < v->bag.n; i++) {
		const char *name = v->bag.file[i].name;

		if (!str_starts(name, "data/") && !bag_is_list(name) &&
		    !str_eq(name, "dossier.note"))
			wrong(v, name, "the file does not belong here");
	}
}

/* --- signatures ----------------------------------------------------------- */

static enum rc
read_key(struct verifier *v)
{
	const char *text = text_of(v, "data/journal/key.vkey");
	char *line;

	v->found.own_key = v->check->key != NULL;
	if (v->check->key) {
		v->found.key = *v->check->key;
		return RC_OK;
	}
	if (!text || !str_ends(text, "\n"))
		return stop(v, "data/journal/key.vkey", "the key is missing");
	line = arena_dup(v->arena, text, strlen(text) - 1);
	if (key_parse(v->err, line, &v->found.key))
		return stop(v, "data/journal/key.vkey",
		    "this is no verifier key");
	return RC_OK;
}

static enum rc
read_checkpoint(struct verifier *v)
{
	static const char name[] = "data/journal/checkpoint.note";

	v->note = text_of(v, name);
	if (!v->note)
		return stop(v, name, "the checkpoint is missing");
	if (checkpoint_open(v->err, v->arena, v->note, strlen(v->note),
	    &v->found.key, &v->found.checkpoint, NULL))
		return stop(v, name, arena_str(v->arena, v->err->text));
	return RC_OK;
}

static bool
read_audit(const char *text, int64_t *audit)
{
	static const char begin[] = "muster-dossier/1\naudit ";
	char number[24] = "";
	size_t n;

	if (!str_starts(text, begin))
		return false;
	text += sizeof(begin) - 1;
	n = strcspn(text, "\n");
	if (n >= sizeof(number))
		return false;
	memcpy(number, text, n);
	return int_parse(number, 0, INT64_MAX, audit);
}

static enum rc
check_note(struct verifier *v)
{
	static const char name[] = "dossier.note";
	const char *text = text_of(v, name);
	const struct bag_file *list = bag_find(&v->bag,
	    "tagmanifest-sha256.txt");
	struct note note;

	if (!text || !list)
		return stop(v, name, "the signature of the whole is missing");
	if (note_open(v->err, v->arena, text, strlen(text), &v->found.key,
	    &note))
		return stop(v, name, arena_str(v->arena, v->err->text));
	if (!read_audit(note.text, &v->found.audit))
		return stop(v, name, "it is a note of another kind");
	if (!str_eq(note.text, dossier_note_text(v->arena, v->found.audit,
	    &v->found.checkpoint, list->sum)))
		wrong(v, name, "it was signed for other lists or another "
		    "checkpoint");
	return RC_OK;
}

/* --- entries and their proofs --------------------------------------------- */

static enum rc
check_proof(struct verifier *v, const struct step *s)
{
	const char *name = arena_fmt(v->arena,
	    "data/journal/proofs/%012lld.tlog-proof",
	    (long long)s->entry.index);
	const char *text = text_of(v, name);
	struct receipt r;

	if (!text || receipt_parse(v->err, v->arena, text, strlen(text), &r))
		return stop(v, name, "the proof is missing or malformed");
	if (!str_eq(r.checkpoint, v->note))
		return stop(v, name, "the proof is of another checkpoint");
	if (r.index != s->entry.index || !path_includes(&r.path, r.index,
	    v->found.checkpoint.size, s->leaf, v->found.checkpoint.root))
		wrong(v, s->file, "the entry is not in the log");
	return RC_OK;
}

static enum rc
take_step(struct verifier *v, const struct bag_file *f, const char *previous)
{
	struct step *s = &v->step[v->nsteps];
	const char *last = v->nsteps ? s[-1].file : "";
	char want[HEX];

	*s = (struct step){ .file = f->name };
	if (!f->bytes || entry_parse(v->err, v->arena, f->bytes,
	    (size_t)f->size, &s->entry))
		return stop(v, f->name, arena_str(v->arena, v->err->text));
	if (!str_eq(f->name, arena_fmt(v->arena, "%s%012lld.txt", in_entries,
	    (long long)s->entry.index)) || strcmp(last, f->name) >= 0)
		return stop(v, f->name, "its index is not that of its name");
	if (s->entry.audit != v->found.audit)
		return stop(v, f->name, "the entry is of another audit");
	memcpy(want, previous, HEX);
	if (!str_eq(s->entry.previous, want))
		wrong(v, f->name, "something before this entry is missing or "
		    "was changed");
	merkle_leaf(f->bytes, (size_t)f->size, s->leaf);
	v->nsteps++;
	return check_proof(v, s);
}

static enum rc
read_steps(struct verifier *v)
{
	size_t first = first_in(v, in_entries), n = 0;
	char previous[HEX];
	enum rc rc = RC_OK;

	while (file_in(v, first + n, in_entries))
		n++;
	if (n == 0)
		return stop(v, in_entries, "there are no entries");
	v->step = arena_alloc(v->arena, n * sizeof(*v->step));
	memcpy(previous, entry_first, HEX);
	for (size_t i = 0; i < n && !rc; i++) {
		rc = take_step(v, &v->bag.file[first + i], previous);
		if (!rc)
			hash_hex(v->step[i].leaf, previous);
	}
	if (rc)
		return rc;
	v->found.entries = n;
	v->found.first = v->step[0].entry.time;
	v->found.last = v->step[n - 1].entry.time;
	v->found.behind = v->found.checkpoint.size - 1 -
	    v->step[n - 1].entry.index;
	return RC_OK;
}

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

/* "TYPE-ID/I.NAME", and inside: salt, NAME, NUL, value. */
static void
take_opened(struct verifier *v, const struct bag_file *f)
{
	const char *record = f->name + sizeof(in_records) - 1;
	const char *slash = strchr(record, '/');
	struct step *s = slash ? step_at(v, slash + 1) : NULL;
	const char *name = s ? slash + 1 + 12 : "";
	size_t n = strlen(name);

	if (*name != '.' || n < 2) {
		wrong(v, f->name, "the value belongs to no entry");
		return;
	}
	name++;
	if (!s->entry.type || !str_starts(record, arena_fmt(v->arena,
	    "%s-%lld/", s->entry.type, (long long)s->entry.record)))
		wrong(v, f->name, "the value is of another record");
	if (!f->bytes || f->size < (int64_t)(SALT + n) ||
	    memcmp(f->bytes + SALT, name, n) != 0)
		wrong(v, f->name, "the value has another name inside");
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
	const char *text = text_of(v, name);
	char *s, *lf;

	if (!text) {
		wrong(v, name, "the list is missing");
		return;
	}
	s = arena_str(v->arena, text);
	for (; (lf = strchr(s, '\n')); s = lf + 1) {
		*lf = '\0';
		if (!take_closed(v, s))
			wrong(v, name, "a line of it is malformed");
	}
	if (*s)
		wrong(v, name, "it does not end with a line");
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
			wrong(v, s->file, "it has two values of one name");
			return;
		}
	entry_values(v->arena, s->values, s->n, hex);
	if (!str_eq(hex, s->entry.values))
		wrong(v, s->file, "its values are not what it was");
}

static void
check_values(struct verifier *v)
{
	const struct bag_file *f;

	for (size_t i = first_in(v, in_records);
	    (f = file_in(v, i, in_records)); i++)
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
	const char *text = text_of(v, name);
	char *s = arena_str(v->arena, text ? text : ""), *lf;

	if (!text)
		wrong(v, name, "the list is missing");
	for (; (lf = strchr(s, '\n')); s = lf + 1) {
		*lf = '\0';
		if (lf - s <= HEX || s[HEX - 1] != ' ') {
			wrong(v, name, "a line of it is malformed");
			continue;
		}
		s[HEX - 1] = '\0';
		if (hash_parse(s, out->hash[out->n]) &&
		    hashes_have(blobs, out->hash[out->n])) {
			out->n++;
			v->found.omitted++;
		} else {
			wrong(v, name, "it names a file that no entry names");
		}
	}
}

static size_t
lines_of(const struct verifier *v, const char *name)
{
	const char *s = text_of(v, name);
	size_t n = 0;

	for (; s && *s; s++)
		n += *s == '\n';
	return n;
}

static void
check_files(struct verifier *v)
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
			wrong(v, f->name, "no entry names this file");
	}
	qsort(here.hash, here.n, HASH, by_hash);
	for (size_t i = 0; i < v->nsteps; i++) {
		unsigned char x[HASH];

		if (v->step[i].entry.blob && hash_parse(v->step[i].entry.blob,
		    x) && !hashes_have(&here, x))
			wrong(v, v->step[i].file,
			    "the file that it names is missing");
	}
}

/* --- an older checkpoint -------------------------------------------------- */

static bool
read_path(const char *s, struct path *out)
{
	const char *lf;

	*out = (struct path){ 0 };
	for (; (lf = strchr(s, '\n')); s = lf + 1)
		if (out->n == PATH_MAX_HASHES || !base64_hash(s,
		    (size_t)(lf - s), out->hash[out->n++]))
			return false;
	return *s == '\0';
}

static enum rc
check_old(struct verifier *v)
{
	const struct checkpoint *new = &v->found.checkpoint;
	struct path path = { 0 };
	struct checkpoint old;
	const char *text, *name;
	enum rc rc;

	rc = checkpoint_open(v->err, v->arena, v->check->old,
	    v->check->oldlen, &v->found.key, &old, NULL);
	if (rc)
		return rc;
	if (old.size > new->size)
		return err_set(v->err, RC_MISSING, "the checkpoint of %lld "
		    "entries is younger than the dossier",
		    (long long)old.size);
	name = arena_fmt(v->arena, "data/journal/consistency/%lld.txt",
	    (long long)old.size);
	text = text_of(v, name);
	if (old.size > 0 && old.size < new->size) {
		if (!text)
			return err_set(v->err, RC_MISSING, "the dossier has "
			    "no proof for the checkpoint of %lld entries",
			    (long long)old.size);
		if (!read_path(text, &path))
			wrong(v, name, "the proof is malformed");
	}
	if (path_extends(&path, old.size, old.root, new->size, new->root))
		v->found.old_held = true;
	else
		wrong(v, name, "the log does not begin with what the older "
		    "checkpoint said");
	return RC_OK;
}

/* -------------------------------------------------------------------------- */

static enum rc
verify(struct verifier *v)
{
	enum rc rc;

	check_top(v);
	bag_check(v->arena, &v->bag, wrong, v);
	rc = read_key(v);
	if (!rc)
		rc = read_checkpoint(v);
	if (!rc)
		rc = check_note(v);
	if (!rc)
		rc = read_steps(v);
	if (rc)
		return rc;
	check_values(v);
	check_files(v);
	if (v->check->old)
		rc = check_old(v);
	if (!rc && v->faults)
		rc = err_set(v->err, RC_RULE, "%zu things are wrong",
		    v->faults);
	return rc;
}

enum rc
dossier_verify(struct err *err, struct arena *a, const char *path,
    const struct dossier_check *check, struct dossier_found *out)
{
	struct verifier v = { .err = err, .arena = a, .check = check };
	enum rc rc;

	rc = bag_load(err, a, path, NULL, is_small, &v.bag);
	if (rc)
		return rc;
	rc = verify(&v);
	*out = v.found;
	return rc;
}
