/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/markup.h"

#include "base/text.h"

#include <string.h>

/* What is in these is no markup for the browser, so no value is safe there. */
static const char raw_tags[] =
    "script style iframe xmp noembed noframes noscript plaintext";
static const char plain_tags[] = "title textarea";

static const char url_attrs[] = "href src action formaction poster cite data "
    "xlink:href background manifest";
/* Script, style, pages within attributes, and lists of URLs. */
static const char no_attrs[] = "style srcdoc srcset imagesrcset ping";

static bool
blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static void
start_word(struct markup *m, char c)
{
	m->word[0] = lower(c);
	m->word[1] = '\0';
	m->nword = 1;
}

/* A name that is longer than any that matters is cut. */
static void
add_word(struct markup *m, char c)
{
	if (m->nword + 1 < sizeof(m->word)) {
		m->word[m->nword++] = lower(c);
		m->word[m->nword] = '\0';
	}
}

/* Of the last characters only: to find the end of comments and scripts. */
static void
slide_word(struct markup *m, char c)
{
	if (m->nword + 1 == sizeof(m->word)) {
		memmove(m->word, m->word + 1, m->nword - 1);
		m->nword--;
	}
	add_word(m, c);
}

static bool
word_ends(const struct markup *m, const char *s)
{
	return str_ends(m->word, s);
}

static void
end_tag_name(struct markup *m)
{
	if (m->closing)
		return;
	memcpy(m->tag, m->word, m->nword + 1);
	m->raw = word_in(raw_tags, m->tag);
	m->plain = word_in(plain_tags, m->tag);
}

static void
close_tag(struct markup *m)
{
	if (m->closing)
		m->raw = m->plain = false;
	m->closing = false;
	m->state = m->raw || m->plain ? MARKUP_RAW : MARKUP_TEXT;
	m->nword = 0;
	m->word[0] = '\0';
}

static void
read_less(struct markup *m, char c)
{
	m->closing = c == '/';
	if (c == '!')
		m->state = MARKUP_BANG;
	else if (c == '/')
		m->state = MARKUP_CLOSE;
	else if (letter(c))
		m->state = MARKUP_TAG_NAME;
	else
		m->state = MARKUP_BROKEN;
	start_word(m, c);
}

static void
read_bang(struct markup *m, char c)
{
	add_word(m, c);
	if (str_eq(m->word, "!--")) {
		m->state = MARKUP_COMMENT;
		m->nword = 0;
	} else if (letter(c)) {
		m->state = MARKUP_DECLARATION;
	} else if (c != '-') {
		m->state = MARKUP_BROKEN;
	}
}

/* Everywhere in a tag but in names and values. */
static void
read_tag(struct markup *m, char c)
{
	if (c == '>') {
		close_tag(m);
	} else if (blank(c) || c == '/') {
		m->state = MARKUP_TAG;
	} else if (m->state == MARKUP_WORD_END || strchr("\"'<=", c)) {
		m->state = MARKUP_BROKEN;
	} else {
		m->state = MARKUP_ATTR_NAME;
		start_word(m, c);
	}
}

static void
read_tag_name(struct markup *m, char c)
{
	if (blank(c) || c == '/' || c == '>') {
		end_tag_name(m);
		read_tag(m, c);
	} else {
		add_word(m, c);
	}
}

static void
read_attr_name(struct markup *m, char c)
{
	if (c == '=') {
		memcpy(m->attr, m->word, sizeof(m->attr));
		m->state = MARKUP_EQUALS;
	} else if (blank(c)) {
		m->state = MARKUP_ATTR_END;
	} else if (c == '/' || c == '>') {
		read_tag(m, c);
	} else {
		add_word(m, c);
	}
}

static void
read_equals(struct markup *m, char c)
{
	m->nvalue = 0;
	if (c == '"' || c == '\'') {
		m->quote = c;
		m->state = MARKUP_VALUE;
	} else if (c == '>') {
		close_tag(m);
	} else if (!blank(c)) {
		m->state = MARKUP_UNQUOTED;
	}
}

/* Leaves a script, style, title or textarea at its own end tag only. */
static void
read_raw(struct markup *m, char c)
{
	size_t n = strlen(m->tag);
	char end[MARKUP_NAME + 2] = "</";

	memcpy(end + 2, m->tag, n + 1);
	if ((c == '>' || blank(c) || c == '/') && word_ends(m, end)) {
		m->closing = true;
		m->state = MARKUP_TAG;
		read_tag(m, c);
		return;
	}
	slide_word(m, c);
	if (m->raw && word_ends(m, "<!--"))
		m->state = MARKUP_BROKEN;
}

