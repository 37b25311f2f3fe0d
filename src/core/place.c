/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "place.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "command.h"
#include "schema.h"
#include "seal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { URL_MOST = 4096 };

static enum rc
failed(struct err *err, const char *what, const char *path)
{
	err_set(err, errno == ENOSPC ? RC_FULL : RC_DB, "%s %.100s: %s", what,
	    path, strerror(errno));
	return err->code;
}

static bool
there(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static enum rc
make_folder(struct err *err, const char *path)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return RC_OK;
	return failed(err, "cannot make the folder", path);
}

static void
name_parts(struct arena *a, const char *dir, struct place *p)
{
	*p = (struct place){ .dir = arena_str(a, dir),
		.where = arena_fmt(a, "%s/muster.db", dir),
		.blobs = arena_fmt(a, "%s/blobs", dir),
		.socket = arena_fmt(a, "%s/muster.sock", dir),
		.seal = arena_fmt(a, "%s/seal", dir), .lock = -1 };
}

enum rc
place_init(struct err *err, struct arena *a, const char *dir, const char *url)
{
	const char *database = arena_fmt(a, "%s/database", dir);
	struct place p;
	struct db *db;
	enum rc rc;

	name_parts(a, dir, &p);
	if (there(p.where) || there(database)) {
		err_set(err, RC_CONFLICT, "there is a store in %.100s already",
		    dir);
		err_hint(err, "Choose another folder.");
		return RC_CONFLICT;
	}
	rc = make_folder(err, dir);
	if (!rc)
		rc = make_folder(err, p.blobs);
	if (rc)
		return rc;
	if (url)
		return file_write(err, database, url, strlen(url), 0600,
		    FILE_NEW);
	db = db_open(p.where, DB_WRITE, err);
	db_close(db);
	return db ? RC_OK : err->code;
}

static enum rc
hold(struct err *err, struct arena *a, struct place *p)
{
	const char *path = arena_fmt(a, "%s/lock", p->dir);

	p->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (p->lock < 0)
		return failed(err, "cannot open", path);
	if (flock(p->lock, LOCK_EX | LOCK_NB) == 0)
		return RC_OK;
	close(p->lock);
	p->lock = -1;
	err_set(err, RC_BUSY, "another process uses the store in %.100s",
	    p->dir);
	err_hint(err, "Stop it first, or talk to it.");
	return RC_BUSY;
}

enum rc
place_look(struct err *err, struct arena *a, const char *dir,
    struct place *out)
{
	const char *database = arena_fmt(a, "%s/database", dir);
	struct place p;
	char *url;
	size_t n;
	enum rc rc;

	name_parts(a, dir, &p);
	if (there(database)) {
		rc = file_read(err, a, database, URL_MOST, &url, &n);
		if (rc)
			return rc;
		p.where = text_trim(a, url);
	} else if (!there(p.where)) {
		err_set(err, RC_MISSING, "there is no store in %.100s", dir);
		err_hint(err, "Make one with \"muster init --data %.80s\".",
		    dir);
		return RC_MISSING;
	}
	*out = p;
	return RC_OK;
}

enum rc
place_open(struct err *err, struct arena *a, const char *dir,
    struct place *out)
{
	struct place p;
	enum rc rc = place_look(err, a, dir, &p);

	if (!rc)
		rc = hold(err, a, &p);
	if (!rc)
		*out = p;
	return rc;
}

void
place_close(struct place *p)
{
	if (p->lock >= 0)
		close(p->lock);
	p->lock = -1;
}

/* --- the schema ------------------------------------------------------------------ */

/* 0: an empty database. */
static enum rc
version_of(struct ctx *cx, int64_t *version)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    db_shared(cx->db) ? "SELECT 1 FROM pg_tables WHERE tablename = "
	    "'meta' AND schemaname = current_schema()"
	    : "SELECT 1 FROM sqlite_master WHERE name = 'meta'", NO_ARGS);

	*version = 0;
	if (rc || !r.nrows)
		return rc;
	rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT value FROM meta WHERE name = 'version'", NO_ARGS);
	if (!rc && (!r.nrows || !int_parse(rows_at(&r, 0, 0)->s, 1, 1000000,
	    version)))
		rc = err_set(&cx->err, RC_DB, "the store does not say its "
		    "version");
	return rc;
}

static enum rc
name_store(struct ctx *cx, void *arg)
{
	(void)arg;
	return db_run(cx->db, &cx->err, "INSERT INTO meta (name, value) "
	    "VALUES ('store', $1)", ARGS(TEXT(random_hex(cx->arena, 16))));
}

enum rc
place_ready(struct ctx *cx, const struct place *p)
{
	int64_t version;
	enum rc rc = version_of(cx, &version);

	if (rc)
		return rc;
	if (version > SCHEMA_VERSION) {
		err_set(&cx->err, RC_CONFLICT, "the store in %.80s is of a "
		    "newer program (version %lld, this one knows %d)", p->dir,
		    (long long)version, SCHEMA_VERSION);
		err_hint(&cx->err, "Start it with the program that it was "
		    "last used with; nothing was changed.");
		return RC_CONFLICT;
	}
	if (version) {
		rc = schema_migrate(cx, version, p->dir);
		return rc || !p->seal ? rc : seal_check(cx, p->seal);
	}
	rc = schema_create(cx);
	return rc ? rc : command_write(cx, name_store, NULL);
}

enum rc
place_note(struct ctx *cx, const char *name, const char **value)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT value FROM meta WHERE name = $1", ARGS(TEXT(name)));

	if (!rc)
		*value = r.nrows ? rows_at(&r, 0, 0)->s : NULL;
	return rc;
}

static enum rc
write_note(struct ctx *cx, void *arg)
{
	const struct pair *p = arg;

	return db_run(cx->db, &cx->err, "INSERT INTO meta (name, value) "
	    "VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
	    ARGS(TEXT(p->name), TEXT(p->value)));
}

enum rc
place_take_note(struct ctx *cx, const char *name, const char *value)
{
	struct pair p = { name, value };

	return command_write(cx, write_note, &p);
}

enum rc
place_is_demo(struct ctx *cx, bool *demo)
{
	const char *note;
	enum rc rc = place_note(cx, "demo", &note);

	if (!rc)
		*demo = note != NULL;
	return rc;
}
