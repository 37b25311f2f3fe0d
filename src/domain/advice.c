/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * advice.c - what there is to say about a record as it lies: overdue,
 * expected, possible.  Most of it informs; nothing here needs a step.
 */
#include "programme.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/entities.h"
#include "model/initiation.h"
#include "model/isms.h"
#include "model/programme.h"
#include "model/working_paper.h"

/* --- programmes ----------------------------------------------------------------- */

/* Objectives that most programmes for an ISMS have. */
static const struct { int64_t kind; const char *about; } typical[] = {
	{ PROGRAMME_OBJECTIVE_KIND_LEGAL_CONTRACTUAL,
	    "conformity with law and contracts" },
	{ PROGRAMME_OBJECTIVE_KIND_RISK_MANAGEMENT_CONFIDENCE,
	    "confidence in how the auditee manages risks" },
	{ PROGRAMME_OBJECTIVE_KIND_EFFECTIVENESS,
	    "how well actions on risks and opportunities work" },
};

static enum rc
r_5_2_06(struct ctx *cx, struct change *ch)
{
	struct programme *p;
	struct list l = { 0 };
	int64_t edition;
	enum rc rc = programme_of(cx, ch, &p);

	if (!rc)
		rc = programme_isms(cx, p, &edition);
	if (!rc)
		rc = store_of(cx, &programme_objective_entity, "programme",
		    p->rec.id, &l);
	for (size_t k = 0; !rc && edition && k < NELEMS(typical); k++) {
		bool found = false;

		for (size_t i = 0; i < l.n; i++)
			found |= ((struct programme_objective *)l.rec[i])
			    ->kind == typical[k].kind;
		if (!found)
			return refuse(cx, "R-5.2-06", NULL, arena_fmt(
			    cx->arena, "no objective of %s is about %s",
			    p->rec.code, typical[k].about), "Many programmes "
			    "have one; add it if it fits.");
	}
	return rc;
}

/* --- audits -------------------------------------------------------------------------- */

static enum rc
r_6_1_01(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;

	if (!a->small_organization && !a->single_auditor)
		return RC_OK;
	return refuse(cx, "R-6.1-01", NULL, arena_fmt(cx->arena, "%s may take "
	    "the short form", a->rec.code), "One declaration, one page for "
	    "meetings and one review are enough; no record is left out.");
}

static enum rc
r_5_5_3_06(struct ctx *cx, struct change *ch)
{
	const struct method_choice *m = ch->after;

	if (m->mode == MODE_ONSITE || !text_blank(m->opportunities))
		return RC_OK;
	return refuse(cx, "R-5.5.3-06", "opportunities", arena_fmt(cx->arena,
	    "%s works remotely and names no opportunity of it", m->rec.code),
	    "Less travel, or people whom one would not meet?");
}

static enum rc
r_6_2_2_04(struct ctx *cx, struct change *ch)
{
	const struct information_request *r = ch->after;
	char day[DATE_LEN + 1];

	if (r->state != REQUEST_STATE_OPEN || r->due >= cx->today)
		return RC_OK;
	day_write(day, r->due);
	return refuse(cx, "R-6.2.2-04", "due", arena_fmt(cx->arena, "%s was "
	    "due on %s and is not answered", r->rec.code, day), "Remind the "
	    "addressee, or agree on another day.");
}

/* How deep documents are read follows from how large the auditee is. */
static const struct { int64_t below; const char *depth; } depths[] = {
	{ 50, "an overview is enough" },
	{ 250, "the main documents are read" },
	{ INT64_MAX, "documents of each area are read" },
};

static enum rc
r_6_3_1_05(struct ctx *cx, struct change *ch)
{
	const struct document_review_note *n = ch->after;
	const struct isms_profile *p = NULL;
	struct audit *a;
	struct list l;
	size_t k = 0;
	enum rc rc = of_ref(cx, &audit_entity, n->audit, &a);

	if (!rc)
		rc = store_of(cx, &isms_profile_entity, "organization",
		    a->auditee, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		p = l.rec[i];
	if (rc || !p || p->persons_total == UNSET)
		return rc;
	while (p->persons_total >= depths[k].below)
		k++;
	return refuse(cx, "R-6.3.1-05", NULL, arena_fmt(cx->arena, "with %lld "
	    "persons %s", (long long)p->persons_total, depths[k].depth),
	    "Complexity may ask for more.");
}

/* --- risks and controls -------------------------------------------------------------- */

/* The statement itself, or the one in the baseline of a plan's audit. */
static enum rc
statement_of(struct ctx *cx, const struct change *ch, int64_t *id)
{
	const struct record *r = ch->after;
	struct list l;
	enum rc rc;

	*id = r->id;
	if (ch->entity == &statement_of_applicability_entity)
		return RC_OK;
	*id = 0;
	rc = store_of(cx, &baseline_entity, "audit", r->at, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		*id = ((struct baseline *)l.rec[i])->statement;
	return rc;
}

static bool
names_risk(const struct list *entries, int64_t risk)
{
	for (size_t i = 0; i < entries->n; i++)
		if (refs_have(((struct applicability_entry *)entries->rec[i])
		    ->risks, risk))
			return true;
	return false;
}

static enum rc
r_6_3_1_03(struct ctx *cx, struct change *ch)
{
	struct statement_of_applicability *s;
	struct list entries = { 0 }, risks = { 0 };
	int64_t id, alone = 0;
	enum rc rc = statement_of(cx, ch, &id);

	if (!rc)
		rc = of_ref(cx, &statement_of_applicability_entity, id, &s);
	if (!rc && s)
		rc = store_of(cx, &applicability_entry_entity, "statement", id,
		    &entries);
	if (!rc && entries.n)
		rc = store_of(cx, &isms_risk_entity, "organization",
		    s->organization, &risks);
	for (size_t i = 0; !rc && i < risks.n; i++) {
		const struct isms_risk *k = risks.rec[i];

		if (!k->ended_on && !names_risk(&entries, k->rec.id))
			return refuse(cx, "R-6.3.1-03", NULL, arena_fmt(
			    cx->arena, "no control of %s answers to the risk "
			    "%s", s->rec.code, k->rec.code), "Ask the auditee "
			    "how it is treated.");
	}
	for (size_t i = 0; i < entries.n; i++) {
		const struct applicability_entry *e = entries.rec[i];

		alone += e->necessary == ANSWER_YES && !e->risks.n;
	}
	if (rc || !alone)
		return rc;
	return refuse(cx, "R-6.3.1-03", NULL, arena_fmt(cx->arena,
	    "necessary controls of %s that answer to no risk: %lld",
	    s->rec.code, (long long)alone), "Ask the auditee what they are "
	    "for.");
}

static const struct judge judges[] = {
	{ "R-5.2-06", r_5_2_06 },
	{ "R-5.5.3-06", r_5_5_3_06 },
	{ "R-6.1-01", r_6_1_01 },
	{ "R-6.2.2-04", r_6_2_2_04 },
	{ "R-6.3.1-03", r_6_3_1_03 },
	{ "R-6.3.1-05", r_6_3_1_05 },
	{ NULL, NULL }
};

const struct domain_part advice_part = { "advice", judges, NULL, NULL };
