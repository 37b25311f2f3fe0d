/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * attack.h - a small store that was served and signed, copies of it, and what
 * somebody does who can write to all of it and has not the key.
 */
#ifndef ATTACK_H
#define ATTACK_H

#include "core/verify.h"
#include "store_stand.h"

/* The store that is copied, and what an outsider kept of it. */
struct victim {
	struct stand *st;
	const char *dir;        /* of blobs, seal and copies */
	const char *blobs;
	bool inside;            /* between begin and end */
	const char *older;      /* a copy from before the kept checkpoint */
	struct key key;
	const char *kept;       /* a checkpoint that the outsider has */
	int64_t site[4], audit[2], baseline, file, org;
	const char *blob;       /* its path */
};

/* Fills the stand's empty store; twice signed. */
void victim_make(struct victim *v, struct stand *st);

/* What happens between is undone at the end. */
void victim_begin(struct victim *v);
void victim_end(struct victim *v);
/* From now on the store is an old copy of itself. */
void victim_older(struct victim *v);

/* What the attacker runs. */
void attack_sql(struct victim *v, const char *fmt, ...) PRINTF_LIKE(2, 3);
int64_t attack_number(struct victim *v, const char *sql);

/* A value of an entry, with its commitment or without. */
void attack_value(struct victim *v, int64_t record, const char *name,
	const char *after, bool commit);
/* The hash of an entry's values, from what is there. */
void attack_sum(struct victim *v, int64_t record);
/* All places, chains, leaves and subtrees, as the program would make them. */
void attack_recompute(struct victim *v);

/* How many faults: as an outsider sees it, or without key and checkpoint. */
int64_t attack_found(struct victim *v, bool outsider, const char **first);

#endif
