/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * text.h - UTF-8, numbers in text, and small searches.
 */
#ifndef TEXT_H
#define TEXT_H

#include "base.h"

/* Whole and valid UTF-8 without NUL, controls only tab, LF, CR? */
bool utf8_valid(const char *s, size_t n);
size_t utf8_count(const char *s);               /* code points of valid text */
/* The first n code points at most. */
char *utf8_cut(struct arena *a, const char *s, size_t n);

/*
 * For sorting and comparing: NFC, case folded.  Byte order of folded text is
 * the order of lists on both databases.
 */
char *text_fold(struct arena *a, const char *s);

/* NFC alone: for lists that are hashed. */
char *text_nfc(struct arena *a, const char *s);

/* Without blanks at both ends. */
char *text_trim(struct arena *a, const char *s);

/* The whole of s is a decimal number within the range; no sign but "-". */
bool int_parse(const char *s, int64_t min, int64_t max, int64_t *out) MUST_USE;

bool str_eq(const char *a, const char *b);      /* NULL equals NULL only */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);

/* "an" before a vowel, else "a". */
const char *article(const char *word);

/* Is word among the blank-separated words of list? */
bool word_in(const char *list, const char *word);

#endif
