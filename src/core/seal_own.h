/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* seal_own.h - what the files of seal.h share. */
#ifndef SEAL_OWN_H
#define SEAL_OWN_H

#include "seal.h"

struct seal {
	char *dir;
	struct signer *signer;  /* NULL: this server was not given the key */
};

const char *seal_path(struct ctx *cx, const char *dir, const char *name);

/* The last checkpoint of the folder; RC_MISSING when there is none. */
enum rc seal_last_file(struct ctx *cx, const char *dir,
	struct checkpoint *out) MUST_USE;

/* RC_CONFLICT unless the journal of this size begins with that tree. */
enum rc seal_extends(struct ctx *cx, const struct checkpoint *last,
	int64_t size) MUST_USE;

#endif
