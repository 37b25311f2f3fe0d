/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * seal_key.c - the signing key: made, lost, changed.  Whatever happens to it
 * is an entry of the journal.
 */
#include "seal_own.h"

#include "base/file.h"
#include "base/text.h"
#include "command.h"
#include "journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *
seal_path(struct ctx *cx, const char *dir, const char *name)
{
	return arena_fmt(cx->arena, "%s/%s", dir, name);
}

static enum rc
meta(struct ctx *cx, const char *name, const char **value)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT value FROM meta WHERE name = $1", ARGS(TEXT(name)));

	if (rc)
		return rc;
	if (!r.nrows)
		return err_set(&cx->err, RC_MISSING, "the store has no %s",
		    name);
	*value = rows_at(&r, 0, 0)->s;
	return RC_OK;
}

enum rc
seal_verifier(struct ctx *cx, struct key *out)
{
	const char *text;
	enum rc rc = meta(cx, "verifier", &text);

	return rc ? rc : key_parse(&cx->err, text, out);
}

/* --- the entry -------------------------------------------------------------------- */

struct story {
	const char *command, *verifier, *store;
	const char *lost;       /* the checkpoint that the store fell behind */
};

static enum rc
tell(struct ctx *cx, void *arg)
{
	const struct story *t = arg;
	struct delta d[3];
	struct event ev = { .command = t->command, .delta = d };
	enum rc rc = RC_OK;

	if (t->store)
		d[ev.ndelta++] = (struct delta){ "store:", "", t->store };
	if (t->verifier)
		d[ev.ndelta++] = (struct delta){ "verifier:", "", t->verifier };
	if (t->lost)
		d[ev.ndelta++] = (struct delta){ "checkpoint:", "", t->lost };
	if (t->store)
		rc = db_run(cx->db, &cx->err, "INSERT INTO meta (name, value) "
		    "VALUES ('verifier', $1)", ARGS(TEXT(t->verifier)));
	else if (t->verifier)
		rc = db_run(cx->db, &cx->err, "UPDATE meta SET value = $1 "
		    "WHERE name = 'verifier'", ARGS(TEXT(t->verifier)));
	return rc ? rc : journal_add(cx, &ev);
}

/* --- making --------------------------------------------------------------------- */

static enum rc
make_folder(struct ctx *cx, const char *dir)
{
	if (mkdir(dir, 0700) == 0 || errno == EEXIST)
		return RC_OK;
	return err_set(&cx->err, file_rc(errno), "cannot make %.100s: %s", dir,
	    strerror(errno));
}

/* A key named after the store, in a file that becomes "key" when it counts. */
static enum rc
make_key(struct ctx *cx, const char *dir, const char *store,
    struct signer **out)
{
	struct signer *s = signer_new(arena_fmt(cx->arena, "muster/%s", store),
	    KEY_NOTE);
	const char *path = seal_path(cx, dir, "key.new");
	enum rc rc;

	unlink(path);           /* of an attempt that did not end */
	rc = signer_save(&cx->err, s, path);
	if (!rc)
		*out = s;
	else
		signer_free(s);
	return rc;
}

static enum rc
put_in_place(struct ctx *cx, const char *dir)
{
	const char *path = seal_path(cx, dir, "key");

	if (rename(seal_path(cx, dir, "key.new"), path) < 0)
		return err_set(&cx->err, RC_DB, "cannot put %.100s in place: "
		    "%s", path, strerror(errno));
	return file_sync_folder(&cx->err, path);
}

/* The new key counts when its entry is committed, and is moved after that. */
static enum rc
bring_in(struct ctx *cx, struct seal *s, struct story *t)
{
	struct signer *new = NULL;
	const char *store;
	enum rc rc = meta(cx, "store", &store);

	if (!rc)
		rc = make_folder(cx, s->dir);
	if (!rc)
		rc = make_key(cx, s->dir, store, &new);
	if (rc)
		return rc;
	t->verifier = key_text(cx->arena, signer_key(new));
	t->store = str_eq(t->command, "key.make") ? store : NULL;
	rc = command_write_alone(cx, tell, t);
	if (!rc)
		rc = put_in_place(cx, s->dir);
	if (rc) {
		signer_free(new);
		return rc;
	}
	signer_free(s->signer);
	s->signer = new;
	return RC_OK;
}

static const char *
checkpoint_words(struct ctx *cx, const struct checkpoint *cp)
{
	char root[HEX];

	hash_hex(cp->root, root);
	return arena_fmt(cx->arena, "%lld %s", (long long)cp->size, root);
}

