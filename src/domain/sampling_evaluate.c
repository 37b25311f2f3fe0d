/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sampling_evaluate.c - what a sample proves, in words that stay with the
 * plan: limit, confidence, assumptions, method; or that it proves nothing
 * about the items that were not looked at.
 */
#include "sampling.h"

#include "base/text.h"
#include "decide/ask.h"
#include "decide/limit.h"

#include <math.h>

enum { BP = 10000, STATEMENT = 4000 };

struct outcome { int64_t n, x, missing; };

/* --- what was found ------------------------------------------------------------- */

/* An item that cannot be looked at was not shown to be in order. */
static struct outcome
outcome_of(const struct sample *s, const char *stratum)
{
	struct outcome o = { 0, 0, 0 };

	for (size_t i = 0; i < s->n; i++) {
		const struct sample_item *m = s->item[i];
		bool missing = m->result == SAMPLE_RESULT_NOT_AVAILABLE;

		if (sample_replaced(s, m) || (stratum && !str_eq(stratum,
		    m->stratum)))
			continue;
		o.n++;
		o.missing += missing;
		o.x += missing || m->result == SAMPLE_RESULT_DEVIATION;
	}
	return o;
}

static enum rc
judge_ready(struct ctx *cx, const struct sampling_plan *p,
    const struct sample *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->item[i]->result && !sample_replaced(s, s->item[i]))
			return refuse(cx, "sampling_plan.evaluate", NULL,
			    arena_fmt(cx->arena, "%s has no result",
			    s->item[i]->rec.code), "Look at each item first.");
	if (!sampling_seeded(p))
		return RC_OK;
	if (!s->n)
		return refuse(cx, "sampling_plan.evaluate", NULL, arena_fmt(
		    cx->arena, "%s has no items", p->rec.code),
		    "Draw them first.");
	return p->confidence != UNSET ? RC_OK : refuse(cx,
	    "sampling_plan.evaluate", "confidence", arena_fmt(cx->arena,
	    "%s was planned without a confidence", p->rec.code),
	    "Abandon it, and state the confidence before the next draw.");
}

/* --- the words ------------------------------------------------------------------------ */

static const char *
said(const struct result *r, const char *name)
{
	const struct item *i = result_item(r, name);

	return i && i->rows && i->cell[0].kind == CELL_TEXT ? i->cell[0].text
	    : NULL;
}

/* Method, edition, assumptions and software go with every statement. */
static void
say_basis(struct buf *b, const struct result *r)
{
	const struct item *a = result_item(r, "assumptions");

	buf_fmt(b, " Method: %s, %s.", said(r, "method"), said(r, "edition"));
	for (size_t i = 0; a && i < a->rows; i++)
		buf_fmt(b, "%s %s", i ? ";" : " Taken for granted:",
		    a->cell[i].text);
	buf_fmt(b, "%s Reckoned by %s.", a && a->rows ? "." : "",
	    said(r, "software"));
}

static void
say_missing(struct buf *b, const struct outcome *o)
{
	if (o->missing)
		buf_fmt(b, " %lld of the deviations could not be looked at "
		    "and count as such.", (long long)o->missing);
}

static enum rc
keep_statement(struct ctx *cx, struct sampling_plan *p, const struct buf *b,
    const struct result *r)
{
	p->proves = utf8_cut(cx->arena, buf_text(b), STATEMENT);
	p->method_note = utf8_cut(cx->arena, arena_fmt(cx->arena, "%s; %s",
	    said(r, "method"), said(r, "software")), 200);
	return RC_OK;
}

/* --- one list -------------------------------------------------------------------------- */

static const char *
selection_word(const struct sampling_plan *p)
{
	return choice_find(sampling_method_choices, p->method)->name;
}

static void
add_rate(struct buf *b, const char *name, int64_t bp)
{
	if (bp != UNSET)
		buf_fmt(b, ",\"%s\":\"%lld.%04lld\"", name,
		    (long long)(bp / BP), (long long)(bp % BP));
}

static enum rc
ask_library(struct ctx *cx, const struct sampling_plan *p,
    const struct outcome *o, struct result **r)
{
	struct buf q = { .arena = cx->arena };

	buf_fmt(&q, "{\"n\":%lld,\"x\":%lld,\"selection\":\"%s\"",
	    (long long)o->n, (long long)o->x, selection_word(p));
	add_rate(&q, "confidence", p->confidence == UNSET ? 9500
	    : p->confidence);
	if (p->tolerable_rate != UNSET && p->tolerable_rate > 0)
		add_rate(&q, "tolerable", p->tolerable_rate);
	if (p->population_size != UNSET && p->population_size >= o->n)
		buf_fmt(&q, ",\"population\":%lld",
		    (long long)p->population_size);
	buf_char(&q, '}');
	return decide_result(&cx->err, cx->arena, "sample evaluate", q.s,
	    q.len, r);
}

static double
real_of(const struct result *r, const char *name, double absent)
{
	const struct item *i = result_item(r, name);

	return i && i->rows && i->cell[0].kind == CELL_REAL ? i->cell[0].real
	    : absent;
}

/* Limits are printed rounded up, confidence rounded down. */
static void
keep_numbers(struct sampling_plan *p, const struct result *r)
{
	p->upper_rate = (int64_t)ceil(real_of(r, "upper", 1) * BP - 1e-9);
	p->achieved = (int64_t)floor(real_of(r, "achieved",
	    (double)p->confidence / BP) * BP + 1e-9);
}

