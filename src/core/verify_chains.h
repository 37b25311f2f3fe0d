/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * verify_chains.h - the last leaf of each audit, while the journal is read:
 * a table by audit, outside of any arena because it grows all the time.
 */
#ifndef VERIFY_CHAINS_H
#define VERIFY_CHAINS_H

#include "base/hash.h"

struct chains;

struct chains *chains_new(void);
void chains_free(struct chains *c);

/* 64 zeros where the audit has no entry yet. */
const char *chains_last(const struct chains *c, int64_t audit);
void chains_set(struct chains *c, int64_t audit, const char leaf[HEX]);

#endif
