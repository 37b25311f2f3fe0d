/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* trend: charts, survival and tests. */
#include "decide/ask_inside.h"

#include "base/text.h"
#include "decide/chart.h"
#include "decide/compare.h"
#include "decide/survival.h"

static const struct ask_field field[] = {
	{ "kind", "Kind", "p, u, c: charts; km, logrank: times to closure; "
	    "poisson_test, share_test, prop_trend: tests; adjust: many p "
	    "values.", "\"p\"", ASK_PICK, 0, "p|u|c|km|logrank|poisson_test|"
	    "share_test|prop_trend|adjust" },
	{ "x", "Counts", "One for each point, period or group.",
	    "[12, 15, 8]", ASK_INTS, 0, NULL },
	{ "n", "Numbers", "p, share_test, prop_trend: how many were looked "
	    "at; u, poisson_test: exposure, for instance audit days.",
	    "[\"50\", \"50\", \"50\"]", ASK_DECIMALS, 0, NULL },
	{ "base", "Base", "Charts: how many of the first points set the "
	    "centre; all when left out.", "30", ASK_INT, 0, NULL },
	{ "limits", "Limits", "Charts: auto takes the exact ones where the "
	    "lower normal one would be below zero.", "\"auto\"", ASK_PICK, 0,
	    "auto|normal|exact|laney" },
	{ "times", "Times", "km, logrank: days to closure, or open so far.",
	    "[\"9\", \"13\", \"13\"]", ASK_DECIMALS, 0, NULL },
	{ "events", "Closed", "km, logrank: 1 closed, 0 still open.",
	    "[1, 1, 0]", ASK_INTS, 0, NULL },
	{ "groups", "Groups", "km, logrank: a name for each time.",
	    "[\"a\", \"a\", \"b\"]", ASK_TEXTS, 0, NULL },
	{ "interval", "Interval", "km: the scale of the limits.", "\"log\"",
	    ASK_PICK, 0, "log|log-log|plain" },
	{ "rho", "Weight", "logrank: 0; 1 is the test of Peto and Peto.",
	    "0", ASK_INT, 0, NULL },
	{ "rate", "Rate or ratio", "poisson_test: the rate, or the ratio of "
	    "two, that is tested; 1 when left out. share_test of one: the "
	    "share.", "\"1\"", ASK_DECIMAL, 0, NULL },
	{ "scores", "Scores", "prop_trend: of the groups; 1, 2, 3 when left "
	    "out.", "[\"1\", \"2\", \"4\"]", ASK_DECIMALS, 0, NULL },
	{ "p", "p values", "adjust: of tests made at once.",
	    "[\"0.01\", \"0.04\"]", ASK_ROWS, 0, NULL },
	{ "confidence", "Confidence", "Of limits; 0.95 when left out.",
	    "\"0.95\"", ASK_RATE, 0, NULL },
};

enum { P, U, C, KM, LOGRANK, POISSON, SHARE, TREND, ADJUST };

static double
confidence_of(struct question *q)
{
	return dec_real(ask_rate(q, "confidence",
	    (struct dec){ DEC_UNIT / 100 * 95 }));
}

/* --- charts -------------------------------------------------------------- */

static struct chart_point *
read_points(struct question *q, int kind, size_t *count)
{
	size_t n;
	int64_t *x = ask_ints(q, "x", count);
	struct dec *size = ask_decs(q, "n", &n);
	struct chart_point *p = arena_alloc(q->arena, (*count + 1)
	    * sizeof(*p));

	if (kind != C && n != *count)
		ask_refuse(q, "n", "n has an entry for each of x");
	for (size_t i = 0; i < *count && !ask_bad(q); i++)
		p[i] = (struct chart_point){ .x = x[i],
			.n = kind == C ? (struct dec){ DEC_UNIT } : size[i] };
	return p;
}

static void
say_points(struct result *w, const struct chart_point *p, size_t n)
{
	static const struct column column[] = { { "x", "Count" },
		{ "value", "Value" }, { "low", "Lower limit" },
		{ "high", "Upper limit" }, { "exact", "Exact" },
		{ "out", "Outside" } };
	struct cell *c = result_table(w, "points", "Points", column,
	    NELEMS(column), n);

	for (size_t i = 0; i < n; i++) {
		*c++ = cell_int(p[i].x);
		*c++ = cell_real(p[i].value);
		*c++ = cell_real(p[i].low);
		*c++ = cell_real(p[i].high);
		*c++ = cell_bool(p[i].exact);
		*c++ = cell_bool(p[i].out);
	}
}

static const char *const chart_assumptions[] = {
	"points are counted alike and do not hang on each other",
	"the base is a time in which the process did not change",
	"three in a thousand points are outside by chance alone",
};

