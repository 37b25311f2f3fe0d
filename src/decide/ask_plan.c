/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sample plan: plans with their characteristic and expected items. */
#include "decide/ask_inside.h"

#include "decide/iso2859.h"
#include "decide/limit.h"
#include "decide/sequential.h"
#include "decide/size.h"
#include "decide/staged.h"
#include "decide/two_stage.h"

static const struct ask_field field[] = {
	{ "kind", "Kind of plan", "What the plan decides by.", "\"staged\"",
	    ASK_PICK, 0, "single|staged|sequential|two_stage|iso2859" },
	{ "method", "Method", "single and staged; auto: hypergeometric with a "
	    "population, else binomial.", "\"auto\"", ASK_PICK, 0,
	    "auto|binomial|poisson|hypergeometric" },
	{ "confidence", "Confidence", "single and staged: how sure a "
	    "population at the tolerable rate is not accepted.", "\"0.9\"",
	    ASK_RATE, 0, NULL },
	{ "tolerable", "Tolerable rate", "single and staged.", "\"0.05\"",
	    ASK_RATE, 0, NULL },
	{ "expected", "Expected rate", "single.", "\"0.01\"", ASK_RATE, 0,
	    NULL },
	{ "deviations", "Deviations planned for", "single: a fixed number "
	    "instead of an expected rate.", "1", ASK_INT, 0, NULL },
	{ "population", "Population", "single, staged and two_stage.", "500",
	    ASK_INT, 0, NULL },
	{ "n", "Items", "single: the size instead of confidence and "
	    "tolerable; staged: items a stage, instead of these.", "49",
	    ASK_INT, 0, NULL },
	{ "continue_at", "Go on at", "staged: deviations in each stage at "
	    "which the next one is drawn; fewer accept, in the last one so "
	    "many too.", "[1, 0]", ASK_INTS, 0, NULL },
	{ "p1", "Good rate", "sequential: to be accepted.", "\"0.01\"",
	    ASK_RATE, 0, NULL },
	{ "p2", "Bad rate", "sequential: to be rejected.", "\"0.1\"", ASK_RATE,
	    0, NULL },
	{ "alpha", "Risk at the good rate", "sequential: to reject it.",
	    "\"0.05\"", ASK_RATE, 0, NULL },
	{ "beta", "Risk at the bad rate", "sequential: to accept it.",
	    "\"0.1\"", ASK_RATE, 0, NULL },
	{ "cut", "Most items", "sequential: where it is cut off; three times "
	    "the single plan when left out.", "156", ASK_INT, 0, NULL },
	{ "n1", "First sample", "two_stage.", "59", ASK_INT, 0, NULL },
	{ "r1", "Reject from", "two_stage: deviations in the first sample "
	    "that reject; none accepts.", "2", ASK_INT, 0, NULL },
	{ "n2", "Second sample", "two_stage.", "34", ASK_INT, 0, NULL },
	{ "c2", "Accept up to", "two_stage: deviations in both samples.", "1",
	    ASK_INT, 0, NULL },
	{ "lot", "Lot", "iso2859: items in the lot.", "1000", ASK_INT, 0,
	    NULL },
	{ "level", "Inspection level", "iso2859.", "\"II\"", ASK_PICK, 0,
	    "II|I|III|S-1|S-2|S-3|S-4" },
	{ "letter", "Code letter", "iso2859: instead of lot and level.",
	    "\"J\"", ASK_TEXT, 0, NULL },
	{ "aql", "AQL", "iso2859: deviations per hundred items, 0.010 to 10.",
	    "\"1.0\"", ASK_TEXT, 0, NULL },
	{ "rates", "Rates", "Where the characteristic is computed; chosen "
	    "around the plan when left out.", "[\"0.01\", \"0.05\"]",
	    ASK_DECIMALS, 0, NULL },
};

enum { RATES = 1000, CHOSEN = 9 };

/* What each plan says at one rate. */
struct at { double accept, items; };
typedef struct at at_fn(const void *plan, struct dec rate);

/* Rates of the question, or shares of twice a rate that the plan is about. */
static struct dec *
rates_of(struct question *q, struct dec about, size_t *n)
{
	struct dec *r = ask_decs(q, "rates", n);

	if (*n > RATES)
		ask_refuse(q, "rates", "rates has at most %d entries", RATES);
	for (size_t i = 0; i < *n; i++)
		if (r[i].v < 0 || r[i].v > DEC_UNIT)
			ask_refuse(q, "rates", "a rate is 0 to 1");
	if (*n || ask_bad(q))
		return r;
	r = arena_alloc(q->arena, CHOSEN * sizeof(*r));
	for (int64_t i = 0; i < CHOSEN; i++) {
		r[i].v = about.v / 4 * i;
		if (r[i].v > DEC_UNIT)
			r[i].v = DEC_UNIT;
		*n = (size_t)i + 1;
	}
	return r;
}

