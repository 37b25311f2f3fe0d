/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * command.h - the only way to change anything, and the only file that begins
 * and ends transactions.
 *
 * The page, the API, the command line, an import and the jobs all end in
 * command_run, which does the same each time: authorise, load under scope,
 * apply, check, step, rule, write, journal, effects, in one transaction.
 * Commands are not written down: RECORD.create, .update, .discard and the
 * verbs of its machine exist for each record type.  What a command needs
 * besides are small functions of the domain, found by the id of a rule or
 * the name of the command.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "store.h"

/* --- what the domain adds ----------------------------------------------------- */

struct change {
	const struct entity *entity;
	const char *command;            /* "finding.agree" */
	const char *verb;
	const struct step *step;        /* NULL: update, discard, no machine */
	const void *before;             /* NULL when the record is new */
	void *after;
	const struct pair *in;          /* what was given */
	size_t n;
	unsigned who;                   /* the actor's roles at the record */
};

/*
 * Judges a change before it is written, fills in what follows from other
 * records (prepare), or brings about what follows from it (effect).  A judge
 * refuses by err_rule with its id.  Whether that blocks, warns or informs
 * stands in the table of rules; whoever judges need not know.
 */
typedef enum rc judge_fn(struct ctx *cx, struct change *ch);

/* name: of a rule ("R-6.4.8-01") or of a command ("finding.agree") */
struct judge { const char *name; judge_fn *fn; };

struct domain_part {
	const char *subject;
	const struct judge *judges;     /* each list ends at name == NULL, */
	const struct judge *prepares;   /* and can be NULL */
	const struct judge *effects;
};
struct job;
struct domain {
	const struct domain_part *const *parts; /* ends at NULL */
	judge_fn *prepare;      /* of every command, before those of a part */
	judge_fn *attach;       /* makes a document that goes with a command;
	                           set by main, which knows of reports */
	const struct job *jobs; /* ends at name NULL: job.h */
};

/* The domain's judge of that name, or NULL. */
judge_fn *judge_named(const struct domain *d, const char *name);

/* --- orders ---------------------------------------------------------------------- */

/*
 * One command.  References in values and in "on" are ids, codes, "@name" of
 * an earlier order of the same array or of a shipped record, or "@3", the
 * number of an earlier order, counted from 1.
 */
struct order {
	const char *command;
	const char *on;         /* NULL for create */
	int64_t rev;            /* the revision that the actor saw; 0: any */
	const char *name;       /* by which later orders may refer to it */
	bool lasting;           /* name it for all later units too: shipped */
	const char *code;       /* given by an import; NULL: made */
	const char *reason;     /* for going on after a warning */
	const struct pair *in;
	size_t n;
	/* Derived fields that the program itself found out: of an imported
	 * file, never of a request. */
	const struct pair *found;
	size_t nfound;
};

struct done {
	const struct entity *entity;
	int64_t id, rev;
	const char *code;
	void *rec;              /* NULL after a discard, or from a key */
};

/*
 * All or nothing; done has room for n.  When cx->key was used before for the
 * same request the first answer is given again, without a second effect.
 * On SQLite within a batch it counts only when the batch was committed.
 * RC_BUSY: the connection was lost, so nobody knows whether it was done; ask
 * again with the same key.  On failure *at is the number of the order at
 * fault, from 0 (may be NULL).
 */
enum rc command_run(struct ctx *cx, const struct order *o, size_t n,
	struct done *done, size_t *at) MUST_USE;

/* The same, rolled back at its end: what would happen? */
enum rc command_try(struct ctx *cx, const struct order *o, size_t n,
	struct done *done, size_t *at) MUST_USE;

/* Within an effect: a further order in the name of the system. */
enum rc command_follow(struct ctx *cx, const struct order *o,
	struct done *done) MUST_USE;

/*
 * Other writes of the core (sessions, settings of an account): work runs in
 * a transaction of its own, or in a savepoint of the batch.
 */
enum rc command_write(struct ctx *cx,
    enum rc (*work)(struct ctx *cx, void *arg),
	void *arg) MUST_USE;

/* The same alone on a connection, as command_alone does it. */
enum rc command_write_alone(struct ctx *cx,
    enum rc (*work)(struct ctx *cx, void *arg),
	void *arg) MUST_USE;

/*
 * Reads that belong to one moment: work sees the database as it was at its
 * first statement, whatever others write meanwhile.
 */
enum rc command_snapshot(struct ctx *cx,
    enum rc (*work)(struct ctx *cx, void *arg),
	void *arg) MUST_USE;

/*
 * Into an empty database, which has no numbers yet: work makes the tables and
 * all that is in them, or nothing.
 */
enum rc command_whole(struct ctx *cx,
    enum rc (*work)(struct ctx *cx, void *arg),
	void *arg) MUST_USE;

/* --- a batch (SQLite) ---------------------------------------------------------------- */

/*
 * All of the list in one transaction, placed and committed as one.  run is
 * called for each i in turn and calls command_run on cx->db; what that
 * returns concerns that piece alone.  When this fails nothing was done.
 */
typedef void batch_fn(void *arg, size_t i);
enum rc command_batch(struct ctx *cx, size_t n, batch_fn *run, void *arg)
	MUST_USE;

/*
 * Alone on a connection (command line, demo): like command_run, with places
 * on SQLite.
 */
enum rc command_alone(struct ctx *cx, const struct order *o, size_t n,
	struct done *done, size_t *at) MUST_USE;

/* --- what could be done -------------------------------------------------------------- */

/*
 * Verbs that the actor may give a record now, as far as roles and state say;
 * guards are judged by command_gates.
 */
struct offer { const char *verb; const struct step *step; };
enum rc command_offers(struct ctx *cx, const struct entity *e,
	const struct seen *seen, struct offer **out, size_t *n) MUST_USE;

/*
 * What is missing before a step can be made: each rule that would refuse.
 * Without a step: what is to be said about the record as it lies, by the
 * rules that have RECORD.look among their moments.
 */
struct gate {
	const char *rule, *field, *text, *hint;
	enum force force;
};
enum rc command_gates(struct ctx *cx, const struct entity *e,
	const struct seen *seen, const struct step *step, struct gate **out,
	size_t *n) MUST_USE;

#endif
