/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * documents.c - 6.3.1 and 6.2.3: the documents that an audit of an ISMS
 * starts from, whether they were read, and what could not be seen.
 */
#include "demand.h"

#include "model/audit.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/initiation.h"
#include "model/working_paper.h"

#include <string.h>

/* --- the least set ---------------------------------------------------------------- */

static const int64_t least[] = {
	DOCUMENT_KIND_SCOPE_STATEMENT, DOCUMENT_KIND_POLICY,
	DOCUMENT_KIND_RISK_METHOD, DOCUMENT_KIND_TREATMENT_PLAN,
	DOCUMENT_KIND_STATEMENT_OF_APPLICABILITY, DOCUMENT_KIND_OBJECTIVES,
	DOCUMENT_KIND_INTERNAL_AUDIT_RESULT,
	DOCUMENT_KIND_MANAGEMENT_REVIEW_RESULT,
};

/* Is ISO/IEC 27001 among the schemes of the baseline? */
static enum rc
measures_isms(struct ctx *cx, int64_t baseline, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &audit_scheme_entity, "baseline", baseline,
	    &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		struct criteria_edition *e;
		struct criteria_source *s;

		rc = of_ref(cx, &criteria_edition_entity,
		    ((struct audit_scheme *)l.rec[i])->edition, &e);
		if (!rc)
			rc = of_ref(cx, &criteria_source_entity, e->source,
			    &s);
		*yes |= !rc && strstr(s->short_name, "27001");
	}
	return rc;
}

/* Here, or said to be missing; what was only asked for is neither. */
static bool
registered(const struct document *d, int64_t audit)
{
	return (!d->audit || d->audit == audit) &&
	    (d->state != DOCUMENT_STATE_REQUESTED || d->file ||
	    !blank(d->location));
}

static enum rc
least_set(struct ctx *cx, const struct audit *a, const struct baseline *b)
{
	int64_t have = b->statement
	    ? 1 << DOCUMENT_KIND_STATEMENT_OF_APPLICABILITY : 0;
	struct list l;
	enum rc rc = store_of(cx, &document_entity, "organization",
	    a->auditee, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct document *d = l.rec[i];

		if (registered(d, a->rec.id))
			have |= (int64_t)1 << d->kind;
	}
	for (size_t i = 0; !rc && i < NELEMS(least); i++)
		if (!(have >> least[i] & 1))
			return refuse(cx, "R-6.3.1-01", NULL, arena_fmt(
			    cx->arena, "\"%s\" of the auditee is neither "
			    "registered nor noted as missing", choice_find(
			    document_kind_choices, least[i])->label),
			    "Register it with the place where it is, or note "
			    "that it is missing (document).");
	return rc;
}

static enum rc
r_6_3_1_01(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	const struct baseline *b;
	struct audit *a;
	bool isms = false;
	enum rc rc = of_ref(cx, &audit_entity, r->at, &a);

	if (!rc)
		rc = last_in(cx, &baseline_entity, "audit", r->at, ~0u, &b);
	if (!rc && b)
		rc = measures_isms(cx, b->rec.id, &isms);
	return rc || !isms ? rc : least_set(cx, a, b);
}

/* --- the review -------------------------------------------------------------------- */

enum {
	UNREAD = IN(DOCUMENT_STATE_RECEIVED) | IN(DOCUMENT_STATE_VIEW_ONLY)
};

static const struct demand rows[] = {
	{ "R-6.3.1-04", &document_entity, "audit", WANT_NONE, UNREAD,
	  "was received and not reviewed", "Review it, or give a reason for "
	  "agreeing the plan before.", NULL, 0 },
	{ "R-6.3.1-04", &document_review_note_entity, "audit", WANT_NONE,
	  IN(NOTE_STATE_OPEN), "is a note of the document review that leads "
	  "nowhere", "Say where it is carried to, or give a reason for "
	  "agreeing the plan before.", "carry_to", 0 },
};

static enum rc
r_6_3_1_04(struct ctx *cx, struct change *ch)
{
	return demand_met(cx, rows, NELEMS(rows), "R-6.3.1-04",
	    ((const struct record *)ch->after)->at);
}

/* --- what could not be seen ----------------------------------------------------------- */

/* For a plan what is decided counts, for a report all that was declared. */
static enum rc
r_6_2_3_05(struct ctx *cx, struct change *ch)
{
	bool plan = ch->entity == &plan_entity;
	struct list l;
	enum rc rc;

	if (ch->entity == &access_constraint_entity)
		return RC_OK;
	rc = store_of(cx, &access_constraint_entity, "audit",
	    ((const struct record *)ch->after)->at, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct access_constraint *c = l.rec[i];

		if (c->form == ACCESS_FORM_FULL ||
		    c->state == CONSTRAINT_STATE_APPLIED ||
		    c->state == CONSTRAINT_STATE_LIFTED ||
		    (plan && c->state != CONSTRAINT_STATE_DECIDED))
			continue;
		return refuse(cx, "R-6.2.3-05", NULL, arena_fmt(cx->arena,
		    "%s is not carried to the %s", c->rec.code, plan ? "plan"
		    : "report"), "Say in it what cannot be seen, and give the "
		    "constraint the step \"apply\".");
	}
	return rc;
}

static const struct judge judges[] = {
	{ "R-6.2.3-05", r_6_2_3_05 },
	{ "R-6.3.1-01", r_6_3_1_01 },
	{ "R-6.3.1-04", r_6_3_1_04 },
	{ NULL, NULL }
};

const struct domain_part documents_part = { "documents", judges, NULL, NULL };
