/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "oscal.h"

#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "oscal_text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 20000 };

struct reader {
	struct err *err;
	struct arena *arena;
	struct oscal_params *params;
	struct oscal_catalog *out;
	struct oscal_item **tail;
};

/* --- names ----------------------------------------------------------------- */

static const char *
upper(struct arena *a, const char *s)
{
	char *copy = arena_str(a, s);

	for (char *p = copy; *p; p++) {
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	}
	return copy;
}

/*
 * The label, or the id where there is none.  "Organizational Context
 * (GV.OC)", as the NIST Cybersecurity Framework labels it, is GV.OC.
 */
static const char *
number_of(struct arena *a, const struct oscal_item *item)
{
	const char *label = oscal_property(item->at, "label");
	const char *named = arena_fmt(a, " (%s)", item->id);

	if (label && str_ends(label, named))
		label = NULL;
	if (label && utf8_count(label) <= OSCAL_NUMBER)
		return label;
	return utf8_cut(a, item->kind == OSCAL_GROUP ? upper(a, item->id) :
	    item->id, OSCAL_NUMBER);
}

/* --- items ----------------------------------------------------------------- */

static enum rc
new_item(struct reader *r, const struct json *at, enum oscal_kind kind,
    const struct oscal_item *parent, struct oscal_item **out)
{
	struct oscal_item *item = arena_alloc(r->arena, sizeof(*item));

	if (r->out->n >= MOST_ITEMS)
		return err_set(r->err, RC_LIMIT, "the catalogue has more than "
		    "%d items", MOST_ITEMS);
	item->kind = kind;
	item->at = at;
	item->parent = parent;
	item->position = ++r->out->n;
	item->id = oscal_text(at, "id");
	if (!item->id)
		item->id = arena_fmt(r->arena, "%s-%zu", kind == OSCAL_GROUP ?
		    "group" : "item", item->position);
	if (utf8_count(item->id) > OSCAL_ID)
		return json_fault(r->err, at, "the id is longer than %d "
		    "characters", OSCAL_ID);
	item->sort_id = oscal_property(at, "sort-id");
	r->out->counts[kind]++;
	*r->tail = item;
	r->tail = &item->next;
	*out = item;
	return RC_OK;
}

static enum rc
check_texts(struct reader *r, const struct oscal_item *item)
{
	const char *const texts[] = { item->number, item->title,
		item->statement, item->guidance };

	for (size_t i = 0; i < NELEMS(texts); i++) {
		if (!texts[i])
			continue;
		if (strlen(texts[i]) > OSCAL_PROSE)
			return json_fault(r->err, item->at, "its text is "
			    "longer than %d bytes", OSCAL_PROSE);
		if (!utf8_valid(texts[i], strlen(texts[i])))
			return json_fault(r->err, item->at,
			    "its text holds control characters");
	}
	return RC_OK;
}

/* "AC-2 a.1.(a)": the labels from the control downwards. */
static const char *
statement_number(struct reader *r, const struct oscal_item *parent,
    const char *label)
{
	const char *s = parent->kind == OSCAL_STATEMENT ?
	    arena_fmt(r->arena, "%s%s%s", parent->number,
	        str_ends(parent->number, ")") ? "" : ".", label) :
	    arena_fmt(r->arena, "%s %s", parent->number, label);
	size_t n = strlen(s);

	if (n && s[n - 1] == '.')
		n--;
	return utf8_cut(r->arena, arena_dup(r->arena, s, n), OSCAL_NUMBER);
}

