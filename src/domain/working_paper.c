/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * working_paper.c - checklists from their first question to their lock.
 *
 * The state of a paper follows from those of its items; nobody sets it.
 */
#include "domain.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/criteria.h"
#include "model/plan.h"
#include "model/programme.h"
#include "model/record_keeping.h"
#include "model/team.h"
#include "model/working_paper.h"

/* --- the state of a paper ----------------------------------------------------------- */

static bool
settled(int64_t s)
{
	return s == CHECKLIST_STATE_NOT_APPLICABLE ||
	    s == CHECKLIST_STATE_NOT_COVERED;
}

static bool
reviewed(int64_t s)
{
	return s == CHECKLIST_STATE_REVIEWED || s == CHECKLIST_STATE_LOCKED ||
	    settled(s);
}

struct tally { size_t n, begun, done, reviewed, returned; };

static struct tally
tally_of(const struct list *l)
{
	struct tally t = { .n = l->n };

	for (size_t i = 0; i < l->n; i++) {
		int64_t s = ((struct checklist_item *)l->rec[i])->state;

		t.begun += s != CHECKLIST_STATE_NOT_STARTED;
		t.done += s == CHECKLIST_STATE_DONE || reviewed(s);
		t.reviewed += reviewed(s);
		t.returned += s == CHECKLIST_STATE_RETURNED;
	}
	return t;
}

/* The verb that brings the paper nearer to what its items say, or NULL. */
static const char *
next_verb(int64_t state, const struct tally *t)
{
	switch (state) {
	case PAPER_STATE_NOT_STARTED:
		return t->begun ? "working_paper.start" : NULL;
	case PAPER_STATE_IN_PROGRESS:
		return t->n && t->done == t->n ? "working_paper.finish" : NULL;
	case PAPER_STATE_DONE:
		if (t->returned)
			return "working_paper.return";
		return t->reviewed == t->n ? "working_paper.review" : NULL;
	case PAPER_STATE_RETURNED:
		return t->returned ? NULL : "working_paper.start";
	case PAPER_STATE_REVIEWED:
		return t->reviewed < t->n ? "working_paper.extend" : NULL;
	default:
		return NULL;
	}
}

static enum rc
paper_follows(struct ctx *cx, struct change *ch)
{
	const struct checklist_item *i = ch->after;
	struct list l;
	struct tally t;
	enum rc rc = store_of(cx, &checklist_item_entity, "paper", i->paper,
	    &l);

	if (rc)
		return rc;
	t = tally_of(&l);
	for (int steps = 0; !rc && steps < 4; steps++) {
		struct working_paper *w;
		const char *verb;

		rc = of_ref(cx, &working_paper_entity, i->paper, &w);
		verb = rc ? NULL : next_verb(w->state, &t);
		if (!verb)
			break;
		rc = follow(cx, verb, i->paper, NO_PAIRS, NULL);
	}
	return rc;
}

enum rc
papers_lock(struct ctx *cx, int64_t audit)
{
	struct list l;
	enum rc rc = store_of(cx, &working_paper_entity, "audit", audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct working_paper *w = l.rec[i];

		if (w->state == PAPER_STATE_REVIEWED)
			rc = follow(cx, "working_paper.lock", w->rec.id,
			    NO_PAIRS, NULL);
	}
	if (!rc)
		rc = store_of(cx, &checklist_item_entity, "at", audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct checklist_item *c = l.rec[i];

		if (c->state == CHECKLIST_STATE_REVIEWED)
			rc = follow(cx, "checklist_item.lock", c->rec.id,
			    NO_PAIRS, NULL);
	}
	return rc;
}

/* --- items --------------------------------------------------------------------------- */

static enum rc
r_6_3_4_01(struct ctx *cx, struct change *ch)
{
	const struct checklist_item *i = ch->after;
	struct working_paper *w;
	enum rc rc = of_ref(cx, &working_paper_entity, i->paper, &w);

	if (rc || w->state != PAPER_STATE_LOCKED)
		return rc;
	return refuse(cx, "R-6.3.4-01", "paper", arena_fmt(cx->arena,
	    "%s is locked", w->rec.code),
	    "Papers take new items until the audit enters reporting.");
}

