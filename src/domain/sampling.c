/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sampling.c - samples are chosen by the auditor, from a frozen list, with a
 * seed that nobody alone could choose: list, seals, parts, draw, in this order.
 */
#include "sampling.h"

#include "base/text.h"
#include "decide/draw.h"

#include <string.h>

bool
sampling_seeded(const struct sampling_plan *p)
{
	return p->method == SAMPLING_METHOD_RANDOM ||
	    p->method == SAMPLING_METHOD_SYSTEMATIC ||
	    p->method == SAMPLING_METHOD_STRATIFIED;
}

static enum rc
r_6_3_2_09(struct ctx *cx, struct change *ch)
{
	const struct sampling_plan *p = ch->after, *was = ch->before;
	const struct site_sample *s = ch->after;

	if (ch->entity == &site_sample_entity)
		return text_blank(s->seed) ? refuse(cx, "R-6.3.2-09", "seed",
		    "the sample of sites has no seed", "Enter the number "
		    "that was chosen after the list was frozen.") : RC_OK;
	if (p->state == SAMPLING_STATE_FROZEN ||
	    p->method == SAMPLING_METHOD_JUDGEMENT)
		return RC_OK;
	if (was && was->state == SAMPLING_STATE_DRAFT)
		return refuse(cx, "R-6.3.2-09", NULL, arena_fmt(cx->arena,
		    "the list of %s is not frozen", p->rec.code),
		    "Freeze it before anything is drawn.");
	return sampling_seeded(p) && text_blank(p->seed) ? refuse(cx,
	    "R-6.3.2-09", "seed", arena_fmt(cx->arena, "%s has no seed",
	    p->rec.code), "Both sides give their part of it, after the "
	    "freeze.") : RC_OK;
}

/* --- the seed of two parties ------------------------------------------------------- */

static enum rc
broken(struct ctx *cx, const char *field, const char *what, const char *hint)
{
	return refuse(cx, "R-6.3.2-09", field, what, hint);
}

static bool
is_dice(const char *s)
{
	size_t n = strspn(s, "123456");

	return !s[n] && n >= DRAW_PART;
}

struct side { const char *seal, *part; };
static const struct side sides[] = { { "seal_one", "part_one" },
	{ "seal_two", "part_two" } };

static const char *
text_of(const void *rec, const char *field)
{
	const char *s = field_text(field_find(&sampling_plan_entity, field),
	    rec);

	return s ? s : "";
}

static enum rc
judge_seal(struct ctx *cx, struct change *ch, const char *field)
{
	const struct sampling_plan *p = ch->after;
	unsigned char h[HASH];

	if (!text_blank(p->part_one) || !text_blank(p->part_two))
		return broken(cx, field, arena_fmt(cx->arena, "a part of the "
		    "seed of %s is known already", p->rec.code), "Seals are "
		    "on record before any part; for a new seed both sides "
		    "begin again.");
	if (!hash_parse(text_of(p, field), h))
		return broken(cx, field, "a seal is 64 hexadecimal digits",
		    "\"muster sample seal\" makes it.");
	return RC_OK;
}

static enum rc
judge_dice(struct ctx *cx, struct change *ch, const char *field)
{
	const struct sampling_plan *was = ch->before;

	if (!is_dice(text_of(ch->after, field)))
		return broken(cx, field, "a part by dice has at least 20 "
		    "digits 1 to 6", "Roll in front of the other side and "
		    "enter the digits in order.");
	if (*text_of(was, field) && !(was->state == SAMPLING_STATE_DRAWN &&
	    changed(ch, "part_one") && changed(ch, "part_two")))
		return broken(cx, field, "this part is on record and stays",
		    "A new seed, after a draw, has two new parts.");
	return RC_OK;
}

