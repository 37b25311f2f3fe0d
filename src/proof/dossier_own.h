/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier_own.h - what the files of dossier.h share, and nobody else needs.
 */
#ifndef DOSSIER_OWN_H
#define DOSSIER_OWN_H

#include "base/embed.h"
#include "proof/dossier.h"

extern const struct embedded proof_script[];    /* dossier_verify.sh alone */

char *dossier_readme(struct arena *a, const char *about);

/* What the log signs of a dossier: it can never pass for a checkpoint. */
char *dossier_note_text(struct arena *a, int64_t audit,
	const struct checkpoint *cp, const unsigned char sum[HASH]);

#endif
