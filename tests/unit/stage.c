/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unit.h"
#include "stage.h"

#include "core/blob.h"
#include "core/number.h"
#include "domain/domain.h"
#include "domain/job.h"
#include "core/schema.h"
#include "pg/pg.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int64_t last_made;       /* one test at a time */

static size_t
split(char *s, struct pair *out)
{
	size_t n = 0;

	while (s && *s) {
		char *next = strchr(s, '|'), *eq;

		if (next)
			*next++ = '\0';
		eq = strchr(s, '=');
		assert_non_null(eq);
		*eq = '\0';
		out[n++] = (struct pair){ s, eq + 1 };
		s = next;
	}
	return n;
}

/* %d becomes the next id. */
static char *
fill(struct arena *a, const char *fmt, va_list ap)
{
	struct buf b = { .arena = a };

	for (; *fmt; fmt++) {
		if (fmt[0] == '%' && fmt[1] == 'd') {
			buf_int(&b, va_arg(ap, int64_t));
			fmt++;
		} else {
			buf_char(&b, *fmt);
		}
	}
	return arena_str(a, buf_text(&b));
}

/* Somebody's context; who < 0: the system's. */
static struct ctx
ctx_of(struct stage *s, int who, const struct domain *domain)
{
	struct ctx cx;

	ctx_begin(&cx, s->arena, s->db);
	cx.numbers = s->numbers;
	cx.now = s->now;
	cx.today = day_of_time(cx.now);
	cx.domain = domain;
	cx.blobs = s->blobs;
	cx.upload = s->upload;
	if (who >= 0) {
		cx.account = s->account[who];
		cx.person = s->person[who];
	}
	if (access_load(&cx))
		fail_msg("%s", cx.err.text);
	return cx;
}

static enum rc
run(struct stage *s, int who, const struct domain *domain,
    const char *command, int64_t id, char *text)
{
	struct pair in[40];
	struct order o = { .command = command, .in = in, .reason = s->reason };
	struct ctx cx = ctx_of(s, who, domain);
	struct done d;
	enum rc rc;

	if (id)
		o.on = arena_fmt(s->arena, "%lld", (long long)id);
	o.n = split(text, in);
	rc = command_alone(&cx, &o, 1, &d, NULL);
	s->err = cx.err;
	s->reason = NULL;
	s->remarks = cx.remarks;
	last_made = rc ? 0 : d.id;
	return rc;
}

int64_t
stage_set(struct stage *s, const char *command, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = fill(s->arena, fmt, ap);
	va_end(ap);
	if (run(s, -1, NULL, command, 0, text))
		fail_msg("%s: %s (%s)", command, s->err.text, s->err.field
		    ? s->err.field : "-");
	return last_made;
}

void
stage_set_on(struct stage *s, const char *command, int64_t id,
    const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = fill(s->arena, fmt, ap);
	va_end(ap);
	if (run(s, -1, NULL, command, id, text))
		fail_msg("%s: %s", command, s->err.text);
}

enum rc
stage_do(struct stage *s, int who, const char *command, int64_t id,
    const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = fill(s->arena, fmt, ap);
	va_end(ap);
	return run(s, who, &s->domain, command, id, text);
}

int64_t
stage_done(struct stage *s, int who, const char *command, int64_t id,
    const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = fill(s->arena, fmt, ap);
	va_end(ap);
	return stage_must(s, run(s, who, &s->domain, command, id, text));
}

int64_t
stage_number(struct stage *s, const char *fmt, ...)
{
	struct err err;
	struct rows r;
	va_list ap;
	char *sql;

	va_start(ap, fmt);
	sql = fill(s->arena, fmt, ap);
	va_end(ap);
	if (db_query(s->db, &err, s->arena, &r, sql, NULL, 0))
		fail_msg("%s", err.text);
	return r.nrows ? rows_at(&r, 0, 0)->i : 0;
}

void
stage_move(struct stage *s, const char *record, int64_t id, int64_t state)
{
	stage_put(s, record, id, "state", state);
}