static enum rc
judge_part(struct ctx *cx, struct change *ch, const struct side *side)
{
	const struct sampling_plan *p = ch->after, *was = ch->before;
	char hex[HEX];

	if (p->seed_way == SEED_WAY_DICE)
		return judge_dice(cx, ch, side->part);
	if (*text_of(was, side->part))
		return broken(cx, side->part, "this part is on record and "
		    "stays", "For a new seed both sides begin with seals.");
	if (text_blank(was->seal_one) || text_blank(was->seal_two))
		return broken(cx, side->part, arena_fmt(cx->arena, "%s does "
		    "not have both seals yet", p->rec.code), "Each side seals "
		    "its part before either is shown.");
	if (draw_seal(&cx->err, p->population_hash, text_of(p, side->part),
	    hex))
		return broken(cx, side->part, arena_str(cx->arena,
		    cx->err.text), "Choose a longer part, and seal it.");
	return str_eq(hex, text_of(p, side->seal)) ? RC_OK : broken(cx,
	    side->part, "the part does not fit its seal", "Enter it as it "
	    "was sealed, letter for letter.");
}

/* The parts are known before the seed is, so a typed seed is no seed. */
static enum rc
judge_seed(struct ctx *cx, const struct sampling_plan *p)
{
	char hex[HEX];

	if (!text_blank(p->part_one) && !text_blank(p->part_two) &&
	    !draw_seed(&cx->err, p->population_hash, p->part_one, p->part_two,
	    hex) && str_eq(hex, p->seed))
		return RC_OK;
	return broken(cx, "seed", arena_fmt(cx->arena, "the seed of %s is made "
	    "of the parts of both sides", p->rec.code), "Enter the parts; the "
	    "draw makes the seed.");
}

static enum rc
judge_protocol(struct ctx *cx, struct change *ch)
{
	const struct sampling_plan *p = ch->after, *was = ch->before;
	enum rc rc = RC_OK;

	if (!cx->account || !sampling_seeded(p))
		return RC_OK;
	for (size_t i = 0; !rc && i < NELEMS(sides); i++) {
		const struct side *side = &sides[i];
		bool seal = changed(ch, side->seal);
		bool part = changed(ch, side->part);

		if ((seal || part) && (!was ||
		    was->state == SAMPLING_STATE_DRAFT))
			return broken(cx, seal ? side->seal : side->part,
			    arena_fmt(cx->arena, "the list of %s is not "
			    "frozen", p->rec.code), "Freeze it before any "
			    "part of a seed exists.");
		if (seal)
			rc = judge_seal(cx, ch, side->seal);
		if (!rc && part && *text_of(p, side->part))
			rc = judge_part(cx, ch, side);
	}
	return !rc && changed(ch, "seed") && !text_blank(p->seed)
	    ? judge_seed(cx, p) : rc;
}

/* New seals after a draw begin a new seed: the old parts are in the journal. */
static enum rc
begin_again(struct ctx *cx, struct change *ch)
{
	struct sampling_plan *p = ch->after;
	const struct sampling_plan *was = ch->before;

	(void)cx;
	if (was->state != SAMPLING_STATE_DRAWN ||
	    p->seed_way == SEED_WAY_DICE || changed(ch, "part_one") ||
	    changed(ch, "part_two") || (!changed(ch, "seal_one") &&
	    !changed(ch, "seal_two")))
		return RC_OK;
	p->part_one = p->part_two = NULL;
	return RC_OK;
}

/* --- by whom -------------------------------------------------------------------------- */

