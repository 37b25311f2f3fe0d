/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * evidence_rules.c - 6.4.5, 6.4.7, 5.4.4 and the need to know: what may be
 * taken as evidence and how it may be held.
 */
#include "plan_rules.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/evidence.h"
#include "model/extent.h"
#include "model/initiation.h"
#include "model/meeting.h"
#include "model/people.h"
#include "model/plan.h"
#include "model/working_paper.h"

#include <string.h>

#define BIT(choice) ((int64_t)1 << ((choice) - 1))
#define NO_COPY (BIT(HANDLING_SITE_ONLY) | BIT(HANDLING_VIEW_ONLY))

/* --- tools ------------------------------------------------------------------------ */

static enum rc
tool_approved(struct ctx *cx, int64_t id, int64_t class)
{
	struct tool *t;
	enum rc rc = of_ref(cx, &tool_entity, id, &t);

	if (rc || !t || class < CLASS_CONFIDENTIAL ||
	    t->approved_for >= class)
		return rc;
	return refuse(cx, "R-5.4.4-04", "tool", arena_fmt(cx->arena,
	    "%s is not approved for %s information", t->name,
	    choice_find(class_choices, class)->name),
	    "Use another tool, or give a reason for going on.");
}

static enum rc
r_5_4_4_04(struct ctx *cx, struct change *ch)
{
	const struct method_choice *m = ch->after;
	const struct evidence *e = ch->after;
	struct audit *a;
	enum rc rc;

	if (ch->entity == &evidence_entity)
		return tool_approved(cx, e->tool, e->class);
	rc = of_ref(cx, &audit_entity, m->audit, &a);
	for (size_t i = 0; !rc && i < m->tools.n; i++)
		rc = tool_approved(cx, m->tools.id[i], a->class);
	return rc;
}

/* --- view only, on site only -------------------------------------------------------- */

static enum rc
no_copy(struct ctx *cx, const char *rule, int64_t handling, int64_t held,
    int64_t file)
{
	bool bound = handling & NO_COPY || held == HELD_VIEW_ONLY;

	if (!bound || (!file && held != HELD_COPY))
		return RC_OK;
	return refuse(cx, rule, file ? "file" : "held",
	    "what may only be viewed, or only on site, leaves no copy",
	    "Describe it with its identifiers, date and place instead, and "
	    "hold it as view only.");
}

static enum rc
entry_without_copy(struct ctx *cx, const struct access_entry *a)
{
	struct access_constraint *c;
	enum rc rc = of_ref(cx, &access_constraint_entity,
	    a->constraint_under, &c);

	if (rc || !c || a->copies == UNSET || !a->copies ||
	    c->form == ACCESS_FORM_FULL || c->form == ACCESS_FORM_REDACTED)
		return rc;
	return refuse(cx, "R-6.4.5-02", "copies", arena_fmt(cx->arena,
	    "%s allows no copy", c->rec.code),
	    "Describe what was seen and take no copy.");
}

static enum rc
r_6_4_5_02(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;
	const struct document *d = ch->after;

	if (ch->entity == &access_entry_entity)
		return entry_without_copy(cx, ch->after);
	if (ch->entity == &document_entity)
		return no_copy(cx, "R-6.4.5-02", d->handling, d->held,
		    d->file);
	return no_copy(cx, "R-6.4.5-02", e->handling, e->held, e->file);
}

static enum rc
package_allowed(struct ctx *cx, const struct offline_package *o)
{
	for (size_t i = 0; i < o->papers.n; i++) {
		struct working_paper *w;
		enum rc rc = of_ref(cx, &working_paper_entity,
		    o->papers.id[i], &w);

		if (rc)
			return rc;
		if (!w || !(w->handling &
		    (NO_COPY | BIT(HANDLING_NO_EXPORT))))
			continue;
		return refuse(cx, "N-10", "papers", arena_fmt(cx->arena,
		    "%s may not be taken along", w->rec.code),
		    "Leave it out; its handling forbids copies.");
	}
	return RC_OK;
}

static enum rc
n_10(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;
	const struct document *d = ch->after;

	if (ch->entity == &offline_package_entity)
		return package_allowed(cx, ch->after);
	if (ch->entity == &evidence_entity && e->file)
		return no_copy(cx, "N-10", e->handling, e->held, e->file);
	if (ch->entity == &document_entity && d->file)
		return no_copy(cx, "N-10", d->handling, d->held, d->file);
	return RC_OK;
}

/* --- what the agreement permits --------------------------------------------------------- */

static bool
in_force(const struct ctx *cx, const struct agreement *g)
{
	return g->state == AGREEMENT_STATE_SIGNED &&
	    (!g->valid_until || g->valid_until >= cx->today);
}

/* The highest class that a signed agreement of this record covers. */
static enum rc
class_agreed(struct ctx *cx, const char *field, int64_t id, int64_t *most)
{
	struct list l;
	enum rc rc = store_of(cx, &agreement_entity, field, id, &l);

	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct agreement *g = l.rec[i];

		if (in_force(cx, g) && g->kind != AGREEMENT_KIND_OBSERVER &&
		    g->class_max > *most)
			*most = g->class_max;
	}
	return rc;
}

static enum rc
agreed_for(struct ctx *cx, const struct audit *a, int64_t *most)
{
	enum rc rc = class_agreed(cx, "audit", a->rec.id, most);

	if (!rc)
		rc = class_agreed(cx, "programme", a->programme, most);
	return rc ? rc : class_agreed(cx, "organization", a->auditee, most);
}

