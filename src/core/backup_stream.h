/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * backup_stream.h - the bytes of a backup on their way to a file and back.
 *
 * Plain: the bytes, and behind them one block of 512 bytes with the SHA-256
 * of all before it, so that no byte can change unseen, not even one that fills
 * a block up.  Readers of tar files pass it over.
 *
 * Sealed to a recipient: a line that says so; a key of this one backup in a
 * box that only the recipient opens (crypto_box_seal); then the plain form in
 * pieces of 64 KiB (crypto_secretstream), the last of them marked as such.
 * What was not written so does not open, in any order but this.
 */
#ifndef BACKUP_STREAM_H
#define BACKUP_STREAM_H

#include "base/base.h"

#include <sodium.h>

enum { BACKUP_PIECE = 65536, BACKUP_BLOCK = 512 };

/* --- keys ----------------------------------------------------------------- */

struct backup_recipient { unsigned char public[crypto_box_PUBLICKEYBYTES]; };
struct backup_key {
	unsigned char public[crypto_box_PUBLICKEYBYTES];
	unsigned char secret[crypto_box_SECRETKEYBYTES];
};

/*
 * A new key into a file of mode 0400 that did not exist; out is the one line
 * that names the recipient, and is public.
 */
enum rc backup_key_make(struct err *err, struct arena *a, const char *path,
	const char **out) MUST_USE;
enum rc backup_key_load(struct err *err, struct arena *a, const char *path,
	struct backup_key *out) MUST_USE;
/* The line itself, or the name of a file that has it. */
enum rc backup_recipient_take(struct err *err, struct arena *a,
	const char *text, struct backup_recipient *out) MUST_USE;

/* --- writing -------------------------------------------------------------- */

struct backup_out;

/* fd stays the caller's; recipient NULL: plain. */
enum rc backup_out_new(struct err *err, int fd,
	const struct backup_recipient *recipient, struct backup_out **out)
	MUST_USE;
enum rc backup_out_put(struct backup_out *o, struct err *err, const void *p,
	size_t n) MUST_USE;
/* The end, and all of it durable. */
enum rc backup_out_end(struct backup_out *o, struct err *err) MUST_USE;
void backup_out_free(struct backup_out *o);     /* NULL is allowed */

/* --- reading -------------------------------------------------------------- */

struct backup_in;

/*
 * RC_DENIED: it is sealed, and key is NULL or another's.  RC_INVALID wherever
 * something was changed or is missing, here or later.
 */
enum rc backup_in_new(struct err *err, int fd, const struct backup_key *key,
	struct backup_in **out) MUST_USE;
/* The next bytes, good until the next call; n is 0 at the end. */
enum rc backup_in_more(struct backup_in *b, struct err *err, const char **p,
	size_t *n) MUST_USE;
/* Reads what is left and looks at the sum. */
enum rc backup_in_end(struct backup_in *b, struct err *err) MUST_USE;
void backup_in_free(struct backup_in *b);       /* NULL is allowed */

#endif
