/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* template.c - reads templates; fill.c fills them. */
#include "web/template.h"

#include "base/text.h"
#include "web/markup.h"

#include <stdio.h>
#include <string.h>

/* A source being read; a part with a word has a reader of its own. */
struct reader {
	const char *name;
	const char *start, *s, *end;
	unsigned line;
	const char *word;       /* what {{.}} stands for, or NULL */
	size_t nopen;           /* sections that were open when it began */
	struct reader *outer;
};

struct open { size_t op; struct markup at; };

struct parser {
	struct templates *set;
	struct err *err;
	struct template *out;
	struct markup at;
	struct buf literal;
	struct open open[TEMPLATE_DEPTH];
	size_t nopen;
};

struct mark {
	const char *start, *end;        /* with its braces, in the source */
	char sign;                      /* # ? ^ / > = ! or 0 */
	bool root;
	const char *name, *word;        /* in the arena; word: of a part */
	unsigned line;
};

static enum rc fault(struct parser *p, const struct reader *r, unsigned line,
	const char *fmt, ...) PRINTF_LIKE(4, 5);
static enum rc parse(struct parser *p, struct reader *r) MUST_USE;

static enum rc
fault(struct parser *p, const struct reader *r, unsigned line, const char *fmt,
    ...)
{
	char words[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	return err_set(p->err, RC_INVALID, "%s.html:%u: %s", r->name, line,
	    words);
}

static struct op *
add_op(struct parser *p, enum op_kind kind)
{
	struct template *t = p->out;

	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 32;
		struct op *op = arena_alloc(p->set->arena, cap * sizeof(*op));

		if (t->n)
			memcpy(op, t->op, t->n * sizeof(*op));
		t->op = op;
		t->cap = cap;
	}
	t->op[t->n] = (struct op){ .kind = kind };
	return &t->op[t->n++];
}

static void
flush_literal(struct parser *p)
{
	struct op *op;

	if (!p->literal.len)
		return;
	op = add_op(p, OP_LITERAL);
	op->n = p->literal.len;
	op->s = arena_dup(p->set->arena, p->literal.s, op->n);
	p->literal.len = 0;
}

static struct op *
add_named(struct parser *p, enum op_kind kind, const struct mark *m)
{
	struct op *op;

	flush_literal(p);
	op = add_op(p, kind);
	op->root = m->root;
	op->line = m->line;
	op->s = m->name;
	op->hash = view_hash(m->name, strlen(m->name));
	return op;
}

static void
add_literal(struct parser *p, const char *s, size_t n)
{
	markup_read(&p->at, s, n);
	buf_add(&p->literal, s, n);
}

/* Line by line, because tabs that begin a line between tags are left out. */
static void
take_text(struct parser *p, struct reader *r, const char *to)
{
	while (r->s < to) {
		const char *nl = memchr(r->s, '\n', (size_t)(to - r->s));
		const char *stop = nl ? nl + 1 : to;

		if (p->at.state == MARKUP_TEXT &&
		    (r->s == r->start || r->s[-1] == '\n'))
			while (r->s < stop && *r->s == '\t')
				r->s++;
		add_literal(p, r->s, (size_t)(stop - r->s));
		r->line += nl != NULL;
		r->s = stop;
	}
}

/* A mark that is alone on its line, between tags, goes with the line. */
static void
take_line(struct parser *p, struct reader *r, const struct mark *m)
{
	const char *before = m->start, *after = m->end;
	struct buf *b = &p->literal;

	while (before > r->start && (before[-1] == ' ' || before[-1] == '\t'))
		before--;
	while (after < r->end && (*after == ' ' || *after == '\t'))
		after++;
	if (before > r->start && before[-1] != '\n')
		return;
	if (after < r->end && *after != '\n')
		return;
	if (p->at.state != MARKUP_TEXT)
		return;
	while (b->len && (b->s[b->len - 1] == ' ' || b->s[b->len - 1] == '\t'))
		b->len--;
	r->s = after < r->end ? after + 1 : after;
	r->line += after < r->end;
}

