/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* records.c - lists, records and commands, as tables or as JSON. */
#include "cli/cli.h"

#include "base/json.h"
#include "base/text.h"
#include "core/search.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 12, WIDEST = 48 };

/* --- building a path ---------------------------------------------------------------- */

static enum rc
call(struct cli *cli, const char *method, const char *path, const char *body,
    const char **out)
{
	struct link *l;
	enum rc rc = link_open(cli, &l);

	if (rc)
		return rc;
	rc = link_call(l, &cli->err, method, path, body, out);
	link_close(l);
	return rc;
}

/* --- printing ------------------------------------------------------------------------- */

static const char *
cell_text(struct arena *a, const struct json *j)
{
	struct buf b = { .arena = a };

	if (!j)
		return "";
	switch (j->kind) {
	case J_NULL:
		return "";
	case J_BOOL:
		return j->truth ? "yes" : "no";
	case J_INT:
		return arena_fmt(a, "%lld", (long long)j->number);
	case J_TEXT:
		return j->text;
	case J_LIST:
		for (const struct json *k = j->first; k; k = k->next) {
			if (b.len)
				buf_char(&b, ' ');
			buf_str(&b, cell_text(a, k));
		}
		return buf_text(&b);
	case J_REAL:
	case J_OBJECT:
		break;
	}
	return "...";
}

static void
print_cell(const char *s, size_t width, bool last)
{
	size_t n = utf8_count(s);

	fputs(s, stdout);
	for (size_t i = n; !last && i < width + 2; i++)
		putchar(' ');
}

static void
print_table(struct arena *a, const struct json *items, const char **column,
    size_t n)
{
	size_t width[COLUMNS];

	for (size_t k = 0; k < n; k++) {
		width[k] = strlen(column[k]);
		for (const struct json *j = items->first; j; j = j->next) {
			size_t w = utf8_count(utf8_cut(a, cell_text(a,
			    json_get(j, column[k])), WIDEST));

			if (w > width[k])
				width[k] = w;
		}
		print_cell(column[k], width[k], k + 1 == n);
	}
	putchar('\n');
	for (const struct json *j = items->first; j; j = j->next) {
		for (size_t k = 0; k < n; k++)
			print_cell(utf8_cut(a, cell_text(a, json_get(j,
			    column[k])), WIDEST), width[k], k + 1 == n);
		putchar('\n');
	}
}

static enum rc
parse(struct cli *cli, const char *text, const struct json **out)
{
	return json_parse(&cli->err, cli->arena, text, strlen(text), NULL, out);
}

/* Code, title, then what lists are sorted by; or what --columns names. */
static size_t
choose_columns(struct cli *cli, const struct entity *e, const char **column)
{
	const char *given = args_option(&cli->args, "columns");
	const struct field *title = entity_title(e);
	size_t n = 0;

	while (given && *given && n < COLUMNS) {
		size_t k = strcspn(given, ",");

		column[n++] = arena_dup(cli->arena, given, k);
		given += k + (given[k] == ',');
	}
	if (n)
		return n;
	column[n++] = "code";
	if (title)
		column[n++] = title->name;
	for (size_t i = 0; i < e->nfields && n < 7; i++)
		if (e->fields[i].flags & SORT && &e->fields[i] != title)
			column[n++] = e->fields[i].name;
	return n;
}

/* --- commands -------------------------------------------------------------------------- */

enum rc
cli_list(struct cli *cli)
{
	static const char *const passed[] = { "sort", "limit" };
	const struct args *a = &cli->args;
	const struct entity *e = a->nwords ? entity_find(a->word[0]) : NULL;
	struct buf path = { .arena = cli->arena };
	const char *text, *glue = "?", *column[COLUMNS];
	const struct json *j;
	enum rc rc;

	if (!e)
		return cli_usage(cli, "which record type?");
	buf_fmt(&path, "/api/v1/%s", e->name);
	for (size_t i = 0; i < NELEMS(passed); i++)
		if (args_option(a, passed[i])) {
			path_arg(&path, glue, passed[i], args_option(a,
			    passed[i]));
			glue = "&";
		}
	for (size_t i = 1; i < a->nwords; i++) {
		const char *name, *value;

		rc = path_pair(cli, a->word[i], &name, &value);
		if (rc)
			return rc;
		path_arg(&path, glue, name, value);
		glue = "&";
	}
	rc = call(cli, "GET", path.s, NULL, &text);
	if (rc || args_option(a, "json")) {
		if (!rc)
			fputs(text, stdout);
		return rc;
	}
	rc = parse(cli, text, &j);
	if (!rc)
		print_table(cli->arena, json_get(j, "items"), column,
		    choose_columns(cli, e, column));
	return rc;
}

