/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* evidence.c - evidence, its custody and its seal: guards and effects. */
#include "domain.h"

#include "model/audit.h"
#include "model/evidence.h"
#include "model/team.h"

/* --- custody ------------------------------------------------------------------- */

static enum rc
custody(struct ctx *cx, int64_t evidence, const char *event, int64_t person)
{
	char at[TIME_LEN + 1];

	time_write(at, cx->now);
	return follow(cx, "custody_event.create", 0, PAIRS(
	    { "evidence", number_text(cx, evidence) }, { "event", event },
	    { "happened_at", at },
	    { "person", number_text(cx, person) }), NULL);
}

static enum rc
evidence_received(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;

	return custody(cx, e->rec.id, "received", e->collected_by);
}

static enum rc
guard_custody(struct ctx *cx, struct change *ch)
{
	const struct custody_event *c = ch->after;
	struct evidence *e;
	enum rc rc = of_ref(cx, &evidence_entity, c->evidence, &e);

	if (rc || c->event != CUSTODY_EVENT_DESTROYED || c->second_person ||
	    e->class < CLASS_CONFIDENTIAL)
		return rc;
	return refuse(cx, "custody_event.create", "second_person",
	    arena_fmt(cx->arena, "%s is destroyed by two persons",
	    e->rec.code), "Name the second person.");
}

/* --- verified, accepted ----------------------------------------------------------- */

static enum rc
trainee(struct ctx *cx, int64_t audit, int64_t person, bool *is,
    int64_t *mentor)
{
	struct list l;
	enum rc rc = store_of(cx, &team_assignment_entity, "audit", audit,
	    &l);

	*is = false;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct team_assignment *t = l.rec[i];

		if (t->person != person || t->duty != TEAM_DUTY_TRAINEE ||
		    t->state == ASSIGNMENT_STATE_REPLACED)
			continue;
		*is = true;
		*mentor = t->mentor;
	}
	return rc;
}

static enum rc
guard_verify(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;
	int64_t mentor = 0;
	bool is;
	enum rc rc;

	if (e->verification == EVIDENCE_VERIFICATION_NONE)
		return refuse(cx, "evidence.verify", "verification",
		    arena_fmt(cx->arena, "%s was verified in no way",
		    e->rec.code), "Say how it was verified, or accept it as "
		    "unverified with a note of judgement.");
	rc = trainee(cx, e->audit, e->collected_by, &is, &mentor);
	if (rc || !is || !cx->account || ch->who & ATL ||
	    cx->person == mentor)
		return rc;
	return refuse(cx, "evidence.verify", NULL, arena_fmt(cx->arena,
	    "%s was collected by an auditor in training", e->rec.code),
	    "Let the mentor or the leader verify it.");
}

static enum rc
guard_accept(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;

	if (!text_blank(e->judgement_note))
		return RC_OK;
	return refuse(cx, "evidence.accept", "judgement_note",
	    arena_fmt(cx->arena, "%s has no note of judgement",
	    e->rec.code), "Say why it may be used without verification.");
}

/* --- sealed ------------------------------------------------------------------------- */

static enum rc
guard_seal(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, e->audit, &a);

	if (rc || !cx->account || (a->state >= AUDIT_STATE_CONCLUDING &&
	    a->state <= AUDIT_STATE_CLOSED))
		return rc;
	return refuse(cx, "evidence.seal", NULL, arena_fmt(cx->arena,
	    "%s is sealed when the audit concludes", e->rec.code),
	    "Conclude the audit first.");
}

enum rc
evidence_seal_all(struct ctx *cx, int64_t audit)
{
	struct list l;
	enum rc rc = store_of(cx, &evidence_entity, "audit", audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct evidence *e = l.rec[i];

		if (e->state == EVIDENCE_STATE_VERIFIED ||
		    e->state == EVIDENCE_STATE_ACCEPTED_UNVERIFIED)
			rc = follow(cx, "evidence.seal", e->rec.id, NO_PAIRS,
			    NULL);
	}
	return rc;
}

static const struct judge judges[] = {
	{ "custody_event.create", guard_custody },
	{ "evidence.accept", guard_accept },
	{ "evidence.seal", guard_seal },
	{ "evidence.verify", guard_verify },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "evidence.create", evidence_received },
	{ NULL, NULL }
};

const struct domain_part evidence_part = { "evidence", judges, NULL,
	effects };
