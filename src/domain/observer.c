/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* observer.c - 6.4.2: who is there without auditing: observers and guides. */
#include "domain.h"

#include "model/entities.h"
#include "model/initiation.h"
#include "model/meeting.h"
#include "model/plan.h"

#define BIT(choice) ((int64_t)1 << ((choice) - 1))

static enum rc
observer_consent(struct ctx *cx, struct change *ch)
{
	struct observer_approval *o = ch->after;

	if (ch->who & ATL) {
		o->leader_approved_by = cx->person;
		o->leader_approved_at = cx->now;
	}
	if (ch->who & ACL) {
		o->client_approved_by = cx->person;
		o->client_approved_at = cx->now;
	}
	if (ch->who & AUR) {
		o->auditee_approved_by = cx->person;
		o->auditee_approved_at = cx->now;
	}
	return RC_OK;
}

static enum rc
r_6_4_2_01(struct ctx *cx, struct change *ch)
{
	const struct observer_approval *o = ch->after;
	const char *who = !o->leader_approved_at ? "leader"
	    : !o->client_approved_at ? "client"
	    : !o->auditee_approved_at ? "auditee" : NULL;
	struct agreement *g;
	enum rc rc;

	if (who)
		return refuse(cx, "R-6.4.2-01", NULL, arena_fmt(cx->arena,
		    "the %s did not consent to %s", who, o->rec.code),
		    "Three consents are needed.");
	rc = of_ref(cx, &agreement_entity, o->undertaking, &g);
	if (rc || (g && g->state == AGREEMENT_STATE_SIGNED))
		return rc;
	return refuse(cx, "R-6.4.2-01", "undertaking", arena_fmt(cx->arena,
	    "%s has no signed undertaking of confidentiality", o->rec.code),
	    "Let the observer sign it, and link it.");
}

static enum rc
r_6_4_2_03(struct ctx *cx, struct change *ch)
{
	const struct observer_approval *o = ch->after;

	if (!text_blank(o->state_reason))
		return RC_OK;
	return refuse(cx, "R-6.4.2-03", "state_reason", arena_fmt(cx->arena,
	    "%s is removed without a reason", o->rec.code), "Say why.");
}

static enum rc
r_6_4_2_04(struct ctx *cx, struct change *ch)
{
	const struct guide_task *g = ch->after;
	struct plan_session *s;
	enum rc rc = of_ref(cx, &plan_session_entity, g->session, &s);

	if (rc || !g->owns_area || (s->kind != SESSION_KIND_INTERVIEW &&
	    !(s->methods & BIT(COLLECT_METHOD_INTERVIEW))))
		return rc;
	return refuse(cx, "R-6.4.2-04", "owns_area", arena_fmt(cx->arena,
	    "the guide of %s owns the area whose people are interviewed",
	    s->rec.code), "Ask for another guide, or give a reason for "
	    "going on.");
}

static const struct judge prepares[] = {
	{ "observer_approval.consent", observer_consent },
	{ NULL, NULL }
};

static const struct judge judges[] = {
	{ "R-6.4.2-01", r_6_4_2_01 },
	{ "R-6.4.2-03", r_6_4_2_03 },
	{ "R-6.4.2-04", r_6_4_2_04 },
	{ NULL, NULL }
};

const struct domain_part observer_part = { "observer", judges, prepares,
	NULL };
