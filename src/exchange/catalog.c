/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "catalog.h"

#include "base/text.h"
#include "core/query.h"
#include "model/criteria.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT_NAME = 60, LABEL = 100, STATEMENT = 8000, ITEM_PAIRS = 9 };

static const char *const kinds[OSCAL_KINDS] = {
	[OSCAL_GROUP] = "group", [OSCAL_CONTROL] = "control",
	[OSCAL_ENHANCEMENT] = "enhancement", [OSCAL_STATEMENT] = "statement",
};

struct import {
	struct ctx *cx;
	const struct oscal_catalog *catalog;
	const struct catalog_options *opt;
	struct catalog_result result;
	struct order *orders;
	size_t n;
	int64_t source, edition;        /* 0: made by an order */
	const char *edition_name;       /* id, or "@2" */
	struct list there;              /* items of the edition, by id there */
	bool *kept;                     /* for each of them */
	const char **names;             /* of each item: id, or "@7" */
};

/* --- texts ------------------------------------------------------------------- */

static const char *
cut_to(struct import *im, const char *s, size_t most)
{
	if (!s || utf8_count(s) <= most)
		return s;
	im->result.cut++;
	return arena_fmt(im->cx->arena, "%s\xe2\x80\xa6",
	    utf8_cut(im->cx->arena, s, most - 1));
}

/* What is asked, then what its publisher says about it. */
static const char *
statement_of(struct import *im, const struct oscal_item *item)
{
	const char *s = item->statement;

	if (item->guidance)
		s = arena_fmt(im->cx->arena, "%s%s**Guidance**\n\n%s",
		    s ? s : "", s ? "\n\n" : "", item->guidance);
	return cut_to(im, s ? s : "", STATEMENT);
}

/* "NIST Special Publication 800-53 Revision 5: Security and ..." */
static const char *
short_name_of(struct import *im)
{
	struct arena *a = im->cx->arena;
	const char *title = im->catalog->title, *colon = strstr(title, ": ");
	char *cut, *blank;

	if (im->opt->short_name && *im->opt->short_name)
		return im->opt->short_name;
	if (colon)
		title = arena_dup(a, title, (size_t)(colon - title));
	if (utf8_count(title) <= SHORT_NAME)
		return text_trim(a, title);
	cut = utf8_cut(a, title, SHORT_NAME);
	blank = strrchr(cut, ' ');
	if (blank && blank > cut)
		*blank = '\0';
	return text_trim(a, cut);
}

static const char *
day_text(struct arena *a, int64_t day)
{
	char text[DATE_LEN + 1];

	if (!day)
		return "";
	day_write(text, day);
	return arena_str(a, text);
}

static const char *
number_text(struct import *im, int64_t v)
{
	return arena_fmt(im->cx->arena, "%lld", (long long)v);
}

/* --- orders ------------------------------------------------------------------ */

static struct order *
add_order(struct import *im, const char *command, const struct pair *in,
    size_t n)
{
	struct pair *copy = arena_alloc(im->cx->arena, (n + 1) *
	    sizeof(*copy));
	struct order *o = &im->orders[im->n++];

	for (size_t i = 0; i < n; i++)
		copy[i] = in[i];
	*o = (struct order){ .command = command, .in = copy, .n = n };
	return o;
}

static const char *
name_of_last(struct import *im)
{
	return arena_fmt(im->cx->arena, "@%zu", im->n);
}

static void
tell_origin(struct import *im, struct order *o)
{
	struct pair *found = arena_alloc(im->cx->arena, 2 * sizeof(*found));

	if (im->opt->origin)
		found[o->nfound++] = (struct pair){ "origin",
			cut_to(im, im->opt->origin, 200) };
	if (im->opt->hash)
		found[o->nfound++] = (struct pair){ "hash", im->opt->hash };
	o->found = found;
}

static void
add_edition(struct import *im)
{
	const struct oscal_catalog *c = im->catalog;
	const char *source = number_text(im, im->source);

	if (!im->source) {
		add_order(im, "criteria_source.create", (struct pair[]){
		    { "short_name", im->result.short_name },
		    { "title", cut_to(im, c->title, 200) },
		    { "kind", "standard" },
		    { "issuer", c->publisher ?
		        cut_to(im, c->publisher, 200) : "" } }, 4);
		source = name_of_last(im);
	}
	tell_origin(im, add_order(im, "criteria_edition.create",
	    (struct pair[]){
	    { "source", source },
	    { "label", im->result.label },
	    { "published", day_text(im->cx->arena, c->published ? c->published
	        : day_of_time(c->modified)) },
	    { "status", "current" },
	    { "external_id", c->uuid } }, 5));
	im->edition_name = name_of_last(im);
}

