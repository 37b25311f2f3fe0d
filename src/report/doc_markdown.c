/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * doc_markdown.c - the parser calls us back, so its calls only write down
 * what happened, in memory that may say no; parts are built when it is done.
 */
#include "report/doc_own.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 12, COLUMNS = 12, PLAIN_ABOVE = 256 * 1024 };

enum event_kind { BLOCK_IN, BLOCK_OUT, SPAN_IN, SPAN_OUT, TEXT };

struct event {
	struct event *next;
	enum event_kind kind;
	int type;               /* of the block, span or text */
	int n;                  /* columns of a table, alignment of a cell */
	const char *text;       /* of TEXT, and where a link leads */
	size_t len;
};

struct tape {
	struct arena *arena;
	struct event *first, *last;
};

static struct event *
note(struct tape *t, enum event_kind kind, int type)
{
	struct event *e = arena_try(t->arena, sizeof(*e));

	if (!e)
		return NULL;
	*e = (struct event){ .kind = kind, .type = type };
	if (t->last)
		t->last->next = e;
	else
		t->first = e;
	t->last = e;
	return e;
}

/* The parser's text is gone when it returns: keep a copy. */
static int
keep(struct tape *t, struct event *e, const char *s, size_t n)
{
	char *copy = e ? arena_try(t->arena, n + 1) : NULL;

	if (!copy)
		return -1;
	if (n)
		memcpy(copy, s, n);
	e->text = copy;
	e->len = n;
	return 0;
}

static int
block_in(MD_BLOCKTYPE type, void *detail, void *tape)
{
	struct event *e = note(tape, BLOCK_IN, (int)type);

	if (!e)
		return -1;
	if (type == MD_BLOCK_TABLE)
		e->n = (int)((MD_BLOCK_TABLE_DETAIL *)detail)->col_count;
	if (type == MD_BLOCK_TH)
		e->n = ((MD_BLOCK_TD_DETAIL *)detail)->align == MD_ALIGN_RIGHT;
	return 0;
}

static int
block_out(MD_BLOCKTYPE type, void *detail, void *tape)
{
	(void)detail;
	return note(tape, BLOCK_OUT, (int)type) ? 0 : -1;
}

static int
span_in(MD_SPANTYPE type, void *detail, void *tape)
{
	struct event *e = note(tape, SPAN_IN, (int)type);
	const MD_SPAN_A_DETAIL *a = detail;

	if (type == MD_SPAN_A && a->href.size)
		return keep(tape, e, a->href.text, a->href.size);
	return e ? 0 : -1;
}

static int
span_out(MD_SPANTYPE type, void *detail, void *tape)
{
	(void)detail;
	return note(tape, SPAN_OUT, (int)type) ? 0 : -1;
}

static int
text_in(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *tape)
{
	return keep(tape, note(tape, TEXT, (int)type), s, n);
}

/* --- from what was written down to parts ---------------------------------- */

struct place {                  /* where blocks go */
	struct doc_part *part;
	struct place *outer;
	int skipped;            /* blocks in blocks deeper than DEPTH */
};

struct build {
	struct arena *arena;
	struct place *place;
	int depth;
	struct doc_part *open;  /* takes the runs */
	struct buf text;        /* gathered for the next run */
	unsigned style;
	int strong, em, mono;
	const char *href;
	struct doc_col *cols;
	int col, ncols;
	struct buf *head;       /* gathers the head of a column */
};

static void
flush(struct build *b)
{
	const char *s;

	if (!b->text.len)
		return;
	s = arena_dup(b->arena, b->text.s, b->text.len);
	b->text.len = 0;
	if (b->href)
		doc_link(b->open, s, b->href);
	else
		doc_text(b->open, s, b->style);
}

/* Text in an item whose first words are written goes to a paragraph. */
static void
open_for_text(struct build *b)
{
	struct doc_part *p = b->place->part;

	if (b->open)
		return;
	if (p->kind == DOC_ITEM && !p->first && !p->runs)
		b->open = p;
	else
		b->open = doc_para(p->kind == DOC_LIST || p->kind == DOC_TABLE ?
		    p->parent : p, NULL);
}

