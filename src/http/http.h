/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http.h - requests in, answers out, on event loops of our own.
 *
 * A request stays with the worker that read it.  The callbacks run in that
 * worker and must not wait: they fill rq->rs, or call http_park, give the
 * request away and return.  Whoever has it then fills rq->rs and calls
 * http_resume, from any thread, and never touches it again.
 *
 * The callbacks run on the library's stack, so whoever allocates from
 * rq->arena does it inside arena_run.  Whatever is refused here, and how, is
 * in limits.h (bounds) and guard.c (form).
 *
 * size: all that a user of this folder needs.
 */
#ifndef HTTP_H
#define HTTP_H

#include "base/base.h"
#include "http/limits.h"

#include <sys/types.h>

/* Others are answered with 501 before a callback sees them. */
enum method {
	M_GET,
	M_HEAD,         /* answer as GET: the body is not sent */
	M_POST,
	M_PUT,
	M_PATCH,
	M_DELETE,
	M_OPTIONS,      /* "OPTIONS *" is answered here */
	M_COUNT
};
extern const char *const method_names[M_COUNT];

/* Who is at the other end of the connection (not: who a proxy says it is). */
struct peer {
	bool local;             /* a UNIX socket: pid and uid are known */
	pid_t pid;
	uid_t uid;
	uint16_t port;
	char address[46];       /* as text, "" when local */
};

/* A control of a submitted form. */
struct part {
	const char *name;
	const char *filename;   /* its last component; NULL: no file */
	const char *type;       /* as sent, or NULL */
	const char *value;      /* NUL-terminated; NULL: it went to the sink */
	uint64_t len;
};

/*
 * Where a body goes that must not lie in memory.  take gets at most 64 KiB
 * at a time and may block for as long as a disk takes.  What fails sets err:
 * the rest of the body is then read and dropped, and the request answered
 * with that error.  end is called exactly once, in the worker, also when the
 * client has gone: whole tells whether everything was taken.
 */
struct sink {
	void *self;
	/* A form's file begins; NULL: one file of any name. */
	enum rc (*open)(void *self, const struct part *part, struct err *err);
	enum rc (*take)(void *self, const char *p, size_t n, struct err *err);
	void (*end)(void *self, bool whole);
};

/* What begin decides about a body. */
struct intake {
	const struct sink *sink;        /* NULL: keep it in memory */
	/* Bytes of the whole body, 413 above; 0: limits.upload or .body. */
	uint64_t limit;
};

/* A body that is made while it is sent. */
struct pull {
	void *self;
	/*
	 * Writes up to n bytes to p and returns how many; 0 is the end, -1
	 * breaks the connection off.  Must not wait: what is not ready calls
	 * http_park, returns PULL_LATER, and is asked again after http_resume.
	 */
	ssize_t (*more)(void *self, char *p, size_t n);
	void (*end)(void *self);        /* once, in the worker; or NULL */
	int64_t len;                    /* bytes in all, -1: not known */
};
enum { PULL_LATER = -2 };

struct response {
	int status;
	int retry_after;        /* seconds; 0: not said */
	const char *type;       /* Content-Type, or NULL */
	struct pair *headers;   /* further ones; see response_header */
	size_t nheaders, headers_room;  /* room 0: the list is the caller's */
	/* The body is one of these three, looked at in this order. */
	const struct pull *pull;
	int fd;                 /* a file, closed by http; 0: none */
	int64_t offset;         /* of the body in the file */
	bool ranges;            /* with fd: Range is answered here */
	const char *body;       /* constant, or in the request's arena */
	size_t len;             /* of body, or of the part of the file */
};

struct request {
	struct arena *arena;    /* ends when the answer is sent */
	enum method method;
	const char *target;     /* as sent: path and query */
	const char *path;       /* "/a/b c": decoded; a slash always divides */
	const char *query;      /* as sent, without "?"; "" when none */
	const struct pair *args;        /* of the query, decoded, in order */
	size_t nargs;
	const struct pair *headers;     /* in order, names as sent */
	size_t nheaders;
	const struct pair *cookies;
	size_t ncookies;
	const char *host;       /* on the list of hosts; "" in HTTP/1.0 */
	struct peer peer;
	bool secure;            /* over TLS, ended here */
	uint64_t length;        /* of the body, as announced */
	int64_t begun;          /* clock_ms of its first line */
	int64_t deadline;       /* clock_ms after which nobody waits for it */

	struct intake intake;
	const char *body;       /* NUL-terminated, never NULL; "" in a sink */
	size_t len;
	const struct part *parts;       /* of a form of either type, in order */
	size_t nparts;
	const struct pair *fields;      /* those of parts that are no files */
	size_t nfields;

	struct response rs;
	void *user;             /* the faces' own */
};

/* Any case; the first of its name, or NULL. */
const char *request_header(const struct request *rq, const char *name);
const char *request_cookie(const struct request *rq, const char *name);
const char *request_arg(const struct request *rq, const char *name);
const char *request_field(const struct request *rq, const char *name);

/*
 * Adds to rq->rs.headers.  A value with a control character is answered as
 * 500: encode what comes from people.
 */
void response_header(struct request *rq, const char *name, const char *value);

/*
 * begin is called when the head of a request whose method takes a body has
 * been read and found in order, also when that body is empty.  It may set
 * rq->intake; it refuses by filling rq->rs.  It may park like a handler.
 * handler is called when the request is whole.
 * refused is called for what http itself answers: rq->rs has a status and a
 * plain text; it may dress it up.  Only arena, method (perhaps wrong), peer
 * and secure are sure.
 */
typedef void http_handler(void *seat, struct request *rq);

struct http_listen {
	const char *address;    /* IPv4 or IPv6, or the path of a UNIX socket */
	uint16_t port;          /* 0: any free one, see http_port */
	bool tls;
};

struct http_config {
	const struct http_listen *listen;
	size_t nlisten;
	/* Names a Host may have, besides localhost and those listened on. */
	const char *const *hosts;
	size_t nhosts;
	unsigned workers;
	struct http_limits limits;
	void **seat;            /* one per worker, handed to the callbacks */
	http_handler *begin;    /* or NULL */
	http_handler *handler;
	http_handler *refused;  /* or NULL */
	const char *tls_cert, *tls_key; /* PEM files, or NULL */
};

struct http;

/* The strings of config must live as long as the server.  NULL: see err. */
struct http *http_new(const struct http_config *config, struct err *err);
uint16_t http_port(const struct http *h, size_t listen);

/*
 * Reads the certificate again: new connections get it, old ones stay.  On
 * failure the old one stays in force.  One caller at a time.
 */
enum rc http_reload(struct http *h, struct err *err) MUST_USE;

void http_park(struct request *rq);
void http_unpark(struct request *rq);   /* it was not given away after all */
void http_resume(struct request *rq);

/* Sums over all workers since the start; may be read at any time. */
struct http_counts {
	uint64_t accepted;      /* connections */
	uint64_t turned_away;  /* ... closed at once: too many, no descriptor */
	uint64_t cut;           /* ... cut by a deadline */
	uint64_t requests;      /* that reached a handler */
	uint64_t refused;       /* that http answered itself */
	uint64_t open;          /* connections now */
	uint64_t busy;          /* requests now */
};
void http_count(const struct http *h, struct http_counts *out);

/*
 * Closes the listening sockets, answers new requests with 503, finishes what
 * runs, ends the workers.  False when something still ran after ms.
 */
bool http_drain(struct http *h, int ms) MUST_USE;

/* After the drain, and after every thread that may resume has ended. */
void http_free(struct http *h);

#endif