/* Names have no '-', words may. */
static bool
is_word(const char *s)
{
	return *s >= 'a' && *s <= 'z' &&
	    s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

static bool
is_name(const char *s)
{
	return is_word(s) && !strchr(s, '-');
}

static char *
cut(struct parser *p, const char *from, const char *to)
{
	return text_trim(p->set->arena,
	    arena_dup(p->set->arena, from, (size_t)(to - from)));
}

/* Reads the mark that begins at r->s. */
static enum rc
read_mark(struct parser *p, struct reader *r, struct mark *m)
{
	const char *s = r->s + 2, *end;
	char *blank;

	*m = (struct mark){ .start = r->s, .line = r->line };
	for (end = s; end + 1 < r->end && !(end[0] == '}' && end[1] == '}');)
		r->line += *end++ == '\n';
	if (end + 1 >= r->end)
		return fault(p, r, m->line, "a mark that does not end");
	m->end = r->s = end + 2;
	if (s < end && strchr("#?^/>=!", *s))
		m->sign = *s++;
	if (m->sign == '!')
		return RC_OK;
	if (s < end && *s == '@') {
		m->root = true;
		s++;
	}
	m->name = cut(p, s, end);
	blank = strchr(m->name, ' ');
	if (blank && m->sign == '>') {
		m->word = text_trim(p->set->arena, blank + 1);
		*blank = '\0';
	}
	return RC_OK;
}

static enum rc
parse_value(struct parser *p, struct reader *r, const struct mark *m)
{
	static const enum op_kind kind[] = { [PLACE_TEXT] = OP_TEXT,
		[PLACE_PLAIN] = OP_PLAIN, [PLACE_ATTR] = OP_ATTR,
		[PLACE_URL] = OP_URL, [PLACE_URL_PART] = OP_URL_PART };
	enum place place = markup_place(&p->at);

	if (place == PLACE_TAG || place == PLACE_NONE)
		return fault(p, r, m->line, "a value may not stand %s",
		    markup_why(&p->at));
	if (str_eq(m->name, ".") && !m->root) {
		const char *word = r->word ? r->word : "word";

		/* On its own it is read for its mistakes alone. */
		p->out->worded = p->out->worded || !r->word;
		add_literal(p, word, strlen(word));
		return RC_OK;
	}
	if (!is_name(m->name))
		return fault(p, r, m->line, "\"%s\" is not a name", m->name);
	add_named(p, kind[place], m);
	markup_value(&p->at);
	return RC_OK;
}

static enum rc
parse_constant(struct parser *p, struct reader *r, const struct mark *m)
{
	enum place place = markup_place(&p->at);

	if (place != PLACE_URL && place != PLACE_TEXT && place != PLACE_ATTR)
		return fault(p, r, m->line, "a constant may not stand %s",
		    markup_why(&p->at));
	for (size_t i = 0; i < p->set->nconstants; i++) {
		const struct pair *c = &p->set->constant[i];
		struct html h = { { .arena = p->set->arena } };

		if (!str_eq(c->name, m->name))
			continue;
		html_attr(&h, c->value);
		add_literal(p, buf_text(&h.b), h.b.len);
		return RC_OK;
	}
	return fault(p, r, m->line, "no constant is called \"%s\"", m->name);
}

static enum rc
open_section(struct parser *p, struct reader *r, const struct mark *m)
{
	enum place place = markup_place(&p->at);

	if (!is_name(m->name))
		return fault(p, r, m->line, "\"%s\" is not a name", m->name);
	if (p->at.state == MARKUP_TAG)
		return fault(p, r, m->line, "a section between attributes "
		    "has the blank inside it: <p{{#x}} class=\"y\"{{/x}}>");
	if (place == PLACE_NONE || place == PLACE_URL ||
	    place == PLACE_URL_PART)
		return fault(p, r, m->line, "a section may not stand %s",
		    markup_why(&p->at));
	if (p->nopen == TEMPLATE_DEPTH)
		return fault(p, r, m->line, "sections nested too deep");
	add_named(p, m->sign == '#' ? OP_SECTION : m->sign == '?' ? OP_ASK
	    : OP_INVERTED, m);
	markup_border(&p->at);
	p->open[p->nopen++] = (struct open){ p->out->n - 1, p->at };
	return RC_OK;
}

static enum rc
close_section(struct parser *p, struct reader *r, const struct mark *m)
{
	struct open *open;
	struct op *op;

	if (p->nopen == r->nopen)
		return fault(p, r, m->line, "{{/%s}} closes nothing", m->name);
	open = &p->open[--p->nopen];
	op = &p->out->op[open->op];
	if (!str_eq(op->s, m->name) || op->root != m->root)
		return fault(p, r, m->line, "{{/%s%s}} closes {{#%s%s}} of "
		    "line %u", m->root ? "@" : "", m->name,
		    op->root ? "@" : "", op->s, op->line);
	markup_border(&p->at);
	if (!markup_same(&open->at, &p->at))
		return fault(p, r, m->line, "the section {{#%s}} of line %u "
		    "ends elsewhere than it began: %s", op->s, op->line,
		    markup_why(&p->at));
	add_named(p, OP_END, m);
	p->out->op[open->op].n = p->out->n - 1;
	return RC_OK;
}

/* A part with a word is read here and now, as if it stood in this source. */
static enum rc
set_in(struct parser *p, struct reader *r, const struct mark *m, size_t part)
{
	const struct template_source *source = &p->set->source[part];
	struct reader inner = { .name = source->name, .start = source->text,
		.s = source->text, .end = source->text + source->len,
		.line = 1, .word = m->word, .outer = r, .nopen = p->nopen };
	unsigned depth = 0;

	for (struct reader *o = r; o; o = o->outer)
		if (++depth == TEMPLATE_DEPTH)
			return fault(p, r, m->line, "parts nested too deep");
	if (!is_word(m->word))
		return fault(p, r, m->line, "\"%s\" is not a word", m->word);
	/* It may stand within a line, so its last line does not end. */
	if (inner.end > inner.s && inner.end[-1] == '\n')
		inner.end--;
	return parse(p, &inner);
}

static enum rc
parse_part(struct parser *p, struct reader *r, const struct mark *m)
{
	struct op *op;

	if (p->at.state != MARKUP_TEXT)
		return fault(p, r, m->line, "a part may not stand %s",
		    markup_why(&p->at));
	if (str_eq(m->name, ">")) {
		add_named(p, OP_INNER, m);
		return RC_OK;
	}
	for (size_t i = 0; i < p->set->n; i++) {
		if (!str_eq(p->set->source[i].name, m->name))
			continue;
		if (m->word)
			return set_in(p, r, m, i);
		op = add_named(p, OP_PART, m);
		op->part = &p->set->t[i];
		return RC_OK;
	}
	return fault(p, r, m->line, "no part is called \"%s\"", m->name);
}

static enum rc
parse_mark(struct parser *p, struct reader *r, const struct mark *m)
{
	switch (m->sign) {
	case '!':
		return RC_OK;
	case '#':
	case '?':
	case '^':
		return open_section(p, r, m);
	case '/':
		return close_section(p, r, m);
	case '>':
		return parse_part(p, r, m);
	case '=':
		return parse_constant(p, r, m);
	default:
		return parse_value(p, r, m);
	}
}

static enum rc
parse(struct parser *p, struct reader *r)
{
	struct mark m;
	enum rc rc;

	for (;;) {
		const char *s = r->s;

		while (s + 1 < r->end && !(s[0] == '{' && s[1] == '{'))
			s++;
		if (s + 1 >= r->end)
			break;
		take_text(p, r, s);
		rc = read_mark(p, r, &m);
		if (rc)
			return rc;
		if (m.sign && m.sign != '=' && !m.word)
			take_line(p, r, &m);
		rc = parse_mark(p, r, &m);
		if (rc)
			return rc;
	}
	take_text(p, r, r->end);
	if (p->nopen > r->nopen)
		return fault(p, r, r->line, "{{#%s}} is not closed",
		    p->out->op[p->open[p->nopen - 1].op].s);
	if (p->at.state != MARKUP_TEXT)
		return fault(p, r, r->line, "it ends %s", markup_why(&p->at));
	return RC_OK;
}

/* Parts are found when all are read. */
static enum rc
check_parts(struct err *err, const struct template *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct op *op = &t->op[i];

		if (op->kind == OP_PART && op->part->worded)
			return err_set(err, RC_INVALID,
			    "%s.html:%u: %s is set in with a word",
			    t->name, op->line, op->s);
	}
	return RC_OK;
}

