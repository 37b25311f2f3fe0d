/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * domain.h - what an audit is: the rules, the things that follow, one file
 * per subject of the model.
 *
 * A judge refuses with err_rule(&cx->err, ID, field, what, ...) and a hint
 * that says what to do; a prepare fills in fields of ch->after before they
 * are checked; an effect runs further orders by follow_* after the row is
 * written.  None of them builds SQL.
 */
#ifndef DOMAIN_H
#define DOMAIN_H

#include "core/command.h"
#include "core/setting.h"

/* Everything, for ctx.domain. */
extern const struct domain muster_domain;

/* One name a line, in the order of the alphabet. */
extern const struct domain_part
	access_grant_part,
	advice_part,
	assignment_part,
	audit_part,
	audit_time_part,
	baseline_part,
	baseline_rules_part,
	checklist_part,
	communication_part,
	competence_part,
	completion_part,
	conclusion_part,
	conduct_part,
	evaluation_part,
	documents_part,
	evidence_part,
	evidence_rules_part,
	extent_part,
	finding_context_part,
	finding_part,
	follow_up_part,
	follow_up_rules_part,
	independence_part,
	information_request_part,
	initiation_part,
	isms_part,
	legal_hold_part,
	meeting_part,
	monitoring_part,
	objection_part,
	observer_part,
	people_part,
	plan_part,
	plan_rules_part,
	programme_manager_part,
	programme_part,
	report_part,
	report_rules_part,
	reserved_part,
	resources_part,
	results_part,
	sampling_part,
	session_rules_part,
	site_sample_part,
	system_part,
	task_part,
	team_part,
	working_paper_part;

/* Rules that fill a file of their own. */
extern const struct judge audit_judges[], finding_judges[], programme_judges[],
	team_judges[];

/* --- small helpers for judges --------------------------------------------------- */

/* The record that a reference names, without scope; *out NULL when not set. */
enum rc of_ref(struct ctx *cx, const struct entity *e, int64_t id, void *out)
	MUST_USE;

/* Was this field set or changed by the change? */
bool changed(const struct change *ch, const char *field);

bool text_blank(const char *s);
bool refs_have(struct refs r, int64_t id);

/* Refuses, with what is missing and what to do; always RC_RULE. */
enum rc refuse(struct ctx *cx, const char *rule, const char *field,
	const char *what, const char *hint);

/* Ends a refusal made by err_rule: what to do.  RC_RULE. */
enum rc advise(struct ctx *cx, const char *hint);

/* The same day n months after; the last of the month where there is none. */
int64_t months_after(int64_t day, int64_t n);

/* n working days (Monday to Friday) after a day. */
int64_t working_days_after(int64_t day, int64_t n);

/* --- small helpers for effects --------------------------------------------------- */

/*
 * One more order in the name of the system, all of whose values are numbers,
 * names or texts made with arena_fmt.  id: of the record it works on, 0 for
 * create; *made: its id, may be NULL.
 */
enum rc follow(struct ctx *cx, const char *command, int64_t id,
	const struct pair *in, size_t n, int64_t *made) MUST_USE;
#define PAIRS(...) (const struct pair[]){ __VA_ARGS__ }, \
	NELEMS(((const struct pair[]){ __VA_ARGS__ }))
#define NO_PAIRS NULL, 0

/* A number as the text of a pair. */
const char *number_text(struct ctx *cx, int64_t v);

/* The pairs that give a field the value it has in rec; their number. */
size_t field_pairs(struct ctx *cx, const struct field *f, const void *rec,
	struct pair *in, size_t most);

/*
 * A copy of a record, but for its reference "to", which names another record;
 * what is derived is worked out anew.
 */
enum rc follow_copy(struct ctx *cx, const struct entity *e, const void *rec,
	const char *to, int64_t id, int64_t *made) MUST_USE;

/* A task for a person about a record (due 0: none). */
enum rc follow_task(struct ctx *cx, const struct change *ch, int64_t person,
	const char *title, int64_t due) MUST_USE;

/* A notice to a person about a record; kind of the list notification_kind. */
enum rc follow_notice(struct ctx *cx, const struct change *ch, int64_t person,
	const char *kind) MUST_USE;

/* The fingerprint of a record and of its parts: canonical lines, SHA-256. */
enum rc fingerprint(struct ctx *cx, const struct entity *e, const void *rec,
	char out[65]) MUST_USE;

/* plan.c: the audit starts, so the agreed plan comes in force. */
enum rc plan_start(struct ctx *cx, int64_t audit) MUST_USE;

/* evidence.c: the audit concludes, so its evidence is sealed. */
enum rc evidence_seal_all(struct ctx *cx, int64_t audit) MUST_USE;

/* working_paper.c: the audit enters reporting, so papers are locked. */
enum rc papers_lock(struct ctx *cx, int64_t audit) MUST_USE;

/* stamp.c: who, when and which content, for the steps that decide. */
enum rc stamp_change(struct ctx *cx, struct change *ch) MUST_USE;

#endif
