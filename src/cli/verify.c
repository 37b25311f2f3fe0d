/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* verify.c - "muster verify": is the store what its journal says? */
#include "cli/cli.h"

#include "base/file.h"
#include "core/verify.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DAMAGE = 3, CANNOT_TELL = 4, LINES = 1000, BAR = 30 };

struct telling {
	bool json, bar;
	size_t told;
	const char *what;       /* the pass that the bar shows */
	time_t drawn;
};

static void
clear_bar(struct telling *t)
{
	if (t->what)
		fputs("\r\033[K", stderr);
	t->what = NULL;
}

static void
tell_fault(void *arg, const struct verify_fault *f)
{
	struct telling *t = arg;
	struct arena *a;
	struct buf b;

	if (t->told++ >= LINES)
		return;
	clear_bar(t);
	if (!t->json) {
		printf("%s %lld (audit %lld): %s\n", f->table,
		    (long long)f->id, (long long)f->audit, f->text);
		return;
	}
	a = arena_new();
	b = (struct buf){ .arena = a };
	buf_fmt(&b, "%s{\"table\":", t->told > 1 ? ",\n" : "");
	buf_json(&b, f->table);
	buf_fmt(&b, ",\"id\":%lld,\"audit\":%lld,\"text\":",
	    (long long)f->id, (long long)f->audit);
	buf_json(&b, f->text);
	buf_char(&b, '}');
	fputs(b.s, stdout);
	arena_free(a);
}

/* For people who look: once a second. */
static void
draw_bar(void *arg, const char *what, int64_t done, int64_t all)
{
	struct telling *t = arg;
	time_t now = time(NULL);
	int n = all > 0 ? (int)(done * BAR / all) : BAR;

	if (!t->bar || (now == t->drawn && done < all))
		return;
	t->drawn = now;
	t->what = what;
	fprintf(stderr, "\r\033[K%-8s [%.*s%*s] %3d %%", what, n,
	    "##############################", BAR - n, "",
	    n * 100 / BAR);
	fflush(stderr);
}

static enum rc
read_key(struct cli *cli, struct key *key)
{
	const char *path = args_option(&cli->args, "key");
	char *text;
	size_t n;
	enum rc rc = file_read(&cli->err, cli->arena, path, 4096, &text, &n);

	if (rc)
		return rc;
	text[strcspn(text, "\r\n")] = '\0';
	return key_parse(&cli->err, text, key);
}

static enum rc
read_checkpoint(struct cli *cli, const char **out)
{
	const char *path = args_option(&cli->args, "checkpoint");
	char *text;
	size_t n;
	enum rc rc = file_read(&cli->err, cli->arena, path, NOTE_MAX, &text,
	    &n);

	if (!rc)
		*out = text;
	return rc;
}

static void
print_end(const struct telling *t, const struct verify_counts *n)
{
	if (!t->json) {
		if (t->told > LINES)
			printf("... and %zu more\n", t->told - LINES);
		printf("%s: %lld entries, %lld checkpoints, %lld values, "
		    "%lld records, %lld files (%lld bytes)\n",
		    n->faults ? "DAMAGED" : "good", (long long)n->entries,
		    (long long)n->checkpoints, (long long)n->values,
		    (long long)n->rows, (long long)n->files,
		    (long long)n->bytes);
		return;
	}
	printf("],\n\"state\":\"%s\",\"count\":%lld,\"entries\":%lld,"
	    "\"waiting\":%lld,\"checkpoints\":%lld,\"values\":%lld,"
	    "\"erased\":%lld,\"rows\":%lld,\"files\":%lld,\"bytes\":%lld}\n",
	    n->faults ? "damaged" : "good", (long long)n->faults,
	    (long long)n->entries, (long long)n->waiting,
	    (long long)n->checkpoints, (long long)n->values,
	    (long long)n->erased, (long long)n->rows, (long long)n->files,
	    (long long)n->bytes);
}

static enum rc
verify(struct cli *cli, struct verify_config *cf)
{
	struct telling *t = cf->arg;
	struct verify_counts n;
	struct held h;
	enum rc rc = held_look(cli, &h);

	if (rc)
		return rc;
	cf->seal = h.place.seal;
	cf->blobs = args_option(&cli->args, "blobs");
	if (!cf->blobs)
		cf->blobs = h.place.blobs;
	if (t->json)
		fputs("{\"faults\":[", stdout);
	rc = verify_run(&h.cx, cf, &n);
	clear_bar(t);
	if (rc) {
		cli->err = h.cx.err;
		if (t->json)
			puts("],\n\"state\":\"cannot tell\"}");
	} else {
		print_end(t, &n);
		cli->exit = n.faults ? DAMAGE : 0;
	}
	held_close(&h);
	return rc;
}

enum rc
cli_verify(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct telling t = { .json = args_option(a, "json") != NULL,
		.bar = isatty(2) && !args_option(a, "json") };
	const char *old;
	struct key key;
	struct verify_config cf = { .quick = args_option(a, "quick") != NULL,
		.old = &old, .fault = tell_fault, .progress = draw_bar,
		.arg = &t };
	enum rc rc = RC_OK;

	if (a->nwords)
		return cli_usage(cli, "no word is wanted");
	cli->exit = CANNOT_TELL;
	if (args_option(a, "key")) {
		rc = read_key(cli, &key);
		cf.key = &key;
	}
	if (!rc && args_option(a, "checkpoint")) {
		rc = read_checkpoint(cli, &old);
		cf.nold = 1;
	}
	return rc ? rc : verify(cli, &cf);
}
