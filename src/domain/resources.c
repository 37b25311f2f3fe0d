/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * resources.c - 5.4.3 and 5.4.4: are the days that were calculated planned and
 * granted, and is what they were calculated from still true?
 */
#include "programme.h"

#include "model/audit.h"
#include "model/audit_time.h"
#include "model/entities.h"
#include "model/extent.h"
#include "model/isms.h"
#include "model/programme.h"

enum { WHOLE = 10000 };         /* of a share in hundredths of a per cent */

/* Hundredths of days that somebody worked out, 0 when nobody did. */
static enum rc
days_needed(struct ctx *cx, const char *by, int64_t id, int64_t *days)
{
	struct list l;
	enum rc rc = store_of(cx, &audit_time_calculation_entity, by, id, &l);

	*days = 0;
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct audit_time_calculation *c = l.rec[i];

		if (c->own_time != UNSET)
			*days = c->own_time;
		else if (c->adjusted_time != UNSET)
			*days = c->adjusted_time;
	}
	return rc;
}

struct days { int64_t asked, planned, granted; bool reduced; };

/* Of an audit, or of what a programme has for no audit in particular. */
static enum rc
days_of(struct ctx *cx, const char *by, int64_t id, struct days *d)
{
	struct list l;
	enum rc rc = store_of(cx, &resource_item_entity, by, id, &l);

	*d = (struct days){ 0 };
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct resource_item *r = l.rec[i];
		bool given = r->granted_days != UNSET &&
		    r->state != RESOURCE_STATE_REFUSED;

		if ((r->kind != RESOURCE_KIND_AUDITOR_DAYS &&
		    r->kind != RESOURCE_KIND_EXPERT_DAYS) || r->days == UNSET)
			continue;
		d->asked += r->days;
		d->planned += given ? r->granted_days : r->days;
		d->granted += given ? r->granted_days : 0;
		d->reduced |= r->state == RESOURCE_STATE_REDUCED;
	}
	return rc;
}

static const char *
days_text(struct ctx *cx, int64_t days)
{
	return arena_fmt(cx->arena, "%lld.%02lld", (long long)(days / 100),
	    (long long)(days % 100));
}

static enum rc
r_5_4_3_05(struct ctx *cx, struct change *ch)
{
	const struct record *r = ch->after;
	bool audit = ch->entity == &audit_entity;
	int64_t need, percent;
	struct programme *p;
	struct days d;
	enum rc rc = programme_of(cx, ch, &p);

	if (!rc)
		rc = days_needed(cx, audit ? "audit" : "revision", r->id,
		    &need);
	if (!rc)
		rc = days_of(cx, audit ? "audit" : "programme", audit ? r->id
		    : p->rec.id, &d);
	if (!rc)
		rc = setting_get(cx, "time_shortfall", audit ? r->id : 0,
		    p->rec.id, &percent);
	if (rc || !d.asked || d.planned * WHOLE >= need * (WHOLE - percent))
		return rc;
	return refuse(cx, "R-5.4.3-05", NULL, arena_fmt(cx->arena,
	    "%s days are planned, of %s calculated", days_text(cx, d.planned),
	    days_text(cx, need)), "Ask for more days, or say why fewer are "
	    "enough.");
}

static enum rc
r_5_4_3_06(struct ctx *cx, struct change *ch)
{
	const struct isms_profile *last = NULL;
	struct list l = { 0 };
	struct programme *p;
	int64_t months;
	enum rc rc = programme_of(cx, ch, &p);

	if (!rc)
		rc = setting_get(cx, "profile_age_months", 0, p->rec.id,
		    &months);
	if (!rc && ch->entity == &audit_entity)
		rc = store_of(cx, &isms_profile_entity, "organization",
		    ((const struct audit *)ch->after)->auditee, &l);
	else if (!rc)
		rc = of_auditees(cx, p, &isms_profile_entity, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct isms_profile *o = l.rec[i];

		if ((o->state == PROFILE_STATE_DELIVERED ||
		    o->state == PROFILE_STATE_FROZEN) &&
		    (!last || o->as_of > last->as_of))
			last = o;
	}
	if (rc || !last || months_after(last->as_of, months) >= cx->today)
		return rc;
	return refuse(cx, "R-5.4.3-06", NULL, arena_fmt(cx->arena,
	    "the ISMS profile %s is older than %lld months", last->rec.code,
	    (long long)months), "Ask the auditee for a new one.");
}

/* The client accepts fewer days by reducing them with a reason. */
static enum rc
r_5_4_4_01(struct ctx *cx, struct change *ch)
{
	const struct audit *a = ch->after;
	int64_t need, percent;
	struct days d;
	enum rc rc = days_needed(cx, "audit", a->rec.id, &need);

	if (!rc)
		rc = days_of(cx, "audit", a->rec.id, &d);
	if (!rc)
		rc = setting_get(cx, "granted_least", a->rec.id, a->programme,
		    &percent);
	if (rc || d.reduced)
		return rc;
	need = need ? need : d.asked;
	if (d.granted * WHOLE >= need * percent)
		return RC_OK;
	return refuse(cx, "R-5.4.4-01", NULL, arena_fmt(cx->arena,
	    "%s days are granted to %s, of %s needed", days_text(cx,
	    d.granted), a->rec.code, days_text(cx, need)), "Let the client "
	    "grant the days, or reduce them with a reason.");
}

static const struct judge judges[] = {
	{ "R-5.4.3-05", r_5_4_3_05 },
	{ "R-5.4.3-06", r_5_4_3_06 },
	{ "R-5.4.4-01", r_5_4_4_01 },
	{ NULL, NULL }
};

const struct domain_part resources_part = { "extent", judges, NULL, NULL };
