/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* audit_findings.c - what was found and what it means, for the report. */
#include "report/audit_own.h"

#include "model/choices.h"
#include "model/entities.h"
#include "model/finding.h"
#include "report/chart.h"

#include <string.h>

/* --- conclusions ------------------------------------------------------------------ */

static void
say_overall(struct audit_doc *a, struct doc_part *s, const void *rec,
    const struct view_of *v)
{
	static const struct { const char *field, *heading; } parts[] = {
		{ "conformity", "Conformity" },
		{ "effectiveness", "Effectiveness" },
		{ "risk_handling", "How risks are handled" },
		{ "improvement", "Improvement" },
		{ "trends", "Trends" },
	};

	(void)a;
	doc_markdown(s, read_text(&overall_conclusion_entity, rec, v,
	    "summary"));
	for (size_t i = 0; i < NELEMS(parts); i++) {
		const char *text = read_text(&overall_conclusion_entity, rec,
		    v, parts[i].field);

		if (*text)
			doc_para(doc_section(s, parts[i].heading), text);
	}
}

static enum rc
say_objectives(struct audit_doc *a, struct doc_part *s)
{
	static const struct doc_col cols[] = { { "Objective", COL_NAME, 100 },
		{ "Result", COL_STATE, 0 }, { "Because", COL_TEXT, 120 },
		{ "How sure", COL_TEXT, 80 } };
	struct doc_part *t = doc_table(doc_section(s, "Fulfilment of the "
	    "objectives"), "How far each objective was reached", cols,
	    NELEMS(cols));
	struct page p;
	enum rc rc = read_all(a->cx, &conclusion_entity, a->audit->rec.id, &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct conclusion *c = p.rec[i];
		struct doc_part *row = doc_row(t), *cell;

		doc_cell(row, read_name(a->cx, &audit_objective_entity,
		    c->objective));
		cell = doc_cell(row, NULL);
		doc_state(cell, read_label(conclusion_result_choices,
		    c->result), read_meaning(conclusion_result_choices,
		    c->result), NULL);
		doc_cell(row, read_text(&conclusion_entity, c, &p.view[i],
		    "reasoning"));
		doc_cell(row, read_text(&conclusion_entity, c, &p.view[i],
		    "uncertainty"));
	}
	return rc;
}

enum rc
audit_say_conclusions(struct audit_doc *a)
{
	struct doc_part *s = doc_section(a->doc->root, "Conclusions");
	struct page p;
	enum rc rc = read_all(a->cx, &overall_conclusion_entity,
	    a->audit->rec.id, &p);

	if (!rc && p.n)
		say_overall(a, s, p.rec[p.n - 1], &p.view[p.n - 1]);
	return rc ? rc : say_objectives(a, s);
}

/* --- findings ---------------------------------------------------------------------- */

static bool
told(const struct finding *f)
{
	return f->state != FINDING_STATE_DRAFT &&
	    f->state != FINDING_STATE_TEAM_AGREED &&
	    f->state != FINDING_STATE_WITHDRAWN;
}

static void
draw_grades(struct audit_doc *a, struct doc_part *s, const struct page *p)
{
	enum { TYPES = 5 };
	static const enum chart_tone tones[TYPES] = { TONE_DONE, TONE_MAJOR,
		TONE_MINOR, TONE_OFI, TONE_NOTE };
	struct arena *m = a->cx->arena;
	struct chart *c = arena_alloc(m, sizeof(*c));
	struct chart_series *series = arena_alloc(m, TYPES * sizeof(*series));
	static const char *const labels[] = { "Findings" };
	int64_t *count = arena_alloc(m, TYPES * sizeof(*count));

	for (size_t i = 0; i < p->n; i++) {
		const struct finding *f = p->rec[i];

		if (told(f))
			count[f->type - 1]++;
	}
	for (size_t i = 0; i < TYPES; i++)
		series[i] = (struct chart_series){ .name = read_label(
		    finding_type_choices, (int64_t)i + 1), .tone = tones[i],
		    .values = &count[i] };
	*c = (struct chart){ .kind = CHART_BARS, .title = "Findings by grade",
		.desc = "How many findings of each grade", .head = "",
		.labels = labels, .nlabels = 1, .series = series,
		.nseries = TYPES, .all = "All" };
	doc_figure(s, "Findings by grade", c);
}

static enum rc
criteria_text(struct audit_doc *a, int64_t finding, const char **out)
{
	const struct pair filter = { "finding", arena_fmt(a->cx->arena,
	    "%lld", (long long)finding) };
	struct query q = { .entity = &finding_criterion_entity,
		.filter = &filter, .nfilters = 1, .sort = "id" };
	struct buf b = { .arena = a->cx->arena };
	struct page p;
	enum rc rc = query_run(a->cx, &q, &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct finding_criterion *c = p.rec[i];

		for (size_t k = 0; k < a->criteria.n; k++) {
			const struct audit_criterion *o = a->criteria.rec[k];

			if (o->rec.id == c->criterion)
				buf_fmt(&b, "%s%s %s", b.len ? "; " : "",
				    o->number, o->title);
		}
	}
	*out = buf_text(&b);
	return rc;
}

