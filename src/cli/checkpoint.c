/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* checkpoint.c - the head of the journal, and the key that signs it. */
#include "cli/cli.h"

#include "base/file.h"
#include "base/text.h"
#include "core/seal.h"
#include "core/sequencer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* --- a store that nobody serves: what is new is signed first ----------------------- */

static enum rc
sign_alone(struct held *h)
{
	struct seal *s;
	enum rc rc = held_seal(h, &s);

	if (!rc)
		seal_close(s);
	return rc;
}

static enum rc
sign_if_alone(struct cli *cli)
{
	struct held h;
	enum rc rc = held_open(cli, &h);

	if (rc == RC_BUSY)
		return RC_OK;           /* its server signs */
	if (rc)
		return rc;
	rc = sign_alone(&h);
	if (rc)
		cli->err = h.cx.err;
	held_close(&h);
	return rc;
}

/* --- for other programs -------------------------------------------------------------- */

struct out { struct cli *cli; const char *folder; };

static enum rc
put(const struct out *o, const char *name, const void *p, size_t n)
{
	return file_write(&o->cli->err, arena_fmt(o->cli->arena, "%s/%s",
	    o->folder, name), p, n, 0644, FILE_REPLACE);
}

static enum rc
put_text(const struct out *o, const char *name, const char *text)
{
	return put(o, name, text, strlen(text));
}

static enum rc
put_keys(const struct out *o, const struct key *key)
{
	struct arena *a = o->cli->arena;
	enum rc rc = put_text(o, "verifier", arena_fmt(a, "%s\n",
	    key_text(a, key)));

	if (!rc)
		rc = put_text(o, "key.pem", key_pem(a, key));
	if (!rc)
		rc = put_text(o, "signify.pub", key_signify(a, key));
	/* minisign reads the same form. */
	return rc ? rc : put_text(o, "minisign.pub", key_signify(a, key));
}

static enum rc
put_signatures(const struct out *o, const struct signer *s,
    const struct note *note)
{
	const struct key *key = signer_key(s);
	struct arena *a = o->cli->arena;
	unsigned char raw[KEY_SIGNATURE];
	enum rc rc;

	if (!note_raw(note, key, raw))
		return err_set(&o->cli->err, RC_DENIED, "the checkpoint is "
		    "not signed by the key of this store");
	rc = put(o, "checkpoint.txt", note->text, note->len);
	if (!rc)
		rc = put(o, "checkpoint.raw", raw, sizeof(raw));
	if (!rc)
		rc = put_text(o, "checkpoint.txt.sig", key_signify_sig(a, key,
		    raw));
	return rc ? rc : put_text(o, "checkpoint.txt.minisig",
	    signer_minisign(a, s, raw, "muster checkpoint"));
}

static enum rc
export(struct cli *cli, const char *dir, const struct sealed *last)
{
	struct out o = { cli, args_option(&cli->args, "export") };
	struct signer *s;
	struct note note;
	enum rc rc = signer_load(&cli->err, arena_fmt(cli->arena, "%s/key",
	    dir), &s);

	if (rc)
		return rc;
	if (mkdir(o.folder, 0777) < 0 && errno != EEXIST)
		rc = err_set(&cli->err, file_rc(errno), "cannot make %.100s: "
		    "%s", o.folder, strerror(errno));
	if (!rc)
		rc = note_parse(&cli->err, cli->arena, last->note,
		    strlen(last->note), &note);
	if (!rc)
		rc = put_text(&o, "checkpoint", last->note);
	if (!rc)
		rc = put_keys(&o, signer_key(s));
	if (!rc)
		rc = put_signatures(&o, s, &note);
	signer_free(s);
	return rc;
}

/* --- the commands ----------------------------------------------------------------------- */

/* Before anything opens the store as one that is in order. */
static enum rc
go_on_restored(struct cli *cli)
{
	struct held h;
	enum rc rc = held_bare(cli, &h);

	if (rc)
		return rc;
	rc = seal_restored(&h.cx, h.place.seal);
	if (!rc && db_shared(h.cx.db))
		rc = sequencer_once(&h.cx);
	if (rc)
		cli->err = h.cx.err;
	held_close(&h);
	return rc;
}

enum rc
cli_checkpoint(struct cli *cli)
{
	struct sealed last;
	struct held h;
	enum rc rc = RC_OK;

	if (cli->args.nwords)
		return cli_usage(cli, "no word is wanted");
	if (args_option(&cli->args, "restored"))
		rc = go_on_restored(cli);
	if (!rc)
		rc = sign_if_alone(cli);
	if (!rc)
		rc = held_look(cli, &h);
	if (rc)
		return rc;
	rc = seal_latest(&h.cx, &last);
	if (rc)
		cli->err = h.cx.err;
	else if (args_option(&cli->args, "export"))
		rc = export(cli, h.place.seal, &last);
	if (!rc)
		fputs(last.note, stdout);
	held_close(&h);
	return rc;
}

static enum rc
show_key(struct cli *cli)
{
	struct key key;
	struct held h;
	enum rc rc = held_look(cli, &h);

	if (rc)
		return rc;
	rc = seal_verifier(&h.cx, &key);
	if (rc)
		cli->err = h.cx.err;
	else
		puts(key_text(cli->arena, &key));
	held_close(&h);
	return rc;
}

static enum rc
rotate_key(struct cli *cli)
{
	struct seal *s;
	struct held h;
	enum rc rc = held_open(cli, &h);

	if (rc)
		return rc;
	rc = sign_alone(&h);
	if (!rc)
		rc = seal_open(&h.cx, h.place.seal, &s);
	if (!rc) {
		rc = seal_rotate(&h.cx, s);
		if (!rc)
			puts(key_text(cli->arena, signer_key(seal_signer(s))));
		seal_close(s);
	}
	if (!rc)
		rc = sign_alone(&h);
	if (rc)
		cli->err = h.cx.err;
	held_close(&h);
	return rc;
}

enum rc
cli_key(struct cli *cli)
{
	const struct args *a = &cli->args;

	if (a->nwords == 1 && str_eq(a->word[0], "show"))
		return show_key(cli);
	if (a->nwords == 1 && str_eq(a->word[0], "rotate"))
		return rotate_key(cli);
	return cli_usage(cli, "show or rotate is wanted");
}
