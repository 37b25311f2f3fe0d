/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "base/json.h"

#include <string.h>

static void
visit(const struct json *j)
{
	char path[200];

	assert(j->line > 0 && j->column > 0);
	json_path(path, sizeof(path), j);
	for (const struct json *m = j->first; m; m = m->next) {
		assert(m->up == j && (m->name != NULL) == (j->kind == J_OBJECT));
		visit(m);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct json_limits limits = { 1 << 20, 20, 2000 };
	struct arena *a = arena_new_capped(1 << 20);
	const struct json *out = NULL;
	struct err err = { .code = RC_OK };
	enum rc rc = json_parse(&err, a, (const char *)data, n, &limits, &out);

	assert((rc == RC_OK) == (out != NULL));
	assert(rc == RC_OK || (err.code == rc && *err.text));
	if (out)
		visit(out);
	arena_free(a);
	return 0;
}
