/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * audit_report.c - the report of an audit (6.5.1): what was agreed, what was
 * done, what was found, what it means, and what could not be seen.
 */
#include "report/audit_own.h"

#include "model/choices.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/organization.h"
#include "model/people.h"
#include "model/plan.h"
#include "model/team.h"

#define NAME(a, e, id) read_name((a)->cx, &e##_entity, id)

/* --- the cover ------------------------------------------------------------------ */

static void
say_facts(struct audit_doc *a)
{
	const struct audit *u = a->audit;
	struct doc_part *k = doc_keys(a->doc->root);

	doc_key(k, "Audit", arena_fmt(a->cx->arena, "%s %s", u->rec.code,
	    u->title));
	doc_key(k, "Auditee", NAME(a, organization, u->auditee));
	doc_key(k, "Audit client", NAME(a, organization, u->client));
	doc_key(k, "Kind", read_label(audit_kind_choices, u->kind));
	doc_key(k, "Mode", read_label(mode_choices, u->mode));
	doc_key(k, "Dates", arena_fmt(a->cx->arena, "%s%s%s",
	    read_day(a->cx->arena, u->planned_from), u->planned_to ? " to "
	    : "", read_day(a->cx->arena, u->planned_to)));
	doc_key(k, "Audit team leader", NAME(a, person, u->leader));
}

/* --- what was agreed -------------------------------------------------------------- */

static const char *
scope_name(struct audit_doc *a, const struct audit_scope_item *s)
{
	if (s->site)
		return NAME(a, site, s->site);
	if (s->org_unit)
		return NAME(a, org_unit, s->org_unit);
	if (s->process)
		return NAME(a, isms_process, s->process);
	if (s->system)
		return NAME(a, information_system, s->system);
	return NAME(a, organization, s->supplier);
}

static enum rc
say_objectives(struct audit_doc *a, struct doc_part *s)
{
	struct doc_part *l = doc_list(doc_section(s, "Objectives"), true);
	struct page p;
	enum rc rc = read_all(a->cx, &audit_objective_entity, a->audit->rec.id,
	    &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct audit_objective *o = p.rec[i];

		if (audit_in_force(a, o->baseline))
			doc_item(l, o->statement);
	}
	return rc;
}

static enum rc
say_scope(struct audit_doc *a, struct doc_part *s)
{
	static const struct doc_col cols[] = { { "Kind", COL_TEXT, 40 },
		{ "What", COL_NAME, 100 }, { "In scope", COL_TEXT, 30 } };
	struct doc_part *t = doc_table(doc_section(s, "Scope"), "Scope of the "
	    "audit", cols, NELEMS(cols));
	struct page p;
	enum rc rc = read_all(a->cx, &audit_scope_item_entity,
	    a->audit->rec.id, &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct audit_scope_item *o = p.rec[i];
		struct doc_part *row;

		if (!audit_in_force(a, o->baseline))
			continue;
		row = doc_row(t);
		doc_cell(row, read_label(scope_kind_choices, o->kind));
		doc_cell(row, scope_name(a, o));
		doc_cell(row, read_label(answer_choices, o->included));
	}
	return rc;
}

static enum rc
say_criteria(struct audit_doc *a, struct doc_part *s)
{
	struct doc_part *c = doc_section(s, "Criteria");
	struct doc_part *l = doc_list(c, false);
	struct page p;
	enum rc rc = read_all(a->cx, &audit_scheme_entity, a->audit->rec.id,
	    &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct audit_scheme *o = p.rec[i];

		struct criteria_edition *e;

		if (!audit_in_force(a, o->baseline))
			continue;
		rc = store_peek(a->cx, &criteria_edition_entity, o->edition,
		    &e);
		if (!rc)
			doc_item(l, arena_fmt(a->cx->arena, "%s:%s",
			    NAME(a, criteria_source, e->source), e->label));
	}
	if (!rc)
		doc_para(c, arena_fmt(a->cx->arena, "%zu requirements were "
		    "in the baseline of this audit.", a->criteria.n));
	return rc;
}

/* --- what was done -------------------------------------------------------------------- */

static enum rc
say_team(struct audit_doc *a, struct doc_part *s)
{
	static const struct doc_col cols[] = { { "Name", COL_NAME, 100 },
		{ "Role in the team", COL_TEXT, 80 } };
	struct doc_part *t = doc_table(doc_section(s, "Audit team"),
	    "Who audited", cols, NELEMS(cols));
	struct page p;
	enum rc rc = read_all(a->cx, &team_assignment_entity,
	    a->audit->rec.id, &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct team_assignment *o = p.rec[i];
		struct doc_part *row;

		if (o->state == ASSIGNMENT_STATE_REPLACED)
			continue;
		row = doc_row(t);
		doc_cell(row, NAME(a, person, o->person));
		doc_cell(row, read_label(team_duty_choices, o->duty));
	}
	return rc;
}

/* Names of people interviewed stay out (R-6.5.1-06): positions alone. */
static enum rc
say_sessions(struct audit_doc *a, struct doc_part *s)
{
	static const struct doc_col cols[] = { { "Day", COL_DATE, 0 },
		{ "Session", COL_NAME, 100 }, { "Place", COL_TEXT, 60 },
		{ "With", COL_TEXT, 70 } };
	struct doc_part *t = doc_table(doc_section(s, "Dates and places"),
	    "Sessions held", cols, NELEMS(cols));
	struct page p;
	enum rc rc = read_all(a->cx, &plan_session_entity, a->audit->rec.id,
	    &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct plan_session *o = p.rec[i];
		struct doc_part *row;

		if (o->state != SESSION_STATE_HELD)
			continue;
		row = doc_row(t);
		doc_cell(row, read_day(a->cx->arena,
		    day_of_time(o->starts_at)));
		doc_cell(row, o->title && *o->title ? o->title
		    : read_label(session_kind_choices, o->kind));
		doc_cell(row, NAME(a, site, o->site));
		doc_cell(row, o->auditee_positions);
	}
	return rc;
}

