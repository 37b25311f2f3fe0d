/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * extent.c - 5.4.3: how much a programme audits, how deep and where.
 */
#include "plan_rules.h"
#include "programme.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/extent.h"
#include "model/isms.h"
#include "model/organization.h"
#include "model/plan.h"
#include "model/programme.h"

#include <stdlib.h>

/* --- the factors ------------------------------------------------------------- */

enum { ISMS_FACTORS_FROM = EXTENT_FACTOR_PERSONS_AND_THIRD_PARTIES };

/* A rating holds for later revisions, too, until it is made anew. */
static enum rc
factors_rated(struct ctx *cx, int64_t programme, int64_t *rated)
{
	struct list revisions, l;
	enum rc rc = store_of(cx, &programme_revision_entity, "programme",
	    programme, &revisions);

	*rated = 0;
	for (size_t i = 0; !rc && i < revisions.n; i++) {
		rc = store_of(cx, &extent_factor_entity, "revision",
		    ((struct record *)revisions.rec[i])->id, &l);
		for (size_t k = 0; !rc && k < l.n; k++)
			*rated |= (int64_t)1 <<
			    ((struct extent_factor *)l.rec[k])->factor;
	}
	return rc;
}

static enum rc
r_5_4_3_01(struct ctx *cx, struct change *ch)
{
	struct programme *p;
	int64_t edition, rated;
	enum rc rc = programme_of(cx, ch, &p);

	if (!rc)
		rc = programme_isms(cx, p, &edition);
	if (!rc)
		rc = factors_rated(cx, p->rec.id, &rated);
	for (const struct choice *c = extent_factor_choices; !rc && edition &&
	    c->name; c++) {
		if (c->value < ISMS_FACTORS_FROM || rated & (int64_t)1 <<
		    c->value)
			continue;
		return refuse(cx, "R-5.4.3-01", NULL, arena_fmt(cx->arena,
		    "the factor \"%s\" is not rated", c->label),
		    "Rate it with a reason (extent_factor).");
	}
	return rc;
}

/* --- the coverage --------------------------------------------------------------- */

struct cover {
	struct programme *programme;
	int64_t edition;        /* of ISO/IEC 27001, or 0 */
	struct list cells;
};

static enum rc
cover_of(struct ctx *cx, const struct change *ch, struct cover *c)
{
	enum rc rc = programme_of(cx, ch, &c->programme);

	if (!rc)
		rc = programme_isms(cx, c->programme, &c->edition);
	return rc ? rc : store_of(cx, &coverage_cell_entity, "programme",
	    c->programme->rec.id, &c->cells);
}

/* Sampled at least, or left out for a reason that the client accepts. */
static bool
settled(const struct coverage_cell *c)
{
	return c->depth >= COVERAGE_DEPTH_SAMPLE || !text_blank(c->reason);
}

static enum rc
clause_settled(struct ctx *cx, const struct cover *c, int64_t clause,
    bool *yes)
{
	*yes = false;
	for (size_t i = 0; i < c->cells.n && !*yes; i++) {
		const struct coverage_cell *cell = c->cells.rec[i];
		struct criterion_item *item;
		enum rc rc = of_ref(cx, &criterion_item_entity,
		    cell->criterion, &item);

		if (rc)
			return rc;
		*yes = item && item->edition == c->edition && settled(cell) &&
		    strtol(item->number, NULL, 10) == clause;
	}
	return RC_OK;
}

static enum rc
clauses_settled(struct ctx *cx, const struct cover *c)
{
	enum { FIRST = 4, LAST = 10 };

	for (int64_t k = FIRST; k <= LAST; k++) {
		bool yes;
		enum rc rc = clause_settled(cx, c, k, &yes);

		if (rc)
			return rc;
		if (!yes)
			return refuse(cx, "R-5.4.3-02", NULL, arena_fmt(
			    cx->arena, "clause %lld is covered by no audit of "
			    "the cycle", (long long)k), "Enter how deep it is "
			    "looked at (coverage_cell), or the reason why it "
			    "is left out.");
	}
	return RC_OK;
}

enum rc
of_auditees(struct ctx *cx, const struct programme *p, const struct entity *e,
    struct list *out)
{
	*out = (struct list){ 0 };
	for (size_t i = 0; i < p->auditees.n; i++) {
		struct list l, all;
		enum rc rc = store_of(cx, e, "organization", p->auditees.id[i],
		    &l);

		if (rc)
			return rc;
		all.n = out->n + l.n;
		all.rec = arena_alloc(cx->arena, (all.n + 1) *
		    sizeof(*all.rec));
		for (size_t k = 0; k < all.n; k++)
			all.rec[k] = k < out->n ? out->rec[k]
			    : l.rec[k - out->n];
		*out = all;
	}
	return RC_OK;
}

static bool
site_settled(const struct cover *c, int64_t site)
{
	for (size_t i = 0; i < c->cells.n; i++) {
		const struct coverage_cell *cell = c->cells.rec[i];

		if (cell->site == site && settled(cell))
			return true;
	}
	return false;
}

