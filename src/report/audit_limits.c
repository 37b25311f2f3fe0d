/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * audit_limits.c - what the reader of a report must know of its limits.
 *
 * Keeps R-6.5.1-04: constraints, what was left out and, in audit_findings.c,
 * disagreements stand in the report whether somebody writes them or not.
 * Keeps R-6.5.1-05: so do waivers of independence and the share of work that
 * was done remotely.
 */
#include "report/audit_own.h"

#include "domain/domain.h"

#include "model/choices.h"
#include "model/entities.h"
#include "model/initiation.h"
#include "model/people.h"
#include "model/plan.h"
#include "model/working_paper.h"

/* --- what could not be seen (R-6.2.3-05) ------------------------------------ */

static enum rc
say_left_out(struct audit_doc *a, struct doc_part *l, size_t *n)
{
	struct page p;
	enum rc rc = read_all(a->cx, &checklist_item_entity,
	    a->audit->rec.id, &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct checklist_item *o = p.rec[i];

		if (o->state != CHECKLIST_STATE_NOT_COVERED)
			continue;
		doc_item(l, arena_fmt(a->cx->arena, "%s %s", o->question,
		    !text_blank(o->reason) ? o->reason
		    : text_blank(o->state_reason) ? "" : o->state_reason));
		(*n)++;
	}
	return rc;
}

static enum rc
say_not_covered(struct audit_doc *a)
{
	struct doc_part *s = doc_section(a->doc->root, "Areas not fully "
	    "covered"), *l = doc_list(s, false);
	struct page p;
	size_t n = 0;
	enum rc rc = read_all(a->cx, &access_constraint_entity,
	    a->audit->rec.id, &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct access_constraint *o = p.rec[i];

		if (o->form == ACCESS_FORM_FULL)
			continue;
		doc_item(l, arena_fmt(a->cx->arena, "%s: %s", o->subject,
		    read_label(access_form_choices, o->form)));
		n++;
	}
	for (size_t i = 0; !rc && i < a->criteria.n; i++) {
		const struct audit_criterion *c = a->criteria.rec[i];

		if (c->covered != ANSWER_NO)
			continue;
		doc_item(l, arena_fmt(a->cx->arena, "%s %s: %s", c->number,
		    c->title, c->not_covered_reason
		    ? c->not_covered_reason : ""));
		n++;
	}
	if (!rc)
		rc = say_left_out(a, l, &n);
	if (!n)
		doc_para(s, "Everything in the scope was covered.");
	if (a->report->not_covered_comment)
		doc_para(s, a->report->not_covered_comment);
	return rc;
}

/* --- independence, remote work ------------------------------------------------ */

static enum rc
say_waivers(struct audit_doc *a, struct doc_part *s)
{
	struct page p;
	size_t n = 0;
	enum rc rc = read_all(a->cx, &independence_waiver_entity,
	    a->audit->rec.id, &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct independence_waiver *w = p.rec[i];

		if (w->state != WAIVER_STATE_APPROVED)
			continue;
		doc_para(s, arena_fmt(a->cx->arena, "%s worked on %s under a "
		    "waiver: %s", read_name(a->cx, &person_entity, w->person),
		    w->area, w->reason));
		n++;
	}
	if (!rc && !n)
		doc_para(s, "No rule of independence was waived.");
	return rc;
}

static enum rc
say_remote(struct audit_doc *a, struct doc_part *s)
{
	int64_t all = 0, away = 0;
	struct page p;
	enum rc rc = read_all(a->cx, &plan_session_entity, a->audit->rec.id,
	    &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct plan_session *o = p.rec[i];

		if (o->state != SESSION_STATE_HELD || o->duration == UNSET)
			continue;
		all += o->duration;
		away += o->mode == MODE_REMOTE ? o->duration : 0;
	}
	if (!rc && all)
		doc_para(s, arena_fmt(a->cx->arena, "%lld of %lld minutes of "
		    "the sessions were held remotely.", (long long)away,
		    (long long)all));
	return rc;
}

enum rc
audit_say_limits(struct audit_doc *a)
{
	struct doc_part *s;
	enum rc rc = say_not_covered(a);

	if (rc)
		return rc;
	s = doc_section(a->doc->root, "Independence and remote work");
	rc = say_waivers(a, s);
	return rc ? rc : say_remote(a, s);
}
