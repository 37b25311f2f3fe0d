/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* import.c - foreign files from the command line, by the route of the API. */
#include "cli/cli.h"

#include "base/json.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>

static enum rc
make_path(struct cli *cli, struct buf *b)
{
	const struct args *a = &cli->args;
	const char *base = strrchr(a->word[1], '/');
	const char *audit = args_option(a, "audit");

	buf_str(b, "/api/v1/import/");
	path_add(b, a->word[0]);
	path_arg(b, "?", "name", base ? base + 1 : a->word[1]);
	if (audit)
		path_arg(b, "&", "audit", audit);
	if (args_option(a, "dry-run"))
		path_arg(b, "&", "dry_run", "1");
	for (size_t i = 2; i < a->nwords; i++) {
		const char *name, *value;
		enum rc rc = path_pair(cli, a->word[i], &name, &value);

		if (rc)
			return rc;
		path_arg(b, "&", name, value);
	}
	return RC_OK;
}

static const char *
text_in(const struct json *j, const char *name)
{
	const struct json *m = json_get(j, name);

	return m && m->kind == J_TEXT ? m->text : "";
}

static bool
true_in(const struct json *j, const char *name)
{
	const struct json *m = json_get(j, name);

	return m && m->kind == J_BOOL && m->truth;
}

static enum rc
print_report(struct cli *cli, const char *text)
{
	const struct json *j, *facts;
	enum rc rc = json_parse(&cli->err, cli->arena, text, strlen(text),
	    NULL, &j);

	if (rc)
		return rc;
	puts(text_in(j, "title"));
	facts = json_get(j, "facts");
	for (const struct json *f = facts ? facts->first : NULL; f;
	    f = f->next)
		printf("  %-26s %s\n", text_in(f, "label"),
		    text_in(f, "value"));
	if (!true_in(j, "changes"))
		puts("All of it is there already; nothing was changed.");
	else if (!true_in(j, "done"))
		puts("This would be done; nothing was stored.");
	else
		printf("Done: %s %s\n", text_in(j, "record"),
		    text_in(j, "code"));
	return RC_OK;
}

static enum rc
send_file(struct cli *cli, const char *path, FILE *f, const char **out)
{
	struct link *l;
	enum rc rc = link_open(cli, &l);

	if (rc)
		return rc;
	rc = link_upload(l, &cli->err, path, f, out);
	link_close(l);
	return rc;
}

enum rc
cli_import(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct buf path = { .arena = cli->arena };
	const char *out;
	FILE *f;
	enum rc rc;

	if (a->nwords < 2)
		return cli_usage(cli, "a kind and a file are wanted");
	rc = make_path(cli, &path);
	if (rc)
		return rc;
	f = fopen(a->word[1], "rb");
	if (!f)
		return err_set(&cli->err, RC_MISSING, "%.150s: %s",
		    a->word[1], strerror(errno));
	rc = send_file(cli, buf_text(&path), f, &out);
	fclose(f);
	if (rc)
		return rc;
	if (args_option(a, "json")) {
		fputs(out, stdout);
		return RC_OK;
	}
	return print_report(cli, out);
}