static enum rc
sites_settled(struct ctx *cx, const struct cover *c)
{
	struct list sites;
	enum rc rc = of_auditees(cx, c->programme, &site_entity, &sites);

	for (size_t i = 0; !rc && i < sites.n; i++) {
		const struct site *s = sites.rec[i];

		if (!s->retired && !site_settled(c, s->rec.id))
			return refuse(cx, "R-5.4.3-02", NULL, arena_fmt(
			    cx->arena, "%s is covered by no audit of the "
			    "cycle", s->name), "Enter how deep it is looked "
			    "at (coverage_cell), or the reason why it is left "
			    "out.");
	}
	return rc;
}

static enum rc
r_5_4_3_02(struct ctx *cx, struct change *ch)
{
	struct cover c;
	enum rc rc = cover_of(cx, ch, &c);

	if (rc || !c.edition)
		return rc;
	rc = clauses_settled(cx, &c);
	return rc ? rc : sites_settled(cx, &c);
}

/* Sites that nobody goes to: told, whatever the reason. */
static enum rc
r_5_4_3_07(struct ctx *cx, struct change *ch)
{
	struct buf names = { .arena = cx->arena };
	struct list sites = { 0 };
	struct cover c;
	enum rc rc = cover_of(cx, ch, &c);

	if (!rc)
		rc = of_auditees(cx, c.programme, &site_entity, &sites);
	for (size_t i = 0; !rc && i < sites.n; i++) {
		const struct site *s = sites.rec[i];
		bool visited = s->retired;

		for (size_t k = 0; k < c.cells.n; k++) {
			const struct coverage_cell *cell = c.cells.rec[k];

			visited |= cell->site == s->rec.id &&
			    cell->depth >= COVERAGE_DEPTH_SAMPLE;
		}
		if (!visited)
			buf_fmt(&names, "%s%s", names.len ? ", " : "",
			    s->name);
	}
	if (rc || !names.len)
		return rc;
	return refuse(cx, "R-5.4.3-07", NULL, arena_fmt(cx->arena,
	    "not visited in this cycle: %.160s", names.s),
	    "Plan a visit, or leave it as it is.");
}

/* --- controls and risks ----------------------------------------------------------- */

/* Does a cell name the control or a group that it stands in? */
static enum rc
control_covered(struct ctx *cx, const struct cover *c, int64_t control,
    bool *yes)
{
	struct criterion_item *item;
	enum rc rc;

	*yes = false;
	for (rc = of_ref(cx, &criterion_item_entity, control, &item);
	    !rc && item && !*yes;
	    rc = of_ref(cx, &criterion_item_entity, item->parent, &item))
		for (size_t i = 0; i < c->cells.n; i++) {
			const struct coverage_cell *cell = c->cells.rec[i];

			*yes |= cell->criterion == item->rec.id &&
			    cell->depth >= COVERAGE_DEPTH_SAMPLE;
		}
	return rc;
}

/* The statement that counts: the last one of that edition, if any. */
static enum rc
necessary_controls(struct ctx *cx, const struct cover *c, struct list *out)
{
	const struct statement_of_applicability *last = NULL;
	struct list l;
	enum rc rc = of_auditees(cx, c->programme,
	    &statement_of_applicability_entity, &l);

	*out = (struct list){ 0 };
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct statement_of_applicability *s = l.rec[i];

		if (s->edition == c->edition &&
		    (!last || s->dated >= last->dated))
			last = s;
	}
	return rc || !last ? rc : store_of(cx, &applicability_entry_entity,
	    "statement", last->rec.id, out);
}

static enum rc
r_5_4_3_03(struct ctx *cx, struct change *ch)
{
	const char *first = NULL;
	struct list l = { 0 };
	struct cover c;
	size_t n = 0;
	enum rc rc = cover_of(cx, ch, &c);

	if (!rc && c.edition)
		rc = necessary_controls(cx, &c, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct applicability_entry *e = l.rec[i];
		struct criterion_item *item;
		bool yes = true;

		if (e->necessary == ANSWER_YES && e->control)
			rc = control_covered(cx, &c, e->control, &yes);
		if (rc || yes)
			continue;
		n++;
		if (!first) {
			rc = of_ref(cx, &criterion_item_entity, e->control,
			    &item);
			first = rc ? NULL : item->number;
		}
	}
	if (rc || !n)
		return rc;
	return refuse(cx, "R-5.4.3-03", NULL, arena_fmt(cx->arena,
	    "necessary controls that no audit of the cycle covers: %zu, "
	    "first %s", n, first), "Enter how deep they are looked at "
	    "(coverage_cell); a cell for their group is enough.");
}

/* By the risk itself or by a process it lies in, in the year to come. */
static enum rc
covers_risk(struct ctx *cx, const struct coverage_cell *cell,
    const struct isms_risk *k, bool *yes)
{
	struct audit *a;
	enum rc rc;

	*yes = cell->depth >= COVERAGE_DEPTH_SAMPLE &&
	    (cell->risk == k->rec.id ||
	    (cell->process && refs_have(k->processes, cell->process)));
	if (!*yes || !cell->audit)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, cell->audit, &a);
	*yes = !rc && a->planned_from <= months_after(cx->today, 12) &&
	    months_after(a->planned_from, 12) >= cx->today;
	return rc;
}

