/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backup.c - a store into a file, and a file into a store. */
#include "cli/cli.h"

#include "core/backup.h"

#include <stdio.h>

static void
tell(struct cli *cli, const char *what, const char *where,
    const struct backup_told *t)
{
	struct buf b = { .arena = cli->arena };

	if (!args_option(&cli->args, "json")) {
		printf("%s %s: %lld rows, %lld files\n", what, where,
		    (long long)t->rows, (long long)t->files);
		return;
	}
	buf_json(&b, where);
	printf("{\"made\":%s,\"rows\":%lld,\"files\":%lld,\"time\":%lld}\n",
	    b.s, (long long)t->rows, (long long)t->files, (long long)t->time);
}

enum rc
cli_backup(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct backup_told told;
	struct place p;
	struct ctx cx;
	struct db *db;
	enum rc rc;

	if (a->nwords != 1)
		return cli_usage(cli, "one FILE is wanted");
	rc = place_look(&cli->err, cli->arena, cli_data(cli), &p);
	if (rc)
		return rc;
	db = db_open(p.where, DB_READ, &cli->err);
	if (!db)
		return cli->err.code;
	ctx_begin(&cx, cli->arena, db);
	rc = backup_take(&cx, p.blobs, a->word[0], &told);
	db_close(db);
	if (rc)
		cli->err = cx.err;
	else
		tell(cli, "made", a->word[0], &told);
	return rc;
}

enum rc
cli_restore(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct backup_told told;
	enum rc rc;

	if (a->nwords != 1)
		return cli_usage(cli, "one FILE is wanted");
	rc = backup_restore(&cli->err, cli->arena, a->word[0], cli_data(cli),
	    args_option(a, "database"), &told);
	if (!rc)
		tell(cli, "restored into", cli_data(cli), &told);
	return rc;
}
