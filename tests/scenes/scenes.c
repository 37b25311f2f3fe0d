/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* scenes.c - whole jobs, from the empty store to the closed audit. */
#include "play.h"

#include "core/number.h"
#include "core/schema.h"
#include "core/session.h"
#include "exchange/ship.h"
#include "pg/pg.h"

#include <stdio.h>
#include <string.h>

static const struct setup first = { .organization = "Harbour Works",
	.name = "Hana Okafor", .email = "hana@harbour.example",
	.login = "hana", .password = "a long sentence for hana",
	.manages = true };

/* The one-time code is read from the terminal and typed into the page. */
static enum rc
found(struct ctx *cx, void *code)
{
	int64_t account;
	enum rc rc = setup_check(cx, code);

	return rc ? rc : setup_first(cx, &first, &account);
}

static enum rc
make_store(struct ctx *cx)
{
	struct ship_result shipped;
	const char *code;
	enum rc rc = schema_create(cx);

	if (!rc)
		rc = ship_all(cx, &shipped);
	if (!rc)
		rc = ship_indicators(cx);
	if (!rc)
		rc = setup_code(cx, &code);
	if (!rc)
		rc = command_write(cx, found, arena_str(cx->arena, code));
	return rc;
}

/* The house, and Hana, who was the first to sign in. */
static void
set_up(struct play *p)
{
	struct ctx cx;
	struct rows r;

	ctx_begin(&cx, p->arena, p->db);
	cx.numbers = p->numbers;
	cx.domain = &muster_domain;
	cx.now = p->now;
	cx.today = day_of_time(p->now);
	if (make_store(&cx) || db_query(p->db, &cx.err, p->arena, &r,
	    "SELECT id, employer FROM person", NO_ARGS))
		fail_msg("%s", cx.err.text);
	p->known[0] = (struct known){ "hana", entity_find("person"),
		rows_at(&r, 0, 0)->i, 0 };
	p->known[1] = (struct known){ "house", entity_find("organization"),
		rows_at(&r, 0, 1)->i, 0 };
	p->nknown = 2;
}

static void
play_in(const char *where, const char *path, const char *gates)
{
	static struct play p;           /* one at a time */
	struct err err;
	struct text job;

	p = (struct play){ .path = path, .arena = arena_new_capped(
	    (size_t)1 << 30), .numbers = numbers_new() };
	p.db = db_open(where, DB_WRITE, &err);
	if (!p.db)
		fail_msg("%s", err.text);
	job = text_read(p.arena, path);
	p.now = day_of(2026, 1, 5) * DAY_SECONDS;
	set_up(&p);
	if (gates) {
		struct text broken = text_read(p.arena, gates);

		play_broken(&p, &job, &broken);
	}
	for (size_t i = 0; !gates && i < job.n; i++)
		play_entry(&p, &job.entry[i]);
	db_close(p.db);
	numbers_free(p.numbers);
	arena_free(p.arena);
}

void
scene_play(const char *path, const char *gates)
{
	const char *pg = pg_fresh("scene");
	char file[256];

	snprintf(file, sizeof(file), "%s/scene-%d.db", unit_folder(),
	    (int)getpid());
	remove(file);
	play_in(file, path, gates);
	remove(file);
	if (pg)
		play_in(pg, path, gates);
}

/* A scene, or the same broken off at the gates of another text. */
#define SCENE(test, name, gates) static void test(void **state) \
	{ (void)state; scene_play(SCENES "/" name ".scene", gates); }
#define GATES(name) SCENES "/" name ".scene"
SCENE(an_audit_is_carried_out_from_the_empty_store, "first-audit", NULL)
SCENE(each_gate_says_what_is_missing, "first-audit", GATES("gates"))
SCENE(a_programme_takes_turns, "programme-turns", GATES("programme-gates"))
SCENE(a_plan_takes_turns, "planning-turns", GATES("planning-gates"))
SCENE(fieldwork_takes_turns, "fieldwork-turns", GATES("fieldwork-gates"))
SCENE(a_report_takes_turns, "report-turns", GATES("report-gates"))

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_audit_is_carried_out_from_the_empty_store),
		cmocka_unit_test(each_gate_says_what_is_missing),
		cmocka_unit_test(a_programme_takes_turns),
		cmocka_unit_test(a_plan_takes_turns),
		cmocka_unit_test(fieldwork_takes_turns),
		cmocka_unit_test(a_report_takes_turns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
