/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sites and allocate: where to look. */
#include "decide/ask_inside.h"

#include "base/text.h"
#include "decide/allocate.h"
#include "decide/sites.h"

/* --- sites --------------------------------------------------------------- */

static const struct ask_field sites_field[] = {
	{ "sites", "Similar sites", "Of one risk group, without the central "
	    "function.", "26", ASK_INT, ASK_NEEDED, NULL },
	{ "kind", "Kind of audit", "Decides the rule.", "\"initial\"",
	    ASK_PICK, 0, "initial|surveillance|recertification" },
	{ "effective", "System proved effective", "recertification: over the "
	    "cycle; true when left out. If not, as many as initially.",
	    "true", ASK_FLAG, 0, NULL },
	{ "all", "Sampling does not suit", "All sites initially and at "
	    "renewal, 30 % a year between.", "false", ASK_FLAG, 0, NULL },
	{ "more", "More for risk", "Sites added to the rule.", "1", ASK_INT, 0,
	    NULL },
	{ "reason", "Reason for more", "For instance a change or a complaint.",
	    "\"two complaints\"", ASK_TEXT, 0, NULL },
};

static const char *const sites_assumptions[] = {
	"the sites do the same kind of work under one management system",
	"sites were not merged before they were counted",
	"the root of a number of sites promises no confidence",
};

static void
say_missed(struct result *w, const struct sites_ask *s, int64_t sample)
{
	static const struct column column[] = { { "bad", "Sites with fault" },
		{ "missed", "Chance to miss them all" } };
	int64_t last = -1;
	size_t rows = 0;
	struct cell *c = result_table(w, "chance",
	    "What as many sites at random would miss", column,
	    NELEMS(column), 5);

	/* One site, then a twentieth, a tenth, a quarter and a half. */
	for (int i = 0; i < 5; i++) {
		static const int64_t part[] = { 0, 20, 10, 4, 2 };
		int64_t bad = part[i] ? (s->sites + part[i] - 1) / part[i] : 1;

		if (bad == last)
			continue;
		last = bad;
		*c++ = cell_int(bad);
		*c++ = cell_real(sites_missed(s->sites, bad, sample));
		rows++;
	}
	w->last->rows = rows;
}

static void
run_sites(struct question *q, struct result *w)
{
	struct sites_ask s = { .sites = ask_int(q, "sites", 0),
		.kind = (enum sites_kind)ask_pick(q, "kind"),
		.unproven = !ask_flag(q, "effective", true),
		.all = ask_flag(q, "all", false),
		.more = ask_int(q, "more", 0) };
	const char *reason = ask_text(q, "reason", NULL);
	struct sites r;

	if (s.more > 0 && !reason)
		ask_refuse(q, "reason", "more sites need their reason");
	if (ask_bad(q) || ask_failed(q, sites_of(q->err, &s, &r)))
		return;
	result_int(w, "sample", "Sites to audit", r.sample);
	result_int(w, "random_minimum", "Of them at random, at least",
	    r.random_minimum);
	result_int(w, "central", "And the central function", r.central);
	result_int(w, "rule", "By the rule alone", r.rule);
	if (s.kind == SITES_RECERTIFICATION && !s.all)
		result_text(w, "condition", "Condition", "%s", s.unproven
		    ? "the system was not shown effective: as many as "
		    "initially" : "0.8 times the root holds only where the "
		    "system proved effective over the cycle");
	result_text(w, "statement", "Statement", "Of %lld sites %lld are "
	    "audited, %lld of them chosen at random, and the central "
	    "function. This number is a rule and gives no stated confidence.",
	    (long long)s.sites, (long long)r.sample,
	    (long long)r.random_minimum);
	say_missed(w, &s, r.sample);
	say_basis(q, w, s.all ? "all sites, 30 % a year between"
	    : s.kind == SITES_INITIAL ? "root of the sites, rounded up"
	    : s.kind == SITES_SURVEILLANCE
	    ? "0.6 times the root of the sites, rounded up"
	    : s.unproven ? "root of the sites, rounded up"
	    : "0.8 times the root of the sites, rounded up",
	    "IAF MD 1:2018, 6.1.3 and 6.2.1", sites_assumptions,
	    NELEMS(sites_assumptions));
}

