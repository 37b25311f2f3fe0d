/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pipeline.h - the parts of a command, shared by the files that make it up:
 * command.c (transactions), pipeline.c (one order), resolve.c (references),
 * anchor.c (where a record belongs), judge.c (rules).
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "command.h"

/* The orders of one unit of work and what they have made so far. */
struct unit {
	const struct order *order;
	struct done *done;
	size_t n, at;           /* at: the order being performed */
};

/* One order, within the open transaction. */
enum rc pipeline_perform(struct ctx *cx, struct unit *u, const struct order *o,
	struct done *done) MUST_USE;

/* resolve.c: the id that "on" or a value names. */
enum rc resolve_name(struct ctx *cx, const struct unit *u,
	const struct entity *e, const char *text, int64_t *id) MUST_USE;
/* Pairs whose references are ids that the actor may see. */
enum rc resolve_pairs(struct ctx *cx, const struct unit *u,
	const struct entity *e, const struct order *o, struct pair **out)
	MUST_USE;

/* anchor.c: sets at and at_kind; roles of the actor for a new record. */
enum rc anchor_find(struct ctx *cx, const struct entity *e, void *rec)
	MUST_USE;
enum rc anchor_roles(struct ctx *cx, const struct entity *e, const void *rec,
	bool creating, unsigned *who) MUST_USE;

/* judge.c */
enum rc judge_prepare(struct ctx *cx, struct change *ch) MUST_USE;
enum rc judge_change(struct ctx *cx, struct change *ch) MUST_USE;
enum rc judge_effects(struct ctx *cx, struct change *ch) MUST_USE;
/* Calls fn for each judge that has a say in the command. */
typedef enum rc judged_fn(struct ctx *cx, struct change *ch, void *arg,
	const char *name, judge_fn *judge);
enum rc judge_each(struct ctx *cx, struct change *ch, judged_fn *fn, void *arg)
	MUST_USE;

#endif
