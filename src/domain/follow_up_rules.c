/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * follow_up_rules.c - 6.7: more time, effect, failure, lateness and the end
 * of the follow-up of a finding.
 */
#include "follow_up.h"

#include "base/text.h"
#include "demand.h"
#include "finding_rules.h"
#include "model/audit.h"
#include "model/entities.h"
#include "model/follow_up.h"
#include "model/programme.h"

/* --- words and lists --------------------------------------------------------- */

static enum rc
actions_of(struct ctx *cx, int64_t finding, struct list *l)
{
	return store_of(cx, &action_entity, "finding", finding, l);
}

static bool
is_open(const struct action *a)
{
	return a->state != ACTION_STATE_EFFECTIVE &&
	    a->state != ACTION_STATE_NOT_EFFECTIVE &&
	    a->state != ACTION_STATE_WITHDRAWN;
}

enum rc
audit_programme(struct ctx *cx, int64_t audit, struct audit **a,
    struct programme **p)
{
	enum rc rc = of_ref(cx, &audit_entity, audit, a);

	*p = NULL;
	return rc || !*a ? rc : of_ref(cx, &programme_entity, (*a)->programme,
	    p);
}

/* --- R-6.7-04: what did not help ------------------------------------------------ */

static enum rc
found_without_effect(struct ctx *cx, const struct action *a, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &verification_entity, "action", a->rec.id,
	    &l);

	*yes = a->state == ACTION_STATE_NOT_EFFECTIVE;
	for (size_t i = 0; !rc && i < l.n; i++)
		*yes |= ((struct verification *)l.rec[i])->result ==
		    VERIFICATION_RESULT_NOT_OK;
	return rc;
}

