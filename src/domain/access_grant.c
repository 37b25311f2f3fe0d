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

static enum rc
too_long(struct ctx *cx, const struct access_grant *g, const char *rule,
    const char *setting, int64_t unit, const char *word)
{
	int64_t most;
	enum rc rc = setting_get(cx, setting, g->audit, 0, &most);

	if (rc || g->valid_until - g->valid_from <= most * unit)
		return rc;
	return refuse(cx, rule, "valid_until", arena_fmt(cx->arena, "%s lasts "
	    "longer than %lld %s", g->rec.code, (long long)most, word),
	    "Give an earlier end; it can be asked for again.");
}

/* A third party reads what is listed, for some days. */
static enum rc
n_09(struct ctx *cx, struct change *ch)
{
	const struct access_grant *g = ch->after;

	if (g->kind != ACCESS_GRANT_KIND_THIRD_PARTY_READING)
		return RC_OK;
	if (!g->reports.n && !g->evidence.n && !g->working_papers.n)
		return refuse(cx, "N-09", "reports", arena_fmt(cx->arena,
		    "%s names no record that may be read", g->rec.code),
		    "List the reports, evidence or papers one by one.");
	return too_long(cx, g, "N-09", "reader_days", DAY_SECONDS, "days");
}

static enum rc
n_12(struct ctx *cx, struct change *ch)
{
	const struct access_grant *g = ch->after;

	return g->kind != ACCESS_GRANT_KIND_EMERGENCY ? RC_OK : too_long(cx,
	    g, "N-12", "emergency_hours", 3600, "hours");
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
	{ "N-09", n_09 },
	{ "N-12", n_12 },
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
