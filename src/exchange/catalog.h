/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * catalog.h - a catalogue of controls becomes criteria: a source, an edition
 * and its items, by orders, all or nothing.
 *
 * The edition is found again by the UUID of the document, an item by its id,
 * so the same file twice changes nothing, and a mended file changes what was
 * mended.  An item that the file no longer has is marked withdrawn: audits
 * may refer to it.
 */
#ifndef CATALOG_H
#define CATALOG_H

#include "core/command.h"
#include "oscal.h"

/* command_run, command_alone or command_try. */
typedef enum rc run_fn(struct ctx *cx, const struct order *o, size_t n,
	struct done *done, size_t *at);

struct catalog_options {
	const char *short_name; /* of the source; NULL: made of the title */
	const char *origin;     /* name of the file, or NULL */
	const char *hash;       /* SHA-256 of the file, or NULL */
	run_fn *run;            /* NULL: only look what would change */
};

struct catalog_result {
	const char *short_name, *label;         /* of source and edition */
	bool new_source, new_edition;
	int64_t edition;                        /* id; 0 when only looked */
	const char *code;                       /* of the edition */
	size_t added, changed, same, gone;      /* items; gone: withdrawn now */
	size_t cut;             /* texts that were longer than a field takes */
	size_t orders;          /* 0: nothing to do */
};

/*
 * cx->arena needs some 20 KB for each item that changes.  A fault of the
 * orders names the item by its number in the file.
 */
enum rc catalog_import(struct ctx *cx, const struct oscal_catalog *c,
	const struct catalog_options *opt, struct catalog_result *out)
	MUST_USE;

#endif
