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

/*
 * The sheet of a sample: list, seals, parts, seed, items, log, and the lines
 * by which a third party draws the same; then what it proves.
 */
enum rc report_sample(struct ctx *cx, int64_t id, struct doc **out) MUST_USE;

/* The calculation sheets of audit time and of a sample of sites. */
enum rc report_audit_time(struct ctx *cx, int64_t id, struct doc **out)
	MUST_USE;
enum rc report_sites(struct ctx *cx, int64_t id, struct doc **out) MUST_USE;

/* Documents by the record they are of, for routes and the command line. */
struct report_row {
	const char *record, *label;
	enum rc (*build)(struct ctx *cx, int64_t id, struct doc **out);
};
extern const struct report_row report_rows[];   /* ends at record == NULL */
const struct report_row *report_row_of(const char *record);     /* or NULL */

/*
 * For struct domain: at report.issue the document is made, stored as a file
 * and handed to the command, so that an issued report is frozen with its
 * fingerprint in the journal.
 */
enum rc report_attach(struct ctx *cx, struct change *ch) MUST_USE;

#endif