static enum rc
evaluate_one(struct ctx *cx, struct sampling_plan *p, const struct sample *s)
{
	struct outcome o = outcome_of(s, NULL);
	struct buf b = { .arena = cx->arena };
	struct result *r;
	enum rc rc;

	if (!o.n)       /* judged without a list of items */
		o.n = p->size;
	rc = ask_library(cx, p, &o, &r);
	if (rc)
		return rc;
	if (s->n) {
		p->deviations = o.x;
		buf_str(&b, said(r, "statement"));
	} else {
		buf_fmt(&b, "%lld items were looked at and not listed. They "
		    "were not chosen at random: the sample supports no "
		    "statistical inference, and nothing is said about the "
		    "items not looked at.", (long long)o.n);
	}
	say_missing(&b, &o);
	if (said(r, "verdict"))
		buf_fmt(&b, " Verdict: %s.", said(r, "verdict"));
	if (p->tolerable_rate != UNSET && sampling_seeded(p))
		buf_fmt(&b, " Confidence achieved that fewer than the "
		    "tolerable share deviate: %.2f %%.", floor(real_of(r,
		    "achieved", 0) * BP + 1e-9) / 100);
	say_basis(&b, r);
	if (sampling_seeded(p))
		keep_numbers(p, r);
	return keep_statement(cx, p, &b, r);
}

/* --- strata ------------------------------------------------------------------------------ */

/*
 * Each stratum has its own exact limit at a part of the risk; the risks add
 * up to the one that was stated (Bonferroni), so the sum of the limits holds
 * however the deviations lie.
 */
static enum rc
add_stratum(struct ctx *cx, const struct sampling_plan *p, int64_t share,
    int64_t count, const struct outcome *o, const char *name, struct buf *b,
    int64_t *most)
{
	struct limit_ask ask = { .method = TAIL_HYPERGEOMETRIC,
		.n = o->n, .x = o->x, .population = count };
	struct limit l;
	int64_t risk = DEC_UNIT - p->confidence * (DEC_UNIT / BP);
	enum rc rc;

	ask.confidence.v = DEC_UNIT - risk / share;
	rc = limit_of(&cx->err, &ask, &l);
	if (rc)
		return rc;
	*most += l.upper_count;
	buf_fmt(b, " %s: %lld of %lld looked at deviate, at most %lld of "
	    "%lld.", name, (long long)o->x, (long long)o->n,
	    (long long)l.upper_count, (long long)count);
	return RC_OK;
}

static int64_t
rows_of(const struct population *l, const char *stratum)
{
	int64_t n = 0;

	for (int64_t i = 0; i < l->count; i++)
		n += str_eq(l->stratum[i], stratum);
	return n;
}

/* The first item of each stratum stands for it. */
static size_t
strata_of(const struct sample *s, const char **name)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		size_t k = 0;

		while (k < n && !str_eq(name[k], s->item[i]->stratum))
			k++;
		if (k == n)
			name[n++] = s->item[i]->stratum;
	}
	return n;
}

static void
say_strata(const struct sampling_plan *p, const struct outcome *o,
    const struct buf *each, int64_t most, struct buf *b)
{
	buf_fmt(b, "%lld of %lld items looked at deviate. With %lld.%02lld %% "
	    "confidence at most %lld of the %lld items deviate.%s",
	    (long long)o->x, (long long)o->n,
	    (long long)(p->confidence / 100), (long long)(p->confidence % 100),
	    (long long)most, (long long)p->population_size, buf_text(each));
	say_missing(b, o);
	if (p->tolerable_rate != UNSET)
		buf_fmt(b, " Verdict: %s.", most * BP <= p->tolerable_rate
		    * p->population_size ? "the limit does not exceed the "
		    "tolerable share: supports reliance"
		    : "the limit exceeds the tolerable share: not supported");
	buf_str(b, " Of each stratum the exact hypergeometric limit, the risk "
	    "divided over the strata (Bonferroni).");
}

static enum rc
evaluate_strata(struct ctx *cx, struct sampling_plan *p,
    const struct sample *s)
{
	const char **name = arena_alloc(cx->arena, (s->n + 1)
	    * sizeof(*name));
	struct buf each = { .arena = cx->arena }, b = { .arena = cx->arena };
	struct outcome all = outcome_of(s, NULL);
	size_t n = strata_of(s, name);
	struct population l;
	struct result *r;
	int64_t most = 0;
	enum rc rc = sampling_list(cx, p, true, &l);

	for (size_t i = 0; !rc && i < n; i++) {
		struct outcome o = outcome_of(s, name[i]);

		if (o.n)
			rc = add_stratum(cx, p, (int64_t)n, rows_of(&l,
			    name[i]), &o, name[i], &each, &most);
		else    /* all of its items were replaced, by none */
			most += rows_of(&l, name[i]);
	}
	if (!rc)
		rc = ask_library(cx, p, &all, &r);
	if (rc)
		return rc;
	p->deviations = all.x;
	p->upper_rate = (most * BP + p->population_size - 1)
	    / p->population_size;
	p->achieved = p->confidence;
	say_strata(p, &all, &each, most, &b);
	say_basis(&b, r);
	return keep_statement(cx, p, &b, r);
}

/* Prepares the evaluation: numbers and words are of the same moment. */
enum rc
sampling_evaluate(struct ctx *cx, struct change *ch)
{
	struct sampling_plan *p = ch->after;
	struct sample *s = arena_alloc(cx->arena, sizeof(*s));
	enum rc rc = sample_of(cx, p, s);

	if (!rc)
		rc = judge_ready(cx, p, s);
	if (rc)
		return rc;
	return p->method == SAMPLING_METHOD_STRATIFIED
	    ? evaluate_strata(cx, p, s) : evaluate_one(cx, p, s);
}
