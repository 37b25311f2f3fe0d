/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "report/doc.h"

#include "base/text.h"
#include "report/doc_own.h"

#include <string.h>

const char *const meaning_class[MEANING_COUNT] = { "", "good", "info", "warn",
	"bad", "note" };

static const struct doc_words english = {
	.contents = "Contents",
	.page_of = "Page {n} of {m}",
	.draft = "Draft",
	.data = "The numbers of this chart",
	.signature = "Signature",
	.date = "Date",
};

static struct doc_part *
new_part(struct doc *d, enum doc_kind kind, const char *title)
{
	struct doc_part *p = arena_alloc(d->arena, sizeof(*p));

	p->kind = kind;
	p->doc = d;
	p->title = doc_clean(d->arena, title);
	return p;
}

struct doc *
doc_new(struct arena *a, const char *title, const char *lang)
{
	struct doc *d = arena_alloc(a, sizeof(*d));

	d->arena = a;
	d->title = doc_clean(a, title);
	d->lang = doc_lang(a, lang);
	d->words = english;
	d->root = new_part(d, DOC_ROOT, NULL);
	d->facts = new_part(d, DOC_KEYS, NULL);
	return d;
}

/* Blocks may stand in these, and runs in the others. */
static bool
holds_blocks(enum doc_kind k)
{
	return k == DOC_ROOT || k == DOC_SECTION || k == DOC_QUOTE ||
	    k == DOC_ITEM || k == DOC_KEY || k == DOC_CALLOUT;
}

static bool
holds_runs(enum doc_kind k)
{
	return k == DOC_PARA || k == DOC_CODE || k == DOC_ITEM ||
	    k == DOC_KEY || k == DOC_CELL || k == DOC_CALLOUT || k == DOC_SIGN;
}

static struct doc_part *
add(struct doc_part *under, enum doc_kind kind, const char *title)
{
	struct doc_part *p = new_part(under->doc, kind, title);

	p->parent = under;
	if (under->last)
		under->last->next = p;
	else
		under->first = p;
	under->last = p;
	return p;
}

static struct doc_part *
add_block(struct doc_part *under, enum doc_kind kind, const char *title)
{
	assert(holds_blocks(under->kind));
	return add(under, kind, title);
}

static struct doc_part *
add_section(struct doc_part *under, const char *heading)
{
	struct doc_part *p;

	assert(under->kind == DOC_ROOT || under->kind == DOC_SECTION);
	p = add(under, DOC_SECTION, heading);
	p->level = under->level + 1;
	p->seq = ++p->doc->sections;
	return p;
}

struct doc_part *
doc_section(struct doc_part *under, const char *heading)
{
	struct doc_part *p = add_section(under, heading);
	int n = ++under->count;

	p->number = under->number ?
	    arena_fmt(p->doc->arena, "%s.%d", under->number, n) :
	    arena_fmt(p->doc->arena, "%d", n);
	return p;
}

struct doc_part *
doc_section_plain(struct doc_part *under, const char *heading)
{
	struct doc_part *p = add_section(under, heading);

	p->flags |= DOC_UNNUMBERED;
	return p;
}

struct doc_part *
doc_annex(struct doc *d, const char *heading)
{
	struct doc_part *p = add_section(d->root, heading);
	int n = d->annexes++;

	if (n < 26)
		p->number = arena_fmt(d->arena, "%c", 'A' + n);
	else
		p->number = arena_fmt(d->arena, "A%d", n - 25);
	p->flags |= DOC_NEW_PAGE;
	return p;
}

struct doc_part *
doc_para(struct doc_part *under, const char *text)
{
	struct doc_part *p = add_block(under, DOC_PARA, NULL);

	if (text)
		doc_text(p, text, 0);
	return p;
}

struct doc_part *
doc_code(struct doc_part *under, const char *text)
{
	struct doc_part *p = add_block(under, DOC_CODE, NULL);

	if (text)
		doc_text(p, text, 0);
	return p;
}

struct doc_part *
doc_quote(struct doc_part *under)
{
	return add_block(under, DOC_QUOTE, NULL);
}

static struct doc_run *
add_run(struct doc_part *p, const char *text)
{
	struct doc_run *r = arena_alloc(p->doc->arena, sizeof(*r));

	assert(holds_runs(p->kind));
	r->text = doc_clean(p->doc->arena, text ? text : "");
	if (p->last_run)
		p->last_run->next = r;
	else
		p->runs = r;
	p->last_run = r;
	return r;
}

