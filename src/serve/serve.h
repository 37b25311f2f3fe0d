/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * serve.h - a server: workers, lanes, connections, and the way a request
 * takes through them.
 */
#ifndef SERVE_H
#define SERVE_H

#include "core/place.h"
#include "core/sequencer.h"
#include "serve/route.h"

struct serve_config {
	const struct place *place;
	const struct domain *domain;
	/* ends at NULL; the last one takes what no prefix claims */
	const struct face *const *faces;
	struct http_config http;        /* handlers and seats are set here */
	unsigned pool;          /* threads that wait for PostgreSQL */
	unsigned heavy;         /* threads that compute long */
	unsigned queue;         /* how much may wait in a lane */
	uint64_t upload;        /* bytes of a file at most */
	sequencer_note *note;
};

struct server *server_new(const struct serve_config *cf, struct err *err);
uint16_t server_port(const struct server *srv);

/* False when something still ran after ms; then only _exit is left. */
bool server_stop(struct server *srv, int ms) MUST_USE;

/*
 * One call without a network, on a connection of the caller: for the command
 * line on a store that nobody serves.  rq has method, path, args, body.
 */
void serve_call(const struct face *const *faces, const struct domain *domain,
	struct db *db, struct numbers *numbers, const char *blobs,
	struct request *rq, const char *as);

#endif
