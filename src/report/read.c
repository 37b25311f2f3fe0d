/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "report/read.h"

#include "core/search.h"

enum rc
read_all(struct ctx *cx, const struct entity *e, int64_t at, struct page *out)
{
	const struct pair filter = { "at", arena_fmt(cx->arena, "%lld",
	    (long long)at) };
	struct query q = { .entity = e, .filter = &filter, .nfilters = 1,
		.sort = "id", .limit = QUERY_MOST, .links = true };

	return query_run(cx, &q, out);
}

const char *
read_name(struct ctx *cx, const struct entity *e, int64_t id)
{
	struct caption c;

	if (!id || query_captions(cx, e, &id, 1, &c) || !c.code)
		return "";
	return c.title && *c.title ? c.title : c.code;
}

const char *
read_names(struct ctx *cx, const struct entity *e, struct refs r)
{
	struct buf b = { .arena = cx->arena };

	for (size_t i = 0; i < r.n; i++) {
		const char *name = read_name(cx, e, r.id[i]);

		if (*name)
			buf_fmt(&b, "%s%s", b.len ? ", " : "", name);
	}
	return buf_text(&b);
}

const char *
read_label(const struct choice *c, int64_t v)
{
	c = choice_find(c, v);
	return c ? c->label : "";
}

const char *
read_set(struct arena *a, const struct choice *c, int64_t v)
{
	struct buf b = { .arena = a };

	for (; c->name; c++)
		if (v >> (c->value - 1) & 1)
			buf_fmt(&b, "%s%s", b.len ? ", " : "", c->label);
	return buf_text(&b);
}

enum meaning
read_meaning(const struct choice *c, int64_t v)
{
	static const enum meaning of[] = { [TONE_NEUTRAL] = MEANING_NONE,
		[TONE_QUIET] = MEANING_NONE, [TONE_INFO] = MEANING_INFO,
		[TONE_GOOD] = MEANING_GOOD, [TONE_WARN] = MEANING_WARN,
		[TONE_BAD] = MEANING_BAD };

	c = choice_find(c, v);
	return c ? of[c->tone] : MEANING_NONE;
}

const char *
read_day(struct arena *a, int64_t day)
{
	char text[DATE_LEN + 1];

	if (!day)
		return "";
	day_write(text, day);
	return arena_str(a, text);
}

const char *
read_text(const struct entity *e, const void *rec, const struct view_of *v,
    const char *field)
{
	const struct field *f = field_find(e, field);

	assert(f && field_is_text(f));
	return field_visible(f, v) ? field_text(f, rec) : "";
}
