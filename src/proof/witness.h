/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * witness.h - somebody who remembers each log's last checkpoint and signs
 * only what extends it (c2sp.org/tlog-witness).
 *
 * A witness knows nothing of audits: it has a folder and no database.
 *
 *     lock             one process at a time
 *     key              its signing key, 0400
 *     logs             verifier keys of the logs it serves, one a line
 *     last/HEX         the last checkpoint that it signed, per log; HEX is
 *                      the SHA-256 of the log's name
 *     forks/HEX        the first request of a log that showed a second
 *                      history: the log's own signature is the evidence
 *
 * Losing the folder means losing the memory: such a witness must get a new
 * key, never the old one with an empty folder.
 */
#ifndef WITNESS_H
#define WITNESS_H

#include "base/base.h"
#include "proof/checkpoint.h"
#include "proof/path.h"

enum {
	WITNESS_BODY = 128 * 1024,      /* bytes of a request at most */
	WITNESS_LOGS = 1000
};

/* --- the request ---------------------------------------------------------- */

struct witness_request {
	int64_t old;                    /* size that the witness knows */
	struct path proof;              /* from there to the checkpoint */
	const char *note;               /* the checkpoint, signed */
	size_t len;
};

/* Body of POST /add-checkpoint, and back. */
char *witness_request_text(struct arena *a, const struct witness_request *rq);
enum rc witness_request_parse(struct err *err, struct arena *a, const char *s,
	size_t n, struct witness_request *out) MUST_USE;

/* --- the judgement, without any folder ------------------------------------ */

struct witness_reply {
	int status;                     /* of HTTP */
	const char *type, *body;
};

struct witness_view {
	const struct signer *signer;    /* of type KEY_COSIGNER */
	const struct key *logs;
	size_t nlogs;
	int64_t now;                    /* UTC seconds */
};

struct witness_case {
	struct witness_request request;
	struct note note;               /* of the request */
	struct checkpoint checkpoint;
};

/*
 * What can be said of a request before the memory is asked: its form, and
 * whether a known log signed it.  200: out is filled and the log's name is
 * out->checkpoint.origin; else the reply is final.
 */
struct witness_reply witness_read(struct arena *a,
	const struct witness_view *view, const char *body, size_t n,
	struct witness_case *out);

/*
 * last is what the witness signed last for this log, or NULL.  200: the
 * reply's body are the lines of signatures, and the case's note with them is
 * to be remembered before the reply is sent.  409: the sizes differ (the
 * body is the size it knows), or there are two histories (the body says so).
 */
struct witness_reply witness_judge(struct arena *a,
	const struct witness_view *view, const struct witness_case *c,
	const struct checkpoint *last);

/* --- with its folder ------------------------------------------------------ */

struct witness;

/* A new folder with a new key; RC_CONFLICT when there is a key already. */
enum rc witness_make(struct err *err, const char *folder, const char *name)
	MUST_USE;

/* RC_BUSY when another process has it open. */
enum rc witness_open(struct err *err, const char *folder,
	struct witness **out) MUST_USE;
void witness_close(struct witness *w);

const struct key *witness_key(const struct witness *w);

/* One more log; RC_CONFLICT when the witness has this key already. */
enum rc witness_trust(struct err *err, struct witness *w, const char *key)
	MUST_USE;

/*
 * Answers one request; from any thread, one after another.  What it signs is
 * durable before it returns.
 */
struct witness_reply witness_answer(struct witness *w, struct arena *a,
	const char *body, size_t n, int64_t now);

/* The last checkpoint of a log with the witness's line; 404 without one. */
struct witness_reply witness_last(struct witness *w, struct arena *a,
	const char *origin);

/* --- the log's side ------------------------------------------------------- */

/*
 * The note with the witness's lines of a 200 behind it: RC_DENIED unless one
 * is the key's good signature of this text.
 */
enum rc witness_merge(struct err *err, struct arena *a, const char *note,
	const char *lines, const struct key *key, char **out) MUST_USE;

#endif
