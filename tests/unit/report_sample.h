/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * report_sample.h - a report with every kind of part in it, for the tests of
 * the writers and for their measurement.
 */
#ifndef REPORT_SAMPLE_H
#define REPORT_SAMPLE_H

#include "chart_sample.h"
#include "report/doc.h"

static void
sample_facts(struct doc *d)
{
	doc_key(d->facts, "Client", "Ruth Calloway, Meridian Instruments");
	doc_key(d->facts, "Scope", "Kestrel Bay, halls 1 to 3 and gate 4; plant "
	    "systems and access; 2025-09-01 to 2026-08-31");
	doc_key(d->facts, "Criteria",
	    "ISO/IEC 27001:2022; group policy GP-04; SoA version 7");
	doc_key(d->facts, "Dates", "2026-09-14 to 2026-09-18, 12 % remote");
	doc_key(d->facts, "Team", "Ines Aguilar (leader), Tomasz Wrona, Leif "
	    "Bergqvist (in training); expert Priya Raman");
	doc_key(d->facts, "Auditee", "Marcus Feld, plant management");
	doc_key(d->facts, "Not given", NULL);
}

static void
sample_conclusions(struct doc *d)
{
	static const struct doc_col cols[] = {
		{ "Objective", COL_NAME, 120 },
		{ "Result", COL_STATE, 0 },
		{ "Uncertainty", COL_TEXT, 80 },
	};
	struct doc_part *s = doc_section(d->root, "Conclusions by objective");
	struct doc_part *t = doc_table(s, "Conclusions by objective", cols, 3);
	struct doc_part *r = doc_row(t);

	doc_cell(r, "1 Plant systems run as the policy asks");
	doc_state(doc_cell(r, NULL), "Partly met", MEANING_WARN, "partly");
	doc_cell(r, "Night shift seen once");
	r = doc_row(t);
	doc_cell(r, "2 Removal of access is timely");
	doc_state(doc_cell(r, NULL), "Not met", MEANING_BAD, "no");
	doc_cell(r, "Sample 26 of 140");
	r = doc_row(t);
	doc_cell(r, "3 Actions of 2024 worked");
	doc_state(doc_cell(r, NULL), "Met", MEANING_GOOD, "done");
	doc_cell(r, "All seven verified");
	doc_markdown(s, "The management system is **suitable and in use**, with "
	    "the exception of leavers' access. In particular:\n\n"
	    "- the risk assessment is *kept up* and its owners know it;\n"
	    "- restores of plant systems were never tried;\n"
	    "  1. the recipe server has no second copy,\n"
	    "  2. the contract names none;\n"
	    "- see [the policy](https://policy.example/gp-04) and `GP-04`.\n");
}

static void
sample_findings(struct doc *d)
{
	static const struct doc_col cols[] = {
		{ "Code", COL_CODE, 0 },
		{ "Finding", COL_NAME, 0 },
		{ "Grade", COL_STATE, 0 },
		{ "Criterion", COL_CODE, 0 },
		{ "Days", COL_NUMBER, 0 },
	};
	struct doc_part *s = doc_section(d->root, "Findings");
	struct doc_part *p = doc_para(s, "19 findings: 2 major, 10 minor, 7 "
	    "opportunities. Each is given in full in annex ");
	struct doc_part *t, *r;

	doc_ref(p, "A", "annex");
	doc_text(p, " with requirement, statement and evidence.", 0);
	t = doc_table(s, "Findings in the report", cols, 5);
	doc_row_group(t, "Access");
	r = doc_row(t);
	doc_ref(doc_cell(r, NULL), "F-26-038", "F-26-038");
	doc_cell(r, "Leavers keep remote access");
	doc_state(doc_cell(r, NULL), "Major", MEANING_BAD, "major");
	doc_cell(r, "A.5.18");
	doc_cell_int(r, 30);
	r = doc_row(t);
	doc_cell(r, "F-26-041");
	doc_cell(r, "Visitors' badges are not collected at gate 4");
	doc_state(doc_cell(r, NULL), "Minor", MEANING_WARN, "minor");
	doc_cell(r, "A.7.2");
	doc_cell_int(r, 90);
	doc_row_group(t, "Operation");
	r = doc_row(t);
	doc_cell(r, "F-26-044");
	doc_cell(r, "Alarms could be shown at the line");
	doc_state(doc_cell(r, NULL), "Opportunity", MEANING_INFO, "ofi");
	doc_cell(r, "8.1");
	doc_cell_int(r, UNSET);
	r = doc_row(t);
	r->flags |= DOC_TOTAL;
	doc_cell(r, "");
	doc_cell(r, "All");
	doc_cell(r, "");
	doc_cell(r, "");
	doc_cell_int(r, 120);
}