static void
say_characteristic(struct question *q, struct result *w, struct dec about,
    at_fn *fn, const void *plan)
{
	static const struct column column[] = { { "rate", "Rate" },
		{ "accept", "Chance to accept" },
		{ "asn", "Expected items" } };
	size_t n;
	struct dec *rate = rates_of(q, about, &n);

	if (ask_bad(q))
		return;
	struct cell *c = result_table(w, "oc", "Operating characteristic",
	    column, NELEMS(column), n);

	for (size_t i = 0; i < n; i++) {
		struct at at = fn(plan, rate[i]);

		*c++ = cell_real(dec_real(rate[i]));
		*c++ = cell_real(at.accept);
		*c++ = cell_real(at.items);
	}
}

static enum tail_kind
method_of(struct question *q, int64_t population)
{
	int i = ask_pick(q, "method");

	return i == 0 ? population ? TAIL_HYPERGEOMETRIC : TAIL_BINOMIAL
	    : (enum tail_kind)(i - 1);
}

static const struct dec nothing = { 0 };

static void
need(struct question *q, const char *name, const char *kind)
{
	if (!ask_has(q, name))
		ask_refuse(q, name, "a %s plan needs %s", kind, name);
}

static const char *const assumptions[] = {
	"items are drawn at random from the whole population",
	"the plan was fixed before the first item was looked at",
	"each item looked at is judged right",
};

static void
say_plan_basis(struct question *q, struct result *w, const char *method,
    const char *edition)
{
	say_basis(q, w, method, edition, assumptions, NELEMS(assumptions));
}

static void
say_unachievable(struct result *w, const char *reason)
{
	result_bool(w, "achievable", "Achievable", false);
	result_text(w, "reason", "Reason", "%s", reason);
}

/* --- single -------------------------------------------------------------- */

struct single { struct tail t; int64_t k; };

static struct at
single_at(const void *plan, struct dec rate)
{
	const struct single *s = plan;
	struct tail t = s->t;

	t.rate = rate;
	t.bad = t.all ? dec_times_up(rate, t.all) : 0;
	return (struct at){ tail_lower(&t, s->k), (double)t.n };
}

static void
plan_single(struct question *q, struct result *w)
{
	struct size_ask s = { .population = ask_int(q, "population", 0) };
	struct size_plan p = { .achievable = true, .n = ask_int(q, "n", 0) };

	s.method = method_of(q, s.population);
	s.confidence = ask_rate(q, "confidence", nothing);
	s.tolerable = ask_rate(q, "tolerable", nothing);
	s.expected = ask_rate(q, "expected", nothing);
	s.fixed = ask_int(q, "deviations", -1);
	if (!ask_has(q, "n")) {
		need(q, "confidence", "single");
		need(q, "tolerable", "single");
	}
	if (ask_bad(q))
		return;
	p.k = s.fixed < 0 ? 0 : s.fixed;
	if (!ask_has(q, "n") && ask_failed(q, size_plan(q->err, &s, &p)))
		return;
	if (ask_has(q, "n") && (p.n < 1 || p.n > TAIL_MOST || s.population < 0
	    || s.population > TAIL_MOST || (s.population
	    && p.n > s.population) || (s.method == TAIL_HYPERGEOMETRIC
	    && !s.population))) {
		ask_refuse(q, "n", "a sample has 1 item to the population");
		return;
	}
	if (p.achievable) {
		struct single plan = { { s.method, p.n, nothing,
			s.method == TAIL_HYPERGEOMETRIC ? s.population : 0,
			0 }, p.k };
		struct dec about = s.tolerable.v ? s.tolerable
		    : (struct dec){ DEC_UNIT / 10 };

		result_bool(w, "achievable", "Achievable", true);
		result_int(w, "n", "Items to look at", p.n);
		result_int(w, "k", "Accept up to", p.k);
		say_characteristic(q, w, about, single_at, &plan);
	} else {
		say_unachievable(w, p.reason);
	}
	say_plan_basis(q, w, "single sample, exact tail", "AICPA (2017)");
}

/* --- staged -------------------------------------------------------------- */

static struct at
staged_at(const void *plan, struct dec rate)
{
	return (struct at){ staged_accept(plan, rate),
		staged_items(plan, rate) };
}

