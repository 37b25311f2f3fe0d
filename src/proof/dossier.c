/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "dossier.h"

#include "base/text.h"
#include "proof/base64.h"
#include "proof/dossier_own.h"
#include "proof/merkle.h"
#include "proof/receipt.h"

#include <stdlib.h>
#include <string.h>

struct dossier {
	struct arena *arena;            /* as long as the dossier */
	struct arena *scratch;          /* one call */
	struct bag *bag;
	struct dossier_head head;
	struct checkpoint checkpoint;
	char previous[HEX];             /* of the next entry */
	int64_t index;                  /* of the last entry, or -1 */
	size_t entries;
	struct buf closed, omitted;
	struct blobs {
		char (*hex)[HEX];       /* those that entries name */
		size_t n, cap;
	} blobs;
};

/* --- beginning and end ---------------------------------------------------- */

static enum rc
add_text(struct dossier *d, struct err *err, const char *name,
    const char *text)
{
	return bag_add(d->bag, err, name, text, strlen(text));
}

static enum rc
begin(struct dossier *d, struct err *err, bag_sink *sink, void *arg)
{
	const struct dossier_head *h = &d->head;
	const struct key *key = signer_key(h->signer);
	enum rc rc;

	rc = checkpoint_open(err, d->arena, h->checkpoint,
	    strlen(h->checkpoint), key, &d->checkpoint, NULL);
	if (!rc)
		rc = bag_new(err, h->folder, sink, arg, &d->bag);
	if (!rc)
		rc = add_text(d, err, "README.txt",
		    dossier_readme(d->scratch, h->about));
	if (!rc)
		rc = add_text(d, err, "verify.sh", proof_script[0].text);
	if (!rc)
		rc = add_text(d, err, "journal/key.vkey", arena_fmt(d->scratch,
		    "%s\n", key_text(d->scratch, key)));
	if (!rc)
		rc = add_text(d, err, "journal/checkpoint.note", h->checkpoint);
	return rc;
}

enum rc
dossier_new(struct err *err, const struct dossier_head *head, bag_sink *sink,
    void *arg, struct dossier **out)
{
	struct arena *a = arena_new_capped((size_t)256 << 20);
	struct dossier *d = arena_alloc(a, sizeof(*d));
	enum rc rc;

	*d = (struct dossier){ .arena = a, .scratch = arena_new(),
		.head = *head, .index = -1, .closed = { .arena = a },
		.omitted = { .arena = a } };
	memcpy(d->previous, entry_first, HEX);
	d->head.checkpoint = arena_str(a, head->checkpoint);
	rc = begin(d, err, sink, arg);
	arena_reset(d->scratch);
	if (rc) {
		dossier_free(d);
		return rc;
	}
	*out = d;
	return RC_OK;
}

void
dossier_free(struct dossier *d)
{
	if (!d)
		return;
	bag_free(d->bag);
	arena_free(d->scratch);
	arena_free(d->arena);
}

enum rc
dossier_end(struct dossier *d, struct err *err)
{
	unsigned char sum[HASH];
	const char *text;
	enum rc rc;

	if (!d->entries)
		return err_set(err, RC_INVALID,
		    "an audit without entries has no dossier");
	rc = add_text(d, err, "journal/closed.txt", buf_text(&d->closed));
	if (!rc)
		rc = add_text(d, err, "omitted.txt", buf_text(&d->omitted));
	if (!rc)
		rc = bag_seal(d->bag, err, &d->head.info, sum);
	if (rc)
		return rc;
	text = dossier_note_text(d->arena, d->head.audit, &d->checkpoint, sum);
	text = note_sign(d->arena, text, d->head.signer);
	rc = bag_attach(d->bag, err, "dossier.note", text, strlen(text));
	return rc ? rc : bag_close(d->bag, err);
}

/* --- entries -------------------------------------------------------------- */

/* The name of the value's file, where ":" cannot stand; NULL: no such name. */
static const char *
name_of_file(struct arena *a, const char *name)
{
	size_t n = strlen(name);
	char *file = arena_dup(a, name, n);

	if (strchr(name, '-') || strchr(name, '/') || n > ENTRY_NAME)
		return NULL;
	if (n && file[n - 1] == ':')
		file[n - 1] = '-';
	return bag_name_valid(file) ? file : NULL;
}

