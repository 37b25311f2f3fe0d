/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * ctx.h - everything one unit of work needs; lives as long as its arena.
 */
#ifndef CTX_H
#define CTX_H

#include "base/date.h"
#include "db/db.h"
#include "model/derive.h"

/*
 * Ids and code numbers are leased in blocks, so that a record's are known
 * before its insert.  One per writing connection; see number.h.
 */
struct numbers;

struct domain;          /* the rules and effects of the domain: command.h */

/* What the rules had to say without refusing. */
struct remark {
	const char *rule;
	const char *field;
	const char *text;
	bool warned;            /* went on despite a warning, with a reason */
	struct remark *next;
};

struct ctx {
	struct arena *arena;
	struct db *db;
	struct numbers *numbers;        /* NULL where nothing is written */
	const struct domain *domain;
	struct err err;

	int64_t account;        /* who is asking; 0: the system itself */
	int64_t person;
	unsigned who_all;       /* roles held anywhere */
	unsigned who_system;    /* roles held for the whole system */
	unsigned who_candidate; /* roles proposed, not yet confirmed */

	int64_t now;            /* one clock reading per unit of work */
	int64_t today;          /* in UTC */

	const char *reason;     /* for going on after a warning, or NULL */
	const char *address;    /* of the client, or NULL */
	struct remark *remarks;

	/*
	 * Idempotency: the key the client gave and the hash of its request;
	 * NULL: none.
	 */
	const char *key, *digest;

	const char *blobs;      /* the store's folder of files, or NULL */
	const struct upload *upload;    /* of stored_file.create: blob.h */
};

/* Sets arena, database and clock; the caller fills in who asks. */
void ctx_begin(struct ctx *cx, struct arena *a, struct db *db);

/* The same work in the name of the system, for what follows from a command. */
struct ctx ctx_system(const struct ctx *cx);

#endif
