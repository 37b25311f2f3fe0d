/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * seal.h - the store's signing key, and the checkpoints that it signs.
 *
 * The key lies outside of the database, in a folder of its own:
 *
 *     DIR/seal/key     the signing key, 0400
 *     DIR/seal/last    the last checkpoint that was signed with it
 *
 * and its public half in the journal: the entry "key.make" or "key.rotate"
 * that brought it in.  So a store that was put back from a copy is known by
 * its folder to be older than what was signed.  Checkpoints are kept in the
 * table of that name; every server of a store reads the newest there.
 */
#ifndef SEAL_H
#define SEAL_H

#include "ctx.h"
#include "proof/checkpoint.h"
#include "proof/path.h"

extern const char seal_ddl[];

enum {
	SEAL_SECONDS = 60,      /* a change waits no longer for a signature */
	SEAL_ENTRIES = 1000     /* nor do so many of them */
};

/* --- reading: needs no key ----------------------------------------------------- */

struct sealed {
	int64_t size, time;
	const char *note;       /* the whole signed note */
};

/* The newest checkpoint of the store; RC_MISSING: none was signed yet. */
enum rc seal_latest(struct ctx *cx, struct sealed *out) MUST_USE;

/* The verifier key of the store; RC_MISSING before the first start. */
enum rc seal_verifier(struct ctx *cx, struct key *out) MUST_USE;

/*
 * The proof that the entry at this place is in the log, under the newest
 * checkpoint (receipt.h); its extra data is the text of the entry, so that
 * nothing else is needed.  RC_BUSY: no checkpoint covers it yet; one will
 * within SEAL_SECONDS.
 */
enum rc seal_receipt(struct ctx *cx, int64_t place, const char **out)
	MUST_USE;

/* Of a tree of old entries and the one of size: none where old is 0. */
enum rc seal_consistency(struct ctx *cx, int64_t old, int64_t size,
	struct path *out) MUST_USE;

/* Hashes of the journal's tree, for proofs (path.h); store is the ctx. */
struct nodes seal_nodes(struct ctx *cx);

/*
 * RC_CONFLICT when the store is not what the folder's last checkpoint says:
 * older, or with another history.
 */
enum rc seal_check(struct ctx *cx, const char *dir) MUST_USE;

/* --- signing --------------------------------------------------------------------- */

struct seal;

/*
 * Makes the key at the first start.  A server beside others that was not
 * given the key signs nothing (seal_signs).  A store of one folder whose key
 * is gone was put back from a copy: it gets a new key, and says so in its
 * journal.
 */
enum rc seal_open(struct ctx *cx, const char *dir, struct seal **out)
	MUST_USE;
void seal_close(struct seal *s);
bool seal_signs(const struct seal *s);
const struct signer *seal_signer(const struct seal *s);

/*
 * Is it time for a checkpoint: a minute after a change, after SEAL_ENTRIES,
 * or at once when a closing meeting was closed, a report issued or a dossier
 * ordered?
 */
enum rc seal_due(struct ctx *cx, const struct seal *s, bool *due) MUST_USE;

/*
 * Signs the head of the tree as it was committed, unless it was signed
 * before.  The note is durable in the folder before it is written to the
 * database.  RC_CONFLICT: the journal does not go on from the last
 * checkpoint; nothing is signed.
 */
enum rc seal_make(struct ctx *cx, struct seal *s) MUST_USE;

/* A new key in place of the old one, which is destroyed. */
enum rc seal_rotate(struct ctx *cx, struct seal *s) MUST_USE;

/*
 * Goes on with a store that seal_check refuses: an entry "store.restored"
 * names the checkpoint that was lost, and the next one is signed over it.
 */
enum rc seal_restored(struct ctx *cx, const char *dir) MUST_USE;

#endif
