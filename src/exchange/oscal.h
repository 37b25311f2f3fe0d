/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * oscal.h - catalogues of the OSCAL family (NIST), JSON form, versions 1.x.
 *
 * The result is neutral: a list of items, parents before their children, in
 * the order of the catalogue.  Parameters are written into the prose the way
 * NIST prints them: [Assignment: ...] and [Selection (one or more): ...].
 * Prose stays Markdown.  Of a withdrawn control the statement says where it
 * went.
 */
#ifndef OSCAL_H
#define OSCAL_H

#include "base/base.h"

struct json;

enum { OSCAL_NUMBER = 40, OSCAL_TITLE = 200, OSCAL_ID = 100 };  /* at most */

enum oscal_kind {
	OSCAL_GROUP, OSCAL_CONTROL, OSCAL_ENHANCEMENT, OSCAL_STATEMENT,
	OSCAL_KINDS
};

struct oscal_item {
	enum oscal_kind kind;
	bool withdrawn;
	size_t position;                /* from 1, in the order of the list */
	const struct oscal_item *parent;
	const char *id;                 /* unique in the catalogue */
	const char *number;             /* as printed: "AC-2(3)" */
	const char *title;              /* of a statement: its first words */
	const char *statement;          /* whole, with its lettered parts */
	const char *guidance;           /* with examples, or NULL */
	const char *sort_id;            /* or NULL */
	const struct json *at;          /* where it stands in the file */
	struct oscal_item *next;
};

struct oscal_catalog {
	const char *uuid, *title, *version, *oscal_version;
	const char *publisher;          /* or NULL */
	int64_t published;              /* day, 0 when not told */
	int64_t modified;               /* UTC seconds */
	struct oscal_item *items;
	size_t n, counts[OSCAL_KINDS], withdrawn;
};

/* s is the JSON text, unpacked.  Faults carry line, column and path. */
enum rc oscal_catalog_read(struct err *err, struct arena *a, const char *s,
	size_t n, struct oscal_catalog *out) MUST_USE;

#endif