static void
run_chart(struct question *q, struct result *w, int kind)
{
	static const char *const method[] = { "p chart", "u chart",
		"c chart" };
	enum chart_limits limits = (enum chart_limits)ask_pick(q, "limits");
	int64_t base = ask_int(q, "base", 0);
	size_t n, k = 0;
	struct chart_point *p = read_points(q, kind, &n);
	struct chart c;

	if (base < 0 || base > CHART_POINTS)
		ask_refuse(q, "base", "the base is 0 to the number of points");
	if (ask_bad(q) || ask_failed(q, chart_of(q->err, (enum chart_kind)kind,
	    limits, p, n, (size_t)base, &c)))
		return;
	result_real(w, "centre", "Centre", c.centre);
	/* One pair of limits where all points have the same. */
	bool same = true;

	for (size_t i = 1; i < n; i++)
		same = same && p[i].low == p[0].low && p[i].high == p[0].high;
	if (same) {
		result_real(w, "lower", "Lower limit", p[0].low);
		result_real(w, "upper", "Upper limit", p[0].high);
	}
	result_real(w, "dispersion", "Spread over that of chance",
	    c.dispersion);
	struct cell *cell = result_list(w, "out", "Points outside", c.outside);

	for (size_t i = 0; i < n; i++)
		if (p[i].out)
			cell[k++] = cell_int((int64_t)i + 1);
	result_text(w, "statement", "Statement", "%s", c.outside
	    ? "The points outside are worth a search for their cause; one "
	    "point in some three hundred is outside by chance."
	    : "No point is outside: the data do not show a change.");
	say_points(w, p, n);
	say_basis(q, w, arena_fmt(q->arena, "%s, %s limits", method[kind],
	    limits == CHART_LANEY ? "Laney's" : limits == CHART_EXACT
	    ? "exact" : "three standard errors, exact where these fail"),
	    "Montgomery (1991)", chart_assumptions,
	    NELEMS(chart_assumptions));
}

/* --- survival ------------------------------------------------------------ */

struct lives {
	struct lifetime *life;
	size_t n;
	const char **group;
	int groups;
};

static int
group_of(struct question *q, struct lives *l, const char *name)
{
	for (int i = 0; i < l->groups; i++)
		if (str_eq(l->group[i], name))
			return i;
	if (l->groups >= SURVIVAL_GROUPS) {
		ask_refuse(q, "groups", "there are at most %d groups",
		    SURVIVAL_GROUPS);
		return 0;
	}
	l->group[l->groups] = name;
	return l->groups++;
}

static struct lives
read_lives(struct question *q)
{
	struct lives l = { .group = arena_alloc(q->arena, SURVIVAL_GROUPS
	    * sizeof(*l.group)) };
	size_t events, groups;
	struct dec *time = ask_decs(q, "times", &l.n);
	int64_t *event = ask_ints(q, "events", &events);
	const char **name = ask_texts(q, "groups", &groups);

	if (events != l.n)
		ask_refuse(q, "events", "events has an entry for each time");
	if (groups && groups != l.n)
		ask_refuse(q, "groups", "groups has an entry for each time");
	l.life = arena_alloc(q->arena, (l.n + 1) * sizeof(*l.life));
	for (size_t i = 0; i < l.n && !ask_bad(q); i++) {
		if (event[i] != 0 && event[i] != 1)
			ask_refuse(q, "events", "an event is 0 or 1");
		l.life[i] = (struct lifetime){ time[i], event[i] == 1,
			group_of(q, &l, groups ? name[i] : "all") };
	}
	return l;
}

static const char *const life_assumptions[] = {
	"what is still open does not differ from the rest by being open",
	"an open action counts up to the day on which it was last seen",
};

static struct cell
maybe(bool has, double v)
{
	return has ? cell_real(v) : (struct cell){ 0 };
}

static void
say_steps(struct result *w, const struct lives *l, const struct survival *s,
    size_t rows)
{
	static const struct column column[] = { { "group", "Group" },
		{ "time", "Time" }, { "at_risk", "At risk" },
		{ "events", "Closed" }, { "censored", "Open" },
		{ "survival", "Share open" }, { "error", "Error" },
		{ "low", "Low" }, { "high", "High" } };
	struct cell *c = result_table(w, "curve", "Share still open", column,
	    NELEMS(column), rows);

	for (int g = 0; g < l->groups; g++) {
		for (size_t i = 0; i < s[g].steps; i++) {
			const struct survival_step *t = &s[g].step[i];

			*c++ = cell_text(l->group[g]);
			*c++ = cell_real(t->time);
			*c++ = cell_int(t->at_risk);
			*c++ = cell_int(t->events);
			*c++ = cell_int(t->censored);
			*c++ = cell_real(t->survival);
			*c++ = maybe(t->bounded, t->error);
			*c++ = maybe(t->bounded, t->low);
			*c++ = maybe(t->bounded, t->high);
		}
	}
}