static void
plan_staged(struct question *q, struct result *w)
{
	struct staged s = { .population = ask_int(q, "population", 0) };
	struct dec confidence = ask_rate(q, "confidence", nothing);
	struct dec tolerable = ask_rate(q, "tolerable", nothing);
	int64_t *more;

	need(q, "continue_at", "staged");
	more = ask_ints(q, "continue_at", &s.stages);
	s.method = method_of(q, s.population);
	s.n = ask_int(q, "n", 0);
	if (s.stages > STAGES)
		ask_refuse(q, "continue_at",
		    "a staged plan has 1 to %d stages", STAGES);
	if (!ask_has(q, "n")) {
		need(q, "confidence", "staged");
		need(q, "tolerable", "staged");
	} else if (s.n < 1) {
		ask_refuse(q, "n", "a stage has 1 or more items");
	}
	if (ask_bad(q))
		return;
	for (size_t j = 0; j < s.stages; j++)
		s.more[j] = more[j];
	enum rc rc = ask_has(q, "n") ? staged_check(q->err, &s)
	    : staged_size(q->err, &s, confidence, tolerable, &s.n);

	if (ask_failed(q, rc))
		return;
	if (s.n > 0) {
		struct dec about = tolerable.v ? tolerable
		    : (struct dec){ DEC_UNIT / 10 };

		result_bool(w, "achievable", "Achievable", true);
		result_int(w, "n", "Items a stage", s.n);
		result_int(w, "n_total", "Items in all stages",
		    s.n * (int64_t)s.stages);
		if (tolerable.v)
			result_real(w, "risk", "Chance to accept at the "
			    "tolerable rate", staged_accept(&s, tolerable));
		say_characteristic(q, w, about, staged_at, &s);
	} else {
		say_unachievable(w, "no size of the stages, within a million "
		    "items and the population, does it");
	}
	say_plan_basis(q, w, "staged sample (stop or go), exact",
	    "Touw and Hoogduin (2012)");
}

/* --- sequential ---------------------------------------------------------- */

static struct at
wald_at(const void *plan, struct dec rate)
{
	struct sequential_at at = sequential_at(plan, dec_real(rate));

	return (struct at){ at.accept, at.items };
}

static void
say_lines(struct question *q, struct result *w, const struct sequential *s)
{
	static const struct column column[] = { { "n", "After items" },
		{ "accept", "Accept up to" }, { "reject", "Reject from" } };
	int64_t rows = s->cut < 500 ? s->cut : 500;
	struct cell *c = result_table(w, "steps", "Step by step", column,
	    NELEMS(column), (size_t)rows);

	(void)q;
	for (int64_t n = 1; n <= rows; n++) {
		int64_t accept = sequential_accept_to(s, n);
		int64_t reject = sequential_reject_from(s, n);

		*c++ = cell_int(n);
		*c++ = accept < 0 ? (struct cell){ 0 } : cell_int(accept);
		*c++ = reject > n ? (struct cell){ 0 } : cell_int(reject);
	}
}

static void
plan_sequential(struct question *q, struct result *w)
{
	struct sequential s = { .cut = ask_int(q, "cut", 0) };
	size_t rates;

	need(q, "p1", "sequential");
	need(q, "p2", "sequential");
	need(q, "alpha", "sequential");
	need(q, "beta", "sequential");
	s.p1 = ask_rate(q, "p1", nothing);
	s.p2 = ask_rate(q, "p2", nothing);
	s.alpha = ask_rate(q, "alpha", nothing);
	s.beta = ask_rate(q, "beta", nothing);
	rates_of(q, s.p2, &rates);
	if (ask_bad(q) || ask_failed(q, sequential_plan(q->err, &s)))
		return;
	/* Each rate steps through the whole plan. */
	if ((s.h1 + s.h2 + 3) * (double)s.cut * (double)rates > 2e8) {
		ask_failed(q, err_set(q->err, RC_LIMIT, "so many rates over so "
		    "long a plan are too much work"));
		return;
	}
	result_real(w, "h1", "Accepting line starts at minus", s.h1);
	result_real(w, "h2", "Rejecting line starts at", s.h2);
	result_real(w, "slope", "Slope of both", s.slope);
	result_int(w, "first_accept", "Accepts earliest after",
	    s.first_accept);
	result_int(w, "first_reject", "Rejects earliest after",
	    s.first_reject);
	result_int(w, "cut", "Cut off after", s.cut);
	if (s.single_n) {
		result_int(w, "single_n", "The single plan would take",
		    s.single_n);
		result_int(w, "single_k", "and accept up to", s.single_k);
	}
	result_real(w, "true_alpha", "True risk at the good rate",
	    1 - wald_at(&s, s.p1).accept);
	result_real(w, "true_beta", "True risk at the bad rate",
	    wald_at(&s, s.p2).accept);
	say_characteristic(q, w, s.p2, wald_at, &s);
	say_lines(q, w, &s);
	say_plan_basis(q, w, "sequential probability ratio test, cut off, "
	    "risks recomputed", "Wald (1947)");
}

