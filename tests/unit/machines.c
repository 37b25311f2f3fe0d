/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * machines.c - a walk over every state of every record type: each of its
 * verbs is tried there, by the program, by those who may and by those who
 * may not.
 *
 * One row of each type is put into the store past the pipeline, with just
 * what it must have, and is set into each state in turn.  What succeeds is
 * rolled back, what is refused must leave no trace.
 */
#include "unit.h"

#include "base/text.h"
#include "core/pipeline.h"
#include "core/number.h"
#include "domain/domain.h"
#include "store_stand.h"

#include <string.h>

enum { TYPES = 160, WALKER = 0 };

struct walk {
	struct stand *st;
	struct arena *arena;            /* of one try */
	int64_t row[TYPES];             /* of each record type */
	size_t edges, done, refused;    /* edges that are there */
	size_t missing, denied;         /* that are not; by those who may not */
};

/* --- one row of each type ----------------------------------------------------- */

static size_t
type_number(const struct entity *e)
{
	size_t i = 0;

	while (model[i] != e)
		i++;
	assert_true(i < TYPES);
	return i;
}

/* Is it the first reference on the way to the record's anchor? */
static bool
leads_to_anchor(const struct entity *e, const struct field *f)
{
	const char *path = strchr(e->belongs, ' ') + 1;
	size_t n = strcspn(path, ".;");

	return strlen(f->name) == n && memcmp(f->name, path, n) == 0;
}

static int64_t row_of(struct walk *w, const struct entity *e);

static void
fill_field(struct walk *w, const struct field *f, void *rec)
{
	static const char digest[] = "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855";
	struct arena *a = w->st->arena;
	int64_t *id = arena_alloc(a, sizeof(*id));

	switch (f->kind) {
	case KIND_text:
	case KIND_markdown:
		field_set_text(f, rec, "some");
		break;
	case KIND_hash:
		field_set_text(f, rec, digest);
		break;
	case KIND_date:
		field_set_int(f, rec, day_of_time(clock_now()));
		break;
	case KIND_time:
		field_set_int(f, rec, clock_now());
		break;
	case KIND_ref:
	case KIND_blob:
		field_set_int(f, rec, row_of(w, f->ref));
		break;
	case KIND_refs:
		*id = row_of(w, f->ref);
		field_set_refs(f, rec, (struct refs){ 1, id });
		break;
	default:
		field_set_int(f, rec, f->min > 1 ? f->min : 1);
	}
}

static enum rc
insert(struct ctx *cx, void *arg)
{
	struct change *ch = arg;
	struct record *r = ch->after;
	enum rc rc = number_id(cx, &r->id);

	if (!rc)
		rc = number_code(cx, ch->entity, &r->code);
	if (!rc)
		rc = anchor_find(cx, ch->entity, r);
	return rc ? rc : store_insert(cx, ch->entity, r);
}

static int64_t
row_of(struct walk *w, const struct entity *e)
{
	int64_t *row = &w->row[type_number(e)];
	void *rec = record_new(w->st->arena, e);
	struct change ch = { .entity = e, .after = rec };
	struct ctx cx = stand_as(w->st, -1);

	if (*row)
		return *row;
	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];

		if (f->ref != e && (f->flags & REQUIRED ||
		    leads_to_anchor(e, f)))
			fill_field(w, f, rec);
	}
	*(struct record *)rec = (struct record){ .created_at = cx.now,
		.created_by = w->st->account[WALKER], .changed_at = cx.now };
	if (command_write(&cx, insert, &ch))
		fail_msg("%s: %s", e->name, cx.err.text);
	*row = ((struct record *)rec)->id;
	return *row;
}

/* --- one try --------------------------------------------------------------------- */

struct attempt {
	const struct entity *entity;
	int64_t state;                  /* 0: create */
	const char *verb;
	unsigned who;                   /* SYS: the program itself */
	bool keep;                      /* do not roll back: it must fail */
	struct err err;
};

static void
set_state(struct walk *w, const struct entity *e, int64_t state)
{
	struct err err;
	struct rows r;

	if (db_query(w->st->db, &err, w->arena, &r, arena_fmt(w->arena,
	    "UPDATE %s SET state = $1 WHERE id = $2 RETURNING id", e->name),
	    ARGS(INT(state), INT(row_of(w, e)))))
		fail_msg("%s: %s", e->name, err.text);
	assert_int_equal(r.nrows, 1);
}

