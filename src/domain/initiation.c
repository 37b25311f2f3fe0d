/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* initiation.c - 6.2 and 6.3.1: contact, agreements, access, feasibility. */
#include "demand.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/criteria.h"
#include "model/entities.h"
#include "model/evidence.h"
#include "model/initiation.h"
#include "model/programme.h"

/* --- first contact ------------------------------------------------------------------- */

static enum rc
r_6_2_1_01(struct ctx *cx, struct change *ch)
{
	const struct contact_record *c = ch->after;
	struct audit *a;
	enum rc rc;

	if (ch->entity != &contact_record_entity || !cx->account ||
	    ch->who & APM)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, c->audit, &a);
	if (rc || a->state > AUDIT_STATE_ASSIGNED)
		return rc;
	return refuse(cx, "R-6.2.1-01", NULL, "the assignment is not accepted "
	    "yet", "Accept the assignment first; until then the programme "
	    "manager speaks with the auditee.");
}

static bool
is_safe(int64_t channel)
{
	return channel == CONTACT_CHANNEL_SYSTEM ||
	    channel == CONTACT_CHANNEL_ENCRYPTED_MAIL ||
	    channel == CONTACT_CHANNEL_MEETING;
}

static enum rc
r_6_2_2_03(struct ctx *cx, struct change *ch)
{
	const struct field *channel = field_find(ch->entity, "channel");
	const struct field *class = field_find(ch->entity, "class");

	if (!channel || !class || field_int(class, ch->after) <
	    CLASS_CONFIDENTIAL || is_safe(field_int(channel, ch->after)))
		return RC_OK;
	return refuse(cx, "R-6.2.2-03", "channel", "this channel is not safe "
	    "for confidential matter", "Use the system, encrypted mail or a "
	    "meeting, or lower the class.");
}

enum { TOPICS_ALL = (1 << CONTACT_TOPIC_TEAM_QUESTIONS) - 1 };

static enum rc
topics_settled(struct ctx *cx, const struct contact_record *c)
{
	int64_t open = TOPICS_ALL & ~(c->topics_done |
	    c->topics_not_applicable);

	for (const struct choice *t = contact_topic_choices; t->name; t++) {
		if (!(open & 1 << (t->value - 1)))
			continue;
		err_rule(&cx->err, "R-6.2.2-01", "topics_done",
		    "\"%s\" is not settled", t->label);
		err_hint(&cx->err, "Settle it, or tick it as not applicable "
		    "with a reason.");
		return RC_RULE;
	}
	if (c->topics_not_applicable && blank(c->not_applicable_reason))
		return refuse(cx, "R-6.2.2-01", "not_applicable_reason",
		    "what does not apply has no reason",
		    "One sentence for all is enough.");
	return RC_OK;
}

static enum rc
guard_contact(struct ctx *cx, struct change *ch)
{
	const struct contact_record *c = ch->after;

	if (!c->authority)
		return refuse(cx, ch->command, "authority", "nobody has "
		    "confirmed the authority to audit",
		    "Ask the representative, and note what was said.");
	if (c->authority == AUTHORITY_CONFIRMED && blank(c->authority_source))
		return refuse(cx, ch->command, "authority_source", "the "
		    "authority has no source", "Name the contract, the order "
		    "or the clause.");
	return topics_settled(cx, c);
}

static enum rc
r_6_2_2_05(struct ctx *cx, struct change *ch)
{
	const struct contact_record *c = ch->after;
	const struct audit *a = ch->after;
	enum rc rc = RC_OK;

	if (ch->entity == &audit_entity)
		rc = last_in(cx, &contact_record_entity, "audit", a->rec.id,
		    ~0u, &c);
	if (rc || !c || c->authority != AUTHORITY_DISPUTED)
		return rc;
	return refuse(cx, "R-6.2.2-05", "authority", "the authority to audit "
	    "is disputed", "Let the client settle it; the audit waits.");
}

