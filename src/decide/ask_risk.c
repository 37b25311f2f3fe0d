/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* risk rank, intervals, budget, coverage: the programme. */
#include "decide/ask_inside.h"

#include "base/date.h"
#include "decide/risk.h"

static const struct dec nothing = { 0 };

static const char *const assumptions[] = {
	"scores are judgements on ordered scales: they rank, they do not "
	"measure",
	"the factors stand beside the score and can be looked at",
};

/* --- rank ---------------------------------------------------------------- */

static const struct ask_field rank_field[] = {
	{ "weights", "Weights", "One for each factor; they add up to 1.",
	    "[\"0.5\", \"0.3\", \"0.2\"]", ASK_DECIMALS, ASK_NEEDED, NULL },
	{ "units", "Units", "Objects with name and factors, each factor 1 to "
	    "5.", "[{\"name\": \"Berlin\", \"factors\": [5, 2, 1]}]",
	    ASK_ROWS, ASK_NEEDED, NULL },
	{ "top", "Top", "How many units the question is about; a quarter of "
	    "them when left out.", "5", ASK_INT, 0, NULL },
};

static int *
read_factors(struct question *q, const struct json *row, size_t count)
{
	int *f = arena_alloc(q->arena, (count + 1) * sizeof(*f));
	const struct json *list = json_get(row, "factors");
	size_t i = 0;

	if (!list || list->kind != J_LIST || list->count != count) {
		ask_refuse(q, "units", "each unit has as many factors as "
		    "there are weights");
		return f;
	}
	for (const struct json *j = list->first; j; j = j->next) {
		if (j->kind != J_INT || j->number < 1 || j->number > 5)
			ask_refuse(q, "units", "a factor is 1 to 5");
		else
			f[i++] = (int)j->number;
	}
	return f;
}

static void
say_ranks(struct result *w, const struct risk_unit *u, const char **name,
    size_t n)
{
	static const struct column column[] = { { "name", "Unit" },
		{ "score", "Score" }, { "rank", "Rank" },
		{ "in_top", "In the top" } };
	struct cell *c = result_table(w, "ranks", "Ranks", column,
	    NELEMS(column), n);

	for (size_t i = 0; i < n; i++) {
		*c++ = name[i] ? cell_text(name[i]) : cell_int((int64_t)i + 1);
		*c++ = cell_real(dec_real(u[i].score));
		*c++ = cell_int(u[i].rank);
		*c++ = cell_real(u[i].in_top);
	}
}

static void
run_rank(struct question *q, struct result *w)
{
	size_t factors, n, i = 0;
	struct dec *weight = ask_decs(q, "weights", &factors);
	const struct json *row = ask_rows(q, "units", &n);
	int64_t top = ask_int(q, "top", ((int64_t)n + 3) / 4);

	if (n < 1 || n > RISK_UNITS || factors > RISK_FACTORS)
		ask_refuse(q, "units", "there are 1 to %d units and up to %d "
		    "factors", RISK_UNITS, RISK_FACTORS);
	if (top < 1 || (size_t)top > n)
		ask_refuse(q, "top", "the top is 1 to all units");
	if (ask_bad(q))
		return;
	struct risk_unit *u = arena_alloc(q->arena, n * sizeof(*u));
	const char **name = arena_alloc(q->arena, n * sizeof(*name));

	for (; row && !ask_bad(q); row = row->next, i++) {
		name[i] = row_text(q, "units", row, "name", NULL);
		u[i].factor = read_factors(q, row, factors);
	}
	if (ask_bad(q) || ask_failed(q, risk_rank(q->err, q->arena, weight,
	    factors, u, n, (size_t)top)))
		return;
	result_int(w, "top", "Top", top);
	say_ranks(w, u, name, n);
	result_text(w, "statement", "Statement", "In the top: in how many of "
	    "all cases a unit is among the first %lld when each weight moves "
	    "by a fifth, up or down.", (long long)top);
	say_basis(q, w, "weighted sum of factors, ranks with their "
	    "sensitivity", "ISO 19011:2018, 5.4 and 5.5", assumptions,
	    NELEMS(assumptions));
}

const struct ask_name ask_risk_rank = {
	"risk rank", "Which units to audit first",
	"Scores with their factors kept, and how far ranks hang on weights.",
	rank_field, NELEMS(rank_field), run_rank,
};