void
stage_only(struct stage *s, const char *name)
{
	const struct judge *j = NULL;

	for (size_t i = 0; muster_domain.parts[i] && !(j && j->name); i++) {
		j = muster_domain.parts[i]->judges;
		while (j && j->name && strcmp(j->name, name) != 0)
			j++;
	}
	if (!j || !j->name)
		fail_msg("nothing judges %s", name);
	s->only[0] = *j;
	s->only[1] = (struct judge){ NULL, NULL };
	s->part = (struct domain_part){ .subject = "only", .judges = s->only };
	s->parts[0] = &s->part;
	s->parts[1] = NULL;
	s->domain.parts = s->parts;
}

int64_t
stage_last(struct stage *s)
{
	(void)s;
	return last_made;
}

void
stage_refused(struct stage *s, enum rc rc, const char *rule, const char *text)
{
	if (rc != RC_RULE)
		fail_msg("%s was not refused: %s", rule, s->err.text);
	assert_string_equal(s->err.rule, rule);
	assert_string_equal(s->err.text, text);
	assert_true(*s->err.hint);
}

void
stage_refused_at(struct stage *s, enum rc rc, const char *rule,
    const char *field, const char *text)
{
	stage_refused(s, rc, rule, text);
	assert_non_null(s->err.field);
	assert_string_equal(s->err.field, field);
}

int64_t
stage_must(struct stage *s, enum rc rc)
{
	if (rc)
		fail_msg("%s: %s", s->err.rule ? s->err.rule : s->err.field,
		    s->err.text);
	return last_made;
}

void
stage_informed(struct stage *s, enum rc rc, const char *rule, const char *text)
{
	const struct remark *r = s->remarks;

	stage_must(s, rc);
	while (r && strcmp(r->rule, rule) != 0)
		r = r->next;
	if (!r)
		fail_msg("%s had nothing to say", rule);
	assert_string_equal(r->text, text);
	assert_false(r->warned);
}

/* --- looking, without doing ------------------------------------------- */

static const struct step *
step_from(const struct entity *e, int64_t state, const char *verb)
{
	for (size_t i = 0; e->machine && i < e->machine->nsteps; i++) {
		const struct step *st = &e->machine->steps[i];

		if (st->from == state && strcmp(st->verb, verb) == 0)
			return st;
	}
	fail_msg("no step %s.%s from state %lld", e->name, verb,
	    (long long)state);
	return NULL;
}

static struct gate *
gates_of(struct stage *s, int who, const char *command, int64_t id, size_t *n)
{
	const char *dot = strchr(command, '.');
	const struct entity *e = entity_find(arena_dup(s->arena, command,
	    (size_t)(dot - command)));
	struct ctx cx = ctx_of(s, who, &s->domain);
	struct gate *g;
	struct seen seen;

	if (store_get(&cx, e, id, STEP, false, &seen) ||
	    command_gates(&cx, e, &seen, step_from(e, record_state(e,
	    seen.rec), dot + 1), &g, n))
		fail_msg("%s", cx.err.text);
	return g;
}

static const struct gate *
gate_named(const struct gate *g, size_t n, const char *rule)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(g[i].rule, rule) == 0)
			return &g[i];
	return NULL;
}

static void
says(const struct gate *g, const char *rule, const char *text)
{
	if (!g)
		fail_msg("%s has nothing to say", rule);
	assert_string_equal(g->text, text);
	assert_true(*g->hint);
}

void
stage_gate(struct stage *s, int who, const char *command, int64_t id,
    const char *rule, const char *text)
{
	size_t n;
	struct gate *g = gates_of(s, who, command, id, &n);

	says(gate_named(g, n, rule), rule, text);
}

void
stage_open(struct stage *s, int who, const char *command, int64_t id,
    const char *rule)
{
	size_t n;
	struct gate *g = gates_of(s, who, command, id, &n);

	assert_null(gate_named(g, n, rule));
}

void
stage_noted(struct stage *s, const char *record, int64_t id, const char *rule,
    const char *text)
{
	const struct entity *e = entity_find(record);
	struct ctx cx = ctx_of(s, -1, &s->domain);
	struct seen seen;
	struct gate *g;
	size_t n;

	if (store_get(&cx, e, id, 0, false, &seen) ||
	    command_gates(&cx, e, &seen, NULL, &g, &n))
		fail_msg("%s", cx.err.text);
	if (text)
		says(gate_named(g, n, rule), rule, text);
	else
		assert_null(gate_named(g, n, rule));
}