static enum rc
say_finding(struct audit_doc *a, struct doc_part *under,
    const struct finding *f, const struct view_of *v)
{
	const struct entity *e = &finding_entity;
	struct doc_part *s = doc_section(under, arena_fmt(a->cx->arena,
	    "%s %s", f->rec.code, read_text(e, f, v, "title")));
	struct doc_part *p = doc_para(s, NULL), *k;
	const char *criteria;
	enum rc rc = criteria_text(a, f->rec.id, &criteria);

	doc_anchor(s, f->rec.code);
	doc_state(p, read_label(finding_type_choices, f->type),
	    read_meaning(finding_type_choices, f->type), NULL);
	doc_para(s, read_text(e, f, v, "statement"));
	k = doc_keys(s);
	doc_key(k, "Criteria", criteria);
	doc_key(k, "Requirement", read_text(e, f, v, "expected"));
	doc_key(k, "What was found", read_text(e, f, v, "observed"));
	doc_key(k, "Effect", read_text(e, f, v, "effect"));
	doc_key(k, "Evidence", read_names(a->cx, &evidence_entity,
	    f->evidence));
	doc_key(k, "Sites", read_names(a->cx, &site_entity, f->sites));
	doc_key(k, "Reply of the auditee", read_text(e, f, v, "reply_text"));
	doc_key(k, "Action plan due", read_day(a->cx->arena, f->plan_due));
	return rc;
}

enum rc
audit_say_findings(struct audit_doc *a)
{
	static const struct doc_col cols[] = { { "Code", COL_CODE, 0 },
		{ "Finding", COL_NAME, 100 }, { "Grade", COL_STATE, 0 } };
	struct doc_part *s = doc_section(a->doc->root, "Findings"), *t;
	struct page p;
	size_t n = 0;
	enum rc rc = read_all(a->cx, &finding_entity, a->audit->rec.id, &p);

	if (rc)
		return rc;
	draw_grades(a, s, &p);
	t = doc_table(s, "All findings", cols, NELEMS(cols));
	for (size_t i = 0; i < p.n; i++) {
		const struct finding *f = p.rec[i];
		struct doc_part *row;

		if (!told(f))
			continue;
		row = doc_row(t);
		doc_ref(doc_cell(row, NULL), f->rec.code, f->rec.code);
		doc_cell(row, read_text(&finding_entity, f, &p.view[i],
		    "title"));
		doc_state(doc_cell(row, NULL), read_label(finding_type_choices,
		    f->type), read_meaning(finding_type_choices, f->type),
		    NULL);
		n++;
	}
	for (size_t i = 0; i < p.n && !rc; i++)
		if (told(p.rec[i]))
			rc = say_finding(a, s, p.rec[i], &p.view[i]);
	if (!n)
		doc_para(s, "Nothing was found that had to be reported.");
	return rc;
}

/* --- disagreements (R-6.4.8-06) ---------------------------------------------------- */

enum rc
audit_say_disagreements(struct audit_doc *a)
{
	struct doc_part *s = NULL;
	struct page p;
	enum rc rc = read_all(a->cx, &disagreement_entity, a->audit->rec.id,
	    &p);

	for (size_t i = 0; !rc && i < p.n; i++) {
		const struct disagreement *d = p.rec[i];
		struct doc_part *k;

		if (d->state != DISAGREEMENT_STATE_UNRESOLVED)
			continue;
		if (!s)
			s = doc_section(a->doc->root, "Disagreements");
		k = doc_keys(s);
		doc_key(k, "Finding", read_name(a->cx, &finding_entity,
		    d->finding));
		doc_key(k, "View of the auditee", read_text(
		    &disagreement_entity, d, &p.view[i], "auditee_view"));
		doc_key(k, "View of the team", read_text(
		    &disagreement_entity, d, &p.view[i], "team_view"));
	}
	return rc;
}

/* --- who gets it ----------------------------------------------------------------------- */

enum rc
audit_say_distribution(struct audit_doc *a)
{
	static const struct doc_col cols[] = { { "Copy", COL_NUMBER, 0 },
		{ "Recipient", COL_NAME, 100 } };
	const struct pair filter = { "report", arena_fmt(a->cx->arena, "%lld",
	    (long long)a->report->rec.id) };
	struct query q = { .entity = &report_delivery_entity,
		.filter = &filter, .nfilters = 1, .sort = "id" };
	struct doc_part *t;
	struct page p;
	enum rc rc = query_run(a->cx, &q, &p);

	if (rc || !p.n)
		return rc;
	t = doc_table(doc_section(a->doc->root, "Distribution"),
	    "Who receives this report", cols, NELEMS(cols));
	for (size_t i = 0; i < p.n; i++) {
		const struct report_delivery *d = p.rec[i];
		struct doc_part *row = doc_row(t);

		doc_cell_int(row, d->copy_number == UNSET ? (int64_t)i + 1
		    : d->copy_number);
		doc_cell(row, read_name(a->cx, &person_entity, d->recipient));
	}
	return RC_OK;
}
