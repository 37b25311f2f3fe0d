/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * json.h - JSON that comes from outside, read whole into an arena.
 *
 * jansson does the parsing.  What stands here adds bounds that hold before
 * anything is allocated, and the place of each value, so that a message can
 * say where a file is wrong: line, column and path.
 *
 * Refused: duplicate names, broken UTF-8, NUL in a string, text behind the
 * end, numbers beyond 64 bits, and a root that is neither object nor list.
 * A byte order mark in front is passed over.
 */
#ifndef JSON_H
#define JSON_H

#include "base.h"

enum json_kind { J_NULL, J_BOOL, J_INT, J_REAL, J_TEXT, J_LIST, J_OBJECT };

struct json {
	enum json_kind kind;
	bool truth;                     /* of J_BOOL */
	unsigned line, column;          /* from 1; columns count bytes */
	const char *name;               /* in an object, or NULL */
	const char *text;               /* of J_TEXT */
	int64_t number;                 /* of J_INT */
	double real;                    /* of J_REAL */
	size_t count;                   /* of J_LIST and J_OBJECT */
	const struct json *up, *first, *next;
};

/* A null pointer for the limits means json_limits. */
struct json_limits { size_t bytes, depth, nodes; };
extern const struct json_limits json_limits;

enum { JSON_DEPTH = 128 };              /* limits->depth is at most this */

/* RC_INVALID with the place, or RC_LIMIT; *out lives as long as the arena. */
enum rc json_parse(struct err *err, struct arena *a, const char *s, size_t n,
	const struct json_limits *limits, const struct json **out) MUST_USE;

/* The member, or NULL: also when object is NULL or not an object. */
const struct json *json_get(const struct json *object, const char *name);

/*
 * A member that must be there (json_want), or may be absent or null: then
 * json_may gives NULL.  The wrong kind is RC_INVALID; err->field is name.
 */
enum rc json_want(struct err *err, const struct json *object, const char *name,
	enum json_kind kind, const struct json **out) MUST_USE;
enum rc json_may(struct err *err, const struct json *object, const char *name,
	enum json_kind kind, const struct json **out) MUST_USE;

/* The same where only the text counts. */
enum rc json_want_text(struct err *err, const struct json *object,
	const char *name, const char **out) MUST_USE;
enum rc json_may_text(struct err *err, const struct json *object,
	const char *name, const char **out) MUST_USE;

/* RC_INVALID with "line 3, column 9, catalog.groups[2].id: " before it. */
enum rc json_fault(struct err *err, const struct json *at, const char *fmt,
	...) PRINTF_LIKE(3, 4);
/* "catalog.groups[2].id"; the outermost value is "the document". */
void json_path(char *out, size_t n, const struct json *at);

#endif
