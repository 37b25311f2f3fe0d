/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * ask.h - one page that somebody asks for, or one form that he sends.
 *
 * A page function gathers values into ask->view and names a template in
 * ask->page.  A form has two: make reads what was sent into orders, which are
 * then run as one change; then is called with what came of it, to send the
 * person on (ask->location) or to show the form again with its error.
 */
#ifndef ASK_H
#define ASK_H

#include "core/query.h"
#include "core/search.h"
#include "serve/route.h"
#include "web/pages.h"
#include "web/shape.h"

struct captions;

struct ask {
	struct call *call;
	struct ctx *cx;                 /* the call's */
	const struct request *rq;       /* the call's */
	const struct pages *pages;

	/* What the path names; see routes.c. */
	const struct entity *entity;
	const char *name;               /* id or code of a record */
	const char *verb;

	/* The change; none: then is called without one. */
	struct order *order;
	size_t norders;
	struct done *done;              /* of each order, when all was done */

	/* The answer: a page, or where to go on. */
	int status;                     /* 200 when 0 */
	const char *frame, *page;
	struct view *view;
	const struct url *location;

	struct captions *captions;      /* caption.c */
	struct view_of seen;            /* the actor's roles at the record */
};

typedef enum rc page_fn(struct ask *ask);
/* rc: what came of the orders; the words are in cx->err. */
typedef enum rc then_fn(struct ask *ask, enum rc rc);

/* What went wrong, as long as the page lives. */
const struct err *ask_err(struct ask *ask);

/* Of the query, of the form; "" when absent. */
const char *ask_arg(const struct ask *ask, const char *name);
const char *ask_field(const struct ask *ask, const char *name);

/* --- frame.c: what stands around every page ------------------------------------- */

/* A page in the frame of a signed-in person, with menus; current: its nav. */
struct view *frame_page(struct ask *ask, const char *title,
	const char *current);
void frame_show(struct ask *ask, struct view *v, const char *page);
/* The page that says what went wrong; also without a session. */
void frame_error(struct ask *ask, const struct err *err);

/* --- caption.c: records by their names ------------------------------------------- */

/* Makes the names of records known, so that caption_of can say them. */
enum rc captions_load(struct ask *ask, const struct entity *e,
	const int64_t *id, size_t n) MUST_USE;
/* All records that the fields of these records refer to. */
enum rc captions_of_records(struct ask *ask, const struct entity *e,
	void *const *rec, size_t n) MUST_USE;
/* NULL when it was not loaded or the reader may not see it. */
const struct caption *caption_of(const struct ask *ask,
	const struct entity *e, int64_t id);
/*
 * A title with what it would say little without: "ISO/IEC 27001:2022",
 * "A.5.18 Access rights".
 */
const char *full_title(struct ask *ask, const struct entity *e,
	const void *rec);
/* The name of the person behind an account; "the system" for 0. */
const char *account_name(struct ask *ask, int64_t account);
const char *person_name(struct ask *ask, int64_t person);

/* --- show.c: values as people read them --------------------------------------------- */

struct url *record_url(struct ask *ask, const struct entity *e,
	const struct record *r);
struct url *caption_url(struct ask *ask, const struct entity *e,
	const struct caption *c);
/* What it is about, or NULL; skip: a field that does not tell. */
const char *naming_words(struct ask *ask, const struct entity *e,
	const void *rec, const char *skip);
/* The title of a record, or its label and what tells it from others. */
const char *record_title(struct ask *ask, const struct entity *e,
	const void *rec);
/* A state or another choice as word, meaning, icon. */
struct badge choice_badge(const struct choice *c);
struct badge state_badge(const struct entity *e, const void *rec);
const char *entity_icon(const struct entity *e);
/* "present_again" as "Present again". */
const char *verb_words(struct arena *a, const char *verb);
/* As plain words. */
const char *field_words(struct ask *ask, const struct field *f,
	const void *rec);
/* Adds the values to a fact or part (shape.h); references as links. */
void show_field(struct ask *ask, struct view *fact, const struct field *f,
	const void *rec);
void show_cell(struct ask *ask, struct view *row, const struct field *f,
	const void *rec);
/* Does it have a value that this reader may see? */
bool shown(const struct ask *ask, const struct field *f, const void *rec);
/* "3 days late", or NULL. */
const char *late_words(struct ask *ask, int64_t due);

#endif
