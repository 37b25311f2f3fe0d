/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * gates.c - the same job, broken off before each gate: what was left out is
 * missing there in exactly these words, and is then made good.
 */
#include "play.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { FREELY = -1, MENDS = 4 };

struct gate_at {
	const struct entry *said;
	size_t target;          /* entry of the job that it stands before */
	struct entry mend[MENDS];       /* fields that were left out */
	size_t nmends;
};

struct job {
	struct play *p;
	struct text *text;
	struct gate_at *gate;
	size_t ngates;
	int *waits;             /* of each entry: for this gate, or FREELY */
	size_t failed;
};

/* --- what waits for which gate ---------------------------------------------- */

/* The last entry before this one whose head ends so. */
static size_t
entry_before(const struct job *j, size_t before, const char *end)
{
	for (size_t i = before; i-- > 0;)
		if (str_ends(j->text->entry[i].head, end))
			return i;
	play_stop(j->p, "the job has no \"%s\" before this", end);
}

static bool
list_has(struct arena *a, const char *list, const char *name)
{
	return strstr(arena_fmt(a, ", %s, ", list),
	    arena_fmt(a, ", %s, ", name)) != NULL;
}

/* Is it about the record of this name, or refers to it? */
static bool
mentions(struct play *p, const struct entry *e, const char *name)
{
	bool order = strstr(e->head, ": ") != NULL;
	struct said d = { 0 };

	if (str_ends(e->head, arena_fmt(p->arena, " %s", name)) ||
	    str_starts(e->head, arena_fmt(p->arena, "%s is ", name)))
		return true;
	if (order)
		d = play_said(p, e);
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = field_find(d.entity, e->in[i].name);

		if (f && f->ref && list_has(p->arena, e->in[i].value, name))
			return true;
	}
	return false;
}

/* A record waits with all that needs it. */
static void
leave_out_record(struct job *j, int gate, const char *name)
{
	size_t end = j->gate[gate].target;
	size_t from = entry_before(j, end, arena_fmt(j->p->arena,
	    ".create %s", name));

	for (size_t i = from; i < end; i++) {
		const struct entry *e = &j->text->entry[i];

		if (j->waits[i] != FREELY || !mentions(j->p, e, name))
			continue;
		j->waits[i] = gate;
		if (i > from && strstr(e->head, ".create ")) {
			struct said d = play_said(j->p, e);

			leave_out_record(j, gate, d.name);
		}
	}
}

/*
 * The field is not said, and an update says it later; a field of the order at
 * the gate itself is put back.
 */
static void
leave_out_field(struct job *j, struct gate_at *g, const char *field,
    const char *name)
{
	const char *end = arena_fmt(j->p->arena, " %s", name);
	size_t i = g->target + 1;
	struct entry *e, *m = &g->mend[g->nmends++];
	struct said d;
	size_t k = 0, left = 0;

	if (g->nmends > MENDS)
		play_stop(j->p, "more than %d fields", MENDS);
	do {
		i = entry_before(j, i, end);
		e = &j->text->entry[i];
		for (k = 0; k < e->n && !str_eq(e->in[k].name, field);)
			k++;
	} while (k == e->n);
	d = play_said(j->p, e);
	*m = (struct entry){ .line = e->line,
		.in = arena_alloc(j->p->arena, e->n * sizeof(*m->in)) };
	if (i != g->target)
		m->head = arena_fmt(j->p->arena, "%s: %s.update %s", d.who,
		    d.entity->name, name);
	for (k = 0; k < e->n; k++) {
		if (str_eq(e->in[k].name, field))
			m->in[m->n++] = e->in[k];
		else
			e->in[left++] = e->in[k];
	}
	e->n = left;
}

static void
leave_out(struct job *j, int gate, const char *what)
{
	struct gate_at *g = &j->gate[gate];
	const char *of = strstr(what, " of ");

	if (of)
		leave_out_field(j, g, arena_dup(j->p->arena, what,
		    (size_t)(of - what)), of + 4);
	else if (strchr(what, '.'))
		j->waits[entry_before(j, g->target, arena_fmt(j->p->arena,
		    ": %s", what))] = gate;
	else
		leave_out_record(j, gate, what);
}

static void
job_prepare(struct job *j, const struct text *gates)
{
	struct arena *a = j->p->arena;

	j->gate = arena_alloc(a, gates->n * sizeof(*j->gate));
	j->waits = arena_alloc(a, j->text->n * sizeof(*j->waits));
	j->ngates = gates->n;
	for (size_t i = 0; i < j->text->n; i++)
		j->waits[i] = FREELY;
	for (size_t i = 0; i < gates->n; i++) {
		const struct entry *e = &gates->entry[i];

		j->p->line = e->line;
		if (!str_starts(e->head, "before "))
			play_stop(j->p, "before what? %s", e->head);
		j->gate[i].said = e;
		j->gate[i].target = entry_before(j, j->text->n,
		    arena_fmt(a, ": %s", e->head + 7));
	}
	for (size_t i = gates->n; i-- > 0;)
		for (size_t k = 0; k < gates->entry[i].n; k++) {
			j->p->line = gates->entry[i].line;
			if (str_eq(gates->entry[i].in[k].name, "without"))
				leave_out(j, (int)i,
				    gates->entry[i].in[k].value);
		}
}

