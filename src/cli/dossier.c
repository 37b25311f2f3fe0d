/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier.c - an audit in one file, and whether such a file holds. */
#include "cli/cli.h"

#include "base/file.h"
#include "base/text.h"
#include "core/seal.h"
#include "core/session.h"
#include "handover/handover.h"
#include "model/entities.h"
#include "proof/dossier.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 150, KEY_MOST = 1024 };

/* --- the file: whole under its name, or not at all ----------------------------- */

struct out {
	struct cli *cli;
	const char *name, *part;
	FILE *file;
	int percent;            /* told last; -1: nobody watches */
};

static enum rc
failed(struct out *o, const char *what)
{
	return err_set(&o->cli->err, file_rc(errno), "%.150s cannot be %s: %s",
	    o->name, what, strerror(errno));
}

static enum rc
out_open(struct cli *cli, struct out *o)
{
	*o = (struct out){ .cli = cli, .name = args_option(&cli->args, "out"),
		.percent = isatty(STDERR_FILENO) ? 0 : -1 };
	if (!o->name)
		return cli_usage(cli, "--out FILE is wanted");
	if (access(o->name, F_OK) == 0)
		return err_set(&cli->err, RC_CONFLICT, "there is a file "
		    "%.200s already", o->name);
	o->part = arena_fmt(cli->arena, "%s.part", o->name);
	o->file = fopen(o->part, "wbx");
	return o->file ? RC_OK : failed(o, "begun");
}

static enum rc
out_close(struct out *o, enum rc rc)
{
	if (o->percent > 0)
		fputc('\n', stderr);
	if (!rc && (fflush(o->file) || fsync(fileno(o->file))))
		rc = failed(o, "written");
	if (fclose(o->file) && !rc)
		rc = failed(o, "written");
	/* A link, not a new name: that would replace another file. */
	if (!rc && link(o->part, o->name))
		rc = failed(o, "put in its place");
	unlink(o->part);
	return rc ? rc : file_sync_folder(&o->cli->err, o->name);
}

static enum rc
put(void *arg, struct err *err, const void *p, size_t n)
{
	struct out *o = arg;

	if (fwrite(p, 1, n, o->file) == n)
		return RC_OK;
	return err_set(err, file_rc(errno), "%.150s cannot be written: %s",
	    o->name, strerror(errno));
}

static void
show(void *arg, int64_t done, int64_t total)
{
	struct out *o = arg;
	int percent = total ? (int)(done * 100 / total) : 0;

	if (o->percent < 0 || percent <= o->percent)
		return;
	o->percent = percent;
	fprintf(stderr, "\r%3d %%", percent);
}

/* --- from the store itself -------------------------------------------------------- */

static enum rc
become(struct cli *cli, struct ctx *cx)
{
	const char *as = args_option(&cli->args, "as");
	struct session session;

	return as ? session_as(cx, as, &session) : access_load(cx);
}

static enum rc
make_here(struct held *h, struct out *o)
{
	struct ctx *cx = &h->cx;
	struct handover_to to = { put, o, show, NULL };
	struct handover_told told;
	struct seal *seal;
	int64_t audit;
	enum rc rc = become(o->cli, cx);

	if (!rc)
		rc = store_id(cx, &audit_entity, o->cli->args.word[0], &audit);
	if (!rc)
		rc = command_write_alone(cx, handover_order, &audit);
	if (!rc)
		rc = held_seal(h, &seal);
	if (rc)
		return rc;
	to.signer = seal_signer(seal);
	rc = to.signer ? handover_write(cx, audit, &to, &told)
	    : err_set(&cx->err, RC_DENIED, "the signing key is with another "
	    "server");
	seal_close(seal);
	return rc;
}

/* --- from its server ----------------------------------------------------------------- */

/* The checkpoint over the order is signed within a second or two. */
static enum rc
fetch(struct link *l, struct out *o, const char *path)
{
	const struct timespec nap = { 1, 0 };
	enum rc rc = RC_BUSY;

	for (int i = 0; rc == RC_BUSY && i < TRIES; i++) {
		if (i)
			nanosleep(&nap, NULL);
		rc = link_download(l, &o->cli->err, path, o->file);
	}
	return rc;
}

static enum rc
make_there(struct out *o)
{
	struct buf path = { .arena = o->cli->arena };
	struct cli *cli = o->cli;
	const char *answer;
	struct link *l;
	enum rc rc = link_open(cli, &l);

	if (rc)
		return rc;
	buf_str(&path, "/api/v1/audit/");
	path_add(&path, cli->args.word[0]);
	buf_str(&path, "/dossier");
	rc = link_call(l, &cli->err, "POST", path.s, "{}", &answer);
	if (!rc)
		rc = fetch(l, o, arena_fmt(cli->arena, "%s.zip", path.s));
	link_close(l);
	return rc;
}

static enum rc
make(struct out *o)
{
	struct cli *cli = o->cli;
	struct held h;
	enum rc rc = args_option(&cli->args, "url") ? RC_BUSY
	    : held_open(cli, &h);

	if (rc == RC_BUSY)
		return make_there(o);
	if (rc)
		return rc;
	rc = make_here(&h, o);
	if (rc)
		cli->err = h.cx.err;
	held_close(&h);
	return rc;
}

