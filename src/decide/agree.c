/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decide/agree.h"

#include "base/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Ratings as indexes into the sorted categories; -1 where none is given. */
struct coded {
	size_t units, raters, categories;
	const int *code;
	const double *category;
};

static int
ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

enum rc
agree_check(struct err *err, const struct ratings *r)
{
	if (r->units < 1 || r->units > AGREE_UNITS)
		return err_field(err, "ratings", "there are 1 to %d units",
		    AGREE_UNITS);
	if (r->raters < 2 || r->raters > AGREE_RATERS)
		return err_field(err, "ratings",
		    "agreement takes 2 to %d raters", AGREE_RATERS);
	for (size_t i = 0; i < r->units * r->raters; i++)
		if (r->given[i] && !(fabs(r->value[i]) <= 1e12))
			return err_field(err, "ratings",
			    "a rating is a number up to 1e12");
	return RC_OK;
}

static enum rc
encode(struct err *err, struct arena *a, const struct ratings *r,
    struct coded *out)
{
	size_t n = r->units * r->raters, k = 0, m = 0;
	double *v = arena_alloc(a, (n + 1) * sizeof(*v));
	int *code = arena_alloc(a, n * sizeof(*code));

	for (size_t i = 0; i < n; i++)
		if (r->given[i])
			v[k++] = r->value[i];
	qsort(v, k, sizeof(*v), ascending);
	for (size_t i = 0; i < k; i++)
		if (m == 0 || v[i] > v[m - 1])
			v[m++] = v[i];
	if (m > AGREE_CATEGORIES)
		return err_field(err, "ratings",
		    "there are at most %d different ratings",
		    AGREE_CATEGORIES);
	for (size_t i = 0; i < n; i++) {
		const double *at = r->given[i] ? bsearch(&r->value[i], v, m,
		    sizeof(*v), ascending) : NULL;

		code[i] = at ? (int)(at - v) : -1;
	}
	*out = (struct coded){ r->units, r->raters, m, code, v };
	return RC_OK;
}

/* --- Cohen --------------------------------------------------------------- */

enum rc
agree_table(struct err *err, const double *count, size_t k,
    const double *weight, struct agreement *out)
{
	struct agreement g = { .categories = k };
	double n = 0, row[AGREE_CATEGORIES] = { 0 };
	double column[AGREE_CATEGORIES] = { 0 }, seen = 0, chance = 0;
	double most = 0;

	if (k < 1 || k > AGREE_CATEGORIES)
		return err_field(err, "table", "there are 1 to %d categories",
		    AGREE_CATEGORIES);
	for (size_t i = 0; i < k * k; i++) {
		if (!(count[i] >= 0 && count[i] <= 1e12))
			return err_field(err, "table", "a count is 0 to 1e12");
		n += count[i];
		row[i / k] += count[i];
		column[i % k] += count[i];
	}
	if (n <= 0)
		return err_field(err, "table", "the table is empty");
	for (size_t i = 0; i < k * k; i++) {
		double w = weight ? weight[i] : i / k != i % k;

		if (!(w >= 0 && w <= 1e12))
			return err_field(err, "weights",
			    "a weight of disagreement is 0 to 1e12");
		most = w > most ? w : most;
		seen += w * count[i] / n;
		chance += w * (row[i / k] / n) * (column[i % k] / n);
	}
	g.defined = chance > 0;
	g.value = g.defined ? 1 - seen / chance : 0;
	g.observed = most > 0 ? 1 - seen / most : 1;
	g.expected = most > 0 ? 1 - chance / most : 1;
	g.units = n < 1e9 ? (size_t)n : 0;
	*out = g;
	return RC_OK;
}

enum rc
agree_cohen(struct err *err, struct arena *a, const struct ratings *r,
    enum agree_weight weight, struct agreement *out)
{
	struct coded c;
	enum rc rc = encode(err, a, r, &c);

	if (rc)
		return rc;
	if (r->raters != 2)
		return err_field(err, "ratings",
		    "Cohen's kappa takes two raters");
	size_t k = c.categories;
	double *count = arena_alloc(a, (k * k + 1) * sizeof(*count));
	double *w = arena_alloc(a, (k * k + 1) * sizeof(*w));

	for (size_t u = 0; u < c.units; u++) {
		int x = c.code[2 * u], y = c.code[2 * u + 1];

		if (x >= 0 && y >= 0)
			count[(size_t)x * k + (size_t)y]++;
	}
	for (size_t i = 0; i < k * k; i++) {
		double d = fabs((double)(i / k) - (double)(i % k));

		w[i] = weight == AGREE_EQUAL ? d > 0 : weight == AGREE_LINEAR
		    ? d : d * d;
	}
	return agree_table(err, count, k, w, out);
}

/* --- Fleiss and Conger --------------------------------------------------- */

