/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * checkpoint.h - the head of the log as a signed note, three lines of text
 * (c2sp.org/tlog-checkpoint):
 *
 *     audit.example.org/journal
 *     5
 *     fKo0Xb2JKmZFTWxlEuo8PqPw0+whvj/C4jdXBf049nI=
 *
 * origin, size of the tree, root.  Whoever keeps one can tell later whether
 * the log still begins with what he saw.
 */
#ifndef CHECKPOINT_H
#define CHECKPOINT_H

#include "base/base.h"
#include "base/hash.h"
#include "proof/note.h"

struct checkpoint {
	const char *origin;             /* the log's name: that of its key */
	int64_t size;
	unsigned char root[HASH];
};

/* origin is a valid name of a key and size not negative (asserted). */
char *checkpoint_text(struct arena *a, const struct checkpoint *cp);
char *checkpoint_sign(struct arena *a, const struct checkpoint *cp,
	const struct signer *s);

/*
 * Reads the text.  Lines of extensions behind the third are allowed and not
 * looked at; they are under the signature all the same.
 */
enum rc checkpoint_parse(struct err *err, struct arena *a, const char *text,
	size_t n, struct checkpoint *out) MUST_USE;

/*
 * A whole note: RC_DENIED unless the key signed it and has the origin for
 * its name.  note may be NULL.
 */
enum rc checkpoint_open(struct err *err, struct arena *a, const char *s,
	size_t n, const struct key *key, struct checkpoint *out,
	struct note *note) MUST_USE;

#endif