/* --- intervals ----------------------------------------------------------- */

static const struct ask_field interval_field[] = {
	{ "scores", "Scores", "One for each unit.", "[\"1.5\", \"4.2\"]",
	    ASK_DECIMALS, ASK_NEEDED, NULL },
	{ "score_min", "Least score", "Of the scale; 1 when left out.",
	    "\"1\"", ASK_DECIMAL, 0, NULL },
	{ "score_max", "Most score", "Of the scale; 5 when left out.", "\"5\"",
	    ASK_DECIMAL, 0, NULL },
	{ "longest", "Longest interval", "Months, at the least score; 36 when "
	    "left out.", "36", ASK_INT, 0, NULL },
	{ "shortest", "Shortest interval", "Months, at the most score; 12 "
	    "when left out.", "12", ASK_INT, 0, NULL },
	{ "steps", "Steps", "Months that the policy allows, going up.",
	    "[12, 24, 36]", ASK_INTS, 0, NULL },
	{ "last", "Last audits", "Days, one for each score; null is never.",
	    "[\"2025-03-01\", null]", ASK_ROWS, 0, NULL },
	{ "today", "Today", "For the urgency.", "\"2026-09-16\"", ASK_TEXT, 0,
	    NULL },
};

static int64_t
day_of_row(struct question *q, const char *field, const struct json *j)
{
	int64_t day = UNSET;

	if (!j || j->kind == J_NULL)
		return UNSET;
	if (j->kind != J_TEXT || !day_parse(j->text, &day))
		ask_refuse(q, field, "a day is written 2026-09-16");
	return day;
}

static void
say_intervals(struct question *q, struct result *w, const struct risk_policy *p,
    const struct dec *score, size_t n)
{
	static const struct column column[] = { { "score", "Score" },
		{ "months", "Months" }, { "urgency", "Urgency" },
		{ "due", "Due" } };
	const struct json *today = json_get(q->in, "today");
	int64_t now = day_of_row(q, "today", today);
	size_t lasts;
	const struct json *last = ask_rows(q, "last", &lasts);
	struct cell *c = result_table(w, "intervals", "Intervals", column,
	    NELEMS(column), n);

	if (lasts && (lasts != n || now == UNSET))
		ask_refuse(q, "last", "last has an entry for each score, and "
		    "goes with today");
	for (size_t i = 0; i < n && !ask_bad(q); i++) {
		int64_t months = risk_interval(p, score[i]);
		int64_t day = lasts ? day_of_row(q, "last", last) : UNSET;
		double urgency = day == UNSET || ask_bad(q) ? 0
		    : risk_urgency(now, day, months);

		*c++ = cell_real(dec_real(score[i]));
		*c++ = cell_int(months);
		*c++ = day == UNSET ? (struct cell){ 0 } : cell_real(urgency);
		*c++ = cell_bool(lasts && (day == UNSET || urgency >= 1));
		last = last ? last->next : NULL;
	}
}

static void
run_intervals(struct question *q, struct result *w)
{
	struct risk_policy p = {
		.score_min = ask_dec(q, "score_min", (struct dec){ DEC_UNIT }),
		.score_max = ask_dec(q, "score_max",
		    (struct dec){ 5 * DEC_UNIT }),
		.most = ask_int(q, "longest", 36),
		.least = ask_int(q, "shortest", 12) };
	size_t n;
	int64_t *step = ask_ints(q, "steps", &p.steps);
	struct dec *score = ask_decs(q, "scores", &n);

	if (p.steps > RISK_STEPS)
		ask_refuse(q, "steps", "there are at most %d steps",
		    RISK_STEPS);
	if (n < 1 || n > RISK_UNITS)
		ask_refuse(q, "scores", "there are 1 to %d scores",
		    RISK_UNITS);
	if (ask_bad(q))
		return;
	for (size_t i = 0; i < p.steps; i++)
		p.step[i] = step[i];
	if (ask_failed(q, risk_policy_check(q->err, &p)))
		return;
	say_intervals(q, w, &p, score, n);
	say_basis(q, w, "interval by score, down to the steps of the policy",
	    "policy", assumptions, NELEMS(assumptions));
}

const struct ask_name ask_risk_intervals = {
	"risk intervals", "How often to audit",
	"From the longest interval at the least score to the shortest at the "
	"most, in equal ratios; and what is due.",
	interval_field, NELEMS(interval_field), run_intervals,
};

