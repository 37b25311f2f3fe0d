/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/limits.h"

#include <string.h>

#define AT(member) \
	.name = #member, .offset = offsetof(struct http_limits, member)

enum { KB = 1024, MB = 1024 * KB };

const struct http_limit http_limit_table[] = {
	{ AT(connections), 16384, 8, 1000000, "", 503,
	    "open connections in all; the soft limit of descriptors less 256 "
	    "where that is smaller" },
	{ AT(per_address), 1024, 0, 1000000, "", 0,
	    "open connections from one IPv4 address or IPv6 /64; 0: no bound, "
	    "for use behind a proxy" },
	{ AT(head), 16 * KB, 1 * KB, 20 * KB, "bytes", 431,
	    "request line and header fields" },
	{ AT(target), 8 * KB, 256, 16 * KB, "bytes", 414,
	    "path and query, as sent" },
	{ AT(headers), 100, 16, 200, "", 431, "header fields" },
	{ AT(args), 256, 8, 10000, "", 414, "arguments in a query" },
	{ AT(cookies), 64, 8, 1000, "", 431, "cookies" },
	{ AT(body), 1 * MB, 1 * KB, 256 * MB, "bytes", 413,
	    "a body that is kept in memory, where the route sets none" },
	{ AT(upload), (int64_t)2048 * MB, 1 * MB, INT64_MAX, "bytes", 413,
	    "a body that is written to disk, where the route sets none" },
	{ AT(memory), 256 * MB, 1 * MB, INT64_MAX, "bytes", 503,
	    "all bodies kept in memory together" },
	{ AT(arena), 64 * MB, 1 * MB, INT64_MAX, "bytes", 413,
	    "memory for the work on one request" },
	{ AT(parts), 1000, 8, 100000, "", 413, "fields and files of a form" },
	{ AT(field), 256 * KB, 1 * KB, 64 * MB, "bytes", 413,
	    "the value of one field of a form" },
	{ AT(part_head), 4 * KB, 256, 16 * KB, "bytes", 413,
	    "the head of one part of a form" },
	{ AT(idle_ms), 20000, 10, 3600000, "ms", 0,
	    "waiting for the first line of the next request" },
	{ AT(head_ms), 10000, 10, 600000, "ms", 0,
	    "sending the header fields, from the first line on" },
	{ AT(body_ms), 20000, 10, 600000, "ms", 0,
	    "the time in which a client must send its share of a body: see "
	    "rate" },
	{ AT(write_ms), 20000, 10, 600000, "ms", 0,
	    "the time in which a client must take its share of an answer: see "
	    "rate" },
	{ AT(rate), 4 * KB, 1, 1024 * MB, "bytes/s", 0,
	    "a slower client is cut off" },
	{ AT(answer_ms), 30000, 10, 3600000, "ms", 503,
	    "work on a request, after which nobody waits for it" },
	{ AT(swallow), (int64_t)2048 * MB, 0, INT64_MAX, "bytes", 0,
	    "read and dropped from a body that failed in its middle, so that "
	    "the client reads the answer" },
};

const size_t http_nlimits = NELEMS(http_limit_table);

static int64_t *
slot_of(struct http_limits *l, const struct http_limit *row)
{
	return (int64_t *)(void *)((char *)l + row->offset);
}

void
http_limits_init(struct http_limits *l)
{
	for (size_t i = 0; i < http_nlimits; i++)
		*slot_of(l, &http_limit_table[i]) = http_limit_table[i].initial;
}

int64_t
http_limits_get(const struct http_limits *l, const struct http_limit *row)
{
	int64_t v;

	memcpy(&v, (const char *)l + row->offset, sizeof(v));
	return v;
}

enum rc
http_limits_set(struct http_limits *l, const char *name, int64_t value,
    struct err *err)
{
	for (size_t i = 0; i < http_nlimits; i++) {
		const struct http_limit *row = &http_limit_table[i];

		if (strcmp(row->name, name) != 0)
			continue;
		if (value < row->min || value > row->max)
			return err_set(err, RC_INVALID,
			    "the limit \"%s\" goes from %lld to %lld %s", name,
			    (long long)row->min, (long long)row->max,
			    row->unit);
		*slot_of(l, row) = value;
		return RC_OK;
	}
	return err_set(err, RC_MISSING, "there is no limit \"%s\"", name);
}

int
http_limits_over(const struct http_limits *l, size_t offset, struct err *err)
{
	const struct http_limit *row = http_limit_table;

	while (row->offset != offset)
		row++;
	assert(row < http_limit_table + http_nlimits);
	err_set(err, RC_LIMIT, "over the limit \"%s\" (%s): %lld%s%s",
	    row->name, row->text, (long long)http_limits_get(l, row),
	    *row->unit ? " " : "", row->unit);
	return row->status;
}
