/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * URLs are built of literals and encoded values, so that one that reaches a
 * page cannot lead to another server or run a script.
 */
#include "base/text.h"
#include "web/view.h"

#include <inttypes.h>
#include <string.h>

struct url { struct html h; };

/* One directive at s, behind its '%'; returns what follows it. */
static const char *
add_value(struct html *h, const char *s, va_list *ap)
{
	if (*s == 's') {
		html_query(h, va_arg(*ap, const char *));
		return s + 1;
	}
	if (*s == 'd') {
		html_int(h, va_arg(*ap, int));
		return s + 1;
	}
	if (*s == '%') {
		html_raw(h, "%");
		return s + 1;
	}
	assert(str_starts(s, PRId64) && "a URL knows %s, %d and %PRId64 only");
	html_int(h, va_arg(*ap, int64_t));
	return s + strlen(PRId64);
}

static struct url *
url_make(struct arena *a, const char *fmt, va_list *ap)
{
	struct url *u = arena_alloc(a, sizeof(*u));

	assert(*fmt && strchr("/#?", *fmt) && !str_starts(fmt, "//"));
	u->h.b.arena = a;
	while (*fmt) {
		size_t n = strcspn(fmt, "%");

		buf_add(&u->h.b, fmt, n);
		fmt += n;
		if (*fmt == '%')
			fmt = add_value(&u->h, fmt + 1, ap);
	}
	/* "/%s" with an empty value before "/x" would name another server. */
	while (str_starts(u->h.b.s, "//"))
		u->h.b.s++, u->h.b.len--, u->h.b.cap--;
	return u;
}

struct url *
url_new(struct arena *a, const char *fmt, ...)
{
	struct url *u;
	va_list ap;

	va_start(ap, fmt);
	u = url_make(a, fmt, &ap);
	va_end(ap);
	return u;
}

struct url *
url_path(struct arena *a, const char *literal)
{
	struct url *u = arena_alloc(a, sizeof(*u));

	assert(*literal == '/' && literal[1] != '/');
	u->h.b.arena = a;
	buf_str(&u->h.b, literal);
	return u;
}

struct url *
url_copy(struct arena *a, const struct url *u)
{
	struct url *copy = arena_alloc(a, sizeof(*copy));

	copy->h.b.arena = a;
	buf_add(&copy->h.b, buf_text(&u->h.b), u->h.b.len);
	return copy;
}

void
url_pair(struct url *u, const char *name, const char *value)
{
	buf_char(&u->h.b, strchr(buf_text(&u->h.b), '?') ? '&' : '?');
	html_query(&u->h, name);
	buf_char(&u->h.b, '=');
	html_query(&u->h, value);
}

void
url_hash(struct url *u, const char *fragment)
{
	buf_char(&u->h.b, '#');
	html_query(&u->h, fragment);
}

const char *
url_text(const struct url *u)
{
	return buf_text(&u->h.b);
}

void
view_url(struct view *v, const char *name, const char *fmt, ...)
{
	struct url *u;
	va_list ap;

	va_start(ap, fmt);
	u = url_make(view_arena(v), fmt, &ap);
	va_end(ap);
	view_link(v, name, u);
}
