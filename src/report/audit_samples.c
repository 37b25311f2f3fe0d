/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * audit_samples.c - samples in the report of an audit: each with what it
 * proves, how surely, under which assumptions and by which method.  Nobody
 * can leave that out: without it no report is made.
 */
#include "report/audit_own.h"

#include "base/text.h"
#include "model/entities.h"
#include "model/sampling.h"

#include <string.h>

static const char no_inference[] = "The items were chosen by judgement: the "
	"sample supports no statistical inference, and nothing is said about "
	"the items not looked at.";

static bool
by_judgement(const struct sampling_plan *p)
{
	return p->method == SAMPLING_METHOD_JUDGEMENT ||
	    p->method == SAMPLING_METHOD_BLOCK;
}

static enum rc
statement_of(struct ctx *cx, const struct sampling_plan *p, const char **out)
{
	if (p->state == SAMPLING_STATE_DRAWN) {
		*out = by_judgement(p) ? no_inference : "Drawn and not "
		    "evaluated: nothing follows from it yet.";
		return RC_OK;
	}
	if (!p->proves || !*p->proves || (by_judgement(p) &&
	    !strstr(p->proves, "no statistical inference"))) {
		err_rule(&cx->err, "report.issue", "sampling_statement",
		    "%s is evaluated and says nothing on what it proves",
		    p->rec.code);
		err_hint(&cx->err, "No report is made without it.");
		return RC_RULE;
	}
	*out = p->proves;
	return RC_OK;
}

static void
say_plan(struct audit_doc *a, struct doc_part *under,
    const struct sampling_plan *p, const char *statement)
{
	struct arena *m = a->cx->arena;
	struct doc_part *s = doc_section(under, arena_fmt(m, "%s: %s",
	    p->rec.code, p->objective)), *k = doc_keys(s);

	doc_key(k, "Population", p->population_size == UNSET ? p->population
	    : arena_fmt(m, "%s, %lld items", p->population,
	    (long long)p->population_size));
	doc_key(k, "Selection", arena_fmt(m, "%s, %lld items",
	    read_label(sampling_method_choices, p->method),
	    (long long)p->size));
	if (p->draws != UNSET)
		doc_key(k, "Draws", arena_fmt(m, "%lld",
		    (long long)p->draws));
	doc_para(s, statement);
}

enum rc
audit_say_samples(struct audit_doc *a, struct doc_part *under)
{
	struct doc_part *s = NULL;
	struct list l;
	enum rc rc = store_of(a->cx, &sampling_plan_entity, "audit",
	    a->audit->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct sampling_plan *p = l.rec[i];
		const char *statement;

		if (p->state != SAMPLING_STATE_DRAWN &&
		    p->state != SAMPLING_STATE_EVALUATED)
			continue;
		if (!s)
			s = doc_section(under, "What samples prove");
		rc = statement_of(a->cx, p, &statement);
		if (!rc)
			say_plan(a, s, p, statement);
	}
	return rc;
}
