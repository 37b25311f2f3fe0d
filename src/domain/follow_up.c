/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* follow_up.c - 6.7: actions, their verification, more time. */
#include "finding_rules.h"

#include "model/entities.h"
#include "model/follow_up.h"
#include "model/people.h"

static bool
blank(const char *s)
{
	return !s || !*s;
}

static enum rc
finding_of(struct ctx *cx, const struct action *a, struct finding **f)
{
	return of_ref(cx, &finding_entity, a->finding, f);
}

/* --- the plan -------------------------------------------------------------------- */

static enum rc
lacks(struct ctx *cx, const struct action *a, const char *field,
    const char *what)
{
	err_rule(&cx->err, "R-6.7-01", field, "%s does not say %s",
	    a->rec.code, what);
	err_hint(&cx->err, "Return it to the auditee with the question.");
	return RC_RULE;
}

/* A corrective action answers why, and whether it happened elsewhere. */
static enum rc
plan_complete(struct ctx *cx, const struct action *a)
{
	if (a->kind != ACTION_KIND_CORRECTIVE_ACTION)
		return RC_OK;
	if (blank(a->cause))
		return lacks(cx, a, "cause", "why it happened");
	if (!a->similar_checked)
		return lacks(cx, a, "similar_checked",
		    "whether similar cases were looked for");
	return RC_OK;
}

static bool
has_kind(const struct list *l, int64_t kind, int64_t least)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct action *a = l->rec[i];

		if (a->kind == kind && a->state >= least &&
		    a->state != ACTION_STATE_WITHDRAWN)
			return true;
	}
	return false;
}

static enum rc
r_6_7_01(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity == &action_entity)
		return plan_complete(cx, ch->after);
	rc = store_of(cx, &action_entity, "finding", f->rec.id, &l);
	if (rc || !is_nonconformity(f))
		return rc;
	if (!has_kind(&l, ACTION_KIND_CORRECTIVE_ACTION,
	    ACTION_STATE_ACCEPTED)) {
		err_rule(&cx->err, "R-6.7-01", NULL, "%s has no accepted "
		    "corrective action", f->rec.code);
		err_hint(&cx->err, "Propose one, and let the team accept it.");
		return RC_RULE;
	}
	if (!has_kind(&l, ACTION_KIND_CORRECTION, ACTION_STATE_PROPOSED) &&
	    blank(f->no_correction_reason)) {
		err_rule(&cx->err, "R-6.7-01", "no_correction_reason",
		    "%s has neither a correction nor a reason why none",
		    f->rec.code);
		err_hint(&cx->err, "Enter the correction, or say why nothing "
		    "can be put right at once.");
		return RC_RULE;
	}
	return RC_OK;
}

/* --- verification ------------------------------------------------------------------ */

/* The same person, or one that he reports to (two steps up). */
static enum rc
reports_to(struct ctx *cx, int64_t person, int64_t to, bool *yes)
{
	*yes = person == to;
	for (int i = 0; i < 2 && person && !*yes; i++) {
		struct person *p;
		enum rc rc = of_ref(cx, &person_entity, person, &p);

		if (rc)
			return rc;
		person = p->line_manager;
		*yes = person && person == to;
	}
	return RC_OK;
}

static enum rc
tied(struct ctx *cx, const char *rule, const struct action *a)
{
	err_rule(&cx->err, rule, "verifier", "whoever answers for %s, or "
	    "reports to him, cannot verify it", a->rec.code);
	err_hint(&cx->err, "Name somebody else; this cannot be waived.");
	return RC_RULE;
}

static enum rc
independent(struct ctx *cx, const char *rule, const struct action *a,
    int64_t verifier)
{
	bool yes;
	enum rc rc;

	if (!verifier)
		return RC_OK;
	rc = reports_to(cx, verifier, a->owner, &yes);
	if (!rc && yes)
		return tied(cx, rule, a);
	for (size_t i = 0; !rc && i < a->implementers.n; i++) {
		rc = reports_to(cx, verifier, a->implementers.id[i], &yes);
		if (!rc && yes)
			return tied(cx, rule, a);
	}
	return rc;
}

