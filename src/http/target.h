/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * target.h - what stands in a request line and in small lists of values,
 * decoded: paths, queries, hosts, cookies.  Pure functions over untrusted
 * bytes; memory by arena_try, so RC_LIMIT may also mean a full arena.
 */
#ifndef TARGET_H
#define TARGET_H

#include "base/base.h"

struct pairs { const struct pair *v; size_t n; };

/* Only characters that a target may have, as they are sent. */
bool target_plain(const char *s, size_t n);

/*
 * Decodes a path that begins with a slash.  Refused: broken escapes, an
 * escaped slash or NUL, control characters, segments "." and "..", what is
 * no UTF-8.  So a segment of the result is what the client meant by it.
 */
enum rc target_path(struct arena *a, const char *s, size_t n, const char **out,
	struct err *err) MUST_USE;

/* "a=1&b=%20+": for queries and for application/x-www-form-urlencoded. */
enum rc target_pairs(struct arena *a, const char *s, size_t n, size_t max,
	struct pairs *out, struct err *err) MUST_USE;

/* The value of a Cookie field; what has no "=" is left out. */
enum rc target_cookies(struct arena *a, const char *s, size_t max,
	struct pairs *out, struct err *err) MUST_USE;

/* Length of the name in "name[:port]", 0 when it is neither. */
size_t target_host(const char *s);

/*
 * "bytes=a-b", "bytes=a-" or "bytes=-n" of size bytes.  RC_MISSING: none of
 * them is there (416).  RC_INVALID: not understood, or several: leave it out,
 * as RFC 9110 (14.2) allows.
 */
enum rc target_range(const char *s, uint64_t size, uint64_t *from, uint64_t *n)
	MUST_USE;

#endif
