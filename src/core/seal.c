/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* seal.c - checkpoints: when one is due, and how it is signed. */
#include "seal.h"

#include "base/file.h"
#include "base/text.h"
#include "journal.h"
#include "seal_own.h"

#include <stdlib.h>
#include <string.h>

const char seal_ddl[] =
	"CREATE TABLE checkpoint (\n\tsize BIGINT PRIMARY KEY,\n"
	"\ttime BIGINT NOT NULL,\n\tnote TEXT NOT NULL\n);\n";

/* --- what was signed ------------------------------------------------------------ */

enum rc
seal_latest(struct ctx *cx, struct sealed *out)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT size, time, note FROM checkpoint ORDER BY size DESC "
	    "LIMIT 1", NO_ARGS);

	if (rc)
		return rc;
	if (!r.nrows)
		return err_set(&cx->err, RC_MISSING,
		    "no checkpoint was signed yet");
	*out = (struct sealed){ rows_at(&r, 0, 0)->i, rows_at(&r, 0, 1)->i,
		rows_at(&r, 0, 2)->s };
	return RC_OK;
}

enum rc
seal_last_file(struct ctx *cx, const char *dir, struct checkpoint *out)
{
	struct note note;
	char *text;
	size_t n;
	enum rc rc = file_read(&cx->err, cx->arena, seal_path(cx, dir, "last"),
	    NOTE_MAX, &text, &n);

	if (!rc)
		rc = note_parse(&cx->err, cx->arena, text, n, &note);
	return rc ? rc : checkpoint_parse(&cx->err, cx->arena, note.text,
	    note.len, out);
}

/* --- does the journal go on from there? ------------------------------------------- */

static enum rc
older(struct ctx *cx, const struct checkpoint *last, int64_t size)
{
	err_set(&cx->err, RC_CONFLICT, "the store has %lld entries, but a "
	    "checkpoint of %lld was signed: it was put back from a copy",
	    (long long)size, (long long)last->size);
	err_hint(&cx->err, "If that is meant, \"muster checkpoint --restored\" "
	    "writes it down and goes on.");
	return RC_CONFLICT;
}

static enum rc
other_history(struct ctx *cx, const struct checkpoint *last)
{
	err_set(&cx->err, RC_CONFLICT, "the first %lld entries are not those "
	    "that were signed: the journal was changed",
	    (long long)last->size);
	err_hint(&cx->err, "\"muster verify\" shows where.");
	return RC_CONFLICT;
}

enum rc
seal_extends(struct ctx *cx, const struct checkpoint *last, int64_t size)
{
	const struct nodes nodes = seal_nodes(cx);
	unsigned char root[HASH];
	enum rc rc;

	if (size < last->size)
		return older(cx, last, size);
	rc = path_root(&cx->err, &nodes, last->size, root);
	if (rc)
		return rc;
	return memcmp(root, last->root, HASH) == 0 ? RC_OK
	    : other_history(cx, last);
}

enum rc
seal_check(struct ctx *cx, const char *dir)
{
	struct checkpoint last;
	struct head head;
	enum rc rc = seal_last_file(cx, dir, &last);

	if (rc == RC_MISSING)
		return RC_OK;
	if (!rc)
		rc = journal_head(cx, &head);
	return rc ? rc : seal_extends(cx, &last, head.size);
}

/* --- when ---------------------------------------------------------------------------- */

/* What others take home at once: its checkpoint does not wait. */
static enum rc
handed_out(struct ctx *cx, int64_t since, bool *out)
{
	struct rows r;
	enum rc rc = db_query(cx->db, &cx->err, cx->arena, &r,
	    "SELECT 1 FROM journal WHERE place >= $1 AND (outcome = 0 AND "
	    "command IN ('report.issue', 'meeting.close') OR "
	    "outcome = 3 AND command = 'audit.dossier') LIMIT 1",
	    ARGS(INT(since)));

	if (!rc)
		*out = r.nrows > 0;
	return rc;
}

enum rc
seal_due(struct ctx *cx, const struct seal *s, bool *due)
{
	struct sealed last = { 0 };
	struct head head;
	enum rc rc = journal_head(cx, &head);

	if (!rc)
		rc = seal_latest(cx, &last);
	if (rc && rc != RC_MISSING)
		return rc;
	*due = s->signer && head.size > last.size;
	if (!*due || head.size - last.size >= SEAL_ENTRIES ||
	    cx->now - last.time >= SEAL_SECONDS)
		return RC_OK;
	return handed_out(cx, last.size, due);
}

/* --- signing ---------------------------------------------------------------------------- */

static enum rc
keep(struct ctx *cx, struct seal *s, const struct checkpoint *cp)
{
	const char *note = checkpoint_sign(cx->arena, cp, s->signer);
	enum rc rc = file_write(&cx->err, seal_path(cx, s->dir, "last"), note,
	    strlen(note), 0600, FILE_REPLACE);

	if (rc)
		return rc;
	return db_run(cx->db, &cx->err, "INSERT INTO checkpoint (size, time, "
	    "note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING", ARGS(INT(cp->size), INT(cx->now),
	    TEXT(note)));
}

/* The key's last checkpoint, from the folder or (a new folder) from nowhere. */
static enum rc
goes_on(struct ctx *cx, const struct seal *s, int64_t size, bool *new)
{
	struct checkpoint last;
	enum rc rc = seal_last_file(cx, s->dir, &last);

	*new = true;
	if (rc == RC_MISSING)
		return RC_OK;
	if (!rc)
		rc = seal_extends(cx, &last, size);
	*new = size > last.size;
	return rc;
}

enum rc
seal_make(struct ctx *cx, struct seal *s)
{
	struct checkpoint cp;
	struct head head;
	bool new = false;
	enum rc rc = journal_head(cx, &head);

	if (rc || !s->signer || !head.size)
		return rc;
	rc = goes_on(cx, s, head.size, &new);
	if (rc || !new)
		return rc;
	cp = (struct checkpoint){ .origin = signer_key(s->signer)->name,
		.size = head.size };
	if (!hash_parse(head.root, cp.root))
		return err_set(&cx->err, RC_DB, "the tree has no root");
	rc = keep(cx, s, &cp);
	return rc ? rc : db_settle(cx->db, &cx->err);
}
