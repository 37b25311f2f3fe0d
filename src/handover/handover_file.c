/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * handover_file.c - a dossier in a file without a name, for a server to send.
 * While it is made it has one, so that others see how far it is; who makes it
 * holds a lock on it.
 */
#include "handover/handover_own.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *
path_of(struct ctx *cx, const char *dir, int64_t audit)
{
	return arena_fmt(cx->arena, "%s/dossier-%lld-%lld.part", dir,
	    (long long)audit, (long long)cx->account);
}

static enum rc
failed(struct ctx *cx, const char *what)
{
	return err_set(&cx->err, file_rc(errno) == RC_FULL ? RC_FULL : RC_DB,
	    "the dossier cannot be %s: %s", what, strerror(errno));
}

static enum rc
put(void *arg, struct err *err, const void *p, size_t n)
{
	if (file_write_all(*(int *)arg, p, n))
		return RC_OK;
	return err_set(err, file_rc(errno) == RC_FULL ? RC_FULL : RC_DB,
	    "the dossier cannot be written: %s", strerror(errno));
}

static enum rc
make(struct ctx *cx, int64_t audit, const struct signer *signer, int fd,
    int64_t *size)
{
	const struct handover_to to = { put, &fd, NULL, signer };
	struct handover_told told;
	struct stat st;
	enum rc rc;

	if (ftruncate(fd, 0))
		return failed(cx, "begun");
	rc = handover_write(cx, audit, &to, &told);
	if (!rc && fstat(fd, &st))
		rc = failed(cx, "read");
	if (!rc)
		*size = st.st_size;
	return rc;
}

enum rc
handover_file(struct ctx *cx, const char *dir, int64_t audit,
    const struct signer *signer, int *out, int64_t *size)
{
	const char *path = path_of(cx, dir, audit);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	enum rc rc;

	if (fd < 0)
		return failed(cx, "begun");
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		close(fd);
		err_set(&cx->err, RC_BUSY, "this dossier is being made");
		err_hint(&cx->err, "Ask again in a moment.");
		return RC_BUSY;
	}
	rc = make(cx, audit, signer, fd, size);
	unlink(path);
	if (rc)
		close(fd);
	else
		*out = fd;
	return rc;
}

/* --- how far is it? --------------------------------------------------------------- */

static void
look_at_file(struct ctx *cx, const char *dir, int64_t audit,
    struct handover_state *s)
{
	int fd = open(path_of(cx, dir, audit), O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return;
	s->making = flock(fd, LOCK_SH | LOCK_NB) < 0;
	if (s->making && fstat(fd, &st) == 0)
		s->done = st.st_size;
	close(fd);
}

enum rc
handover_look(struct ctx *cx, const char *dir, int64_t audit,
    struct handover_state *out)
{
	struct handover_state s = { 0 };
	struct rows r;
	enum rc rc = handover_ordered(cx, audit, &r);

	if (!rc && r.nrows) {
		s.ordered = true;
		s.time = rows_at(&r, 0, 1)->i;
		s.covered = rows_at(&r, 0, 2)->i != 0;
	}
	if (!rc)
		rc = handover_weigh(cx, audit, &s.total);
	if (rc)
		return rc;
	if (s.ordered)
		look_at_file(cx, dir, audit, &s);
	*out = s;
	return RC_OK;
}