/* The pairs of an item but those that are set once. */
static size_t
item_pairs(struct import *im, const struct oscal_item *item,
    struct pair out[ITEM_PAIRS])
{
	size_t n = 0;

	out[n++] = (struct pair){ "number", item->number };
	out[n++] = (struct pair){ "parent", item->parent ?
	    im->names[item->parent->position - 1] : "" };
	out[n++] = (struct pair){ "title", item->title };
	out[n++] = (struct pair){ "kind", kinds[item->kind] };
	out[n++] = (struct pair){ "statement", statement_of(im, item) };
	out[n++] = (struct pair){ "position", number_text(im,
	    (int64_t)item->position) };
	out[n++] = (struct pair){ "withdrawn", item->withdrawn ? "yes" : "no" };
	return n;
}

static void
create_item(struct import *im, const struct oscal_item *item)
{
	struct pair in[ITEM_PAIRS];
	size_t n = item_pairs(im, item, in);

	in[n++] = (struct pair){ "edition", im->edition_name };
	in[n++] = (struct pair){ "external_id", item->id };
	add_order(im, "criterion_item.create", in, n);
	im->names[item->position - 1] = name_of_last(im);
	im->result.added++;
}

/* --- what is there already ---------------------------------------------------- */

static int
by_external_id(const void *a, const void *b)
{
	const struct criterion_item *const *x = a, *const *y = b;

	return strcmp((*x)->external_id ? (*x)->external_id : "",
	    (*y)->external_id ? (*y)->external_id : "");
}

/* The first record whose text field is this, or NULL; within the scope. */
static enum rc
find_one(struct ctx *cx, const struct entity *e, const char *field,
    const char *text, void *out)
{
	const struct pair filter = { field, text };
	struct query q = { .entity = e, .filter = &filter, .nfilters = 1,
		.limit = 1 };
	struct page p;
	enum rc rc = query_run(cx, &q, &p);

	if (!rc)
		*(void **)out = p.n ? p.rec[0] : NULL;
	return rc;
}

static enum rc
find_there(struct import *im)
{
	struct ctx *cx = im->cx;
	const struct criteria_edition *edition = NULL;
	const struct criteria_source *source = NULL;
	enum rc rc;

	im->result.label = cut_to(im, im->catalog->version, LABEL);
	im->result.short_name = short_name_of(im);
	rc = find_one(cx, &criteria_edition_entity, "external_id",
	    im->catalog->uuid, &edition);
	if (!rc && edition) {
		im->edition = edition->rec.id;
		im->edition_name = number_text(im, im->edition);
		im->result.code = edition->rec.code;
		im->result.label = edition->label;
		rc = store_peek(cx, &criteria_source_entity, edition->source,
		    &source);
		if (!rc)
			im->result.short_name = source->short_name;
		if (!rc)
			rc = store_of(cx, &criterion_item_entity, "edition",
			    im->edition, &im->there);
	} else if (!rc) {
		rc = find_one(cx, &criteria_source_entity, "short_name",
		    im->result.short_name, &source);
	}
	if (rc)
		return rc;
	im->source = source ? source->rec.id : 0;
	im->result.new_source = !source;
	im->result.new_edition = !edition;
	if (im->there.n)
		qsort(im->there.rec, im->there.n, sizeof(*im->there.rec),
		    by_external_id);
	return RC_OK;
}

static ptrdiff_t
place_of(const struct import *im, const char *id)
{
	const struct criterion_item key = { .external_id = id }, *p = &key;
	void **hit = im->there.n ? bsearch(&p, im->there.rec, im->there.n,
	    sizeof(*im->there.rec), by_external_id) : NULL;

	return hit ? hit - im->there.rec : -1;
}

