/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The folder of a witness: its lock, key, logs and memory. */
#include "witness.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct witness {
	pthread_mutex_t one;            /* look up, sign, remember: at once */
	char *folder;
	int lock;
	struct signer *signer;
	struct key *logs;
	size_t nlogs;
};

static char *
path_in(struct arena *a, const char *folder, const char *name)
{
	return arena_fmt(a, "%s/%s", folder, name);
}

/* --- making --------------------------------------------------------------- */

static enum rc
make_folder(struct err *err, const char *path)
{
	if (mkdir(path, 0700) && errno != EEXIST)
		return err_set(err, file_rc(errno), "cannot make %s: %s", path,
		    strerror(errno));
	return RC_OK;
}

static enum rc
make_in(struct err *err, struct arena *a, const char *folder, const char *name)
{
	struct signer *s;
	enum rc rc;

	rc = make_folder(err, folder);
	if (!rc)
		rc = make_folder(err, path_in(a, folder, "last"));
	if (!rc)
		rc = make_folder(err, path_in(a, folder, "forks"));
	if (rc)
		return rc;
	s = signer_new(name, KEY_COSIGNER);
	rc = signer_save(err, s, path_in(a, folder, "key"));
	signer_free(s);
	return rc;
}

enum rc
witness_make(struct err *err, const char *folder, const char *name)
{
	struct arena *a = arena_new();
	enum rc rc;

	if (key_name_valid(name, strlen(name)))
		rc = make_in(err, a, folder, name);
	else
		rc = err_field(err, "name",
		    "the name of a witness has no blanks and no \"+\"");
	arena_free(a);
	return rc;
}

/* --- opening -------------------------------------------------------------- */

static enum rc
take_lock(struct err *err, const char *path, int *out)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_set(err, file_rc(errno), "cannot open %s: %s", path,
		    strerror(errno));
	if (fcntl(fd, F_SETLK, &whole)) {
		close(fd);
		return err_set(err, RC_BUSY,
		    "another process has this witness open");
	}
	*out = fd;
	return RC_OK;
}

static enum rc
add_log(struct err *err, struct witness *w, const char *text)
{
	struct key key;
	enum rc rc;

	rc = key_parse(err, text, &key);
	if (rc)
		return rc;
	if (key.type != KEY_NOTE)
		return err_set(err, RC_INVALID,
		    "%s is the key of a witness, not of a log", key.name);
	for (size_t i = 0; i < w->nlogs; i++)
		if (key_equal(&w->logs[i], &key))
			return err_set(err, RC_CONFLICT,
			    "this key of %s is known already", key.name);
	if (w->nlogs == WITNESS_LOGS)
		return err_set(err, RC_LIMIT, "a witness has at most %d keys",
		    WITNESS_LOGS);
	w->logs[w->nlogs++] = key;
	return RC_OK;
}

static enum rc
read_logs(struct err *err, struct arena *a, struct witness *w)
{
	char *s = NULL, *lf;
	enum rc rc;
	size_t n;

	rc = file_read(err, a, path_in(a, w->folder, "logs"), 1 << 20, &s, &n);
	if (rc == RC_MISSING)
		return RC_OK;
	for (; !rc && (lf = strchr(s, '\n')); s = lf + 1) {
		*lf = '\0';
		rc = add_log(err, w, s);
	}
	return rc;
}

static enum rc
open_in(struct err *err, struct arena *a, struct witness *w)
{
	enum rc rc;

	rc = take_lock(err, path_in(a, w->folder, "lock"), &w->lock);
	if (!rc)
		rc = signer_load(err, path_in(a, w->folder, "key"), &w->signer);
	if (!rc && signer_key(w->signer)->type != KEY_COSIGNER)
		rc = err_set(err, RC_INVALID, "this is no key of a witness");
	if (!rc)
		rc = read_logs(err, a, w);
	return rc;
}

enum rc
witness_open(struct err *err, const char *folder, struct witness **out)
{
	struct witness *w = must_alloc(sizeof(*w));
	struct arena *a = arena_new();
	enum rc rc;

	pthread_mutex_init(&w->one, NULL);
	w->lock = -1;
	w->folder = must_alloc(strlen(folder) + 1);
	memcpy(w->folder, folder, strlen(folder));
	w->logs = must_alloc(WITNESS_LOGS * sizeof(*w->logs));
	rc = open_in(err, a, w);
	arena_free(a);
	if (rc) {
		witness_close(w);
		return rc;
	}
	*out = w;
	return RC_OK;
}

void
witness_close(struct witness *w)
{
	if (!w)
		return;
	if (w->lock >= 0)
		close(w->lock);
	signer_free(w->signer);
	pthread_mutex_destroy(&w->one);
	free(w->logs);
	free(w->folder);
	free(w);
}

const struct key *
witness_key(const struct witness *w)
{
	return signer_key(w->signer);
}

