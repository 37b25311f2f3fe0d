/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rules, settings and indicators, from their lists. */
#include "model.h"

#include "base/text.h"

#define RULE(id, force, clause, group, records, moments, text) \
	{ id, force, clause, group, records, moments, text },
const struct rule_row rule_rows[] = {
#include "def/rules.def"
	{ 0 }
};
#undef RULE

#define SETTING(n, label, min, max, standard, unit, rules, help) \
	{ #n, label, min, max, standard, unit, rules, help },
const struct setting_row setting_rows[] = {
#include "def/settings.def"
	{ 0 }
};
#undef SETTING

#define INDICATOR(id, label, question, over, under, unit, records, good, warn) \
	{ id, label, question, over, under, unit, records, good, warn },
const struct indicator_row indicator_rows[] = {
#include "def/indicators.def"
	{ 0 }
};
#undef INDICATOR

/* What a step decides is its argument, though nobody may type it elsewhere. */
static const struct { const char *command, *fields; } arguments[] = {
	{ "programme_change.decide", "decision" },
	{ "feasibility.decide", "conclusion" },
	{ "access_constraint.decide", "decision" },
	{ "complaint.decide", "decision" },
	{ "disagreement.settle", "outcome" },
	{ "disagreement.leave", "outcome" },
	{ "evaluation.decide", "decision" },
	{ "resource_item.grant", "granted_days granted_amount" },
	{ "resource_item.reduce", "granted_days granted_amount" },
	{ "disclosure_request.decide", "decision" },
	{ "overall_conclusion.dissent", "dissent" },
};

bool
step_takes(const char *command, const char *field)
{
	for (size_t i = 0; i < NELEMS(arguments); i++)
		if (str_eq(arguments[i].command, command))
			return word_in(arguments[i].fields, field);
	return false;
}

const struct rule_row *
rule_find(const char *id)
{
	for (const struct rule_row *r = rule_rows; r->id; r++)
		if (str_eq(r->id, id))
			return r;
	return NULL;
}

const struct setting_row *
setting_find(const char *name)
{
	for (const struct setting_row *s = setting_rows; s->name; s++)
		if (str_eq(s->name, name))
			return s;
	return NULL;
}
