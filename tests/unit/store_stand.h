/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * store_stand.h - an empty store on each database, and people in it, for
 * tests that give orders.
 */
#ifndef STORE_STAND_H
#define STORE_STAND_H

#include "core/command.h"

struct stand {
	const char *where;
	struct db *db;
	struct numbers *numbers;
	struct arena *arena;
	int64_t account[8], person[8];
};

/* Runs the test on a fresh SQLite file, then on PostgreSQL where there is. */
void stand_on_both(void (*test)(struct stand *st), const char *name);

/* A context in the name of person k; of the system itself for -1. */
struct ctx stand_as(struct stand *st, int k);

/* "name=value|name=value" as pairs; at most 32. */
size_t stand_pairs(struct arena *a, const char *text, struct pair *out);

/* The id of the record; a refusal fails the test. */
int64_t stand_must(struct stand *st, int k, const char *command,
	const char *on, const char *set);

/* A new person k with an account and one duty in the whole system. */
void stand_person(struct stand *st, int k, const char *name,
	const char *duty, int64_t employer);

/* The one number that SQL gives. */
int64_t stand_number(struct stand *st, const char *sql);

#endif
