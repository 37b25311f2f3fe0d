/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* migrate.c - from an older schema to that of this program. */
#include "schema.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/*
 * One text per step, for both databases: steps[v - 1] leads from version v to
 * v + 1.  What is released is never changed here, only added to.
 */
static const char *const steps[] = { NULL };

static enum rc
backup_first(struct ctx *cx, int64_t version, const char *dir)
{
	const char *folder = arena_fmt(cx->arena, "%s/backup", dir);

	if (db_shared(cx->db))
		return RC_OK;   /* the database's own backup is its owner's */
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return err_set(&cx->err, RC_DB, "cannot make %.100s: %s",
		    folder, strerror(errno));
	return db_snapshot(cx->db, &cx->err, arena_fmt(cx->arena,
	    "%s/before-%lld-%lld.db", folder, (long long)version + 1,
	    (long long)cx->now));
}

enum rc
schema_walk(struct ctx *cx, const char *const *step, int64_t from, int64_t to,
    const char *dir)
{
	struct buf b = { .arena = cx->arena };
	enum rc rc;

	if (from == to)
		return RC_OK;
	rc = backup_first(cx, from, dir);
	if (rc)
		return rc;
	for (int64_t v = from; v < to; v++)
		buf_str(&b, step[v - 1]);
	buf_fmt(&b, "UPDATE meta SET value = '%lld' WHERE name = 'version';\n",
	    (long long)to);
	return db_script(cx->db, &cx->err, b.s);
}

enum rc
schema_migrate(struct ctx *cx, int64_t version, const char *dir)
{
	return schema_walk(cx, steps, version, SCHEMA_VERSION, dir);
}