/* --- budget -------------------------------------------------------------- */

static const struct ask_field budget_field[] = {
	{ "units", "Units", "Objects with severity, rate (a year) and cost of "
	    "an audit, and name.", "[{\"name\": \"Berlin\", \"severity\": "
	    "\"5\", \"rate\": \"0.2\", \"cost\": \"3\"}]", ASK_ROWS,
	    ASK_NEEDED, NULL },
	{ "budget", "Budget", "Cost a year.", "\"9\"", ASK_DECIMAL, ASK_NEEDED,
	    NULL },
	{ "shortest", "Shortest interval", "Years; 0.5 when left out.",
	    "\"0.5\"", ASK_DECIMAL, 0, NULL },
	{ "longest", "Longest interval", "Years; 3 when left out.", "\"3\"",
	    ASK_DECIMAL, 0, NULL },
};

static const char *const budget_assumptions[] = {
	"faults come at a steady rate and stay until the next audit",
	"the exposure of a fault grows with the time it stays",
};

static void
say_budget(struct result *w, const struct risk_load *u, const char **name,
    size_t n, double price)
{
	static const struct column column[] = { { "name", "Unit" },
		{ "interval", "Years" }, { "cut", "At a bound" },
		{ "check", "s l T^2 / c" } };
	double exposure = 0, cost = 0;
	struct cell *c;

	for (size_t i = 0; i < n; i++) {
		exposure += u[i].severity * u[i].rate * u[i].interval / 2;
		cost += u[i].cost / u[i].interval;
	}
	result_real(w, "exposure", "Expected exposure", exposure);
	result_real(w, "cost", "Cost a year", cost);
	result_real(w, "price", "Exposure that one more unit of cost saves",
	    price);
	c = result_table(w, "intervals", "Intervals", column, NELEMS(column),
	    n);
	for (size_t i = 0; i < n; i++) {
		*c++ = name[i] ? cell_text(name[i]) : cell_int((int64_t)i + 1);
		*c++ = cell_real(u[i].interval);
		*c++ = cell_bool(u[i].cut);
		*c++ = cell_real(u[i].severity * u[i].rate * u[i].interval
		    * u[i].interval / u[i].cost);
	}
	result_text(w, "statement", "Statement", "The last column is equal "
	    "for all units that are not at a bound: then no shift of cost "
	    "from one to another would save exposure.");
}

static void
run_budget(struct question *q, struct result *w)
{
	size_t n, i = 0;
	const struct json *row = ask_rows(q, "units", &n);
	double budget = dec_real(ask_dec(q, "budget", nothing));
	double least = dec_real(ask_dec(q, "shortest",
	    (struct dec){ DEC_UNIT / 2 }));
	double most = dec_real(ask_dec(q, "longest",
	    (struct dec){ 3 * DEC_UNIT })), price;

	if (n < 1 || n > RISK_UNITS)
		ask_refuse(q, "units", "there are 1 to %d units", RISK_UNITS);
	if (ask_bad(q))
		return;
	struct risk_load *u = arena_alloc(q->arena, n * sizeof(*u));
	const char **name = arena_alloc(q->arena, n * sizeof(*name));

	for (; row && !ask_bad(q); row = row->next, i++) {
		name[i] = row_text(q, "units", row, "name", NULL);
		u[i].severity = dec_real(row_dec(q, "units", row, "severity",
		    nothing));
		u[i].rate = dec_real(row_dec(q, "units", row, "rate",
		    nothing));
		u[i].cost = dec_real(row_dec(q, "units", row, "cost",
		    nothing));
	}
	if (ask_bad(q) || ask_failed(q, risk_square_root(q->err, u, n, budget,
	    least, most, &price)))
		return;
	say_budget(w, u, name, n, price);
	say_basis(q, w, "square-root law within bounds", "Lagrange and "
	    "Karush, Kuhn and Tucker", budget_assumptions,
	    NELEMS(budget_assumptions));
}

const struct ask_name ask_risk_budget = {
	"risk budget", "Intervals that a budget pays for",
	"The intervals with the least expected exposure.",
	budget_field, NELEMS(budget_field), run_budget,
};

/* --- coverage ------------------------------------------------------------ */

