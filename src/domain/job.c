/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * job.c - what the program looks for by itself: what is due, what is late,
 * what has run out, and the rules that hold without anybody doing anything.
 */
#include "job.h"

#include "follow_up.h"

#include "base/text.h"
#include "core/query.h"
#include "model/account.h"
#include "model/audit.h"
#include "model/competence.h"
#include "model/entities.h"
#include "model/follow_up.h"
#include "model/programme.h"
#include "model/system.h"

enum { HOUR = 3600, TASK_NOTICE = 3, ACTION_NOTICE = 7 };

static const char *
day_text(struct ctx *cx, int64_t day)
{
	char text[DATE_LEN + 1];

	day_write(text, day);
	return arena_str(cx->arena, text);
}

/* --- notices, once for a record -------------------------------------------------- */

static enum rc
was_told(struct turn *t, int64_t person, const char *kind,
    const struct record *r, bool *told)
{
	const char *id = number_text(t->cx, r->id);
	const struct pair filter[] = { { "kind", kind },
		{ "recipient", number_text(t->cx, person) },
		{ "subject_id.from", id }, { "subject_id.to", id } };
	struct query q = { .entity = &notification_entity, .filter = filter,
		.nfilters = NELEMS(filter), .limit = 1 };
	struct page p;
	enum rc rc = query_run(t->cx, &q, &p);

	*told = !rc && p.n;
	return rc;
}

static enum rc
tell(struct turn *t, const struct entity *e, const struct record *r,
    int64_t person, const char *kind)
{
	bool told = false;
	enum rc rc = person ? was_told(t, person, kind, r, &told) : RC_OK;

	if (rc || !person || told)
		return rc;
	return job_give(t, "notification.create", 0, r->id, PAIRS(
	    { "recipient", number_text(t->cx, person) }, { "kind", kind },
	    { "subject", e->name },
	    { "subject_id", number_text(t->cx, r->id) },
	    { "subject_code", r->code }));
}

/* --- reminders ----------------------------------------------------------------------- */

static enum rc
remind_of_task(struct turn *t, const struct entity *e, void *rec,
    const void *arg)
{
	const struct task *k = rec;

	(void)arg;
	return tell(t, e, &k->rec, k->owner, k->due < t->cx->today
	    ? "overdue" : "reminder");
}

static enum rc
remind_of_action(struct turn *t, const struct entity *e, void *rec,
    const void *arg)
{
	const struct action *a = rec;

	(void)arg;
	return tell(t, e, &a->rec, a->owner, action_days_late(t->cx, a)
	    ? "overdue" : "reminder");
}

static enum rc
run_reminders(struct turn *t)
{
	const struct pair tasks[] = { { "state", "open" },
		{ "due.from", "2000-01-01" },
		{ "due.to", day_text(t->cx, t->cx->today + TASK_NOTICE) } };
	const struct pair actions[] = { { "state", "accepted" },
		{ "state", "in_progress" }, { "due.from", "2000-01-01" },
		{ "due.to", day_text(t->cx, t->cx->today + ACTION_NOTICE) } };
	enum rc rc = job_each(t, &task_entity, tasks, NELEMS(tasks),
	    remind_of_task, NULL);

	return rc ? rc : job_each(t, &action_entity, actions,
	    NELEMS(actions), remind_of_action, NULL);
}

/* --- what has run out ----------------------------------------------------------------- */

/* The step that the program makes when a day or a moment has passed. */
static const struct ending {
	const struct entity *entity;
	const char *verb, *field;
} endings[] = {
	{ &access_grant_entity, "end", "valid_until" },
	{ &agreement_entity, "expire", "valid_until" },
	{ &competence_claim_entity, "expire", "valid_until" },
	{ &conduct_declaration_entity, "expire", "valid_until" },
	{ &interest_declaration_entity, "expire", "valid_until" },
	{ &role_grant_entity, "expire", "valid_until" },
};

static bool
has_run_out(const struct ctx *cx, const struct field *f, const void *rec)
{
	int64_t until = field_int(f, rec);

	return until && until < (f->kind == KIND_time ? cx->now : cx->today);
}

static enum rc
end_record(struct turn *t, const struct entity *e, void *rec, const void *arg)
{
	const struct ending *x = arg;
	const struct record *r = rec;

	if (!machine_step(e->machine, record_state(e, rec), x->verb) ||
	    !has_run_out(t->cx, field_find(e, x->field), rec))
		return RC_OK;
	return job_give(t, arena_fmt(t->cx->arena, "%s.%s", e->name, x->verb),
	    r->id, r->id, NO_PAIRS);
}

/* Keeps N-12: a grant ends with its last moment. */
static enum rc
run_endings(struct turn *t)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && i < NELEMS(endings); i++)
		rc = job_each(t, endings[i].entity, NULL, 0, end_record,
		    &endings[i]);
	return rc;
}

