/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* report_rules.c - 6.5: what a report gives away, to whom, and when. */
#include "demand.h"
#include "plan_rules.h"

#include "model/audit.h"
#include "model/entities.h"
#include "model/evidence.h"
#include "model/finding.h"
#include "model/meeting.h"
#include "model/report.h"

/* --- what it gives away ------------------------------------------------------------- */

/* People are named by position, as in the notes of their interviews. */
static enum rc
r_6_5_1_06(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;
	const struct text texts[] = { { "summary", r->summary },
		{ "process_summary", r->process_summary },
		{ "sampling_statement", r->sampling_statement },
		{ "not_covered_comment", r->not_covered_comment },
		{ "programme_effects", r->programme_effects },
		{ "follow_up_text", r->follow_up_text } };
	struct list l;
	enum rc rc = store_of(cx, &interview_entity, "at", r->audit, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		rc = names_nobody(cx, "R-6.5.1-06",
		    ((struct record *)l.rec[i])->id, r->rec.code, texts,
		    NELEMS(texts));
	return rc;
}

static enum rc
quotes_strictly(struct ctx *cx, const struct report *r,
    const struct finding *f)
{
	for (size_t i = 0; i < f->evidence.n; i++) {
		struct evidence *e;
		enum rc rc = of_ref(cx, &evidence_entity, f->evidence.id[i],
		    &e);

		if (rc)
			return rc;
		if (!e || e->class < CLASS_STRICTLY_CONFIDENTIAL)
			continue;
		return refuse(cx, "R-6.5.1-07", "class", arena_fmt(cx->arena,
		    "%s quotes %s, which is strictly confidential",
		    r->rec.code, e->rec.code), "Raise the class of the "
		    "report, or give a reason for going on.");
	}
	return RC_OK;
}

static enum rc
r_6_5_1_07(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;
	struct list l;
	enum rc rc;

	if (r->class >= CLASS_STRICTLY_CONFIDENTIAL)
		return RC_OK;
	rc = store_of(cx, &finding_entity, "audit", r->audit, &l);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const struct finding *f = l.rec[i];

		if (f->presented_at && f->state != FINDING_STATE_WITHDRAWN)
			rc = quotes_strictly(cx, r, f);
	}
	return rc;
}

/* --- how it leaves --------------------------------------------------------------------- */

static enum rc
r_6_5_2_02(struct ctx *cx, struct change *ch)
{
	const struct report_delivery *d = ch->after;
	bool open = d->encryption == DELIVERY_ENCRYPTION_NONE ||
	    (d->channel == CONTACT_CHANNEL_MAIL &&
	    d->encryption == DELIVERY_ENCRYPTION_SYSTEM);
	struct report *r;
	enum rc rc = of_ref(cx, &report_entity, d->report, &r);

	if (rc || !r || r->class < CLASS_CONFIDENTIAL || !open)
		return rc;
	return refuse(cx, "R-6.5.2-02", "encryption", arena_fmt(cx->arena,
	    "copy %s of a confidential report would leave unencrypted",
	    d->rec.code), "Choose the system as channel, or an encryption "
	    "that the recipient can open.");
}

/* --- when it leaves --------------------------------------------------------------------- */

static int64_t
closing_day(const struct list *meetings)
{
	int64_t day = 0;

	for (size_t i = 0; i < meetings->n; i++) {
		const struct meeting *m = meetings->rec[i];

		if (m->kind == MEETING_KIND_CLOSING &&
		    m->state == MEETING_STATE_CLOSED)
			day = day_of_time(m->starts_at);
	}
	return day;
}

/*
 * The day by which it is to be issued; 0: none, as there was no closing
 * meeting yet, or as a correction has no such day.
 */
static enum rc
due_day(struct ctx *cx, const struct report *r, int64_t *due)
{
	int64_t days, closing = 0;
	struct list l;
	struct audit *a;
	enum rc rc = of_ref(cx, &audit_entity, r->audit, &a);

	if (!rc)
		rc = setting_get(cx, "report_days", r->audit, a->programme,
		    &days);
	if (!rc)
		rc = store_of(cx, &meeting_entity, "audit", r->audit, &l);
	if (!rc)
		closing = closing_day(&l);
	*due = closing && !r->replaces ? working_days_after(closing, days) : 0;
	return rc;
}

static enum rc
due_set(struct ctx *cx, struct change *ch)
{
	struct report *r = ch->after;

	return due_day(cx, r, &r->due);
}

static enum rc
r_6_5_2_03(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;
	char day[DATE_LEN + 1];
	int64_t due;
	enum rc rc = due_day(cx, r, &due);

	if (rc || !due || cx->today <= due || !text_blank(r->delay_reason))
		return rc;
	day_write(day, due);
	return refuse(cx, "R-6.5.2-03", "delay_reason", arena_fmt(cx->arena,
	    "%s was to be issued by %s", r->rec.code, day),
	    "Say why it is late (delay_reason); auditee and manager are "
	    "told.");
}

static enum rc
delay_told(struct ctx *cx, struct change *ch)
{
	const struct report *r = ch->after;

	return text_blank(r->delay_reason) ? RC_OK : tell_audit(cx, ch,
	    r->audit);
}

/* --- whether it was read ------------------------------------------------------------------ */

static enum rc
copy_opened(struct ctx *cx, struct change *ch)
{
	struct report_delivery *d = ch->after;

	if (!d->opened_at)
		d->opened_at = cx->now;
	return RC_OK;
}

static enum rc
r_6_5_2_05(struct ctx *cx, struct change *ch)
{
	const struct report_delivery *d = ch->after;
	char day[DATE_LEN + 1];

	if (!d->sent_at)
		return RC_OK;
	day_write(day, day_of_time(d->opened_at ? d->opened_at : d->sent_at));
	return refuse(cx, "R-6.5.2-05", NULL, arena_fmt(cx->arena,
	    d->opened_at ? "copy %lld was read on %s"
	    : "copy %lld was sent on %s and is not confirmed",
	    (long long)d->copy_number, day), d->opened_at ? "Nothing to do."
	    : "Ask the recipient to acknowledge it.");
}

static const struct judge judges[] = {
	{ "R-6.5.1-06", r_6_5_1_06 },
	{ "R-6.5.1-07", r_6_5_1_07 },
	{ "R-6.5.2-02", r_6_5_2_02 },
	{ "R-6.5.2-03", r_6_5_2_03 },
	{ "R-6.5.2-05", r_6_5_2_05 },
	{ NULL, NULL }
};

static const struct judge prepares[] = {
	{ "report.create", due_set },
	{ "report.submit", due_set },
	{ "report_delivery.acknowledge", copy_opened },
	{ NULL, NULL }
};

static const struct judge effects[] = {
	{ "report.issue", delay_told },
	{ NULL, NULL }
};

const struct domain_part report_rules_part = { "report_rules", judges,
	prepares, effects };