/* --- agreements ----------------------------------------------------------------------- */

static bool
covers(struct ctx *cx, const struct agreement *g, int64_t class)
{
	return g->state == AGREEMENT_STATE_SIGNED && g->class_max >= class &&
	    (g->kind == AGREEMENT_KIND_DISCLOSURE ||
	    g->kind == AGREEMENT_KIND_CONFIDENTIALITY) &&
	    (!g->valid_until || g->valid_until >= cx->today);
}

static enum rc
covered(struct ctx *cx, const char *by, int64_t id, int64_t class, bool *yes)
{
	struct list l;
	enum rc rc;

	if (!id || *yes)
		return RC_OK;
	rc = store_of(cx, &agreement_entity, by, id, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		*yes |= covers(cx, l.rec[i], class);
	return rc;
}

/* Of the audit, of its programme or of the auditee: any will do. */
static enum rc
agreed_for(struct ctx *cx, int64_t audit, int64_t class, bool *yes)
{
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, audit, &a);

	*yes = false;
	if (rc || !a)
		return rc;
	rc = covered(cx, "audit", audit, class, yes);
	if (!rc)
		rc = covered(cx, "programme", a->programme, class, yes);
	return rc ? rc : covered(cx, "organization", a->auditee, class, yes);
}

static enum rc
r_6_2_2_02(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	const struct field *f = field_find(ch->entity, "class");
	int64_t class = f ? field_int(f, r) : 0;
	bool yes;
	enum rc rc;

	if (r->at_kind != ANCHOR_AUDIT || class < CLASS_CONFIDENTIAL)
		return RC_OK;
	rc = agreed_for(cx, r->at, class, &yes);
	if (rc || yes)
		return rc;
	return refuse(cx, "R-6.2.2-02", "class", "no signed agreement on "
	    "disclosure covers this class", "Sign an agreement, or name the "
	    "contract that stands in its place.");
}

static enum rc
has_text(struct ctx *cx, struct change *ch)
{
	const struct agreement *g = ch->after;

	if (g->document || !blank(g->contract_reference))
		return RC_OK;
	return refuse(cx, ch->command, "document", "the agreement has neither "
	    "a text nor a contract reference", "Attach the text or name the "
	    "clause.");
}

static enum rc
guard_sign(struct ctx *cx, struct change *ch)
{
	const struct agreement *g = ch->after;
	struct list l;
	enum rc rc;

	if (!blank(g->contract_reference))
		return RC_OK;
	rc = store_of(cx, &agreement_signature_entity, "agreement", g->rec.id,
	    &l);
	for (size_t i = 0; !rc && i <= g->parties.n; i++) {
		int64_t party = i ? g->parties.id[i - 1] : g->organization;
		bool signed_ = false;

		for (size_t k = 0; k < l.n; k++)
			signed_ |= ((struct agreement_signature *)l.rec[k])
			    ->organization == party;
		if (!signed_)
			return refuse(cx, ch->command, NULL, "not all parties "
			    "have signed", "Enter the missing signature.");
	}
	return rc;
}

static enum rc
r_5_5_3_03(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	struct list l;
	enum rc rc;

	if (!a->joint)
		return RC_OK;
	rc = store_of(cx, &joint_agreement_entity, "audit", a->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct joint_agreement *j = l.rec[i];
		struct agreement *g;

		rc = of_ref(cx, &agreement_entity, j->agreement, &g);
		if (!rc && g && g->state == AGREEMENT_STATE_SIGNED &&
		    j->shared_areas)
			return RC_OK;
	}
	return rc ? rc : refuse(cx, "R-5.5.3-03", "joint", "the joint audit "
	    "has no signed agreement of its parties",
	    "Enter the joint agreement with what is shared, and sign it.");
}

/* --- remote work ------------------------------------------------------------------------ */

