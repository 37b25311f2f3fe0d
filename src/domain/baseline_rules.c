/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * baseline_rules.c - 5.5.2: whether criteria, statement of applicability and
 * risks fit each other before a baseline is frozen.
 */
#include "plan_rules.h"
#include "programme.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/isms.h"

#include <string.h>

/* The baseline at hand: of a scheme that changes, the one it is in. */
static int64_t
baseline_id(const struct change *ch)
{
	return ch->entity == &audit_scheme_entity
	    ? ((const struct audit_scheme *)ch->after)->baseline
	    : ((const struct record *)ch->after)->id;
}

static enum rc
schemes_of(struct ctx *cx, const struct change *ch, struct list *out)
{
	return store_of(cx, &audit_scheme_entity, "baseline", baseline_id(ch),
	    out);
}

/* The edition of ISO/IEC 27001 among the schemes, or NULL. */
static enum rc
isms_edition(struct ctx *cx, const struct change *ch,
    const struct criteria_edition **out)
{
	struct criteria_edition *e;
	struct criteria_source *s;
	struct list l;
	enum rc rc = schemes_of(cx, ch, &l);

	*out = NULL;
	for (size_t i = 0; !rc && i < l.n; i++) {
		rc = of_ref(cx, &criteria_edition_entity,
		    ((struct audit_scheme *)l.rec[i])->edition, &e);
		if (!rc)
			rc = of_ref(cx, &criteria_source_entity, e->source,
			    &s);
		if (!rc && strstr(s->short_name, "27001"))
			*out = e;
	}
	return rc;
}

/* --- editions and schemes -------------------------------------------------------- */

/* An amendment stands beside what it amends; two other editions do not. */
static bool
clash(const struct criteria_edition *a, const struct criteria_edition *b)
{
	return a->rec.id != b->rec.id && a->source == b->source &&
	    a->amends != b->rec.id && b->amends != a->rec.id;
}

static enum rc
edition_clear(struct ctx *cx, const struct list *schemes,
    const struct audit_scheme *s)
{
	struct criteria_edition *mine, *other;
	enum rc rc = of_ref(cx, &criteria_edition_entity, s->edition, &mine);

	for (size_t i = 0; !rc && i < schemes->n; i++) {
		const struct audit_scheme *o = schemes->rec[i];

		rc = of_ref(cx, &criteria_edition_entity, o->edition, &other);
		if (!rc && clash(mine, other))
			return refuse(cx, "R-5.5.2-02", "edition", arena_fmt(
			    cx->arena, "two editions of the same criteria are "
			    "named, %s and %s", other->label, mine->label),
			    "Name the edition that the audit measures "
			    "against.");
	}
	return rc;
}

static enum rc
items_of_edition(struct ctx *cx, const struct audit_scheme *s)
{
	struct list l;
	enum rc rc = store_of(cx, &audit_criterion_entity, "scheme",
	    s->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_criterion *c = l.rec[i];
		struct criterion_item *item;

		rc = of_ref(cx, &criterion_item_entity, c->item, &item);
		if (!rc && item && item->edition != s->edition)
			return refuse(cx, "R-5.5.2-02", NULL, arena_fmt(
			    cx->arena, "%s %s is of another edition than %s "
			    "names", c->number, c->title, s->rec.code),
			    "Take the item of the edition of the scheme.");
	}
	return rc;
}

static enum rc
r_5_5_2_02(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = schemes_of(cx, ch, &l);

	if (!rc && ch->entity == &audit_scheme_entity)
		return edition_clear(cx, &l, ch->after);
	for (size_t i = 0; !rc && i < l.n; i++) {
		rc = edition_clear(cx, &l, l.rec[i]);
		if (!rc)
			rc = items_of_edition(cx, l.rec[i]);
	}
	return rc;
}

/* The scheme before this one that has the item, too; or NULL. */
static enum rc
taken_before(struct ctx *cx, const struct list *schemes, size_t n,
    int64_t item, const struct record **out)
{
	struct list l;
	enum rc rc = RC_OK;

	*out = NULL;
	for (size_t i = 0; !rc && i < n && !*out; i++) {
		rc = store_of(cx, &audit_criterion_entity, "scheme",
		    ((struct record *)schemes->rec[i])->id, &l);
		for (size_t k = 0; !rc && k < l.n; k++)
			if (((struct audit_criterion *)l.rec[k])->item == item)
				*out = schemes->rec[i];
	}
	return rc;
}