/* What the row holds, as pairs for another one like it. */
static size_t
pairs_like(struct walk *w, struct ctx *cx, const struct entity *e,
    struct pair *in, size_t most)
{
	void *rec;
	size_t n = 0;

	if (store_peek(cx, e, row_of(w, e), &rec))
		fail_msg("%s: %s", e->name, cx->err.text);
	for (size_t i = 0; i < e->nfields; i++)
		if (!(e->fields[i].flags & DERIVED))
			n += field_pairs(cx, &e->fields[i], rec, in + n,
			    most - n);
	return n;
}

static enum rc
attempt(struct walk *w, struct attempt *t)
{
	struct ctx cx;
	struct pair in[64];
	struct order o = { .in = in };
	struct done done;
	enum rc rc;

	arena_reset(w->arena);
	ctx_begin(&cx, w->arena, w->st->db);
	cx.numbers = w->st->numbers;
	cx.domain = &muster_domain;
	cx.who_all = cx.who_system = t->who;
	if (t->who != SYS) {
		cx.account = w->st->account[WALKER];
		cx.person = w->st->person[WALKER];
	}
	o.command = arena_fmt(w->arena, "%s.%s", t->entity->name, t->verb);
	if (t->state)
		o.on = arena_fmt(w->arena, "%lld", (long long)row_of(w,
		    t->entity));
	else
		o.n = pairs_like(w, &cx, t->entity, in, NELEMS(in));
	rc = t->keep ? command_run(&cx, &o, 1, &done, NULL)
	    : command_try(&cx, &o, 1, &done, NULL);
	t->err = cx.err;
	return rc;
}

static void
wrong(const struct attempt *t, enum rc rc)
{
	const struct choice *c = choice_find(t->entity->machine->states,
	    t->state);

	fail_msg("%s.%s from \"%s\" as %x: code %d, rule %s, field %s: %s (%s)",
	    t->entity->name, t->verb, c ? c->name : "-", t->who, (int)rc,
	    t->err.rule ? t->err.rule : "-", t->err.field ? t->err.field : "-",
	    rc ? t->err.text : "done", rc ? t->err.hint : "");
}

/* --- an edge that is there ---------------------------------------------------------- */

static bool
is_no_step(const struct err *err)
{
	return strstr(err->text, "cannot be moved by") != NULL;
}

/* Done, or told what is missing: a rule or guard, a field, a role. */
static void
edge_is_there(struct walk *w, struct attempt t, const struct step *s)
{
	unsigned may = s->who & access_holders(t.entity, s->from ? STEP
	    : CREATE) & ANYONE;
	enum rc rc;

	t.who = SYS;
	rc = attempt(w, &t);
	if (rc && (is_no_step(&t.err) || (rc != RC_RULE && rc != RC_INVALID &&
	    rc != RC_CONFLICT) || (rc == RC_RULE && !t.err.rule) ||
	    (rc == RC_INVALID && !t.err.field)))
		wrong(&t, rc);
	w->edges++;
	w->done += rc == RC_OK;
	w->refused += rc != RC_OK;
	t.who = may;
	rc = may ? attempt(w, &t) : RC_OK;
	if (rc && is_no_step(&t.err))
		wrong(&t, rc);
	t.who = ANYONE & ~may;
	rc = attempt(w, &t);
	/* A new record may name what they do not even see. */
	if (rc != RC_DENIED && rc != RC_MISSING &&
	    !(rc == RC_INVALID && !t.state && t.err.field))
		wrong(&t, rc);
	w->denied++;
}

/* --- an edge that is not there ------------------------------------------------------- */

/* Each verb that leads on from here, as the hint tells them. */
static const char *
way_out(struct walk *w, const struct attempt *t)
{
	const struct machine *m = t->entity->machine;
	struct buf b = { .arena = w->arena };

	for (size_t i = 0; i < m->nsteps; i++)
		if (m->steps[i].from == t->state)
			buf_fmt(&b, "%s%s", b.len ? ", " : "Possible here: ",
			    m->steps[i].verb);
	return b.len ? arena_fmt(w->arena, "%s.", buf_text(&b))
	    : "This state is final.";
}

