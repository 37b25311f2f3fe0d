/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* play.c - orders of a scene, in the names of people. */
#include "play.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60 };

/* --- names ------------------------------------------------------------------ */

static struct known *
known_find(struct play *p, const char *name)
{
	for (size_t i = 0; i < p->nknown; i++)
		if (str_eq(p->known[i].name, name))
			return &p->known[i];
	return NULL;
}

void
play_name(struct play *p, const char *name, const struct entity *e, int64_t id)
{
	if (known_find(p, name) || p->nknown == NELEMS(p->known))
		play_stop(p, "the name \"%s\" is taken", name);
	p->known[p->nknown++] = (struct known){ name, e, id, 0 };
}

struct known *
play_known(struct play *p, const char *name)
{
	struct known *k = known_find(p, name);

	if (!k)
		play_stop(p, "nothing is named \"%s\"", name);
	return k;
}

void
play_stop(const struct play *p, const char *fmt, ...)
{
	char text[2000];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fail_msg("%s:%zu: %s", p->path, p->line, text);
	abort();                /* cmocka has left already */
}

/* --- orders ----------------------------------------------------------------- */

/* A list is written with commas, a record of the scene by its name. */
static void
pair_add(struct play *p, struct order *o, const struct field *f,
    const char *name, const char *value)
{
	struct pair *in = (struct pair *)(uintptr_t)o->in;
	const struct known *k = f && f->ref ? known_find(p, value) : NULL;

	if (o->n == PAIRS_MOST)
		play_stop(p, "more than %d values", PAIRS_MOST);
	if (k)
		value = arena_fmt(p->arena, "%lld", (long long)k->id);
	in[o->n++] = (struct pair){ name, value };
}

static void
field_say(struct play *p, struct order *o, const struct entity *e,
    const struct pair *said)
{
	const struct field *f = field_find(e, said->name);
	char *s = arena_str(p->arena, said->value), *next;

	if (!f || (f->kind != KIND_refs && f->kind != KIND_set)) {
		pair_add(p, o, f, said->name, s);
		return;
	}
	for (; s; s = next) {
		next = strstr(s, ", ");
		if (next) {
			*next = '\0';
			next += 2;
		}
		pair_add(p, o, f, said->name, s);
	}
}

/* "ines: finding.agree leavers" */
struct said
play_said(struct play *p, const struct entry *e)
{
	char *s = arena_str(p->arena, e->head), *colon = strstr(s, ": ");
	struct said d = { 0 };
	char *blank;

	p->line = e->line;
	if (!colon)
		play_stop(p, "who does what? %s", e->head);
	*colon = '\0';
	d.who = s;
	d.command = colon + 2;
	blank = strchr(d.command, ' ');
	if (blank) {
		*blank = '\0';
		d.name = blank + 1;
	}
	d.verb = strchr(d.command, '.');
	if (d.verb)
		d.entity = entity_find(arena_dup(p->arena, d.command,
		    (size_t)(d.verb++ - d.command)));
	if (!d.entity)
		play_stop(p, "there is no command %s", d.command);
	d.creates = str_eq(d.verb, "create");
	return d;
}

static void
account_find(struct play *p, struct known *k)
{
	struct err err;
	struct rows r;

	if (db_query(p->db, &err, p->arena, &r, "SELECT id FROM user_account "
	    "WHERE person = $1", ARGS(INT(k->id))))
		play_stop(p, "%s", err.text);
	if (!r.nrows)
		play_stop(p, "%s has no account", k->name);
	k->account = rows_at(&r, 0, 0)->i;
}

void
play_as(struct play *p, struct ctx *cx, const char *who)
{
	ctx_begin(cx, p->arena, p->db);
	cx->numbers = p->numbers;
	cx->domain = &muster_domain;
	cx->now = p->now;
	cx->today = day_of_time(p->now);
	if (!str_eq(who, "system")) {
		struct known *k = play_known(p, who);

		if (!k->account)
			account_find(p, k);
		cx->person = k->id;
		cx->account = k->account;
	}
	if (access_load(cx))
		play_stop(p, "%s", cx->err.text);
}

struct order
play_order(struct play *p, const struct said *d, const struct entry *e)
{
	struct order o = { .command = d->command,
		.in = arena_alloc(p->arena, PAIRS_MOST * sizeof(*o.in)) };

	if (!d->creates && d->name)
		o.on = arena_fmt(p->arena, "%lld",
		    (long long)play_known(p, d->name)->id);
	for (size_t i = 0; i < e->n; i++) {
		if (str_eq(e->in[i].name, "because"))
			o.reason = e->in[i].value;
		else
			field_say(p, &o, d->entity, &e->in[i]);
	}
	return o;
}

void
play_give(struct play *p, const struct entry *e)
{
	struct said d = play_said(p, e);
	struct order o = play_order(p, &d, e);
	struct done done;
	struct ctx cx;

	play_as(p, &cx, d.who);
	p->now += MINUTE;
	if (command_alone(&cx, &o, 1, &done, NULL))
		play_stop(p, "%s: %s %s (%s)\n%s", e->head,
		    cx.err.rule ? cx.err.rule : "", cx.err.text,
		    cx.err.field ? cx.err.field : "-",
		    cx.err.code == RC_RULE ? play_gates(p, &d) : "");
	if (d.creates && d.name)
		play_name(p, d.name, done.entity, done.id);
}