static enum rc
items_apart(struct ctx *cx, const struct list *schemes, size_t n)
{
	const struct record *s = schemes->rec[n], *other;
	struct list l;
	enum rc rc = store_of(cx, &audit_criterion_entity, "scheme", s->id,
	    &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_criterion *c = l.rec[i];

		rc = taken_before(cx, schemes, n, c->item, &other);
		if (!rc && other)
			return refuse(cx, "R-5.5.2-08", NULL, arena_fmt(
			    cx->arena, "%s %s is in two schemes, %s and %s",
			    c->number, c->title, other->code, s->code),
			    "Leave it in one of them.");
	}
	return rc;
}

static enum rc
r_5_5_2_08(struct ctx *cx, struct change *ch)
{
	const struct baseline *b = ch->after;
	struct audit *a;
	struct list l;
	enum rc rc = of_ref(cx, &audit_entity, b->audit, &a);

	if (rc || !a->combined)
		return rc;
	rc = schemes_of(cx, ch, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_scheme *s = l.rec[i];

		if (!s->lead)
			return refuse(cx, "R-5.5.2-08", "lead", arena_fmt(
			    cx->arena, "nobody leads the scheme %s of the "
			    "combined audit", s->rec.code), "Name who leads "
			    "the scheme.");
		rc = items_apart(cx, &l, i);
	}
	return rc;
}

/* --- the statement of applicability --------------------------------------------------- */

static enum rc
r_5_5_2_03(struct ctx *cx, struct change *ch)
{
	const struct baseline *b = ch->after;
	const struct criteria_edition *e;
	enum rc rc = isms_edition(cx, ch, &e);

	if (rc || !e || b->statement || !text_blank(b->no_statement_reason))
		return rc;
	return refuse(cx, "R-5.5.2-03", "statement", arena_fmt(cx->arena,
	    "%s names no statement of applicability", b->rec.code),
	    "Name the version in force, or say why there is none.");
}

/* Does the map lead from this control to one of the edition? */
static enum rc
is_mapped(struct ctx *cx, int64_t control, int64_t edition, bool *yes)
{
	static const char *const ends[] = { "from_item", "to_item" };

	*yes = false;
	for (size_t k = 0; k < NELEMS(ends) && !*yes; k++) {
		struct list l;
		enum rc rc = store_of(cx, &criterion_map_entity, ends[k],
		    control, &l);

		for (size_t i = 0; !rc && i < l.n && !*yes; i++) {
			const struct criterion_map *m = l.rec[i];
			struct criterion_item *item;

			rc = of_ref(cx, &criterion_item_entity, k
			    ? m->from_item : m->to_item, &item);
			*yes = !rc && item && item->edition == edition;
		}
		if (rc)
			return rc;
	}
	return RC_OK;
}

/* Unmapped controls are listed; one may go on with a reason. */
static enum rc
all_mapped(struct ctx *cx, int64_t statement,
    const struct criteria_edition *e)
{
	struct buf lost = { .arena = cx->arena };
	struct list l;
	enum rc rc = store_of(cx, &applicability_entry_entity, "statement",
	    statement, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct applicability_entry *n = l.rec[i];
		struct criterion_item *item;
		bool yes;

		rc = of_ref(cx, &criterion_item_entity, n->control, &item);
		if (rc || !item)
			continue;
		rc = is_mapped(cx, n->control, e->rec.id, &yes);
		if (!rc && !yes)
			buf_fmt(&lost, "%s%s", lost.len ? ", " : "",
			    item->number);
	}
	if (rc || !lost.len || !text_blank(cx->reason))
		return rc;
	return refuse(cx, "R-5.5.2-04", "statement", arena_fmt(cx->arena,
	    "the statement is of another edition than %s, and the map leaves "
	    "out: %.120s", e->label, lost.s), "Take a statement of that "
	    "edition, or give a reason for going on.");
}

static enum rc
r_5_5_2_04(struct ctx *cx, struct change *ch)
{
	const struct baseline *b = ch->after;
	struct statement_of_applicability *s;
	const struct criteria_edition *e;
	enum rc rc = of_ref(cx, &statement_of_applicability_entity,
	    b->statement, &s);

	if (!rc)
		rc = isms_edition(cx, ch, &e);
	if (rc || !s || !e || s->edition == e->rec.id)
		return rc;
	return all_mapped(cx, s->rec.id, e);
}

static const char *
entry_lacks(const struct applicability_entry *e)
{
	if (e->necessary == ANSWER_NO)
		return text_blank(e->exclusion_reason)
		    ? "has no reason for its exclusion" : NULL;
	if (text_blank(e->justification))
		return "has no justification";
	return e->implemented ? NULL : "has no state of implementation";
}

