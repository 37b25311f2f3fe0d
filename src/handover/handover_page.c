/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * handover_page.c - the records to read: a page that stands alone, and the
 * same as JSON.  Both say nothing but the opened values, in other words.
 */
#include "handover/handover_own.h"

#include "base/date.h"
#include "base/text.h"
#include "core/search.h"

#include <stdlib.h>
#include <string.h>

#define STYLE \
	"body{font:15px/1.5 system-ui,sans-serif;color:#1c2430;" \
	"background:#fff;max-width:62rem;margin:2rem auto;padding:0 1rem}" \
	"ul{columns:14rem}h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:1px solid " \
	"#c6ccd6}h3{margin:1.6rem 0 .4rem;font-size:1.05rem}dl{display:grid;" \
	"grid-template-columns:13rem 1fr;gap:.15rem 1rem;margin:0}" \
	"dt{color:#556070}dd{margin:0;white-space:pre-wrap;" \
	"overflow-wrap:anywhere}.note{background:#f1f4f8;padding:.7rem 1rem;" \
	"border-left:4px solid #6b7a90}table{border-collapse:collapse;" \
	"width:100%;font-size:.85rem}td,th{text-align:left;padding:.2rem " \
	".5rem;border-bottom:1px solid #dfe4ea}@media(max-width:40rem){dl{" \
	"grid-template-columns:1fr}dt{margin-top:.4rem}}"

/* --- words for values --------------------------------------------------------------- */

static const char *
title_of(const struct told *r)
{
	const struct field *f = entity_title(r->entity);

	return f ? handover_value(r, f->name) : "";
}

/* The name of a record that is not in the dossier; "": not to be seen. */
static const char *
outside(struct handover *h, const struct entity *e, int64_t id)
{
	struct caption c = { 0 };

	if (query_captions(&h->step, e, &id, 1, &c) || !c.code)
		return "";
	return c.title && *c.title ? c.title : c.code;
}

static const char *
name_of(struct handover *h, const struct entity *e, int64_t id)
{
	const struct told *r = handover_find(h, id);

	if (!r || !r->seen)
		return outside(h, e, id);
	return arena_fmt(h->step.arena, "%s %s", r->code, title_of(r));
}

/* The next word of a list separated by blanks; NULL at its end. */
static const char *
next_word(struct arena *a, const char **s)
{
	const char *word = *s + strspn(*s, " ");
	size_t n = strcspn(word, " ");

	*s = word + n;
	return n ? arena_dup(a, word, n) : NULL;
}

static bool
is_reference(const struct field *f)
{
	return f->kind == KIND_ref || f->kind == KIND_refs ||
	    f->kind == KIND_blob;
}

static void
write_reference(struct handover *h, struct html *p, const struct field *f,
    const char *word)
{
	int64_t id = strtoll(word, NULL, 10);
	const struct told *r = handover_find(h, id);
	const char *name = name_of(h, f->ref, id);

	if (r && r->seen) {
		html_raw(p, "<a href=\"#r");
		html_int(p, id);
		html_raw(p, "\">");
		html_text(p, name);
		html_raw(p, "</a>");
	} else if (*name) {
		html_text(p, name);
	} else {
		html_raw(p, "number ");
		html_text(p, word);
	}
}

static void
write_words(struct handover *h, struct html *p, const struct field *f,
    const char *value)
{
	const char *word;
	bool first = true;

	while ((word = next_word(h->step.arena, &value))) {
		const struct choice *c = f->choices
		    ? choice_named(f->choices, word) : NULL;

		if (!first)
			html_raw(p, ", ");
		first = false;
		if (is_reference(f))
			write_reference(h, p, f, word);
		else
			html_text(p, c ? c->label : word);
	}
}

static void
write_value(struct handover *h, struct html *p, const struct field *f,
    const char *value)
{
	if (is_reference(f) || f->choices)
		write_words(h, p, f, value);
	else
		html_text(p, value);
}

/* --- the page ------------------------------------------------------------------------ */

