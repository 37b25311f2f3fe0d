/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * record.h - the pieces that the page of a record is made of; the pages of
 * audits and findings use them too.
 */
#ifndef RECORD_H
#define RECORD_H

#include "web/form.h"
#include "web/list.h"

struct record_page {
	struct ask *ask;
	const struct entity *entity;
	struct seen seen;
	const struct record *r;         /* the same record */
	struct view *view;
	struct offer *offer;            /* what could be done now */
	size_t noffers;
	const struct step *main;        /* the next step, or NULL */
	struct gate *gate;              /* what is missing for the step */
	size_t ngates;                  /* that is shown */
	bool compact;                   /* tables of parts are closed */
};

/* The record that the path names, with the rights of the person at it. */
enum rc record_open(struct ask *ask, const struct entity *e,
	struct record_page *out) MUST_USE;
/* Begins the page: frame, crumbs, facts under the heading. */
enum rc record_begin(struct record_page *p) MUST_USE;

/* What the person has just brought about, as the query says. */
void record_notice(struct record_page *p);

/* Buttons: edit, the next step, further steps; the life; what is missing. */
enum rc record_steps(struct record_page *p) MUST_USE;
/* What is missing for a step: found once, then shown. */
enum rc gates_load(struct record_page *p, const struct step *s) MUST_USE;
void gates_show(struct record_page *p, const struct step *s);
/* What is to be said about the record whatever is done next. */
enum rc gates_notes(struct record_page *p) MUST_USE;
/* Is it missing before the step that is shown? */
bool gate_names(const struct record_page *p, const struct field *field);

/* The life alone. */
enum rc record_life(struct record_page *p) MUST_USE;
/* The verb's button, for pages that place it themselves; NULL: not offered. */
struct view *record_step(struct record_page *p, struct view *v,
	const char *list, const char *verb);

/* A card of long values, a card of short ones; skip: names left out. */
enum rc record_fields(struct record_page *p, const char *skip) MUST_USE;
/* Records that belong to this one, each type a table; skip: types. */
enum rc record_children(struct record_page *p, const char *skip) MUST_USE;
/* A card of the last entries of its journal. */
enum rc record_history(struct record_page *p) MUST_USE;

/* Crumbs and tabs of the audit that a record belongs to, if any. */
enum rc record_audit_crumbs(struct ask *ask, struct view *v,
	const struct record *r) MUST_USE;

page_fn page_list, page_record, page_new_form, page_edit_form, page_step_form;
page_fn page_history, page_records;
/* proof.c */
page_fn page_proof, page_checkpoint;
/* How far the journal is signed, and by whom; nothing before the first. */
void proof_card(struct ask *ask, struct view *page);
page_fn send_new, send_edit, send_step;
then_fn then_new, then_edit, then_step;

#endif
