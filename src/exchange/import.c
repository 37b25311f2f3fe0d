/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "import.h"

#include "arf.h"
#include "base/text.h"
#include "evidence.h"
#include "lynis.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* JSON is read whole, within what json.h reads. */
static const struct unpack_limits whole = {
	.bytes = 64 * 1024 * 1024,
	.ratio = 200,
};

static const char evidence_fields[] = "title description method source "
    "collected_at site session tool audit_risk degree judgement_note class "
    "handling";

const struct import_kind import_kinds[] = {
	{ "oscal-catalog", "OSCAL catalogue",
	    "Criteria of a catalogue of controls (OSCAL 1.x, JSON)", false,
	    "short_name" },
	{ "arf", "SCAP results",
	    "Evidence from a scan (ARF or XCCDF results, XML)", true,
	    evidence_fields },
	{ "lynis", "Lynis report",
	    "Evidence from lynis audit system (lynis-report.dat)", true,
	    evidence_fields },
	{ NULL, NULL, NULL, false, NULL }
};

const struct import_kind *
import_kind(const char *name)
{
	for (const struct import_kind *k = import_kinds; k->name; k++) {
		if (str_eq(k->name, name))
			return k;
	}
	return NULL;
}

static const char *
given(const struct import_order *o, const char *name)
{
	for (size_t i = 0; i < o->n; i++) {
		if (str_eq(o->in[i].name, name) && *o->in[i].value)
			return o->in[i].value;
	}
	return NULL;
}

static enum rc
check_names(struct ctx *cx, const struct import_order *o)
{
	for (size_t i = 0; i < o->n; i++) {
		const char *name = o->in[i].name;

		if (word_in(o->kind->takes, name) ||
		    (o->kind->audit && str_eq(name, "audit")))
			continue;
		err_field(&cx->err, name, "an import of %s takes no "
		    "\"%.60s\"", o->kind->name, name);
		err_hint(&cx->err, "It takes: %s%s.", o->kind->audit ?
		    "audit " : "", o->kind->takes);
		return RC_INVALID;
	}
	return RC_OK;
}

static void
fact(struct import_report *r, const char *label, const char *value)
{
	assert(r->nfacts < IMPORT_FACTS);
	if (value)
		r->facts[r->nfacts++] = (struct import_fact){ label, value };
}

static void
count(struct ctx *cx, struct import_report *r, const char *label, size_t n)
{
	if (n)
		fact(r, label, arena_fmt(cx->arena, "%zu", n));
}

/* --- catalogues ------------------------------------------------------------- */

static void
catalog_report(struct ctx *cx, const struct oscal_catalog *c,
    const struct catalog_result *x, struct import_report *r)
{
	*r = (struct import_report){ .title = arena_fmt(cx->arena,
	    "%s, edition %s", x->short_name, x->label),
	    .record = "criteria_edition", .id = x->edition, .code = x->code,
	    .changes = x->orders > 0 };
	fact(r, "Source", x->new_source ? arena_fmt(cx->arena, "%s (new)",
	    x->short_name) : x->short_name);
	fact(r, "Edition", x->new_edition ? arena_fmt(cx->arena, "%s (new)",
	    x->label) : x->label);
	count(cx, r, "Controls", c->counts[OSCAL_CONTROL] +
	    c->counts[OSCAL_ENHANCEMENT]);
	count(cx, r, "of these enhancements", c->counts[OSCAL_ENHANCEMENT]);
	count(cx, r, "of these withdrawn", c->withdrawn);
	count(cx, r, "Groups", c->counts[OSCAL_GROUP]);
	count(cx, r, "Statements", c->counts[OSCAL_STATEMENT]);
	count(cx, r, "Items added", x->added);
	count(cx, r, "Items changed", x->changed);
	count(cx, r, "Items as they were", x->same);
	count(cx, r, "Items no longer in the file", x->gone);
	count(cx, r, "Texts cut to fit", x->cut);
}

static enum rc
take_catalog(struct ctx *cx, const struct import_order *o,
    struct import_report *out)
{
	struct catalog_options opt = { .short_name = given(o, "short_name"),
		.origin = o->name, .run = o->run };
	struct catalog_result result;
	struct oscal_catalog c;
	const char *s;
	size_t n;
	enum rc rc = unpack_whole(o->file, &whole, &cx->err, cx->arena, &s,
	    &n);

	if (!rc)
		rc = oscal_catalog_read(&cx->err, cx->arena, s, n, &c);
	if (rc)
		return rc;
	opt.hash = cx->upload ? cx->upload->sha256 : NULL;
	rc = catalog_import(cx, &c, &opt, &result);
	if (rc)
		return rc;
	catalog_report(cx, &c, &result, out);
	return RC_OK;
}

/* --- scans ------------------------------------------------------------------ */

static enum rc
read_scan(struct ctx *cx, const struct import_order *o,
    const struct scan **out)
{
	const char *s;
	size_t n;
	enum rc rc;

	if (str_eq(o->kind->name, "arf"))
		return arf_read(&cx->err, cx->arena, o->file, NULL, out);
	rc = unpack_whole(o->file, &whole, &cx->err, cx->arena, &s, &n);
	return rc ? rc : lynis_read(&cx->err, cx->arena, s, n, NULL, out);
}

