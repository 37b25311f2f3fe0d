/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * finding_context.c - 6.4.8: a finding beside others: earlier ones, those of
 * other schemes, and whoever is going to read it.
 */
#include "finding_rules.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/evidence.h"
#include "model/report.h"
#include "model/working_paper.h"

/* --- what else there was ---------------------------------------------------------- */

static bool
holds(const struct list *l, int64_t id)
{
	for (size_t i = 0; i < l->n; i++)
		if (((struct record *)l->rec[i])->id == id)
			return true;
	return false;
}

/* Adds the nonconformities of the auditee that name this criterion. */
static enum rc
add_like(struct ctx *cx, int64_t criterion, const struct finding *own,
    int64_t auditee, struct list *out)
{
	struct list l;
	enum rc rc = store_of(cx, &finding_criterion_entity, "criterion",
	    criterion, &l);

	for (size_t i = 0; !rc && i < l.n && out->n < LIKE_MOST; i++) {
		const struct finding_criterion *c = l.rec[i];
		struct finding *f;
		struct audit *a;

		rc = of_ref(cx, &finding_entity, c->finding, &f);
		if (!rc)
			rc = of_ref(cx, &audit_entity, f->audit, &a);
		if (!rc && f->rec.id != own->rec.id && is_nonconformity(f) &&
		    f->state != FINDING_STATE_WITHDRAWN &&
		    a->auditee == auditee && !holds(out, f->rec.id))
			out->rec[out->n++] = f;
	}
	return rc;
}

static enum rc
add_like_item(struct ctx *cx, int64_t item, const struct finding *own,
    int64_t auditee, struct list *out)
{
	struct list l;
	enum rc rc = store_of(cx, &audit_criterion_entity, "item", item, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		rc = add_like(cx, ((struct record *)l.rec[i])->id, own,
		    auditee, out);
	return rc;
}

enum rc
findings_like(struct ctx *cx, const struct finding *f, struct list *out)
{
	struct audit *a;
	struct list l;
	enum rc rc = of_ref(cx, &audit_entity, f->audit, &a);

	*out = (struct list){ .rec = arena_alloc(cx->arena,
	    LIKE_MOST * sizeof(*out->rec)) };
	if (!rc)
		rc = store_of(cx, &finding_criterion_entity, "finding",
		    f->rec.id, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding_criterion *c = l.rec[i];
		struct audit_criterion *k;

		rc = of_ref(cx, &audit_criterion_entity, c->criterion, &k);
		if (!rc && k && k->item)
			rc = add_like_item(cx, k->item, f, a->auditee, out);
	}
	return rc;
}

static enum rc
r_6_4_8_07(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct list l;
	enum rc rc;

	if (!is_nonconformity(f) || f->repeat_of ||
	    (!ch->step && !changed(ch, "type") && !changed(ch, "repeat_of")))
		return RC_OK;
	rc = findings_like(cx, f, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding *o = l.rec[i];

		if (o->audit == f->audit || !o->issued_at ||
		    o->state == FINDING_STATE_CLOSED ||
		    o->rec.created_at > f->rec.created_at)
			continue;
		return refuse(cx, "R-6.4.8-07", "repeat_of",
		    arena_fmt(cx->arena, "%s is open on the same requirement",
		    o->rec.code), "Mark what it repeats and think of a higher "
		    "grade, or say why it is another cause.");
	}
	return rc;
}

/* --- several schemes --------------------------------------------------------------- */

static bool
names_criterion(const struct list *criteria, int64_t id)
{
	for (size_t i = 0; i < criteria->n; i++)
		if (((struct finding_criterion *)criteria->rec[i])->criterion
		    == id)
			return true;
	return false;
}

/* What the checklist says the answer serves, too. */
static enum rc
unnamed(struct ctx *cx, const struct finding *f, const struct list *criteria,
    const struct checklist_item *c)
{
	for (size_t i = 0; i < c->also_answers.n; i++) {
		struct audit_criterion *k;
		enum rc rc;

		if (names_criterion(criteria, c->also_answers.id[i]))
			continue;
		rc = of_ref(cx, &audit_criterion_entity,
		    c->also_answers.id[i], &k);
		if (rc || !k)
			return rc;
		return refuse(cx, "R-6.4.8-09", NULL, arena_fmt(cx->arena,
		    "%s gives no verdict on %s %s", f->rec.code, k->number,
		    k->title), "Name the criterion of the other scheme with "
		    "its own verdict (finding_criterion).");
	}
	return RC_OK;
}

static enum rc
r_6_4_8_09(struct ctx *cx, struct change *ch)
{
	const struct finding *f = ch->after;
	struct list criteria, items;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, f->audit, &a);

	if (rc || !a->combined)
		return rc;
	rc = store_of(cx, &finding_criterion_entity, "finding", f->rec.id,
	    &criteria);
	if (!rc)
		rc = store_of(cx, &checklist_item_entity, "at", f->audit,
		    &items);
	for (size_t i = 0; !rc && i < items.n; i++)
		if (names_criterion(&criteria, ((struct checklist_item *)
		    items.rec[i])->criterion))
			rc = unnamed(cx, f, &criteria, items.rec[i]);
	return rc;
}

/* --- no more than is needed ---------------------------------------------------------- */

static const char *
class_name(int64_t class)
{
	return choice_find(class_choices, class)->label;
}

/* A step lower is what words can do; two are not. */
static enum rc
shows_too_much(struct ctx *cx, const struct finding *f)
{
	for (size_t i = 0; i < f->evidence.n; i++) {
		struct evidence *e;
		enum rc rc = of_ref(cx, &evidence_entity, f->evidence.id[i],
		    &e);

		if (rc)
			return rc;
		if (!e || e->class <= f->class + 1)
			continue;
		return refuse(cx, "R-6.4.8-11", "class", arena_fmt(cx->arena,
		    "%s (%s) rests on %s (%s)", f->rec.code,
		    class_name(f->class), e->rec.code, class_name(e->class)),
		    "Raise the class of the finding, or rest it on evidence "
		    "that its readers may know of.");
	}
	return RC_OK;
}

static enum rc
r_6_4_8_11(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;
	struct list l;
	enum rc rc;

	if (ch->entity == &finding_entity)
		return shows_too_much(cx, ch->after);
	rc = store_of(cx, &finding_entity, "audit", r->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding *f = l.rec[i];

		if (f->class <= r->class || !f->presented_at ||
		    f->state == FINDING_STATE_WITHDRAWN)
			continue;
		return refuse(cx, "R-6.4.8-11", "class", arena_fmt(cx->arena,
		    "%s (%s) would stand in a report that is %s",
		    f->rec.code, class_name(f->class), class_name(r->class)),
		    "Raise the class of the report, which narrows who gets "
		    "it, or write the finding with less detail.");
	}
	return rc;
}

static const struct judge judges[] = {
	{ "R-6.4.8-07", r_6_4_8_07 },
	{ "R-6.4.8-09", r_6_4_8_09 },
	{ "R-6.4.8-11", r_6_4_8_11 },
	{ NULL, NULL }
};

const struct domain_part finding_context_part = { "finding_context", judges,
	NULL, NULL };
