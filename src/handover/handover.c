/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "handover/handover_own.h"

#include "base/text.h"
#include "core/journal.h"
#include "model/choices.h"
#include "model/entities.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 512 << 20, PROOFS = 1000 };

static const char command[] = "audit.dossier";

/* --- the order ------------------------------------------------------------------ */

static enum rc
may_export(struct ctx *cx, int64_t audit, const struct audit **out)
{
	struct seen seen;
	enum rc rc = store_get(cx, &audit_entity, audit, EXPORT, false, &seen);

	if (rc)
		return rc;
	if (!(seen.may & EXPORT) && cx->account) {
		err_set(&cx->err, RC_DENIED, "you may not export this audit");
		err_hint(&cx->err, "Ask the audit client or the manager of "
		    "the programme.");
		return RC_DENIED;
	}
	*out = seen.rec;
	return RC_OK;
}

/* Who works as the system has the entry alone: no person exported it. */
static enum rc
add_record(struct ctx *cx, const struct audit *a)
{
	struct ctx sys = ctx_system(cx);
	const struct pair found[] = {
		{ "audit", arena_fmt(cx->arena, "%lld",
		    (long long)a->rec.id) },
		{ "subject", arena_fmt(cx->arena, "Dossier of %s",
		    a->rec.code) },
		{ "format", "dossier" },
		{ "exported_by", arena_fmt(cx->arena, "%lld",
		    (long long)cx->person) },
		{ "class", choice_find(class_choices, a->class)->name } };
	const struct order o = { .command = "export_record.create",
		.found = found, .nfound = NELEMS(found) };
	struct done done;
	enum rc rc;

	if (!cx->person)
		return RC_OK;
	rc = command_follow(&sys, &o, &done);
	if (rc)
		cx->err = sys.err;
	return rc;
}

enum rc
handover_order(struct ctx *cx, void *audit)
{
	const struct audit *a;
	struct event ev = { .command = command, .entity = &audit_entity,
		.outcome = OUTCOME_EXPORTED };
	enum rc rc = may_export(cx, *(const int64_t *)audit, &a);

	if (!rc)
		rc = add_record(cx, a);
	if (rc)
		return rc;
	ev.record = ev.audit = a->rec.id;
	ev.rev = a->rec.rev;
	return journal_add(cx, &ev);
}

enum rc
handover_ordered(struct ctx *cx, int64_t audit, struct rows *out)
{
	return db_query(cx->db, &cx->err, cx->arena, out, "SELECT j.place, "
	    "j.time, (SELECT COUNT(*) FROM checkpoint c WHERE c.size > "
	    "j.place) FROM journal j WHERE j.record = $1 AND j.command = $2 "
	    "AND j.actor = $3 AND j.outcome = $4 ORDER BY j.arrived DESC "
	    "LIMIT 1", ARGS(INT(audit), TEXT(command), INT(cx->account),
	    INT(OUTCOME_EXPORTED)));
}

static enum rc
find_order(struct handover *h)
{
	struct ctx *cx = h->cx;
	struct rows r;
	enum rc rc = handover_ordered(cx, h->audit->rec.id, &r);

	if (rc)
		return rc;
	if (!r.nrows) {
		err_set(&cx->err, RC_MISSING, "no dossier was ordered");
		err_hint(&cx->err, "Order it first, so that the export is in "
		    "it.");
		return RC_MISSING;
	}
	h->order = rows_at(&r, 0, 0)->type == V_INT ? rows_at(&r, 0, 0)->i
	    : INT64_MAX;
	return RC_OK;
}

/* --- the checkpoint over it, and older ones --------------------------------------- */

static enum rc
not_yet(struct ctx *cx)
{
	err_set(&cx->err, RC_BUSY, "the journal is not signed as far as the "
	    "order");
	err_hint(&cx->err, "Ask again in a moment.");
	return RC_BUSY;
}

/* The first that covers the order, so that it is always the same one. */
static enum rc
find_checkpoint(struct handover *h)
{
	const struct key *key = signer_key(h->to->signer);
	struct ctx *cx = h->cx;
	struct checkpoint cp;
	struct err other;
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT size, "
	    "time, note FROM checkpoint WHERE size > $1 ORDER BY size "
	    "LIMIT 1000", ARGS(INT(h->order)));

	for (size_t i = 0; !rc && i < r.nrows; i++) {
		const struct value *v = rows_at(&r, i, 0);

		/* Those before a rotation are of another key. */
		if (checkpoint_open(&other, cx->arena, v[2].s, strlen(v[2].s),
		    key, &cp, NULL))
			continue;
		h->checkpoint = (struct sealed){ v[0].i, v[1].i, v[2].s };
		return RC_OK;
	}
	return rc ? rc : not_yet(cx);
}

