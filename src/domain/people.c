/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* people.c - declarations of conduct and interest, waivers. */
#include "demand.h"

#include "base/text.h"
#include "core/query.h"
#include "model/people.h"
#include "model/audit.h"
#include "model/entities.h"
#include "model/programme.h"

/* --- what is filled in -------------------------------------------------------- */

static enum rc
interest_begins(struct ctx *cx, struct change *ch)
{
	struct interest_declaration *d = ch->after;

	(void)cx;
	if (!d->class)
		d->class = CLASS_CONFIDENTIAL;
	return RC_OK;
}

static enum rc
conduct_begins(struct ctx *cx, struct change *ch)
{
	struct conduct_declaration *d = ch->after;
	int64_t months;
	enum rc rc;

	if (d->valid_until)
		return RC_OK;
	rc = setting_get(cx, "declaration_months", 0, 0, &months);
	if (!rc)
		d->valid_until = months_after(cx->today, months);
	return rc;
}

static enum rc
interest_signed(struct ctx *cx, struct change *ch)
{
	struct interest_declaration *d = ch->after;
	int64_t months;
	enum rc rc = setting_get(cx, "declaration_months", d->audit, 0,
	    &months);

	if (!rc)
		d->valid_until = months_after(cx->today, months);
	return rc;
}

/* --- guards ---------------------------------------------------------------------- */

static enum rc
only_the_person(struct ctx *cx, struct change *ch, int64_t person)
{
	if (!cx->account || cx->person == person)
		return RC_OK;
	err_rule(&cx->err, ch->command, NULL, "only the person can sign %s",
	    ((const struct record *)ch->after)->code);
	err_hint(&cx->err, "Ask the person named to sign in and sign.");
	return RC_RULE;
}

static enum rc
guard_conduct(struct ctx *cx, struct change *ch)
{
	const struct conduct_declaration *d = ch->after;

	return only_the_person(cx, ch, d->person);
}

static enum rc
guard_interest(struct ctx *cx, struct change *ch)
{
	const struct interest_declaration *d = ch->after;
	enum rc rc = only_the_person(cx, ch, d->person);

	if (rc || d->any_interest)
		return rc;
	err_rule(&cx->err, ch->command, "any_interest", "%s does not say "
	    "whether there is an interest", d->rec.code);
	err_hint(&cx->err, "Answer yes or no; \"no\" is a complete answer.");
	return RC_RULE;
}

static enum rc
i_10(struct ctx *cx, struct change *ch)
{
	const struct interest_declaration *d = ch->after;

	if (ch->entity != &interest_declaration_entity ||
	    d->any_interest != ANSWER_YES ||
	    d->kind != INTEREST_KIND_GIFT_OR_BONUS)
		return RC_OK;
	err_rule(&cx->err, "I-10", "kind", "%s declares a gift, travel or "
	    "bonus linked to the result", d->rec.code);
	err_hint(&cx->err, "The programme manager judges it; say in the "
	    "reason why the audit stays impartial.");
	return RC_RULE;
}

/* A signature under an older text stays, and is told as such. */
static enum rc
r_4_03(struct ctx *cx, struct change *ch)
{
	const struct conduct_declaration *d = ch->after;
	struct list l;
	enum rc rc;

	if (d->state != DECLARATION_STATE_SIGNED)
		return RC_OK;
	rc = store_of(cx, &conduct_declaration_entity, "person", d->person,
	    &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct conduct_declaration *o = l.rec[i];

		if (o->rec.id <= d->rec.id ||
		    str_eq(o->text_version, d->text_version))
			continue;
		err_rule(&cx->err, "R-4-03", "text_version", "%s is signed "
		    "under text %s; text %s holds now", d->rec.code,
		    d->text_version, o->text_version);
		err_hint(&cx->err, "Sign %s; the old signature stays on "
		    "record.", o->rec.code);
		return RC_RULE;
	}
	return rc;
}

