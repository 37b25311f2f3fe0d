/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pipeline.c - one order, from the right to give it to what follows from it. */
#include "pipeline.h"

#include "base/text.h"
#include "journal.h"
#include "model/evidence.h"
#include "number.h"
#include "search.h"

#include <string.h>

struct verb { unsigned right; bool create, update, discard; };

/* --- what command is it? ------------------------------------------------------- */

static enum rc
unknown(struct ctx *cx, const char *command)
{
	err_set(&cx->err, RC_INVALID, "there is no command \"%.60s\"",
	    command);
	err_hint(&cx->err, "A command is RECORD.create, .update, .discard or "
	    "a verb of the record's states; see \"muster model\".");
	return RC_INVALID;
}

static bool
has_verb(const struct machine *m, const char *verb)
{
	for (size_t i = 0; m && i < m->nsteps; i++)
		if (strcmp(m->steps[i].verb, verb) == 0)
			return true;
	return false;
}

static enum rc
no_verb(struct ctx *cx, const struct change *ch)
{
	const struct machine *m = ch->entity->machine;
	const char *verbs = "create update discard";

	for (size_t i = 0; m && i < m->nsteps; i++)
		if (!word_in(verbs, m->steps[i].verb))
			verbs = arena_fmt(cx->arena, "%s %s", verbs,
			    m->steps[i].verb);
	err_set(&cx->err, RC_INVALID, "there is no command \"%.60s\"",
	    ch->command);
	err_hint(&cx->err, "Those of %s: %.200s.", ch->entity->name,
	    verbs);
	return RC_INVALID;
}

static enum rc
parse_command(struct ctx *cx, const char *command, struct change *ch,
    struct verb *v)
{
	const char *dot = strchr(command, '.');

	if (!dot)
		return unknown(cx, command);
	ch->command = command;
	ch->verb = dot + 1;
	ch->entity = entity_find(arena_dup(cx->arena, command,
	    (size_t)(dot - command)));
	if (!ch->entity)
		return unknown(cx, command);
	v->create = strcmp(ch->verb, "create") == 0;
	v->update = strcmp(ch->verb, "update") == 0;
	/* Where drafts stay on record, discarding them is a step. */
	v->discard = strcmp(ch->verb, "discard") == 0 &&
	    !has_verb(ch->entity->machine, ch->verb);
	v->right = v->create ? CREATE : v->update || v->discard ? UPDATE : STEP;
	if (v->right == STEP && !has_verb(ch->entity->machine, ch->verb))
		return no_verb(cx, ch);
	return RC_OK;
}

/* --- may he at all? -------------------------------------------------------------- */

static enum rc
denied(struct ctx *cx, const char *command)
{
	err_set(&cx->err, RC_DENIED, "your role does not allow %.60s here",
	    command);
	err_hint(&cx->err, "Ask the programme manager or the audit team "
	    "leader.");
	return RC_DENIED;
}

static unsigned
step_roles(const struct machine *m, const char *verb)
{
	unsigned who = 0;

	for (size_t i = 0; m && i < m->nsteps; i++)
		if (strcmp(m->steps[i].verb, verb) == 0)
			who |= m->steps[i].who;
	return who;
}

static enum rc
authorise(struct ctx *cx, const struct change *ch, const struct verb *v)
{
	unsigned may = access_holders(ch->entity, v->right);

	if (v->right == STEP)
		may &= step_roles(ch->entity->machine, ch->verb);
	/* Candidates of a team hold their role only at the assignment. */
	if (cx->account && !(cx->who_all & may) && !(may & (ATL | AUD | AIT |
	    TEX)))
		return denied(cx, ch->command);
	return RC_OK;
}

/* --- load --------------------------------------------------------------------------- */

static enum rc
stale(struct ctx *cx, const struct entity *e, int64_t rev)
{
	err_set(&cx->err, RC_STALE, "this %s was changed by somebody else "
	    "meanwhile (revision %lld)", e->name, (long long)rev);
	err_hint(&cx->err, "Load it again and repeat the change.");
	return RC_STALE;
}

