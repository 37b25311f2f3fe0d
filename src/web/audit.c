/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* audit.c - one audit: where it stands, what is missing, and its tabs. */
#include "web/screen.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/finding.h"
#include "model/plan.h"
#include "model/working_paper.h"
#include "web/picture.h"

#include <inttypes.h>
#include <string.h>

struct tab { const char *path, *label, *record; };

static const struct tab tabs[] = {
	{ "", "Overview", NULL },
	{ "preparation", "Preparation", NULL },
	{ "planning", "Plan", "plan" },
	{ "fieldwork", "Fieldwork", "working_paper" },
	{ "findings", "Findings", "finding" },
	{ "evidence", "Evidence", "evidence" },
	{ "meetings", "Meetings", "meeting" },
	{ "actions", "Follow-up", "action" },
	{ "reports", "Report", "report" },
	{ "journal", "Journal", NULL },
};

void
audit_tabs(struct ask *ask, struct view *v, const char *code, const char *tab)
{
	struct arena *a = ask->cx->arena;

	view_fmt(v, "tabs_of", "Audit %s", code);
	for (size_t i = 0; i < NELEMS(tabs); i++) {
		const struct tab *t = &tabs[i];

		if (t->record && !may_see(ask, entity_find(t->record)))
			continue;
		page_tab(v, t->label, 0, *t->path
		    ? url_new(a, "/audit/%s/%s", code, t->path)
		    : url_new(a, "/audit/%s", code), str_eq(t->path, tab));
	}
}

/* The programme, then the audit itself. */
static enum rc
add_crumbs(struct record_page *p, const char *title)
{
	const struct audit *audit = p->seen.rec;
	const struct entity *e = entity_find("programme");
	const struct caption *c;
	enum rc rc = captions_load(p->ask, e, &audit->programme, 1);

	c = rc ? NULL : caption_of(p->ask, e, audit->programme);
	if (c)
		page_crumb(p->view, c->code, caption_url(p->ask, e, c));
	page_crumb(p->view, p->r->code, title ? record_url(p->ask, p->entity,
	    p->r) : NULL);
	if (title)
		page_crumb(p->view, title, NULL);
	return rc;
}

static void
add_facts(struct record_page *p)
{
	const struct audit *audit = p->seen.rec;
	const struct badge st = state_badge(p->entity, audit);

	page_fact_code(p->view, p->r->code);
	page_fact_state(p->view, &st);
	page_fact_day(p->view, "from", audit->planned_from);
	if (audit->planned_to)
		page_fact_day(p->view, "to", audit->planned_to);
	if (audit->leader)
		page_fact(p->view, arena_fmt(p->ask->cx->arena, "Leader: %s",
		    person_name(p->ask, audit->leader)), NULL);
	if (audit->state_reason && *audit->state_reason)
		page_fact(p->view, audit->state_reason, NULL);
}

enum rc
audit_frame(struct ask *ask, struct record_page *p, const char *title,
    const char *tab)
{
	enum rc rc = record_open(ask, &audit_entity, p);

	if (rc)
		return rc;
	p->view = frame_page(ask, record_title(ask, p->entity, p->seen.rec),
	    "/audit");
	if (title)
		view_fmt(p->view, "title", "%s - %s", title, p->r->code);
	rc = add_crumbs(p, title);
	add_facts(p);
	audit_tabs(ask, p->view, p->r->code, tab);
	return rc;
}

/* --- overview ---------------------------------------------------------------------- */

static enum rc
groups_of(struct record_page *p, const char *record, const char *field,
    struct group **out, size_t *n)
{
	struct pair filter = { "at", arena_fmt(p->ask->cx->arena,
	    "%" PRId64, p->r->id) };
	const struct query q = { .entity = entity_find(record),
		.filter = &filter, .nfilters = 1 };
	const struct plan *plan = NULL;
	enum rc rc = RC_OK;

	/* Of the sessions only those of the plan that holds. */
	if (str_eq(record, "plan_session"))
		rc = plan_of_audit(p->ask, p->r->id, &plan);
	if (plan)
		filter = (struct pair){ "plan", plan->rec.code };
	return rc ? rc : query_group(p->ask->cx, &q, field, out, n);
}

struct measure {
	const char *record, *field, *label;
	const char *open;       /* names of choices that are not done yet */
	const char *out;        /* and of those that do not count */
};

