/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * decide.c - the decisions on the command line.  They need no store: a
 * question comes as flags, as JSON, or as many lines of JSON.
 */
#include "cli/cli.h"

#include "base/text.h"
#include "decide/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "sample" and its first word, or the row's name alone. */
static const struct ask_name *
name_of(struct cli *cli, size_t *used)
{
	const char *row = cli->row->name;
	const struct ask_name *n = ask_find(row);

	*used = 0;
	if (n || cli->args.nwords == 0)
		return n;
	*used = 1;
	return ask_find(arena_fmt(cli->arena, "%s %s", row,
	    cli->args.word[0]));
}

static enum rc
say_names(struct cli *cli)
{
	struct buf b = { .arena = cli->arena };

	for (size_t i = 0; ask_names[i]; i++) {
		const char *row = cli->row->name, *name = ask_names[i]->name;

		if (str_starts(name, row) && name[strlen(row)] == ' ')
			buf_fmt(&b, "%s%s", b.len ? ", " : "",
			    name + strlen(row) + 1);
	}
	err_set(&cli->err, RC_INVALID, "which one of: %s", buf_text(&b));
	err_hint(&cli->err, "\"muster %s WORD --help\" tells its fields.",
	    cli->row->name);
	return RC_INVALID;
}

/* All of standard input, within the limits of a question. */
static enum rc
read_input(struct cli *cli, struct buf *out)
{
	char tmp[8192];
	size_t n;

	while ((n = fread(tmp, 1, sizeof(tmp), stdin)) > 0) {
		if (out->len > 16u << 20)
			return err_set(&cli->err, RC_LIMIT,
			    "a question has at most 16 MiB");
		buf_add(out, tmp, n);
	}
	return RC_OK;
}

/* --- many lines ---------------------------------------------------------------- */

struct line {
	struct arena *arena;
	struct err err;
	const char *name, *json;
	size_t n;
};

static enum rc
answer_line(void *arg)
{
	struct line *l = arg;
	struct buf b = { .arena = l->arena };

	decide_line(&l->err, l->arena, l->name, l->json, l->n, &b);
	fwrite(b.s, 1, b.len, stdout);
	return RC_OK;
}

/* One answer a line, in order; a refused line is an answer too. */
static enum rc
answer_lines(const struct ask_name *name)
{
	struct line l = { .arena = arena_new(), .name = name->name };
	char *text = NULL;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&text, &size, stdin)) >= 0) {
		while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
			n--;
		l.json = text;
		l.n = (size_t)n;
		if (n > 0 && arena_run(l.arena, &l.err, answer_line, &l))
			puts("{\"error\":{\"code\":\"limit\",\"field\":null,"
			    "\"text\":\"this question takes too much memory\","
			    "\"hint\":\"\"}}");
		fflush(stdout);
		arena_reset(l.arena);
	}
	free(text);
	arena_free(l.arena);
	return RC_OK;
}

/* --- one question -------------------------------------------------------------- */

static enum rc
read_question(struct cli *cli, const struct ask_name *name, size_t used,
    struct buf *out)
{
	const struct args *args = &cli->args;
	struct pair *p = arena_alloc(cli->arena, (args->noptions + 1)
	    * sizeof(*p));
	size_t n = 0;

	for (size_t i = 0; i < args->noptions; i++) {
		char *field = arena_str(cli->arena, args->option[i].name);

		if (word_in("json data batch", field))
			continue;
		for (char *s = field; (s = strchr(s, '-'));)
			*s = '_';
		p[n++] = (struct pair){ field, args->option[i].value };
	}
	if (args->nwords > used + 1 || (n && args->nwords > used))
		return cli_usage(cli, "the question is one JSON object, or "
		    "flags");
	if (args->nwords == used)
		return ask_from_pairs(&cli->err, name, p, n, out);
	if (str_eq(args->word[used], "-"))
		return read_input(cli, out);
	buf_str(out, args->word[used]);
	return RC_OK;
}

enum rc
cli_decide(struct cli *cli)
{
	struct buf q = { .arena = cli->arena }, b = { .arena = cli->arena };
	size_t used;
	const struct ask_name *name = name_of(cli, &used);
	enum rc rc;

	if (!name && cli->args.nwords == 0 && args_option(&cli->args, "help"))
		return RC_OK;
	if (!name)
		return say_names(cli);
	if (args_option(&cli->args, "help")) {
		ask_manual(name, &b);
		printf("\n%s", buf_text(&b));
		return RC_OK;
	}
	if (args_option(&cli->args, "batch"))
		return answer_lines(name);
	rc = read_question(cli, name, used, &q);
	if (rc)
		return rc;
	bool json = args_option(&cli->args, "json") != NULL;

	rc = json ? decide_ask(&cli->err, cli->arena, name->name, buf_text(&q),
	    q.len, &b) : decide_text(&cli->err, cli->arena, name->name,
	    buf_text(&q), q.len, &b);
	if (rc)
		return rc;
	fwrite(b.s, 1, b.len, stdout);
	fputs(json ? "\n" : "", stdout);
	return RC_OK;
}