static enum rc
must_have_failed(struct ctx *cx, const struct action *a)
{
	struct list l;
	enum rc rc = store_of(cx, &verification_entity, "action", a->rec.id,
	    &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		if (((struct verification *)l.rec[i])->result ==
		    VERIFICATION_RESULT_NOT_OK)
			return RC_OK;
	return rc ? rc : refuse(cx, "R-6.7-04", NULL, arena_fmt(cx->arena,
	    "no verification says that %s did not work", a->rec.code),
	    "Enter the verification with its evidence and the result not ok.");
}

static enum rc
some_action_failed(struct ctx *cx, const struct finding *f)
{
	struct list l;
	bool yes = false;
	enum rc rc = actions_of(cx, f->rec.id, &l);

	for (size_t i = 0; !rc && !yes && i < l.n; i++)
		rc = found_without_effect(cx, l.rec[i], &yes);
	return rc || yes ? rc : refuse(cx, "R-6.7-04", NULL, arena_fmt(
	    cx->arena, "no action on %s was found without effect",
	    f->rec.code), "Verify its actions first.");
}

/* An accepted corrective action with a cause that no failed one had. */
static bool
is_new_try(const struct action *a, const struct list *l)
{
	if (a->kind != ACTION_KIND_CORRECTIVE_ACTION || !is_open(a) ||
	    a->state < ACTION_STATE_ACCEPTED || blank(a->cause))
		return false;
	for (size_t i = 0; i < l->n; i++) {
		const struct action *o = l->rec[i];

		if (o->state == ACTION_STATE_NOT_EFFECTIVE &&
		    str_eq(o->cause, a->cause))
			return false;
	}
	return true;
}

static enum rc
new_cause_found(struct ctx *cx, const struct finding *f,
    const struct finding *before)
{
	struct list l;
	enum rc rc;

	if (!before || before->state != FINDING_STATE_REOPENED)
		return RC_OK;
	rc = actions_of(cx, f->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		if (is_new_try(l.rec[i], &l))
			return RC_OK;
	return rc ? rc : refuse(cx, "R-6.7-04", NULL, arena_fmt(cx->arena,
	    "%s was reopened and no accepted action names a new cause",
	    f->rec.code), "Analyse the cause again and propose another "
	    "corrective action.");
}

static enum rc
r_6_7_04(struct ctx *cx, struct change *ch)
{
	if (ch->entity == &action_entity)
		return must_have_failed(cx, ch->after);
	return str_eq(ch->verb, "reopen") ? some_action_failed(cx, ch->after)
	    : new_cause_found(cx, ch->after, ch->before);
}

/* --- R-6.7-05, R-6.7-06: time ---------------------------------------------------- */

static enum rc
r_6_7_05(struct ctx *cx, struct change *ch)
{
	const struct extension_request *x = ch->after;
	struct action *a;
	struct finding *f;
	struct list l;
	enum rc rc = of_ref(cx, &action_entity, x->action, &a);

	if (!rc)
		rc = of_ref(cx, &finding_entity, a->finding, &f);
	if (rc || f->type != FINDING_TYPE_MAJOR_NONCONFORMITY)
		return rc;
	rc = store_of(cx, &extension_request_entity, "action", a->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		if (((struct extension_request *)l.rec[i])->state ==
		    EXTENSION_STATE_GRANTED)
			return refuse(cx, "R-6.7-05", NULL, arena_fmt(
			    cx->arena, "%s answers a major nonconformity and "
			    "was given more time before", a->rec.code),
			    "Say in the reason why waiting is safe.");
	return rc;
}

int64_t
action_days_late(const struct ctx *cx, const struct action *a)
{
	if (!a->due || a->state >= ACTION_STATE_IMPLEMENTED)
		return 0;
	return cx->today > a->due ? cx->today - a->due : 0;
}

static enum rc
r_6_7_06(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;
	int64_t days, late = action_days_late(cx, a);
	enum rc rc;

	if (ch->entity != &action_entity || !late)
		return RC_OK;
	rc = setting_get(cx, "overdue_escalation_days", a->rec.at, 0, &days);
	if (rc || late <= days)
		return rc;
	return refuse(cx, "R-6.7-06", "due", arena_fmt(cx->arena, "%s is %lld "
	    "days late", a->rec.code, (long long)late), "It goes to the "
	    "client and into the review of the programme.");
}

/* --- R-6.7-09 and the guards of findings ------------------------------------------- */

static enum rc
unanswered(struct ctx *cx, const char *rule, const struct finding *f)
{
	if (!f->taken_up)
		return refuse(cx, rule, "taken_up", arena_fmt(cx->arena,
		    "%s has no answer whether it is taken up", f->rec.code),
		    "Choose \"taken up\" or \"declined\".");
	if (f->taken_up == UPTAKE_DECLINED && blank(f->reply_text))
		return refuse(cx, rule, "reply_text", arena_fmt(cx->arena,
		    "%s is declined without a reason", f->rec.code),
		    "Say why it is not taken up.");
	return RC_OK;
}

static enum rc
r_6_7_09(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;

	if (is_nonconformity(f) || f->type == FINDING_TYPE_CONFORMITY)
		return RC_OK;
	return unanswered(cx, "R-6.7-09", f);
}

static enum rc
guard_answer(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;

	if (is_nonconformity(f))
		return refuse(cx, ch->command, NULL, arena_fmt(cx->arena,
		    "%s is a nonconformity and asks for actions", f->rec.code),
		    "Propose a correction and a corrective action.");
	return unanswered(cx, ch->command, f);
}

static enum rc
guard_act(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;

	return is_nonconformity(f) ? RC_OK : refuse(cx, ch->command, NULL,
	    arena_fmt(cx->arena, "%s is no nonconformity and needs no action",
	    f->rec.code), "Answer whether it is taken up.");
}

/* Each action that still counts has come at least to this state. */
static enum rc
all_have_come(struct ctx *cx, const struct change *ch, int64_t state,
    const char *what, const char *hint)
{
	const struct finding *f = ch->after;
	struct list l;
	enum rc rc = actions_of(cx, f->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct action *a = l.rec[i];

		if (is_open(a) && a->state < state)
			return refuse(cx, ch->command, NULL, arena_fmt(
			    cx->arena, "%s of %s is not %s", a->rec.code,
			    f->rec.code, what), hint);
	}
	return rc;
}

static enum rc
guard_submit(struct ctx *cx, struct change *ch)
{
	return all_have_come(cx, ch, ACTION_STATE_IMPLEMENTED, "implemented",
	    "Finish it with its proof, or withdraw it.");
}

static enum rc
guard_finding_close(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after, *before = ch->before;

	if (is_nonconformity(f))
		return all_have_come(cx, ch, ACTION_STATE_EFFECTIVE,
		    "confirmed", "Verify it and confirm that it works.");
	if (before->state != FINDING_STATE_ISSUED ||
	    f->type == FINDING_TYPE_CONFORMITY)
		return RC_OK;
	return refuse(cx, ch->command, NULL, arena_fmt(cx->arena, "%s waits "
	    "for the answer of the auditee", f->rec.code), "Let the auditee "
	    "say whether it is taken up.");
}

static const struct judge judges[] = {
	{ "R-6.7-04", r_6_7_04 },
	{ "R-6.7-05", r_6_7_05 },
	{ "R-6.7-06", r_6_7_06 },
	{ "R-6.7-09", r_6_7_09 },
	{ "finding.act", guard_act },
	{ "finding.answer", guard_answer },
	{ "finding.close", guard_finding_close },
	{ "finding.submit", guard_submit },
	{ NULL, NULL }
};

/* --- what follows -------------------------------------------------------------------- */

/* Keeps R-6.7-07: manager and client learn how it ended. */
static enum rc
outcome_told(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct audit *a;
	struct programme *p;
	enum rc rc = audit_programme(cx, f->audit, &a, &p);

	if (!rc)
		rc = follow_notice(cx, ch, p->manager, "step");
	return rc || p->client_person == p->manager ? rc
	    : follow_notice(cx, ch, p->client_person, "step");
}

/* The second time, the client is told and the grade is in question. */
static enum rc
failed_again(struct ctx *cx, struct change *ch, const struct finding *f)
{
	size_t failed = 0;
	struct audit *audit;
	struct programme *p;
	struct list l;
	enum rc rc = actions_of(cx, f->rec.id, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		failed += ((struct action *)l.rec[i])->state ==
		    ACTION_STATE_NOT_EFFECTIVE;
	if (rc || failed < 2)
		return rc;
	rc = audit_programme(cx, f->audit, &audit, &p);
	if (!rc)
		rc = follow_notice(cx, ch, p->client_person, "escalation");
	if (rc || f->type == FINDING_TYPE_MAJOR_NONCONFORMITY)
		return rc;
	return follow_task(cx, ch, audit->leader, arena_fmt(cx->arena, "Judge "
	    "whether %s has become a major nonconformity", f->rec.code), 0);
}

static enum rc
action_without_effect(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;
	struct finding *f;
	enum rc rc = of_ref(cx, &finding_entity, a->finding, &f);

	if (!rc && f->state == FINDING_STATE_AWAITING_VERIFICATION)
		rc = follow(cx, "finding.reopen", f->rec.id, PAIRS(
		    { "state_reason", a->state_reason }), NULL);
	return rc ? rc : failed_again(cx, ch, f);
}

static enum rc
extension_asked(struct ctx *cx, struct change *ch)
{
	const struct extension_request *x = ch->after;
	struct audit *audit;
	struct programme *p;
	enum rc rc = audit_programme(cx, x->rec.at, &audit, &p);

	return rc ? rc : follow_task(cx, ch, p->manager,
	    "Decide on more time for an action", 0);
}

static const struct judge effects[] = {
	{ "action.fail", action_without_effect },
	{ "extension_request.create", extension_asked },
	{ "finding.close", outcome_told },
	{ NULL, NULL }
};

const struct domain_part follow_up_rules_part = { "follow_up", judges, NULL,
	effects };