static enum rc
entry_whole(struct ctx *cx, const struct applicability_entry *e,
    const struct list *all)
{
	const char *lacks = entry_lacks(e);
	struct criterion_item *item;
	enum rc rc = of_ref(cx, &criterion_item_entity, e->control, &item);

	for (size_t i = 0; !rc && item && !lacks && i < all->n; i++) {
		const struct applicability_entry *o = all->rec[i];

		if (o->rec.id != e->rec.id && o->control == e->control)
			lacks = "is listed twice";
	}
	if (rc || !lacks)
		return rc;
	return refuse(cx, "R-5.5.2-05", NULL, arena_fmt(cx->arena, "%s %s",
	    item ? item->number : text_blank(e->own_control)
	    ? "An own control" : e->own_control, lacks), "Ask the auditee; "
	    "it does not stop the audit.");
}

/* Each control of the edition, that is not withdrawn, once. */
static enum rc
all_listed(struct ctx *cx, const struct statement_of_applicability *s,
    const struct list *entries)
{
	const char *first = NULL;
	struct list items;
	size_t n = 0;
	enum rc rc = store_of(cx, &criterion_item_entity, "edition",
	    s->edition, &items);

	for (size_t i = 0; !rc && i < items.n; i++) {
		const struct criterion_item *c = items.rec[i];
		bool found = c->kind != CRITERION_KIND_CONTROL || c->withdrawn;

		for (size_t k = 0; k < entries->n && !found; k++)
			found = ((struct applicability_entry *)
			    entries->rec[k])->control == c->rec.id;
		if (!found && !n++)
			first = c->number;
	}
	if (rc || !n)
		return rc;
	return refuse(cx, "R-5.5.2-05", NULL, arena_fmt(cx->arena,
	    "controls that %s does not list: %zu, first %s", s->rec.code, n,
	    first), "Ask the auditee; it does not stop the audit.");
}

/* The statement that the change is about, if any. */
static int64_t
statement_id(const struct change *ch)
{
	const struct record *r = ch->after;

	if (ch->entity == &applicability_entry_entity)
		return ((const struct applicability_entry *)ch->after)
		    ->statement;
	return ch->entity == &baseline_entity
	    ? ((const struct baseline *)ch->after)->statement : r->id;
}

static enum rc
r_5_5_2_05(struct ctx *cx, struct change *ch)
{
	struct statement_of_applicability *s;
	struct list l = { 0 };
	enum rc rc = of_ref(cx, &statement_of_applicability_entity,
	    statement_id(ch), &s);

	if (!rc && s)
		rc = store_of(cx, &applicability_entry_entity, "statement",
		    s->rec.id, &l);
	if (rc || !s)
		return rc;
	if (ch->entity == &applicability_entry_entity)
		return entry_whole(cx, ch->after, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = entry_whole(cx, l.rec[i], &l);
	return rc ? rc : all_listed(cx, s, &l);
}

/* --- risks ------------------------------------------------------------------------------- */

static bool
is_linked(const struct list *scope, int64_t risk)
{
	for (size_t i = 0; i < scope->n; i++)
		if (refs_have(((struct audit_scope_item *)scope->rec[i])
		    ->risks, risk))
			return true;
	return false;
}

static enum rc
r_5_5_2_06(struct ctx *cx, struct change *ch)
{
	const struct baseline *b = ch->after;
	struct list scope, risks;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, b->audit, &a);

	if (!rc)
		rc = store_of(cx, &audit_scope_item_entity, "baseline",
		    b->rec.id, &scope);
	if (!rc)
		rc = store_of(cx, &isms_risk_entity, "organization",
		    a->auditee, &risks);
	for (size_t i = 0; !rc && i < risks.n; i++) {
		const struct isms_risk *k = risks.rec[i];

		if (k->level >= RISK_LEVEL_HIGH && !k->ended_on &&
		    risk_in_scope(&scope, k) && !is_linked(&scope, k->rec.id))
			return refuse(cx, "R-5.5.2-06", NULL, arena_fmt(
			    cx->arena, "the high risk %s lies in the scope of "
			    "%s and no item of it names it", k->rec.code,
			    b->rec.code), "Link it to an item of the scope.");
	}
	return rc;
}

static const struct judge judges[] = {
	{ "R-5.5.2-02", r_5_5_2_02 },
	{ "R-5.5.2-03", r_5_5_2_03 },
	{ "R-5.5.2-04", r_5_5_2_04 },
	{ "R-5.5.2-05", r_5_5_2_05 },
	{ "R-5.5.2-06", r_5_5_2_06 },
	{ "R-5.5.2-08", r_5_5_2_08 },
	{ NULL, NULL }
};

const struct domain_part baseline_rules_part = { "baseline", judges, NULL,
	NULL };
