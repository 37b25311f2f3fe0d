/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "witness.h"

#include "base/date.h"
#include "base/text.h"
#include "proof/base64.h"

#include <string.h>

/* --- the request ---------------------------------------------------------- */

char *
witness_request_text(struct arena *a, const struct witness_request *rq)
{
	struct buf out = { .arena = a };

	assert(rq->old >= 0 && rq->proof.n < PATH_MAX_HASHES);
	buf_fmt(&out, "old %lld\n", (long long)rq->old);
	for (size_t i = 0; i < rq->proof.n; i++) {
		base64_add(&out, rq->proof.hash[i], HASH);
		buf_char(&out, '\n');
	}
	buf_char(&out, '\n');
	buf_add(&out, rq->note, rq->len);
	return out.s;
}

/* The line at *p without its LF, and *p behind it. */
static char *
take_line(char **p)
{
	char *line = *p, *lf = strchr(line, '\n');

	if (!lf)
		return NULL;
	*lf = '\0';
	*p = lf + 1;
	return line;
}

static bool
read_old(const char *line, int64_t *out)
{
	static const char key[] = "old ";
	const char *s = line ? line + sizeof(key) - 1 : "";

	return line && str_starts(line, key) &&
	    (s[0] != '0' || s[1] == '\0') && int_parse(s, 0, INT64_MAX, out);
}

static bool
read_proof(char **p, struct path *path)
{
	char *line = take_line(p);

	for (; line && *line; line = take_line(p))
		if (path->n == PATH_MAX_HASHES - 1 ||
		    !base64_hash(line, strlen(line), path->hash[path->n++]))
			return false;
	return line != NULL;
}

enum rc
witness_request_parse(struct err *err, struct arena *a, const char *s,
    size_t n, struct witness_request *out)
{
	struct witness_request rq = { 0 };
	char *copy, *p;

	if (n > WITNESS_BODY)
		return err_set(err, RC_LIMIT, "a request has at most %d bytes",
		    WITNESS_BODY);
	copy = p = arena_dup(a, s, n);
	if (strlen(copy) != n || !read_old(take_line(&p), &rq.old))
		return err_field(err, "old",
		    "the first line is not \"old\" and a size");
	if (!read_proof(&p, &rq.proof))
		return err_field(err, "proof",
		    "the lines of the proof are malformed");
	rq.note = p;
	rq.len = n - (size_t)(p - copy);
	*out = rq;
	return RC_OK;
}

/* --- the judgement -------------------------------------------------------- */

static struct witness_reply
reply(struct arena *a, int status, const char *why)
{
	return (struct witness_reply){ status, "text/plain; charset=utf-8",
		arena_fmt(a, "%s\n", why) };
}

/* All signatures by known keys of the log must hold, and one must be there. */
static struct witness_reply
check_signatures(struct arena *a, const struct witness_view *view,
    const struct witness_case *c)
{
	bool known = false, good = false;

	for (size_t i = 0; i < view->nlogs; i++) {
		const struct key *key = &view->logs[i];

		if (!str_eq(key->name, c->checkpoint.origin))
			continue;
		known = true;
		switch (note_check(&c->note, key, NULL)) {
		case NOTE_UNSIGNED:
			break;
		case NOTE_WRONG:
			return reply(a, 403,
			    "the log's signature does not fit the text");
		case NOTE_GOOD:
			good = true;
			break;
		}
	}
	if (!known)
		return reply(a, 404, "this witness does not know that log");
	if (!good)
		return reply(a, 403,
		    "no key that this witness knows of the log has signed");
	return reply(a, 200, "");
}

struct witness_reply
witness_read(struct arena *a, const struct witness_view *view,
    const char *body, size_t n, struct witness_case *out)
{
	struct witness_reply answer;
	struct witness_case c;
	struct err err;

	if (n > WITNESS_BODY)
		return reply(a, 413, "the request is too large");
	if (witness_request_parse(&err, a, body, n, &c.request) ||
	    note_parse(&err, a, c.request.note, c.request.len, &c.note) ||
	    checkpoint_parse(&err, a, c.note.text, c.note.len, &c.checkpoint))
		return reply(a, 400, err.text);
	answer = check_signatures(a, view, &c);
	if (answer.status != 200)
		return answer;
	if (c.request.old > c.checkpoint.size)
		return reply(a, 400,
		    "the old size is larger than the checkpoint's");
	*out = c;
	return answer;
}

static struct witness_reply
two_histories(struct arena *a, const struct checkpoint *last,
    const struct checkpoint *new)
{
	return reply(a, 409, arena_fmt(a, "two histories of %s: the log once "
	    "had %lld entries with the root %s, which this checkpoint of "
	    "%lld entries does not extend", last->origin,
	    (long long)last->size, base64_text(a, last->root, HASH),
	    (long long)new->size));
}

struct witness_reply
witness_judge(struct arena *a, const struct witness_view *view,
    const struct witness_case *c, const struct checkpoint *last)
{
	struct checkpoint none = { .origin = c->checkpoint.origin };
	struct buf lines = { .arena = a };

	hash_bytes("", 0, none.root);
	if (!last)
		last = &none;
	if (c->request.old != last->size)
		return (struct witness_reply){ 409, "text/x.tlog.size",
			arena_fmt(a, "%lld\n", (long long)last->size) };
	switch (path_compare(&c->request.proof, last->size, last->root,
	    c->checkpoint.size, c->checkpoint.root)) {
	case PATH_BROKEN:
		return reply(a, 422,
		    "the proof does not lead to the checkpoint's root");
	case PATH_OTHER:
		if (c->checkpoint.size == 0)
			return reply(a, 422, "this is not the root of an "
			    "empty log");
		return two_histories(a, last, &c->checkpoint);
	case PATH_HOLDS:
		break;
	}
	note_add_cosignature(&lines, c->note.text, view->signer, view->now);
	return (struct witness_reply){ 200, "text/plain; charset=utf-8",
		lines.s };
}

/* --- the log's side ------------------------------------------------------- */

/*
 * Only the witness's own line is taken: a line in another's name would spoil
 * the note for whoever knows that other key.
 */
enum rc
witness_merge(struct err *err, struct arena *a, const char *note,
    const char *lines, const struct key *key, char **out)
{
	struct buf merged = { .arena = a };
	struct note old, new;
	const char *s;
	enum rc rc;

	rc = note_parse(err, a, note, strlen(note), &old);
	if (rc)
		return rc;
	s = arena_fmt(a, "%s\n%s", old.text, lines);
	rc = note_open(err, a, s, strlen(s), key, &new);
	if (rc)
		return rc;
	if (!str_eq(old.text, new.text))
		return err_set(err, RC_DENIED,
		    "the witness %s answered with more than signatures",
		    key->name);
	buf_str(&merged, note);
	note_add_line(&merged, note_find(&new, key));
	*out = merged.s;
	return RC_OK;
}
