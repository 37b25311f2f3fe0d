/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "job.h"

#include "base/text.h"
#include "query.h"

const struct job *
job_find(const struct domain *d, const char *name)
{
	for (const struct job *j = d->jobs; j && j->name; j++)
		if (str_eq(j->name, name))
			return j;
	return NULL;
}

enum rc
job_run(struct ctx *cx, const struct job *j, int64_t *done)
{
	struct turn t = { .cx = cx, .job = j };
	enum rc rc = j->run(&t);

	*done = t.done;
	return rc;
}

struct alone {
	struct ctx *cx;
	const struct job *job;
	int64_t *done;
	enum rc rc;
};

static void
run_alone(void *arg, size_t i)
{
	struct alone *a = arg;

	(void)i;
	a->rc = job_run(a->cx, a->job, a->done);
}

enum rc
job_alone(struct ctx *cx, const struct job *j, int64_t *done)
{
	struct alone a = { cx, j, done, RC_OK };
	struct ctx batch = *cx;
	enum rc rc;

	if (db_shared(cx->db))
		return job_run(cx, j, done);
	rc = command_batch(&batch, 1, run_alone, &a);
	if (rc)
		cx->err = batch.err;
	return rc ? rc : a.rc;
}

/* What stands against one record does not end the run. */
static bool
is_verdict(enum rc rc)
{
	return rc == RC_RULE || rc == RC_CONFLICT || rc == RC_INVALID ||
	    rc == RC_MISSING || rc == RC_DENIED;
}

enum rc
job_give(struct turn *t, const char *command, int64_t on, int64_t subject,
    const struct pair *in, size_t n)
{
	struct ctx sys = ctx_system(t->cx);
	struct order o = { .command = command, .in = in, .n = n };
	struct done d = { 0 };
	enum rc rc;

	if (on)
		o.on = arena_fmt(sys.arena, "%lld", (long long)on);
	sys.digest = "job";
	sys.key = arena_fmt(sys.arena, "job %s %lld %s %lld %lld",
	    t->job->name, (long long)sys.today, command, (long long)on,
	    (long long)subject);
	rc = command_run(&sys, &o, 1, &d, NULL);
	if (rc && !is_verdict(rc))
		t->cx->err = sys.err;
	t->done += !rc && d.rec;
	return is_verdict(rc) ? RC_OK : rc;
}

enum rc
job_each(struct turn *t, const struct entity *e, const struct pair *filter,
    size_t n, job_each_fn *fn, const void *arg)
{
	struct query q = { .entity = e, .filter = filter, .nfilters = n,
		.limit = QUERY_MOST, .links = true };

	do {
		struct page p;
		enum rc rc = query_run(t->cx, &q, &p);

		for (size_t i = 0; !rc && i < p.n; i++)
			rc = fn(t, e, p.rec[i], arg);
		if (rc)
			return rc;
		q.cursor = p.next;
	} while (q.cursor);
	return RC_OK;
}
