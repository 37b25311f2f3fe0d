/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * query.h - lists: filtered, sorted, paged by cursor, under scope.
 *
 * Filters are named by field: "type=minor_nonconformity" (repeated: any of
 * them), "plan_due.from=2026-09-01" and "plan_due.to=..." for days, times and
 * numbers, "owner=17", "state.not=closed", "q=words" for full text, "at=31"
 * for the anchor, "code=F-26-038".  An unknown one is refused.
 */
#ifndef QUERY_H
#define QUERY_H

#include "store.h"

enum { QUERY_PAGE = 50, QUERY_MOST = 500, QUERY_COUNT = 1000 };

struct query {
	const struct entity *entity;
	const struct pair *filter;
	size_t nfilters;
	const char *sort;       /* a field that sorts, "-field": last first */
	const char *cursor;     /* from page.next; NULL: from the beginning */
	size_t limit;           /* 0: QUERY_PAGE */
	bool links;             /* load lists of references too */
};

struct page {
	void **rec;
	struct view_of *view;   /* for each record */
	size_t n;
	const char *next;       /* cursor of the next page, or NULL */
};

enum rc query_run(struct ctx *cx, const struct query *q, struct page *out)
	MUST_USE;

/* How many; stops at QUERY_COUNT. */
enum rc query_count(struct ctx *cx, const struct query *q, int64_t *n)
	MUST_USE;

/* One row per value of a pick, class, bool or reference field: for charts. */
struct group { int64_t value, n; };
enum rc query_group(struct ctx *cx, const struct query *q, const char *field,
	struct group **out, size_t *n) MUST_USE;

/* Is this a field that lists can be sorted by? */
bool query_sorts(const struct entity *e, const char *field);

/*
 * Code and title of records that the actor may see, in the order of id; code
 * NULL: not visible.
 */
struct caption { int64_t id; const char *code, *title; };
enum rc query_captions(struct ctx *cx, const struct entity *e,
	const int64_t *id, size_t n, struct caption *out) MUST_USE;

#endif