enum rc
cli_dossier(struct cli *cli)
{
	struct out o;
	enum rc rc;

	if (cli->args.nwords != 1)
		return cli_usage(cli, "one AUDIT is wanted");
	rc = out_open(cli, &o);
	if (rc)
		return rc;
	rc = out_close(&o, make(&o));
	if (!rc)
		printf("made %s\n", o.name);
	return rc;
}

/* --- checking one ----------------------------------------------------------------------- */

enum { DAMAGED = 3, CANNOT_TELL = 4 };

struct judged { struct cli *cli; struct buf faults; size_t n; };

static void
take_fault(void *arg, const char *name, const char *text)
{
	struct judged *j = arg;

	if (!args_option(&j->cli->args, "json")) {
		printf("wrong: %s: %s\n", name, text);
		return;
	}
	buf_str(&j->faults, j->n++ ? ",\n  {\"file\":" : "\n  {\"file\":");
	buf_json(&j->faults, name);
	buf_str(&j->faults, ",\"text\":");
	buf_json(&j->faults, text);
	buf_str(&j->faults, "}");
}

/* The key itself, or a file that has it as its line. */
static enum rc
take_key(struct cli *cli, struct key *room, const struct key **out)
{
	const char *s = args_option(&cli->args, "key");
	char *text;
	size_t n;
	enum rc rc = RC_OK;

	*out = NULL;
	if (!s)
		return RC_OK;
	*out = room;
	if (access(s, R_OK) == 0) {
		rc = file_read(&cli->err, cli->arena, s, KEY_MOST, &text, &n);
		if (rc)
			return rc;
		s = text_trim(cli->arena, text);
	}
	return key_parse(&cli->err, s, room);
}

static const char *
time_text(struct arena *a, int64_t t)
{
	char *s = arena_alloc(a, TIME_LEN + 1);

	time_write(s, t);
	return s;
}

static void
tell_good(struct cli *cli, const struct dossier_found *f)
{
	printf("good: audit %lld has %zu entries from %s to %s; %zu values "
	    "opened, %zu closed;\n      %zu files of evidence, %zu left out; "
	    "%lld entries of others followed\n", (long long)f->audit,
	    f->entries, time_text(cli->arena, f->first),
	    time_text(cli->arena, f->last), f->values, f->closed, f->evidence,
	    f->omitted, (long long)f->behind);
	if (f->old_held)
		puts("      the log begins with your older checkpoint");
	if (!f->own_key)
		printf("The key is the dossier's own; compare it with the one "
		    "you were given:\n%s\n", key_text(cli->arena, &f->key));
}

static void
tell_json(struct judged *j, enum rc rc, const struct dossier_found *f)
{
	static const char *const verdicts[] = { "good", "damaged",
		"cannot tell" };
	struct buf b = { .arena = j->cli->arena };

	buf_fmt(&b, "{\"verdict\":\"%s\",\"text\":", verdicts[!rc ? 0
	    : rc == RC_RULE ? 1 : 2]);
	buf_json(&b, rc ? j->cli->err.text : "");
	buf_fmt(&b, ",\n \"audit\":%lld,\"entries\":%zu,\"values\":%zu,"
	    "\"closed\":%zu,\"evidence\":%zu,\"omitted\":%zu,"
	    "\"behind\":%lld,\"own_key\":%s,\"old_held\":%s,\n \"faults\":["
	    "%s]}\n", (long long)f->audit, f->entries, f->values, f->closed,
	    f->evidence, f->omitted, (long long)f->behind, f->own_key ? "true"
	    : "false", f->old_held ? "true" : "false", buf_text(&j->faults));
	fputs(b.s, stdout);
}

static enum rc
judge(struct judged *j, struct dossier_found *found)
{
	struct cli *cli = j->cli;
	const char *old = args_option(&cli->args, "checkpoint");
	struct dossier_check check = { .fault = take_fault, .arg = j };
	struct key key;
	char *text;
	enum rc rc = take_key(cli, &key, &check.key);

	if (!rc && old) {
		rc = file_read(&cli->err, cli->arena, old, NOTE_MAX, &text,
		    &check.oldlen);
		check.old = text;
	}
	return rc ? rc : dossier_verify(&cli->err, cli->arena,
	    cli->args.word[0], &check, found);
}

enum rc
cli_verify_dossier(struct cli *cli)
{
	struct judged j = { .cli = cli, .faults = { .arena = cli->arena } };
	struct dossier_found found = { 0 };
	enum rc rc;

	if (cli->args.nwords != 1)
		return cli_usage(cli, "one FILE is wanted");
	rc = judge(&j, &found);
	cli->exit = !rc ? 0 : rc == RC_RULE ? DAMAGED : CANNOT_TELL;
	if (args_option(&cli->args, "json"))
		tell_json(&j, rc, &found);
	else if (!rc)
		tell_good(cli, &found);
	else
		printf("%s: %s\n", rc == RC_RULE ? "damaged" : "cannot tell",
		    cli->err.text);
	return RC_OK;
}
