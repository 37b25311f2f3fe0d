/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* communication.c - 6.4.4: who must be told, by which way, in an audit. */
#include "domain.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/meeting.h"
#include "model/team.h"

/* The leader by his confirmed assignment, or by his duty in the team. */
static enum rc
leader_of(struct ctx *cx, const struct audit *a, int64_t *out)
{
	struct list l;
	enum rc rc = store_of(cx, &team_assignment_entity, "audit",
	    a->rec.id, &l);

	*out = a->leader;
	for (size_t i = 0; !rc && i < l.n && !*out; i++) {
		const struct team_assignment *t = l.rec[i];

		if (t->duty == TEAM_DUTY_LEADER &&
		    t->state != ASSIGNMENT_STATE_REPLACED)
			*out = t->person;
	}
	return rc;
}

static enum rc
r_6_4_4_02(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;
	struct audit *a;
	int64_t leader;
	enum rc rc;

	if (c->kind != COMMUNICATION_KIND_OUT_OF_SCOPE || !c->audit)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, c->audit, &a);
	if (!rc)
		rc = leader_of(cx, a, &leader);
	if (rc || c->sender == leader ||
	    (c->recipients.n == 1 && c->recipients.id[0] == leader))
		return rc;
	return refuse(cx, "R-6.4.4-02", "recipients",
	    "a concern outside the scope goes to the team leader alone",
	    "Send it to the leader, who decides whom to tell.");
}

static enum rc
r_6_4_4_01(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;
	struct audit *a;
	int64_t leader;
	enum rc rc;

	if (c->kind != COMMUNICATION_KIND_URGENT_RISK || !c->audit)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, c->audit, &a);
	if (!rc)
		rc = leader_of(cx, a, &leader);
	if (rc || c->sender != leader || !a->representative ||
	    refs_have(c->recipients, a->representative))
		return rc;
	return refuse(cx, "R-6.4.4-01", "recipients",
	    "the auditee's representative is not told of the urgent risk",
	    "Add the representative to the recipients.");
}

static enum rc
r_6_4_4_05(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;

	if (c->kind != COMMUNICATION_KIND_URGENT_RISK ||
	    c->class >= CLASS_CONFIDENTIAL)
		return RC_OK;
	return refuse(cx, "R-6.4.4-05", "class",
	    "an urgent notice about an open weakness is at least "
	    "confidential", "Raise the class.");
}

/* What somebody of the team noticed goes by the leader. */
static enum rc
r_6_4_7_07(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;
	struct audit *a;
	int64_t leader;
	enum rc rc;

	if (ch->entity != &communication_entity || !c->audit ||
	    c->kind != COMMUNICATION_KIND_URGENT_RISK ||
	    !(ch->who & (AUD | AIT | TEX)) || ch->who & ATL)
		return RC_OK;
	rc = of_ref(cx, &audit_entity, c->audit, &a);
	if (!rc)
		rc = leader_of(cx, a, &leader);
	if (rc || !leader || refs_have(c->recipients, leader))
		return rc;
	return refuse(cx, "R-6.4.7-07", "recipients",
	    "the team leader is not told of the risk that was noticed",
	    "Add the leader to the recipients.");
}

static enum rc
guard_send(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;

	if (c->channel != CONTACT_CHANNEL_MAIL ||
	    c->class < CLASS_CONFIDENTIAL)
		return RC_OK;
	return refuse(cx, "communication.send", "channel",
	    arena_fmt(cx->arena, "%s is too confidential for open mail",
	    c->rec.code), "Send it by the system or encrypted.");
}

static enum rc
recipients_told(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && i < c->recipients.n; i++)
		rc = follow_notice(cx, ch, c->recipients.id[i], "message");
	return rc;
}

static enum rc
guard_acknowledge(struct ctx *cx, struct change *ch)
{
	const struct communication *c = ch->after;

	if (!cx->account || refs_have(c->recipients, cx->person))
		return RC_OK;
	return refuse(cx, "communication.acknowledge", NULL,
	    arena_fmt(cx->arena, "%s was sent to somebody else",
	    c->rec.code), "Only a recipient acknowledges it.");
}

static const struct judge judges[] = {
	{ "R-6.4.4-01", r_6_4_4_01 },
	{ "R-6.4.4-02", r_6_4_4_02 },
	{ "R-6.4.4-05", r_6_4_4_05 },
	{ "R-6.4.7-07", r_6_4_7_07 },
	{ "communication.acknowledge", guard_acknowledge },
	{ "communication.send", guard_send },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "communication.send", recipients_told },
	{ NULL, NULL }
};

const struct domain_part communication_part = { "communication", judges, NULL,
	effects };
