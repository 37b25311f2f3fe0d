/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier.h - an audit with its proofs in one bag, for people without muster.
 *
 *     data/README.txt, verify.sh      what this is and how to check it
 *     data/journal/key.vkey           the log's verifier key
 *     data/journal/checkpoint.note    the signed head of the log
 *     data/journal/entries/I.txt      the audit's entries, complete, in order
 *     data/journal/proofs/I.tlog-proof    that entry I is in the log
 *     data/journal/closed.txt         "I NAME C": values that are not opened
 *     data/journal/consistency/N.txt  that the log of N entries is the
 *                                     beginning of this one
 *     data/records/TYPE-ID/I.NAME     an opened value: salt, name, NUL, value
 *     data/evidence/...               files whose SHA-256 an entry names
 *     data/report/...                 reports, as they were issued
 *     data/omitted.txt                "SHA-256 REASON": files left out
 *     data/...                        whatever else: JSON, HTML
 *     dossier.note                    the log's signature over the lists
 *
 * I is an index of twelve digits; a ":" at the end of NAME ("reason:") is
 * written "-" in the name of its file.  The checksum of an opened value in the
 * bag's list is its commitment, so that sha256sum alone opens it; what an
 * entry commits to is in `values` of its text, and the text's leaf is proved
 * under the checkpoint.  The bag is one stream: files go in as they come.
 */
#ifndef DOSSIER_H
#define DOSSIER_H

#include "base/base.h"
#include "proof/bag.h"
#include "proof/checkpoint.h"
#include "proof/entry.h"
#include "proof/path.h"

/* --- writing -------------------------------------------------------------- */

struct dossier;

struct dossier_head {
	const char *folder;             /* top folder: the audit's code */
	int64_t audit;
	struct bag_info info;
	struct nodes nodes;             /* of the log */
	const char *checkpoint;         /* the signed note, with cosignatures */
	const struct signer *signer;    /* the log's, that signed it */
	const char *about;              /* lines of the README: what audit */
};

struct dossier_value {
	const char *name;               /* letters, digits, "_", "." and at the
	                                   end ":" */
	const unsigned char *salt;      /* NULL: closed, then c is given */
	const char *value;
	size_t n;
	unsigned char c[HASH];
};

/*
 * In this order: dossier_new, dossier_entry for each of the audit's entries
 * by index, and then the other files in any fixed order, dossier_end,
 * dossier_free.  Nothing wrong goes in: an entry that does not follow its
 * predecessor, values that are not what it commits to, or a file that is not
 * what an entry names are RC_DB, and the dossier is lost.
 */
enum rc dossier_new(struct err *err, const struct dossier_head *head,
	bag_sink *sink, void *arg, struct dossier **out) MUST_USE;
void dossier_free(struct dossier *d);           /* NULL is allowed */

enum rc dossier_entry(struct dossier *d, struct err *err,
	const struct entry *entry, const struct dossier_value *values,
	size_t n) MUST_USE;

/* A file below evidence/, of this SHA-256 (hex), which an entry names. */
enum rc dossier_evidence(struct dossier *d, struct err *err, const char *name,
	const char *blob, int64_t size, bag_source *source, void *arg)
	MUST_USE;
/* The same below report/: an issued report. */
enum rc dossier_report(struct dossier *d, struct err *err, const char *name,
	const char *blob, int64_t size, bag_source *source, void *arg)
	MUST_USE;
/* One that stays away, and why: one line of text. */
enum rc dossier_omit(struct dossier *d, struct err *err, const char *blob,
	const char *reason) MUST_USE;

/* Any other file, not below journal/, records/, evidence/ or report/. */
enum rc dossier_file(struct dossier *d, struct err *err, const char *name,
	const void *p, size_t n) MUST_USE;

/* The proof that a checkpoint of this size, handed out before, still holds. */
enum rc dossier_consistency(struct dossier *d, struct err *err, int64_t old)
	MUST_USE;

enum rc dossier_end(struct dossier *d, struct err *err) MUST_USE;

/* --- checking ------------------------------------------------------------- */

struct dossier_check {
	const struct key *key;          /* NULL: the one in the dossier, which
	                                   then proves less */
	const char *old;                /* an older checkpoint, or NULL */
	size_t oldlen;
	bag_fault *fault;               /* called for each thing wrong */
	void *arg;
};

struct dossier_found {
	struct checkpoint checkpoint;
	struct key key;
	int64_t audit;
	int64_t first, last;            /* time of the first and last entry */
	size_t entries, values, closed, evidence, omitted;
	int64_t behind;                 /* entries of the log after the last */
	bool own_key;                   /* the key was given, not found */
	bool old_held;                  /* the older checkpoint was held */
};

/*
 * RC_OK: everything holds.  RC_RULE: something is wrong, fault was called for
 * each; out tells what could be read.  Others: it cannot be told, err says
 * why (no such file, no dossier, no proof for that older checkpoint).
 */
enum rc dossier_verify(struct err *err, struct arena *a, const char *path,
	const struct dossier_check *check, struct dossier_found *out) MUST_USE;

#endif
