/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * note.h - signed notes (c2sp.org/signed-note) and the cosignatures of
 * witnesses (c2sp.org/tlog-cosignature, Ed25519).
 *
 * A note is a text that ends with LF, an empty line, and one line per
 * signature: an em dash, the key's name, base64 of the key's id and the
 * signature.  The text means nothing until note_check said NOTE_GOOD.
 */
#ifndef NOTE_H
#define NOTE_H

#include "base/base.h"
#include "proof/key.h"
#include "proof/signer.h"

enum {
	NOTE_MAX = 1024 * 1024,         /* bytes of a note */
	NOTE_SIGNATURES = 100           /* lines of signatures */
};

struct note_signature {
	const char *name;
	uint32_t id;
	const unsigned char *bytes;     /* behind the id */
	size_t n;
};

struct note {
	const char *text;               /* with its last LF, and a NUL */
	size_t len;
	struct note_signature *sig;
	size_t nsigs;
};

/* Strict: RC_INVALID or RC_LIMIT for whatever the form does not allow. */
enum rc note_parse(struct err *err, struct arena *a, const char *s, size_t n,
	struct note *out) MUST_USE;

enum note_state {
	NOTE_UNSIGNED,  /* no line has the key's name and id */
	NOTE_WRONG,     /* one has, and it is not the key's signature */
	NOTE_GOOD
};

/*
 * How the key's signatures stand; all of them must hold.  time, or NULL,
 * gets the first time that a witness gave, and 0 for keys of other types.
 */
enum note_state note_check(const struct note *note, const struct key *key,
	int64_t *time);

/* note_parse, then RC_DENIED unless the key's signature is good. */
enum rc note_open(struct err *err, struct arena *a, const char *s, size_t n,
	const struct key *key, struct note *out) MUST_USE;

/* The first signature under the key's name and id, or NULL; not checked. */
const struct note_signature *note_find(const struct note *note,
	const struct key *key);

/* That signature as plain 64 bytes, for other programs. */
bool note_raw(const struct note *note, const struct key *key,
	unsigned char sig[KEY_SIGNATURE]) MUST_USE;

/* --- making --------------------------------------------------------------- */

/* Valid as text of a note: UTF-8, no control but LF, LF at the end. */
bool note_text_valid(const char *text, size_t n);

/*
 * A whole note with one signature, or one more line for a note that exists.
 * The text is valid (asserted); the signer's key is of type KEY_NOTE.
 */
char *note_sign(struct arena *a, const char *text, const struct signer *s);
void note_add_signature(struct buf *out, const char *text,
	const struct signer *s);

/* A line that was read, written again. */
void note_add_line(struct buf *out, const struct note_signature *sig);

/* A witness's line: it saw this text at this time.  Type KEY_COSIGNER. */
void note_add_cosignature(struct buf *out, const char *text,
	const struct signer *s, int64_t time);

#endif
