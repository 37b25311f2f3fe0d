/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum rc
file_rc(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return RC_MISSING;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return RC_FULL;
	case EEXIST:
		return RC_CONFLICT;
	default:
		return RC_DB;
	}
}

static enum rc
failed(struct err *err, const char *what, const char *path)
{
	int error = errno;

	return err_set(err, file_rc(error), "cannot %s %s: %s", what, path,
	    strerror(error));
}

/* --- reading -------------------------------------------------------------- */

static bool
read_all(int fd, char *p, size_t n, size_t *got)
{
	*got = 0;
	while (*got < n) {
		ssize_t k = read(fd, p + *got, n - *got);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return false;
		if (k == 0)
			return true;
		*got += (size_t)k;
	}
	return true;
}

/* arena_try: a jump out of here would leave the file open. */
static enum rc
read_open(struct err *err, struct arena *a, int fd, const char *path,
    size_t max, char **out, size_t *n)
{
	struct stat st;
	size_t got;
	char *p;

	if (fstat(fd, &st))
		return failed(err, "look at", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, RC_INVALID, "%s is not a plain file", path);
	if ((uintmax_t)st.st_size > max)
		return err_set(err, RC_LIMIT, "%s has more than %zu bytes",
		    path, max);
	p = arena_try(a, (size_t)st.st_size + 1);
	if (!p)
		return err_set(err, RC_LIMIT, "no room to read %s", path);
	if (!read_all(fd, p, (size_t)st.st_size, &got))
		return failed(err, "read", path);
	*out = p;
	*n = got;
	return RC_OK;
}

enum rc
file_read(struct err *err, struct arena *a, const char *path, size_t max,
    char **out, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum rc rc;

	if (fd < 0)
		return failed(err, "open", path);
	rc = read_open(err, a, fd, path, max, out, n);
	close(fd);
	return rc;
}

/* --- writing -------------------------------------------------------------- */

bool
file_write_all(int fd, const void *p, size_t n)
{
	const char *s = p;

	while (n > 0) {
		ssize_t k = write(fd, s, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return false;
		s += k;
		n -= (size_t)k;
	}
	return true;
}

enum rc
file_sync_folder(struct err *err, const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX] = ".";
	enum rc rc = RC_OK;
	int fd;

	if (slash && (size_t)(slash - path) < sizeof(folder) - 1) {
		memcpy(folder, path, (size_t)(slash - path) + 1);
		folder[slash - path + 1] = '\0';
	}
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return failed(err, "open", folder);
	if (fsync(fd))
		rc = failed(err, "sync", folder);
	close(fd);
	return rc;
}

/* The name of the finished file; link refuses where one is already. */
static enum rc
name_it(struct err *err, const char *from, const char *path, enum file_how how)
{
	if (how == FILE_REPLACE ? rename(from, path) : link(from, path))
		return failed(err, "write", path);
	if (how == FILE_NEW)
		unlink(from);
	return file_sync_folder(err, path);
}

enum rc
file_write(struct err *err, const char *path, const void *p, size_t n,
    mode_t mode, enum file_how how)
{
	char name[PATH_MAX];
	enum rc rc;
	int fd;

	if (snprintf(name, sizeof(name), "%s.XXXXXX", path) >=
	    (int)sizeof(name))
		return err_set(err, RC_INVALID, "the name %.60s... is too long",
		    path);
	fd = mkstemp(name);
	if (fd < 0)
		return failed(err, "write beside", path);
	if (!file_write_all(fd, p, n) || fchmod(fd, mode) || fsync(fd))
		rc = failed(err, "write", path);
	else
		rc = name_it(err, name, path, how);
	if (close(fd) && !rc)
		rc = failed(err, "close", path);
	if (rc)
		unlink(name);
	return rc;
}