static enum rc
read_statements(struct reader *r, const struct json *part,
    const struct oscal_item *parent)
{
	enum rc rc = RC_OK;

	for (const struct json *p = oscal_first(part, "parts"); p && !rc;
	    p = p->next) {
		const char *label = oscal_property(p, "label");
		struct oscal_item *item;

		if (!label || !oscal_text(p, "id"))
			continue;
		rc = new_item(r, p, OSCAL_STATEMENT, parent, &item);
		if (rc)
			return rc;
		item->number = statement_number(r, parent, label);
		item->statement = oscal_part(r->arena, r->params, p);
		item->title = item->statement ? oscal_title(r->arena,
		    item->statement) : item->number;
		item->withdrawn = parent->withdrawn;
		rc = check_texts(r, item);
		if (!rc)
			rc = read_statements(r, p, item);
	}
	return rc;
}

static enum oscal_kind
kind_of(const struct json *at, const struct oscal_item *parent)
{
	const char *class = oscal_text(at, "class");

	if (!parent || parent->kind == OSCAL_GROUP)
		return OSCAL_CONTROL;
	return !class || strstr(class, "enhancement") ? OSCAL_ENHANCEMENT :
	    OSCAL_CONTROL;
}

/* Titles are required; where one only says the number again, the first words
 * of the statement help more. */
static enum rc
name_item(struct reader *r, struct oscal_item *item)
{
	const char *title = NULL;
	enum rc rc = json_want_text(r->err, item->at, "title", &title);

	if (rc)
		return rc;
	item->number = number_of(r->arena, item);
	if (item->statement && (str_eq(title, item->number) ||
	    str_eq(title, item->id)))
		title = item->statement;
	item->title = oscal_title(r->arena, title);
	if (!*item->title)
		return json_fault(r->err, item->at, "the title is empty");
	return RC_OK;
}

static bool
is_withdrawn(const struct json *at)
{
	const char *status = oscal_property(at, "status");

	return status && (strcmp(status, "withdrawn") == 0 ||
	    strcmp(status, "Withdrawn") == 0);
}

static enum rc read_level(struct reader *r, const struct json *at,
	const char *name, const struct oscal_item *parent);

static enum rc
read_control(struct reader *r, const struct json *at,
    const struct oscal_item *parent)
{
	struct oscal_item *item = NULL;
	const char *id;
	enum rc rc = json_want_text(r->err, at, "id", &id);

	if (!rc)
		rc = new_item(r, at, kind_of(at, parent), parent, &item);
	if (rc)
		return rc;
	item->withdrawn = is_withdrawn(at);
	r->out->withdrawn += item->withdrawn;
	item->statement = oscal_statement(r->arena, r->params, at, "statement");
	item->guidance = oscal_guidance(r->arena, r->params, at);
	rc = name_item(r, item);
	if (!rc)
		rc = check_texts(r, item);
	for (const struct json *p = oscal_first(at, "parts"); p && !rc;
	    p = p->next) {
		if (str_eq(oscal_text(p, "name"), "statement"))
			rc = read_statements(r, p, item);
	}
	return rc ? rc : read_level(r, at, "controls", item);
}

static enum rc
read_group(struct reader *r, const struct json *at,
    const struct oscal_item *parent)
{
	struct oscal_item *item = NULL;
	enum rc rc = new_item(r, at, OSCAL_GROUP, parent, &item);

	if (rc)
		return rc;
	item->statement = oscal_statement(r->arena, r->params, at, "overview");
	rc = name_item(r, item);
	if (!rc)
		rc = check_texts(r, item);
	if (!rc)
		rc = read_level(r, at, "groups", item);
	return rc ? rc : read_level(r, at, "controls", item);
}

/* --- levels, in the order that sort ids give ---------------------------------- */

static int
by_sort_id(const void *a, const void *b)
{
	const struct json *const *x = a, *const *y = b;
	int order = strcmp(oscal_property(*x, "sort-id"), oscal_property(*y, "sort-id"));

	if (order)
		return order;
	if ((*x)->line != (*y)->line)
		return (*x)->line < (*y)->line ? -1 : 1;
	return (*x)->column < (*y)->column ? -1 : (*x)->column > (*y)->column;
}

