/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pages.h - the templates and static files of the program.
 *
 * They are built into it.  A developer may name the folder of their sources
 * (src/web), then the files that the program knows are read from there.
 * Static files are served as NAME.HASH.EXT, so that a browser may keep them
 * for ever and still sees a new one.
 */
#ifndef PAGES_H
#define PAGES_H

#include "base/embed.h"
#include "web/template.h"

struct pages;           /* constant once made */

/*
 * strict, for tests: a name that a view lacks is an error and not empty.
 */
enum rc pages_new(struct err *err, struct arena *a, const char *folder,
	bool strict, struct pages **out) MUST_USE;

/* By its name with the hash, "muster.0123456789abcdef.css"; or NULL. */
const struct embedded *pages_file(const struct pages *p, const char *name);
/* The media type by the end of the name. */
const char *pages_type(const char *name);

/*
 * The template within the frame, or without one when frame is NULL.  Both
 * must exist: a wrong name is a mistake of the program.  Fails only when
 * strict.
 */
enum rc pages_fill(const struct pages *p, struct err *err, struct html *out,
	const char *frame, const char *name, const struct view *v) MUST_USE;

#endif