static void
print_record(struct cli *cli, const struct json *j)
{
	for (const struct json *m = j->first; m; m = m->next) {
		const char *s = cell_text(cli->arena, m);

		if (*s)
			printf("%-22s %s\n", m->name, s);
	}
}

static void
print_gates(struct cli *cli, const struct json *j)
{
	const struct json *items = json_get(j, "items");

	for (const struct json *m = items->first; m; m = m->next) {
		const struct json *miss = json_get(m, "missing");
		const struct json *to = json_get(m, "to");

		printf("%s%s%s\n", cell_text(cli->arena, json_get(m, "verb")),
		    to ? " -> " : "", cell_text(cli->arena, to));
		for (miss = miss ? miss->first : NULL; miss; miss = miss->next)
			printf("    %s %s: %s\n        %s\n",
			    cell_text(cli->arena, json_get(miss, "force")),
			    cell_text(cli->arena, json_get(miss, "rule")),
			    cell_text(cli->arena, json_get(miss, "text")),
			    cell_text(cli->arena, json_get(miss, "hint")));
	}
}

static enum rc
record_path(struct cli *cli, const char *tail, const char **out)
{
	const struct args *a = &cli->args;
	struct buf b = { .arena = cli->arena };

	if (a->nwords != 2)
		return cli_usage(cli, "RECORD and ID are wanted");
	buf_str(&b, "/api/v1/");
	path_add(&b, a->word[0]);
	buf_char(&b, '/');
	path_add(&b, a->word[1]);
	buf_str(&b, tail);
	*out = b.s;
	return RC_OK;
}

static enum rc
show(struct cli *cli, const char *tail,
    void (*print)(struct cli *cli, const struct json *j))
{
	const char *path, *text;
	const struct json *j;
	enum rc rc = record_path(cli, tail, &path);

	if (!rc)
		rc = call(cli, "GET", path, NULL, &text);
	if (rc)
		return rc;
	if (args_option(&cli->args, "json")) {
		fputs(text, stdout);
		return RC_OK;
	}
	rc = parse(cli, text, &j);
	if (!rc)
		print(cli, j);
	return rc;
}

enum rc
cli_show(struct cli *cli)
{
	if (args_option(&cli->args, "gates"))
		return show(cli, "/gates", print_gates);
	return show(cli, "", print_record);
}

/* A report, a sample sheet, a calculation; or the list behind a sample. */
enum rc
cli_document(struct cli *cli)
{
	const struct args *a = &cli->args;
	const char *path, *text;
	enum rc rc = record_path(cli, args_option(a, "list") ? "/list.txt"
	    : args_option(a, "html") ? "/document.html" : "/document.txt",
	    &path);

	if (!rc)
		rc = call(cli, "GET", path, NULL, &text);
	if (!rc)
		fputs(text, stdout);
	return rc;
}

static void
print_journal(struct cli *cli, const struct json *j)
{
	const char *column[] = { "time", "command", "actor", "rev", "outcome",
		"rule", "index" };

	print_table(cli->arena, json_get(j, "items"), column, NELEMS(column));
}

enum rc
cli_journal(struct cli *cli)
{
	return show(cli, "/journal", print_journal);
}

enum rc
cli_search(struct cli *cli)
{
	const char *column[] = { "record", "code", "title", "id" }, *text;
	struct buf words = { .arena = cli->arena }, path = words;
	const struct json *j;
	enum rc rc;

	for (size_t i = 0; i < cli->args.nwords; i++)
		buf_fmt(&words, "%s%s", i ? " " : "", cli->args.word[i]);
	buf_str(&path, "/api/v1/search");
	path_arg(&path, "?", "q", buf_text(&words));
	rc = call(cli, "GET", path.s, NULL, &text);
	if (!rc && args_option(&cli->args, "json"))
		fputs(text, stdout);
	else if (!rc && !(rc = parse(cli, text, &j)))
		print_table(cli->arena, json_get(j, "items"), column,
		    NELEMS(column));
	return rc;
}

