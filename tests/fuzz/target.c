/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "http/target.h"

#include <string.h>

static void
try_path(struct arena *a, const char *s, size_t n)
{
	struct err err;
	const char *out;

	if (*s != '/' || target_path(a, s, n, &out, &err))
		return;
	assert(*out == '/' && strlen(out) <= n);
	assert(!strstr(out, "/../") && !strstr(out, "/./"));
}

static void
try_pairs(struct arena *a, const char *s, size_t n)
{
	struct pairs out;
	struct err err;

	if (target_pairs(a, s, n, 20, &out, &err) == RC_OK) {
		assert(out.n <= 20);
		for (size_t i = 0; i < out.n; i++)
			assert(strlen(out.v[i].name) +
			    strlen(out.v[i].value) <= n);
	}
	if (target_cookies(a, s, 20, &out, &err) == RC_OK)
		for (size_t i = 0; i < out.n; i++)
			assert(*out.v[i].name);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	char *s = arena_dup(a, (const char *)data, n);

	if (target_plain(s, n))
		assert(strlen(s) == n);
	try_path(a, s, n);
	try_pairs(a, s, n);
	assert(target_host(s) <= strlen(s));
	arena_free(a);
	return 0;
}