static enum rc
item_by_auditor(struct ctx *cx, const struct sample_item *i)
{
	struct sampling_plan *p;
	enum rc rc = of_ref(cx, &sampling_plan_entity, i->plan, &p);

	if (rc)
		return rc;
	if (cx->account && sampling_seeded(p) && !i->replaces)
		return refuse(cx, "R-6.4.7-04", "identifier", arena_fmt(
		    cx->arena, "the items of %s are drawn by its seed",
		    p->rec.code), "Draw it; an item that does not belong into "
		    "the sample is replaced, with a reason.");
	if (i->selected_by != SELECTED_BY_GUIDE || p->guided_under)
		return RC_OK;
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

/* --- what stays ------------------------------------------------------------------------ */

/* What was frozen is not changed any more, nor is what was to be shown. */
static enum rc
guard_update(struct ctx *cx, struct change *ch)
{
	const struct sampling_plan *p = ch->after;
	static const struct { const char *field; int64_t from; } kept[] = {
		{ "population_file", SAMPLING_STATE_FROZEN },
		{ "population_size", SAMPLING_STATE_FROZEN },
		{ "source", SAMPLING_STATE_FROZEN },
		{ "method", SAMPLING_STATE_FROZEN },
		{ "id_column", SAMPLING_STATE_FROZEN },
		{ "stratum_column", SAMPLING_STATE_FROZEN },
		{ "sampler", SAMPLING_STATE_DRAWN },
		{ "confidence", SAMPLING_STATE_DRAWN },
		{ "tolerable_rate", SAMPLING_STATE_DRAWN },
		{ "expected_rate", SAMPLING_STATE_DRAWN },
		{ "allowed_deviations", SAMPLING_STATE_DRAWN } };

	if (p->state == SAMPLING_STATE_DRAFT || !cx->account)
		return judge_protocol(cx, ch);
	for (size_t i = 0; i < NELEMS(kept); i++)
		if (p->state >= kept[i].from && changed(ch, kept[i].field))
			return refuse(cx, "sampling_plan.update",
			    kept[i].field, arena_fmt(cx->arena, kept[i].from ==
			    SAMPLING_STATE_FROZEN ? "the list of %s is frozen"
			    : "%s is drawn", p->rec.code), "Abandon the plan "
			    "and make another.");
	return judge_protocol(cx, ch);
}

static enum rc
guard_item(struct ctx *cx, struct change *ch)
{
	const struct sample_item *i = ch->after;
	struct sampling_plan *p;
	enum rc rc = of_ref(cx, &sampling_plan_entity, i->plan, &p);

	if (rc || p->state != SAMPLING_STATE_EVALUATED || !cx->account)
		return rc;
	return refuse(cx, ch->command, NULL, arena_fmt(cx->arena,
	    "%s is evaluated", p->rec.code), "What was found then stays as "
	    "it is; plan another sample.");
}

/* --- the list --------------------------------------------------------------------------- */

/* Put in order, hashed and in the journal before any seed exists. */
static enum rc
freeze(struct ctx *cx, struct change *ch)
{
	struct sampling_plan *p = ch->after;
	struct population l;
	enum rc rc;

	if (!sampling_seeded(p) && !p->population_file &&
	    p->population_size == UNSET)
		return RC_OK;
	rc = population_read(cx, p, p->method == SAMPLING_METHOD_STRATIFIED,
	    &l);
	if (rc)
		return rc;
	if (p->population_size != UNSET && p->population_size != l.count)
		return refuse(cx, "R-6.3.2-09", "population_size",
		    arena_fmt(cx->arena, "the list has %lld rows and %s says "
		    "%lld", (long long)l.count, p->rec.code,
		    (long long)p->population_size), "Find out which is "
		    "right.");
	if (p->size > l.count)
		return refuse(cx, "sampling_plan.freeze", "size",
		    "the sample is larger than the list", "Look at all of "
		    "it, or take fewer.");
	p->population_size = l.count;
	p->population_hash = arena_str(cx->arena, l.hash);
	return RC_OK;
}

enum rc
sampling_list(struct ctx *cx, const struct sampling_plan *p, bool whole,
    struct population *out)
{
	enum rc rc = population_read(cx, p, whole, out);

	if (rc || str_eq(out->hash, p->population_hash))
		return rc;
	return refuse(cx, "R-6.3.2-09", "population_file", arena_fmt(cx->arena,
	    "the list of %s is not the one that was frozen", p->rec.code),
	    "Tell the administrator: a stored file has changed.");
}

/* --- tables -------------------------------------------------------------------------------- */

static const struct judge prepares[] = {
	{ "sample_item.create", sampling_replace },
	{ "sampling_plan.draw", sampling_draw },
	{ "sampling_plan.evaluate", sampling_evaluate },
	{ "sampling_plan.freeze", freeze },
	{ "sampling_plan.update", begin_again },
	{ NULL, NULL }
};

static const struct judge judges[] = {
	{ "R-6.3.2-09", r_6_3_2_09 },
	{ "R-6.4.7-04", r_6_4_7_04 },
	{ "sample_item.create", guard_item },
	{ "sample_item.update", guard_item },
	{ "sampling_plan.create", judge_protocol },
	{ "sampling_plan.draw", judge_protocol },
	{ "sampling_plan.update", guard_update },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "sample_item.create", sampling_replaced },
	{ "sampling_plan.draw", sampling_drawn },
	{ NULL, NULL }
};

const struct domain_part sampling_part = { "sampling", judges, prepares,
	effects };
