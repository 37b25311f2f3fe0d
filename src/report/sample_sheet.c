/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sample_sheet.c - the sheet of a sample: whatever a third party needs to
 * draw the same one, and the lines that do it.
 */
#include "report/read.h"
#include "report/reports.h"

#include "base/text.h"
#include "decide/draw.h"
#include "domain/sampling.h"
#include "model/audit.h"
#include "model/entities.h"

struct sheet {
	struct ctx *cx;
	struct doc *doc;
	const struct sampling_plan *plan;
	struct page items;              /* those that the reader may see */
	struct sample sample;
};

/* --- what was planned ------------------------------------------------------------ */

static const char *
number(struct sheet *s, int64_t v)
{
	return v == UNSET ? NULL : arena_fmt(s->cx->arena, "%lld",
	    (long long)v);
}

static const char *
rate(struct sheet *s, int64_t bp)
{
	return bp == UNSET ? NULL : arena_fmt(s->cx->arena, "%lld.%02lld %%",
	    (long long)(bp / 100), (long long)(bp % 100));
}

static void
say_plan(struct sheet *s)
{
	const struct sampling_plan *p = s->plan;
	struct doc_part *k = s->doc->facts;

	doc_key(k, "Audit", read_name(s->cx, &audit_entity, p->audit));
	doc_key(k, "What it shall show", p->objective);
	doc_key(k, "Population", p->population);
	doc_key(k, "Source of the list", p->source);
	doc_key(k, "Items in the list", number(s, p->population_size));
	doc_key(k, "Selection", read_label(sampling_method_choices,
	    p->method));
	doc_key(k, "Sample size", number(s, p->size));
	doc_key(k, "Confidence", rate(s, p->confidence));
	doc_key(k, "Tolerable rate", rate(s, p->tolerable_rate));
	doc_key(k, "Deviations allowed", number(s, p->allowed_deviations));
	doc_key(k, "Selected by", read_name(s->cx, &person_entity,
	    p->selector));
	doc_key(k, "Why this sample", p->rationale);
}

/* --- list, seed, draws ---------------------------------------------------------------- */

static void
mono_key(struct doc_part *keys, const char *name, const char *value)
{
	if (value && *value)
		doc_text(doc_key_open(keys, name), value, DOC_MONO);
}

static void
say_seed(struct sheet *s)
{
	const struct sampling_plan *p = s->plan;
	struct doc_part *c = doc_section(s->doc->root, "List and seed");
	struct doc_part *k;

	doc_para(c, p->population_file ? "The names of the list, in NFC, "
	    "without blanks at the ends, sorted by bytes, one a line ended by "
	    "LF, have the fingerprint below (SHA-256). It was recorded before "
	    "any part of the seed." : "The items are numbered from 1. The "
	    "fingerprint is SHA-256 of the lines muster-numbers/1 and their "
	    "number, each ended by LF.");
	k = doc_keys(c);
	mono_key(k, "Fingerprint of the list", p->population_hash);
	doc_key(k, "How the seed was made", p->seed_way == SEED_WAY_DICE
	    ? "each side rolled dice in front of the other"
	    : "each side sealed a part, then both showed theirs");
	mono_key(k, "Seal of the auditor's part", p->seal_one);
	mono_key(k, "Seal of the auditee's part", p->seal_two);
	mono_key(k, "The auditor's part", p->part_one);
	mono_key(k, "The auditee's part", p->part_two);
	mono_key(k, "Seed", p->seed);
	doc_para(c, "A seal is SHA-256 of the lines muster-part/1, fingerprint "
	    "of the list, part; the seed of the lines muster-seed/1, "
	    "fingerprint, the auditor's part, the auditee's part, each ended "
	    "by LF.");
	c = doc_section(s->doc->root, "Draws");
	doc_para(c, arena_fmt(s->cx->arena, "The list was drawn from %lld "
	    "times, extensions and replacements included. Each one:",
	    (long long)(p->draws == UNSET ? 0 : p->draws)));
	if (p->draw_log)
		doc_para(c, p->draw_log);
}

/* --- items -------------------------------------------------------------------------------- */

static const char *
item_code(struct sheet *s, int64_t id)
{
	for (size_t i = 0; i < s->items.n; i++) {
		const struct sample_item *m = s->items.rec[i];

		if (m->rec.id == id)
			return m->rec.code;
	}
	return "";
}

static void
say_item(struct sheet *s, struct doc_part *table, size_t i)
{
	const struct sample_item *m = s->items.rec[i];
	struct doc_part *row = doc_row(table);
	const char *result = m->result ? read_label(sample_result_choices,
	    m->result) : "not looked at yet";

	doc_cell(row, m->position == UNSET ? "" : number(s, m->position));
	doc_cell(row, m->list_row == UNSET ? "" : number(s, m->list_row));
	doc_cell(row, read_text(&sample_item_entity, m, &s->items.view[i],
	    "identifier"));
	doc_cell(row, m->stratum ? m->stratum : "");
	doc_cell(row, sample_replaced(&s->sample, m) ? "replaced" : result);
	doc_cell(row, m->replaces ? arena_fmt(s->cx->arena, "instead of %s: "
	    "%s", item_code(s, m->replaces), m->replace_reason
	    ? m->replace_reason : "") : "");
}

