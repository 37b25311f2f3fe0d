/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* store.c - commands on the store itself: made, migrated, its people. */
#include "cli/cli.h"

#include "core/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum rc
cli_version(struct cli *cli)
{
	(void)cli;
	puts("muster " MUSTER_VERSION);
	return RC_OK;
}

enum rc
cli_init(struct cli *cli)
{
	const char *dir = cli_data(cli);
	struct held h;
	enum rc rc = place_init(&cli->err, cli->arena, dir,
	    args_option(&cli->args, "database"));

	if (!rc)
		rc = held_open(cli, &h);
	if (rc)
		return rc;
	held_close(&h);
	printf("made a store in %s\n", dir);
	return RC_OK;
}

enum rc
cli_migrate(struct cli *cli)
{
	struct held h;
	enum rc rc = held_open(cli, &h);

	if (rc)
		return rc;
	held_close(&h);
	printf("the store in %s is up to date\n", cli_data(cli));
	return RC_OK;
}

/* --- accounts ---------------------------------------------------------------------- */

static enum rc
list_users(struct cli *cli, struct held *h)
{
	struct rows r;
	enum rc rc = db_query(h->cx.db, &cli->err, cli->arena, &r,
	    "SELECT u.login, p.name, u.state FROM user_account u "
	    "JOIN person p ON p.id = u.person ORDER BY u.login", NO_ARGS);

	for (size_t i = 0; !rc && i < r.nrows; i++) {
		const struct value *v = rows_at(&r, i, 0);

		printf("%-20s %-28s %s\n", v[0].s, v[1].s,
		    v[2].i <= 2 ? "may sign in" : "may not sign in");
	}
	return rc;
}

struct secret { int64_t account; const char *password, *token, *label;
	int64_t days; };

static enum rc
write_password(struct ctx *cx, void *arg)
{
	const struct secret *s = arg;
	enum rc rc = password_set(cx, s->account, s->password);

	return rc ? rc : session_end_all(cx, s->account);
}

static enum rc
write_token(struct ctx *cx, void *arg)
{
	struct secret *s = arg;

	return token_make(cx, s->account, s->label, s->days, &s->token);
}

/* Never in the list of arguments: others could read it there. */
static const char *
read_line(struct cli *cli)
{
	char line[2048];

	if (isatty(0))
		fputs("New password: ", stderr);
	if (!fgets(line, sizeof(line), stdin))
		return "";
	line[strcspn(line, "\r\n")] = '\0';
	return arena_str(cli->arena, line);
}

static enum rc
with_account(struct cli *cli, const char *login, struct secret *s,
    enum rc (*work)(struct ctx *cx, void *arg))
{
	struct session who;
	struct held h;
	enum rc rc = held_open(cli, &h);

	if (rc)
		return rc;
	rc = session_as(&h.cx, login, &who);
	s->account = who.account;
	h.cx.account = h.cx.person = 0;
	if (!rc)
		rc = command_write_alone(&h.cx, work, s);
	if (rc)
		cli->err = h.cx.err;
	held_close(&h);
	return rc;
}

enum rc
cli_user(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct secret s = { 0 };
	struct held h;
	enum rc rc;

	if (a->nwords == 2 && strcmp(a->word[0], "password") == 0) {
		s.password = read_line(cli);
		return with_account(cli, a->word[1], &s, write_password);
	}
	if (a->nwords != 1 || strcmp(a->word[0], "list") != 0)
		return cli_usage(cli, "list, or password LOGIN");
	rc = held_open(cli, &h);
	if (rc)
		return rc;
	rc = list_users(cli, &h);
	held_close(&h);
	return rc;
}

enum rc
cli_token(struct cli *cli)
{
	const struct args *a = &cli->args;
	const char *days = args_option(a, "days");
	struct secret s = { .days = 90 };
	enum rc rc;

	if (a->nwords != 2)
		return cli_usage(cli, "LOGIN and LABEL are wanted");
	if (days)
		s.days = strtoll(days, NULL, 10);
	s.label = a->word[1];
	rc = with_account(cli, a->word[0], &s, write_token);
	if (!rc)
		puts(s.token);
	return rc;
}
