/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * programme_rules.c - 5.1 to 5.3: what a programme and its revision must hold
 * before the client sees them.
 */
#include "programme.h"

#include "base/text.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/programme.h"

#include <string.h>

static bool
blank(const char *s)
{
	return !s || !*s;
}

/* The programme that the change is about. */
enum rc
programme_of(struct ctx *cx, const struct change *ch, struct programme **p)
{
	if (ch->entity == &programme_entity) {
		*p = ch->after;
		return RC_OK;
	}
	return of_ref(cx, &programme_entity, field_int(field_find(ch->entity,
	    "programme"), ch->after), p);
}

/* --- 5.1 the programme and its elements --------------------------------------- */

static enum rc
r_5_1_01(struct ctx *cx, struct change *ch)
{
	struct programme *p;
	enum rc rc = programme_of(cx, ch, &p);

	if (rc || !p || p->manager != p->client_person ||
	    (p->small_organization && !blank(cx->reason)))
		return rc;
	err_rule(&cx->err, "R-5.1-01", "manager", "manager and client of %s "
	    "are the same person", p->rec.code);
	return advise(cx, p->small_organization
	    ? "Give a reason for going on, or name two people."
	    : "Name two people, or mark the organization as small.");
}

static const struct revision_element *
element_in(const struct list *l, int64_t element)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct revision_element *e = l->rec[i];

		if (e->element == element)
			return e;
	}
	return NULL;
}

static enum rc
r_5_1_02(struct ctx *cx, struct change *ch)
{
	const struct programme_revision *r = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &revision_element_entity, "revision",
	    r->rec.id, &l);

	for (const struct choice *c = programme_element_choices; c->name && !rc;
	    c++) {
		const struct revision_element *e = element_in(&l, c->value);

		if (e && e->status != ELEMENT_STATUS_OPEN)
			continue;
		err_rule(&cx->err, "R-5.1-02", NULL, "the element \"%s\" of "
		    "%s is %s", c->label, r->rec.code, e ? "still open"
		    : "missing");
		return advise(cx, "Complete it, or say until when it will be "
		    "determined.");
	}
	return rc;
}

static enum rc
element_empty(struct ctx *cx, const struct revision_element *e)
{
	const char *field = NULL;

	if (e->status == ELEMENT_STATUS_COMPLETE && blank(e->text))
		field = "text";
	if (e->status == ELEMENT_STATUS_NOT_NEEDED && blank(e->reason))
		field = "reason";
	if (e->status == ELEMENT_STATUS_TO_BE_DETERMINED && !e->due)
		field = "due";
	if (!field)
		return RC_OK;
	err_rule(&cx->err, "R-5.1-03", field, "the element \"%s\" is empty",
	    choice_find(programme_element_choices, e->element)->label);
	return advise(cx, "Write it, give the reason why it is not needed, or "
	    "the day by which it will be determined.");
}

static enum rc
r_5_1_03(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity == &revision_element_entity)
		return element_empty(cx, ch->after);
	rc = store_of(cx, &revision_element_entity, "revision", r->id, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = element_empty(cx, l.rec[i]);
	return rc;
}

enum rc
revision_open(struct ctx *cx, int64_t programme, int64_t but,
    const struct programme_revision **out)
{
	struct list l;
	enum rc rc = store_of(cx, &programme_revision_entity, "programme",
	    programme, &l);

	*out = NULL;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct programme_revision *r = l.rec[i];

		if (r->rec.id != but && (r->state == REVISION_STATE_DRAFT ||
		    r->state == REVISION_STATE_SUBMITTED))
			*out = r;
	}
	return rc;
}

static enum rc
frozen(struct ctx *cx, const char *code)
{
	err_rule(&cx->err, "R-5.1-04", NULL, "%s is part of an approved "
	    "revision", code);
	return advise(cx, "Open a new revision for the change.");
}

static enum rc
r_5_1_04(struct ctx *cx, struct change *ch)
{
	const struct programme_revision *r;
	enum rc rc;

	if (ch->entity == &revision_element_entity) {
		const struct revision_element *e = ch->after;

		rc = of_ref(cx, &programme_revision_entity, e->revision, &r);
		if (rc || !r || r->state == REVISION_STATE_DRAFT)
			return rc;
		return frozen(cx, e->rec.code);
	}
	if (ch->entity == &programme_objective_entity) {
		const struct programme_objective *o = ch->after;

		if (o->state == PROGRAMME_OBJECTIVE_STATE_PROPOSED ||
		    !(changed(ch, "statement") || changed(ch, "target") ||
		    changed(ch, "indicator") || changed(ch, "due")))
			return RC_OK;
		rc = revision_open(cx, o->programme, 0, &r);
		return rc || r ? rc : frozen(cx, o->rec.code);
	}
	return RC_OK;           /* the step itself freezes */
}

/* --- 5.2 objectives --------------------------------------------------------------- */

static bool
alive(const struct programme_objective *o)
{
	return o->state == PROGRAMME_OBJECTIVE_STATE_PROPOSED ||
	    o->state == PROGRAMME_OBJECTIVE_STATE_AGREED;
}

