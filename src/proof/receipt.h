/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * receipt.h - the proof that one entry is in the log, as one small text
 * (c2sp.org/tlog-proof@v1): index, path and signed checkpoint.  Somebody who
 * has the entry, this text and the verifier key needs nothing else.
 */
#ifndef RECEIPT_H
#define RECEIPT_H

#include "base/base.h"
#include "proof/checkpoint.h"
#include "proof/path.h"

enum {
	RECEIPT_EXTRA = 4096            /* bytes of extra data at most */
};

struct receipt {
	int64_t index;
	struct path path;
	const unsigned char *extra;     /* not under any signature */
	size_t nextra;
	const char *checkpoint;         /* the whole note */
	size_t ncheckpoint;
};

char *receipt_text(struct arena *a, const struct receipt *r);

enum rc receipt_parse(struct err *err, struct arena *a, const char *s,
	size_t n, struct receipt *out) MUST_USE;

/*
 * RC_DENIED unless the key signed the checkpoint and the path leads from
 * this leaf to its root; then out, or NULL, is the checkpoint.
 */
enum rc receipt_verify(struct err *err, struct arena *a,
	const struct receipt *r, const unsigned char leaf[HASH],
	const struct key *key, struct checkpoint *out) MUST_USE;

#endif
