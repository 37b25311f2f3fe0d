/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * step.c - what can be done with a record: its life as a bar, the next step
 * as the main button, the others in a menu, and what is missing.
 */
#include "web/record.h"

#include "base/text.h"

#include <string.h>

enum { STATES = 40 };

/* Verbs that stop, undo or give up: never offered as the next step. */
static const char stops[] = "cancel withdraw terminate postpone suspend "
    "rule_out return reject decline refuse dispute object discard revoke "
    "stop abandon reopen recall block lock supersede expire drop dismiss "
    "challenge end fail hold miss call_off present_again revise change "
    "return_to_team escalate move replace";
static const char dangers[] = "cancel withdraw terminate discard revoke "
    "reject rule_out abandon destroy erase";

static bool
goes_on(const struct step *s)
{
	return s && s->to > s->from && !word_in(stops, s->verb);
}

/* --- the life as a bar -------------------------------------------------------------- */

/* From the first state by the steps that go on. */
static size_t
life_path(const struct machine *m, int64_t path[STATES])
{
	size_t n = 0;

	for (size_t i = 0; i < m->nsteps && !n; i++)
		if (!m->steps[i].from)
			path[n++] = m->steps[i].to;
	while (n && n < STATES) {
		int64_t best = 0;

		for (size_t i = 0; i < m->nsteps; i++) {
			const struct step *s = &m->steps[i];

			if (s->from == path[n - 1] && goes_on(s) &&
			    (!best || s->to < best))
				best = s->to;
		}
		if (!best)
			break;
		path[n++] = best;
	}
	return n;
}

static bool
on_path(const int64_t *path, size_t n, int64_t state)
{
	for (size_t i = 0; i < n; i++)
		if (path[i] == state)
			return true;
	return false;
}

enum rc
record_life(struct record_page *p)
{
	const struct machine *m = p->entity->machine;
	int64_t now = record_state(p->entity, p->seen.rec), path[STATES];
	size_t n = m ? life_path(m, path) : 0, at = 0;
	bool aside = !on_path(path, n, now);

	if (n < 2)
		return RC_OK;
	view_fmt(p->view, "life_of", "State of the %s", text_fold(
	    p->ask->cx->arena, p->entity->label));
	while (at < n && path[at] < now)
		at++;
	for (size_t i = 0; i < n; i++) {
		const struct choice *c = choice_find(m->states, path[i]);

		if (aside && i == at)
			page_life(p->view, choice_find(m->states, now)->label,
			    LIFE_NOW, 0);
		page_life(p->view, c->label, path[i] == now ? LIFE_NOW :
		    i < at ? LIFE_DONE : LIFE_LATER, 0);
	}
	if (aside && at == n)
		page_life(p->view, choice_find(m->states, now)->label,
		    LIFE_NOW, 0);
	return RC_OK;
}

/* --- buttons ---------------------------------------------------------------------------- */

static bool
needs_reason(const struct step *s)
{
	return s->guard && strstr(s->guard, "reason");
}

/* What may be said with a step, though nothing demands it. */
static const struct { const char *command, *fields; } invited[] = {
	{ "finding.acknowledge", "reply_text" },
	{ "finding.dispute", "reply_text" },
	{ "action.implement", "proof progress" },
};

static bool
step_invites(const char *command, const char *field)
{
	for (size_t i = 0; i < NELEMS(invited); i++)
		if (str_eq(invited[i].command, command))
			return word_in(invited[i].fields, field);
	return false;
}

/* What a step asks for: its arguments, a reason, and what is missing. */
static enum rc
step_fields(struct record_page *p, struct view *v, const struct step *s,
    const struct err *err)
{
	const struct form f = { .ask = p->ask, .entity = p->entity,
		.rec = p->seen.rec, .who = p->seen.view.who, .at = p->r->at,
		.at_kind = p->r->at_kind, .err = err, .typed = err != NULL,
		.verb = s->verb, .needs = needs_reason(s) ? "state_reason" : NULL };
	const char *command = arena_fmt(p->ask->cx->arena, "%s.%s",
	    p->entity->name, s->verb);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < p->entity->nfields && !rc; i++) {
		const struct field *field = &p->entity->fields[i];
		bool reason = str_eq(field->name, "state_reason") &&
		    needs_reason(s);
		bool missing = gate_names(p, field) ||
		    step_invites(command, field->name) || (err &&
		    err->field && str_eq(err->field, field->name));

		if (step_takes(command, field->name) || reason ||
		    (missing && form_asks(&f, field)))
			rc = form_control(&f, v, "fields", field);
	}
	return rc;
}

