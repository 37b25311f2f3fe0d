/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * list.h - lists of records of one type: filtered by a form, sorted by their
 * heads, paged.  The filters are those of core/query.h and stand in the URL.
 */
#ifndef LIST_H
#define LIST_H

#include "web/ask.h"

struct list_want {
	const struct entity *entity;
	const struct url *base;         /* the page's path */
	/* Filters that the page sets and nobody sees; ends at no name. */
	const struct pair *fixed;
	/* Fields of the columns behind the title, by name; NULL: chosen. */
	const char *columns;
	/* The field whose day says that an open record is late, or NULL. */
	const char *due;
	const char *sort;               /* when none is asked for, or NULL */
	const char *nothing, *nothing_note;
	const struct url *make;         /* to make a first one, or NULL */
};

/* Adds the item "list" for list_part.html. */
enum rc list_show(struct ask *ask, struct view *page,
	const struct list_want *w) MUST_USE;

/* The same list as a file, where "export=csv" asks for it. */
enum rc list_export(struct ask *ask, const struct list_want *w) MUST_USE;
/* The menu of a list that may be taken away. */
void list_offer_export(struct ask *ask, struct view *page,
	const struct list_want *w);
bool may_export(const struct ask *ask, const struct entity *e);

/*
 * A small table of records, without filters: adds to "tables".  skip: the
 * field by which they belong to what the page is about, or NULL.  The table
 * is returned, for its summary.
 */
struct view *list_table(struct ask *ask, struct view *card,
    const struct entity *e,
	const char *columns, const char *skip, const struct page *rows);

/* May the person make one, as far as roles held anywhere say? */
bool may_make(const struct ask *ask, const struct entity *e);
/* The same to the record that the page shows, by the roles held there. */
bool may_add(const struct ask *ask, const struct entity *e);
bool may_see(const struct ask *ask, const struct entity *e);

#endif
