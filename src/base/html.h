/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * html.h - HTML is a type of its own, so that raw text cannot slip into a
 * page: the only way to add unescaped markup is html_raw, and it takes
 * nothing but a string literal.
 */
#ifndef HTML_H
#define HTML_H

#include "base.h"

struct html { struct buf b; };

#define html_raw(h, literal) buf_add(&(h)->b, "" literal, sizeof(literal) - 1)
void html_text(struct html *h, const char *s);    /* between tags */
void html_attr(struct html *h, const char *s);    /* inside "..." */
void html_query(struct html *h, const char *s);   /* a query value in a URL */
void html_int(struct html *h, int64_t v);
void html_add(struct html *h, const struct html *part); /* markup made before */

#endif