static void
scan_report(struct ctx *cx, const struct scan *s,
    const struct evidence_result *x, struct import_report *r)
{
	*r = (struct import_report){ .title = x->title, .record = "evidence",
	    .id = x->id, .code = x->code, .changes = !x->same,
	    .text = x->summary };
	fact(r, "Host", s->host);
	fact(r, "Tool", s->tool);
	fact(r, "Profile", s->profile_title ? s->profile_title : s->profile);
	fact(r, "Results", scan_counts(cx->arena, s));
	if (s->index != UNSET)
		fact(r, "Hardening index", arena_fmt(cx->arena, "%lld",
		    (long long)s->index));
	if (s->next)
		fact(r, "Further hosts", "in the summary");
	if (!s->whole)
		fact(r, "Run", "broken off");
	if (!scan_judged(s))
		fact(r, "Verdicts", "none: this proves nothing");
	fact(r, "Counts as", x->method);
	if (x->same)
		fact(r, "There already", x->code);
}

static enum rc
take_scan(struct ctx *cx, const struct import_order *o,
    struct import_report *out)
{
	struct pair *more = arena_alloc(cx->arena, (o->n + 1) *
	    sizeof(*more));
	struct evidence_options opt = { .audit = given(o, "audit"),
		.name = o->name, .more = more, .run = o->run };
	struct evidence_result result;
	const struct scan *scan;
	enum rc rc = read_scan(cx, o, &scan);

	if (rc)
		return rc;
	opt.what = str_eq(o->kind->name, "arf") ? "SCAP scan" :
	    "Lynis report";
	for (size_t i = 0; i < o->n; i++) {
		if (!str_eq(o->in[i].name, "audit") && *o->in[i].value)
			more[opt.nmore++] = o->in[i];
	}
	rc = evidence_import(cx, scan, &opt, &result);
	if (rc)
		return rc;
	scan_report(cx, scan, &result, out);
	return RC_OK;
}

/* --- all of them ------------------------------------------------------------ */

enum rc
import_file(struct ctx *cx, const struct import_order *o,
    struct import_report *out)
{
	enum rc rc = check_names(cx, o);

	if (rc)
		return rc;
	rc = o->kind->audit ? take_scan(cx, o, out) :
	    take_catalog(cx, o, out);
	/* What was only tried is gone again, and its ids mean nothing. */
	if (!rc && o->run == command_try && out->changes) {
		out->id = 0;
		out->code = NULL;
	}
	return rc;
}

/* --- of a file that arrived ------------------------------------------------- */

struct upload_work {
	struct ctx cx;
	struct import_order order;
	struct import_report report;
};

static enum rc
work_on(void *arg)
{
	struct upload_work *w = arg;

	return import_file(&w->cx, &w->order, &w->report);
}

static void
keep_report(struct arena *a, struct import_report *r)
{
	r->title = arena_str(a, r->title);
	r->record = arena_str(a, r->record);
	r->code = arena_str(a, r->code);
	r->text = arena_str(a, r->text);
	for (size_t i = 0; i < r->nfacts; i++)
		r->facts[i].value = arena_str(a, r->facts[i].value);
}

static void
keep_err(struct arena *a, const struct err *from, struct err *to)
{
	*to = *from;
	to->field = arena_str(a, from->field);
	to->rule = arena_str(a, from->rule);
}

/* An arena of its own: a request's is for pages, not for catalogues. */
static enum rc
work_aside(struct ctx *cx, const struct import_order *o, FILE *f,
    struct import_report *out)
{
	struct upload_work w = { .cx = *cx, .order = *o };
	enum rc rc;

	w.order.file = (struct source){ stdio_read, f };
	w.cx.arena = arena_new_capped(IMPORT_MEMORY);
	rc = arena_run(w.cx.arena, &w.cx.err, work_on, &w);
	if (rc) {
		keep_err(cx->arena, &w.cx.err, &cx->err);
	} else {
		*out = w.report;
		keep_report(cx->arena, out);
	}
	arena_free(w.cx.arena);
	return rc;
}

enum rc
import_upload(struct ctx *cx, const char *blobs, const struct import_order *o,
    struct import_report *out)
{
	FILE *f;
	int fd;
	enum rc rc;

	if (!cx->upload)
		return err_field(&cx->err, "file", "a file is wanted");
	rc = blob_open(blobs, cx->upload->name, &cx->err, &fd);
	if (rc)
		return rc;
	f = fdopen(fd, "rb");
	if (!f) {
		close(fd);
		return err_set(&cx->err, RC_LIMIT, "no memory for the file");
	}
	rc = work_aside(cx, o, f, out);
	fclose(f);
	if (!rc && (!o->kind->audit || !out->changes || !out->id))
		blob_remove(blobs, cx->upload->name);
	return rc;
}

void
import_json(struct buf *out, const struct import_order *o,
    const struct import_report *r)
{
	buf_str(out, "{\"kind\":");
	buf_json(out, o->kind->name);
	buf_str(out, ",\"title\":");
	buf_json(out, r->title);
	buf_fmt(out, ",\"changes\":%s,\"done\":%s,\"record\":\"%s\"",
	    r->changes ? "true" : "false", r->id ? "true" : "false",
	    r->record);
	if (r->id)
		buf_fmt(out, ",\"id\":%lld", (long long)r->id);
	if (r->code) {
		buf_str(out, ",\"code\":");
		buf_json(out, r->code);
	}
	buf_str(out, ",\"facts\":[");
	for (size_t i = 0; i < r->nfacts; i++) {
		buf_fmt(out, "%s{\"label\":", i ? "," : "");
		buf_json(out, r->facts[i].label);
		buf_str(out, ",\"value\":");
		buf_json(out, r->facts[i].value);
		buf_char(out, '}');
	}
	buf_str(out, "]");
	if (r->text) {
		buf_str(out, ",\"text\":");
		buf_json(out, r->text);
	}
	buf_char(out, '}');
}