static void
say_items(struct sheet *s)
{
	static const struct doc_col cols[] = { { "No", COL_NUMBER, 0 },
		{ "Row", COL_NUMBER, 0 }, { "Item", COL_NAME, 60 },
		{ "Stratum", COL_TEXT, 40 }, { "Result", COL_TEXT, 40 },
		{ "Remark", COL_TEXT, 80 } };
	struct doc_part *c = doc_section(s->doc->root, "Items");

	if (!s->items.n)
		doc_para(c, "No item is on record.");
	for (int64_t r = s->sample.round; r >= 0 && s->items.n; r--) {
		struct doc_part *t = NULL;

		for (size_t i = 0; i < s->items.n; i++) {
			const struct sample_item *m = s->items.rec[i];

			if ((m->seed_round == UNSET ? 0 : m->seed_round) != r)
				continue;
			if (!t)
				t = doc_table(c, r == s->sample.round
				    ? "Items of the sample" : arena_fmt(
				    s->cx->arena, "Of seed %lld, which was "
				    "given up: not counted", (long long)r),
				    cols, NELEMS(cols));
			say_item(s, t, i);
		}
	}
}

/* --- the script ----------------------------------------------------------------------------- */

/* How far each stratum was drawn, replacements included. */
static size_t
shares_of(struct sheet *s, struct draw_share *share)
{
	size_t n = 0;

	for (size_t i = 0; i < s->sample.n; i++) {
		const struct sample_item *m = s->sample.item[i];
		size_t k = 0;

		while (k < n && !str_eq(share[k].name, m->stratum))
			k++;
		if (k == n)
			share[n++] = (struct draw_share){ m->stratum, 0 };
		if (m->position > share[k].n)
			share[k].n = m->position;
	}
	return n;
}

static void
say_script(struct sheet *s)
{
	const struct sampling_plan *p = s->plan;
	struct draw_share *share = arena_alloc(s->cx->arena,
	    (s->sample.n + 1) * sizeof(*share));
	struct draw_sheet d = { .seed = p->seed,
		.population = p->population_size, .n = (int64_t)s->sample.n,
		.consistent = p->sampler == SAMPLER_TICKETS,
		.listed = p->population_file != 0,
		.steps = p->method == SAMPLING_METHOD_SYSTEMATIC,
		.share = share };
	struct doc_part *c = doc_section(s->doc->root, "To draw it again");
	struct buf b = { .arena = s->cx->arena };

	if (p->method == SAMPLING_METHOD_STRATIFIED)
		d.shares = shares_of(s, share);
	doc_para(c, !d.listed ? "These lines of Python print the same items."
	    : d.shares ? "Write the list as list.txt: name, tab, stratum, one "
	    "a line, sorted by name; \"cut -f1 list.txt | sha256sum\" prints "
	    "the fingerprint above. Then these lines of Python print the same "
	    "items, stratum by stratum." : "Write the list as list.txt: its "
	    "names sorted, one a line; \"sha256sum list.txt\" prints the "
	    "fingerprint above. Then these lines of Python print the same "
	    "items in the same order.");
	draw_script(&d, &b);
	doc_code(c, buf_text(&b));
}

/* --- what it proves ------------------------------------------------------------------------------ */

static void
say_statement(struct sheet *s)
{
	const struct sampling_plan *p = s->plan;
	struct doc_part *c = doc_section(s->doc->root, "What it proves");

	if (p->proves && *p->proves)
		doc_para(c, p->proves);
	else
		doc_para(c, "It is not evaluated yet: nothing follows from it.");
	if (!sampling_seeded(p))
		doc_para(c, "Chosen by judgement: the sample supports no "
		    "statistical inference.");
	if (p->method == SAMPLING_METHOD_SYSTEMATIC)
		doc_para(c, "Systematic selection is not random: a limit "
		    "holds as far as the order of the list has nothing to do "
		    "with what is tested.");
}

static enum rc
load(struct sheet *s, int64_t id)
{
	const struct pair filter = { "plan", arena_fmt(s->cx->arena, "%lld",
	    (long long)id) };
	const struct query q = { .entity = &sample_item_entity,
		.filter = &filter, .nfilters = 1, .sort = "id",
		.limit = QUERY_MOST };
	void *plan;
	enum rc rc = store_load(s->cx, &sampling_plan_entity, id, &plan);

	if (rc)
		return rc;
	s->plan = plan;
	rc = query_run(s->cx, &q, &s->items);
	return rc ? rc : sample_of(s->cx, s->plan, &s->sample);
}

enum rc
report_sample(struct ctx *cx, int64_t id, struct doc **out)
{
	struct sheet *s = arena_alloc(cx->arena, sizeof(*s));
	enum rc rc;

	s->cx = cx;
	rc = load(s, id);
	if (rc)
		return rc;
	s->doc = doc_new(cx->arena, arena_fmt(cx->arena, "Sample %s",
	    s->plan->rec.code), "en");
	s->doc->kind = "Sample sheet";
	s->doc->code = s->plan->rec.code;
	s->doc->version = read_label(sampling_state_choices, s->plan->state);
	s->doc->time = cx->now;
	s->doc->foot = "Made by muster " MUSTER_VERSION;
	say_plan(s);
	if (sampling_seeded(s->plan) && s->plan->population_hash)
		say_seed(s);
	say_items(s);
	if (sampling_seeded(s->plan) && s->sample.n)
		say_script(s);
	say_statement(s);
	doc_sign(doc_signs(s->doc->root), "Auditor", read_name(cx,
	    &person_entity, s->plan->selector), NULL);
	*out = s->doc;
	return RC_OK;
}
