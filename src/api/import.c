/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* import.c - foreign files through the API. */
#include "api/api.h"

#include "base/text.h"
#include "exchange/import.h"

#include <string.h>

static enum rc
no_kind(struct call *c)
{
	struct buf b = { .arena = c->cx.arena };

	for (const struct import_kind *k = import_kinds; k->name; k++)
		buf_fmt(&b, "%s%s", b.len ? ", " : "", k->name);
	err_set(&c->cx.err, RC_MISSING, "there is no import of \"%.60s\"",
	    c->arg[0]);
	err_hint(&c->cx.err, "These are known: %s.", buf_text(&b));
	return RC_MISSING;
}

/* All of the query but what is for this route itself. */
static void
take_values(struct call *c, struct import_order *o)
{
	struct pair *in = arena_alloc(c->cx.arena, (c->rq->nargs + 1) *
	    sizeof(*in));

	for (size_t i = 0; i < c->rq->nargs; i++) {
		const struct pair *p = &c->rq->args[i];

		if (!str_eq(p->name, "name") && !str_eq(p->name, "dry_run"))
			in[o->n++] = *p;
	}
	o->in = in;
}

enum rc
api_import(struct call *c)
{
	struct import_order o = { .kind = import_kind(c->arg[0]) };
	const char *dry = request_arg(c->rq, "dry_run");
	struct buf b = { .arena = c->rq->arena };
	struct import_report r;
	enum rc rc;

	if (!o.kind)
		return no_kind(c);
	o.name = request_arg(c->rq, "name");
	if (!o.name)
		o.name = c->upload_name ? c->upload_name : o.kind->name;
	o.run = dry && !str_eq(dry, "0") ? command_try : command_run;
	take_values(c, &o);
	rc = import_upload(&c->cx, server_blobs(c->srv), &o, &r);
	if (rc)
		return rc;
	import_json(&b, &o, &r);
	buf_char(&b, '\n');
	api_json(c, r.id && r.changes ? 201 : 200, &b);
	return RC_OK;
}
