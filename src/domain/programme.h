/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * programme.h - what the rules on programmes share: the programme a change
 * is about, and the parts of it.
 */
#ifndef DOMAIN_PROGRAMME_H
#define DOMAIN_PROGRAMME_H

#include "domain.h"

struct programme;
struct programme_revision;

/* The programme that the record itself is or names in "programme". */
enum rc programme_of(struct ctx *cx, const struct change *ch,
	struct programme **p) MUST_USE;

/* Of a change of a revision: all records e of its programme. */
enum rc programme_parts(struct ctx *cx, const struct change *ch,
	const struct entity *e, struct list *l) MUST_USE;

/* The revision in draft or submitted, other than but; or NULL. */
enum rc revision_open(struct ctx *cx, int64_t programme, int64_t but,
	const struct programme_revision **out) MUST_USE;

/* The edition of ISO/IEC 27001 that a programme measures against, or 0. */
enum rc programme_isms(struct ctx *cx, const struct programme *p,
	int64_t *edition) MUST_USE;

/* The records of that type of all auditees of the programme. */
enum rc of_auditees(struct ctx *cx, const struct programme *p,
	const struct entity *e, struct list *out) MUST_USE;

#endif
