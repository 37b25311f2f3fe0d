/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * entry.h - the one text form of a journal entry, and what it commits to.
 *
 * Thirteen lines, each ended by LF, in this order and no other:
 *
 *     muster-entry/1
 *     arrived 48213
 *     time 2026-09-16T10:31:07Z
 *     actor 17
 *     command finding.agree
 *     record finding 4711 6
 *     audit 31
 *     outcome done
 *     rule -
 *     blob -
 *     values 9f2c... (64 digits)
 *     index 48101
 *     previous 77ab... (64 digits)
 *
 * The leaf of the tree is SHA-256(0x00 || text).  Values are not in the text:
 * each field that the entry sets has a salt of its own and a commitment
 * c = SHA-256(salt || name || 0x00 || value), and `values` is the SHA-256 of
 * the lines "name c" in byte order of name.  So one value can be erased with
 * its salt, and all the others can still be proved.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include "base/base.h"
#include "base/hash.h"

enum {
	ENTRY_WORD = 64,        /* bytes of a command, type or rule at most */
	ENTRY_MAX = 1024,       /* bytes of a text with its NUL at most */
	ENTRY_NAME = 128,       /* bytes of a value's name at most */
	SALT = 32
};

enum outcome { OUTCOME_DONE, OUTCOME_REFUSED, OUTCOME_READ, OUTCOME_EXPORTED };

/*
 * Hashes are 64 lower-case hexadecimal digits.  Words are printable ASCII
 * without blanks.  No number is negative.
 */
struct entry {
	int64_t arrived;        /* order of arrival; gaps are possible */
	int64_t time;           /* UTC seconds */
	int64_t actor;          /* account, 0 for the system */
	const char *command;    /* "finding.agree" */
	const char *type;       /* of the record; NULL where there is none */
	int64_t record, rev;    /* id and revision after; 0 0 without type */
	int64_t audit;          /* 0: none; these form one chain too */
	enum outcome outcome;
	const char *rule;       /* that refused, or NULL */
	const char *blob;       /* SHA-256 of the plain bytes, or NULL */
	const char *values;     /* of no values: entry_no_values */
	int64_t index;          /* place in the log, from 0 */
	const char *previous;   /* leaf of the audit's entry before this one,
	                           or entry_first */
};

extern const char entry_first[HEX];             /* 64 zeros */
extern const char entry_no_values[HEX];         /* SHA-256 of nothing */

const char *outcome_name(enum outcome o);
bool outcome_parse(const char *s, enum outcome *out) MUST_USE;

/* Is it whole?  For entries that come from where others can write. */
bool entry_valid(const struct entry *e);

/*
 * Writes the text and gives its length.  The entry must be whole: words,
 * hashes and numbers as said above (asserted).
 */
size_t entry_write(char out[ENTRY_MAX], const struct entry *e);
char *entry_text(struct arena *a, const struct entry *e);
void entry_leaf(const struct entry *e, unsigned char out[HASH]);

/*
 * Reads exactly what entry_write writes; any other byte is RC_INVALID with
 * err.field naming the line.  The words lie in the arena.
 */
enum rc entry_parse(struct err *err, struct arena *a, const char *s, size_t n,
	struct entry *out) MUST_USE;

/* --- values --------------------------------------------------------------- */

/*
 * What is not set is the empty text.  A name has neither blank nor LF nor
 * NUL and at most ENTRY_NAME bytes: besides fields of the record also
 * "reason", "client" and the like.
 */
struct commitment {
	const char *name;
	unsigned char c[HASH];
};

void entry_commit(const unsigned char salt[SALT], const char *name,
	const char *value, size_t n, unsigned char out[HASH]);

/* Sorts list by name; names are unique (asserted). */
void entry_values(struct arena *a, struct commitment *list, size_t n,
	char out[HEX]);

#endif
