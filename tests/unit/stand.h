/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * stand.h - a server on loopback for the tests of http: it tells in its
 * answer what arrived, so that a test reads what a handler saw.
 */
#ifndef STAND_H
#define STAND_H

#include "http/http.h"
#include "wire.h"

#include <stdatomic.h>

enum { STAND_WORKERS = 2 };

struct stand {
	struct http *http;
	struct http_config cf;
	struct http_listen at[3];
	void *seat[STAND_WORKERS];
	uint16_t port;
	atomic_uint handled;    /* requests that reached the handler */
	atomic_uint smuggled;   /* ... with a path that must never run */
};

/* Defaults of the limits and an IPv4 listener; change what you like. */
void stand_init(struct stand *st);
void stand_start(struct stand *st);
void stand_stop(struct stand *st);
/* Answers with the method, path, arguments, fields and parts. */
void stand_echo(struct request *rq);
void stand_text(struct request *rq, const char *text);

#endif
