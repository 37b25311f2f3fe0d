/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sampling_draw.c - the draw: of a frozen list and the seed of two parties,
 * so that anybody with both draws the same.  Each draw, each extension and
 * each replacement is counted and logged.
 */
#include "sampling.h"

#include "base/text.h"
#include "decide/allocate.h"
#include "decide/draw.h"

#include <stdlib.h>
#include <string.h>

enum { STRATUM_LEN = 60, LOG_LEN = 8000 };

struct picked { int64_t row, order; const char *id, *stratum; };
struct picks { struct picked *p; size_t n; };

/* --- what was drawn so far ------------------------------------------------------- */

enum rc
sample_of(struct ctx *cx, const struct sampling_plan *p, struct sample *out)
{
	struct list l;
	enum rc rc = store_of(cx, &sample_item_entity, "plan", p->rec.id, &l);

	*out = (struct sample){ .n = 0 };
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct sample_item *m = l.rec[i];
		int64_t round = m->seed_round == UNSET ? 0 : m->seed_round;

		if (round > out->round)
			out->n = 0;
		if (round < out->round)
			continue;
		out->round = round;
		if (out->n < SAMPLE_MOST)
			out->item[out->n++] = m;
	}
	return rc;
}

bool
sample_replaced(const struct sample *s, const struct sample_item *i)
{
	for (size_t k = 0; k < s->n; k++)
		if (s->item[k]->replaces == i->rec.id)
			return true;
	return false;
}

static bool
is_drawn(const struct sample *s, const char *id)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->item[i]->identifier, id))
			return true;
	return false;
}

/* --- picks ---------------------------------------------------------------------------- */

static enum rc
named(struct ctx *cx, const struct sampling_plan *p,
    const struct population *l, const int64_t *row, size_t n,
    struct picks *out)
{
	const char **id = arena_alloc(cx->arena, (n + 1) * sizeof(*id));
	enum rc rc = population_names(cx, p, l, row, n, id);

	out->p = arena_alloc(cx->arena, (n + 1) * sizeof(*out->p));
	out->n = n;
	for (size_t i = 0; !rc && i < n; i++)
		out->p[i] = (struct picked){ row[i], (int64_t)i + 1, id[i],
			NULL };
	return rc;
}

static enum rc
pick_numbers(struct ctx *cx, const struct sampling_plan *p, int64_t n,
    struct picks *out)
{
	int64_t *row = arena_alloc(cx->arena, ((size_t)n + 1) * sizeof(*row));
	struct population l;
	int64_t tried;
	enum rc rc = sampling_list(cx, p, false, &l);

	if (!rc)
		rc = draw_rivest(&cx->err, cx->arena, p->seed, l.count, 0,
		    n < l.count ? n : l.count, false, row, &tried);
	return rc ? rc : named(cx, p, &l, row, (size_t)(n < l.count ? n
	    : l.count), out);
}

/* Every k-th row; the seed says where among the first k it begins. */
static enum rc
pick_steps(struct ctx *cx, const struct sampling_plan *p, int64_t n,
    struct picks *out)
{
	int64_t *row = arena_alloc(cx->arena, ((size_t)n + 1) * sizeof(*row));
	struct population l;
	int64_t step, first;
	enum rc rc = sampling_list(cx, p, false, &l);

	if (rc)
		return rc;
	step = n < l.count ? l.count / n : 1;
	first = draw_pick(p->seed, 1, step);
	for (int64_t i = 0; i < n; i++)
		row[i] = first + i * step;
	return named(cx, p, &l, row, (size_t)n, out);
}

/* The rows at "at" are a list of their own; their tickets give the order. */
static enum rc
pick_tickets(struct ctx *cx, const struct sampling_plan *p,
    const struct population *l, const int64_t *at, int64_t count, int64_t n,
    struct picks *out)
{
	const char **id = arena_alloc(cx->arena, ((size_t)count + 1)
	    * sizeof(*id));
	struct ticket *t = arena_alloc(cx->arena, ((size_t)n + 1)
	    * sizeof(*t));
	int64_t taken;
	enum rc rc;

	for (int64_t i = 0; i < count; i++)
		id[i] = l->id[at[i]];
	rc = draw_consistent(&cx->err, cx->arena, p->seed, id, count, 0,
	    n < count ? n : count, false, t, &taken);
	for (int64_t i = 0; !rc && i < taken; i++)
		out->p[out->n++] = (struct picked){ at[t[i].item] + 1, i + 1,
			id[t[i].item], l->stratum[at[t[i].item]] };
	return rc;
}

/* --- strata --------------------------------------------------------------------------------- */

struct group { const char *name; int64_t count, *at; };

