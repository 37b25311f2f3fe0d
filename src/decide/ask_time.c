/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* time: audit days with every step shown. */
#include "decide/ask_inside.h"

#include "base/text.h"
#include "decide/audit_time.h"

#include <stdio.h>
#include <string.h>

static const struct ask_field field[] = {
	{ "persons", "Persons", "Doing work under the organization's control, "
	    "as full-time equivalents, without those in groups.", "45",
	    ASK_INT, ASK_NEEDED, NULL },
	{ "groups", "Groups of identical work", "Headcounts; each counts with "
	    "its square root, rounded up.", "[49, 49]", ASK_INTS, 0, NULL },
	{ "edition", "Edition", "The table and its limits.",
	    "\"27006-1:2024\"", ASK_PICK, 0,
	    "27006-1:2024|27006:2015|md5:2019 qms|md5:2019 ems high|"
	    "md5:2019 ems medium|md5:2019 ems low|md5:2019 ems limited|"
	    "md5:2019 ohs high|md5:2019 ohs medium|md5:2019 ohs low" },
	{ "factors", "Factors", "business_type, process_complexity, "
	    "system_maturity, infrastructure, supplier_dependency and "
	    "development, each 1 to 3: give the range of the adjustment.",
	    "{\"business_type\": 2, \"process_complexity\": 1, "
	    "\"system_maturity\": 1, \"infrastructure\": 2, "
	    "\"supplier_dependency\": 2, \"development\": 1}", ASK_NAMED, 0,
	    NULL },
	{ "reasons", "Reasons of the factors", "Objects with factor and "
	    "reason.", "[{\"factor\": \"development\", \"reason\": "
	    "\"no own software\"}]", ASK_ROWS, 0, NULL },
	{ "adjust", "Adjustment", "In per cent, -20 for a fifth less; the "
	    "middle of the range when left out.", "\"-20\"", ASK_DECIMAL, 0,
	    NULL },
	{ "reason", "Reason", "Of an adjustment outside the range, or of an "
	    "own time.", "\"one shift, one building\"", ASK_TEXT, 0, NULL },
	{ "own_days", "Own time", "Days instead of the table's, with a "
	    "reason.", "\"30\"", ASK_DECIMAL, 0, NULL },
	{ "site_reduction", "Reduction of a site", "In per cent, all "
	    "reductions of a sampled site together.", "\"30\"", ASK_DECIMAL,
	    0, NULL },
	{ "integration", "Combined systems", "Reduction in per cent.", "\"10\"",
	    ASK_DECIMAL, 0, NULL },
	{ "stage1", "Share of stage 1", "In per cent; 30 when left out.",
	    "\"30\"", ASK_DECIMAL, 0, NULL },
	{ "remote", "Remote share", "In per cent.", "\"25\"", ASK_DECIMAL, 0,
	    NULL },
	{ "purpose", "Purpose", "For an internal audit the table is a "
	    "benchmark only.", "\"internal\"", ASK_PICK, 0,
	    "internal|certification" },
};

/* Hundredths of a per cent from per cent. */
static int
percent_of(struct question *q, const char *name)
{
	const struct json *j = json_get(q->in, name);
	struct dec d = { 0 };
	char tmp[48];
	size_t n;

	if (!ask_has(q, name))
		return 0;
	if (j->kind == J_TEXT && strlen(j->text) < sizeof(tmp)) {
		n = strcspn(j->text, "%");
		memcpy(tmp, j->text, n);
		while (n && tmp[n - 1] == ' ')
			n--;
		tmp[n] = '\0';
		if (!dec_parse(tmp[0] == '+' ? tmp + 1 : tmp, &d))
			d.v = 1;
	} else if (!json_dec(j, &d)) {
		d.v = 1;
	}
	if (d.v % (DEC_UNIT / 100) || d.v > 1000000 * DEC_UNIT
	    || d.v < -1000000 * DEC_UNIT) {
		ask_refuse(q, name, "%s is in per cent, with at most two "
		    "decimals", name);
		return 0;
	}
	return (int)(d.v / (DEC_UNIT / 100));
}