static enum rc
parse_source(struct templates *set, struct err *err, size_t i)
{
	const struct template_source *source = &set->source[i];
	struct parser p = { .set = set, .err = err, .out = &set->t[i],
		.literal.arena = set->arena };
	struct reader r = { .name = source->name, .start = source->text,
		.s = source->text, .end = source->text + source->len,
		.line = 1 };
	enum rc rc;

	set->t[i].name = source->name;
	rc = parse(&p, &r);
	flush_literal(&p);
	return rc;
}

enum rc
templates_new(struct err *err, struct arena *a,
    const struct template_source *source, size_t n,
    const struct pair *constant, size_t nconstants, struct templates **out)
{
	struct templates *set = arena_alloc(a, sizeof(*set));
	enum rc rc = RC_OK;

	*set = (struct templates){ .arena = a, .source = source, .n = n,
		.constant = constant, .nconstants = nconstants,
		.t = arena_alloc(a, (n + 1) * sizeof(*set->t)) };
	for (size_t i = 0; i < n && !rc; i++)
		rc = parse_source(set, err, i);
	for (size_t i = 0; i < n && !rc; i++)
		rc = check_parts(err, &set->t[i]);
	if (!rc)
		*out = set;
	return rc;
}

const struct template *
template_find(const struct templates *set, const char *name)
{
	for (size_t i = 0; i < set->n; i++)
		if (str_eq(set->t[i].name, name))
			return &set->t[i];
	return NULL;
}
