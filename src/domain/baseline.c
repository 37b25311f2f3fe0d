/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* baseline.c - 5.5.2: what an audit is for, where, and against what. */
#include "demand.h"

#include "model/audit.h"
#include "model/entities.h"

static enum rc
lacks(struct ctx *cx, const struct baseline *b, const char *what,
    const char *record)
{
	err_rule(&cx->err, "R-5.5.2-01", NULL, "%s has no %s", b->rec.code,
	    what);
	err_hint(&cx->err, "Add at least one (%s).", record);
	return RC_RULE;
}

static enum rc
count_of(struct ctx *cx, const struct entity *e, int64_t baseline, size_t *n)
{
	struct list l;
	enum rc rc = store_of(cx, e, "baseline", baseline, &l);

	*n = rc ? 0 : l.n;
	return rc;
}

/* Requirements of all schemes of the baseline. */
static enum rc
count_criteria(struct ctx *cx, int64_t baseline, size_t *n)
{
	struct list schemes, l;
	enum rc rc = store_of(cx, &audit_scheme_entity, "baseline", baseline,
	    &schemes);

	*n = 0;
	for (size_t i = 0; !rc && i < schemes.n; i++) {
		rc = store_of(cx, &audit_criterion_entity, "scheme",
		    ((struct record *)schemes.rec[i])->id, &l);
		if (!rc)
			*n += l.n;
	}
	return rc;
}

static enum rc
r_5_5_2_01(struct ctx *cx, struct change *ch)
{
	const struct baseline *b = ch->after;
	size_t objectives, scope, criteria;
	enum rc rc = count_of(cx, &audit_objective_entity, b->rec.id,
	    &objectives);

	if (!rc)
		rc = count_of(cx, &audit_scope_item_entity, b->rec.id, &scope);
	if (!rc)
		rc = count_criteria(cx, b->rec.id, &criteria);
	if (rc)
		return rc;
	if (!objectives)
		return lacks(cx, b, "objective", "audit_objective");
	if (!scope)
		return lacks(cx, b, "scope", "audit_scope_item");
	return criteria ? RC_OK : lacks(cx, b, "criterion", "audit_criterion");
}

/* What is approved is changed by a scope change alone. */
static enum rc
r_5_5_2_07(struct ctx *cx, struct change *ch)
{
	const struct audit_objective *o = ch->after;
	const struct audit_criterion *c = ch->after;
	struct audit_scheme *s = NULL;
	struct baseline *b;
	int64_t id = o->baseline;
	enum rc rc = RC_OK;

	if (ch->step || !ch->before || !cx->account)
		return RC_OK;
	if (ch->entity == &audit_criterion_entity) {
		rc = of_ref(cx, &audit_scheme_entity, c->scheme, &s);
		id = s ? s->baseline : 0;
		/* Whether it was covered is told while auditing. */
		if (!changed(ch, "applicability") && !changed(ch, "reason"))
			return rc;
	} else if (ch->entity == &audit_scope_item_entity) {
		id = ((const struct audit_scope_item *)ch->after)->baseline;
	}
	if (!rc)
		rc = of_ref(cx, &baseline_entity, id, &b);
	if (rc || !b || b->state == BASELINE_STATE_DRAFT)
		return rc;
	err_rule(&cx->err, "R-5.5.2-07", NULL, "%s is approved and frozen",
	    b->rec.code);
	err_hint(&cx->err, "Ask for a scope change (scope_change).");
	return RC_RULE;
}

/* --- a change of scope in effect -------------------------------------------------- */

/* Records of the old version that name it, again for the new one. */
static enum rc
copy_parts(struct ctx *cx, const struct entity *e, int64_t from, int64_t to)
{
	struct list l;
	enum rc rc = store_of(cx, e, "baseline", from, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		rc = follow_copy(cx, e, l.rec[i], "baseline", to, NULL);
	return rc;
}

static enum rc
copy_scheme(struct ctx *cx, const struct audit_scheme *s, int64_t to)
{
	struct list l;
	int64_t made;
	enum rc rc = follow_copy(cx, &audit_scheme_entity, s, "baseline", to,
	    &made);

	if (!rc)
		rc = store_of(cx, &audit_criterion_entity, "scheme",
		    s->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = follow_copy(cx, &audit_criterion_entity, l.rec[i],
		    "scheme", made, NULL);
	return rc;
}

static enum rc
copy_schemes(struct ctx *cx, int64_t from, int64_t to)
{
	struct list l;
	enum rc rc = store_of(cx, &audit_scheme_entity, "baseline", from, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		rc = copy_scheme(cx, l.rec[i], to);
	return rc;
}

static enum rc
next_version(struct ctx *cx, const struct baseline *b, int64_t *made)
{
	struct pair in[6] = { { "audit", number_text(cx, b->audit) },
		{ "version", number_text(cx, b->version + 1) } };
	static const char *const kept[] = { "statement",
		"no_statement_reason", "period_from", "period_to" };
	size_t n = 2;

	for (size_t i = 0; i < NELEMS(kept); i++)
		n += field_pairs(cx, field_find(&baseline_entity, kept[i]), b,
		    in + n, NELEMS(in) - n);
	return follow(cx, "baseline.create", 0, in, n, made);
}

/* The next version begins as the approved one, to be changed and approved. */
static enum rc
change_applied(struct ctx *cx, struct change *ch)
{
	const struct scope_change *c = ch->after;
	const struct baseline *b;
	int64_t made;
	enum rc rc = last_in(cx, &baseline_entity, "audit", c->audit, ~0u, &b);

	if (rc || !b || b->state == BASELINE_STATE_DRAFT)
		return rc;
	rc = next_version(cx, b, &made);
	if (!rc)
		rc = copy_parts(cx, &audit_objective_entity, b->rec.id, made);
	if (!rc)
		rc = copy_parts(cx, &audit_scope_item_entity, b->rec.id, made);
	return rc ? rc : copy_schemes(cx, b->rec.id, made);
}

static const struct judge judges[] = {
	{ "R-5.5.2-01", r_5_5_2_01 },
	{ "R-5.5.2-07", r_5_5_2_07 },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "scope_change.apply", change_applied },
	{ NULL, NULL }
};

const struct domain_part baseline_part = { "baseline", judges, NULL,
	effects };
