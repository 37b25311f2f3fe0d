/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * screen.h - the screens that follow the auditor's day, besides the lists,
 * records and forms that every record type has.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include "web/record.h"

page_fn page_home, page_search;
page_fn page_programme, page_audit, page_preparation,
	page_planning, page_fieldwork, page_paper;
page_fn page_question, page_audit_list, page_audit_report, page_auditee;
page_fn page_evidence, page_finding, page_meeting, page_follow_up;
page_fn page_criteria, page_settings, page_tools, page_tool, page_import;
page_fn page_report, send_import, page_dossier, send_dossier;

page_fn send_reply, send_bulk, send_question, send_evidence, send_settings;
then_fn then_reply, then_bulk, then_question, then_evidence, then_settings;

/* The frame of one audit: crumbs, tabs; tab: the current one's path. */
enum rc audit_frame(struct ask *ask, struct record_page *p, const char *title,
	const char *tab) MUST_USE;
/* A list of one audit in its frame, with a button to make one. */
enum rc audit_list(struct ask *ask, struct record_page *p,
	const char *record, const char *columns, const char *due,
	const char *sort, const char *tab) MUST_USE;
void audit_tabs(struct ask *ask, struct view *v, const char *code,
	const char *tab);

/* Steps of a question besides answering it, as a card. */
enum rc question_steps(struct record_page *p) MUST_USE;

/* The plan of an audit that holds, or is to; NULL when there is none. */
struct plan;
enum rc plan_of_audit(struct ask *ask, int64_t audit,
	const struct plan **out) MUST_USE;

/* Records of a type at an anchor or by one field, in order of sort. */
enum rc screen_rows(struct ask *ask, const struct entity *e,
	const char *field, int64_t id, const char *sort, size_t limit,
	struct page *out) MUST_USE;
/* How many; state NULL: of any. */
enum rc screen_count(struct ask *ask, const struct entity *e,
	const char *field, int64_t id, const char *state, int64_t *n) MUST_USE;

/* One record as a line: code, title, state, when it is due. */
struct view *screen_row(struct ask *ask, struct view *v, const char *list,
	const struct entity *e, const struct page *rows, size_t i);

#endif
