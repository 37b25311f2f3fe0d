/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* completion.c - 6.6: the end of an audit, its lessons, and disclosure. */
#include "follow_up.h"

#include "demand.h"
#include "model/audit.h"
#include "model/completion.h"
#include "model/entities.h"
#include "model/meeting.h"
#include "model/monitoring.h"
#include "model/plan.h"
#include "model/programme.h"
#include "model/report.h"
#include "model/team.h"
#include "model/working_paper.h"

/* --- what must be settled ------------------------------------------------------ */

static int64_t
audit_of(const struct change *ch)
{
	return ((const struct record *)ch->after)->at;
}

static enum rc
r_6_6_01(struct ctx *cx, struct change *ch)
{
	static const struct demand issued[] = {
		{ "R-6.6-01", &report_entity, "audit", WANT_SOME,
		  IN(REPORT_STATE_ISSUED), "no report of the audit is issued",
		  "Approve and issue the report.", NULL, 0 },
	};

	return demand_met(cx, issued, NELEMS(issued), "R-6.6-01",
	    audit_of(ch));
}

/* What was looked at but not copied was seen in a session that is over. */
static enum rc
views_settled(struct ctx *cx, int64_t audit)
{
	struct list l;
	enum rc rc = store_of(cx, &access_entry_entity, "audit", audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct access_entry *v = l.rec[i];
		const struct plan_session *s;

		rc = of_ref(cx, &plan_session_entity, v->session, &s);
		if (!rc && s && s->state == SESSION_STATE_PLANNED)
			return refuse(cx, "R-6.6-02", NULL, arena_fmt(
			    cx->arena, "%s, in which %s was seen, is not "
			    "over", s->rec.code, v->rec.code), "Say whether "
			    "the session was held.");
	}
	return rc;
}

static enum rc
r_6_6_02(struct ctx *cx, struct change *ch)
{
	static const struct demand settled[] = {
		{ "R-6.6-02", &offline_package_entity, "audit", WANT_NONE,
		  IN(OFFLINE_STATE_ISSUED), "is neither returned nor wiped",
		  "Let its holder return or wipe it, or report it lost.",
		  NULL, 0 },
	};
	enum rc rc = demand_met(cx, settled, NELEMS(settled), "R-6.6-02",
	    audit_of(ch));

	return rc ? rc : views_settled(cx, audit_of(ch));
}

static enum rc
r_6_6_05(struct ctx *cx, struct change *ch)
{
	const struct completion *c = ch->after;
	struct list l;
	enum rc rc = store_of(cx, &lesson_learned_entity, "audit", c->audit,
	    &l);

	if (rc || l.n || !blank(c->no_lessons_reason))
		return rc;
	return refuse(cx, "R-6.6-05", "no_lessons_reason", "no lesson of the "
	    "audit is recorded", "Write down what the next team should know, "
	    "or say why there is nothing.");
}

static enum rc
guard_finish(struct ctx *cx, struct change *ch)
{
	const struct completion *c = ch->after;

	for (const struct choice *t = completion_topic_choices; t->name; t++)
		if (!(c->topics_done >> (t->value - 1) & 1) &&
		    blank(c->exceptions))
			return refuse(cx, ch->command, "topics_done",
			    arena_fmt(cx->arena, "%s leaves \"%s\" open",
			    c->rec.code, t->label), "Do it, or say under "
			    "exceptions why it is not done.");
	return RC_OK;
}

static enum rc
guard_reopen(struct ctx *cx, struct change *ch)
{
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, audit_of(ch), &a);

	if (rc || a->state < AUDIT_STATE_COMPLETED)
		return rc;
	return refuse(cx, ch->command, NULL, arena_fmt(cx->arena, "%s is "
	    "completed already", a->rec.code), "Note what came later in the "
	    "review of the results.");
}

/* --- disclosure ------------------------------------------------------------------- */

static enum rc
not_allowed(struct ctx *cx, const char *field, const char *code,
    const char *who)
{
	return refuse(cx, "R-6.6-03", field, arena_fmt(cx->arena, "the %s has "
	    "not agreed to %s", who, code), "Ask for the answer, reject the "
	    "request, or name the law that demands it.");
}

/* Both must agree, unless a law demands it. */
static enum rc
r_6_6_03(struct ctx *cx, struct change *ch)
{
	const struct disclosure_request *d = ch->after;

	if (d->decision != DECISION_APPROVE || !blank(d->legal_basis))
		return RC_OK;
	if (d->client_answer != ANSWER_YES)
		return not_allowed(cx, "client_answer", d->rec.code, "client");
	if (d->audit && d->auditee_answer != ANSWER_YES)
		return not_allowed(cx, "auditee_answer", d->rec.code,
		    "auditee");
	return RC_OK;
}