static const struct ask_field cover_field[] = {
	{ "cells", "Cells", "Objects with name, weight (1), last and planned "
	    "day, and yearly (true or false).", "[{\"name\": \"A.5.18 "
	    "Berlin\", \"weight\": 3, \"last\": \"2025-03-01\", "
	    "\"planned\": null, \"yearly\": true}]", ASK_ROWS, ASK_NEEDED,
	    NULL },
	{ "start", "Start of the cycle", "A day.", "\"2024-01-01\"", ASK_TEXT,
	    ASK_NEEDED, NULL },
	{ "end", "End of the cycle", "A day.", "\"2026-12-31\"", ASK_TEXT,
	    ASK_NEEDED, NULL },
	{ "today", "Today", "A day.", "\"2026-09-16\"", ASK_TEXT, ASK_NEEDED,
	    NULL },
};

static const char *const cover_assumptions[] = {
	"every requirement at every unit and site that applies is a cell",
	"a planned audit is held and covers what it was planned for",
};

static struct cell
day_cell(struct question *q, int64_t day)
{
	char tmp[DATE_LEN + 1];

	if (day == UNSET)
		return (struct cell){ 0 };
	day_write(tmp, day);
	return cell_text(arena_str(q->arena, tmp));
}

static void
say_open(struct question *q, struct result *w, const struct risk_cell *cell,
    const char **name, const bool *lost, size_t n, size_t rows)
{
	static const struct column column[] = { { "cell", "Cell" },
		{ "weight", "Weight" }, { "last", "Last" } };
	struct cell *c = result_table(w, "lost", "Nothing planned in time",
	    column, NELEMS(column), rows);

	for (size_t i = 0; i < n; i++) {
		if (!lost[i])
			continue;
		*c++ = name[i] ? cell_text(name[i]) : cell_int((int64_t)i + 1);
		*c++ = cell_int(cell[i].weight);
		*c++ = day_cell(q, cell[i].last);
	}
}

static void
run_coverage(struct question *q, struct result *w)
{
	size_t n, i = 0;
	const struct json *row = ask_rows(q, "cells", &n);
	int64_t start = day_of_row(q, "start", json_get(q->in, "start"));
	int64_t end = day_of_row(q, "end", json_get(q->in, "end"));
	int64_t today = day_of_row(q, "today", json_get(q->in, "today"));
	struct risk_coverage v;

	if (n < 1 || n > RISK_CELLS)
		ask_refuse(q, "cells", "there are 1 to %d cells", RISK_CELLS);
	if (ask_bad(q))
		return;
	struct risk_cell *cell = arena_alloc(q->arena, n * sizeof(*cell));
	const char **name = arena_alloc(q->arena, n * sizeof(*name));
	bool *lost = arena_alloc(q->arena, n);

	for (; row && !ask_bad(q); row = row->next, i++) {
		const struct json *yearly = json_get(row, "yearly");

		name[i] = row_text(q, "cells", row, "name", NULL);
		cell[i].weight = row_int(q, "cells", row, "weight", 1);
		cell[i].last = day_of_row(q, "cells", json_get(row, "last"));
		cell[i].planned = day_of_row(q, "cells",
		    json_get(row, "planned"));
		cell[i].yearly = yearly && yearly->kind == J_BOOL
		    && yearly->truth;
	}
	if (ask_bad(q) || ask_failed(q, risk_cover(q->err, cell, n, start, end,
	    today, &v, lost)))
		return;
	result_int(w, "cells", "Cells", (int64_t)v.cells);
	result_int(w, "covered", "Covered", (int64_t)v.covered);
	result_real(w, "share", "Share covered", v.share);
	result_real(w, "weighted", "Share covered, by weight", v.weighted);
	if (v.oldest >= 0)
		result_text(w, "oldest", "Longest open", "%s",
		    name[v.oldest] ? name[v.oldest] : arena_fmt(q->arena,
		    "%lld", (long long)v.oldest + 1));
	say_open(q, w, cell, name, lost, n, v.lost);
	say_basis(q, w, "coverage of the cycle", "ISO 19011:2018, 5.4",
	    cover_assumptions, NELEMS(cover_assumptions));
}

const struct ask_name ask_risk_coverage = {
	"risk coverage", "What the cycle has covered",
	"Cells of requirement, unit and site: covered, planned, or about to "
	"be missed.",
	cover_field, NELEMS(cover_field), run_coverage,
};