static enum rc
open_value(struct dossier *d, struct err *err, const struct entry *e,
    const struct dossier_value *v)
{
	struct buf raw = { .arena = d->scratch };

	if (!e->type)
		return err_set(err, RC_DB,
		    "entry %lld has values and no record",
		    (long long)e->index);
	buf_add(&raw, (const char *)v->salt, SALT);
	buf_add(&raw, v->name, strlen(v->name) + 1);
	buf_add(&raw, v->value, v->n);
	return bag_add(d->bag, err, arena_fmt(d->scratch,
	    "records/%s-%lld/%012lld.%s", e->type, (long long)e->record,
	    (long long)e->index, name_of_file(d->scratch, v->name)), raw.s,
	    raw.len);
}

/* Every value is what the entry commits to, opened or closed. */
static enum rc
check_values(struct dossier *d, struct err *err, const struct entry *e,
    const struct dossier_value *values, size_t n)
{
	struct commitment *c = arena_alloc(d->scratch, (n + 1) * sizeof(*c));
	char hex[HEX];

	for (size_t i = 0; i < n; i++) {
		const struct dossier_value *v = &values[i];

		if (!name_of_file(d->scratch, v->name))
			return err_set(err, RC_DB,
			    "\"%.40s\" is no name of a value", v->name);
		c[i].name = v->name;
		memcpy(c[i].c, v->c, HASH);
		if (v->salt)
			entry_commit(v->salt, v->name, v->value, v->n, c[i].c);
	}
	entry_values(d->scratch, c, n, hex);
	if (!str_eq(hex, e->values))
		return err_set(err, RC_DB,
		    "entry %lld commits to other values",
		    (long long)e->index);
	return RC_OK;
}

static enum rc
add_values(struct dossier *d, struct err *err, const struct entry *e,
    const struct dossier_value *values, size_t n)
{
	enum rc rc;

	rc = check_values(d, err, e, values, n);
	for (size_t i = 0; i < n && !rc; i++) {
		char hex[HEX];

		if (values[i].salt) {
			rc = open_value(d, err, e, &values[i]);
			continue;
		}
		hash_hex(values[i].c, hex);
		buf_fmt(&d->closed, "%012lld %s %s\n", (long long)e->index,
		    values[i].name, hex);
	}
	return rc;
}

static enum rc
add_proof(struct dossier *d, struct err *err, const struct entry *e,
    const unsigned char leaf[HASH])
{
	struct receipt r = { .index = e->index,
		.checkpoint = d->head.checkpoint,
		.ncheckpoint = strlen(d->head.checkpoint) };
	enum rc rc;

	rc = path_inclusion(err, &d->head.nodes, e->index,
	    d->checkpoint.size, &r.path);
	if (rc)
		return rc;
	if (!path_includes(&r.path, e->index, d->checkpoint.size, leaf,
	    d->checkpoint.root))
		return err_set(err, RC_DB, "entry %lld is not in the log",
		    (long long)e->index);
	return add_text(d, err, arena_fmt(d->scratch,
	    "journal/proofs/%012lld.tlog-proof", (long long)e->index),
	    receipt_text(d->scratch, &r));
}

static void
note_blob(struct dossier *d, const char *hex)
{
	struct blobs *b = &d->blobs;

	if (b->n == b->cap) {
		size_t cap = b->cap ? 2 * b->cap : 64;
		char (*more)[HEX] = arena_alloc(d->arena, cap * HEX);

		if (b->n)
			memcpy(more, b->hex, b->n * HEX);
		b->hex = more;
		b->cap = cap;
	}
	memcpy(b->hex[b->n++], hex, HEX);
}

