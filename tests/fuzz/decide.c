/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A name on the first line, a question behind it: any answer is well-formed. */
#include "fuzz.h"

#include "base/json.h"
#include "decide/ask.h"

#include <stdlib.h>
#include <string.h>

static void
check_answer(struct arena *a, const struct buf *b)
{
	const struct json *j;
	struct err err;

	if (json_parse(&err, a, b->s, b->len, NULL, &j))
		abort();
	assert(j->kind == J_OBJECT);
	/* That every number is one, cell_real asserts where it is made. */
}

struct work {
	struct arena *a;
	struct err *err;
	const char *name, *json;
	size_t n;
};

static enum rc
run(void *arg)
{
	struct work *w = arg;
	struct buf b = { .arena = w->a }, text = { .arena = w->a };
	enum rc rc = decide_line(w->err, w->a, w->name, w->json, w->n, &b);

	assert(rc == RC_OK || (w->err->code == rc && *w->err->text));
	check_answer(w->a, &b);
	if (rc == RC_OK && decide_text(w->err, w->a, w->name, w->json, w->n,
	    &text))
		abort();
	return RC_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data;
	const char *end = n ? memchr(text, '\n', n) : NULL;
	struct arena *a = arena_new_capped(32 << 20);
	struct err err = { .code = RC_OK };

	if (end && n < 10000) {
		size_t first = (size_t)(end - text);
		struct work w = { a, &err, arena_dup(a, text, first), end + 1,
			n - first - 1 };
		enum rc rc = arena_run(a, &err, run, &w);

		assert(rc == RC_OK || rc == RC_LIMIT);
	}
	arena_free(a);
	return 0;
}
