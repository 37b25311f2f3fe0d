/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* list_own.h - what list.c and list_filter.c share. */
#ifndef LIST_OWN_H
#define LIST_OWN_H

#include "web/list.h"

enum { LIST_COLUMNS = 5, LIST_FILTERS = 40 };

struct list_page {
	struct ask *ask;
	const struct list_want *w;
	const struct field *column[LIST_COLUMNS];
	size_t ncolumns;
	struct pair filter[LIST_FILTERS];
	size_t nfilters;
	bool open;              /* without the records that have ended */
};

bool list_is_state(const struct entity *e, const struct field *f);
bool list_fixed_by(const struct list_want *w, const struct field *f);
void list_set_columns(struct list_page *l);
bool list_has_final(const struct entity *e);
/* The list as it is, but for one argument; value NULL leaves it out. */
struct url *list_url(struct list_page *l, const char *name,
	const char *value);

/* From the query into the filters. */
void list_set_filters(struct list_page *l);
void list_show_filters(struct list_page *l, struct view *v);
void list_show_tags(struct list_page *l, struct view *v);
void list_show_hidden(struct list_page *l, struct view *v);

#endif
