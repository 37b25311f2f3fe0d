/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* gate.c - what is missing before a step can be made, with the way there. */
#include "web/record.h"

#include "base/text.h"
#include "model/audit.h"

#include <string.h>

bool
gate_names(const struct record_page *p, const struct field *field)
{
	for (size_t i = 0; i < p->ngates; i++)
		if (p->gate[i].field && str_eq(p->gate[i].field, field->name))
			return true;
	return false;
}

static const struct entity *
entity_by_prefix(const char *prefix)
{
	for (const struct entity *const *e = model; *e; e++)
		if (str_eq((*e)->prefix, prefix))
			return *e;
	return NULL;
}

/* The first other record that a text names by its code: "FND-26-038". */
static struct url *
named_in(struct record_page *p, const char *text)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	struct arena *a = p->ask->cx->arena;

	for (const char *s = text; *(s += strcspn(s, capitals));) {
		size_t n = strspn(s, capitals);
		size_t tail = strspn(s + n, "-0123456789");
		const char *code = arena_dup(a, s, n + tail);
		const struct entity *e = tail > 5 ? entity_by_prefix(
		    arena_dup(a, s, n)) : NULL;

		if (e && !str_eq(code, p->r->code) && may_see(p->ask, e))
			return url_new(a, "/%s/%s", e->name, code);
		/* A code of the house's own: the search knows whose. */
		if (!e && tail > 5 && !str_eq(code, p->r->code))
			return url_new(a, "/search?q=%s", code);
		s += n + tail;
	}
	return NULL;
}

/* Where it can be put right; NULL: nowhere else. */
static struct url *
way_to(struct record_page *p, const struct gate *g)
{
	struct arena *a = p->ask->cx->arena;
	bool here = g->field && field_find(p->entity, g->field) &&
	    (!p->ask->cx->account || p->seen.may & UPDATE);
	struct url *u;

	if (!here) {
		u = named_in(p, g->text);
		return u || p->entity != &audit_entity ? u : url_new(a,
		    "/audit/%s/preparation", p->r->code);
	}
	u = url_new(a, "/%s/%s/edit", p->entity->name, p->r->code);
	url_hash(u, g->field);
	return u;
}

static void
add_gate(struct record_page *p, const struct gate *g)
{
	struct arena *a = p->ask->cx->arena;

	shape_row(p->view, "gates", &(struct shape_row){
		.icon = g->force == BLOCK ? "stop" :
		    g->force == WARN ? "warn" : "info",
		.tone = g->force == BLOCK ? "bad" :
		    g->force == WARN ? "warn" : "info",
		.text = shape_sentence(a, g->text), .note = g->hint,
		.rule = g->rule,
		.href = way_to(p, g) });
}

void
gates_show(struct record_page *p, const struct step *s)
{
	struct arena *a = p->ask->cx->arena;
	struct view *st;
	size_t n = p->ngates, blocks = 0;

	if (!n && !s->rules)
		return;
	view_fmt(p->view, "gates_title", "Before \"%s\"", verb_words(a,
	    s->verb));
	for (size_t i = 0; i < n; i++) {
		add_gate(p, &p->gate[i]);
		blocks += p->gate[i].force == BLOCK;
	}
	if (!n)
		shape_row(p->view, "gates", &(struct shape_row){
			.icon = "done", .tone = "good",
			.text = "Nothing is missing" });
	st = view_item(p->view, "gates_st");
	view_text(st, "tone", blocks ? "warn" : "good");
	view_text(st, "icon", blocks ? "warn" : "done");
	view_text(st, "word", blocks ? arena_fmt(a, "%zu missing", blocks)
	    : "Ready");
}

enum rc
gates_load(struct record_page *p, const struct step *s)
{
	return command_gates(p->ask->cx, p->entity, &p->seen, s, &p->gate,
	    &p->ngates);
}

enum rc
gates_notes(struct record_page *p)
{
	struct gate *note;
	size_t n;
	enum rc rc = command_gates(p->ask->cx, p->entity, &p->seen, NULL,
	    &note, &n);

	if (!rc && n && !p->main)
		view_text(p->view, "gates_title", "To look at");
	for (size_t i = 0; !rc && i < n; i++)
		add_gate(p, &note[i]);
	return rc;
}
