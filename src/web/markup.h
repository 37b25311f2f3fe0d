/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * markup.h - where in a page one stands while its template is read.
 *
 * It follows the tokenizer of the HTML standard (13.2.5) as far as templates
 * that keep to the rules need it; what it does not follow (a script with a
 * comment in it, CDATA) it calls broken, so that nothing is let through by
 * mistake.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include "base/base.h"

enum place {
	PLACE_TEXT,             /* between tags */
	PLACE_PLAIN,            /* in a title or textarea: text without tags */
	PLACE_TAG,              /* in a tag, behind a name or a value */
	PLACE_ATTR,             /* in quotes; the attribute is only text */
	PLACE_URL,              /* in quotes, at the start of a URL */
	PLACE_URL_PART,         /* in quotes, further on in a URL */
	PLACE_NONE,             /* anywhere else: markup_why says where */
};

enum markup_state {
	MARKUP_TEXT, MARKUP_LESS, MARKUP_BANG, MARKUP_DECLARATION,
	MARKUP_COMMENT, MARKUP_CLOSE, MARKUP_TAG_NAME, MARKUP_TAG,
	MARKUP_WORD_END, MARKUP_ATTR_NAME, MARKUP_ATTR_END, MARKUP_EQUALS,
	MARKUP_VALUE, MARKUP_UNQUOTED, MARKUP_RAW, MARKUP_BROKEN
};

enum { MARKUP_NAME = 24 };

struct markup {
	enum markup_state state;
	bool closing;           /* the tag at hand is an end tag */
	bool raw, plain;        /* inside script or the like; inside title */
	char tag[MARKUP_NAME];  /* the last start tag */
	char word[MARKUP_NAME]; /* the name or the last characters being read */
	char attr[MARKUP_NAME];
	size_t nword;
	char quote;
	size_t nvalue;          /* characters of the value so far */
};

void markup_read(struct markup *m, const char *s, size_t n);
enum place markup_place(const struct markup *m);
/* For PLACE_NONE and its like: "in a script", "in an unquoted attribute". */
const char *markup_why(const struct markup *m);

/* A value was written here. */
void markup_value(struct markup *m);

/*
 * A section or a part begins or ends here.  In a tag the next character must
 * then be a blank or the tag's end, because what stood before may be absent.
 */
void markup_border(struct markup *m);
/* May a section begin at the one and end at the other? */
bool markup_same(const struct markup *a, const struct markup *b);

#endif