static enum rc
add_older(struct handover *h)
{
	struct ctx *cx = h->cx;
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r, "SELECT size "
	    "FROM checkpoint WHERE size < $1 ORDER BY size DESC LIMIT $2",
	    ARGS(INT(h->checkpoint.size), INT(PROOFS + 1)));

	for (size_t i = 0; !rc && i < r.nrows && i < PROOFS; i++) {
		rc = dossier_consistency(h->dossier, &cx->err,
		    rows_at(&r, i, 0)->i);
		arena_reset(h->step.arena);
	}
	if (!rc && r.nrows > PROOFS)
		handover_leave_out(h, "proofs for checkpoints older than the "
		    "last %d", PROOFS);
	return rc;
}

/* --- writing ------------------------------------------------------------------------ */

void
handover_leave_out(struct handover *h, const char *fmt, ...)
{
	va_list ap;
	char line[400];

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	buf_fmt(&h->left_out, "%s\n", line);
	h->told.left_out++;
}

static enum rc
pass_on(void *arg, struct err *err, const void *p, size_t n)
{
	struct handover *h = arg;

	h->done += (int64_t)n;
	if (h->to->progress)
		h->to->progress(h->to->arg, h->done, h->total > h->done
		    ? h->total : h->done);
	return h->to->sink(h->to->arg, err, p, n);
}

static const char *
about(struct handover *h)
{
	return arena_fmt(h->keep, "The audit %s, as its journal had it at "
	    "entry %lld.\nBegin with data/index.html; data/records.json has the same for "
	    "programs.\nWhat was left out, and why, is in data/left-out.txt, "
	    "data/omitted.txt and\ndata/journal/closed.txt.\n",
	    h->audit->rec.code, (long long)h->order);
}

static enum rc
add_left_out(struct handover *h)
{
	if (h->erased)
		handover_leave_out(h, "%zu values that were erased by law",
		    h->erased);
	if (!h->left_out.len)
		buf_str(&h->left_out, "nothing\n");
	return dossier_file(h->dossier, &h->cx->err, "left-out.txt",
	    h->left_out.s, h->left_out.len);
}

static enum rc
fill(struct handover *h)
{
	enum rc rc = handover_entries(h);

	if (!rc)
		rc = handover_files(h);
	if (!rc)
		rc = handover_pages(h);
	if (!rc)
		rc = add_older(h);
	if (!rc)
		rc = add_left_out(h);
	return rc ? rc : dossier_end(h->dossier, &h->cx->err);
}

static bool
plain_code(const char *s)
{
	return bag_name_valid(s) && !strchr(s, '/');
}

static enum rc
write_dossier(struct handover *h)
{
	const struct audit *a = h->audit;
	struct dossier_head head = {
		.folder = plain_code(a->rec.code) ? a->rec.code
		    : arena_fmt(h->keep, "audit-%lld", (long long)a->rec.id),
		.audit = a->rec.id,
		.info = { .organization = signer_key(h->to->signer)->name,
		    .identifier = a->rec.code,
		    .day = day_of_time(h->checkpoint.time) },
		.nodes = seal_nodes(&h->step),
		.checkpoint = h->checkpoint.note, .signer = h->to->signer,
		.about = about(h) };
	enum rc rc = dossier_new(&h->cx->err, &head, pass_on, h, &h->dossier);

	return rc ? rc : fill(h);
}

static enum rc
all(void *arg)
{
	struct handover *h = arg;
	enum rc rc = find_order(h);

	if (!rc)
		rc = h->order == INT64_MAX ? not_yet(h->cx)
		    : find_checkpoint(h);
	if (!rc)
		rc = handover_weigh(h->cx, h->audit->rec.id, &h->total);
	return rc ? rc : write_dossier(h);
}

/* Everything is read from one moment. */
static enum rc
work(struct ctx *cx, void *arg)
{
	struct handover *h = arg;

	return arena_run(h->keep, &cx->err, all, h);
}

enum rc
handover_write(struct ctx *cx, int64_t audit, const struct handover_to *to,
    struct handover_told *out)
{
	struct handover *h;
	const struct audit *a;
	struct arena *keep;
	enum rc rc = may_export(cx, audit, &a);

	if (rc)
		return rc;
	keep = arena_new_capped(ROOM);
	h = arena_alloc(keep, sizeof(*h));
	*h = (struct handover){ .cx = cx, .step = *cx, .keep = keep,
		.page = arena_new(), .to = to, .audit = a,
		.left_out = { .arena = keep } };
	h->step.arena = arena_new();
	rc = command_snapshot(cx, work, h);
	if (!rc)
		*out = h->told;
	dossier_free(h->dossier);
	arena_free(h->step.arena);
	arena_free(h->page);
	arena_free(keep);
	return rc;
}
