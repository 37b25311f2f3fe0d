/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* play.c - a scene played: orders in the names of people, and what is said
 * about records on the way. */
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

static void
known_add(struct play *p, const char *name, const struct entity *e, int64_t id)
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

static void
order_give(struct play *p, const struct entry *e)
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
		known_add(p, d.name, done.entity, done.id);
}

/* --- what is said about records --------------------------------------------- */

/* "on 2026-03-02 at 09:00", else at eight. */
static void
clock_set(struct play *p, const char *s)
{
	const char *at = strstr(s, " at ");

	if (!time_parse(arena_fmt(p->arena, "%.10sT%s:00Z", s,
	    at ? at + 4 : "08:00"), &p->now))
		play_stop(p, "what time is %s?", s);
}

/* The field of e that refers to a k: "revision" for programme_revision. */
static const char *
field_to(const struct entity *e, const struct entity *k)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].ref == k && e->fields[i].kind == KIND_ref)
			return e->fields[i].name;
	return "at";
}

/* The newest one, or the newest with that value. */
static int64_t
newest(struct play *p, const struct entity *e, const struct list *l,
    const char *field, const char *value)
{
	const struct field *f = field ? field_find(e, field) : NULL;

	for (size_t i = l->n; i-- > 0;)
		if (!f || str_eq(field_show(p->arena, f, l->rec[i]), value))
			return ((struct record *)l->rec[i])->id;
	return 0;
}

/* "revision is the programme_revision of programme [with FIELD VALUE]" */
static void
name_give(struct play *p, const char *name, const char *s)
{
	char type[64], of[64], field[64] = "", value[64];
	int n = sscanf(s, "%63s of %63s with %63s %63s", type, of, field,
	    value);
	const struct entity *e = entity_find(type);
	const struct known *k;
	struct ctx cx;
	struct list l;
	int64_t id;

	if (!e || (n != 2 && n != 4))
		play_stop(p, "which one is %s?", s);
	k = play_known(p, of);
	play_as(p, &cx, "system");
	if (store_of(&cx, e, field_to(e, k->entity), k->id, &l))
		play_stop(p, "%s", cx.err.text);
	id = newest(p, e, &l, n == 4 ? field : NULL, value);
	if (!id)
		play_stop(p, "%s has no such %s", of, type);
	known_add(p, name, e, id);
}

static void
state_see(struct play *p, const char *name, const char *state)
{
	const struct known *k = play_known(p, name);
	const struct choice *c;
	struct ctx cx;
	void *rec;

	play_as(p, &cx, "system");
	if (store_peek(&cx, k->entity, k->id, &rec))
		play_stop(p, "%s", cx.err.text);
	c = choice_find(k->entity->machine->states,
	    record_state(k->entity, rec));
	if (!str_eq(c->name, state))
		play_stop(p, "%s is %s", name, c->name);
}

/* "program: report.supersede report": the program has given it by itself. */
static void
effect_see(struct play *p, const struct entry *e)
{
	struct said d = play_said(p, e);
	struct rows r;
	struct err err;

	if (db_query(p->db, &err, p->arena, &r, "SELECT 1 FROM journal "
	    "WHERE command = $1 AND record = $2 AND actor = 0",
	    ARGS(TEXT(d.command), INT(play_known(p, d.name)->id))))
		play_stop(p, "%s", err.text);
	if (!r.nrows)
		play_stop(p, "the program did not give %s", d.command);
}

static size_t
entry_at(const struct play *p, const struct text *t, const char *head)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->entry[i].head, head))
			return i;
	play_stop(p, "%s has no \"%s\"", t->path, head);
}

/* "as in first-audit [from HEAD] until HEAD" */
static void
go_as(struct play *p, char *s)
{
	char *until = strstr(s, " until "), *from = strstr(s, " from ");
	const char *path = p->path;
	struct text t;
	size_t i, end;

	if (!until)
		play_stop(p, "until when? %s", s);
	*until = '\0';
	if (from)
		*from = '\0';
	t = text_read(p->arena, arena_fmt(p->arena, SCENES "/%s.scene", s));
	i = from ? entry_at(p, &t, from + 6) : 0;
	end = entry_at(p, &t, until + 7);
	p->path = t.path;
	while (i < end)
		play_entry(p, &t.entry[i++]);
	p->path = path;
}

void
play_entry(struct play *p, const struct entry *e)
{
	char *s = arena_str(p->arena, e->head), *is = strstr(s, " is ");

	p->line = e->line;
	if (str_starts(s, "on ")) {
		clock_set(p, s + 3);
		return;
	}
	if (str_starts(s, "as in ")) {
		go_as(p, s + 6);
		return;
	}
	if (str_starts(s, "program: ")) {
		effect_see(p, e);
		return;
	}
	if (strstr(s, ": ") || !is) {
		order_give(p, e);
		return;
	}
	*is = '\0';
	is += 4;
	if (str_starts(is, "the "))
		name_give(p, s, is + 4);
	else
		state_see(p, s, is);
}
