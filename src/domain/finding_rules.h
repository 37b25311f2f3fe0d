/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* finding_rules.h - what the rules of findings and conclusions share. */
#ifndef FINDING_RULES_H
#define FINDING_RULES_H

#include "domain.h"

#include "model/finding.h"

enum { LIKE_MOST = 20 };

bool is_nonconformity(const struct finding *f);

/*
 * Other nonconformities of the same auditee on the same requirements, in this
 * audit or in others; at most LIKE_MOST.
 */
enum rc findings_like(struct ctx *cx, const struct finding *f,
	struct list *out) MUST_USE;

#endif
