/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sample bayes, sample mus, sample weights. */
#include "decide/ask_inside.h"

#include "decide/bayes.h"
#include "decide/mus.h"

static const struct dec nothing = { 0 };

/* --- bayes --------------------------------------------------------------- */

static const struct ask_field bayes_field[] = {
	{ "method", "Method", "binomial: beta prior; poisson: gamma prior.",
	    "\"binomial\"", ASK_PICK, 0, "binomial|poisson" },
	{ "confidence", "Probability", "Of the limit.", "\"0.95\"", ASK_RATE,
	    ASK_NEEDED, NULL },
	{ "tolerable", "Tolerable rate", "What is judged against.",
	    "\"0.05\"", ASK_RATE, ASK_NEEDED, NULL },
	{ "prior", "Prior", "Its two numbers; recorded before the draw. "
	    "Impartial when left out: above and below the tolerable rate are "
	    "as likely.", "[\"1\", \"10\"]", ASK_DECIMALS, 0, NULL },
	{ "expected", "Expected rate", "With bound, makes a gamma prior with "
	    "its mode here; also the rate that a size is planned for.",
	    "\"0.015\"", ASK_RATE, 0, NULL },
	{ "bound", "Bound of the prior", "The rate below which 95 % of the "
	    "prior lie.", "\"0.5\"", ASK_RATE, 0, NULL },
	{ "n", "Items looked at", "When left out, the size is planned.",
	    "60", ASK_INT, 0, NULL },
	{ "x", "Deviations found", "0 to n.", "1", ASK_INT, 0, NULL },
	{ "population", "Population", "binomial only: the limit is then on the "
	    "count in the whole population.", "500", ASK_INT, 0, NULL },
};

static const char *const bayes_assumptions[] = {
	"the prior was recorded, with its reasons, before the draw",
	"the prior does not rest on the evidence that is counted here",
	"the items were drawn at random and judged right",
};

static struct prior
read_prior(struct question *q, enum tail_kind method, double tolerable)
{
	struct dec expected = ask_rate(q, "expected", nothing);
	struct dec bound = ask_rate(q, "bound", nothing);
	struct prior p = { 1, 1 };
	size_t n;
	struct dec *ab = ask_decs(q, "prior", &n);

	if (ask_has(q, "prior") && n != 2)
		ask_refuse(q, "prior", "a prior has two numbers");
	if (ask_has(q, "bound") && method != TAIL_POISSON)
		ask_refuse(q, "bound", "a bound goes with the Poisson method");
	if (ask_bad(q))
		return p;
	if (n == 2)
		return (struct prior){ dec_real(ab[0]), dec_real(ab[1]) };
	if (!ask_has(q, "bound"))
		return tolerable > 0 && tolerable < 1
		    ? prior_impartial(method, tolerable) : p;
	ask_failed(q, prior_by_bound(q->err, dec_real(expected),
	    dec_real(bound), &p));
	return p;
}

static void
say_posterior(struct question *q, struct result *w, const struct bayes_ask *s,
    const struct bayes *b)
{
	result_real(w, "upper", "Upper limit", b->upper);
	if (b->upper_count >= 0)
		result_int(w, "upper_count", "Upper limit, items",
		    b->upper_count);
	result_real(w, "below", "Chance to be below the tolerable rate",
	    b->below);
	result_real(w, "prior_below", "The same before the draw",
	    b->prior_below);
	result_real(w, "factor", "Bayes factor", b->factor);
	result_real(w, "posterior_a", "Posterior, first number",
	    b->posterior.a);
	result_real(w, "posterior_b", "Posterior, second number",
	    b->posterior.b);
	result_text(w, "statement", "Statement", "Given the prior, which "
	    "weighs as much as %.4g items, and %lld deviations in %lld items, "
	    "the rate is at most %s with a probability of %s.", b->equivalent,
	    (long long)s->x, (long long)s->n, say_percent(q, b->upper),
	    say_percent(q, s->confidence));
}

static void
say_bayes_size(struct question *q, struct result *w, const struct bayes_ask *s,
    double expected)
{
	int64_t n = bayes_size(s->method, s->prior, s->confidence,
	    s->tolerable, expected);

	(void)q;
	result_bool(w, "achievable", "Achievable", n >= 0);
	if (n >= 0)
		result_int(w, "n", "Items to look at", n);
	else
		result_text(w, "reason", "Reason", "no sample up to %d items "
		    "moves this prior so far", TAIL_MOST);
}

static void
run_bayes(struct question *q, struct result *w)
{
	struct bayes_ask s = { .method = ask_pick(q, "method") ? TAIL_POISSON
		: TAIL_BINOMIAL, .n = ask_int(q, "n", 0),
		.x = ask_int(q, "x", 0),
		.population = ask_int(q, "population", 0) };
	struct bayes b;

	s.confidence = dec_real(ask_rate(q, "confidence", nothing));
	s.tolerable = dec_real(ask_rate(q, "tolerable", nothing));
	s.prior = read_prior(q, s.method, s.tolerable);
	if (ask_has(q, "population") && s.population < 1)
		ask_refuse(q, "population", "a population has an item");
	if (ask_bad(q) || ask_failed(q, bayes_of(q->err, &s, &b)))
		return;
	result_real(w, "prior_a", "Prior, first number", s.prior.a);
	result_real(w, "prior_b", "Prior, second number", s.prior.b);
	result_real(w, "equivalent", "Items that the prior weighs",
	    b.equivalent);
	if (ask_has(q, "n"))
		say_posterior(q, w, &s, &b);
	else
		say_bayes_size(q, w, &s, dec_real(ask_rate(q, "expected",
		    nothing)));
	say_basis(q, w, s.method == TAIL_POISSON ? "gamma prior, Poisson"
	    : s.population ? "beta prior, finite population"
	    : "beta prior, binomial", "Derks and others, jfa (2021)",
	    bayes_assumptions, NELEMS(bayes_assumptions));
}

