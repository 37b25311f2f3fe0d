/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "http/multipart.h"

#include <string.h>

/* What was told of a body, as text: the same however it was cut. */
struct heard {
	struct arena *arena;
	struct buf text;
	size_t opened, closed;
	bool inside;
};

static enum rc
on_open(void *self, const struct part *part, struct err *err)
{
	struct heard *h = self;

	(void)err;
	assert(!h->inside && part->name && *part->name);
	assert(!part->filename || !strpbrk(part->filename, "/\\"));
	h->inside = true;
	h->opened++;
	buf_fmt(&h->text, "(%s|%s|%s:", part->name,
	    part->filename ? part->filename : "-",
	    part->type ? part->type : "-");
	return RC_OK;
}

static enum rc
on_data(void *self, const char *p, size_t n, struct err *err)
{
	struct heard *h = self;

	(void)err;
	assert(h->inside && n);
	buf_add(&h->text, p, n);
	return RC_OK;
}

static enum rc
on_close(void *self, struct err *err)
{
	struct heard *h = self;

	(void)err;
	assert(h->inside);
	h->inside = false;
	h->closed++;
	buf_str(&h->text, ")");
	return RC_OK;
}

static enum rc
hear(struct heard *h, const char *s, size_t n, size_t step)
{
	const struct multipart_to to = { h, on_open, on_data, on_close };
	struct multipart *m;
	struct err err;
	enum rc rc = multipart_new(h->arena,
	    "multipart/form-data; boundary=b", 200, &to, &m, &err);

	assert(rc == RC_OK);
	for (size_t i = 0; i < n && !rc; i += step)
		rc = multipart_feed(m, s + i, n - i < step ? n - i : step,
		    &err);
	if (!rc)
		rc = multipart_end(m, &err);
	assert(rc ? err.code == rc && *err.text : h->opened == h->closed);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const size_t steps[] = { 1, 2, 3, 7 };
	struct arena *a = arena_new();
	struct heard whole = { a, { .arena = a }, 0, 0, false };
	enum rc rc = hear(&whole, (const char *)data, n, n + 1);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct heard cut = { a, { .arena = a }, 0, 0, false };

		assert(hear(&cut, (const char *)data, n, steps[i]) == rc);
		assert(rc || (cut.text.len == whole.text.len &&
		    memcmp(buf_text(&cut.text), buf_text(&whole.text),
			whole.text.len) == 0));
	}
	arena_free(a);
	return 0;
}
