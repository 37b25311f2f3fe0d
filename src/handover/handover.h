/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * handover.h - the dossier of an audit (proof/dossier.h) out of a store.
 *
 * First it is ordered: an entry in the journal, "audit.dossier", tells of the
 * export before any byte leaves.  Then it is made, from the audit's entries
 * up to that one: records are what those entries made of them, so what is
 * readable in the dossier and what is proved are the same.  The same order
 * gives the same bytes for as long as names beside the audit stay the same.
 *
 * Everything is under the reader's scope.  What he may not see, and files
 * whose handling keeps them here, stay out; left-out.txt says so for each.
 */
#ifndef HANDOVER_H
#define HANDOVER_H

#include "core/command.h"
#include "proof/bag.h"
#include "proof/signer.h"

/*
 * For command_write: audit is an int64_t.  RC_DENIED without the right to
 * export the audit.
 */
enum rc handover_order(struct ctx *cx, void *audit) MUST_USE;

struct handover_told { size_t entries, records, files, left_out; };

/* Bytes written so far, and about how many there will be. */
typedef void handover_progress(void *arg, int64_t done, int64_t total);

struct handover_to {
	bag_sink *sink;
	void *arg;
	handover_progress *progress;    /* or NULL; gets arg too */
	const struct signer *signer;    /* the store's */
};

/*
 * The one that the actor ordered last; RC_MISSING: none.  RC_BUSY: no
 * checkpoint covers the order yet, ask again in a moment.  cx->blobs is set;
 * cx->db is in no transaction.
 */
enum rc handover_write(struct ctx *cx, int64_t audit,
	const struct handover_to *to, struct handover_told *out) MUST_USE;

/* --- for a server ----------------------------------------------------------- */

/*
 * The same into a file without a name, which the caller closes; dir is the
 * folder of the store.  RC_BUSY too while it is being made for this actor.
 */
enum rc handover_file(struct ctx *cx, const char *dir, int64_t audit,
	const struct signer *signer, int *fd, int64_t *size) MUST_USE;

struct handover_state {
	bool ordered;
	int64_t time;           /* of the order */
	bool covered;           /* a checkpoint covers it: it can be made */
	bool making;            /* and this server is making it now */
	int64_t done, total;    /* bytes; total is about right */
};
enum rc handover_look(struct ctx *cx, const char *dir, int64_t audit,
	struct handover_state *out) MUST_USE;

#endif
