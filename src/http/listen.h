/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * listen.h - listening sockets, and who may come in.
 *
 * Connections are accepted here and then given to the library: so one worker
 * can listen on several sockets, an address can be counted before anything
 * is spent on it, and running out of descriptors neither spins nor sticks.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include "http/own.h"

/* Is nobody else there?  A shared port would not fail but take half. */
enum rc listen_probe(const struct http_listen *l, struct err *err) MUST_USE;

/*
 * One socket more for where; port as found by the first.  A path has one
 * socket that all workers share, so model is its first one (or -1).
 */
int listen_open(const struct http_listen *l, uint16_t port, int model);
uint16_t listen_port(int fd);

/* Registers the listeners of a worker with its epoll, or takes them out. */
void listen_resume(struct worker *w);
void listen_pause(struct worker *w);

/* Takes what waits at listener i. */
void listen_accept(struct worker *w, size_t i);

/* For a stop: takes all that waits, then closes. */
void listen_end(struct worker *w);

#endif
