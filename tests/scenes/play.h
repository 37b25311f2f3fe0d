/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* play.h - between the files of the player. */
#ifndef PLAY_H
#define PLAY_H

#include "unit.h"
#include "scene.h"

#include "domain/domain.h"

#define SCENES TEST_SOURCE "/tests/scenes"

enum { PAIRS_MOST = 80 };

struct known {
	const char *name;
	const struct entity *entity;
	int64_t id, account;            /* account: of a person who acted */
};

struct play {
	struct db *db;
	struct numbers *numbers;
	struct arena *arena;
	struct known known[512];
	size_t nknown;
	int64_t now;
	const char *path;               /* where we are, for messages */
	size_t line;
};

/* A line that gives an order. */
struct said {
	const char *who, *command, *verb, *name;
	const struct entity *entity;
	bool creates;
};

NORETURN void play_stop(const struct play *p, const char *fmt, ...)
	PRINTF_LIKE(2, 3);
struct known *play_known(struct play *p, const char *name);
void play_name(struct play *p, const char *name, const struct entity *e,
	int64_t id);
void play_as(struct play *p, struct ctx *cx, const char *who);
struct said play_said(struct play *p, const struct entry *e);
struct order play_order(struct play *p, const struct said *d,
	const struct entry *e);
void play_give(struct play *p, const struct entry *e);

/* tell.c: one entry, of whatever kind. */
void play_entry(struct play *p, const struct entry *e);

/* gates.c: what is missing before a step, a line each; "" for create. */
const char *play_gates(struct play *p, const struct said *d);
/* The job with the places where it breaks off. */
void play_broken(struct play *p, struct text *job, const struct text *gates);

#endif
