/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * template.h - pages are templates filled from views.
 *
 * A template is HTML with these marks:
 *
 *	{{name}}           the value, escaped for the place where it stands
 *	{{#name}}..{{/name}}  for each item of a list, in the item; or once when
 *	                   the value is not empty, zero or false
 *	{{?name}}..{{/name}}  once when it is not, also for a list, which it
 *	                   does not enter
 *	{{^name}}..{{/name}}  when it is
 *	{{@name}}          from the page's view, also inside an item; {{#@name}}
 *	{{>part}}          another template, filled from the view at hand
 *	{{>part word}}     the same, set in when parsed; {{.}} there is the word
 *	{{>>}}             the inner template, in a frame
 *	{{=name}}          a constant of the set: the address of a static file
 *	{{! .. }}          a comment
 *
 * Where a value stands decides how it is written: between tags and in quoted
 * attributes escaped, further on in a URL percent-encoded; an attribute that
 * is a URL from its start takes a URL value alone; markup (view_html) stands
 * between tags alone.  In a script, a style, a comment, the name of a tag or
 * an attribute without quotes nothing may stand: that is an error with file
 * and line when the set is made, so it stops the start of the program.
 *
 * A section ends where in the markup it began: both between tags, or in the
 * same value, or between attributes (there its text begins with the blank).
 * A mark alone on its line takes the line with it; tabs that begin a line
 * between tags are left out.
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "web/view.h"

struct template;
struct templates;       /* a set, constant once made; made of one arena */

struct template_source {
	const char *name;       /* "audit", without .html */
	const char *text;
	size_t len;
};

/*
 * Names are kept; texts are copied as far as they are needed.  RC_INVALID with
 * "NAME.html:LINE: ..." for a mistake in a template.
 */
enum rc templates_new(struct err *err, struct arena *a,
	const struct template_source *source, size_t n,
	const struct pair *constant, size_t nconstants,
	struct templates **out) MUST_USE;

/* NULL when there is none of that name. */
const struct template *template_find(const struct templates *set,
	const char *name);

/*
 * inner, or NULL, goes where t says {{>>}}.  A name that the view does not
 * have, or a value of a kind that may not stand there, is left out.
 */
void template_fill(struct html *out, const struct template *t,
	const struct template *inner, const struct view *v);

/* The same, but such a name or value is an error: for tests. */
enum rc template_fill_strictly(struct err *err, struct html *out,
	const struct template *t, const struct template *inner,
	const struct view *v) MUST_USE;

/* --- between template.c and fill.c --------------------------------------- */

enum op_kind {
	OP_LITERAL, OP_TEXT, OP_PLAIN, OP_ATTR, OP_URL, OP_URL_PART,
	OP_SECTION, OP_ASK, OP_INVERTED, OP_END, OP_PART, OP_INNER
};

struct op {
	enum op_kind kind;
	bool root;                      /* {{@name}} */
	unsigned line;
	uint32_t hash;                  /* of the name */
	const char *s;                  /* the literal, or the name */
	size_t n;                       /* its length; of a section: its end */
	const struct template *part;
};

struct template {
	const char *name;
	bool worded;                    /* it says {{.}} */
	struct op *op;
	size_t n, cap;
};

struct templates {
	struct arena *arena;
	struct template *t;
	const struct template_source *source;
	const struct pair *constant;
	size_t n, nconstants;
};

enum { TEMPLATE_DEPTH = 16 };           /* of sections, and of parts */

#endif
