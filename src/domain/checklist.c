/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * checklist.c - the first items of a working paper, from its template.
 *
 * A template with questions gives its own; one without draws on the guidance
 * for the criteria of the paper's session, or of the audit.  An answer that
 * serves two schemes is asked for once.
 */
#include "plan_rules.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/criteria.h"
#include "model/plan.h"
#include "model/working_paper.h"

#include <string.h>

enum { ITEMS_MOST = 400, ALSO_MOST = 40 };

struct filling {
	const struct working_paper *paper;
	const struct audit_criterion **criteria;
	bool *old;              /* the criterion follows the 2013 edition */
	size_t n;
	int64_t position;
};

/* --- which criteria ------------------------------------------------------------------- */

static enum rc
follows_2013(struct ctx *cx, const struct audit_criterion *c, bool *old)
{
	struct audit_scheme *s;
	struct criteria_edition *e;
	enum rc rc = of_ref(cx, &audit_scheme_entity, c->scheme, &s);

	if (!rc)
		rc = of_ref(cx, &criteria_edition_entity, s->edition, &e);
	*old = !rc && e->label && strstr(e->label, "2013");
	return rc;
}

static enum rc
gather(struct ctx *cx, struct filling *f)
{
	struct plan_session *s;
	struct list l;
	int64_t scheme = 0;
	bool counts = false, old = false;
	enum rc rc = of_ref(cx, &plan_session_entity, f->paper->session, &s);

	if (!rc)
		rc = store_of(cx, &audit_criterion_entity, "at",
		    f->paper->audit, &l);
	if (rc)
		return rc;
	f->criteria = arena_alloc(cx->arena, (l.n + 1) * sizeof(*f->criteria));
	f->old = arena_alloc(cx->arena, (l.n + 1) * sizeof(*f->old));
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_criterion *c = l.rec[i];
		int64_t before = scheme;

		rc = criterion_counts(cx, c, &scheme, &counts);
		if (!rc && scheme != before)
			rc = follows_2013(cx, c, &old);
		if (rc || !counts ||
		    c->applicability != APPLICABILITY_APPLICABLE ||
		    (s && s->criteria.n && !refs_have(s->criteria,
		    c->rec.id)))
			continue;
		f->old[f->n] = old;
		f->criteria[f->n++] = c;
	}
	return rc;
}

/* Does a mapping say that one item answers to the other? */
static enum rc
mapped(struct ctx *cx, int64_t a, int64_t b, bool *yes)
{
	struct list l;
	enum rc rc = store_of(cx, &criterion_map_entity, "from_item", a, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		*yes |= ((struct criterion_map *)l.rec[i])->to_item == b;
	return rc;
}

/* The criteria of other schemes that the same answer serves. */
static enum rc
also(struct ctx *cx, const struct filling *f, size_t own, struct pair *in,
    size_t *n)
{
	const struct audit_criterion *c = f->criteria[own];
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && i < f->n && *n < ALSO_MOST; i++) {
		const struct audit_criterion *o = f->criteria[i];
		bool yes = o->item == c->item;

		if (o->scheme == c->scheme)
			continue;
		if (!yes)
			rc = mapped(cx, c->item, o->item, &yes);
		if (!rc && !yes)
			rc = mapped(cx, o->item, c->item, &yes);
		if (!rc && yes)
			in[(*n)++] = (struct pair){ "also_answers",
				number_text(cx, o->rec.id) };
	}
	return rc;
}

/* Was the answer asked for under a criterion that comes before? */
static enum rc
asked_before(struct ctx *cx, const struct filling *f, size_t own, bool *yes)
{
	const struct audit_criterion *c = f->criteria[own];
	enum rc rc = RC_OK;

	*yes = false;
	for (size_t i = 0; !rc && i < own; i++) {
		const struct audit_criterion *o = f->criteria[i];

		if (o->scheme == c->scheme)
			continue;
		*yes |= o->item == c->item;
		rc = mapped(cx, c->item, o->item, yes);
		if (!rc)
			rc = mapped(cx, o->item, c->item, yes);
	}
	return rc;
}

/* --- making them ------------------------------------------------------------------------- */