static enum rc
load(struct ctx *cx, const struct unit *u, const struct order *o,
    const struct verb *v, struct change *ch)
{
	const struct entity *e = ch->entity;
	struct seen seen;
	int64_t id;
	enum rc rc;

	if (!o->on || !*o->on) {
		err_set(&cx->err, RC_INVALID, "%.60s needs a record to work on",
		    o->command);
		return RC_INVALID;
	}
	rc = resolve_name(cx, u, e, o->on, &id);
	if (!rc)
		rc = store_get(cx, e, id, v->right, true, &seen);
	if (rc)
		return rc;
	ch->before = seen.rec;
	ch->who = seen.view.who;
	ch->after = arena_alloc(cx->arena, e->size);
	memcpy(ch->after, seen.rec, e->size);
	if (o->rev && o->rev != ((struct record *)seen.rec)->rev)
		return stale(cx, e, ((struct record *)seen.rec)->rev);
	if (cx->account && !(seen.may & v->right))
		return denied(cx, ch->command);
	return RC_OK;
}

static enum rc
make(struct ctx *cx, const struct order *o, struct change *ch)
{
	struct record *r;
	enum rc rc;

	if (o->on && *o->on)
		return err_set(&cx->err, RC_INVALID, "%.60s makes a new "
		    "record and takes none", o->command);
	ch->after = record_new(cx->arena, ch->entity);
	r = ch->after;
	rc = number_id(cx, &r->id);
	if (rc)
		return rc;
	r->created_at = cx->now;
	r->created_by = cx->account;
	if (o->code)
		r->code = o->code;
	else
		rc = number_code(cx, ch->entity, &r->code);
	return rc;
}

/* --- the step ----------------------------------------------------------------------- */

static enum rc
no_step(struct ctx *cx, const struct change *ch, int64_t state)
{
	const struct machine *m = ch->entity->machine;
	const struct choice *c = choice_find(m->states, state);
	struct buf b = { .arena = cx->arena };

	err_set(&cx->err, RC_CONFLICT, "%s %s in the state \"%s\" cannot be "
	    "moved by \"%s\"", article(ch->entity->name), ch->entity->name,
	    c ? c->label : "?", ch->verb);
	cx->err.rule = ch->command;
	for (size_t i = 0; i < m->nsteps; i++)
		if (m->steps[i].from == state && state)
			buf_fmt(&b, "%s%s", b.len ? ", " : "",
			    m->steps[i].verb);
	if (b.len)
		err_hint(&cx->err, "Possible here: %.200s.", b.s);
	else
		err_hint(&cx->err, "This state is final.");
	return RC_CONFLICT;
}

static enum rc
make_step(struct ctx *cx, const struct verb *v, struct change *ch)
{
	const struct machine *m = ch->entity->machine;
	int64_t state = record_state(ch->entity, ch->after);

	if (v->update || v->discard || !m)
		return RC_OK;
	ch->step = machine_step(m, v->create ? 0 : state, ch->verb);
	if (!ch->step && v->create)
		return unknown(cx, ch->command);
	if (!ch->step)
		return no_step(cx, ch, state);
	if (cx->account && !(ch->step->who & ch->who))
		return denied(cx, ch->command);
	record_set_state(ch->entity, ch->after, ch->step->to);
	return RC_OK;
}

static enum rc
still_open(struct ctx *cx, const struct verb *v, const struct change *ch)
{
	const struct entity *e = ch->entity;
	int64_t state = record_state(e, ch->before ? ch->before : ch->after);

	if (!v->update || !e->machine || !cx->account ||
	    !machine_final(e->machine, state))
		return RC_OK;
	err_set(&cx->err, RC_CONFLICT, "%s %s in the state \"%s\" is final and "
	    "cannot be changed", article(e->name), e->name,
	    choice_find(e->machine->states, state)->label);
	cx->err.rule = ch->command;
	return RC_CONFLICT;
}

/* Is a reason one of the parts of the guard?  "reason:" says which. */
static bool
wants_reason(const struct step *s)
{
	const char *g = s ? s->guard : NULL;

	while (g && *g) {
		size_t n = strcspn(g, ";");

		if (n >= 6 && memcmp(g, "reason", 6) == 0 &&
		    (n == 6 || g[6] == ':'))
			return true;
		g += n;
		g += strspn(g, "; ");
	}
	return false;
}