static void
write_record(struct handover *h, struct html *p, const struct told *r)
{
	html_raw(p, "<h3 id=\"r");
	html_int(p, r->id);
	html_raw(p, "\">");
	html_text(p, r->code);
	html_raw(p, " ");
	html_text(p, title_of(r));
	html_raw(p, "</h3>\n<dl>\n");
	for (size_t i = 0; i < r->entity->nfields; i++) {
		const struct field *f = &r->entity->fields[i];
		const char *value = handover_value(r, f->name);

		if (!*value)
			continue;
		html_raw(p, "<dt>");
		html_text(p, f->label);
		html_raw(p, "</dt><dd>");
		write_value(h, p, f, value);
		html_raw(p, "</dd>\n");
	}
	html_raw(p, "</dl>\n");
	if (!r->closed && r->here)
		return;
	html_raw(p, "<p class=\"note\">");
	html_text(p, !r->here ? "Discarded since." : r->kept
	    ? "Its handling lets only a description leave."
	    : "Some of its values are not shown to this reader.");
	html_raw(p, "</p>\n");
}

static size_t
count_of(const struct handover *h, const struct entity *e)
{
	size_t n = 0;

	for (size_t i = 0; i < h->nrecords; i++)
		n += h->record[i]->seen && h->record[i]->entity == e;
	return n;
}

static void
write_kind(struct handover *h, struct html *p, const struct entity *e)
{
	if (!count_of(h, e))
		return;
	html_raw(p, "<h2 id=\"t-");
	html_attr(p, e->name);
	html_raw(p, "\">");
	html_text(p, e->plural);
	html_raw(p, "</h2>\n");
	for (size_t i = 0; i < h->nrecords; i++) {
		if (!h->record[i]->seen || h->record[i]->entity != e)
			continue;
		write_record(h, p, h->record[i]);
		arena_reset(h->step.arena);
	}
}

static void
write_contents(struct handover *h, struct html *p)
{
	html_raw(p, "<ul>\n");
	for (size_t i = 0; model[i]; i++) {
		size_t n = count_of(h, model[i]);

		if (!n)
			continue;
		html_raw(p, "<li><a href=\"#t-");
		html_attr(p, model[i]->name);
		html_raw(p, "\">");
		html_text(p, model[i]->plural);
		html_raw(p, "</a> (");
		html_int(p, (int64_t)n);
		html_raw(p, ")</li>\n");
	}
	html_raw(p, "<li><a href=\"#steps\">Every step in order</a></li>\n"
	    "</ul>\n");
}

static void
write_steps(const struct handover *h, struct html *p)
{
	html_raw(p, "<h2 id=\"steps\">Every step in order</h2>\n<table><tr>"
	    "<th>Entry</th><th>Time (UTC)</th><th>Account</th><th>Command</th>"
	    "<th>Record</th><th>Outcome</th></tr>\n");
	for (const struct step_told *s = h->first_step; s; s = s->next) {
		char time[TIME_LEN + 1];

		time_write(time, s->time);
		html_raw(p, "<tr><td>");
		html_int(p, s->index);
		html_raw(p, "</td><td>");
		html_text(p, time);
		html_raw(p, "</td><td>");
		html_int(p, s->actor);
		html_raw(p, "</td><td>");
		html_text(p, s->command);
		html_raw(p, "</td><td>");
		if (s->record && s->record->seen) {
			html_raw(p, "<a href=\"#r");
			html_int(p, s->record->id);
			html_raw(p, "\">");
			html_text(p, s->record->code);
			html_raw(p, "</a>");
		}
		html_raw(p, "</td><td>");
		html_text(p, outcome_name(s->outcome));
		html_raw(p, "</td></tr>\n");
	}
	html_raw(p, "</table>\n");
}