/* For actions, verifications and findings alike: who looks, at what. */
static enum rc
each_action(struct ctx *cx, struct change *ch, const char *rule)
{
	const struct verification *v = ch->after;
	const struct action *a = ch->after;
	struct action *of;
	struct list l;
	enum rc rc;

	if (ch->entity == &action_entity)
		return independent(cx, rule, a, ch->step &&
		    ch->step->to == ACTION_STATE_VERIFYING ? a->verifier
		    : cx->person);
	if (ch->entity == &verification_entity) {
		rc = of_ref(cx, &action_entity, v->action, &of);
		return rc ? rc : independent(cx, rule, of, v->verified_by);
	}
	rc = store_of(cx, &action_entity, "finding",
	    ((const struct record *)ch->after)->id, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = independent(cx, rule, l.rec[i], cx->person);
	return rc;
}

static enum rc
i_06(struct ctx *cx, struct change *ch)
{
	return each_action(cx, ch, "I-06");
}

static enum rc
r_6_7_02(struct ctx *cx, struct change *ch)
{
	return each_action(cx, ch, "R-6.7-02");
}

static enum rc
verified(struct ctx *cx, const struct action *a, int64_t result, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &verification_entity, "action", a->rec.id,
	    &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct verification *v = l.rec[i];

		*yes |= v->result == result &&
		    (v->kind == VERIFICATION_KIND_EFFECTIVENESS ||
		    a->kind != ACTION_KIND_CORRECTIVE_ACTION);
	}
	return rc;
}

static enum rc
must_be_effective(struct ctx *cx, const struct action *a)
{
	bool yes;
	enum rc rc = verified(cx, a, VERIFICATION_RESULT_OK, &yes);

	if (rc || yes)
		return rc;
	err_rule(&cx->err, "R-6.7-03", NULL, "the effect of %s was not "
	    "verified", a->rec.code);
	err_hint(&cx->err, "Enter a verification of the kind effectiveness "
	    "with its evidence and the result ok.");
	return RC_RULE;
}

static enum rc
r_6_7_03(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity == &action_entity)
		return must_be_effective(cx, ch->after);
	if (!is_nonconformity(f))
		return RC_OK;
	rc = store_of(cx, &action_entity, "finding", f->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct action *a = l.rec[i];

		if (a->kind == ACTION_KIND_CORRECTIVE_ACTION &&
		    a->state != ACTION_STATE_EFFECTIVE &&
		    a->state != ACTION_STATE_NOT_EFFECTIVE &&
		    a->state != ACTION_STATE_WITHDRAWN)
			rc = must_be_effective(cx, a);
	}
	return rc;
}

/* --- guards and what follows ---------------------------------------------------------- */

static enum rc
guard_create(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;
	struct finding *f;
	enum rc rc = finding_of(cx, a, &f);

	if (rc || f->state == FINDING_STATE_ISSUED ||
	    f->state == FINDING_STATE_ANSWERED ||
	    f->state == FINDING_STATE_IN_ACTION ||
	    f->state == FINDING_STATE_REOPENED ||
	    (a->kind == ACTION_KIND_CORRECTION && f->presented_at))
		return rc;
	err_rule(&cx->err, "action.create", "finding", "%s is not issued yet",
	    f->rec.code);
	err_hint(&cx->err, "Until then only a correction on the spot can be "
	    "entered, once the finding is presented.");
	return RC_RULE;
}

/* Dates and sign of effectiveness are agreed with the acceptance. */
static enum rc
guard_update(struct ctx *cx, struct change *ch)
{
	static const char *const agreed[] = { "due", "check_not_before",
		"effectiveness_criterion" };
	const struct action *a = ch->after, *before = ch->before;

	if (!cx->account || before->state == ACTION_STATE_PROPOSED ||
	    before->state == ACTION_STATE_RETURNED)
		return RC_OK;
	for (size_t i = 0; i < NELEMS(agreed); i++) {
		const struct field *f = field_find(ch->entity, agreed[i]);

		if (!field_empty(f, before) && changed(ch, agreed[i]))
			return refuse(cx, ch->command, agreed[i], arena_fmt(
			    cx->arena, "%s is accepted: \"%s\" is agreed",
			    a->rec.code, f->label), "Ask for an extension, or "
			    "propose another action.");
	}
	return RC_OK;
}

