/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* agree: do auditors grade alike? */
#include "decide/ask_inside.h"

#include "base/text.h"
#include "decide/agree.h"

#include <math.h>

static const struct ask_field field[] = {
	{ "measure", "Measure", "alpha takes missing ratings and any level; "
	    "cohen takes two raters.", "\"alpha\"", ASK_PICK, 0,
	    "alpha|fleiss|conger|cohen" },
	{ "level", "Level", "alpha: what the distance of two ratings means.",
	    "\"ordinal\"", ASK_PICK, 0, "ordinal|nominal|interval|ratio" },
	{ "ratings", "Ratings", "A list for each unit (finding, case) with "
	    "one rating a rater; null where there is none. Numbers, or texts "
	    "of the scale.", "[[1, 1], [2, 3], [null, 3]]", ASK_ROWS, 0,
	    NULL },
	{ "rows", "Rows", "What a list of the ratings is.", "\"units\"",
	    ASK_PICK, 0, "units|raters" },
	{ "scale", "Scale", "Texts of the ratings in order, lowest first; "
	    "without it texts are nominal.", "[\"minor\", \"major\"]",
	    ASK_TEXTS, 0, NULL },
	{ "table", "Table of two raters", "cohen: counts or shares, a list "
	    "for each category of the first; instead of ratings.",
	    "[[44, 7], [5, 20]]", ASK_ROWS, 0, NULL },
	{ "weights", "Weights", "cohen: how disagreement counts by the "
	    "distance of categories.", "\"none\"", ASK_PICK, 0,
	    "none|linear|squares" },
	{ "weight_table", "Table of weights", "cohen: disagreement of each "
	    "pair, instead of weights.", "[[0, 1], [1, 0]]", ASK_ROWS, 0,
	    NULL },
	{ "runs", "Bootstrap runs", "alpha: draws the units again so often "
	    "for an interval.", "1000", ASK_INT, 0, NULL },
	{ "seed", "Seed", "Of the bootstrap: the same seed gives the same "
	    "interval.", "\"2026\"", ASK_TEXT, 0, NULL },
	{ "confidence", "Confidence", "Of the interval; 0.95 when left out.",
	    "\"0.95\"", ASK_RATE, 0, NULL },
};

enum { ALPHA, FLEISS, CONGER, COHEN };

/* --- reading ------------------------------------------------------------- */

struct matrix { size_t rows, columns; double *v; bool *given; bool words; };

/* A text is its place in the scale, else in the order of first sight. */
struct scale { const char **word; size_t n, given; };

static double
place_of(struct question *q, struct scale *s, const char *word)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->word[i], word))
			return (double)i + 1;
	if (s->given)
		ask_refuse(q, "ratings", "%s is not in the scale",
		    utf8_cut(q->arena, word, 40));
	else if (s->n >= AGREE_CATEGORIES)
		ask_refuse(q, "ratings", "there are too many different texts");
	else
		s->word[s->n++] = word;
	return (double)s->n;
}

static void
read_cell(struct question *q, const char *name, const struct json *j,
    struct scale *s, struct matrix *m, size_t at)
{
	m->given[at] = j->kind != J_NULL;
	switch (j->kind) {
	case J_NULL:
		return;
	case J_INT:
		m->v[at] = (double)j->number;
		return;
	case J_REAL:
		m->v[at] = j->real;
		return;
	case J_TEXT:
		if (s) {
			m->v[at] = place_of(q, s, j->text);
			m->words = true;
			return;
		}
		struct dec d;

		if (dec_parse(j->text, &d)) {
			m->v[at] = dec_real(d);
			return;
		}
		break;
	case J_BOOL:
	case J_LIST:
	case J_OBJECT:
		break;
	}
	ask_refuse(q, name, "%s has numbers", name);
}

static struct matrix
read_matrix(struct question *q, const char *name, struct scale *s)
{
	struct matrix m = { 0 };
	const struct json *row = ask_rows(q, name, &m.rows);

	if (!row)
		return m;
	m.columns = row->count;
	for (const struct json *j = row; j; j = j->next)
		if (j->kind != J_LIST || j->count != m.columns) {
			ask_refuse(q, name, "%s has lists of one length", name);
			return (struct matrix){ 0 };
		}
	m.v = arena_alloc(q->arena, (m.rows * m.columns + 1) * sizeof(*m.v));
	m.given = arena_alloc(q->arena, m.rows * m.columns + 1);
	size_t at = 0;

	for (const struct json *j = row; j; j = j->next)
		for (const struct json *c = j->first; c; c = c->next)
			read_cell(q, name, c, s, &m, at++);
	return m;
}

