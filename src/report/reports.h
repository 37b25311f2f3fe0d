/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * reports.h - the reports that the program makes of its records: a builder
 * reads them with the reader's scope and field access and makes a tree
 * (doc.h); the writers do the rest.
 */
#ifndef REPORTS_H
#define REPORTS_H

#include "core/command.h"
#include "report/doc.h"

/*
 * The report of an audit after 6.5.1, in the state that it has: with the
 * draft mark until it is issued.  id: of a report that the actor may see.
 */
enum rc report_audit(struct ctx *cx, int64_t id, struct doc **out) MUST_USE;

/* Reports by name, for routes and the command line. */
struct report_row {
	const char *name, *label;
	const char *record;     /* of what kind of record it is */
	enum rc (*build)(struct ctx *cx, int64_t id, struct doc **out);
};
extern const struct report_row report_rows[];   /* ends at name == NULL */

/*
 * For struct domain: at report.issue the document is made, stored as a file
 * and handed to the command, so that an issued report is frozen with its
 * fingerprint in the journal.
 */
enum rc report_attach(struct ctx *cx, struct change *ch) MUST_USE;

#endif
