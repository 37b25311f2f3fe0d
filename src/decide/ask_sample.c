/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sample size, sample evaluate: how many, and what they prove. */
#include "decide/ask_inside.h"

#include "decide/limit.h"
#include "decide/size.h"

static const char *const method_title[] = {
	[TAIL_BINOMIAL] = "binomial", [TAIL_POISSON] = "Poisson",
	[TAIL_HYPERGEOMETRIC] = "hypergeometric",
};

static const char editions[] = "AICPA Audit Guide Audit Sampling (2017), "
	"exact rule with decimal rates";

/* The hypergeometric method when the population is known, else binomial. */
static enum tail_kind
method_of(struct question *q, int64_t population)
{
	int i = ask_pick(q, "method");

	return i == 0 ? population ? TAIL_HYPERGEOMETRIC : TAIL_BINOMIAL
	    : (enum tail_kind)(i - 1);
}

static const char *const random_assumptions[] = {
	"each item of the population has the same chance to be drawn",
	"each item looked at is judged right: a deviation is seen as one",
	"the list that the sample is drawn from is the whole population",
	"size, method and numbers were fixed before the first item was seen",
};

#define METHODS "auto|binomial|poisson|hypergeometric"
#define METHOD_HELP "auto: hypergeometric with a population, else binomial."

/* --- size ---------------------------------------------------------------- */

static const struct ask_field size_field[] = {
	{ "method", "Method", METHOD_HELP, "\"binomial\"", ASK_PICK, 0,
	    METHODS },
	{ "confidence", "Confidence", "How sure the statement is to be, above "
	    "0 and below 1.", "\"0.95\"", ASK_RATE, ASK_NEEDED, NULL },
	{ "tolerable", "Tolerable rate", "From this rate of deviations on you "
	    "want to notice it.", "\"0.05\"", ASK_RATE, ASK_NEEDED, NULL },
	{ "expected", "Expected rate", "The rate you expect to find; 0 when "
	    "left out: one deviation is one too many.", "\"0.01\"", ASK_RATE,
	    0, NULL },
	{ "deviations", "Deviations planned for", "A fixed number instead of "
	    "an expected rate.", "1", ASK_INT, 0, NULL },
	{ "population", "Population", "How many items there are; needed for "
	    "the hypergeometric method.", "140", ASK_INT, 0, NULL },
};

static void
say_size(struct question *q, struct result *w, const struct size_ask *s,
    const struct size_plan *p)
{
	result_bool(w, "achievable", "Achievable", true);
	result_int(w, "n", "Items to look at", p->n);
	result_int(w, "k", "Deviations allowed", p->k);
	result_real(w, "risk", "Risk that stays", p->risk);
	result_real(w, "achieved", "Confidence achieved", 1 - p->risk);
	if (p->critical)
		result_int(w, "critical", "Deviations to notice", p->critical);
	result_bool(w, "census", "The whole population", p->census);
	const char *most = p->k ? arena_fmt(q->arena, "%lld or fewer",
	    (long long)p->k) : "none";
	const char *tolerable = say_rate(q, s->tolerable);
	const char *confidence = say_rate(q, s->confidence);

	result_text(w, "statement", "Statement", "If %s or more of the items "
	    "deviated, a random sample of %lld would show %s in at least %s "
	    "of all draws. If it shows %s, you may say: with %s confidence "
	    "fewer than %s deviate.%s", tolerable, (long long)p->n, p->k
	    ? arena_fmt(q->arena, "more than %lld", (long long)p->k)
	    : "at least one", confidence, most, confidence, tolerable,
	    p->census ? " This is every item: no sample would do." : "");
}