static enum rc
check_reason(struct ctx *cx, const struct change *ch)
{
	const struct field *f = field_find(ch->entity, "state_reason");

	if (!f || !wants_reason(ch->step) || !cx->account)
		return RC_OK;
	for (size_t i = 0; i < ch->n; i++)
		if (strcmp(ch->in[i].name, f->name) == 0 && *ch->in[i].value)
			return RC_OK;
	err_rule(&cx->err, ch->command, f->name, "%s needs a reason",
	    ch->command);
	err_hint(&cx->err, "Say why; it is shown beside the state.");
	return RC_RULE;
}

/* --- discard ----------------------------------------------------------------------- */

/* A part may go while what it belongs to is in its first state. */
static enum rc
may_discard(struct ctx *cx, const struct change *ch)
{
	const struct entity *e = ch->entity;
	int64_t state = record_state(e, ch->before);
	const struct field *f = &e->fields[0];
	void *parent;

	if (e->machine && state != e->machine->steps[0].to) {
		err_set(&cx->err, RC_CONFLICT, "this %s has left its first "
		    "state and stays on record", e->name);
		return RC_CONFLICT;
	}
	if (e->machine || f->kind != KIND_ref || !f->ref->machine)
		return RC_OK;
	if (store_peek(cx, f->ref, field_int(f, ch->before), &parent))
		return cx->err.code;
	if (record_state(f->ref, parent) == f->ref->machine->steps[0].to)
		return RC_OK;
	return err_set(&cx->err, RC_CONFLICT, "the %s it belongs to has left "
	    "its first state", f->ref->name);
}

/* --- checks over other rows --------------------------------------------------------- */

static enum rc
check_unique(struct ctx *cx, const struct change *ch)
{
	const struct entity *e = ch->entity;
	const struct record *r = ch->after;

	for (size_t i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];
		struct rows rows;
		enum rc rc;

		if (!(f->flags & UNIQUE) || field_empty(f, r) ||
		    (ch->before && field_same(f, ch->before, r)))
			continue;
		rc = db_query(cx->db, &cx->err, cx->arena, &rows,
		    arena_fmt(cx->arena, "SELECT id FROM %s WHERE %s = $1",
		    e->name, f->name), ARGS(field_is_text(f)
		    ? TEXT(field_text(f, r)) : INT(field_int(f, r))));
		if (rc)
			return rc;
		if (!rows.nrows)
			continue;
		err_set(&cx->err, RC_CONFLICT, "%s is taken", f->label);
		cx->err.field = f->name;
		err_hint(&cx->err, "Choose another.");
		return RC_CONFLICT;
	}
	return RC_OK;
}

/* --- writing ---------------------------------------------------------------------- */

static enum rc
write_journal(struct ctx *cx, const struct change *ch, bool gone)
{
	const struct record *r = ch->after;
	struct event ev = { .command = ch->command, .entity = ch->entity,
		.record = r->id, .rev = r->rev,
		.audit = r->at_kind == ANCHOR_AUDIT ? r->at : 0 };
	struct delta *d = NULL;

	if (!gone)
		ev.ndelta = journal_deltas(cx, ch->entity, ch->before,
		    ch->after, &d);
	ev.delta = d;
	if (ch->entity == &stored_file_entity && !ch->before)
		ev.blob = ((const struct stored_file *)ch->after)->sha256;
	return journal_add(cx, &ev);
}

static enum rc
write_row(struct ctx *cx, const struct verb *v, struct change *ch)
{
	struct record *r = ch->after;
	enum rc rc;

	r->changed_at = cx->now;
	r->changed_by = cx->account;
	if (v->discard) {
		rc = store_delete(cx, ch->entity, r->id);
		r->rev++;
		return rc ? rc : search_drop(cx, r->id);
	}
	rc = ch->before ? store_update(cx, ch->entity, ch->before, r)
	    : store_insert(cx, ch->entity, r);
	return rc ? rc : search_put(cx, ch->entity, ch->before, r);
}

/* --- all of it --------------------------------------------------------------------- */