bool
stage_sees(struct stage *s, int who, const char *record, int64_t id)
{
	struct ctx cx = ctx_of(s, who, &s->domain);
	void *rec;
	enum rc rc = store_load(&cx, entity_find(record), id, &rec);

	if (rc && rc != RC_MISSING)
		fail_msg("%s", cx.err.text);
	return !rc;
}

void
stage_put(struct stage *s, const char *record, int64_t id, const char *field,
    int64_t value)
{
	struct ctx cx = ctx_of(s, -1, NULL);
	struct rows r;

	if (db_query(s->db, &cx.err, s->arena, &r, arena_fmt(s->arena,
	    "UPDATE %s SET %s = $1 WHERE id = $2 RETURNING id", record, field),
	    ARGS(INT(value), INT(id))) || db_settle(s->db, &cx.err))
		fail_msg("%s", cx.err.text);
	assert_int_equal(r.nrows, 1);
}

int64_t
stage_file(struct stage *s, const char *name, const char *text)
{
	static const struct domain_part *const parts[] = { &system_part, NULL };
	const struct domain domain = { .parts = parts };
	struct upload up;
	struct blob_in *b;
	struct err err;

	assert_int_equal(blob_begin(s->blobs, 4 << 20, &err, &b), RC_OK);
	assert_int_equal(blob_take(b, &err, text, strlen(text)), RC_OK);
	assert_int_equal(blob_end(b, &err, &up), RC_OK);
	s->upload = &up;
	if (run(s, -1, &domain, "stored_file.create", 0, arena_fmt(s->arena,
	    "audit=%lld|name=%s", (long long)s->audit, name)))
		fail_msg("%s", s->err.text);
	s->upload = NULL;
	return last_made;
}

void *
stage_peek(struct stage *s, const struct entity *e, int64_t id)
{
	struct ctx cx = ctx_of(s, -1, NULL);
	void *rec;

	if (store_peek(&cx, e, id, &rec))
		fail_msg("%s", cx.err.text);
	return rec;
}

struct list
stage_of(struct stage *s, const struct entity *e, const char *field,
    int64_t id)
{
	struct ctx cx = ctx_of(s, -1, NULL);
	struct list l;

	if (store_of(&cx, e, field, id, &l))
		fail_msg("%s", cx.err.text);
	return l;
}

/* --- what stands on it -------------------------------------------------------- */

static void
people(struct stage *s)
{
	static const char *const names[PEOPLE] = { [LEADER] = "lea",
		[AUDITOR] = "adam", [MANAGER] = "mary", [AUDITEE] = "ada",
		[CLIENT] = "carl", [OTHER] = "olaf" };

	for (int i = 0; i < PEOPLE; i++) {
		const char *n = names[i];

		s->person[i] = stage_set(s, "person.create",
		    arena_fmt(s->arena, "name=%s|employer=%%d", n), s->org);
		s->account[i] = stage_set(s, "user_account.create",
		    arena_fmt(s->arena, "person=%%d|login=%s|sign_in=password",
		    n), s->person[i]);
	}
	stage_set(s, "role_grant.create", "person=%d|duty=programme_manager|"
	    "scope=whole_system|valid_from=2020-01-01|reason=test|"
	    "granted_by=%d", s->person[MANAGER], s->person[MANAGER]);
	stage_set(s, "role_grant.create", "person=%d|duty=client|"
	    "scope=whole_system|valid_from=2020-01-01|reason=test|"
	    "granted_by=%d", s->person[CLIENT], s->person[MANAGER]);
	stage_set(s, "role_grant.create", "person=%d|duty=representative|"
	    "scope=organization|organization=%d|valid_from=2020-01-01|"
	    "reason=test|granted_by=%d", s->person[AUDITEE], s->org,
	    s->person[MANAGER]);
}

static void
team(struct stage *s, int who, const char *duty)
{
	int64_t t = s->member[who] = stage_set(s, "team_assignment.create",
	    arena_fmt(s->arena, "audit=%%d|person=%%d|duty=%s", duty),
	    s->audit, s->person[who]);
	struct ctx cx = ctx_of(s, -1, NULL);

	stage_put(s, "team_assignment", t, "state", 4);
	assert_int_equal(access_refresh(&cx, s->person[who]), RC_OK);
	assert_int_equal(db_settle(s->db, &cx.err), RC_OK);
}

