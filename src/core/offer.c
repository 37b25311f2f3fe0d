/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* offer.c - what could be done with a record, and what is missing for it. */
#include "pipeline.h"

#include "base/text.h"

#include <string.h>

static bool
holds(const struct ctx *cx, unsigned who, unsigned roles)
{
	return !cx->account || (who & roles);
}

enum rc
command_offers(struct ctx *cx, const struct entity *e, const struct seen *seen,
    struct offer **out, size_t *n)
{
	const struct machine *m = e->machine;
	int64_t state = record_state(e, seen->rec);
	struct offer *list = arena_alloc(cx->arena,
	    ((m ? m->nsteps : 0) + 2) * sizeof(*list));
	size_t k = 0;

	if ((!cx->account || seen->may & UPDATE) &&
	    !(m && machine_final(m, state)))
		list[k++] = (struct offer){ "update", NULL };
	for (size_t i = 0; m && i < m->nsteps; i++) {
		const struct step *s = &m->steps[i];

		if (s->from == state && s->from &&
		    holds(cx, seen->view.who, s->who) &&
		    (!cx->account || seen->may & STEP))
			list[k++] = (struct offer){ s->verb, s };
	}
	*out = list;
	*n = k;
	return RC_OK;
}

struct gates { struct gate *list; size_t n, cap; };

static enum rc
collect(struct ctx *cx, struct change *ch, void *arg, const char *name,
    judge_fn *judge)
{
	const struct rule_row *row = rule_find(name);
	struct gates *g = arg;
	enum rc rc = judge(cx, ch);

	if (rc != RC_RULE && rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	if (g->n == g->cap) {
		size_t cap = g->cap ? 2 * g->cap : 8;
		struct gate *list = arena_alloc(cx->arena,
		    cap * sizeof(*list));

		if (g->n)
			memcpy(list, g->list, g->n * sizeof(*list));
		g->list = list;
		g->cap = cap;
	}
	g->list[g->n++] = (struct gate){ arena_str(cx->arena,
	    cx->err.rule ? cx->err.rule : name), cx->err.field,
	    arena_str(cx->arena, cx->err.text),
	    arena_str(cx->arena, cx->err.hint), row ? row->force : BLOCK };
	return RC_OK;
}

enum rc
command_gates(struct ctx *cx, const struct entity *e, const struct seen *seen,
    const struct step *step, struct gate **out, size_t *n)
{
	struct change ch = { .entity = e, .step = step,
		.verb = step ? step->verb : "look", .before = seen->rec,
		.who = seen->view.who };
	struct gates g = { 0 };
	enum rc rc;

	ch.command = arena_fmt(cx->arena, "%s.%s", e->name, ch.verb);
	ch.after = arena_alloc(cx->arena, e->size);
	memcpy(ch.after, seen->rec, e->size);
	if (step)
		record_set_state(e, ch.after, step->to);
	rc = judge_each(cx, &ch, collect, &g);
	if (rc)
		return rc;
	*out = g.list;
	*n = g.n;
	return RC_OK;
}