/* One order as JSON, for POST /api/v1/orders. */
static enum rc
write_order(struct cli *cli, struct buf *b)
{
	const struct args *a = &cli->args;
	const char *reason = args_option(a, "reason"), *comma = "";
	const char *rev = args_option(a, "rev");
	size_t i = 1;

	buf_str(b, "[{\"do\":");
	buf_json(b, a->word[0]);
	if (a->nwords > 1 && !strchr(a->word[1], '=')) {
		buf_str(b, ",\"on\":");
		buf_json(b, a->word[i++]);
	}
	if (reason) {
		buf_str(b, ",\"reason\":");
		buf_json(b, reason);
	}
	if (rev)
		buf_fmt(b, ",\"rev\":%s", rev);
	buf_str(b, ",\"set\":{");
	for (; i < a->nwords; i++) {
		const char *name, *value;
		bool seen = false;
		enum rc rc = path_pair(cli, a->word[i], &name, &value);

		if (rc)
			return rc;
		for (size_t k = 1; k < i; k++)
			seen |= str_starts(a->word[k], arena_fmt(cli->arena,
			    "%s=", name));
		if (seen)
			continue;
		buf_str(b, comma);
		buf_json(b, name);
		buf_str(b, ":[");
		buf_json(b, value);
		for (size_t k = i + 1; k < a->nwords; k++) {
			const char *again, *more;

			if (!path_pair(cli, a->word[k], &again, &more) &&
			    str_eq(again, name)) {
				buf_char(b, ',');
				buf_json(b, more);
			}
		}
		buf_char(b, ']');
		comma = ",";
	}
	buf_str(b, "}}]");
	return RC_OK;
}

enum rc
cli_do(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct buf b = { .arena = cli->arena };
	const struct json *j, *one;
	const char *text;
	enum rc rc;

	if (!a->nwords)
		return cli_usage(cli, "which command?");
	rc = write_order(cli, &b);
	if (!rc)
		rc = call(cli, "POST", "/api/v1/orders", b.s, &text);
	if (rc)
		return rc;
	if (args_option(a, "json")) {
		fputs(text, stdout);
		return RC_OK;
	}
	rc = parse(cli, text, &j);
	if (rc)
		return rc;
	one = json_get(j, "items")->first;
	printf("%s %s (id %s, revision %s)\n", a->word[0],
	    cell_text(cli->arena, json_get(one, "code")),
	    cell_text(cli->arena, json_get(one, "id")),
	    cell_text(cli->arena, json_get(one, "rev")));
	return RC_OK;
}

/* --- tables of the program ---------------------------------------------------------------- */

enum rc
cli_model(struct cli *cli)
{
	struct buf b = { .arena = cli->arena };
	const struct args *a = &cli->args;
	const struct entity *e = a->nwords ? entity_find(a->word[0]) : NULL;

	if (a->nwords && !e)
		return cli_usage(cli, "there is no such record type");
	if (e)
		model_schema(&b, e, SCHEMA_OUT);
	else if (args_option(a, "json"))
		model_print(&b);
	else
		for (size_t i = 0; model[i]; i++)
			buf_fmt(&b, "%-28s %-6s %-14s %s\n", model[i]->name,
			    model[i]->prefix, model[i]->clause,
			    model[i]->label);
	puts(b.s);
	return RC_OK;
}

enum rc
cli_routes(struct cli *cli)
{
	struct buf b = { .arena = cli->arena };
	bool json = args_option(&cli->args, "json") != NULL;
	const char *comma = "";

	for (size_t i = 0; cli->faces[i]; i++)
		for (const struct route *r = cli->faces[i]->routes; r->path;
		    r++)
			for (int m = 0; m < M_COUNT; m++) {
				if (!(r->methods & 1u << m) || m == M_HEAD)
					continue;
				if (!json) {
					buf_fmt(&b, "%-7s %-44s %-9s %s\n",
					    method_names[m], r->path,
					    r->who == OPEN ? "anybody"
					    : "signed in", r->help);
					continue;
				}
				buf_fmt(&b, "%s\n{\"method\":\"%s\","
				    "\"path\":\"%s\",\"policy\":\"%s\","
				    "\"help\":", comma, method_names[m],
				    r->path, r->who == OPEN ? "open"
				    : "signed_in");
				buf_json(&b, r->help);
				buf_char(&b, '}');
				comma = ",";
			}
	if (json)
		printf("[%s]\n", buf_text(&b));
	else
		fputs(buf_text(&b), stdout);
	return RC_OK;
}
