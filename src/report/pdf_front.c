/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_front.c - what comes first: cover or title, and contents. */
#include "report/pdf_own.h"

#include "base/date.h"

#include <string.h>

static double
width(const struct pdf *p)
{
	return p->w - p->left - p->right;
}

/* Code, version and day, as far as they are there. */
static const char *
title_line(struct pdf *p)
{
	struct buf b = { .arena = p->arena };
	const struct doc *d = p->doc;
	char day[DATE_LEN + 1] = "";
	const char *const parts[] = { d->code, d->version, day };

	if (d->time)
		day_write(day, day_of_time(d->time));
	for (size_t i = 0; i < NELEMS(parts); i++) {
		if (!parts[i] || !*parts[i])
			continue;
		if (b.len)
			buf_str(&b, " \u00b7 ");
		buf_str(&b, parts[i]);
	}
	return doc_clean(p->arena, buf_text(&b));
}

static void
put(struct pdf *p, const char *s, enum face face, enum ink ink, double w)
{
	struct text *t;

	if (!s || !*s)
		return;
	t = type_of(p, doc_clean(p->arena, s), face, w);
	t->ink = ink;
	paper_text(p, t, 0, t->nlines, p->left, p->y, "P");
	p->y += t->height;
}

/* The class mark, and "Draft", side by side from x on. */
static void
put_badges(struct pdf *p, double x)
{
	const struct doc *d = p->doc;
	struct text *t;

	if (d->class_mark) {
		t = type_badge(p, doc_clean(p->arena, d->class_mark),
		    d->class_meaning, "lock", FACE_BODY);
		paper_text(p, t, 0, 1, x, p->y, "P");
		x += t->width + 8;
	}
	if (d->draft) {
		t = type_badge(p, doc_clean(p->arena, d->words.draft),
		    MEANING_WARN, "pen", FACE_BODY);
		paper_text(p, t, 0, 1, x, p->y, "P");
	}
}

void
front_cover(struct pdf *p)
{
	struct frame f = { p->left, width(p) };

	paper_new(p);
	p->page->plain = true;
	p->y = p->top - 6;
	put(p, p->doc->owner, FACE_STRONG, INK_TEXT, f.w);
	p->y = p->h * 0.235;
	paper_back(p, p->page, ITEM_BOX, f.x, p->y, 44, 3.5)->ink = INK_ACCENT;
	p->y += 18;
	put(p, p->doc->kind, FACE_KIND, INK_ACCENT, f.w);
	p->y += 5;
	put(p, p->doc->title, FACE_TITLE, INK_TEXT, f.w * 0.9);
	p->y += 10;
	put(p, title_line(p), FACE_BODY, INK_MUTED, f.w);
	p->y += 16;
	put_badges(p, f.x);
	p->y += 24;
	put(p, p->doc->copy, FACE_BODY, INK_MUTED, f.w);
	if (p->y < p->h * 0.52)
		p->y = p->h * 0.52;
	if (p->doc->facts->first) {
		paper_back(p, p->page, ITEM_RULE, f.x, p->y, f.w, 0.6)->ink =
		    INK_LINE;
		p->y += 14;
		p->mute_page = p->page;
		p->mute_y = p->y;
		flow_keys(p, p->doc->facts, f, FACE_BODY);
	}
	paper_turn(p);
}

void
front_title(struct pdf *p)
{
	struct frame f = { p->left, width(p) };

	paper_new(p);
	paper_back(p, p->page, ITEM_BOX, f.x, p->y, 44, 3.5)->ink = INK_ACCENT;
	p->y += 12;
	put(p, p->doc->kind, FACE_KIND, INK_ACCENT, f.w);
	p->y += 2;
	put(p, p->doc->title, FACE_HEAD1, INK_TEXT, f.w);
	p->y += 4;
	put(p, title_line(p), FACE_BODY, INK_MUTED, f.w);
	if (p->doc->draft || p->doc->class_mark) {
		p->y += 6;
		put_badges(p, f.x);
		p->y += 18;
	}
	p->y += 8;
	flow_keys(p, p->doc->facts, f, FACE_CELL);
	paper_gap(p, 18);
}

/* --- contents ------------------------------------------------------------- */

static void
put_entry(struct pdf *p, const struct doc_part *s, double x)
{
	enum face face = s->level == 1 ? FACE_STRONG : FACE_BODY;
	double indent = s->level == 1 ? 24 : 32;
	double end = p->w - p->right, w = end - x - indent - 40;
	struct text *t = type_of(p, s->title, face, w), *n;
	struct item *i;
	double used;

	paper_gap(p, s->level == 1 ? 5 : 1);
	paper_settle(p, t->height);
	paper_open(p, "TOCI");
	if (s->number) {
		n = type_of(p, s->number, face, indent);
		n->ink = INK_MUTED;
		paper_text(p, n, 0, 1, x, p->y, "Lbl");
	}
	paper_text(p, t, 0, t->nlines, x + indent, p->y, "Reference");
	p->page->last->part = s;
	used = t->nlines > 1 ? w : type_width(t);
	p->y += t->height;
	i = paper_back(p, p->page, ITEM_DOTS, x + indent + used + 6, p->y -
	    face_specs[face].leading * 0.32, end - 26 - x - indent - used - 6,
	    0);
	i->ink = INK_EDGE;
	i = paper_add(p, ITEM_PAGE_OF, end - 24, p->y -
	    face_specs[face].leading, 24, face_specs[face].leading);
	i->part = s;
	i->from = (int)face;
	paper_close(p, "TOCI");
}

void
front_contents(struct pdf *p)
{
	struct text *t = type_of(p, doc_clean(p->arena,
	    p->doc->words.contents), FACE_HEAD1, width(p));
	bool any = false;

	for (const struct doc_part *s = p->doc->root->first; s; s = s->next)
		any = any || s->kind == DOC_SECTION;
	if (!any)
		return;
	paper_gap(p, 18);
	paper_settle(p, t->height + 60);
	paper_text(p, t, 0, t->nlines, p->left, p->y, "P");
	p->y += t->height;
	paper_gap(p, 8);
	paper_open(p, "TOC");
	for (const struct doc_part *s = p->doc->root->first; s; s = s->next) {
		if (s->kind != DOC_SECTION)
			continue;
		put_entry(p, s, p->left);
		for (const struct doc_part *u = s->first; u; u = u->next)
			if (u->kind == DOC_SECTION)
				put_entry(p, u, p->left + 24);
	}
	paper_close(p, "TOC");
	paper_gap(p, 18);
}