static enum rc
read_level(struct reader *r, const struct json *at, const char *name,
    const struct oscal_item *parent)
{
	const struct json *list = NULL, **order;
	enum rc rc = json_may(r->err, at, name, J_LIST, &list);
	bool sorted = true;
	size_t n = 0;

	if (rc || !list)
		return rc;
	order = arena_alloc(r->arena, (list->count + 1) * sizeof(*order));
	for (const struct json *m = list->first; m; m = m->next) {
		order[n++] = m;
		sorted = sorted && oscal_property(m, "sort-id");
	}
	if (sorted)
		qsort(order, n, sizeof(*order), by_sort_id);
	for (size_t i = 0; i < n && !rc; i++)
		rc = strcmp(name, "groups") == 0 ?
		    read_group(r, order[i], parent) :
		    read_control(r, order[i], parent);
	return rc;
}

/* --- ids, and where withdrawn controls went --------------------------------- */

static int
by_id(const void *a, const void *b)
{
	const struct oscal_item *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static void
tell_where(struct reader *r, struct oscal_item *item,
    const struct oscal_item **table)
{
	struct buf b = { .arena = r->arena };

	buf_str(&b, "Withdrawn");
	for (const struct json *l = oscal_first(item->at, "links"); l;
	    l = l->next) {
		const char *rel = oscal_text(l, "rel"), *href = oscal_text(l, "href");
		bool moved = str_eq(rel, "moved-to");
		struct oscal_item key = { .id = href ? href + 1 : "" };
		const struct oscal_item *p = &key, **hit;

		if (!href || *href != '#' ||
		    (!moved && !str_eq(rel, "incorporated-into")))
			continue;
		hit = bsearch(&p, table, r->out->n, sizeof(*table), by_id);
		buf_fmt(&b, "%s %s", strchr(b.s, ':') ? "," : moved ?
		    ": moved to" : ": incorporated into",
		    hit ? (*hit)->number : key.id);
	}
	buf_char(&b, '.');
	item->statement = item->statement ? arena_fmt(r->arena, "%s\n\n%s",
	    buf_text(&b), item->statement) : buf_text(&b);
}

static enum rc
link_items(struct reader *r)
{
	const struct oscal_item **table = arena_alloc(r->arena,
	    (r->out->n + 1) * sizeof(*table));
	size_t n = 0;

	for (const struct oscal_item *m = r->out->items; m; m = m->next)
		table[n++] = m;
	qsort(table, n, sizeof(*table), by_id);
	for (size_t i = 1; i < n; i++) {
		const struct oscal_item *x = table[i - 1], *y = table[i];

		if (strcmp(x->id, y->id) == 0)
			return json_fault(r->err, x->position > y->position ?
			    x->at : y->at, "two items have the id %s", x->id);
	}
	for (struct oscal_item *m = r->out->items; m; m = m->next) {
		if (m->withdrawn && m->kind != OSCAL_STATEMENT)
			tell_where(r, m, table);
	}
	return RC_OK;
}

/* --- the document ---------------------------------------------------------- */

static bool
uuid_valid(const char *s)
{
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? s[i] != '-' : !s[i] ||
		    !strchr("0123456789abcdefABCDEF", s[i]))
			return false;
	}
	return s[36] == '\0';
}

/* The party that publishes, else the first that is named. */
static const char *
publisher_of(const struct json *metadata)
{
	const char *uuid = NULL, *name = NULL;

	for (const struct json *p = oscal_first(metadata, "responsible-parties");
	    p && !uuid; p = p->next) {
		const char *role = oscal_text(p, "role-id");
		const struct json *who = oscal_first(p, "party-uuids");

		if (role && word_in("publisher creator author", role) && who &&
		    who->kind == J_TEXT)
			uuid = who->text;
	}
	for (const struct json *p = oscal_first(metadata, "parties"); p;
	    p = p->next) {
		if (!name || (uuid && str_eq(oscal_text(p, "uuid"), uuid)))
			name = oscal_text(p, "name") ? oscal_text(p, "name") : name;
	}
	return name;
}