static void
run_size(struct question *q, struct result *w)
{
	struct size_ask s = { .population = ask_int(q, "population", 0) };
	struct size_plan p;

	s.method = method_of(q, s.population);
	s.confidence = ask_rate(q, "confidence", (struct dec){ 0 });
	s.tolerable = ask_rate(q, "tolerable", (struct dec){ 0 });
	s.expected = ask_rate(q, "expected", (struct dec){ 0 });
	s.fixed = ask_int(q, "deviations", -1);
	if (s.fixed < 0 && ask_has(q, "deviations"))
		ask_refuse(q, "deviations", "deviations are 0 or more");
	if (s.fixed >= 0 && s.expected.v > 0)
		ask_refuse(q, "deviations", "give an expected rate or a fixed "
		    "number of deviations, not both");
	if (ask_bad(q) || ask_failed(q, size_plan(q->err, &s, &p)))
		return;
	if (p.achievable) {
		say_size(q, w, &s, &p);
	} else {
		result_bool(w, "achievable", "Achievable", false);
		result_text(w, "reason", "Reason", "%s", p.reason);
	}
	say_basis(q, w, arena_fmt(q->arena, "attribute sample size, %s",
	    method_title[s.method]), editions, random_assumptions,
	    NELEMS(random_assumptions));
}

const struct ask_name ask_sample_size = {
	"sample size", "How many items to look at",
	"The smallest sample that notices the tolerable rate with the stated "
	"confidence. Not achievable is an answer.",
	size_field, NELEMS(size_field), run_size,
};

/* --- evaluate ------------------------------------------------------------ */

static const struct ask_field evaluate_field[] = {
	{ "method", "Method", METHOD_HELP, "\"hypergeometric\"", ASK_PICK, 0,
	    METHODS },
	{ "confidence", "Confidence", "How sure the limit is to be.",
	    "\"0.95\"", ASK_RATE, ASK_NEEDED, NULL },
	{ "n", "Items looked at", "The size of the sample.", "93", ASK_INT,
	    ASK_NEEDED, NULL },
	{ "x", "Deviations found", "0 to the size of the sample.", "1",
	    ASK_INT, ASK_NEEDED, NULL },
	{ "population", "Population", "How many items there are; needed for "
	    "the hypergeometric method.", "500", ASK_INT, 0, NULL },
	{ "sides", "Sides", "upper: at most so many deviate; two: between two "
	    "limits, each with half the risk.", "\"upper\"", ASK_PICK, 0,
	    "upper|two" },
	{ "tolerable", "Tolerable rate", "Gives a verdict and, when it is not "
	    "supported, the size that so many deviations need.", "\"0.05\"",
	    ASK_RATE, 0, NULL },
	{ "selection", "Selection", "How the items were chosen. Only random "
	    "ones let a limit be stated; systematic ones as if random.",
	    "\"random\"", ASK_PICK, 0,
	    "random|systematic|stratified|judgement|haphazard|block" },
	{ "descriptive", "Descriptive intervals", "Adds the Wilson and "
	    "Jeffreys intervals, which describe and promise nothing.",
	    "true", ASK_FLAG, 0, NULL },
};

enum { RANDOM, SYSTEMATIC, STRATIFIED, JUDGEMENT };

static void
say_verdict(struct question *q, struct result *w, const struct limit_ask *s,
    const struct limit *l)
{
	if (s->tolerable.v == 0)
		return;
	result_bool(w, "supports", "Supports reliance", l->supports);
	result_real(w, "achieved", "Confidence achieved", l->achieved);
	if (l->needed >= 0)
		result_int(w, "needed", "Items that this result needs",
		    l->needed);
	else
		result_none(w, "needed", "Items that this result needs");
	if (l->supports)
		result_text(w, "verdict", "Verdict", "the limit does not "
		    "exceed the tolerable %s: supports reliance",
		    say_rate(q, s->tolerable));
	else if (l->needed >= 0)
		result_text(w, "verdict", "Verdict", "not supported at %s: "
		    "with %lld deviations %lld items would have been needed; "
		    "adding items to this sample now is not valid",
		    say_rate(q, s->tolerable), (long long)s->x,
		    (long long)l->needed);
	else
		result_text(w, "verdict", "Verdict", "not supported at %s: no "
		    "sample with %lld deviations supports it",
		    say_rate(q, s->tolerable), (long long)s->x);
}

