/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A template of any bytes is refused with words, or is filled with nasty text
 * in every place and then holds none of it unescaped.
 */
#include "fuzz.h"

#include "web/template.h"

#include <string.h>

/* Of these no "<" may come through, wherever the value stood. */
static const char nasty[] = "\x01<\x01>\x01\"\x01'\x01:";

static bool
holds(const char *s, size_t len, const char *bad)
{
	size_t n = strlen(bad);

	for (size_t i = 0; i + n <= len; i++)
		if (memcmp(s + i, bad, n) == 0)
			return true;
	return false;
}

static void
fill(struct arena *a, const struct templates *set)
{
	static const char *const names[] = { "a", "b", "c", "x" };
	struct view *v = view_new(a), *item = view_item(v, "l");
	struct html out = { { .arena = a } };

	for (size_t i = 0; i < NELEMS(names); i++) {
		view_text(v, names[i], nasty);
		view_text(item, names[i], nasty);
	}
	view_url(v, "u", "/%s", nasty);
	template_fill(&out, template_find(set, "t"),
	    template_find(set, "part"), v);
	assert(!holds(buf_text(&out.b), out.b.len, "\x01<"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char part[] = "<b title='{{x}}'>{{#l}}{{a}}{{/l}}</b>";
	static const char word[] = "<b class=\"{{.}}\">{{.}}{{x}}</b>";
	static const struct pair constant = { "c", "/c" };
	const struct template_source source[] = {
		{ "t", (const char *)data, n },
		{ "part", part, sizeof(part) - 1 },
		{ "word", word, sizeof(word) - 1 },
	};
	struct arena *a = arena_new();
	struct templates *set = NULL;
	struct err err = { .code = RC_OK };
	enum rc rc;

	/* Its own part many times would only make a page that does not end. */
	if (memchr(data, 1, n) || holds((const char *)data, n, ">t"))
		goto done;
	rc = templates_new(&err, a, source, 3, &constant, 1, &set);
	assert((rc == RC_OK) == (set != NULL));
	assert(rc == RC_OK || *err.text);
	if (set)
		fill(a, set);
done:
	arena_free(a);
	return 0;
}