/* --- at a gate --------------------------------------------------------------- */

static const char *const forces[] = { [BLOCK] = "block", [WARN] = "warn",
	[INFORM] = "inform" };

/* As "muster show --gates" lists it. */
const char *
play_gates(struct play *p, const struct said *d)
{
	struct buf b = { .arena = p->arena };
	const struct step *step;
	struct gate *gate;
	struct seen seen;
	struct ctx cx;
	size_t n;

	if (d->creates)
		return "";
	play_as(p, &cx, d->who);
	if (store_get(&cx, d->entity, play_known(p, d->name)->id, STEP, false,
	    &seen))
		play_stop(p, "%s", cx.err.text);
	step = d->entity->machine ? machine_step(d->entity->machine,
	    record_state(d->entity, seen.rec), d->verb) : NULL;
	if (!step)
		return "";
	if (command_gates(&cx, d->entity, &seen, step, &gate, &n))
		play_stop(p, "%s cannot be asked of %s", d->command, d->name);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "\tmissing: %s %s %s\n", forces[gate[i].force],
		    gate[i].rule, gate[i].text);
	return buf_text(&b);
}

/* The step itself says no: where the gates did not say so, in its words. */
static const char *
read_refusal(struct play *p, const struct said *d, const struct entry *e,
    const char *gates)
{
	const char *text;
	struct order o = play_order(p, d, e);
	struct done done;
	struct ctx cx;

	play_as(p, &cx, d->who);
	o.reason = NULL;
	if (!command_try(&cx, &o, 1, &done, NULL))
		return "\tnothing is missing\n";
	text = arena_fmt(p->arena, "%s %s\n", cx.err.rule ? cx.err.rule
	    : err_table[cx.err.code].name, cx.err.text);
	return strstr(gates, text) ? ""
	    : arena_fmt(p->arena, "\trefused: %s", text);
}

static const char *
wanted(struct play *p, const struct entry *e)
{
	struct buf b = { .arena = p->arena };

	for (size_t i = 0; i < e->n; i++)
		if (!str_eq(e->in[i].name, "without") &&
		    !str_eq(e->in[i].name, "by"))
			buf_fmt(&b, "\t%s: %s\n", e->in[i].name,
			    e->in[i].value);
	return buf_text(&b);
}

static void
gate_read(struct job *j, const struct gate_at *g)
{
	struct play *p = j->p;
	const struct entry *e = &j->text->entry[g->target];
	struct said d = play_said(p, e);
	const char *gates, *got;

	for (size_t i = 0; i < g->said->n; i++)
		if (str_eq(g->said->in[i].name, "by"))
			d.who = g->said->in[i].value;
	gates = play_gates(p, &d);
	got = arena_fmt(p->arena, "%s%s", gates, read_refusal(p, &d, e,
	    gates));
	if (str_eq(wanted(p, g->said), got))
		return;
	j->failed++;
	print_error("line %zu, %s\n%swas wanted, but\n%s", g->said->line,
	    g->said->head, wanted(p, g->said), got);
}

static void
gate_make_good(struct job *j, size_t gate)
{
	const struct gate_at *g = &j->gate[gate];
	struct entry *e = &j->text->entry[g->target];

	for (size_t i = 0; i < g->target; i++)
		if (j->waits[i] == (int)gate)
			play_entry(j->p, &j->text->entry[i]);
	for (size_t i = 0; i < g->nmends; i++) {
		const struct entry *m = &g->mend[i];

		if (m->head)
			play_entry(j->p, m);
		for (size_t k = 0; !m->head && k < m->n; k++)
			e->in[e->n++] = m->in[k];
	}
}

void
play_broken(struct play *p, struct text *text, const struct text *gates)
{
	struct job j = { .p = p, .text = text };

	job_prepare(&j, gates);
	for (size_t i = 0; i < text->n; i++) {
		for (size_t g = 0; g < j.ngates; g++)
			if (j.gate[g].target == i) {
				gate_read(&j, &j.gate[g]);
				gate_make_good(&j, g);
			}
		if (j.waits[i] == FREELY)
			play_entry(p, &text->entry[i]);
	}
	if (j.failed)
		fail_msg("%zu gates say something else", j.failed);
}