static const struct measure measures[] = {
	{ "checklist_item", "verdict", "Questions answered", "", "" },
	{ "plan_session", "state", "Sessions accounted for", "planned", "" },
	{ "evidence", "state", "Evidence settled", "registered",
	    "rejected disposed" },
	{ "finding", "state", "Findings agreed", "draft", "withdrawn" },
	{ "information_request", "state", "Requests answered",
	    "open partly_answered", "withdrawn" },
	{ 0 }
};

static void
add_measure(struct record_page *p, const struct measure *m,
    const struct group *g, size_t n)
{
	const struct entity *e = entity_find(m->record);
	const struct field *f = field_find(e, m->field);
	int64_t all = 0, done = 0;
	struct view *v;

	for (size_t i = 0; i < n; i++) {
		const struct choice *c = choice_find(f->choices, g[i].value);

		if (c && word_in(m->out, c->name))
			continue;
		all += g[i].n;
		done += c && !word_in(m->open, c->name) ? g[i].n : 0;
	}
	if (!all)
		return;
	v = view_item(p->view, "progress");
	view_fmt(v, "id", "p-%s", m->record);
	view_fmt(v, "label", "%s: %" PRId64 " of %" PRId64, m->label, done,
	    all);
	view_int(v, "max", all);
	view_int(v, "value", done);
	view_int(v, "percent", done * 100 / all);
}

static enum rc
add_progress(struct record_page *p)
{
	enum rc rc = RC_OK;

	view_list(p->view, "progress");
	for (const struct measure *m = measures; m->record && !rc; m++) {
		struct group *g;
		size_t n;

		if (!may_see(p->ask, entity_find(m->record)))
			continue;
		rc = groups_of(p, m->record, m->field, &g, &n);
		if (!rc)
			add_measure(p, m, g, n);
	}
	return rc;
}

/* "A.5.18" belongs to "A.5", "8.2.1" to "8". */
static const char *
clause_group(struct arena *a, const char *number)
{
	size_t n = strcspn(number, ".");

	if (n == 1 && number[0] >= 'A' && number[0] <= 'Z' && number[n])
		n += 1 + strcspn(number + n + 1, ".");
	return arena_dup(a, number, n);
}

static const void *
record_of(const struct page *rows, int64_t id)
{
	for (size_t i = 0; i < rows->n; i++)
		if (((const struct record *)rows->rec[i])->id == id)
			return rows->rec[i];
	return NULL;
}

/* Which grades of findings lie where: numbers for the chart. */
static enum rc
add_chart(struct record_page *p)
{
	struct ask *ask = p->ask;
	struct page findings, links, criteria;
	struct grades grades = { .arena = ask->cx->arena };
	struct view *card;
	enum rc rc = screen_rows(ask, &finding_entity, "at", p->r->id, NULL,
	    QUERY_MOST, &findings);

	if (rc || !findings.n)
		return rc;
	rc = screen_rows(ask, entity_find("finding_criterion"), "at",
	    p->r->id, "id", QUERY_MOST, &links);
	if (!rc)
		rc = screen_rows(ask, &audit_criterion_entity, "at", p->r->id,
		    "number", QUERY_MOST, &criteria);
	for (size_t i = 0; !rc && i < links.n; i++) {
		const struct finding_criterion *l = links.rec[i];
		const struct finding *f = record_of(&findings, l->finding);
		const struct audit_criterion *c = record_of(&criteria,
		    l->criterion);

		if (f && c && l->position == 0)
			grades_add(&grades, clause_group(ask->cx->arena,
			    c->number), f->type);
	}
	if (rc || !grades.n)
		return rc;
	card = card_new(p->view, "cards", "h-chart",
	    "Findings by clause and grade");
	card_link(card, "All findings", url_new(ask->cx->arena,
	    "/audit/%s/findings", p->r->code));
	picture_grades(card, &grades);
	return RC_OK;
}

static enum rc
add_team(struct record_page *p)
{
	const struct entity *e = entity_find("team_assignment");
	struct view *card;
	struct page rows;
	enum rc rc = screen_rows(p->ask, e, "audit", p->r->id, "id", 30,
	    &rows);

	if (rc || !rows.n)
		return rc;
	card = card_new(p->view, "cards", "h-team", "Team");
	list_table(p->ask, card, e, "duty days", "audit", &rows);
	p->ask->seen = p->seen.view;
	return RC_OK;
}