static enum rc
copy_agreed(struct ctx *cx, int64_t audit, int64_t class)
{
	int64_t most = CLASS_INTERNAL;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, audit, &a);

	if (!rc && a)
		rc = agreed_for(cx, a, &most);
	if (rc || !a || class <= most)
		return rc;
	return refuse(cx, "R-6.4.7-08", "class", arena_fmt(cx->arena,
	    "no signed agreement covers %s information of %s",
	    choice_find(class_choices, class)->name, a->rec.code),
	    "Hold it as a reference, or let an agreement be signed that "
	    "covers the class.");
}

static enum rc
r_6_4_7_08(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;
	const struct document *d = ch->after;

	if (ch->entity == &evidence_entity)
		return e->file || e->held == HELD_COPY
		    ? copy_agreed(cx, e->audit, e->class) : RC_OK;
	if (ch->entity == &document_entity)
		return d->file ? copy_agreed(cx, d->audit, d->class) : RC_OK;
	return RC_OK;
}

/* --- certainty ----------------------------------------------------------------------------- */

static enum rc
r_6_4_7_02(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;

	if (e->degree != LEVEL_LOW || !text_blank(e->judgement_note))
		return RC_OK;
	return refuse(cx, "R-6.4.7-02", "judgement_note",
	    "evidence of a low degree of certainty has no note of judgement",
	    "Say why it is used all the same.");
}

static bool
is_sealed(int64_t state)
{
	return state == EVIDENCE_STATE_SEALED ||
	    state == EVIDENCE_STATE_ON_HOLD ||
	    state == EVIDENCE_STATE_DISPOSED;
}

static enum rc
r_6_4_7_03(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after, *was = ch->before;
	struct evidence *old;
	enum rc rc;

	if (was && is_sealed(was->state) && !ch->step)
		return refuse(cx, "R-6.4.7-03", NULL, arena_fmt(cx->arena,
		    "%s is sealed", e->rec.code),
		    "Enter a new item that corrects it (corrects).");
	rc = of_ref(cx, &evidence_entity, e->corrects, &old);
	if (rc || !old || was || old->audit == e->audit)
		return rc;
	return refuse(cx, "R-6.4.7-03", "corrects", arena_fmt(cx->arena,
	    "%s belongs to another audit", old->rec.code),
	    "Correct an item of the same audit.");
}

/* --- people ---------------------------------------------------------------------------------- */

enum rc
names_nobody(struct ctx *cx, const char *rule, int64_t interview,
    const char *code, const struct text *texts, size_t n)
{
	struct list l;
	enum rc rc = store_of(cx, &interviewee_entity, "interview", interview,
	    &l);

	for (size_t i = 0; !rc && i < l.n * n; i++) {
		const struct interviewee *who = l.rec[i / n];
		const struct text *t = &texts[i % n];
		const char *name = who->name;
		struct person *p;

		rc = of_ref(cx, &person_entity, who->person, &p);
		if (!rc && p)
			name = p->name;
		if (rc || text_blank(name) || !t->is || !strstr(t->is, name))
			continue;
		return refuse(cx, rule, t->field, arena_fmt(cx->arena,
		    "%s holds the name of the person", code),
		    "Write the position; the name has a record of its own.");
	}
	return rc;
}

/* Who was interviewed is named by position alone. */
static enum rc
r_6_4_7_05(struct ctx *cx, struct change *ch)
{
	const struct interview *v = ch->after;
	const struct evidence *e = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity != &evidence_entity)
		return names_nobody(cx, "R-6.4.7-05", v->rec.id,
		    v->rec.code, (const struct text[]){
		    { "position", v->position }, { "notes", v->notes } }, 2);
	rc = e->session ? store_of(cx, &interview_entity, "session",
	    e->session, &l) : RC_OK;
	for (size_t i = 0; !rc && e->session && i < l.n; i++)
		rc = names_nobody(cx, "R-6.4.7-05",
		    ((struct record *)l.rec[i])->id, e->rec.code,
		    (const struct text[]){ { "source", e->source },
		    { "title", e->title },
		    { "description", e->description } }, 3);
	return rc;
}

static enum rc
guard_interviewee(struct ctx *cx, struct change *ch)
{
	const struct interviewee *p = ch->after;

	if (!p->person != text_blank(p->name))
		return RC_OK;
	return refuse(cx, "interviewee.create", "person",
	    "the interviewed person is either on the list or a name",
	    "Fill in one of the two.");
}

/* --- inside an accepted risk ---------------------------------------------------------------------- */

enum rc
evidence_under_risk(struct ctx *cx, const struct evidence *e)
{
	struct audit_risk *k;
	enum rc rc;

	if (e->method != COLLECT_METHOD_TECHNICAL_VERIFICATION &&
	    e->method != COLLECT_METHOD_AUTOMATED_TOOL)
		return RC_OK;
	rc = of_ref(cx, &audit_risk_entity, e->audit_risk, &k);
	if (rc || (k && k->auditee_accepted_at && k->leader_accepted_at &&
	    k->state != AUDIT_RISK_STATE_REJECTED))
		return rc;
	return refuse(cx, "R-6.4.7-06", "audit_risk", k
	    ? arena_fmt(cx->arena, "%s was not accepted by both sides",
	    k->rec.code) : "technical evidence names no accepted risk",
	    "Name the risk of the audit that leader and auditee accepted.");
}

static const struct judge judges[] = {
	{ "N-10", n_10 },
	{ "R-5.4.4-04", r_5_4_4_04 },
	{ "R-6.4.5-02", r_6_4_5_02 },
	{ "R-6.4.7-02", r_6_4_7_02 },
	{ "R-6.4.7-03", r_6_4_7_03 },
	{ "R-6.4.7-05", r_6_4_7_05 },
	{ "R-6.4.7-08", r_6_4_7_08 },
	{ "interviewee.create", guard_interviewee },
	{ NULL, NULL }
};

const struct domain_part evidence_rules_part = { "evidence_rules", judges,
	NULL, NULL };