/* Would these pairs change anything?  A new parent does. */
static enum rc
differs(struct import *im, const struct criterion_item *old,
    const struct pair *in, size_t n, bool *out)
{
	const struct entity *e = &criterion_item_entity;
	struct criterion_item new = *old;
	enum rc rc;

	*out = true;
	for (size_t i = 0; i < n; i++) {
		if (in[i].value[0] == '@' && str_eq(in[i].name, "parent"))
			return RC_OK;
	}
	rc = model_apply(&im->cx->err, im->cx->arena, e, &new,
	    "criterion_item.update", false, in, n, SYS);
	if (rc)
		return rc;
	*out = false;
	for (size_t i = 0; i < e->nfields; i++)
		*out |= !field_same(&e->fields[i], old, &new);
	return RC_OK;
}

static enum rc
update_item(struct import *im, const struct oscal_item *item,
    const struct criterion_item *old)
{
	struct pair in[ITEM_PAIRS];
	size_t n = item_pairs(im, item, in);
	bool other = false;
	enum rc rc = differs(im, old, in, n, &other);

	if (rc)
		return rc;
	if (!other) {
		im->result.same++;
		return RC_OK;
	}
	add_order(im, "criterion_item.update", in, n)->on = number_text(im,
	    old->rec.id);
	im->result.changed++;
	return RC_OK;
}

static void
withdraw_rest(struct import *im)
{
	for (size_t i = 0; i < im->there.n; i++) {
		const struct criterion_item *old = im->there.rec[i];

		if (im->kept[i] || old->withdrawn)
			continue;
		add_order(im, "criterion_item.update", (struct pair[]){
		    { "withdrawn", "yes" } }, 1)->on = number_text(im,
		    old->rec.id);
		im->result.gone++;
	}
}

static enum rc
make_orders(struct import *im)
{
	enum rc rc = RC_OK;

	if (!im->edition)
		add_edition(im);
	for (const struct oscal_item *item = im->catalog->items; item && !rc;
	    item = item->next) {
		ptrdiff_t at = place_of(im, item->id);

		if (at < 0) {
			create_item(im, item);
			continue;
		}
		im->kept[at] = true;
		im->names[item->position - 1] = number_text(im,
		    ((const struct criterion_item *)im->there.rec[at])->rec.id);
		rc = update_item(im, item, im->there.rec[at]);
	}
	if (rc)
		return rc;
	withdraw_rest(im);
	if (im->edition && im->n && (im->opt->origin || im->opt->hash)) {
		struct order *o = add_order(im, "criteria_edition.update",
		    NULL, 0);

		o->on = im->edition_name;
		tell_origin(im, o);
	}
	return RC_OK;
}

/* --- doing it ---------------------------------------------------------------- */

/* Which item of the file an order is about, for the message. */
static void
name_fault(struct import *im, size_t at)
{
	const struct order *o = &im->orders[at];
	struct err *e = &im->cx->err, old = *e;

	if (!o->n || !str_eq(o->in[0].name, "number"))
		return;
	err_set(e, old.code, "%s: %s", o->in[0].value, old.text);
	e->rule = old.rule;
	e->field = old.field;
	err_hint(e, "%s", old.hint);
}

static enum rc
run(struct import *im)
{
	struct done *done = arena_alloc(im->cx->arena, im->n * sizeof(*done));
	size_t at = im->n;
	enum rc rc = im->opt->run(im->cx, im->orders, im->n, done, &at);

	if (rc) {
		if (at < im->n)
			name_fault(im, at);
		return rc;
	}
	for (size_t i = 0; i < im->n && !im->edition; i++) {
		if (done[i].entity != &criteria_edition_entity)
			continue;
		im->edition = done[i].id;
		im->result.code = done[i].code;
	}
	return RC_OK;
}

enum rc
catalog_import(struct ctx *cx, const struct oscal_catalog *c,
    const struct catalog_options *opt, struct catalog_result *out)
{
	struct import im = { .cx = cx, .catalog = c, .opt = opt };
	enum rc rc = find_there(&im);

	if (rc)
		return rc;
	im.orders = arena_alloc(cx->arena, (c->n + im.there.n + 3) *
	    sizeof(*im.orders));
	im.names = arena_alloc(cx->arena, (c->n + 1) * sizeof(*im.names));
	im.kept = arena_alloc(cx->arena, (im.there.n + 1) *
	    sizeof(*im.kept));
	rc = make_orders(&im);
	if (!rc && im.n && opt->run)
		rc = run(&im);
	if (rc)
		return rc;
	im.result.orders = im.n;
	im.result.edition = opt->run ? im.edition : 0;
	*out = im.result;
	return RC_OK;
}