static void
furnish(struct stage *s)
{
	int64_t source, edition, item;

	s->org = stage_set(s, "organization.create",
	    "name=House|duties=client|duties=auditee");
	people(s);
	source = stage_set(s, "criteria_source.create",
	    "short_name=HR|title=House rules|kind=internal");
	edition = stage_set(s, "criteria_edition.create",
	    "source=%d|label=2026|status=current", source);
	item = stage_set(s, "criterion_item.create",
	    "edition=%d|number=1|title=Doors|kind=own_rule", edition);
	s->programme = stage_set(s, "programme.create", "title=Audits|"
	    "client=%d|client_person=%d|manager=%d|party=first|"
	    "period_from=2026-01-01|period_to=2028-12-31|cycle_years=3|"
	    "auditees=%d|schemes=%d|report_approver=manager", s->org,
	    s->person[CLIENT], s->person[MANAGER], s->org, edition);
	s->audit = stage_set(s, "audit.create", "programme=%d|title=Doors|"
	    "kind=internal|party=first|mode=onsite|announcement=announced|"
	    "auditee=%d|client=%d|planned_from=2026-03-02|origin=schedule|"
	    "class=internal", s->programme, s->org, s->org);
	s->baseline = stage_set(s, "baseline.create", "audit=%d|version=1",
	    s->audit);
	s->scheme = stage_set(s, "audit_scheme.create",
	    "baseline=%d|edition=%d", s->baseline, edition);
	s->criterion = stage_set(s, "audit_criterion.create", "scheme=%d|"
	    "item=%d|number=1|title=Doors|applicability=applicable",
	    s->scheme, item);
	team(s, LEADER, "leader");
	team(s, AUDITOR, "auditor");
	s->evidence = stage_set(s, "evidence.create", "audit=%d|"
	    "title=Three doors|method=observation|source_kind=place|"
	    "source=Hall|collected_at=2026-03-02T09:00:00Z|collected_by=%d|"
	    "verification=direct|degree=high|class=internal|held=reference|"
	    "description=All open", s->audit, s->person[AUDITOR]);
}

int64_t
stage_plan(struct stage *s)
{
	return stage_set(s, "plan.create", "audit=%d|version=1|"
	    "language=english", s->audit);
}

int64_t
stage_session(struct stage *s, int64_t plan, const char *more)
{
	return stage_set(s, "plan_session.create", arena_fmt(s->arena,
	    "plan=%%d|auditors=%%d|kind=observation|duration=60|mode=onsite|"
	    "starts_at=2026-03-02T08:00:00Z|class=internal%s%s",
	    *more ? "|" : "", more), plan, s->member[AUDITOR]);
}

int64_t
stage_paper(struct stage *s)
{
	return stage_set(s, "working_paper.create", "audit=%d|title=Doors|"
	    "owner=%d|class=internal", s->audit, s->person[AUDITOR]);
}

int64_t
stage_item(struct stage *s, int64_t paper)
{
	return stage_set(s, "checklist_item.create", "paper=%d|criterion=%d|"
	    "question=Are doors shut?", paper, s->criterion);
}

int64_t
stage_finding(struct stage *s, const char *type)
{
	int64_t id = stage_set(s, "finding.create", arena_fmt(s->arena,
	    "audit=%%d|title=Open doors|type=%s|evidence=%%d|drafted_by=%%d|"
	    "statement=Three doors stood open.|expected=Doors are shut.|"
	    "observed=3 of 3 open|class=internal", type), s->audit,
	    s->evidence, s->person[AUDITOR]);

	stage_set(s, "finding_criterion.create",
	    "finding=%d|criterion=%d|verdict=nonconform", id, s->criterion);
	return id;
}

/*
 * It is furnished once for each database; every test gets a copy, because
 * making all tables takes longer than most tests.
 */
static struct base { struct stage s; const char *where, *copy; } bases[2];

/* Numbers leased in blocks and not used would leave gaps in the codes. */
static void
close_gaps(struct stage *s)
{
	struct err err;

	for (size_t i = 0; model[i]; i++)
		if (db_run(s->db, &err, arena_fmt(s->arena, "UPDATE counter "
		    "SET next = 1 + (SELECT count(*) FROM %s) WHERE name = "
		    "'%s-26'", model[i]->name, model[i]->prefix), NULL, 0))
			fail_msg("%s", err.text);
	if (db_settle(s->db, &err))
		fail_msg("%s", err.text);
}

