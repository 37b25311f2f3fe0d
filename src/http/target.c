/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/target.h"

#include "base/text.h"
#include "http/chars.h"

#include <stdlib.h>
#include <string.h>

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
target_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!char_is_target(s[i]))
			return false;
	return true;
}

/* Decodes s up to n into out, which has room; false for a broken escape. */
static bool
unescape(const char *s, size_t n, bool plus, char *out, size_t *len)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (c == '+' && plus)
			c = ' ';
		if (c == '%') {
			int hi = i + 2 < n ? hex(s[i + 1]) : -1;
			int lo = i + 2 < n ? hex(s[i + 2]) : -1;

			if (hi < 0 || lo < 0)
				return false;
			c = (char)(hi << 4 | lo);
			i += 2;
		}
		out[k++] = c;
	}
	*len = k;
	return true;
}

static enum rc
no_room(struct err *err)
{
	return err_set(err, RC_LIMIT, "the request takes too much memory");
}

static bool
is_dots(const char *s, size_t n)
{
	return (n == 1 && s[0] == '.') ||
	    (n == 2 && s[0] == '.' && s[1] == '.');
}

static enum rc
check_segment(const char *s, size_t n, struct err *err)
{
	if (memchr(s, '/', n) || memchr(s, '\0', n))
		return err_set(err, RC_INVALID,
		    "the path has an escaped slash or NUL");
	if (is_dots(s, n))
		return err_set(err, RC_INVALID,
		    "the path has a segment \".\" or \"..\"");
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return err_set(err, RC_INVALID,
			    "the path has a control character");
	if (!utf8_valid(s, n))
		return err_set(err, RC_INVALID, "the path is not UTF-8");
	return RC_OK;
}

enum rc
target_path(struct arena *a, const char *s, size_t n, const char **out,
    struct err *err)
{
	char *to = arena_try(a, n + 1), *p = to;
	const char *end = s + n;

	if (!to)
		return no_room(err);
	while (s < end) {
		const char *slash, *stop;
		size_t len;

		assert(*s == '/');
		*p++ = *s++;
		slash = memchr(s, '/', (size_t)(end - s));
		stop = slash ? slash : end;
		if (!unescape(s, (size_t)(stop - s), false, p, &len))
			return err_set(err, RC_INVALID,
			    "the path has a broken escape");
		if (check_segment(p, len, err))
			return RC_INVALID;
		p += len;
		s = stop;
	}
	*out = to;
	return RC_OK;
}

/* One "name=value" into to; returns the first byte after both NULs. */
static char *
take_pair(const char *s, size_t n, char *to, struct pair *out, struct err *err)
{
	const char *eq = memchr(s, '=', n);
	size_t name = eq ? (size_t)(eq - s) : n, len;
	const char *value = eq ? eq + 1 : s + n;
	char *p = to;

	if (!unescape(s, name, true, p, &len) || !utf8_valid(p, len)) {
		err_set(err, RC_INVALID, "a name is not escaped UTF-8");
		return NULL;
	}
	out->name = p;
	p += len + 1;
	if (!unescape(value, (size_t)(s + n - value), true, p, &len) ||
	    !utf8_valid(p, len)) {
		err_set(err, RC_INVALID,
		    "the value of \"%.40s\" is not escaped UTF-8", out->name);
		return NULL;
	}
	out->value = p;
	return p + len + 1;
}

static size_t
count(const char *s, size_t n, char c)
{
	size_t k = 0;

	for (const char *p = s; n && (p = memchr(p, c, (size_t)(s + n - p)));
	    p++)
		k++;
	return k;
}

enum rc
target_pairs(struct arena *a, const char *s, size_t n, size_t max,
    struct pairs *out, struct err *err)
{
	size_t room = n ? count(s, n, '&') + 1 : 0, k = 0;
	struct pair *v;
	char *to;

	if (room > max)
		return err_set(err, RC_LIMIT, "more than %zu values", max);
	v = arena_try(a, room * sizeof(*v) + 1);
	to = v ? arena_try(a, n + 2 * room + 1) : NULL;
	if (!to)
		return no_room(err);
	for (const char *end = s + n, *stop; s < end; s = stop + 1) {
		stop = memchr(s, '&', (size_t)(end - s));
		stop = stop ? stop : end;
		if (stop == s)
			continue;
		to = take_pair(s, (size_t)(stop - s), to, &v[k], err);
		if (!to)
			return RC_INVALID;
		k++;
	}
	*out = (struct pairs){ v, k };
	return RC_OK;
}

enum rc
target_cookies(struct arena *a, const char *s, size_t max, struct pairs *out,
    struct err *err)
{
	size_t n = strlen(s), room = count(s, n, ';') + 1, k = 0;
	struct pair *v;
	char *copy;

	if (room > max)
		return err_set(err, RC_LIMIT, "more than %zu cookies", max);
	v = arena_try(a, room * sizeof(*v));
	copy = v ? arena_try(a, n + 1) : NULL;
	if (!copy)
		return no_room(err);
	memcpy(copy, s, n);
	for (char *p = copy, *next; p; p = next) {
		char *eq, *stop = strchr(p, ';');

		next = stop ? stop + 1 : NULL;
		if (stop)
			*stop = '\0';
		p += strspn(p, " \t");
		for (n = strlen(p); n && strchr(" \t", p[n - 1]); n--)
			p[n - 1] = '\0';
		eq = strchr(p, '=');
		if (!eq || eq == p)
			continue;
		*eq = '\0';
		v[k++] = (struct pair){ p, eq + 1 };
	}
	*out = (struct pairs){ v, k };
	return RC_OK;
}

size_t
target_host(const char *s)
{
	size_t n = 0, port;

	if (*s == '[') {
		n = 1 + strspn(s + 1, "0123456789abcdefABCDEF:.");
		if (n < 3 || s[n++] != ']')
			return 0;
	} else {
		while (char_is_host(s[n]))
			n++;
	}
	if (n == 0 || n > 255)
		return 0;
	if (s[n] == '\0')
		return n;
	port = strspn(s + n + 1, "0123456789");
	return s[n] == ':' && port <= 5 && s[n + 1 + port] == '\0' ? n : 0;
}

/* Digits at *s, which moves behind them; false when there are none. */
static bool
take_number(const char **s, uint64_t *out)
{
	size_t n = strspn(*s, "0123456789");

	if (n == 0 || n > 18)
		return false;
	*out = strtoull(*s, NULL, 10);
	*s += n;
	return true;
}

enum rc
target_range(const char *s, uint64_t size, uint64_t *from, uint64_t *n)
{
	uint64_t a, b;
	bool first, last;

	if (strncmp(s, "bytes=", 6) != 0)
		return RC_INVALID;
	s += 6;
	first = take_number(&s, &a);
	if (*s++ != '-')
		return RC_INVALID;
	last = take_number(&s, &b);
	if (*s || (!first && !last) || (first && last && b < a))
		return RC_INVALID;
	if (!first) {
		a = b < size ? size - b : 0;
		if (b == 0)
			a = size;
		last = false;
	}
	if (a >= size)
		return RC_MISSING;
	*from = a;
	*n = (last && b < size ? b + 1 : size) - a;
	return RC_OK;
}
