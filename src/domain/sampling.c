/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sampling.c - samples are chosen by the auditor, from a frozen list. */
#include "domain.h"

#include "model/sampling.h"

static enum rc
r_6_3_2_09(struct ctx *cx, struct change *ch)
{
	const struct sampling_plan *p = ch->after, *was = ch->before;
	const struct site_sample *s = ch->after;

	if (ch->entity == &site_sample_entity)
		return text_blank(s->seed) ? refuse(cx, "R-6.3.2-09", "seed",
		    "the sample of sites has no seed", "Enter the number "
		    "that was chosen after the list was frozen.") : RC_OK;
	if (p->state == SAMPLING_STATE_FROZEN)
		return p->population_file || !text_blank(p->source) ? RC_OK
		    : refuse(cx, "R-6.3.2-09", "population_file",
		    arena_fmt(cx->arena, "%s has no list to freeze",
		    p->rec.code), "Add the list, or say where it lies.");
	if (p->method == SAMPLING_METHOD_JUDGEMENT)
		return RC_OK;
	if (was && was->state == SAMPLING_STATE_DRAFT)
		return refuse(cx, "R-6.3.2-09", NULL, arena_fmt(cx->arena,
		    "the list of %s is not frozen", p->rec.code),
		    "Freeze it before anything is drawn.");
	return text_blank(p->seed) ? refuse(cx, "R-6.3.2-09", "seed",
	    arena_fmt(cx->arena, "%s has no seed", p->rec.code),
	    "Give the seed, chosen after the freeze.") : RC_OK;
}

static enum rc
item_by_auditor(struct ctx *cx, const struct sample_item *i)
{
	struct sampling_plan *p;
	enum rc rc = of_ref(cx, &sampling_plan_entity, i->plan, &p);

	if (rc || i->selected_by != SELECTED_BY_GUIDE || p->guided_under)
		return rc;
	return refuse(cx, "R-6.4.7-04", "selected_by", arena_fmt(cx->arena,
	    "an item of %s was picked by a guide without a recorded "
	    "constraint", p->rec.code), "Pick it yourself, or record the "
	    "constraint first.");
}


static enum rc
r_6_4_7_04(struct ctx *cx, struct change *ch)
{
	const struct sampling_plan *p = ch->after;

	if (ch->entity == &sample_item_entity)
		return item_by_auditor(cx, ch->after);
	if (p->state != SAMPLING_STATE_DRAWN || p->selector ||
	    p->guided_under)
		return RC_OK;
	return refuse(cx, "R-6.4.7-04", "selector", arena_fmt(cx->arena,
	    "nobody is named who selects for %s", p->rec.code),
	    "Name the auditor.");
}

static enum rc
guard_evaluate(struct ctx *cx, struct change *ch)
{
	const struct sampling_plan *p = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &sample_item_entity, "plan", p->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct sample_item *m = l.rec[i];

		if (!m->result)
			return refuse(cx, "sampling_plan.evaluate", NULL,
			    arena_fmt(cx->arena, "%s has no result",
			    m->rec.code), "Look at each item first.");
	}
	return rc;
}

/* What was frozen is not changed any more. */
static enum rc
guard_update(struct ctx *cx, struct change *ch)
{
	const struct sampling_plan *p = ch->after;
	static const char *const fields[] = { "population_file",
		"population_size", "source", "method" };

	if (p->state == SAMPLING_STATE_DRAFT || !cx->account)
		return RC_OK;
	for (size_t i = 0; i < NELEMS(fields); i++)
		if (changed(ch, fields[i]))
			return refuse(cx, "sampling_plan.update", fields[i],
			    arena_fmt(cx->arena, "the list of %s is frozen",
			    p->rec.code), "Abandon the plan and make "
			    "another.");
	return RC_OK;
}

/* The number of draws shows who drew until the sample was to his liking. */
static enum rc
draw_counted(struct ctx *cx, struct change *ch)
{
	struct sampling_plan *p = ch->after;

	(void)cx;
	p->draws = p->draws == UNSET ? 1 : p->draws + 1;
	return RC_OK;
}

static const struct judge prepares[] = {
	{ "sampling_plan.draw", draw_counted },
	{ NULL, NULL }
};

static const struct judge judges[] = {
	{ "R-6.3.2-09", r_6_3_2_09 },
	{ "R-6.4.7-04", r_6_4_7_04 },
	{ "sampling_plan.evaluate", guard_evaluate },
	{ "sampling_plan.update", guard_update },
	{ NULL, NULL }
};

const struct domain_part sampling_part = { "sampling", judges, prepares,
	NULL };