/* --- two stages ---------------------------------------------------------- */

static struct at
double_at(const void *plan, struct dec rate)
{
	struct two_stage_at at = two_stage_at(plan, rate);

	return (struct at){ at.accept, at.items };
}

static void
plan_two_stage(struct question *q, struct result *w)
{
	struct two_stage s = { ask_int(q, "n1", 0), ask_int(q, "r1", 0),
		ask_int(q, "n2", 0), ask_int(q, "c2", 0),
		ask_int(q, "population", 0) };
	size_t rates;

	rates_of(q, (struct dec){ DEC_UNIT / 25 }, &rates);
	if (s.r1 > 0 && s.r1 < INT32_MAX
	    && (double)s.r1 * (double)rates > 1e5)
		ask_refuse(q, "rates",
		    "so many rates are too much work for this r1");
	need(q, "n1", "two-stage");
	need(q, "r1", "two-stage");
	need(q, "n2", "two-stage");
	need(q, "c2", "two-stage");
	if (ask_bad(q) || ask_failed(q, two_stage_check(q->err, &s)))
		return;
	result_int(w, "n1", "First sample", s.n1);
	result_int(w, "r1", "Reject from", s.r1);
	result_int(w, "n2", "Second sample", s.n2);
	result_int(w, "c2", "Accept up to, in both", s.c2);
	say_characteristic(q, w, (struct dec){ DEC_UNIT / 25 }, double_at, &s);
	say_plan_basis(q, w, "two samples: accept on none, reject from r1, "
	    "else by both", "decision rule of ISO 28596:2022");
}

/* --- AQL ----------------------------------------------------------------- */

static int
letter_of(struct question *q, int64_t lot)
{
	const char *letter = ask_text(q, "letter", NULL);
	static const char *const order[] = { "II", "I", "III", "S-1", "S-2",
		"S-3", "S-4" };
	int level = iso2859_find_level(order[ask_pick(q, "level")]);

	if (letter && iso2859_find_letter(letter) < 0)
		ask_refuse(q, "letter", "a code letter is A to R, without I "
		    "and O");
	if (letter)
		return iso2859_find_letter(letter);
	if (lot < 2)
		ask_refuse(q, "lot", "a lot of 2 items or more, or a letter, "
		    "is needed");
	return ask_bad(q) ? -1 : iso2859_code(lot, level);
}

static void
plan_aql(struct question *q, struct result *w)
{
	int64_t lot = ask_int(q, "lot", 0);
	int letter = letter_of(q, lot);
	const char *text = ask_text(q, "aql", "");
	int aql = iso2859_find_aql(text);

	if (aql < 0)
		ask_refuse(q, "aql", "an AQL is one of 0.010, 0.015, 0.025, "
		    "0.040, 0.065 and their tens, up to 10");
	if (ask_bad(q))
		return;
	struct iso2859 p = iso2859_plan(letter, aql, lot);
	struct dec about = { 0 };

	result_text(w, "code_letter", "Code letter", "%c",
	    iso2859_letter[letter]);
	if (!p.letter) {
		say_unachievable(w, "the table has no plan for this letter "
		    "and AQL");
	} else {
		struct single plan = { { TAIL_BINOMIAL, p.n, nothing, 0, 0 },
			p.accept };

		result_bool(w, "achievable", "Achievable", true);
		result_text(w, "letter", "Letter of the plan", "%c", p.letter);
		result_int(w, "n", "Items to look at", p.n);
		result_int(w, "accept", "Accept up to", p.accept);
		result_int(w, "reject", "Reject from", p.reject);
		result_bool(w, "census", "Look at the whole lot", p.census);
		result_real(w, "p_accept_95", "Rate accepted in 95 %",
		    limit_above(p.accept, p.n, 0.95));
		result_real(w, "p_accept_10", "Rate accepted in 10 %",
		    limit_above(p.accept, p.n, 0.1));
		if (!dec_parse(iso2859_aql[aql], &about))
			about.v = 0;
		about.v = about.v / 100 * 4;
		say_characteristic(q, w, about, single_at, &plan);
	}
	say_plan_basis(q, w, "single plan by AQL, normal inspection; for a "
	    "series of lots", "ISO 2859-1 tables 1 and 2-A");
}

static void
run(struct question *q, struct result *w)
{
	static void (*const kind[])(struct question *q, struct result *w) = {
		plan_single, plan_staged, plan_sequential, plan_two_stage,
		plan_aql };
	int i = ask_pick(q, "kind");

	if (!ask_bad(q))
		kind[i](q, w);
}

const struct ask_name ask_sample_plan = {
	"sample plan", "A sampling plan with its characteristic",
	"The plan, the chance to accept and the expected number of items at "
	"each rate.",
	field, NELEMS(field), run,
};
