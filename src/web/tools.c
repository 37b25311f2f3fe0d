/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tools.c - the decisions as pages: a form of the fields that a question has,
 * and its answer with method, assumptions and inputs.
 */
#include "web/screen.h"

#include "base/text.h"
#include "decide/ask.h"
#include "web/picture.h"

#include <string.h>

enum { WIDE = 6 };

/* --- the form --------------------------------------------------------------------------- */

static void
add_choices(struct view *c, const char *choices, const char *now)
{
	struct arena *a = view_arena(c);

	field_pick(c, "As usual");
	while (*choices) {
		size_t n = strcspn(choices, "|");
		char *word = arena_dup(a, choices, n);

		field_option(c, word, verb_words(a, word),
		    str_eq(word, now));
		choices += n + (choices[n] == '|');
	}
}

static void
add_control(struct ask *ask, struct view *v, const struct ask_field *f,
    const struct err *err)
{
	const char *now = ask_arg(ask, f->name);
	struct view *c = field_new(v, "fields", f->name, f->label);
	bool wrong = err && str_eq(err->field, f->name);
	const char *hint = arena_fmt(ask->cx->arena, "%s%s%s%s", f->help
	    ? f->help : "", f->example ? " For instance " : "",
	    f->example ? f->example : "", f->example ? "." : "");

	view_flag(c, "optional", !(f->flags & ASK_NEEDED));
	field_notes(c, hint, wrong ? err->text : NULL, NULL);
	switch (f->kind) {
	case ASK_PICK:
		add_choices(c, f->choices, now);
		break;
	case ASK_FLAG:
		field_pick(c, "As usual");
		field_option(c, "true", "Yes", str_eq(now, "true"));
		field_option(c, "false", "No", str_eq(now, "false"));
		break;
	case ASK_ROWS:
	case ASK_NAMED:
		field_area(c, now, 20000, 3);
		break;
	case ASK_INT:
	case ASK_RATE:
	case ASK_DECIMAL:
	case ASK_TEXT:
	case ASK_INTS:
	case ASK_DECIMALS:
	case ASK_TEXTS:
		field_line(c, "text", now, UNSET);
		break;
	}
}

/* --- the answer ---------------------------------------------------------------------------- */

static const char *
cell_words(struct arena *a, const struct cell *c)
{
	struct buf b = { .arena = a };

	cell_write(c, &b);
	return buf_text(&b);
}

static bool
is_figure(const struct cell *c)
{
	return c->kind == CELL_INT || c->kind == CELL_REAL ||
	    c->kind == CELL_DAYS;
}

static void
add_table(struct view *card, const struct item *item)
{
	struct arena *a = view_arena(card);
	struct view *t = table_new(card, "tables", item->label);

	for (size_t k = 0; k < item->columns; k++)
		table_head(t, item->column[k].label, item->rows &&
		    is_figure(&item->cell[k]));
	for (size_t i = 0; i < item->rows; i++) {
		struct view *row = table_row(t);

		for (size_t k = 0; k < item->columns; k++) {
			const struct cell *c = &item->cell[i * item->columns +
			    k];

			table_cell(row, item->column[k].label,
			    &(struct shape_cell){ .first = k == 0,
				.num = k && is_figure(c),
				.text = cell_words(a, c) });
		}
	}
}

/* The first number is what was asked for; the rest says why. */
static void
add_answer(struct ask *ask, struct view *v, const struct ask_name *n,
    const struct result *r)
{
	struct arena *a = ask->cx->arena;
	struct view *out = view_item(v, "result"), *card, *fact;
	bool said = false;

	view_text(out, "title", r->title);
	view_text(out, "big", "");
	view_text(out, "text", "");
	view_text(out, "chart", "");
	view_text(out, "after", "");
	picture_tool(out, n->name, r);
	card = card_new(v, "cards", "h-why", "Answer in full");
	for (const struct item *i = r->first; i; i = i->next) {
		if (i->shape == ITEM_TABLE) {
			add_table(card, i);
			continue;
		}
		fact = card_fact(card, i->label);
		for (size_t k = 0; k < i->rows; k++)
			fact_text(fact, cell_words(a, &i->cell[k]));
		if (!said && i->rows && is_figure(&i->cell[0])) {
			view_text(out, "big", cell_words(a, &i->cell[0]));
			view_text(out, "text", i->label);
			said = true;
		}
	}
}

/* --- the pages ------------------------------------------------------------------------------- */

static struct url *
tool_url(struct ask *ask, const struct ask_name *n)
{
	return url_new(ask->cx->arena, "/decide/%s", n->name);
}

enum rc
page_tools(struct ask *ask)
{
	struct view *v = frame_page(ask, "Tools", "/decide");
	struct view *card = card_new(v, "cards", "h-tools",
	    "Questions that can be reckoned");

	page_fact(v, "The machine reckons and says how; the auditor judges",
	    NULL);
	for (const struct ask_name *const *n = ask_names; *n; n++)
		shape_row(card, "rows", &(struct shape_row){ .icon = "chart",
			.text = (*n)->title, .note = (*n)->help,
			.href = tool_url(ask, *n) });
	frame_show(ask, v, "record");
	return RC_OK;
}

static enum rc
answer(struct ask *ask, const struct ask_name *n, struct result **out)
{
	struct buf json = { .arena = ask->cx->arena };
	enum rc rc = ask_from_pairs(&ask->cx->err, n, ask->rq->args,
	    ask->rq->nargs, &json);

	return rc ? rc : decide_result(&ask->cx->err, ask->cx->arena,
	    n->name, json.s, json.len, out);
}

enum rc
page_tool(struct ask *ask)
{
	const struct ask_name *n = ask_find(ask->name);
	const struct err *err = NULL;
	struct result *r = NULL;
	struct view *v, *card;

	if (!n)
		return err_set(&ask->cx->err, RC_MISSING,
		    "there is no such question");
	if (ask->rq->nargs && answer(ask, n, &r))
		err = ask_err(ask);
	v = frame_page(ask, n->title, "/decide");
	page_crumb(v, "Tools", url_new(ask->cx->arena, "/decide"));
	page_crumb(v, n->title, NULL);
	page_fact(v, n->help, NULL);
	view_link(v, "action", tool_url(ask, n));
	view_text(v, "inputs_title", "What you know");
	view_text(v, "label", "Reckon");
	view_list(v, "fields");
	view_list(v, "result");
	for (size_t i = 0; i < n->fields; i++)
		add_control(ask, v, &n->field[i], err);
	if (err) {
		page_error(v, err->field, err->text, err->rule, err->hint);
		ask->status = err_table[err->code].http;
	}
	if (r)
		add_answer(ask, v, n, r);
	card = card_new(v, "side", "h-same", "The same elsewhere");
	fact_value(card_fact(card, "Command line"), &(struct shape_value){
		.code = arena_fmt(ask->cx->arena, "muster %s",
		    n->name) });
	frame_show(ask, v, "tool");
	return RC_OK;
}