enum rc
programme_parts(struct ctx *cx, const struct change *ch, const struct entity *e,
    struct list *l)
{
	const struct programme_revision *r = ch->after;

	return store_of(cx, e, "programme", r->programme, l);
}

static enum rc
r_5_2_01(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = programme_parts(cx, ch, &programme_objective_entity, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		if (alive(l.rec[i]))
			return RC_OK;
	if (rc)
		return rc;
	err_rule(&cx->err, "R-5.2-01", NULL, "the programme has no objective");
	return advise(cx, "Add at least one (programme_objective).");
}

static enum rc
r_5_2_02(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = programme_parts(cx, ch, &programme_objective_entity, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct programme_objective *o = l.rec[i];

		if (!alive(o) || o->inputs.n)
			continue;
		err_rule(&cx->err, "R-5.2-02", "inputs", "%s rests on no input",
		    o->rec.code);
		return advise(cx, "Link at least one input.");
	}
	return rc;
}

enum rc
programme_isms(struct ctx *cx, const struct programme *p, int64_t *edition)
{
	*edition = 0;
	for (size_t i = 0; i < p->schemes.n; i++) {
		struct criteria_edition *e;
		struct criteria_source *s;
		enum rc rc = of_ref(cx, &criteria_edition_entity,
		    p->schemes.id[i], &e);

		if (!rc && e)
			rc = of_ref(cx, &criteria_source_entity, e->source, &s);
		if (rc)
			return rc;
		if (e && s && strstr(s->short_name, "27001"))
			*edition = e->rec.id;
	}
	return RC_OK;
}

/* The four kinds of input that an ISMS adds, by what may stand for them. */
static const struct { const char *name; unsigned kinds; } isms_inputs[] = {
	{ "security requirements", 1u << INPUT_KIND_SECURITY_REQUIREMENT },
	{ "requirements of ISO/IEC 27001", 1u << INPUT_KIND_REQUIREMENT },
	{ "performance and incidents", 1u << INPUT_KIND_PERFORMANCE |
	    1u << INPUT_KIND_INCIDENT | 1u << INPUT_KIND_MEASUREMENT },
	{ "information security risks", 1u << INPUT_KIND_RISK },
};

static enum rc
r_5_2_03(struct ctx *cx, struct change *ch)
{
	struct programme *p;
	struct list l;
	unsigned have = 0;
	int64_t edition;
	enum rc rc = programme_of(cx, ch, &p);

	if (!rc)
		rc = programme_isms(cx, p, &edition);
	if (rc || !edition)
		return rc;
	rc = programme_parts(cx, ch, &programme_input_entity, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct programme_input *in = l.rec[i];

		if (!in->none_known || !blank(in->note))
			have |= 1u << in->kind;
	}
	for (size_t i = 0; !rc && i < NELEMS(isms_inputs); i++) {
		if (have & isms_inputs[i].kinds)
			continue;
		err_rule(&cx->err, "R-5.2-03", NULL, "no input on %s was "
		    "considered", isms_inputs[i].name);
		return advise(cx, "Add one, or one that says that none is "
		    "known and why.");
	}
	return rc;
}

static enum rc
objective_unmeasured(struct ctx *cx, const struct programme_objective *o)
{
	if (!alive(o) || (o->indicator && !blank(o->target)))
		return RC_OK;
	err_rule(&cx->err, "R-5.2-04", o->indicator ? "target" : "indicator",
	    "%s has no %s", o->rec.code, o->indicator ? "target" : "indicator");
	return advise(cx, "Say how one sees that it is reached.");
}

static enum rc
r_5_2_04(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc;

	if (ch->entity == &programme_objective_entity)
		return objective_unmeasured(cx, ch->after);
	rc = programme_parts(cx, ch, &programme_objective_entity, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = objective_unmeasured(cx, l.rec[i]);
	return rc;
}

static bool
commented(const struct programme_revision *r)
{
	return !blank(r->strategy_comment) && r->strategy_comment_by;
}

/* A comment holds for later revisions until an objective is new. */
static enum rc
r_5_2_05(struct ctx *cx, struct change *ch)
{
	struct list objectives, revisions;
	bool fresh = false, heard = commented(ch->after);
	enum rc rc = programme_parts(cx, ch, &programme_objective_entity,
	    &objectives);

	if (!rc)
		rc = programme_parts(cx, ch, &programme_revision_entity,
		    &revisions);
	if (rc)
		return rc;
	for (size_t i = 0; i < objectives.n; i++)
		fresh |= ((struct programme_objective *)objectives.rec[i])
		    ->state == PROGRAMME_OBJECTIVE_STATE_PROPOSED;
	for (size_t i = 0; !fresh && i < revisions.n; i++)
		heard |= commented(revisions.rec[i]);
	if (heard)
		return RC_OK;
	err_rule(&cx->err, "R-5.2-05", "strategy_comment", "top management has "
	    "not said how the objectives fit its direction");
	return advise(cx, "Ask for a comment and enter it with its author.");
}

/* --- 5.3 risks and opportunities of the programme ------------------------------------ */

static enum rc
r_5_3_01(struct ctx *cx, struct change *ch)
{
	static const int64_t areas[] = {
		PROGRAMME_RISK_AREA_INFORMATION_SECURITY_OF_AUDIT,
		PROGRAMME_RISK_AREA_EVIDENCE_AVAILABILITY,
	};
	struct list l;
	enum rc rc = programme_parts(cx, ch, &programme_risk_entity, &l);

	for (size_t k = 0; !rc && k < NELEMS(areas); k++) {
		bool found = false;

		for (size_t i = 0; i < l.n; i++)
			found |= ((struct programme_risk *)l.rec[i])->area ==
			    areas[k];
		if (found)
			continue;
		err_rule(&cx->err, "R-5.3-01", NULL, "no risk is entered in "
		    "the area \"%s\"", choice_find(programme_risk_area_choices,
		    areas[k])->label);
		return advise(cx, "Add at least one (programme_risk).");
	}
	return rc;
}

static enum rc
risk_untreated(struct ctx *cx, const struct programme_risk *r)
{
	const char *field = !r->treatment ? "treatment" : !r->owner ? "owner"
	    : !r->review_on ? "review_on" : NULL;

	if (r->kind != RISK_KIND_RISK || r->level < RISK_LEVEL_HIGH)
		return RC_OK;
	if (r->state == PROGRAMME_RISK_STATE_OPEN) {
		err_rule(&cx->err, "R-5.3-02", NULL, "%s is %s and still open",
		    r->rec.code, choice_find(risk_level_choices, r->level)
		    ->name);
		return advise(cx, "Treat it, or let the client accept it.");
	}
	if (r->state != PROGRAMME_RISK_STATE_TREATED || !field)
		return RC_OK;
	err_rule(&cx->err, "R-5.3-02", field, "%s is %s and has no %s",
	    r->rec.code, choice_find(risk_level_choices, r->level)->name,
	    field_find(&programme_risk_entity, field)->label);
	return advise(cx, "Fill in treatment, owner and day.");
}

static enum rc
r_5_3_02(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc;

	if (ch->entity == &programme_risk_entity)
		return risk_untreated(cx, ch->after);
	rc = programme_parts(cx, ch, &programme_risk_entity, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = risk_untreated(cx, l.rec[i]);
	return rc;
}

/* Of every level: a treatment is something, by somebody, until a day. */
static enum rc
guard_treat(struct ctx *cx, struct change *ch)
{
	const struct programme_risk *r = ch->after;
	const char *field = !r->treatment ? "treatment" : !r->owner ? "owner"
	    : !r->review_on ? "review_on" : NULL;

	if (!field)
		return RC_OK;
	err_rule(&cx->err, "programme_risk.treat", field, "%s has no %s",
	    r->rec.code, field_find(ch->entity, field)->label);
	return advise(cx, "Fill in treatment, owner and day.");
}

/* For the job that looks for entries nobody has read. */
static enum rc
r_5_3_03(struct ctx *cx, struct change *ch)
{
	const struct programme_risk *r = ch->after;
	int64_t months, last = day_of_time(r->rec.changed_at);
	enum rc rc = setting_get(cx, "risk_review_months", 0, r->programme,
	    &months);

	if (rc || r->state == PROGRAMME_RISK_STATE_CLOSED ||
	    months_after(last, months) >= cx->today)
		return rc;
	err_rule(&cx->err, "R-5.3-03", NULL, "%s was not looked at for more "
	    "than %lld months", r->rec.code, (long long)months);
	return advise(cx, "Look at its rating again.");
}

static enum rc
r_5_3_04(struct ctx *cx, struct change *ch)
{
	struct list l;
	enum rc rc = programme_parts(cx, ch, &programme_risk_entity, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		if (((struct programme_risk *)l.rec[i])->kind ==
		    RISK_KIND_OPPORTUNITY)
			return RC_OK;
	if (rc)
		return rc;
	err_rule(&cx->err, "R-5.3-04", NULL, "no opportunity is entered");
	return advise(cx, "Think of visits that could be combined.");
}

const struct judge programme_judges[] = {
	{ "R-5.1-01", r_5_1_01 },
	{ "R-5.1-02", r_5_1_02 },
	{ "R-5.1-03", r_5_1_03 },
	{ "R-5.1-04", r_5_1_04 },
	{ "R-5.2-01", r_5_2_01 },
	{ "R-5.2-02", r_5_2_02 },
	{ "R-5.2-03", r_5_2_03 },
	{ "R-5.2-04", r_5_2_04 },
	{ "R-5.2-05", r_5_2_05 },
	{ "R-5.3-01", r_5_3_01 },
	{ "R-5.3-02", r_5_3_02 },
	{ "R-5.3-03", r_5_3_03 },
	{ "R-5.3-04", r_5_3_04 },
	{ "programme_risk.treat", guard_treat },
	{ NULL, NULL }
};