static void
read_char(struct markup *m, char c)
{
	switch (m->state) {
	case MARKUP_TEXT:
		if (c == '<')
			m->state = MARKUP_LESS;
		break;
	case MARKUP_LESS:
		read_less(m, c);
		break;
	case MARKUP_BANG:
		read_bang(m, c);
		break;
	case MARKUP_DECLARATION:
		if (c == '>')
			m->state = MARKUP_TEXT;
		break;
	case MARKUP_COMMENT:
		slide_word(m, c);
		if (word_ends(m, "-->") || str_eq(m->word, ">") ||
		    str_eq(m->word, "->") || word_ends(m, "--!>"))
			m->state = MARKUP_TEXT;
		break;
	case MARKUP_CLOSE:
		m->state = letter(c) ? MARKUP_TAG_NAME : MARKUP_BROKEN;
		start_word(m, c);
		break;
	case MARKUP_TAG_NAME:
		read_tag_name(m, c);
		break;
	case MARKUP_TAG:
	case MARKUP_WORD_END:
		read_tag(m, c);
		break;
	case MARKUP_ATTR_NAME:
		read_attr_name(m, c);
		break;
	case MARKUP_ATTR_END:
		if (c == '=')
			read_attr_name(m, c);
		else
			read_tag(m, c);
		break;
	case MARKUP_EQUALS:
		read_equals(m, c);
		break;
	case MARKUP_VALUE:
		m->nvalue++;
		if (c == m->quote)
			m->state = MARKUP_WORD_END;
		break;
	case MARKUP_UNQUOTED:
		if (blank(c) || c == '>')
			read_tag(m, c);
		break;
	case MARKUP_RAW:
		read_raw(m, c);
		break;
	case MARKUP_BROKEN:
		break;
	}
}

void
markup_read(struct markup *m, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		read_char(m, s[i]);
}

static enum place
value_place(const struct markup *m)
{
	if (str_starts(m->attr, "on") || word_in(no_attrs, m->attr))
		return PLACE_NONE;
	if (!word_in(url_attrs, m->attr))
		return PLACE_ATTR;
	return m->nvalue ? PLACE_URL_PART : PLACE_URL;
}

enum place
markup_place(const struct markup *m)
{
	enum markup_state s = m->state;

	if (s == MARKUP_TEXT)
		return PLACE_TEXT;
	if (s == MARKUP_RAW && m->plain)
		return PLACE_PLAIN;
	if (s == MARKUP_VALUE)
		return value_place(m);
	if (!m->closing && (s == MARKUP_WORD_END || s == MARKUP_TAG_NAME ||
	    s == MARKUP_ATTR_NAME))
		return PLACE_TAG;
	return PLACE_NONE;
}

const char *
markup_why(const struct markup *m)
{
	switch (m->state) {
	case MARKUP_TEXT:
		return "between tags";
	case MARKUP_RAW:
		return m->plain ? "in a title or textarea"
		    : "in a script, a style or the like";
	case MARKUP_COMMENT:
		return "in a comment";
	case MARKUP_DECLARATION:
	case MARKUP_BANG:
		return "in a declaration";
	case MARKUP_TAG_NAME:
	case MARKUP_LESS:
	case MARKUP_CLOSE:
		return "in the name of a tag";
	case MARKUP_ATTR_NAME:
		return "in the name of an attribute";
	case MARKUP_EQUALS:
	case MARKUP_UNQUOTED:
		return "in an attribute without quotes";
	case MARKUP_VALUE:
		return value_place(m) == PLACE_NONE
		    ? "in an attribute that holds script, style or a page"
		    : value_place(m) == PLACE_ATTR ? "in an attribute"
		    : "in a URL";
	case MARKUP_TAG:
	case MARKUP_WORD_END:
	case MARKUP_ATTR_END:
		return "between the attributes of a tag";
	case MARKUP_BROKEN:
		return "behind markup that cannot be followed";
	}
	return "";
}

void
markup_value(struct markup *m)
{
	m->nvalue++;
	m->nword = 0;
	m->word[0] = '\0';
}

void
markup_border(struct markup *m)
{
	if (m->state == MARKUP_TAG_NAME)
		end_tag_name(m);
	if (m->state == MARKUP_RAW)
		markup_value(m);
	if (markup_place(m) == PLACE_TAG || m->state == MARKUP_TAG ||
	    m->state == MARKUP_ATTR_END)
		m->state = MARKUP_WORD_END;
}

bool
markup_same(const struct markup *a, const struct markup *b)
{
	enum place place = markup_place(a);

	if (place != markup_place(b))
		return false;
	if (place != PLACE_TEXT && !str_eq(a->tag, b->tag))
		return false;
	return place != PLACE_ATTR || str_eq(a->attr, b->attr);
}