static void
open_stage(struct stage *s, const char *where)
{
	struct err err;

	s->arena = arena_new();
	s->db = db_open(where, DB_WRITE, &err);
	if (!s->db)
		fail_msg("%s", err.text);
	s->numbers = numbers_new();
}

static void
close_stage(struct stage *s)
{
	db_close(s->db);
	numbers_free(s->numbers);
	arena_free(s->arena);
}

static void
make_base(struct base *b, const char *where, const char *copy)
{
	struct stage *s = &b->s;
	struct ctx cx;

	s->now = day_of(2026, 3, 2) * DAY_SECONDS + DAY_SECONDS / 2;
	open_stage(s, where);
	ctx_begin(&cx, s->arena, s->db);
	if (schema_create(&cx))
		fail_msg("%s", cx.err.text);
	furnish(s);
	close_gaps(s);
	close_stage(s);
	b->where = where;
	b->copy = copy;
}

/* A test that fails leaves its copy open, and a log beside it. */
static void
remove_file(const char *file)
{
	static const char *const beside[] = { "", "-wal", "-shm" };
	char name[300];

	for (size_t i = 0; i < NELEMS(beside); i++) {
		snprintf(name, sizeof(name), "%s%s", file, beside[i]);
		remove(name);
	}
}

static void
copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	char part[8192];
	size_t n;

	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		assert_int_equal(fwrite(part, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
}

static void
copy_database(const char *from, const char *to)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "DROP DATABASE %s WITH (FORCE)",
	    strrchr(to, '=') + 1);
	assert_true(pg_do(pg_start(), sql));
	snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE %s",
	    strrchr(to, '=') + 1, strrchr(from, '=') + 1);
	assert_true(pg_do(pg_start(), sql));
}

static void
play(struct base *b, const struct domain_part *const *parts,
    void (*test)(struct stage *s))
{
	struct stage s = b->s;

	s.domain = (struct domain){ parts, stamp_change, NULL,
	    muster_jobs };
	open_stage(&s, b->copy);
	s.blobs = arena_fmt(s.arena, "%s/stage-%d-blobs", unit_folder(),
	    (int)getpid());
	mkdir(s.blobs, 0700);
	test(&s);
	close_stage(&s);
}

static void
sweep(void)
{
	remove_file(bases[0].where);
	remove_file(bases[0].copy);
}

static const char *
file_name(const char *what)
{
	static char name[2][256];
	char *out = name[*what == 'b'];

	snprintf(out, sizeof(name[0]), "%s/stage-%d-%s.db", unit_folder(),
	    (int)getpid(), what);
	return out;
}

void
stage_both(const struct domain_part *const *parts,
    void (*test)(struct stage *s))
{
	const char *pg;

	if (!bases[0].where) {
		make_base(&bases[0], file_name("base"), file_name("copy"));
		atexit(sweep);
	}
	remove_file(bases[0].copy);
	copy_file(bases[0].where, bases[0].copy);
	play(&bases[0], parts, test);
	if (!bases[1].where && (pg = pg_fresh("stage")) != NULL)
		make_base(&bases[1], pg, pg_fresh("scene"));
	if (!bases[1].where)
		return;
	copy_database(bases[1].where, bases[1].copy);
	play(&bases[1], parts, test);
}

/* --- programs of them --------------------------------------------------------- */

struct staged { const struct domain_part *const *parts; struct scene scene; };

static void
on_stage(void **state)
{
	const struct staged *t = *state;

	stage_both(t->parts, t->scene.test);
}

int
stage_scenes(const struct domain_part *const *parts,
    const struct scene *scenes, size_t n)
{
	struct arena *a = arena_new();
	struct CMUnitTest *tests = arena_alloc(a, n * sizeof(*tests));
	struct staged *staged = arena_alloc(a, n * sizeof(*staged));
	int failed;

	for (size_t i = 0; i < n; i++) {
		staged[i] = (struct staged){ parts, scenes[i] };
		tests[i] = (struct CMUnitTest){ .name = scenes[i].name,
			.test_func = on_stage, .initial_state = &staged[i] };
	}
	failed = _cmocka_run_group_tests("stage", tests, n, NULL, NULL);
	arena_free(a);
	return failed;
}