static enum rc
take_entry(struct dossier *d, struct err *err, const struct entry *e,
    const struct dossier_value *values, size_t n)
{
	const char *text = entry_text(d->scratch, e);
	unsigned char leaf[HASH];
	enum rc rc;

	if (e->audit != d->head.audit || e->index <= d->index ||
	    !str_eq(e->previous, d->previous))
		return err_set(err, RC_DB,
		    "entry %lld does not follow the one before it",
		    (long long)e->index);
	merkle_leaf(text, strlen(text), leaf);
	rc = add_text(d, err, arena_fmt(d->scratch,
	    "journal/entries/%012lld.txt", (long long)e->index), text);
	if (!rc)
		rc = add_proof(d, err, e, leaf);
	if (!rc)
		rc = add_values(d, err, e, values, n);
	if (rc)
		return rc;
	if (e->blob)
		note_blob(d, e->blob);
	hash_hex(leaf, d->previous);
	d->index = e->index;
	d->entries++;
	return RC_OK;
}

enum rc
dossier_entry(struct dossier *d, struct err *err, const struct entry *entry,
    const struct dossier_value *values, size_t n)
{
	enum rc rc = take_entry(d, err, entry, values, n);

	arena_reset(d->scratch);
	return rc;
}

/* --- files ---------------------------------------------------------------- */

static bool
is_named(const struct dossier *d, const char *blob)
{
	for (size_t i = 0; i < d->blobs.n; i++)
		if (str_eq(d->blobs.hex[i], blob))
			return true;
	return false;
}

static enum rc
want_named(const struct dossier *d, struct err *err, const char *blob)
{
	if (is_named(d, blob))
		return RC_OK;
	return err_set(err, RC_DB, "no entry of the audit names the file %.64s",
	    blob);
}

static enum rc
add_blob(struct dossier *d, struct err *err, const char *name,
    const char *blob, int64_t size, bag_source *source, void *arg)
{
	unsigned char sum[HASH];
	char hex[HEX];
	enum rc rc;

	rc = want_named(d, err, blob);
	if (!rc)
		rc = bag_stream(d->bag, err, name, size, source, arg, sum);
	if (rc)
		return rc;
	hash_hex(sum, hex);
	if (!str_eq(hex, blob))
		return err_set(err, RC_DB,
		    "the file %.80s is not what its entry names", name);
	return RC_OK;
}

enum rc
dossier_evidence(struct dossier *d, struct err *err, const char *name,
    const char *blob, int64_t size, bag_source *source, void *arg)
{
	enum rc rc = add_blob(d, err, arena_fmt(d->scratch, "evidence/%s",
	    name), blob, size, source, arg);

	arena_reset(d->scratch);
	return rc;
}

enum rc
dossier_report(struct dossier *d, struct err *err, const char *name,
    const char *blob, int64_t size, bag_source *source, void *arg)
{
	enum rc rc = add_blob(d, err, arena_fmt(d->scratch, "report/%s",
	    name), blob, size, source, arg);

	arena_reset(d->scratch);
	return rc;
}

enum rc
dossier_omit(struct dossier *d, struct err *err, const char *blob,
    const char *reason)
{
	enum rc rc = want_named(d, err, blob);

	if (!rc && (!*reason || strpbrk(reason, "\r\n")))
		rc = err_set(err, RC_INVALID, "the reason is not one line");
	if (!rc)
		buf_fmt(&d->omitted, "%s %s\n", blob, reason);
	return rc;
}

enum rc
dossier_file(struct dossier *d, struct err *err, const char *name,
    const void *p, size_t n)
{
	static const char *const taken[] = { "journal/", "records/",
		"evidence/", "report/" };

	for (size_t i = 0; i < NELEMS(taken); i++)
		if (str_starts(name, taken[i]))
			return err_set(err, RC_INVALID,
			    "%.80s is a name of the dossier's own", name);
	return bag_add(d->bag, err, name, p, n);
}

enum rc
dossier_consistency(struct dossier *d, struct err *err, int64_t old)
{
	struct buf out = { .arena = d->scratch };
	struct path path;
	enum rc rc;

	rc = path_consistency(err, &d->head.nodes, old, d->checkpoint.size,
	    &path);
	if (rc)
		return rc;
	for (size_t i = 0; i < path.n; i++) {
		base64_add(&out, path.hash[i], HASH);
		buf_char(&out, '\n');
	}
	rc = add_text(d, err, arena_fmt(d->scratch,
	    "journal/consistency/%lld.txt", (long long)old), buf_text(&out));
	arena_reset(d->scratch);
	return rc;
}