static struct ratings
read_ratings(struct question *q, bool *words)
{
	struct scale s = { .word = ask_texts(q, "scale", &s.n) };

	s.given = s.n;
	if (!s.given)
		s.word = arena_alloc(q->arena, AGREE_CATEGORIES
		    * sizeof(*s.word));
	struct matrix m = read_matrix(q, "ratings", &s);
	struct ratings r = { m.rows, m.columns, m.v, m.given };

	*words = m.words && !s.given;
	if (ask_pick(q, "rows") == 0 || ask_bad(q))
		return r;
	double *v = arena_alloc(q->arena, (m.rows * m.columns + 1)
	    * sizeof(*v));
	bool *given = arena_alloc(q->arena, m.rows * m.columns + 1);

	for (size_t i = 0; i < m.rows; i++) {
		for (size_t j = 0; j < m.columns; j++) {
			v[j * m.rows + i] = m.v[i * m.columns + j];
			given[j * m.rows + i] = m.given[i * m.columns + j];
		}
	}
	return (struct ratings){ m.columns, m.rows, v, given };
}

/* --- answering ----------------------------------------------------------- */

static const char *const assumptions[] = {
	"the raters judged by themselves, from the same evidence",
	"agreement is not correctness: all may be wrong alike",
};

static void
say_words(struct result *w, const struct agreement *g, bool alpha)
{
	if (!g->defined)
		result_text(w, "statement", "Statement", "All counted ratings "
		    "are the same, or too few can be compared: there is no "
		    "chance to measure agreement against, and the value is "
		    "not defined.");
	else if (alpha)
		result_text(w, "statement", "Statement", "%s",
		    g->value >= 0.8 ? "From 0.80 on ratings count as reliable."
		    : g->value >= 0.667 ? "From 0.667 to 0.80 only tentative "
		    "conclusions hold." : "Below 0.667 the ratings do not "
		    "carry a conclusion: calibrate before they are compared.");
	else
		result_text(w, "statement", "Statement", "Where one category "
		    "is far more frequent, kappa is low though raters agree: "
		    "read it with the agreement observed.");
}

static void
say_value(struct result *w, const struct agreement *g, bool alpha)
{
	if (g->defined)
		result_real(w, "value", "Value", g->value);
	else
		result_none(w, "value", "Value");
	result_real(w, "observed", alpha ? "Disagreement observed"
	    : "Agreement observed", g->observed);
	result_real(w, "expected", alpha ? "Disagreement by chance"
	    : "Agreement by chance", g->expected);
	if (g->z != 0)
		result_real(w, "z", "z against no agreement", g->z);
	result_int(w, "units", "Units counted", (int64_t)g->units);
	result_int(w, "categories", "Different ratings",
	    (int64_t)g->categories);
	if (g->bounded) {
		result_real(w, "low", "Interval, low", g->low);
		result_real(w, "high", "Interval, high", g->high);
	}
	say_words(w, g, alpha);
}

static void
say_bias(struct result *w, const struct ratings *r)
{
	static const struct column column[] = { { "rater", "Rater" },
		{ "bias", "Above the others by" } };
	struct cell *c = result_table(w, "bias", "Severity of each rater",
	    column, NELEMS(column), r->raters);

	for (size_t i = 0; i < r->raters; i++) {
		*c++ = cell_int((int64_t)i + 1);
		*c++ = cell_real(agree_bias(r, i));
	}
}

static void
bootstrap(struct question *q, const struct ratings *r, enum agree_level level,
    struct agreement *g)
{
	double confidence = dec_real(ask_rate(q, "confidence",
	    (struct dec){ DEC_UNIT / 100 * 95 }));

