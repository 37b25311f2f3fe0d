/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Checking a dossier: what dossier_verify.sh does, and the names of values. */
#include "base/text.h"
#include "proof/base64.h"
#include "proof/dossier_own.h"
#include "proof/dossier_verify.h"
#include "proof/merkle.h"
#include "proof/receipt.h"

#include <string.h>

static const char in_entries[] = "data/journal/entries/";

void
verify_wrong(void *arg, const char *name, const char *text)
{
	struct verifier *v = arg;

	v->faults++;
	v->check->fault(v->check->arg, name, text);
}

/* What comes later hangs on it: RC_RULE ends the check. */
static enum rc
stop(struct verifier *v, const char *name, const char *text)
{
	verify_wrong(v, name, text);
	return err_set(v->err, RC_RULE, "%s: %s", name, text);
}

/* --- what is loaded ------------------------------------------------------- */

static bool
is_small(const char *name)
{
	return bag_is_list(name) || str_eq(name, "dossier.note") ||
	    str_eq(name, "data/omitted.txt") ||
	    str_starts(name, "data/journal/") || str_starts(name, "data/records/");
}

const char *
verify_text(const struct verifier *v, const char *name)
{
	const struct bag_file *f = bag_find(&v->bag, name);

	if (!f || !f->bytes || strlen(f->bytes) != (size_t)f->size)
		return NULL;
	return f->bytes;
}

/* The first file below the folder; the others follow it. */
size_t
verify_first(const struct verifier *v, const char *folder)
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

const struct bag_file *
verify_file(const struct verifier *v, size_t i, const char *folder)
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
			verify_wrong(v, name, "the file does not belong here");
	}
}

/* --- signatures ----------------------------------------------------------- */

static enum rc
read_key(struct verifier *v)
{
	const char *text = verify_text(v, "data/journal/key.vkey");
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

	v->note = verify_text(v, name);
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
	const char *text = verify_text(v, name);
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
		verify_wrong(v, name, "it was signed for other lists or another "
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
	const char *text = verify_text(v, name);
	struct receipt r;

	if (!text || receipt_parse(v->err, v->arena, text, strlen(text), &r))
		return stop(v, name, "the proof is missing or malformed");
	if (!str_eq(r.checkpoint, v->note))
		return stop(v, name, "the proof is of another checkpoint");
	if (r.index != s->entry.index || !path_includes(&r.path, r.index,
	    v->found.checkpoint.size, s->leaf, v->found.checkpoint.root))
		verify_wrong(v, s->file, "the entry is not in the log");
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
		verify_wrong(v, f->name, "something before this entry is missing or "
		    "was changed");
	merkle_leaf(f->bytes, (size_t)f->size, s->leaf);
	v->nsteps++;
	return check_proof(v, s);
}

static enum rc
read_steps(struct verifier *v)
{
	size_t first = verify_first(v, in_entries), n = 0;
	char previous[HEX];
	enum rc rc = RC_OK;

	while (verify_file(v, first + n, in_entries))
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
	text = verify_text(v, name);
	if (old.size > 0 && old.size < new->size) {
		if (!text)
			return err_set(v->err, RC_MISSING, "the dossier has "
			    "no proof for the checkpoint of %lld entries",
			    (long long)old.size);
		if (!read_path(text, &path))
			verify_wrong(v, name, "the proof is malformed");
	}
	if (path_extends(&path, old.size, old.root, new->size, new->root))
		v->found.old_held = true;
	else
		verify_wrong(v, name, "the log does not begin with what the older "
		    "checkpoint said");
	return RC_OK;
}

/* -------------------------------------------------------------------------- */

static enum rc
verify(struct verifier *v)
{
	enum rc rc;

	check_top(v);
	bag_check(v->arena, &v->bag, verify_wrong, v);
	rc = read_key(v);
	if (!rc)
		rc = read_checkpoint(v);
	if (!rc)
		rc = check_note(v);
	if (!rc)
		rc = read_steps(v);
	if (rc)
		return rc;
	verify_values(v);
	verify_files(v);
	if (v->check->old)
		rc = check_old(v);
	if (!rc && v->faults)
		rc = err_set(v->err, RC_RULE, "%zu things are verify_wrong",
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