static bool
asks_anything(struct record_page *p, const struct step *s)
{
	const char *command = arena_fmt(p->ask->cx->arena, "%s.%s",
	    p->entity->name, s->verb);

	if (needs_reason(s) && field_find(p->entity, "state_reason"))
		return true;
	for (size_t i = 0; i < p->entity->nfields; i++)
		if (step_takes(command, p->entity->fields[i].name) ||
		    step_invites(command, p->entity->fields[i].name) ||
		    (s == p->main && gate_names(p, &p->entity->fields[i])))
			return true;
	return false;
}

static struct view *
step_button(struct record_page *p, struct view *v, const char *list,
    const struct step *s)
{
	struct arena *a = p->ask->cx->arena;
	struct view *b = step_new(v, list, verb_words(a, s->verb),
	    url_new(a, "/%s/%s/%s", p->entity->name, p->r->code, s->verb),
	    p->r->rev);

	view_text(b, "effect", s->effect);
	view_flag(b, "danger", word_in(dangers, s->verb));
	return b;
}

struct view *
record_step(struct record_page *p, struct view *v, const char *list,
    const char *verb)
{
	for (size_t i = 0; i < p->noffers; i++)
		if (p->offer[i].step && str_eq(p->offer[i].verb, verb))
			return step_button(p, v, list, p->offer[i].step);
	return NULL;
}

/*
 * No step of a machine, and no way back: what belongs to a draft goes.  Where
 * the machine has a step of this name, that one is meant.
 */
static const struct step discard_step = { "discard", 0, 0, 0, NULL, NULL,
	"The record is removed; the journal keeps that it was there." };

static bool
may_discard(const struct record_page *p)
{
	const struct machine *m = p->entity->machine;
	bool first = !m;

	for (size_t i = 0; m && i < m->nsteps; i++) {
		if (str_eq(m->steps[i].verb, "discard"))
			return false;
		first = first || (!m->steps[i].from && m->steps[i].to ==
		    record_state(p->entity, p->seen.rec));
	}
	return first && (!p->ask->cx->account || p->seen.may & UPDATE);
}

static void
choose_main(struct record_page *p)
{
	for (size_t i = 0; i < p->noffers; i++) {
		const struct step *s = p->offer[i].step;

		if (goes_on(s) && (!p->main || s->to < p->main->to))
			p->main = s;
	}
}

/* Ids of fields must not be twice in a page: each step prefixes its own. */
static enum rc
more_step(struct record_page *p, const struct step *s)
{
	struct arena *a = p->ask->cx->arena;
	struct view *b;

	if (!asks_anything(p, s) && s != &discard_step) {
		step_button(p, p->view, "more_steps", s);
		return RC_OK;
	}
	b = view_item(p->view, "more_links");
	view_text(b, "label", arena_fmt(a, "%s ...", verb_words(a, s->verb)));
	view_url(b, "href", "/%s/%s/%s", p->entity->name, p->r->code,
	    s->verb);
	return RC_OK;
}

static enum rc
add_buttons(struct record_page *p)
{
	struct arena *a = p->ask->cx->arena;
	enum rc rc = RC_OK;

	if (may_discard(p)) {
		rc = more_step(p, &discard_step);
		view_flag(p->view, "more", true);
	}
	for (size_t i = 0; i < p->noffers && !rc; i++) {
		const struct offer *o = &p->offer[i];

		if (str_eq(o->verb, "update"))
			page_do(p->view, "pen", "Edit", url_new(a,
			    "/%s/%s/edit", p->entity->name, p->r->code),
			    false);
		else if (o->step != p->main) {
			rc = more_step(p, o->step);
			view_flag(p->view, "more", true);
		}
	}
	if (!p->main || rc)
		return rc;
	if (asks_anything(p, p->main)) {
		page_do(p->view, "", verb_words(a, p->main->verb), url_new(a,
		    "/%s/%s/%s", p->entity->name, p->r->code, p->main->verb),
		    true);
		return RC_OK;
	}
	view_flag(step_button(p, p->view, "main_step", p->main), "main",
	    true);
	return RC_OK;
}