	if (!ask_has(q, "runs") || ask_bad(q))
		return;
	if (!ask_has(q, "seed"))
		ask_refuse(q, "seed", "runs need a seed");
	else
		ask_failed(q, agree_bootstrap(q->err, q->arena, r, level,
		    ask_text(q, "seed", ""), ask_int(q, "runs", 0), confidence,
		    g));
}

static const enum agree_level levels[] = { AGREE_ORDINAL, AGREE_NOMINAL,
	AGREE_INTERVAL, AGREE_RATIO };

static void
agree_by_ratings(struct question *q, struct result *w, int measure)
{
	bool words;
	struct ratings r = read_ratings(q, &words);
	enum agree_level level = levels[ask_pick(q, "level")];
	struct agreement g;
	enum rc rc = RC_OK;

	if (words && measure == ALPHA && level != AGREE_NOMINAL)
		ask_refuse(q, "scale",
		    "texts need a scale for any level but nominal");
	if (ask_bad(q) || ask_failed(q, agree_check(q->err, &r)))
		return;
	if (measure == ALPHA)
		rc = agree_alpha(q->err, q->arena, &r, level, &g);
	else if (measure == FLEISS)
		rc = agree_fleiss(q->err, q->arena, &r, &g);
	else if (measure == CONGER)
		rc = agree_conger(q->err, q->arena, &r, &g);
	else
		rc = agree_cohen(q->err, q->arena, &r,
		    (enum agree_weight)ask_pick(q, "weights"), &g);
	if (ask_failed(q, rc))
		return;
	if (measure == ALPHA)
		bootstrap(q, &r, level, &g);
	if (ask_bad(q))
		return;
	say_value(w, &g, measure == ALPHA);
	if (!words)
		say_bias(w, &r);
}

/* Weights by the distance of categories, or the table that was given. */
static const double *
read_weights(struct question *q, size_t k)
{
	struct matrix m = read_matrix(q, "weight_table", NULL);
	int how = ask_pick(q, "weights");

	if (ask_bad(q))
		return NULL;
	if (ask_has(q, "weight_table")) {
		if (m.rows != k || m.columns != k)
			ask_refuse(q, "weight_table",
			    "the weights have the shape of the table");
		return m.v;
	}
	double *w = arena_alloc(q->arena, (k * k + 1) * sizeof(*w));

	for (size_t i = 0; i < k * k; i++) {
		double d = fabs((double)(i / k) - (double)(i % k));

		w[i] = how == 0 ? d > 0 : how == 1 ? d : d * d;
	}
	return w;
}

static void
agree_by_table(struct question *q, struct result *w)
{
	struct matrix m = read_matrix(q, "table", NULL);
	struct agreement g;

	if (m.rows != m.columns || m.rows < 1)
		ask_refuse(q, "table", "the table is square");
	for (size_t i = 0; i < m.rows * m.columns && !ask_bad(q); i++)
		if (!m.given[i])
			ask_refuse(q, "table", "the table has no gaps");
	if (ask_bad(q))
		return;
	const double *weight = read_weights(q, m.rows);

	if (ask_bad(q) || ask_failed(q, agree_table(q->err, m.v, m.rows,
	    weight, &g)))
		return;
	say_value(w, &g, false);
}

static void
run(struct question *q, struct result *w)
{
	static const char *const method[] = { "Krippendorff's alpha",
		"Fleiss' kappa", "Conger's kappa", "Cohen's kappa" };
	static const char *const source[] = { "Krippendorff (2004)",
		"Fleiss (1971)", "Conger (1980)", "Cohen (1960, 1968)" };
	int measure = ask_pick(q, "measure");

	if (ask_has(q, "table") && measure != COHEN)
		ask_refuse(q, "table", "a table goes with cohen");
	if (ask_has(q, "table") == ask_has(q, "ratings"))
		ask_refuse(q, "ratings", "ratings, or a table, are needed");
	if (ask_bad(q))
		return;
	if (ask_has(q, "table"))
		agree_by_table(q, w);
	else
		agree_by_ratings(q, w, measure);
	say_basis(q, w, method[measure], source[measure], assumptions,
	    NELEMS(assumptions));
}

const struct ask_name ask_agree = {
	"agree", "Do auditors grade alike?",
	"Agreement beyond chance, with an interval if asked for.",
	field, NELEMS(field), run,
};
