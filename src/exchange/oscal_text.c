/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "oscal_text.h"

#include "base/text.h"
#include "oscal.h"

#include <string.h>

const char *
oscal_text(const struct json *object, const char *name)
{
	const struct json *m = json_get(object, name);

	return m && m->kind == J_TEXT && *m->text ? m->text : NULL;
}

const struct json *
oscal_first(const struct json *object, const char *name)
{
	const struct json *m = json_get(object, name);

	return m && m->kind == J_LIST ? m->first : NULL;
}

/* NIST prints labels in several classes, and the one without is for people. */
const char *
oscal_property(const struct json *object, const char *name)
{
	const char *found = NULL;

	for (const struct json *p = oscal_first(object, "props"); p;
	    p = p->next) {
		if (!str_eq(oscal_text(p, "name"), name))
			continue;
		if (!oscal_text(p, "class"))
			return oscal_text(p, "value");
		if (!found)
			found = oscal_text(p, "value");
	}
	return found;
}

/* Lines behind the first stand under the text of their list item. */
static void
add_indented(struct buf *b, const char *s, size_t indent)
{
	for (; *s; s++) {
		buf_char(b, *s);
		for (size_t i = 0; *s == '\n' && i < indent; i++)
			buf_char(b, ' ');
	}
}

static void
add_prose(struct buf *b, const struct oscal_params *ps,
    const struct json *part, size_t indent)
{
	struct buf prose = { .arena = b->arena };
	const char *s = oscal_text(part, "prose");

	if (s)
		oscal_prose(&prose, ps, s);
	add_indented(b, buf_text(&prose), indent);
}

static void add_part(struct buf *b, const struct oscal_params *ps,
	const struct json *part, size_t level);

/* A list begins behind a blank line, and its items follow one another. */
static void
add_parts(struct buf *b, const struct oscal_params *ps,
    const struct json *part, size_t level)
{
	const struct json *p = oscal_first(part, "parts");

	if (p && b->len && level == 1)
		buf_char(b, '\n');
	for (; p; p = p->next)
		add_part(b, ps, p, level);
}

/* A lettered part and those in it, as a nested list of Markdown. */
static void
add_part(struct buf *b, const struct oscal_params *ps,
    const struct json *part, size_t level)
{
	const char *label = oscal_property(part, "label");
	bool said = label || oscal_text(part, "prose");

	if (b->len > OSCAL_PROSE)
		return;
	if (b->len && said)
		buf_str(b, level ? "\n" : "\n\n");
	if (level && said)
		buf_fmt(b, "%*s- %s%s", (int)(level - 1) * 2, "",
		    label ? label : "", label ? " " : "");
	add_prose(b, ps, part, level * 2);
	add_parts(b, ps, part, level + 1);
}

const char *
oscal_statement(struct arena *a, const struct oscal_params *ps,
    const struct json *at, const char *name)
{
	struct buf b = { .arena = a };

	for (const struct json *p = oscal_first(at, "parts"); p; p = p->next) {
		if (str_eq(oscal_text(p, "name"), name))
			add_part(&b, ps, p, 0);
	}
	return b.len ? buf_text(&b) : NULL;
}

const char *
oscal_part(struct arena *a, const struct oscal_params *ps,
    const struct json *part)
{
	struct buf b = { .arena = a };

	add_prose(&b, ps, part, 0);
	add_parts(&b, ps, part, 1);
	return b.len ? buf_text(&b) : NULL;
}

const char *
oscal_guidance(struct arena *a, const struct oscal_params *ps,
    const struct json *at)
{
	static const char kinds[] = "guidance discussion overview information";
	struct buf b = { .arena = a }, examples = b;

	for (const struct json *p = oscal_first(at, "parts"); p; p = p->next) {
		const char *name = oscal_text(p, "name");

		if (name && word_in(kinds, name))
			add_part(&b, ps, p, 0);
		else if (name && str_starts(name, "example"))
			add_part(&examples, ps, p, 1);
	}
	if (examples.len)
		buf_fmt(&b, "%s%s", b.len ? "\n\n" : "", examples.s);
	return b.len ? buf_text(&b) : NULL;
}

const char *
oscal_title(struct arena *a, const char *s)
{
	size_t n = strcspn(s, "\n");
	const char *line = arena_dup(a, s, n);
	char *cut, *blank;

	if (utf8_count(line) <= OSCAL_TITLE && !s[n])
		return line;
	cut = utf8_cut(a, line, OSCAL_TITLE - 1);
	blank = strrchr(cut, ' ');
	if (blank && blank - cut > OSCAL_TITLE / 2)
		*blank = '\0';
	return arena_fmt(a, "%s\xe2\x80\xa6", cut);
}
