/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* story_line.c - one line of a story: its values, its actor and its time. */
#include "story_parts.h"

#include "base/text.h"
#include "core/pairs.h"

#include <string.h>

/* --- dates move by whole weeks ------------------------------------------------------ */

static bool
digit_beside(const char *s, const char *from, size_t n)
{
	return (s > from && s[-1] >= '0' && s[-1] <= '9') ||
	    (s[n] >= '0' && s[n] <= '9');
}

static const char *
shifted(struct arena *a, const char *text, int64_t days)
{
	char *out = arena_str(a, text), day[DATE_LEN + 1];
	size_t n = strlen(out);
	int64_t v;

	for (size_t i = 0; days && i + DATE_LEN <= n; i++) {
		memcpy(day, out + i, DATE_LEN);
		day[DATE_LEN] = '\0';
		if (digit_beside(out + i, out, DATE_LEN) ||
		    !day_parse(day, &v))
			continue;
		day_write(day, v + days);
		memcpy(out + i, day, DATE_LEN);
		i += DATE_LEN - 1;
	}
	return out;
}

/* --- one line -------------------------------------------------------------------------- */

enum rc
line_read(struct story *s, const char *text, size_t n, struct line *l)
{
	struct ctx *cx = s->cx;
	const struct json *j;
	struct err *err = &cx->err;
	enum rc rc = json_parse(err, cx->arena, text, n, NULL, &j);

	*l = (struct line){ 0 };
	if (!rc)
		rc = json_may_text(err, j, "at", &l->at);
	if (!rc)
		rc = json_may_text(err, j, "by", &l->by);
	if (!rc)
		rc = json_want_text(err, j, "do", &l->command);
	if (!rc)
		rc = json_may_text(err, j, "on", &l->on);
	if (!rc)
		rc = json_may_text(err, j, "ref", &l->ref);
	if (!rc)
		rc = json_may_text(err, j, "code", &l->code);
	if (!rc)
		rc = json_may_text(err, j, "reason", &l->reason);
	if (!rc)
		rc = json_may(err, j, "set", J_OBJECT, &l->set);
	return rc;
}

/* A name of the story becomes an id, a day moves. */
static void
value_settle(struct story *s, struct pair *p)
{
	struct ctx *cx = s->cx;
	const struct known *k;

	if (p->value[0] != '@') {
		p->value = shifted(cx->arena, p->value, s->cf->shift);
		return;
	}
	k = known_find(s, p->value + 1);
	if (k)
		p->value = arena_fmt(cx->arena, "%lld", (long long)k->id);
}

/* The members but for the object that names a file: that is *file. */
static const struct json *
plain_values(struct arena *a, const struct json *set, const struct json **file)
{
	struct json *copy = arena_alloc(a, sizeof(*copy));
	struct json **end = (struct json **)(void *)&copy->first;

	*copy = (struct json){ .kind = J_OBJECT };
	*file = NULL;
	for (const struct json *j = set ? set->first : NULL; j; j = j->next) {
		struct json *one;

		if (j->kind == J_OBJECT) {
			*file = j;
			continue;
		}
		one = arena_alloc(a, sizeof(*one));
		*one = *j;
		one->next = NULL;
		*end = one;
		end = (struct json **)(void *)&one->next;
	}
	return copy;
}

static enum rc
add_file(struct story *s, const struct json *file, struct pair **p, size_t *n)
{
	struct ctx *cx = s->cx;
	struct pair *more = arena_alloc(cx->arena, (*n + 1) * sizeof(*more));
	const char *path;
	int64_t id;
	enum rc rc = json_want_text(&cx->err, file, "file", &path);

	if (!rc)
		rc = story_file(s, path, *p, *n, &id);
	if (rc)
		return rc;
	if (*n)
		memcpy(more, *p, *n * sizeof(*more));
	more[*n] = (struct pair){ file->name,
		arena_fmt(cx->arena, "%lld", (long long)id) };
	*p = more;
	*n += 1;
	return RC_OK;
}

enum rc
line_set(struct story *s, const struct json *set, struct pair **out, size_t *n)
{
	struct ctx *cx = s->cx;
	const struct json *file;
	const struct json *plain = plain_values(cx->arena, set, &file);
	enum rc rc = pairs_from_json(&cx->err, cx->arena, plain, out, n);

	for (size_t i = 0; !rc && i < *n; i++)
		value_settle(s, &(*out)[i]);
	return rc || !file ? rc : add_file(s, file, out, n);
}

enum rc
line_actor(struct story *s, const char *by)
{
	struct ctx *cx = s->cx;
	struct known *k;

	cx->account = cx->person = 0;
	if (!by || str_eq(by, "system"))
		return access_load(cx);
	k = known_find(s, by);
	if (!k)
		return err_set(&cx->err, RC_INVALID, "nobody is named "
		    "\"%.60s\"", by);
	if (!k->account) {
		struct rows r;
		enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
		    "SELECT id FROM user_account WHERE person = $1",
		    ARGS(INT(k->id)));

		if (rc)
			return rc;
		if (!r.nrows)
			return err_set(&cx->err, RC_INVALID, "\"%.60s\" has "
			    "no account", by);
		k->account = rows_at(&r, 0, 0)->i;
	}
	cx->person = k->id;
	cx->account = k->account;
	return access_load(cx);
}

enum rc
line_clock(struct story *s, const char *at)
{
	struct ctx *cx = s->cx;

	cx->now = clock_now();
	if (s->cf->clock && (!at || !time_parse(shifted(cx->arena, at,
	    s->cf->shift), &cx->now)))
		return err_set(&cx->err, RC_INVALID, "an order needs a time");
	cx->today = day_of_time(cx->now);
	return RC_OK;
}
