/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * shape.h - the views of the parts that all pages are made of (pages/row.html,
 * card.html, table.html, field.html ...).  Each function sets every name that
 * its part expects, so that a page says only what it has to say; a member of
 * a struct here that is left out is empty.
 */
#ifndef SHAPE_H
#define SHAPE_H

#include "web/view.h"

/* A state: word, meaning (good, info, warn, bad, note or "") and icon. */
struct badge { const char *tone, *icon, *word; };

/* Days are civil days, times UTC seconds; 0 is none. */
struct shape_row {
	const char *icon, *tone, *code, *text, *note, *rule, *late, *side;
	const struct url *href;
	int64_t day;
	struct badge st;
};
struct shape_cell {
	bool first, num;
	bool tight;             /* never broken over lines */
	const char *code, *text, *note, *late;
	const struct url *href;
	struct badge st;
};
struct shape_value {
	const char *code, *text;
	const struct url *href;
	const struct html *html;
	int64_t day, time;
	struct badge st;
};
struct shape_event {
	const char *icon, *tone, *text, *note, *who;
	const struct url *href;
	int64_t time;
};
struct shape_empty {
	const char *icon, *text, *note, *link;
	const struct url *href;
};

/* Everything that frames and the parts of a page expect, empty. */
struct view *page_new(struct arena *a, const char *title);
void page_crumb(struct view *page, const char *label, const struct url *href);
void page_fact(struct view *page, const char *text, const struct url *href);
void page_fact_code(struct view *page, const char *code);
void page_fact_day(struct view *page, const char *text, int64_t day);
void page_fact_state(struct view *page, const struct badge *b);
void page_do(struct view *page, const char *icon, const char *label,
	const struct url *href, bool main);
void page_tab(struct view *page, const char *label, int64_t count,
	const struct url *href, bool current);
void page_kpi(struct view *page, const char *label, const char *value,
	const char *note, const char *tone);
enum life { LIFE_DONE, LIFE_NOW, LIFE_LATER };
void page_life(struct view *page, const char *word, enum life how,
	int64_t time);
/* Also sets "failed" and the title of the summary. */
void page_error(struct view *page, const char *field, const char *text,
	const char *rule, const char *hint);
void page_notice(struct view *page, const char *tone, const char *text);

const char *shape_sentence(struct arena *a, const char *s);
/* Empty texts and lists; the names end at NULL. */
void shape_texts(struct view *v, const char *const *name);
void shape_lists(struct view *v, const char *const *name);
/* NULL: the name is empty. */
void shape_link(struct view *v, const char *name, const struct url *href);
/* Adds to the list "st" when there is a word. */
void shape_badge(struct view *v, const struct badge *b);

struct view *shape_row(struct view *v, const char *list,
	const struct shape_row *r);
void shape_empty(struct view *v, const struct shape_empty *e);

struct view *card_new(struct view *v, const char *list, const char *id,
	const char *title);
void card_link(struct view *card, const char *label, const struct url *href);
void card_event(struct view *card, const struct shape_event *e);
/* A fact of the short list, or a part of the long one, and its values. */
struct view *card_fact(struct view *card, const char *label);
struct view *card_part(struct view *v, const char *list, const char *label,
	const char *about);
void fact_value(struct view *fact, const struct shape_value *value);
void fact_text(struct view *fact, const char *text);

struct view *table_new(struct view *v, const char *list, const char *caption);
void table_head(struct view *table, const char *label, bool num);
/* sort: "ascending", "descending" or "". */
void table_sorted(struct view *table, const char *label, bool num,
	const struct url *href, const char *sort);
struct view *table_row(struct view *table);
void table_cell(struct view *row, const char *label,
	const struct shape_cell *cell);

/* A control; say what it is with one of the functions that follow. */
struct view *field_new(struct view *v, const char *list, const char *name,
	const char *label);
/* Hint and error, with the id of a rule; "" or NULL for none. */
void field_notes(struct view *field, const char *hint, const char *error,
	const char *rule);
void field_line(struct view *field, const char *type, const char *value,
	int64_t max);
void field_area(struct view *field, const char *value, int64_t max, int rows);
void field_pick(struct view *field, const char *none);
void field_option(struct view *field, const char *value, const char *label,
	bool selected);
/* Radio buttons, ticks: a choice with its meaning. */
void field_choices(struct view *field, bool many);
void field_choice(struct view *field, const char *value, const char *label,
	const char *meaning, bool checked);
void field_tick(struct view *field, bool checked);
void field_file(struct view *field, bool many);
void field_said(struct view *field, const char *value, const struct url *href);
void field_known(struct view *field, const char *value, const char *label);

/* A button for a step; asks when it has fields. */
struct view *step_new(struct view *v, const char *list, const char *label,
	const struct url *action, int64_t rev);

#endif
