/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pairs.h - names and values from a JSON object: lists become repeated
 * pairs, null becomes "".
 */
#ifndef PAIRS_H
#define PAIRS_H

#include "base/json.h"

/* Objects within values and numbers with a fraction are refused. */
enum rc pairs_from_json(struct err *err, struct arena *a,
	const struct json *object, struct pair **out, size_t *n) MUST_USE;

/*
 * Takes the pair of this name out and gives its value, NULL when there is
 * none: "go_on" is the reason for going on after a warning, not a field.
 */
const char *pairs_take(struct pair *p, size_t *n, const char *name);

#endif