/* --- all of it -------------------------------------------------------------------------- */

enum rc
record_steps(struct record_page *p)
{
	enum rc rc = command_offers(p->ask->cx, p->entity, &p->seen,
	    &p->offer, &p->noffers);

	if (rc)
		return rc;
	choose_main(p);
	if (p->main)
		rc = gates_load(p, p->main);
	if (!rc)
		rc = record_life(p);
	if (!rc)
		rc = add_buttons(p);
	if (!rc && p->main)
		gates_show(p, p->main);
	return rc ? rc : gates_notes(p);
}

/* --- a step on a page of its own ------------------------------------------------------------- */

static const struct step *
offered(struct record_page *p, const char *verb)
{
	if (str_eq(verb, "discard") && may_discard(p))
		return &discard_step;
	for (size_t i = 0; i < p->noffers; i++)
		if (p->offer[i].step && str_eq(p->offer[i].verb, verb))
			return p->offer[i].step;
	return NULL;
}

static void
add_rules(struct record_page *p, const struct step *s)
{
	char *ids = arena_str(p->ask->cx->arena, s->rules ? s->rules : "");

	view_list(p->view, "rules");
	while (*ids) {
		size_t n = strcspn(ids, " ");
		char *id = arena_dup(p->ask->cx->arena, ids, n);
		const struct rule_row *r = rule_find(id);

		if (r)
			shape_row(p->view, "rules", &(struct shape_row){
				.icon = "info", .text = r->text,
				.rule = r->id });
		ids += n + (ids[n] == ' ');
	}
}

static enum rc
step_page(struct ask *ask, const struct err *err)
{
	struct record_page p;
	const struct step *s = NULL;
	enum rc rc = record_open(ask, ask->entity, &p);

	if (!rc)
		rc = command_offers(ask->cx, ask->entity, &p.seen, &p.offer,
		    &p.noffers);
	if (!rc)
		s = offered(&p, ask->verb);
	if (!rc && !s)
		return err_set(&ask->cx->err, RC_CONFLICT, "\"%s\" is not "
		    "offered to you for %s as it is now",
		    verb_words(ask->cx->arena, ask->verb), p.r->code);
	if (!rc && s != &discard_step)
		rc = gates_load(&p, s);
	if (!rc)
		rc = record_begin(&p);
	if (rc)
		return rc;
	view_fmt(p.view, "h1", "%s: %s", verb_words(ask->cx->arena, s->verb),
	    record_title(ask, p.entity, p.seen.rec));
	view_text(p.view, "label", verb_words(ask->cx->arena, s->verb));
	view_text(p.view, "effect", s->effect);
	view_flag(p.view, "danger", word_in(dangers, s->verb));
	view_url(p.view, "action", "/%s/%s/%s", p.entity->name, p.r->code,
	    s->verb);
	view_link(p.view, "cancel", record_url(ask, p.entity, p.r));
	view_int(p.view, "rev", p.r->rev);
	view_list(p.view, "fields");
	add_rules(&p, s);
	if (err) {
		form_failed(ask, p.view, err);
		ask->status = err_table[err->code].http;
	}
	rc = step_fields(&p, p.view, s, err);
	form_go_on(ask, p.view, "fields", err);
	if (rc)
		return rc;
	if (s != &discard_step)
		gates_show(&p, s);
	frame_show(ask, p.view, "step");
	return RC_OK;
}

enum rc
page_step_form(struct ask *ask)
{
	return step_page(ask, NULL);
}

enum rc
send_step(struct ask *ask)
{
	return form_order(ask, ask->entity, ask->verb, ask->name);
}

enum rc
then_step(struct ask *ask, enum rc rc)
{
	const struct err *err = ask_err(ask);
	const struct url *back = form_back(ask, ask_field(ask, "back"));
	struct url *u;

	if (rc) {
		enum rc again = rc == RC_MISSING ? rc : step_page(ask, err);

		if (again)
			ask->cx->err = *err;
		return again ? rc : RC_OK;
	}
	if (str_eq(ask->verb, "discard")) {
		ask->location = url_new(ask->cx->arena, "/%s",
		    ask->entity->name);
		return RC_OK;
	}
	u = url_new(ask->cx->arena, "/%s/%s", ask->entity->name, ask->name);
	url_pair(u, "done", ask->verb);
	ask->location = back ? back : u;
	return RC_OK;
}