/* --- the whole -------------------------------------------------------------------------------- */

static void
markdown(struct doc_part *under, const char *heading, const char *text)
{
	if (text && *text)
		doc_markdown(doc_section(under, heading), text);
}

static enum rc
say_agreed(struct audit_doc *a)
{
	struct doc_part *s = doc_section(a->doc->root, "What was agreed");
	enum rc rc = say_objectives(a, s);

	if (!rc)
		rc = say_scope(a, s);
	return rc ? rc : say_criteria(a, s);
}

static enum rc
say_done(struct audit_doc *a)
{
	struct doc_part *s = doc_section(a->doc->root, "How the audit was "
	    "done");
	enum rc rc = say_team(a, s);

	if (!rc)
		rc = say_sessions(a, s);
	markdown(s, "Course of the audit", a->report->process_summary);
	markdown(s, "Samples", a->report->sampling_statement);
	return rc ? rc : audit_say_samples(a, s);
}

static void
say_end(struct audit_doc *a)
{
	const struct report *r = a->report;
	struct doc_part *signs;

	markdown(a->doc->root, "Effects on the audit programme",
	    r->programme_effects);
	markdown(a->doc->root, "What follows", r->follow_up_text);
	markdown(a->doc->root, "Confidentiality",
	    r->confidentiality_statement);
	signs = doc_signs(a->doc->root);
	doc_sign(signs, "Audit team leader", NAME(a, person,
	    a->audit->leader), NULL);
	doc_sign(signs, "Approved by", NAME(a, person, r->approved_by),
	    r->approved_at ? read_day(a->cx->arena,
	    day_of_time(r->approved_at)) : NULL);
}

/* Printed, it is in other hands: the journal must go on from there. */
static void
say_checkpoint(struct audit_doc *a)
{
	const char *note = a->report->checkpoint;
	struct doc_part *s;

	if (!note || !*note)
		return;
	s = doc_section_plain(a->doc->root, "Checkpoint of the journal");
	doc_para(s, "Everything that was recorded for this audit is in a "
	    "journal that can only grow. These lines were its signed head "
	    "when the report was issued. Keep them: with them you can tell "
	    "later whether anything that was in it then was changed, dropped "
	    "or put in.");
	doc_code(s, note);
	doc_qr(s, "The same lines, to be read by a camera", note);
}

static enum rc
say_all(struct audit_doc *a)
{
	enum rc rc;

	say_facts(a);
	markdown(a->doc->root, "Summary", a->report->summary);
	rc = say_agreed(a);
	if (!rc)
		rc = say_done(a);
	if (!rc)
		rc = audit_say_conclusions(a);
	if (!rc)
		rc = audit_say_findings(a);
	if (!rc)
		rc = audit_say_limits(a);
	if (!rc)
		rc = audit_say_disagreements(a);
	if (!rc)
		rc = audit_say_distribution(a);
	if (rc)
		return rc;
	say_end(a);
	say_checkpoint(a);
	return RC_OK;
}

/* Only what belongs to the baseline in force is told. */
bool
audit_in_force(const struct audit_doc *a, int64_t baseline)
{
	return baseline == a->baseline;
}

static enum rc
find_baseline(struct audit_doc *a)
{
	struct page p;
	enum rc rc = read_all(a->cx, &baseline_entity, a->audit->rec.id, &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct baseline *b = p.rec[i];

		if (b->state == BASELINE_STATE_APPROVED || !a->baseline)
			a->baseline = b->rec.id;
	}
	return rc;
}

static struct doc *
make_doc(struct audit_doc *a)
{
	const struct report *r = a->report;
	struct doc *d = doc_new(a->cx->arena, r->title, "en");
	bool issued = r->state == REPORT_STATE_ISSUED ||
	    r->state == REPORT_STATE_SUPERSEDED;

	d->kind = "Audit report";
	d->owner = NAME(a, organization, a->audit->auditee);
	d->code = r->rec.code;
	d->version = arena_fmt(a->cx->arena, "Version %lld, %s",
	    (long long)r->version, read_label(report_variant_choices,
	    r->variant));
	d->class_mark = read_label(class_choices, r->class);
	d->class_meaning = read_meaning(class_choices, r->class);
	d->author = NAME(a, person, r->author);
	d->time = issued && r->dated ? r->dated * DAY_SECONDS : a->cx->now;
	d->draft = !issued;
	d->foot = issued ? arena_fmt(a->cx->arena, "Issued %s",
	    read_day(a->cx->arena, r->dated)) : "Draft, not issued";
	d->cover = true;
	return d;
}

enum rc
report_audit_of(struct ctx *cx, const struct report *r, struct doc **out)
{
	struct audit_doc a = { .cx = cx, .report = r };
	void *audit;
	enum rc rc = store_load(cx, &audit_entity, r->audit, &audit);

	if (rc)
		return rc;
	a.audit = audit;
	a.doc = make_doc(&a);
	rc = find_baseline(&a);
	if (!rc)
		rc = read_all(cx, &audit_criterion_entity, a.audit->rec.id,
		    &a.criteria);
	if (!rc)
		rc = say_all(&a);
	if (!rc)
		*out = a.doc;
	return rc;
}

enum rc
report_audit(struct ctx *cx, int64_t id, struct doc **out)
{
	void *r;
	enum rc rc = store_load(cx, &report_entity, id, &r);

	return rc ? rc : report_audit_of(cx, r, out);
}
