/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * backup.h - a whole store in one file, alike from both databases.
 *
 * A POSIX tar (pax) in this order:
 *     muster-backup        JSON: format, version of the schema, id of the
 *                          store, time, number of rows of each table
 *     rows/TABLE.ndjson    the names of the columns, then one row a line
 *     blobs/NAME           the files
 *     SHA256SUMS           of all of the above
 * Sessions are left out: whoever restores signs in again.  So is the search
 * index, which is made anew.
 */
#ifndef BACKUP_H
#define BACKUP_H

#include "ctx.h"

struct backup_told { int64_t rows, files, time; };

/*
 * Of one moment, while others write.  cx->db reads and is in no transaction;
 * blobs is the folder of files.  RC_CONFLICT: file exists.
 */
enum rc backup_take(struct ctx *cx, const char *blobs, const char *file,
	struct backup_told *out) MUST_USE;

/*
 * Into a new folder, and with url into an empty PostgreSQL database.  Every
 * sum is checked before anything is made; whatever fails, nothing stays.
 * RC_INVALID: the file is no backup, or not whole.  RC_CONFLICT: the folder
 * or the database is in use, or the backup is of another version.
 */
enum rc backup_restore(struct err *err, struct arena *a, const char *file,
	const char *dir, const char *url, struct backup_told *out) MUST_USE;

/* --- the tables, for both ways -------------------------------------------- */

enum { BACKUP_FORMAT = 1 };

struct backup_table {
	const char *name;
	const char *columns;    /* separated by ", ", those of the key first */
	size_t ncolumns, nkey;
	unsigned text;          /* bit i: column i of the key is text */
};
/* In the order of the archive, the same for every store of a version. */
size_t backup_tables(struct arena *a, struct backup_table **out);

/* The first line of a table, without its end. */
const char *backup_heading(struct arena *a, const struct backup_table *t);

/* One line of SHA256SUMS. */
void backup_sum(struct buf *b, const unsigned char hash[], const char *name);

#endif
