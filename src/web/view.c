/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/view.h"

#include "base/date.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { FIRST = 12 };

struct view {
	struct arena *arena;
	struct view_value *value;
	size_t n, cap;
	struct view *next;      /* in the list that this is an item of */
};

struct view *
view_new(struct arena *a)
{
	struct view *v = arena_alloc(a, sizeof(*v));

	v->arena = a;
	return v;
}

struct arena *
view_arena(const struct view *v)
{
	return v->arena;
}

uint32_t
view_hash(const char *name, size_t n)
{
	uint32_t h = 2166136261u;       /* FNV-1a */

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)name[i]) * 16777619u;
	return h;
}

static void
make_room(struct view *v)
{
	size_t cap = v->cap ? v->cap * 2 : FIRST;
	struct view_value *p = arena_alloc(v->arena, cap * sizeof(*p));

	if (v->n)
		memcpy(p, v->value, v->n * sizeof(*p));
	v->value = p;
	v->cap = cap;
}

static struct view_value *
add(struct view *v, const char *name, enum view_kind kind)
{
	struct view_value *p;

	if (v->n == v->cap)
		make_room(v);
	p = &v->value[v->n++];
	*p = (struct view_value){ .name = name, .kind = kind,
		.hash = view_hash(name, strlen(name)) };
	return p;
}

/* From the end, so that the value that was set last is the one. */
static struct view_value *
find(const struct view *v, const char *name, uint32_t hash)
{
	for (size_t i = v->n; i-- > 0;) {
		struct view_value *p = &v->value[i];

		if (p->hash == hash && strcmp(p->name, name) == 0)
			return p;
	}
	return NULL;
}

const struct view_value *
view_find(const struct view *v, const char *name, uint32_t hash)
{
	return find(v, name, hash);
}

void
view_text(struct view *v, const char *name, const char *value)
{
	add(v, name, VIEW_TEXT)->u.text = value ? value : "";
}

void
view_fmt(struct view *v, const char *name, const char *fmt, ...)
{
	struct buf b = { .arena = v->arena };
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	b.s = arena_alloc(v->arena, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(b.s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	view_text(v, name, b.s);
}

void
view_int(struct view *v, const char *name, int64_t value)
{
	if (value == UNSET)
		view_text(v, name, "");
	else
		add(v, name, VIEW_INT)->u.number = value;
}

void
view_flag(struct view *v, const char *name, bool value)
{
	add(v, name, VIEW_FLAG)->u.number = value;
}

void
view_html(struct view *v, const char *name, const struct html *value)
{
	add(v, name, VIEW_HTML)->u.html = value;
}

void
view_date(struct view *v, const char *name, int64_t day)
{
	char *s = arena_alloc(v->arena, DATE_LEN + 1);

	if (day && day != UNSET)
		day_write(s, day);
	view_text(v, name, s);
}

void
view_time(struct view *v, const char *name, int64_t seconds)
{
	char *s = arena_alloc(v->arena, TIME_LEN + 1);

	if (seconds && seconds != UNSET) {
		time_write(s, seconds);
		s[DATE_LEN] = ' ';
		s[DATE_LEN + 6] = '\0';
	}
	view_text(v, name, s);
}

void
view_list(struct view *v, const char *name)
{
	add(v, name, VIEW_LIST);
}

struct view *
view_item(struct view *v, const char *name)
{
	struct view_value *p = find(v, name, view_hash(name, strlen(name)));
	struct view *item = view_new(v->arena);

	if (!p || p->kind != VIEW_LIST)
		p = add(v, name, VIEW_LIST);
	if (p->u.list.last)
		p->u.list.last->next = item;
	else
		p->u.list.first = item;
	p->u.list.last = item;
	return item;
}

const struct view *
view_next(const struct view *item)
{
	return item->next;
}

void
view_link(struct view *v, const char *name, const struct url *u)
{
	add(v, name, VIEW_URL)->u.text = url_text(u);
}

bool
view_foreign(struct view *v, const char *name, const char *url)
{
	bool good = url && (str_starts(url, "https://") ||
	    str_starts(url, "http://"));
	const char *host = good ? strstr(url, "//") + 2 : "";

	good = good && *host && !strchr("/?#", *host);
	for (const char *s = host; good && *s; s++)
		good = (unsigned char)*s > ' ' && *s != '\\' && *s != 0x7f;
	good = good && !memchr(host, '@', strcspn(host, "/?#"));
	add(v, name, VIEW_URL)->u.text = good ? url : "";
	return good;
}

bool
view_holds(const struct view_value *value)
{
	switch (value->kind) {
	case VIEW_TEXT:
	case VIEW_URL:
		return value->u.text[0] != '\0';
	case VIEW_INT:
	case VIEW_FLAG:
		return value->u.number != 0;
	case VIEW_HTML:
		return value->u.html->b.len > 0;
	case VIEW_LIST:
		return value->u.list.first != NULL;
	}
	return false;
}
