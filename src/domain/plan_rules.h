/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* plan_rules.h - what the rules of plans and of sessions share. */
#ifndef PLAN_RULES_H
#define PLAN_RULES_H

#include "domain.h"

struct audit;
struct audit_criterion;
struct evidence;
struct isms_risk;
struct plan_session;

/* The sessions of the plan at hand, or the one session that changes. */
enum rc plan_sessions(struct ctx *cx, const struct change *ch,
	struct list *out) MUST_USE;

/* Its code; a session that is being made has none yet. */
const char *session_name(const struct plan_session *s);

/* The audit in which the change is made. */
enum rc plan_audit(struct ctx *cx, const struct change *ch,
	struct audit **out) MUST_USE;

/* Does an item of the scope that is not left out meet the risk? */
bool risk_in_scope(const struct list *scope, const struct isms_risk *k);

/*
 * Does it stand in the baseline that counts now?  scheme and counts are kept
 * from one to the next, 0 and false before the first.
 */
enum rc criterion_counts(struct ctx *cx, const struct audit_criterion *c,
	int64_t *scheme, bool *counts) MUST_USE;

/* evidence_rules.c: is technical evidence inside an accepted risk? */
enum rc evidence_under_risk(struct ctx *cx, const struct evidence *e)
	MUST_USE;

/*
 * evidence_rules.c: refuses by the rule where one of the texts holds the name
 * of somebody interviewed.
 */
struct text { const char *field, *is; };
enum rc names_nobody(struct ctx *cx, const char *rule, int64_t interview,
	const char *code, const struct text *texts, size_t n) MUST_USE;

#endif
