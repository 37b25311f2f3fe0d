/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job.c - what the program does by itself: listed, or done now. */
#include "cli/cli.h"

#include "core/job.h"

static void
list_jobs(struct cli *cli)
{
	const char *glue = "";
	struct buf b = { .arena = cli->arena };
	bool json = args_option(&cli->args, "json");

	for (const struct job *j = cli->domain->jobs; j->name; j++) {
		if (!json) {
			printf("%-10s every %lld minutes: %s\n", j->name,
			    (long long)j->every / 60, j->about);
			continue;
		}
		buf_fmt(&b, "%s{\"name\":\"%s\",\"every\":%lld,\"about\":",
		    glue, j->name, (long long)j->every);
		buf_json(&b, j->about);
		buf_char(&b, '}');
		glue = ",";
	}
	if (json)
		printf("[%s]\n", buf_text(&b));
}

static enum rc
run_named(struct cli *cli, struct held *h, const char *name)
{
	const struct job *j = job_find(cli->domain, name);
	int64_t done;
	enum rc rc;

	if (!j) {
		err_set(&cli->err, RC_INVALID, "there is no job \"%.60s\"",
		    name);
		err_hint(&cli->err, "\"muster job\" lists them.");
		return RC_INVALID;
	}
	rc = job_alone(&h->cx, j, &done);
	if (rc)
		cli->err = h->cx.err;
	else if (args_option(&cli->args, "json"))
		printf("{\"job\":\"%s\",\"done\":%lld}\n", name,
		    (long long)done);
	else
		printf("%s: %lld done\n", name, (long long)done);
	return rc;
}

enum rc
cli_job(struct cli *cli)
{
	const struct args *a = &cli->args;
	struct held h;
	enum rc rc;

	if (!a->nwords) {
		list_jobs(cli);
		return RC_OK;
	}
	rc = held_open(cli, &h);
	if (rc)
		return rc;
	for (size_t i = 0; !rc && i < a->nwords; i++)
		rc = run_named(cli, &h, a->word[i]);
	held_close(&h);
	return rc;
}
