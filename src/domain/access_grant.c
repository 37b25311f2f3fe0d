/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* access_grant.c - reading that somebody asks for with a reason. */
#include "demand.h"

#include "model/account.h"
#include "model/audit.h"

/* What goes beyond the programme is the client's to give. */
static enum rc
guard_grant(struct ctx *cx, struct change *ch)
{
	const struct access_grant *g = ch->after;

	if (!cx->account || ch->who & ACL ||
	    g->kind == ACCESS_GRANT_KIND_REASONED_READING)
		return RC_OK;
	return refuse(cx, "access_grant.grant", NULL, arena_fmt(cx->arena,
	    "%s is for the client to grant", g->rec.code),
	    "Ask the client; the leader grants reasoned reading alone.");
}

/* The leader is asked; whoever is concerned learns of it (N-03). */
static enum rc
grant_asked(struct ctx *cx, struct change *ch)
{
	const struct access_grant *g = ch->after;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, g->audit, &a);

	return rc ? rc : follow_notice(cx, ch, a->leader, "step");
}

static enum rc
grant_told(struct ctx *cx, struct change *ch)
{
	return tell_audit(cx, ch, ((const struct record *)ch->after)->at);
}

static const struct judge judges[] = {
	{ "access_grant.grant", guard_grant },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "access_grant.create", grant_asked },
	{ "access_grant.grant", grant_told },
	{ NULL, NULL }
};

const struct domain_part access_grant_part = { "access_grant", judges, NULL,
	effects };