const struct ask_name ask_sites = {
	"sites", "How many sites to visit",
	"The rule of IAF MD 1 in whole numbers, and what it does not promise.",
	sites_field, NELEMS(sites_field), run_sites,
};

/* --- allocate ------------------------------------------------------------ */

static const struct ask_field allocate_field[] = {
	{ "total", "Items in all", "To be shared out.", "200", ASK_INT,
	    ASK_NEEDED, NULL },
	{ "strata", "Strata", "Objects with size, and sd (the spread within), "
	    "and name if they have one.",
	    "[{\"name\": \"north\", \"size\": 4421, \"sd\": \"131.3\"}, "
	    "{\"size\": 755, \"sd\": \"107.7\"}]", ASK_ROWS, ASK_NEEDED,
	    NULL },
	{ "rule", "Rule", "By size; by size and spread; or the whole numbers "
	    "with the least variance.", "\"optimum\"", ASK_PICK, 0,
	    "optimum|proportional|neyman" },
	{ "minimum", "Least in each", "1 lets every stratum be estimated.",
	    "1", ASK_INT, 0, NULL },
};

static const char *const allocate_assumptions[] = {
	"each stratum is drawn from at random and by itself",
	"the spreads are known well enough to share by them",
};

static struct stratum *
read_strata(struct question *q, size_t *n, const char ***name)
{
	const struct json *row = ask_rows(q, "strata", n);
	struct stratum *s;

	if (*n > ALLOCATE_STRATA) {
		ask_refuse(q, "strata", "there are at most %d strata",
		    ALLOCATE_STRATA);
		*n = 0;
	}
	s = arena_alloc(q->arena, (*n + 1) * sizeof(*s));
	*name = arena_alloc(q->arena, (*n + 1) * sizeof(**name));
	for (size_t i = 0; i < *n; i++, row = row->next) {
		s[i].size = row_int(q, "strata", row, "size", 0);
		s[i].sd = row_dec(q, "strata", row, "sd",
		    (struct dec){ DEC_UNIT });
		(*name)[i] = row_text(q, "strata", row, "name", NULL);
	}
	return s;
}

static void
run_allocate(struct question *q, struct result *w)
{
	static const enum allocate_rule rules[] = { ALLOCATE_OPTIMUM,
		ALLOCATE_PROPORTIONAL, ALLOCATE_NEYMAN };
	static const char *const methods[] = {
		"whole numbers of least variance",
		"by size, largest remainders",
		"by size and spread, largest remainders" };
	static const struct column column[] = { { "name", "Stratum" },
		{ "size", "Size" }, { "count", "Items" },
		{ "share", "Exact share" } };
	int rule = ask_pick(q, "rule");
	int64_t total = ask_int(q, "total", 0);
	int64_t least = ask_int(q, "minimum", 1);
	const char **name;
	size_t n;
	struct stratum *s = read_strata(q, &n, &name);
	struct cell *c;
	bool all = true;

	if (ask_bad(q) || ask_failed(q, allocate(q->err, rules[rule], total,
	    least, s, n)))
		return;
	c = result_list(w, "counts", "Items to draw", n);
	for (size_t i = 0; i < n; i++) {
		c[i] = cell_int(s[i].count);
		all = all && s[i].count > 0;
	}
	if (all)
		result_real(w, "variance", "Variance of the total",
		    allocate_variance(s, n));
	c = result_table(w, "strata", "Strata", column, NELEMS(column), n);
	for (size_t i = 0; i < n; i++) {
		*c++ = name[i] ? cell_text(name[i]) : cell_int((int64_t)i + 1);
		*c++ = cell_int(s[i].size);
		*c++ = cell_int(s[i].count);
		*c++ = cell_real(s[i].share);
	}
	say_basis(q, w, methods[rule], rule == 0 ? "Wright (2012)"
	    : rule == 1 ? "Hamilton" : "Neyman (1934)", allocate_assumptions,
	    NELEMS(allocate_assumptions));
}

const struct ask_name ask_allocate = {
	"allocate", "Share a sample out over strata",
	"Whole numbers that add up, within what each stratum has.",
	allocate_field, NELEMS(allocate_field), run_allocate,
};
