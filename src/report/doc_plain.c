/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * doc_plain.c - a document as plain text: for a terminal, for mail, and to be
 * read by programs that know no other format.
 */
#include "report/doc_own.h"

#include "base/text.h"

#include <string.h>

enum { WIDTH = 78, COLUMNS = 16 };

struct plain {
	struct buf *out;
	struct arena *arena;
	size_t indent;
};

static void
indent(struct plain *p)
{
	for (size_t i = 0; i < p->indent; i++)
		buf_char(p->out, ' ');
}

/* One line of s, broken at blanks. */
static void
write_line(struct plain *p, const char *s, size_t n)
{
	size_t room = WIDTH > p->indent + 20 ? WIDTH - p->indent : 20;

	do {
		size_t k = n, width = 0, blank = 0;

		for (size_t i = 0; i < n; i++) {
			width += ((unsigned char)s[i] & 0xc0) != 0x80;
			if (s[i] == ' ')
				blank = i;
			if (width > room && blank) {
				k = blank;
				break;
			}
		}
		indent(p);
		buf_add(p->out, s, k);
		buf_char(p->out, '\n');
		s += k;
		n -= k;
		while (n && *s == ' ') {
			s++;
			n--;
		}
	} while (n);
}

static void
write_text(struct plain *p, const char *s)
{
	for (;;) {
		size_t n = strcspn(s, "\n");

		write_line(p, s, n);
		if (!s[n])
			return;
		s += n + 1;
	}
}

static const char *
runs_text(struct plain *p, const struct doc_part *part)
{
	struct buf b = { .arena = p->arena };

	for (const struct doc_run *r = part->runs; r; r = r->next)
		buf_str(&b, r->text);
	return buf_text(&b);
}

/* --- tables ------------------------------------------------------------------------ */

static size_t
head_widths(const struct doc_part *t, size_t *width)
{
	for (size_t k = 0; k < t->ncols && k < COLUMNS; k++)
		width[k] = t->cols[k].head ? utf8_count(t->cols[k].head) : 0;
	return t->ncols < COLUMNS ? t->ncols : COLUMNS;
}

static void
write_cell(struct plain *p, const char *s, size_t width, bool number,
    bool last)
{
	size_t n = utf8_count(s);

	for (size_t i = n; number && i < width; i++)
		buf_char(p->out, ' ');
	buf_str(p->out, s);
	for (size_t i = n; !number && !last && i < width; i++)
		buf_char(p->out, ' ');
	buf_str(p->out, last ? "\n" : "  ");
}

static void
write_row(struct plain *p, const struct doc_part *t,
    const struct doc_part *row, const size_t *width, size_t n)
{
	const struct doc_part *c = row->first;

	if (row->flags & DOC_GROUP) {
		write_text(p, c ? runs_text(p, c) : "");
		return;
	}
	indent(p);
	for (size_t k = 0; k < n; k++, c = c ? c->next : NULL)
		write_cell(p, c ? runs_text(p, c) : "", width[k],
		    t->cols[k].kind == COL_NUMBER, k + 1 == n);
}

static void
write_table(struct plain *p, const struct doc_part *t)
{
	size_t width[COLUMNS] = { 0 }, n = head_widths(t, width);

	for (const struct doc_part *r = t->first; r; r = r->next) {
		const struct doc_part *c = r->first;

		for (size_t k = 0; c && k < n && !(r->flags & DOC_GROUP);
		    k++, c = c->next) {
			size_t w = utf8_count(runs_text(p, c));

			width[k] = w > width[k] ? w : width[k];
		}
	}
	if (t->title)
		write_text(p, t->title);
	indent(p);
	for (size_t k = 0; k < n; k++)
		write_cell(p, t->cols[k].head ? t->cols[k].head : "",
		    width[k], t->cols[k].kind == COL_NUMBER, k + 1 == n);
	for (const struct doc_part *r = t->first; r; r = r->next)
		write_row(p, t, r, width, n);
}

/* --- blocks ------------------------------------------------------------------------- */

static void write_blocks(struct plain *p, const struct doc_part *first);

