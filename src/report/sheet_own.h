/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_own.h - what the files that write a report as a page share. */
#ifndef SHEET_OWN_H
#define SHEET_OWN_H

#include "report/doc_own.h"

#include "base/html.h"

/* --- sheet_run.c ------------------------------------------------------------ */

/* class, or NULL: besides that of every icon. */
void sheet_icon(struct html *h, const char *name, const char *class);
void sheet_badge(struct html *h, const char *word, enum meaning m,
	const char *icon);
void sheet_id(struct html *h, const char *anchor);
void sheet_runs(struct html *h, const struct doc_part *p);
void sheet_dir(struct html *h, const struct doc_part *p);

/* --- sheet_table.c ---------------------------------------------------------- */

void sheet_table(struct html *h, const struct doc_part *t);
void sheet_contents(struct html *h, const struct doc *d);

#endif
