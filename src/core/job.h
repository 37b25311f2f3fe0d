/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * job.h - what the program does by itself, on its clock.
 *
 * A job looks at records and gives orders in the name of the system.  Each
 * order has a key of the job, the day and its subject: a job may run as often
 * as one likes, on several servers at once, and does each thing once a day.
 */
#ifndef JOB_H
#define JOB_H

#include "command.h"

struct turn {
	struct ctx *cx;
	const struct job *job;
	int64_t done;           /* orders that had an effect */
};

struct job {
	const char *name;
	int64_t every;          /* seconds from one run to the next */
	const char *about;
	enum rc (*run)(struct turn *t);
};

/* The job of that name in the domain, or NULL. */
const struct job *job_find(const struct domain *d, const char *name);

/*
 * Runs it now; cx says what day it is.  On SQLite within a batch.  A record
 * that refuses is left for the next run.
 */
enum rc job_run(struct ctx *cx, const struct job *j, int64_t *done) MUST_USE;

/* Alone on a connection, as command_alone. */
enum rc job_alone(struct ctx *cx, const struct job *j, int64_t *done)
	MUST_USE;

/* For a job: one order, at most once a day for this subject. */
enum rc job_give(struct turn *t, const char *command, int64_t on,
	int64_t subject, const struct pair *in, size_t n) MUST_USE;

/* For a job: every record of e that the filter lets through. */
typedef enum rc job_each_fn(struct turn *t, const struct entity *e, void *rec,
	const void *arg);
enum rc job_each(struct turn *t, const struct entity *e,
	const struct pair *filter, size_t n, job_each_fn *fn, const void *arg)
	MUST_USE;

#endif