/* What is under way and has a day: requests, risks that were accepted. */
static enum rc
add_open(struct record_page *p, const char *record, const char *id,
    const char *state)
{
	const struct entity *e = entity_find(record);
	const struct pair filter[] = {
		{ "audit", p->r->code }, { "state", state },
	};
	const struct query q = { .entity = e, .filter = filter, .nfilters = 2,
		.sort = field_find(e, "due") ? "due" : NULL, .limit = 8 };
	struct view *card;
	struct page rows;
	enum rc rc = query_run(p->ask->cx, &q, &rows);

	if (rc || !rows.n)
		return rc;
	card = card_new(p->view, "side", id, e->plural);
	view_text(card, "note", "open");
	for (size_t i = 0; i < rows.n; i++)
		screen_row(p->ask, card, "rows", e, &rows, i);
	p->ask->seen = p->seen.view;
	return RC_OK;
}

enum rc
page_audit(struct ask *ask)
{
	struct record_page p;
	enum rc rc = audit_frame(ask, &p, NULL, "");

	/* The auditee has a page of his own. */
	if (!rc && p.seen.view.who == AUR) {
		ask->location = url_new(ask->cx->arena, "/audit/%s/auditee",
		    p.r->code);
		return RC_OK;
	}
	if (!rc && p.seen.may & EXPORT)
		page_do(p.view, "download", "Dossier", url_new(ask->cx->arena,
		    "/audit/%s/dossier", p.r->code), false);
	if (!rc)
		record_notice(&p);
	if (!rc)
		rc = record_steps(&p);
	if (!rc)
		rc = add_progress(&p);
	if (!rc)
		rc = add_chart(&p);
	if (!rc)
		rc = add_team(&p);
	if (!rc)
		rc = add_open(&p, "information_request", "h-req", "open");
	if (!rc)
		rc = record_fields(&p, "programme state_reason leader "
		    "planned_from planned_to");
	if (!rc)
		rc = record_history(&p);
	if (!rc)
		frame_show(ask, p.view, "audit");
	return rc;
}

/* Everything that has no tab of its own. */
enum rc
page_preparation(struct ask *ask)
{
	struct record_page p;
	enum rc rc = audit_frame(ask, &p, "Preparation", "preparation");

	p.compact = true;
	if (!rc)
		rc = record_children(&p, "plan working_paper finding evidence "
		    "meeting report");
	if (!rc)
		frame_show(ask, p.view, "record");
	return rc;
}

/* --- lists of one audit -------------------------------------------------------------- */

struct sublist { const char *tab, *record, *columns, *due, *sort, *title; };

static const struct sublist sublists[] = {
	{ "findings", "finding", "type drafted_by plan_due", "plan_due",
	    "-id", "Findings" },
	{ "actions", "action", "kind owner due", "due", "due", "Follow-up" },
	{ "meetings", "meeting", "kind starts_at chair", NULL, "-starts_at",
	    "Meetings" },
	{ 0 }
};

enum rc
audit_list(struct ask *ask, struct record_page *p, const char *record,
    const char *columns, const char *due, const char *sort, const char *tab)
{
	struct arena *a = ask->cx->arena;
	const struct entity *e = entity_find(record);
	bool own = field_find(e, "audit") != NULL;
	const struct pair fixed[] = {
		{ own ? "audit" : "at", own ? p->r->code : arena_fmt(a,
		    "%" PRId64, p->r->id) },
		{ NULL, NULL },
	};
	struct url *make = url_new(a, "/%s/new", record);
	const struct list_want w = { .entity = e, .columns = columns,
		.due = due, .sort = sort, .fixed = fixed,
		.base = url_new(a, "/audit/%s/%s", p->r->code, tab),
		.make = may_add(ask, e) && own ? make : NULL };
	enum rc rc;

	url_pair(make, "audit", p->r->code);
	if (w.make)
		page_do(p->view, "plus", arena_fmt(a, "New %s", text_fold(a,
		    e->label)), make, true);
	if (*ask_arg(ask, "export"))
		return list_export(ask, &w);
	list_offer_export(ask, p->view, &w);
	rc = list_show(ask, p->view, &w);
	ask->seen = p->seen.view;
	return rc;
}

enum rc
page_audit_list(struct ask *ask)
{
	const struct sublist *s = sublists;
	const char *tab = strrchr(ask->rq->path, '/') + 1;
	struct record_page p;
	enum rc rc;

	while (s->tab && !str_eq(s->tab, tab))
		s++;
	assert(s->tab);
	rc = audit_frame(ask, &p, s->title, s->tab);
	if (!rc)
		rc = audit_list(ask, &p, s->record, s->columns, s->due,
		    s->sort, s->tab);
	if (!rc && !*ask_arg(ask, "export"))
		frame_show(ask, p.view, "list");
	return rc;
}
