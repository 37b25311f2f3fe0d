/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * form.h - records and steps as forms: a control for each kind of field, and
 * what comes back as pairs for a command.
 */
#ifndef FORM_H
#define FORM_H

#include "web/ask.h"

struct form {
	struct ask *ask;
	const struct entity *entity;
	const void *rec;        /* what is there; for a new one what is given */
	bool creating;
	unsigned who;           /* the actor's roles at the record */
	int64_t at, at_kind;    /* its anchor, 0: not known yet */
	const char *verb;       /* of a step, or NULL */
	const char *needs;      /* a field that this step asks for, or NULL */
	bool typed;             /* show what was sent instead of what is */
	const struct err *err;  /* of the last try, or NULL */
};

/* May it be asked for in this form, and changed by this actor? */
bool form_asks(const struct form *f, const struct field *field);

/* Adds a control to a list of controls. */
enum rc form_control(const struct form *f, struct view *v, const char *list,
	const struct field *field) MUST_USE;

/* How a value stands in its control, from the record. */
const char *form_value(const struct form *f, const struct field *field);

/*
 * The controls of the form as pairs for a command: own names left out,
 * numbers with decimals and local times brought to the model's form.
 */
enum rc form_pairs(struct ask *ask, const struct entity *e, bool creating,
	const struct pair **out, size_t *n) MUST_USE;

/* Sets an order of one command from the form: revision, reason, pairs. */
enum rc form_order(struct ask *ask, const struct entity *e, const char *verb,
	const char *on) MUST_USE;

/* After a warning: asks for the reason to go on all the same. */
void form_go_on(struct ask *ask, struct view *v, const char *list,
	const struct err *err);

/* A typed text with its lines ended by LF. */
const char *form_text(struct ask *ask, const char *name);

/* A path of this server that was sent along as text, or NULL. */
const struct url *form_back(struct ask *ask, const char *text);

/* Says in the summary what was wrong; the fields say it themselves. */
void form_failed(struct ask *ask, struct view *page, const struct err *err);

#endif
