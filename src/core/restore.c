/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* restore.c - a backup into a new folder: read twice, to check and to do. */
#include "restore_own.h"

#include "backup_stream.h"
#include "base/file.h"
#include "base/text.h"
#include "command.h"
#include "place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- the folder ------------------------------------------------------------------------- */

static void
empty(struct arena *a, const char *dir, int deep)
{
	DIR *d = opendir(dir);

	for (struct dirent *e; d && (e = readdir(d));) {
		const char *path = arena_fmt(a, "%s/%s", dir, e->d_name);

		if (str_eq(e->d_name, ".") || str_eq(e->d_name, ".."))
			continue;
		if (unlink(path) && deep)
			empty(a, path, deep - 1);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

static enum rc
is_empty(struct ctx *cx)
{
	struct rows r;
	enum rc rc;

	if (db_dialect(cx->db) != POSTGRES)
		return RC_OK;
	rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT 1 FROM pg_tables "
	    "WHERE schemaname = current_schema() LIMIT 1", NO_ARGS);
	if (!rc && r.nrows) {
		rc = err_set(&cx->err, RC_CONFLICT,
		    "the database is not empty");
		err_hint(&cx->err, "Make a new one for the store.");
	}
	return rc;
}

static enum rc
fill_place(struct restore *in, struct place *p, bool files)
{
	struct err *err = in->err;
	struct ctx cx;
	enum rc rc;

	ctx_begin(&cx, in->a, db_open(p->where, DB_WRITE, err));
	if (!cx.db)
		return err->code;
	in->cx = &cx;
	in->err = &cx.err;
	in->blobs = files ? p->blobs : NULL;
	rc = is_empty(&cx);
	if (!rc)
		rc = command_whole(&cx, restore_load, in);
	db_close(cx.db);
	in->err = err;
	if (rc)
		*err = cx.err;
	return rc;
}

static enum rc
fill(struct restore *in, const char *part, const char *url, bool files)
{
	struct place p;
	enum rc rc = place_init(in->err, in->a, part, url);

	if (!rc)
		rc = place_open(in->err, in->a, part, &p);
	if (rc)
		return rc;
	rc = fill_place(in, &p, files);
	place_close(&p);
	return rc;
}

static enum rc
failed(struct err *err, const char *what)
{
	return err_set(err, file_rc(errno) == RC_FULL ? RC_FULL : RC_DB,
	    "the store could not be %s: %s", what, strerror(errno));
}

static enum rc
into_folder(struct restore *in, const char *dir, const char *url)
{
	const char *part = arena_fmt(in->a, "%s.part", dir);
	enum rc rc;

	if (mkdir(part, 0700)) {
		rc = failed(in->err, "begun");
		err_hint(in->err, "%.200s is in the way or cannot be made.",
		    part);
		return rc;
	}
	rc = fill(in, part, url, true);
	if (!rc && rename(part, dir))
		rc = failed(in->err, "put in its place");
	if (rc)
		empty(in->a, part, 1);
	return rc ? rc : file_sync_folder(in->err, dir);
}

/* Rows into a database of their own, which is thrown away. */
static enum rc
for_nothing(struct restore *in)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = arena_fmt(in->a, "%s/muster-verify-XXXXXX",
	    tmp && *tmp ? tmp : "/tmp");
	enum rc rc;

	if (!mkdtemp(dir))
		return failed(in->err, "tried");
	rc = fill(in, dir, NULL, false);
	empty(in->a, dir, 1);
	return rc;
}

/* dir NULL: only to see that it could be done. */
static enum rc
work(struct restore *in, const char *file, const char *dir, const char *url)
{
	enum rc rc;

	in->fd = open(file, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		return err_set(in->err, file_rc(errno), "%.200s: %s", file,
		    strerror(errno));
	in->row = arena_new();
	in->ntables = backup_tables(in->a, &in->table);
	rc = restore_check(in);
	if (!rc)
		rc = dir ? into_folder(in, dir, url) : for_nothing(in);
	restore_end(in);
	arena_free(in->row);
	close(in->fd);
	return rc;
}

enum rc
backup_restore(struct err *err, struct arena *a, const char *file,
    const struct backup_key *key, const char *dir, const char *url,
    struct backup_told *out)
{
	struct restore in = { .err = err, .a = a, .key = key };
	struct stat st;
	enum rc rc;

	if (lstat(dir, &st) == 0) {
		err_set(err, RC_CONFLICT, "there is a folder %.200s already",
		    dir);
		err_hint(err, "A backup is restored into a new folder.");
		return RC_CONFLICT;
	}
	rc = work(&in, file, dir, url);
	if (!rc)
		*out = in.told;
	return rc;
}

enum rc
backup_verify(struct err *err, struct arena *a, const char *file,
    const struct backup_key *key, struct backup_told *out)
{
	struct restore in = { .err = err, .a = a, .key = key };
	enum rc rc = work(&in, file, NULL, NULL);

	if (!rc)
		*out = in.told;
	return rc;
}