static void
run_km(struct question *q, struct result *w)
{
	static const struct column column[] = { { "group", "Group" },
		{ "n", "Actions" }, { "events", "Closed" },
		{ "median", "Median" }, { "low", "Low" }, { "high", "High" } };
	static const enum survival_limits kinds[] = { SURVIVAL_LOG,
		SURVIVAL_LOGLOG, SURVIVAL_PLAIN };
	static const char *const words[] = { "log", "log-log", "plain" };
	int how = ask_pick(q, "interval");
	struct lives l = read_lives(q);
	double confidence = confidence_of(q);
	struct survival *s = arena_alloc(q->arena, SURVIVAL_GROUPS
	    * sizeof(*s));
	size_t rows = 0;

	if (l.n < 1)
		ask_refuse(q, "times", "times are needed");
	for (int g = 0; g < l.groups && !ask_bad(q); g++) {
		ask_failed(q, survival_of(q->err, q->arena, l.life, l.n, g,
		    kinds[how], confidence, &s[g]));
		rows += ask_bad(q) ? 0 : s[g].steps;
	}
	if (ask_bad(q))
		return;
	struct cell *c = result_table(w, "medians", "Median time", column,
	    NELEMS(column), (size_t)l.groups);

	for (int g = 0; g < l.groups; g++) {
		*c++ = cell_text(l.group[g]);
		*c++ = cell_int(s[g].n);
		*c++ = cell_int(s[g].events);
		*c++ = maybe(s[g].has_median, s[g].median);
		*c++ = maybe(s[g].has_low, s[g].median_low);
		*c++ = maybe(s[g].has_high, s[g].median_high);
	}
	say_steps(w, &l, s, rows);
	say_basis(q, w, arena_fmt(q->arena, "Kaplan and Meier, pointwise %s "
	    "limits by Greenwood's error", words[how]),
	    "Kaplan and Meier (1958)", life_assumptions,
	    NELEMS(life_assumptions));
}

static void
run_logrank(struct question *q, struct result *w)
{
	static const struct column column[] = { { "group", "Group" },
		{ "n", "Actions" }, { "observed", "Closed" },
		{ "expected", "Expected" } };
	struct lives l = read_lives(q);
	int64_t rho = ask_int(q, "rho", 0);
	struct logrank r;

	if (rho != 0 && rho != 1)
		ask_refuse(q, "rho", "rho is 0 or 1");
	if (ask_bad(q) || ask_failed(q, survival_compare(q->err, q->arena,
	    l.life, l.n, l.groups, (int)rho, &r)))
		return;
	result_real(w, "statistic", "Chi squared", r.chi2);
	result_int(w, "df", "Degrees of freedom", r.df);
	result_real(w, "p", "p", r.p);
	struct cell *c = result_table(w, "groups", "Groups", column,
	    NELEMS(column), (size_t)l.groups);

	for (int g = 0; g < l.groups; g++) {
		*c++ = cell_text(l.group[g]);
		*c++ = cell_int(r.n[g]);
		*c++ = cell_real(r.observed[g]);
		*c++ = cell_real(r.expected[g]);
	}
	say_basis(q, w, rho ? "Peto and Peto" : "log-rank test", rho
	    ? "Harrington and Fleming (1982)" : "Mantel (1966)",
	    life_assumptions, NELEMS(life_assumptions));
}

/* --- tests --------------------------------------------------------------- */

static const char *const test_assumptions[] = {
	"events happen one by one and do not hang on each other",
	"what is tested was chosen before the data were seen",
};

static void
say_test(struct question *q, struct result *w, const struct compared *c,
    const char *estimate, bool limits, const char *method, const char *source)
{
	if (c->infinite)
		result_none(w, "estimate", estimate);
	else
		result_real(w, "estimate", estimate, c->estimate);
	if (limits) {
		result_real(w, "low", "Low", c->low);
		if (c->unbounded)
			result_none(w, "high", "High");
		else
			result_real(w, "high", "High", c->high);
	}
	result_real(w, "p", "p", c->p);
	result_text(w, "statement", "Statement", "%s", c->p < 0.05
	    ? "So much or more would rarely come by chance alone (p below "
	    "0.05)." : "The data do not show a change; they do not show that "
	    "there is none.");
	say_basis(q, w, method, source, test_assumptions,
	    NELEMS(test_assumptions));
}

