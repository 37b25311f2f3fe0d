/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * markup_check.h - is a page well-formed, and does it keep what the policy of
 * the server and readers with other senses need?  Says the first thing wrong,
 * or returns NULL.
 */
#ifndef MARKUP_CHECK_H
#define MARKUP_CHECK_H

#include "base/base.h"
#include "base/text.h"

#include <string.h>

struct checked {
	struct arena *a;
	const char *stack[200];
	size_t depth;
	const char *id[4000], *wanted[4000];    /* ids, and links to them */
	size_t nids, nwanted;
	const char *icons;                      /* the sprite */
	size_t mains, h1s;
	const char *wrong;
};

static void
check_fail(struct checked *c, const char *what, const char *where)
{
	if (!c->wrong)
		c->wrong = arena_fmt(c->a, "%s: %.80s", what, where);
}

static void
check_words(struct checked *c, const char *value)
{
	char *s = arena_str(c->a, value);

	while (s && *s) {
		size_t n = strcspn(s, " ");
		char *next = s[n] ? s + n + 1 : s + n;

		s[n] = '\0';
		if (*s && c->nwanted < NELEMS(c->wanted))
			c->wanted[c->nwanted++] = s;
		s = next;
	}
}

static void
check_icon(struct checked *c, const char *value)
{
	const char *hash = strchr(value, '#');
	char *want;

	if (!hash)
		return;
	want = arena_fmt(c->a, "<symbol id=\"%s\"", hash + 1);
	if (!strstr(c->icons, want))
		check_fail(c, "no such icon", value);
}

static void
check_attr(struct checked *c, const char *tag, const char *name,
    const char *value)
{
	if (str_starts(name, "on") || str_eq(name, "style"))
		check_fail(c, "inline script or style", name);
	if (word_in("href src action", name) && !*value)
		check_fail(c, "an empty URL", tag);
	if (str_starts(value, "javascript:"))
		check_fail(c, "a script as URL", value);
	if (str_eq(name, "id")) {
		for (size_t i = 0; i < c->nids; i++)
			if (str_eq(c->id[i], value))
				check_fail(c, "an id twice", value);
		if (c->nids < NELEMS(c->id))
			c->id[c->nids++] = value;
	}
	if (word_in("for aria-labelledby aria-describedby list", name))
		check_words(c, value);
	if (str_eq(name, "href") && str_eq(tag, "use"))
		check_icon(c, value);
	else if (str_eq(name, "href") && *value == '#')
		check_words(c, value + 1);
}

/* Reads one attribute at s; returns what follows, or NULL at the end. */
static const char *
check_next_attr(struct checked *c, const char *tag, const char *s)
{
	size_t n;
	const char *name;

	s += strspn(s, " \n\t/");
	if (*s == '>')
		return NULL;
	n = strcspn(s, "= \n\t/>");
	name = arena_dup(c->a, s, n);
	s += n;
	if (*s != '=') {
		check_attr(c, tag, name, "-");
		return s;
	}
	if (s[1] != '"' && s[1] != '\'') {
		check_fail(c, "an attribute without quotes", name);
		return NULL;
	}
	n = strcspn(s + 2, s[1] == '"' ? "\"" : "'");
	check_attr(c, tag, name, arena_dup(c->a, s + 2, n));
	return s + 2 + n + 1;
}

static void
check_tag(struct checked *c, const char *s)
{
	static const char voids[] = "area base br col embed hr img input link "
	    "meta source track wbr use path rect circle line";
	bool closing = s[1] == '/';
	const char *rest = s + 1 + closing;
	size_t n = strcspn(rest, " \n\t/>");
	const char *tag = arena_dup(c->a, rest, n);

	if (closing) {
		if (!c->depth || !str_eq(c->stack[c->depth - 1], tag))
			check_fail(c, c->depth ? c->stack[c->depth - 1] :
			    "nothing open", s);
		else
			c->depth--;
		return;
	}
	c->mains += str_eq(tag, "main");
	c->h1s += str_eq(tag, "h1");
	rest += n;
	while (rest)
		rest = check_next_attr(c, tag, rest);
	if (!word_in(voids, tag) && c->depth < NELEMS(c->stack))
		c->stack[c->depth++] = tag;
}

static const char *
markup_check(struct arena *a, const char *icons, const char *s)
{
	struct checked *c = arena_alloc(a, sizeof(*c));

	c->a = a;
	c->icons = icons;
	for (; *s && !c->wrong; s++) {
		if (*s != '<' || s[1] == '!')
			continue;
		check_tag(c, s);
		s += strcspn(s, ">") - (s[strcspn(s, ">")] == '\0');
	}
	for (size_t i = 0; i < c->nwanted; i++) {
		bool found = false;

		for (size_t k = 0; k < c->nids; k++)
			found = found || str_eq(c->id[k], c->wanted[i]);
		if (!found)
			check_fail(c, "nothing has the id", c->wanted[i]);
	}
	if (c->depth)
		check_fail(c, "not closed", c->stack[c->depth - 1]);
	if (c->mains != 1 || c->h1s != 1)
		check_fail(c, "not one main and one h1", "page");
	return c->wrong;
}

#endif