static void
write_section(struct plain *p, const struct doc_part *s)
{
	const char *head = arena_fmt(p->arena, "%s%s%s", s->number ? s->number
	    : "", s->number ? " " : "", s->title ? s->title : "");

	buf_char(p->out, '\n');
	write_text(p, head);
	indent(p);
	for (size_t i = utf8_count(head); i > 0; i--)
		buf_char(p->out, s->level > 1 ? '-' : '=');
	buf_char(p->out, '\n');
	write_blocks(p, s->first);
}

static void
write_inside(struct plain *p, const struct doc_part *part, const char *head)
{
	if (head && *head)
		write_text(p, head);
	p->indent += 4;
	if (part->runs)
		write_text(p, runs_text(p, part));
	write_blocks(p, part->first);
	p->indent -= 4;
}

static void
write_item(struct plain *p, const struct doc_part *i, bool ordered, size_t no)
{
	const char *mark = ordered ? arena_fmt(p->arena, "%zu. ", no) : "- ";

	write_text(p, arena_fmt(p->arena, "%s%s", mark, runs_text(p, i)));
	p->indent += strlen(mark);
	write_blocks(p, i->first);
	p->indent -= strlen(mark);
}

static void
write_list(struct plain *p, const struct doc_part *l)
{
	size_t no = 0;

	for (const struct doc_part *i = l->first; i; i = i->next)
		write_item(p, i, l->flags & DOC_ORDERED, ++no);
}

static void
write_code(struct plain *p, const char *s)
{
	p->indent += 4;
	while (*s) {
		size_t n = strcspn(s, "\n");

		indent(p);
		buf_add(p->out, s, n);
		buf_char(p->out, '\n');
		s += n + (s[n] == '\n');
	}
	p->indent -= 4;
}

static void
write_signs(struct plain *p, const struct doc_part *signs)
{
	for (const struct doc_part *s = signs->first; s; s = s->next)
		write_text(p, arena_fmt(p->arena, "%s: %s", s->title,
		    s->runs ? runs_text(p, s) : "____________________"));
}

static void
write_block(struct plain *p, const struct doc_part *b)
{
	switch (b->kind) {
	case DOC_SECTION:
		write_section(p, b);
		return;
	case DOC_PARA:
		write_text(p, runs_text(p, b));
		return;
	case DOC_CODE:
		write_code(p, runs_text(p, b));
		return;
	case DOC_LIST:
		write_list(p, b);
		return;
	case DOC_TABLE:
		write_table(p, b);
		return;
	case DOC_SIGNS:
		write_signs(p, b);
		return;
	case DOC_QR:
		write_text(p, b->text);
		return;
	case DOC_KEYS:
	case DOC_QUOTE:
		write_inside(p, b, NULL);
		return;
	case DOC_KEY:
	case DOC_CALLOUT:
	case DOC_FIGURE:
		write_inside(p, b, b->title);
		return;
	case DOC_ROOT:
	case DOC_ITEM:
	case DOC_ROW:
	case DOC_CELL:
	case DOC_SIGN:
	case DOC_CONTENTS:
	case DOC_BREAK:
		return;
	}
}

static void
write_blocks(struct plain *p, const struct doc_part *first)
{
	for (const struct doc_part *b = first; b; b = b->next) {
		if (b != first && b->kind != DOC_KEY)
			buf_char(p->out, '\n');
		write_block(p, b);
	}
}

static void
write_head(struct plain *p, const struct doc *d)
{
	const char *lines[] = { d->kind, d->owner, d->code, d->version,
		d->class_mark, d->draft ? d->words.draft : NULL };

	write_text(p, d->title);
	for (size_t i = 0; i < NELEMS(lines); i++)
		if (lines[i] && *lines[i])
			write_text(p, lines[i]);
}

enum rc
doc_plain(struct err *err, struct buf *out, const struct doc *d)
{
	struct plain p = { .out = out, .arena = d->arena };

	(void)err;
	write_head(&p, d);
	if (d->facts && d->facts->first) {
		buf_char(out, '\n');
		write_blocks(&p, d->facts->first);
	}
	write_blocks(&p, d->root->first);
	if (d->foot) {
		buf_char(out, '\n');
		write_text(&p, d->foot);
	}
	return RC_OK;
}