static enum rc
r_5_4_3_04(struct ctx *cx, struct change *ch)
{
	struct list risks = { 0 };
	struct cover c;
	enum rc rc = cover_of(cx, ch, &c);

	if (!rc)
		rc = of_auditees(cx, c.programme, &isms_risk_entity, &risks);
	for (size_t i = 0; !rc && i < risks.n; i++) {
		const struct isms_risk *k = risks.rec[i];
		bool yes = k->level < RISK_LEVEL_HIGH || k->ended_on;

		for (size_t n = 0; !rc && !yes && n < c.cells.n; n++)
			rc = covers_risk(cx, c.cells.rec[n], k, &yes);
		if (!rc && !yes)
			return refuse(cx, "R-5.4.3-04", NULL, arena_fmt(
			    cx->arena, "%s is a high risk that no audit of a "
			    "year looks at", k->rec.code), "Name the risk or "
			    "its process in a cell of the coverage, or say "
			    "why not.");
	}
	return rc;
}

/* Sums the minutes of the sessions that answer to the risk. */
static int64_t
minutes_for(const struct list *sessions, int64_t risk)
{
	int64_t sum = 0;

	for (size_t i = 0; i < sessions->n; i++) {
		const struct plan_session *s = sessions->rec[i];

		if (refs_have(s->isms_risks, risk) && s->duration != UNSET)
			sum += s->duration;
	}
	return sum;
}

static enum rc
plan_gives_time(struct ctx *cx, const struct change *ch)
{
	struct list sessions, scope, risks;
	struct audit *a;
	enum rc rc = plan_sessions(cx, ch, &sessions);

	if (!rc)
		rc = plan_audit(cx, ch, &a);
	if (!rc)
		rc = store_of(cx, &audit_scope_item_entity, "at", a->rec.id,
		    &scope);
	if (!rc)
		rc = store_of(cx, &isms_risk_entity, "organization",
		    a->auditee, &risks);
	for (size_t i = 0; !rc && i < risks.n; i++) {
		const struct isms_risk *k = risks.rec[i];

		if (k->level >= RISK_LEVEL_HIGH && !k->ended_on &&
		    risk_in_scope(&scope, k) &&
		    !minutes_for(&sessions, k->rec.id))
			return refuse(cx, "R-5.4.4-02", NULL, arena_fmt(
			    cx->arena, "no minute is planned for the high "
			    "risk %s", k->rec.code), "Link it to a session, "
			    "or give a reason for going on.");
	}
	return rc;
}

/* A high risk that a cell names is given time; of a plan, each in scope. */
static enum rc
r_5_4_4_02(struct ctx *cx, struct change *ch)
{
	struct cover c;
	enum rc rc;

	if (ch->entity == &plan_entity)
		return plan_gives_time(cx, ch);
	rc = cover_of(cx, ch, &c);
	for (size_t i = 0; !rc && i < c.cells.n; i++) {
		const struct coverage_cell *cell = c.cells.rec[i];
		struct isms_risk *k;

		rc = of_ref(cx, &isms_risk_entity, cell->risk, &k);
		if (!rc && k && k->level >= RISK_LEVEL_HIGH &&
		    cell->depth == COVERAGE_DEPTH_NONE)
			return refuse(cx, "R-5.4.4-02", NULL, arena_fmt(
			    cx->arena, "no time is given to the high risk %s "
			    "(%s)", k->rec.code, cell->rec.code), "Choose "
			    "another depth, or say why not.");
	}
	return rc;
}

/* What was outsourced and where decisions are taken needs more attention. */
static enum rc
r_5_1_05(struct ctx *cx, struct change *ch)
{
	const struct coverage_cell *c = ch->after;
	struct isms_process *p;
	struct site *s;
	enum rc rc = of_ref(cx, &isms_process_entity, c->process, &p);

	if (!rc)
		rc = of_ref(cx, &site_entity, c->site, &s);
	if (rc || c->needs_attention || ((!p || !(p->outsourced ||
	    p->main_decisions)) && (!s || !s->central_function)))
		return rc;
	return refuse(cx, "R-5.1-05", "needs_attention", arena_fmt(cx->arena,
	    "%s %s", p ? p->name : s->name, p && p->outsourced
	    ? "is outsourced and not marked"
	    : "is where main decisions are taken and not marked"),
	    "Tick that it needs attention.");
}

static const struct judge judges[] = {
	{ "R-5.1-05", r_5_1_05 },
	{ "R-5.4.3-01", r_5_4_3_01 },
	{ "R-5.4.3-02", r_5_4_3_02 },
	{ "R-5.4.3-03", r_5_4_3_03 },
	{ "R-5.4.3-04", r_5_4_3_04 },
	{ "R-5.4.3-07", r_5_4_3_07 },
	{ "R-5.4.4-02", r_5_4_4_02 },
	{ NULL, NULL }
};

const struct domain_part extent_part = { "extent", judges, NULL, NULL };
