/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * results.c - 5.5.6, 5.5.7 and 5.6: what a programme makes of the results of
 * its audits, and what is gone for ever.
 */
#include "demand.h"

#include "model/audit.h"
#include "model/completion.h"
#include "model/entities.h"
#include "model/finding.h"
#include "model/monitoring.h"
#include "model/people.h"
#include "model/programme.h"
#include "model/record_keeping.h"
#include "model/team.h"

#include <string.h>

/* --- lessons for others ------------------------------------------------------------ */

/* Does the text name somebody who works for the auditee? */
static enum rc
names_person(struct ctx *cx, int64_t auditee, const char *text,
    const char **name)
{
	struct list l;
	enum rc rc = store_of(cx, &person_entity, "employer", auditee, &l);

	*name = NULL;
	for (size_t i = 0; !rc && i < l.n && text; i++) {
		const struct person *p = l.rec[i];

		if (strstr(text, p->name))
			*name = p->name;
	}
	return rc;
}

static enum rc
lesson_shareable(struct ctx *cx, const struct lesson_learned *n)
{
	struct audit *a;
	const char *name = NULL;
	enum rc rc;

	if (!n->shared)
		return RC_OK;
	if (n->class > CLASS_INTERNAL)
		return refuse(cx, "R-5.5.6-02", "class", arena_fmt(cx->arena,
		    "%s is shared and above class internal", n->rec.code),
		    "Take out what is confidential and lower the class, or do "
		    "not share it.");
	rc = of_ref(cx, &audit_entity, n->audit, &a);
	if (!rc && a)
		rc = names_person(cx, a->auditee, n->lesson, &name);
	if (rc || !name)
		return rc;
	return refuse(cx, "R-5.5.6-02", "lesson", arena_fmt(cx->arena, "%s is "
	    "shared and names %s", n->rec.code, name), "Say it without the "
	    "name.");
}

static enum rc
r_5_5_6_02(struct ctx *cx, struct change *ch)
{
	const struct result_review *r = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity == &lesson_learned_entity)
		return lesson_shareable(cx, ch->after);
	if (!r->shared_with.n)
		return RC_OK;
	rc = store_of(cx, &lesson_learned_entity, "audit", r->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = lesson_shareable(cx, l.rec[i]);
	return rc;
}

/* --- what a major nonconformity asks of the programme --------------------------------- */

static enum rc
r_5_5_6_03(struct ctx *cx, struct change *ch)
{
	const struct result_review *r = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &finding_entity, "audit", r->audit, &l);

	for (size_t i = 0; !rc && i < l.n && !r->adapt_programme; i++) {
		const struct finding *f = l.rec[i];

		if (f->type == FINDING_TYPE_MAJOR_NONCONFORMITY &&
		    f->state != FINDING_STATE_WITHDRAWN)
			return refuse(cx, "R-5.5.6-03", "adapt_programme",
			    arena_fmt(cx->arena, "%s is major and nobody has "
			    "said whether the programme changes", f->rec.code),
			    "Answer yes or no.");
	}
	return rc;
}

/* --- feedback ---------------------------------------------------------------------------- */

static bool
was_asked(const struct list *asked, int64_t person)
{
	for (size_t i = 0; i < asked->n; i++)
		if (((struct feedback *)asked->rec[i])->asked == person)
			return true;
	return false;
}

/* Client, auditee, leader and each auditor; others may be asked. */
static enum rc
r_5_6_01(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	struct list asked, team;
	struct programme *p;
	int64_t missing;
	enum rc rc = of_ref(cx, &programme_entity, a->programme, &p);

	if (!rc)
		rc = store_of(cx, &feedback_entity, "audit", a->rec.id,
		    &asked);
	if (!rc)
		rc = store_of(cx, &team_assignment_entity, "audit", a->rec.id,
		    &team);
	if (rc)
		return rc;
	missing = !was_asked(&asked, p->client_person) ? p->client_person
	    : a->representative && !was_asked(&asked, a->representative)
	    ? a->representative : a->leader && !was_asked(&asked, a->leader)
	    ? a->leader : 0;
	for (size_t i = 0; i < team.n && !missing; i++) {
		const struct team_assignment *t = team.rec[i];

		if (t->state == ASSIGNMENT_STATE_CONFIRMED &&
		    t->duty == TEAM_DUTY_AUDITOR &&
		    !was_asked(&asked, t->person))
			missing = t->person;
	}
	if (!missing)
		return RC_OK;
	return refuse(cx, "R-5.6-01", NULL, arena_fmt(cx->arena, "%s was not "
	    "asked for feedback on %s", name_of(cx, missing), a->rec.code),
	    "Ask for it (feedback).");
}

/* --- disposal ------------------------------------------------------------------------------ */

/* Records of no audit count as confidential. */
static enum rc
r_5_5_7_02(struct ctx *cx, struct change *ch)
{
	const struct disposal_record *d = ch->after;
	struct audit *a;
	enum rc rc;

	if (ch->entity != &disposal_record_entity || !cx->account)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, d->audit, &a);
	if (rc || (a && a->class < CLASS_CONFIDENTIAL) ||
	    d->approved_by != cx->person)
		return rc;
	return refuse(cx, "R-5.5.7-02", NULL, arena_fmt(cx->arena, "%s needs "
	    "two people, and %s approved it", d->rec.code,
	    name_of(cx, d->approved_by)), "Let somebody else carry it out.");
}

static bool
holds(const struct legal_hold *h, int64_t audit)
{
	return h->state != HOLD_STATE_LIFTED &&
	    (!h->audit || !audit || h->audit == audit);
}

static enum rc
r_5_5_7_03(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	const struct disposal_record *d = ch->after;
	int64_t audit = r->at_kind == ANCHOR_AUDIT ? r->at : 0;
	int64_t programme = 0;
	struct audit *a;
	struct list l;
	enum rc rc = of_ref(cx, &audit_entity, audit, &a);

	if (ch->entity == &disposal_record_entity)
		programme = d->programme;
	if (!rc && a)
		programme = a->programme;
	if (rc || !programme)
		return rc;
	rc = store_of(cx, &legal_hold_entity, "programme", programme, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct legal_hold *h = l.rec[i];

		if (holds(h, audit))
			return refuse(cx, "R-5.5.7-03", NULL, arena_fmt(
			    cx->arena, "%s (%s) stops the disposal",
			    h->rec.code, h->reference), "Wait until the hold "
			    "is lifted by two people.");
	}
	return rc;
}

static const struct judge judges[] = {
	{ "R-5.5.6-02", r_5_5_6_02 },
	{ "R-5.5.6-03", r_5_5_6_03 },
	{ "R-5.5.7-02", r_5_5_7_02 },
	{ "R-5.5.7-03", r_5_5_7_03 },
	{ "R-5.6-01", r_5_6_01 },
	{ NULL, NULL }
};

const struct domain_part results_part = { "results", judges, NULL, NULL };
