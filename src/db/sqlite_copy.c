/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum rc
copy_pages(struct conn *c, struct err *err, const char *file)
{
	struct conn to = { 0 };
	sqlite3_backup *b = NULL;
	enum rc rc = RC_OK;
	int x = sqlite3_open_v2(file, &to.sq,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (x == SQLITE_OK)
		b = sqlite3_backup_init(to.sq, "main", c->sq, "main");
	if (b) {
		x = sqlite3_backup_step(b, -1);
		sqlite3_backup_finish(b);
	}
	/* One file, readable where nothing can be written beside it. */
	if (!b || x != SQLITE_DONE ||
	    sqlite3_exec(to.sq, "PRAGMA journal_mode = DELETE", NULL, NULL,
	    NULL) != SQLITE_OK)
		rc = sq_told(&to, err);
	sqlite3_close(to.sq);
	return rc;
}

static enum rc
sync_file(struct err *err, const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	int e = errno;

	if (fd >= 0)
		close(fd);
	return good ? RC_OK
	    : err_set(err, RC_DB, "the copy was not kept: %s", strerror(e));
}

static enum rc
sync_copy(struct err *err, const char *file)
{
	size_t n = strlen(file) + 1;
	char *path = memcpy(must_alloc(n), file, n);
	enum rc rc = sync_file(err, file, O_RDONLY);

	if (!rc)
		rc = sync_file(err, dirname(path), O_RDONLY | O_DIRECTORY);
	free(path);
	return rc;
}

enum rc
sq_snapshot(void *conn, struct err *err, const char *file)
{
	struct conn *c = conn;
	int fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum rc rc;

	assert(sqlite3_get_autocommit(c->sq));
	if (fd < 0)
		return err_set(err, errno == EEXIST ? RC_CONFLICT : RC_DB,
		    "the copy cannot be made: %s", strerror(errno));
	close(fd);
	rc = copy_pages(c, err, file);
	if (!rc)
		rc = sync_copy(err, file);
	if (rc)
		unlink(file);
	return rc;
}
