/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* finding.c - findings and disagreements: what follows from their steps. */
#include "domain.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/entities.h"
#include "model/finding.h"
#include "model/programme.h"

/* --- what is filled in -------------------------------------------------------- */

static enum rc
finding_begins(struct ctx *cx, struct change *ch)
{
	struct finding *f = ch->after;
	struct audit *a;
	enum rc rc;

	if (!f->drafted_by)
		f->drafted_by = cx->person;
	if (f->class || !f->audit)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, f->audit, &a);
	if (!rc && a)
		f->class = a->class;
	return rc;
}

static enum rc
finding_presented(struct ctx *cx, struct change *ch)
{
	struct finding *f = ch->after;

	(void)cx;
	f->reply = FINDING_REPLY_PENDING;
	return RC_OK;
}

static enum rc
finding_acknowledged(struct ctx *cx, struct change *ch)
{
	struct finding *f = ch->after;

	(void)cx;
	f->reply = f->reply_text && *f->reply_text
	    ? FINDING_REPLY_WITH_COMMENT : FINDING_REPLY_ACKNOWLEDGED;
	return RC_OK;
}

static enum rc
finding_disputed(struct ctx *cx, struct change *ch)
{
	struct finding *f = ch->after;

	(void)cx;
	f->reply = FINDING_REPLY_DISPUTED;
	return RC_OK;
}

static enum rc
finding_reopened(struct ctx *cx, struct change *ch)
{
	struct finding *f = ch->after;

	(void)cx;
	f->reopened = f->reopened == UNSET ? 1 : f->reopened + 1;
	return RC_OK;
}

/* The day by which the action plan is due: settings, in working days. */
static enum rc
finding_issued(struct ctx *cx, struct change *ch)
{
	struct finding *f = ch->after;
	int64_t days;
	enum rc rc;

	if (f->plan_due || (f->type != FINDING_TYPE_MAJOR_NONCONFORMITY &&
	    f->type != FINDING_TYPE_MINOR_NONCONFORMITY))
		return RC_OK;
	rc = setting_get(cx, "action_plan_days", f->audit, 0, &days);
	if (!rc)
		f->plan_due = working_days_after(cx->today, days);
	return rc;
}

static enum rc
change_remembers(struct ctx *cx, struct change *ch)
{
	struct finding_change *c = ch->after;
	struct finding *f;
	enum rc rc = of_ref(cx, &finding_entity, c->finding, &f);

	if (rc || !f)
		return rc;
	c->before_type = f->type;
	c->before_statement = f->statement;
	return RC_OK;
}

/* --- what follows -------------------------------------------------------------- */

static enum rc
disagreement_opens(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;

	return follow(cx, "disagreement.create", 0, PAIRS(
	    { "finding", number_text(cx, f->rec.id) },
	    { "auditee_view", f->state_reason }), NULL);
}

static enum rc
told_to_manager(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct audit *a;
	struct programme *p;
	enum rc rc = of_ref(cx, &audit_entity, f->audit, &a);

	if (!rc)
		rc = of_ref(cx, &programme_entity, a->programme, &p);
	return rc ? rc : follow_notice(cx, ch, p->manager, "step");
}

static const struct judge prepares[] = {
	{ "finding.acknowledge", finding_acknowledged },
	{ "finding.create", finding_begins },
	{ "finding.dispute", finding_disputed },
	{ "finding.issue", finding_issued },
	{ "finding.present", finding_presented },
	{ "finding.present_again", finding_presented },
	{ "finding.reopen", finding_reopened },
	{ "finding_change.create", change_remembers },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "finding.confirm", told_to_manager },
	{ "finding.dispute", disagreement_opens },
	{ "finding.reopen", told_to_manager },
	{ NULL, NULL }
};

const struct domain_part finding_part = { "finding", finding_judges, prepares,
	effects };
