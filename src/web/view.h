/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * view.h - what a page says, as names and values; how it looks is a template's
 * affair.  A view lives in its arena and keeps the pointers that it is given.
 *
 * Three kinds of value are types of their own because a template may put them
 * where other text may not stand: html is written between tags as it is, a URL
 * may fill a whole href, a flag can only be asked.
 */
#ifndef VIEW_H
#define VIEW_H

#include "base/base.h"
#include "base/html.h"

struct view;

struct view *view_new(struct arena *a);
struct arena *view_arena(const struct view *v);

/* Each sets a name; a name set again takes its last value. */
void view_text(struct view *v, const char *name, const char *value);
void view_fmt(struct view *v, const char *name, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
void view_int(struct view *v, const char *name, int64_t value);
void view_flag(struct view *v, const char *name, bool value);
void view_html(struct view *v, const char *name, const struct html *value);

/* A civil day as 2026-09-16; "" for 0 and UNSET. */
void view_date(struct view *v, const char *name, int64_t day);
/* UTC seconds as 2026-09-16 10:31; "" for 0 and UNSET. */
void view_time(struct view *v, const char *name, int64_t seconds);

/* A list, empty until view_item adds a view to it and returns that. */
void view_list(struct view *v, const char *name);
struct view *view_item(struct view *v, const char *name);

/*
 * A URL on this server.  The format is a literal that begins with '/', '#' or
 * '?'; what %s stands for is percent-encoded whole, so that it can be nothing
 * but one segment or one query value.  Only %s, %d, %PRId64 and %% are known.
 */
struct url;
struct url *url_new(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* A path that stands in a table of the program. */
struct url *url_path(struct arena *a, const char *literal);
struct url *url_copy(struct arena *a, const struct url *u);
void url_pair(struct url *u, const char *name, const char *value);
void url_hash(struct url *u, const char *fragment);
const char *url_text(const struct url *u);

void view_url(struct view *v, const char *name, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
void view_link(struct view *v, const char *name, const struct url *u);

/*
 * A URL on another server, as somebody typed it: http and https alone, no
 * user, no blank or control.  False, and the name is empty, for others.
 */
bool view_foreign(struct view *v, const char *name, const char *url);

/* --- for template.c and fill.c -------------------------------------------- */

enum view_kind { VIEW_TEXT, VIEW_INT, VIEW_FLAG, VIEW_HTML, VIEW_URL,
	VIEW_LIST };

struct view_value {
	const char *name;
	uint32_t hash;
	enum view_kind kind;
	union {
		const char *text;       /* VIEW_TEXT, VIEW_URL */
		int64_t number;         /* VIEW_INT, VIEW_FLAG */
		const struct html *html;
		struct { struct view *first, *last; } list;
	} u;
};

uint32_t view_hash(const char *name, size_t n);
/* NULL when there is none. */
const struct view_value *view_find(const struct view *v, const char *name,
	uint32_t hash);
const struct view *view_next(const struct view *item);
/* Not empty: text with a character, a number but 0, a list with an item. */
bool view_holds(const struct view_value *value);

#endif
