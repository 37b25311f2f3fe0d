/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* handover_entries.c - an audit's entries, and the records that they made. */
#include "handover/handover_own.h"

#include "base/text.h"
#include "core/journal.h"
#include "model/choices.h"

#include <string.h>

enum { MANY = 200 };

/* --- records --------------------------------------------------------------------- */

struct told *
handover_find(const struct handover *h, int64_t id)
{
	struct told *r = h->slot[id % HANDOVER_SLOTS];

	while (r && r->id != id)
		r = r->next;
	return r;
}

const char *
handover_value(const struct told *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->field[i].name, name))
			return r->field[i].value;
	return "";
}

/* What may only be seen at its place, or not leave, leaves its description. */
static bool
is_kept(const struct entity *e, const void *rec)
{
	const struct field *handling = field_find(e, "handling");
	const struct field *held = field_find(e, "held");
	int64_t stays = 1 << (HANDLING_SITE_ONLY - 1) |
	    1 << (HANDLING_VIEW_ONLY - 1) | 1 << (HANDLING_NO_EXPORT - 1);

	return (handling && field_int(handling, rec) & stays) ||
	    (held && field_int(held, rec) == HELD_VIEW_ONLY);
}

/* A record that is gone is seen by the system alone. */
static enum rc
look(struct handover *h, struct told *r)
{
	struct ctx *cx = &h->step;
	struct seen seen;
	enum rc rc = store_get(cx, r->entity, r->id, 0, false, &seen);

	r->here = r->seen = !rc;
	if (rc == RC_MISSING) {
		r->seen = !cx->account;
		return RC_OK;
	}
	if (rc) {
		h->cx->err = cx->err;
		return rc;
	}
	r->view = seen.view;
	r->kept = is_kept(r->entity, seen.rec);
	r->code = arena_str(h->keep, ((struct record *)seen.rec)->code);
	return RC_OK;
}

static void
list_record(struct handover *h, struct told *r)
{
	struct told **slot = &h->slot[r->id % HANDOVER_SLOTS];

	if (h->nrecords == h->room) {
		struct told **more;

		h->room = h->room ? 2 * h->room : 256;
		more = arena_alloc(h->keep, h->room * sizeof(struct told *));
		if (h->nrecords)
			memcpy(more, h->record, h->nrecords *
			    sizeof(struct told *));
		h->record = more;
	}
	h->record[h->nrecords++] = r;
	r->next = *slot;
	*slot = r;
}

/* NULL: the entry is of no record that this program knows. */
static enum rc
take_record(struct handover *h, const struct entry *e, struct told **out)
{
	const struct entity *entity = e->type ? entity_find(e->type) : NULL;
	struct told *r;
	enum rc rc;

	*out = NULL;
	if (!entity)
		return RC_OK;
	r = handover_find(h, e->record);
	if (!r) {
		r = arena_alloc(h->keep, sizeof(*r));
		*r = (struct told){ .entity = entity, .id = e->record };
		rc = look(h, r);
		if (rc)
			return rc;
		list_record(h, r);
	}
	*out = r->entity == entity ? r : NULL;
	return RC_OK;
}

/* --- values ----------------------------------------------------------------------- */

bool
handover_opens(const struct told *r, const char *name)
{
	static const char *const descriptions[] = { "audit", "class", "code",
		"description", "handling", "hash", "held", "name", "state",
		"subject", "title" };

	if (!r || !r->seen || !journal_may_read(r->entity, name, &r->view))
		return false;
	if (!r->kept)
		return true;
	for (size_t i = 0; i < NELEMS(descriptions); i++)
		if (str_eq(descriptions[i], name))
			return true;
	return false;
}