/* Only where nobody else can: small, first party, all five parts filled. */
static enum rc
guard_waiver(struct ctx *cx, struct change *ch)
{
	const struct independence_waiver *w = ch->after;
	const char *field = NULL, *text = NULL;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, w->audit, &a);

	if (rc)
		return rc;
	if (!a->small_organization || a->party != PARTY_FIRST)
		text = "a waiver is for small organizations and first party "
		    "audits";
	else if (w->person == cx->person)
		text = "nobody waives the own independence";
	else if (!w->rules)
		field = "rules", text = "no rule is named";
	else if (blank(w->reason) || blank(w->no_alternative))
		field = "no_alternative", text = "reason and alternatives "
		    "are not both given";
	else if (!w->safeguards)
		field = "safeguards", text = "no safeguard is named";
	if (!text)
		return RC_OK;
	err_rule(&cx->err, ch->command, field, "%s: %s", w->rec.code, text);
	err_hint(&cx->err, "Mend the request, or replace the team member.");
	return RC_RULE;
}

/* --- what follows -------------------------------------------------------------- */

static enum rc
conduct_asked(struct ctx *cx, struct change *ch)
{
	const struct conduct_declaration *d = ch->after;

	return follow_task(cx, ch, d->person,
	    "Sign the code of conduct and confidentiality", 0);
}

/* Has the person been asked for a signature under this text? */
static enum rc
knows_text(struct ctx *cx, int64_t person, const char *version, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &conduct_declaration_entity, "person",
	    person, &l);

	*yes = false;
	for (size_t i = 0; !rc && i < l.n; i++)
		*yes |= str_eq(((struct conduct_declaration *)l.rec[i])
		    ->text_version, version);
	return rc;
}

static enum rc
ask_for_text(struct ctx *cx, const struct conduct_declaration *old,
    const char *version)
{
	struct pair in[4] = { { "person", number_text(cx, old->person) },
		{ "text_version", version } };
	size_t n = 2;
	bool known;
	enum rc rc = knows_text(cx, old->person, version, &known);

	if (rc || known)
		return rc;
	n += field_pairs(cx, field_find(&conduct_declaration_entity,
	    "covers"), old, in + n, NELEMS(in) - n);
	return follow(cx, "conduct_declaration.create", 0, in, n, NULL);
}

/*
 * A person who brings a new text asks everybody who signed another one; what
 * the program itself asks for changes no text.
 */
static enum rc
text_changes(struct ctx *cx, struct change *ch)
{
	const struct conduct_declaration *d = ch->after;
	struct ctx sys = ctx_system(cx);
	struct query q = { .entity = &conduct_declaration_entity,
		.limit = QUERY_MOST, .links = true };
	enum rc rc = conduct_asked(cx, ch);

	do {
		struct page p = { 0 };

		if (rc || !cx->account)
			return rc;
		rc = query_run(&sys, &q, &p);
		if (rc)
			cx->err = sys.err;
		for (size_t i = 0; !rc && i < p.n; i++) {
			const struct conduct_declaration *o = p.rec[i];

			if (o->state == DECLARATION_STATE_SIGNED &&
			    !str_eq(o->text_version, d->text_version))
				rc = ask_for_text(cx, o, d->text_version);
		}
		q.cursor = p.next;
	} while (!rc && q.cursor);
	return rc;
}

static enum rc
interest_asked(struct ctx *cx, struct change *ch)
{
	const struct interest_declaration *d = ch->after;

	return follow_task(cx, ch, d->person, "Declare your interests", 0);
}

static enum rc
waiver_asked(struct ctx *cx, struct change *ch)
{
	const struct independence_waiver *w = ch->after;
	struct audit *a;
	struct programme *p;
	enum rc rc = of_ref(cx, &audit_entity, w->audit, &a);

	if (!rc)
		rc = of_ref(cx, &programme_entity, a->programme, &p);
	return rc ? rc : follow_task(cx, ch, p->client_person,
	    "Decide on the independence waiver", 0);
}

static const struct judge judges[] = {
	{ "I-10", i_10 },
	{ "R-4-03", r_4_03 },
	{ "conduct_declaration.sign", guard_conduct },
	{ "independence_waiver.approve", guard_waiver },
	{ "interest_declaration.sign", guard_interest },
	{ NULL, NULL }
};

static const struct judge prepares[] = {
	{ "conduct_declaration.create", conduct_begins },
	{ "interest_declaration.create", interest_begins },
	{ "interest_declaration.sign", interest_signed },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "conduct_declaration.create", text_changes },
	{ "conduct_declaration.expire", conduct_asked },
	{ "independence_waiver.create", waiver_asked },
	{ "interest_declaration.create", interest_asked },
	{ "interest_declaration.expire", interest_asked },
	{ NULL, NULL }
};

const struct domain_part people_part = { "people", judges, prepares, effects };