/* --- rules that hold by themselves ------------------------------------------------------ */

/* Rules of the moment "job": of which records, and who must know. */
enum who { TO_MANAGER, TO_CLIENT, TO_LEADER, TO_DECIDER };

static const struct watch {
	const char *rule;
	const struct entity *entity;
	enum who who;
} watches[] = {
	{ "R-5.3-03", &programme_risk_entity, TO_MANAGER },
	{ "R-5.6-02", &programme_change_entity, TO_MANAGER },
	{ "R-5.7-01", &programme_entity, TO_MANAGER },
	{ "R-6.3.4-02", &offline_package_entity, TO_LEADER },
	{ "R-6.7-06", &action_entity, TO_CLIENT },
	{ "R-7.6-01", &auditor_status_entity, TO_DECIDER },
};

static enum rc
addressee(struct ctx *cx, const struct record *r, enum who who, int64_t *out)
{
	struct audit *a = NULL;
	struct programme *p = NULL;
	enum rc rc = RC_OK;

	*out = 0;
	if (who == TO_DECIDER)
		*out = ((const struct auditor_status *)(const void *)r)->
		    decided_by;
	else if (r->at_kind == ANCHOR_AUDIT)
		rc = audit_programme(cx, r->at, &a, &p);
	else if (r->at_kind == ANCHOR_PROGRAMME)
		rc = of_ref(cx, &programme_entity, r->at, &p);
	if (rc || !p)
		return rc;
	if (who == TO_CLIENT)
		*out = p->client_person;
	else
		*out = who == TO_LEADER && a && a->leader ? a->leader
		    : p->manager;
	return RC_OK;
}

/* An open task of that rule for the record. */
static enum rc
is_asked(struct turn *t, const struct record *r, const char *rule, bool *yes)
{
	const char *id = number_text(t->cx, r->id);
	const struct pair filter[] = { { "state", "open" },
		{ "subject_id.from", id }, { "subject_id.to", id } };
	struct query q = { .entity = &task_entity, .filter = filter,
		.nfilters = NELEMS(filter), .limit = QUERY_MOST };
	struct page p;
	enum rc rc = query_run(t->cx, &q, &p);

	*yes = false;
	for (size_t i = 0; !rc && i < p.n; i++)
		*yes |= str_eq(((struct task *)p.rec[i])->note, rule);
	return rc;
}

/* Its anchor of that kind, or nothing. */
static const char *
place(struct ctx *cx, const struct record *r, int64_t kind)
{
	return r->at_kind == kind ? number_text(cx, r->at) : "";
}

static enum rc
ask(struct turn *t, const struct entity *e, const struct record *r,
    const struct watch *w, const char *text)
{
	int64_t person;
	bool asked;
	enum rc rc = is_asked(t, r, w->rule, &asked);

	if (!rc && !asked)
		rc = addressee(t->cx, r, w->who, &person);
	if (rc || asked || !person)
		return rc;
	rc = job_give(t, "task.create", 0, r->id, PAIRS(
	    { "title", text }, { "owner", number_text(t->cx, person) },
	    { "note", w->rule }, { "subject", e->name },
	    { "subject_id", number_text(t->cx, r->id) },
	    { "audit", place(t->cx, r, ANCHOR_AUDIT) },
	    { "programme", place(t->cx, r, ANCHOR_PROGRAMME) }));
	return rc ? rc : tell(t, e, r, person, "escalation");
}

static enum rc
watch_record(struct turn *t, const struct entity *e, void *rec,
    const void *arg)
{
	const struct watch *w = arg;
	struct ctx sys = ctx_system(t->cx);
	struct change ch = { .entity = e, .command = w->rule, .verb = "",
		.before = rec, .after = rec };
	judge_fn *judge = judge_named(t->cx->domain, w->rule);
	enum rc rc;

	if (!judge || (e->machine && machine_final(e->machine,
	    record_state(e, rec))))
		return RC_OK;
	rc = judge(&sys, &ch);
	if (rc == RC_RULE)
		return ask(t, e, rec, w, arena_str(t->cx->arena,
		    sys.err.text));
	if (rc)
		t->cx->err = sys.err;
	return rc;
}

static enum rc
run_watches(struct turn *t)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && i < NELEMS(watches); i++)
		rc = job_each(t, watches[i].entity, NULL, 0, watch_record,
		    &watches[i]);
	return rc;
}

const struct job muster_jobs[] = {
	{ "endings", HOUR, "End grants, agreements, declarations and claims "
	    "whose last day has passed", run_endings },
	{ "reminders", HOUR, "Remind of tasks and actions that are due soon, "
	    "or overdue", run_reminders },
	{ "watches", HOUR, "Look for what a rule asks without anybody doing "
	    "anything: late actions, reviews, risks, changes", run_watches },
	{ NULL, 0, NULL, NULL }
};