const struct ask_name ask_sample_bayes = {
	"sample bayes", "What a sample says together with a stated prior",
	"Size or limit by a prior that was recorded before the draw.",
	bayes_field, NELEMS(bayes_field), run_bayes,
};

/* --- weighted samples ---------------------------------------------------- */

static const struct ask_field mus_field[] = {
	{ "method", "Method", "Of the limits behind the bound.",
	    "\"binomial\"", ASK_PICK, 0, "binomial|poisson" },
	{ "confidence", "Confidence", "Of the bound.", "\"0.95\"", ASK_RATE,
	    ASK_NEEDED, NULL },
	{ "n", "Hits", "Units of weight that were drawn.", "145", ASK_INT,
	    ASK_NEEDED, NULL },
	{ "taints", "Taints", "For each hit found wrong, the share of its "
	    "weight that is, 0 to 1.", "[\"1\", \"0.2\"]", ASK_DECIMALS, 0,
	    NULL },
	{ "tolerable", "Tolerable share", "Gives a verdict.", "\"0.05\"",
	    ASK_RATE, 0, NULL },
};

static const char *const mus_assumptions[] = {
	"each unit of weight had the same chance to be drawn",
	"no item is wrong by more than its weight",
	"items without recorded weight are outside of what is said",
};

static void
run_mus(struct question *q, struct result *w)
{
	enum tail_kind method = ask_pick(q, "method") ? TAIL_POISSON
	    : TAIL_BINOMIAL;
	struct dec confidence = ask_rate(q, "confidence", nothing);
	struct dec tolerable = ask_rate(q, "tolerable", nothing);
	int64_t n = ask_int(q, "n", 0);
	size_t count;
	struct dec *taint = ask_decs(q, "taints", &count);
	struct mus m;

	if (ask_bad(q) || ask_failed(q, mus_stringer(q->err, method, n, taint,
	    count, confidence, &m)))
		return;
	result_real(w, "likely", "Most likely share", m.likely);
	result_real(w, "upper", "Upper bound of the share", m.upper);
	if (tolerable.v)
		result_bool(w, "supports", "Supports reliance",
		    m.upper <= dec_real(tolerable));
	result_text(w, "statement", "Statement", "With at least %s confidence "
	    "at most %s of the whole weight is wrong.",
	    say_rate(q, confidence), say_percent(q, m.upper));
	say_basis(q, w, "Stringer bound", "Stringer (1963)", mus_assumptions,
	    NELEMS(mus_assumptions));
}

const struct ask_name ask_sample_mus = {
	"sample mus", "What a weighted sample proves",
	"Monetary-unit sampling, evaluated by the Stringer bound.",
	mus_field, NELEMS(mus_field), run_mus,
};

static const struct ask_field weights_field[] = {
	{ "how", "Selection", "interval: one random start; cell: one in each "
	    "step; random: anywhere.", "\"cell\"", ASK_PICK, 0,
	    "interval|cell|random" },
	{ "seed", "Seed", "Any text; made after the list was frozen.",
	    "\"46136251634152635142\"", ASK_TEXT, ASK_NEEDED, NULL },
	{ "weights", "Weights", "One whole number for each item, in the order "
	    "of the list.", "[120, 5, 900]", ASK_INTS, ASK_NEEDED, NULL },
	{ "n", "Hits", "Units of weight to draw.", "2", ASK_INT, ASK_NEEDED,
	    NULL },
};

static void
run_weights(struct question *q, struct result *w)
{
	enum mus_draw how = (enum mus_draw)ask_pick(q, "how");
	const char *seed = ask_text(q, "seed", "");
	int64_t n = ask_int(q, "n", 0);
	size_t count, hits;
	int64_t *weight = ask_ints(q, "weights", &count);

	if (!*seed || n < 1 || n > MUS_HITS)
		ask_refuse(q, *seed ? "n" : "seed", "a seed and 1 to %d hits "
		    "are needed", MUS_HITS);
	if (ask_bad(q))
		return;
	size_t *hit = arena_alloc(q->arena, (size_t)n * sizeof(*hit));

	if (ask_failed(q, mus_draw(q->err, how, seed, weight, count, (size_t)n,
	    hit, &hits)))
		return;
	struct cell *c = result_list(w, "picks", "Items hit, by number", hits);

	for (size_t i = 0; i < hits; i++)
		c[i] = cell_int((int64_t)hit[i] + 1);
	say_basis(q, w, "units of weight by Rivest's sampler of 2011",
	    "SHA-256 of FIPS 180-4; form 1", mus_assumptions,
	    NELEMS(mus_assumptions));
}

const struct ask_name ask_sample_weights = {
	"sample weights", "Draw items by their weight",
	"Units of weight are drawn; an item is met as often as it weighs.",
	weights_field, NELEMS(weights_field), run_weights,
};
