/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * multipart.h - multipart/form-data (RFC 7578) as it streams by.
 *
 * Stricter than RFC 2046 where honest clients are: no preamble, no folded
 * lines, no transfer encodings, nothing behind the last boundary.  Holds the
 * head of one part and nothing else in memory.
 */
#ifndef MULTIPART_H
#define MULTIPART_H

#include "http/http.h"

/* Whatever these return ends the feed with the same code. */
struct multipart_to {
	void *self;
	/* value and len are not set; the strings live in the arena. */
	enum rc (*open)(void *self, const struct part *part, struct err *err);
	enum rc (*data)(void *self, const char *p, size_t n, struct err *err);
	enum rc (*close)(void *self, struct err *err);
};

struct multipart;

/*
 * type is the whole Content-Type.  RC_INVALID: it is not multipart/form-data
 * with a boundary.  head_max bounds the head of a part: RC_LIMIT above.
 */
enum rc multipart_new(struct arena *a, const char *type, size_t head_max,
	const struct multipart_to *to, struct multipart **out, struct err *err)
	MUST_USE;
enum rc multipart_feed(struct multipart *m, const char *p, size_t n,
	struct err *err) MUST_USE;
/* RC_INVALID: the last boundary has not come. */
enum rc multipart_end(const struct multipart *m, struct err *err) MUST_USE;

bool multipart_is(const char *type);

#endif