static enum rc
make_item(struct ctx *cx, struct filling *f, size_t own,
    const struct pair *more, size_t nmore)
{
	struct pair in[ALSO_MOST + 16] = {
		{ "paper", number_text(cx, f->paper->rec.id) },
		{ "position", number_text(cx, ++f->position) },
		{ "criterion", number_text(cx, f->criteria[own]->rec.id) },
	};
	size_t n = 3;
	enum rc rc = also(cx, f, own, in, &n);

	for (size_t i = 0; i < nmore; i++)
		in[n++] = more[i];
	return rc ? rc : follow(cx, "checklist_item.create", 0, in, n, NULL);
}

static size_t
criterion_at(const struct filling *f, int64_t item)
{
	size_t i = 0;

	while (item && i < f->n && f->criteria[i]->item != item)
		i++;
	return i;
}

static enum rc
copy_item(struct ctx *cx, struct filling *f, size_t own,
    const struct checklist_template_item *t)
{
	static const char *const fields[] = { "guidance", "question",
		"evidence_sought", "methods" };
	struct pair in[13];
	size_t n = 0;

	for (size_t i = 0; i < NELEMS(fields); i++)
		n += field_pairs(cx, field_find(
		    &checklist_template_item_entity, fields[i]), t, in + n,
		    NELEMS(in) - n);
	return make_item(cx, f, own, in, n);
}

static enum rc
from_template(struct ctx *cx, struct filling *f, const struct list *l)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && i < l->n; i++) {
		const struct checklist_template_item *t = l->rec[i];
		size_t own = criterion_at(f, t->criterion);

		if (own == f->n)
			continue;
		rc = copy_item(cx, f, own, t);
	}
	return rc;
}

/* --- from guidance ------------------------------------------------------------------------- */

/* The numbers of its own edition.  Keeps R-A-02 by that. */
static bool
speaks_of(const struct guidance_item *g, const struct audit_criterion *c,
    bool old)
{
	if (g->item)
		return g->item == c->item;
	return old ? !text_blank(g->clause_2013) &&
	    word_in(g->clause_2013, c->number)
	    : str_eq(g->clause_2022, c->number);
}

static bool
replaced(const struct list *l, int64_t id)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct guidance_item *g = l->rec[i];

		if (g->replaces == id && g->state == GUIDANCE_STATE_ACTIVE)
			return true;
	}
	return false;
}

/* An offer: each item can be changed or discarded.  Keeps R-A-03 by that. */
static enum rc
guidance_for(struct ctx *cx, struct filling *f, size_t own,
    const struct list *l)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; !rc && i < l->n; i++) {
		const struct guidance_item *g = l->rec[i];

		if (g->list != GUIDANCE_LIST_QUESTIONS ||
		    g->state != GUIDANCE_STATE_ACTIVE ||
		    f->position >= ITEMS_MOST ||
		    !speaks_of(g, f->criteria[own], f->old[own]) ||
		    replaced(l, g->rec.id))
			continue;
		rc = make_item(cx, f, own, PAIRS({ "question",
		    utf8_cut(cx->arena, g->text, 500) },
		    { "guidance", number_text(cx, g->rec.id) }));
	}
	return rc;
}

static enum rc
from_guidance(struct ctx *cx, struct filling *f)
{
	struct list l;
	enum rc rc = store_of(cx, &guidance_item_entity, "at", 0, &l);

	for (size_t i = 0; !rc && i < f->n; i++) {
		bool before;

		rc = asked_before(cx, f, i, &before);
		if (!rc && !before)
			rc = guidance_for(cx, f, i, &l);
	}
	return rc;
}

static enum rc
paper_filled(struct ctx *cx, struct change *ch)
{
	struct filling f = { .paper = ch->after };
	struct list l;
	enum rc rc;

	/* Whoever names no template writes the questions himself. */
	if (!f.paper->template)
		return RC_OK;
	rc = gather(cx, &f);
	if (!rc)
		rc = store_of(cx, &checklist_template_item_entity, "template",
		    f.paper->template, &l);
	if (rc)
		return rc;
	return l.n ? from_template(cx, &f, &l) : from_guidance(cx, &f);
}

static const struct judge effects[] = {
	{ "working_paper.create", paper_filled },
	{ NULL, NULL }
};

const struct domain_part checklist_part = { "checklist", NULL, NULL,
	effects };
