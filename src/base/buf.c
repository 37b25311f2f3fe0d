/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base.h"

#include <stdio.h>
#include <string.h>

static void
make_room(struct buf *b, size_t n)
{
	size_t cap = (b->len + n + 1) * 2;
	char *p;

	if (b->cap - b->len > n)
		return;
	assert(n < SIZE_MAX / 4 && b->len < SIZE_MAX / 4);
	p = arena_alloc(b->arena, cap);
	if (b->len)
		memcpy(p, b->s, b->len);
	b->s = p;
	b->cap = cap;
}

void
buf_add(struct buf *b, const char *s, size_t n)
{
	make_room(b, n);
	if (n)
		memcpy(b->s + b->len, s, n);
	b->len += n;
	b->s[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_int(struct buf *b, int64_t v)
{
	char tmp[24], *p = tmp + sizeof(tmp);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(tmp + sizeof(tmp) - p));
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	make_room(b, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_json(struct buf *b, const char *s)
{
	const char *from = s;

	if (!s) {
		buf_str(b, "null");
		return;
	}
	buf_char(b, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, from, (size_t)(s - from));
		from = s + 1;
		if (c == '"' || c == '\\')
			buf_fmt(b, "\\%c", c);
		else if (c == '\n')
			buf_str(b, "\\n");
		else
			buf_fmt(b, "\\u%04x", c);
	}
	buf_add(b, from, (size_t)(s - from));
	buf_char(b, '"');
}

const char *
buf_text(const struct buf *b)
{
	return b->s ? b->s : "";
}