static enum rc
trust(struct err *err, struct arena *a, struct witness *w, const char *key)
{
	struct buf all = { .arena = a };
	enum rc rc;

	rc = add_log(err, w, key);
	if (rc)
		return rc;
	for (size_t i = 0; i < w->nlogs; i++)
		buf_fmt(&all, "%s\n", key_text(a, &w->logs[i]));
	rc = file_write(err, path_in(a, w->folder, "logs"), all.s, all.len,
	    0600, FILE_REPLACE);
	if (rc)
		w->nlogs--;
	return rc;
}

enum rc
witness_trust(struct err *err, struct witness *w, const char *key)
{
	struct arena *a = arena_new();
	enum rc rc;

	pthread_mutex_lock(&w->one);
	rc = trust(err, a, w, key);
	pthread_mutex_unlock(&w->one);
	arena_free(a);
	return rc;
}

/* --- answering ------------------------------------------------------------ */

static char *
path_of(struct arena *a, const struct witness *w, const char *kind,
    const char *origin)
{
	char hex[HEX];

	hash_hex_of(origin, strlen(origin), hex);
	return arena_fmt(a, "%s/%s/%s", w->folder, kind, hex);
}

/*
 * RC_MISSING: nothing was ever signed for this log.  The witness's own
 * signature over its memory shows that nobody else wrote it.
 */
static enum rc
recall(struct err *err, struct arena *a, const struct witness *w,
    const char *origin, struct checkpoint *out, char **note)
{
	struct note whole;
	char *s = NULL;
	enum rc rc;
	size_t n;

	rc = file_read(err, a, path_of(a, w, "last", origin), WITNESS_BODY, &s,
	    &n);
	if (rc)
		return rc;
	rc = note_open(err, a, s, n, signer_key(w->signer), &whole);
	if (!rc)
		rc = checkpoint_parse(err, a, whole.text, whole.len, out);
	if (!rc && str_eq(out->origin, origin)) {
		*note = s;
		return RC_OK;
	}
	return err_set(err, RC_DB, "the memory of %s is damaged", origin);
}

static struct witness_reply
no_memory(struct arena *a, const struct err *err)
{
	return (struct witness_reply){ 500, "text/plain; charset=utf-8",
		arena_fmt(a, "%s\n", err->text) };
}

/*
 * The text, one checked line of each key of the log, and the witness's own.
 * Other lines of the request are not kept: one in the witness's name that
 * does not hold would make its own memory look damaged.
 */
static enum rc
remember(struct err *err, struct arena *a, const struct witness *w,
    const struct witness_case *c, const char *lines)
{
	const char *origin = c->checkpoint.origin;
	struct buf out = { .arena = a };

	buf_fmt(&out, "%s\n", c->note.text);
	for (size_t i = 0; i < w->nlogs; i++) {
		const struct note_signature *sig =
		    note_find(&c->note, &w->logs[i]);

		if (sig && str_eq(w->logs[i].name, origin))
			note_add_line(&out, sig);
	}
	buf_str(&out, lines);
	return file_write(err, path_of(a, w, "last", origin), out.s, out.len,
	    0600, FILE_REPLACE);
}

/* Kept when it can be; that it cannot be must not hide the refusal. */
static void
keep_evidence(struct arena *a, const struct witness *w,
    const struct witness_case *c, const char *body, size_t n)
{
	struct err ignored;
	enum rc rc;

	rc = file_write(&ignored, path_of(a, w, "forks", c->checkpoint.origin),
	    body, n, 0600, FILE_NEW);
	(void)rc;
}

static struct witness_reply
answer(struct witness *w, struct arena *a, const char *body, size_t n,
    int64_t now)
{
	const struct witness_view view = { w->signer, w->logs, w->nlogs, now };
	struct checkpoint last;
	struct witness_reply r;
	struct witness_case c;
	struct err err;
	char *ignored;
	enum rc rc;

	r = witness_read(a, &view, body, n, &c);
	if (r.status != 200)
		return r;
	rc = recall(&err, a, w, c.checkpoint.origin, &last, &ignored);
	if (rc && rc != RC_MISSING)
		return no_memory(a, &err);
	r = witness_judge(a, &view, &c, rc ? NULL : &last);
	if (r.status == 200 && remember(&err, a, w, &c, r.body))
		return no_memory(a, &err);
	if (r.status == 409 && !str_eq(r.type, "text/x.tlog.size"))
		keep_evidence(a, w, &c, body, n);
	return r;
}

struct witness_reply
witness_answer(struct witness *w, struct arena *a, const char *body, size_t n,
    int64_t now)
{
	struct witness_reply r;

	pthread_mutex_lock(&w->one);
	r = answer(w, a, body, n, now);
	pthread_mutex_unlock(&w->one);
	return r;
}

struct witness_reply
witness_last(struct witness *w, struct arena *a, const char *origin)
{
	struct checkpoint cp;
	struct err err;
	char *note;
	enum rc rc;

	pthread_mutex_lock(&w->one);
	rc = recall(&err, a, w, origin, &cp, &note);
	pthread_mutex_unlock(&w->one);
	if (rc == RC_MISSING)
		return (struct witness_reply){ 404,
			"text/plain; charset=utf-8",
			"this witness has signed nothing of that log\n" };
	if (rc)
		return no_memory(a, &err);
	return (struct witness_reply){ 200, "text/plain; charset=utf-8",
		note };
}
