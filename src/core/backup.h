/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * backup.h - a whole store in one file, alike from both databases.
 *
 * A POSIX tar (pax) in this order:
 *     muster-backup        JSON: format, version of the schema, id of the
 *                          store, time, number of rows of each table
 *     checkpoint           the newest one of its journal, a signed note; empty
 *                          where none was signed yet
 *     rows/TABLE.ndjson    the names of the columns, then one row a line
 *     blobs/NAME           the files
 *     SHA256SUMS           of all of the above
 * and behind its end the sum of all, or sealed to a recipient: see
 * backup_stream.h.
 * Sessions are left out: whoever restores signs in again.  So is the search
 * index, which is made anew.
 */
#ifndef BACKUP_H
#define BACKUP_H

#include "backup_stream.h"
#include "ctx.h"

struct backup_told {
	int64_t rows, files, time;
	int64_t entries;        /* of the journal */
};

/*
 * Of one moment, while others write.  cx->db reads and is in no transaction;
 * blobs is the folder of files.  RC_CONFLICT: file exists.
 */
enum rc backup_take(struct ctx *cx, const char *blobs, const char *file,
	const struct backup_recipient *recipient, struct backup_told *out)
	MUST_USE;

/*
 * Into a new folder, and with url into an empty PostgreSQL database.  Every
 * sum is checked before anything is made; whatever fails, nothing stays.
 * RC_INVALID: the file is no backup, or not whole, or what it holds would not
 * stand up to "muster verify".  RC_CONFLICT: the folder
 * or the database is in use, or the backup is of another version.  RC_DENIED:
 * it is sealed, and key (or NULL) does not open it.
 */
enum rc backup_restore(struct err *err, struct arena *a, const char *file,
	const struct backup_key *key, const char *dir, const char *url,
	struct backup_told *out) MUST_USE;

/*
 * Does all of that without a store: the rows go into a database that is thrown
 * away (in TMPDIR, so there must be room for them), the files are read and
 * held against the records that name them.
 */
enum rc backup_verify(struct err *err, struct arena *a, const char *file,
	const struct backup_key *key, struct backup_told *out) MUST_USE;

/* --- the tables, for both ways -------------------------------------------- */

enum { BACKUP_FORMAT = 1 };

/* The places of the parts. */
enum { BACKUP_HEAD, BACKUP_CHECKPOINT, BACKUP_ROWS };

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
