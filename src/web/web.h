/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * web.h - the pages, as a face of the server.
 */
#ifndef WEB_H
#define WEB_H

#include "serve/route.h"

/*
 * Reads templates and static files into a, which must live as long as the
 * face.  folder: their sources, for a developer; NULL: those built in.
 * strict, for tests: a page that forgets a name is an error.
 */
enum rc web_new(struct err *err, struct arena *a, const char *folder,
	bool strict, const struct face **out) MUST_USE;

#endif
