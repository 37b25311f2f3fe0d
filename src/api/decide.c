/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* decide.c - the decisions over REST: a question in, its answer out. */
#include "api/api.h"

#include "decide/ask.h"

static enum rc
answer(struct call *c, const char *name)
{
	struct buf b = { .arena = c->rq->arena };
	enum rc rc = decide_ask(&c->cx.err, c->rq->arena, name, c->rq->body,
	    c->rq->len, &b);

	if (rc)
		return rc;
	buf_char(&b, '\n');
	api_json(c, 200, &b);
	return RC_OK;
}

/* /decide/time */
enum rc
api_decide(struct call *c)
{
	return answer(c, c->arg[0]);
}

/* /decide/sample/size */
enum rc
api_decide_one(struct call *c)
{
	return answer(c, arena_fmt(c->rq->arena, "%s %s", c->arg[0],
	    c->arg[1]));
}

enum rc
api_decisions(struct call *c)
{
	struct buf b = { .arena = c->rq->arena };

	buf_str(&b, "{\"items\":[");
	for (size_t i = 0; ask_names[i]; i++) {
		buf_str(&b, i ? ",\n{\"name\":" : "\n{\"name\":");
		buf_json(&b, ask_names[i]->name);
		buf_str(&b, ",\"help\":");
		buf_json(&b, ask_names[i]->help);
		buf_str(&b, ",\"question\":");
		ask_schema(ask_names[i], &b);
		buf_char(&b, '}');
	}
	buf_str(&b, "\n]}\n");
	api_json(c, 200, &b);
	return RC_OK;
}
