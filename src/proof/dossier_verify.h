/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier_verify.h - what the two halves of dossier_verify share: what was
 * loaded, the entries in it, and how a fault is told.
 */
#ifndef DOSSIER_VERIFY_H
#define DOSSIER_VERIFY_H

#include "proof/dossier.h"

struct step {                           /* an entry of the audit */
	struct entry entry;
	const char *file;
	unsigned char leaf[HASH];
	struct commitment *values;      /* as many as were found */
	size_t n, cap;
};

struct verifier {
	struct err *err;
	struct arena *arena;
	const struct dossier_check *check;
	struct dossier_found found;
	struct bag_content bag;
	const char *note;               /* the checkpoint as it came */
	struct step *step;              /* by index */
	size_t nsteps;
	size_t faults;
};

/* A fault: counted, and told to whoever asked for the check. */
void verify_wrong(void *verifier, const char *name, const char *text);

/* The text of a file that was kept, or NULL: also when it holds a NUL. */
const char *verify_text(const struct verifier *v, const char *name);

/* Files below a folder stand together: the first, and one or NULL. */
size_t verify_first(const struct verifier *v, const char *folder);
const struct bag_file *verify_file(const struct verifier *v, size_t i,
	const char *folder);

/* Each opened or closed value is what its entry commits to. */
void verify_values(struct verifier *v);

/* Each file that an entry names is there or said to be left out. */
void verify_files(struct verifier *v);

#endif