static void
close_text(struct build *b)
{
	flush(b);
	b->open = NULL;
}

static void
enter(struct build *b, struct doc_part *p)
{
	struct place *place = arena_alloc(b->arena, sizeof(*place));

	*place = (struct place){ .part = p, .outer = b->place };
	b->place = place;
	b->depth++;
}

static void
leave(struct build *b)
{
	if (b->place->skipped) {
		b->place->skipped--;
		return;
	}
	b->place = b->place->outer;
	b->depth--;
}

/* Quotes, lists and items deeper than anybody reads stay where they are. */
static void
nest(struct build *b, int type)
{
	struct doc_part *in = b->place->part;

	if (b->depth >= DEPTH || b->place->skipped) {
		b->place->skipped++;
		return;
	}
	if (type == MD_BLOCK_QUOTE)
		enter(b, doc_quote(in));
	else if (type == MD_BLOCK_LI)
		enter(b, doc_item(in, NULL));
	else
		enter(b, doc_list(in, type == MD_BLOCK_OL));
}

static void
table_in(struct build *b, int ncols)
{
	b->ncols = ncols < 1 ? 1 : ncols > COLUMNS ? COLUMNS : ncols;
	b->cols = arena_alloc(b->arena, sizeof(*b->cols) * (size_t)b->ncols);
	for (int i = 0; i < b->ncols; i++)
		b->cols[i] = (struct doc_col){ .head = "", .kind = COL_TEXT };
	enter(b, doc_table(b->place->part->kind == DOC_LIST ?
	    b->place->part->parent : b->place->part, NULL, b->cols,
	    (size_t)b->ncols));
}

static void
head_in(struct build *b, const struct event *e)
{
	b->head = arena_alloc(b->arena, sizeof(*b->head));
	b->head->arena = b->arena;
	if (e->n && b->col < b->ncols)
		b->cols[b->col].kind = COL_NUMBER;
}

/* Heads past the last column share it, as its cells do. */
static void
head_out(struct build *b)
{
	const char *head = doc_clean(b->arena, buf_text(b->head));
	struct doc_col *last = &b->cols[b->ncols - 1];

	if (b->col < b->ncols)
		b->cols[b->col].head = head;
	else
		last->head = arena_fmt(b->arena, "%s | %s", last->head, head);
	b->col++;
	b->head = NULL;
}

/* Cells past the last column share it. */
static void
cell_in(struct build *b)
{
	if (b->col++ < b->ncols) {
		b->open = doc_cell(b->place->part, NULL);
		return;
	}
	b->open = b->place->part->last;
	doc_text(b->open, " | ", 0);
}

static void
begin_block(struct build *b, const struct event *e)
{
	if (e->type != MD_BLOCK_THEAD && e->type != MD_BLOCK_TBODY)
		close_text(b);
	switch ((MD_BLOCKTYPE)e->type) {
	case MD_BLOCK_QUOTE:
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
	case MD_BLOCK_LI:
		nest(b, e->type);
		return;
	case MD_BLOCK_H:
		b->strong++;
		return;
	case MD_BLOCK_CODE:
		b->open = doc_code(b->place->part->kind == DOC_LIST ?
		    b->place->part->parent : b->place->part, NULL);
		return;
	case MD_BLOCK_TABLE:
		table_in(b, e->n);
		return;
	case MD_BLOCK_THEAD:
		b->col = 0;
		b->head = NULL;
		return;
	case MD_BLOCK_TH:
		head_in(b, e);
		return;
	case MD_BLOCK_TR:
		b->col = 0;
		return;
	case MD_BLOCK_TD:
		if (b->place->part->kind == DOC_TABLE)
			enter(b, doc_row(b->place->part));
		cell_in(b);
		return;
	case MD_BLOCK_DOC:
	case MD_BLOCK_HR:
	case MD_BLOCK_HTML:
	case MD_BLOCK_P:
	case MD_BLOCK_TBODY:
		return;
	}
}

