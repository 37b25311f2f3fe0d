/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * route.h - what can be asked, who may ask it, and on which lane it is
 * answered.
 *
 * An answer function does not know on which lane it runs: it has a context
 * and straight-line code.  What it returns, unless RC_OK, becomes the error
 * answer of its face; in the writer's lane nothing that it did then remains.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include "core/blob.h"
#include "core/command.h"
#include "core/session.h"
#include "http/http.h"
#include "serve/lane.h"

enum who_asks { OPEN, SIGNED_IN };      /* OPEN: also without a session */
enum way {
	NOW,            /* needs no database */
	READS,
	CHANGES,
	COMPUTES        /* takes long: argon2id, PDF */
};

enum { ROUTE_ARGS = 4 };

struct server;
struct call;
typedef enum rc route_fn(struct call *c);

struct route {
	unsigned methods;       /* bits 1u << M_GET ... */
	const char *path;       /* "/api/v1/:record/:id" */
	enum who_asks who;
	enum way way;
	route_fn *answer;
	const char *help;       /* one line, for the documents of the API */
	uint64_t body;          /* bytes at most; 0: the standard limit */
	bool upload;            /* a body or a form's file becomes a blob */
};
#define GETS  (1u << M_GET | 1u << M_HEAD)
#define POSTS (1u << M_POST)

/* A face: its routes, and how it tells an error. */
struct face {
	const char *prefix;             /* paths that are its affair, "/api/" */
	const struct route *routes;     /* ends at path == NULL */
	void (*problem)(struct call *c, const struct err *err);
	void *data;                     /* the face's own, constant */
};

/* One request, while it is answered. */
struct call {
	struct work work;               /* first: work in a lane is a call */
	struct request *rq;
	struct server *srv;
	const struct face *face;
	const struct route *route;
	const char *arg[ROUTE_ARGS];    /* what stands for :record, :id ... */
	struct ctx cx;
	struct session session;
	bool signed_in;
	const struct upload *upload;    /* of a route that takes one */
	const char *upload_name;
	/*
	 * An answer that has computed long may leave its change to another
	 * function, which then runs where changes are made.
	 */
	route_fn *next;
};

/* NULL: none; others are the methods that the path takes then. */
const struct route *route_find(const struct face *f, enum method method,
	const char *path, struct arena *a, const char *arg[ROUTE_ARGS],
	unsigned *others);
/* "GET, POST", as the field Allow has them. */
const char *route_methods(struct arena *a, unsigned methods);

/* --- answers ------------------------------------------------------------------------ */

void answer_text(struct call *c, int status, const char *type,
	const struct buf *body);
/* 303, so that a reload does not repeat the change. */
void answer_see(struct call *c, const char *path);
void answer_file(struct call *c, int fd, int64_t size, const char *type,
	const char *name);

/* A cookie of the session; token NULL: takes it away. */
void answer_cookie(struct call *c, const char *token);

/* The store's folder of blobs. */
const char *server_blobs(const struct server *srv);
/* That of its signing key and witnesses; NULL: it has none. */
const char *server_seal(const struct server *srv);
bool server_is_demo(const struct server *srv);
/* The folder of the store; NULL where a call is answered without a server. */
const char *server_dir(const struct server *srv);
/* What signs for the store; NULL: another server has the key. */
struct signer;
const struct signer *server_signer(const struct server *srv);

#endif
