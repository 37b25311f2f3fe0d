/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * demand.h - what a step asks of the records around it, as rows of a table:
 * "some meeting is closed", "no finding is a draft".
 */
#ifndef DEMAND_H
#define DEMAND_H

#include "domain.h"

enum want { WANT_SOME, WANT_NONE };

struct demand {
	const char *name;       /* of the rule or the command that asks */
	const struct entity *entity;
	const char *by;         /* reference to follow, or "at" */
	enum want want;
	unsigned states;        /* IN() of each state that counts */
	const char *text;       /* of WANT_NONE: what follows the code */
	const char *hint;
	const char *where;      /* count only records of which this field */
	int64_t is;             /* has this value */
};
#define IN(state) (1u << (state))

/* Refuses by the first row of that name that does not hold for id. */
enum rc demand_met(struct ctx *cx, const struct demand *rows, size_t n,
	const char *name, int64_t id) MUST_USE;

/* The last record, in order of id, that is in one of the states; or NULL. */
enum rc last_in(struct ctx *cx, const struct entity *e, const char *by,
	int64_t id, unsigned states, void *out) MUST_USE;

bool blank(const char *s);

/* For messages: the name of a person. */
const char *name_of(struct ctx *cx, int64_t person);

/* A notice to manager, client, leader and representative of an audit. */
enum rc tell_audit(struct ctx *cx, const struct change *ch, int64_t audit)
	MUST_USE;

#endif
