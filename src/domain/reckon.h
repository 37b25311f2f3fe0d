/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * reckon.h - records whose numbers the decision library works out, as the
 * questions that it is asked: for the sheets that show every step.
 */
#ifndef RECKON_H
#define RECKON_H

#include "domain.h"
#include "model/audit_time.h"
#include "model/sampling.h"

/* JSON for "time" and for "sites" of decide/ask.h. */
enum rc audit_time_question(struct ctx *cx,
	const struct audit_time_calculation *t, struct buf *out) MUST_USE;
enum rc sites_question(struct ctx *cx, const struct site_sample *s,
	struct buf *out) MUST_USE;

#endif