static int
by_name(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static enum rc
group_rows(struct ctx *cx, const struct population *l, struct group *g,
    size_t *n)
{
	int64_t *at = arena_alloc(cx->arena, (size_t)l->count * sizeof(*at));
	size_t *of = arena_alloc(cx->arena, (size_t)l->count * sizeof(*of));
	int64_t next = 0;

	*n = 0;
	for (int64_t i = 0; i < l->count; i++) {
		size_t k = 0;

		while (k < *n && !str_eq(g[k].name, l->stratum[i]))
			k++;
		if (k == ALLOCATE_STRATA || utf8_count(l->stratum[i]) >
		    STRATUM_LEN || !*l->stratum[i])
			return refuse(cx, "sampling_plan.draw",
			    "stratum_column", arena_fmt(cx->arena, "row %lld "
			    "has no stratum, or there are too many",
			    (long long)i + 1), "A stratum has 1 to 60 "
			    "characters, and there are at most a thousand.");
		if (k == *n)
			g[(*n)++] = (struct group){ .name = l->stratum[i] };
		g[k].count++;
		of[i] = k;
	}
	for (size_t k = 0; k < *n; next += g[k++].count)
		g[k].at = at + next;
	for (size_t k = 0; k < *n; k++)
		g[k].count = 0;
	for (int64_t i = 0; i < l->count; i++)
		g[of[i]].at[g[of[i]].count++] = i;
	qsort(g, *n, sizeof(*g), by_name);
	return RC_OK;
}

/* Shares by size, which only grow with the sample (Huntington and Hill). */
static enum rc
pick_strata(struct ctx *cx, const struct sampling_plan *p, int64_t n,
    const char *one_more, struct picks *out)
{
	struct group *g = arena_alloc(cx->arena, (ALLOCATE_STRATA + 1)
	    * sizeof(*g));
	struct stratum *s = arena_alloc(cx->arena, (ALLOCATE_STRATA + 1)
	    * sizeof(*s));
	struct population l;
	size_t k;
	enum rc rc = sampling_list(cx, p, true, &l);

	if (!rc)
		rc = group_rows(cx, &l, g, &k);
	for (size_t i = 0; !rc && i < k; i++)
		s[i] = (struct stratum){ .size = g[i].count };
	if (!rc)
		rc = allocate(&cx->err, ALLOCATE_OPTIMUM, n, 1, s, k);
	if (rc)
		return rc;
	out->p = arena_alloc(cx->arena, ((size_t)n + 1 + SAMPLE_MOST)
	    * sizeof(*out->p));
	for (size_t i = 0; !rc && i < k; i++)
		rc = pick_tickets(cx, p, &l, g[i].at, g[i].count, one_more
		    && str_eq(g[i].name, one_more) ? SAMPLE_MOST
		    : s[i].count, out);
	return rc;
}

static enum rc
pick_all_by_ticket(struct ctx *cx, const struct sampling_plan *p, int64_t n,
    struct picks *out)
{
	struct population l;
	int64_t *at;
	enum rc rc;

	if (!p->population_file)
		return refuse(cx, "sampling_plan.draw", "sampler",
		    "tickets need the names of the items", "Add the list, or "
		    "draw by numbered rows.");
	rc = sampling_list(cx, p, true, &l);
	if (rc)
		return rc;
	at = arena_alloc(cx->arena, (size_t)l.count * sizeof(*at));
	for (int64_t i = 0; i < l.count; i++)
		at[i] = i;
	out->p = arena_alloc(cx->arena, ((size_t)n + 1) * sizeof(*out->p));
	rc = pick_tickets(cx, p, &l, at, l.count, n, out);
	for (size_t i = 0; i < out->n; i++)
		out->p[i].stratum = NULL;
	return rc;
}

static enum rc
pick(struct ctx *cx, const struct sampling_plan *p, int64_t n,
    const char *one_more, struct picks *out)
{
	*out = (struct picks){ NULL, 0 };
	if (p->method == SAMPLING_METHOD_STRATIFIED)
		return pick_strata(cx, p, n, one_more, out);
	if (p->method == SAMPLING_METHOD_SYSTEMATIC)
		return pick_steps(cx, p, n, out);
	if (p->sampler == SAMPLER_TICKETS)
		return pick_all_by_ticket(cx, p, n, out);
	return pick_numbers(cx, p, n, out);
}

/* --- a draw is counted and logged before it is made ------------------------------------------ */

static enum rc
log_draw(struct ctx *cx, struct sampling_plan *p, const char *what,
    const char *reason)
{
	char time[TIME_LEN + 1];
	struct buf b = { .arena = cx->arena };

	p->draws = p->draws == UNSET ? 1 : p->draws + 1;
	time_write(time, cx->now);
	buf_fmt(&b, "%s%s%lld. %s, %s", p->draw_log ? p->draw_log : "",
	    text_blank(p->draw_log) ? "" : "\n", (long long)p->draws, time,
	    what);
	if (!text_blank(reason))
		buf_fmt(&b, ". Reason: %s", utf8_cut(cx->arena, reason, 200));
	if (utf8_count(b.s) > LOG_LEN)
		return refuse(cx, "sampling_plan.draw", NULL, arena_fmt(
		    cx->arena, "%s was drawn too often", p->rec.code),
		    "Abandon the plan and make another.");
	p->draw_log = b.s;
	return RC_OK;
}

static enum rc
judge_again(struct ctx *cx, const struct sampling_plan *p,
    const struct sample *s)
{
	if (p->size <= (int64_t)s->n)
		return refuse(cx, "sampling_plan.draw", "size", arena_fmt(
		    cx->arena, "%s has neither a new seed nor a larger size",
		    p->rec.code), "Make a new seed of two parties, or give a "
		    "larger number of items.");
	if (p->method == SAMPLING_METHOD_SYSTEMATIC)
		return refuse(cx, "sampling_plan.draw", "size",
		    "a systematic sample cannot be extended", "Its step "
		    "would change; draw again with a new seed.");
	for (size_t i = 0; i < s->n; i++)
		if (s->item[i]->result == SAMPLE_RESULT_DEVIATION)
			return refuse(cx, "sampling_plan.draw", "size",
			    arena_fmt(cx->arena, "%s has a deviation, and "
			    "%s was planned as one stage",
			    s->item[i]->rec.code, p->rec.code), "Adding items "
			    "after a bad result proves nothing; evaluate it. "
			    "\"muster sample plan\" makes staged plans.");
	return RC_OK;
}

static enum rc
make_seed(struct ctx *cx, struct sampling_plan *p)
{
	char hex[HEX];
	enum rc rc;

	if (text_blank(p->population_hash) || text_blank(p->part_one) ||
	    text_blank(p->part_two))
		return RC_OK;
	rc = draw_seed(&cx->err, p->population_hash, p->part_one, p->part_two,
	    hex);
	if (!rc && text_blank(p->seed))
		p->seed = arena_str(cx->arena, hex);
	return rc;
}

/* Prepares a draw: seed, count, log; a second one says what is new. */
enum rc
sampling_draw(struct ctx *cx, struct change *ch)
{
	struct sampling_plan *p = ch->after;
	const struct sampling_plan *was = ch->before;
	struct sample *s = arena_alloc(cx->arena, sizeof(*s));
	bool again = was->state == SAMPLING_STATE_DRAWN;
	const char *what;
	enum rc rc;

	if (!sampling_seeded(p))
		return log_draw(cx, p, "chosen by judgement", NULL);
	if (p->size > SAMPLE_MOST)
		return refuse(cx, "sampling_plan.draw", "size", arena_fmt(
		    cx->arena, "a plan draws at most %d items", SAMPLE_MOST),
		    "\"muster sample draw\" draws more, outside the store.");
	if (again && !changed(ch, "seed"))
		p->seed = NULL;
	rc = make_seed(cx, p);
	if (!rc && text_blank(p->seed))
		p->seed = was->seed;
	if (!rc)
		rc = sample_of(cx, p, s);
	if (rc || text_blank(p->seed))
		return rc;
	what = arena_fmt(cx->arena, "%lld items by the seed %s",
	    (long long)p->size, p->seed);
	if (again && str_eq(p->seed, was->seed)) {
		rc = judge_again(cx, p, s);
		what = arena_fmt(cx->arena, "extended from %zu to %lld items, "
		    "same seed", s->n, (long long)p->size);
	}
	return rc ? rc : log_draw(cx, p, what, again ? p->state_reason
	    : NULL);
}

/* --- items ---------------------------------------------------------------------------------------- */

static enum rc
make_item(struct ctx *cx, const struct sampling_plan *p,
    const struct picked *k, int64_t round)
{
	struct pair in[8] = {
		{ "plan", number_text(cx, p->rec.id) },
		{ "identifier", k->id }, { "selected_by", "seed" },
		{ "position", number_text(cx, k->order) },
		{ "list_row", number_text(cx, k->row) },
		{ "seed_round", number_text(cx, round) } };
	size_t n = 6;

	if (k->stratum)
		in[n++] = (struct pair){ "stratum", k->stratum };
	return follow(cx, "sample_item.create", 0, in, n, NULL);
}

/* Effect of a draw: the items of a new seed, or those that it adds. */
enum rc
sampling_drawn(struct ctx *cx, struct change *ch)
{
	const struct sampling_plan *p = ch->after, *was = ch->before;
	struct sample *s = arena_alloc(cx->arena, sizeof(*s));
	struct picks l;
	enum rc rc;

	if (!sampling_seeded(p))
		return RC_OK;
	rc = sample_of(cx, p, s);
	if (!rc)
		rc = pick(cx, p, p->size, NULL, &l);
	if (rc)
		return rc;
	if (!str_eq(p->seed, was->seed))
		*s = (struct sample){ .round = s->round + 1 };
	for (size_t i = 0; !rc && i < l.n; i++)
		if (!is_drawn(s, l.p[i].id))
			rc = make_item(cx, p, &l.p[i], s->round);
	return rc;
}

/* --- another instead ---------------------------------------------------------------------------------- */

static enum rc
judge_replace(struct ctx *cx, const struct sample_item *m,
    const struct sample_item *old, const struct sampling_plan *p,
    const struct sample *s)
{
	if (old->plan != m->plan || p->state != SAMPLING_STATE_DRAWN ||
	    !sampling_seeded(p) || sample_replaced(s, old))
		return refuse(cx, "sample_item.create", "replaces", arena_fmt(
		    cx->arena, "%s cannot be replaced here", old->rec.code),
		    "It is an item of this plan, drawn by its seed, not "
		    "evaluated and not replaced yet.");
	if (old->result == SAMPLE_RESULT_DEVIATION)
		return refuse(cx, "sample_item.create", "replaces", arena_fmt(
		    cx->arena, "%s is a deviation and stays in the sample",
		    old->rec.code), "Only an item that does not belong into "
		    "the population is replaced.");
	if (text_blank(m->replace_reason))
		return refuse(cx, "sample_item.create", "replace_reason",
		    arena_fmt(cx->arena, "why %s is replaced is not said",
		    old->rec.code), "Say why it does not belong into the "
		    "sample; one that is missing is no reason.");
	return RC_OK;
}

/* The first that the seed would draw next and that is not drawn yet. */
static enum rc
take_next(struct ctx *cx, struct sample_item *m, const struct sample *s,
    const struct sampling_plan *p, const char *stratum)
{
	struct picks l;
	enum rc rc;

	if (p->method == SAMPLING_METHOD_SYSTEMATIC || s->n >= SAMPLE_MOST)
		return refuse(cx, "sample_item.create", "replaces", arena_fmt(
		    cx->arena, "%s knows no next item", p->rec.code),
		    "Leave the item out and say so.");
	rc = pick(cx, p, stratum ? p->size : (int64_t)s->n + 1, stratum, &l);
	if (rc)
		return rc;
	for (size_t i = 0; i < l.n; i++) {
		const struct picked *k = &l.p[i];

		if (is_drawn(s, k->id) || !str_eq(k->stratum, stratum))
			continue;
		m->identifier = k->id;
		m->position = k->order;
		m->list_row = k->row;
		m->stratum = k->stratum;
		m->seed_round = s->round;
		m->selected_by = SELECTED_BY_SEED;
		return RC_OK;
	}
	return refuse(cx, "sample_item.create", "replaces", "no item is left "
	    "to draw", "The whole list is in the sample.");
}

/* Prepares sample_item.create with replaces. */
enum rc
sampling_replace(struct ctx *cx, struct change *ch)
{
	struct sample_item *m = ch->after, *old;
	struct sample *s = arena_alloc(cx->arena, sizeof(*s));
	struct sampling_plan *p;
	enum rc rc;

	if (!m->replaces)
		return RC_OK;
	rc = of_ref(cx, &sample_item_entity, m->replaces, &old);
	if (!rc)
		rc = of_ref(cx, &sampling_plan_entity, m->plan, &p);
	if (!rc)
		rc = sample_of(cx, p, s);
	if (!rc)
		rc = judge_replace(cx, m, old, p, s);
	return rc ? rc : take_next(cx, m, s, p, old->stratum);
}

/* A replacement is a draw: counted and logged in the plan. */
enum rc
sampling_replaced(struct ctx *cx, struct change *ch)
{
	const struct sample_item *m = ch->after;
	struct sampling_plan *p;
	struct sample_item *old;
	enum rc rc;

	if (!m->replaces)
		return RC_OK;
	rc = of_ref(cx, &sample_item_entity, m->replaces, &old);
	if (!rc)
		rc = of_ref(cx, &sampling_plan_entity, m->plan, &p);
	if (!rc)
		rc = log_draw(cx, p, arena_fmt(cx->arena, "%s drawn instead "
		    "of %s", m->identifier, old->identifier),
		    m->replace_reason);
	return rc ? rc : follow(cx, "sampling_plan.update", p->rec.id, PAIRS(
	    { "draws", number_text(cx, p->draws) },
	    { "draw_log", p->draw_log }), NULL);
}
