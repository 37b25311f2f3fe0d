/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* audit_own.h - what the files of the audit report share. */
#ifndef AUDIT_OWN_H
#define AUDIT_OWN_H

#include "model/audit.h"
#include "model/report.h"
#include "report/read.h"
#include "report/reports.h"

struct audit_doc {
	struct ctx *cx;
	struct doc *doc;
	const struct report *report;
	const struct audit *audit;
	int64_t baseline;               /* the one in force */
	struct page criteria;
};

bool audit_in_force(const struct audit_doc *a, int64_t baseline);
enum rc audit_say_conclusions(struct audit_doc *a) MUST_USE;
enum rc audit_say_limits(struct audit_doc *a) MUST_USE;
enum rc audit_say_findings(struct audit_doc *a) MUST_USE;
enum rc audit_say_disagreements(struct audit_doc *a) MUST_USE;
enum rc audit_say_samples(struct audit_doc *a, struct doc_part *under)
	MUST_USE;
enum rc audit_say_distribution(struct audit_doc *a) MUST_USE;

/* Of a report whose record is at hand, perhaps not written yet. */
enum rc report_audit_of(struct ctx *cx, const struct report *r,
	struct doc **out) MUST_USE;

#endif
