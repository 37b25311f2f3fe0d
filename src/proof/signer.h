/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * signer.h - the secret half of a key, and its file.
 *
 * The file has one line, PRIVATE+KEY+NAME+ID+BASE64 as Go's note package has
 * it, and mode 0400.  In memory the secret lies in locked pages that are
 * wiped when freed.
 */
#ifndef SIGNER_H
#define SIGNER_H

#include "base/base.h"
#include "proof/key.h"

struct signer;

/* A new key of this name in memory alone; the name is valid (asserted). */
struct signer *signer_new(const char *name, enum key_type type);
void signer_free(struct signer *s);

/*
 * The key's file is made whole and durable or not at all, and never replaces
 * another: RC_CONFLICT when path is taken.
 */
enum rc signer_save(struct err *err, const struct signer *s, const char *path)
	MUST_USE;

/*
 * RC_MISSING without such a file; RC_DENIED when others than its owner may
 * read it or its owner is somebody else; RC_INVALID when it is no key.
 */
enum rc signer_load(struct err *err, const char *path, struct signer **out)
	MUST_USE;

const struct key *signer_key(const struct signer *s);
void signer_sign(const struct signer *s, const void *p, size_t n,
	unsigned char sig[KEY_SIGNATURE]);

/*
 * The text of a .minisig: the given signature, and a second one over it and
 * the comment, which is one line.
 */
char *signer_minisign(struct arena *a, const struct signer *s,
	const unsigned char sig[KEY_SIGNATURE], const char *comment);

#endif
