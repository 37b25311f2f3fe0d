/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * information_request.c - 6.2.3: what the team asks the auditee for, and what
 * comes of it when it is not given.
 */
#include "demand.h"

#include "model/entities.h"
#include "model/initiation.h"

static enum rc
guard_answer(struct ctx *cx, struct change *ch)
{
	const struct information_request *r = ch->after;

	if (!blank(r->answer) || r->answers.n)
		return RC_OK;
	return refuse(cx, ch->command, "answer", "there is neither an answer "
	    "nor a document", "Write the answer or link the documents.");
}

/* Declined for good only once somebody has said how the audit goes on. */
static enum rc
guard_close(struct ctx *cx, struct change *ch)
{
	const struct information_request *r = ch->before;
	struct list l;
	enum rc rc;

	if (!r || r->state != REQUEST_STATE_DECLINED)
		return RC_OK;
	rc = store_of(cx, &access_constraint_entity, "request", r->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct access_constraint *c = l.rec[i];

		if (c->state != CONSTRAINT_STATE_DECLARED &&
		    c->state != CONSTRAINT_STATE_ASSESSED)
			continue;
		err_rule(&cx->err, ch->command, NULL, "nobody has decided on "
		    "%s yet", c->rec.code);
		return advise(cx, "Assess the constraint, and let the "
		    "programme manager decide.");
	}
	return rc;
}

static enum rc
addressee_told(struct ctx *cx, struct change *ch)
{
	const struct information_request *r = ch->after;

	return follow_notice(cx, ch, r->addressee, "task");
}

/* One constraint for each request; its owner says more about it. */
static enum rc
constraint_proposed(struct ctx *cx, const struct information_request *r,
    const char *form, const char *conditions)
{
	struct pair in[9] = {
		{ "audit", number_text(cx, r->audit) },
		{ "request", number_text(cx, r->rec.id) },
		{ "subject", r->item }, { "reason", "other" },
		{ "owner", number_text(cx, r->addressee) },
		{ "form", form }, { "conditions", conditions },
		{ "class", choice_find(class_choices, r->class_expected
		    ? r->class_expected : CLASS_CONFIDENTIAL)->name },
	};
	size_t n = 8;
	struct list l;
	enum rc rc = store_of(cx, &access_constraint_entity, "request",
	    r->rec.id, &l);

	if (rc || l.n)
		return rc;
	if (r->criterion)
		in[n++] = (struct pair){ "criteria",
			number_text(cx, r->criterion) };
	return follow(cx, "access_constraint.create", 0, in, n, NULL);
}

static enum rc
request_declined(struct ctx *cx, struct change *ch)
{
	const struct information_request *r = ch->after;

	return constraint_proposed(cx, r, "none", r->state_reason
	    ? r->state_reason : "");
}

static enum rc
alternative_offered(struct ctx *cx, struct change *ch)
{
	const struct information_request *r = ch->after;

	return constraint_proposed(cx, r, "redacted", r->answer ? r->answer
	    : "");
}

static const struct judge judges[] = {
	{ "information_request.answer", guard_answer },
	{ "information_request.close", guard_close },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "information_request.create", addressee_told },
	{ "information_request.decline", request_declined },
	{ "information_request.offer_alternative", alternative_offered },
	{ NULL, NULL }
};

const struct domain_part information_request_part = { "initiation", judges,
	NULL, effects };
