/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* independence.h - ties between a person and what is to be audited. */
#ifndef INDEPENDENCE_H
#define INDEPENDENCE_H

#include "domain.h"

#include "model/audit.h"
#include "model/team.h"

enum { TIES_MOST = 16 };

/*
 * direct: the tie is to the area itself.  Otherwise it is to a unit that only
 * takes part in a process of the area: a warning, as what the person will
 * look at may leave it out.
 */
struct tie {
	const char *rule;       /* "I-01" */
	bool direct;
	const char *facts;
};
struct ties { struct tie tie[TIES_MOST]; size_t n; };

/*
 * At most one tie for each rule, the strongest.  items: ids of scope items;
 * none: the whole scope of the audit.
 */
enum rc ties_find(struct ctx *cx, int64_t person, const struct audit *a,
	struct refs items, struct ties *out) MUST_USE;

/* Is the rule waived for this member of the team? */
enum rc tie_waived(struct ctx *cx, const struct team_assignment *t,
	const char *rule, bool *waived) MUST_USE;

/* The items of the scope that are inside it and, if any are given, in items. */
enum rc scope_of(struct ctx *cx, int64_t audit, struct refs items,
	struct list *out) MUST_USE;

#endif
