/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_sample.h - one chart of each kind, for the tests of its writers. */
#ifndef CHART_SAMPLE_H
#define CHART_SAMPLE_H

#include "report/chart.h"

static const char *const sample_groups[] = { "4 to 6 Governance", "7 Support",
	"8 Operation", "A.5 Organisation", "A.6 People", "A.7 Physical",
	"A.8 Technology" };
static const int64_t sample_major[] = { 0, 0, 1, 1, 0, 0, 0 };
static const int64_t sample_minor[] = { 1, 0, 1, 2, 1, 2, 3 };
static const int64_t sample_ofi[] = { 1, 2, 0, 1, 0, 2, 1 };
static const struct chart_series sample_grades[] = {
	{ .name = "Major", .tone = TONE_MAJOR, .values = sample_major },
	{ .name = "Minor", .tone = TONE_MINOR, .values = sample_minor },
	{ .name = "Opportunity", .tone = TONE_OFI, .values = sample_ofi },
};
static const struct chart sample_bars = {
	.kind = CHART_BARS,
	.title = "Findings by clause group and grade",
	.desc = "Technology and Organisation have most findings, four each.",
	.head = "Clause group", .all = "All",
	.labels = sample_groups, .nlabels = 7,
	.series = sample_grades, .nseries = 3,
};

static const struct chart_point sample_26[] = { { 0, 100, 0 }, { 1, 81, 0 },
	{ 3, 54, 0 }, { 5, 35, 0 }, { 7, 23, 0 }, { 10, 12, 0 }, { 14, 5, 0 },
	{ 20, 1, 0 }, { 30, 0, 0 } };
static const struct chart_point sample_15[] = { { 0, 100, 0 }, { 1, 89, 0 },
	{ 3, 71, 0 }, { 5, 56, 0 }, { 7, 45, 0 }, { 10, 31, 0 }, { 14, 19, 0 },
	{ 20, 9, 0 }, { 30, 2, 0 } };
static const struct chart_series sample_curves[] = {
	{ .name = "26 drawn", .points = sample_26, .npoints = 9 },
	{ .name = "15 drawn", .points = sample_15, .npoints = 9 },
};
static const struct chart_note sample_note = { 14, 5,
	"14 affected: missed in 5 %" };
static const struct chart sample_lines = {
	.kind = CHART_LINES,
	.title = "Operating characteristic of the draw",
	.desc = "Chance that the sample shows no affected leaver.",
	.series = sample_curves, .nseries = 2,
	.x = { .name = "leavers affected among 140" },
	.y = { .unit = "%" },
	.notes = &sample_note, .nnotes = 1,
};

static const struct chart_point sample_open[] = { { 0, 100, 0 }, { 5, 92, 0 },
	{ 12, 83, 1 }, { 20, 83, 0 }, { 23, 62, 0 }, { 28, 62, 1 },
	{ 34, 40, 0 }, { 48, 22, 0 }, { 61, 22, 1 } };
static const struct chart_series sample_km = { .name = "Open actions",
	.points = sample_open, .npoints = 9 };
static const struct chart sample_steps = {
	.kind = CHART_STEPS,
	.title = "How long corrective actions stay open",
	.desc = "Half are closed after 34 days.",
	.series = &sample_km, .nseries = 1,
	.x = { .name = "days since the finding was agreed" },
	.y = { .unit = "%", .max = 100 },
};

static const char *const sample_months[] = { "01", "02", "03", "04", "05", "06",
	"07", "08", "09", "10", "11", "12" };
static const struct chart_point sample_counts[] = { { 0, 4, 0 }, { 1, 6, 0 },
	{ 2, 3, 0 }, { 3, 5, 0 }, { 4, 7, 0 }, { 5, 4, 0 }, { 6, 13, 1 },
	{ 7, 5, 0 }, { 8, 6, 0 }, { 9, 2, 0 }, { 10, 4, 0 }, { 11, 5, 0 } };
static const struct chart_series sample_count = { .name = "Late removals",
	.points = sample_counts, .npoints = 12 };
static const struct chart_line sample_limits_of[] = {
	{ "Upper limit 12.1", 12.1, true },
	{ "Mean 5.3", 5.3, false },
};
static const struct chart sample_control = {
	.kind = CHART_CONTROL,
	.title = "Late removals of access by month",
	.desc = "July lies above the upper limit.",
	.head = "Month",
	.labels = sample_months, .nlabels = 12,
	.series = &sample_count, .nseries = 1,
	.lines = sample_limits_of, .nlines = 2,
	.x = { .name = "month of 2026" },
};

static const char *const sample_audits[] = { "A-26-03 Aldermoor office",
	"A-26-05 Tidemark platform", "A-26-09 Kestrel Bay plant",
	"A-26-11 Norrvik Hosting", "A-27-02 Porto service desk" };
static const struct chart_span sample_spans[] = {
	{ 0, 20514, 20580, TONE_PLAN, NULL },
	{ 0, 20514, 20590, TONE_DONE, NULL },
	{ 1, 20584, 20650, TONE_PLAN, NULL },
	{ 1, 20584, 20643, TONE_DONE, NULL },
	{ 2, 20696, 20770, TONE_PLAN, "a week late" },
	{ 2, 20703, 20740, TONE_LATE, NULL },
	{ 3, 20773, 20833, TONE_PLAN, NULL },
	{ 4, 20871, 20931, TONE_PLAN, NULL },
};
static const struct chart sample_time = {
	.kind = CHART_TIME,
	.title = "Audits of the programme, 2026 to 2027",
	.desc = "Two audits are finished, one is running a week late.",
	.head = "Audit", .all = "Remark",
	.x = { .name = "From" }, .y = { .name = "To" },
	.labels = sample_audits, .nlabels = 5,
	.spans = sample_spans, .nspans = 8,
	.from = 20454, .to = 21183, .today = 20712,
};

static const char *const sample_sites[] = { "Aldermoor", "Tidemark",
	"Kestrel Bay", "Norrvik", "Porto" };
static const struct chart_cell sample_cells[] = {
	{ "full", TONE_FULL }, { "2", TONE_SOME }, { "4", TONE_MORE },
	{ "plan", TONE_PLAN }, { "-", TONE_NONE },
	{ "1", TONE_SOME }, { "1", TONE_SOME }, { "3", TONE_MORE },
	{ "gap", TONE_GAP }, { "-", TONE_NONE },
	{ "2", TONE_SOME }, { "full", TONE_FULL }, { "5", TONE_MORE },
	{ "plan", TONE_PLAN }, { "gap", TONE_GAP },
};
static const struct chart sample_grid = {
	.kind = CHART_GRID,
	.title = "Clauses covered at each site",
	.desc = "Clause 7 is not planned at Norrvik, clause 8 not at Porto.",
	.head = "Clause group",
	.labels = sample_groups, .nlabels = 3,
	.columns = sample_sites, .ncolumns = 5,
	.cells = sample_cells,
};

static const struct chart *const sample_charts[] = { &sample_bars,
	&sample_lines, &sample_steps, &sample_control, &sample_time,
	&sample_grid };

#endif
