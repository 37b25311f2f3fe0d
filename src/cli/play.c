/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* play.c - the demonstration and fixtures: stories played into a store. */
#include "cli/cli.h"

#include "base/embed.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "cli/story.h"
#include "core/sequencer.h"
#include "core/session.h"

#include <stdio.h>
#include <string.h>

enum { STORY_MOST = 64 * 1024 * 1024 };

/* "Now" of the story, a Wednesday. */
static const char story_now[] = "2026-09-16";

/* Whole weeks, so that "now" is the Wednesday of this week or the last. */
static int64_t
weeks_to(int64_t today)
{
	int64_t then;
	bool good = day_parse(story_now, &then);

	assert(good);
	(void)good;
	return (today - then) / 7 * 7;
}

static enum rc
fail_line(struct cli *cli, const struct story_result *r, const struct err *err)
{
	cli->err = *err;
	err_hint(&cli->err, "Line %zu of the story. %.180s", r->line,
	    err->hint);
	return err->code;
}

static enum rc
mark_demo(struct ctx *cx, void *arg)
{
	(void)arg;
	return db_run(cx->db, &cx->err, "INSERT INTO meta (name, value) "
	    "VALUES ('demo', 'Meridian Instruments')", NO_ARGS);
}

/* --- who can sign in ------------------------------------------------------------------ */

struct crowd { const char *password; struct rows people; };

static enum rc
open_doors(struct ctx *cx, void *arg)
{
	struct crowd *c = arg;
	const char *hash = NULL;
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &c->people,
	    "SELECT u.id, u.login, p.name, p.position FROM user_account u "
	    "JOIN person p ON p.id = u.person WHERE u.state IN (1, 2) "
	    "ORDER BY u.id", NO_ARGS);

	/* argon2id once: all have the same password of this store. */
	for (size_t i = 0; i < c->people.nrows && !rc; i++) {
		int64_t id = rows_at(&c->people, i, 0)->i;

		if (!hash) {
			rc = password_set(cx, id, c->password);
			if (!rc)
				rc = db_query(cx->db, &cx->err, cx->arena, &r,
				    "SELECT password FROM credential "
				    "WHERE account = $1", ARGS(INT(id)));
			hash = rc ? NULL : rows_at(&r, 0, 0)->s;
			continue;
		}
		rc = password_keep(cx, id, hash);
	}
	return rc;
}

static void
print_people(const struct crowd *c)
{
	for (size_t i = 0; i < c->people.nrows; i++) {
		const struct value *v = rows_at(&c->people, i, 0);

		printf("  %-10s %-20s %s\n", v[1].s, v[2].s,
		    v[3].s ? v[3].s : "");
	}
	printf("Password of all of them in this store: %s\n", c->password);
}

/* --- playing ---------------------------------------------------------------------------- */

extern const struct embedded demo_files[];
extern const size_t demo_files_count;

static enum rc
play(struct cli *cli, struct held *h, const struct story_config *cf,
    const char *text, size_t n)
{
	struct story_result r;
	enum rc rc = story_play(&h->cx, cf, text, n, &r);

	if (rc)
		return fail_line(cli, &r, &h->cx.err);
	if (db_shared(h->cx.db))
		rc = sequencer_once(&h->cx);
	if (rc)
		cli->err = h->cx.err;
	else
		fprintf(stderr, "%zu orders: %zu done, %zu were made by the "
		    "program itself\n", r.orders, r.made, r.skipped);
	return rc;
}

/* The story is the first of the files that are built in. */
static enum rc
demo(struct cli *cli, struct held *h)
{
	const char *given = args_option(&cli->args, "password");
	struct crowd c = { .password = given ? given
	    : random_token(cli->arena, 12) };
	struct story_config cf = { .files = demo_files,
		.nfiles = demo_files_count,
		.blobs = h->place.blobs, .clock = true,
		.shift = weeks_to(h->cx.today) };
	enum rc rc = command_write(&h->cx, mark_demo, NULL);

	if (!rc)
		rc = play(cli, h, &cf, demo_files[0].text, demo_files[0].len);
	else
		cli->err = h->cx.err;
	if (rc)
		return rc;
	rc = command_write_alone(&h->cx, open_doors, &c);
	if (rc)
		cli->err = h->cx.err;
	else
		print_people(&c);
	return rc;
}

enum rc
cli_demo(struct cli *cli)
{
	struct held h;
	enum rc rc = place_init(&cli->err, cli->arena, cli_data(cli),
	    args_option(&cli->args, "database"));

	if (!rc)
		rc = held_open(cli, &h);
	if (rc)
		return rc;
	rc = demo(cli, &h);
	held_close(&h);
	return rc;
}

static void
print_id(void *arg, const char *name, const struct done *d)
{
	(void)arg;
	printf("%s %s %lld %s\n", name, d->entity->name, (long long)d->id,
	    d->code);
}

enum rc
cli_seed(struct cli *cli)
{
	const char *path = args_option(&cli->args, "fixture"), *slash;
	struct story_config cf = { .named = print_id };
	struct held h;
	char *text;
	size_t n;
	enum rc rc;

	if (!path)
		return cli_usage(cli, "--fixture FILE is wanted");
	slash = strrchr(path, '/');
	cf.folder = slash ? arena_dup(cli->arena, path,
	    (size_t)(slash - path)) : ".";
	rc = file_read(&cli->err, cli->arena, path, STORY_MOST, &text, &n);
	if (!rc)
		rc = held_open(cli, &h);
	if (rc)
		return rc;
	cf.blobs = h.place.blobs;
	rc = play(cli, &h, &cf, text, n);
	held_close(&h);
	return rc;
}
