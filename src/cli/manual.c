/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * manual.c - the manual page muster(1): made of the tables that the program
 * itself works by, so that it cannot tell of another program.
 */
#include "cli/cli.h"

#include "decide/ask.h"

#include <string.h>

/* Words as they are: a line that begins with a dot would be a request. */
static void
words(struct buf *b, const char *s)
{
	bool first = true;

	for (; *s; s++) {
		if (first && (*s == '.' || *s == '\''))
			buf_str(b, "\\&");
		if (*s == '\\')
			buf_str(b, "\\e");
		else if (*s == '-')
			buf_str(b, "\\-");
		else
			buf_char(b, *s);
		first = *s == '\n';
	}
}

/*
 * A term in bold, what follows it plain, and under it what it means: its first
 * line stands alone.
 */
static void
entry(struct buf *b, const char *term, const char *after, const char *text)
{
	size_t n = strcspn(text, "\n");

	buf_str(b, ".TP\n\\fB");
	words(b, term);
	buf_str(b, "\\fR ");
	words(b, after);
	buf_char(b, '\n');
	words(b, arena_dup(b->arena, text, n));
	buf_char(b, '\n');
	if (!text[n])
		return;
	buf_str(b, ".br\n");
	words(b, text + n + 1);
	buf_char(b, '\n');
}

/* "data= json" as they are typed. */
static const char *
options_of(struct arena *a, const char *options)
{
	struct buf b = { .arena = a };

	for (const char *p = options; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");
		bool value = p[n - 1] == '=';

		if (*p == '*')
			buf_str(&b, " [--FIELD VALUE ...]");
		else
			buf_fmt(&b, " [--%.*s%s]", (int)(n - value), p,
			    value ? " VALUE" : "");
		p += n;
	}
	return b.s ? b.s : "";
}

static void
commands(struct buf *b)
{
	buf_str(b, ".SH COMMANDS\nEach takes \\fB\\-\\-data DIR\\fR, the "
	    "folder of the store (muster\\-data), and \\fB\\-\\-json\\fR.\n");
	for (const struct cli_row *r = cli_rows; r->name; r++)
		entry(b, r->name, arena_fmt(b->arena, "%s%s", r->usage,
		    options_of(b->arena, r->options)), r->help);
}

static const char *
kind_of(struct arena *a, const struct ask_field *f)
{
	static const char *const kind[] = { [ASK_INT] = "a whole number",
		[ASK_RATE] = "a decimal from 0 to 1, or a percentage",
		[ASK_DECIMAL] = "a decimal", [ASK_FLAG] = "true or false",
		[ASK_TEXT] = "a text", [ASK_INTS] = "whole numbers",
		[ASK_DECIMALS] = "decimals", [ASK_TEXTS] = "texts",
		[ASK_ROWS] = "rows, as JSON",
		[ASK_NAMED] = "whole numbers by name, as JSON" };

	return arena_fmt(a, "(%s%s)", f->kind == ASK_PICK ? f->choices
	    : kind[f->kind], f->flags & ASK_NEEDED ? "; needed" : "");
}

static void
questions(struct buf *b)
{
	buf_str(b, ".SH QUESTIONS\nWhat can be asked without a store, each "
	    "with its fields: as options, as one JSON object, or with "
	    "\\fB\\-\\-batch\\fR as one object a line on standard input.\n");
	for (const struct ask_name *const *n = ask_names; *n; n++) {
		buf_str(b, ".SS ");
		words(b, (*n)->name);
		buf_char(b, '\n');
		words(b, (*n)->help);
		buf_char(b, '\n');
		for (size_t i = 0; i < (*n)->fields; i++)
			entry(b, (*n)->field[i].name, kind_of(b->arena,
			    &(*n)->field[i]), (*n)->field[i].help);
	}
}

static void
statuses(struct buf *b)
{
	buf_str(b, ".SH EXIT STATUS\n");
	for (int rc = 0; rc < RC_COUNT; rc++)
		entry(b, arena_fmt(b->arena, "%d", err_table[rc].exit),
		    err_table[rc].name, err_table[rc].meaning);
	buf_str(b, "A command that verifies says 3 for damage and 4 when it "
	    "cannot tell.\n");
}

enum rc
cli_manual(struct cli *cli)
{
	struct buf b = { .arena = cli->arena };

	buf_str(&b, ".TH MUSTER 1 \"\" \"muster " MUSTER_VERSION "\"\n"
	    ".SH NAME\nmuster \\- audit management for information security\n"
	    ".SH SYNOPSIS\n.B muster\n.I COMMAND\n[\\-\\-data DIR] "
	    "[\\-\\-json] ...\n.SH DESCRIPTION\nRuns the audits of an "
	    "information security management system: a server with its pages "
	    "and REST API, and the commands below, which work on a store "
	    "themselves, through a server that holds it, or with "
	    "\\fB\\-\\-url\\fR and \\fB\\-\\-token\\fR on one elsewhere.\n");
	commands(&b);
	questions(&b);
	statuses(&b);
	fputs(b.s, stdout);
	return RC_OK;
}
