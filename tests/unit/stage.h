/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * stage.h - a store with people, a programme and an audit in it, for tests of
 * the domain's rules.
 *
 * What stands on the stage is made in the name of the system without rules;
 * the rules under test are given to the stage and judge what people do.
 */
#ifndef STAGE_H
#define STAGE_H

#include "core/command.h"

/* The client is another than the manager; OTHER has an account and no duty. */
enum { LEADER, AUDITOR, MANAGER, AUDITEE, CLIENT, OTHER, PEOPLE };

struct stage {
	struct db *db;
	struct numbers *numbers;
	struct arena *arena;
	struct domain domain;           /* of what people do */
	const char *blobs;              /* the folder of files */
	const struct upload *upload;    /* of the file that is stored now */
	int64_t account[PEOPLE], person[PEOPLE];
	int64_t member[PEOPLE];         /* of the team: leader, auditor */
	int64_t org, programme, audit, baseline, scheme, criterion, evidence;
	const char *reason;             /* with the next order alone */
	struct err err;                 /* of the last refusal */
	struct remark *remarks;         /* of the last order */
	int64_t now;                    /* 2026-03-02, noon, at first */
	struct judge only[2];           /* of stage_only */
	struct domain_part part;
	const struct domain_part *parts[2];
};

/* A test of the list "parts", on both databases; for cmocka_unit_test. */
#define ON_STAGE(test) \
	static void \
	test##_on_stage(void **state) \
	{ \
		(void)state; \
		stage_both(parts, test); \
	}
#define STAGED(test) cmocka_unit_test(test##_on_stage)

/* Runs the test on SQLite and, where there is one, on PostgreSQL. */
void stage_both(const struct domain_part *const *parts,
	void (*test)(struct stage *s));

/* A whole program of such tests, for main. */
struct scene { const char *name; void (*test)(struct stage *s); };
#define SCENE(test) { #test, test }
int stage_scenes(const struct domain_part *const *parts,
	const struct scene *scenes, size_t n);

/* From now on only the judge of this name has a say, of all there are. */
void stage_only(struct stage *s, const char *name);

/*
 * More that stands there, without rules: a draft plan of the audit, a session
 * of it with the auditor ("name=value|..." besides), his working paper and an
 * item of it, a nonconformity by him with criterion and evidence.
 */
int64_t stage_plan(struct stage *s);
int64_t stage_session(struct stage *s, int64_t plan, const char *more);
int64_t stage_paper(struct stage *s);
int64_t stage_item(struct stage *s, int64_t paper);
int64_t stage_finding(struct stage *s, const char *type);

/*
 * "name=value|name=value"; %d in values stands for the ids given behind, each
 * an int64_t, ended by 0.
 */
int64_t stage_set(struct stage *s, const char *command, const char *fmt, ...);
void stage_set_on(struct stage *s, const char *command, int64_t id,
	const char *fmt, ...);
/* What a person does: the code, and err; id 0 for create. */
enum rc stage_do(struct stage *s, int who, const char *command, int64_t id,
	const char *fmt, ...);

/* The same, and it must be done: the id. */
int64_t stage_done(struct stage *s, int who, const char *command, int64_t id,
	const char *fmt, ...);

/* It must be refused by this rule, with exactly these words. */
void stage_refused(struct stage *s, enum rc rc, const char *rule,
	const char *text);
/* The same, at a field. */
void stage_refused_at(struct stage *s, enum rc rc, const char *rule,
	const char *field, const char *text);
/* It must have been done, with this remark of a rule that informs. */
void stage_informed(struct stage *s, enum rc rc, const char *rule,
	const char *text);
/* It must have been done; the id of what it worked on. */
int64_t stage_must(struct stage *s, enum rc rc);
int64_t stage_last(struct stage *s);    /* id that the last stage_do made */

/* Among what is missing before a step is this rule, with these words. */
void stage_gate(struct stage *s, int who, const char *command, int64_t id,
	const char *rule, const char *text);
/* The rule has nothing to say against the step. */
void stage_open(struct stage *s, int who, const char *command, int64_t id,
	const char *rule);

/* What is to be said about a record as it lies, or NULL for nothing. */
void stage_noted(struct stage *s, const char *record, int64_t id,
	const char *rule, const char *text);

/* Straight to a state or value: how one gets there is another test's. */
void stage_put(struct stage *s, const char *record, int64_t id,
	const char *field, int64_t value);
void stage_move(struct stage *s, const char *record, int64_t id,
	int64_t state);
/* One number out of the store, by SQL in which %d stands for an id. */
int64_t stage_number(struct stage *s, const char *fmt, ...);
/* Does the record exist for that person? */
bool stage_sees(struct stage *s, int who, const char *record, int64_t id);

/* A stored file of the audit, with these bytes; its id. */
int64_t stage_file(struct stage *s, const char *name, const char *text);
/* A record as it is now, or those whose field names id. */
void *stage_peek(struct stage *s, const struct entity *e, int64_t id);
struct list stage_of(struct stage *s, const struct entity *e,
	const char *field, int64_t id);

#endif
