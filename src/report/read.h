/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * read.h - what builders of reports need: records under scope, and how they
 * are said in words.
 */
#ifndef READ_H
#define READ_H

#include "core/query.h"
#include "report/doc.h"

/* All records of a type at an anchor that the actor may see (500 at most). */
enum rc read_all(struct ctx *cx, const struct entity *e, int64_t at,
	struct page *out) MUST_USE;

/* Title of the record that a reference names; "" when not visible. */
const char *read_name(struct ctx *cx, const struct entity *e, int64_t id);
/* Names of several, separated by commas. */
const char *read_names(struct ctx *cx, const struct entity *e, struct refs r);

/* A choice's label; choices of a set separated by commas. */
const char *read_label(const struct choice *c, int64_t v);
const char *read_set(struct arena *a, const struct choice *c, int64_t v);
enum meaning read_meaning(const struct choice *c, int64_t v);
const char *read_day(struct arena *a, int64_t day);     /* "" for 0 */

/* "F-26-038 Title", and the text of a field that the reader may see. */
const char *read_text(const struct entity *e, const void *rec,
	const struct view_of *v, const char *field);

#endif
