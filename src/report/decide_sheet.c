/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * decide_sheet.c - the calculation sheets: what the decision library answers
 * to the question that a record stands for, step by step, with its basis.
 */
#include "report/read.h"
#include "report/reports.h"

#include "decide/ask.h"
#include "domain/reckon.h"
#include "model/audit.h"
#include "model/entities.h"

enum { COLUMNS = 12 };

/* --- a result as parts of a document ------------------------------------------------- */

static const char *
cell_words(struct arena *a, const struct cell *c)
{
	struct buf b = { .arena = a };

	cell_write(c, &b);
	return buf_text(&b);
}

static void
say_table(struct doc_part *under, const struct item *i)
{
	struct arena *a = under->doc->arena;
	struct doc_col *cols = arena_alloc(a, i->columns * sizeof(*cols));
	struct doc_part *t;

	for (size_t k = 0; k < i->columns; k++)
		cols[k] = (struct doc_col){ i->column[k].label, k ? COL_TEXT
			: COL_NAME, 0 };
	t = doc_table(under, i->label, cols, i->columns);
	for (size_t r = 0; r < i->rows; r++) {
		struct doc_part *row = doc_row(t);

		for (size_t k = 0; k < i->columns; k++)
			doc_cell(row, cell_words(a, &i->cell[r * i->columns
			    + k]));
	}
}

static void
say_result(struct doc_part *under, const struct result *r)
{
	struct arena *a = under->doc->arena;
	struct doc_part *keys = doc_keys(under);

	for (const struct item *i = r->first; i; i = i->next) {
		struct doc_part *k;

		if (i->shape == ITEM_TABLE)
			continue;
		k = doc_key_open(keys, i->label);
		for (size_t n = 0; n < i->rows; n++)
			doc_text(k, arena_fmt(a, "%s%s", n ? "; " : "",
			    cell_words(a, &i->cell[n])), 0);
	}
	for (const struct item *i = r->first; i; i = i->next)
		if (i->shape == ITEM_TABLE)
			say_table(under, i);
}

static enum rc
answer(struct ctx *cx, const char *name, const struct buf *q,
    struct doc_part *under)
{
	struct result *r;
	enum rc rc = decide_result(&cx->err, cx->arena, name, q->s, q->len,
	    &r);

	if (!rc)
		say_result(under, r);
	return rc;
}

static struct doc *
begin(struct ctx *cx, const struct record *r, const char *kind)
{
	struct doc *d = doc_new(cx->arena, arena_fmt(cx->arena, "%s %s", kind,
	    r->code), "en");

	d->kind = "Calculation sheet";
	d->code = r->code;
	d->time = cx->now;
	d->foot = "Made by muster " MUSTER_VERSION;
	return d;
}

/* --- audit time ------------------------------------------------------------------------ */

static const char *
days(struct arena *a, int64_t v)
{
	return v == UNSET ? NULL : arena_fmt(a, "%lld.%02lld days",
	    (long long)(v / 100), (long long)(v % 100));
}

static void
say_time_facts(struct ctx *cx, struct doc *d,
    const struct audit_time_calculation *t)
{
	doc_key(d->facts, "Programme", read_name(cx, &programme_entity,
	    t->programme));
	doc_key(d->facts, "Audit", read_name(cx, &audit_entity, t->audit));
	doc_key(d->facts, "Method", read_label(time_method_choices,
	    t->method));
	doc_key(d->facts, "On record, table and edition", t->edition);
	doc_key(d->facts, "On record, first audit", days(cx->arena,
	    t->initial_time));
	doc_key(d->facts, "On record, reckoned by", t->software);
	doc_key(d->facts, "Reasons", t->reasons);
	doc_key(d->facts, "Own figure", days(cx->arena, t->own_time));
	doc_key(d->facts, "Reason of the own figure", t->own_reason);
}

enum rc
report_audit_time(struct ctx *cx, int64_t id, struct doc **out)
{
	struct audit_time_calculation *t;
	struct buf q = { .arena = cx->arena };
	struct doc *d;
	enum rc rc = store_load(cx, &audit_time_calculation_entity, id, &t);

	if (!rc)
		rc = audit_time_question(cx, t, &q);
	if (rc)
		return rc;
	d = begin(cx, &t->rec, "Audit time");
	say_time_facts(cx, d, t);
	rc = answer(cx, "time", &q, doc_section(d->root, "Step by step"));
	*out = d;
	return rc;
}

/* --- sites -------------------------------------------------------------------------------- */

enum rc
report_sites(struct ctx *cx, int64_t id, struct doc **out)
{
	struct site_sample *s;
	struct buf q = { .arena = cx->arena };
	struct doc *d;
	enum rc rc = store_load(cx, &site_sample_entity, id, &s);

	if (!rc)
		rc = sites_question(cx, s, &q);
	if (rc)
		return rc;
	d = begin(cx, &s->rec, "Sample of sites");
	doc_key(d->facts, "Audit", read_name(cx, &audit_entity, s->audit));
	doc_key(d->facts, "Group", s->similar_group);
	doc_key(d->facts, "Sites chosen", read_names(cx, &site_entity,
	    s->chosen));
	doc_key(d->facts, "Reason for more, or for fewer",
	    s->increase_reason);
	doc_key(d->facts, "Seed of the random part", s->seed);
	doc_key(d->facts, "Fingerprint of the list", s->population_hash);
	doc_key(d->facts, "On record", s->method_note);
	rc = answer(cx, "sites", &q, doc_section(d->root, "Step by step"));
	*out = d;
	return rc;
}