static void
show(struct handover *h, struct told *r, const struct entry *e,
    const struct committed *v)
{
	struct shown *s = NULL;

	if (e->outcome != OUTCOME_DONE || str_ends(v->name, ":"))
		return;
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->field[i].name, v->name))
			s = &r->field[i];
	if (!s) {
		if (r->n == r->room) {
			struct shown *more;

			r->room = r->room ? 2 * r->room : 16;
			more = arena_alloc(h->keep, r->room * sizeof(*more));
			if (r->n)
				memcpy(more, r->field, r->n * sizeof(*more));
			r->field = more;
		}
		s = &r->field[r->n++];
		s->name = arena_str(h->keep, v->name);
	}
	s->value = arena_str(h->keep, v->after);
	s->entry = e->index;
	if (str_eq(v->name, "code"))
		r->code = s->value;
}

static enum rc
take_value(struct handover *h, struct told *r, const struct entry *e,
    const struct committed *v, struct dossier_value *out)
{
	unsigned char *salt = arena_alloc(h->step.arena, SALT);

	*out = (struct dossier_value){ .name = v->name, .value = v->after,
		.n = strlen(v->after) };
	memcpy(out->c, v->c, HASH);
	if (!v->salt) {
		h->erased++;
		return RC_OK;
	}
	if (!handover_opens(r, v->name)) {
		if (r)
			r->closed++;
		return RC_OK;
	}
	if (!hash_parse(v->salt, salt))
		return err_set(&h->cx->err, RC_DB, "a salt of the journal is "
		    "damaged");
	out->salt = salt;
	show(h, r, e, v);
	return RC_OK;
}

/* --- entries ---------------------------------------------------------------------- */

static void
note_step(struct handover *h, const struct entry *e, const struct told *r)
{
	struct step_told *s = arena_alloc(h->keep, sizeof(*s));

	*s = (struct step_told){ e->index, e->time, e->actor,
		arena_str(h->keep, e->command), e->outcome, r, NULL };
	if (h->last_step)
		h->last_step->next = s;
	else
		h->first_step = s;
	h->last_step = s;
	h->told.entries++;
}

static enum rc
add_entry(struct handover *h, const struct chained *c)
{
	struct committed *v;
	struct dossier_value *values;
	struct told *r;
	size_t n;
	enum rc rc = journal_committed(&h->step, c->id, &v, &n);

	if (rc)
		h->cx->err = h->step.err;
	if (!rc)
		rc = take_record(h, &c->entry, &r);
	if (rc)
		return rc;
	if (r && c->entry.blob)
		r->blob = arena_str(h->keep, c->entry.blob);
	values = arena_alloc(h->step.arena, (n + 1) * sizeof(*values));
	for (size_t i = 0; i < n && !rc; i++)
		rc = take_value(h, r, &c->entry, &v[i], &values[i]);
	note_step(h, &c->entry, r);
	return rc ? rc : dossier_entry(h->dossier, &h->cx->err, &c->entry,
	    values, n);
}

static void
tell_closed(struct handover *h)
{
	size_t hidden = 0;

	for (size_t i = 0; i < h->nrecords; i++) {
		const struct told *r = h->record[i];

		if (!r->seen)
			hidden++;
		else if (r->closed)
			handover_leave_out(h, "%zu values of %s %s: %s",
			    r->closed, r->entity->name, r->code, r->kept
			    ? "its handling lets only a description leave"
			    : "the reader may not see them");
	}
	if (hidden)
		handover_leave_out(h, "what is in %zu records that the reader "
		    "may not see, or that were discarded", hidden);
}

/* One page of them is read, then each lives in the arena of its step. */
enum rc
handover_entries(struct handover *h)
{
	struct ctx read = *h->cx;
	int64_t from = 0;
	size_t n = MANY;
	enum rc rc = RC_OK;

	read.arena = h->page;
	while (!rc && n == MANY) {
		struct chained *c;

		arena_reset(h->page);
		rc = journal_chain(&read, h->audit->rec.id, from, h->order,
		    MANY, &c, &n);
		if (rc)
			h->cx->err = read.err;
		for (size_t i = 0; !rc && i < n; i++) {
			rc = add_entry(h, &c[i]);
			from = c[i].entry.index + 1;
			arena_reset(h->step.arena);
		}
	}
	tell_closed(h);
	return rc;
}
