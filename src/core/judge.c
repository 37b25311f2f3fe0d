/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * judge.c - which functions of the domain have a say in a command, and what
 * comes of their verdicts: block, warn, inform.
 */
#include "pipeline.h"

#include "base/text.h"
#include "model/choices.h"

#include <string.h>

static judge_fn *
find(const struct judge *list, const char *name)
{
	for (; list && list->name; list++)
		if (strcmp(list->name, name) == 0)
			return list->fn;
	return NULL;
}

judge_fn *
judge_named(const struct domain *d, const char *name)
{
	judge_fn *fn = NULL;

	for (size_t i = 0; d && d->parts[i] && !fn; i++)
		fn = find(d->parts[i]->judges, name);
	return fn;
}

/* --- the judges of one command ------------------------------------------------- */

static enum rc
each_of_step(struct ctx *cx, struct change *ch, const char *rules,
    judged_fn *fn, void *arg)
{
	while (rules && *rules) {
		size_t n = strcspn(rules, " ");
		const char *id = arena_dup(cx->arena, rules, n);
		judge_fn *judge = judge_named(cx->domain, id);
		enum rc rc = judge ? fn(cx, ch, arg, id, judge) : RC_OK;

		if (rc)
			return rc;
		rules += n;
		rules += strspn(rules, " ");
	}
	return RC_OK;
}

static enum rc
each_of_moment(struct ctx *cx, struct change *ch, judged_fn *fn, void *arg)
{
	for (const struct rule_row *r = rule_rows; r->id; r++) {
		judge_fn *judge;
		enum rc rc;

		if (!word_in(r->moments, ch->command))
			continue;
		judge = judge_named(cx->domain, r->id);
		rc = judge ? fn(cx, ch, arg, r->id, judge) : RC_OK;
		if (rc)
			return rc;
	}
	return RC_OK;
}

enum rc
judge_each(struct ctx *cx, struct change *ch, judged_fn *fn, void *arg)
{
	judge_fn *own = judge_named(cx->domain, ch->command);
	enum rc rc = RC_OK;

	if (own)
		rc = fn(cx, ch, arg, ch->command, own);
	if (!rc && ch->step)
		rc = each_of_step(cx, ch, ch->step->rules, fn, arg);
	if (!rc)
		rc = each_of_moment(cx, ch, fn, arg);
	return rc;
}

/* --- verdicts --------------------------------------------------------------------- */

static void
remark(struct ctx *cx, const char *rule, bool warned)
{
	struct remark *m = arena_alloc(cx->arena, sizeof(*m));

	*m = (struct remark){ .rule = rule, .field = cx->err.field,
		.text = arena_str(cx->arena, cx->err.text), .warned = warned,
		.next = cx->remarks };
	cx->remarks = m;
}

/* That somebody went on after a warning, and why, is a record of its own. */
static enum rc
keep_warning(struct ctx *cx, struct change *ch, const char *rule)
{
	const struct record *r = ch->after;
	struct ctx sys = ctx_system(cx);
	const char *place = r->at_kind == ANCHOR_AUDIT ? "audit" : "programme";
	char at[24], id[24];
	struct pair in[8] = {
		{ "command", ch->command }, { "rule", rule },
		{ "subject", ch->entity->name }, { "subject_id", id },
		{ "result", "warned" }, { "facts", cx->err.text },
		{ "reason", cx->reason }, { place, at },
	};
	struct done done;
	enum rc rc;

	if (r->at_kind != ANCHOR_AUDIT && r->at_kind != ANCHOR_PROGRAMME)
		return RC_OK;
	if (r->at == r->id && !ch->before)
		return RC_OK;
	memcpy(at, arena_fmt(cx->arena, "%-23lld", (long long)r->at), 24);
	memcpy(id, arena_fmt(cx->arena, "%-23lld", (long long)r->id), 24);
	at[strcspn(at, " ")] = id[strcspn(id, " ")] = '\0';
	rc = command_follow(&sys, &(struct order){ .command =
	    "gate_check.create", .in = in, .n = NELEMS(in) }, &done);
	if (rc)
		cx->err = sys.err;
	return rc;
}

static enum rc
judge_one(struct ctx *cx, struct change *ch, void *arg, const char *name,
    judge_fn *judge)
{
	const struct rule_row *row = rule_find(name);
	enum rc rc = judge(cx, ch);

	(void)arg;
	if (rc != RC_RULE)
		return rc;
	if (!cx->err.rule)
		cx->err.rule = name;
	if (!row || row->force == BLOCK)
		return rc;
	if (row->force == INFORM) {
		remark(cx, row->id, false);
		return RC_OK;
	}
	if (!cx->account || (cx->reason && *cx->reason)) {
		remark(cx, row->id, true);
		return cx->account ? keep_warning(cx, ch, row->id) : RC_OK;
	}
	if (!*cx->err.hint)
		err_hint(&cx->err, "Mend it, or give a reason for going on.");
	return rc;
}

enum rc
judge_change(struct ctx *cx, struct change *ch)
{
	return judge_each(cx, ch, judge_one, NULL);
}

/* --- before and after ------------------------------------------------------------------ */

enum rc
judge_prepare(struct ctx *cx, struct change *ch)
{
	enum rc rc = cx->domain && cx->domain->prepare
	    ? cx->domain->prepare(cx, ch) : RC_OK;

	for (size_t i = 0; !rc && cx->domain && cx->domain->parts[i]; i++) {
		judge_fn *fn = find(cx->domain->parts[i]->prepares,
		    ch->command);

		rc = fn ? fn(cx, ch) : RC_OK;
	}
	return rc;
}

enum rc
judge_effects(struct ctx *cx, struct change *ch)
{
	for (size_t i = 0; cx->domain && cx->domain->parts[i]; i++) {
		judge_fn *fn = find(cx->domain->parts[i]->effects, ch->command);
		enum rc rc = fn ? fn(cx, ch) : RC_OK;

		if (rc)
			return rc;
	}
	return RC_OK;
}
