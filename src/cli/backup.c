/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backup.c - a store into a file, and a file into a store. */
#include "cli/cli.h"

#include "base/file.h"
#include "base/text.h"
#include "core/backup.h"
#include "proof/checkpoint.h"

#include <stdio.h>

static void
tell(struct cli *cli, const char *what, const char *where,
    const struct backup_told *t)
{
	struct buf b = { .arena = cli->arena };

	if (!args_option(&cli->args, "json")) {
		printf("%s %s: %lld rows, %lld files, %lld entries of the "
		    "journal\n", what, where, (long long)t->rows,
		    (long long)t->files, (long long)t->entries);
		return;
	}
	buf_json(&b, where);
	printf("{\"made\":%s,\"rows\":%lld,\"files\":%lld,\"entries\":%lld,"
	    "\"time\":%lld}\n", b.s, (long long)t->rows,
	    (long long)t->files, (long long)t->entries, (long long)t->time);
}

/* --- taking one ------------------------------------------------------------- */

static enum rc
take(struct cli *cli, const char *file)
{
	const char *to = args_option(&cli->args, "recipient");
	struct backup_recipient recipient;
	struct backup_told told;
	struct place p;
	struct ctx cx;
	struct db *db;
	enum rc rc = to ? backup_recipient_take(&cli->err, cli->arena, to,
	    &recipient) : RC_OK;

	if (!rc)
		rc = place_look(&cli->err, cli->arena, cli_data(cli), &p);
	if (rc)
		return rc;
	db = db_open(p.where, DB_READ, &cli->err);
	if (!db)
		return cli->err.code;
	ctx_begin(&cx, cli->arena, db);
	rc = backup_take(&cx, p.blobs, file, to ? &recipient : NULL, &told);
	db_close(db);
	if (rc)
		cli->err = cx.err;
	else
		tell(cli, "made", file, &told);
	return rc;
}

/* --- reading one -------------------------------------------------------------- */

/* NULL where none was given. */
static enum rc
load_key(struct cli *cli, struct backup_key *room,
    const struct backup_key **out)
{
	const char *path = args_option(&cli->args, "key");

	*out = path ? room : NULL;
	return path ? backup_key_load(&cli->err, cli->arena, path, room)
	    : RC_OK;
}

static enum rc
verify(struct cli *cli, const char *file)
{
	struct backup_key room;
	const struct backup_key *key;
	struct backup_told told;
	enum rc rc = load_key(cli, &room, &key);

	if (!rc)
		rc = backup_verify(&cli->err, cli->arena, file, key, &told);
	if (!rc)
		tell(cli, "can be restored:", file, &told);
	sodium_memzero(&room, sizeof(room));
	return rc;
}

static enum rc
make_key(struct cli *cli, const char *file)
{
	const char *line;
	enum rc rc = backup_key_make(&cli->err, cli->arena, file, &line);

	if (!rc)
		puts(line);
	return rc;
}

enum rc
cli_backup(struct cli *cli)
{
	const struct args *a = &cli->args;

	if (a->nwords == 1)
		return take(cli, a->word[0]);
	if (a->nwords == 2 && str_eq(a->word[0], "verify"))
		return verify(cli, a->word[1]);
	if (a->nwords == 2 && str_eq(a->word[0], "key"))
		return make_key(cli, a->word[1]);
	return cli_usage(cli, "FILE, verify FILE or key FILE is wanted");
}

/* What a newer checkpoint knows of, and the backup does not. */
static enum rc
tell_lost(struct cli *cli, const struct backup_told *told)
{
	const char *path = args_option(&cli->args, "checkpoint");
	struct checkpoint cp;
	struct note note;
	char *text;
	size_t n;
	enum rc rc;

	if (!path)
		return RC_OK;
	rc = file_read(&cli->err, cli->arena, path, NOTE_MAX, &text, &n);
	if (!rc)
		rc = note_parse(&cli->err, cli->arena, text, n, &note);
	if (!rc)
		rc = checkpoint_parse(&cli->err, cli->arena, note.text,
		    note.len, &cp);
	if (rc)
		return rc;
	if (cp.size > told->entries)
		fprintf(stderr, "lost: the entries %lld to %lld, which that "
		    "checkpoint has\n", (long long)told->entries,
		    (long long)cp.size - 1);
	else
		fputs("lost: nothing that the checkpoint has\n", stderr);
	return RC_OK;
}

enum rc
cli_restore(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct backup_key room;
	const struct backup_key *key;
	struct backup_told told;
	enum rc rc;

	if (a->nwords != 1)
		return cli_usage(cli, "one FILE is wanted");
	rc = load_key(cli, &room, &key);
	if (!rc)
		rc = backup_restore(&cli->err, cli->arena, a->word[0], key,
		    cli_data(cli), args_option(a, "database"), &told);
	sodium_memzero(&room, sizeof(room));
	if (rc)
		return rc;
	tell(cli, "restored into", cli_data(cli), &told);
	return tell_lost(cli, &told);
}