static void
read_factors(struct question *q, struct audit_time_ask *s)
{
	const struct json *f = json_get(q->in, "factors");
	size_t found = 0;

	s->rated = ask_has(q, "factors");
	if (!s->rated)
		return;
	if (f->kind != J_OBJECT) {
		ask_refuse(q, "factors", "factors is an object");
		return;
	}
	for (int i = 0; i < AUDIT_TIME_FACTORS; i++) {
		const char *name = audit_time_factor[i];
		int64_t v = row_int(q, "factors", f, name, 0);

		if (v < 1 || v > 3)
			ask_refuse(q, "factors", "%s is 1 to 3", name);
		s->factor[i] = v >= 1 && v <= 3 ? (int)v : 1;
		found += json_get(f, name) != NULL;
	}
	if (found < f->count)
		ask_refuse(q, "factors", "there is an unknown factor");
}

/* --- the sheet ----------------------------------------------------------- */

static const char *const level_word[] = { "low", "medium", "high" };

/* The why of a step: in the arena, formatted. */
static struct cell why(struct question *q, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

static struct cell
why(struct question *q, const char *fmt, ...)
{
	char tmp[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(tmp, sizeof(tmp), fmt, ap);
	va_end(ap);
	return cell_text(arena_str(q->arena, tmp));
}

static const char *
percent(struct question *q, int64_t hundredths)
{
	struct dec d = { hundredths * (DEC_UNIT / 100) };
	char tmp[DEC_LEN];

	dec_write(tmp, d);
	return arena_fmt(q->arena, "%s %%", tmp);
}

static struct cell *
step(struct cell *c, const char *what, struct cell value, struct cell how)
{
	c[0] = cell_text(what);
	c[1] = value;
	c[2] = how;
	return c + 3;
}

enum { STEPS = 10 };

static void
say_sheet(struct question *q, struct result *w, const struct audit_time_ask *s,
    const struct audit_time *t)
{
	static const struct column column[] = { { "step", "Step" },
		{ "value", "Value" }, { "how", "How" } };
	const struct audit_time_edition *e = &audit_time_edition[s->edition];
	const char *reason = utf8_cut(q->arena, s->reason ? s->reason : "",
	    50);
	struct cell *c = result_table(w, "steps", "Calculation", column,
	    NELEMS(column), STEPS);

	c = step(c, "Effective persons", cell_int(t->effective), why(q,
	    "%lld and the roots of %zu groups, rounded up%s%s",
	    (long long)s->persons, s->groups, s->groups ? "; " : "",
	    s->groups ? e->groups_clause : ""));
	c = step(c, "Time by table", cell_days(t->table), s->own ? why(q,
	    "own time: %s", reason) : why(q, "%s", e->title));
	c = step(c, "Adjustment", why(q, "%s", percent(q, t->adjust)),
	    s->rated ? why(q, "business %s, IT %s: %s to %s%s%s",
	    level_word[t->business], level_word[t->it],
	    percent(q, t->least), percent(q, t->most), *reason ? "; " : "",
	    reason) : why(q, "%s", *reason ? reason : "as given"));
	c = step(c, "Adjusted time", cell_days(t->adjusted), why(q,
	    "to a hundredth of a day"));
	c = step(c, "Initial audit", cell_days(t->initial), why(q,
	    "nearest half day, a tie up; not below %s of the table%s (%s)",
	    percent(q, 10000 - e->most_reduction), t->floored
	    ? ", which raised it" : "", e->reduction_clause));
	c = step(c, "Stage 1", cell_days(t->stage1), why(q, "%s of it",
	    percent(q, s->stage1 ? s->stage1 : 3000)));
	c = step(c, "Stage 2", cell_days(t->stage2), why(q, "the rest"));
	c = step(c, "Spent auditing, at least", cell_days(t->onsite_minimum),
	    why(q, "%s of the initial audit", percent(q, e->onsite)));
	c = step(c, "Surveillance a year", cell_days(t->surveillance), why(q,
	    "a third, nearest half day, at least one"));
	step(c, "Recertification", cell_days(t->recertification), why(q,
	    "two thirds, nearest half day"));
}

static void
say_reasons(struct question *q, struct result *w)
{
	static const struct column column[] = { { "factor", "Factor" },
		{ "reason", "Reason" } };
	size_t n;
	const struct json *row = ask_rows(q, "reasons", &n);
	struct cell *c;

	if (n == 0 || ask_bad(q))
		return;
	if (n > 100) {
		ask_refuse(q, "reasons", "there are at most 100 reasons");
		return;
	}
	c = result_table(w, "reasons", "Reasons", column, NELEMS(column), n);
	for (; row; row = row->next) {
		*c++ = cell_text(row_text(q, "reasons", row, "factor", ""));
		*c++ = cell_text(row_text(q, "reasons", row, "reason", ""));
	}
}

static const char *const assumptions[] = {
	"a day has 8 hours; travel is not audit time",
	"persons are counted over all shifts, part time as full time",
	"who certifies applies the document itself",
};

static void
say_results(struct question *q, struct result *w,
    const struct audit_time_ask *s, const struct audit_time *t)
{
	result_int(w, "effective", "Effective persons", t->effective);
	result_days(w, "table", "Time by table, days", t->table);
	result_text(w, "adjust", "Adjustment", "%s", percent(q, t->adjust));
	if (s->rated) {
		result_text(w, "business", "Business", "%s",
		    level_word[t->business]);
		result_text(w, "it", "IT", "%s", level_word[t->it]);
		result_text(w, "range", "Range of the adjustment", "%s to %s",
		    percent(q, t->least), percent(q, t->most));
	}
	result_days(w, "adjusted", "Adjusted time, days", t->adjusted);
	result_days(w, "initial", "Initial audit, days", t->initial);
	result_days(w, "stage1", "Stage 1, days", t->stage1);
	result_days(w, "stage2", "Stage 2, days", t->stage2);
	result_days(w, "onsite_minimum", "Spent auditing, at least, days",
	    t->onsite_minimum);
	result_days(w, "surveillance", "Surveillance a year, days",
	    t->surveillance);
	result_days(w, "recertification", "Recertification, days",
	    t->recertification);
	if (ask_has(q, "site_reduction"))
		result_days(w, "site", "At this site, days", t->site);
	if (ask_has(q, "integration"))
		result_days(w, "combined", "Combined, days", t->combined);
	if (!ask_has(q, "remote"))
		return;
	result_days(w, "remote", "Of it remote, days", t->remote);
	result_bool(w, "remote_approval", "Remote share needs approval",
	    t->remote_approval);
	if (t->remote_approval)
		result_text(w, "remote_clause", "By", "%s",
		    audit_time_edition[s->edition].remote_clause);
}

static void
run(struct question *q, struct result *w)
{
	struct audit_time_ask s = { .persons = ask_int(q, "persons", 0) };
	struct dec own = ask_dec(q, "own_days", (struct dec){ 0 });
	struct audit_time t;

	s.edition = ask_pick(q, "edition");
	s.group = ask_ints(q, "groups", &s.groups);
	read_factors(q, &s);
	s.adjusted = ask_has(q, "adjust");
	s.adjust = percent_of(q, "adjust");
	s.reason = ask_text(q, "reason", NULL);
	if (own.v < 0 || own.v > 1000 * DEC_UNIT || own.v % (DEC_UNIT / 100))
		ask_refuse(q, "own_days", "an own time is 0 to 1000 days with "
		    "at most two decimals");
	s.own = own.v / (DEC_UNIT / 100);
	s.site_reduction = percent_of(q, "site_reduction");
	s.integration = percent_of(q, "integration");
	s.stage1 = percent_of(q, "stage1");
	s.remote = percent_of(q, "remote");
	bool internal = ask_pick(q, "purpose") == 0;

	if (ask_bad(q) || ask_failed(q, audit_time_of(q->err, &s, &t)))
		return;
	say_results(q, w, &s, &t);
	result_bool(w, "benchmark", "A benchmark only", internal);
	result_text(w, "statement", "Statement", "%s", internal
	    ? "For an internal audit this is a benchmark, not a duty: plan "
	    "what the objectives need, and say why."
	    : "Travel and breaks come on top. Reductions that always reach "
	    "the limit are not acceptable.");
	say_sheet(q, w, &s, &t);
	say_reasons(q, w);
	say_basis(q, w, "audit time by table and factors, rounding last",
	    audit_time_edition[s.edition].title, assumptions,
	    NELEMS(assumptions));
}

const struct ask_name ask_time = {
	"time", "Audit days, with every step shown",
	"The table by persons, the factors with their reasons, the limits "
	"with their clauses; rounded last.",
	field, NELEMS(field), run,
};