static enum rc
r_5_5_3_01(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	const struct remote_assessment *r;
	enum rc rc;

	if (a->mode == MODE_ONSITE)
		return RC_OK;
	rc = last_in(cx, &remote_assessment_entity, "audit", a->rec.id,
	    IN(REMOTE_STATE_APPROVED), &r);
	if (rc || (r && r->auditee_agreed_by))
		return rc;
	return refuse(cx, "R-5.5.3-01", "mode", "remote work was not assessed "
	    "and approved", "Fill in the assessment of remote work, let the "
	    "auditee agree and the manager approve it.");
}

static enum rc
guard_remote(struct ctx *cx, struct change *ch)
{
	const struct remote_assessment *r = ch->after;

	if (!r->auditee_agreed_by)
		return refuse(cx, ch->command, NULL, "the auditee has not "
		    "agreed to remote work", "Ask the representative to give "
		    "the step \"agree\".");
	if (!r->encryption || !r->confidentiality_risk || blank(r->fallback))
		return refuse(cx, ch->command, !r->encryption ? "encryption"
		    : blank(r->fallback) ? "fallback" : "confidentiality_risk",
		    "encryption, fallback and risk are not all answered",
		    "Answer them.");
	return RC_OK;
}

/* --- access and feasibility --------------------------------------------------------------- */

static enum rc
guard_declare(struct ctx *cx, struct change *ch)
{
	const struct availability_declaration *d = ch->after;

	return d->any_unavailable ? RC_OK : refuse(cx, ch->command,
	    "any_unavailable", "the question is not answered",
	    "Answer yes or no; \"no\" is a complete answer.");
}

static enum rc
guard_assess(struct ctx *cx, struct change *ch)
{
	const struct access_constraint *c = ch->after;

	if (c->significance && c->adequate_without && !blank(c->reasoning))
		return RC_OK;
	return refuse(cx, ch->command, !c->significance ? "significance"
	    : !c->adequate_without ? "adequate_without" : "reasoning",
	    "significance, adequacy and reasoning are not all given",
	    "Say how much the objectives depend on it, and why.");
}

static enum rc
r_6_2_3_02(struct ctx *cx, struct change *ch)
{
	const struct access_constraint *c = ch->after;

	return c->decision ? RC_OK : refuse(cx, "R-6.2.3-02", "decision",
	    "the constraint has no decision", "Say how the audit goes on.");
}

/* What is essential, cannot be done without and cannot be seen. */
static bool
stops(const struct access_constraint *c)
{
	return c->significance == SIGNIFICANCE_ESSENTIAL &&
	    c->adequate_without == EXTENT_OF_FULFILMENT_NO &&
	    c->form == ACCESS_FORM_NONE && c->state != CONSTRAINT_STATE_LIFTED;
}

static enum rc
r_6_2_3_03(struct ctx *cx, struct change *ch)
{
	const struct feasibility *f = ch->after;
	struct list l;
	enum rc rc;

	if (f->conclusion != FEASIBILITY_CONCLUSION_FEASIBLE)
		return RC_OK;
	rc = store_of(cx, &access_constraint_entity, "audit", f->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		if (!stops(l.rec[i]))
			continue;
		err_rule(&cx->err, "R-6.2.3-03", "conclusion", "%s is "
		    "essential and cannot be seen at all",
		    ((struct record *)l.rec[i])->code);
		err_hint(&cx->err, "Choose other access, a smaller scope, "
		    "postponement, or not feasible.");
		return RC_RULE;
	}
	return rc;
}

static enum rc
r_6_2_3_06(struct ctx *cx, struct change *ch)
{
	const struct feasibility *f = ch->after;
	enum rc rc = RC_OK;

	if (ch->entity == &audit_entity)
		rc = last_in(cx, &feasibility_entity, "audit",
		    ((const struct record *)ch->after)->id, ~0u, &f);
	if (rc || !f ||
	    f->conclusion != FEASIBILITY_CONCLUSION_NOT_FEASIBLE ||
	    !blank(f->alternative))
		return rc;
	return refuse(cx, "R-6.2.3-06", "alternative", "no alternative is "
	    "proposed to the client", "Agree one with the auditee and enter "
	    "it.");
}

