/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the table of fields is also good for: flags, schema and manual. */
#include "decide/ask_inside.h"

#include "base/text.h"

#include <string.h>

/* --- flags --------------------------------------------------------------- */

static bool
is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n > 0 && n < 19 && !s[n] && (s[0] != '0' || n == 1);
}

/* "a,b" as a list; texts keep what stands between the commas. */
static void
write_list(const struct ask_field *f, struct arena *a, const char *s,
    struct buf *out)
{
	buf_char(out, '[');
	for (const char *p = s; *p;) {
		size_t n = strcspn(p, ",");
		char *one = text_trim(a, arena_dup(a, p, n));

		if (f->kind == ASK_INTS && is_number(one))
			buf_str(out, one);
		else
			buf_json(out, one);
		p += n + (p[n] == ',');
		buf_str(out, *p ? "," : "");
	}
	buf_char(out, ']');
}

static enum rc
write_value(struct err *err, const struct ask_field *f, const char *s,
    struct buf *out)
{
	switch (f->kind) {
	case ASK_INT:
		is_number(s) ? buf_str(out, s) : buf_json(out, s);
		return RC_OK;
	case ASK_RATE:
	case ASK_DECIMAL:
	case ASK_PICK:
	case ASK_TEXT:
		buf_json(out, s);
		return RC_OK;
	case ASK_FLAG:
		if (!word_in("true false yes no on off 1 0", s))
			return err_field(err, f->name, "%s is true or false",
			    f->name);
		buf_str(out, word_in("true yes on 1", s) ? "true" : "false");
		return RC_OK;
	case ASK_INTS:
	case ASK_DECIMALS:
	case ASK_TEXTS:
		/* A list in brackets is JSON already. */
		if (s[0] == '[')
			buf_str(out, s);
		else
			write_list(f, out->arena, s, out);
		return RC_OK;
	case ASK_ROWS:
	case ASK_NAMED:
		buf_str(out, s);
		return RC_OK;
	}
	return RC_OK;
}

enum rc
ask_from_pairs(struct err *err, const struct ask_name *name,
    const struct pair *pair, size_t n, struct buf *out)
{
	struct buf b = { .arena = out->arena };

	buf_char(&b, '{');
	for (size_t i = 0; i < n; i++) {
		const struct ask_field *f = ask_field_of(name, pair[i].name);
		enum rc rc;

		if (!pair[i].value || !*pair[i].value)
			continue;
		if (!f)
			return err_field(err, pair[i].name,
			    "there is no such field");
		buf_str(&b, b.len > 1 ? "," : "");
		buf_json(&b, f->name);
		buf_char(&b, ':');
		rc = write_value(err, f, pair[i].value, &b);
		if (rc)
			return rc;
	}
	buf_char(&b, '}');
	buf_str(out, buf_text(&b));
	return RC_OK;
}

/* --- manual -------------------------------------------------------------- */

static const char *
kind_word(enum ask_kind kind)
{
	switch (kind) {
	case ASK_INT:
		return "whole number";
	case ASK_RATE:
		return "rate 0 to 1";
	case ASK_DECIMAL:
		return "decimal";
	case ASK_PICK:
		return "choice";
	case ASK_FLAG:
		return "true or false";
	case ASK_TEXT:
		return "text";
	case ASK_INTS:
		return "whole numbers";
	case ASK_DECIMALS:
		return "decimals";
	case ASK_TEXTS:
		return "texts";
	case ASK_ROWS:
		return "rows";
	case ASK_NAMED:
		return "numbers by name";
	}
	return "";
}

static void
write_choices(const char *choices, struct buf *out)
{
	buf_str(out, " One of ");
	for (const char *p = choices; *p;) {
		size_t n = strcspn(p, "|");

		buf_char(out, '`');
		buf_add(out, p, n);
		buf_str(out, p == choices ? "` (when left out)" : "`");
		p += n + (p[n] == '|');
		buf_str(out, *p ? ", " : ".");
	}
}