static void
end_block(struct build *b, const struct event *e)
{
	close_text(b);
	switch ((MD_BLOCKTYPE)e->type) {
	case MD_BLOCK_QUOTE:
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
	case MD_BLOCK_LI:
	case MD_BLOCK_TABLE:
		leave(b);
		return;
	case MD_BLOCK_H:
		b->strong--;
		return;
	case MD_BLOCK_TH:
		head_out(b);
		return;
	case MD_BLOCK_TR:
		if (b->place->part->kind == DOC_ROW)
			leave(b);
		return;
	case MD_BLOCK_DOC:
	case MD_BLOCK_HR:
	case MD_BLOCK_CODE:
	case MD_BLOCK_HTML:
	case MD_BLOCK_P:
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
	case MD_BLOCK_TD:
		return;
	}
}

static void
span(struct build *b, const struct event *e, int step)
{
	if (b->open)
		flush(b);
	if (e->type == MD_SPAN_STRONG)
		b->strong += step;
	else if (e->type == MD_SPAN_EM || e->type == MD_SPAN_IMG)
		b->em += step;
	else if (e->type == MD_SPAN_CODE)
		b->mono += step;
	else if (e->type == MD_SPAN_A)
		b->href = step > 0 ? e->text : NULL;
}

/* The few that people type; any other stays as it was typed. */
static const char *
entity(struct arena *a, const char *s, size_t n)
{
	static const struct pair known[] = { { "&amp;", "&" },
		{ "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" },
		{ "&apos;", "'" }, { "&nbsp;", "\u00a0" },
		{ "&ndash;", "\u2013" }, { "&mdash;", "\u2014" },
		{ "&hellip;", "\u2026" }, { "&euro;", "\u20ac" },
		{ "&sect;", "\u00a7" }, { "&copy;", "\u00a9" } };

	for (size_t i = 0; i < NELEMS(known); i++)
		if (strlen(known[i].name) == n && !memcmp(known[i].name, s, n))
			return known[i].value;
	return arena_dup(a, s, n);
}

static void
add_text(struct build *b, const struct event *e)
{
	const char *s = e->text;

	if (e->type == MD_TEXT_BR)
		s = "\n";
	else if (e->type == MD_TEXT_SOFTBR)
		s = " ";
	else if (e->type == MD_TEXT_NULLCHAR)
		s = "\ufffd";
	else if (e->type == MD_TEXT_ENTITY)
		s = entity(b->arena, e->text, e->len);
	if (b->head) {
		buf_str(b->head, s);
		return;
	}
	open_for_text(b);
	b->style = (b->strong ? DOC_STRONG : 0u) | (b->em ? DOC_EM : 0u) |
	    (b->mono ? DOC_MONO : 0u);
	buf_str(&b->text, s);
}

static void
replay(struct build *b, const struct event *e)
{
	for (; e; e = e->next) {
		if (e->kind == BLOCK_IN)
			begin_block(b, e);
		else if (e->kind == BLOCK_OUT)
			end_block(b, e);
		else if (e->kind == TEXT)
			add_text(b, e);
		else
			span(b, e, e->kind == SPAN_IN ? 1 : -1);
	}
	close_text(b);
}

void
doc_markdown(struct doc_part *under, const char *text)
{
	static const MD_PARSER parser = { .abi_version = 0,
		.flags = MD_FLAG_NOHTML | MD_FLAG_TABLES |
		MD_FLAG_NOINDENTEDCODEBLOCKS,
		.enter_block = block_in, .leave_block = block_out,
		.enter_span = span_in, .leave_span = span_out,
		.text = text_in };
	struct arena *a = under->doc->arena;
	struct tape tape = { .arena = a };
	struct build b = { .arena = a, .text = { .arena = a } };
	size_t n;

	text = doc_clean(a, text ? text : "");
	n = strlen(text);
	if (n > PLAIN_ABOVE ||
	    md_parse(text, (MD_SIZE)n, &parser, &tape)) {
		doc_para(under, text);
		return;
	}
	enter(&b, under);
	replay(&b, tape.first);
}