static enum rc
r_6_3_4_04(struct ctx *cx, struct change *ch)
{
	const struct checklist_item *i = ch->after;
	struct guidance_item *g;
	enum rc rc = of_ref(cx, &guidance_item_entity, i->guidance, &g);

	if (rc || !g)
		return rc;
	return refuse(cx, "R-6.3.4-04", "guidance", arena_fmt(cx->arena,
	    "the item keeps its link to the guidance on clause %s",
	    g->clause_2022), "Nothing to do.");
}

/* Papers of an audit that is not over are kept. */
static enum rc
r_6_3_4_03(struct ctx *cx, struct change *ch)
{
	const struct disposal_record *d = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, d->audit, &a);

	if (rc || !a || (a->state >= AUDIT_STATE_COMPLETED &&
	    a->state != AUDIT_STATE_POSTPONED))
		return rc;
	return refuse(cx, "R-6.3.4-03", "audit", arena_fmt(cx->arena,
	    "%s is not completed, and its records are kept until then",
	    a->rec.code), "Complete the audit first.");
}

static enum rc
guard_finish(struct ctx *cx, struct change *ch)
{
	const struct checklist_item *i = ch->after;
	bool judged = i->verdict == VERDICT_CONFORM ||
	    i->verdict == VERDICT_NONCONFORM || i->verdict == VERDICT_PARTLY;

	if (!i->verdict)
		return refuse(cx, "checklist_item.finish", "verdict",
		    arena_fmt(cx->arena, "%s has no verdict", i->rec.code),
		    "Choose one; \"not assessed\" is a verdict too.");
	if (!judged || i->evidence.n)
		return RC_OK;
	return refuse(cx, "checklist_item.finish", "evidence",
	    arena_fmt(cx->arena, "%s has a verdict and no evidence",
	    i->rec.code), "Link the evidence that it rests on.");
}

static enum rc
paper_of(struct ctx *cx, const struct checklist_item *i,
    struct working_paper **w, struct audit **a)
{
	enum rc rc = of_ref(cx, &working_paper_entity, i->paper, w);

	return rc ? rc : of_ref(cx, &audit_entity, (*w)->audit, a);
}

static enum rc
guard_review(struct ctx *cx, struct change *ch)
{
	const struct checklist_item *i = ch->after;
	struct working_paper *w;
	struct audit *a;
	enum rc rc = paper_of(cx, i, &w, &a);

	if (rc || !cx->account)
		return rc;
	if (a->single_auditor && !w->self_review_done)
		return refuse(cx, "checklist_item.review", NULL,
		    arena_fmt(cx->arena, "%s has no finished list of "
		    "self-review", w->rec.code),
		    "Tick self-review on the working paper first.");
	if (a->single_auditor || w->owner != cx->person)
		return RC_OK;
	return refuse(cx, "checklist_item.review", NULL, arena_fmt(cx->arena,
	    "whoever owns %s cannot review it", w->rec.code),
	    "Ask the reviewer or another member of the team.");
}

static enum rc
guard_sign_off(struct ctx *cx, struct change *ch)
{
	const struct checklist_item *i = ch->after;
	struct working_paper *w;
	struct list l;
	enum rc rc = of_ref(cx, &working_paper_entity, i->paper, &w);

	if (!rc)
		rc = store_of(cx, &team_assignment_entity, "audit", w->audit,
		    &l);
	if (rc || !cx->account || ch->who & ATL)
		return rc;
	for (size_t k = 0; k < l.n; k++) {
		const struct team_assignment *t = l.rec[k];

		if (t->person == w->owner && t->mentor == cx->person &&
		    t->state != ASSIGNMENT_STATE_REPLACED)
			return RC_OK;
	}
	return refuse(cx, "checklist_item.sign_off", NULL,
	    arena_fmt(cx->arena, "%s is signed off by the mentor of its "
	    "writer", i->rec.code), "Ask the mentor.");
}