static enum rc
guard_accept(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;

	if (a->kind != ACTION_KIND_CORRECTIVE_ACTION ||
	    !blank(a->effectiveness_criterion))
		return RC_OK;
	return refuse(cx, ch->command, "effectiveness_criterion", arena_fmt(
	    cx->arena, "%s does not say how its effect is seen", a->rec.code),
	    "Agree on a sign of effectiveness.");
}

/* What the verifier alone says of an action under check. */
static enum rc
guard_verifier(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after, *before = ch->before;

	if (!cx->account || before->state != ACTION_STATE_VERIFYING ||
	    a->verifier == cx->person)
		return RC_OK;
	return refuse(cx, ch->command, NULL, arena_fmt(cx->arena, "%s is "
	    "judged by its verifier", a->rec.code), "Leave it to the person "
	    "named as verifier.");
}

static enum rc
guard_confirm(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;
	enum rc rc = guard_verifier(cx, ch);
	char day[DATE_LEN + 1];

	if (rc || !a->check_not_before || a->check_not_before <= cx->today)
		return rc;
	day_write(day, a->check_not_before);
	return refuse(cx, ch->command, "check_not_before", arena_fmt(cx->arena,
	    "the effect of %s is not judged before %s", a->rec.code, day),
	    "Wait until the agreed day.");
}

static enum rc
guard_extension(struct ctx *cx, struct change *ch)
{
	const struct extension_request *x = ch->after;
	struct action *a;
	enum rc rc = of_ref(cx, &action_entity, x->action, &a);

	if (rc)
		return rc;
	if (a->state >= ACTION_STATE_IMPLEMENTED)
		return refuse(cx, ch->command, "action", arena_fmt(cx->arena,
		    "%s is implemented and needs no more time", a->rec.code),
		    "Only an action under way can be given more time.");
	return x->new_due > a->due ? RC_OK : refuse(cx, ch->command, "new_due",
	    arena_fmt(cx->arena, "the new day is not after the due day of %s",
	    a->rec.code), "Give a later day.");
}

static enum rc
guard_check(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;

	if (a->verifier)
		return RC_OK;
	err_rule(&cx->err, "action.check", "verifier", "nobody is named to "
	    "verify %s", a->rec.code);
	err_hint(&cx->err, "Name a verifier.");
	return RC_RULE;
}

static enum rc
guard_implement(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;

	if (a->proof.n)
		return RC_OK;
	err_rule(&cx->err, "action.implement", "proof", "%s has no proof",
	    a->rec.code);
	err_hint(&cx->err, "Register the document that shows it and link it.");
	return RC_RULE;
}

static enum rc
action_failed(struct ctx *cx, struct change *ch)
{
	struct action *a = ch->after;

	(void)cx;
	a->failures = a->failures == UNSET ? 1 : a->failures + 1;
	return RC_OK;
}

static enum rc
verifier_told(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;

	return follow_task(cx, ch, a->verifier, "Verify the action", 0);
}

static enum rc
owner_told(struct ctx *cx, struct change *ch)
{
	const struct action *a = ch->after;

	return follow_notice(cx, ch, a->owner, "step");
}

/* The due day moves with the decision. */
static enum rc
extension_granted(struct ctx *cx, struct change *ch)
{
	const struct extension_request *x = ch->after;
	char day[DATE_LEN + 1];

	day_write(day, x->new_due);
	return follow(cx, "action.update", x->action,
	    PAIRS({ "due", day }), NULL);
}

static const struct judge judges[] = {
	{ "I-06", i_06 },
	{ "R-6.7-01", r_6_7_01 },
	{ "R-6.7-02", r_6_7_02 },
	{ "R-6.7-03", r_6_7_03 },
	{ "action.accept", guard_accept },
	{ "action.check", guard_check },
	{ "action.confirm", guard_confirm },
	{ "action.create", guard_create },
	{ "action.fail", guard_verifier },
	{ "action.implement", guard_implement },
	{ "action.return", guard_verifier },
	{ "action.update", guard_update },
	{ "extension_request.create", guard_extension },
	{ NULL, NULL }
};

static const struct judge prepares[] = {
	{ "action.fail", action_failed },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "action.check", verifier_told },
	{ "action.return", owner_told },
	{ "extension_request.grant", extension_granted },
	{ NULL, NULL }
};

const struct domain_part follow_up_part = { "follow_up", judges, prepares,
	effects };
