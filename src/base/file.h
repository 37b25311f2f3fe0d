/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * file.h - small files, read whole and written whole.
 *
 * What is written is durable when the call returns, and a reader sees the
 * old bytes or the new ones, never a part: a temporary file beside it,
 * fsync, a new name, fsync of the folder.
 */
#ifndef FILE_H
#define FILE_H

#include "base.h"

#include <sys/types.h>

enum file_how {
	FILE_NEW,       /* RC_CONFLICT when the name is taken */
	FILE_REPLACE
};

/* RC_MISSING, RC_LIMIT over max bytes, RC_DB; the bytes end with a NUL too. */
enum rc file_read(struct err *err, struct arena *a, const char *path,
	size_t max, char **out, size_t *n) MUST_USE;

enum rc file_write(struct err *err, const char *path, const void *p, size_t n,
	mode_t mode, enum file_how how) MUST_USE;

/* fsync of the folder in which path lies, or is to lie. */
enum rc file_sync_folder(struct err *err, const char *path) MUST_USE;

/* The code for an errno of the file system: RC_MISSING, RC_FULL or RC_DB. */
enum rc file_rc(int error);

/* Writes all n bytes; false with errno. */
bool file_write_all(int fd, const void *p, size_t n) MUST_USE;

#endif