/* --- opening ---------------------------------------------------------------------- */

/* The file of the key that counts, though a move may be left to do. */
static enum rc
find_key(struct ctx *cx, struct seal *s, const struct key *key)
{
	static const char *const names[] = { "key", "key.new" };
	enum rc rc = RC_MISSING;

	for (size_t i = 0; i < NELEMS(names); i++) {
		enum rc load = signer_load(&cx->err, seal_path(cx, s->dir,
		    names[i]), &s->signer);

		if (load == RC_MISSING)
			continue;
		if (load)
			return load;
		if (key_equal(signer_key(s->signer), key))
			return i ? put_in_place(cx, s->dir) : RC_OK;
		signer_free(s->signer);
		s->signer = NULL;
		if (!i)
			rc = RC_CONFLICT;
	}
	if (rc == RC_CONFLICT)
		err_set(&cx->err, rc, "the key in %.100s is not the one of "
		    "this store", s->dir);
	return rc;
}

/* Its key is not there: it was put back from a copy, which has none. */
static enum rc
key_lost(struct ctx *cx, struct seal *s)
{
	struct story t = { .command = "store.restored" };
	struct sealed last;
	struct checkpoint cp;
	struct note note;
	enum rc rc = seal_latest(cx, &last);

	if (rc == RC_MISSING)
		return bring_in(cx, s, &t);
	if (!rc)
		rc = note_parse(&cx->err, cx->arena, last.note,
		    strlen(last.note), &note);
	if (!rc)
		rc = checkpoint_parse(&cx->err, cx->arena, note.text, note.len,
		    &cp);
	if (rc)
		return rc;
	t.lost = checkpoint_words(cx, &cp);
	return bring_in(cx, s, &t);
}

static enum rc
open_key(struct ctx *cx, struct seal *s)
{
	struct story first = { .command = "key.make" };
	struct key key;
	enum rc rc = seal_verifier(cx, &key);

	if (rc == RC_MISSING) {
		rc = bring_in(cx, s, &first);
		if (rc != RC_CONFLICT)
			return rc;
		rc = seal_verifier(cx, &key);   /* another server was first */
	}
	if (!rc)
		rc = find_key(cx, s, &key);
	if (rc != RC_MISSING)
		return rc;
	return db_shared(cx->db) ? RC_OK : key_lost(cx, s);
}

enum rc
seal_open(struct ctx *cx, const char *dir, struct seal **out)
{
	struct seal *s = must_alloc(sizeof(*s));
	enum rc rc;

	s->dir = strdup(dir);
	assert(s->dir);
	rc = open_key(cx, s);
	if (!rc)
		*out = s;
	else
		seal_close(s);
	return rc;
}

void
seal_close(struct seal *s)
{
	if (!s)
		return;
	signer_free(s->signer);
	free(s->dir);
	free(s);
}

bool
seal_signs(const struct seal *s)
{
	return s->signer != NULL;
}

const struct signer *
seal_signer(const struct seal *s)
{
	return s->signer;
}

/* --- changing ------------------------------------------------------------------------ */

enum rc
seal_rotate(struct ctx *cx, struct seal *s)
{
	struct story t = { .command = "key.rotate" };
	enum rc rc;

	if (!s->signer)
		return err_set(&cx->err, RC_DENIED,
		    "the key of this store is not in %.100s", s->dir);
	rc = seal_make(cx, s);  /* the old one's last */
	return rc ? rc : bring_in(cx, s, &t);
}

enum rc
seal_restored(struct ctx *cx, const char *dir)
{
	struct story t = { .command = "store.restored" };
	struct checkpoint last;
	struct head head;
	enum rc rc = seal_last_file(cx, dir, &last);

	if (!rc)
		rc = journal_head(cx, &head);
	if (rc)
		return rc;
	if (head.size >= last.size)
		return err_set(&cx->err, RC_CONFLICT, "the store is not older "
		    "than its last checkpoint");
	t.lost = checkpoint_words(cx, &last);
	rc = command_write_alone(cx, tell, &t);
	if (!rc && rename(seal_path(cx, dir, "last"), arena_fmt(cx->arena,
	    "%s/lost-%lld", dir, (long long)last.size)) < 0)
		rc = err_set(&cx->err, RC_DB, "cannot put the old checkpoint "
		    "aside: %s", strerror(errno));
	return rc;
}
