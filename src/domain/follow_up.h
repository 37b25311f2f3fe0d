/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * follow_up.h - what rules, effects and jobs of the follow-up share: where an
 * audit belongs, and how late an action is.
 */
#ifndef DOMAIN_FOLLOW_UP_H
#define DOMAIN_FOLLOW_UP_H

#include "domain.h"

struct action;
struct audit;
struct programme;

/* The audit and its programme, without scope; NULL where there is none. */
enum rc audit_programme(struct ctx *cx, int64_t audit, struct audit **a,
	struct programme **p) MUST_USE;

/* Days past the due day of an action that is not done yet; 0: in time. */
int64_t action_days_late(const struct ctx *cx, const struct action *a);

#endif