static enum rc
guard_lock(struct ctx *cx, struct change *ch)
{
	const struct checklist_item *i = ch->after;
	struct working_paper *w;
	struct audit *a;
	enum rc rc = paper_of(cx, i, &w, &a);

	if (rc || a->state >= AUDIT_STATE_REPORTING)
		return rc;
	return refuse(cx, "checklist_item.lock", NULL, arena_fmt(cx->arena,
	    "%s is not in reporting", a->rec.code),
	    "Items are locked when the audit enters reporting.");
}

/* --- notes of the document review ----------------------------------------------------------- */

static enum rc
guard_settle(struct ctx *cx, struct change *ch)
{
	const struct document_review_note *n = ch->after;

	if (n->carry_to || n->result == DOCUMENT_REVIEW_RESULT_ADEQUATE)
		return RC_OK;
	return refuse(cx, "document_review_note.settle", "carry_to",
	    arena_fmt(cx->arena, "%s goes nowhere", n->rec.code),
	    "Say where it is carried on, or that nothing is to be done.");
}

/* --- taken along ---------------------------------------------------------------------------- */

static enum rc
offline_life(struct ctx *cx, const struct offline_package *o, int64_t *days)
{
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, o->audit, &a);

	return rc ? rc : setting_get(cx, "offline_days", o->audit,
	    a->programme, days);
}

static enum rc
package_begins(struct ctx *cx, struct change *ch)
{
	struct offline_package *o = ch->after;
	int64_t days;
	enum rc rc = o->expires_on ? RC_OK : offline_life(cx, o, &days);

	if (!rc && !o->expires_on)
		o->expires_on = cx->today + days;
	return rc;
}

static enum rc
r_6_3_4_02(struct ctx *cx, struct change *ch)
{
	const struct offline_package *o = ch->after;
	int64_t days;
	enum rc rc = offline_life(cx, o, &days);

	if (rc || o->state != OFFLINE_STATE_ISSUED)
		return rc;
	if (o->expires_on < cx->today || o->expires_on > cx->today + days)
		return refuse(cx, "R-6.3.4-02", "expires_on",
		    arena_fmt(cx->arena, "an offline package lives for at "
		    "most %lld days", (long long)days),
		    "Choose an earlier day, not in the past.");
	return RC_OK;
}

static enum rc
package_lost(struct ctx *cx, struct change *ch)
{
	const struct offline_package *o = ch->after;
	struct programme *g;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, o->audit, &a);

	if (!rc)
		rc = of_ref(cx, &programme_entity, a->programme, &g);
	return rc || !g ? rc : follow_notice(cx, ch, g->manager,
	    "escalation");
}

/* --- the lists --------------------------------------------------------------------------------- */

static const struct judge prepares[] = {
	{ "offline_package.create", package_begins },
	{ NULL, NULL }
};

static const struct judge judges[] = {
	{ "R-6.3.4-01", r_6_3_4_01 },
	{ "R-6.3.4-02", r_6_3_4_02 },
	{ "R-6.3.4-03", r_6_3_4_03 },
	{ "R-6.3.4-04", r_6_3_4_04 },
	{ "checklist_item.finish", guard_finish },
	{ "checklist_item.lock", guard_lock },
	{ "checklist_item.review", guard_review },
	{ "checklist_item.sign_off", guard_sign_off },
	{ "document_review_note.settle", guard_settle },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "checklist_item.confirm", paper_follows },
	{ "checklist_item.create", paper_follows },
	{ "checklist_item.finish", paper_follows },
	{ "checklist_item.leave_out", paper_follows },
	{ "checklist_item.reopen", paper_follows },
	{ "checklist_item.return", paper_follows },
	{ "checklist_item.review", paper_follows },
	{ "checklist_item.set_aside", paper_follows },
	{ "checklist_item.start", paper_follows },
	{ "offline_package.lose", package_lost },
	{ NULL, NULL }
};

const struct domain_part working_paper_part = { "working_paper", judges,
	prepares, effects };