static enum rc
guard_decide(struct ctx *cx, struct change *ch)
{
	const struct disclosure_request *d = ch->after, *before = ch->before;

	if (!d->decision)
		return refuse(cx, ch->command, "decision", arena_fmt(cx->arena,
		    "%s has no decision", d->rec.code), "Approve or reject "
		    "it.");
	if (before->state != DISCLOSURE_STATE_RECEIVED ||
	    !blank(d->legal_basis))
		return RC_OK;
	return refuse(cx, ch->command, "legal_basis", arena_fmt(cx->arena,
	    "client and auditee were not asked about %s", d->rec.code),
	    "Ask them; only where a law forbids it can this be left out.");
}

static enum rc
disclosure_asked(struct ctx *cx, struct change *ch)
{
	const struct disclosure_request *d = ch->after;
	struct audit *a;
	struct programme *p;
	enum rc rc = audit_programme(cx, d->audit, &a, &p);

	if (!rc && !p)
		rc = of_ref(cx, &programme_entity, d->programme, &p);
	if (!rc)
		rc = follow_task(cx, ch, p->client_person,
		    "Answer a request for disclosure", 0);
	if (!rc && a && a->representative != p->client_person)
		rc = follow_task(cx, ch, a->representative,
		    "Answer a request for disclosure", 0);
	return rc;
}

/* --- feedback -------------------------------------------------------------------------- */

static enum rc
guard_feedback(struct ctx *cx, struct change *ch)
{
	const struct feedback *f = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, f->audit, &a);

	if (rc || a->state == AUDIT_STATE_COMPLETED ||
	    a->state == AUDIT_STATE_CLOSED)
		return rc;
	return refuse(cx, ch->command, "audit", arena_fmt(cx->arena, "%s is "
	    "not completed", a->rec.code), "Ask for feedback once it is.");
}

static enum rc
feedback_asked(struct ctx *cx, struct change *ch)
{
	const struct feedback *f = ch->after;

	return follow_notice(cx, ch, f->asked, "task");
}

static enum rc
ask(struct ctx *cx, const struct audit *a, int64_t person, const char *side,
    const char *about)
{
	if (!person)
		return RC_OK;
	return follow(cx, "feedback.create", 0, PAIRS(
	    { "audit", number_text(cx, a->rec.id) },
	    { "asked", number_text(cx, person) }, { "side", side },
	    { "about", about }), NULL);
}

/* Those of the team who can answer besides the leader. */
static enum rc
ask_team(struct ctx *cx, const struct audit *a)
{
	struct list l;
	enum rc rc = store_of(cx, &team_assignment_entity, "audit", a->rec.id,
	    &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct team_assignment *t = l.rec[i];

		if (t->state != ASSIGNMENT_STATE_CONFIRMED ||
		    t->person == a->leader)
			continue;
		if (t->duty == TEAM_DUTY_EXPERT)
			rc = ask(cx, a, t->person, "expert", "process");
		else if (t->duty == TEAM_DUTY_AUDITOR)
			rc = ask(cx, a, t->person, "auditor", "process");
	}
	return rc;
}

/* Each side is asked how it went. */
static enum rc
audit_completed(struct ctx *cx, struct change *ch)
{
	struct audit *a;
	struct programme *p;
	enum rc rc = audit_programme(cx, audit_of(ch), &a, &p);

	if (!rc)
		rc = ask(cx, a, p->client_person, "client", "process");
	if (!rc)
		rc = ask(cx, a, a->representative, "auditee", "team");
	if (!rc)
		rc = ask(cx, a, a->leader, "leader", "process");
	return rc ? rc : ask_team(cx, a);
}

static const struct judge judges[] = {
	{ "R-6.6-01", r_6_6_01 },
	{ "R-6.6-02", r_6_6_02 },
	{ "R-6.6-03", r_6_6_03 },
	{ "R-6.6-05", r_6_6_05 },
	{ "completion.finish", guard_finish },
	{ "completion.reopen", guard_reopen },
	{ "disclosure_request.decide", guard_decide },
	{ "feedback.create", guard_feedback },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "audit.complete", audit_completed },
	{ "disclosure_request.ask", disclosure_asked },
	{ "feedback.create", feedback_asked },
	{ NULL, NULL }
};

const struct domain_part completion_part = { "completion", judges, NULL,
	effects };
