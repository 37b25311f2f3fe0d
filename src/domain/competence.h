/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* competence.h - what somebody can, as far as others vouch for it. */
#ifndef DOMAIN_COMPETENCE_H
#define DOMAIN_COMPETENCE_H

#include "domain.h"

/*
 * Raises *level to that of the person's best claim; one that has expired
 * counts one level less for some months, then not at all (R-7.2.3-02).
 */
enum rc competence_level(struct ctx *cx, int64_t person, int64_t criterion,
	int64_t *level) MUST_USE;

#endif
