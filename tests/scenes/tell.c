/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tell.c - the entries of a scene, one by one; and what is said in it about
 * records, the program and people. */
#include "play.h"

#include "base/text.h"
#include "model/choices.h"

#include <stdio.h>
#include <string.h>

#define NOTHING " has nothing to do"

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
	play_name(p, name, e, id);
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

/* "jonas has nothing to do" */
static void
tasks_see(struct play *p, const char *name)
{
	struct rows r;
	struct err err;

	if (db_query(p->db, &err, p->arena, &r, "SELECT title FROM task "
	    "WHERE owner = $1 AND state = $2", ARGS(INT(play_known(p,
	    name)->id), INT(TASK_STATE_OPEN))))
		play_stop(p, "%s", err.text);
	if (r.nrows)
		play_stop(p, "%s has to: %s", name, rows_at(&r, 0, 0)->s);
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
	if (str_ends(s, NOTHING)) {
		s[strlen(s) - strlen(NOTHING)] = '\0';
		tasks_see(p, s);
		return;
	}
	if (strstr(s, ": ") || !is) {
		play_give(p, e);
		return;
	}
	*is = '\0';
	is += 4;
	if (str_starts(is, "the "))
		name_give(p, s, is + 4);
	else
		state_see(p, s, is);
}
