/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * import.h - the one door by which pages, API and command line bring foreign
 * files in: what kinds there are, and what a file did or would do.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include "catalog.h"
#include "unpack.h"

struct import_kind {
	const char *name;       /* "oscal-catalog": in URLs and commands */
	const char *label, *help;
	bool audit;             /* belongs to an audit, and keeps the file */
	const char *takes;      /* names of further values, blank-separated */
};
extern const struct import_kind import_kinds[]; /* ends at name == NULL */
const struct import_kind *import_kind(const char *name);        /* or NULL */

struct import_order {
	const struct import_kind *kind;
	struct source file;
	const char *name;       /* of the file */
	const struct pair *in;  /* audit, and what the kind takes */
	size_t n;
	run_fn *run;            /* NULL: only look what would change */
};

/* Of import_upload: room for the largest catalogue known, twice. */
enum { IMPORT_FACTS = 12, IMPORT_MEMORY = 128 * 1024 * 1024 };
struct import_fact { const char *label, *value; };

struct import_report {
	const char *title;      /* of what the file holds */
	const char *record;     /* type of what it became, */
	int64_t id;             /* its id (0: only looked), */
	const char *code;       /* and code, or NULL */
	bool changes;           /* false: all of it is there already */
	const char *text;       /* Markdown, or NULL */
	struct import_fact facts[IMPORT_FACTS];
	size_t nfacts;
};

/*
 * cx->upload is the file as it arrived: its fingerprint, and for evidence
 * what is kept.  The file of a kind without audit is not needed afterwards:
 * the caller removes it.
 */
enum rc import_file(struct ctx *cx, const struct import_order *o,
	struct import_report *out) MUST_USE;

/*
 * The same of the file that arrived, in an arena of its own; o->file is not
 * used, *out lives in cx->arena.  blobs: the store's folder of files.  What
 * need not stay there is removed: all but evidence that was made, and on a
 * failure nothing, since the face does that for every upload.
 */
enum rc import_upload(struct ctx *cx, const char *blobs,
	const struct import_order *o, struct import_report *out) MUST_USE;

/* {"kind", "title", "changes", "record", "id", "code", "facts", "text"} */
void import_json(struct buf *out, const struct import_order *o,
	const struct import_report *r);

#endif