/* Share of rater pairs that agree; all units rated by all. */
static enum rc
pairs_agree(struct err *err, const struct coded *c, double *share,
    double *by_rater)
{
	double m = (double)c->raters, sum = 0;

	for (size_t u = 0; u < c->units; u++) {
		double count[AGREE_CATEGORIES] = { 0 };

		for (size_t j = 0; j < c->raters; j++) {
			int x = c->code[u * c->raters + j];

			if (x < 0)
				return err_field(err, "ratings", "this measure "
				    "takes no missing ratings; Krippendorff's "
				    "alpha does");
			count[x]++;
			by_rater[j * c->categories + (size_t)x]++;
		}
		for (size_t k = 0; k < c->categories; k++)
			sum += count[k] * (count[k] - 1) / (m * (m - 1));
	}
	*share = sum / (double)c->units;
	return RC_OK;
}

/* Fleiss, Nee and Landis (1979): z of kappa when there is no agreement. */
static double
fleiss_z(double kappa, const double *p, size_t k, double units, double m)
{
	double pq = 0, skew = 0;

	for (size_t i = 0; i < k; i++) {
		pq += p[i] * (1 - p[i]);
		skew += p[i] * (1 - p[i]) * (1 - 2 * p[i]);
	}
	double var = 2 * (pq * pq - skew) / (units * m * (m - 1) * pq * pq);

	return var > 0 ? kappa / sqrt(var) : 0;
}

static enum rc
agree_all(struct err *err, struct arena *a, const struct ratings *r,
    bool own_marginals, struct agreement *out)
{
	struct coded c;
	struct agreement g = { 0 };
	enum rc rc = encode(err, a, r, &c);
	double p[AGREE_CATEGORIES] = { 0 };

	if (rc)
		return rc;
	double n = (double)c.units, m = (double)c.raters;
	double *by = arena_alloc(a, (c.raters * c.categories + 1)
	    * sizeof(*by));

	rc = pairs_agree(err, &c, &g.observed, by);
	if (rc)
		return rc;
	for (size_t k = 0; k < c.categories; k++) {
		double squares = 0;

		for (size_t j = 0; j < c.raters; j++) {
			double q = by[j * c.categories + k] / n;

			p[k] += q / m;
			squares += q * q;
		}
		g.expected += own_marginals ? (m * m * p[k] * p[k] - squares)
		    / (m * (m - 1)) : p[k] * p[k];
	}
	g.units = c.units;
	g.categories = c.categories;
	g.defined = c.categories > 1 && g.expected < 1;
	g.value = g.defined ? (g.observed - g.expected) / (1 - g.expected) : 0;
	if (g.defined && !own_marginals)
		g.z = fleiss_z(g.value, p, c.categories, n, m);
	*out = g;
	return RC_OK;
}

enum rc
agree_fleiss(struct err *err, struct arena *a, const struct ratings *r,
    struct agreement *out)
{
	return agree_all(err, a, r, false, out);
}

enum rc
agree_conger(struct err *err, struct arena *a, const struct ratings *r,
    struct agreement *out)
{
	return agree_all(err, a, r, true, out);
}

/* --- Krippendorff -------------------------------------------------------- */

/* below[i]: ratings in categories before i; count[i]: in i. */
struct marginals {
	double count[AGREE_CATEGORIES], below[AGREE_CATEGORIES + 1];
};

static double
gap(const struct coded *c, const struct marginals *m, enum agree_level level,
    size_t i, size_t j)
{
	double x = c->category[i], y = c->category[j], d;

	switch (level) {
	case AGREE_NOMINAL:
		return i != j;
	case AGREE_ORDINAL:
		d = fabs(m->below[j] + m->count[j] / 2 - m->below[i]
		    - m->count[i] / 2);
		return d * d;
	case AGREE_INTERVAL:
		return (x - y) * (x - y);
	case AGREE_RATIO:
		break;
	}
	d = x + y > 0 ? (x - y) / (x + y) : 0;
	return d * d;
}

/* Disagreement within one unit, each pair both ways. */
static double
unit_gap(const struct coded *c, const struct marginals *m,
    enum agree_level level, const int *code)
{
	double sum = 0, given = 0;

	for (size_t i = 0; i < c->raters; i++) {
		given += code[i] >= 0;
		for (size_t j = 0; j < i && code[i] >= 0; j++)
			if (code[j] >= 0)
				sum += 2 * gap(c, m, level, (size_t)code[i],
				    (size_t)code[j]);
	}
	return given > 1 ? sum / (given - 1) : 0;
}

static size_t
ratings_of(const struct coded *c, const int *code)
{
	size_t n = 0;

	for (size_t i = 0; i < c->raters; i++)
		n += code[i] >= 0;
	return n;
}