static void
run_poisson(struct question *q, struct result *w)
{
	size_t count, sizes;
	int64_t *x = ask_ints(q, "x", &count);
	struct dec *n = ask_decs(q, "n", &sizes);
	double rate = dec_real(ask_dec(q, "rate", (struct dec){ DEC_UNIT }));
	double confidence = confidence_of(q);
	struct compared c;

	if (count < 1 || count > 2 || sizes != count)
		ask_refuse(q, "x", "x and n have one entry each, or two");
	if (ask_bad(q))
		return;
	if (ask_failed(q, count == 1
	    ? compare_rate(q->err, x[0], n[0], rate, confidence, &c)
	    : compare_rates(q->err, x, n, rate, confidence, &c)))
		return;
	say_test(q, w, &c, count == 1 ? "Rate" : "Ratio of the rates", true,
	    count == 1 ? "exact Poisson test" : "exact test of two Poisson "
	    "counts", "Przyborowski and Wilenski (1940)");
}

static int64_t *
read_sizes(struct question *q, size_t count)
{
	size_t sizes;
	struct dec *n = ask_decs(q, "n", &sizes);
	int64_t *v = arena_alloc(q->arena, (count + 1) * sizeof(*v));

	if (sizes != count)
		ask_refuse(q, "n", "n has an entry for each of x");
	for (size_t i = 0; i < count && !ask_bad(q); i++) {
		if (n[i].v % DEC_UNIT)
			ask_refuse(q, "n", "n has whole numbers here");
		v[i] = n[i].v / DEC_UNIT;
	}
	return v;
}

static void
run_share(struct question *q, struct result *w)
{
	size_t count;
	int64_t *x = ask_ints(q, "x", &count), *n = read_sizes(q, count);
	double rate = dec_real(ask_dec(q, "rate",
	    (struct dec){ DEC_UNIT / 2 }));
	double confidence = confidence_of(q);
	struct compared c;

	if (count < 1 || count > 2)
		ask_refuse(q, "x", "x and n have one entry each, or two");
	if (ask_bad(q))
		return;
	if (ask_failed(q, count == 1
	    ? compare_share(q->err, x[0], n[0], rate, confidence, &c)
	    : compare_shares(q->err, x, n, &c)))
		return;
	say_test(q, w, &c, count == 1 ? "Share" : "Difference of the shares",
	    count == 1, count == 1 ? "exact binomial test"
	    : "Fisher's exact test", count == 1 ? "Clopper and Pearson (1934)"
	    : "Fisher (1934)");
}

static void
run_prop_trend(struct question *q, struct result *w)
{
	size_t count, scores;
	int64_t *x = ask_ints(q, "x", &count), *n = read_sizes(q, count);
	struct dec *score = ask_decs(q, "scores", &scores);
	double *s = arena_alloc(q->arena, (count + 1) * sizeof(*s));
	struct compared c;

	if (scores && scores != count)
		ask_refuse(q, "scores", "scores has an entry for each of x");
	for (size_t i = 0; i < count && !ask_bad(q); i++)
		s[i] = scores ? dec_real(score[i]) : (double)(i + 1);
	if (ask_bad(q) || ask_failed(q, compare_trend(q->err, x, n, s, count,
	    &c)))
		return;
	result_real(w, "statistic", "Chi squared", c.statistic);
	result_int(w, "df", "Degrees of freedom", 1);
	say_test(q, w, &c, "Change of the share a score", false,
	    "trend in proportions", "Armitage (1955)");
}

static void
run_adjust(struct question *q, struct result *w)
{
	size_t n, i = 0;
	const struct json *j = ask_rows(q, "p", &n);
	double *p, *out;
	struct dec d;

	if (n > COMPARE_MOST || n < 1) {
		ask_refuse(q, "p", "there are 1 to %d values", COMPARE_MOST);
		return;
	}
	p = arena_alloc(q->arena, n * sizeof(*p));
	out = arena_alloc(q->arena, n * sizeof(*out));
	/* A p value may be far below a thousand millionth. */
	for (; j; j = j->next, i++) {
		if (j->kind == J_REAL)
			p[i] = j->real;
		else if (json_dec(j, &d))
			p[i] = dec_real(d);
		else
			ask_refuse(q, "p", "p has probabilities");
	}
	if (ask_bad(q)
	    || ask_failed(q, compare_adjust(q->err, q->arena, p, n, out)))
		return;
	struct cell *c = result_list(w, "adjusted", "Adjusted", n);

	for (i = 0; i < n; i++)
		c[i] = cell_real(out[i]);
	say_basis(q, w, "false discovery rate", "Benjamini and Hochberg (1995)",
	    test_assumptions, NELEMS(test_assumptions));
}

static void
run(struct question *q, struct result *w)
{
	int kind = ask_pick(q, "kind");
	static void (*const others[])(struct question *q, struct result *w) = {
		run_km, run_logrank, run_poisson, run_share, run_prop_trend,
		run_adjust };

	if (ask_bad(q))
		return;
	if (kind <= C)
		run_chart(q, w, kind);
	else
		others[kind - KM](q, w);
}

const struct ask_name ask_trend = {
	"trend", "Does it really move?",
	"Control charts, times to closure, and exact tests of two periods.",
	field, NELEMS(field), run,
};
