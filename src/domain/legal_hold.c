/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* legal_hold.c - what must be kept while somebody may ask for it. */
#include "domain.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/evidence.h"
#include "model/record_keeping.h"

static enum rc
guard_confirm(struct ctx *cx, struct change *ch)
{
	const struct legal_hold *h = ch->before;

	if (!h || !cx->account || h->lifted_by != cx->person)
		return RC_OK;
	err_rule(&cx->err, ch->command, NULL, "whoever lifts %s does not "
	    "confirm it", h->rec.code);
	return advise(cx, "Two people lift a hold: ask the other one.");
}

/* The hold on the audit, or on its whole programme; NULL when there is none. */
static enum rc
hold_on(struct ctx *cx, int64_t audit, const struct legal_hold **out)
{
	struct audit *a;
	struct list l;
	enum rc rc = of_ref(cx, &audit_entity, audit, &a);

	*out = NULL;
	if (rc || !a)
		return rc;
	rc = store_of(cx, &legal_hold_entity, "programme", a->programme, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct legal_hold *h = l.rec[i];

		if (h->state != HOLD_STATE_LIFTED &&
		    (!h->audit || h->audit == audit))
			*out = h;
	}
	return rc;
}

static enum rc
guard_hold(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;
	const struct legal_hold *h;
	enum rc rc = hold_on(cx, e->audit, &h);

	if (rc || h || !cx->account)
		return rc;
	err_rule(&cx->err, ch->command, NULL, "no hold is on the audit of %s",
	    e->rec.code);
	return advise(cx, "Enter the hold first (legal_hold).");
}

static enum rc
guard_release(struct ctx *cx, struct change *ch)
{
	const struct evidence *e = ch->after;
	const struct legal_hold *h;
	enum rc rc = hold_on(cx, e->audit, &h);

	if (rc || !h || !cx->account)
		return rc;
	err_rule(&cx->err, ch->command, NULL, "%s keeps %s", h->rec.code,
	    e->rec.code);
	return advise(cx, "Wait until two people have lifted the hold.");
}

static const struct judge judges[] = {
	{ "evidence.hold", guard_hold },
	{ "evidence.release", guard_release },
	{ "legal_hold.confirm", guard_confirm },
	{ NULL, NULL }
};

const struct domain_part legal_hold_part = { "record_keeping", judges, NULL,
	NULL };