static void
write_page(struct handover *h, struct html *p)
{
	const struct told *audit = handover_find(h, h->audit->rec.id);

	html_raw(p, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
	    "charset=\"utf-8\"><meta name=\"viewport\" content=\"width="
	    "device-width\"><title>");
	html_text(p, h->audit->rec.code);
	html_raw(p, "</title><style>" STYLE "</style></head><body>\n<h1>");
	html_text(p, h->audit->rec.code);
	html_raw(p, " ");
	html_text(p, audit ? title_of(audit) : "");
	html_raw(p, "</h1>\n<p class=\"note\">The dossier of an audit, as the "
	    "journal has it up to entry ");
	html_int(p, h->order);
	html_raw(p, " of the log ");
	html_text(p, signer_key(h->to->signer)->name);
	html_raw(p, ". This page is for reading; what counts are the values "
	    "in <code>records/</code>, which README.txt tells how to check. "
	    "What is not here is in <a href=\"left-out.txt\">left-out.txt</a>"
	    ".</p>\n");
	write_contents(h, p);
	write_kind(h, p, &audit_entity);
	for (size_t i = 0; model[i]; i++)
		if (model[i] != &audit_entity)
			write_kind(h, p, model[i]);
	write_steps(h, p);
	html_raw(p, "</body></html>\n");
}

/* --- JSON ------------------------------------------------------------------------------ */

static void
add_member(struct buf *b, bool *first, const char *name)
{
	buf_str(b, *first ? "" : ",");
	buf_json(b, name);
	buf_char(b, ':');
	*first = false;
}

static void
add_names(struct handover *h, struct buf *b, const struct told *r)
{
	bool first = true;

	buf_str(b, "},\n   \"names\":{");
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = field_find(r->entity,
		    r->field[i].name);
		const char *word, *value = r->field[i].value;
		const char *glue = "[";

		if (!f || !is_reference(f) || !*value)
			continue;
		add_member(b, &first, f->name);
		while ((word = next_word(h->step.arena, &value))) {
			buf_str(b, glue);
			buf_json(b, name_of(h, f->ref, strtoll(word, NULL,
			    10)));
			glue = ",";
		}
		buf_char(b, ']');
	}
}

static void
add_record(struct handover *h, struct buf *b, const struct told *r)
{
	bool first = true;

	buf_fmt(b, "  {\"record\":\"%s\",\"id\":%lld,\"code\":",
	    r->entity->name, (long long)r->id);
	buf_json(b, r->code);
	buf_fmt(b, ",\"closed\":%zu,\n   \"values\":{", r->closed);
	for (size_t i = 0; i < r->n; i++) {
		add_member(b, &first, r->field[i].name);
		buf_json(b, r->field[i].value);
	}
	buf_str(b, "},\n   \"entries\":{");
	first = true;
	for (size_t i = 0; i < r->n; i++) {
		add_member(b, &first, r->field[i].name);
		buf_int(b, r->field[i].entry);
	}
	add_names(h, b, r);
	buf_str(b, "}}");
}

static void
write_json(struct handover *h, struct buf *b)
{
	bool first = true;

	buf_fmt(b, "{\"format\":\"muster-dossier-records/1\",\"audit\":%lld,"
	    "\"entry\":%lld,\"log\":", (long long)h->audit->rec.id,
	    (long long)h->order);
	buf_json(b, signer_key(h->to->signer)->name);
	buf_str(b, ",\n \"records\":[");
	for (size_t i = 0; i < h->nrecords; i++) {
		if (!h->record[i]->seen)
			continue;
		buf_str(b, first ? "\n" : ",\n");
		first = false;
		add_record(h, b, h->record[i]);
		arena_reset(h->step.arena);
		h->told.records++;
	}
	buf_str(b, "]}\n");
}

enum rc
handover_pages(struct handover *h)
{
	struct html page = { .b = { .arena = h->keep } };
	struct buf json = { .arena = h->keep };
	enum rc rc;

	write_page(h, &page);
	write_json(h, &json);
	rc = dossier_file(h->dossier, &h->cx->err, "index.html", page.b.s,
	    page.b.len);
	return rc ? rc : dossier_file(h->dossier, &h->cx->err, "records.json",
	    json.s, json.len);
}
