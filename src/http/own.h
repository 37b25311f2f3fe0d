/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * own.h - what the files of http share.  Together they are the only ones
 * that name libmicrohttpd:
 *
 *   listen   sockets and new connections       guard    is the head in order
 *   loop     the worker: waiting, mailbox      intake   the body
 *   talk     a request through its states      reply    the answer
 *   linger   the end of a refused connection   tls      the certificate
 */
#ifndef HTTP_OWN_H
#define HTTP_OWN_H

#include "http/http.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
	POOL_BYTES = 32 * 1024, /* of the library, for each connection */
	SWEEP_MS = 250,         /* how often deadlines are looked at */
	SWEEP_SLICE = 256,      /* connections at a time */
	QUIET_MS = 400,         /* without a request, before a stop is done */
	SPARE_SLOTS = 256       /* kept by a worker for further requests */
};

/* Tags in a worker's epoll; above them the addresses of connections. */
enum { EV_BELL, EV_DAEMON, EV_LISTENER, EV_CONN = 4096 };

enum state {
	FRESH,                  /* the first line has come */
	BEGINNING,              /* begin decides, or has just decided */
	READING,                /* the body */
	HANDED,                 /* the handler has it, or had */
	SENDING
};

struct slot {
	struct request rq;      /* first: a request is its slot */
	enum state state;
	bool parked;            /* its owner is elsewhere */
	bool suspended;         /* ... and the library knows */
	bool close;             /* after the answer */
	size_t line;            /* length of the target, as received */
	struct worker *worker;
	struct MHD_Connection *mhd;
	struct conn *conn;
	struct slot *next;      /* in the mailbox, or among the spare */
	char *room;             /* of the body; malloc */
	size_t room_len, room_cap;
	struct form *form;      /* of parts */
	bool sink_ended;
	int fault_status;       /* of the body, when it broke off */
	uint64_t dropped;       /* bytes of it after the fault */
	struct err fault;       /* last: not cleared for each request */
};

struct conn {
	struct conn *prev, *next;
	struct slot *slot;
	struct http *http;
	struct peer peer;
	int fd;
	bool secure;
	int64_t deadline;       /* 0: none, the work is ours */
	uint64_t moved;         /* bytes since the deadline was set */
	uint64_t acked;         /* of the socket, when it was set */
	bool gone;              /* the client sends no more */
	bool linger;            /* refused: there may be bytes unread */
};

/* What the library knows of a request's first line. */
struct line { const char *method, *path, *version; };

struct counter {
	_Atomic uint64_t accepted, turned_away, cut, requests, refused;
	_Atomic uint64_t open, busy;
};

struct worker {
	struct http *http;
	void *seat;
	struct MHD_Daemon *daemon[2];   /* plain and TLS; or NULL */
	int *listener;          /* -1: closed */
	int bell, epoll, reserve;
	bool paused;            /* no descriptors: do not accept */
	bool closed;            /* stopping: the listeners are shut */
	const struct peer *joining;     /* while a connection is added */
	pthread_t thread;
	bool running;
	_Atomic(struct slot *) box;
	struct slot *spare;
	unsigned nspare;
	struct leaver *leavers;
	unsigned nleavers;
	struct conn conns;      /* ring */
	struct conn *sweep;     /* the next to look at, or NULL */
	int64_t now, swept, last;
	struct counter n;
};

struct http {
	struct http_config cf;
	struct crowd *crowd;
	_Atomic(struct tls *) tls;      /* the certificate in force */
	_Atomic(int64_t) stop_by;       /* 0: serving */
	_Atomic(int64_t) memory;        /* in bodies */
	unsigned nworkers;
	struct worker worker[];
};

static inline void
count_up(_Atomic uint64_t *n)
{
	atomic_fetch_add_explicit(n, 1, memory_order_relaxed);
}

static inline void
count_down(_Atomic uint64_t *n)
{
	atomic_fetch_sub_explicit(n, 1, memory_order_relaxed);
}

/* The callbacks, for MHD_start_daemon; cls is the worker. */
void *talk_on_line(void *cls, const char *target, struct MHD_Connection *mhd);
enum MHD_Result talk_on_request(void *cls, struct MHD_Connection *mhd,
	const char *path, const char *method, const char *version,
	const char *up, size_t *n, void **ctx);
void talk_on_done(void *cls, struct MHD_Connection *mhd, void **ctx,
	enum MHD_RequestTerminationCode why);
void talk_on_conn(void *cls, struct MHD_Connection *mhd, void **ctx,
	enum MHD_ConnectionNotificationCode what);

/* After http_park: the library leaves the connection alone. */
void talk_suspend(struct slot *s);

/* Queues rq.rs; the library takes over the file. */
enum MHD_Result reply_send(struct slot *s) MUST_USE;
/* Makes rq.rs a short text and lets the faces dress it up. */
void reply_text(struct slot *s, int status, const char *text);
/* Gives up what rq.rs holds: the file, the source of a pull. */
void reply_end(struct slot *s);
void reply_err(struct slot *s, int status, const struct err *err);

#endif
