/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * chars.h - which characters may stand where in HTTP, as sets of bits: each
 * byte of each request is looked at, and strspn builds its table at each call.
 */
#ifndef CHARS_H
#define CHARS_H

#include "base/base.h"

#define CHAR_BIT_OF(c) (UINT64_C(1) << ((c) & 63))
#define CHAR_DIGITS    (UINT64_C(0x3ff) << '0')
#define CHAR_LETTERS   (UINT64_C(0x3ffffff) << 1 | UINT64_C(0x3ffffff) << 33)

static inline bool
char_in(char c, uint64_t low, uint64_t high)
{
	unsigned u = (unsigned char)c;

	return u < 128 && ((u < 64 ? low : high) >> (u & 63) & 1);
}

/* RFC 9110, 5.6.2. */
static inline bool
char_is_token(char c)
{
	return char_in(c, CHAR_DIGITS | CHAR_BIT_OF('!') | CHAR_BIT_OF('#') |
	    CHAR_BIT_OF('$') | CHAR_BIT_OF('%') | CHAR_BIT_OF('&') |
	    CHAR_BIT_OF('\'') | CHAR_BIT_OF('*') | CHAR_BIT_OF('+') |
	    CHAR_BIT_OF('-') | CHAR_BIT_OF('.'),
	    CHAR_LETTERS | CHAR_BIT_OF('^') | CHAR_BIT_OF('_') |
	    CHAR_BIT_OF('`') | CHAR_BIT_OF('|') | CHAR_BIT_OF('~'));
}

/* A name or an address, without the brackets. */
static inline bool
char_is_host(char c)
{
	return char_in(c, CHAR_DIGITS | CHAR_BIT_OF('-') | CHAR_BIT_OF('.'),
	    CHAR_LETTERS);
}

/*
 * Of a target: no blank, no fragment, nothing above 127, and nothing that
 * browsers turn into something else.
 */
static inline bool
char_is_target(char c)
{
	return char_in(c, ~(UINT64_C(0x1ffffffff) | CHAR_BIT_OF('"') |
	    CHAR_BIT_OF('#') | CHAR_BIT_OF('<') | CHAR_BIT_OF('>')),
	    ~(CHAR_BIT_OF('\\') | CHAR_BIT_OF('`') | CHAR_BIT_OF(127)));
}

/* Of a field's value: RFC 9110, 5.5, with what is above 127. */
static inline bool
char_is_text(char c)
{
	unsigned u = (unsigned char)c;

	return u >= 0x20 ? u != 0x7f : u == '\t';
}

#endif
