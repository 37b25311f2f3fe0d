/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fill.c - a parsed template and a view make a page. */
#include "web/template.h"

#include <string.h>

struct filling {
	struct html *out;
	const struct view *root;
	const struct template *inner;
	struct err *err;        /* NULL: leave out what does not fit */
	unsigned depth;
};

static enum rc fill(struct filling *f, const struct template *t, size_t from,
	size_t to, const struct view *v);

static enum rc
fault(struct filling *f, const struct template *t, const struct op *op,
    const char *what)
{
	if (!f->err)
		return RC_OK;
	return err_set(f->err, RC_INVALID, "%s.html:%u: %s %s", t->name,
	    op->line, op->s ? op->s : "a part", what);
}

static const struct view_value *
find(const struct filling *f, const struct op *op, const struct view *v)
{
	return view_find(op->root ? f->root : v, op->s, op->hash);
}

/* Text, number or URL, as the place wants it. */
static void
write_escaped(struct html *out, enum op_kind kind, const struct view_value *p)
{
	if (p->kind == VIEW_INT)
		html_int(out, p->u.number);
	else if (kind == OP_URL_PART)
		html_query(out, p->u.text);
	else if (kind == OP_ATTR || kind == OP_URL)
		html_attr(out, p->u.text);
	else
		html_text(out, p->u.text);
}

static enum rc
write_value(struct filling *f, const struct template *t, const struct op *op,
    const struct view *v)
{
	const struct view_value *p = find(f, op, v);

	if (!p)
		return fault(f, t, op, "is not a name that the page gives");
	if (p->kind == VIEW_FLAG || p->kind == VIEW_LIST)
		return fault(f, t, op, "can be asked, not written");
	if (op->kind == OP_URL && p->kind != VIEW_URL)
		return fault(f, t, op, "fills a whole URL and is not one");
	if (p->kind == VIEW_HTML && op->kind != OP_TEXT)
		return fault(f, t, op, "is markup and not between tags");
	if (p->kind == VIEW_HTML)
		html_add(f->out, p->u.html);
	else
		write_escaped(f->out, op->kind, p);
	return RC_OK;
}

static enum rc
fill_items(struct filling *f, const struct template *t, size_t from, size_t to,
    const struct view *item)
{
	enum rc rc = RC_OK;

	for (; item && !rc; item = view_next(item))
		rc = fill(f, t, from, to, item);
	return rc;
}

static enum rc
fill_section(struct filling *f, const struct template *t, size_t at,
    const struct view *v)
{
	const struct op *op = &t->op[at];
	const struct view_value *p = find(f, op, v);
	bool holds = p && view_holds(p);
	enum rc rc;

	if (!p) {
		rc = fault(f, t, op, "is not a name that the page gives");
		if (rc)
			return rc;
	}
	if (op->kind == OP_INVERTED)
		return holds ? RC_OK : fill(f, t, at + 1, op->n, v);
	if (!holds)
		return RC_OK;
	if (p->kind == VIEW_LIST && op->kind == OP_SECTION)
		return fill_items(f, t, at + 1, op->n, p->u.list.first);
	return fill(f, t, at + 1, op->n, v);
}

static enum rc
fill_part(struct filling *f, const struct template *t, const struct op *op,
    const struct view *v)
{
	const struct template *part = op->kind == OP_INNER ? f->inner
	    : op->part;
	enum rc rc;

	if (!part)
		return fault(f, t, op, "is to be set in and there is none");
	if (f->depth == TEMPLATE_DEPTH)
		return fault(f, t, op, "is nested too deep");
	f->depth++;
	rc = fill(f, part, 0, part->n, v);
	f->depth--;
	return rc;
}

static enum rc
fill(struct filling *f, const struct template *t, size_t from, size_t to,
    const struct view *v)
{
	enum rc rc = RC_OK;

	for (size_t i = from; i < to && !rc; i++) {
		const struct op *op = &t->op[i];

		switch (op->kind) {
		case OP_LITERAL:
			buf_add(&f->out->b, op->s, op->n);
			break;
		case OP_TEXT:
		case OP_PLAIN:
		case OP_ATTR:
		case OP_URL:
		case OP_URL_PART:
			rc = write_value(f, t, op, v);
			break;
		case OP_SECTION:
		case OP_ASK:
		case OP_INVERTED:
			rc = fill_section(f, t, i, v);
			i = op->n;
			break;
		case OP_PART:
		case OP_INNER:
			rc = fill_part(f, t, op, v);
			break;
		case OP_END:
			break;
		}
	}
	return rc;
}

void
template_fill(struct html *out, const struct template *t,
    const struct template *inner, const struct view *v)
{
	struct filling f = { .out = out, .root = v, .inner = inner };
	enum rc rc = fill(&f, t, 0, t->n, v);

	assert(rc == RC_OK);
	(void)rc;
}

enum rc
template_fill_strictly(struct err *err, struct html *out,
    const struct template *t, const struct template *inner,
    const struct view *v)
{
	struct filling f = { .out = out, .root = v, .inner = inner,
		.err = err };

	return fill(&f, t, 0, t->n, v);
}
