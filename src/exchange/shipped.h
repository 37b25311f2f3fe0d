/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * shipped.h - the criteria and the guidance that come with the program, read
 * from the tables built into it (data/README.md says what they are).
 */
#ifndef SHIPPED_H
#define SHIPPED_H

#include "base/base.h"

struct shipped_item { const char *number, *parent, *title, *kind; };
struct shipped_edition {
	const char *name;               /* "iso27001-2022" */
	const char *label;              /* "2022" */
	const struct shipped_item *items;
	size_t n;
};
/* Empty "from": new in 2022. */
struct shipped_map { const char *from, *to, *relation; };
/* list: a value of guidance_list; method: of collect_method, or "". */
struct shipped_hint {
	const char *clause, *clause_2013, *list, *method, *text;
	int64_t seq;
};

enum { SHIPPED_EDITIONS = 2 };          /* 2013, then 2022 */

struct shipped {
	struct shipped_edition edition[SHIPPED_EDITIONS];
	const struct shipped_map *maps;
	size_t nmaps;
	const struct shipped_hint *hints;
	size_t nhints;
};

/* Changes when the tables change. */
const char *shipped_mark(struct arena *a);

enum rc shipped_read(struct err *err, struct arena *a, struct shipped *out)
	MUST_USE;

#endif
