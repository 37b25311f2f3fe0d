/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * evidence.h - the file of a scanner becomes a piece of evidence of an audit,
 * with a summary that can be searched.
 *
 * Nothing else is made of it: a check that failed is evidence, and whether it
 * becomes a finding an auditor judges.
 */
#ifndef EXCHANGE_EVIDENCE_H
#define EXCHANGE_EVIDENCE_H

#include "catalog.h"
#include "core/blob.h"
#include "scan.h"

struct evidence_options {
	const char *what;       /* "SCAP scan": begins the title */
	const char *audit;      /* id or code */
	const char *name;       /* of the file */
	/* Fields of the evidence in place of what is made here. */
	const struct pair *more;
	size_t nmore;
	run_fn *run;            /* NULL: only look */
};

struct evidence_result {
	bool same;              /* the audit has this very file as evidence */
	int64_t id;             /* of the evidence; 0 when only looked */
	const char *code, *title, *summary;
	const char *method;     /* how it counts, in words; NULL when same */
};

/*
 * cx->upload is the file, which has arrived.  The one who asks collected it;
 * the time is that of the scan where the file tells its zone, else now.  The
 * method is that of a tool run by the team where a risk of the audit was
 * accepted for that (or is given), else a record of the auditee was read.
 */
enum rc evidence_import(struct ctx *cx, const struct scan *scan,
	const struct evidence_options *opt, struct evidence_result *out)
	MUST_USE;

#endif