/* Anchor, then the roles of the actor there: what a new record asks for. */
static enum rc
place(struct ctx *cx, const struct verb *v, struct change *ch)
{
	enum rc rc = anchor_find(cx, ch->entity, ch->after);

	if (rc || !v->create)
		return rc;
	rc = anchor_roles(cx, ch->entity, ch->after, true, &ch->who);
	if (rc || !cx->account)
		return rc;
	return ch->who & access_holders(ch->entity, CREATE) ? RC_OK
	    : denied(cx, ch->command);
}

static enum rc
apply_again(struct ctx *cx, struct change *ch)
{
	struct record *again = record_new(cx->arena, ch->entity);

	*again = *(struct record *)ch->after;
	ch->after = again;
	return model_apply(&cx->err, cx->arena, ch->entity, again, ch->command,
	    true, ch->in, ch->n, ch->who);
}

/*
 * A new record's roles are known only when its references are set, so for it
 * write access is judged after its place is found.
 */
static enum rc
apply(struct ctx *cx, const struct verb *v, struct change *ch)
{
	enum rc rc;

	if (!v->create)
		return model_apply(&cx->err, cx->arena, ch->entity, ch->after,
		    ch->command, false, ch->in, ch->n, ch->who);
	rc = model_apply(&cx->err, cx->arena, ch->entity, ch->after,
	    ch->command, true, ch->in, ch->n, SYS);
	if (!rc)
		rc = place(cx, v, ch);
	return rc || !cx->account ? rc : apply_again(cx, ch);
}

static enum rc
check(struct ctx *cx, const struct verb *v, struct change *ch)
{
	enum rc rc = make_step(cx, v, ch);

	if (!rc)
		rc = still_open(cx, v, ch);
	if (!rc)
		rc = check_reason(cx, ch);
	if (!rc)
		rc = judge_prepare(cx, ch);
	if (!rc)
		rc = anchor_find(cx, ch->entity, ch->after);
	if (!rc)
		rc = model_check(&cx->err, ch->entity, ch->after);
	if (!rc)
		rc = check_unique(cx, ch);
	if (!rc && v->discard)
		rc = may_discard(cx, ch);
	if (!rc)
		rc = judge_change(cx, ch);
	if (!rc && cx->domain && cx->domain->attach)
		rc = cx->domain->attach(cx, ch);
	return rc;
}

static enum rc
name_for_good(struct ctx *cx, const struct order *o, const struct change *ch)
{
	const struct record *r = ch->after;

	if (!o->lasting || !o->name)
		return RC_OK;
	return db_run(cx->db, &cx->err, "INSERT INTO alias (name, record, id) "
	    "VALUES ($1, $2, $3)", ARGS(TEXT(o->name), TEXT(ch->entity->name),
	    INT(r->id)));
}

static enum rc
write(struct ctx *cx, const struct verb *v, struct change *ch)
{
	enum rc rc = write_row(cx, v, ch);

	if (!rc)
		rc = write_journal(cx, ch, v->discard);
	if (!rc)
		rc = access_follow(cx, ch->entity, ch->after);
	return rc ? rc : judge_effects(cx, ch);
}

enum rc
pipeline_perform(struct ctx *cx, struct unit *u, const struct order *o,
    struct done *done)
{
	struct change ch = { .n = o->n };
	struct pair *in;
	struct verb v;
	enum rc rc = parse_command(cx, o->command, &ch, &v);

	if (!rc)
		rc = authorise(cx, &ch, &v);
	if (!rc)
		rc = v.create ? make(cx, o, &ch) : load(cx, u, o, &v, &ch);
	if (!rc)
		rc = resolve_pairs(cx, u, ch.entity, o, &in);
	if (rc)
		return rc;
	ch.in = in;
	rc = apply(cx, &v, &ch);
	if (!rc)
		rc = model_apply(&cx->err, cx->arena, ch.entity, ch.after,
		    ch.command, v.create, o->found, o->nfound, SYS);
	if (!rc)
		rc = check(cx, &v, &ch);
	if (!rc)
		rc = write(cx, &v, &ch);
	if (!rc)
		rc = name_for_good(cx, o, &ch);
	if (rc)
		return rc;
	*done = (struct done){ ch.entity, ((struct record *)ch.after)->id,
		((struct record *)ch.after)->rev,
		((struct record *)ch.after)->code,
		v.discard ? NULL : ch.after };
	return RC_OK;
}
