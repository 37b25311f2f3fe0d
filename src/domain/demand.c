/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* demand.c - rows that ask for records in certain states. */
#include "demand.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/entities.h"
#include "model/programme.h"

bool
blank(const char *s)
{
	return !s || !*s;
}

enum rc
last_in(struct ctx *cx, const struct entity *e, const char *by, int64_t id,
    unsigned states, void *out)
{
	struct list l;
	enum rc rc = store_of(cx, e, by, id, &l);

	*(void **)out = NULL;
	for (size_t i = 0; !rc && i < l.n; i++)
		if (states & IN(record_state(e, l.rec[i])))
			*(void **)out = l.rec[i];
	return rc;
}

static bool
counts(const struct demand *d, const void *rec)
{
	return d->states & IN(record_state(d->entity, rec)) && (!d->where ||
	    field_int(field_find(d->entity, d->where), rec) == d->is);
}

static enum rc
one_met(struct ctx *cx, const struct demand *d, int64_t id)
{
	const struct record *found = NULL;
	struct list l;
	enum rc rc = store_of(cx, d->entity, d->by, id, &l);

	for (size_t i = 0; !rc && i < l.n; i++)
		if (counts(d, l.rec[i]))
			found = l.rec[i];
	if (rc || (d->want == WANT_SOME) == (found != NULL))
		return rc;
	if (found)
		err_rule(&cx->err, d->name, NULL, "%s %s", found->code,
		    d->text);
	else
		err_rule(&cx->err, d->name, NULL, "%s", d->text);
	err_hint(&cx->err, "%s", d->hint);
	return RC_RULE;
}

enum rc
demand_met(struct ctx *cx, const struct demand *rows, size_t n,
    const char *name, int64_t id)
{
	for (size_t i = 0; i < n; i++) {
		enum rc rc = str_eq(rows[i].name, name)
		    ? one_met(cx, &rows[i], id) : RC_OK;

		if (rc)
			return rc;
	}
	return RC_OK;
}

enum rc
tell_audit(struct ctx *cx, const struct change *ch, int64_t audit)
{
	struct audit *a;
	struct programme *p;
	enum rc rc = of_ref(cx, &audit_entity, audit, &a);
	int64_t who[4];

	if (!rc)
		rc = of_ref(cx, &programme_entity, a->programme, &p);
	if (rc)
		return rc;
	who[0] = p->manager;
	who[1] = p->client_person;
	who[2] = a->leader;
	who[3] = a->representative;
	for (size_t i = 0; i < NELEMS(who) && !rc; i++) {
		bool told = false;

		for (size_t k = 0; k < i; k++)
			told |= who[k] == who[i];
		if (!told)
			rc = follow_notice(cx, ch, who[i], "step");
	}
	return rc;
}