void
ask_manual(const struct ask_name *name, struct buf *out)
{
	buf_fmt(out, "## %s\n\n%s. %s\n\n", name->name, name->title,
	    name->help);
	buf_str(out, "| field | kind | meaning | example |\n"
	    "|---|---|---|---|\n");
	for (size_t i = 0; i < name->fields; i++) {
		const struct ask_field *f = &name->field[i];

		buf_fmt(out, "| `%s`%s | %s | %s. %s", f->name,
		    f->flags & ASK_NEEDED ? " (needed)" : "",
		    kind_word(f->kind), f->label, f->help);
		if (f->kind == ASK_PICK)
			write_choices(f->choices, out);
		buf_fmt(out, " | `%s` |\n", f->example);
	}
	buf_char(out, '\n');
}

void
ask_manual_all(struct buf *out)
{
	buf_str(out, "# Decision functions, field by field\n\n"
	    "Each takes one JSON object and answers one; `--batch` reads one "
	    "object a line\nand answers one a line, in order. Rates, "
	    "probabilities and all other real\nnumbers are decimal strings; "
	    "counts and days are numbers. A rate may be\nwritten `\"0.05\"` "
	    "or `\"5 %\"`. Unknown fields are refused. Every answer also "
	    "has\n`method`, `edition`, `assumptions`, `software` and "
	    "`inputs`.\n\nThis page is made of the table that the program "
	    "itself uses.\n\n");
	for (size_t i = 0; ask_names[i]; i++)
		ask_manual(ask_names[i], out);
}

/* --- schema -------------------------------------------------------------- */

static void
write_type(const struct ask_field *f, struct buf *out)
{
	const char *number = "{\"type\":[\"string\",\"number\"]}";

	switch (f->kind) {
	case ASK_INT:
		buf_str(out, "\"type\":[\"integer\",\"string\"]");
		return;
	case ASK_RATE:
	case ASK_DECIMAL:
		buf_str(out, "\"type\":[\"string\",\"number\"]");
		return;
	case ASK_FLAG:
		buf_str(out, "\"type\":\"boolean\"");
		return;
	case ASK_PICK:
		buf_str(out, "\"enum\":[");
		for (const char *p = f->choices; *p;) {
			size_t n = strcspn(p, "|");

			buf_json(out, arena_dup(out->arena, p, n));
			p += n + (p[n] == '|');
			buf_str(out, *p ? "," : "]");
		}
		return;
	case ASK_TEXT:
		buf_str(out, "\"type\":[\"string\",\"integer\"]");
		return;
	case ASK_INTS:
		buf_str(out, "\"type\":\"array\",\"items\":"
		    "{\"type\":[\"integer\",\"string\"]}");
		return;
	case ASK_DECIMALS:
		buf_fmt(out, "\"type\":\"array\",\"items\":%s", number);
		return;
	case ASK_TEXTS:
		buf_str(out, "\"type\":\"array\",\"items\":"
		    "{\"type\":[\"string\",\"integer\"]}");
		return;
	case ASK_ROWS:
		buf_str(out, "\"type\":\"array\"");
		return;
	case ASK_NAMED:
		buf_str(out, "\"type\":\"object\"");
		return;
	}
}

void
ask_schema(const struct ask_name *name, struct buf *out)
{
	bool first = true;

	buf_str(out, "{\"type\":\"object\",\"title\":");
	buf_json(out, name->title);
	buf_str(out, ",\"additionalProperties\":false,\"properties\":{");
	for (size_t i = 0; i < name->fields; i++) {
		const struct ask_field *f = &name->field[i];

		buf_str(out, i ? "," : "");
		buf_json(out, f->name);
		buf_str(out, ":{\"title\":");
		buf_json(out, f->label);
		buf_str(out, ",\"description\":");
		buf_json(out, f->help);
		buf_char(out, ',');
		write_type(f, out);
		buf_fmt(out, ",\"examples\":[%s]}", f->example);
	}
	buf_str(out, "},\"required\":[");
	for (size_t i = 0; i < name->fields; i++) {
		if (!(name->field[i].flags & ASK_NEEDED))
			continue;
		buf_str(out, first ? "" : ",");
		buf_json(out, name->field[i].name);
		first = false;
	}
	buf_str(out, "]}");
}
