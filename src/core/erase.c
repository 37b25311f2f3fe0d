/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "erase.h"

#include "base/text.h"
#include "journal.h"
#include "search.h"
#include "store.h"

#include <string.h>

static enum rc
clear_fields(struct ctx *cx, const struct erasure *e, void *rec)
{
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = field_find(e->entity, e->field[i]);

		if (!f || !(f->flags & PERSONAL))
			return err_set(&cx->err, RC_DENIED, "%.60s is nothing "
			    "that can be erased", e->field[i]);
		if (field_is_text(f))
			field_set_text(f, rec, NULL);
		else if (f->kind == KIND_refs)
			field_set_refs(f, rec, (struct refs){ 0 });
		else
			field_set_int(f, rec, field_has_null(f) ? UNSET : 0);
	}
	return RC_OK;
}

/* The entry says that they are empty now, and nothing of what they were. */
static enum rc
write_entry(struct ctx *cx, const struct erasure *e, const struct record *r)
{
	struct delta *d = arena_alloc(cx->arena, e->n * sizeof(*d));
	struct event ev = { .entity = e->entity, .record = r->id,
		.rev = r->rev, .delta = d, .ndelta = e->n,
		.audit = r->at_kind == ANCHOR_AUDIT ? r->at : 0 };

	ev.command = arena_fmt(cx->arena, "%s.erase", e->entity->name);
	for (size_t i = 0; i < e->n; i++)
		d[i] = (struct delta){ e->field[i], "",
		    field_show(cx->arena, field_find(e->entity, e->field[i]),
		    r) };
	return journal_add(cx, &ev);
}

static enum rc
forget(struct ctx *cx, const struct erasure *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < e->n && !rc; i++)
		rc = journal_forget(cx, e->record, e->field[i]);
	return rc;
}

enum rc
erase_values(struct ctx *cx, const struct erasure *e)
{
	void *was, *now = arena_alloc(cx->arena, e->entity->size);
	const char *reason = cx->reason;
	enum rc rc = store_peek(cx, e->entity, e->record, &was);

	if (!rc && (!e->reason || !*e->reason))
		rc = err_field(&cx->err, "reason", "an erasure has a reason");
	if (rc)
		return rc;
	memcpy(now, was, e->entity->size);
	rc = clear_fields(cx, e, now);
	if (rc)
		return rc;
	((struct record *)now)->changed_at = cx->now;
	((struct record *)now)->changed_by = cx->account;
	rc = store_update(cx, e->entity, was, now);
	if (!rc)
		rc = search_put(cx, e->entity, was, now);
	if (!rc)
		rc = forget(cx, e);
	cx->reason = e->reason;
	if (!rc)
		rc = write_entry(cx, e, now);
	cx->reason = reason;
	return rc;
}
