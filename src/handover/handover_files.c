/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* handover_files.c - which files go along, and why the others do not. */
#include "handover/handover_own.h"

#include "base/text.h"
#include "core/blob.h"
#include "model/evidence.h"
#include "model/report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { NAME_MOST = 120, ENTRY_BYTES = 1800 };

/* Of one file: who refers to it, and whether it may go. */
struct leaving {
	struct handover *h;
	const struct told *file, *of;   /* of: the record that it belongs to */
	const struct stored_file *row;
	bool named;                     /* some record refers to it */
	const char *reason;             /* why it stays, or NULL */
};

/* --- may it leave? ------------------------------------------------------------------ */

static void
judge_use(struct leaving *l, const struct field *f, const struct told *by)
{
	l->named = true;
	if (!by || !by->seen)
		return;
	if (by->kept) {
		l->of = by;
		l->reason = arena_fmt(l->h->step.arena, "the handling of %s "
		    "keeps it where it is", by->code);
	} else if (!l->of && field_visible(f, &by->view) && !l->reason) {
		l->of = by;
	}
}

static enum rc
judge_field(struct leaving *l, const struct entity *e, const struct field *f)
{
	struct ctx *cx = &l->h->step;
	struct list uses;
	enum rc rc = store_of(cx, e, f->name, l->file->id, &uses);

	for (size_t i = 0; !rc && i < uses.n; i++) {
		const struct record *r = uses.rec[i];

		judge_use(l, f, handover_find(l->h, r->id));
	}
	return rc;
}

static enum rc
judge(struct leaving *l)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; model[i] && !rc; i++)
		for (size_t k = 0; k < model[i]->nfields && !rc; k++)
			if (model[i]->fields[k].kind == KIND_blob)
				rc = judge_field(l, model[i],
				    &model[i]->fields[k]);
	if (l->reason)
		return rc;
	if (!l->named && l->file->seen)
		l->of = l->file;
	if (!l->of)
		l->reason = "the reader may not see it";
	else if (!l->row || !l->row->key_number || !*l->row->key_number)
		l->reason = "its bytes are no longer kept";
	return rc;
}

/* --- taking it along ---------------------------------------------------------------- */

/* "E-26-014-scan_of_May.txt": plain, and no two alike. */
static const char *
name_of(const struct leaving *l)
{
	struct buf b = { .arena = l->h->step.arena };

	buf_fmt(&b, "%s-%lld-", l->of->code, (long long)l->file->id);
	for (const char *s = l->row->name; *s && b.len < NAME_MOST; s++)
		buf_char(&b, strchr("abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-", *s) ? *s : '_');
	for (char *s = b.s; *s; s++)
		if (*s == '/' || (unsigned char)*s > 126 || *s < 33)
			*s = '_';
	return b.s;
}

static enum rc
from_file(void *arg, struct err *err, void *p, size_t n, size_t *got)
{
	ssize_t k = read(*(int *)arg, p, n);

	if (k < 0)
		return err_set(err, RC_DB, "a file cannot be read: %s",
		    strerror(errno));
	*got = (size_t)k;
	return RC_OK;
}

static enum rc
take_along(struct leaving *l)
{
	struct handover *h = l->h;
	struct err *err = &h->cx->err;
	bool report = l->of->entity == &report_entity;
	const char *name = report ? arena_fmt(h->step.arena, "%s.pdf",
	    l->of->code) : name_of(l);
	int fd;
	enum rc rc = blob_open(h->cx->blobs, l->row->key_number, err, &fd);

	if (rc)
		return rc;
	rc = (report ? dossier_report : dossier_evidence)(h->dossier, err,
	    name, l->file->blob, l->row->size, from_file, &fd);
	close(fd);
	h->told.files++;
	return rc;
}

static enum rc
add_file(struct handover *h, const struct told *file)
{
	struct leaving l = { .h = h, .file = file };
	void *row;
	enum rc rc = store_peek(&h->step, file->entity, file->id, &row);

	if (!rc)
		l.row = row;
	if (!rc || rc == RC_MISSING)
		rc = judge(&l);
	if (rc) {
		h->cx->err = h->step.err;
		return rc;
	}
	if (!l.reason)
		return take_along(&l);
	h->told.left_out++;
	return dossier_omit(h->dossier, &h->cx->err, file->blob, l.reason);
}

static enum rc
tell_reports(struct handover *h)
{
	for (size_t i = 0; i < h->nrecords; i++)
		if (h->record[i]->entity == &report_entity &&
		    *handover_value(h->record[i], "file"))
			return RC_OK;
	handover_leave_out(h, "a report: none was issued that the reader may "
	    "see");
	return RC_OK;
}

enum rc
handover_files(struct handover *h)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < h->nrecords && !rc; i++) {
		if (h->record[i]->blob)
			rc = add_file(h, h->record[i]);
		arena_reset(h->step.arena);
	}
	return rc ? rc : tell_reports(h);
}

enum rc
handover_weigh(struct ctx *cx, int64_t audit, int64_t *bytes)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT "
	    "COALESCE(SUM(f.size), 0) + (SELECT COUNT(*) FROM journal j "
	    "WHERE j.audit = $1) * $2 FROM stored_file f WHERE f.audit = $1",
	    ARGS(INT(audit), INT(ENTRY_BYTES)));

	if (!rc)
		*bytes = rows_at(&r, 0, 0)->i;
	return rc;
}
