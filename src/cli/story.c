/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* story.c - a story played, line by line. */
#include "story_parts.h"

#include <stdlib.h>
#include <string.h>

static enum rc
perform(struct story *s, const struct line *l, const struct pair *in, size_t n)
{
	const struct known *k = l->on ? known_find(s, l->on) : NULL;
	struct order o = { .command = l->command, .code = l->code,
		.reason = l->reason, .in = in, .n = n };
	struct done d;
	enum rc rc;

	if (l->on)
		o.on = k ? arena_fmt(s->cx->arena, "%lld", (long long)k->id)
		    : l->on;
	s->cx->reason = NULL;
	rc = command_run(s->cx, &o, 1, &d, NULL);
	if (rc)
		return rc;
	s->result->made++;
	if (l->ref) {
		known_add(s, l->ref, d.entity, d.id);
		if (s->cf->named)
			s->cf->named(s->cf->arg, l->ref, &d);
	}
	return RC_OK;
}

static enum rc
play_line(struct story *s, const char *text, size_t n)
{
	struct ctx *cx = s->cx;
	const struct entity *e;
	struct pair *in = NULL;
	size_t nin = 0;
	bool done = false;
	struct line l;
	enum rc rc = line_read(s, text, n, &l);

	if (!rc)
		rc = line_clock(s, l.at);
	if (!rc)
		rc = line_actor(s, l.by);
	if (!rc)
		rc = line_set(s, l.set, &in, &nin);
	if (rc)
		return rc;
	e = entity_find(arena_dup(cx->arena, l.command,
	    strcspn(l.command, ".")));
	if (!cx->account && e && strchr(l.command, '.'))
		rc = story_made(s, e, &l, in, nin, &done);
	if (rc || done) {
		s->result->skipped += done;
		return rc;
	}
	return perform(s, &l, in, nin);
}

/* Its field and rule may lie in the arena that ends with the order. */
static void
keep_error(struct story *s)
{
	if (!s->rc)
		return;
	s->err = s->cx->err;
	s->err.field = arena_str(s->keep, s->err.field);
	s->err.rule = arena_str(s->keep, s->err.rule);
	if (s->cf->failed) {
		s->cf->failed(s->cf->arg, s->result->line, &s->err);
		s->rc = RC_OK;
	}
}

static void
play_next(struct story *s)
{
	const char *nl = memchr(s->at, '\n', (size_t)(s->end - s->at));
	size_t n = (size_t)((nl ? nl : s->end) - s->at);

	s->result->line++;
	if (n > 1) {
		s->result->orders++;
		s->rc = play_line(s, s->at, n);
		keep_error(s);
	}
	s->at += n + (nl != NULL);
	arena_reset(s->cx->arena);
}

static void
play_all(void *arg, size_t i)
{
	struct story *s = arg;

	(void)i;
	while (!s->rc && s->at < s->end)
		play_next(s);
}

enum rc
story_play(struct ctx *cx, const struct story_config *cf, const char *text,
    size_t n, struct story_result *out)
{
	struct story *s = must_alloc(sizeof(*s));
	struct ctx batch = *cx, each = *cx;
	enum rc rc = RC_OK;

	*out = (struct story_result){ 0 };
	each.arena = arena_new();
	*s = (struct story){ .cx = &each, .cf = cf, .names = arena_new(),
		.keep = cx->arena,
		.result = out, .at = text, .end = text + n };
	if (db_shared(cx->db))
		play_all(s, 0);
	else
		rc = command_batch(&batch, 1, play_all, s);
	cx->err = s->rc ? s->err : batch.err;
	rc = s->rc ? s->rc : rc;
	arena_free(s->names);
	arena_free(each.arena);
	free(s);
	return rc;
}
