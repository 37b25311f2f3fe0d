/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * verify.h - holds a store against its journal, and the journal against its
 * checkpoints, so that whoever changed anything beside the program is found.
 *
 * docs/decisions/verify.md says what is bound to what, and which look finds
 * which attack.  Nothing is written; all is read as of one moment, so a store
 * that is served can be verified too.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "ctx.h"
#include "proof/checkpoint.h"

struct verify_fault {
	const char *table;      /* or "seal", "schema" */
	int64_t id, audit;      /* 0: of none */
	const char *text;
};

struct verify_counts {
	int64_t entries, waiting, checkpoints;
	int64_t values, erased, rows, files, bytes;
	int64_t faults;
};

struct verify_config {
	bool quick;             /* entries and checkpoints alone */
	bool inside;            /* the caller's transaction is the moment */
	const char *blobs;      /* folder of files; NULL: not looked at */
	const char *seal;       /* folder of the last checkpoint, or NULL */
	const struct key *key;  /* that the caller trusts, or NULL */
	const char *const *old; /* older checkpoints: whole notes */
	size_t nold;

	void (*fault)(void *arg, const struct verify_fault *f);
	/* done of all in a pass; what it is called; may be NULL */
	void (*progress)(void *arg, const char *what, int64_t done,
	    int64_t all);
	void *arg;
};

/*
 * RC_OK when it could look at everything; then counts->faults says whether
 * it is good.  Else nothing can be said: RC_CONFLICT for a store of another
 * version of the program, RC_DENIED for a checkpoint of another log.
 */
enum rc verify_run(struct ctx *cx, const struct verify_config *cf,
	struct verify_counts *out) MUST_USE;

#endif