/* pick: the units to count, or NULL for each once. */
static void
count_marginals(const struct coded *c, const size_t *pick,
    struct marginals *m, double *n, size_t *units)
{
	memset(m, 0, sizeof(*m));
	*n = 0;
	*units = 0;
	for (size_t u = 0; u < c->units; u++) {
		const int *code = c->code + (pick ? pick[u] : u) * c->raters;

		if (ratings_of(c, code) < 2)
			continue;
		(*units)++;
		for (size_t i = 0; i < c->raters; i++)
			if (code[i] >= 0)
				m->count[code[i]]++;
	}
	for (size_t k = 0; k < c->categories; k++) {
		m->below[k + 1] = m->below[k] + m->count[k];
		*n += m->count[k];
	}
}

static void
alpha_of(const struct coded *c, const size_t *pick, enum agree_level level,
    struct agreement *out)
{
	struct marginals m;
	struct agreement g = { 0 };
	double n, seen = 0, chance = 0;

	count_marginals(c, pick, &m, &n, &g.units);
	for (size_t u = 0; u < c->units; u++)
		seen += unit_gap(c, &m, level, c->code
		    + (pick ? pick[u] : u) * c->raters);
	for (size_t i = 0; i < c->categories; i++)
		for (size_t j = 0; j < i && m.count[i] > 0; j++)
			chance += 2 * m.count[i] * m.count[j]
			    * gap(c, &m, level, i, j);
	for (size_t i = 0; i < c->categories; i++)
		g.categories += m.count[i] > 0;
	g.defined = chance > 0 && n > 1;
	if (g.defined) {
		g.observed = seen / n;
		g.expected = chance / (n * (n - 1));
		g.value = 1 - g.observed / g.expected;
	}
	*out = g;
}

static enum rc
check_level(struct err *err, const struct coded *c, enum agree_level level)
{
	if (level == AGREE_RATIO && c->categories && c->category[0] < 0)
		return err_field(err, "ratings",
		    "a ratio scale has no rating below 0");
	return RC_OK;
}

enum rc
agree_alpha(struct err *err, struct arena *a, const struct ratings *r,
    enum agree_level level, struct agreement *out)
{
	struct coded c;
	enum rc rc = encode(err, a, r, &c);

	if (rc == RC_OK)
		rc = check_level(err, &c, level);
	if (rc == RC_OK)
		alpha_of(&c, NULL, level, out);
	return rc;
}

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static uint64_t
next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static uint64_t
seed_state(const char *seed)
{
	unsigned char h[HASH];
	uint64_t s = 0;

	hash_bytes(seed, strlen(seed), h);
	for (int i = 0; i < 8; i++)
		s = s << 8 | h[i];
	return s;
}

enum rc
agree_bootstrap(struct err *err, struct arena *a, const struct ratings *r,
    enum agree_level level, const char *seed, int64_t runs, double confidence,
    struct agreement *out)
{
	struct coded c;
	enum rc rc = encode(err, a, r, &c);
	size_t done = 0;

	if (rc == RC_OK)
		rc = check_level(err, &c, level);
	if (rc)
		return rc;
	if (runs < 1 || runs > AGREE_RUNS)
		return err_field(err, "runs", "there are 1 to %d runs",
		    AGREE_RUNS);
	if (!(confidence > 0 && confidence < 1))
		return err_field(err, "confidence",
		    "the confidence is above 0 and below 1");
	double work = (double)runs * ((double)c.units * (double)c.raters
	    * (double)c.raters + (double)c.categories * (double)c.categories);

	if (work > 2e8)
		return err_set(err, RC_LIMIT, "so many runs over so many "
		    "ratings are too much work: ask for fewer runs");
	double *value = arena_alloc(a, (size_t)runs * sizeof(*value));
	size_t *pick = arena_alloc(a, c.units * sizeof(*pick));
	uint64_t state = seed_state(seed);

	for (int64_t i = 0; i < runs; i++) {
		struct agreement g;

		for (size_t u = 0; u < c.units; u++)
			pick[u] = (size_t)((double)(next_random(&state) >> 11)
			    * 0x1p-53 * (double)c.units);
		alpha_of(&c, pick, level, &g);
		if (g.defined)
			value[done++] = g.value;
	}
	out->bounded = done > 0;
	if (!done)
		return RC_OK;
	qsort(value, done, sizeof(*value), ascending);
	double tail = (1 - confidence) / 2 * (double)(done - 1);

	out->low = value[(size_t)floor(tail)];
	out->high = value[done - 1 - (size_t)floor(tail)];
	return RC_OK;
}

double
agree_bias(const struct ratings *r, size_t rater)
{
	double sum = 0, n = 0;

	for (size_t u = 0; u < r->units; u++) {
		const double *v = r->value + u * r->raters;
		const bool *given = r->given + u * r->raters;
		double all = 0, count = 0;

		for (size_t j = 0; j < r->raters; j++) {
			all += given[j] ? v[j] : 0;
			count += given[j];
		}
		if (given[rater] && count > 1) {
			sum += v[rater] - all / count;
			n++;
		}
	}
	return n > 0 ? sum / n : 0;
}