static void
sample_figures(struct doc *d)
{
	struct doc_part *s = doc_section(d->root, "In figures");

	for (size_t i = 0; i < NELEMS(sample_charts); i++)
		doc_figure(s, sample_charts[i]->title, sample_charts[i]);
}

static void
sample_limits(struct doc *d)
{
	struct doc_part *s = doc_section(d->root, "Limits"), *p;

	doc_callout(s, MEANING_WARN, "Sampling", "Evidence was taken by "
	    "sampling, so matters may exist that were not seen.");
	s = doc_section(s, "Not covered");
	doc_para(s, "Firewall rules were read on site only. The canteen and the "
	    "visitor network were not in scope.");
	s = doc_section(s->parent, "Differing views");
	doc_para(s, "F-26-038: the auditee accepts the facts and sees a minor. "
	    "Both views are given word for word.");
	p = doc_quote(s);
	doc_para(p, "Eleven days are long, but nobody used the accounts.");
	doc_para(p, "\u0627\u0644\u0648\u0635\u0648\u0644 \u0639\u0646 "
	    "\u0628\u0639\u062f \u0644\u0645 \u064a\u064f\u0644\u063a");
	doc_code(s, "SELECT count(*) FROM leaver WHERE access < ended;\n"
	    "  -- 6 of 26");
}

static void
sample_annex(struct doc *d)
{
	struct doc_part *s = doc_annex(d, "Findings in full"), *k, *v;

	doc_anchor(s, "annex");
	s = doc_section(s, "F-26-038 Leavers keep remote access");
	doc_anchor(s, "F-26-038");
	k = doc_keys(s);
	doc_state(doc_key_open(k, "Grade"), "Major nonconformity", MEANING_BAD,
	    "major");
	doc_key(k, "Requirement", "ISO/IEC 27001:2022, A.5.18 Access rights; "
	    "GP-04, 3.2: access ends on the last working day");
	v = doc_key_open(k, "Statement");
	doc_markdown(v, "Access of leavers is not removed in time.\n\n"
	    "| Days after leaving | Leavers |\n|---|--:|\n| 0 to 1 | 20 |\n"
	    "| 2 to 11 | 6 |\n");
	v = doc_key_open(k, "Evidence");
	doc_text(v, "EV-26-112", DOC_MONO);
	doc_text(v, ", list of leavers, ", 0);
	doc_text(v, "sealed 2026-09-16 10:31", DOC_MUTED);
}

static void
sample_close(struct doc *d)
{
	struct doc_part *s = doc_section(d->root, "Approval"), *g;

	g = doc_signs(s);
	doc_sign(g, "Audit team leader", "Ines Aguilar", "2026-09-25");
	doc_sign(g, "Approved by", "Hana Okafor", NULL);
	doc_qr(s, "Head of the log when this report was issued",
	    "muster.example/log\n48213\nnUq0JZ6b0m4vPq0bC4s0ZsYbE5rT");
}

static struct doc *
sample_report(struct arena *a)
{
	struct doc *d = doc_new(a, "Kestrel Bay plant, audit of the information "
	    "security management system", "en");

	d->kind = "Audit report";
	d->owner = "Meridian Instruments";
	d->code = "RP-26-09";
	d->version = "Version 1, full report";
	d->class_mark = "Confidential";
	d->class_meaning = MEANING_BAD;
	d->copy = "Copy 2 of 5, Ruth Calloway";
	d->foot = "Issued 2026-09-25 14:02 UTC";
	d->author = "Ines Aguilar";
	d->time = 1790344920;
	d->cover = true;
	d->draft = true;
	sample_facts(d);
	doc_contents(d->root);
	sample_conclusions(d);
	sample_findings(d);
	sample_figures(d);
	sample_limits(d);
	sample_close(d);
	sample_annex(d);
	return d;
}

#endif
