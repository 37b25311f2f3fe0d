/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * restore_own.h - what reads a backup: its parts, what is wrong with them,
 * and what they put into a store.
 */
#ifndef RESTORE_OWN_H
#define RESTORE_OWN_H

#include "backup.h"

#include "base/hash.h"
#include "base/json.h"

struct archive;

struct restore {
	struct err *err;
	struct arena *a, *row;  /* row: for one row at a time */
	int fd;
	const struct backup_key *key;
	struct backup_in *bytes;
	struct archive *ar;
	const char *name;       /* of the part that is read; NULL: the end */
	char fault[200];        /* the first thing wrong in the store */
	bool told_why;          /* err says why the bytes do not come */
	struct ctx *cx;
	const char *blobs;      /* the folder for files; NULL: only look */
	struct backup_table *table;
	size_t ntables;
	const struct json *head, *rows;
	const char *checkpoint; /* the note, "" where none was signed */
	struct backup_told told;
};

enum { RESTORE_CHUNK = 65536 };

/* --- restore_read.c: the parts in their order ------------------------------- */

enum rc restore_broken(struct restore *in, const char *what);
enum rc restore_rewind(struct restore *in) MUST_USE;
enum rc restore_next(struct restore *in) MUST_USE;
/* The next bytes of the part; n is 0 at its end. */
enum rc restore_take(struct restore *in, char chunk[RESTORE_CHUNK], size_t *n)
	MUST_USE;
/* Is this the i-th part of a backup? */
bool restore_in_place(struct restore *in, size_t i);
const struct backup_table *restore_table(const struct restore *in, size_t i);
bool restore_is_last(const struct restore *in, size_t i);
void restore_end(struct restore *in);

/* Reads it whole: every part is what its sum says, and the head fits. */
enum rc restore_check(struct restore *in) MUST_USE;

/* --- restore_load.c: into a store that is empty ------------------------------ */

/* For command_whole; arg is the struct restore. */
enum rc restore_load(struct ctx *cx, void *arg) MUST_USE;

#endif