/* May people give the verb from some state, or the program alone? */
static bool
people_may(const struct attempt *t)
{
	const struct machine *m = t->entity->machine;
	unsigned who = 0;

	for (size_t i = 0; i < m->nsteps; i++)
		if (str_eq(m->steps[i].verb, t->verb))
			who |= m->steps[i].who;
	return who & access_holders(t->entity, STEP) & ANYONE;
}

static void
edge_is_missing(struct walk *w, struct attempt t)
{
	const unsigned who[] = { SYS, ANYONE };

	for (size_t i = 0; i < (people_may(&t) ? 2u : 1u); i++) {
		enum rc rc;

		t.who = who[i];
		t.keep = who[i] == SYS;
		rc = attempt(w, &t);
		if (rc != RC_CONFLICT || !t.err.rule)
			wrong(&t, rc);
		assert_string_equal(t.err.rule, arena_fmt(w->arena, "%s.%s",
		    t.entity->name, t.verb));
		assert_string_equal(t.err.text, arena_fmt(w->arena, "%s %s in "
		    "the state \"%s\" cannot be moved by \"%s\"",
		    article(t.entity->name), t.entity->name,
		    choice_find(t.entity->machine->states,
		    t.state)->label, t.verb));
		assert_string_equal(t.err.hint, way_out(w, &t));
	}
	w->missing++;
}

/* --- the walk --------------------------------------------------------------------------- */

static bool
first_with_verb(const struct machine *m, size_t k)
{
	for (size_t i = 0; i < k; i++)
		if (str_eq(m->steps[i].verb, m->steps[k].verb))
			return false;
	return true;
}

static void
walk_state(struct walk *w, const struct entity *e, int64_t state)
{
	const struct machine *m = e->machine;

	for (size_t i = 0; i < m->nsteps; i++) {
		struct attempt t = { .entity = e, .state = state,
			.verb = m->steps[i].verb };
		const struct step *s = machine_step(m, state, t.verb);

		if (!first_with_verb(m, i))
			continue;
		if (s)
			edge_is_there(w, t, s);
		else if (state && m->steps[i].from)
			edge_is_missing(w, t);
	}
}

static int64_t
number(struct walk *w, const char *sql)
{
	arena_reset(w->arena);
	return stand_number(w->st, sql);
}

static void
walk_type(struct walk *w, const struct entity *e)
{
	const char *count = arena_fmt(w->st->arena,
	    "SELECT COUNT(*) * 1000 + SUM(rev) FROM %s", e->name);
	int64_t rows, entries;

	row_of(w, e);
	rows = number(w, count);
	entries = number(w, "SELECT COUNT(*) FROM journal");
	walk_state(w, e, 0);
	for (const struct choice *c = e->machine->states; c->name; c++) {
		set_state(w, e, c->value);
		walk_state(w, e, c->value);
	}
	assert_int_equal(number(w, count), rows);
	assert_int_equal(number(w, "SELECT COUNT(*) FROM journal"), entries);
}

static void
walk_all(struct stand *st)
{
	struct walk w = { .st = st, .arena = arena_new() };
	size_t steps = 0;

	st->person[WALKER] = stand_must(st, -1, "person.create", NULL,
	    "name=Walker");
	st->account[WALKER] = stand_must(st, -1, "user_account.create", NULL,
	    arena_fmt(st->arena, "person=%lld|login=walker|sign_in=password",
	    (long long)st->person[WALKER]));
	for (size_t i = 0; model[i]; i++) {
		if (!model[i]->machine)
			continue;
		walk_type(&w, model[i]);
		steps += model[i]->machine->nsteps;
	}
	print_message("# %zu edges: %zu done, %zu refused for a reason, %zu "
	    "denied to others; %zu missing edges refused\n", w.edges, w.done,
	    w.refused, w.denied, w.missing);
	assert_int_equal(w.edges, steps);
	assert_true(w.done > 0 && w.missing > steps);
	arena_free(w.arena);
}

static void
every_edge_and_missing_edge_is_tried(void **state)
{
	(void)state;
	stand_on_both(walk_all, "machines");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_edge_and_missing_edge_is_tried),
	};

	return cmocka_run_group_tests_name("machines", tests, NULL, NULL);
}
