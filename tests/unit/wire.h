/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* wire.h - raw bytes to a server on loopback, and what comes back. */
#ifndef WIRE_H
#define WIRE_H

#include "base/base.h"

struct reply {
	int status;             /* 0: the connection ended without one */
	char head[4096];        /* NUL-terminated, with its empty line */
	char *body;             /* NUL-terminated, ends with the next call */
	size_t len;
	char room[64 * 1024];
};

/* -1 when nobody listens there. */
int wire_open(uint16_t port);
int wire_open6(uint16_t port);
int wire_open_path(const char *path);
bool wire_send(int fd, const char *s, size_t n);
bool wire_text(int fd, const char *s);
/* One answer, by its Content-Length; a HEAD has no body. */
bool wire_read(int fd, struct reply *r, bool head);
/* All that still comes, behind the body that was read. */
void wire_rest(int fd, struct reply *r);
/* The other side has closed, and nothing was left to read. */
bool wire_closed(int fd, int ms);
/* The other side closes within ms; what it still sends is thrown away. */
bool wire_drained(int fd, int ms);
/* A request on a connection of its own. */
int wire_ask(uint16_t port, const char *s, struct reply *r);
void pause_ms(int ms);
/* The value of a field of r->head, or NULL; any case. */
const char *wire_field(struct reply *r, const char *name);

#endif