static enum rc
read_metadata(struct reader *r, const struct json *metadata)
{
	struct oscal_catalog *c = r->out;
	const char *modified = NULL, *published = NULL, *v;
	int64_t t = 0;
	enum rc rc;

	rc = json_want_text(r->err, metadata, "title", &c->title);
	if (!rc)
		rc = json_want_text(r->err, metadata, "version", &c->version);
	if (!rc)
		rc = json_want_text(r->err, metadata, "oscal-version",
		    &c->oscal_version);
	if (!rc)
		rc = json_want_text(r->err, metadata, "last-modified",
		    &modified);
	if (!rc)
		rc = json_may_text(r->err, metadata, "published", &published);
	if (rc)
		return rc;
	v = c->oscal_version + (*c->oscal_version == 'v');
	if (!str_starts(v, "1."))
		return json_fault(r->err, json_get(metadata, "oscal-version"),
		    "only OSCAL 1.x is read");
	if (!time_parse(modified, &c->modified))
		return json_fault(r->err, json_get(metadata, "last-modified"),
		    "this is no time with a zone");
	if (published && !time_parse(published, &t))
		return json_fault(r->err, json_get(metadata, "published"),
		    "this is no time with a zone");
	c->published = published ? day_of_time(t) : 0;
	c->publisher = publisher_of(metadata);
	return RC_OK;
}

static enum rc
read_catalog(struct reader *r, const struct json *catalog)
{
	const struct json *metadata = NULL;
	enum rc rc;

	rc = json_want_text(r->err, catalog, "uuid", &r->out->uuid);
	if (!rc && !uuid_valid(r->out->uuid))
		rc = json_fault(r->err, json_get(catalog, "uuid"),
		    "this is no UUID");
	if (!rc)
		rc = json_want(r->err, catalog, "metadata", J_OBJECT,
		    &metadata);
	if (!rc)
		rc = read_metadata(r, metadata);
	if (!rc)
		rc = oscal_params_read(r->err, r->arena, catalog, &r->params);
	if (!rc)
		rc = read_level(r, catalog, "groups", NULL);
	if (!rc)
		rc = read_level(r, catalog, "controls", NULL);
	if (!rc && !r->out->n)
		rc = json_fault(r->err, catalog, "it has no controls");
	return rc ? rc : link_items(r);
}

/* XML and YAML are forms of OSCAL too, and so are plans and results. */
static enum rc
no_catalog(struct err *err, const struct json *root)
{
	static const char *const others[] = { "profile",
		"component-definition", "system-security-plan",
		"assessment-plan", "assessment-results", "mapping-collection",
		"plan-of-action-and-milestones" };
	const char *is = NULL;

	for (size_t i = 0; i < NELEMS(others); i++)
		is = json_get(root, others[i]) ? others[i] : is;
	json_fault(err, root, "this is no OSCAL catalogue%s%s",
	    is ? ", but of the kind " : "", is ? is : "");
	err_hint(err, "Give a catalogue in the JSON form; a profile must be "
	    "resolved to a catalogue before.");
	return RC_INVALID;
}

enum rc
oscal_catalog_read(struct err *err, struct arena *a, const char *s, size_t n,
    struct oscal_catalog *out)
{
	struct oscal_catalog made = { 0 };
	struct reader r = { .err = err, .arena = a, .out = &made,
	    .tail = &made.items };
	const struct json *root = NULL, *catalog;
	enum rc rc;

	rc = json_parse(err, a, s, n, NULL, &root);
	if (rc) {
		if (rc == RC_INVALID && n && *s == '<')
			err_hint(err, "This looks like XML; give the JSON "
			    "form of the catalogue.");
		return rc;
	}
	catalog = json_get(root, "catalog");
	if (!catalog || catalog->kind != J_OBJECT)
		return no_catalog(err, root);
	rc = read_catalog(&r, catalog);
	if (rc)
		return rc;
	*out = made;
	return RC_OK;
}
