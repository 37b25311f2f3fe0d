/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "serve/route.h"

#include "base/text.h"

#include <string.h>

/* One segment of a pattern against one of a path; both advance. */
static bool
match_segment(const char **pattern, const char **path, struct arena *a,
    const char *arg[ROUTE_ARGS], size_t *n)
{
	size_t k = strcspn(*path, "/"), w = strcspn(*pattern, "/");
	bool fits;

	if (**pattern == ':') {
		fits = k > 0 && *n < ROUTE_ARGS;
		if (fits)
			arg[(*n)++] = arena_dup(a, *path, k);
	} else {
		fits = k == w && memcmp(*pattern, *path, k) == 0;
	}
	*pattern += w;
	*path += k;
	return fits;
}

static bool
match(const char *pattern, const char *path, struct arena *a,
    const char *arg[ROUTE_ARGS])
{
	size_t n = 0;

	while (*pattern && *path) {
		if (*pattern == '/' && *path == '/') {
			pattern++;
			path++;
		} else if (*pattern == '/' || *path == '/') {
			return false;
		}
		if (!match_segment(&pattern, &path, a, arg, &n))
			return false;
	}
	return !*pattern && !*path;
}

/* Rows are tried in order: the special before the general. */
const struct route *
route_find(const struct face *f, enum method method, const char *path,
    struct arena *a, const char *arg[ROUTE_ARGS], unsigned *others)
{
	*others = 0;
	for (const struct route *r = f->routes; r->path; r++) {
		if (!match(r->path, path, a, arg))
			continue;
		if (r->methods & 1u << method)
			return r;
		*others |= r->methods;
	}
	return NULL;
}

const char *
route_methods(struct arena *a, unsigned methods)
{
	const char *list = "";

	for (unsigned m = 0; m < M_COUNT; m++)
		if (methods & 1u << m)
			list = arena_fmt(a, "%s%s%s", list, *list ? ", " : "",
			    method_names[m]);
	return list;
}