void
doc_text(struct doc_part *p, const char *text, unsigned style)
{
	add_run(p, text)->style = style & ~(unsigned)DOC_STATE;
}

void
doc_state(struct doc_part *p, const char *word, enum meaning m,
    const char *icon)
{
	struct doc_run *r = add_run(p, word);

	r->style = DOC_STATE;
	r->meaning = m;
	r->icon = icon;
}

void
doc_link(struct doc_part *p, const char *text, const char *href)
{
	struct doc_run *r = add_run(p, text);

	if (doc_href_safe(href))
		r->href = href;
}

void
doc_ref(struct doc_part *p, const char *text, const char *anchor)
{
	struct arena *a = p->doc->arena;

	add_run(p, text)->href = arena_fmt(a, "#%s", doc_name(a, anchor));
}

struct doc_part *
doc_list(struct doc_part *under, bool ordered)
{
	struct doc_part *p = add_block(under, DOC_LIST, NULL);

	p->flags = ordered ? DOC_ORDERED : 0;
	return p;
}

struct doc_part *
doc_item(struct doc_part *list, const char *text)
{
	struct doc_part *p;

	assert(list->kind == DOC_LIST);
	p = add(list, DOC_ITEM, NULL);
	if (text)
		doc_text(p, text, 0);
	return p;
}

struct doc_part *
doc_keys(struct doc_part *under)
{
	return add_block(under, DOC_KEYS, NULL);
}

struct doc_part *
doc_key_open(struct doc_part *keys, const char *name)
{
	assert(keys->kind == DOC_KEYS);
	return add(keys, DOC_KEY, name);
}

void
doc_key(struct doc_part *keys, const char *name, const char *value)
{
	if (value && *value)
		doc_text(doc_key_open(keys, name), value, 0);
}

struct doc_part *
doc_table(struct doc_part *under, const char *caption,
    const struct doc_col *cols, size_t n)
{
	struct doc_part *p = add_block(under, DOC_TABLE, caption);

	assert(n > 0);
	p->cols = cols;
	p->ncols = n;
	return p;
}

struct doc_part *
doc_row(struct doc_part *table)
{
	assert(table->kind == DOC_TABLE);
	return add(table, DOC_ROW, NULL);
}

struct doc_part *
doc_row_group(struct doc_part *table, const char *heading)
{
	struct doc_part *p = doc_row(table);

	p->flags |= DOC_GROUP;
	doc_text(add(p, DOC_CELL, NULL), heading, DOC_STRONG);
	return p;
}

struct doc_part *
doc_cell(struct doc_part *row, const char *text)
{
	struct doc_part *p;

	assert(row->kind == DOC_ROW && row->ncols < row->parent->ncols);
	row->ncols++;
	p = add(row, DOC_CELL, NULL);
	if (text)
		doc_text(p, text, 0);
	return p;
}

struct doc_part *
doc_cell_int(struct doc_part *row, int64_t v)
{
	struct buf b = { .arena = row->doc->arena };

	if (v != UNSET)
		buf_int(&b, v);
	return doc_cell(row, buf_text(&b));
}

struct doc_part *
doc_figure(struct doc_part *under, const char *caption,
    const struct chart *chart)
{
	struct doc_part *p = add_block(under, DOC_FIGURE, caption);

	p->chart = chart;
	p->seq = ++p->doc->figures;
	return p;
}

struct doc_part *
doc_callout(struct doc_part *under, enum meaning m, const char *title,
    const char *text)
{
	struct doc_part *p = add_block(under, DOC_CALLOUT, title);

	p->meaning = m;
	if (text)
		doc_text(p, text, 0);
	return p;
}

struct doc_part *
doc_signs(struct doc_part *under)
{
	return add_block(under, DOC_SIGNS, NULL);
}

struct doc_part *
doc_sign(struct doc_part *signs, const char *duty, const char *name,
    const char *when)
{
	struct doc_part *p;

	assert(signs->kind == DOC_SIGNS);
	p = add(signs, DOC_SIGN, duty);
	doc_text(p, name, 0);
	p->text = doc_clean(p->doc->arena, when);
	return p;
}

struct doc_part *
doc_qr(struct doc_part *under, const char *caption, const char *data)
{
	struct doc_part *p = add_block(under, DOC_QR, caption);

	p->text = data;
	return p;
}

struct doc_part *
doc_contents(struct doc_part *under)
{
	return add_block(under, DOC_CONTENTS, NULL);
}

struct doc_part *
doc_break(struct doc_part *under)
{
	return add_block(under, DOC_BREAK, NULL);
}