static enum rc
guard_submit(struct ctx *cx, struct change *ch)
{
	const struct feasibility *f = ch->after;

	if (!f->information || !f->cooperation || !f->time_and_resources ||
	    !f->access)
		return refuse(cx, ch->command, NULL, "the four questions are "
		    "not all answered", "Answer information, cooperation, "
		    "time and access.");
	return f->proposal ? RC_OK : refuse(cx, ch->command, "proposal",
	    "the leader proposes nothing", "Choose a proposal.");
}

/* --- documents ------------------------------------------------------------------- */

enum {
	NO_COPY = 1 << (HANDLING_SITE_ONLY - 1) | 1 << (HANDLING_VIEW_ONLY - 1)
};

static enum rc
r_6_3_1_02(struct ctx *cx, struct change *ch)
{
	const struct document *d = ch->after;

	if (!d->file || !(d->handling & NO_COPY))
		return RC_OK;
	return refuse(cx, "R-6.3.1-02", "file", "this document may be read "
	    "but not copied", "Enter where it is and take notes.");
}

static enum rc
guard_receive(struct ctx *cx, struct change *ch)
{
	const struct document *d = ch->after;

	if (d->file || !blank(d->location))
		return RC_OK;
	return refuse(cx, ch->command, "location", "neither a copy nor the "
	    "place of the document is given", "Add the file, or say where it "
	    "is.");
}

/* --- what follows ----------------------------------------------------------------------------- */

static enum rc
availability_asked(struct ctx *cx, struct change *ch)
{
	const struct availability_declaration *d = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, d->audit, &a);

	return rc ? rc : follow_task(cx, ch, a->representative,
	    "Say what cannot be shown", a->planned_from);
}

static enum rc
managers_told(struct ctx *cx, struct change *ch)
{
	return tell_audit(cx, ch, ((const struct record *)ch->after)->at);
}

static enum rc
feasibility_asked(struct ctx *cx, struct change *ch)
{
	const struct feasibility *f = ch->after;
	struct audit *a;
	struct programme *p;
	enum rc rc = of_ref(cx, &audit_entity, f->audit, &a);

	if (!rc)
		rc = of_ref(cx, &programme_entity, a->programme, &p);
	return rc ? rc : follow_task(cx, ch, p->manager,
	    "Decide whether the audit is feasible", a->planned_from);
}

static const struct judge judges[] = {
	{ "R-5.5.3-01", r_5_5_3_01 },
	{ "R-5.5.3-03", r_5_5_3_03 },
	{ "R-6.2.1-01", r_6_2_1_01 },
	{ "R-6.2.2-02", r_6_2_2_02 },
	{ "R-6.2.2-03", r_6_2_2_03 },
	{ "R-6.2.2-05", r_6_2_2_05 },
	{ "R-6.2.3-03", r_6_2_3_03 },
	{ "R-6.2.3-06", r_6_2_3_06 },
	{ "R-6.3.1-02", r_6_3_1_02 },
	{ "access_constraint.assess", guard_assess },
	{ "access_constraint.decide", r_6_2_3_02 },
	{ "agreement.offer", has_text },
	{ "agreement.sign", guard_sign },
	{ "availability_declaration.declare", guard_declare },
	{ "contact_record.complete", guard_contact },
	{ "document.receive", guard_receive },
	{ "feasibility.submit", guard_submit },
	{ "remote_assessment.approve", guard_remote },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "access_constraint.create", managers_told },
	{ "access_constraint.decide", managers_told },
	{ "availability_declaration.ask_again", availability_asked },
	{ "availability_declaration.create", availability_asked },
	{ "feasibility.submit", feasibility_asked },
	{ NULL, NULL }
};

const struct domain_part initiation_part = { "initiation", judges, NULL,
	effects };