static void
say_limits(struct question *q, struct result *w, const struct limit_ask *s,
    const struct limit *l)
{
	const char *upper = l->upper_count >= 0 ? arena_fmt(q->arena,
	    "%lld of the %lld items (%s)", (long long)l->upper_count,
	    (long long)s->population, say_percent(q, l->upper))
	    : say_percent(q, l->upper);

	result_real(w, "upper", "Upper limit", l->upper);
	if (l->upper_count >= 0)
		result_int(w, "upper_count", "Upper limit, items",
		    l->upper_count);
	result_text(w, "upper_printed", "Upper limit, rounded up",
	    "%lld.%lld %%", (long long)(l->upper_permille / 10),
	    (long long)(l->upper_permille % 10));
	if (s->both)
		result_real(w, "lower", "Lower limit", l->lower);
	if (s->both && l->lower_count >= 0)
		result_int(w, "lower_count", "Lower limit, items",
		    l->lower_count);
	say_verdict(q, w, s, l);
	result_text(w, "statement", "Statement", "%lld of %lld items looked at "
	    "deviate. With %s confidence %s%s%s deviate.", (long long)s->x,
	    (long long)s->n, say_rate(q, s->confidence), s->both
	    ? arena_fmt(q->arena, "between %s and ", l->lower_count >= 0
	    ? arena_fmt(q->arena, "%lld", (long long)l->lower_count)
	    : say_percent(q, l->lower)) : "at most ", upper,
	    s->both || l->upper_count >= 0 ? "" : " of the population");
}

static void
say_descriptive(struct result *w, const struct limit_ask *s)
{
	static const struct column column[] = { { "interval", "Interval" },
		{ "low", "Low" }, { "high", "High" } };
	struct cell *c = result_table(w, "descriptive",
	    "Intervals that only describe", column, NELEMS(column), 2);
	double low, high, confidence = dec_real(s->confidence);

	limit_wilson(s->x, s->n, confidence, &low, &high);
	c[0] = cell_text("Wilson");
	c[1] = cell_real(low);
	c[2] = cell_real(high);
	limit_jeffreys(s->x, s->n, confidence, &low, &high);
	c[3] = cell_text("Jeffreys");
	c[4] = cell_real(low);
	c[5] = cell_real(high);
}

static const char *const judged_assumptions[] = {
	"the items were chosen by judgement, not at random",
};

static const char *const systematic_assumptions[] = {
	"the order of the list has nothing to do with what is tested",
	"the list that the sample is drawn from is the whole population",
	"size, method and numbers were fixed before the first item was seen",
};

static void
run_evaluate(struct question *q, struct result *w)
{
	struct limit_ask s = { .population = ask_int(q, "population", 0) };
	int selection = ask_pick(q, "selection");
	bool descriptive = ask_flag(q, "descriptive", false);
	struct limit l;

	s.method = method_of(q, s.population);
	s.confidence = ask_rate(q, "confidence", (struct dec){ 0 });
	s.n = ask_int(q, "n", 0);
	s.x = ask_int(q, "x", 0);
	s.both = ask_pick(q, "sides") == 1;
	s.tolerable = ask_rate(q, "tolerable", (struct dec){ 0 });
	if (ask_bad(q) || ask_failed(q, limit_of(q->err, &s, &l)))
		return;
	result_real(w, "point", "Rate in the sample", l.point);
	result_bool(w, "inference", "Lets a limit be stated",
	    selection < JUDGEMENT);
	if (selection >= JUDGEMENT) {
		result_text(w, "statement", "Statement", "%lld of %lld items "
		    "looked at deviate. The items were not chosen at random: "
		    "the sample supports no statistical inference, and "
		    "nothing is said about the items not looked at.",
		    (long long)s.x, (long long)s.n);
		say_basis(q, w, "judgemental sample, counted", "-",
		    judged_assumptions, NELEMS(judged_assumptions));
		return;
	}
	say_limits(q, w, &s, &l);
	if (descriptive)
		say_descriptive(w, &s);
	bool steps = selection == SYSTEMATIC;

	say_basis(q, w, arena_fmt(q->arena, "%s exact %s limit",
	    s.both ? "two-sided" : "one-sided", method_title[s.method]),
	    s.method == TAIL_BINOMIAL ? "Clopper and Pearson (1934)"
	    : s.method == TAIL_POISSON ? "Garwood (1936)" : "Talens (2005)",
	    steps ? systematic_assumptions : random_assumptions,
	    steps ? NELEMS(systematic_assumptions)
	    : NELEMS(random_assumptions));
}

const struct ask_name ask_sample_evaluate = {
	"sample evaluate", "What a sample proves, and what it does not",
	"The limit that the result supports with the stated confidence.",
	evaluate_field, NELEMS(evaluate_field), run_evaluate,
};
