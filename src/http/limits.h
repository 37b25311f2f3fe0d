/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * limits.h - every bound on what comes in, in one table: the server checks
 * them, the documentation prints them, an administrator sets them by name.
 */
#ifndef LIMITS_H
#define LIMITS_H

#include "base/base.h"

struct http_limits {
	int64_t connections, per_address;
	int64_t head, target, headers, args, cookies;
	int64_t body, upload, memory, arena;
	int64_t parts, field, part_head;
	int64_t idle_ms, head_ms, body_ms, write_ms, rate, answer_ms, swallow;
};

struct http_limit {
	const char *name;       /* of the member: "per_address" */
	size_t offset;
	int64_t initial, min, max;
	const char *unit;       /* "bytes", "ms", "bytes/s" or "" */
	int status;             /* of the answer; 0: the connection ends */
	const char *text;       /* what it bounds */
};

extern const struct http_limit http_limit_table[];
extern const size_t http_nlimits;

void http_limits_init(struct http_limits *l);
enum rc http_limits_set(struct http_limits *l, const char *name, int64_t value,
	struct err *err) MUST_USE;
int64_t http_limits_get(const struct http_limits *l,
    const struct http_limit *row);

/*
 * A limit was passed: err says which and how much it is, the status of the
 * answer is returned.
 */
#define LIMIT_OVER(limits, member, err) \
	http_limits_over(limits, offsetof(struct http_limits, member), err)
int http_limits_over(const struct http_limits *l, size_t offset,
	struct err *err);

#endif
