/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * import_page.c - foreign files: looked at first, then all or nothing.  A
 * browser does not give a file twice, so the person chooses it again.
 */
#include "web/screen.h"

#include "base/text.h"
#include "exchange/import.h"

#include <string.h>

static const struct import_kind *
kind_of(struct ask *ask)
{
	const struct import_kind *k = import_kind(ask->name);

	if (!k)
		err_set(&ask->cx->err, RC_MISSING,
		    "there is no import of that kind");
	return k;
}

static const char *
sent(struct ask *ask, const char *name)
{
	const char *s = ask_field(ask, name);

	return *s ? s : ask_arg(ask, name);
}

static enum rc
add_fields(struct ask *ask, struct view *v, const struct import_kind *k)
{
	const char *names = k->takes ? k->takes : "";
	struct view *f = field_new(v, "fields", "file", k->label);

	field_file(f, false);
	field_notes(f, k->help, NULL, NULL);
	if (k->audit) {
		f = field_new(v, "fields", "audit", "Audit");
		field_line(f, "text", sent(ask, "audit"), 60);
		field_notes(f, "Its code, for instance A-26-09.", NULL, NULL);
	}
	while (*names) {
		size_t n = strcspn(names, " ");
		char *name = arena_dup(ask->cx->arena, names, n);

		f = field_new(v, "fields", name, verb_words(ask->cx->arena,
		    name));
		view_flag(f, "optional", true);
		field_line(f, "text", sent(ask, name), 200);
		names += n + (names[n] == ' ');
	}
	return RC_OK;
}

static void
add_report(struct ask *ask, struct view *v, const struct import_report *r,
    bool done)
{
	struct view *p = card_new(v, "cards", "h-rep", r->title);

	view_text(p, "note", !r->changes ? "All of it is there already" :
	    done ? "Imported" : "This is what would be done");
	for (size_t i = 0; i < r->nfacts; i++)
		fact_text(card_fact(p, r->facts[i].label),
		    r->facts[i].value);
	view_text(p, "outro", done || !r->changes ? "" : "Nothing is stored "
	    "yet. Choose the file again and press Import.");
	if (r->code && entity_find(r->record))
		card_link(p, "Open it", url_new(ask->cx->arena, "/%s/%s",
		    r->record, r->code));
}

static enum rc
import_page(struct ask *ask, const struct import_kind *k,
    const struct import_report *r, bool done, const struct err *err)
{
	struct view *v = frame_page(ask, k->label, "/criteria");

	page_fact(v, k->help, NULL);
	view_url(v, "action", "/import/%s", k->name);
	view_text(v, "import_title", "File");
	view_flag(v, "looked", r && !done && r->changes);
	view_list(v, "fields");
	if (err) {
		page_error(v, err->field, err->text, err->rule, err->hint);
		ask->status = err_table[err->code].http;
	}
	if (r)
		add_report(ask, v, r, done);
	frame_show(ask, v, "import");
	return add_fields(ask, v, k);
}

enum rc
page_import(struct ask *ask)
{
	const struct import_kind *k = kind_of(ask);

	return k ? import_page(ask, k, NULL, false, NULL) : RC_MISSING;
}

static size_t
take_values(struct ask *ask, const struct import_kind *k, struct pair *in)
{
	const struct request *rq = ask->rq;
	size_t n = 0;

	for (size_t i = 0; i < rq->nfields; i++) {
		const struct pair *p = &rq->fields[i];
		bool known = word_in(k->takes ? k->takes : "", p->name) ||
		    (k->audit && str_eq(p->name, "audit"));

		if (known && *p->value)
			in[n++] = *p;
	}
	return n;
}

enum rc
send_import(struct ask *ask)
{
	const struct import_kind *k = kind_of(ask);
	struct pair *in = arena_alloc(ask->cx->arena,
	    (ask->rq->nfields + 1) * sizeof(*in));
	bool go = str_eq(ask_field(ask, "go"), "import");
	struct import_order o = { .kind = k, .in = in,
		.name = ask->call->upload_name,
		.run = go ? command_run : command_try };
	struct import_report r;
	enum rc rc = RC_OK;

	if (!k)
		return RC_MISSING;
	o.n = take_values(ask, k, in);
	if (!ask->call->upload || !o.name || !*o.name)
		rc = err_field(&ask->cx->err, "file", "no file was chosen");
	if (!rc)
		rc = import_upload(ask->cx, server_blobs(ask->call->srv), &o,
		    &r);
	if (rc)
		return import_page(ask, k, NULL, false, ask_err(ask));
	return import_page(ask, k, &r, go, NULL);
}
